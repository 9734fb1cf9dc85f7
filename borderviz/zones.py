"""Dated rules → polygons on the ellipsoid.

A zone is one rule at one width, counted from one baseline. Widths are metres on the ground:
the line is cut into pieces, each widened in an equidistant frame of its own (scale error
below 11 ppm over 50 km, that is 0.02 m in 2 km), and the pieces are united in EPSG:4326.
One side of a line is the two-sided buffer met with the outline of that side's country, whose
edge is the line itself, vertex for vertex.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from borderviz.crs import WGS84, densify, local_frame
from borderviz.errors import InputError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from borderviz.geodata import Geodata, ZoneRule, ZoneVariant

_STEP_M: Final = 500.0
"""Longest edge before widening: a chord of 500 m leaves its parallel by 4 mm."""
_PIECE: Final = 20
"""Vertices a piece: buffering a long winding line at once takes minutes and gigabytes."""
_CHUNK_DEG: Final = 0.6
"""Extent of the pieces that share one equidistant frame, in degrees (about 60 km)."""
_ARC_ERROR_M: Final = 0.1
"""How far an arc of a buffer may fall short of its circle."""


def build_zones(geodata: Geodata, rules: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Build the zones of a pack's rules.

    Parameters
    ----------
    geodata : Geodata
    rules : iterable of str, optional
        Ids of the rules to build; all that can be drawn by default.

    Returns
    -------
    geopandas.GeoDataFrame, EPSG:4326
        The contract ``zones``: one row per rule, width and baseline, with ``geometry`` (the
        zone). Beyond the contract: ``line`` (the boundary line that the zone and distances
        are counted from), ``reach_km`` (how far the zone reaches from that line) and
        ``accuracy_m`` (of the line). Rules without a geometry give no row.

    Raises
    ------
    InputError
        If a rule is not in the pack.
    """
    wanted = _wanted(geodata, rules)
    widened: dict[tuple[tuple[str, ...], float], BaseGeometry] = {}
    rows = []
    for rule in wanted:
        line = _line_of(geodata, rule)
        for variant in rule.variants:
            reach_km = variant.width_km + variant.offset_km
            key = (rule.borders, reach_km)
            if key not in widened:
                widened[key] = widen_line(line, reach_km * 1000)
            zone = shapely.intersection(widened[key], _ground(geodata, rule))
            rows.append(_row(rule, variant, geodata) | {"line": line, "geometry": _polygonal(zone)})
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=_COLUMNS), geometry="geometry", crs=WGS84)


_COLUMNS: Final = [
    "zone_id", "rule_id", "label", "width_km", "baseline", "side", "reference", "valid_from", "valid_to",
    "source_url", "quote", "reach_km", "accuracy_m", "line", "geometry",
]  # fmt: skip


def _wanted(geodata: Geodata, rules: Iterable[str] | None) -> list[ZoneRule]:
    if rules is None:
        return list(geodata.rules)
    known = {rule.rule_id: rule for rule in geodata.rules}
    names = list(dict.fromkeys(rules))
    for name in names:
        if name not in known:
            raise InputError(f"there is no rule {shown(name)}; the pack has {', '.join(known)}")
    return [known[name] for name in names]


def _row(rule: ZoneRule, variant: ZoneVariant, geodata: Geodata) -> dict[str, Any]:
    borders = geodata.borders
    accuracy = borders.loc[borders["border_id"].isin(rule.borders), "accuracy_m"].max()
    return {
        "zone_id": f"{rule.rule_id}/{variant.width_km:g}km/{variant.baseline}",
        "rule_id": rule.rule_id,
        "label": rule.label,
        "width_km": variant.width_km,
        "baseline": variant.baseline,
        "side": rule.side,
        "reference": variant.reference,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "source_url": next((s.url for s in rule.sources if s.url), None),
        "quote": rule.quote,
        "reach_km": variant.width_km + variant.offset_km,
        "accuracy_m": float(accuracy),
    }


def _line_of(geodata: Geodata, rule: ZoneRule) -> BaseGeometry:
    borders = geodata.borders
    parts = borders.loc[borders["border_id"].isin(rule.borders), "geometry"]
    return shapely.multilinestrings(list(shapely.get_parts(parts.to_numpy())))


def _ground(geodata: Geodata, rule: ZoneRule) -> BaseGeometry:
    """Return the outline that a rule's zone lies in: its side, or both countries of the border."""
    outlines = geodata.countries.set_index("country")["geometry"]
    if rule.side != "both":
        return outlines[rule.side]
    borders = geodata.borders[geodata.borders["border_id"].isin(rule.borders)]
    names = sorted({*borders["country_a"], *borders["country_b"]})
    return shapely.union_all(outlines[names].to_numpy())


def widen_line(line: BaseGeometry, distance_m: float) -> BaseGeometry:
    """Return everything within a distance of a line, on the ellipsoid.

    Parameters
    ----------
    line : LineString or MultiLineString, EPSG:4326
    distance_m : float

    Returns
    -------
    Polygon or MultiPolygon, EPSG:4326
        Its outline lies within 0.5 m of the distance for widths up to 2 km, within 0.01 % of
        wider ones.
    """
    if not math.isfinite(distance_m) or distance_m <= 0:
        raise InputError(f"a zone cannot be {distance_m!r} m wide; give a width above zero")
    segments = _arc_segments(distance_m)
    chunks = []
    for chunk in _chunks(_pieces(densify(line, _STEP_M))):
        frame = local_frame(*_middle(chunk))
        wide = shapely.buffer(frame.to_metres(chunk), distance_m, quad_segs=segments)
        chunks.append(frame.to_degrees(shapely.union_all(wide)))
    return shapely.union_all(chunks)


def _arc_segments(distance_m: float) -> int:
    """Return how many edges a quarter circle needs: an arc falls short by w·(1 − cos(45°/n))."""
    return max(16, math.ceil(math.radians(45) / math.acos(1 - _ARC_ERROR_M / distance_m)))


def _pieces(line: BaseGeometry) -> NDArray[Any]:
    """Cut lines into pieces of a few vertices; neighbours share their end vertex."""
    pieces = []
    for part in shapely.get_parts(line):
        xy = shapely.get_coordinates(part)
        pieces += [xy[i : i + _PIECE + 1] for i in range(0, len(xy) - 1, _PIECE)]
    return np.array([shapely.linestrings(xy) for xy in pieces])


def _chunks(pieces: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Group pieces by the cell of a coarse grid that they begin in."""
    starts = shapely.get_coordinates(shapely.get_point(pieces, 0))
    cells = np.floor(starts / _CHUNK_DEG).astype(int)
    order = np.lexsort(cells.T)
    edges = np.flatnonzero(np.any(np.diff(cells[order], axis=0) != 0, axis=1)) + 1
    for group in np.split(order, edges):
        yield pieces[np.sort(group)]


def _middle(chunk: NDArray[Any]) -> tuple[float, float]:
    west, south, east, north = shapely.total_bounds(chunk)
    return (west + east) / 2, (south + north) / 2


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Drop the points and lines in which a buffer only touches an outline."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
