"""From an expression to a support: the area in which the event may have happened.

Point-radius and shape methods after Wieczorek, Guo & Hijmans (2004) and Chapman &
Wieczorek (2020). A support keeps its geometry at every size of its range, so that a join
can tell how far its answer hangs on a convention.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from borderviz.crs import GEOD, disc, frame_around, polygonal, widen_line
from borderviz.geocoding.sizes import Size, load_sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas

_SLIVER = 1e-9
"""Square degrees (about 10 m²) under which an intersection is a touch, not a share."""


@dataclass(frozen=True)
class Support:
    """An area in which something may have happened, at each size of its range.

    Attributes
    ----------
    shapes : tuple of shapely geometry, EPSG:4326
        From the smallest size to the greatest.
    reference : int
        Which of the shapes is the support proper.
    method : str
        How it was made: disc, unit, thiessen, river_strip, border_strip, …
    reason : str
        How it was made, in words, with the sizes that went into it.
    line_bound : bool
        Whether it is derived from the border line and moves with it.
    country : str or None
        The country it was cut to, None where it may lie on either side.
    anchor : tuple of float or None
        Longitude and latitude of the middle, where it has one.
    radius_m : float or None
        Radius of the reference shape, where it is a disc.
    """

    shapes: tuple[BaseGeometry, ...]
    reference: int
    method: str
    reason: str
    line_bound: bool = False
    country: str | None = None
    anchor: tuple[float, float] | None = None
    radius_m: float | None = None

    @property
    def geometry(self) -> BaseGeometry:
        """Return the shape at the reference size."""
        return self.shapes[self.reference]


def sized(
    size: Size, shape: Callable[[float], BaseGeometry]
) -> tuple[tuple[BaseGeometry, ...], int]:
    """Return a shape at each size of a range (kilometres in, EPSG:4326 out)."""
    steps = size.steps_km()
    return tuple(shape(km) for km in steps), steps.index(size.km)


def clip(support: Support, country: str, atlas: Atlas) -> Support | None:
    """Cut a support to a country; None when nothing of it lies there."""
    outline = atlas.countries[country]
    if support.country == country:
        return support
    shapes = tuple(polygonal(shapely.intersection(s, outline)) for s in support.shapes)
    if shapes[support.reference].area <= _SLIVER:
        return None
    kept = tuple(s for s in shapes if s.area > _SLIVER)
    return replace(
        support,
        shapes=kept,
        reference=support.reference - (len(shapes) - len(kept)),
        country=country,
    )


def touched_countries(geometry: BaseGeometry, atlas: Atlas) -> tuple[str, ...]:
    """Return the countries in which a share of an area lies."""
    return tuple(
        code
        for code, outline in sorted(atlas.countries.items())
        if shapely.intersects(geometry, outline)
        and shapely.intersection(geometry, outline).area > _SLIVER
    )


def of_place(place: Place, atlas: Atlas) -> Support | None:
    """Return the support of a place: its unit, its river, its disc, or that of its parent."""
    outline = atlas.unit_outline(place)
    if outline is not None:
        return _of_unit(place, outline, atlas)
    if place.place_id in atlas.rivers:
        return of_river(place, None, atlas)
    if place.longitude is not None and place.latitude is not None and _size_of(place) is not None:
        return _of_point(place, atlas)
    return _of_parent(place, atlas)


def _size_of(place: Place) -> Size | None:
    if place.extent_m is not None:
        km = place.extent_m / 1000
        return Size("measured", km, km, km, "measured extent")
    return load_sizes().get(place.size_class)


def _of_unit(place: Place, outline: BaseGeometry, atlas: Atlas) -> Support:
    if outline is atlas.provinces.get(place.admin1 or ""):
        method, how = "unit", "the outline of the province"
    else:
        method = "thiessen"
        margin = load_sizes()["county_margin"]
        how = (
            "no open outline exists; the Thiessen cell of its area's centroid, widened by "
            f"{margin.stated()}, stands for it"
        )
    return Support(
        shapes=(outline,), reference=0, method=method, reason=how, country=place.country,
        anchor=_middle(outline),
    )  # fmt: skip


def _of_point(place: Place, atlas: Atlas) -> Support | None:
    size = _size_of(place)
    if size is None or place.longitude is None or place.latitude is None:
        return None
    lon, lat = place.longitude, place.latitude
    shapes, reference = sized(size, lambda km: disc(lon, lat, km * 1000))
    reason = f"disc of {size.stated()}: {size.meaning}"
    whole = Support(shapes, reference, "disc", reason, anchor=(lon, lat), radius_m=size.km * 1000)
    if place.country not in atlas.countries or place.size_class in {"crossing", "dam"}:
        return whole
    # a town's ground is that of its country; a bridge or a dam lies on the line itself
    return clip(whole, place.country, atlas) or whole


def _of_parent(place: Place, atlas: Atlas) -> Support | None:
    parent = parent_of(place, atlas)
    if parent is None:
        return None
    support = of_place(parent, atlas)
    if support is None:
        return None
    reason = (
        f"no position of {place.name} was found; the support is that of {parent.name} "
        f"({parent.kind}): {support.reason}"
    )
    return replace(support, reason=reason)


def parent_of(place: Place, atlas: Atlas) -> Place | None:
    """Return the unit that a place lies in, as far as the gazetteer tells."""
    known = set(atlas.geodata.places["place_id"])
    for candidate in (place.seat_of, place.admin2):
        if candidate in known and candidate != place.place_id:
            return atlas.place(str(candidate))
    places = atlas.geodata.places
    if place.admin1 is not None and place.kind != "province":
        rows = places[(places["admin1"] == place.admin1) & (places["kind"] == "province")]
        if len(rows):
            return atlas.place(str(rows["place_id"].iloc[0]))
    return None


def _strip(line: BaseGeometry, km: float) -> BaseGeometry:
    # a convention on size is no better than a thousandth of itself
    return widen_line(line, km * 1000, arc_error_m=max(0.5, km))


def of_river(river: Place, unit: BaseGeometry | None, atlas: Atlas) -> Support | None:
    """Return the strip along a border river, whole or its reach in a unit."""
    line = atlas.rivers.get(river.place_id)
    if line is None:
        return None
    reach = line if unit is None else atlas.reach(line, unit)
    if reach.is_empty:
        return None
    size = load_sizes()["river_strip"]
    shapes, reference = sized(size, lambda km: _strip(reach, km))
    what = "river" if unit is None else "reach"
    return Support(
        shapes, reference, "river_strip", f"strip of {size.stated()} on either bank of the {what}",
        line_bound=True, anchor=_on_line(reach),
    )  # fmt: skip


def of_border(
    border_ids: tuple[str, ...], unit: BaseGeometry | None, side: str, atlas: Atlas, *, area: bool
) -> Support | None:
    """Return the strip along a border on one side, whole or its stretch in a unit."""
    line = shapely.union_all([atlas.borders[b] for b in border_ids])
    stretch = line if unit is None else atlas.reach(line, unit)
    if stretch.is_empty:
        return None
    ground = atlas.countries[side] if unit is None else unit
    size = load_sizes()["border_area" if area else "border_strip"]
    shapes, reference = sized(
        size, lambda km: polygonal(shapely.intersection(_strip(stretch, km), ground))
    )
    return Support(
        shapes, reference, "border_area" if area else "border_strip",
        f"strip of {size.stated()} on the home side of the "
        f"{'border' if unit is None else 'stretch of the border'}",
        line_bound=True, country=side, anchor=_on_line(stretch),
    )  # fmt: skip


def of_junction(
    border_ids: tuple[str, ...], units: tuple[BaseGeometry, ...], atlas: Atlas
) -> Support | None:
    """Return the neighbourhood of the point where units and a border meet."""
    line = shapely.union_all([atlas.borders[b] for b in border_ids])
    reaches = [atlas.reach(line, unit) for unit in units]
    if any(reach.is_empty for reach in reaches):
        return None
    frame = frame_around(line)
    metric = [frame.to_metres(reach) for reach in reaches]
    link = shapely.shortest_line(metric[0], metric[1])
    lon, lat = frame.to_degrees(link.centroid).coords[0]
    if link.length > load_sizes()["junction"].km * 1000:
        return None  # the units have no common point on the border
    size = load_sizes()["junction"]
    shapes, reference = sized(size, lambda km: disc(lon, lat, km * 1000))
    return Support(
        shapes, reference, "junction",
        f"disc of {size.stated()} around the point where they meet",
        anchor=(lon, lat), radius_m=size.km * 1000,
    )  # fmt: skip


def near_place(place: Place, atlas: Atlas) -> Support | None:
    """Return the surroundings of a place: its own extent and a margin."""
    own = of_place(place, atlas)
    if own is None:
        return None
    margin = load_sizes()["near"]
    if own.anchor is None or own.radius_m is None:
        return replace(own, reason=f"{own.reason}; taken for what is near it too")
    lon, lat = own.anchor
    radius_km = own.radius_m / 1000
    shapes, reference = sized(margin, lambda km: disc(lon, lat, (radius_km + km) * 1000))
    reason = f"disc of {radius_km:g} km ({place.name}) and a margin of {margin.stated()}"
    return Support(
        shapes,
        reference,
        "near",
        reason,
        anchor=own.anchor,
        radius_m=(radius_km + margin.km) * 1000,
    )


def of_coordinates(lon: float, lat: float, uncertainty_m: float | None) -> Support:
    """Return the disc of stated coordinates; without an uncertainty one is assumed.

    The assumed radius is half the diagonal of a cell of the last decimal given, at least
    0.5 km (Chapman & Wieczorek 2020, "uncertainty from precision").
    """
    if uncertainty_m is not None:
        radius_m = max(uncertainty_m, 1.0)
        reason = f"coordinates as stated, with their uncertainty of {uncertainty_m:g} m"
    else:
        least_m = load_sizes()["coordinates"].km * 1000
        radius_m = max(least_m, _cell_radius_m(lon, lat))
        reason = (
            f"coordinates as stated; no uncertainty given, {radius_m:.0f} m assumed from their "
            "decimals"
        )
    return Support(
        (disc(lon, lat, radius_m),), 0, "coordinates", reason, anchor=(lon, lat), radius_m=radius_m
    )


def _cell_radius_m(lon: float, lat: float) -> float:
    decimals = max(len(repr(float(v)).partition(".")[2].rstrip("0")) for v in (lon, lat))
    half = 0.5 * 10.0**-decimals
    return float(GEOD.inv(lon, lat, lon + half, max(-90.0, min(90.0, lat + half)))[2])


def _middle(outline: BaseGeometry) -> tuple[float, float]:
    point = shapely.point_on_surface(outline)
    return float(point.x), float(point.y)


def _on_line(line: BaseGeometry) -> tuple[float, float]:
    """Return the point half-way along the longest part of a line."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return float(point.x), float(point.y)
