// The table of the shown incidents: sortable, in step with map and filters.

import { foreign, h } from "./dom.js";
import { t } from "./i18n.js";
import { whenIdle } from "./idle.js";
import { ENTRIES } from "./list.js";
import { incidentPeople, incidentWhen, incidentWhere, oneLine, whatWords } from "./phrases.js";
import { ranked } from "./ranking.js";
import { findingWords, integer, shareRange } from "./words.js";

/** @import { Incident, Model } from "./types.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Store } from "./store.js" */

export const COLUMNS = ["date", "what", "place", "numbers", "finding", "source"];

/** @param {Model} model @param {Store} store @param {Reader} reader */
export function createTable(model, store, reader) {
  const body = h("tbody");
  const heads = new Map(COLUMNS.map((key) => [key, headOf(store, key)]));
  const more = h("button", {
    class: "bv-more", attributes: { type: "button" },
    onclick: () => store.set({ entries: store.state.entries + ENTRIES }),
  });
  const table = h("table", {},
    h("caption", { class: "bv-hidden", text: t("table.title") }),
    h("thead", {}, h("tr", {}, h("th", { text: "№", attributes: { scope: "col" } }), ...heads.values())), body);
  const element = h("section", {
    class: "bv-sheet", hidden: true, attributes: { id: "bv-sheet", role: "region", "aria-label": t("table.title"), tabindex: "0" },
  }, table, more);
  const draw = () => {
    const { panel, sort, selected } = store.state;
    element.hidden = panel !== "table";
    if (element.hidden) return;
    const { first, count } = ranked(model, store.state);
    for (const [key, head] of heads) head.setAttribute("aria-sort", sort.key !== key ? "none" : sort.down ? "descending" : "ascending");
    body.replaceChildren(...first.map((index) => rowOf(model, model.incident(index), store, reader, index === selected)));
    more.hidden = count <= first.length;
    more.textContent = t("list.showmore", { n: integer(Math.min(count - first.length, ENTRIES)), rest: integer(count - first.length) });
  };
  const later = whenIdle(draw);
  store.subscribe((state, before) => {
    if (state.panel !== before.panel || state.sort !== before.sort || state.entries !== before.entries || state.rule !== before.rule) draw();
    else if (state.selection !== before.selection) later();
    else if (state.selected !== before.selected) markRow(body, state.selected);
  });
  draw();
  return element;
}

/** @param {Store} store @param {string} key */
function headOf(store, key) {
  const button = h("button", {
    text: t(`list.${key}`), attributes: { type: "button" },
    onclick: () => {
      const { sort } = store.state;
      store.set({ sort: { key, down: sort.key === key && !sort.down } });
    },
  });
  return h("th", { attributes: { scope: "col", "data-key": key } }, button);
}

/** @param {HTMLElement} body @param {number | null} selected */
function markRow(body, selected) {
  for (const row of body.children) {
    if (row.getAttribute("data-incident") === String(selected)) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

/** The cells of an incident, in the order of the columns. @param {Model} model @param {Incident} incident @param {number} rule */
export function cellsOf(model, incident, rule) {
  const finding = model.finding(incident.index, rule);
  const outlets = [...new Set(incident.events.map(({ source_outlet: outlet, source_title: title }) => outlet || title || ""))];
  return [
    incidentWhen(incident), whatWords(model, incident),
    incidentWhere(model, incident) + (incident.location === null ? ` (${t("list.unplaced").toLowerCase()})` : ""),
    incidentPeople(incident) || "–",
    finding.told ? [findingWords(finding), shareRange(incident.events.flatMap(({ assessments }) => assessments.filter((one) => one.rule === rule)))].filter(Boolean).join(" · ") : "–",
    oneLine(outlets.filter(Boolean).join(", ")) || "–",
  ];
}

/** @param {Model} model @param {Incident} incident @param {Store} store @param {Reader} reader @param {boolean} current */
function rowOf(model, incident, store, reader, current) {
  const number = incident.aggregate ? "Σ" : integer(incident.number);
  const [when, ...rest] = cellsOf(model, incident, store.state.rule);
  const open = h("button", {
    attributes: { type: "button" }, onclick: (event) => reader.open(incident.index, event.detail === 0),
  }, foreign(when));
  const row = h("tr", { attributes: { "data-incident": String(incident.index) } },
    h("td", { text: number }), h("td", {}, open), ...rest.map((cell) => h("td", {}, foreign(cell, 240))));
  if (current) row.setAttribute("aria-current", "true");
  return row;
}
