// What was found of each incident under a rule: over all of its reports, as columns.

/** @import { Findings, IncidentColumns, Payload } from "./types.js" */

export const VERDICTS = ["inside", "possible", "outside", "unknown"];
export const FORCES = ["yes", "possibly", "no", "untold"];
export const BANKS = ["own", "other", "both", "untold"];
const UNSET = 255;
const [POSSIBLE, OUTSIDE, UNKNOWN] = [1, 2, 3];

/** Facts of an incident that counts are made of, as bits. */
export const FACTS = { told: 1, low: 2, high: 4, notInForce: 8, otherBank: 16, yearUnknown: 32, reckoned: 64 };

/**
 * Low, high and expected follow borderviz.summaries: certain only where every report is,
 * possible where any is, the mean of p·t where each report has one. Reported totals are left out.
 * @param {Payload} payload @param {IncidentColumns} incidents @param {number} rule
 * @returns {Findings}
 */
export function findingsOf(payload, incidents, rule) {
  const { n } = incidents;
  const found = {
    verdict: new Uint8Array(n).fill(UNSET), force: new Uint8Array(n).fill(UNSET), bank: new Uint8Array(n).fill(UNSET),
    facts: new Uint8Array(n), expected: new Float64Array(n),
  };
  const reports = new Uint32Array(n);
  const table = payload.assessments;
  const rules = table.column("rule").fill(new Int32Array(table.n), -1);
  const event = table.column("event").fill(new Int32Array(table.n), 0);
  const read = readers(payload);
  for (let at = 0; at < table.n; at += 1) {
    if (rules[at] !== rule) continue;
    const row = event[at];
    const incident = incidents.incidentOf[row];
    const [verdict, force, bank] = [read.verdict(at), read.force(at), read.bank(at)];
    mergeWords(found, incident, verdict, force, bank);
    if (incidents.sumRow[row] && !incidents.aggregate[incident]) continue;
    const facts = factsOf({ verdict, force, bank, dated: read.dated(row), share: read.share(at) });
    found.expected[incident] += read.expected(at, verdict, force);
    found.facts[incident] = reports[incident] ? mergeFacts(found.facts[incident], facts) : facts;
    reports[incident] += 1;
  }
  finish(found, reports);
  return found;
}

/** @param {Payload} payload how to read the cells of an assessment */
function readers({ assessments, located }) {
  const coded = (/** @type {string} */ name, /** @type {string[]} */ words) => {
    const { codes, values } = assessments.column(name).coded();
    const known = values.map((value) => words.indexOf(/** @type {string} */ (value)));
    const table = Uint8Array.from(known, (at) => (at < 0 ? words.length - 1 : at));
    return (/** @type {number} */ at) => table[codes[at]];
  };
  const [p, t] = [assessments.column("p").numbers(NaN), assessments.column("t").numbers(NaN)];
  const [start, end] = [located.column("start"), located.column("end")];
  return {
    verdict: coded("verdict", VERDICTS), force: coded("in_force", FORCES), bank: coded("side", BANKS),
    dated: (/** @type {number} */ row) => start.value(row) !== null && end.value(row) !== null,
    share: (/** @type {number} */ at) => !Number.isNaN(p[at]) && !Number.isNaN(t[at]),
    expected: (/** @type {number} */ at, /** @type {number} */ verdict, /** @type {number} */ force) => {
      const share = p[at] * t[at];
      return verdict === OUTSIDE || force === 2 || Number.isNaN(share) ? 0 : share;
    },
  };
}

/** @param {{ verdict: number, force: number, bank: number, dated: boolean, share: boolean }} report */
function factsOf({ verdict, force, bank, dated, share }) {
  const never = verdict === OUTSIDE || force === 2;
  return FACTS.told |
    (verdict === 0 && force === 0 ? FACTS.low : 0) |
    (never ? 0 : FACTS.high) |
    (force === 2 ? FACTS.notInForce : 0) |
    (verdict === OUTSIDE && bank === 1 ? FACTS.otherBank : 0) |
    (dated ? 0 : FACTS.yearUnknown) |
    (never || share ? FACTS.reckoned : 0);
}

/** @param {number} one @param {number} other facts of two reports of one incident */
function mergeFacts(one, other) {
  return (one & other) | ((one | other) & FACTS.high);
}

/**
 * @param {Findings} found changed in place @param {number} i
 * @param {number} verdict @param {number} force @param {number} bank
 */
function mergeWords(found, i, verdict, force, bank) {
  const known = found.verdict[i];
  if (known === UNSET || (known === UNKNOWN && verdict !== UNKNOWN)) {
    found.verdict[i] = verdict;
    found.bank[i] = bank;
  } else if (verdict !== UNKNOWN || known === UNKNOWN) {
    if (known !== verdict) found.verdict[i] = POSSIBLE;
    if (found.bank[i] !== bank) found.bank[i] = 2;
  }
  if (found.force[i] === UNSET) found.force[i] = force;
  else if (found.force[i] !== force) found.force[i] = 1;
}

/** @param {Findings} found @param {Uint32Array} reports */
function finish(found, reports) {
  for (let i = 0; i < reports.length; i += 1) {
    if (found.verdict[i] === UNSET) [found.verdict[i], found.force[i], found.bank[i]] = [3, 3, 3];
    if (!(found.facts[i] & FACTS.reckoned)) found.expected[i] = 0;
    else if (reports[i] > 1) found.expected[i] /= reports[i];
  }
}
