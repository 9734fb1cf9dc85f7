// Zones: a translucent warm fill with a thin edge for the rule that is shown, edges for others.

import { traceShape } from "./geometry.js";

/** @import { Model, View } from "./types.js" */

/** @typedef {"reference" | "variant" | "other"} ZoneRole */

/** @type {Record<ZoneRole, { fill: boolean, width: number, dash: number[], opacity: number }>} */
export const ZONE_STYLES = {
  reference: { fill: true, width: 1.1, dash: [], opacity: 1 },
  variant: { fill: false, width: 1, dash: [5, 3], opacity: 0.8 },
  other: { fill: false, width: 0.9, dash: [1.5, 3], opacity: 0.6 },
};

/** @param {{ rule: number, reference: boolean }} zone @param {number} rule @returns {ZoneRole} */
export function roleOf(zone, rule) {
  if (zone.rule !== rule) return "other";
  return zone.reference ? "reference" : "variant";
}

/**
 * Readings of other rules stay off the map but for their reference, which is drawn faintly.
 * @param {View} view @param {Model} model @param {number} rule the rule that is shown
 */
export function drawZones(view, model, rule) {
  for (const role of /** @type {ZoneRole[]} */ (["other", "variant", "reference"])) {
    for (const zone of model.zones) {
      const hidden = zone.rule !== rule && !zone.reference;
      if (hidden || roleOf(zone, rule) !== role) continue;
      view.ctx.beginPath();
      if (traceShape(view, zone.shape)) paintZone(view, role);
    }
  }
}

/** @param {Pick<View, "ctx" | "theme">} view the path is traced already @param {ZoneRole} role */
export function paintZone({ ctx, theme }, role) {
  const style = ZONE_STYLES[role];
  ctx.save();
  ctx.globalAlpha = style.opacity;
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
