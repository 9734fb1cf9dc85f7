// The list of incidents: the keyboard's way to everything that is on the map, and to the rest.

import { foreign, h } from "./dom.js";
import { markStyle } from "./events.js";
import { t } from "./i18n.js";
import { whenIdle } from "./idle.js";
import { incidentPeople, incidentWhen, incidentWhere, oneLine, whatWords } from "./phrases.js";
import { findingWords, integer } from "./words.js";

/** @import { Incident, Model, State } from "./types.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Store } from "./store.js" */
/** @import { Swatches } from "./swatches.js" */

/** How many entries are added by "show more". */
export const ENTRIES = 50;

/**
 * @param {Model} model @param {Store} store @param {Swatches} swatches
 * @param {Reader} reader
 */
export function createList(model, store, swatches, reader) {
  const list = h("section", { class: "bv-list", attributes: { id: "bv-list", tabindex: "-1" } });
  /** @type {Map<number, HTMLButtonElement>} */
  const buttons = new Map();
  const draw = () => {
    buttons.clear();
    const item = (/** @type {number} */ index) => {
      const incident = model.incident(index);
      const button = entryOf(model, incident, store.state.rule, swatches, reader);
      buttons.set(index, button);
      return h("li", {}, button, ...whyUnplaced(model, incident));
    };
    const { placed, unplaced, totals } = partsOf(model, store.state);
    list.replaceChildren(
      h("h2", { text: t("list.title") }),
      placed.count ? h("ol", {}, ...placed.first.map(item)) : h("p", { text: emptyWords(model, store.state) }),
      ...moreOf(store, placed),
      ...section(t("list.unplaced"), t("list.unplaced.why"), unplaced, item),
      ...section(t("list.aggregates"), t("list.aggregates.why"), totals, item));
    markSelected(buttons, store.state.selected, false);
  };
  const later = whenIdle(draw);
  store.subscribe((state, before) => {
    if (state.rule !== before.rule || state.entries !== before.entries) draw();
    else if (state.selection !== before.selection || state.playing !== before.playing) later();
    else if (state.selected !== before.selected) markSelected(buttons, state.selected, true);
  });
  draw();
  return { element: list, buttonOf: (/** @type {number} */ index) => buttons.get(index) };
}

/** @typedef {{ first: number[], count: number }} Part the first of them, and how many there are */

/** @param {Model} model @param {State} state @returns {{ placed: Part, unplaced: Part, totals: Part }} */
function partsOf({ columns }, { selection: { shown }, entries }) {
  const part = () => /** @type {Part} */ ({ first: [], count: 0 });
  const parts = { placed: part(), unplaced: part(), totals: part() };
  const add = (/** @type {Part} */ to, /** @type {number} */ index) => {
    to.count += 1;
    if (to.first.length < entries) to.first.push(index);
  };
  for (const index of columns.order) if (shown[index]) add(columns.location[index] < 0 ? parts.unplaced : parts.placed, index);
  for (const index of columns.aggregates) if (shown[index]) add(parts.totals, index);
  return parts;
}

/** @param {Model} model @param {State} state */
function emptyWords({ columns }, { selection }) {
  return columns.order.length > selection.incidents ? t("list.filtered") : t("list.none");
}

/** @param {Store} store @param {Part} part */
function moreOf(store, { first, count }) {
  const rest = count - first.length;
  if (!rest) return [];
  return [h("button", {
    class: "bv-more", text: t("list.showmore", { n: integer(Math.min(rest, ENTRIES)), rest: integer(rest) }), attributes: { type: "button" },
    onclick: () => store.set({ entries: store.state.entries + ENTRIES }),
  })];
}

/** @param {Map<number, HTMLButtonElement>} buttons @param {number | null} selected @param {boolean} scroll to the entry */
function markSelected(buttons, selected, scroll) {
  for (const [index, button] of buttons) {
    if (index === selected) {
      button.setAttribute("aria-current", "true");
      if (scroll) button.scrollIntoView({ block: "nearest" });
    } else {
      button.removeAttribute("aria-current");
    }
  }
}

/**
 * @param {string} title @param {string} why @param {Part} part
 * @param {(index: number) => HTMLElement} item
 */
function section(title, why, { first, count }, item) {
  if (!count) return [];
  return [
    h("h3", { text: `${title}: ${integer(count)}` }),
    h("p", { class: "bv-why", text: why }),
    h("ol", {}, ...first.map(item)),
    count > first.length ? h("p", { class: "bv-small", text: t("list.andmore", { n: integer(count - first.length) }) }) : "",
  ];
}

/**
 * @param {Model} model @param {Incident} incident @param {number} rule @param {Swatches} swatches
 * @param {Reader} reader
 */
export function entryOf(model, incident, rule, swatches, reader) {
  const finding = model.finding(incident.index, rule);
  const people = incidentPeople(incident);
  const reports = incident.events.length > 1 ? t("list.reports", { n: incident.events.length }) : "";
  return h("button", {
    class: "bv-entry",
    attributes: { type: "button", "data-incident": String(incident.index) },
    // A click made by the keyboard has no position: then the card takes the focus.
    onclick: (event) => reader.open(incident.index, event.detail === 0),
  },
  swatches.mark(markStyle(model, incident, rule)),
  h("span", { class: "bv-entry-text" },
    h("span", { class: "bv-entry-head" },
      h("span", { class: "bv-when" }, foreign(incidentWhen(incident))),
      incident.number ? h("span", { class: "bv-number", text: integer(incident.number) }) : null),
    h("span", {}, h("b", {}, foreign(whatWords(model, incident))), " · ", foreign(incidentWhere(model, incident))),
    h("span", { class: "bv-small", text: [people, reports].filter(Boolean).join(" · ") }),
    finding.told && !incident.aggregate ? h("span", { class: "bv-small", text: findingWords(finding) }) : null));
}

/** @param {Model} model @param {Incident} incident */
function whyUnplaced(model, { events, location, aggregate }) {
  if (location !== null || aggregate) return [];
  const index = events[0].location;
  const place = index === null ? null : model.place(index);
  if (!place) return [];
  // The program states its reasons in English.
  const reason = place.reason ? foreign(oneLine(place.reason), undefined, "en") : t(`resolution.${place.resolution}`);
  return [h("p", { class: "bv-why" }, reason,
    place.candidates.length
      ? h("span", {}, " ", foreign(oneLine(t("list.candidates", { list: place.candidates.join("; ") }))))
      : null)];
}
