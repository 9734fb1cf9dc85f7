// Incidents as columns: which reports tell each, when, where, and in which order they stand.

import { mercatorX, mercatorY } from "./geometry.js";

/** @import { IncidentColumns, Payload } from "./types.js" */

/** A day that is not known: an incident without a first day may have happened ever so early. */
export const NO_START = -2147483648;
export const NO_END = 2147483647;

/** @param {Payload} payload @returns {IncidentColumns} */
export function incidentColumns(payload) {
  const { events, located, locations } = payload;
  const incidentOf = located.column("incident").fill(new Uint32Array(events.n), 0);
  let n = 0;
  for (const incident of incidentOf) if (incident >= n) n = incident + 1;
  const { first, rows } = groupRows(incidentOf, n);
  const places = {
    rowLocation: located.column("location").fill(new Int32Array(events.n), -1),
    x: mapped(locations.column("lon").numbers(NaN), mercatorX), y: mapped(locations.column("lat").numbers(NaN), mercatorY),
  };
  const days = {
    start: located.column("start").fill(new Int32Array(events.n), NO_START),
    end: located.column("end").fill(new Int32Array(events.n), NO_END),
  };
  const { codes, values } = events.column("is_aggregate").coded();
  const sums = values.map((value) => value === true);
  const columns = {
    n, incidentOf, first, rows, rowLocation: places.rowLocation,
    start: new Int32Array(n), end: new Int32Array(n), aggregate: new Uint8Array(n),
    location: new Int32Array(n), x: new Float64Array(n), y: new Float64Array(n), type: new Uint32Array(n),
    sumRow: new Uint8Array(events.n),
  };
  if (sums.includes(true)) for (let row = 0; row < events.n; row += 1) columns.sumRow[row] = sums[codes[row]] ? 1 : 0;
  const types = events.column("event_type").coded();
  for (let i = 0; i < n; i += 1) gather(columns, i, days, places, types.codes);
  const sorted = byDate(columns, days);
  const order = sorted.filter((i) => !columns.aggregate[i]);
  const number = new Uint32Array(n);
  for (let rank = 0; rank < order.length; rank += 1) number[order[rank]] = rank + 1;
  return {
    ...columns, order, number, aggregates: sorted.filter((i) => columns.aggregate[i] === 1),
    typeNames: types.values.map(String), placeX: places.x, placeY: places.y,
  };
}

/**
 * The rows of each incident: rows[first[i]] to rows[first[i + 1] - 1].
 * @param {Uint32Array} incidentOf @param {number} n
 */
function groupRows(incidentOf, n) {
  const first = new Uint32Array(n + 1);
  for (const incident of incidentOf) first[incident + 1] += 1;
  for (let i = 0; i < n; i += 1) first[i + 1] += first[i];
  const next = first.slice(0, n);
  const rows = new Uint32Array(incidentOf.length);
  for (let row = 0; row < incidentOf.length; row += 1) {
    rows[next[incidentOf[row]]] = row;
    next[incidentOf[row]] += 1;
  }
  return { first, rows };
}

/** @param {Float64Array} values changed in place @param {(value: number) => number} change */
function mapped(values, change) {
  for (let i = 0; i < values.length; i += 1) values[i] = change(values[i]);
  return values;
}

/**
 * @param {Omit<IncidentColumns, "order" | "number" | "aggregates" | "typeNames" | "placeX" | "placeY">} columns filled in place
 * @param {number} i @param {{ start: Int32Array, end: Int32Array }} days
 * @param {{ rowLocation: Int32Array, x: Float64Array, y: Float64Array }} places
 * @param {ArrayLike<number>} types
 */
function gather(columns, i, days, places, types) {
  const { first, rows } = columns;
  let [start, end, aggregate, drawn] = [NO_END, NO_START, 1, -1];
  for (let at = first[i]; at < first[i + 1]; at += 1) {
    const row = rows[at];
    start = Math.min(start, days.start[row]);
    end = Math.max(end, days.end[row]);
    if (!columns.sumRow[row]) aggregate = 0;
    const location = places.rowLocation[row];
    if (drawn < 0 && location >= 0 && !Number.isNaN(places.x[location])) drawn = row;
  }
  columns.start[i] = start;
  columns.end[i] = end;
  columns.aggregate[i] = aggregate;
  columns.type[i] = types[drawn < 0 ? rows[first[i]] : drawn];
  columns.location[i] = drawn < 0 ? -1 : places.rowLocation[drawn];
  columns.x[i] = drawn < 0 ? NaN : places.x[columns.location[i]];
  columns.y[i] = drawn < 0 ? NaN : places.y[columns.location[i]];
}

/**
 * Incidents by the days of their first report; those without a first day come last, by their end.
 * @param {{ n: number, first: Uint32Array, rows: Uint32Array }} columns
 * @param {{ start: Int32Array, end: Int32Array }} days
 */
function byDate({ n, first, rows }, days) {
  const start = new Int32Array(n);
  const end = new Int32Array(n);
  let sorted = true;
  for (let i = 0; i < n; i += 1) {
    const row = rows[first[i]];
    start[i] = days.start[row] === NO_START ? NO_END : days.start[row];
    end[i] = days.end[row];
    if (i && (start[i] < start[i - 1] || (start[i] === start[i - 1] && end[i] < end[i - 1]))) sorted = false;
  }
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i += 1) order[i] = i;
  if (sorted) return order;
  return order.sort((a, b) => start[a] - start[b] || end[a] - end[b] || a - b);
}
