// The page comes together here.

import { announce, createCard } from "./cards.js";
import { buildModel, decodePayload } from "./data.js";
import { h } from "./dom.js";
import { createHeader } from "./header.js";
import { setLanguage, t } from "./i18n.js";
import { createLegend } from "./legend.js";
import { createList } from "./list.js";
import { createMap } from "./map.js";
import { createFooter, createGuide, createRules } from "./notes.js";
import { createTable, preparePrint } from "./print.js";
import { Reader } from "./reader.js";
import { Scene } from "./scene.js";
import { Store } from "./store.js";
import { Swatches } from "./swatches.js";

/** @import { Model } from "./types.js" */

/** @param {HTMLElement} app @param {Model} model */
function mount(app, model) {
  const [firstRule = -1] = model.summaries.keys();
  const store = new Store({ selected: null, hovered: null, rule: firstRule });
  const scene = new Scene(model, store);
  const swatches = new Swatches(scene.theme);
  const reader = new Reader(model, store);
  const card = createCard(model, store, swatches, reader);
  const list = createList(model, store, swatches, reader);
  const mapElement = h("div", {
    class: "bv-map", attributes: { id: "bv-map", role: "region", "aria-label": t("page.map") },
  });
  app.replaceChildren(
    h("a", { class: "bv-skip", text: t("page.skip"), attributes: { href: "#bv-list" } }),
    h("main", { class: "bv-page" },
      createHeader(model, store),
      h("div", { class: "bv-stage" },
        h("div", { class: "bv-frame" }, mapElement, card.element),
        createLegend(model, store, swatches)),
      h("div", { class: "bv-panel", attributes: { role: "region", "aria-label": t("page.panel"), tabindex: "0" } },
        list.element, createTable(model, store), createRules(model), createGuide(), createFooter(model))),
    liveRegion(model, store));
  const map = createMap(mapElement, model, scene, store, reader);
  reader.connect({ map, card, list });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.element.hidden) reader.close();
  });
  watchColours(scene, swatches);
  preparePrint(map, model, scene, swatches, store);
}

/** What is selected, said aloud. @param {Model} model @param {Store} store */
function liveRegion(model, store) {
  const region = h("div", { class: "bv-live", attributes: { "aria-live": "polite", id: "bv-live" } });
  store.subscribe(({ selected, rule }, before) => {
    if (selected === before.selected) return;
    region.textContent = selected === null ? t("card.closed") : announce(model, model.incidents[selected], rule);
  });
  return region;
}

/** @param {Scene} scene @param {Swatches} swatches */
function watchColours(scene, swatches) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    scene.refresh();
    swatches.refresh(scene.theme);
  });
}

async function start() {
  const app = /** @type {HTMLElement} */ (document.getElementById("bv-app"));
  try {
    setLanguage(document.documentElement.lang);
    const block = /** @type {HTMLElement} */ (document.getElementById("bv-data"));
    mount(app, buildModel(await decodePayload(block.textContent ?? "")));
    document.documentElement.classList.add("bv-ready");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = t("page.failed", { reason });
    app.replaceChildren(h("p", { class: "bv-failed", text, attributes: { role: "alert" } }));
    throw error;
  }
}

start();
