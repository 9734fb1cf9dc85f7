// Columns of a table as Python packs them (borderviz/page/columns.py), read when asked for.

/** @import { ColumnSpec, PackedTable, Run } from "./types.js" */

/** @typedef {Uint8Array | Uint16Array | Uint32Array} Codes */

/**
 * The whole numbers of a run, still counted from its least; 0 may mean missing.
 * @param {Run} run @param {number} n @param {Uint8Array} bytes of the table
 * @returns {Codes}
 */
function unpackRun(run, n, bytes) {
  const { width, at = 0 } = run;
  if (width === 0) return progression(n, run.first ?? 0, run.step ?? 0);
  if (width === 1 && !run.steps) return bytes.subarray(at, at + n);
  const codes = width === 2 && !run.steps ? new Uint16Array(n) : new Uint32Array(n);
  for (let plane = 0; plane < width; plane += 1) {
    const from = at + plane * n;
    const shift = 8 * plane;
    for (let i = 0; i < n; i += 1) codes[i] |= bytes[from + i] << shift;
  }
  if (run.steps) {
    let sum = 0;
    for (let i = 0; i < n; i += 1) {
      const zigzag = codes[i];
      sum += (zigzag >>> 1) ^ -(zigzag & 1);
      codes[i] = sum;
    }
  }
  return codes;
}

/** @param {number} n @param {number} first @param {number} step */
function progression(n, first, step) {
  const codes = new Uint32Array(n);
  for (let i = 0; i < n; i += 1) codes[i] = first + i * step;
  return codes;
}

export class Column {
  /** @param {ColumnSpec} spec @param {number} n @param {Uint8Array} bytes of the table */
  constructor(spec, n, bytes) {
    this.name = spec.name;
    this.spec = spec;
    this.n = n;
    this.bytes = bytes;
    /** @type {Codes | null} */
    this.unpacked = null;
    /** @type {Uint32Array | null} */
    this.starts = null;
    /** @type {Float64Array | null} */
    this.doubles = null;
    /** @type {{ codes: Codes, values: unknown[] } | null} */
    this.recoded = null;
  }

  /** @returns {Codes} */
  get run() {
    this.unpacked ??= unpackRun(/** @type {Run} */ (this.spec.run), this.n, this.bytes);
    return this.unpacked;
  }

  /** Whether no row has a value. */
  get empty() {
    return this.spec.kind === "same" && this.spec.value === null;
  }

  /** @param {number} row @returns {unknown} null where there is none */
  value(row) {
    const { spec } = this;
    switch (spec.kind) {
      case "same": return spec.value ?? null;
      case "coded": return /** @type {unknown[]} */ (spec.values)[this.run[row]];
      case "whole": return this.whole(row);
      case "double": return this.double(row);
      case "numbered": return `${spec.prefix}${String(this.whole(row)).padStart(spec.digits ?? 1, "0")}`;
      default: return this.text(row);
    }
  }

  /** @param {number} row */
  whole(row) {
    const { least, missing } = /** @type {Run} */ (this.spec.run);
    const code = this.run[row];
    if (!missing) return (least + code) / (this.spec.scale ?? 1);
    return code ? (least + code - 1) / (this.spec.scale ?? 1) : null;
  }

  /** @param {number} row */
  double(row) {
    const at = this.spec.at ?? 0;
    this.doubles ??= new Float64Array(this.bytes.slice(at, at + 8 * this.n).buffer);
    return Number.isNaN(this.doubles[row]) ? null : this.doubles[row];
  }

  /** @param {number} row */
  text(row) {
    const { missing, least } = /** @type {Run} */ (this.spec.run);
    if (missing && this.run[row] === 0) return null;
    this.starts ??= this.textStarts(least - (missing ? 1 : 0), missing);
    return new TextDecoder().decode(this.bytes.subarray(this.starts[row], this.starts[row + 1]));
  }

  /** @param {number} shift @param {boolean} missing */
  textStarts(shift, missing) {
    const starts = new Uint32Array(this.n + 1);
    let at = this.spec.at ?? 0;
    for (let row = 0; row < this.n; row += 1) {
      starts[row] = at;
      const code = this.run[row];
      if (!missing || code) at += code + shift;
    }
    starts[this.n] = at;
    return starts;
  }

  /** All values of a column of numbers. @param {number} none stands for a missing one */
  numbers(none) {
    return this.fill(new Float64Array(this.n), none);
  }

  /**
   * Write all values of a column of numbers into an array.
   * @template {Float64Array | Int32Array | Uint32Array} Numbers
   * @param {Numbers} found @param {number} none stands for a missing one @returns {Numbers}
   */
  fill(found, none) {
    const { spec, n } = this;
    if (spec.kind === "same") {
      found.fill(/** @type {number | null} */ (spec.value) ?? none);
    } else if (spec.kind === "double") {
      for (let row = 0; row < n; row += 1) found[row] = this.double(row) ?? none;
    } else if (spec.kind === "coded") {
      const values = Float64Array.from(/** @type {(number | null)[]} */ (spec.values), (value) => value ?? none);
      const codes = this.run;
      for (let row = 0; row < n; row += 1) found[row] = values[codes[row]];
    } else {
      this.fillWhole(found, none);
    }
    return found;
  }

  /** @param {Float64Array | Int32Array | Uint32Array} found @param {number} none */
  fillWhole(found, none) {
    const { least, missing } = /** @type {Run} */ (this.spec.run);
    const codes = this.run;
    const scale = this.spec.scale ?? 1;
    const base = missing ? least - 1 : least;
    for (let row = 0; row < this.n; row += 1) found[row] = (base + codes[row]) / scale;
    if (!missing) return;
    for (let row = 0; row < this.n; row += 1) if (codes[row] === 0) found[row] = none;
  }

  /**
   * The values of a column, each once, and which of them each row has.
   * @returns {{ codes: Codes, values: unknown[] }}
   */
  coded() {
    const { spec } = this;
    if (spec.kind === "same") return { codes: new Uint8Array(this.n), values: [spec.value ?? null] };
    if (spec.kind === "coded") return { codes: this.run, values: /** @type {unknown[]} */ (spec.values) };
    this.recoded ??= this.recode();
    return this.recoded;
  }

  recode() {
    /** @type {Map<unknown, number>} */
    const known = new Map();
    const codes = new Uint32Array(this.n);
    for (let row = 0; row < this.n; row += 1) {
      const value = this.value(row);
      const code = known.get(value) ?? known.size;
      known.set(value, code);
      codes[row] = code;
    }
    return { codes, values: [...known.keys()] };
  }
}

/** A table of columns by name; a column that is not there is empty. */
export class Table {
  /** @param {PackedTable} packed @param {Uint8Array} body bytes of all tables */
  constructor({ n, columns, at }, body) {
    this.n = n;
    const bytes = body.subarray(at);
    /** @type {Map<string, Column>} */
    this.columns = new Map(columns.map((spec) => [spec.name, new Column(spec, n, bytes)]));
  }

  /** @param {string} name */
  column(name) {
    return this.columns.get(name) ?? new Column({ name, kind: "same", value: null }, this.n, new Uint8Array(0));
  }

  /** @param {string} name @param {number} row */
  value(name, row) {
    return this.columns.get(name)?.value(row) ?? null;
  }
}
