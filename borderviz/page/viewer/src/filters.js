// The filters: search, and what each facet of the incidents may be, with live counts.

import { foreign, h } from "./dom.js";
import { valueName } from "./facets.js";
import { known, nameOf, t, tn } from "./i18n.js";
import { whenIdle } from "./idle.js";
import { oneLine } from "./phrases.js";
import { safeColour } from "./theme.js";
import { integer } from "./words.js";

/** @import { Facet, Model, State } from "./types.js" */
/** @import { Search } from "./search.js" */
/** @import { Store } from "./store.js" */
/** @import { Swatches } from "./swatches.js" */

const FACETS = ["type", "verdict", "force", "bank", "province", "outlet", "confidence"];
/** A facet with more values than this shows them in a box that scrolls. */
const MOST_OPTIONS = 200;
/** From so many incidents on, counting takes as long as drawing. */
const MANY = 100000;
const NEUTRAL = "#5b6670";

/** @typedef {{ option: number, count: HTMLElement, box: HTMLInputElement }} Option */

/**
 * @param {Model} model @param {Store} store @param {Swatches} swatches @param {Search} search
 */
export function createFilters(model, store, swatches, search) {
  const facets = h("div", { class: "bv-facets" });
  const details = h("details", { class: "bv-filters" }, h("summary", { text: t("filter.title") }), facets);
  /** @type {Map<string, Option[]>} */
  const options = new Map();
  const count = () => {
    if (!details.open) return;
    for (const [key, list] of options) {
      const counts = store.state.selection.counts.get(key);
      for (const { option, count: shown, box } of list) {
        shown.textContent = integer(counts[option]);
        box.checked = store.state.filters[key]?.has(box.value) ?? false;
      }
    }
  };
  details.addEventListener("toggle", count);
  // With very many, the counts follow once the map is drawn.
  const recount = model.columns.n > MANY ? whenIdle(count) : count;
  const build = () => {
    options.clear();
    const known_ = model.facetsFor(store.state.rule);
    facets.replaceChildren(...FACETS.map((key) => {
      const facet = known_.find((one) => one.key === key);
      return facet ? fieldOf(facet, { model, store, swatches, options }) : null;
    }).filter((field) => field !== null));
    count();
  };
  const input = searchField(store, search);
  const reset = h("button", { class: "bv-reset", text: t("filter.reset"), attributes: { type: "button" }, onclick: () => {
    store.set({ filters: {}, query: "", mask: null, window: null });
    input.focus();
  } });
  const status = h("p", { class: "bv-status", attributes: { role: "status" } });
  const draw = () => {
    status.replaceChildren(foreign(statusWords(model, store.state)));
    reset.hidden = !isFiltered(store.state);
    if (input.value !== store.state.query) input.value = store.state.query;
  };
  store.subscribe((state, before) => {
    if (state.rule !== before.rule) build();
    else if (state.selection !== before.selection) recount();
    if (state.selection !== before.selection || state.query !== before.query) draw();
  });
  build();
  draw();
  return h("section", { class: "bv-find", attributes: { "aria-label": t("filter.title") } },
    h("label", { class: "bv-search" }, h("span", { text: t("filter.search") }), input),
    details, h("div", { class: "bv-statusline" }, status, reset));
}

/** @param {State} state */
function isFiltered({ filters, query, window: period }) {
  return query !== "" || period !== null || Object.values(filters).some(({ size }) => size > 0);
}

/** @param {Store} store @param {Search} search */
function searchField(store, search) {
  const input = h("input", { attributes: { type: "search", autocomplete: "off", spellcheck: "false", placeholder: t("filter.placeholder") } });
  input.addEventListener("input", () => store.set({ query: input.value, mask: search.mask(input.value) }));
  return input;
}

/** @param {Model} model @param {State} state */
function statusWords({ columns }, { selection }) {
  const all = columns.order.length;
  const words = selection.incidents === all
    ? tn("filter.all", all)
    : t("filter.some", { shown: integer(selection.incidents), n: integer(all) });
  return columns.aggregates.length
    ? `${words} · ${t("filter.totals", { shown: integer(selection.totals), n: integer(columns.aggregates.length) })}` : words;
}

/**
 * @param {Facet} facet
 * @param {{ model: Model, store: Store, swatches: Swatches, options: Map<string, Option[]> }} parts
 * @returns {HTMLElement | null} null where there is nothing to choose from
 */
function fieldOf(facet, { model, store, swatches, options }) {
  const order = orderOf(facet, model, store.state);
  if (order.length < 2) return null;
  const list = order.slice(0, MOST_OPTIONS).map((option) => optionOf(facet, option, { model, store, swatches }));
  options.set(facet.key, list.map(({ option, count, box }) => ({ option, count, box })));
  return h("fieldset", { class: "bv-facet" },
    h("legend", { text: t(`filter.${facet.key}`) }),
    h("div", { class: "bv-options" }, ...list.map(({ label }) => label)));
}

/**
 * The values of a facet in their order: as the legend has them, else the frequent ones first.
 * @param {Facet} facet @param {Model} model @param {State} state
 */
function orderOf({ key, values, members, classes }, model, { selection }) {
  const seen = new Uint8Array(members.length);
  for (let i = 0; i < classes.length; i += 1) seen[classes[i]] = 1;
  const used = new Set(members.filter((_, at) => seen[at]).flat());
  const found = values.map((_, at) => at).filter((at) => used.has(at));
  if (key === "type") {
    const legend = [...model.types.keys()];
    return found.sort((a, b) => legend.indexOf(String(values[a])) - legend.indexOf(String(values[b])));
  }
  if (key !== "province" && key !== "outlet") return found;
  const counts = selection.counts.get(key);
  return found.sort((a, b) => counts[b] - counts[a] || a - b);
}

/**
 * @param {Facet} facet @param {number} option
 * @param {{ model: Model, store: Store, swatches: Swatches }} parts
 */
function optionOf(facet, option, { model, store, swatches }) {
  const value = facet.values[option];
  const box = h("input", { attributes: { type: "checkbox" } });
  box.value = valueName(value);
  box.addEventListener("change", () => {
    const chosen = new Set(store.state.filters[facet.key] ?? []);
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    store.set({ filters: { ...store.state.filters, [facet.key]: chosen } });
  });
  const count = h("span", { class: "bv-count" });
  const label = h("label", { class: "bv-option" }, box, signOf(facet.key, value, model, swatches),
    h("span", { class: "bv-option-name" }, foreign(valueWords(model, facet.key, value), 120)), count);
  return { option, count, box, label };
}

/** @param {string} key @param {string | null} value @param {Model} model @param {Swatches} swatches */
function signOf(key, value, model, swatches) {
  const type = key === "type" ? model.types.get(String(value)) : undefined;
  if (type) return swatches.mark({ shape: type.shape, colour: safeColour(type.colour, NEUTRAL), fill: "solid" });
  if (key !== "verdict") return null;
  return swatches.mark({ shape: "circle", colour: NEUTRAL, fill: model.verdicts.get(String(value))?.fill ?? "dotted" });
}

/** @param {Model} model @param {string} key of the facet @param {string | null} value */
function valueWords(model, key, value) {
  if (value === null) return t("filter.none");
  if (key === "type") return oneLine(nameOf(model.types.get(value)?.label) || value);
  if (key === "verdict") return oneLine(nameOf(model.verdicts.get(value)?.label) || value);
  if (key === "province") return oneLine(nameOf(model.provinces.get(value)?.name) || value);
  return known(`${key}.${value}`, oneLine(value));
}
