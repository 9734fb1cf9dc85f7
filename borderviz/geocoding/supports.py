"""From an expression to a support: the area in which the event may have happened.

Point-radius and shape methods after Wieczorek, Guo & Hijmans (2004) and Chapman &
Wieczorek (2020). A support keeps its geometry at every size of its range, so that a join
can tell how far its answer hangs on a convention.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from borderviz.crs import (
    GEOD,
    METRES_PER_DEGREE,
    buffer_m,
    disc,
    frame_around,
    polygonal,
    widen_line,
)
from borderviz.geocoding.outlines import SLIVER
from borderviz.geocoding.sizes import Size, load_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas
    from borderviz.geodata import Strip

_Shapes = tuple[tuple["BaseGeometry", ...], int]
_NEARBY_DEG: Final = 1.0
_LEVEL_DEG: Final = 60.0
"""How far around a place, and how far from the poles, degrees make a plane well enough."""


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


@lru_cache(maxsize=128)  # one river is told of in many ways
def strips(
    widths_km: tuple[float, ...], line: BaseGeometry, ground: BaseGeometry | None = None
) -> tuple[BaseGeometry, ...]:
    """Return strips of some widths along a line, cut to a ground."""
    # a convention on size is no better than a thousandth of itself
    wide = [widen_line(line, km * 1000, arc_error_m=max(0.5, km)) for km in widths_km]
    if ground is not None:
        wide = [polygonal(shapely.intersection(strip, ground)) for strip in wide]
    return tuple(wide)


def _strips(size: Size, line: BaseGeometry, ground: BaseGeometry | None = None) -> _Shapes:
    """Return strips along a line over a range of widths, with which one is the reference.

    The share of a strip in a zone along the same line never grows with its width: the ends
    of the range are enough.
    """
    steps = size.steps_km()
    return strips(steps, line, ground), steps.index(size.km)


def clip(support: Support, country: str, atlas: Atlas) -> Support | None:
    """Cut a support to a country; None when nothing of it lies there.

    What lies beyond the border line by less than the line's accuracy may lie on either side
    of it, so there the country that is stated decides.
    """
    if support.country == country:
        return support
    if support.country is not None:
        return None  # it was cut to another country, so the two contradict each other
    outline = atlas.outline(country)
    if outline.is_beyond(support.geometry, atlas.accuracy_m):
        return None
    if isinstance(support.geometry, shapely.Point):
        near = shapely.intersects(buffer_m(support.geometry, atlas.accuracy_m), outline.geometry)
        return replace(support, country=country) if near else None
    sliver = min(SLIVER, support.geometry.area / 2)  # a disc of a metre is smaller than a touch
    shapes = [outline.cut(shape) for shape in support.shapes]
    if shapes[support.reference].area <= sliver:
        shapes = [outline.cut(buffer_m(shape, atlas.accuracy_m)) for shape in support.shapes]
    if shapes[support.reference].area <= sliver:
        return None
    kept = tuple(shape for shape in shapes if shape.area > sliver)
    reference = support.reference - (len(shapes) - len(kept))
    anchor = support.anchor
    if anchor is None or not _holds_point(kept[reference], anchor):
        anchor = middle(kept[reference])
    return replace(support, shapes=kept, reference=reference, country=country, anchor=anchor)


def _holds_point(shape: BaseGeometry, point: tuple[float, float]) -> bool:
    """Whether a point lies in a shape, or within a metre of it."""
    if shapely.intersects_xy(shape, *point):
        return True
    # a metre is less than this in any direction, up to 84° N
    if shapely.distance(shape, shapely.Point(point)) > 10 / METRES_PER_DEGREE:
        return False
    return bool(shapely.intersects_xy(buffer_m(shape, 1.0), *point))


def touched_countries(support: Support, atlas: Atlas) -> tuple[str, ...]:
    """Return the countries in which a support may lie, the line's accuracy allowed for."""
    if support.country is not None:
        return (support.country,)
    within_m = 0.0 if support.line_bound else atlas.accuracy_m
    return tuple(
        code
        for code in sorted(atlas.countries)
        if atlas.outline(code).holds(support.geometry, within_m=within_m)
    )


def of_place(place: Place, atlas: Atlas) -> Support | None:
    """Return the support of a place: its unit, its river, its disc, or that of its parent."""
    outline = atlas.unit_outline(place)
    if outline is not None:
        return _of_unit(place, outline, atlas)
    if place.place_id in atlas.rivers:
        return of_river(atlas.rivers[place.place_id], atlas)
    if place.longitude is not None and place.latitude is not None and _size_of(place) is not None:
        return _of_point(place, atlas)
    return _of_parent(place, atlas)


def _size_of(place: Place) -> Size | None:
    if place.extent_m is not None:
        km = place.extent_m / 1000
        return Size("measured", km, km, km, "measured extent")
    return load_sizes().get(place.size_class)


def _of_unit(place: Place, outline: BaseGeometry, atlas: Atlas) -> Support:
    if place.place_id in atlas.own_outlines:
        method, how = "unit", f"the outline given by {atlas.own_outlines[place.place_id][1]}"
    elif outline is atlas.provinces.get(place.admin1 or ""):
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
        anchor=middle(outline),
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
    # the disc of a town says nothing about where a place of its county lies
    outlined = (p for p in _parents_of(place, atlas) if atlas.unit_outline(p) is not None)
    parent = next(outlined, None)
    support = None if parent is None else of_place(parent, atlas)
    if parent is None or support is None:
        return None
    missing = "position" if place.longitude is None else "extent"
    reason = (
        f"no {missing} of {place.name} was found; the support is that of {parent.name} "
        f"({parent.kind}): {support.reason}"
    )
    return replace(support, reason=reason)


def of_county(place: Place, atlas: Atlas) -> Support | None:
    """Return the county or city of which only a town is known: its parent, or around its seat.

    The parent stands in at home, where it is small; elsewhere a wide disc around the seat does,
    cut to the province.
    """
    if place.country == atlas.home or place.longitude is None or place.latitude is None:
        return _of_parent(place, atlas)
    size = load_sizes()["county_around"]
    shapes, reference = _discs(size, place.longitude, place.latitude)
    province = atlas.province_of(place)
    outline = None if province is None else atlas.unit_outline(province)
    if outline is not None:
        shapes = tuple(polygonal(shapely.intersection(s, outline)) for s in shapes)
    reason = f"disc of {size.stated()}: {size.meaning}"
    at = (place.longitude, place.latitude)
    whole = Support(shapes, reference, "county_around", reason, anchor=at)
    return clip(whole, place.country, atlas) or whole if place.country in atlas.countries else whole


def _parents_of(place: Place, atlas: Atlas) -> Iterator[Place]:
    """Yield the units that a place lies in, the narrowest first, as far as the gazetteer tells."""
    for candidate in (place.seat_of, place.admin2):
        if candidate is not None and atlas.has_place(candidate) and candidate != place.place_id:
            yield atlas.place(candidate)
    province = atlas.province_of(place)
    if province is not None:
        yield province


def of_river(
    reach: BaseGeometry, atlas: Atlas, *, bank: str | None = None, area: bool = False
) -> Support | None:
    """Return the strip along a border river or a reach of it.

    Parameters
    ----------
    reach : LineString or MultiLineString, EPSG:4326
    atlas : Atlas
    bank : str or None
        The country whose bank is meant, None for both.
    area : bool
        Whether the country around the river is meant, not the river.
    """
    size = load_sizes()["near" if area else "river_strip"]
    shapes, reference = _strips(size, reach, None if bank is None else atlas.countries[bank])
    if shapes[0].is_empty:
        return None
    where = "either bank" if bank is None else f"the bank in {atlas.country_name(bank)}"
    return Support(
        shapes, reference, "near" if area else "river_strip",
        f"strip of {size.stated()} on {where} of the river",
        line_bound=True, country=bank, anchor=_on_line(reach),
    )  # fmt: skip


def of_border(
    stretch: BaseGeometry, unit: BaseGeometry | None, side: str | None, atlas: Atlas, *, area: bool
) -> Support | None:
    """Return the strip along a border or a stretch of it.

    Parameters
    ----------
    stretch : LineString or MultiLineString, EPSG:4326
    unit : shapely geometry or None
        The outline of the unit whose stretch is meant, None for the whole border.
    side : str or None
        The country on whose side the strip lies, None for both banks.
    atlas : Atlas
    area : bool
        Whether the wider area of the border is meant.
    """
    name = "border_area" if area else "border_strip"
    size = load_sizes()[name]
    shapes, reference = _strips(size, stretch, ground_of(unit, side, atlas))
    if shapes[0].is_empty:
        return None
    return Support(
        shapes, reference, name, f"strip of {size.stated()} {on_side(side, atlas)}",
        line_bound=True, country=side, anchor=_on_line(stretch),
    )  # fmt: skip


def ground_of(unit: BaseGeometry | None, side: str | None, atlas: Atlas) -> BaseGeometry | None:
    """Return what a strip along a border is cut to: the unit, the side's country, or nothing."""
    if side is None:
        return None
    return unit if side == atlas.home and unit is not None else atlas.countries[side]


def on_side(side: str | None, atlas: Atlas) -> str:
    """Say on which side of a border something lies."""
    return "on either side" if side is None else f"on the side of {atlas.country_name(side)}"


def of_strip(strip: Strip, atlas: Atlas) -> Support:
    """Return a strip of ground along a border that has a name of its own, as wide as it is."""
    line = atlas.borders[strip.border]
    side = None if strip.side == "both" else strip.side
    shapes = strips((strip.width_km,), line, ground_of(None, side, atlas))
    return Support(
        shapes, 0, "zone", f"strip of {strip.width_km:g} km {on_side(side, atlas)}",
        line_bound=True, country=side, anchor=_on_line(line),
    )  # fmt: skip


def of_country(code: str, atlas: Atlas) -> Support:
    """Return a whole country."""
    outline = atlas.countries[code]
    return Support(
        (outline,), 0, "country", "the outline of the country", country=code,
        anchor=middle(outline),
    )  # fmt: skip


def of_units(places: tuple[Place, ...], atlas: Atlas, reason: str) -> Support | None:
    """Return the area of several places together."""
    parts = [support for place in places if (support := of_place(place, atlas)) is not None]
    if not parts:
        return None
    shape = polygonal(shapely.union_all([part.shapes[-1] for part in parts]))
    names = ", ".join(place.name for place in places)
    countries = {part.country for part in parts}
    return Support(
        (shape,), 0, "reported_area", f"{reason}; drawn as {names}", anchor=middle(shape),
        country=countries.pop() if len(countries) == 1 else None,
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
        return widened(own)
    whole = Size(
        "near", size.km + margin.km, size.low_km + margin.low_km, size.high_km + margin.high_km,
        f"{size.stated()} for {place.name} and a margin of {margin.stated()}",
    )  # fmt: skip
    shapes, reference = _discs(whole, *own.anchor)
    reason = f"disc of {whole.stated()}: {whole.meaning}"
    larger = _larger_neighbours(place, whole.high_km, atlas)
    if larger:
        # the place's own ground stays: only the margin is another's sooner than its own
        kept = _nearer(own.anchor, [n for _, *n in larger], whole.high_km)
        town = disc(*own.anchor, size.high_km * 1000)
        shapes = tuple(polygonal(s & (kept | town)) for s in shapes)
        reason += "; cut half-way to " + ", ".join(name for name, *_ in larger)
    return Support(shapes, reference, "near", reason, anchor=own.anchor, radius_m=whole.km * 1000)


_RANK: Final = {"large_city": 4, "city": 3, "town": 2, "village": 1}


def _larger_neighbours(
    place: Place, reach_km: float, atlas: Atlas
) -> list[tuple[str, float, float]]:
    """Return the larger towns so near that half-way to them is within reach.

    A quarter of a town is near its town; what has no point or no rank is no neighbour.
    """
    rank = _RANK.get(place.size_class)
    if rank is None or place.longitude is None or place.latitude is None:
        return []
    found = []
    for other in atlas.towns:
        if _RANK[other.size_class] <= rank or other.longitude is None or other.latitude is None:
            continue
        away_m = GEOD.inv(place.longitude, place.latitude, other.longitude, other.latitude)[2]
        if 0 < away_m < 2000 * reach_km:
            found.append((other.name, other.longitude, other.latitude))
    return sorted(found)


def _nearer(
    own: tuple[float, float], others: Sequence[Sequence[float]], reach_km: float
) -> BaseGeometry:
    """Return the ground within reach that is nearer to one point than to any of the others."""
    frame = frame_around(disc(*own, reach_km * 1000))
    points = [frame.to_metres(shapely.Point(p)) for p in (own, *others)]
    ground = frame.to_metres(disc(*own, reach_km * 1500))
    cells = shapely.voronoi_polygons(shapely.union_all(points), extend_to=ground)
    (cell,) = (c for c in shapely.get_parts(cells) if shapely.intersects(c, points[0]))
    nearer: BaseGeometry = frame.to_degrees(shapely.intersection(cell, ground))
    return nearer


def widened(own: Support) -> Support:
    """Return the surroundings of what is no disc: the shape and a margin around it."""
    margin = load_sizes()["near"]
    steps = margin.steps_km()
    shapes = tuple(buffer_m(own.geometry, km * 1000) for km in steps)
    return replace(
        own, shapes=shapes, reference=steps.index(margin.km), method="near", country=None,
        reason=f"{own.reason}; with a margin of {margin.stated()}",
    )  # fmt: skip


def reach_m(support: Support) -> float | None:
    """Return the distance from the anchor to the farthest point of a support, in metres."""
    return None if support.anchor is None else farthest_m(support.geometry, *support.anchor)


def farthest_m(shape: BaseGeometry, lon: float, lat: float) -> float:
    """Return the distance from a point to the farthest point of a shape, in metres."""
    xy = shapely.get_coordinates(shape)
    east, north = (xy - (lon, lat)).T
    if abs(lat) < _LEVEL_DEG and max(np.abs(east).max(), np.abs(north).max()) < _NEARBY_DEG:
        # reckoned in a plane distances keep their ratios to 1 in 100, so few are left to measure
        flat = np.hypot(east * np.cos(np.radians(lat)), north)
        xy = xy[flat >= 0.98 * flat.max()]
    else:
        xy = shapely.get_coordinates(shapely.convex_hull(shape))
    ones = np.ones(len(xy))
    return float(np.max(GEOD.inv(ones * lon, ones * lat, xy[:, 0], xy[:, 1])[2]))


def middle(outline: BaseGeometry) -> tuple[float, float]:
    """Return a point inside a shape, not far from its middle."""
    point = shapely.point_on_surface(outline)
    return float(point.x), float(point.y)


def _on_line(line: BaseGeometry) -> tuple[float, float]:
    """Return the point half-way along the longest part of a line."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return float(point.x), float(point.y)
