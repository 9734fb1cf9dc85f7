"""Country outlines that many small shapes are held against, each against the part near it.

A country's outline has tens of thousands of vertices, a support lies by a few of them. What
lies wholly inside needs no cutting, what lies far off meets nothing, and what is left is met
with the piece of the outline around it; the answers are those of the whole outline.
"""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import shapely

from borderviz.crs import METRES_PER_DEGREE, buffer_m, polygonal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_STEP_DEG: Final = 0.25
"""Grid of the pieces: neighbouring shapes share one."""
_WIDE_DEG: Final = 3.0
"""Shapes that are wider are met with the whole outline."""
SLIVER: Final = 1e-9
"""Square degrees (about 10 m²) under which an intersection is a touch, not a share."""


class _Own(threading.local):
    """What one thread holds of an outline: GEOS lets no two ask one prepared geometry at once."""

    def __init__(self, geometry: BaseGeometry) -> None:
        # made anew in each thread that asks for it
        self.whole = _prepared(shapely.from_wkb(shapely.to_wkb(geometry)))
        self.piece = lru_cache(maxsize=1024)(self._cut_out)

    def _cut_out(self, west: int, south: int, east: int, north: int) -> BaseGeometry:
        edges = (step * _STEP_DEG for step in (west, south, east, north))
        part = shapely.clip_by_rect(self.whole, *edges)
        return _prepared(part if part.is_valid else shapely.make_valid(part))


class Outline:
    """The outline of a country, EPSG:4326, which threads may share.

    Parameters
    ----------
    geometry : Polygon or MultiPolygon
        It stays as it is: each thread prepares a copy of its own.
    """

    def __init__(self, geometry: BaseGeometry) -> None:
        self._own = _Own(geometry)

    @property
    def geometry(self) -> BaseGeometry:
        """The whole outline, prepared, for the thread that asks alone."""
        return self._own.whole

    def cut(self, shape: BaseGeometry) -> BaseGeometry:
        """Return what of a shape lies inside."""
        if shapely.contains_properly(self.geometry, shape):
            return polygonal(shape)
        return polygonal(shapely.intersection(shape, self._near(shape)))

    def holds(self, shape: BaseGeometry, *, within_m: float = 0.0) -> bool:
        """Whether more than a touch of a shape, widened by metres, lies inside."""
        if shapely.contains_properly(self.geometry, shape) or self._meets(shape):
            return True
        if not within_m:
            return False
        west, south, east, north = shape.bounds
        # twice the distance in degrees of latitude is more than it in any up to 60° N
        margin = 2 * within_m / METRES_PER_DEGREE
        box = shapely.box(west - margin, south - margin, east + margin, north + margin)
        return bool(
            shapely.intersects(self.geometry, box) and self._meets(buffer_m(shape, within_m))
        )

    def _meets(self, shape: BaseGeometry) -> bool:
        near = self._near(shape)
        return bool(
            shapely.intersects(near, shape) and shapely.intersection(near, shape).area > SLIVER
        )

    def _near(self, shape: BaseGeometry) -> BaseGeometry:
        west, south, east, north = shape.bounds
        if not max(east - west, north - south) < _WIDE_DEG:
            return self.geometry
        low = (math.floor(west / _STEP_DEG - 0.1), math.floor(south / _STEP_DEG - 0.1))
        high = (math.ceil(east / _STEP_DEG + 0.1), math.ceil(north / _STEP_DEG + 0.1))
        return self._own.piece(*low, *high)


def _prepared(geometry: BaseGeometry) -> BaseGeometry:
    shapely.prepare(geometry)
    return geometry
