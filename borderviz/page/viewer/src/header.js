// The head of the page: title, what it covers, and the range as the first number.

import { foreign, h } from "./dom.js";
import { t, tn } from "./i18n.js";
import { outletWords } from "./phrases.js";
import { headlineWords, periodWords } from "./words.js";

/** @import { Model, SummaryRow } from "./types.js" */
/** @import { Store } from "./store.js" */

/** @param {Model} model @param {Store} store */
export function createHeader(model, store) {
  const { page } = model;
  const headline = h("section", { class: "bv-headline" });
  const draw = () => headline.replaceChildren(...headlineOf(model, store));
  store.subscribe((state, before) => { if (state.rule !== before.rule) draw(); });
  draw();
  return h("header", { class: "bv-header" },
    page.policy === "internal" && h("p", { class: "bv-policy", text: t("page.internal") }),
    h("h1", {}, foreign(page.title)),
    page.subtitle ? h("p", { class: "bv-subtitle" }, foreign(page.subtitle)) : null,
    h("p", { class: "bv-meta" }, ...metaOf(model)),
    headline);
}

/** @param {Model} model */
function metaOf(model) {
  const { period } = model.page;
  const reports = model.order.reduce((sum, { events }) => sum + events.length, 0);
  const parts = [
    period.start || period.end ? periodWords(period.start, period.end) : "",
    tn("meta.incidents", model.order.length),
    reports === model.order.length ? "" : tn("meta.reports", reports),
    model.aggregates.length ? tn("meta.aggregates", model.aggregates.length) : "",
  ].filter(Boolean);
  const outlets = outletWords(model);
  return [
    h("span", { text: parts.join(" · ") }),
    outlets ? h("span", { class: "bv-outlets" }, foreign(t("meta.outlets", { outlets }))) : null,
  ];
}

/** @param {Model} model @param {Store} store */
function headlineOf(model, store) {
  const summary = model.summaries.get(store.state.rule);
  if (!summary) return [];
  return [
    h("p", { class: "bv-range" },
      h("strong", { text: headlineWords(summary) }), " ",
      h("span", {}, foreign(t("headline.rest", { rule: summary.label })))),
    h("details", {},
      h("summary", { text: t("headline.how") }),
      h("ul", {}, ...explanations(summary).map((text) => h("li", { text })))),
    ...otherRules(model, store),
  ];
}

/** @param {SummaryRow} summary */
function explanations(summary) {
  const counts = /** @type {const} */ (["unknown_year", "not_in_force", "other_bank", "aggregates"]);
  return [
    t("headline.low", { low: summary.low }),
    t("headline.high", { high: summary.high }),
    summary.expected === null ? "" : t("headline.expected", { expected: summary.expected.toFixed(1) }),
    summary.not_in_expected ? t("headline.not_in_expected", { n: summary.not_in_expected }) : "",
    ...counts.map((key) => (summary[key] ? t(`headline.${key}`, { n: summary[key] }) : "")),
  ].filter(Boolean);
}

/** @param {Model} model @param {Store} store */
function otherRules(model, store) {
  const others = [...model.summaries].filter(([rule]) => rule !== store.state.rule && rule >= 0);
  if (!others.length) return [];
  return [h("details", { class: "bv-others" },
    h("summary", { text: t("headline.other") }),
    h("ul", {}, ...others.map(([rule, summary]) => {
      const range = summary.low === summary.high ? `${summary.low}` : t("number.range", { low: summary.low, high: summary.high });
      const button = h("button", {
        attributes: { type: "button", "aria-label": t("headline.choose", { rule: summary.label }) },
        onclick: () => {
          store.set({ rule });
          const next = document.querySelector(".bv-others summary");
          if (next instanceof HTMLElement) next.focus();
        },
      }, h("b", { text: t("headline.short", { range, n: summary.incidents }) }), " ", foreign(summary.label));
      return h("li", {}, button);
    })))];
}
