// Incidents on the map: the area in which each may have happened, and its mark.

import { boxOnView, traceShape } from "./geometry.js";
import { MARK_RADIUS, drawMark, hatching } from "./marks.js";
import { spreadMarks } from "./spread.js";
import { mix, safeColour, translucent } from "./theme.js";

/** @import { Cluster, Incident, Model, Place, PlacedMark, State, View } from "./types.js" */

const GAP_PX = 23;
/** More marks than this at one spot become a cluster. */
const MOST_SPREAD = 12;
/** Up to so many incidents stand as marks of their own; more are gathered in cells. */
const MOST_MARKS = 300;
/** An area is drawn when it reaches past the mark by so much. */
const LARGER_THAN_MARK_PX = 2 * MARK_RADIUS + 6;
const NEUTRAL = "#5b6670";
/** How faint the widest areas become, and the share of the map from which they are. */
const FAINTEST = 0.28;
const WIDE_SHARE = 0.5;

/** @param {Model} model @param {Incident} incident @param {number} rule */
export function markStyle(model, incident, rule) {
  const type = model.types.get(incident.type);
  const { verdict, inForce } = model.finding(incident.index, rule);
  return {
    shape: type?.shape ?? "circle",
    colour: safeColour(type?.colour, NEUTRAL),
    fill: model.verdicts.get(verdict)?.fill ?? "dotted",
    struck: inForce === "no",
  };
}

/**
 * The incidents that have marks of their own: all shown ones, or, where these are too many, those
 * in view; null where these are too many as well.
 * @param {Model} model @param {State} state @param {View} view @returns {Incident[] | null}
 */
export function markedIncidents(model, state, view) {
  const { columns } = model;
  const { selected, selection: { shown } } = state;
  const found = placedIncidents(columns, shown, null) ?? placedIncidents(columns, shown, view);
  if (!found) return null;
  const extra = selected !== null && columns.location[selected] >= 0 && !found.includes(selected) ? [selected] : [];
  return [...found, ...extra].map((index) => model.incident(index));
}

/**
 * @param {Model["columns"]} columns @param {Uint8Array} shown @param {View | null} view
 * @returns {number[] | null}
 */
function placedIncidents({ order, x, y }, shown, view) {
  const found = [];
  for (let at = 0; at < order.length; at += 1) {
    const i = order[at];
    if (!shown[i] || Number.isNaN(x[i]) || (view && !inView(view, x[i], y[i]))) continue;
    found.push(i);
    if (found.length > MOST_MARKS) return null;
  }
  return found;
}

/** @param {View} view @param {number} x @param {number} y */
function inView({ scale, left, top, width, height }, x, y) {
  const [px, py] = [x * scale - left, y * scale - top];
  return px >= 0 && py >= 0 && px <= width && py <= height;
}

/**
 * Marks side by side; where too many stand at one spot, a cluster.
 * @param {View} view @param {Model} model @param {Incident[]} incidents @param {State} state
 * @returns {{ marks: PlacedMark[], clusters: (Cluster & { members: number[] })[] }}
 */
export function placeMarks(view, model, incidents, state) {
  const points = incidents.map((incident) => {
    const place = model.place(/** @type {number} */ (incident.location));
    return {
      item: incident,
      x: /** @type {number} */ (place.x) * view.scale - view.left,
      y: /** @type {number} */ (place.y) * view.scale - view.top,
    };
  });
  const spread = spreadMarks(points, GAP_PX);
  /** @type {Map<number, typeof spread>} */
  const crowds = new Map();
  for (const one of spread) if (one.crowd > MOST_SPREAD) crowds.set(one.group, [...(crowds.get(one.group) ?? []), one]);
  const apart = spread.filter(({ crowd, item }) => crowd <= MOST_SPREAD || item.index === state.selected);
  return {
    marks: apart.map(({ item, x, y, atX, atY, crowd }) =>
      (crowd > MOST_SPREAD ? { incident: item, x: atX, y: atY, atX, atY } : { incident: item, x, y, atX, atY })),
    clusters: [...crowds.values()].map((members) => clusterOf(model, members, state.rule)),
  };
}

/**
 * @param {Model} model @param {{ item: Incident, atX: number, atY: number, group: number }[]} members
 * @param {number} rule
 */
function clusterOf(model, members, rule) {
  const verdicts = [0, 0, 0, 0];
  const { verdict } = model.findings(rule);
  for (const { item } of members) verdicts[verdict[item.index]] += 1;
  const mean = (/** @type {"atX" | "atY"} */ key) => members.reduce((sum, one) => sum + one[key], 0) / members.length;
  return {
    x: mean("atX"), y: mean("atY"), count: members.length, verdicts, sample: members[0].item.index,
    key: -1 - members[0].group, members: members.map(({ item }) => item.index),
  };
}

/**
 * Trace the area of a place, if it is larger than a mark and in view.
 * @param {View} view @param {Place} place
 */
function traceSupport(view, place) {
  const { ctx, scale, left, top } = view;
  if (!place.box || !boxOnView(view, place.box)) return false;
  const [width, height] = [(place.box[2] - place.box[0]) * scale, (place.box[3] - place.box[1]) * scale];
  if (Math.max(width, height) < LARGER_THAN_MARK_PX) return false;
  ctx.beginPath();
  if (place.shapeOnMap) return traceShape(view, place.shapeOnMap);
  if (place.x === null || place.y === null) return false;
  ctx.arc(place.x * scale - left, place.y * scale - top, width / 2, 0, 2 * Math.PI);
  return true;
}

/** @param {Model} model @param {Incident[]} incidents of one place */
function colourOf(model, incidents) {
  const colours = new Set(incidents.map(({ type }) => safeColour(model.types.get(type)?.colour, NEUTRAL)));
  return colours.size === 1 ? [...colours][0] : NEUTRAL;
}

/** @param {Model} model @param {Incident[]} incidents @param {number} rule */
function sharedFill(model, incidents, rule) {
  const verdicts = new Set(incidents.map(({ index }) => model.finding(index, rule).verdict));
  return verdicts.size === 1 ? [...verdicts][0] : "possible";
}

/**
 * @param {View} view @param {Model} model @param {Incident[]} incidents @param {State} state
 */
export function drawSupports(view, model, incidents, state) {
  /** @type {Map<number, Incident[]>} */
  const byPlace = new Map();
  for (const incident of incidents) {
    const index = /** @type {number} */ (incident.location);
    byPlace.set(index, [...(byPlace.get(index) ?? []), incident]);
  }
  const chosen = state.selected === null ? null : model.incident(state.selected).location;
  for (const [index, members] of byPlace) {
    if (index !== chosen) drawSupport(view, model, model.place(index), members, state, false);
  }
  const members = chosen === null ? undefined : byPlace.get(chosen);
  if (chosen !== null && members) drawSupport(view, model, model.place(chosen), members, state, true);
}

/**
 * @param {View} view @param {Model} model @param {Place} place @param {Incident[]} members
 * @param {State} state @param {boolean} selected
 */
function drawSupport(view, model, place, members, state, selected) {
  if (!traceSupport(view, place)) return;
  const { ctx, theme } = view;
  const edge = mix(colourOf(model, members), theme.ink, 0.25);
  const verdict = sharedFill(model, members, state.rule);
  const quiet = state.selected !== null && !selected;
  ctx.save();
  ctx.globalAlpha = quiet ? 0.45 : 1;
  const strength = selected ? 1.5 : strengthOf(view, place);
  ctx.fillStyle = translucent(edge, (verdict === "outside" ? 0.05 : 0.12) * strength);
  ctx.fill("evenodd");
  if (verdict === "possible") {
    ctx.fillStyle = hatching(ctx, translucent(edge, 0.4 * strength), view.ratio);
    ctx.fill("evenodd");
  }
  if (selected) {
    ctx.strokeStyle = theme.paper;
    ctx.lineWidth = 5;
    ctx.stroke();
  }
  ctx.setLineDash(verdict === "unknown" ? [2, 3] : []);
  ctx.strokeStyle = selected ? theme.focus : translucent(edge, 0.35 + 0.4 * strength);
  ctx.lineWidth = selected ? 2.4 : 1;
  ctx.stroke();
  ctx.restore();
}

/**
 * The wider an area, the fainter it is painted: a province must not outshine a town.
 * @param {View} view @param {Place} place @returns {number} 1 for small ones, less for wide ones
 */
function strengthOf(view, place) {
  if (!place.box) return 1;
  const [width, height] = [place.box[2] - place.box[0], place.box[3] - place.box[1]];
  const share = Math.min(width / view.width, height / view.height) * view.scale;
  return Math.max(FAINTEST, 1 - ((1 - FAINTEST) * share) / WIDE_SHARE);
}

/**
 * @param {View} view @param {Model} model @param {PlacedMark[]} marks @param {State} state
 */
export function drawMarks(view, model, marks, state) {
  const { ctx, theme } = view;
  for (const { x, y, atX, atY } of marks) {
    if (Math.hypot(x - atX, y - atY) > MARK_RADIUS) drawLeader(view, x, y, atX, atY);
  }
  const isChosen = (/** @type {PlacedMark} */ { incident }) => incident.index === state.selected;
  const inOrder = [...marks.filter((mark) => !isChosen(mark)), ...marks.filter(isChosen)];
  for (const mark of inOrder) {
    const style = markStyle(model, mark.incident, state.rule);
    const hovered = mark.incident.index === state.hovered;
    drawMark(ctx, { ...style, x: mark.x, y: mark.y, selected: isChosen(mark), hovered }, theme);
  }
}

/** @param {View} view @param {number} x @param {number} y @param {number} atX @param {number} atY */
function drawLeader({ ctx, theme }, x, y, atX, atY) {
  for (const [colour, width] of /** @type {[string, number][]} */ ([[theme.paper, 2.6], [theme["ink-soft"], 1]])) {
    ctx.beginPath();
    ctx.moveTo(atX, atY);
    ctx.lineTo(x, y);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(atX, atY, width, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  }
}

/**
 * Numbers beside the marks, by which a printed list is read together with the map.
 * @param {View} view @param {PlacedMark[]} marks
 */
export function drawNumbers({ ctx, theme }, marks) {
  ctx.font = `600 9px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const { incident, x, y } of marks) {
    if (!incident.number) continue;
    ctx.strokeStyle = theme.paper;
    ctx.lineWidth = 3;
    ctx.strokeText(String(incident.number), x + MARK_RADIUS + 1, y - MARK_RADIUS);
    ctx.fillStyle = theme.ink;
    ctx.fillText(String(incident.number), x + MARK_RADIUS + 1, y - MARK_RADIUS);
  }
}
