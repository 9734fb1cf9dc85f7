"""How far discs lie from a border line, least and most: as for other areas, but sooner.

What is measured is the polygon as it is drawn, vertices and edges, so the answer is that for any
polygon (:mod:`~borderviz.joins.distances`).

Least: the nearest to the rim is what is nearest to the centre, or as near as that but for the
little by which the edges lie inside the circle; and it is so at the edges that face it. Greatest:
the rim is halved until its pieces are certain. A piece lies in the triangle of its two ends and
the point where the circle's tangents there meet, so it is no farther from the line than one of
the three is from any one segment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from borderviz.crs import DISC_VERTICES, GEOD
from borderviz.joins.circles import BEARINGS
from borderviz.joins.compiled import compiled, inlined, on_all_cores
from borderviz.joins.distances import (
    CLOSE_M,
    edges_cross,
    geodesics_km,
    go_farther,
    note_link,
)
from borderviz.joins.lines import DEPTH, around, by_neighbourhood, foot, nearest_segment, reaches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from borderviz.joins.circles import Circles
    from borderviz.joins.lines import LineIndex

_PIECES: Final = 8
"""Pieces of a rim to begin with."""
_WAITING: Final = 64
"""Pieces that may wait: each is halved four times until it is an edge."""
_ES: Final = float(GEOD.es)
_FLAT: Final = float(np.cos(np.pi / DISC_VERTICES))
"""How near the middle of an edge is to the centre, as a share of how near its ends are."""


def disc_ranges_km(circles: Circles, line: LineIndex) -> NDArray[np.float64]:
    """Return the least and greatest distances of discs from a line, in km, discs × 2.

    As :func:`borderviz.joins.distances.distance_ranges_km` does for any areas.
    """
    order = by_neighbourhood(circles.lonlat)  # the last result is a good hint for the next
    near = circles.take(order)
    straight = np.full((len(near), 2), np.nan)
    links = np.full((len(near), 2, 4), np.nan)
    frames, (out, deep) = near.frames, near.rims()

    def measure(begin: int, end: int) -> None:
        _measure(straight, links, begin, end, frames, out, deep, line)

    on_all_cores(measure, len(near), least=16)
    flat = links.reshape(-1, 4)
    ranges = np.empty_like(straight)
    ranges[order] = geodesics_km(straight.ravel(), flat[:, :2], flat[:, 2:]).reshape(-1, 2)
    return ranges


@inlined
def _rim(
    rim: NDArray[np.float64], frame: NDArray[np.float64], out: float, deep: float,
) -> None:  # fmt: skip
    """Lay out the vertices of a disc in space, the first again at the end."""
    for at in range(len(BEARINGS)):
        x, y = out * BEARINGS[at, 0], out * BEARINGS[at, 1]
        for axis in range(3):
            rim[at, axis] = (
                frame[0, axis] + x * frame[1, axis] + y * frame[2, axis] - deep * frame[3, axis]
            )


@inlined
def _degrees(x: float, y: float, z: float) -> tuple[float, float]:
    """Return longitude and latitude of a position on the ellipsoid."""
    lat = np.arctan2(z, (1 - _ES) * np.sqrt(x * x + y * y))
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)


@inlined
def _bound(
    rim: NDArray[np.float64], first: int, last: int, frame: NDArray[np.float64],
    segment: NDArray[np.float64], vertices: int,
) -> float:  # fmt: skip
    """Return how far a piece of the rim is from a segment, at most."""
    most = max(
        foot(rim[first, 0], rim[first, 1], rim[first, 2], segment)[0],
        foot(rim[last, 0], rim[last, 1], rim[last, 2], segment)[0],
    )
    if last - first > 1:
        middle = (first + last) // 2
        out = 1 / np.cos(np.pi * (last - first) / vertices)
        x = frame[0, 0] + out * (rim[middle, 0] - frame[0, 0])
        y = frame[0, 1] + out * (rim[middle, 1] - frame[0, 1])
        z = frame[0, 2] + out * (rim[middle, 2] - frame[0, 2])
        most = max(most, foot(x, y, z, segment)[0])
    return float(np.sqrt(most))


@inlined
def _edge(
    rim: NDArray[np.float64], at: int, edge: NDArray[np.float64],
    place: NDArray[np.float64],
) -> None:  # fmt: skip
    """Lay out an edge of the rim, in space and in degrees."""
    for axis in range(3):
        edge[axis], edge[3 + axis] = rim[at, axis], rim[at + 1, axis]
    place[0], place[1] = _degrees(rim[at, 0], rim[at, 1], rim[at, 2])
    place[2], place[3] = _degrees(rim[at + 1, 0], rim[at + 1, 1], rim[at + 1, 2])
    if place[2] - place[0] > 180:
        place[2] -= 360
    elif place[2] - place[0] < -180:
        place[2] += 360


@inlined
def _between(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the squared distance of two edges, and the shares of them where they are nearest."""
    if edges_cross(one, other):
        return 0.0, 0.0, 0.0
    squared, share = foot(one[0], one[1], one[2], other)
    here, there = 0.0, share
    away, share = foot(one[3], one[4], one[5], other)
    if away < squared:
        squared, here, there = away, 1.0, share
    for end in range(2):
        at = 3 * end
        away, share = foot(other[at], other[at + 1], other[at + 2], one)
        if away < squared:
            squared, here, there = away, share, float(end)
    return squared, here, there


@inlined
def _facing(
    segment: NDArray[np.float64], frame: NDArray[np.float64], vertices: int
) -> tuple[float, int]:  # fmt: skip
    """Return how near a segment is to a centre, squared, and the vertex that faces it."""
    squared, share = foot(frame[0, 0], frame[0, 1], frame[0, 2], segment)
    east, north = 0.0, 0.0
    for axis in range(3):
        way = segment[axis] + share * (segment[3 + axis] - segment[axis]) - frame[0, axis]
        east, north = east + way * frame[1, axis], north + way * frame[2, axis]
    turn = np.arctan2(east, north) / (2 * np.pi)
    return squared, int(np.rint(turn * vertices)) % vertices


@inlined
def _least(
    rim: NDArray[np.float64], frame: NDArray[np.float64], within: float,
    link: NDArray[np.float64], line: LineIndex,
) -> float:  # fmt: skip
    """Return how near the rim is to what of a line lies within a distance of the centre."""
    edge, place = np.empty(6), np.empty(4)
    vertices, best = len(rim) - 1, np.inf
    waiting = np.empty(DEPTH, dtype=np.int64)
    waiting[0] = 0
    count = 1
    while count:
        count -= 1
        first, last = line.inner[waiting[count], 0], line.inner[waiting[count], 1]
        if first >= 0:
            for ball in range(first, last):
                if reaches(frame[0, 0], frame[0, 1], frame[0, 2], within, line.balls[ball]):
                    waiting[count] = ball
                    count += 1
            continue
        for segment in range(-1 - first, -1 - last):
            squared, vertex = _facing(line.ends[segment], frame, vertices)
            if squared > within * within:
                continue
            for at in ((vertex - 1) % vertices, vertex):
                _edge(rim, at, edge, place)
                away, here, there = _between(edge, line.ends[segment])
                if away < best:
                    best = away
                    note_link(link, place, here, line.lonlat[segment], there)
    return float(np.sqrt(best))


@inlined
def _greatest(
    rim: NDArray[np.float64], frame: NDArray[np.float64], segment: int,
    link: NDArray[np.float64], line: LineIndex,
) -> float:  # fmt: skip
    """Return how far the farthest place of the rim is from a line; a segment near it is given."""
    edge, place = np.empty(6), np.empty(4)
    firsts, lasts = np.empty(_WAITING, dtype=np.int64), np.empty(_WAITING, dtype=np.int64)
    vertices, far, count = len(rim) - 1, -1.0, 0
    step = vertices // _PIECES
    facing = _facing(line.ends[segment], frame, vertices)[1] // step
    for piece in range(_PIECES):  # the last is the first to be looked at: that on the far side
        firsts[piece] = (facing + _PIECES // 2 + 1 + piece) % _PIECES * step
        lasts[piece] = firsts[piece] + step
        count += 1
    while count:
        count -= 1
        first, last = firsts[count], lasts[count]
        if _bound(rim, first, last, frame, line.ends[segment], vertices) <= far + CLOSE_M:
            continue
        if last - first == 1:
            _edge(rim, first, edge, place)
            far, segment = go_farther(edge, place, far, segment, link, line)
            continue
        middle = (first + last) // 2
        away, segment, share = nearest_segment(
            rim[middle, 0], rim[middle, 1], rim[middle, 2], np.inf, segment, line
        )
        if away > far:
            far = away
            _edge(rim, middle, edge, place)
            note_link(link, place, 0.0, line.lonlat[segment], share)
        firsts[count], lasts[count], firsts[count + 1], lasts[count + 1] = (
            first, middle, middle, last,
        )  # fmt: skip
        count += 2
    return far


@compiled
def _measure(
    straight: NDArray[np.float64], links: NDArray[np.float64], begin: int, end: int,
    frames: NDArray[np.float64], out: NDArray[np.float64], deep: NDArray[np.float64],
    whole: LineIndex,
) -> None:  # fmt: skip
    """Note the least and greatest straight distance of each disc, and the ways they lead."""
    rim = np.empty((len(BEARINGS), 3))
    segment = -1
    for i in range(begin, end):
        x, y, z = frames[i, 0, 0], frames[i, 0, 1], frames[i, 0, 2]
        away, segment, _ = nearest_segment(x, y, z, np.inf, segment, whole)
        if segment < 0:
            continue
        _rim(rim, frames[i], out[i], deep[i])
        straight[i, 0] = 0.0
        if away > out[i] * _FLAT:
            within = away + out[i] * (1.0001 - _FLAT)
            straight[i, 0] = _least(rim, frames[i], within, links[i, 0], whole)
        line = around(x, y, z, (away + 2 * out[i]) * 1.000001, whole)
        straight[i, 1] = _greatest(rim, frames[i], segment, links[i, 1], line)
