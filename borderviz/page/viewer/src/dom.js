// Elements are built here, and text only ever enters them as text.

import { languageOf } from "./i18n.js";

/** @typedef {Node | string | null | undefined | false} Child */
/**
 * @typedef {{ class?: string, text?: string, title?: string, lang?: string, hidden?: boolean,
 *   attributes?: Record<string, string>, onclick?: (event: MouseEvent) => void }} Properties
 */

/** A text longer than this is cut on the page, and the page says so. */
const LONGEST_TEXT = 20000;

/**
 * Build an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (properties.class) element.className = properties.class;
  if (properties.text !== undefined) element.textContent = properties.text;
  if (properties.title) element.title = properties.title;
  if (properties.lang) element.lang = properties.lang;
  if (properties.hidden) element.hidden = true;
  const { onclick } = properties;
  if (onclick) element.addEventListener("click", (event) => onclick(/** @type {MouseEvent} */ (event)));
  for (const [name, value] of Object.entries(properties.attributes ?? {})) {
    element.setAttribute(name, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * A text that others wrote: kept apart in direction, so that it cannot turn its neighbours
 * around, and cut when it is beyond reading.
 * @param {string} text
 * @param {number} [longest] characters shown
 * @param {string} [lang] its language; by default what its script tells
 */
export function foreign(text, longest = LONGEST_TEXT, lang = languageOf(text.slice(0, longest))) {
  const shown = text.length > longest ? `${text.slice(0, longest)}… (+${text.length - longest})` : text;
  return h("bdi", { text: shown, lang });
}

/**
 * A link to outside: https only; a frame may not open it, so there its address is shown.
 * @param {string} url @param {string} label
 * @returns {HTMLElement | null} null when the address is not one to follow
 */
export function outsideLink(url, label) {
  const safe = httpsAddress(url);
  if (!safe) return null;
  if (window.parent !== window) {
    return h("span", {}, foreign(label), " ", h("span", { class: "bv-address" }, foreign(safe)));
  }
  return h("a", { attributes: { href: safe, rel: "noopener noreferrer", target: "_blank" } }, foreign(label));
}

/**
 * An address as the browser would read it, if it is https.
 * @param {string | null} url @returns {string | null}
 */
export function httpsAddress(url) {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}
