"""Dated rules → polygons on the ellipsoid.

A zone is one rule at one width, counted from one baseline, in metres on the ground
(:func:`borderviz.crs.widen_line`). One side of a line is the two-sided buffer met with the
outline of that side's country, whose edge is the line itself, vertex for vertex.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from borderviz.crs import WGS84, polygonal, widen_line
from borderviz.errors import InputError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from borderviz.geodata import Geodata, ZoneRule, ZoneVariant


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
        are counted from), ``reach_km`` (how far the zone reaches from that line),
        ``accuracy_m`` (of the line) and ``countries`` (those that it parts). Rules without a
        geometry give no row.

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
            rows.append(_row(rule, variant, geodata) | {"line": line, "geometry": polygonal(zone)})
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=_COLUMNS), geometry="geometry", crs=WGS84)


_COLUMNS: Final = [
    "zone_id", "rule_id", "label", "width_km", "baseline", "side", "reference", "valid_from",
    "valid_to", "source_url", "quote", "reach_km", "accuracy_m", "countries", "line", "geometry",
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
    borders = geodata.borders[geodata.borders["border_id"].isin(rule.borders)]
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
        "accuracy_m": float(borders["accuracy_m"].max()),
        "countries": tuple(sorted({*borders["country_a"], *borders["country_b"]})),
    }


def _line_of(geodata: Geodata, rule: ZoneRule) -> BaseGeometry:
    borders = geodata.borders
    parts = borders.loc[borders["border_id"].isin(rule.borders), "geometry"]
    return shapely.MultiLineString(list(shapely.get_parts(parts.to_numpy())))


def _ground(geodata: Geodata, rule: ZoneRule) -> Any:
    """Return the outline that a rule's zone lies in: its side, or both sides."""
    rows = geodata.countries
    outlines = dict(zip(rows["country"], rows.geometry, strict=True))
    if rule.side != "both":
        return outlines[rule.side]
    borders = geodata.borders[geodata.borders["border_id"].isin(rule.borders)]
    names = sorted({*borders["country_a"], *borders["country_b"]})
    return shapely.union_all([outlines[name] for name in names])
