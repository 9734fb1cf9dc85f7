// Two canvases as a Leaflet layer: below what changes with the view alone, above the incidents.
// They are redrawn when a move or zoom has ended, move with the map in between, and are scaled
// while a zoom runs.

/** @import { View } from "./types.js" */

/** How much of the map's size is drawn beyond each of its edges, so that a drag shows no gap. */
const PADDING = 0.15;
/** A drag that uses up so much of it is drawn anew before it ends. */
const USED_UP = 0.8;
const SCALE_AT_ZOOM_0 = 256;

export class CanvasLayer {
  /** @param {(view: View) => void} draw */
  constructor(draw) {
    this.draw = draw;
    this.base = createCanvas("bv-base");
    this.canvas = createCanvas("bv-canvas");
    /** Screen pixels to a CSS pixel; null follows the screen. @type {number | null} */
    this.ratio = null;
    /** @type {L.Map | null} */
    this.map = null;
    this.centre = /** @type {L.LatLng | null} */ (null);
    this.pad = /** @type {L.Point | null} */ (null);
    this.zoom = 0;
  }

  /** @param {L.Map} map */
  addTo(map) {
    this.map = map;
    /** @type {HTMLElement} */ (map.getPane("overlayPane")).append(this.base, this.canvas);
    map.on("unload", () => { this.map = null; });
    map.on("moveend zoomend viewreset resize", () => this.redraw());
    map.on("move", () => this.keepUp());
    map.on("zoomanim", (event) => this.follow(event.center, event.zoom));
    map.on("zoom", () => this.follow(map.getCenter(), map.getZoom()));
    this.redraw();
    return this;
  }

  /** Keep the drawn canvas in its place while the view changes. @param {L.LatLng} centre @param {number} zoom */
  follow(centre, zoom) {
    const { map } = this;
    if (!map || !this.centre) return;
    const half = map.getSize().divideBy(2);
    const pane = L.DomUtil.getPosition(/** @type {HTMLElement} */ (map.getPane("mapPane")));
    const origin = map.project(centre, zoom).subtract(half).add(pane).round();
    const scale = map.getZoomScale(zoom, this.zoom);
    const reach = map.getSize().multiplyBy((0.5 + PADDING) * scale);
    const corner = map.project(this.centre, zoom).subtract(reach).subtract(origin);
    for (const canvas of [this.base, this.canvas]) L.DomUtil.setTransform(canvas, corner, scale);
  }

  /** Draw anew where a drag has gone too far from what is drawn. */
  keepUp() {
    const { map, centre, pad } = this;
    if (!map || !centre || !pad || map.getZoom() !== this.zoom) return;
    const moved = map.project(map.getCenter(), this.zoom).subtract(map.project(centre, this.zoom));
    if (Math.abs(moved.x) > USED_UP * pad.x || Math.abs(moved.y) > USED_UP * pad.y) this.redraw();
  }

  redraw() {
    const { map, canvas } = this;
    if (!map) return;
    const size = map.getSize();
    if (!size.x || !size.y) return;
    const pad = size.multiplyBy(PADDING).round();
    const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
    const ratio = this.ratio ?? Math.max(1, window.devicePixelRatio || 1);
    this.zoom = map.getZoom();
    this.centre = map.getCenter();
    const corner = map.containerPointToLayerPoint([-pad.x, -pad.y]);
    for (const one of [this.base, canvas]) {
      L.DomUtil.setTransform(one, corner, 1);
      one.style.width = `${width}px`;
      one.style.height = `${height}px`;
    }
    const ctx = clearCanvas(canvas, Math.round(width * ratio), Math.round(height * ratio));
    if (!ctx) return;
    const origin = map.project(map.containerPointToLatLng([-pad.x, -pad.y]), this.zoom);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.draw(/** @type {View} */ ({
      ctx, zoom: this.zoom, scale: SCALE_AT_ZOOM_0 * 2 ** this.zoom, left: origin.x, top: origin.y,
      width, height, ratio, theme: {},
    }));
    this.pad = pad;
  }

  /**
   * A point of the map's container as a point of the canvas.
   * @param {L.Point} point
   */
  toCanvas(point) {
    return { x: point.x + (this.pad?.x ?? 0), y: point.y + (this.pad?.y ?? 0) };
  }
}

/**
 * An empty canvas of a size; one that has it already keeps its memory.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height of its pixels
 */
export function clearCanvas(canvas, width, height) {
  const ctx = canvas.getContext("2d");
  // Setting its size empties it in every browser; not all know how to reset it.
  if (canvas.width !== width || canvas.height !== height || !ctx || !("reset" in ctx)) {
    canvas.width = width;
    canvas.height = height;
    return ctx;
  }
  ctx.reset();
  return ctx;
}

/** @param {string} name */
function createCanvas(name) {
  const canvas = document.createElement("canvas");
  canvas.className = `${name} leaflet-zoom-animated`;
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}
