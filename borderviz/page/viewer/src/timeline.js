// The time slider: a histogram of the incidents, two handles, and play.

import { isoDay } from "./days.js";
import { h } from "./dom.js";
import { NO_END, NO_START } from "./incidents.js";
import { t } from "./i18n.js";
import { drawHistogram } from "./histogram.js";
import { periodWords } from "./words.js";

/** @import { Model, State } from "./types.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */

const STEP_MS = 350;
/** The moving period, when none was chosen, as a share of the whole. */
const PLAYED_SHARE = 10;
/** What the slider depends on. */
const changed = /** @type {const} */ (["selection", "window", "playing", "selected", "hovered"]);

/**
 * @param {Model} model @param {Store} store @param {Scene} scene
 * @returns {{ element: HTMLElement | null, draw: () => void }}
 */
export function createTimeline(model, store, scene) {
  const { edges, count } = model.bins;
  if (count < 2) return { element: null, draw: () => {} };
  const canvas = h("canvas", { class: "bv-histogram", attributes: { "aria-hidden": "true" } });
  const [from, to] = [handle("timeline.from", 0, count - 1), handle("timeline.to", count - 1, count - 1)];
  const words = h("output", { class: "bv-period" });
  const all = h("button", { text: t("timeline.all"), attributes: { type: "button" }, onclick: () => store.set({ window: null, playing: false }) });
  const play = h("button", { class: "bv-play", attributes: { type: "button" }, onclick: () => store.set({ playing: !store.state.playing }) });
  const slider = h("div", { class: "bv-slider" }, canvas, from, to);
  const element = h("section", { class: "bv-timeline", attributes: { "aria-label": t("timeline.title") } },
    h("div", { class: "bv-timebar" }, play, all, words, hintOf(model)), slider);

  let width = NaN;
  const draw = () => {
    const period = store.state.window;
    width = canvas.clientWidth;
    const [first, last] = period ? binsOfPeriod(edges, period) : [0, count - 1];
    setHandle(from, first, edges);
    setHandle(to, last, edges);
    words.textContent = period ? periodWords(isoDay(period[0]), isoDay(period[1])) : periodWords(isoDay(edges[0]), isoDay(lastDay(edges, count - 1)));
    all.disabled = period === null;
    play.textContent = t(store.state.playing ? "timeline.pause" : "timeline.play");
    drawHistogram(canvas, { model, state: store.state, theme: scene.theme, first, last });
  };
  const moved = () => {
    const [first, last] = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
    store.set({ window: first === 0 && last === count - 1 ? null : [edges[first], lastDay(edges, last)] });
  };
  for (const input of [from, to]) input.addEventListener("input", moved);
  brush(canvas, count, (first, last) => store.set({ window: [edges[first], lastDay(edges, last)] }));
  playing(store, edges);
  store.subscribe((state, before) => {
    if (changed.some((key) => state[key] !== before[key])) draw();
  });
  // An observer tells the first size as well, for which all is drawn already.
  new ResizeObserver(() => { if (canvas.clientWidth !== width) draw(); }).observe(slider);
  return { element, draw };
}

/** What the slider cannot show. @param {Model} model */
function hintOf({ columns }) {
  const undated = columns.order.reduce((n, i) => n + Number(columns.start[i] === NO_START || columns.end[i] === NO_END), 0);
  return undated ? h("span", { class: "bv-small", text: t("timeline.undated", { n: undated }) }) : null;
}

/** @param {string} key of its name @param {number} value @param {number} max */
function handle(key, value, max) {
  const input = h("input", { attributes: { type: "range", min: "0", max: String(max), step: "1", "aria-label": t(key) } });
  input.value = String(value);
  return input;
}

/** @param {HTMLInputElement} input @param {number} bin @param {number[]} edges */
function setHandle(input, bin, edges) {
  input.value = String(bin);
  input.setAttribute("aria-valuetext", periodWords(isoDay(edges[bin]), isoDay(lastDay(edges, bin))));
}

/** @param {number[]} edges @param {number} bin */
function lastDay(edges, bin) {
  return edges[bin + 1] - 1;
}

/** @param {number[]} edges @param {[number, number]} period @returns {[number, number]} its first and last bin */
export function binsOfPeriod(edges, [from, to]) {
  let first = 0;
  while (first < edges.length - 2 && edges[first + 1] <= from) first += 1;
  let last = first;
  while (last < edges.length - 2 && edges[last + 1] <= to) last += 1;
  return [first, last];
}

/** Drag over the histogram to choose a period. @param {HTMLCanvasElement} canvas @param {number} count @param {(first: number, last: number) => void} choose */
function brush(canvas, count, choose) {
  /** @type {number | null} */
  let start = null;
  const binOf = (/** @type {PointerEvent} */ event) => {
    const { left, width } = canvas.getBoundingClientRect();
    return Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - left) / width) * count)));
  };
  canvas.addEventListener("pointerdown", (event) => {
    start = binOf(event);
    canvas.setPointerCapture(event.pointerId);
    choose(start, start);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (start !== null) choose(Math.min(start, binOf(event)), Math.max(start, binOf(event)));
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { start = null; });
}

/** @param {Store} store @param {number[]} edges */
function playing(store, edges) {
  let timer = 0;
  const stop = () => {
    window.clearInterval(timer);
    timer = 0;
  };
  store.subscribe(({ playing: on }) => {
    if (on && !timer) {
      const next = nextPeriod(store.state, edges, true);
      timer = window.setInterval(() => step(store, edges), STEP_MS);
      store.set({ window: next });
    } else if (!on && timer) {
      stop();
    }
  });
}

/** @param {Store} store @param {number[]} edges */
function step(store, edges) {
  const next = nextPeriod(store.state, edges, false);
  if (next) store.set({ window: next });
  else store.set({ playing: false });
}

/**
 * The period one bin later; from the beginning when it starts at the end, or with none chosen.
 * @param {Pick<State, "window">} state @param {number[]} edges @param {boolean} starting
 * @returns {[number, number] | null} null at the end
 */
export function nextPeriod({ window: period }, edges, starting) {
  const count = edges.length - 1;
  const [first, last] = period ? binsOfPeriod(edges, period) : [0, Math.max(0, Math.ceil(count / PLAYED_SHARE) - 1)];
  const width = last - first;
  const atEnd = last >= count - 1;
  if (starting) return atEnd ? [edges[0], lastDay(edges, Math.min(width, count - 2))] : [edges[first], lastDay(edges, last)];
  return atEnd ? null : [edges[first + 1], lastDay(edges, last + 1)];
}
