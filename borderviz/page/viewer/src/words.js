// Dates, numbers and findings in words. Nothing here says more than its input says.

import { t } from "./i18n.js";

/** @import { Finding, Triple } from "./types.js" */

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;
const DECADE = /^(\d{3})X$/;
const TENS_OF_DAYS = /^(\d{4})-(\d{2})-([0-3])X$/;
const NO_YEAR = /^XXXX-(\d{2})(?:-(\d{2}))?$/;
const FIRST_SEASON = 21;
const EDTF_LETTERS = /^[-0-9X?~%.,/[\]{} ]+$/;

/** @param {string} month "01" to "12" */
function monthName(month) {
  return t("date.months").split("|")[Number(month) - 1] ?? month;
}

/** @param {string} year @param {string} month */
function monthWords(year, month) {
  const season = t("date.seasons").split("|")[Number(month) - FIRST_SEASON];
  if (season) return t("date.season", { season, year });
  return t("date.month", { month: monthName(month), year });
}

/** @param {string} year @param {string} month */
function daysInMonth(year, month) {
  return new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

/** @param {string} year @param {string} month @param {string} tens */
function tensWords(year, month, tens) {
  const first = Math.max(1, Number(tens) * 10);
  const last = Math.min(Number(tens) * 10 + 9, daysInMonth(year, month));
  return t("date.day", { day: `${first}–${last}`, month: monthName(month), year });
}

/** @param {string} text one date, without qualifiers */
function plainDate(text) {
  const day = DAY.exec(text);
  if (day) return t("date.day", { day: Number(day[3]), month: monthName(day[2]), year: day[1] });
  const month = MONTH.exec(text);
  if (month) return monthWords(month[1], month[2]);
  const tens = TENS_OF_DAYS.exec(text);
  if (tens) return tensWords(tens[1], tens[2], tens[3]);
  const decade = DECADE.exec(text);
  if (decade) return t("date.decade", { year: `${decade[1]}0` });
  const bare = NO_YEAR.exec(text);
  if (!bare) return text;
  const date = bare[2] ? t("date.daymonth", { day: Number(bare[2]), month: monthName(bare[1]) }) : monthName(bare[1]);
  return t("date.noyear", { date });
}

/** @param {string} text one date with its qualifiers (? ~ %) */
function qualifiedDate(text) {
  const mark = /[?~%]$/.exec(text)?.[0] ?? "";
  let words = plainDate(mark ? text.slice(0, -1) : text);
  if (mark === "~" || mark === "%") words = t("date.about", { date: words });
  if (mark === "?" || mark === "%") words = t("date.doubtful", { date: words });
  return words;
}

/** @param {string} start @param {string} end the two ends of an interval, ".." when open */
function intervalWords(start, end) {
  const open = (/** @type {string} */ edge) => edge === ".." || edge === "";
  if (open(start) && open(end)) return t("date.unknown");
  if (open(start)) return t("date.before", { date: qualifiedDate(end) });
  if (open(end)) return t("date.after", { date: qualifiedDate(start) });
  return spanWords(start, end);
}

/**
 * Two dates as a span, with the parts that they share said once.
 * @param {string} start @param {string} end
 */
function spanWords(start, end) {
  const first = DAY.exec(start);
  const last = DAY.exec(end);
  if (!first || !last || first[1] !== last[1]) return `${qualifiedDate(start)} – ${qualifiedDate(end)}`;
  if (first[2] !== last[2]) {
    const dayMonth = (/** @type {RegExpExecArray} */ date) => t("date.daymonth", { day: Number(date[3]), month: monthName(date[2]) });
    // Where the year stands first, it is said with the first day.
    return t("date.day").startsWith("{year}") ? `${plainDate(start)} – ${dayMonth(last)}` : `${dayMonth(first)} – ${plainDate(end)}`;
  }
  const day = `${Number(first[3])}–${Number(last[3])}`;
  return t("date.day", { day, month: monthName(first[2]), year: first[1] });
}

/** @param {string} content what stands between [ ] or { } @param {"date.or" | "date.and"} joint */
function setWords(content, joint) {
  if (content.includes("..")) {
    const [start, end] = content.split("..").map((edge) => edge.trim());
    if (!start || !end) return intervalWords(start, end);
    return t("date.between", { start: qualifiedDate(start), end: qualifiedDate(end) });
  }
  const dates = content.split(",").map((date) => qualifiedDate(date.trim()));
  const last = dates.pop() ?? "";
  return dates.length ? t(joint, { list: dates.join(", "), last }) : last;
}

/**
 * A date as EDTF text, in words; what is not understood is shown as it stands.
 * @param {string | null} edtf
 */
export function dateWords(edtf) {
  if (!edtf) return t("date.unknown");
  if (!EDTF_LETTERS.test(edtf)) return edtf;
  if (edtf.startsWith("[") && edtf.endsWith("]")) return setWords(edtf.slice(1, -1), "date.or");
  if (edtf.startsWith("{") && edtf.endsWith("}")) return setWords(edtf.slice(1, -1), "date.and");
  const parts = edtf.split("/");
  return parts.length === 2 ? intervalWords(parts[0], parts[1]) : qualifiedDate(edtf);
}

/**
 * The days between which an event lies; a whole month or year is named as such.
 * @param {string | null} start ISO day @param {string | null} end ISO day
 */
export function periodWords(start, end) {
  if (!start && !end) return t("date.unknown");
  if (!start) return t("date.before", { date: plainDate(/** @type {string} */ (end)) });
  if (!end) return t("date.after", { date: plainDate(start) });
  if (start === end) return plainDate(start);
  const first = DAY.exec(start);
  const last = DAY.exec(end);
  if (first && last && first[1] === last[1]) {
    if (start.endsWith("-01-01") && end.endsWith("-12-31")) return first[1];
    const whole = first[3] === "01" && Number(last[3]) === daysInMonth(last[1], last[2]);
    if (whole && first[2] === last[2]) return monthWords(first[1], first[2]);
  }
  return spanWords(start, end);
}

/**
 * When an event happened: as its date says, or the bound that is known.
 * @param {{ date: string | null, date_start: string | null, date_end: string | null }} event
 */
export function whenWords({ date, date_start: start, date_end: end }) {
  if (!date) return periodWords(start, end);
  const bare = NO_YEAR.exec(date);
  if (!bare || !end) return dateWords(date);
  const stated = bare[2] ? t("date.daymonth", { day: Number(bare[2]), month: monthName(bare[1]) }) : monthName(bare[1]);
  return t("date.noyear.before", { date: stated, end: plainDate(end) });
}

/** @param {number} value with its thousands apart */
export function integer(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/**
 * Counts as low–best–high, in words.
 * @param {Triple} triple @returns {string} "" when nothing was reported
 */
export function countWords(triple) {
  if (!triple) return "";
  const [low, best, high] = triple;
  if (low === null && high === null) return best === null ? "" : integer(best);
  if (high === null) return t("number.atleast", { low: integer(/** @type {number} */ (low)) });
  if (low === null) return t("number.atmost", { high: integer(high) });
  if (low === high) return integer(low);
  const range = t("number.range", { low: integer(low), high: integer(high) });
  const told = best !== null && best !== low && best !== high;
  return told ? `${range} (${t("people.best", { best: integer(best) })})` : range;
}

/**
 * The widest range over several reports of the same.
 * @param {Triple[]} triples @returns {Triple}
 */
export function widest(triples) {
  const told = triples.filter((triple) => triple !== null);
  if (!told.length) return null;
  if (told.length === 1) return told[0];
  const lows = told.map(([low, best]) => low ?? best);
  const highs = told.map(([, best, high]) => high ?? best);
  const low = lows.includes(null) ? null : Math.min(.../** @type {number[]} */ (lows));
  const high = highs.includes(null) ? null : Math.max(.../** @type {number[]} */ (highs));
  return [low, null, high];
}

/**
 * The people of one or several reports of an incident.
 * @param {{ killed: Triple, arrested: Triple, involved: Triple }[]} events
 * @returns {string} "" when no number was reported
 */
export function peopleWords(events) {
  return /** @type {const} */ (["killed", "arrested", "involved"])
    .map((kind) => ({ kind, n: countWords(widest(events.map((event) => event[kind]))) }))
    .filter(({ n }) => n)
    .map(({ kind, n }) => t(`people.${kind}`, { n }))
    .join(", ");
}

/** @param {number} km */
export function distanceWords(km) {
  if (km < 1) return t("number.m", { n: Math.round(km * 100) * 10 });
  return t("number.km", { n: km < 10 ? km.toFixed(1).replace(/\.0$/, "") : integer(Math.round(km)) });
}

/** @param {number | null} low @param {number | null} high kilometres */
export function distanceRange(low, high) {
  if (low === null && high === null) return "";
  const near = distanceWords(/** @type {number} */ (low ?? high));
  const far = distanceWords(/** @type {number} */ (high ?? low));
  return near === far ? near : `${near} – ${far}`;
}

/**
 * A share as a percentage; what is not quite none or all is not rounded to it.
 * @param {number} share 0 to 1
 */
export function shareWords(share) {
  const percent = Math.round(share * 100);
  if (share > 0 && percent === 0) return t("number.under", { n: t("number.percent", { n: 1 }) });
  if (share < 1 && percent === 100) return t("number.over", { n: t("number.percent", { n: 99 }) });
  return t("number.percent", { n: percent });
}

/**
 * The share of the area that lies inside, over the reports, as a range.
 * @param {{ p: number | null, p_min: number | null, p_max: number | null }[]} assessments
 * @returns {string} "" where it is not known, or says no more than the verdict
 */
export function shareRange(assessments) {
  const told = assessments.filter(({ p }) => p !== null);
  if (!told.length) return "";
  const low = Math.min(...told.map(({ p, p_min: least }) => /** @type {number} */ (least ?? p)));
  const high = Math.max(...told.map(({ p, p_max: most }) => /** @type {number} */ (most ?? p)));
  if (low === high && (low === 0 || low === 1)) return "";
  const [least, most] = [shareWords(low), shareWords(high)];
  return least === most ? least : t("number.range", { low: least, high: most });
}

/**
 * A finding in plain words, such as "May lie inside; rule in force".
 * @param {Finding} finding
 */
export function findingWords({ verdict, inForce, side }) {
  const other = verdict === "outside" && side === "other";
  const place = t(other ? "finding.other" : `finding.${verdict}`);
  return `${place}; ${t(`force.${inForce}`)}`;
}

/**
 * The headline range: its emphasised half.
 * @param {{ low: number, high: number, incidents: number }} summary
 */
export function headlineWords({ low, high, incidents: n }) {
  if (n === 0) return t("headline.nothing");
  const gaps = { low: integer(low), high: integer(high), n: integer(n) };
  if (low !== high) return t("headline.range", gaps);
  if (low === n) return t("headline.all", gaps);
  return t(low === 0 ? "headline.none" : "headline.exact", gaps);
}
