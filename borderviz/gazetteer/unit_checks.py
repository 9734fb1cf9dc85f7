"""Polygons of units held against the ground: countries, the gazetteer's points, areas."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import shapely

from borderviz.crs import geodesic_area_m2, local_frame, polygonal
from borderviz.errors import shown
from borderviz.geodata import load_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer.places import Place
    from borderviz.gazetteer.unit_rows import UnitRow
    from borderviz.geodata import Geodata

_FAR_KM: Final = 5.0
"""How far the gazetteer's point of a unit may lie off its polygon: as the counties' cells."""
_LEAST_INSIDE: Final = 0.5
"""Share of a polygon that must lie in its country; below it the polygon is another place's."""
_MOSTLY_INSIDE: Final = 0.95


def check_unit_rows(rows: Sequence[UnitRow], geodata: Geodata) -> list[UnitRow]:
    """Leave out polygons that cannot be the unit's; remark on those that are odd."""
    claims = Counter(row.fit[0].place_id for row in rows if row.fit)
    countries = dict(zip(geodata.countries["country"], geodata.countries.geometry, strict=True))
    checked = [_fitted(row, claims, countries, geodata.info.home) for row in rows]
    overlaps = dict(_overlaps(checked))
    return [
        replace(row, remark="; ".join(filter(None, (row.remark, overlaps.get(row.number)))))
        for row in checked
    ]


def _fitted(
    row: UnitRow, claims: Mapping[str, int], countries: Mapping[str, BaseGeometry], home: str
) -> UnitRow:
    if row.fit is None:
        return row
    place, geometry = row.fit
    if (count := claims[place.place_id]) > 1:
        remark = f"{count} polygons are matched to {place.place_id}; join them into one first"
        return row.refused("repeated", remark)
    if refusal := _outside(place, geometry, countries, home):
        return row.refused("outside", refusal)
    remarks = [_off_country(place, geometry, countries, home)]
    off_km = _distance_km(place, geometry)
    if off_km is None:
        remarks.append("the gazetteer has no point of it to check against")
    elif off_km > _FAR_KM:
        remark = f"it lies {off_km:.0f} km off the point that the gazetteer has of it"
        if row.by == "name":
            return row.refused("far", f"{remark}; if it is right all the same, write its id")
        remarks.append(remark)
    remarks.append(_odd_area(place, geometry))
    return replace(row, remark="; ".join(filter(None, remarks)))


def _share(geometry: BaseGeometry, ground: BaseGeometry | None) -> float:
    if ground is None:
        return 0.0
    common = polygonal(shapely.intersection(geometry, ground))
    return geodesic_area_m2(common) / geodesic_area_m2(geometry)


def _outside(
    place: Place, geometry: BaseGeometry, countries: Mapping[str, BaseGeometry], home: str
) -> str:
    """Say that a polygon lies off its country; neighbours are drawn only near the borders."""
    inside = _share(geometry, countries.get(place.country))
    others = [_share(geometry, g) for code, g in countries.items() if code != place.country]
    if inside >= _LEAST_INSIDE:
        return ""
    if place.country != home and inside > 0 and max(others, default=0) < _LEAST_INSIDE:
        return ""
    return f"only {inside:.0%} of it lies in {place.country}, the country of {place.place_id}"


def _off_country(
    place: Place, geometry: BaseGeometry, countries: Mapping[str, BaseGeometry], home: str
) -> str:
    if place.country != home:
        return ""
    off = 1 - _share(geometry, countries.get(place.country))
    return f"{off:.0%} of it lies off {place.country}" if off > 1 - _MOSTLY_INSIDE else ""


def _distance_km(place: Place, geometry: BaseGeometry) -> float | None:
    if place.longitude is None or place.latitude is None:
        return None
    frame = local_frame(place.longitude, place.latitude)
    point = shapely.Point(place.longitude, place.latitude)
    metres = shapely.distance(frame.to_metres(geometry), frame.to_metres(point))
    return float(metres) / 1000


def _odd_area(place: Place, geometry: BaseGeometry) -> str:
    kind = load_kinds().get(place.kind)
    area = geodesic_area_m2(geometry) / 1e6
    if kind is None or kind.area_km2 is None or kind.area_km2[0] <= area <= kind.area_km2[1]:
        return ""
    word = "small" if area < kind.area_km2[0] else "large"
    return f"{area:,.1f} km² is {word} for a {place.kind}"


def _overlaps(rows: Sequence[UnitRow]) -> Iterator[tuple[int, str]]:
    """Yield a remark for each polygon that covers ground of another of its kind."""
    kept = [(row, *row.fit) for row in rows if row.fit]
    tree = shapely.STRtree([geometry for _, _, geometry in kept])
    for at, (row, place, geometry) in enumerate(kept):
        near = (kept[i] for i in tree.query(geometry, predicate="intersects") if i != at)
        shares = [(_share(geometry, g), r.label) for r, p, g in near if p.kind == place.kind]
        share, label = max(shares, default=(0.0, ""))
        if share > 1 - _MOSTLY_INSIDE:
            yield row.number, f"{share:.0%} of it lies in {shown(label)} too"
