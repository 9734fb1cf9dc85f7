// Colours: the page's own from the style sheet, the events' from the payload.

/** @import { Theme } from "./types.js" */

const NAMES = [
  "paper", "ink", "ink-soft", "land", "neighbour", "sea", "lake", "shore", "river", "province",
  "border", "border-casing", "label", "label-soft", "label-water", "zone", "zone-edge", "halo", "focus", "cluster", "rule",
];
const HEX = /^#[0-9a-f]{6}$/i;

/**
 * The colours of the style sheet, as they are now (light, dark or print).
 * @returns {Theme}
 */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  /** @type {Theme} */
  const theme = { font: style.getPropertyValue("--font").trim() || "sans-serif" };
  for (const name of NAMES) theme[name] = style.getPropertyValue(`--${name}`).trim() || "#888888";
  return theme;
}

/** @param {string | null | undefined} colour @param {string} fallback */
export function safeColour(colour, fallback) {
  return colour && HEX.test(colour) ? colour : fallback;
}

/**
 * A colour between two.
 * @param {string} first @param {string} second both as #rrggbb @param {number} share of the second
 */
export function mix(first, second, share) {
  if (!HEX.test(first) || !HEX.test(second)) return first;
  const parts = [1, 3, 5].map((at) => {
    const from = parseInt(first.slice(at, at + 2), 16);
    const to = parseInt(second.slice(at, at + 2), 16);
    return Math.round(from + (to - from) * share).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** @param {string} colour as #rrggbb @param {number} opacity 0 to 1 */
export function translucent(colour, opacity) {
  if (!HEX.test(colour)) return colour;
  return colour + Math.round(opacity * 255).toString(16).padStart(2, "0");
}

/** @param {string} colour as #rrggbb @returns {number} from 0, black, to 1 */
export function lightness(colour) {
  if (!HEX.test(colour)) return 1;
  return Math.max(...[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))) / 255;
}
