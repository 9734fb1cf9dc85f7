// From the data block to the model: decode, unpack, and gather what belongs together.

import { circleBox, decodeGeometry, mercatorLength, mercatorX, mercatorY } from "./geometry.js";

/**
 * @import { Assessment, BackgroundThing, EventRow, Finding, Incident, Location, Model, Payload,
 *   Place, Table } from "./types.js"
 */

const FORMAT = 1;

/**
 * Read the data block of the page.
 * @param {string} text its JSON text
 * @returns {Promise<Payload>}
 */
export async function decodePayload(text) {
  const header = JSON.parse(text);
  if (header.format !== FORMAT || header.encoding !== "zlib+base64") {
    throw new Error(`unknown data format ${header.format} ${header.encoding}`);
  }
  const packed = Uint8Array.from(atob(header.data), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const content = await new Response(stream).arrayBuffer();
  if (content.byteLength !== header.bytes) throw new Error("the data block is not whole");
  return JSON.parse(new TextDecoder().decode(content));
}

/**
 * Turn columns into rows.
 * @param {Table} table
 * @returns {Record<string, unknown>[]}
 */
export function rowsOf(table) {
  const columns = Object.entries(table.columns);
  return Array.from({ length: table.n }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row]])));
}

/**
 * One word for several findings: all the same, or the doubtful one.
 * @param {string[]} values @param {string} doubtful
 */
function agree(values, doubtful) {
  return values.every((value) => value === values[0]) ? values[0] : doubtful;
}

/**
 * What the reports of one incident say together, by rule.
 * @param {EventRow[]} events
 * @returns {Map<number, Finding>}
 */
export function findingsOf(events) {
  /** @type {Map<number, Assessment[]>} */
  const byRule = new Map();
  for (const assessment of events.flatMap((event) => event.assessments)) {
    byRule.set(assessment.rule, [...(byRule.get(assessment.rule) ?? []), assessment]);
  }
  return new Map([...byRule].map(([rule, found]) => {
    const known = found.filter(({ verdict }) => verdict !== "unknown");
    const told = known.length ? known : found;
    return [rule, {
      verdict: agree(told.map(({ verdict }) => verdict), "possible"),
      inForce: agree(found.map(({ in_force }) => in_force), "possibly"),
      side: agree(told.map(({ side }) => side ?? ""), "both") || null,
    }];
  }));
}

/** @param {Location} location @param {number} index @returns {Place} */
function placeOf(location, index) {
  const { lon, lat, radius_m: radius, geometry } = location;
  const shapeOnMap = geometry ? decodeGeometry(geometry) : null;
  const located = lon !== null && lat !== null;
  const x = located ? mercatorX(lon) : null;
  const y = located ? mercatorY(lat) : null;
  const reach = located ? mercatorLength(radius ?? 0, lat) : 0;
  const box = shapeOnMap?.box ?? (x !== null && y !== null ? circleBox(x, y, reach) : null);
  return { ...location, index, shapeOnMap, x, y, box };
}

/** @param {EventRow} event */
function sortKey(event) {
  const end = event.date_end ?? "9999";
  return event.date_start ? `0 ${event.date_start} ${end}` : `1 ${end}`;
}

/** @param {string} first @param {string} second */
function compare(first, second) {
  return first < second ? -1 : first > second ? 1 : 0;
}

/**
 * @param {Payload} payload @param {EventRow[]} events @param {Place[]} places
 * @returns {Incident[]}
 */
function incidentsOf(payload, events, places) {
  return payload.incidents.events.map((rows, index) => {
    const members = rows.map((row) => events[row]);
    const drawn = members.find(({ location }) => location !== null && places[location].x !== null);
    return {
      index,
      number: 0,
      events: members,
      aggregate: members.every(({ is_aggregate }) => is_aggregate),
      type: (drawn ?? members[0]).event_type,
      location: drawn ? drawn.location : null,
      findings: findingsOf(members),
    };
  });
}

/** @param {Payload} payload @returns {EventRow[]} */
function eventsOf(payload) {
  const events = rowsOf(payload.events).map((row, index) =>
    /** @type {EventRow} */ (/** @type {unknown} */ ({ ...row, row: index, assessments: [] })));
  for (const row of rowsOf(payload.assessments)) {
    events[/** @type {number} */ (row.event)].assessments.push(
      /** @type {Assessment} */ (/** @type {unknown} */ (row)));
  }
  return events;
}

/** @param {Payload["background"]["layers"]} layers @returns {BackgroundThing[]} */
export function backgroundOf(layers) {
  /** @type {Map<string, BackgroundThing>} */
  const things = new Map();
  for (const { kind, detail, geometry, name } of layers) {
    const key = `${kind} ${name?.en ?? ""}`;
    const thing = things.get(key) ?? { kind, name, details: new Map() };
    const known = thing.details.get(detail);
    const shape = decodeGeometry(geometry);
    if (known && known.closed === shape.closed) {
      const box = /** @type {import("./types.js").Box} */ ([
        Math.min(known.box[0], shape.box[0]), Math.min(known.box[1], shape.box[1]),
        Math.max(known.box[2], shape.box[2]), Math.max(known.box[3], shape.box[3]),
      ]);
      thing.details.set(detail, {
        closed: shape.closed, parts: [...known.parts, ...shape.parts], box,
        vertices: known.vertices + shape.vertices,
      });
    } else {
      thing.details.set(detail, shape);
    }
    things.set(key, thing);
  }
  return [...things.values()];
}

/** @param {Incident[]} incidents */
function byDate(incidents) {
  return [...incidents].sort((first, second) =>
    compare(sortKey(first.events[0]), sortKey(second.events[0])) || first.index - second.index);
}

/** @param {Payload} payload @returns {Model} */
export function buildModel(payload) {
  const events = eventsOf(payload);
  const places = payload.locations.map(placeOf);
  const incidents = incidentsOf(payload, events, places);
  const order = byDate(incidents.filter(({ aggregate }) => !aggregate));
  order.forEach((incident, index) => { incident.number = index + 1; });
  const ruleIndex = new Map(payload.rules.map(({ rule_id }, index) => [rule_id, index]));
  return {
    payload,
    page: payload.page,
    types: new Map(payload.types.map((entry) => [entry.id, entry])),
    verdicts: new Map(payload.verdicts.map((entry) => [entry.id, entry])),
    rules: payload.rules,
    summaries: new Map(payload.summary.map((row) => [ruleIndex.get(row.rule_id) ?? -1, row])),
    zones: payload.zones.map((zone) => ({
      ...zone, rule: ruleIndex.get(zone.rule_id) ?? -1, shape: decodeGeometry(zone.geometry),
    })),
    places,
    incidents,
    order,
    placed: order.filter(({ location }) => location !== null),
    unplaced: order.filter(({ location }) => location === null),
    aggregates: byDate(incidents.filter(({ aggregate }) => aggregate)),
    background: backgroundOf(payload.background.layers),
    analyst: payload.analyst_layers.map(({ name, features }) => ({
      name,
      features: features.map((feature) => ({
        ...feature,
        shape: feature.geometry ? decodeGeometry(feature.geometry) : null,
        x: feature.lon === null ? null : mercatorX(feature.lon),
        y: feature.lat === null ? null : mercatorY(feature.lat),
      })),
    })),
  };
}
