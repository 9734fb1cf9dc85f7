"""From a support to the area that is shown instead: a county, a province, a country, a cell.

The area is drawn from a fixed list, and every event of a unit gets the same one, so that it
tells nothing of where in the unit the event lies. Outlines are widened by a fixed margin, the
same for each of a kind, because supports reach over the edges of units; what does not fit into
a unit gets the next larger one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import shapely

from borderviz.crs import METRES_PER_DEGREE, buffer_m, polygonal
from borderviz.geocoding.atlas import Atlas

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place

_MARGIN_M: Final = {"county": 5_000.0, "province": 10_000.0, "country": 10_000.0}
_TOLERANCE_DEG: Final = 0.005
"""Widened outlines are drawn to some 500 m; the margin is many times that."""
_LADDERS: Final = {
    "county": ("county", "province", "country"),
    "province": ("province", "country"),
    "country": ("country",),
    "grid-0.1": ("grid-0.1", "grid-1", "country"),
    "grid-1": ("grid-1", "country"),
}
"""What is tried one after the other until the area holds the support."""
_NUMERIC_M: Final = 1.0
"""Half the width of a sliver by which two cuts along one outline may differ: rounding."""


@dataclass(frozen=True)
class Area:
    """What is shown instead of a support.

    Attributes
    ----------
    kind : str
        county, province, country, grid-0.1 or grid-1.
    label : str
        What stands as the place.
    margin : str
        How much wider it is drawn than it is called.
    geometry : shapely geometry, EPSG:4326
    country : str or None
        The country that it was cut to.
    admin1 : str or None
        The province that it is or lies in.
    """

    kind: str
    label: str
    margin: str
    geometry: BaseGeometry
    country: str | None
    admin1: str | None


@dataclass(frozen=True, eq=False)
class _Unit:
    """A unit before it is cut: its own outline tells whose a point is, the wide one is shown."""

    kind: str
    label: str
    core: BaseGeometry
    country: str | None
    admin1: str | None
    margin_m: float


def enclosing_area(
    support: BaseGeometry,
    anchor: tuple[float, float],
    place: str,
    atlas: Atlas,
    *,
    country: str | None = None,
) -> Area | None:
    """Return the smallest area of a kind that holds a support, None where none does.

    Parameters
    ----------
    support : shapely geometry, EPSG:4326
        Its greatest shape.
    anchor : tuple of float
        Longitude and latitude of its middle: of units that hold it, the one it lies in counts.
    place : {"county", "province", "country", "grid-0.1", "grid-1"}
    atlas : Atlas
    country : str, optional
        The country that the support was cut to; the area is cut to it as well.
    """
    for kind in _LADDERS[place]:
        for unit in _units_at(kind, support, anchor, atlas, country):
            shape = _drawn(unit, atlas, country)
            if not shape.is_empty and _holds(shape, support):
                return Area(unit.kind, unit.label, _margin_text(unit), shape, country, unit.admin1)
    return None


def _holds(area: BaseGeometry, support: BaseGeometry) -> bool:
    if shapely.covers(area, support):
        return True
    rest = polygonal(shapely.difference(support, area))
    return bool(rest.is_empty or buffer_m(rest, -_NUMERIC_M).is_empty)


def _margin_text(unit: _Unit) -> str:
    if unit.kind.startswith("grid"):
        return "widened by half a cell on every side"
    return f"widened by {unit.margin_m / 1000:g} km"


def _units_at(
    kind: str,
    support: BaseGeometry,
    anchor: tuple[float, float],
    atlas: Atlas,
    country: str | None,
) -> Iterator[_Unit]:
    """Yield the units of a kind in which a point lies, the smallest first.

    A strip along a border may have its middle in none of them: then those that it touches.
    """
    if kind.startswith("grid"):
        per_degree = 10 if kind == "grid-0.1" else 1
        yield _cell(kind, per_degree, *(math.floor(value * per_degree) for value in anchor))
        return
    units = [unit for unit in _units(atlas, kind) if country in {None, unit.country}]
    found = [unit for unit in units if shapely.intersects_xy(unit.core, *anchor)]
    found = found or [unit for unit in units if shapely.intersects(unit.core, support)]
    yield from sorted(found, key=lambda unit: (unit.core.area, unit.label))


@lru_cache(maxsize=16)
def _units(atlas: Atlas, kind: str) -> tuple[_Unit, ...]:
    margin = _MARGIN_M[kind]
    if kind == "country":
        return tuple(
            _Unit(kind, atlas.country_name(code), outline, code, None, margin)
            for code, outline in sorted(atlas.countries.items())
        )
    if kind == "province":
        return tuple(
            _Unit(kind, atlas.province_name(code), outline, code[:2], code, margin)
            for code, outline in sorted(atlas.provinces.items())
        )
    outlined = ((place, atlas.unit_outline(place)) for place in _counties(atlas))
    return tuple(
        _Unit(kind, f"{p.name}, {atlas.region_name(p)}", outline, p.country, p.admin1, margin)
        for p, outline in outlined
        if outline is not None
    )


def _counties(atlas: Atlas) -> Iterator[Place]:
    rows = atlas.geodata.places
    chosen = (rows["size_class"] == "unit") & (rows["kind"] != "province")
    yield from map(atlas.place, sorted(rows.loc[chosen, "place_id"]))


@lru_cache(maxsize=512)
def _wide(unit: _Unit) -> BaseGeometry:
    """Return a unit's outline with its margin; the detail of the edge is of no use there."""
    drawn = shapely.simplify(unit.core, _TOLERANCE_DEG)
    extra = _TOLERANCE_DEG * METRES_PER_DEGREE
    return shapely.simplify(buffer_m(drawn, unit.margin_m + 2 * extra, quad_segs=4), _TOLERANCE_DEG)


@lru_cache(maxsize=512)
def _drawn(unit: _Unit, atlas: Atlas, country: str | None) -> BaseGeometry:
    wide = unit.core if unit.kind.startswith("grid") else _wide(unit)
    if country is None or country not in atlas.countries:
        return wide
    return polygonal(atlas.outline(country).cut(wide))


@lru_cache(maxsize=4096)
def _cell(kind: str, per_degree: int, west: int, south: int) -> _Unit:
    """Return the cell of a grid of 0.1° or 1°, widened by half a cell."""
    half = 0.5 / per_degree
    box = shapely.box(
        west / per_degree - half,
        south / per_degree - half,
        (west + 1) / per_degree + half,
        (south + 1) / per_degree + half,
    )
    label = (
        f"{_degrees(south, per_degree, 'NS')}, {_degrees(west, per_degree, 'EW')} "
        f"(cell of {1 / per_degree:g}°)"
    )
    return _Unit(kind, label, box, None, None, 0.0)


def _degrees(first: int, per_degree: int, hemispheres: str) -> str:
    decimals = 1 if per_degree == 10 else 0
    low, high = first / per_degree, (first + 1) / per_degree
    if low < 0:
        low, high = -high, -low
    return f"{low:.{decimals}f}–{high:.{decimals}f}° {hemispheres[first < 0]}"
