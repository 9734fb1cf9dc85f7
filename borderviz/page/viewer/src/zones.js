// Zones: a translucent warm fill with a thin edge for the rule that is shown, edges for others.

import { latitude, mercatorLength, traceShape } from "./geometry.js";

/** @import { Box, Model, State, View } from "./types.js" */

/** @typedef {"reference" | "variant" | "other"} ZoneRole */

/** @type {Record<ZoneRole, { fill: boolean, width: number, dash: number[], opacity: number }>} */
export const ZONE_STYLES = {
  reference: { fill: true, width: 1.1, dash: [], opacity: 1 },
  variant: { fill: false, width: 1, dash: [5, 3], opacity: 0.8 },
  other: { fill: false, width: 0.9, dash: [1.5, 3], opacity: 0.85 },
};

/** @param {{ rule: number, reference: boolean }} zone @param {number} rule @returns {ZoneRole | "hidden"} */
export function roleOf(zone, rule) {
  if (zone.rule !== rule) return zone.reference ? "other" : "hidden";
  return zone.reference ? "reference" : "variant";
}

/** Below so many pixels of width the readings of a zone fall together and one is enough. */
const WIDE_ENOUGH_PX = 7;

/** How faint a zone is that was not in force in the chosen period. */
const OUT_OF_FORCE = 0.3;

/**
 * Whether a zone may have been in force in a period.
 * @param {{ start: number | null, end: number | null }} zone @param {[number, number] | null} period
 */
export function zoneInForce({ start, end }, period) {
  if (!period) return true;
  return (start === null || period[1] >= start) && (end === null || period[0] <= end);
}

/**
 * Readings of other rules stay off the map but for their reference, which is drawn faintly.
 * @param {View} view @param {Model} model @param {State} state
 */
export function drawZones(view, model, { rule, window: period }) {
  for (const role of /** @type {ZoneRole[]} */ (["other", "variant", "reference"])) {
    for (const zone of model.zones) {
      if (roleOf(zone, rule) !== role || (!zone.reference && !isReadable(view, zone))) continue;
      view.ctx.beginPath();
      if (traceShape(view, zone.shape)) paintZone(view, role, zoneInForce(zone, period) ? 1 : OUT_OF_FORCE);
    }
  }
}

/** @param {View} view @param {{ rule: number, reference: boolean, width_km: number, shape: { box: Box } }} zone */
function isReadable(view, { width_km: width, shape }) {
  const middle = latitude((shape.box[1] + shape.box[3]) / 2);
  return mercatorLength(width * 1000, middle) * view.scale >= WIDE_ENOUGH_PX;
}

/**
 * @param {Pick<View, "ctx" | "theme">} view the path is traced already
 * @param {ZoneRole} role @param {number} [strength] 0 to 1
 */
export function paintZone({ ctx, theme }, role, strength = 1) {
  const style = ZONE_STYLES[role];
  ctx.save();
  ctx.globalAlpha = style.opacity * strength;
  if (style.fill) {
    ctx.fillStyle = theme.zone;
    ctx.fill("evenodd");
  }
  ctx.setLineDash(style.dash);
  ctx.strokeStyle = theme["zone-edge"];
  ctx.lineWidth = style.width;
  ctx.stroke();
  ctx.restore();
}
