// The words of the page, by language. A language that lacks a word falls back to English.

/** @import { BackgroundLabel, Names } from "./types.js" */

/** @type {Record<string, Record<string, string>>} */
const STRINGS = {
  en: {
    "page.internal": "Internal – not for publication",
    "page.skip": "Skip the map, go to the list of incidents",
    "page.failed": "The map cannot be shown: {reason}. Its data is inside this file; try a current browser.",
    "page.map": "Map. The incidents on it are also in the list, which the keyboard reaches.",
    "page.panel": "Incidents, rules and sources",
    "page.key": "Legend",
    "meta.incidents.one": "1 incident",
    "meta.incidents": "{n} incidents",
    "meta.reports.one": "1 report",
    "meta.reports": "{n} reports",
    "meta.aggregates.one": "1 total listed apart",
    "meta.aggregates": "{n} totals listed apart",
    "meta.outlets": "Reported by {outlets}",
    "meta.more": "{list} and {n} more",

    "headline.range": "Between {low} and {high} of {n} incidents",
    "headline.exact": "{low} of {n} incidents",
    "headline.none": "None of the {n} incidents",
    "headline.all": "All {n} incidents",
    "headline.rest": "lay inside “{rule}” while it was in force.",
    "headline.how": "What the range means",
    "headline.low": "{low}: those that lay inside for certain, wherever in the area that the report allows they happened, with the rule in force for certain.",
    "headline.high": "{high}: those for which neither the place nor the date rules it out.",
    "headline.not_in_expected": "{n} are not in that number: their time or place is not known.",
    "headline.expected": "The expected number is {expected}, if every spot of the area that a report allows, and every day of its interval, is held equally likely. It is a reckoning, not a finding.",
    "headline.unknown_year": "{n} of them have no stated year; for these no rule is counted as in force for certain.",
    "headline.not_in_force": "{n} happened while the rule was not in force.",
    "headline.other_bank": "{n} happened on the other bank and lie outside.",
    "headline.aggregates": "{n} reported totals are not counted here.",
    "headline.other": "Count for another rule",
    "headline.choose": "Show this rule: {rule}",
    "headline.short": "{range} of {n}",

    "key.type": "What was reported",
    "key.place": "Where, for “{rule}”",
    "key.zones": "Zones",
    "key.area": "Area in which it may have happened",
    "key.struck": "Struck through: the rule was not in force then",
    "key.border": "Border",
    "key.reference": "Zone as the rule is read here",
    "key.variant": "The same zone, read otherwise",
    "key.other": "Zone of another rule",
    "key.analyst": "Added layers",

    "list.title": "Incidents",
    "list.none": "No incident could be placed on the map.",
    "list.unplaced": "Not on the map",
    "list.unplaced.why": "These reports do not say where, or not clearly enough. They are counted, but not pinned to a guessed spot.",
    "list.aggregates": "Totals, listed apart",
    "list.aggregates.why": "Sums over a longer time or a wider area, as a source gave them. They may already hold incidents above and are never added to them.",
    "list.candidates": "Could be: {list}",
    "list.reports": "{n} reports",
    "list.date": "Date",
    "list.place": "Place",
    "list.what": "What",
    "list.numbers": "People",
    "list.finding": "Place and rule",
    "list.source": "Source",
    "list.more": "and {n} more incidents, not printed here",
    "list.placeless": "place not stated",

    "card.incident": "Incident {number} of {n}",
    "card.aggregate": "Total, not added to the incidents",
    "card.close": "Close",
    "card.previous": "Previous",
    "card.next": "Next",
    "card.previous.name": "Previous incident",
    "card.next.name": "Next incident",
    "card.zoom": "Zoom to this area",
    "card.when": "When",
    "card.where": "Where",
    "card.people": "People",
    "card.source": "Source",
    "card.sources": "What the reports say",
    "card.report": "Report {number}",
    "card.origins": "{reports} reports, {origins} independent origins",
    "card.origins.one": "{reports} reports that go back to one origin",
    "card.stated": "stated as “{text}”",
    "card.interval": "taken as {interval}",
    "card.known": "known by {date}",
    "card.radius": "within {distance} of the marked point",
    "card.resolution": "Placed by {method}",
    "card.country": "Country of the event: {country}",
    "card.confidence": "Confidence of the coding: {confidence}",
    "card.part_of": "Already counted in the total {id}",
    "card.published": "published {date}",
    "card.untitled": "Untitled report",
    "card.nosource": "No source link",
    "card.badlink": "The stated link is not an https address: {url}",
    "card.rules": "Inside or outside",
    "card.norules": "No rule was checked for this report.",
    "card.reckoning": "How likely, how far",
    "card.p": "{p} of the area in which it may have happened lies inside the zone.",
    "card.p.range": "Depending on how large that area is taken and how the zone is read: {low} to {high}.",
    "card.t": "The rule was in force on {t} of the days in question.",
    "card.distance": "Distance to the line the zone is measured from: {distance}.",
    "card.quote": "In the words of the report",
    "card.feature": "From the layer “{name}”",
    "card.selected": "Selected: incident {number} of {n}. {what}, {when}, {where}. {finding}",
    "card.selected.aggregate": "Selected: a reported total. {what}, {when}, {where}.",
    "card.closed": "Selection cleared.",

    "people.killed": "killed",
    "people.arrested": "arrested",
    "people.involved": "involved",
    "people.best": "best figure {best}",
    "people.none": "no number reported",

    "finding.inside": "Inside",
    "finding.possible": "May lie inside",
    "finding.outside": "Outside",
    "finding.unknown": "Cannot be told",
    "finding.other": "Outside: on the other bank",
    "finding.both": "Either bank",
    "force.yes": "rule in force",
    "force.possibly": "rule may have been in force",
    "force.no": "rule not in force then",

    "resolution.resolved": "placed",
    "resolution.ambiguous": "several places would fit",
    "resolution.unresolved": "could not be placed",
    "resolution.out_of_area": "outside the area of this map",

    "rules.title": "Zones and rules",
    "rules.from": "Start: {from}. End: {to}.",
    "rules.open": "Start: {from}. No end is recorded.",
    "rules.undated": "Dates in force not recorded",
    "rules.drawn": "Drawn on the map",
    "rules.undrawn": "Described here, not drawn: its course is not known well enough, or it covers no area of its own",
    "rules.reference": "reference",
    "rules.variant": "variant",
    "rules.width": "{width} km, {side}, from {baseline}",
    "rules.confidence": "Confidence: {confidence}",
    "rules.doubts": "What is in doubt",
    "rules.sources": "Sources",
    "rules.zones": "Readings of the rule",

    "how.title": "How to read this map",
    "how.mark": "Each mark is one incident. Its shape and colour tell what was reported; its fill tells whether it lay inside the chosen zone: solid, for certain; hatched, possibly; hollow, no; dotted, cannot be told.",
    "how.area": "A report seldom gives a point. The shaded area around a mark is where, by its words, the incident may have happened; the mark stands in the middle of that area and is no closer statement.",
    "how.fan": "Marks that would cover each other are set apart, with a thin line to where they belong.",
    "how.range": "Counts are given as ranges. The lower number holds only what is certain, the upper one all that is not ruled out.",
    "how.time": "A rule is held against an incident only for the time in which it was in force. Where a date or a year is missing, the page says “may have been in force”.",
    "how.select": "Click a mark, an area or an entry of the list to see what was reported, by whom, and how it was placed. Escape closes the card.",
    "how.offline": "The page is complete in this file and asks for nothing over the network.",

    "foot.title": "Sources and licences",
    "foot.notes": "Notes",
    "foot.outlets": "Reports by {outlets}.",
    "foot.made": "Made with {generator}.",
    "foot.input": "Input (sha256): {hash}",
    "foot.pack": "Geographic data (sha256): {hash}",
    "foot.licence": "Licence: {licence}",

    "date.unknown": "date not known",
    "date.noyear": "{date}, year not stated",
    "date.noyear.before": "{date}, year not stated, not after {end}",
    "date.before": "on or before {date}",
    "date.after": "on or after {date}",
    "date.about": "about {date}",
    "date.doubtful": "{date} (doubtful)",
    "date.or": "{list} or {last}",
    "date.and": "{list} and {last}",
    "date.between": "between {start} and {end}",
    "date.month": "{month} {year}",
    "date.day": "{day} {month} {year}",
    "date.daymonth": "{day} {month}",
    "date.months": "January|February|March|April|May|June|July|August|September|October|November|December",
    "date.seasons": "spring|summer|autumn|winter",
    "date.season": "{season} {year}",
    "date.decade": "the {year}s",

    "number.range": "{low}–{high}",
    "number.atleast": "at least {low}",
    "number.atmost": "up to {high}",
    "number.km": "{n} km",
    "number.m": "{n} m",
    "number.percent": "{n} %",
    "number.under": "under {n}",
    "number.over": "over {n}",
  },
  ko: {},
  zh: {},
};

let language = "en";

/** @param {string} code a language of the page, such as "en" or "ko-KR" */
export function setLanguage(code) {
  const base = code.split("-")[0];
  language = Object.hasOwn(STRINGS, base) ? base : "en";
}

/**
 * The words for a key, with its gaps filled.
 * @param {string} key
 * @param {Record<string, string | number>} [gaps]
 */
export function t(key, gaps = {}) {
  const text = STRINGS[language][key] ?? STRINGS.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(gaps, name) ? String(gaps[name]) : whole);
}

/**
 * The same, for one thing or several: `key.one` when there is one, if the language has it.
 * @param {string} key @param {number} n
 */
export function tn(key, n) {
  const single = `${key}.one`;
  return n === 1 && (STRINGS[language][single] ?? STRINGS.en[single]) ? t(single, { n }) : t(key, { n });
}

/** @param {Names | null | undefined} names @returns {string} */
export function nameOf(names) {
  if (!names) return "";
  const own = /** @type {Record<string, string | null | undefined>} */ (/** @type {unknown} */ (names));
  return own[language] || names.en || names.ko || names.zh || "";
}

/**
 * The name as the place itself writes it, for a second line under the name shown.
 * @param {BackgroundLabel} label
 */
export function nativeName({ name, native }) {
  if (native !== undefined) return native ?? "";
  return language === "en" ? name.ko || name.zh || "" : "";
}

/** @param {string} code a two-letter code; anything else is shown as it is */
export function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([language], { type: "region", fallback: "code" }).of(code) ?? code;
}
