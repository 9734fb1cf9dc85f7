// The list of incidents: the keyboard's way to everything that is on the map, and to the rest.

import { foreign, h } from "./dom.js";
import { markStyle } from "./events.js";
import { t } from "./i18n.js";
import { incidentPeople, incidentWhen, incidentWhere, oneLine, whatWords } from "./phrases.js";
import { findingWords } from "./words.js";

/** @import { Incident, Model } from "./types.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Store } from "./store.js" */
/** @import { Swatches } from "./swatches.js" */

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
    const item = (/** @type {Incident} */ incident) => {
      const button = entryOf(model, incident, store.state.rule, swatches, reader);
      buttons.set(incident.index, button);
      return h("li", {}, button, ...whyUnplaced(model, incident));
    };
    list.replaceChildren(
      h("h2", { text: t("list.title") }),
      model.placed.length ? h("ol", {}, ...model.placed.map(item)) : h("p", { text: t("list.none") }),
      ...section(t("list.unplaced"), t("list.unplaced.why"), model.unplaced, item),
      ...section(t("list.aggregates"), t("list.aggregates.why"), model.aggregates, item));
    markSelected(buttons, store.state.selected);
  };
  store.subscribe((state, before) => {
    if (state.rule !== before.rule) draw();
    else if (state.selected !== before.selected) markSelected(buttons, state.selected);
  });
  draw();
  return { element: list, buttonOf: (/** @type {number} */ index) => buttons.get(index) };
}

/** @param {Map<number, HTMLButtonElement>} buttons @param {number | null} selected */
function markSelected(buttons, selected) {
  for (const [index, button] of buttons) {
    if (index === selected) {
      button.setAttribute("aria-current", "true");
      button.scrollIntoView({ block: "nearest" });
    } else {
      button.removeAttribute("aria-current");
    }
  }
}

/**
 * @param {string} title @param {string} why @param {Incident[]} incidents
 * @param {(incident: Incident) => HTMLElement} item
 */
function section(title, why, incidents, item) {
  if (!incidents.length) return [];
  return [
    h("h3", { text: `${title}: ${incidents.length}` }),
    h("p", { class: "bv-why", text: why }),
    h("ol", {}, ...incidents.map(item)),
  ];
}

/**
 * @param {Model} model @param {Incident} incident @param {number} rule @param {Swatches} swatches
 * @param {Reader} reader
 */
function entryOf(model, incident, rule, swatches, reader) {
  const finding = incident.findings.get(rule);
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
      incident.number ? h("span", { class: "bv-number", text: String(incident.number) }) : null),
    h("span", {}, h("b", {}, foreign(whatWords(model, incident))), " · ", foreign(incidentWhere(model, incident))),
    h("span", { class: "bv-small", text: [people, reports].filter(Boolean).join(" · ") }),
    finding && !incident.aggregate ? h("span", { class: "bv-small", text: findingWords(finding) }) : null));
}

/** @param {Model} model @param {Incident} incident */
function whyUnplaced(model, { events, location, aggregate }) {
  if (location !== null || aggregate) return [];
  const index = events[0].location;
  const place = index === null ? null : model.places[index];
  if (!place) return [];
  const reason = place.reason || t(`resolution.${place.resolution}`);
  return [h("p", { class: "bv-why" }, foreign(oneLine(reason)),
    place.candidates.length
      ? h("span", {}, " ", foreign(oneLine(t("list.candidates", { list: place.candidates.join("; ") }))))
      : null)];
}
