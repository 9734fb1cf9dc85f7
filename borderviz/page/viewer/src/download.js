// The shown events as a file; in a frame that may not save one, as a text to copy.

import { copyField } from "./cite.js";
import { csvText } from "./csv.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";

/** @import { Model } from "./types.js" */
/** @import { Store } from "./store.js" */

/** @param {Model} model @param {Store} store */
export function createDownload(model, store) {
  const place = h("div");
  const button = h("button", {
    text: t("download.csv"), attributes: { type: "button" },
    onclick: () => {
      const text = csvText(model, shownRows(model, store.state.selection.shown));
      if (window.parent === window) saveFile("borderviz-events.csv", text);
      else place.replaceChildren(copyField(t("download.copy"), text));
    },
  });
  store.subscribe((state, before) => { if (state.selection !== before.selection) place.replaceChildren(); });
  return { button, place };
}

/**
 * The rows of the shown incidents, and the totals that they say they are part of: a table must
 * hold what its rows refer to.
 * @param {Model} model @param {Uint8Array} shown @returns {number[]} in the order of the table that was read
 */
export function shownRows({ columns, payload }, shown) {
  const { events } = payload;
  const wanted = Uint8Array.from(columns.incidentOf, (incident) => shown[incident]);
  const partOf = events.column("part_of");
  const id = events.column("event_id");
  for (let grown = !partOf.empty; grown;) {
    grown = false;
    const wholes = new Set();
    for (let row = 0; row < events.n; row += 1) if (wanted[row]) wholes.add(partOf.value(row));
    wholes.delete(null);
    for (let row = 0; row < events.n; row += 1) {
      if (wanted[row] || !wholes.has(id.value(row))) continue;
      wanted[row] = 1;
      grown = true;
    }
  }
  return [...wanted.keys()].filter((row) => wanted[row]);
}

/** @param {string} name @param {string} text */
function saveFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = h("a", { attributes: { href: address, download: name } });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 60000);
}
