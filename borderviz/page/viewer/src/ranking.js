// The first incidents by some order, without sorting all of them.

/** @import { Model, Sort, State } from "./types.js" */

/** @typedef {(incident: number) => number} Key what incidents are sorted by; a missing value is NaN and comes last */

/**
 * @param {Model} model @param {State} state @returns {{ first: number[], count: number }}
 * as many of the shown incidents and totals as there are entries, and how many there are
 */
export function ranked(model, { selection: { shown }, sort, entries, rule }) {
  const key = keyOf(model, sort, rule);
  const { n } = model.columns;
  /** @type {{ incident: number, key: number, rank: number }[]} */
  const best = [];
  let count = 0;
  for (let i = 0; i < n; i += 1) {
    if (!shown[i]) continue;
    count += 1;
    const value = key(i);
    const entry = { incident: i, key: Number.isNaN(value) ? Infinity : sort.down ? -value : value, rank: rankOf(model, i) };
    if (best.length === entries && !comesBefore(entry, best[entries - 1])) continue;
    insert(best, entry);
    if (best.length > entries) best.pop();
  }
  return { first: best.map(({ incident }) => incident), count };
}

/** @param {Model} model @param {number} i totals stand after all incidents */
function rankOf({ columns }, i) {
  return columns.aggregate[i] ? columns.n + i : columns.number[i];
}

/** @typedef {{ key: number, rank: number }} Ranked */

/** @param {Ranked} one @param {Ranked} other */
function comesBefore(one, other) {
  return one.key < other.key || (one.key === other.key && one.rank < other.rank);
}

/** @template {Ranked} Entry @param {Entry[]} sorted @param {Entry} entry */
function insert(sorted, entry) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesBefore(entry, sorted[middle])) high = middle;
    else low = middle + 1;
  }
  sorted.splice(low, 0, entry);
}

/** @param {Model} model @param {Sort} sort @param {number} rule @returns {Key} */
function keyOf(model, { key }, rule) {
  const { columns, payload } = model;
  const row = (/** @type {number} */ i) => columns.rows[columns.first[i]];
  if (key === "what") return textKey(payload.events.column("event_type").coded(), row);
  if (key === "source") return textKey(payload.events.column("source_outlet").coded(), row);
  if (key === "place") return textKey(payload.events.column("place").coded(), row);
  if (key === "finding") {
    const { verdict, force } = model.findings(rule);
    return (i) => verdict[i] * 4 + force[i];
  }
  if (key === "numbers") {
    const counts = ["killed", "arrested", "involved"].flatMap((what) => ["low", "best", "high"].map((end) => payload.events.column(`${what}_${end}`).numbers(NaN)));
    return (i) => counts.reduce((most, column) => (column[row(i)] > most || Number.isNaN(most) ? column[row(i)] : most), NaN);
  }
  return (i) => rankOf(model, i);
}

/** @param {{ codes: ArrayLike<number>, values: unknown[] }} coded @param {(i: number) => number} at @returns {Key} */
function textKey({ codes, values }, at) {
  const sorted = values.map((value, code) => ({ text: value === null ? null : String(value), code })).filter(({ text }) => text !== null);
  sorted.sort((one, other) => (/** @type {string} */ (one.text)).localeCompare(/** @type {string} */ (other.text)));
  const ranks = new Float64Array(values.length).fill(NaN);
  sorted.forEach(({ code }, rank) => { ranks[code] = rank; });
  return (i) => ranks[codes[at(i)]];
}
