// Names on the map: by rank, with a halo, none over another and none over a mark.

import { nameOf, nativeName } from "./i18n.js";
import { mercatorX, mercatorY } from "./geometry.js";

/** @import { BackgroundLabel, Box, View } from "./types.js" */
/** @typedef {(x: number, y: number, width: number) => import("./rivers.js").Course | null} Along */

/** The zoom from which a label of rank 1, 2, 3, 4 is shown. */
const ZOOM_OF_RANK = new Map([[1, 0], [2, 6.25], [3, 7.75], [4, 9.25]]);
const LINE_PX = 1.25;

/**
 * @typedef {{ size: number, weight: number, italic: boolean, colour: string, spacing: number,
 *   upper: boolean, dot: boolean, native: boolean, beside?: boolean }} LabelStyle
 */

/** @type {Record<string, LabelStyle>} */
const STYLES = {
  country: { size: 14, weight: 400, italic: false, colour: "label-soft", spacing: 4, upper: true, dot: false, native: false },
  sea: { size: 13, weight: 400, italic: true, colour: "label-water", spacing: 1.5, upper: false, dot: false, native: false },
  province: { size: 11, weight: 400, italic: false, colour: "label-soft", spacing: 1.4, upper: true, dot: false, native: false },
  river: { size: 11.5, weight: 400, italic: true, colour: "label-water", spacing: 0.4, upper: false, dot: false, native: false, beside: true },
  town: { size: 12, weight: 400, italic: false, colour: "label", spacing: 0, upper: false, dot: true, native: true },
};
const ORDER = ["town", "river", "country", "sea", "province"];

/** @param {Box} box @param {Box[]} taken */
export function isFree(box, taken) {
  return !taken.some((other) =>
    box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
}

/**
 * Labels in the order in which they claim their room.
 * @param {BackgroundLabel[]} labels
 */
export function inOrder(labels) {
  return labels
    .map((label, index) => ({ label, index }))
    .sort((first, second) =>
      first.label.rank - second.label.rank ||
      ORDER.indexOf(first.label.kind) - ORDER.indexOf(second.label.kind) ||
      first.index - second.index)
    .map(({ label }) => label);
}

/**
 * @param {View} view @param {BackgroundLabel[]} labels @param {Box[]} taken boxes of the marks, grown in place
 * @param {Along} along where a name can follow a river
 */
export function drawLabels(view, labels, taken, along) {
  for (const label of inOrder(labels)) {
    if (view.zoom < (ZOOM_OF_RANK.get(label.rank) ?? ZOOM_OF_RANK.get(4) ?? 0)) continue;
    const x = mercatorX(label.lon) * view.scale - view.left;
    const y = mercatorY(label.lat) * view.scale - view.top;
    if (x < -50 || y < -20 || x > view.width + 50 || y > view.height + 20) continue;
    drawLabel(view, label, x, y, taken, along);
  }
}

/**
 * @param {View} view @param {BackgroundLabel} label @param {number} x @param {number} y @param {Box[]} taken
 * @param {Along} along
 */
function drawLabel(view, label, x, y, taken, along) {
  const style = STYLES[label.kind] ?? STYLES.town;
  const lines = linesOf(view, label, style);
  if (label.kind === "river" && drawAlong(view, lines[0], style, along(x, y, lines[0]?.width ?? 0), taken)) return;
  const place = roomFor(lines, style, x, y, taken);
  if (!place) {
    if (style.dot && isFree([x - 3, y - 3, x + 3, y + 3], taken)) drawDot(view, x, y);
    return;
  }
  taken.push(place.box);
  if (style.dot) {
    drawDot(view, x, y);
    taken.push([x - 4, y - 4, x + 4, y + 4]);
  }
  lines.forEach((line, index) => drawLine(view, line, place, index, style));
}

/**
 * @typedef {{ text: string, font: string, width: number, size: number }} Line
 * @param {View} view @param {BackgroundLabel} label @param {LabelStyle} style
 * @returns {Line[]}
 */
function linesOf(view, label, style) {
  const name = nameOf(label.name);
  const native = style.native && label.rank <= 2 ? nativeName(label) : "";
  const texts = [style.upper ? name.toUpperCase() : name, native === name ? "" : native];
  return texts.filter(Boolean).map((text, index) => {
    const size = index === 0 ? style.size - (style.dot ? (label.rank - 1) * 0.5 : 0) : style.size - 2;
    const font = `${style.italic ? "italic " : ""}${style.weight} ${size}px ${view.theme.font}`;
    view.ctx.font = font;
    view.ctx.letterSpacing = `${style.spacing}px`;
    return { text, font, size, width: view.ctx.measureText(text).width };
  });
}

/**
 * A name that follows its river, beside it, on the first side with room.
 * @param {View} view @param {Line | undefined} line @param {LabelStyle} style
 * @param {import("./rivers.js").Course | null} course @param {Box[]} taken
 * @returns {boolean} whether there was a straight enough course and room
 */
function drawAlong(view, line, style, course, taken) {
  if (!line || !course) return false;
  const { angle } = course;
  for (const side of [-1, 1]) {
    const distance = side * (course.bulge + line.size * 0.9 + 3);
    const x = course.x - Math.sin(angle) * distance;
    const y = course.y + Math.cos(angle) * distance;
    const reachX = (Math.abs(Math.cos(angle)) * line.width + Math.abs(Math.sin(angle)) * line.size) / 2;
    const reachY = (Math.abs(Math.sin(angle)) * line.width + Math.abs(Math.cos(angle)) * line.size) / 2;
    /** @type {Box} */
    const box = [x - reachX, y - reachY, x + reachX, y + reachY];
    if (!isFree(box, taken)) continue;
    taken.push(box);
    const { ctx } = view;
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    drawLine(view, line, { box: [-line.width / 2, -line.size * LINE_PX / 2, line.width / 2, line.size * LINE_PX / 2], align: "center" }, 0, style);
    ctx.restore();
    return true;
  }
  return false;
}

/**
 * The first free place around a point: beside, above or below a dot; centred where there is none.
 * @param {Line[]} lines @param {LabelStyle} style @param {number} x @param {number} y @param {Box[]} taken
 * @returns {{ box: Box, align: CanvasTextAlign } | null}
 */
function roomFor(lines, style, x, y, taken) {
  const width = Math.max(...lines.map((line) => line.width));
  const height = lines.reduce((sum, line) => sum + line.size * LINE_PX, 0);
  /** @type {[number, number, CanvasTextAlign][]} */
  const tries = style.dot
    ? [
      [x + 7, y - height / 2, "left"], [x - 7 - width, y - height / 2, "right"],
      [x - width / 2, y - height - 5, "center"], [x - width / 2, y + 5, "center"],
      [x + 6, y - height - 2, "left"], [x + 6, y + 2, "left"],
      [x - 6 - width, y - height - 2, "right"], [x - 6 - width, y + 2, "right"],
      // Farther out, past a mark that stands on the place itself.
      [x + 16, y - height / 2, "left"], [x - 16 - width, y - height / 2, "right"],
      [x - width / 2, y + 13, "center"], [x - width / 2, y - height - 13, "center"],
      [x + 30, y - height / 2, "left"], [x - 30 - width, y - height / 2, "right"],
      [x - width / 2, y + 27, "center"], [x - width / 2, y - height - 27, "center"],
    ]
    : [[x - width / 2, y - height / 2, "center"]];
  if (style.beside) tries.splice(0, 1, [x + 9, y + 3, "left"], [x - 9 - width, y - height - 3, "right"]);
  for (const [left, top, align] of tries) {
    /** @type {Box} */
    const box = [left, top, left + width, top + height];
    if (isFree([left - 3, top - 1, left + width + 3, top + height + 1], taken)) return { box, align };
  }
  return null;
}

/**
 * @param {View} view @param {Line} line @param {{ box: Box, align: CanvasTextAlign }} place
 * @param {number} index @param {LabelStyle} style
 */
function drawLine(view, line, { box, align }, index, style) {
  const { ctx, theme } = view;
  const x = align === "left" ? box[0] : align === "right" ? box[2] : (box[0] + box[2]) / 2;
  const y = box[1] + (index === 0 ? line.size * LINE_PX * 0.5 : box[3] - box[1] - line.size * LINE_PX * 0.5);
  ctx.font = line.font;
  ctx.letterSpacing = `${style.spacing}px`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.halo;
  ctx.lineWidth = 3.2;
  ctx.strokeText(line.text, x, y);
  ctx.fillStyle = theme[style.colour];
  ctx.fillText(line.text, x, y);
  ctx.letterSpacing = "0px";
}

/** @param {View} view @param {number} x @param {number} y */
function drawDot({ ctx, theme }, x, y) {
  ctx.beginPath();
  ctx.arc(x, y, 2.2, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.strokeStyle = theme.label;
  ctx.lineWidth = 1.2;
  ctx.stroke();
}
