"""How near points and outlines come to a line: a tree of balls around its segments, in space.

Positions are those in space (:func:`borderviz.crs.positions_xyz`), so nothing is projected and the
antimeridian is no edge. The nearest segment there is the nearest on the ground; the distance
that is told is the geodesic to the nearest point of it. Segments are at most 500 m long, so their
chords pass 5 mm under the ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely

from borderviz.crs import densify, positions_xyz
from borderviz.joins.compiled import compiled, inlined, on_all_cores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_LEAF: Final = 4
"""Segments in a ball of the lowest level."""
_FAN: Final = 4
"""Balls in a ball of the next level."""
_CELL_DEG: Final = 0.02
_ROW: Final = 100_000
"""More than the cells of a row."""
EARTH_M: Final = 6_371_008.8
DEPTH: Final = 256
"""Balls that may wait at once: a tree of 10^9 segments needs 60, a flat one as many as it has."""


class LineIndex(NamedTuple):
    """The segments of a line and the balls around them.

    Attributes
    ----------
    lonlat : ndarray, segments × 4
        The two ends of each segment, in degrees.
    ends : ndarray, segments × 6
        The same in space, in metres.
    balls : ndarray, balls × 4
        Centre and radius in metres; the first ball holds all.
    inner : ndarray of int64, balls × 2
        The first ball inside each, and the one after the last; for those of the lowest level
        −1 − the first segment, and −1 − the one after the last.
    parts : ndarray of int64
        The first segment of each part of the line.
    """

    lonlat: NDArray[np.float64]
    ends: NDArray[np.float64]
    balls: NDArray[np.float64]
    inner: NDArray[np.int64]
    parts: NDArray[np.int64]

    def nearest(
        self, lonlat: NDArray[np.float64], *, within_m: float = np.inf
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how near points are to the line, and where it is nearest.

        Parameters
        ----------
        lonlat : ndarray, n × 2
        within_m : float
            Points farther off than this get ``inf``, and sooner.

        Returns
        -------
        tuple of ndarray
            Straight distances in metres, and points of the line (n × 2, degrees).
        """
        xyz = positions_xyz(lonlat)
        # a short reach ends most searches at once, with or without a hint
        order = by_neighbourhood(lonlat) if np.isinf(within_m) else np.arange(len(xyz))
        away = np.full(len(xyz), np.inf)
        feet = np.full((len(xyz), 2), np.nan)

        def search(begin: int, end: int) -> None:
            _nearest(xyz, order, away, feet, begin, end, within_m, self)

        on_all_cores(search, len(xyz), least=2_000)
        return away, feet


def index_line(line: BaseGeometry) -> LineIndex:
    """Build the index of a line (LineString or MultiLineString, EPSG:4326)."""
    lonlat, ring = shapely.get_coordinates(shapely.get_parts(densify(line)), return_index=True)
    same = np.flatnonzero(ring[1:] == ring[:-1])
    segments = np.hstack([lonlat[same], lonlat[same + 1]])
    xyz = positions_xyz(lonlat)
    ends = np.hstack([xyz[same], xyz[same + 1]])
    parts = np.flatnonzero(np.diff(ring[same], prepend=-1)).astype(np.int64)
    balls, inner = _balls(ends)
    return LineIndex(segments, ends, balls, inner, parts)


def outline_of(area: BaseGeometry) -> LineIndex:
    """Build the index of the outline of an area (Polygon, MultiPolygon), which lies left of it."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(area)))
    return index_line(shapely.MultiLineString(list(rings)))


def lines_together(lines: Sequence[LineIndex]) -> LineIndex:
    """Return the index of several lines; each keeps its own order, whatever the others are."""
    balls = [np.array([[0.0, 0.0, 0.0, 2 * EARTH_M]]), *(line.balls[:1] for line in lines)]
    inner = [np.array([[1, 1 + len(lines)]] if lines else [[-1, -1]])]
    sizes = [(len(line.ends), len(line.balls) - 1) for line in lines]
    offsets = np.cumsum([(0, len(lines)), *sizes], axis=0)
    numbered = [
        # of a ball's own numbers, 1 is the first below the top: that now comes after all tops
        np.where(line.inner < 0, line.inner - segment, line.inner + ball)
        for line, (segment, ball) in zip(lines, offsets, strict=False)
    ]
    return LineIndex(
        np.concatenate([np.empty((0, 4)), *(line.lonlat for line in lines)]),
        np.concatenate([np.empty((0, 6)), *(line.ends for line in lines)]),
        np.concatenate([*balls, *(line.balls[1:] for line in lines)]),
        np.concatenate([*inner, *(n[:1] for n in numbered), *(n[1:] for n in numbered)]).astype(
            np.int64
        ),
        np.concatenate(
            [np.empty(0, dtype=np.int64)]
            + [line.parts + at for line, (at, _) in zip(lines, offsets, strict=False)]
        ),
    )


def by_neighbourhood(lonlat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return an order in which points follow their neighbours: the last result is a good hint."""
    row, column = (np.floor(lonlat[:, i] / _CELL_DEG).astype(np.int64) for i in (1, 0))
    along = np.where(row % 2 == 0, column, -column)  # to and fro, row by row
    return np.argsort(row * _ROW + along, kind="stable")


def _balls(ends: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Build the levels from the segments up; neighbours along a line share a ball."""
    starts = np.arange(0, len(ends), _LEAF)
    stops = np.minimum(starts + _LEAF, len(ends))
    levels = [_around(ends.reshape(-1, 3), starts * 2, stops * 2, np.zeros(2 * len(ends)))]
    inner = [np.column_stack([-1 - starts, -1 - stops])]
    while len(levels[-1]) > 1:
        below = levels[-1]
        starts = np.arange(0, len(below), _FAN)
        stops = np.minimum(starts + _FAN, len(below))
        levels.append(_around(below[:, :3], starts, stops, below[:, 3]))
        inner.append(np.column_stack([starts, stops]))
    # the top comes first, so what lies inside begins after all levels above
    offset, numbered = 0, []
    for level in range(len(levels) - 1, -1, -1):
        offset += len(levels[level])
        numbered.append(inner[level] if level == 0 else inner[level] + offset)
    return np.concatenate(levels[::-1]), np.concatenate(numbered).astype(np.int64)


def _around(
    points: NDArray[np.float64], starts: NDArray[np.int64], stops: NDArray[np.int64],
    radii: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return a ball around each run of points (or balls): centre and radius."""
    count = (stops - starts)[:, None]
    centres = np.add.reduceat(points, starts, axis=0) / count
    each = np.repeat(centres, count.ravel(), axis=0)
    reach = np.sqrt(((points - each) ** 2).sum(axis=1)) + radii
    return np.column_stack([centres, np.maximum.reduceat(reach, starts)])


@inlined
def foot(x: float, y: float, z: float, ends: NDArray[np.float64]) -> tuple[float, float]:
    """Return the squared distance of a segment, and the share of it at which it is nearest."""
    dx, dy, dz = ends[3] - ends[0], ends[4] - ends[1], ends[5] - ends[2]
    px, py, pz = x - ends[0], y - ends[1], z - ends[2]
    length = dx * dx + dy * dy + dz * dz
    share = 0.0
    if length > 0:
        share = min(1.0, max(0.0, (px * dx + py * dy + pz * dz) / length))
    px, py, pz = px - share * dx, py - share * dy, pz - share * dz
    return px * px + py * py + pz * pz, share


@inlined
def reaches(x: float, y: float, z: float, reach: float, ball: NDArray[np.float64]) -> bool:
    """Tell whether a ball comes as near as a reach."""
    dx, dy, dz = x - ball[0], y - ball[1], z - ball[2]
    most = reach + ball[3]
    return bool(dx * dx + dy * dy + dz * dz <= most * most)


@inlined
def nearest_segment(
    x: float, y: float, z: float, within: float, hint: int, line: LineIndex
) -> tuple[float, int, float]:
    """Return distance, number and share of the nearest segment; −1 beyond a distance.

    A segment that is likely near (`hint`) spares most of the search and changes nothing: of
    segments that are equally near the first is taken.
    """
    found, share = -1, 0.0
    squared = within * within  # of the least distance so far
    if hint >= 0:
        away, at = foot(x, y, z, line.ends[hint])
        if away <= squared:
            squared, found, share = away, hint, at
    waiting = np.empty(DEPTH, dtype=np.int64)
    waiting[0] = 0
    count = 1
    while count:
        count -= 1
        first, last = line.inner[waiting[count], 0], line.inner[waiting[count], 1]
        if first < 0:
            for segment in range(-1 - first, -1 - last):
                away, at = foot(x, y, z, line.ends[segment])
                if away < squared or (away == squared and (found < 0 or segment < found)):
                    squared, found, share = away, segment, at
        else:
            best = np.sqrt(squared)
            for ball in range(first, last):
                if reaches(x, y, z, best, line.balls[ball]):
                    waiting[count] = ball
                    count += 1
    return np.sqrt(squared), found, share


@inlined
def around(x: float, y: float, z: float, reach: float, line: LineIndex) -> LineIndex:
    """Return the index of what of a line lies within reach of a place: its lowest balls alone.

    Asked often around one place, they are sooner gone through than the levels above. Where
    they are too many, that is the whole index.
    """
    waiting = np.empty(DEPTH, dtype=np.int64)
    kept = np.empty(DEPTH, dtype=np.int64)
    waiting[0] = 0
    count, leaves = 1, 0
    while count:
        count -= 1
        ball = waiting[count]
        if line.inner[ball, 0] < 0:
            if leaves == DEPTH - 2:
                return line
            kept[leaves] = ball
            leaves += 1
            continue
        for below in range(line.inner[ball, 0], line.inner[ball, 1]):
            if reaches(x, y, z, reach, line.balls[below]):
                waiting[count] = below
                count += 1
    balls = np.empty((leaves + 1, 4))
    inner = np.empty((leaves + 1, 2), dtype=np.int64)
    balls[0, 0], balls[0, 1], balls[0, 2], balls[0, 3] = x, y, z, 2 * EARTH_M
    inner[0, 0], inner[0, 1] = 1, leaves + 1
    for at in range(leaves):
        balls[at + 1] = line.balls[kept[at]]
        inner[at + 1] = line.inner[kept[at]]
    return LineIndex(line.lonlat, line.ends, balls, inner, line.parts)


@compiled
def _nearest(
    xyz: NDArray[np.float64], order: NDArray[np.int64], away: NDArray[np.float64],
    feet: NDArray[np.float64], begin: int, end: int, within: float, line: LineIndex,
) -> None:  # fmt: skip
    """Note the nearest place of the line for each point."""
    hint = -1
    for at in range(begin, end):
        i = order[at]
        best, found, share = nearest_segment(xyz[i, 0], xyz[i, 1], xyz[i, 2], within, hint, line)
        if found >= 0:
            away[i] = best
            feet[i, 0] = line.lonlat[found, 0] + share * (
                line.lonlat[found, 2] - line.lonlat[found, 0]
            )
            feet[i, 1] = line.lonlat[found, 1] + share * (
                line.lonlat[found, 3] - line.lonlat[found, 1]
            )
            hint = found
