// What can be filtered by: for each incident the class that it falls into, and what each
// class counts for. A class stands for several values where reports differ, or an area is wide.

import { BANKS, FORCES, VERDICTS } from "./findings.js";

/** @import { Facet, Findings, IncidentColumns, Model } from "./types.js" */

/**
 * @typedef {{ key: string, values: (string | null)[], codes: ArrayLike<number>, lists?: number[][] }} RowFacet
 * codes by row of the events; lists: the values that a code stands for, where not just itself.
 */

/** The facets that do not depend on the rule. @param {Model} model @returns {Facet[]} */
export function reportFacets(model) {
  const { payload, columns } = model;
  const column = (/** @type {string} */ name) => {
    const { codes, values } = payload.events.column(name).coded();
    return { key: name, codes, values: values.map((value) => (value === null ? null : String(value))) };
  };
  return [
    { ...column("event_type"), key: "type" },
    provinceFacet(model),
    { ...column("source_outlet"), key: "outlet" },
    column("confidence"),
  ].map((facet) => facetOf(facet, columns));
}

/** @param {Findings} findings @returns {Facet[]} the facets of one rule */
export function ruleFacets(findings) {
  return [
    plain("verdict", VERDICTS, findings.verdict),
    plain("force", FORCES, findings.force),
    plain("bank", BANKS, findings.bank),
  ];
}

/** @param {string} key @param {string[]} values @param {Uint8Array} codes @returns {Facet} */
function plain(key, values, codes) {
  return { key, values, classes: Uint16Array.from(codes), members: values.map((_, at) => [at]) };
}

/** The stated province of each row, or all that its area touches. @param {Model} model @returns {RowFacet} */
function provinceFacet({ payload, columns }) {
  const stated = payload.events.column("admin1").coded();
  const touched = payload.locations.column("provinces").coded();
  /** @type {(string | null)[]} */
  const provinces = [null];
  const numbersOf = (/** @type {unknown} */ text) => (text === null ? [null] : String(text).split("|")).map((province) => {
    if (!provinces.includes(province)) provinces.push(province);
    return provinces.indexOf(province);
  });
  const lists = [...stated.values, ...touched.values].map(numbersOf);
  const unstated = stated.values.indexOf(null);
  const rows = new Uint32Array(stated.codes.length);
  for (let row = 0; row < rows.length; row += 1) {
    const [code, location] = [stated.codes[row], columns.rowLocation[row]];
    rows[row] = code === unstated && location >= 0 ? stated.values.length + touched.codes[location] : code;
  }
  return { key: "province", values: provinces, codes: rows, lists };
}

/** @param {RowFacet} facet @param {IncidentColumns} columns @returns {Facet} */
function facetOf({ key, values, codes, lists }, { n, first, rows }) {
  /** @type {number[][]} */
  const members = lists ? lists.slice() : values.map((_, at) => [at]);
  const classes = new Uint16Array(n);
  /** @type {Map<string, number>} */
  const mixed = new Map();
  for (let i = 0; i < n; i += 1) {
    const code = codes[rows[first[i]]];
    let same = true;
    for (let at = first[i] + 1; at < first[i + 1]; at += 1) if (codes[rows[at]] !== code) same = false;
    classes[i] = same ? code : mixedClass(mixed, members, rows.subarray(first[i], first[i + 1]), codes);
  }
  return { key, values, classes, members };
}

/**
 * @param {Map<string, number>} mixed @param {number[][]} members grown by a class for reports that differ
 * @param {Uint32Array} rows @param {ArrayLike<number>} codes
 */
function mixedClass(mixed, members, rows, codes) {
  const values = [...new Set(Array.from(rows, (row) => members[codes[row]]).flat())].sort((a, b) => a - b);
  const name = values.join();
  const known = mixed.get(name);
  if (known !== undefined) return known;
  mixed.set(name, members.length);
  members.push(values);
  return members.length - 1;
}

/**
 * Which classes pass a filter.
 * @param {Facet} facet @param {ReadonlySet<string>} chosen names of values @returns {Uint8Array}
 */
export function passing({ values, members }, chosen) {
  const wanted = values.map((value) => chosen.has(valueName(value)));
  return Uint8Array.from(members, (list) => (list.some((at) => wanted[at]) ? 1 : 0));
}

/** How a value is named in a filter; the missing one has a name that no text has. @param {string | null} value */
export function valueName(value) {
  return value === null ? "\u0000" : value;
}
