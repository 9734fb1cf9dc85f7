// The histogram: solid for incidents that lie in a bin for certain, pale for those that may;
// below it a bar for each incident whose date is uncertain, as long as there are few.

import { yearMonth } from "./days.js";
import { clearCanvas } from "./layer.js";
import { hatching } from "./marks.js";
import { translucent } from "./theme.js";

/** @import { Model, State, Theme } from "./types.js" */

/** @typedef {{ model: Model, state: State, theme: Theme, first: number, last: number }} Look */

const HEIGHT_PX = 56;
const AXIS_PX = 15;
const LANES = 4;
const LANE_PX = 4;
const MOST_BARS = 60;
const LABEL_PX = 34;
const LONG_LABEL_PX = 58;

/** @param {HTMLCanvasElement} canvas @param {Look} look */
export function drawHistogram(canvas, look) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  const width = canvas.clientWidth || 600;
  const ctx = clearCanvas(canvas, Math.round(width * ratio), Math.round((HEIGHT_PX + AXIS_PX) * ratio));
  if (!ctx) return;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const step = width / look.model.bins.count;
  const bars = spanningBars(look);
  drawBins(ctx, look, step, HEIGHT_PX - (bars.length ? LANES * LANE_PX + 3 : 0), ratio);
  drawBars(ctx, look, bars, step);
  drawAxis(ctx, look, step, width);
}

/** @param {CanvasRenderingContext2D} ctx @param {Look} look @param {number} step @param {number} height @param {number} ratio */
function drawBins(ctx, { model, state, theme, first, last }, step, height, ratio) {
  const { sure, maybe } = state.selection.bins;
  let most = 1;
  for (let bin = 0; bin < model.bins.count; bin += 1) most = Math.max(most, sure[bin] + maybe[bin]);
  const gap = step > 4 ? 1 : 0;
  const strong = theme["ink-soft"];
  for (let bin = 0; bin < model.bins.count; bin += 1) {
    ctx.globalAlpha = bin < first || bin > last ? 0.3 : 1;
    const solid = (sure[bin] / most) * (height - 3);
    const pale = (maybe[bin] / most) * (height - 3);
    ctx.fillStyle = strong;
    ctx.fillRect(bin * step, height - solid, step - gap, solid);
    if (pale <= 0) continue;
    ctx.fillStyle = translucent(strong, 0.2);
    ctx.fillRect(bin * step, height - solid - pale, step - gap, pale);
    ctx.fillStyle = hatching(ctx, translucent(strong, 0.55), ratio, 4);
    ctx.fillRect(bin * step, height - solid - pale, step - gap, pale);
  }
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.rule;
  ctx.fillRect(0, height, model.bins.count * step, 1);
}

/** @param {Look} look @returns {{ first: number, last: number, lane: number, index: number }[]} */
function spanningBars({ model, state }) {
  const { bins } = model;
  const found = [];
  /** @type {number[]} */
  const free = new Array(LANES).fill(-1);
  for (const i of bins.spanning) {
    if (!state.selection.shown[i]) continue;
    if (found.length >= MOST_BARS) return [];
    const lane = free.findIndex((end) => end < bins.first[i]);
    const chosen = lane < 0 ? free.indexOf(Math.min(...free)) : lane;
    free[chosen] = Math.max(free[chosen], bins.last[i]);
    found.push({ first: bins.first[i], last: bins.last[i], lane: chosen, index: i });
  }
  return found;
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Look} look
 * @param {{ first: number, last: number, lane: number, index: number }[]} bars @param {number} step
 */
function drawBars(ctx, { state, theme }, bars, step) {
  for (const { first, last, lane, index } of bars) {
    const chosen = index === state.selected || index === state.hovered;
    ctx.fillStyle = chosen ? theme.focus : translucent(theme.ink, 0.55);
    const y = HEIGHT_PX - (LANES - lane) * LANE_PX + (chosen ? 0 : 1);
    ctx.fillRect(first * step, y, (last - first + 1) * step - 1, chosen ? 4 : 2);
  }
}

/** Years, or months where there are few. @param {CanvasRenderingContext2D} ctx @param {Look} look @param {number} step @param {number} width */
function drawAxis(ctx, { model, theme }, step, width) {
  const { edges, count } = model.bins;
  ctx.font = `11px ${theme.font}`;
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme["ink-soft"];
  const [start] = yearMonth(edges[0]);
  const [end] = yearMonth(edges[count] - 1);
  const byMonth = end - start < 2;
  let free = -Infinity;
  for (let bin = 0; bin < count; bin += 1) {
    const [year, month] = yearMonth(edges[bin]);
    const [yearBefore, monthBefore] = bin ? yearMonth(edges[bin - 1]) : [NaN, NaN];
    if (byMonth ? month === monthBefore && year === yearBefore : year === yearBefore) continue;
    const x = bin * step;
    const label = byMonth ? `${year}-${String(month + 1).padStart(2, "0")}` : String(year);
    if (x < free || x > width - LABEL_PX) continue;
    ctx.fillText(label, x + 2, HEIGHT_PX + AXIS_PX / 2 + 1);
    ctx.fillRect(x, HEIGHT_PX, 1, 5);
    free = x + (byMonth ? LONG_LABEL_PX : LABEL_PX + 6);
  }
}
