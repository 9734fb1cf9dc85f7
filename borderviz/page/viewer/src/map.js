// The Leaflet map: its controls, its first view, its limits, and what pointer and keys do.

import { extentOf, shapeAt } from "./background.js";
import { emptyBox, growBox, latitude, longitude } from "./geometry.js";
import { clusterWords, whatWords } from "./phrases.js";
import { findingWords } from "./words.js";

/** @import { Box, Incident, Model } from "./types.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */

const CLOSEST_FIT_ZOOM = 11;
const WIDEST_ZOOM = 3;
const MAX_ZOOM = 15;
const LEAST_SIDE_PX = 60;

/** @param {Box} box Mercator units */
export function boundsOf(box) {
  return L.latLngBounds([latitude(box[3]), longitude(box[0])], [latitude(box[1]), longitude(box[2])]);
}

/**
 * What the first view holds: the areas of all incidents; without any, the zones; without
 * these, the background.
 * @param {Model} model @returns {Box | null}
 */
export function homeBox(model) {
  const { extent } = model;
  if (extent) return extent;
  const choices = [
    model.zones.map(({ shape }) => shape.box),
    model.background.map((thing) => shapeAt(thing, 0)?.box ?? emptyBox()),
  ];
  for (const boxes of choices) {
    const box = emptyBox();
    for (const one of boxes) growBox(box, one);
    if (box[0] <= box[2]) return box;
  }
  return null;
}

/**
 * @param {HTMLElement} container @param {Model} model @param {Scene} scene @param {Store} store
 * @param {Reader} reader
 */
export function createMap(container, model, scene, store, reader) {
  const map = L.map(container, {
    attributionControl: false,
    zoomControl: true,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 90,
    minZoom: WIDEST_ZOOM,
    maxZoom: MAX_ZOOM,
    maxBoundsViscosity: 1,
    inertia: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  L.control.scale({ metric: true, imperial: false, maxWidth: 140 }).addTo(map);
  goHome(map, model);
  followSize(map, model);
  addTiles(map, model);
  scene.layer.addTo(map);
  listen(map, model, scene, store, reader);
  return map;
}

/** Tiles that the maker of the page asked for, below everything. @param {L.Map} map @param {Model} model */
function addTiles(map, model) {
  for (const { url, max_zoom: maxNativeZoom, subdomains } of model.page.tiles) {
    L.tileLayer(url, { maxNativeZoom, maxZoom: MAX_ZOOM, subdomains }).addTo(map);
  }
}

/** Show what the first view shows, at the map's present size. @param {L.Map} map @param {Model} model */
export function goHome(map, model) {
  map.setMaxBounds(undefined);
  map.setMinZoom(WIDEST_ZOOM);
  fitHome(map, model);
  limit(map, model);
}

/**
 * A frame may get its size only after its script has run, and may change it: until the reader
 * moves the map, it keeps its first view.
 * @param {L.Map} map @param {Model} model
 */
function followSize(map, model) {
  let [untouched, fitting] = [true, false];
  let fitted = sizeOf(map);
  map.on("movestart", () => { untouched &&= fitting; });
  const observer = new ResizeObserver(() => {
    // An observer tells the first size as well, which the map has been drawn for already.
    if (sizeOf(map) === fitted) return;
    fitted = sizeOf(map);
    map.invalidateSize({ animate: false, pan: false });
    if (!untouched || !hasRoom(map)) return;
    fitting = true;
    goHome(map, model);
    fitting = false;
  });
  observer.observe(map.getContainer());
  map.on("unload", () => observer.disconnect());
}

/** @param {L.Map} map @returns {string} of the element, which the map may not have noticed yet */
function sizeOf(map) {
  const { clientWidth, clientHeight } = map.getContainer();
  return `${clientWidth} × ${clientHeight}`;
}

/** @param {L.Map} map whether its size allows to fit anything into it */
function hasRoom(map) {
  const { x, y } = map.getSize();
  return Math.min(x, y) >= LEAST_SIDE_PX;
}

/** @param {L.Map} map @param {Model} model */
function fitHome(map, model) {
  const box = homeBox(model);
  if (!box || !hasRoom(map)) {
    map.setView(box ? boundsOf(box).getCenter() : [0, 0], WIDEST_ZOOM, { animate: false });
    return;
  }
  const edge = Math.round(Math.min(map.getSize().x, map.getSize().y) * 0.07);
  map.fitBounds(boundsOf(box), { padding: [edge, edge], maxZoom: CLOSEST_FIT_ZOOM, animate: false });
}

/** Keep the reader where there is something to see. @param {L.Map} map @param {Model} model */
function limit(map, model) {
  const box = extentOf(model.background);
  if (!box || !hasRoom(map)) return;
  const bounds = boundsOf(box);
  const widest = Math.min(map.getBoundsZoom(bounds, true), map.getZoom());
  map.setMinZoom(Math.floor(widest * 4) / 4);
  map.setMaxBounds(bounds.contains(map.getBounds()) ? bounds : bounds.pad(0.5));
}

/**
 * @param {L.Map} map @param {Model} model @param {Scene} scene @param {Store} store
 * @param {Reader} reader
 */
function listen(map, model, scene, store, reader) {
  const tip = L.tooltip({ direction: "top", offset: [0, -12], className: "bv-tip", opacity: 1 });
  map.on("click", ({ containerPoint, latlng }) => {
    const incident = scene.incidentAt(containerPoint);
    const cluster = incident ? null : scene.clusterAt(containerPoint);
    const feature = incident || cluster ? null : scene.featureAround(latlng);
    const around = incident ?? (feature || cluster ? null : scene.incidentAround(latlng));
    if (cluster) reader.openCluster(scene.membersOf(cluster));
    else if (around) reader.open(around.index, false);
    else if (feature) reader.openFeature(feature);
    else reader.close();
  });
  map.on("mousemove", ({ containerPoint, latlng }) => {
    const incident = scene.incidentAt(containerPoint);
    const cluster = incident ? null : scene.clusterAt(containerPoint);
    map.getContainer().classList.toggle("bv-over", incident !== null || cluster !== null);
    store.set({ hovered: incident?.index ?? null });
    if (!incident && !cluster) {
      tip.remove();
      return;
    }
    const text = document.createElement("span");
    text.textContent = incident ? tipOf(model, incident, store.state.rule) : cluster ? clusterWords(model, cluster) : "";
    tip.setLatLng(latlng).setContent(text).addTo(map);
  });
  map.on("mouseout movestart zoomstart", () => {
    tip.remove();
    store.set({ hovered: null });
  });
}

/** @param {Model} model @param {Incident} incident @param {number} rule */
function tipOf(model, incident, rule) {
  const finding = model.finding(incident.index, rule);
  return [whatWords(model, incident), finding.told ? findingWords(finding) : ""].filter(Boolean).join(" · ");
}
