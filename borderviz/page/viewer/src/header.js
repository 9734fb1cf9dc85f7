// The head of the page: title, what it covers, and the range as the first number.

import { foreign, h } from "./dom.js";
import { LANGUAGES, currentLanguage, ruleLabel, t, tn } from "./i18n.js";
import { outletWords } from "./phrases.js";
import { summaryOf } from "./selection.js";
import { dateWords, headlineWords, integer, periodWords } from "./words.js";

/** @import { Model, Summary } from "./types.js" */
/** @import { Store } from "./store.js" */

/** @param {Model} model @param {Store} store @param {(language: string) => void} speak */
export function createHeader(model, store, speak) {
  const { page } = model;
  const headline = h("section", { class: "bv-headline" });
  const parts = headlineParts(model, store);
  headline.append(...parts.elements);
  store.subscribe((state, before) => {
    if (state.rule !== before.rule || state.selection !== before.selection) parts.draw();
  });
  return h("header", { class: "bv-header" },
    languageSwitch(speak),
    page.policy === "internal" && h("p", { class: "bv-policy", text: t("page.internal") }),
    page.trusted ? h("p", { class: "bv-policy" }, foreign(t("page.trusted", { names: page.trusted }))) : null,
    h("h1", {}, foreign(page.title)),
    page.subtitle ? h("p", { class: "bv-subtitle" }, foreign(page.subtitle)) : null,
    h("p", { class: "bv-meta" }, ...metaOf(model)),
    headline);
}

/** @param {(language: string) => void} speak */
function languageSwitch(speak) {
  const now = currentLanguage();
  return h("div", { class: "bv-languages", attributes: { role: "group", "aria-label": t("page.language") } },
    ...LANGUAGES.map(([code, name]) => h("button", {
      text: name, lang: code, onclick: () => speak(code),
      attributes: { type: "button", "aria-pressed": String(code === now), "data-lang": code },
    })));
}

/** @param {Model} model */
function metaOf({ page, columns, ...model }) {
  const { period } = page;
  const reports = columns.order.reduce((sum, i) => sum + columns.first[i + 1] - columns.first[i], 0);
  const parts = [
    period.start || period.end ? periodWords(period.start, period.end) : "",
    tn("meta.incidents", columns.order.length),
    reports === columns.order.length ? "" : tn("meta.reports", reports),
    columns.aggregates.length ? tn("meta.aggregates", columns.aggregates.length) : "",
  ].filter(Boolean);
  const outlets = outletWords(/** @type {Model} */ ({ page, columns, ...model }));
  return [
    h("span", { text: parts.join(" · ") }),
    outlets ? h("span", { class: "bv-outlets" }, foreign(t("meta.outlets", { outlets }))) : null,
    page.latest ? h("span", {}, foreign(t("meta.latest", { date: dateWords(page.latest) }))) : null,
  ];
}

/**
 * The range in words, what it means, and the other rules that it may be asked for.
 * @param {Model} model @param {Store} store
 */
function headlineParts(model, store) {
  const strong = h("strong");
  const rest = h("span");
  const meaning = h("ul");
  const others = h("ul");
  const otherBox = h("details", { class: "bv-others" }, h("summary", { text: t("headline.other") }), others);
  const counted = model.countedRules;
  const drawOthers = () => others.replaceChildren(...counted.filter((rule) => rule !== store.state.rule).map((rule) =>
    h("li", {}, ruleButton(model, store, rule, otherBox))));
  const draw = () => {
    const { rule, selection } = store.state;
    strong.textContent = headlineWords(selection.summary);
    rest.replaceChildren(foreign(selection.summary.incidents ? t("headline.rest", { rule: ruleLabel(model.rules[rule]) }) : ""));
    meaning.replaceChildren(...explanations(selection.summary).map((text) => h("li", { text })));
    if (otherBox.open) drawOthers();
  };
  otherBox.addEventListener("toggle", drawOthers);
  if (!counted.length) return { elements: [], draw: () => {} };
  draw();
  const how = h("details", {}, h("summary", { text: t("headline.how") }), meaning);
  const elements = [h("p", { class: "bv-range" }, strong, " ", rest), how, ...(counted.length > 1 ? [otherBox] : [])];
  return { elements, draw };
}

/** @param {Model} model @param {Store} store @param {number} rule @param {HTMLElement} box that takes the focus */
function ruleButton(model, store, rule, box) {
  const label = ruleLabel(model.rules[rule]);
  const { low, high, incidents } = summaryOf(model.findings(rule), store.state.selection.shown, model.columns.aggregates);
  const range = low === high ? integer(low) : t("number.range", { low: integer(low), high: integer(high) });
  const short = t("headline.short", { range, n: integer(incidents) });
  return h("button", {
    attributes: { type: "button", "aria-label": t("headline.choose", { rule: label, short }) },
    onclick: () => {
      store.set({ rule });
      box.querySelector("summary")?.focus();
    },
  }, h("b", { text: short }), " ", foreign(label));
}

/** @param {Summary} summary */
function explanations(summary) {
  const counts = /** @type {const} */ (["unknown_year", "not_in_force", "other_bank", "aggregates"]);
  return [
    t("headline.low", { low: integer(summary.low) }),
    t("headline.high", { high: integer(summary.high) }),
    summary.expected === null ? "" : t("headline.expected", { expected: summary.expected.toFixed(1) }),
    summary.not_in_expected ? t("headline.not_in_expected", { n: integer(summary.not_in_expected) }) : "",
    ...counts.map((key) => (summary[key] ? t(`headline.${key}`, { n: integer(summary[key]) }) : "")),
  ].filter(Boolean);
}
