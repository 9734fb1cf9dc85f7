// What the reader can do: open, step through and close the incidents, and go to their areas.

import { boundsOf } from "./map.js";

/** @import { Model } from "./types.js" */
/** @import { Store } from "./store.js" */

const NARROW = "(max-width: 759px)";
const EDGE_PX = 40;
const CLOSEST_ZOOM = 12;

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
   * @param {{ map: L.Map, card: { element: HTMLElement, hide: () => void, showFeature: (feature: { name: string, text: string }) => void },
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

  close() {
    const { selected } = this.store.state;
    const within = this.card?.element.contains(document.activeElement);
    this.store.set({ selected: null });
    this.card?.hide();
    const entry = selected === null ? undefined : this.list?.buttonOf(selected);
    if (within) (entry ?? this.opener)?.focus();
  }

  /** @param {number} by 1 for the next incident, -1 for the previous */
  step(by) {
    const { selected } = this.store.state;
    if (selected === null || !this.card) return;
    const next = this.model.order[this.model.incidents[selected].number - 1 + by];
    if (!next) return;
    this.store.set({ selected: next.index });
    this.reveal(next.index);
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
    if (!box) return;
    this.map?.fitBounds(boundsOf(box), {
      paddingTopLeft: [EDGE_PX, EDGE_PX],
      paddingBottomRight: [this.cover() + EDGE_PX, EDGE_PX],
      maxZoom: CLOSEST_ZOOM,
      animate: false,
    });
  }

  /** @param {number} index */
  placeOf(index) {
    const { location } = this.model.incidents[index];
    return location === null ? null : this.model.places[location];
  }

  /** How much of the map's right side the card covers, in pixels. */
  cover() {
    return matchMedia(NARROW).matches ? 0 : (this.card?.element.offsetWidth ?? 0);
  }
}
