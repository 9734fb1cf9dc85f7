// The legend: every sign on the map with its meaning.

import { colourOfLayer } from "./analyst.js";
import { foreign, h } from "./dom.js";
import { FORCES } from "./findings.js";
import { nameOf, ruleLabel, t, zoneLabel } from "./i18n.js";
import { oneLine } from "./phrases.js";
import { safeColour } from "./theme.js";

/** @import { Model } from "./types.js" */
/** @import { Swatches } from "./swatches.js" */
/** @import { Store } from "./store.js" */

/** From so many incidents on, some may stand gathered in a cluster. */
const GATHERED = 12;

/** @param {Model} model @param {Store} store @param {Swatches} swatches */
export function createLegend(model, store, swatches) {
  const legend = h("section", { class: "bv-key", attributes: { "aria-label": t("page.key") } });
  const draw = () => legend.replaceChildren(
    group(t("key.type"), typeEntries(model, swatches)),
    ...(model.rules[store.state.rule] ? [placeGroup(model, store.state.rule, swatches)] : []),
    group(t("key.zones"), zoneEntries(model, store.state.rule, swatches)));
  store.subscribe((state, before) => { if (state.rule !== before.rule) draw(); });
  draw();
  return legend;
}

/** @param {string} title @param {(HTMLElement | null)[]} entries */
function group(title, entries) {
  return h("div", { class: "bv-key-group" },
    h("h2", {}, foreign(title, 240)),
    h("ul", {}, ...entries));
}

/** @param {HTMLElement} swatch @param {string} text */
function entry(swatch, text) {
  return h("li", {}, swatch, foreign(text, 240));
}

/** @param {Model} model @param {Swatches} swatches */
function typeEntries(model, swatches) {
  return [...model.types.values()].map(({ label, colour, shape }) =>
    entry(swatches.mark({ shape, colour: safeColour(colour, "#5b6670"), fill: "solid" }), nameOf(label)));
}

/** @param {Model} model @param {number} rule @param {Swatches} swatches */
function placeGroup(model, rule, swatches) {
  const sign = { shape: "circle", colour: "#5b6670" };
  const struck = model.findings(rule).force.includes(FORCES.indexOf("no"));
  return group(t("key.place", { rule: oneLine(ruleLabel(model.rules[rule])) }), [
    ...[...model.verdicts.values()].map(({ label, fill }) => entry(swatches.mark({ ...sign, fill }), nameOf(label))),
    struck ? entry(swatches.mark({ ...sign, fill: "solid", struck: true }), t("key.struck")) : null,
    entry(swatches.area("#5b6670"), t("key.area")),
    model.columns.n > GATHERED ? entry(swatches.cluster(), t("key.cluster")) : null,
  ]);
}

/** @param {Model} model @param {number} rule @param {Swatches} swatches */
function zoneEntries(model, rule, swatches) {
  const own = model.zones.filter((zone) => zone.rule === rule);
  const others = model.zones.some((zone) => zone.rule !== rule && zone.reference);
  return [
    ...own.filter(({ reference }) => reference).map(({ label }) => entry(swatches.zone("reference"), zoneLabel(model.rules[rule], label))),
    own.some(({ reference }) => !reference) ? entry(swatches.zone("variant"), t("key.variant")) : null,
    others ? entry(swatches.zone("other"), t("key.other")) : null,
    model.background.some(({ kind }) => kind === "border") ? entry(swatches.border(), t("key.border")) : null,
    ...model.analyst.map((layer) => entry(swatches.line(colourOfLayer(layer)), layer.name)),
  ];
}
