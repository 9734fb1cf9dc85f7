// The page comes together here.

import { announce, createCard } from "./cards.js";
import { decodePayload } from "./data.js";
import { h } from "./dom.js";
import { createDownload } from "./download.js";
import { createFilters } from "./filters.js";
import { createHeader } from "./header.js";
import { currentLanguage, setLanguage, t } from "./i18n.js";
import { whenIdle } from "./idle.js";
import { createLegend } from "./legend.js";
import { incidentOfEvent, readHash, showHash } from "./links.js";
import { ENTRIES, createList } from "./list.js";
import { createMap } from "./map.js";
import { PageModel } from "./model.js";
import { createFooter, createGuide, createRules } from "./notes.js";
import { createPrintout, preparePrint } from "./print.js";
import { Reader } from "./reader.js";
import { Scene } from "./scene.js";
import { Search } from "./search.js";
import { select } from "./selection.js";
import { Store } from "./store.js";
import { Swatches } from "./swatches.js";
import { createTable } from "./table.js";
import { createTimeline } from "./timeline.js";

/** @import { Model, State } from "./types.js" */

/** @param {Model} model @returns {State} what is shown at first */
function firstState(model) {
  const [rule = -1] = model.countedRules;
  const state = /** @type {State} */ ({
    selected: null, hovered: null, rule, filters: {}, query: "", mask: null, window: null, playing: false,
    panel: "list", sort: { key: "date", down: false }, entries: ENTRIES,
  });
  return { ...state, selection: select(model, state) };
}

const CHOICES = /** @type {const} */ (["rule", "filters", "mask", "window"]);

/** What is shown follows from what is chosen. @param {Model} model */
function deriveWith(model) {
  return (/** @type {State} */ after, /** @type {State} */ before) => {
    if (CHOICES.every((key) => after[key] === before[key])) return after;
    return { ...after, entries: ENTRIES, selection: select(model, after, before) };
  };
}

/**
 * Build the page, in the language that is set.
 * @param {HTMLElement} app @param {Model} model @param {State} state
 * @returns {{ map: L.Map, store: Store, reader: Reader, stop: () => void }}
 */
function mount(app, model, state) {
  const ended = new AbortController();
  const store = new Store(state, deriveWith(model));
  const scene = new Scene(model, store);
  const swatches = new Swatches(scene.theme);
  const reader = new Reader(model, store);
  const card = createCard(model, store, swatches, reader);
  const list = createList(model, store, swatches, reader);
  const timeline = createTimeline(model, store, scene);
  const printout = createPrintout(model, store);
  const mapElement = h("div", {
    class: "bv-map", attributes: { id: "bv-map", role: "region", "aria-label": t("page.map") },
  });
  app.replaceChildren(
    h("a", { class: "bv-skip", text: t("page.skip"), attributes: { href: "#bv-list" } }),
    h("main", { class: "bv-page" },
      createHeader(model, store, (language) => speak(app, model, language)),
      h("div", { class: "bv-stage" },
        h("div", { class: "bv-frame" }, mapElement, card.element, creditTiles(model)),
        timeline.element, createLegend(model, store, swatches), createTable(model, store, reader)),
      h("div", { class: "bv-panel", attributes: { role: "region", "aria-label": t("page.panel"), tabindex: "0" } },
        createFilters(model, store, swatches, new Search(model)), toolbar(model, store),
        list.element, printout.element, createRules(model), createGuide(model), createFooter(model))),
    liveRegion(model, store));
  const map = createMap(mapElement, model, scene, store, reader);
  reader.connect({ map, card, list });
  timeline.draw();
  if (state.selected !== null) card.draw();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.element.hidden) reader.close();
  }, { signal: ended.signal });
  watchColours(() => {
    scene.refresh();
    swatches.refresh(scene.theme);
    timeline.draw();
  }, ended.signal);
  preparePrint({ map, model, scene, swatches, store, printout, timeline }, ended.signal);
  keepAddress(map, model, store, ended.signal);
  skipWithoutAddress(app);
  return { map, store, reader, stop: () => { ended.abort(); map.remove(); } };
}

/** The page as it stands. @type {ReturnType<typeof mount> | null} */
let page = null;

/** Show the same page in another language. @param {HTMLElement} app @param {Model} model @param {string} language */
function speak(app, model, language) {
  const { map, store, stop } = /** @type {ReturnType<typeof mount>} */ (page);
  const [centre, zoom] = [map.getCenter(), map.getZoom()];
  stop();
  setLanguage(language);
  document.documentElement.lang = currentLanguage();
  page = mount(app, model, { ...store.state, playing: false, hovered: null });
  page.map.setView(centre, zoom, { animate: false });
  lendMap(model);
  const button = app.querySelector(`[data-lang="${currentLanguage()}"]`);
  if (button instanceof HTMLElement) button.focus();
}

/** Script that the maker of the page vouches for gets the map; no other page lends it. @param {Model} model */
function lendMap(model) {
  if (!model.page.trusted || !page) return;
  Object.assign(window, { bvMap: page.map });
  document.dispatchEvent(new window.Event("bv-map"));
}

/** Table and download. @param {Model} model @param {Store} store */
function toolbar(model, store) {
  const download = createDownload(model, store);
  const table = h("button", {
    text: t("table.show"), attributes: { type: "button", "aria-controls": "bv-sheet", "aria-expanded": String(store.state.panel === "table") },
    onclick: () => store.set({ panel: store.state.panel === "table" ? "list" : "table" }),
  });
  store.subscribe((state, before) => {
    if (state.panel !== before.panel) table.setAttribute("aria-expanded", String(state.panel === "table"));
  });
  return h("div", { class: "bv-tools" }, table, download.button, download.place);
}

/** Whoever draws the tiles below the map is credited on it. @param {Model} model */
function creditTiles({ page: { tiles } }) {
  return tiles.length ? h("p", { class: "bv-credit", text: tiles.map(({ attribution }) => attribution).join("; ") }) : null;
}

/** What is selected, said aloud. @param {Model} model @param {Store} store */
function liveRegion(model, store) {
  const region = h("div", { class: "bv-live", attributes: { "aria-live": "polite", id: "bv-live" } });
  store.subscribe(({ selected, rule }, before) => {
    if (selected === before.selected) return;
    region.textContent = selected === null ? t("card.closed") : announce(model, model.incident(selected), rule);
  });
  return region;
}

/** @param {() => void} changed @param {AbortSignal} signal */
function watchColours(changed, signal) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}

/**
 * The address leads to what is on the screen.
 * @param {L.Map} map @param {Model} model @param {Store} store @param {AbortSignal} signal
 */
function keepAddress(map, model, store, signal) {
  const write = () => {
    if (signal.aborted) return;
    const { selected } = store.state;
    const { lat, lng: lon } = map.getCenter();
    const event = selected === null ? undefined : String(model.payload.events.value("event_id", model.columns.rows[model.columns.first[selected]]));
    showHash({ ...(event === undefined ? {} : { event }), view: { lat, lon, zoom: map.getZoom() } });
  };
  const later = whenIdle(write);
  store.subscribe((state, before) => { if (state.selected !== before.selected) later(); });
  map.on("moveend", later);
}

/** Go where the address leads. @param {Model} model */
function followAddress(model) {
  if (!page) return;
  const { event, view } = readHash(window.location.hash);
  if (view) page.map.setView([view.lat, view.lon], view.zoom, { animate: false });
  const index = event === undefined ? null : incidentOfEvent(model, event);
  if (index === null) return;
  page.store.set({ selected: index });
  if (!view) page.reader.zoomTo(index);
}

/** The skip link must not change the address, which leads elsewhere. @param {HTMLElement} app */
function skipWithoutAddress(app) {
  app.querySelector(".bv-skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("bv-list")?.focus();
  });
}

async function start() {
  const app = /** @type {HTMLElement} */ (document.getElementById("bv-app"));
  try {
    setLanguage(readHash(window.location.hash).lang ?? document.documentElement.lang);
    document.documentElement.lang = currentLanguage();
    const block = /** @type {HTMLElement} */ (document.getElementById("bv-data"));
    const model = new PageModel(await decodePayload(block.textContent ?? ""));
    page = mount(app, model, firstState(model));
    followAddress(model);
    window.addEventListener("hashchange", () => followAddress(model));
    lendMap(model);
    document.documentElement.classList.add("bv-ready");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = t("page.failed", { reason });
    app.replaceChildren(h("p", { class: "bv-failed", text, attributes: { role: "alert" } }));
    throw error;
  }
}

start();
