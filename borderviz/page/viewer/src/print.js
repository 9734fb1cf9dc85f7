// Print: the map redrawn sharp, light and numbered at the size of the page, and a table.

import { foreign, h } from "./dom.js";
import { t } from "./i18n.js";
import { goHome } from "./map.js";
import { incidentPeople, incidentWhen, incidentWhere, oneLine, whatWords } from "./phrases.js";
import { findingWords } from "./words.js";

/** @import { Incident, Model } from "./types.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */
/** @import { Swatches } from "./swatches.js" */

const PRINTED = 20;
const PRINT_RATIO = 3;

/** @param {Model} model @param {Store} store */
export function createTable(model, store) {
  const table = h("section", { class: "bv-print-only bv-table" });
  const draw = () => {
    const shown = model.order.slice(0, PRINTED);
    const columns = ["date", "place", "what", "numbers", "finding", "source"];
    table.replaceChildren(
      h("h2", { text: t("list.title") }),
      h("table", {},
        h("thead", {}, h("tr", {}, h("th", { text: "№", attributes: { scope: "col" } }),
          ...columns.map((name) => h("th", { text: t(`list.${name}`), attributes: { scope: "col" } })))),
        h("tbody", {}, ...shown.map((incident) => rowOf(model, incident, store.state.rule)))),
      model.order.length > PRINTED ? h("p", { text: t("list.more", { n: model.order.length - PRINTED }) }) : "",
      totalsOf(model));
  };
  store.subscribe((state, before) => { if (state.rule !== before.rule) draw(); });
  draw();
  return table;
}

/** @param {Model} model */
function totalsOf(model) {
  if (!model.aggregates.length) return "";
  return h("div", { class: "bv-totals" },
    h("h3", { text: t("list.aggregates") }),
    h("p", { class: "bv-why", text: t("list.aggregates.why") }),
    h("ul", {}, ...model.aggregates.slice(0, PRINTED).map((incident) => {
      const parts = [incidentWhen(incident), whatWords(model, incident), incidentWhere(model, incident), incidentPeople(incident)];
      return h("li", {}, foreign(parts.filter(Boolean).join(" · ")));
    })));
}

/** @param {Model} model @param {Incident} incident @param {number} rule */
function rowOf(model, incident, rule) {
  const finding = incident.findings.get(rule);
  const outlets = [...new Set(incident.events.map(({ source_outlet: outlet, source_title: title }) => outlet || title || ""))];
  const cells = [
    String(incident.number), incidentWhen(incident),
    incidentWhere(model, incident) + (incident.location === null ? ` (${t("list.unplaced").toLowerCase()})` : ""),
    whatWords(model, incident), incidentPeople(incident) || "–", finding ? findingWords(finding) : "–",
    oneLine(outlets.filter(Boolean).join(", ")) || "–",
  ];
  return h("tr", {}, ...cells.map((cell) => h("td", {}, foreign(cell, 240))));
}

/** Open what paper cannot open: the guide and the rules that are drawn. */
function unfold() {
  const folded = [...document.querySelectorAll("details.bv-how, details.bv-drawn")]
    .map((element) => /** @type {HTMLDetailsElement} */ (element))
    .filter((details) => !details.open);
  for (const details of folded) details.open = true;
  return folded;
}

/** @param {HTMLDetailsElement[]} opened @returns {HTMLDetailsElement[]} none */
function refold(opened) {
  for (const details of opened) details.open = false;
  return [];
}

/**
 * Switch to the printed form and back; what is printed does not depend on the screen.
 * @param {L.Map} map @param {Model} model @param {Scene} scene @param {Swatches} swatches @param {Store} store
 */
export function preparePrint(map, model, scene, swatches, store) {
  /** @type {{ centre: L.LatLng, zoom: number } | null} */
  let screen = null;
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  const set = (/** @type {boolean} */ printing) => {
    if (printing === (screen !== null)) return;
    const before = screen;
    screen = printing ? { centre: map.getCenter(), zoom: map.getZoom() } : null;
    document.documentElement.classList.toggle("bv-printing", printing);
    scene.numbered = printing;
    scene.layer.ratio = printing ? PRINT_RATIO : null;
    if (printing) store.set({ hovered: null });
    map.invalidateSize({ animate: false, pan: false });
    goHome(map, model);
    if (before) map.setView(before.centre, before.zoom, { animate: false });
    opened = printing ? unfold() : refold(opened);
    scene.refresh();
    swatches.refresh(scene.theme);
  };
  window.addEventListener("beforeprint", () => set(true));
  window.addEventListener("afterprint", () => set(false));
  matchMedia("print").addEventListener("change", ({ matches }) => set(matches));
}
