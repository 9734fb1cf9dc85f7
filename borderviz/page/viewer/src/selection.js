// What is shown under the filters, and the counts: one pass over the incidents, in columns.

import { FACTS } from "./findings.js";
import { passing } from "./facets.js";

/** @import { Bins, Facet, Findings, Model, Selection, State, Summary } from "./types.js" */

const TIME = 0;
const SEARCH = 1;
const TWICE = 255;
/** What the histogram depends on. */
const BINNED = /** @type {const} */ (["filters", "mask", "rule"]);

/**
 * @param {Model} model @param {State} state
 * @param {State | null} [before] what was shown: the bins do not depend on the period
 * @returns {Selection}
 */
export function select(model, state, before = null) {
  const facets = model.facetsFor(state.rule);
  const { columns } = model;
  const fails = failures(model, state, facets);
  const shown = new Uint8Array(columns.n);
  let passed = 0;
  for (let i = 0; i < columns.n; i += 1) {
    if (fails[i]) continue;
    shown[i] = 1;
    passed += 1;
  }
  // Reported totals are shown and hidden like incidents, but never counted with them.
  for (const i of columns.aggregates) fails[i] = TWICE;
  // Totals have no marks either.
  const marked = columns.aggregates.length ? shown.slice() : shown;
  for (const i of columns.aggregates) marked[i] = 0;
  const summary = summaryOf(model.findings(state.rule), shown, columns.aggregates);
  const sameBins = before && BINNED.every((key) => before[key] === state[key]);
  return {
    shown, marked, incidents: passed - summary.aggregates, totals: summary.aggregates, summary,
    counts: countsOf(facets, fails),
    bins: sameBins ? before.selection.bins : countBins(model.bins, fails),
  };
}

/**
 * The counts of each facet, made when they are asked for.
 * @param {Facet[]} facets @param {Uint8Array} fails @returns {Selection["counts"]}
 */
function countsOf(facets, fails) {
  /** @type {Map<string, Uint32Array>} */
  const known = new Map();
  return {
    get: (key) => {
      const at = facets.findIndex((facet) => facet.key === key);
      const counts = known.get(key) ?? (at < 0 ? new Uint32Array(0) : countValues(facets[at], fails, at + 2));
      known.set(key, counts);
      return counts;
    },
  };
}

/**
 * For each incident 0 when it passes all filters, the number of the filter (from 1) that alone
 * it fails, or 255.
 * @param {Model} model @param {State} state @param {Facet[]} facets
 */
function failures({ columns }, { window: period, mask, filters }, facets) {
  const fails = new Uint8Array(columns.n);
  if (period) failTime(fails, columns, period);
  if (mask) failMask(fails, mask);
  facets.forEach((facet, at) => {
    const chosen = filters[facet.key];
    if (chosen?.size) failFacet(fails, facet.classes, passing(facet, chosen), at + 2);
  });
  return fails;
}

/** @param {Uint8Array} fails @param {{ start: Int32Array, end: Int32Array }} days @param {[number, number]} period */
function failTime(fails, { start, end }, [from, to]) {
  for (let i = 0; i < fails.length; i += 1) {
    if (start[i] > to || end[i] < from) fails[i] = TIME + 1;
  }
}

/** @param {Uint8Array} fails @param {Uint8Array} mask */
function failMask(fails, mask) {
  for (let i = 0; i < fails.length; i += 1) {
    if (!mask[i]) fails[i] = fails[i] ? TWICE : SEARCH + 1;
  }
}

/** @param {Uint8Array} fails @param {Uint16Array} classes @param {Uint8Array} passes @param {number} filter */
function failFacet(fails, classes, passes, filter) {
  for (let i = 0; i < fails.length; i += 1) {
    if (!passes[classes[i]]) fails[i] = fails[i] ? TWICE : filter + 1;
  }
}

/**
 * How many incidents each value of a facet would show, with all other filters as they are.
 * @param {Facet} facet @param {Uint8Array} fails @param {number} filter
 */
function countValues({ classes, members, values }, fails, filter) {
  const byClass = new Uint32Array(members.length);
  const alone = filter + 1;
  for (let i = 0; i < classes.length; i += 1) {
    const failed = fails[i];
    if (failed === 0 || failed === alone) byClass[classes[i]] += 1;
  }
  const counts = new Uint32Array(values.length);
  members.forEach((list, at) => { for (const value of list) counts[value] += byClass[at]; });
  return counts;
}

/**
 * Incidents by bin of time: those that lie in it for certain, and those that may.
 * @param {Bins} bins @param {Uint8Array} fails
 */
function countBins({ count: bins, first, last, spanning }, fails) {
  // One bin more, for those without a date.
  const sure = new Uint32Array(bins + 1);
  for (let i = 0; i < fails.length; i += 1) {
    if (fails[i] <= TIME + 1) sure[first[i] < 0 ? bins : first[i]] += 1;
  }
  const steps = new Int32Array(bins + 1);
  for (const i of spanning) {
    if (fails[i] > TIME + 1) continue;
    sure[first[i]] -= 1;
    steps[first[i]] += 1;
    steps[last[i] + 1] -= 1;
  }
  const maybe = new Uint32Array(bins);
  let open = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    open += steps[bin];
    maybe[bin] = open;
  }
  return { sure: sure.subarray(0, bins), maybe };
}

/**
 * @param {Findings} findings @param {Uint8Array} shown @param {Uint32Array} aggregates
 * @returns {Summary}
 */
export function summaryOf({ facts, expected }, shown, aggregates) {
  const byFacts = new Uint32Array(256);
  let sum = 0;
  for (let i = 0; i < shown.length; i += 1) {
    if (!shown[i]) continue;
    byFacts[facts[i]] += 1;
    sum += expected[i];
  }
  let totals = 0;
  for (const i of aggregates) {
    if (!shown[i]) continue;
    totals += 1;
    byFacts[facts[i]] -= 1;
    sum -= expected[i];
  }
  const having = (/** @type {number} */ bit) => {
    const wanted = FACTS.told | bit;
    return byFacts.reduce((total, n, value) => ((value & wanted) === wanted ? total + n : total), 0);
  };
  const reckoned = having(FACTS.reckoned);
  return {
    incidents: having(0), low: having(FACTS.low), high: having(FACTS.high),
    expected: reckoned ? sum : null, not_in_expected: having(0) - reckoned,
    unknown_year: having(FACTS.yearUnknown), not_in_force: having(FACTS.notInForce),
    other_bank: having(FACTS.otherBank), aggregates: totals,
  };
}
