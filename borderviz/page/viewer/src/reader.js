// What the reader can do: open, step through and close the incidents, and go to their areas.

import { emptyBox, growBox } from "./geometry.js";
import { boundsOf } from "./map.js";

/** @import { Model } from "./types.js" */
/** @import { Store } from "./store.js" */

const NARROW = "(max-width: 959px)";
const EDGE_PX = 40;
const CLOSEST_ZOOM = 13;
const SCALE_AT_ZOOM_0 = 256;
/** A cluster narrower than this at the closest zoom cannot be brought apart. */
const APART_PX = 60;

export class Reader {
  /** @param {Model} model @param {Store} store */
  constructor(model, store) {
    this.model = model;
    this.store = store;
    /** Where the focus goes back to. @type {HTMLElement | null} */
    this.opener = null;
  }

  /**
   * The parts that are made after the reader, because they call it.
   * @param {{ map: L.Map, card: import("./cards.js").Card,
   *   list: { buttonOf: (index: number) => HTMLButtonElement | undefined } }} parts
   */
  connect({ map, card, list }) {
    this.map = map;
    this.card = card;
    this.list = list;
  }

  /** @param {number} index of the incident @param {boolean} byKey then the card takes the focus */
  open(index, byKey) {
    const focused = document.activeElement;
    if (this.store.state.selected === null && focused instanceof HTMLElement) this.opener = focused;
    this.store.set({ selected: index });
    if (matchMedia(NARROW).matches) window.scrollTo(0, 0);
    this.reveal(index);
    if (byKey) this.card?.element.focus({ preventScroll: true });
  }

  /** @param {{ name: string, text: string }} feature of an analyst's layer */
  openFeature(feature) {
    this.card?.showFeature(feature);
  }

  /** @param {number[]} members a cluster's incidents: brought apart, or listed where they cannot be */
  openCluster(members) {
    const box = boxOf(this.model, members);
    const far = Math.max(box[2] - box[0], box[3] - box[1]) * SCALE_AT_ZOOM_0 * 2 ** CLOSEST_ZOOM;
    if (!this.map || far < APART_PX) {
      this.store.set({ selected: null });
      this.card?.showMany(members);
      this.card?.element.focus({ preventScroll: true });
      return;
    }
    const zoom = this.map.getZoom();
    this.fit(box);
    if (this.map.getZoom() < zoom + 0.5) this.map.setZoom(zoom + 1, { animate: false });
  }

  close() {
    const { selected } = this.store.state;
    const within = this.card?.element.contains(document.activeElement);
    this.store.set({ selected: null });
    this.card?.hide();
    const entry = selected === null ? undefined : this.list?.buttonOf(selected);
    if (within) (entry ?? this.opener)?.focus();
  }

  /** The shown incident after or before another; -1 when there is none. @param {number} index @param {number} by */
  neighbour(index, by) {
    const { order, number, aggregate } = this.model.columns;
    const { shown } = this.store.state.selection;
    if (aggregate[index]) return -1;
    for (let at = number[index] - 1 + by; at >= 0 && at < order.length; at += by) if (shown[order[at]]) return order[at];
    return -1;
  }

  /** @param {number} by 1 for the next incident, -1 for the previous */
  step(by) {
    const { selected } = this.store.state;
    if (selected === null || !this.card) return;
    const next = this.neighbour(selected, by);
    if (next < 0) return;
    this.store.set({ selected: next });
    this.reveal(next);
    const { element } = this.card;
    const button = element.querySelector(`[data-step="${by > 0 ? "next" : "previous"}"]`);
    const usable = button instanceof HTMLElement && !button.hasAttribute("disabled");
    (usable ? button : element).focus({ preventScroll: true });
  }

  /** Bring the mark into view, beside the card. @param {number} index */
  reveal(index) {
    const place = this.placeOf(index);
    if (!place || place.lat === null || place.lon === null) return;
    this.map?.panInside([place.lat, place.lon], {
      paddingTopLeft: [EDGE_PX, EDGE_PX],
      paddingBottomRight: [this.cover() + EDGE_PX, EDGE_PX],
      animate: false,
    });
  }

  /** Fit the whole area of an incident. @param {number} index */
  zoomTo(index) {
    const box = this.placeOf(index)?.box;
    if (box) this.fit(box);
  }

  /** @param {import("./types.js").Box} box */
  fit(box) {
    this.map?.fitBounds(boundsOf(box), {
      paddingTopLeft: [EDGE_PX, EDGE_PX],
      paddingBottomRight: [this.cover() + EDGE_PX, EDGE_PX],
      maxZoom: CLOSEST_ZOOM,
      animate: false,
    });
  }

  /** @param {number} index */
  placeOf(index) {
    const location = this.model.columns.location[index];
    return location < 0 ? null : this.model.place(location);
  }

  /** How much of the map's right side the card covers, in pixels. */
  cover() {
    return matchMedia(NARROW).matches ? 0 : (this.card?.element.offsetWidth ?? 0);
  }
}

/** @param {Model} model @param {number[]} incidents */
function boxOf({ columns: { x, y } }, incidents) {
  const box = emptyBox();
  for (const i of incidents) growBox(box, [x[i], y[i], x[i], y[i]]);
  return box;
}
