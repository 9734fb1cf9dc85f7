// Short phrases about one incident that list, card, tooltip and print share.

import { nameOf, t } from "./i18n.js";
import { peopleWords, periodWords, whenWords } from "./words.js";

/** @import { Incident, Model } from "./types.js" */

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
  const place = index === null ? null : model.places[index].place;
  return place ? oneLine(place) : t("list.placeless");
}

/** @param {Incident} incident */
export function incidentPeople({ events }) {
  return peopleWords(events);
}

/** @param {Model} model the outlets that report, each once, in order of first appearance */
export function outletWords(model) {
  const outlets = model.incidents.flatMap(({ events }) => events.map(({ source_outlet: outlet }) => outlet));
  const known = [...new Set(outlets.filter((outlet) => outlet !== null && outlet !== ""))];
  const shown = known.slice(0, 6).map((outlet) => oneLine(/** @type {string} */ (outlet))).join(", ");
  return known.length > 6 ? t("meta.more", { list: shown, n: known.length - 6 }) : shown;
}
