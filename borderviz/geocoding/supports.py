"""From an expression to a support: the area in which the event may have happened.

Point-radius and shape methods after Wieczorek, Guo & Hijmans (2004) and Chapman &
Wieczorek (2020). A support keeps its geometry at every size of its range, so that a join
can tell how far its answer hangs on a convention.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import shapely

from borderviz.crs import GEOD, buffer_m, disc, frame_around, polygonal, widen_line
from borderviz.geocoding.sizes import Size, load_sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas

_Shapes = tuple[tuple["BaseGeometry", ...], int]
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


def _discs(size: Size, lon: float, lat: float) -> _Shapes:
    """Return discs over a range of sizes, with which shape is the reference.

    The share of a disc in a zone may be greatest in between, so it is taken there too.
    """
    steps = size.finer_steps_km()
    return tuple(disc(lon, lat, km * 1000) for km in steps), steps.index(size.km)


def _strips(size: Size, line: BaseGeometry, ground: BaseGeometry | None = None) -> _Shapes:
    """Return strips along a line over a range of widths, with which one is the reference.

    The share of a strip in a zone along the same line never grows with its width: the ends
    of the range are enough.
    """
    steps = size.steps_km()
    # a convention on size is no better than a thousandth of itself
    wide = [widen_line(line, km * 1000, arc_error_m=max(0.5, km)) for km in steps]
    if ground is not None:
        wide = [polygonal(shapely.intersection(strip, ground)) for strip in wide]
    return tuple(wide), steps.index(size.km)


def clip(support: Support, country: str, atlas: Atlas) -> Support | None:
    """Cut a support to a country; None when nothing of it lies there.

    What lies beyond the border line by less than the line's accuracy may lie on either side
    of it, so there the country that is stated decides.
    """
    if support.country == country:
        return support
    if support.country is not None:
        return None  # it was cut to another country, so the two contradict each other
    outline = atlas.countries[country]
    if isinstance(support.geometry, shapely.Point):
        near = shapely.intersects(buffer_m(support.geometry, atlas.accuracy_m), outline)
        return replace(support, country=country) if near else None
    shapes = _cut(support.shapes, outline)
    if shapes[support.reference].area <= _SLIVER:
        shapes = _cut([buffer_m(s, atlas.accuracy_m) for s in support.shapes], outline)
    if shapes[support.reference].area <= _SLIVER:
        return None
    kept = tuple(s for s in shapes if s.area > _SLIVER)
    reference = support.reference - (len(shapes) - len(kept))
    anchor = support.anchor
    if anchor is None or not shapely.intersects_xy(buffer_m(kept[reference], 1.0), *anchor):
        anchor = _middle(kept[reference])
    return replace(support, shapes=kept, reference=reference, country=country, anchor=anchor)


def _cut(shapes: Sequence[BaseGeometry], outline: BaseGeometry) -> tuple[BaseGeometry, ...]:
    return tuple(polygonal(shapely.intersection(shape, outline)) for shape in shapes)


def touched_countries(support: Support, atlas: Atlas) -> tuple[str, ...]:
    """Return the countries in which a support may lie, the line's accuracy allowed for."""
    if support.country is not None:
        return (support.country,)
    area = support.geometry
    if not support.line_bound:
        area = buffer_m(area, atlas.accuracy_m)
    return tuple(
        code
        for code, outline in sorted(atlas.countries.items())
        if shapely.intersects(area, outline) and shapely.intersection(area, outline).area > _SLIVER
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
    shapes, reference = _discs(size, lon, lat)
    reason = f"disc of {size.stated()}: {size.meaning}"
    whole = Support(shapes, reference, "disc", reason, anchor=(lon, lat), radius_m=size.km * 1000)
    on_line = place.size_class in {"crossing", "dam"} or (
        place.on_border is not None and place.size_class in {"lake", "mountain"}
    )
    if on_line or place.country not in atlas.countries:
        return whole
    # a town's ground is that of its country; a bridge or a dam lies on the line itself
    return clip(whole, place.country, atlas) or whole


def _of_parent(place: Place, atlas: Atlas) -> Support | None:
    parent = parent_of(place, atlas)
    if parent is None or atlas.unit_outline(parent) is None:
        return None  # the disc of a town says nothing about where a place of its county lies
    support = of_place(parent, atlas)
    if support is None:
        return None
    missing = "position" if place.longitude is None else "extent"
    reason = (
        f"no {missing} of {place.name} was found; the support is that of {parent.name} "
        f"({parent.kind}): {support.reason}"
    )
    return replace(support, reason=reason)


def parent_of(place: Place, atlas: Atlas) -> Place | None:
    """Return the unit that a place lies in, as far as the gazetteer tells."""
    for candidate in (place.seat_of, place.admin2):
        if candidate is not None and atlas.has_place(candidate) and candidate != place.place_id:
            return atlas.place(candidate)
    places = atlas.geodata.places
    if place.admin1 is not None and place.kind != "province":
        rows = places[(places["admin1"] == place.admin1) & (places["kind"] == "province")]
        if len(rows):
            return atlas.place(str(rows["place_id"].iloc[0]))
    return None


def of_river(river: Place, unit: BaseGeometry | None, atlas: Atlas) -> Support | None:
    """Return the strip along a border river, whole or its reach in a unit."""
    line = atlas.rivers.get(river.place_id)
    if line is None:
        return None
    reach = line if unit is None else atlas.reach(line, unit)
    if reach.is_empty:
        return None
    size = load_sizes()["river_strip"]
    shapes, reference = _strips(size, reach)
    what = "river" if unit is None else "reach"
    return Support(
        shapes, reference, "river_strip", f"strip of {size.stated()} on either bank of the {what}",
        line_bound=True, anchor=_on_line(reach),
    )  # fmt: skip


def of_border(
    border_ids: tuple[str, ...],
    ground: BaseGeometry | None,
    side: str | None,
    atlas: Atlas,
    *,
    area: bool,
) -> Support | None:
    """Return the strip along a border, whole or its stretch in a unit.

    Parameters
    ----------
    border_ids : tuple of str
    ground : shapely geometry or None
        The outline of the unit whose stretch is meant, None for the whole border.
    side : str or None
        The country on whose side the strip lies, None for both banks.
    atlas : Atlas
    area : bool
        Whether the wider area of the border is meant.
    """
    line = shapely.union_all([atlas.borders[b] for b in border_ids])
    stretch = line if ground is None else atlas.reach(line, ground)
    if stretch.is_empty:
        return None
    name = "border_area" if area else "border_strip"
    size = load_sizes()[name]
    if side != atlas.home or ground is None:
        ground = None if side is None else atlas.countries[side]
    shapes, reference = _strips(size, stretch, ground)
    where = "on either side" if side is None else f"on the side of {atlas.country_name(side)}"
    return Support(
        shapes, reference, name, f"strip of {size.stated()} {where}",
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
    size = load_sizes()["junction"]
    frame = frame_around(line)
    metric = [frame.to_metres(reach) for reach in reaches]
    links = [shapely.shortest_line(a, b) for a, b in combinations(metric, 2)]
    if any(link.length > size.km * 1000 for link in links):
        return None  # the units have no common point on the border
    lon, lat = frame.to_degrees(links[0].centroid).coords[0]
    shapes, reference = _discs(size, lon, lat)
    return Support(
        shapes, reference, "junction",
        f"disc of {size.stated()} around the point where they meet",
        anchor=(lon, lat), radius_m=size.km * 1000,
    )  # fmt: skip


def near_place(place: Place, atlas: Atlas) -> Support | None:
    """Return the surroundings of a place: its own extent and a margin, on either bank."""
    own = of_place(place, atlas)
    if own is None:
        return None
    margin = load_sizes()["near"]
    size = _size_of(place)
    if own.method != "disc" or own.anchor is None or size is None:
        return _widened(own, margin)
    whole = Size(
        "near", size.km + margin.km, size.low_km + margin.low_km, size.high_km + margin.high_km,
        f"{size.stated()} for {place.name} and a margin of {margin.stated()}",
    )  # fmt: skip
    shapes, reference = _discs(whole, *own.anchor)
    reason = f"disc of {whole.stated()}: {whole.meaning}"
    return Support(shapes, reference, "near", reason, anchor=own.anchor, radius_m=whole.km * 1000)


def _widened(own: Support, margin: Size) -> Support:
    """Return the surroundings of what is no disc: the shape and a margin around it."""
    steps = margin.steps_km()
    shapes = tuple(buffer_m(own.geometry, km * 1000) for km in steps)
    return replace(
        own, shapes=shapes, reference=steps.index(margin.km), method="near", country=None,
        reason=f"{own.reason}; with a margin of {margin.stated()}",
    )  # fmt: skip


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
