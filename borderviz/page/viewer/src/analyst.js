// An analyst's own layers, drawn as data: outlines, lines, circles and points.

import { circleBox, mercatorLength, shapeContains, traceShape } from "./geometry.js";
import { safeColour, translucent } from "./theme.js";

/** @import { AnalystShape, View } from "./types.js" */

const FALLBACK = "#6b4f8a";
const POINT_PX = 4;
const REACH_PX = 12;

/** @param {AnalystShape} layer */
export function colourOfLayer(layer) {
  return safeColour(layer.features.find(({ colour }) => colour)?.colour, FALLBACK);
}

/** @param {View} view @param {AnalystShape[]} layers */
export function drawAnalystLayers(view, layers) {
  for (const feature of layers.flatMap(({ features }) => features)) {
    const { ctx, scale, left, top } = view;
    ctx.beginPath();
    if (feature.shape) {
      traceShape(view, feature.shape);
    } else if (feature.x !== null && feature.y !== null) {
      const radius = mercatorLength(feature.radius_m ?? 0, feature.lat ?? 0) * scale;
      ctx.arc(feature.x * scale - left, feature.y * scale - top, Math.max(radius, POINT_PX), 0, 2 * Math.PI);
    }
    const colour = safeColour(feature.colour, FALLBACK);
    if (!feature.shape || feature.shape.closed) {
      ctx.fillStyle = translucent(colour, 0.15);
      ctx.fill("evenodd");
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
}

/**
 * The topmost feature with a text at a point.
 * @param {AnalystShape[]} layers @param {number} x @param {number} y Mercator units
 * @param {number} scale pixels to a Mercator unit
 * @returns {{ name: string, text: string } | null}
 */
export function featureAt(layers, x, y, scale) {
  const hits = layers.flatMap(({ name, features }) =>
    features
      .filter(({ text, shape, x: atX, y: atY, radius_m: radius, lat }) => {
        if (!text) return false;
        if (shape) return shape.closed ? shapeContains(shape, x, y) : lineNear(shape.parts.flatMap(({ rings }) => rings), x, y, REACH_PX / scale);
        if (atX === null || atY === null) return false;
        const reach = Math.max(mercatorLength(radius ?? 0, lat ?? 0), REACH_PX / scale);
        const box = circleBox(atX, atY, reach);
        return x >= box[0] && x <= box[2] && Math.hypot(x - atX, y - atY) <= reach;
      })
      .map(({ text }) => ({ name, text: /** @type {string} */ (text) })));
  return hits[hits.length - 1] ?? null;
}

/** @param {Float64Array[]} lines @param {number} x @param {number} y @param {number} reach */
function lineNear(lines, x, y, reach) {
  return lines.some((line) => {
    for (let i = 2; i < line.length; i += 2) {
      const [dx, dy] = [line[i] - line[i - 2], line[i + 1] - line[i - 1]];
      const length = dx * dx + dy * dy;
      const along = length ? ((x - line[i - 2]) * dx + (y - line[i - 1]) * dy) / length : 0;
      const share = Math.max(0, Math.min(1, along));
      if (Math.hypot(line[i - 2] + share * dx - x, line[i - 1] + share * dy - y) <= reach) return true;
    }
    return false;
  });
}
