import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { Column, Table } from "../../borderviz/page/viewer/src/columns.js";
import { decodePayload } from "../../borderviz/page/viewer/src/data.js";
import { backgroundOf } from "../../borderviz/page/viewer/src/model.js";
import { modelOf } from "./payload.js";

const EMPTY = { n: 0, columns: [], at: 0 };

/** @param {Record<string, unknown>} payload */
function block(payload, changes = {}) {
  const json = Buffer.from(JSON.stringify({ events: EMPTY, located: EMPTY, locations: EMPTY, assessments: EMPTY, ...payload }));
  const content = Buffer.concat([json, Buffer.from([0, 7, 9])]);
  const data = deflateSync(content).toString("base64");
  return JSON.stringify({ format: 2, encoding: "zlib+base64", json: json.length, bytes: content.length, data, ...changes });
}

test("a data block gives back what was packed into it", async () => {
  const run = { least: 5, missing: false, width: 1, at: 1, steps: false };
  const events = { n: 2, columns: [{ name: "__proto__", kind: "whole", run }], at: 0 };
  const payload = await decodePayload(block({ title: "조중 국경 <b>", list: [1, null, "\u2028"], events }));
  assert.equal(payload.title, "조중 국경 <b>");
  assert.deepEqual(payload.list, [1, null, "\u2028"]);
  assert.deepEqual([0, 1].map((row) => payload.events.value("__proto__", row)), [12, 14]);
});

test("a data block that is cut or of another format is refused", async () => {
  await assert.rejects(decodePayload(block({}, { bytes: 99 })), /not whole/);
  await assert.rejects(decodePayload(block({}, { format: 1 })), /unknown data format 1/);
  await assert.rejects(decodePayload(block({}, { encoding: "gzip" })), /gzip/);
});

const column = (spec, bytes, n) => new Column({ name: "x", ...spec }, n, Uint8Array.from(bytes));
const valuesOf = (one) => Array.from({ length: one.n }, (_, row) => one.value(row));

test("each kind of column gives its values, row by row and as a whole", () => {
  const holed = column({ kind: "whole", scale: 10, run: { least: -5, missing: true, width: 1, at: 0, steps: false } }, [0, 1, 26], 3);
  assert.deepEqual(valuesOf(holed), [null, -0.5, 2]);
  assert.deepEqual([...holed.numbers(NaN)], [NaN, -0.5, 2]);
  const steps = column({ kind: "whole", run: { least: 0, missing: false, width: 2, at: 0, steps: true } }, [4, 1, 3, 2, 0, 0], 3);
  assert.deepEqual(valuesOf(steps), [258, 257, 255]);
  assert.deepEqual([...steps.fill(new Int32Array(3), -1)], [258, 257, 255]);
  const texts = column({ kind: "text", at: 3, bytes: 6, run: { least: 3, missing: true, width: 1, at: 0, steps: false } }, [1, 0, 1, ...Buffer.from("혜abc")], 3);
  assert.deepEqual(valuesOf(texts), ["혜", null, "abc"]);
  const ids = column({ kind: "numbered", prefix: "row-", digits: 3, run: { least: 9, missing: false, width: 0, first: 0, step: 1 } }, [], 3);
  assert.deepEqual(valuesOf(ids), ["row-009", "row-010", "row-011"]);
  assert.deepEqual(ids.coded().values, ["row-009", "row-010", "row-011"]);
  const double = column({ kind: "double", at: 0 }, new Uint8Array(Float64Array.from([Math.PI, NaN]).buffer), 2);
  assert.deepEqual(valuesOf(double), [Math.PI, null]);
  const coded = column({ kind: "coded", values: [500, null], run: { least: 0, missing: false, width: 1, at: 0, steps: false } }, [1, 0, 0], 3);
  assert.deepEqual(valuesOf(coded), [null, 500, 500]);
  assert.deepEqual([...coded.numbers(-1)], [-1, 500, 500]);
  assert.deepEqual(valuesOf(column({ kind: "same", value: "x" }, [], 2)), ["x", "x"]);
});

test("a column that is not there is empty", () => {
  const table = new Table({ n: 2, columns: [], at: 0 }, new Uint8Array(0));
  assert.equal(table.value("nothing", 1), null);
  assert.ok(table.column("nothing").empty);
});

const said = (verdict, force = "yes", side = "own") => ({ verdict, force, side, incident: 0 });

test("reports of one incident agree or leave it open", () => {
  const found = (...reports) => modelOf(reports).finding(0, 0);
  assert.equal(found(said("inside"), said("inside")).verdict, "inside");
  assert.equal(found(said("inside"), said("outside")).verdict, "possible");
  assert.equal(found(said("inside"), said("unknown")).verdict, "inside");
  assert.equal(found(said("unknown"), said("inside")).verdict, "inside");
  assert.equal(found(said("unknown")).verdict, "unknown");
  assert.equal(found(said("inside", "yes"), said("inside", "no")).inForce, "possibly");
  assert.equal(found(said("outside", "yes", "own"), said("outside", "yes", "other")).side, "both");
  assert.equal(found({ incident: 0 }).told, false);
});

const land = (detail, name, lon) => ({
  kind: "land", detail, name: { en: name }, geometry: { type: "line", parts: [[lon, 0, 100000, 0]] },
});

test("background layers of one name are one thing at several details", () => {
  const things = backgroundOf([land(0, "A", 0), land(2, "A", 0), land(0, "B", 0), land(0, "A", 500000)]);
  assert.deepEqual(things.map(({ name, details }) => [name.en, [...details.keys()]]), [["A", [0, 2]], ["B", [0]]]);
  assert.equal(things[0].details.get(0).parts.length, 2);
});

test("incidents are numbered by date, those without a year last, totals apart", () => {
  const model = modelOf([
    { start: 700, end: 700 }, { end: 100 }, { start: 5, end: 300 }, { start: -900, sum: true }, { start: 5, end: 6 },
  ]);
  assert.deepEqual([...model.columns.order], [4, 2, 0, 1]);
  assert.deepEqual([4, 2, 0, 1].map((index) => model.incident(index).number), [1, 2, 3, 4]);
  assert.deepEqual([...model.columns.aggregates], [3]);
});

test("an incident stands where its first placed report does, and spans the days of all", () => {
  const model = modelOf([
    { incident: 1, start: 9, end: 9 }, { incident: 0, start: 1, end: 2 }, { incident: 1, start: 3, end: 4, lon: 128, lat: 41, type: "death" },
  ]);
  const { location, type, typeNames, start, end } = model.columns;
  assert.equal(location[0], -1);
  assert.equal(location[1], 2);
  assert.equal(typeNames[type[1]], "death");
  assert.deepEqual([start[1], end[1]], [3, 9]);
  assert.equal(model.incident(1).events.length, 2);
});
