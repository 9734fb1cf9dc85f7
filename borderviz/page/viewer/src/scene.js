// The scene: everything on the canvas in its order, and what lies where on it.

import { drawAnalystLayers, featureAt } from "./analyst.js";
import { drawBackground } from "./background.js";
import { drawMarks, drawNumbers, drawSupports, markedIncidents, placeMarks } from "./events.js";
import { mercatorX, mercatorY } from "./geometry.js";
import { markAt, placeAt } from "./hit.js";
import { drawLabels } from "./labels.js";
import { CanvasLayer } from "./layer.js";
import { MARK_RADIUS } from "./marks.js";
import { courseAt, watercourses } from "./rivers.js";
import { readTheme } from "./theme.js";
import { drawZones } from "./zones.js";

/** @import { Box, Incident, Model, PlacedMark, View } from "./types.js" */
/** @import { Store } from "./store.js" */

export class Scene {
  /** @param {Model} model @param {Store} store */
  constructor(model, store) {
    this.model = model;
    this.store = store;
    this.theme = readTheme();
    this.numbered = false;
    this.base = document.createElement("canvas");
    this.baseKey = "";
    /** @type {number[][][]} */
    this.courses = [];
    /** @type {PlacedMark[]} */
    this.marks = [];
    this.layer = new CanvasLayer((view) => this.draw({ ...view, theme: this.theme }));
    store.subscribe(() => this.layer.redraw());
  }

  /** Read the colours again (dark mode, print) and redraw. */
  refresh() {
    this.theme = readTheme();
    this.baseKey = "";
    this.layer.redraw();
  }

  /** @param {View} view */
  draw(view) {
    const { model, store: { state } } = this;
    const incidents = markedIncidents(model, state);
    const { labels } = model.payload.background;
    this.marks = placeMarks(view, model, incidents);
    view.ctx.lineJoin = "round";
    this.drawBase(view, [view.left, view.top, view.scale, view.width, view.height, view.ratio, state.rule].join());
    drawSupports(view, model, incidents, state);
    drawLabels(view, labels, this.marks.flatMap(boxesOf), (x, y, width) => courseAt(this.courses, x, y, width));
    drawMarks(view, model, this.marks, state);
    if (this.numbered) drawNumbers(view, this.marks);
  }

  /**
   * What does not change with selection and pointer is drawn once and kept.
   * @param {View} view @param {string} key of what it depends on
   */
  drawBase(view, key) {
    const { model, base } = this;
    if (key !== this.baseKey) {
      base.width = view.ctx.canvas.width;
      base.height = view.ctx.canvas.height;
      const ctx = /** @type {CanvasRenderingContext2D} */ (base.getContext("2d"));
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      const below = { ...view, ctx };
      drawBackground(below, model.background, model.payload.background.detail_zooms);
      drawZones(below, model, this.store.state.rule);
      drawAnalystLayers(below, model.analyst);
      this.courses = watercourses(view, model.background, model.payload.background.detail_zooms);
      this.baseKey = key;
    }
    view.ctx.save();
    view.ctx.setTransform(1, 0, 0, 1, 0, 0);
    view.ctx.drawImage(base, 0, 0);
    view.ctx.restore();
  }

  /** @param {L.Point} point of the map's container @returns {Incident | null} */
  incidentAt(point) {
    const { x, y } = this.layer.toCanvas(point);
    return markAt(this.marks, x, y)?.incident ?? null;
  }

  /**
   * The incident whose area holds a point; with several at the place, the one after the
   * selected one, so that repeated clicks go round.
   * @param {L.LatLng} position @returns {Incident | null}
   */
  incidentAround(position) {
    const { model, store: { state } } = this;
    const incidents = markedIncidents(model, state);
    const used = [...new Set(incidents.map(({ location }) => model.places[/** @type {number} */ (location)]))];
    const place = placeAt(used, mercatorX(position.lng), mercatorY(position.lat));
    if (!place) return null;
    const there = incidents.filter(({ location }) => location === place.index);
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
