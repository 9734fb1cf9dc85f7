"""Areas that are told by their relation to a place or a line: beside, beyond, between, so far from.

Each support keeps its shape at every size of its range, from the smallest to the greatest.
Headings are read with Chapman & Wieczorek (2020): N ± 45°, NE ± 22.5°, NNE ± 11.25°;
distances carry the rounding of their figures (:mod:`borderviz.geocoding.lengths`) and the
extent of the place that they start from, since nobody says where in a town was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from borderviz.crs import GEOD, buffer_m, disc, frame_around, polygonal
from borderviz.geocoding.sizes import load_sizes
from borderviz.geocoding.supports import Support, farthest_m, middle, strips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas

_STEP_DEG: Final = 1.0
"""Step along an arc: its chord falls short of the arc by 0.004 % of the distance."""
_LEAST_KM: Final = 0.001
"""A ring or sector begins here at the least, so that it has an inner edge."""


@dataclass(frozen=True)
class _Start:
    """Where a distance is measured from: a point, and how far its place reaches around it."""

    lon: float
    lat: float
    radii_km: tuple[float, float, float]


def _start_of(own: Support) -> _Start:
    """Return the middle of a place with its least, proper and greatest radius."""
    lon, lat = own.anchor or middle(own.geometry)
    ends = (own.shapes[0], own.geometry, own.shapes[-1])
    least, proper, most = (farthest_m(shape, lon, lat) / 1000 for shape in ends)
    return _Start(lon, lat, (least, proper, most))


def _stated(low: float, high: float) -> str:
    return f"{low:.3g} km" if low == high else f"{low:.3g}–{high:.3g} km"


def _rounding(narrow: float, wide: float) -> str:
    least = "" if narrow == wide else f" ({narrow:.3g} by the narrow rule)"
    return f"± {wide:.3g} km{least} by the rounding of the figure"


def of_offset(
    own: Support,
    km: tuple[float, float],
    error_km: tuple[float, float],
    heading: tuple[float, float] | None,
    name: str,
) -> Support:
    """Return the area at a distance from a place, in a direction or in any.

    Parameters
    ----------
    own : Support
        That of the place.
    km : tuple of float
        Least and greatest distance stated, in kilometres.
    error_km : tuple of float
        What their rounding leaves open, by the narrow and by the wide rule.
    heading : tuple of float or None
        Degrees from north and ± degrees; None for a ring.
    name : str
        The place, for the reason.
    """
    start = _start_of(own)
    narrow, wide = error_km
    errors = (narrow, wide, wide)
    shapes = [
        _widened(_sector(start, km[0] - error, km[1] + error, heading), radius)
        for error, radius in zip(errors, start.radii_km, strict=True)
    ]
    least, proper, most = start.radii_km
    toward = "" if heading is None else f", heading {heading[0]:g}° ± {heading[1]:g}°"
    reason = (
        f"{_stated(*km)} from {name} {_rounding(narrow, wide)}{toward}; "
        f"{proper:.3g} km ({least:.3g}–{most:.3g}) for {name}"
    )
    return Support(tuple(shapes), 1, "offset", reason, anchor=middle(shapes[1]))


def of_heading(own: Support, heading: tuple[float, float], name: str) -> Support:
    """Return the area in a direction from a place, no distance being said."""
    start = _start_of(own)
    size = load_sizes()["heading"]
    reaches = (size.low_km, size.km, size.high_km)
    shapes = [
        _widened(_sector(start, 0.0, reach, heading), radius)
        for reach, radius in zip(reaches, start.radii_km, strict=True)
    ]
    least, proper, most = start.radii_km
    reason = (
        f"up to {size.stated()} from {name}, heading {heading[0]:g}° ± {heading[1]:g}°; "
        f"{proper:.3g} km ({least:.3g}–{most:.3g}) for {name}"
    )
    return Support(tuple(shapes), 1, "heading", reason, anchor=middle(shapes[1]))


def within(own: Support, km: tuple[float, float], name: str) -> Support:
    """Return the area at most so far from a place."""
    start = _start_of(own)
    shapes = tuple(disc(start.lon, start.lat, (r + km[1]) * 1000) for r in start.radii_km)
    least, proper, most = start.radii_km
    reason = f"at most {_stated(*km)} from {name}; {proper:.3g} km ({least:.3g}–{most:.3g}) for it"
    return Support(
        shapes, 1, "within", reason, anchor=(start.lon, start.lat),
        radius_m=(proper + km[1]) * 1000,
    )  # fmt: skip


def _sector(
    start: _Start, low_km: float, high_km: float, heading: tuple[float, float] | None
) -> BaseGeometry:
    """Return a geodesic sector of a ring, or the whole ring."""
    low_m = max(low_km, _LEAST_KM) * 1000
    high_m = high_km * 1000
    if heading is None:
        outer = disc(start.lon, start.lat, high_m, vertices=360)
        return shapely.difference(outer, disc(start.lon, start.lat, low_m, vertices=360))
    degrees, error = heading
    azimuths = np.linspace(degrees - error, degrees + error, max(2, int(2 * error / _STEP_DEG) + 1))
    ones = np.ones(len(azimuths))
    outer_lon, outer_lat, _ = GEOD.fwd(ones * start.lon, ones * start.lat, azimuths, ones * high_m)
    inner_lon, inner_lat, _ = GEOD.fwd(ones * start.lon, ones * start.lat, azimuths, ones * low_m)
    lon = np.concatenate([outer_lon, inner_lon[::-1]])
    lat = np.concatenate([outer_lat, inner_lat[::-1]])
    return shapely.Polygon(np.column_stack([lon, lat]))


def _widened(shape: BaseGeometry, km: float) -> BaseGeometry:
    return polygonal(buffer_m(shape, km * 1000))


def between(a: Support, b: Support, names: tuple[str, str]) -> Support:
    """Return the ground between two places.

    The hull of both and of a disc around the middle of the way, whose radius is a share of
    their distance: roads bend, so the way is widest open where it is farthest from both ends.
    """
    first, second = _start_of(a), _start_of(b)
    azimuth, _, way_m = GEOD.inv(first.lon, first.lat, second.lon, second.lat)
    lon, lat, _ = GEOD.fwd(first.lon, first.lat, azimuth, way_m / 2)
    size = load_sizes()["between"]
    shares = (size.low_km, size.km, size.high_km)
    frame = frame_around(shapely.box(*_bounds(first, second)))
    shapes = []
    for i, share in enumerate(shares):
        parts = [
            disc(first.lon, first.lat, first.radii_km[i] * 1000),
            disc(second.lon, second.lat, second.radii_km[i] * 1000),
            disc(lon, lat, max(share * way_m, 1.0)),
        ]
        hull = shapely.convex_hull(shapely.union_all([frame.to_metres(p) for p in parts]))
        shapes.append(frame.to_degrees(hull))
    reason = (
        f"the ground between {names[0]} and {names[1]}, {way_m / 1000:.0f} km apart; in the middle "
        f"{size.km:g} ({size.low_km:g}–{size.high_km:g}) of the distance to either side"
    )
    return Support(tuple(shapes), 1, "between", reason, anchor=(float(lon), float(lat)))


def _bounds(first: _Start, second: _Start) -> tuple[float, float, float, float]:
    lons, lats = sorted((first.lon, second.lon)), sorted((first.lat, second.lat))
    return lons[0], lats[0], lons[1] + 1e-6, lats[1] + 1e-6


def facing(own: Support, line: BaseGeometry, *, size: int = 1) -> tuple[BaseGeometry, float] | None:
    """Return the part of a line that faces a place, and how far the place lies from the line.

    What lies within the distance to the line and the place's own radius of its middle; None
    where the line is farther than the convention ``facing``.

    Parameters
    ----------
    own : Support
    line : LineString or MultiLineString, EPSG:4326
    size : {0, 1, 2}
        Which radius of the place: least, proper, greatest.
    """
    start = _start_of(own)
    frame = frame_around(shapely.Point(start.lon, start.lat).buffer(0.001))
    limit_km = load_sizes()["facing"].km + start.radii_km[2]
    around = disc(start.lon, start.lat, limit_km * 2000)
    near = shapely.intersection(line, shapely.envelope(around))
    if near.is_empty:
        return None
    away_km = (
        float(
            shapely.distance(
                frame.to_metres(near), frame.to_metres(shapely.Point(start.lon, start.lat))
            )
        )
        / 1000
    )
    if away_km > limit_km:
        return None
    ground = disc(start.lon, start.lat, (away_km + start.radii_km[size]) * 1000)
    stretch = shapely.line_merge(shapely.intersection(near, ground))
    return (stretch, away_km) if not stretch.is_empty else None


def opposite(own: Support, place: Place, atlas: Atlas) -> Support | None:
    """Return the bank that faces a place across the border line.

    A strip of the size ``border_strip`` on the other country's side, along the part of the
    line that faces the place. None where no border of its country is near.
    """
    found = []
    for border_id, ends in atlas.border_countries.items():
        if place.country in ends and (near := facing(own, atlas.borders[border_id])) is not None:
            found.append((near[1], border_id))
    if not found:
        return None
    away_km, border_id = min(found)
    (other,) = atlas.border_countries[border_id] - {place.country}
    size = load_sizes()["border_strip"]
    line, ground = atlas.borders[border_id], atlas.countries[other]
    shapes = []
    for i, km in enumerate((size.low_km, size.km, size.high_km)):
        part = facing(own, line, size=i)
        if part is not None:
            shapes.append(strips((km,), part[0], ground)[0])
    if len(shapes) < 3 or shapes[0].is_empty:
        return None
    reason = (
        f"strip of {size.stated()} on the side of {atlas.country_name(other)}, along the part of "
        f"the border that faces {place.name} ({away_km:.1f} km from it)"
    )
    return Support(
        tuple(shapes), 1, "opposite", reason, line_bound=True, country=other,
        anchor=middle(shapes[1]),
    )  # fmt: skip


def along(
    line: BaseGeometry,
    ground: BaseGeometry | None,
    where: str,
    km: tuple[float, float],
    error_km: tuple[float, float],
    *,
    within: bool,
) -> Support | None:
    """Return the area at a distance from a line, or at most so far from it.

    Parameters
    ----------
    line : LineString or MultiLineString, EPSG:4326
    ground : shapely geometry or None
        What it is cut to: the country of the side that is meant; None for both sides.
    where : str
        The side, in words.
    km, error_km : tuple of float
        As in :func:`of_offset`.
    within : bool
        Whether everything up to the distance is meant.
    """
    narrow, wide = error_km
    if within:
        shapes: Sequence[BaseGeometry] = strips((km[1], km[1] + wide), line, ground)
        reference = 0
        reason = f"at most {_stated(*km)} (or {km[1] + wide:.3g}) from the line {where}"
    else:
        shapes = [_band(line, ground, km[0] - e, km[1] + e) for e in (narrow, wide)]
        reference = 1
        reason = f"{_stated(*km)} from the line {where}, {_rounding(narrow, wide)}"
    if shapes[0].is_empty:
        return None
    return Support(
        tuple(shapes), reference, "border_offset", reason, line_bound=True,
        anchor=middle(shapes[reference]),
    )  # fmt: skip


def _band(
    line: BaseGeometry, ground: BaseGeometry | None, low_km: float, high_km: float
) -> BaseGeometry:
    (outer,) = strips((high_km,), line, ground)
    if low_km <= 0:
        return outer
    (inner,) = strips((low_km,), line)
    return polygonal(shapely.difference(outer, inner))
