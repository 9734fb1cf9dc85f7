// Citations: a line for the map and for each report, to be copied.

import { foreign, h } from "./dom.js";
import { t } from "./i18n.js";
import { linkTo } from "./links.js";
import { oneLine } from "./phrases.js";
import { dateWords } from "./words.js";

/** @import { EventRow, Model } from "./types.js" */

/** @param {Model} model a line that names the map, its data and its maker */
export function mapCitation({ page }) {
  const parts = [
    `${oneLine(page.title)}${page.subtitle ? `. ${oneLine(page.subtitle)}` : ""}.`,
    t("cite.made", { generator: oneLine(page.generator) }),
    page.input_sha256 ? `sha256:${oneLine(page.input_sha256).slice(0, 16)}.` : "",
    linkTo({}).replace(/#$/, ""),
  ];
  return parts.filter(Boolean).join(" ");
}

/** @param {Model} model @param {EventRow} event a line that names a report and the map it stands on */
export function citationLine({ page }, event) {
  const title = event.source_title || t("card.untitled");
  const parts = [
    event.source_outlet ? `${oneLine(event.source_outlet)}.` : "",
    `“${oneLine(title)}”.`,
    event.source_published ? `${dateWords(event.source_published)}.` : "",
    event.source_url ? oneLine(event.source_url) : "",
    t("cite.in", { id: oneLine(event.event_id), title: oneLine(page.title) }),
  ];
  return parts.filter(Boolean).join(" ");
}

/**
 * A text to be copied: a field that selects itself, and a button where the browser allows it.
 * @param {string} label @param {string} text
 */
export function copyField(label, text) {
  const field = h("textarea", { attributes: { readonly: "", rows: String(Math.min(6, 1 + Math.ceil(text.length / 60))), "aria-label": label } });
  field.value = text;
  field.addEventListener("focus", () => field.select());
  const said = h("span", { class: "bv-small", attributes: { role: "status" } });
  const button = h("button", {
    text: t("cite.copy"), attributes: { type: "button", "aria-label": `${t("cite.copy")}: ${label}` },
    onclick: () => {
      field.select();
      const written = window.navigator.clipboard?.writeText(text);
      const done = () => said.replaceChildren(foreign(t("cite.copied")));
      if (written) written.then(done, () => said.replaceChildren(foreign(t("cite.press"))));
      else said.replaceChildren(foreign(t("cite.press")));
    },
  });
  return h("div", { class: "bv-copy" }, h("p", { class: "bv-small", text: label }), field, h("div", {}, button, " ", said));
}
