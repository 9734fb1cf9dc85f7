// Short phrases about one incident that list, card, tooltip and print share.

import { VERDICTS } from "./findings.js";
import { nameOf, t, tn } from "./i18n.js";
import { integer, peopleWords, periodWords, whenWords } from "./words.js";

/** @import { Cluster, Incident, Model } from "./types.js" */

const LONGEST_IN_A_LINE = 240;

/** @param {string} text */
export function oneLine(text) {
  const flat = text.slice(0, LONGEST_IN_A_LINE + 1).replace(/\s+/g, " ").trim();
  return flat.length > LONGEST_IN_A_LINE ? `${flat.slice(0, LONGEST_IN_A_LINE)}…` : flat;
}

/** @param {Model} model @param {Incident} incident */
export function whatWords(model, incident) {
  return oneLine(nameOf(model.types.get(incident.type)?.label) || incident.type || "");
}

/** @param {Incident} incident the dates of its reports, or the span over them where they differ */
export function incidentWhen({ events }) {
  const words = events.map(whenWords);
  if (words.every((word) => word === words[0])) return oneLine(words[0]);
  const starts = events.map(({ date_start: start }) => start);
  const ends = events.map(({ date_end: end }) => end);
  if (starts.includes(null) || ends.includes(null)) return oneLine([...new Set(words)].join("; "));
  const sorted = (/** @type {(string | null)[]} */ days) => [.../** @type {string[]} */ (days)].sort();
  return periodWords(sorted(starts)[0], sorted(ends)[ends.length - 1]);
}

/** @param {Model} model @param {Incident} incident */
export function incidentWhere(model, { events, location }) {
  const index = location ?? events.find((event) => event.location !== null)?.location ?? null;
  const place = index === null ? null : model.place(index).place;
  return place ? oneLine(place) : t("list.placeless");
}

/** @param {Incident} incident */
export function incidentPeople({ events }) {
  return peopleWords(events);
}

/** @param {Model} model the outlets that report, each once, in order of first appearance */
export function outletWords(model) {
  const { codes, values } = model.payload.events.column("source_outlet").coded();
  const known = (codes.length ? values : []).filter((outlet) => outlet !== null && outlet !== "").map((outlet) => oneLine(String(outlet)));
  const shown = known.slice(0, 6).join(", ");
  return known.length > 6 ? t("meta.more", { list: shown, n: known.length - 6 }) : shown;
}

/** @param {Model} model @param {Cluster} cluster how many, and how many of each verdict */
export function clusterWords({ verdicts }, { count, verdicts: parts }) {
  const told = VERDICTS.map((verdict, at) => (parts[at] ? `${integer(parts[at])} ${nameOf(verdicts.get(verdict)?.label)}` : ""));
  return `${tn("meta.incidents", count)}: ${told.filter(Boolean).join(" · ")}`;
}
