// The scene: everything on the canvas in its order, and what lies where on it.

import { drawAnalystLayers, featureAt } from "./analyst.js";
import { drawBackground } from "./background.js";
import { drawMarks, drawNumbers, drawSupports, markedIncidents, placeMarks } from "./events.js";
import { mercatorX, mercatorY } from "./geometry.js";
import { markAt, placeAt } from "./hit.js";
import { drawLabels } from "./labels.js";
import { CanvasLayer } from "./layer.js";
import { MARK_RADIUS } from "./marks.js";
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
    /** @type {PlacedMark[]} */
    this.marks = [];
    this.layer = new CanvasLayer((view) => this.draw({ ...view, theme: this.theme }));
    store.subscribe(() => this.layer.redraw());
  }

  /** Read the colours again (dark mode, print) and redraw. */
  refresh() {
    this.theme = readTheme();
    this.layer.redraw();
  }

  /** @param {View} view */
  draw(view) {
    const { model, store: { state } } = this;
    const incidents = markedIncidents(model, state);
    const { detail_zooms: detailZooms, labels } = model.payload.background;
    this.marks = placeMarks(view, model, incidents);
    drawBackground(view, model.background, detailZooms);
    drawZones(view, model, state.rule);
    drawAnalystLayers(view, model.analyst);
    drawSupports(view, model, incidents, state);
    drawLabels(view, labels, this.marks.flatMap(boxesOf));
    drawMarks(view, model, this.marks, state);
    if (this.numbered) drawNumbers(view, this.marks);
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
