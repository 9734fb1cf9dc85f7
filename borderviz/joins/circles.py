"""Supports that are discs, held against zones and lines as the circles that they stand for.

A disc comes as a polygon of many vertices (:func:`borderviz.crs.disc`). It is known by them: a
polygon whose vertices all lie where those of a disc would lie, to a ten-thousandth of its radius,
is one, whoever made it. Any other goes the way of all polygons, and so do large ones near a pole.
What a circle shares with a zone hangs on the edges inside it and on where the outline enters and
leaves, so a disc of a few kilometres asks for a few hundred edges, not for 128 times as many pairs.

The plane is the one that touches the Earth at the centre. Lengths there fall short by
R²/6 of the Earth's radius squared, which the radius of the circle allows for; areas are off by
3 millionths of themselves at a radius of 10 km and by 6 in 100,000 at ``_MOST_M``. With the shape
of the polygon, p is off by less than 0.0005.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.crs import DISC_VERTICES, GEOD, axes_xyz, positions_xyz
from borderviz.joins.compiled import compiled, inlined, on_all_cores
from borderviz.joins.lines import DEPTH, EARTH_M, by_neighbourhood, reaches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from borderviz.joins.lines import LineIndex

_MOST_M: Final = 50_000.0
"""Greatest radius of a disc that is taken as a circle in a plane."""
_OFF: Final = 1e-4
"""How far a vertex may be off its place, in radii."""
_TURN_DEG: Final = 360.0
_CHUNK: Final = 4096
"""Discs whose vertices are in memory at once."""
_ANGLE: Final = 2 * np.pi / DISC_VERTICES
_OUTER: Final = float(np.sqrt(_ANGLE / np.sin(_ANGLE)))
"""How far out vertices lie, in radii: the polygon has the area of its circle."""
BEARINGS: Final = np.column_stack([
    np.sin(_ANGLE * np.arange(DISC_VERTICES + 1)), np.cos(_ANGLE * np.arange(DISC_VERTICES + 1))
])  # fmt: skip
"""East and north of each vertex, the first again at the end."""
_SURE: Final = 1e-6
"""Shares nearer to 0 or 1 than this are not told apart by sums: 0 and 1 are the same angle."""


@dataclass(frozen=True)
class Circles:
    """Discs, as circles in the planes that touch the Earth at their centres.

    Attributes
    ----------
    lonlat : ndarray, n × 2
        Their centres, in degrees.
    outer_m : ndarray
        How far their vertices lie from the centre, along the ground.
    """

    lonlat: NDArray[np.float64]
    outer_m: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.outer_m)

    def take(self, which: NDArray[Any]) -> Circles:
        """Return some of them."""
        return Circles(self.lonlat[which], self.outer_m[which])

    @cached_property
    def frames(self) -> NDArray[np.float64]:
        """Centre, east, north and up in space, n × 4 × 3."""
        return np.stack([positions_xyz(self.lonlat), *axes_xyz(self.lonlat)], axis=1)

    def rims(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how far out in the plane, and how deep below it, vertices lie, in metres."""
        share = self.outer_m / EARTH_M
        return self.outer_m * (1 - share**2 / 6), self.outer_m * share / 2 * (1 - share**2 / 12)


def circles_of(polygons: NDArray[Any]) -> tuple[NDArray[np.int64], Circles]:
    """Find the discs among polygons (EPSG:4326): return which they are, and their circles."""
    likely = np.flatnonzero(
        (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON)
        & (shapely.get_num_coordinates(polygons) == DISC_VERTICES + 1)
        & (shapely.get_num_interior_rings(polygons) == 0)
    )
    found = np.full((len(likely), 3), np.nan)
    for first in range(0, len(likely), _CHUNK):
        some = polygons[likely[first : first + _CHUNK]]
        rings = shapely.get_coordinates(some).reshape(len(some), DISC_VERTICES + 1, 2)
        out = found[first : first + _CHUNK]

        def fit(begin: int, end: int, rings: NDArray[Any] = rings, out: NDArray[Any] = out) -> None:
            _fit(rings, out, begin, end, BEARINGS, GEOD.a, GEOD.es)

        on_all_cores(fit, len(some), least=256)
    kept = ~np.isnan(found[:, 2])
    found[:, 0] -= _TURN_DEG * np.round(found[:, 0] / _TURN_DEG)
    return likely[kept], Circles(found[kept, :2], found[kept, 2])


def circle_shares(circles: Circles, outline: LineIndex) -> NDArray[np.float64]:
    """Return which share of each circle an area covers.

    Parameters
    ----------
    circles : Circles
    outline : LineIndex
        The outline of the area, which lies left of each segment. Segments that run to and
        fro cancel out, so parts may touch.

    Returns
    -------
    ndarray
        NaN where the share is 0 or 1, to a millionth: which of the two the centre tells.
    """
    order = by_neighbourhood(circles.lonlat)  # neighbours ask for the same edges
    near = circles.take(order)
    found, shares = np.full((2, len(near)), np.nan)
    frames, radius = near.frames, near.rims()[0] / _OUTER

    def share(begin: int, end: int) -> None:
        _share(found, begin, end, frames, radius, outline)

    on_all_cores(share, len(near), least=64)
    shares[order] = found
    return shares


@compiled
def _fit(
    rings: NDArray[np.float64], found: NDArray[np.float64], begin: int, end: int,
    bearings: NDArray[np.float64], a: float, es: float,
) -> None:  # fmt: skip
    """Note centre and outer radius of the rings that are those of discs.

    Distances and directions from the centre by the formulas of the middle latitude (Gauss),
    which are off by some 5 millionths of the radius at ``_MOST_M``.
    """
    half = len(bearings) // 2
    for i in range(begin, end):
        lon, top, bottom = rings[i, 0, 0], rings[i, 0, 1], rings[i, half, 1]
        reach = np.radians(top - bottom) / 2
        lat = np.radians(top + bottom) / 2
        sine = np.sin(lat)
        part = 1 - es * sine * sine
        # degrees of latitude grow to the north, so half-way on the ground is not half-way in them
        lat += 1.5 * es * sine * np.cos(lat) / part * reach * reach
        sine, cosine = np.sin(lat), np.cos(lat)
        part = 1 - es * sine * sine
        prime, meridian = a / np.sqrt(part), a * (1 - es) / part**1.5
        outer = meridian * reach
        if not 0 < outer < _MOST_M * _OUTER:
            continue
        least = (outer * _OFF) ** 2
        fits = True
        for at in range(len(bearings)):
            dx, dy = np.radians(rings[i, at, 0] - lon), np.radians(rings[i, at, 1]) - lat
            slant = (sine + cosine * dy / 2 - sine * dy * dy / 8) * dx / 2
            level = (cosine - sine * dy / 2 - cosine * dy * dy / 8) * dx * prime
            x = level - slant * meridian * dy - outer * bearings[at, 0]
            y = meridian * dy + slant * level - outer * bearings[at, 1]
            if not x * x + y * y < least:
                fits = False
                break
        if fits:
            found[i, 0], found[i, 1], found[i, 2] = lon, np.degrees(lat), outer


@inlined
def _cut(
    x1: float, y1: float, x2: float, y2: float, squared: float
) -> tuple[bool, float, float]:  # fmt: skip
    """Return whether a segment meets a circle around (0, 0), and between which shares of it."""
    dx, dy = x2 - x1, y2 - y1
    from_1, from_2 = x1 * x1 + y1 * y1, x2 * x2 + y2 * y2
    inner_1, inner_2 = from_1 < squared, from_2 < squared
    if inner_1 and inner_2:
        return True, 0.0, 1.0
    a, b = dx * dx + dy * dy, x1 * dx + y1 * dy
    under = b * b - a * (from_1 - squared)
    if not inner_1 and not inner_2 and (under <= 0 or b >= 0 or b + a <= 0):
        return False, 0.0, 0.0
    root = np.sqrt(max(under, 0.0))
    begin = 0.0 if inner_1 else min(1.0, max(0.0, (-b - root) / a))
    end = 1.0 if inner_2 else min(1.0, max(0.0, (-b + root) / a))
    return True, begin, end


@inlined
def _add(
    x1: float, y1: float, x2: float, y2: float, squared: float
) -> tuple[float, float]:  # fmt: skip
    """Return what a segment adds to the area inside a circle and to the angle of its arcs.

    The area is bounded by what of its outline lies in the circle, and by the arcs from where
    the outline leaves to where it enters again, since the area lies left of it.
    """
    meets, begin, end = _cut(x1, y1, x2, y2, squared)
    if not meets:
        return 0.0, 0.0
    dx, dy = x2 - x1, y2 - y1
    angle = 0.0
    if begin > 0 or x1 * x1 + y1 * y1 >= squared:
        angle += np.arctan2(y1 + begin * dy, x1 + begin * dx)
    if end < 1 or x2 * x2 + y2 * y2 >= squared:
        angle -= np.arctan2(y1 + end * dy, x1 + end * dx)
    return (end - begin) * (x1 * y2 - x2 * y1) / 2, angle


@compiled
def _share(
    found: NDArray[np.float64], begin: int, end: int, frames: NDArray[np.float64],
    radius: NDArray[np.float64], line: LineIndex,
) -> None:  # fmt: skip
    """Note which share of each circle lies left of a closed line."""
    waiting = np.empty(DEPTH, dtype=np.int64)
    for i in range(begin, end):
        x, y, z = frames[i, 0, 0], frames[i, 0, 1], frames[i, 0, 2]
        squared = radius[i] * radius[i]
        area, angle = 0.0, 0.0
        waiting[0] = 0
        count = 1
        while count:
            count -= 1
            first, last = line.inner[waiting[count], 0], line.inner[waiting[count], 1]
            if first >= 0:
                for ball in range(first, last):
                    if reaches(x, y, z, 1.0001 * radius[i], line.balls[ball]):
                        waiting[count] = ball
                        count += 1
                continue
            for at in range(-1 - first, -1 - last):
                dx, dy, dz = line.ends[at, 0] - x, line.ends[at, 1] - y, line.ends[at, 2] - z
                x1 = dx * frames[i, 1, 0] + dy * frames[i, 1, 1] + dz * frames[i, 1, 2]
                y1 = dx * frames[i, 2, 0] + dy * frames[i, 2, 1] + dz * frames[i, 2, 2]
                dx, dy, dz = line.ends[at, 3] - x, line.ends[at, 4] - y, line.ends[at, 5] - z
                x2 = dx * frames[i, 1, 0] + dy * frames[i, 1, 1] + dz * frames[i, 1, 2]
                y2 = dx * frames[i, 2, 0] + dy * frames[i, 2, 1] + dz * frames[i, 2, 2]
                more, turn = _add(x1, y1, x2, y2, squared)
                area, angle = area + more, angle + turn
        share = area / (np.pi * squared) + angle / (2 * np.pi)
        share -= np.floor(share)
        if _SURE < share < 1 - _SURE:
            found[i] = share
