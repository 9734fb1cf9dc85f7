// A payload for tests, from plain lists.

import { Table } from "../../borderviz/page/viewer/src/columns.js";
import { PageModel } from "../../borderviz/page/viewer/src/model.js";

/** @param {Record<string, unknown[]>} columns */
export function tableOf(columns) {
  const n = Math.max(0, ...Object.values(columns).map((values) => values.length));
  /** @type {number[]} */
  const bytes = [];
  const specs = Object.entries(columns).map(([name, cells]) => {
    const values = [...new Set(cells)];
    const at = bytes.length;
    bytes.push(...cells.map((cell) => values.indexOf(cell) % 256), ...cells.map((cell) => values.indexOf(cell) >> 8));
    return { name, kind: "coded", values, run: { least: 0, missing: false, width: 2, at, steps: false } };
  });
  return new Table({ n, columns: specs, at: 0 }, Uint8Array.from(bytes));
}

const RULE = { rule_id: "r", label: "A rule", drawn: true };

/**
 * A model of reports, each { start, end, incident, location, lon, lat, type, … } and its finding.
 * @param {Record<string, any>[]} reports @param {Record<string, any>} [more]
 */
export function modelOf(reports, more = {}) {
  const of = (name, otherwise = null) => reports.map((report, row) => report[name] ?? (typeof otherwise === "function" ? otherwise(row) : otherwise));
  const places = more.places ?? reports.map(({ lon = null, lat = null }) => ({ lon, lat }));
  const told = reports.flatMap((report, row) => (report.verdict ? [{ ...report, row }] : []));
  return new PageModel(/** @type {any} */ ({
    page: { title: "T", subtitle: null, generator: "g", tiles: [], notes: [], not_drawn: [], ...more.page },
    types: [], verdicts: [], provinces: more.provinces ?? [], rules: [RULE], zones: [], shapes: [], analyst_layers: [],
    background: { layers: [], detail_zooms: [0], labels: [] },
    events: tableOf({
      event_id: of("id", (row) => `e${row}`), event_type: of("type", "arrest"), is_aggregate: of("sum", false),
      part_of: of("part_of"), place: of("place"), quote: of("quote"), source_outlet: of("outlet"), admin1: of("admin1"),
      killed_low: of("killed"), ...more.columns,
    }),
    located: tableOf({
      start: of("start"), end: of("end"), incident: of("incident", (row) => row), location: of("location", (row) => row),
      exact: of("exact", false),
    }),
    locations: tableOf({
      lon: places.map(({ lon }) => lon ?? null), lat: places.map(({ lat }) => lat ?? null),
      radius_m: places.map(({ radius }) => radius ?? null), assumed: places.map(({ assumed }) => assumed ?? false),
      provinces: places.map(({ provinces }) => provinces ?? null), names: places.map(({ names }) => names ?? null),
      resolution: places.map(() => "resolved"),
    }),
    assessments: tableOf({
      event: told.map(({ row }) => row), rule: told.map(() => 0), verdict: told.map(({ verdict }) => verdict),
      in_force: told.map(({ force }) => force ?? "yes"), side: told.map(({ side }) => (side === undefined ? "own" : side)),
      p: told.map(({ p }) => p ?? null), t: told.map(({ t }) => t ?? null),
    }),
  }));
}

export const EVERYTHING = { rule: 0, filters: {}, query: "", mask: null, window: null, entries: 50, sort: { key: "date", down: false } };
