// The payload as Python writes it, and the model that the viewer makes of it.
// The payload is described in borderviz/page/__init__.py.

export interface Names { en: string; ko?: string | null; zh?: string | null }
export interface PackedGeometry { type: "polygon" | "line"; parts: number[][][] | number[][] }
export type Triple = [number | null, number | null, number | null] | null;

export interface PageInfo {
  title: string; subtitle: string | null; lang: string; policy: string; generator: string;
  input_sha256: string | null; pack_sha256: string | null;
  period: { start: string | null; end: string | null };
  notes: string[];
  attribution: { text: string; licence: string | null; url: string | null }[];
}
export interface SummaryRow {
  rule_id: string; label: string; incidents: number; low: number; high: number;
  expected: number | null; not_in_expected?: number; unknown_year: number; not_in_force: number; other_bank: number;
  aggregates: number;
}
export interface TypeEntry { id: string; label: Names; colour: string; shape: string }
export interface VerdictEntry { id: string; label: Names; fill: string }
export interface BackgroundLayer { kind: string; detail: number; geometry: PackedGeometry; name: Names | null }
export interface BackgroundLabel { kind: string; rank: number; name: Names; native?: string | null; lon: number; lat: number }
export interface Rule {
  rule_id: string; label: string; drawn: boolean; description: string | null;
  valid_from: string | null; valid_to: string | null; confidence: string | number | null;
  sources: { text: string; url: string | null }[]; doubts: string[];
}
export interface Zone {
  zone_id: string; rule_id: string; label: string; width_km: number; baseline: string; side: string;
  reference: boolean; valid_from: string | null; valid_to: string | null; geometry: PackedGeometry;
}
export interface Location {
  location_id: string; place: string | null; resolution: string; method: string | null;
  reason: string | null; lon: number | null; lat: number | null; radius_m: number | null;
  shape: string; geometry: PackedGeometry | null; candidates: string[];
}
export interface AnalystFeature {
  geometry: PackedGeometry | null; lon: number | null; lat: number | null;
  radius_m: number | null; text: string | null; colour: string | null;
}
export interface AnalystLayer { name: string; kind: string; features: AnalystFeature[] }
export interface Table { n: number; columns: Record<string, unknown[]> }
export interface Payload {
  format: number; page: PageInfo; summary: SummaryRow[]; types: TypeEntry[]; verdicts: VerdictEntry[];
  background: { layers: BackgroundLayer[]; detail_zooms: number[]; labels: BackgroundLabel[] };
  rules: Rule[]; zones: Zone[]; locations: Location[]; events: Table;
  incidents: { n: number; events: number[][] }; assessments: Table; analyst_layers: AnalystLayer[];
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
export interface Finding { verdict: string; inForce: string; side: string | null }
export interface Incident {
  index: number; number: number; events: EventRow[]; aggregate: boolean; type: string;
  /** index of the location at which it is drawn, or null */
  location: number | null; findings: Map<number, Finding>;
}
export interface Place extends Location { index: number; shapeOnMap: Shape | null; x: number | null; y: number | null; box: Box | null }
export interface ZoneShape extends Zone { rule: number; shape: Shape }
export interface BackgroundThing { kind: string; name: Names | null; details: Map<number, Shape> }
export interface AnalystShape { name: string; features: (AnalystFeature & { shape: Shape | null; x: number | null; y: number | null })[] }
export interface Model {
  payload: Payload; page: PageInfo; types: Map<string, TypeEntry>; verdicts: Map<string, VerdictEntry>;
  rules: Rule[]; summaries: Map<number, SummaryRow>; zones: ZoneShape[]; places: Place[]; incidents: Incident[];
  placed: Incident[]; unplaced: Incident[]; aggregates: Incident[];
  /** incidents by date (not the aggregates): the order of the list and of next/previous */
  order: Incident[];
  background: BackgroundThing[]; analyst: AnalystShape[];
}

export interface Theme { [name: string]: string }
/** How Mercator units become pixels of the canvas. */
export interface View {
  ctx: CanvasRenderingContext2D; zoom: number; scale: number; left: number; top: number;
  width: number; height: number; ratio: number; theme: Theme;
}
export interface PlacedMark { incident: Incident; x: number; y: number; atX: number; atY: number }
export interface State { selected: number | null; hovered: number | null; rule: number }
