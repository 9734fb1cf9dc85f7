// The payload as Python writes it, and the model that the viewer makes of it.
// The payload is described in borderviz/page/__init__.py.

import type { Table } from "./columns.js";
import type { PageModel } from "./model.js";

export interface Names { en: string; ko?: string | null; zh?: string | null }
export interface PackedGeometry { type: "polygon" | "line"; parts: number[][][] | number[][] }
export type Triple = [number | null, number | null, number | null] | null;

export interface TileLayer { name: string; url: string; attribution: string; max_zoom: number; subdomains: string[] }
export interface PageInfo {
  title: string; subtitle: string | null; lang: string; policy: string; generator: string;
  input_sha256: string | null; pack_sha256: string | null;
  period: { start: string | null; end: string | null };
  notes: string[]; not_drawn: Names[]; tiles: TileLayer[]; trusted?: string | null; latest?: string | null;
  attribution: { text: string; licence: string | null; url: string | null }[];
}
/** Counts of incidents under one rule. */
export interface Summary {
  incidents: number; low: number; high: number; expected: number | null; not_in_expected: number;
  unknown_year: number; not_in_force: number; other_bank: number; aggregates: number;
}
export interface TypeEntry { id: string; label: Names; colour: string; shape: string }
export interface VerdictEntry { id: string; label: Names; fill: string }
export interface BackgroundLayer { kind: string; detail: number; geometry: PackedGeometry; name: Names | null }
export interface BackgroundLabel { kind: string; rank: number; name: Names; native?: string | null; lon: number; lat: number }
export interface Rule {
  rule_id: string; label: string; drawn: boolean; description: string | null;
  valid_from: string | null; valid_to: string | null; confidence: string | number | null;
  sources: { text: string; url: string | null }[]; doubts: string[];
  /** by language */
  words?: Record<string, { label: string | null; description: string | null; doubts: string[] }>;
}
export interface Zone {
  zone_id: string; rule_id: string; label: string; width_km: number; baseline: string; side: string;
  reference: boolean; valid_from: string | null; valid_to: string | null; geometry: PackedGeometry;
  /** days between which it may have been in force, null where it is open */
  start: number | null; end: number | null;
}
export interface AnalystFeature {
  geometry: PackedGeometry | null; lon: number | null; lat: number | null;
  radius_m: number | null; text: string | null; colour: string | null;
}
export interface AnalystLayer { name: string; kind: string; features: AnalystFeature[] }
export interface Run { least: number; missing: boolean; width: number; at?: number; steps?: boolean; first?: number; step?: number }
export interface ColumnSpec {
  name: string; kind: string; value?: unknown; values?: unknown[]; run?: Run; scale?: number; at?: number;
  bytes?: number; prefix?: string; digits?: number;
}
export interface PackedTable { n: number; columns: ColumnSpec[]; at: number }
export interface Payload {
  format: number; page: PageInfo; types: TypeEntry[]; verdicts: VerdictEntry[]; provinces: { id: string; name: Names }[];
  background: { layers: BackgroundLayer[]; detail_zooms: number[]; labels: BackgroundLabel[] };
  rules: Rule[]; zones: Zone[]; shapes: PackedGeometry[]; analyst_layers: AnalystLayer[];
  events: Table; located: Table; locations: Table; assessments: Table;
}

/** min x, min y, max x, max y; Mercator units unless said otherwise. */
export type Box = [number, number, number, number];
/** Geometry in Mercator units (the world is one unit wide), x and y in turn. */
export interface Shape { closed: boolean; parts: { rings: Float64Array[]; box: Box }[]; box: Box; vertices: number }

export interface EventRow {
  row: number; event_id: string; location: number | null; event_type: string;
  date: string | null; date_text: string | null; date_start: string | null; date_end: string | null;
  killed: Triple; arrested: Triple; involved: Triple; is_aggregate: boolean; part_of: string | null;
  country: string | null; confidence: string | number | null; summary: string | null; quote: string | null;
  source_title: string | null; source_outlet: string | null; source_url: string | null;
  source_published: string | null; known_by: string | null; origin_id: string | null;
  assessments: Assessment[];
}
export interface Assessment {
  rule: number; verdict: string; p: number | null; p_min: number | null; p_max: number | null;
  in_force: string; t: number | null; side: string | null;
  distance_km_min: number | null; distance_km_max: number | null;
}
/** Where and whether in force, of one incident under one rule. */
export interface Finding { verdict: string; inForce: string; side: string | null; told?: boolean }
export interface Incident {
  index: number; number: number; events: EventRow[]; aggregate: boolean; type: string;
  /** index of the location at which it is drawn, or null */
  location: number | null;
}
export interface Place {
  index: number; place: string | null; resolution: string; method: string | null; reason: string | null;
  lon: number | null; lat: number | null; radius_m: number | null; shape: string; candidates: string[];
  shapeOnMap: Shape | null; x: number | null; y: number | null; box: Box | null;
}
export interface ZoneShape extends Zone { rule: number; shape: Shape }
export interface BackgroundThing { kind: string; name: Names | null; details: Pick<Map<number, Shape>, "get" | "keys"> }
export interface AnalystShape { name: string; features: (AnalystFeature & { shape: Shape | null; x: number | null; y: number | null })[] }

/** All incidents, a value each; rows[first[i]] … rows[first[i + 1] - 1] are the reports of incident i. */
export interface IncidentColumns {
  n: number; incidentOf: Uint32Array; first: Uint32Array; rows: Uint32Array; rowLocation: Int32Array; sumRow: Uint8Array;
  start: Int32Array; end: Int32Array; aggregate: Uint8Array; location: Int32Array; x: Float64Array; y: Float64Array;
  type: Uint32Array; typeNames: string[]; placeX: Float64Array; placeY: Float64Array;
  /** incidents by date (not the totals), the order of the list; its place in it from 1; the totals by date */
  order: Uint32Array; number: Uint32Array; aggregates: Uint32Array;
}
/** What was found of each incident under one rule: places in the lists of findings.js, facts as bits. */
export interface Findings { verdict: Uint8Array; force: Uint8Array; bank: Uint8Array; facts: Uint8Array; expected: Float64Array }
export interface Facet { key: string; values: (string | null)[]; classes: Uint16Array; members: number[][] }
export interface Bins { edges: number[]; count: number; first: Int16Array; last: Int16Array; /** incidents that may lie in several */ spanning: Uint32Array }
export interface Selection {
  shown: Uint8Array;
  /** the shown ones but for the totals */
  marked: Uint8Array; incidents: number; totals: number; counts: { get: (facet: string) => Uint32Array };
  bins: { sure: Uint32Array; maybe: Uint32Array }; summary: Summary;
}
export type Model = PageModel;

export interface Theme { [name: string]: string }
/** How Mercator units become pixels of the canvas. */
export interface View {
  ctx: CanvasRenderingContext2D; zoom: number; scale: number; left: number; top: number;
  width: number; height: number; ratio: number; theme: Theme;
}
export interface PlacedMark { incident: Incident; x: number; y: number; atX: number; atY: number }
/** Incidents gathered to one sign: how many, how many of each verdict, and one of them. */
export interface Cluster { x: number; y: number; count: number; verdicts: number[]; sample: number; key: number }
export interface Sort { key: string; down: boolean }
export interface State {
  selected: number | null; hovered: number | null; rule: number;
  filters: Record<string, ReadonlySet<string>>; query: string; mask: Uint8Array | null;
  window: [number, number] | null; playing: boolean; panel: "list" | "table"; sort: Sort;
  /** how many entries of list and table are shown at most */
  entries: number;
  selection: Selection;
}
