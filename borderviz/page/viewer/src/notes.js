// What stands behind the map: its rules with their sources and doubts, how to read it, credits.

import { copyField, mapCitation } from "./cite.js";
import { foreign, h, outsideLink } from "./dom.js";
import { countryName, known, nameOf, ruleWords, t, zoneLabel } from "./i18n.js";
import { outletWords } from "./phrases.js";
import { dateWords } from "./words.js";

/** @import { Model, Rule, ZoneShape } from "./types.js" */

/** @param {Model} model */
export function createRules(model) {
  if (!model.rules.length) return null;
  return h("section", { class: "bv-rulebook" },
    h("h2", { text: t("rules.title") }),
    ...model.rules.map((rule, index) => ruleOf(rule, model.zones.filter((zone) => zone.rule === index))));
}

/** @param {Rule} rule @param {ZoneShape[]} zones */
function ruleOf(rule, zones) {
  const confidence = rule.confidence === null || rule.confidence === "" ? null : String(rule.confidence);
  const { label, description, doubts } = ruleWords(rule);
  return h("details", { class: rule.drawn ? "bv-rule bv-drawn" : "bv-rule" },
    h("summary", {}, foreign(label), h("span", { class: "bv-small" }, foreign(inForceWords(rule)))),
    h("p", { class: "bv-small", text: t(rule.drawn ? "rules.drawn" : "rules.undrawn") }),
    description ? h("p", {}, foreign(description)) : null,
    confidence ? h("p", { class: "bv-small" }, foreign(t("rules.confidence", { confidence: known(`confidence.${confidence}`, confidence) }))) : null,
    zones.length ? block(t("rules.zones"), zones.map((zone) => zoneOf(rule, zone))) : null,
    doubts.length ? block(t("rules.doubts"), doubts.map((text) => foreign(text))) : null,
    rule.sources.length ? block(t("rules.sources"), rule.sources.map(creditOf)) : null);
}

/** @param {{ valid_from: string | null, valid_to: string | null }} rule */
function inForceWords({ valid_from: from, valid_to: to }) {
  if (!from && !to) return t("rules.undated");
  if (!to || to === "..") return t("rules.open", { from: dateWords(from) });
  return t("rules.from", { from: dateWords(from), to: dateWords(to) });
}

/** @param {string} title @param {(Node | string)[]} items */
function block(title, items) {
  return h("div", {}, h("h3", { text: title }), h("ul", {}, ...items.map((item) => h("li", {}, item))));
}

/** @param {Rule} rule @param {ZoneShape} zone */
function zoneOf(rule, zone) {
  const kind = t(zone.reference ? "rules.reference" : "rules.variant");
  const measure = t("rules.width", { width: zone.width_km, side: known(`side.${zone.side}`, countryName(zone.side)), baseline: known(`baseline.${zone.baseline}`, zone.baseline) });
  return h("span", {}, foreign(zoneLabel(rule, zone.label)), h("span", { class: "bv-small" }, " ", foreign(`(${kind}; ${measure})`)));
}

/** @param {{ text: string, url: string | null }} source */
function creditOf({ text, url }) {
  return (url ? outsideLink(url, text) : null) ?? foreign(text);
}

/** @param {Model} model */
export function createGuide({ page }) {
  const tiles = page.tiles.length > 0;
  const paragraphs = ["mark", "area", "fan", "range", "time", "slider", "select", tiles ? "tiles" : "offline"];
  return h("details", { class: "bv-how", attributes: { id: "bv-how" } },
    h("summary", { text: t("how.title") }),
    ...paragraphs.map((key) => h("p", { text: t(`how.${key}`) })));
}

/** @param {Model} model */
export function createFooter(model) {
  const { page } = model;
  const outlets = outletWords(model);
  const notes = [...page.notes, ...(page.not_drawn.length ? [t("foot.not_drawn", { zones: page.not_drawn.map(nameOf).join("; ") })] : [])];
  return h("footer", { class: "bv-foot" },
    notes.length ? h("div", {}, h("h2", { text: t("foot.notes") }),
      h("ul", {}, ...notes.map((note) => h("li", {}, foreign(note))))) : null,
    h("h2", { text: t("foot.title") }),
    outlets ? h("p", {}, foreign(t("foot.outlets", { outlets }))) : null,
    h("ul", {}, ...page.attribution.map((credit) => h("li", {},
      creditOf(credit), credit.licence ? h("span", { class: "bv-small" }, " ", foreign(t("foot.licence", { licence: credit.licence }))) : null))),
    h("p", { class: "bv-small" }, foreign(t("foot.made", { generator: page.generator }))),
    page.input_sha256 ? h("p", { class: "bv-small bv-hash" }, foreign(t("foot.input", { hash: page.input_sha256 }))) : null,
    page.pack_sha256 ? h("p", { class: "bv-small bv-hash" }, foreign(t("foot.pack", { hash: page.pack_sha256 }))) : null,
    h("details", { class: "bv-cite" }, h("summary", { text: t("cite.title") }), copyField(t("cite.map"), mapCitation(model))));
}
