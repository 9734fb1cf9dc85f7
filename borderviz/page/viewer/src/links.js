// Links into the page: to one event, and to a view of the map. They stand behind the # of the address.

/** @import { Model } from "./types.js" */

/** @typedef {{ event?: string, view?: { lat: number, lon: number, zoom: number }, lang?: string }} Target */

/** @param {string} hash of the address @returns {Target} what it leads to; what it does not say is left out */
export function readHash(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const [lat, lon, zoom] = (parameters.get("view") ?? "").split(",").map(Number);
  const valid = [lat, lon, zoom].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return {
    ...(parameters.has("event") ? { event: parameters.get("event") ?? "" } : {}),
    ...(parameters.has("view") && valid ? { view: { lat, lon, zoom } } : {}),
    ...(parameters.has("lang") ? { lang: parameters.get("lang") ?? "" } : {}),
  };
}

/** @param {Target} target @returns {string} the part of the address behind the # */
export function writeHash({ event, view, lang }) {
  const parts = [];
  if (event !== undefined) parts.push(`event=${encodeURIComponent(event)}`);
  if (view) parts.push(`view=${[view.lat.toFixed(5), view.lon.toFixed(5), view.zoom.toFixed(2)].join(",")}`);
  if (lang) parts.push(`lang=${encodeURIComponent(lang)}`);
  return parts.join("&");
}

/** An address of this page that leads to a target. @param {Target} target */
export function linkTo(target) {
  const base = window.location.href.split("#")[0];
  return `${base.startsWith("about:") || base.startsWith("data:") ? "" : base}#${writeHash(target)}`;
}

/** Put a target into the address, where the page may. @param {Target} target */
export function showHash(target) {
  const hash = writeHash(target);
  if (window.location.hash.replace(/^#/, "") === hash) return;
  try {
    window.history.replaceState(null, "", `#${hash}`);
  } catch {
    // A page in a frame of its own origin has no address to change.
  }
}

/** @param {Model} model @param {string} id @returns {number | null} the incident that the event belongs to */
export function incidentOfEvent({ payload, columns }, id) {
  const column = payload.events.column("event_id");
  for (let row = 0; row < payload.events.n; row += 1) if (column.value(row) === id) return columns.incidentOf[row];
  return null;
}
