"""How far supports lie from a border line, least and most, on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.crs import GEOD, positions_xyz
from borderviz.joins.compiled import compiled, inlined, on_all_cores
from borderviz.joins.lines import DEPTH, EARTH_M, around, foot, nearest_segment, reaches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from borderviz.joins.lines import LineIndex

_ARC_M: Final = 100_000.0
"""Up to here the arc over a straight distance on a sphere is the geodesic, to 1 cm."""
CLOSE_M: Final = 0.8
"""How much farther a point of an outline may be than the one that is told."""
_HALVES: Final = 64
"""Pieces of an edge that may wait: halved until they are short, it has some 15 at once."""
_LONGEST_DEG: Final = 0.02
"""An edge of this length passes 0.1 m under the ground."""


def point_distances_km(lonlat: NDArray[np.float64], line: LineIndex) -> NDArray[np.float64]:
    """Return the geodesic distances of points (n × 2, degrees) from a line, in km."""
    straight, feet = line.nearest(lonlat)
    return geodesics_km(straight, lonlat, feet)


def distance_ranges_km(areas: NDArray[Any], line: LineIndex) -> NDArray[np.float64]:
    """Return the least and greatest distances of the points of areas from a line.

    Parameters
    ----------
    areas : ndarray of Polygon or MultiPolygon, EPSG:4326
    line : LineIndex

    Returns
    -------
    ndarray, areas × 2
        In km. The least is 0 where the line meets the area; the greatest is taken over its
        outline, to 0.8 m.
    """
    starts, lonlat, edges = _outlines(areas)
    straight = np.full((len(areas), 2), np.nan)
    links = np.full((len(areas), 2, 4), np.nan)

    def measure(begin: int, end: int) -> None:
        _measure(straight, links, begin, end, starts, lonlat, edges, line)

    on_all_cores(measure, len(areas), least=16)
    flat = links.reshape(-1, 4)
    return geodesics_km(straight.ravel(), flat[:, :2], flat[:, 2:]).reshape(-1, 2)


def _outlines(
    areas: NDArray[Any],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return where each area's edges begin, and their ends in degrees and in space."""
    parts, area = shapely.get_parts(shapely.segmentize(areas, _LONGEST_DEG), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    xyz = positions_xyz(lonlat)
    same = np.flatnonzero(ring[1:] == ring[:-1])
    starts = np.searchsorted(area[part[ring[same]]], np.arange(len(areas) + 1))
    return (
        starts.astype(np.int64),
        np.hstack([lonlat[same], lonlat[same + 1]]),
        np.hstack([xyz[same], xyz[same + 1]]),
    )


def geodesics_km(
    straight: NDArray[np.float64], here: NDArray[np.float64], there: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the geodesics between points, whose straight distances (metres) are known."""
    metres = 2 * EARTH_M * np.arcsin(np.minimum(1.0, straight / (2 * EARTH_M)))
    far = np.flatnonzero(straight > _ARC_M)
    if len(far):
        metres[far] = GEOD.inv(*here[far].T, *there[far].T)[2]
    return metres / 1000


@inlined
def _apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return how far apart the first ends of two edges are."""
    dx, dy, dz = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return float(np.sqrt(dx * dx + dy * dy + dz * dz))


@inlined
def _length(edge: NDArray[np.float64]) -> float:
    dx, dy, dz = edge[3] - edge[0], edge[4] - edge[1], edge[5] - edge[2]
    return float(np.sqrt(dx * dx + dy * dy + dz * dz))


@inlined
def _turn(edge: NDArray[np.float64], other: NDArray[np.float64], end: int) -> float:
    """Return more than 0 where an end of another edge lies left of this one, seen from above."""
    ux, uy, uz = edge[3] - edge[0], edge[4] - edge[1], edge[5] - edge[2]
    at = 3 * end
    vx, vy, vz = other[at] - edge[0], other[at + 1] - edge[1], other[at + 2] - edge[2]
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return float(x * edge[0] + y * edge[1] + z * edge[2])


@inlined
def edges_cross(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Tell whether two edges cross."""
    if (_turn(one, other, 0) > 0) == (_turn(one, other, 1) > 0):
        return False
    return (_turn(other, one, 0) > 0) != (_turn(other, one, 1) > 0)


@inlined
def _nearest_end(
    edge: NDArray[np.float64], within: float, line: LineIndex
) -> tuple[float, float, int, int]:
    """Return how near the ends of a line's segments come to an edge: 0 where one crosses it.

    With it: the share of the edge, the segment (−1 beyond `within`) and which of its ends.
    """
    half = _length(edge) / 2
    x, y, z = (edge[0] + edge[3]) / 2, (edge[1] + edge[4]) / 2, (edge[2] + edge[5]) / 2
    squared, share, found, which = within * within, 0.0, -1, 0
    waiting = np.empty(DEPTH, dtype=np.int64)
    waiting[0] = 0
    count = 1
    while count:
        count -= 1
        first, last = line.inner[waiting[count], 0], line.inner[waiting[count], 1]
        if first >= 0:
            reach = np.sqrt(squared) + half
            for ball in range(first, last):
                if reaches(x, y, z, reach, line.balls[ball]):
                    waiting[count] = ball
                    count += 1
            continue
        for segment in range(-1 - first, -1 - last):
            if edges_cross(edge, line.ends[segment]):
                return 0.0, 0.0, segment, 0
            for end in range(2):
                at = 3 * end
                away, there = foot(
                    line.ends[segment, at], line.ends[segment, at + 1],
                    line.ends[segment, at + 2], edge,
                )  # fmt: skip
                if away < squared:
                    squared, share, found, which = away, there, segment, end
    return np.sqrt(squared), share, found, which


@inlined
def _inside(x: float, y: float, edges: NDArray[np.float64]) -> bool:
    """Tell whether a place (degrees) lies within edges, also where they cross the antimeridian."""
    odd = False
    for at in range(len(edges)):
        x1, y1, x2, y2 = edges[at, 0], edges[at, 1], edges[at, 2], edges[at, 3]
        if (y1 > y) != (y2 > y):
            crossing = x1 + (y - y1) / (y2 - y1) * (x2 - x1) - x
            for turn in (-360.0, 0.0, 360.0):
                # edges do not reach around the globe: at most one turn brings them near
                if crossing > turn and crossing < turn + 180.0:
                    odd = not odd
    return odd


@inlined
def note_link(
    link: NDArray[np.float64], edge: NDArray[np.float64], share: float,
    segment: NDArray[np.float64], other: float,
) -> None:  # fmt: skip
    """Note the way from a share of an edge to one of a segment."""
    link[0] = edge[0] + share * (edge[2] - edge[0])
    link[1] = edge[1] + share * (edge[3] - edge[1])
    link[2] = segment[0] + other * (segment[2] - segment[0])
    link[3] = segment[1] + other * (segment[3] - segment[1])


@inlined
def _beyond(
    edge: NDArray[np.float64], low: float, high: float, segment: NDArray[np.float64]
) -> float:
    """Return how far an edge is from a segment between two shares of it, at most.

    The distance from one segment is a convex function along an edge: greatest at an end.
    """
    most = 0.0
    for share in (low, high):
        x, y, z = _along(edge, share)
        most = max(most, foot(x, y, z, segment)[0])
    return float(np.sqrt(most))


@inlined
def _along(edge: NDArray[np.float64], share: float) -> tuple[float, float, float]:
    """Return the position at a share of an edge."""
    return (
        edge[0] + share * (edge[3] - edge[0]),
        edge[1] + share * (edge[4] - edge[1]),
        edge[2] + share * (edge[5] - edge[2]),
    )


@inlined
def go_farther(
    edge: NDArray[np.float64], place: NDArray[np.float64], far: float, segment: int,
    link: NDArray[np.float64], line: LineIndex,
) -> tuple[float, int]:  # fmt: skip
    """Return the greatest distance of an edge's points, if greater than that found before.

    An edge that a near segment bounds is done; others are halved. With it: a segment near the
    edge's end, to begin the next with.
    """
    lows, highs = np.empty(_HALVES), np.empty(_HALVES)
    lows[0], highs[0] = 0.0, 1.0
    count = 1
    while count:
        count -= 1
        low, high = lows[count], highs[count]
        if _beyond(edge, low, high, line.ends[segment]) <= far + CLOSE_M:
            continue
        middle = (low + high) / 2
        x, y, z = _along(edge, middle)
        away, segment, share = nearest_segment(x, y, z, np.inf, segment, line)
        if away > far:
            far = away
            note_link(link, place, middle, line.lonlat[segment], share)
        if (high - low) * _length(edge) > CLOSE_M:
            lows[count], highs[count] = middle, high
            lows[count + 1], highs[count + 1] = low, middle
            count += 2
    return far, segment


@inlined
def _around(edges: NDArray[np.float64], line: LineIndex) -> LineIndex:
    """Return the index of all that the nearest places of an outline may be on.

    Where a line passes at d from the middle and all vertices lie within r of it, none is farther
    than d + r from the line, and so no nearest place is farther than d + 2r from the middle.
    """
    x, y, z = 0.0, 0.0, 0.0
    for at in range(len(edges)):
        x, y, z = x + edges[at, 0], y + edges[at, 1], z + edges[at, 2]
    x, y, z = x / len(edges), y / len(edges), z / len(edges)
    reach = 0.0
    for at in range(len(edges)):
        dx, dy, dz = edges[at, 0] - x, edges[at, 1] - y, edges[at, 2] - z
        reach = max(reach, np.sqrt(dx * dx + dy * dy + dz * dz))
    away = nearest_segment(x, y, z, np.inf, -1, line)[0]
    return around(x, y, z, (away + 2 * reach) * 1.000001, line)


@inlined
def _holds_a_part(lonlat: NDArray[np.float64], line: LineIndex) -> bool:
    """Tell whether a part of the line, an island's bank say, lies within an area."""
    for part in range(len(line.parts)):
        start = line.lonlat[line.parts[part]]
        if _inside(start[0], start[1], lonlat):
            return True
    return False


@compiled
def _measure(
    straight: NDArray[np.float64], links: NDArray[np.float64], begin: int, end: int,
    starts: NDArray[np.int64], lonlat: NDArray[np.float64], edges: NDArray[np.float64],
    whole: LineIndex,
) -> None:  # fmt: skip
    """Note the least and greatest straight distance of each area, and the ways they lead.

    A vertex is nearer to the line than one that was measured, or farther, by at most the way
    between the two. So going around an outline few vertices have to be measured.
    """
    for area in range(begin, end):
        first, last = starts[area], starts[area + 1]
        if first == last:
            continue
        near, far, segment = np.inf, -1.0, -1
        line = _around(edges[first:last], whole)
        measured, away = first, 0.0
        for at in range(first, last):
            edge = edges[at]
            way, length = _apart(edge, edges[measured]), _length(edge)
            if segment < 0 or (near > 0 and away - way - length < near):
                away, segment, share = nearest_segment(
                    edge[0], edge[1], edge[2], np.inf, segment, line
                )
                measured, way = at, 0.0
                if away < near:
                    near = away
                    note_link(links[area, 0], lonlat[at], 0.0, line.lonlat[segment], share)
            if away + way + length > far + CLOSE_M:
                far, segment = go_farther(edge, lonlat[at], far, segment, links[area, 1], line)
            if near > 0 and away - way - length < near:
                found, along, other, which = _nearest_end(edge, near, line)
                if other >= 0:
                    near = found
                    note_link(links[area, 0], lonlat[at], along, line.lonlat[other], float(which))
        if near > 0 and _holds_a_part(lonlat[first:last], line):
            near = 0.0
        straight[area, 0], straight[area, 1] = near, far
