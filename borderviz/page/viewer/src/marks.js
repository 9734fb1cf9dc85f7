// Marks: shape and colour by type, fill by verdict. Map and legend draw with the same code.

import { lightness, mix, translucent } from "./theme.js";

/** @import { Theme } from "./types.js" */

export const MARK_RADIUS = 7;
const TURN = 2 * Math.PI;
const STRIPE_PX = 3.6;
const DOT_PX = 3.4;

/** Corners of each shape around a circle of radius 1, so that all look equally large. */
const OUTLINES = new Map([
  ["square", regular(4, 1.22, Math.PI / 4)],
  ["triangle", regular(3, 1.34, -Math.PI / 2, 0.16)],
  ["diamond", regular(4, 1.28, 0)],
  ["pentagon", regular(5, 1.14, -Math.PI / 2)],
  ["hexagon", regular(6, 1.1, 0)],
  ["star", star(5, 1.42, 0.62)],
  ["plus", cross(0)],
  ["cross", cross(Math.PI / 4)],
]);

/** @param {number} sides @param {number} radius @param {number} turn @param {number} [drop] */
function regular(sides, radius, turn, drop = 0) {
  return Array.from({ length: sides }, (_, i) => {
    const angle = turn + (i * TURN) / sides;
    return [radius * Math.cos(angle), radius * Math.sin(angle) + drop];
  });
}

/** @param {number} points @param {number} outer @param {number} inner */
function star(points, outer, inner) {
  return Array.from({ length: 2 * points }, (_, i) => {
    const angle = -Math.PI / 2 + (i * Math.PI) / points;
    const radius = i % 2 ? inner : outer;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** @param {number} turn */
function cross(turn) {
  const [long, thin] = [1.3, 0.5];
  const corners = [
    [thin, -long], [thin, -thin], [long, -thin], [long, thin], [thin, thin], [thin, long],
    [-thin, long], [-thin, thin], [-long, thin], [-long, -thin], [-thin, -thin], [-thin, -long],
  ];
  return corners.map(([x, y]) => [
    x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn),
  ]);
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {string} shape an unknown one is a circle
 * @param {number} x @param {number} y @param {number} radius
 */
export function traceMark(ctx, shape, x, y, radius) {
  ctx.beginPath();
  const outline = OUTLINES.get(shape);
  if (!outline) {
    ctx.arc(x, y, radius, 0, TURN);
    return;
  }
  for (const [dx, dy] of outline) ctx.lineTo(x + dx * radius, y + dy * radius);
  ctx.closePath();
}

/**
 * @typedef {{ shape: string, colour: string, fill: string, x: number, y: number,
 *   radius?: number, struck?: boolean, selected?: boolean, hovered?: boolean }} Mark
 */

/** @param {CanvasRenderingContext2D} ctx @param {Mark} mark @param {Theme} theme */
export function drawMark(ctx, mark, theme) {
  const { shape, fill, x, y } = mark;
  const colour = onGround(mark.colour, theme);
  const radius = (mark.radius ?? MARK_RADIUS) * (mark.selected ? 1.25 : 1);
  ctx.save();
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  if (mark.selected || mark.hovered) drawRing(ctx, mark, radius, theme);
  traceMark(ctx, shape, x, y, radius);
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 4.5;
  ctx.stroke();
  ctx.fillStyle = fill === "solid" ? colour : theme.paper;
  ctx.fill();
  const edge = mix(colour, theme.ink, 0.38);
  if (fill === "hatched" || fill === "dotted") fillInside(ctx, fill, x, y, radius, edge);
  ctx.strokeStyle = fill === "solid" ? edge : mix(colour, theme.ink, 0.2);
  ctx.lineWidth = fill === "solid" ? 1.2 : 2.1;
  traceMark(ctx, shape, x, y, radius);
  ctx.stroke();
  if (mark.struck) strikeThrough(ctx, x, y, radius, theme);
  ctx.restore();
}

/** A colour that is lost on its ground, black on a dark page, is lifted. @param {string} colour @param {Theme} theme */
function onGround(colour, theme) {
  const dark = lightness(theme.paper) < 0.25;
  return dark && lightness(colour) < 0.15 ? mix(colour, theme.ink, 0.72) : colour;
}

/** @param {CanvasRenderingContext2D} ctx @param {Mark} mark @param {number} radius @param {Theme} theme */
function drawRing(ctx, mark, radius, theme) {
  ctx.beginPath();
  ctx.arc(mark.x, mark.y, radius + 7, 0, TURN);
  ctx.fillStyle = translucent(theme.paper, 0.8);
  ctx.fill();
  ctx.strokeStyle = mark.selected ? theme.focus : theme["ink-soft"];
  ctx.lineWidth = mark.selected ? 3 : 1.5;
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {string} fill
 * @param {number} x @param {number} y @param {number} radius @param {string} colour
 */
function fillInside(ctx, fill, x, y, radius, colour) {
  ctx.save();
  ctx.clip();
  const reach = radius * 1.5;
  ctx.beginPath();
  if (fill === "hatched") {
    for (let at = -2 * reach; at <= 2 * reach; at += STRIPE_PX * Math.SQRT2) {
      ctx.moveTo(x + at - reach, y + reach);
      ctx.lineTo(x + at + reach, y - reach);
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.7;
    ctx.stroke();
  } else {
    for (let row = -3; row <= 3; row += 1) {
      for (let column = -3; column <= 3; column += 1) {
        const [dx, dy] = [column * DOT_PX + (row % 2 ? DOT_PX / 2 : 0), row * DOT_PX];
        ctx.moveTo(x + dx + 0.8, y + dy);
        ctx.arc(x + dx, y + dy, 0.8, 0, TURN);
      }
    }
    ctx.fillStyle = colour;
    ctx.fill();
  }
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y
 * @param {number} radius @param {Theme} theme
 */
function strikeThrough(ctx, x, y, radius, theme) {
  const reach = radius + 4;
  ctx.lineCap = "round";
  for (const [colour, width] of /** @type {[string, number][]} */ ([[theme.paper, 4], [theme.ink, 1.6]])) {
    ctx.beginPath();
    ctx.moveTo(x - reach, y + reach * 0.55);
    ctx.lineTo(x + reach, y - reach * 0.55);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

/** @type {Map<string, CanvasPattern>} */
const hatches = new Map();

/**
 * A hatching to fill areas with.
 * @param {CanvasRenderingContext2D} ctx @param {string} colour @param {number} ratio of the screen
 * @param {number} [size] pixels from stripe to stripe, across
 * @returns {CanvasPattern | string}
 */
export function hatching(ctx, colour, ratio, size = 7) {
  const key = `${colour} ${ratio} ${size}`;
  const known = hatches.get(key);
  if (known) return known;
  const tile = document.createElement("canvas");
  tile.width = Math.round(size * ratio);
  tile.height = tile.width;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  const side = tile.width;
  pen.strokeStyle = colour;
  pen.lineWidth = ratio;
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift - side * 0.1, side * 1.1);
    pen.lineTo(shift + side * 1.1, -side * 0.1);
  }
  pen.stroke();
  const pattern = ctx.createPattern(tile, "repeat");
  if (!pattern) return colour;
  pattern.setTransform(new window.DOMMatrix().scale(size / side));
  hatches.set(key, pattern);
  return pattern;
}
