"""Country outlines that many small shapes are held against, each against the part near it.

A country's outline has tens of thousands of vertices, a support lies by a few of them. What
lies wholly inside needs no cutting, what lies far off meets nothing, and what is left is met
with the piece of the outline around it; the answers are those of the whole outline.
"""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.crs import METRES_PER_DEGREE, buffer_m, discs, polygonal

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_STEP_DEG: Final = 0.25
"""Grid of the pieces: neighbouring shapes share one."""
_WIDE_DEG: Final = 3.0
"""Shapes that are wider are met with the whole outline."""
SLIVER: Final = 1e-9
"""Square degrees (about 10 m²) under which an intersection is a touch, not a share."""
_SPOT_DEG: Final = 2e-5
"""Half the side of a box that is larger than ``SLIVER``, about 2 m."""
_SPOTS: Final = [
    (share * math.sin(2 * math.pi * at / count), share * math.cos(2 * math.pi * at / count))
    for share, count in ((0.0, 1), (0.93, 24))
    for at in range(count)
]
"""East and north of the spots of a disc that are looked at, in radii."""
_LEAST_M: Final = 100.0
_MOST_M: Final = 50_000.0
_LEVEL_DEG: Final = 70.0
"""Where a disc is so small, and so far from the poles, that its outermost spots lie in it for
sure, reckoned in a plane (off by less than 2 in 100 of the radius)."""
_BEYOND: Final = 1.01
"""How much wider a disc of few corners has to be to hold a disc."""


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
        if not within_m or self.is_beyond(shape, within_m):
            return False
        return self._meets(buffer_m(shape, within_m))

    def is_beyond(self, shape: BaseGeometry, within_m: float) -> bool:
        """Whether nothing of a shape lies within so many metres, as its box tells."""
        west, south, east, north = shape.bounds
        # twice the distance in degrees of latitude is more than it in any up to 60° N
        margin = 2 * within_m / METRES_PER_DEGREE
        box = shapely.box(west - margin, south - margin, east + margin, north + margin)
        return not shapely.intersects(self.geometry, box)

    def hold_round(
        self, shapes: NDArray[Any], lonlat: NDArray[np.float64], radii_m: NDArray[np.float64],
        *, within_m: float,
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:  # fmt: skip
        """Tell of discs and points what :meth:`holds` tells, and which surely lie wholly inside.

        Parameters
        ----------
        shapes : ndarray of Polygon and Point
        lonlat : ndarray, n × 2
            Their centres, in degrees.
        radii_m : ndarray
            Zero for points.
        within_m : float
        """
        outline, bounds = self.geometry, shapely.bounds(shapes)
        inside = shapely.contains_properly(outline, shapely.envelope(shapes))
        margin = 2 * within_m / METRES_PER_DEGREE
        wide = shapely.box(*(bounds + np.array([-1, -1, 1, 1]) * margin).T)
        near = np.flatnonzero(~inside & shapely.intersects(outline, wide))
        held = inside.copy()
        reach_m = radii_m[near] + within_m
        held[near] = self._has_spot(lonlat[near], reach_m)
        near, reach_m = near[~held[near]], reach_m[~held[near]]
        far_m = np.maximum(reach_m, 1.0) * _BEYOND
        open_ = near[shapely.intersects(outline, discs(lonlat[near], far_m, vertices=32))]
        held[open_] = [self.holds(shape, within_m=within_m) for shape in shapes[open_]]
        return held, inside

    def _has_spot(
        self, lonlat: NDArray[np.float64], radii_m: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Tell where a small box within a disc lies inside, so that it is more than a touch."""
        found = np.zeros(len(lonlat), dtype=bool)
        plane = (radii_m > _LEAST_M) & (radii_m < _MOST_M) & (np.abs(lonlat[:, 1]) < _LEVEL_DEG)
        for east, north in _SPOTS:
            at = np.flatnonzero(plane & ~found)
            degrees = radii_m[at] / METRES_PER_DEGREE
            x = lonlat[at, 0] + degrees * east / np.cos(np.radians(lonlat[at, 1]))
            y = lonlat[at, 1] + degrees * north
            spots = shapely.box(x - _SPOT_DEG, y - _SPOT_DEG, x + _SPOT_DEG, y + _SPOT_DEG)
            found[at] = shapely.contains_properly(self.geometry, spots)
        return found

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
