// Print: the map redrawn sharp, light and numbered at the size of the page, and a table.

import { foreign, h } from "./dom.js";
import { t } from "./i18n.js";
import { goHome } from "./map.js";
import { incidentPeople, incidentWhen, incidentWhere, whatWords } from "./phrases.js";
import { COLUMNS, cellsOf } from "./table.js";
import { integer } from "./words.js";

/** @import { Incident, Model } from "./types.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */
/** @import { Swatches } from "./swatches.js" */

const PRINTED = 20;
const PRINT_RATIO = 3;

/** @param {Model} model @param {Store} store what is shown, as a table for paper */
export function createPrintout(model, store) {
  const table = h("section", { class: "bv-print-only bv-table" });
  const draw = () => {
    const { rule, selection } = store.state;
    const shown = firstOf(model.columns.order, selection.shown);
    table.replaceChildren(
      h("h2", { text: t("list.title") }),
      h("table", {},
        h("thead", {}, h("tr", {}, h("th", { text: "№", attributes: { scope: "col" } }),
          ...COLUMNS.map((name) => h("th", { text: t(`list.${name}`), attributes: { scope: "col" } })))),
        h("tbody", {}, ...shown.map((index) => rowOf(model, model.incident(index), rule)))),
      selection.incidents > PRINTED ? h("p", { text: t("list.more", { n: integer(selection.incidents - PRINTED) }) }) : "",
      totalsOf(model, firstOf(model.columns.aggregates, selection.shown)));
  };
  return { element: table, draw };
}

/** @param {Uint32Array} incidents @param {Uint8Array} shown @returns {number[]} */
function firstOf(incidents, shown) {
  const first = [];
  for (const index of incidents) {
    if (shown[index]) first.push(index);
    if (first.length === PRINTED) break;
  }
  return first;
}

/** @param {Model} model @param {number[]} totals */
function totalsOf(model, totals) {
  if (!totals.length) return "";
  return h("div", { class: "bv-totals" },
    h("h3", { text: t("list.aggregates") }),
    h("p", { class: "bv-why", text: t("list.aggregates.why") }),
    h("ul", {}, ...totals.map((index) => {
      const incident = model.incident(index);
      const parts = [incidentWhen(incident), whatWords(model, incident), incidentWhere(model, incident), incidentPeople(incident)];
      return h("li", {}, foreign(parts.filter(Boolean).join(" · ")));
    })));
}

/** @param {Model} model @param {Incident} incident @param {number} rule */
function rowOf(model, incident, rule) {
  return h("tr", {}, ...[String(incident.number), ...cellsOf(model, incident, rule)].map((cell) => h("td", {}, foreign(cell, 160))));
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
 * @param {{ map: L.Map, model: Model, scene: Scene, swatches: Swatches, store: Store,
 *   printout: { draw: () => void }, timeline: { draw: () => void } }} parts
 * @param {AbortSignal} signal ends the listening
 */
export function preparePrint({ map, model, scene, swatches, store, printout, timeline }, signal) {
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
    if (printing) {
      store.set({ hovered: null, playing: false });
      printout.draw();
    }
    map.invalidateSize({ animate: false, pan: false });
    goHome(map, model);
    if (before) map.setView(before.centre, before.zoom, { animate: false });
    opened = printing ? unfold() : refold(opened);
    scene.refresh();
    swatches.refresh(scene.theme);
    timeline.draw();
  };
  window.addEventListener("beforeprint", () => set(true), { signal });
  window.addEventListener("afterprint", () => set(false), { signal });
  matchMedia("print").addEventListener("change", ({ matches }) => set(matches), { signal });
}
