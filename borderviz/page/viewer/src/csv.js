// The rows of the shown incidents as a CSV file: those that borderviz has read, cell by cell.

/** @import { Model } from "./types.js" */

const COORDINATES = new Map([["latitude", "lat"], ["longitude", "lon"], ["coordinate_uncertainty_m", "radius_m"]]);
// The rules of borderviz.files.tables: what a spreadsheet would run begins with an apostrophe.
const FORMULA = /^'*(?:[\t\r\n]|[ \t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[=+\-@＝＋－＠])/;
const PLAIN_NUMBER = /^'*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NEEDS_QUOTES = /[",;\t\r\n\ufeff]/;

/**
 * @param {Model} model @param {Iterable<number>} rows of the events, in the order of the file
 * @returns {string}
 */
export function csvText(model, rows) {
  const { events, located, locations } = model.payload;
  const columns = [...events.columns.values()];
  const exact = located.column("exact");
  const cells = (/** @type {number} */ row) => columns.map((column) => {
    const value = column.value(row);
    const twin = COORDINATES.get(column.name);
    if (!twin || value !== null || exact.value(row) !== true) return cellOf(value);
    const at = model.columns.rowLocation[row];
    const assumed = twin === "radius_m" && locations.value("assumed", at) === true;
    return cellOf(assumed ? null : locations.value(twin, at));
  });
  const lines = [columns.map(({ name }) => cellOf(name)).join(",")];
  for (const row of rows) lines.push(cells(row).join(","));
  return `${lines.join("\n")}\n`;
}

/** @param {unknown} value */
export function cellOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return typeof value === "object" ? quoted(JSON.stringify(value)) : String(value);
  return quoted(FORMULA.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value);
}

/** @param {string} cell */
function quoted(cell) {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
