import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { backgroundOf, buildModel, decodePayload, findingsOf, rowsOf } from "../../borderviz/page/viewer/src/data.js";

/** @param {unknown} payload */
function block(payload, changes = {}) {
  const content = Buffer.from(JSON.stringify(payload));
  const data = deflateSync(content).toString("base64");
  return JSON.stringify({ format: 1, encoding: "zlib+base64", bytes: content.length, data, ...changes });
}

const column = (values) => ({ n: values.length, columns: { value: values } });

test("a data block gives back what was packed into it", async () => {
  const payload = { title: "조중 국경 <b>", list: [1, null, "\u2028"] };
  assert.deepEqual(await decodePayload(block(payload)), payload);
});

test("a data block that is cut or of another format is refused", async () => {
  await assert.rejects(decodePayload(block({}, { bytes: 99 })), /not whole/);
  await assert.rejects(decodePayload(block({}, { format: 2 })), /unknown data format 2/);
  await assert.rejects(decodePayload(block({}, { encoding: "gzip" })), /gzip/);
});

test("columns become rows, whatever the columns are called", () => {
  assert.deepEqual(rowsOf(column(["a", "b"])), [{ value: "a" }, { value: "b" }]);
  const [row] = rowsOf(JSON.parse('{"n": 1, "columns": {"__proto__": ["x"]}}'));
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
  assert.equal(Object.getOwnPropertyDescriptor(row, "__proto__").value, "x");
});

const said = (verdict, inForce = "yes", side = "own") => ({
  assessments: [{ rule: 0, verdict, in_force: inForce, side }],
});

test("reports of one incident agree or leave it open", () => {
  const found = (...events) => findingsOf(events).get(0);
  assert.equal(found(said("inside"), said("inside")).verdict, "inside");
  assert.equal(found(said("inside"), said("outside")).verdict, "possible");
  assert.equal(found(said("inside"), said("unknown")).verdict, "inside");
  assert.equal(found(said("unknown")).verdict, "unknown");
  assert.equal(found(said("inside", "yes"), said("inside", "no")).inForce, "possibly");
  assert.equal(found(said("outside", "yes", "own"), said("outside", "yes", "other")).side, "both");
});

const land = (detail, name, lon) => ({
  kind: "land", detail, name: { en: name }, geometry: { type: "line", parts: [[lon, 0, 100000, 0]] },
});

test("background layers of one name are one thing at several details", () => {
  const things = backgroundOf([land(0, "A", 0), land(2, "A", 0), land(0, "B", 0), land(0, "A", 500000)]);
  assert.deepEqual(things.map(({ name, details }) => [name.en, [...details.keys()]]), [["A", [0, 2]], ["B", [0]]]);
  assert.equal(things[0].details.get(0).parts.length, 2);
});

/** @param {(string | null)[][]} dates start and end of each event */
function payloadOf(dates, aggregate = dates.map(() => false)) {
  const columns = {
    date_start: dates.map(([start]) => start), date_end: dates.map(([, end]) => end),
    is_aggregate: aggregate, location: dates.map(() => null), event_type: dates.map(() => "arrest"),
  };
  return {
    page: {}, types: [], verdicts: [], rules: [], summary: [], zones: [], locations: [], analyst_layers: [],
    background: { layers: [], detail_zooms: [0], labels: [] },
    events: { n: dates.length, columns }, assessments: { n: 0, columns: {} },
    incidents: { n: dates.length, events: dates.map((_, index) => [index]) },
  };
}

test("incidents are numbered by date, those without a year last, totals apart", () => {
  const dates = [["2021-05-01", "2021-05-01"], [null, "2019-01-01"], ["2018-01-01", "2018-12-31"], ["2000-01-01", null]];
  const model = buildModel(payloadOf(dates, [false, false, false, true]));
  assert.deepEqual(model.order.map(({ index }) => index), [2, 0, 1]);
  assert.deepEqual(model.order.map(({ number }) => number), [1, 2, 3]);
  assert.deepEqual(model.aggregates.map(({ index }) => index), [3]);
  assert.equal(model.unplaced.length, 3);
});
