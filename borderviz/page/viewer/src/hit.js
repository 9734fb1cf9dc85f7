// What lies under the pointer: a mark first, then the smallest area that holds the point.

import { shapeArea, shapeContains } from "./geometry.js";

/** @import { Place, PlacedMark } from "./types.js" */

/** Half of the 24 pixels that a target must have at least. */
export const REACH_PX = 13;

/**
 * @param {PlacedMark[]} marks @param {number} x @param {number} y canvas pixels
 * @returns {PlacedMark | null} the nearest mark within reach
 */
export function markAt(marks, x, y) {
  let best = null;
  let nearest = REACH_PX;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance <= nearest) {
      nearest = distance;
      best = mark;
    }
  }
  return best;
}

/** @param {Place} place @param {number} x @param {number} y Mercator units */
export function placeContains(place, x, y) {
  if (place.shapeOnMap) return shapeContains(place.shapeOnMap, x, y);
  if (place.x === null || place.y === null || !place.box) return false;
  return Math.hypot(place.x - x, place.y - y) <= (place.box[2] - place.box[0]) / 2;
}

/** @param {Place} place */
export function placeArea(place) {
  if (place.shapeOnMap) return shapeArea(place.shapeOnMap);
  if (!place.box) return Infinity;
  return (Math.PI / 4) * (place.box[2] - place.box[0]) ** 2;
}

/**
 * @param {Place[]} places @param {number} x @param {number} y Mercator units
 * @returns {Place | null} the smallest place whose area holds the point
 */
export function placeAt(places, x, y) {
  const holding = places.filter((place) => placeContains(place, x, y));
  if (!holding.length) return null;
  return holding.reduce((best, place) => (placeArea(place) < placeArea(best) ? place : best));
}
