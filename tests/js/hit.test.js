import assert from "node:assert/strict";
import { test } from "node:test";

import { featureAt } from "../../borderviz/page/viewer/src/analyst.js";
import { decodeGeometry, mercatorX, mercatorY } from "../../borderviz/page/viewer/src/geometry.js";
import { REACH_PX, markAt, placeAt } from "../../borderviz/page/viewer/src/hit.js";
import { inOrder, isFree } from "../../borderviz/page/viewer/src/labels.js";
import { spreadMarks } from "../../borderviz/page/viewer/src/spread.js";

const GAP = 23;
const spread = (points) => spreadMarks(points.map(([x, y], item) => ({ item, x, y })), GAP);

test("the nearest mark within reach is hit, and none beyond it", () => {
  const marks = [{ x: 0, y: 0 }, { x: 20, y: 0 }];
  assert.equal(markAt(marks, 12, 0), marks[1]);
  assert.equal(markAt(marks, 8, 0), marks[0]);
  assert.equal(markAt(marks, 20, REACH_PX + 1), null);
  assert.ok(2 * REACH_PX >= 24);
});

const disc = (index, lon, lat, radius) => {
  const [x, y] = [mercatorX(lon), mercatorY(lat)];
  return { index, x, y, shapeOnMap: null, box: [x - radius, y - radius, x + radius, y + radius] };
};

test("of areas that hold a point the smallest is hit", () => {
  const square = decodeGeometry({ type: "polygon", parts: [[[0, 0, 500000, 0, 0, 500000, -500000, 0]]] });
  const province = { index: 0, x: null, y: null, shapeOnMap: square, box: square.box };
  const town = disc(1, 1, 1, 0.001);
  assert.equal(placeAt([province, town], mercatorX(1), mercatorY(1)).index, 1);
  assert.equal(placeAt([town, province], mercatorX(4), mercatorY(4)).index, 0);
  assert.equal(placeAt([town, province], mercatorX(9), mercatorY(4)), null);
  assert.equal(placeAt([{ index: 2, x: null, y: null, shapeOnMap: null, box: null }], 0.5, 0.5), null);
});

test("marks apart from each other stay where they belong", () => {
  const far = spread([[0, 0], [100, 0], [0, 100]]);
  assert.deepEqual(far.map(({ x, y }) => [x, y]), [[0, 0], [100, 0], [0, 100]]);
});

for (const count of [2, 3, 5, 8, 9, 40]) {
  test(`${count} marks at one place can each be hit`, () => {
    const marks = spread(Array.from({ length: count }, () => [50, 50]));
    assert.equal(new Set(marks.map(({ x, y }) => markAt(marks, x, y).item)).size, count);
    for (const { atX, atY } of marks) assert.deepEqual([atX, atY], [50, 50]);
    const gaps = marks.flatMap((one, i) => marks.slice(i + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)));
    assert.ok(Math.min(...gaps) > 14, `marks only ${Math.min(...gaps)} apart`);
  });
}

test("an analyst's feature is hit by its area, its line or its point", () => {
  const feature = { geometry: null, lon: null, lat: null, radius_m: null, colour: null, shape: null, x: null, y: null };
  const line = decodeGeometry({ type: "line", parts: [[0, 0, 1000000, 0]] });
  const layers = [
    { name: "road", features: [{ ...feature, shape: line, text: "A road" }] },
    { name: "tower", features: [{ ...feature, lon: 5, lat: 5, x: mercatorX(5), y: mercatorY(5), radius_m: 1000, text: "A tower" }] },
    { name: "mute", features: [{ ...feature, shape: line, text: null }] },
  ];
  const at = (lon, lat) => featureAt(layers, mercatorX(lon), mercatorY(lat), 256 * 2 ** 8);
  assert.deepEqual(at(3, 0.01), { name: "road", text: "A road" });
  assert.deepEqual(at(5, 5), { name: "tower", text: "A tower" });
  assert.equal(at(3, 3), null);
});

test("labels claim their room by rank, towns before provinces", () => {
  const labels = [["province", 2], ["town", 3], ["town", 2], ["country", 1]].map(([kind, rank]) => ({ kind, rank }));
  assert.deepEqual(inOrder(labels).map(({ kind, rank }) => kind + rank), ["country1", "town2", "province2", "town3"]);
  assert.ok(isFree([0, 0, 10, 10], [[10, 0, 20, 10]]));
  assert.ok(!isFree([0, 0, 10, 10], [[9, 9, 20, 20]]));
});
