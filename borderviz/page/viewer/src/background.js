// The quiet background: land, water, provinces, and the border as its strongest line.

import { emptyBox, growBox, traceShape } from "./geometry.js";

/** @import { BackgroundThing, Box, Shape, View } from "./types.js" */

/** Kinds in drawing order, with the names of their colours and their line widths in pixels. */
const STYLES = [
  { kind: "neighbour", fill: "neighbour", stroke: "shore", width: 0.6 },
  { kind: "land", fill: "land", stroke: "shore", width: 0.6 },
  { kind: "province", fill: null, stroke: "province", width: 0.8 },
  { kind: "coast", fill: null, stroke: "shore", width: 0.8 },
  { kind: "river", fill: null, stroke: "river", width: 1.1 },
  { kind: "lake", fill: "lake", stroke: "shore", width: 0.6 },
  { kind: "border", fill: null, stroke: "border", width: 1.8 },
];

/**
 * Which detail the zoom asks for.
 * @param {number} zoom @param {number[]} detailZooms the zoom at which each detail begins
 */
export function detailAt(zoom, detailZooms) {
  let detail = 0;
  detailZooms.forEach((start, index) => { if (zoom >= start) detail = index; });
  return detail;
}

/**
 * The shape to draw of a thing: the finest that the zoom allows, else the coarsest there is.
 * @param {BackgroundThing} thing @param {number} detail
 * @returns {Shape | undefined}
 */
export function shapeAt({ details }, detail) {
  const known = [...details.keys()].sort((first, second) => first - second);
  const allowed = known.filter((candidate) => candidate <= detail);
  return details.get(allowed.length ? allowed[allowed.length - 1] : known[0]);
}

/**
 * @param {View} view @param {BackgroundThing[]} things @param {number[]} detailZooms
 * @param {boolean} overTiles then only the lines that no tile has as exactly
 */
export function drawBackground(view, things, detailZooms, overTiles) {
  const { ctx } = view;
  const sheet = extentOf(things);
  if (!overTiles) drawGround(view, sheet);
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  const detail = detailAt(view.zoom, detailZooms);
  for (const style of overTiles ? STYLES.filter(({ kind }) => kind === "border") : STYLES) {
    for (const thing of things) {
      const shape = thing.kind === style.kind ? shapeAt(thing, detail) : undefined;
      if (shape) drawShape(view, shape, style);
    }
  }
  if (sheet && !overTiles) drawNeatline(view, sheet);
}

/**
 * Water where the background reaches, blank paper beyond: what is not known is not sea.
 * @param {View} view @param {Box | null} sheet what the background covers
 */
function drawGround(view, sheet) {
  const { ctx, theme, width, height } = view;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = theme.sea;
  if (sheet) ctx.fillRect(...rectangleOf(view, sheet));
}

/** The line around the sheet: the map ends there, the country does not. @param {View} view @param {Box} sheet */
function drawNeatline(view, sheet) {
  const { ctx, theme } = view;
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 5;
  ctx.strokeRect(...rectangleOf(view, sheet));
  ctx.strokeStyle = theme.shore;
  ctx.lineWidth = 1;
  ctx.strokeRect(...rectangleOf(view, sheet));
}

/** @param {View} view @param {Box} box @returns {[number, number, number, number]} left, top, width, height */
function rectangleOf({ scale, left, top }, box) {
  return [box[0] * scale - left, box[1] * scale - top, (box[2] - box[0]) * scale, (box[3] - box[1]) * scale];
}

/** @param {BackgroundThing[]} things @returns {Box | null} all that the background covers, as its coarsest shapes tell */
export function extentOf(things) {
  const box = emptyBox();
  for (const thing of things) growBox(box, shapeAt(thing, 0)?.box ?? emptyBox());
  return box[0] <= box[2] ? box : null;
}

/**
 * @param {View} view @param {Shape} shape
 * @param {{ kind: string, fill: string | null, stroke: string, width: number }} style
 */
function drawShape(view, shape, style) {
  const { ctx, theme } = view;
  ctx.beginPath();
  if (!traceShape(view, shape)) return;
  if (shape.closed && style.fill) {
    ctx.fillStyle = theme[style.fill];
    ctx.fill("evenodd");
  }
  if (style.kind === "border") {
    ctx.strokeStyle = theme["border-casing"];
    ctx.lineWidth = style.width + 3;
    ctx.stroke();
  }
  ctx.strokeStyle = theme[style.stroke];
  ctx.lineWidth = style.width;
  ctx.stroke();
}
