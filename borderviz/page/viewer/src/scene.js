// The scene: everything on the canvas in its order, and what lies where on it.

import { drawAnalystLayers, featureAt } from "./analyst.js";
import { drawBackground } from "./background.js";
import { CELL_PX, countCells, drawClusters, gridOf, mergeCells, radiusOf } from "./clusters.js";
import { drawMarks, drawNumbers, drawSupports, markedIncidents, placeMarks } from "./events.js";
import { mercatorX, mercatorY } from "./geometry.js";
import { markAt, placeAt } from "./hit.js";
import { drawLabels } from "./labels.js";
import { CanvasLayer, clearCanvas } from "./layer.js";
import { MARK_RADIUS } from "./marks.js";
import { courseAt, watercourses } from "./rivers.js";
import { readTheme } from "./theme.js";
import { drawZones, zoneInForce } from "./zones.js";

/** @import { Box, Cluster, Incident, Model, PlacedMark, View } from "./types.js" */
/** @import { Store } from "./store.js" */

const LEAST_REACH_PX = 13;
/** What the canvas depends on. */
const drawn = /** @type {const} */ (["selected", "hovered", "rule", "selection", "window"]);

export class Scene {
  /** @param {Model} model @param {Store} store */
  constructor(model, store) {
    this.model = model;
    this.store = store;
    this.theme = readTheme();
    this.numbered = false;
    this.baseKey = "";
    /** @type {number[][][]} */
    this.courses = [];
    /** @type {PlacedMark[]} */
    this.marks = [];
    /** @type {(Cluster & { members?: number[] })[]} */
    this.clusters = [];
    /** Of which cluster each cell of the grid is, where incidents are gathered in cells. @type {Int32Array | null} */
    this.owner = null;
    /** Those with marks of their own. @type {Incident[]} */
    this.apart = [];
    this.waiting = 0;
    this.layer = new CanvasLayer((view) => this.draw({ ...view, theme: this.theme }));
    store.subscribe((state, before) => {
      if (drawn.some((key) => state[key] !== before[key])) this.later();
    });
  }

  /** Draw before the next frame; several changes are drawn once. */
  later() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => this.layer.redraw());
  }

  /** Read the colours again (dark mode, print) and redraw. */
  refresh() {
    this.theme = readTheme();
    this.baseKey = "";
    this.layer.redraw();
  }

  /** @param {View} view */
  draw(view) {
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.view = view;
    view.ctx.lineJoin = "round";
    const apart = markedIncidents(this.model, this.store.state, view);
    this.apart = apart ?? [];
    this.owner = null;
    if (apart) this.drawApart(view, apart);
    else this.drawGathered(view);
  }

  /** Few incidents: each with its area and mark. @param {View} view @param {Incident[]} incidents */
  drawApart(view, incidents) {
    const { model, store: { state } } = this;
    const { marks, clusters } = placeMarks(view, model, incidents, state);
    this.marks = marks;
    this.clusters = clusters;
    this.drawBase(view, false);
    drawSupports(view, model, incidents, state);
    this.drawNames(view, [...marks.flatMap(boxesOf), ...clusters.map(boxOfCluster)]);
    drawClusters(view, clusters);
    drawMarks(view, model, marks, state);
    if (this.numbered) drawNumbers(view, marks);
  }

  /** Many incidents: gathered in cells; those alone in theirs have their mark. @param {View} view */
  drawGathered(view) {
    const { model, store: { state } } = this;
    const { verdict } = model.findings(state.rule);
    const cells = countCells(model.columns, state.selection.marked, verdict, view);
    const { clusters, owner } = mergeCells(cells, view);
    this.owner = owner;
    this.clusters = clusters.filter(({ count }) => count > 1);
    const alone = clusters.filter(({ count, sample }) => count === 1 && sample !== state.selected);
    this.marks = alone.map(({ sample, x, y }) => ({ incident: model.incident(sample), x, y, atX: x, atY: y }));
    this.drawBase(view, true);
    drawClusters(view, this.clusters);
    this.drawChosen(view);
    drawMarks(view, model, this.marks, state);
  }

  /** The selected incident stands out of its cluster. @param {View} view */
  drawChosen(view) {
    const { model, store: { state } } = this;
    if (state.selected === null) return;
    const incident = model.incident(state.selected);
    const place = incident.location === null ? null : model.place(incident.location);
    if (!place || place.x === null || place.y === null) return;
    const [x, y] = [place.x * view.scale - view.left, place.y * view.scale - view.top];
    drawSupports(view, model, [incident], state);
    this.marks = [...this.marks, { incident, x, y, atX: x, atY: y }];
  }

  /** @param {View} view @param {Box[]} taken */
  drawNames(view, taken) {
    const along = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ width) => courseAt(this.courses, x, y, width);
    drawLabels(view, this.model.payload.background.labels, taken, along);
  }

  /**
   * What does not change with selection and pointer is drawn once and kept.
   * @param {View} view @param {boolean} names whether the names lie below the incidents
   */
  drawBase(view, names) {
    const { model, layer: { base } } = this;
    const key = [view.left, view.top, view.scale, view.width, view.height, view.ratio, this.store.state.rule, names, this.zoneKey()].join();
    if (key !== this.baseKey) {
      const { canvas: { width, height } } = view.ctx;
      const ctx = /** @type {CanvasRenderingContext2D} */ (clearCanvas(base, width, height));
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      const below = { ...view, ctx };
      drawBackground(below, model.background, model.payload.background.detail_zooms, model.page.tiles.length > 0);
      drawZones(below, model, this.store.state);
      drawAnalystLayers(below, model.analyst);
      this.courses = watercourses(view, model.background, model.payload.background.detail_zooms);
      if (names) this.drawNames(below, []);
      this.baseKey = key;
    }
    if (!this.numbered) return;
    // A printer takes one canvas as it is drawn, not what lies below it.
    view.ctx.save();
    view.ctx.setTransform(1, 0, 0, 1, 0, 0);
    view.ctx.drawImage(base, 0, 0);
    view.ctx.restore();
  }

  /** Which zones are in force in the chosen period. */
  zoneKey() {
    return this.model.zones.map((zone) => zoneInForce(zone, this.store.state.window)).join("");
  }

  /** @param {L.Point} point of the map's container @returns {Incident | null} */
  incidentAt(point) {
    const { x, y } = this.layer.toCanvas(point);
    return markAt(this.marks, x, y)?.incident ?? null;
  }

  /** @param {L.Point} point of the map's container @returns {Cluster | null} */
  clusterAt(point) {
    const { x, y } = this.layer.toCanvas(point);
    const near = this.clusters.filter((cluster) =>
      Math.hypot(cluster.x - x, cluster.y - y) <= Math.max(radiusOf(cluster.count), LEAST_REACH_PX));
    return near[0] ?? null;
  }

  /** The incidents of a cluster, by date. @param {Cluster & { members?: number[] }} cluster @returns {number[]} */
  membersOf(cluster) {
    const { owner, view } = this;
    if (cluster.members) return cluster.members;
    if (!owner || !view) return [];
    const { order, x, y } = this.model.columns;
    const { marked: shown } = this.store.state.selection;
    const grid = gridOf(view);
    const found = [];
    for (const i of order) {
      const column = Math.floor((x[i] * view.scale - grid.left) / CELL_PX);
      const row = Math.floor((y[i] * view.scale - grid.top) / CELL_PX);
      const inside = shown[i] && column >= 0 && row >= 0 && column < grid.across && row < grid.down;
      if (inside && owner[row * grid.across + column] === cluster.key) found.push(i);
    }
    return found;
  }

  /**
   * The incident whose area holds a point; with several at the place, the one after the
   * selected one, so that repeated clicks go round.
   * @param {L.LatLng} position @returns {Incident | null}
   */
  incidentAround(position) {
    const { model, apart, store: { state } } = this;
    const used = [...new Set(apart.map(({ location }) => /** @type {number} */ (location)))].map((index) => model.place(index));
    const place = placeAt(used, mercatorX(position.lng), mercatorY(position.lat));
    if (!place) return null;
    const there = apart.filter(({ location }) => location === place.index);
    const at = there.findIndex(({ index }) => index === state.selected);
    return there[(at + 1) % there.length];
  }

  /** @param {L.LatLng} position */
  featureAround(position) {
    const scale = 256 * 2 ** this.layer.zoom;
    return featureAt(this.model.analyst, mercatorX(position.lng), mercatorY(position.lat), scale);
  }
}

/** @param {PlacedMark} mark @returns {Box[]} room that labels leave free */
function boxesOf({ x, y, atX, atY }) {
  const reach = MARK_RADIUS + 3;
  /** @type {Box} */
  const mark = [x - reach, y - reach, x + reach, y + reach];
  return Math.hypot(x - atX, y - atY) > reach ? [mark, [atX - 3, atY - 3, atX + 3, atY + 3]] : [mark];
}

/** @param {Cluster} cluster @returns {Box} */
function boxOfCluster({ x, y, count }) {
  const reach = radiusOf(count) + 3;
  return [x - reach, y - reach, x + reach, y + reach];
}
