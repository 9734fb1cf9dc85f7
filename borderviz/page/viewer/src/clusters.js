// Clusters: where incidents stand too close, one sign with their number, and a ring that tells
// inside, possible, outside and unknown apart.

import { translucent } from "./theme.js";
import { hatching } from "./marks.js";

/** @import { Cluster, IncidentColumns, Theme, View } from "./types.js" */

export const CELL_PX = 56;
const TURN = 2 * Math.PI;
const RING_PX = 5;
const VERDICT_COUNT = 4;

/** @typedef {{ across: number, down: number, left: number, top: number }} Grid cells, tied to the world */

/** @param {Pick<View, "left" | "top" | "width" | "height">} view @returns {Grid} */
export function gridOf({ left, top, width, height }) {
  const [column, row] = [Math.floor(left / CELL_PX), Math.floor(top / CELL_PX)];
  return {
    left: column * CELL_PX, top: row * CELL_PX,
    across: Math.floor((left + width) / CELL_PX) - column + 1, down: Math.floor((top + height) / CELL_PX) - row + 1,
  };
}

/**
 * Count the shown incidents by cell of the view.
 * @param {Pick<IncidentColumns, "n" | "x" | "y">} columns @param {Uint8Array} shown @param {Uint8Array} verdict
 * @param {Pick<View, "scale" | "left" | "top" | "width" | "height">} view
 */
export function countCells({ n, x, y }, shown, verdict, view) {
  const { left, top, across, down } = gridOf(view);
  const cells = across * down;
  const found = {
    count: new Uint32Array(cells), x: new Float64Array(cells), y: new Float64Array(cells),
    sample: new Int32Array(cells), verdicts: new Uint32Array(cells * VERDICT_COUNT),
  };
  const { count, x: sumX, y: sumY, sample, verdicts } = found;
  const scale = view.scale / CELL_PX;
  const [leftCell, topCell] = [left / CELL_PX, top / CELL_PX];
  for (let i = 0; i < n; i += 1) {
    if (!shown[i]) continue;
    const column = x[i] * scale - leftCell;
    const row = y[i] * scale - topCell;
    // Written so that what has no place, NaN, is left out as well.
    if (!(column >= 0 && row >= 0 && column < across && row < down)) continue;
    const cell = Math.floor(row) * across + Math.floor(column);
    count[cell] += 1;
    sumX[cell] += column;
    sumY[cell] += row;
    sample[cell] = i;
    verdicts[cell * VERDICT_COUNT + verdict[i]] += 1;
  }
  return found;
}

/**
 * Cells as clusters, those that would cover each other put together.
 * @param {ReturnType<typeof countCells>} cells @param {Pick<View, "left" | "top" | "width" | "height">} view
 * @returns {{ clusters: Cluster[], owner: Int32Array }} owner: the cluster's key of each cell
 */
export function mergeCells(cells, view) {
  const { left, top, across, down } = gridOf(view);
  const owner = new Int32Array(across * down).fill(-1);
  const full = [...cells.count.keys()].filter((cell) => cells.count[cell]);
  full.sort((one, other) => cells.count[other] - cells.count[one] || one - other);
  /** @type {Cluster[]} */
  const clusters = [];
  const [dx, dy] = [left - view.left, top - view.top];
  const middle = (/** @type {number} */ cell) => [(CELL_PX * cells.x[cell]) / cells.count[cell], (CELL_PX * cells.y[cell]) / cells.count[cell]];
  for (const cell of full) {
    if (owner[cell] >= 0) continue;
    const [x, y] = middle(cell);
    const cluster = { x: x + dx, y: y + dy, count: 0, verdicts: [0, 0, 0, 0], sample: cells.sample[cell], key: cell };
    const reach = radiusOf(cells.count[cell]);
    for (const other of aroundCell(cell, across, down)) {
      if (owner[other] >= 0 || !cells.count[other]) continue;
      const [otherX, otherY] = middle(other);
      const near = Math.hypot(otherX - x, otherY - y) < reach + radiusOf(cells.count[other]) + 3;
      if (other !== cell && !near) continue;
      owner[other] = cell;
      cluster.count += cells.count[other];
      for (let v = 0; v < VERDICT_COUNT; v += 1) cluster.verdicts[v] += cells.verdicts[other * VERDICT_COUNT + v];
    }
    clusters.push(cluster);
  }
  return { clusters, owner };
}

/** @param {number} cell @param {number} across @param {number} down @returns {number[]} it and its neighbours */
function aroundCell(cell, across, down) {
  const [column, row] = [cell % across, Math.floor(cell / across)];
  const found = [cell];
  for (let r = Math.max(0, row - 1); r <= Math.min(down - 1, row + 1); r += 1) {
    for (let c = Math.max(0, column - 1); c <= Math.min(across - 1, column + 1); c += 1) {
      if (r !== row || c !== column) found.push(r * across + c);
    }
  }
  return found;
}

/** @param {number} count @returns {number} pixels */
export function radiusOf(count) {
  return count === 1 ? 9 : Math.min(24, 11 + 4 * Math.log10(count));
}

/** @param {number} count such as 950, 1.2k, 34k, 1.1M */
export function shortCount(count) {
  if (count < 1000) return String(count);
  if (count < 999500) return count < 9950 ? `${(count / 1000).toFixed(1).replace(/\.0$/, "")}k` : `${Math.round(count / 1000)}k`;
  return `${(count / 1e6).toFixed(1).replace(/\.0$/, "")}M`;
}

/** @param {View} view @param {Cluster[]} clusters */
export function drawClusters(view, clusters) {
  const { ctx, theme } = view;
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `600 11px ${theme.font}`;
  for (const cluster of clusters) drawCluster(ctx, cluster, theme, view.ratio);
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Pick<Cluster, "x" | "y" | "count" | "verdicts">} cluster
 * @param {Theme} theme @param {number} ratio of the screen
 */
export function drawCluster(ctx, { x, y, count, verdicts }, theme, ratio) {
  const radius = radiusOf(count);
  ctx.beginPath();
  ctx.arc(x, y, radius + 1.5, 0, TURN);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  let angle = -TURN / 4;
  verdicts.forEach((part, verdict) => {
    if (!part) return;
    const end = angle + (TURN * part) / count;
    ctx.beginPath();
    ctx.arc(x, y, radius, angle, end);
    ctx.arc(x, y, radius - RING_PX, end, angle, true);
    ctx.closePath();
    paintPart(ctx, verdict, theme, ratio);
    angle = end;
  });
  ctx.fillStyle = theme.ink;
  ctx.fillText(shortCount(count), x, y + 0.5);
}

/** @param {CanvasRenderingContext2D} ctx @param {number} verdict @param {Theme} theme @param {number} ratio */
function paintPart(ctx, verdict, theme, ratio) {
  const colour = theme.cluster;
  if (verdict === 0) {
    ctx.fillStyle = colour;
    ctx.fill();
  } else if (verdict === 1) {
    ctx.fillStyle = hatching(ctx, colour, ratio, 4);
    ctx.fill();
  } else if (verdict === 3) {
    ctx.fillStyle = translucent(colour, 0.25);
    ctx.fill();
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.stroke();
}
