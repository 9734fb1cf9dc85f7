import assert from "node:assert/strict";
import { test } from "node:test";

import { edgesOf } from "../../borderviz/page/viewer/src/bins.js";
import { CELL_PX, countCells, mergeCells, radiusOf, shortCount } from "../../borderviz/page/viewer/src/clusters.js";
import { cellOf, csvText } from "../../borderviz/page/viewer/src/csv.js";
import { dayOf, isoDay } from "../../borderviz/page/viewer/src/days.js";
import { shownRows } from "../../borderviz/page/viewer/src/download.js";
import { readHash, writeHash } from "../../borderviz/page/viewer/src/links.js";
import { ranked } from "../../borderviz/page/viewer/src/ranking.js";
import { Search, fold } from "../../borderviz/page/viewer/src/search.js";
import { select } from "../../borderviz/page/viewer/src/selection.js";
import { binsOfPeriod, nextPeriod } from "../../borderviz/page/viewer/src/timeline.js";
import { EVERYTHING, modelOf } from "./payload.js";

let seed = 11;
const random = (n) => { seed = (seed * 16807) % 2147483647; return seed % n; };
const pick = (...values) => values[random(values.length)];

/** Reports of every kind, several of some incidents. */
function reportsOf(count) {
  return Array.from({ length: count }, (_, row) => {
    const start = pick(null, random(4000));
    const verdict = pick("inside", "possible", "outside", "unknown", undefined);
    return {
      incident: row < count / 2 ? row : random(Math.floor(count / 2)), start, end: start === null ? pick(null, random(4000)) : start + pick(0, 0, random(400)),
      type: pick("arrest", "death"), outlet: pick("A", "B", null), sum: pick(false, false, false, true), admin1: pick("P1", null),
      verdict, force: pick("yes", "possibly", "no"), side: pick("own", "other", "both", null), p: pick(null, random(100) / 100), t: pick(null, 0, 0.5, 1),
    };
  });
}

const groups = (reports) => {
  const found = [];
  for (const report of reports) (found[report.incident] ??= []).push(report);
  return found;
};

/** What borderviz.summaries counts, written plainly. */
function plainSummary(incidents) {
  const figures = { incidents: 0, low: 0, high: 0, unknown_year: 0, not_in_force: 0, other_bank: 0, not_in_expected: 0, expected: 0 };
  for (const all of incidents) {
    const told = all.filter(({ sum, verdict }) => !sum && verdict);
    if (!told.length || all.every(({ sum }) => sum)) continue;
    const every = (check) => (told.every(check) ? 1 : 0);
    const outside = ({ verdict }) => verdict === "outside";
    const products = told.map((one) => (outside(one) || one.force === "no" ? 0 : one.p === null || one.t === null ? NaN : one.p * one.t));
    const mean = products.reduce((a, b) => a + b, 0) / products.length;
    figures.incidents += 1;
    figures.low += every(({ verdict, force }) => verdict === "inside" && force === "yes");
    figures.high += told.some((one) => !outside(one) && one.force !== "no") ? 1 : 0;
    figures.unknown_year += every(({ start, end }) => start === null || end === null);
    figures.not_in_force += every(({ force }) => force === "no");
    figures.other_bank += every((one) => outside(one) && one.side === "other");
    figures.not_in_expected += Number.isNaN(mean) ? 1 : 0;
    figures.expected += Number.isNaN(mean) ? 0 : mean;
  }
  return figures;
}

test("counts are those of a plain count, whatever is filtered", () => {
  for (let round = 0; round < 40; round += 1) {
    const reports = reportsOf(60);
    const model = modelOf(reports);
    const window = pick(null, [500, 1500]);
    const filters = pick({}, { type: new Set(["death"]) }, { outlet: new Set(["A", "\u0000"]), verdict: new Set(["possible"]) }, { province: new Set(["P1"]) });
    const { shown, summary, incidents, totals } = select(model, { ...EVERYTHING, window, filters });
    const all = groups(reports);
    const passes = all.map((members, i) => {
      const starts = members.map(({ start }) => start ?? -Infinity);
      const ends = members.map(({ end }) => end ?? Infinity);
      const inTime = !window || (Math.min(...starts) <= window[1] && Math.max(...ends) >= window[0]);
      const any = (facet, read) => !filters[facet] || members.some((one) => filters[facet].has(read(one) ?? "\u0000"));
      const verdict = !filters.verdict || filters.verdict.has(model.finding(i, 0).verdict);
      return inTime && verdict && any("type", ({ type }) => type) && any("outlet", ({ outlet }) => outlet) && any("province", ({ admin1 }) => admin1);
    });
    assert.deepEqual([...shown].map(Boolean), passes);
    const kept = all.filter((_, i) => passes[i]);
    assert.equal(incidents, kept.filter((members) => !members.every(({ sum }) => sum)).length);
    assert.equal(totals, kept.length - incidents);
    const { expected, ...plain } = plainSummary(kept);
    for (const [name, value] of Object.entries(plain)) assert.equal(summary[name], value, name);
    assert.ok(Math.abs((summary.expected ?? 0) - expected) < 1e-9);
  }
});

test("a value's count is what choosing it alone would show", () => {
  const model = modelOf(reportsOf(80));
  const state = { ...EVERYTHING, window: [300, 2500], filters: { type: new Set(["arrest"]), bank: new Set(["own", "both"]) } };
  const { counts } = select(model, state);
  for (const facet of model.facetsFor(0)) {
    facet.values.forEach((value, at) => {
      const filters = { ...state.filters, [facet.key]: new Set([value ?? "\u0000"]) };
      assert.equal(counts.get(facet.key)[at], select(model, { ...state, filters }).incidents, `${facet.key} ${value}`);
    });
  }
});

test("the histogram has certain and possible incidents in each bin, and leaves the totals out", () => {
  const model = modelOf([{ start: 0, end: 0 }, { start: 3, end: 5 }, { start: 5, end: 5 }, { start: 2, end: 2, sum: true }, { end: 4 }]);
  assert.deepEqual(model.bins.edges, [0, 1, 2, 3, 4, 5, 6]);
  const { bins } = select(model, EVERYTHING);
  assert.deepEqual([...bins.sure], [1, 0, 0, 0, 0, 1]);
  assert.deepEqual([...bins.maybe], [0, 0, 0, 1, 1, 1]);
});

test("bins are whole days, weeks, months or years, at most 121", () => {
  for (const [from, to] of [[0, 0], [0, 100], [17000, 17500], [15000, 18000], [-40000, 20000], [-300000, 20000]]) {
    const edges = edgesOf([from, to]);
    assert.ok(edges[0] <= from && edges[edges.length - 1] > to && edges.length <= 122, `${from} ${to} ${edges.length}`);
    assert.ok(edges.every((edge, i) => i === 0 || edge > edges[i - 1]));
  }
  assert.deepEqual(edgesOf(null), []);
});

test("playing moves the period by a bin, from the start when it is at the end", () => {
  const edges = [0, 10, 20, 30, 40];
  assert.deepEqual(binsOfPeriod(edges, [10, 29]), [1, 2]);
  assert.deepEqual(nextPeriod({ window: [0, 9] }, edges, false), [10, 19]);
  assert.equal(nextPeriod({ window: [30, 39] }, edges, false), null);
  assert.deepEqual(nextPeriod({ window: [20, 39] }, edges, true), [0, 19]);
  assert.deepEqual(nextPeriod({ window: null }, edges, true), [0, 9]);
});

test("days and their texts, also before 1970 and before the year 1000", () => {
  for (const text of ["1970-01-01", "2020-02-29", "1953-07-27", "0099-12-31"]) {
    assert.equal(isoDay(Math.round(Date.parse(`${text}T00:00Z`) / 86400000)), text);
  }
  assert.equal(isoDay(dayOf(2020, 13)), "2021-02-01");
});

test("search reads any script and spelling, and wants every word", () => {
  assert.equal(fold("Ch’ŏngjin-si"), "chongjinsi");
  const places = [{ names: "혜산|Hyesan|惠山" }, { provinces: "KP-10" }, {}];
  const reports = [{ place: "Hyesan", quote: "Two were held." }, { place: "the river" }, { place: null, outlet: "Ark Courier" }];
  const search = new Search(modelOf(reports, { places, provinces: [{ id: "KP-10", name: { en: "Ryanggang", ko: "량강도", zh: "两江道" } }] }));
  const found = (query) => [...(search.mask(query) ?? [9])];
  assert.deepEqual(found("혜산"), [1, 0, 0]);
  assert.deepEqual(found("惠山 held"), [1, 0, 0]);
  assert.deepEqual(found("HYESAN river"), [0, 0, 0]);
  assert.deepEqual(found("량강도"), [0, 1, 0]);
  assert.deepEqual(found("courier"), [0, 0, 1]);
  assert.deepEqual(found("  "), [9]);
});

test("the table's first rows are those of a whole sort", () => {
  const reports = Array.from({ length: 300 }, () => ({ killed: pick(null, random(40)), start: random(50), end: 60, sum: pick(false, false, true) }));
  const model = modelOf(reports);
  const selection = select(model, EVERYTHING);
  for (const down of [false, true]) {
    const { first, count } = ranked(model, { ...EVERYTHING, selection, entries: 40, sort: { key: "numbers", down } });
    const value = (i) => (reports[i].killed === null ? Infinity : (down ? -1 : 1) * reports[i].killed);
    const rank = (i) => (reports[i].sum ? 1000 + i : model.columns.number[i]);
    const all = reports.map((_, i) => i).sort((a, b) => (value(a) === value(b) ? rank(a) - rank(b) : value(a) - value(b)));
    assert.deepEqual(first, all.slice(0, 40));
    assert.equal(count, 300);
  }
});

test("cells of a CSV file: numbers stay, formulas are held, quotes are doubled", () => {
  for (const [value, cell] of [
    [null, ""], [3, "3"], [-1.5, "-1.5"], [true, "true"], ["=1+1", "'=1+1"], ["+1", "+1"], ["-1.5e3", "-1.5e3"], ["@x", "'@x"], ["'=x", "''=x"],
    [" =x", "' =x"], ["a,b", '"a,b"'], ['say "no"', '"say ""no"""'], ["a\nb", '"a\nb"'], ["plain", "plain"], ["＝x", "'＝x"],
  ]) assert.equal(cellOf(value), cell);
});

test("a row's coordinates are those of its location where they are the same", () => {
  const places = [{ lon: 128.17, lat: 41.4, radius: 500, assumed: true }, { lon: 1, lat: 2, radius: 7 }, { lon: 3, lat: 4 }];
  const columns = { latitude: [null, null, 9], longitude: [null, null, 8], coordinate_uncertainty_m: [null, null, null] };
  const model = modelOf([{ exact: true }, { exact: true }, {}], { places, columns });
  const lines = csvText(model, [0, 1, 2]).trimEnd().split("\n").map((line) => line.split(",").slice(-3));
  assert.deepEqual(lines, [Object.keys(columns), ["41.4", "128.17", ""], ["2", "1", "7"], ["9", "8", ""]]);
});

test("a file holds the totals that its rows are part of", () => {
  const model = modelOf([{ id: "a", part_of: "t" }, { id: "b" }, { id: "t", sum: true, part_of: "u" }, { id: "u", sum: true }]);
  assert.deepEqual(shownRows(model, Uint8Array.from([1, 0, 0, 0])), [0, 2, 3]);
});

test("links lead back to what they were made for", () => {
  const target = { event: "a&b=c #1 혜", view: { lat: 41.4, lon: 128.18, zoom: 9.25 } };
  assert.deepEqual(readHash(`#${writeHash(target)}`), target);
  assert.deepEqual(readHash("#view=91,0,3"), {});
  assert.deepEqual(readHash("#view=a,b,c&event=x"), { event: "x" });
});

test("clusters hold every incident in view once, with its verdict, and do not cover each other", () => {
  const n = 2000;
  const columns = { n, x: Float64Array.from({ length: n }, () => random(1000) / 1000), y: Float64Array.from({ length: n }, () => random(1000) / 1000) };
  columns.x[0] = NaN;
  const verdict = Uint8Array.from({ length: n }, () => random(4));
  const shown = Uint8Array.from({ length: n }, () => pick(0, 1, 1));
  const view = { scale: 900, left: 100, top: 50, width: 700, height: 600 };
  const { clusters } = mergeCells(countCells(columns, shown, verdict, view), view);
  const total = (list) => list.reduce((sum, one) => sum + one, 0);
  const held = total(clusters.map(({ count }) => count));
  assert.deepEqual(clusters.map(({ verdicts }) => total(verdicts)), clusters.map(({ count }) => count));
  const inView = columns.x.filter((x, i) => shown[i] && x * 900 >= 100 && x * 900 < 800 && columns.y[i] * 900 >= 50 && columns.y[i] * 900 < 650).length;
  assert.ok(held >= inView && held <= total([...shown]));
  for (const [i, one] of clusters.entries()) {
    assert.ok(one.x > -CELL_PX && one.x < 700 + CELL_PX);
    for (const other of clusters.slice(i + 1)) {
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) > Math.min(radiusOf(one.count), radiusOf(other.count)));
    }
  }
});

test("counts in clusters are short", () => {
  for (const [count, text] of [[1, "1"], [999, "999"], [1000, "1k"], [1250, "1.3k"], [9990, "10k"], [34000, "34k"], [999999, "1M"], [1250000, "1.3M"]]) {
    assert.equal(shortCount(count), text);
  }
});
