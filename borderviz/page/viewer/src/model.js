// The model: what the payload says, in the form in which the parts of the page ask for it.

import { binsOf } from "./bins.js";
import { decodeGeometry, circleBox, emptyBox, growBox, mercatorLength, mercatorX, mercatorY } from "./geometry.js";
import { isoDay } from "./days.js";
import { Details } from "./details.js";
import { reportFacets, ruleFacets } from "./facets.js";
import { BANKS, FORCES, VERDICTS, findingsOf } from "./findings.js";
import { incidentColumns } from "./incidents.js";

/**
 * @import { Assessment, BackgroundThing, Box, EventRow, Facet, Finding, Findings, Incident, IncidentColumns,
 *   Payload, Place, Triple } from "./types.js"
 */

const TEXTS = /** @type {const} */ ([
  "event_id", "event_type", "date", "date_text", "part_of", "country", "confidence", "summary", "quote",
  "source_title", "source_outlet", "source_url", "source_published", "known_by", "origin_id",
]);
const FINDING_COLUMNS = ["rule", "verdict", "p", "p_min", "p_max", "in_force", "t", "side", "distance_km_min", "distance_km_max"];

export class PageModel {
  /** @param {Payload} payload */
  constructor(payload) {
    this.payload = payload;
    this.page = payload.page;
    this.rules = payload.rules;
    this.types = new Map(payload.types.map((entry) => [entry.id, entry]));
    this.verdicts = new Map(payload.verdicts.map((entry) => [entry.id, entry]));
    this.provinces = new Map(payload.provinces.map((entry) => [entry.id, entry]));
    /** @type {IncidentColumns} */
    this.columns = incidentColumns(payload);
    this.bins = binsOf(this.columns);
    const ruleIndex = new Map(payload.rules.map(({ rule_id }, index) => [rule_id, index]));
    this.zones = payload.zones.map((zone) => ({
      ...zone, rule: ruleIndex.get(zone.rule_id) ?? -1, shape: decodeGeometry(zone.geometry),
    }));
    this.background = backgroundOf(payload.background.layers);
    this.analyst = payload.analyst_layers.map(({ name, features }) => ({
      name,
      features: features.map((feature) => ({
        ...feature,
        shape: feature.geometry ? decodeGeometry(feature.geometry) : null,
        x: feature.lon === null ? null : mercatorX(feature.lon),
        y: feature.lat === null ? null : mercatorY(feature.lat),
      })),
    }));
    /** @type {Map<number, Incident>} */
    this.incidents = new Map();
    /** @type {Map<number, Place>} */
    this.places = new Map();
    /** @type {Map<number, Findings>} */
    this.byRule = new Map();
    /** @type {Map<number, Facet[]>} */
    this.facets = new Map();
    /** @type {{ first: Uint32Array, rows: Uint32Array } | null} */
    this.assessed = null;
    /** The first row at each location. @type {Uint32Array | null} */
    this.firstRows = null;
  }

  /** The rules under which incidents are counted: those that are drawn and have findings. */
  get countedRules() {
    const { assessments } = this.payload;
    const used = new Uint8Array(this.rules.length);
    for (const rule of assessments.column("rule").fill(new Int32Array(assessments.n), -1)) used[rule] = 1;
    return this.rules.map((_, rule) => rule).filter((rule) => this.rules[rule].drawn && used[rule]);
  }

  /** @param {number} rule @returns {Findings} */
  findings(rule) {
    const known = this.byRule.get(rule) ?? findingsOf(this.payload, this.columns, rule);
    this.byRule.set(rule, known);
    return known;
  }

  /** @param {number} rule @returns {Facet[]} what can be filtered by while this rule is shown */
  facetsFor(rule) {
    const reports = this.facets.get(-2) ?? reportFacets(this);
    this.facets.set(-2, reports);
    const known = this.facets.get(rule) ?? [...ruleFacets(this.findings(rule)), ...reports];
    this.facets.set(rule, known);
    return known;
  }

  /** @param {number} index @param {number} rule @returns {Finding} */
  finding(index, rule) {
    const { verdict, force, bank } = this.findings(rule);
    const side = BANKS[bank[index]];
    return {
      verdict: VERDICTS[verdict[index]], inForce: FORCES[force[index]], side: side === "untold" ? null : side,
      told: FORCES[force[index]] !== "untold",
    };
  }

  /** @param {number} index @returns {Incident} */
  incident(index) {
    const known = this.incidents.get(index);
    if (known) return known;
    const { first, rows, aggregate, location, number, type, typeNames } = this.columns;
    const incident = {
      index, number: number[index], aggregate: aggregate[index] === 1, type: typeNames[type[index]],
      location: location[index] < 0 ? null : location[index],
      events: Array.from(rows.subarray(first[index], first[index + 1]), (row) => this.event(row)),
    };
    this.incidents.set(index, incident);
    return incident;
  }

  /** @param {number} row @returns {EventRow} */
  event(row) {
    const { events, located } = this.payload;
    const texts = Object.fromEntries(TEXTS.map((name) => [name, asText(events.value(name, row))]));
    const location = this.columns.rowLocation[row];
    const day = (/** @type {string} */ name) => {
      const value = /** @type {number | null} */ (located.value(name, row));
      return value === null ? null : isoDay(value);
    };
    const event = /** @type {EventRow} */ ({
      ...texts, row, location: location < 0 ? null : location, date_start: day("start"), date_end: day("end"),
      is_aggregate: this.columns.sumRow[row] === 1,
      killed: this.triple("killed", row), arrested: this.triple("arrested", row), involved: this.triple("involved", row),
    });
    // Asked for by the card alone, and only then worth gathering.
    return Object.defineProperty(event, "assessments", { get: () => this.assessmentsOf(row), enumerable: true });
  }

  /** @param {string} what @param {number} row @returns {Triple} */
  triple(what, row) {
    const [low, best, high] = ["low", "best", "high"].map((end) =>
      /** @type {number | null} */ (this.payload.events.value(`${what}_${end}`, row)));
    return low === null && best === null && high === null ? null : [low, best, high];
  }

  /** @param {number} row @returns {Assessment[]} */
  assessmentsOf(row) {
    this.assessed ??= groupByEvent(this.payload);
    const { first, rows } = this.assessed;
    return Array.from(rows.subarray(first[row], first[row + 1]), (at) =>
      /** @type {Assessment} */ (/** @type {unknown} */ (Object.fromEntries(FINDING_COLUMNS.map((name) => [name, this.payload.assessments.value(name, at)])))));
  }

  /** @param {number} index row of the locations @returns {Place} */
  place(index) {
    const known = this.places.get(index);
    if (known) return known;
    const { locations, shapes } = this.payload;
    const value = (/** @type {string} */ name) => locations.value(name, index);
    const outline = /** @type {number | null} */ (value("outline"));
    const shapeOnMap = outline === null ? null : decodeGeometry(shapes[outline]);
    const [lon, lat] = [/** @type {number | null} */ (value("lon")), /** @type {number | null} */ (value("lat"))];
    const radius = /** @type {number | null} */ (value("radius_m"));
    const located = lon !== null && lat !== null;
    const [x, y] = [this.columns.placeX[index], this.columns.placeY[index]];
    const place = /** @type {Place} */ ({
      index, lon, lat, radius_m: radius, shapeOnMap, x: located ? x : null, y: located ? y : null,
      place: asText(this.payload.events.value("place", this.firstRowAt(index))), resolution: String(value("resolution") ?? "unresolved"),
      method: asText(value("method")), reason: asText(value("reason")), shape: String(value("shape") ?? "none"),
      candidates: asText(value("candidates"))?.split("\n") ?? [],
      box: shapeOnMap?.box ?? (located ? circleBox(x, y, mercatorLength(radius ?? 0, lat)) : null),
    });
    this.places.set(index, place);
    return place;
  }

  /** @param {number} index row of the locations @returns {number} row of an event there */
  firstRowAt(index) {
    if (!this.firstRows) {
      const { rowLocation } = this.columns;
      this.firstRows = new Uint32Array(this.payload.locations.n);
      for (let row = rowLocation.length - 1; row >= 0; row -= 1) if (rowLocation[row] >= 0) this.firstRows[rowLocation[row]] = row;
    }
    return this.firstRows[index];
  }

  /** The box of all placed incidents with their areas. @returns {Box | null} */
  get extent() {
    const { locations } = this.payload;
    const radius = locations.column("radius_m").numbers(0);
    const outline = locations.column("outline").numbers(-1);
    const lat = locations.column("lat").numbers(NaN);
    const { location, placeX, placeY, aggregate } = this.columns;
    const box = emptyBox();
    const seen = new Uint8Array(locations.n);
    for (let i = 0; i < location.length; i += 1) {
      const at = location[i];
      if (at < 0 || aggregate[i] || seen[at]) continue;
      seen[at] = 1;
      if (outline[at] >= 0) growBox(box, /** @type {Box} */ (this.place(at).box));
      else growToCircle(box, placeX[at], placeY[at], mercatorLength(radius[at], lat[at]));
    }
    return box[0] <= box[2] ? box : null;
  }
}

/** @param {Box} box grows in place @param {number} x @param {number} y @param {number} radius */
function growToCircle(box, x, y, radius) {
  if (x - radius < box[0]) box[0] = x - radius;
  if (x + radius > box[2]) box[2] = x + radius;
  if (y - radius < box[1]) box[1] = y - radius;
  if (y + radius > box[3]) box[3] = y + radius;
}

/** @param {unknown} value */
function asText(value) {
  return value === null || value === undefined ? null : String(value);
}

/** @param {Payload} payload which assessments belong to each event */
function groupByEvent({ assessments, events }) {
  const event = assessments.column("event").numbers(-1);
  const first = new Uint32Array(events.n + 1);
  for (const row of event) first[row + 1] += 1;
  for (let row = 0; row < events.n; row += 1) first[row + 1] += first[row];
  const next = first.slice(0, events.n);
  const rows = new Uint32Array(assessments.n);
  event.forEach((row, at) => {
    rows[next[row]] = at;
    next[row] += 1;
  });
  return { first, rows };
}

/** @param {Payload["background"]["layers"]} layers @returns {BackgroundThing[]} */
export function backgroundOf(layers) {
  /** @type {Map<string, { kind: string, name: import("./types.js").Names | null, details: Details }>} */
  const things = new Map();
  for (const { kind, detail, geometry, name } of layers) {
    const key = `${kind} ${name?.en ?? ""}`;
    const thing = things.get(key) ?? { kind, name, details: new Details() };
    thing.details.add(detail, geometry);
    things.set(key, thing);
  }
  return [...things.values()];
}
