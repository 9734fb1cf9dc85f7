// Geometry in Mercator units: the world is one unit wide, x grows eastward, y southward.

/** @import { Box, PackedGeometry, Shape, View } from "./types.js" */

const UNITS_PER_DEGREE = 1e5;
const EARTH_RADIUS_M = 6378137;
/** Two vertices nearer than this on the canvas are drawn as one. */
const NEAR_PX = 0.4;
/** How far past the canvas a line is still traced, so that no edge of it shows. */
const MARGIN_PX = 40;

/** @param {number} lon degrees */
export function mercatorX(lon) {
  return lon / 360 + 0.5;
}

/** @param {number} lat degrees */
export function mercatorY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @param {number} x @returns {number} longitude in degrees */
export function longitude(x) {
  return (x - 0.5) * 360;
}

/** @param {number} y @returns {number} latitude in degrees */
export function latitude(y) {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

/**
 * Length in Mercator units of so many metres on the ground at a latitude.
 * @param {number} metres @param {number} lat
 */
export function mercatorLength(metres, lat) {
  return metres / (2 * Math.PI * EARTH_RADIUS_M * Math.cos((lat * Math.PI) / 180));
}

/**
 * Undo the delta coding of a ring or line.
 * @param {number[]} flat integers in 1e-5 degree, the first pair absolute
 * @returns {Float64Array} x and y in turn
 */
export function decodeLine(flat) {
  const coords = new Float64Array(flat.length);
  let lon = 0;
  let lat = 0;
  for (let i = 0; i + 1 < flat.length; i += 2) {
    lon += flat[i];
    lat += flat[i + 1];
    coords[i] = mercatorX(lon / UNITS_PER_DEGREE);
    coords[i + 1] = mercatorY(lat / UNITS_PER_DEGREE);
  }
  return coords;
}

/** @returns {Box} */
export function emptyBox() {
  return [Infinity, Infinity, -Infinity, -Infinity];
}

/** @param {Box} box @param {Box} other grows the first box in place */
export function growBox(box, other) {
  box[0] = Math.min(box[0], other[0]);
  box[1] = Math.min(box[1], other[1]);
  box[2] = Math.max(box[2], other[2]);
  box[3] = Math.max(box[3], other[3]);
}

/** @param {Float64Array} coords @returns {Box} */
function boxOf(coords) {
  const box = emptyBox();
  for (let i = 0; i < coords.length; i += 2) {
    if (coords[i] < box[0]) box[0] = coords[i];
    if (coords[i] > box[2]) box[2] = coords[i];
    if (coords[i + 1] < box[1]) box[1] = coords[i + 1];
    if (coords[i + 1] > box[3]) box[3] = coords[i + 1];
  }
  return box;
}

/** @param {PackedGeometry} packed @returns {Shape} */
export function decodeGeometry(packed) {
  const closed = packed.type === "polygon";
  const box = emptyBox();
  let vertices = 0;
  const parts = packed.parts.map((part) => {
    const lines = /** @type {number[][]} */ (closed ? part : [part]);
    const rings = lines.map(decodeLine);
    const partBox = emptyBox();
    for (const ring of rings) {
      growBox(partBox, boxOf(ring));
      vertices += ring.length / 2;
    }
    growBox(box, partBox);
    return { rings, box: partBox };
  });
  return { closed, parts, box, vertices };
}

/**
 * A circle on the ground as a box, in Mercator units.
 * @param {number} x @param {number} y @param {number} radius @returns {Box}
 */
export function circleBox(x, y, radius) {
  return [x - radius, y - radius, x + radius, y + radius];
}

/** @param {View} view @param {Box} box */
export function boxOnView(view, box) {
  const { scale, left, top, width, height } = view;
  return (
    box[2] * scale - left > -MARGIN_PX && box[0] * scale - left < width + MARGIN_PX &&
    box[3] * scale - top > -MARGIN_PX && box[1] * scale - top < height + MARGIN_PX
  );
}

/**
 * Which sides of the canvas a point lies beyond, as bits.
 * @param {number} x @param {number} y @param {number} width @param {number} height
 */
function beyond(x, y, width, height) {
  return (
    (x < -MARGIN_PX ? 1 : x > width + MARGIN_PX ? 2 : 0) |
    (y < -MARGIN_PX ? 4 : y > height + MARGIN_PX ? 8 : 0)
  );
}

/**
 * Add a ring or line to the canvas path: vertices that fall together are merged, and those
 * of a run beyond one side of the canvas are left out, which changes nothing that is seen.
 * @param {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "closePath">} path
 * @param {Float64Array} coords
 * @param {Pick<View, "scale" | "left" | "top" | "width" | "height">} view
 * @param {boolean} closed
 */
export function traceLine(path, coords, view, closed) {
  const { scale, left, top, width, height } = view;
  const last = coords.length - 2;
  if (last < 0) return;
  let keptX = coords[0] * scale - left;
  let keptY = coords[1] * scale - top;
  let keptSide = beyond(keptX, keptY, width, height);
  path.moveTo(keptX, keptY);
  let waiting = false;
  let waitX = 0;
  let waitY = 0;
  let waitSide = 0;
  for (let i = 2; i <= last; i += 2) {
    const x = coords[i] * scale - left;
    const y = coords[i + 1] * scale - top;
    const fromX = waiting ? waitX : keptX;
    const fromY = waiting ? waitY : keptY;
    if (i < last && Math.abs(x - fromX) < NEAR_PX && Math.abs(y - fromY) < NEAR_PX) continue;
    const side = beyond(x, y, width, height);
    if (waiting && !(keptSide & waitSide & side)) {
      path.lineTo(waitX, waitY);
      keptX = waitX;
      keptY = waitY;
      keptSide = waitSide;
    }
    waiting = true;
    waitX = x;
    waitY = y;
    waitSide = side;
  }
  if (waiting) path.lineTo(waitX, waitY);
  if (closed) path.closePath();
}

/**
 * Add a shape to the canvas path.
 * @param {View} view @param {Shape} shape
 * @returns {boolean} whether any of it may be seen
 */
export function traceShape(view, shape) {
  if (!boxOnView(view, shape.box)) return false;
  for (const part of shape.parts) {
    if (!boxOnView(view, part.box)) continue;
    for (const ring of part.rings) traceLine(view.ctx, ring, view, shape.closed);
  }
  return true;
}

/**
 * Whether a point lies in a ring, by the even-odd rule.
 * @param {Float64Array} ring @param {number} x @param {number} y
 */
export function ringContains(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (ring[i + 1] > y !== ring[j + 1] > y) {
      const crossing = ring[i] + ((y - ring[i + 1]) / (ring[j + 1] - ring[i + 1])) * (ring[j] - ring[i]);
      if (x < crossing) inside = !inside;
    }
  }
  return inside;
}

/** @param {Shape} shape @param {number} x @param {number} y */
export function shapeContains(shape, x, y) {
  if (!shape.closed) return false;
  return shape.parts.some(
    ({ rings, box }) =>
      x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] &&
      rings.reduce((inside, ring) => inside !== ringContains(ring, x, y), false),
  );
}

/** @param {Shape} shape @returns {number} area in squared Mercator units */
export function shapeArea(shape) {
  let area = 0;
  for (const { rings } of shape.parts) {
    rings.forEach((ring, index) => {
      area += (index === 0 ? 1 : -1) * Math.abs(ringArea(ring));
    });
  }
  return area;
}

/** @param {Float64Array} ring */
function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
  }
  return sum / 2;
}
