// Search in any script and spelling: every word must stand in a place, its other names, a quote,
// a summary, a title or an outlet.

import { nameOf } from "./i18n.js";

/** @import { Model, Names } from "./types.js" */
/** @typedef {{ codes: ArrayLike<number>, texts: string[] }} Source texts and which of them each row has */

const TEXT_COLUMNS = ["place", "quote", "summary", "source_title", "source_outlet"];
/** In longer tables the ids are not searched: they would take longer to spell than to read. */
const MOST_IDS = 50000;

/** A text without case, accents, hyphens and apostrophes. @param {string} text */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase().replace(/[-‐‑'’ʼ`·]/g, "");
}

export class Search {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Source[] | null} */
    this.sources = null;
  }

  /**
   * Which incidents a query finds.
   * @param {string} query @returns {Uint8Array | null} null where there is nothing to look for
   */
  mask(query) {
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    this.sources ??= sourcesOf(this.model);
    const { columns: { n, first, rows }, payload } = this.model;
    const hits = new Uint8Array(payload.events.n).fill(1);
    for (const word of words) keepRowsWith(hits, word, this.sources);
    const mask = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) {
      for (let at = first[i]; at < first[i + 1] && !mask[i]; at += 1) mask[i] = hits[rows[at]];
    }
    return mask;
  }
}

/** @param {Uint8Array} hits by row, changed in place @param {string} word @param {Source[]} sources */
function keepRowsWith(hits, word, sources) {
  const found = sources.map(({ codes, texts }) => ({
    codes, has: Uint8Array.from(texts, (text) => (text.includes(word) ? 1 : 0)),
  }));
  for (let row = 0; row < hits.length; row += 1) {
    if (hits[row] && !found.some(({ codes, has }) => has[codes[row]] === 1)) hits[row] = 0;
  }
}

/** @param {Model} model @returns {Source[]} */
function sourcesOf({ payload, columns, types, provinces }) {
  const { events, locations } = payload;
  const folded = (/** @type {unknown[]} */ values) => values.map((value) => (value === null ? "" : fold(String(value))));
  const allNames = (/** @type {Names | undefined} */ names) => (names ? [names.en, names.ko, names.zh, nameOf(names)].join(" ") : "");
  const spellings = (/** @type {unknown} */ text) => String(text ?? "").split("|").map((id) => allNames(provinces.get(id)?.name)).join(" ");
  /** @type {Source[]} */
  const ofPlaces = ["names", "provinces"].map((name) => {
    const { codes, values } = locations.column(name).coded();
    const codesOfRows = Uint32Array.from(columns.rowLocation, (at) => (at < 0 ? values.length : codes[at]));
    return { codes: codesOfRows, texts: [...folded(name === "provinces" ? values.map(spellings) : values), ""] };
  });
  const stated = events.column("admin1").coded();
  ofPlaces.push({ codes: stated.codes, texts: folded(stated.values.map(spellings)) });
  const kinds = events.column("event_type").coded();
  const ofTypes = { codes: kinds.codes, texts: folded(kinds.values.map((id) => `${id} ${allNames(types.get(String(id))?.label)}`)) };
  const names = events.n <= MOST_IDS ? [...TEXT_COLUMNS, "event_id"] : TEXT_COLUMNS;
  const ofTexts = names.map((name) => events.column(name)).filter((column) => !column.empty).map((column) => {
    const { codes, values } = column.coded();
    return { codes, texts: folded(values) };
  });
  return [...ofPlaces, ofTypes, ...ofTexts];
}
