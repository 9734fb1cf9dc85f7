// The bins of the time slider: whole years, months or days over the period of the incidents.

import { dayOf, yearMonth } from "./days.js";
import { NO_END, NO_START } from "./incidents.js";

/** @import { Bins, IncidentColumns } from "./types.js" */

const MOST_BINS = 120;
const WEEK = 7;
/** Far beyond any report; a period as long as this has no use for bins. */
const LONGEST_DAYS = 366 * 1000;

/** @param {IncidentColumns} columns @returns {Bins} */
export function binsOf(columns) {
  const edges = edgesOf(periodOf(columns));
  const count = Math.max(edges.length - 1, 0);
  const first = new Int16Array(columns.n).fill(-1);
  const last = new Int16Array(columns.n);
  if (count) binEach(columns, edges, first, last);
  const spanning = columns.order.filter((i) => first[i] >= 0 && first[i] !== last[i]);
  return { edges, count, first, last, spanning };
}

/** @param {IncidentColumns} columns @returns {[number, number] | null} first and last day of all dated incidents */
function periodOf({ n, start, end, aggregate }) {
  let [from, to] = [NO_END, NO_START];
  for (let i = 0; i < n; i += 1) {
    if (aggregate[i] || start[i] === NO_START || end[i] === NO_END) continue;
    if (start[i] < from) from = start[i];
    if (end[i] > to) to = end[i];
  }
  return from <= to && to - from < LONGEST_DAYS ? [from, to] : null;
}

/** @param {[number, number] | null} period @returns {number[]} first days of the bins, and the day after the last */
export function edgesOf(period) {
  if (!period) return [];
  const [from, to] = period;
  const days = to - from + 1;
  if (days <= MOST_BINS) return Array.from({ length: days + 1 }, (_, i) => from + i);
  if (days <= MOST_BINS * WEEK) {
    const weeks = Math.ceil(days / WEEK);
    return Array.from({ length: weeks + 1 }, (_, i) => from + i * WEEK);
  }
  const [year, month] = yearMonth(from);
  const [lastYear, lastMonth] = yearMonth(to);
  const months = (lastYear - year) * 12 + lastMonth - month + 1;
  if (months <= MOST_BINS) return Array.from({ length: months + 1 }, (_, i) => dayOf(year, month + i));
  const years = lastYear - year + 1;
  const step = Math.ceil(years / MOST_BINS);
  return Array.from({ length: Math.ceil(years / step) + 1 }, (_, i) => dayOf(year + i * step));
}

/**
 * @param {IncidentColumns} columns @param {number[]} edges
 * @param {Int16Array} first @param {Int16Array} last filled in place
 */
function binEach({ n, start, end }, edges, first, last) {
  for (let i = 0; i < n; i += 1) {
    if (start[i] === NO_START || end[i] === NO_END) continue;
    first[i] = binAt(edges, start[i]);
    last[i] = start[i] === end[i] ? first[i] : binAt(edges, end[i]);
  }
}

/** @param {number[]} edges @param {number} day @returns {number} the bin that holds it, or the nearest */
export function binAt(edges, day) {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}
