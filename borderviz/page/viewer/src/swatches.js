// Small canvases that show a sign of the map, drawn by the code that draws the map.

import { drawCluster } from "./clusters.js";
import { h } from "./dom.js";
import { drawMark, hatching } from "./marks.js";
import { translucent } from "./theme.js";
import { paintZone } from "./zones.js";

/** @import { Theme } from "./types.js" */
/** @import { Mark } from "./marks.js" */
/** @import { ZoneRole } from "./zones.js" */

const SWATCH_RATIO = 3;
/** @typedef {(ctx: CanvasRenderingContext2D, theme: Theme) => void} Painter */

/** Swatches are painted again when the colours of the page change. */
export class Swatches {
  /** @param {Theme} theme */
  constructor(theme) {
    this.theme = theme;
    /** @type {{ canvas: WeakRef<HTMLCanvasElement>, paint: Painter }[]} */
    this.all = [];
  }

  /** @param {number} width @param {number} height @param {Painter} paint */
  create(width, height, paint) {
    const canvas = h("canvas", { class: "bv-swatch", attributes: { "aria-hidden": "true" } });
    canvas.width = width * SWATCH_RATIO;
    canvas.height = height * SWATCH_RATIO;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    this.all.push({ canvas: new WeakRef(canvas), paint });
    this.paint(canvas, paint);
    return canvas;
  }

  /** @param {HTMLCanvasElement} canvas @param {Painter} paint */
  paint(canvas, paint) {
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.setTransform(SWATCH_RATIO, 0, 0, SWATCH_RATIO, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    paint(ctx, this.theme);
  }

  /** @param {Theme} theme */
  refresh(theme) {
    this.theme = theme;
    this.all = this.all.filter(({ canvas }) => canvas.deref());
    for (const { canvas, paint } of this.all) {
      const live = canvas.deref();
      if (live) this.paint(live, paint);
    }
  }

  /** @param {Omit<Mark, "x" | "y">} mark */
  mark(mark) {
    return this.create(26, 24, (ctx, theme) => drawMark(ctx, { ...mark, x: 13, y: 12 }, theme));
  }

  /** @param {ZoneRole} role */
  zone(role) {
    return this.create(26, 18, (ctx, theme) => {
      ctx.beginPath();
      ctx.rect(2, 3, 22, 12);
      paintZone({ ctx, theme }, role);
    });
  }

  /** @param {string} colour */
  area(colour) {
    return this.create(26, 24, (ctx, theme) => {
      ctx.beginPath();
      ctx.arc(13, 12, 10.5, 0, 2 * Math.PI);
      ctx.fillStyle = translucent(colour, 0.11);
      ctx.fill();
      ctx.fillStyle = hatching(ctx, translucent(colour, 0.4), SWATCH_RATIO);
      ctx.fill();
      ctx.strokeStyle = translucent(colour, 0.75);
      ctx.stroke();
      drawMark(ctx, { shape: "circle", colour, fill: "hatched", x: 13, y: 12, radius: 4 }, theme);
    });
  }

  cluster() {
    return this.create(34, 30, (ctx, theme) => {
      ctx.font = `600 11px ${theme.font}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      drawCluster(ctx, { x: 17, y: 15, count: 12, verdicts: [5, 4, 3, 0] }, theme, SWATCH_RATIO);
    });
  }

  border() {
    return this.create(26, 18, (ctx, theme) => {
      ctx.beginPath();
      ctx.moveTo(2, 9);
      ctx.bezierCurveTo(9, 3, 16, 15, 24, 9);
      ctx.strokeStyle = theme.border;
      ctx.lineWidth = 1.8;
      ctx.stroke();
    });
  }

  /** @param {string} colour */
  line(colour) {
    return this.create(26, 18, (ctx) => {
      ctx.beginPath();
      ctx.rect(3, 4, 20, 10);
      ctx.fillStyle = translucent(colour, 0.15);
      ctx.fill();
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    });
  }
}
