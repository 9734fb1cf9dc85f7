// Where a name can follow a river: near its point, along a reach that is straight enough.

import { detailAt, shapeAt } from "./background.js";

/** @import { BackgroundThing, View } from "./types.js" */

/** @typedef {{ x: number, y: number, angle: number, bulge: number }} Course
 * Middle of the reach in pixels, its direction in radians (never upside down), and how far
 * the river strays from the straight line. */

const NEAR_PX = 40;
const MOST_BULGE = 0.22;
/** A short name takes its direction from a longer reach, past the small bends. */
const SHORTEST_REACH_PX = 64;

/**
 * The lines that names may follow, as pixels of the canvas.
 * @param {View} view @param {BackgroundThing[]} things @param {number[]} detailZooms
 * @returns {number[][][]} lines of points
 */
export function watercourses(view, things, detailZooms) {
  const detail = detailAt(view.zoom, detailZooms);
  return things
    .filter(({ kind }) => kind === "river" || kind === "border")
    .flatMap((thing) => shapeAt(thing, detail)?.parts ?? [])
    .flatMap(({ rings }) => rings.map((ring) => pixelsOf(view, ring)));
}

/** @param {View} view @param {Float64Array} line @returns {number[][]} */
function pixelsOf({ scale, left, top }, line) {
  /** @type {number[][]} */
  const points = [];
  for (let i = 0; i < line.length; i += 2) {
    const [x, y] = [line[i] * scale - left, line[i + 1] * scale - top];
    const last = points[points.length - 1];
    if (!last || Math.abs(last[0] - x) + Math.abs(last[1] - y) >= 2) points.push([x, y]);
  }
  return points;
}

/**
 * @param {number[][][]} lines @param {number} x @param {number} y @param {number} width of the name
 * @returns {Course | null} null where no line is near, or it winds too much
 */
export function courseAt(lines, x, y, width) {
  let nearest = NEAR_PX;
  /** @type {{ line: number[][], at: number } | null} */
  let best = null;
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 1) {
      const distance = Math.hypot(line[at][0] - x, line[at][1] - y);
      if (distance < nearest) {
        nearest = distance;
        best = { line, at };
      }
    }
  }
  return best && reachOf(best.line, best.at, Math.max(width, SHORTEST_REACH_PX));
}

/** @param {number[][]} line @param {number} at @param {number} width of the reach @returns {Course | null} */
function reachOf(line, at, width) {
  const far = (/** @type {number[]} */ point) => Math.hypot(point[0] - line[at][0], point[1] - line[at][1]) >= width / 2;
  let [from, to] = [at, at];
  while (from > 0 && !far(line[from])) from -= 1;
  while (to < line.length - 1 && !far(line[to])) to += 1;
  const [start, end] = [line[from], line[to]];
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy);
  if (length < width * 0.9) return null;
  const strays = line.slice(from, to + 1).map(([x, y]) => Math.abs((x - start[0]) * dy - (y - start[1]) * dx) / length);
  const bulge = Math.max(...strays);
  if (bulge > length * MOST_BULGE) return null;
  const angle = Math.atan(dy / (dx || 1e-9));
  return { x: (start[0] + end[0]) / 2, y: (start[1] + end[1]) / 2, angle, bulge };
}
