import assert from "node:assert/strict";
import { test } from "node:test";

import { detailAt, shapeAt } from "../../borderviz/page/viewer/src/background.js";
import { courseAt } from "../../borderviz/page/viewer/src/rivers.js";
import {
  decodeGeometry, decodeLine, latitude, longitude, mercatorLength, mercatorX, mercatorY, ringContains,
  shapeArea, shapeContains, traceLine,
} from "../../borderviz/page/viewer/src/geometry.js";

const near = (actual, expected, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test("projection: known points and the way back", () => {
  near(mercatorX(0), 0.5);
  near(mercatorX(180), 1);
  near(mercatorY(0), 0.5);
  near(mercatorY(85.0511287798066), 0, 1e-12);
  for (const [lon, lat] of [[128.18, 41.4], [-70, -33], [0, 0]]) {
    near(longitude(mercatorX(lon)), lon);
    near(latitude(mercatorY(lat)), lat);
  }
});

test("a length on the ground grows with latitude as Mercator does", () => {
  near(mercatorLength(2 * Math.PI * 6378137, 0), 1, 1e-12);
  near(mercatorLength(1000, 60) / mercatorLength(1000, 0), 2, 1e-9);
});

test("delta coding: the first pair absolute, the rest differences", () => {
  const coords = decodeLine([12800000, 4100000, 100000, -50000, -1, 1]);
  const expected = [[128, 41], [129, 40.5], [128.99999, 40.50001]];
  expected.forEach(([lon, lat], index) => {
    near(longitude(coords[2 * index]), lon);
    near(latitude(coords[2 * index + 1]), lat);
  });
});

const SQUARE = { type: "polygon", parts: [[[0, 0, 1000000, 0, 0, 1000000, -1000000, 0], [200000, 200000, 600000, 0, 0, 600000, -600000, 0]]] };

test("a point in a polygon, and not in its hole", () => {
  const shape = decodeGeometry(SQUARE);
  assert.equal(shape.vertices, 8);
  assert.ok(shapeContains(shape, mercatorX(1), mercatorY(1)));
  assert.ok(!shapeContains(shape, mercatorX(5), mercatorY(5)));
  assert.ok(!shapeContains(shape, mercatorX(11), mercatorY(5)));
  assert.ok(ringContains(shape.parts[0].rings[1], mercatorX(5), mercatorY(5)));
  near(shapeArea(shape) / (10 / 360) ** 2, 1 - 0.36, 0.01);
});

/** Records what is traced. */
class Pen {
  points = [];
  closed = 0;
  moveTo(x, y) { this.points.push([x, y]); }
  lineTo(x, y) { this.points.push([x, y]); }
  closePath() { this.closed += 1; }
}
const VIEW = { scale: 1, left: 0, top: 0, width: 100, height: 100 };
const trace = (coords, closed = false, view = VIEW) => {
  const pen = new Pen();
  traceLine(pen, Float64Array.from(coords), view, closed);
  return pen;
};

test("vertices that fall together are drawn once, ends are kept", () => {
  assert.deepEqual(trace([0, 0, 0.1, 0, 0.2, 0, 50, 0, 50.1, 0]).points, [[0, 0], [50, 0], [50.1, 0]]);
  assert.equal(trace([0, 0, 5, 5, 0, 9], true).closed, 1);
  assert.deepEqual(trace([]).points, []);
});

test("a run beyond one side is left out, a line through the view is not", () => {
  const run = trace([50, 50, 500, 50, 600, 10, 700, 90, 500, 60, 50, 60]).points;
  assert.deepEqual(run, [[50, 50], [500, 50], [500, 60], [50, 60]]);
  const across = trace([-500, 50, -400, 50, 500, 50]).points;
  assert.deepEqual(across, [[-500, 50], [-400, 50], [500, 50]]);
});

/** Even-odd test on traced points. */
const holds = (points, x, y) => ringContains(Float64Array.from(points.flat()), x, y);

test("leaving vertices out never changes what is seen", () => {
  let seed = 7;
  const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
  for (let round = 0; round < 300; round += 1) {
    const coords = Array.from({ length: 24 }, () => Math.round(random() * 600 - 250) + 0.5);
    const { points } = trace(coords, true);
    for (let probe = 0; probe < 20; probe += 1) {
      const [x, y] = [Math.round(random() * 100), Math.round(random() * 100)];
      assert.equal(holds(points, x, y), ringContains(Float64Array.from(coords), x, y));
    }
  }
});

test("detail: the finest that the zoom allows, else the coarsest there is", () => {
  assert.deepEqual([6, 8, 9.9, 10, 14].map((zoom) => detailAt(zoom, [0, 8, 10])), [0, 1, 1, 2, 2]);
  const thing = { kind: "land", name: null, details: new Map([[0, "coarse"], [2, "fine"]]) };
  assert.deepEqual([0, 1, 2].map((detail) => shapeAt(thing, detail)), ["coarse", "coarse", "fine"]);
  assert.equal(shapeAt({ ...thing, details: new Map([[1, "middle"]]) }, 0), "middle");
});

test("a name follows a straight reach near its point, never upside down", () => {
  const line = Array.from({ length: 101 }, (_, i) => [500 - 5 * i, 100 + 2 * i]);
  const course = courseAt([line], 250, 205, 60);
  near(course.angle, Math.atan2(-2, 5), 1e-9);
  near(course.bulge, 0, 1e-9);
  assert.equal(courseAt([line], 250, 300, 60), null);
  const winding = Array.from({ length: 101 }, (_, i) => [5 * i, 30 * Math.sin(i)]);
  assert.equal(courseAt([winding], 250, 0, 60), null);
  assert.equal(courseAt([line.slice(0, 4)], 490, 104, 60), null);
});
