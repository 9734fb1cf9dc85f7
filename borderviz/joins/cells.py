"""In which zones a point lies: a grid of classified cells, exact in those that an edge crosses.

A cell that no edge touches lies in the same zones throughout, and a look-up in the grid is the
answer. A cell that edges touch keeps those edges, and the zones in which one point of it (its
anchor) lies: an edge that the way from the anchor to a point crosses changes the answer for its
zone. Crossings are told by the sign of an orientation, which is certain where the value is
beyond what rounding can do to it (Shewchuk 1997, "Adaptive precision floating-point arithmetic
and fast robust geometric predicates", bound A). The few points for which it is not certain,
those on an outline among them, are left to ``shapely.intersects``. So the answer is that of
``shapely.intersects`` for every point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from borderviz.joins.compiled import compiled, inlined, on_all_cores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

GRID_ZONES: Final = 7
"""Zones that one grid tells apart: a bit each in one byte, whose sign says that edges touch a cell.
A grid in bytes stays in the processor's cache, which is what a look-up costs."""
_CELLS_PER_EDGE: Final = 60
_MOST_CELLS: Final = 3_600_000
_ANCHOR: Final = (0.4142135623730951, 0.3819660112501051)
"""Where in its cell an anchor lies: at shares that decimal coordinates do not hit."""
_SAFE: Final = 1e-6
"""How near to a cell, in cells, an edge touches it: a point's cell is found by rounding."""
_ROUNDING: Final = 3.3306690738754716e-16
"""Bound A of Shewchuk (1997): (3 + 16ε)ε with ε = 2⁻⁵³."""
_LEAST: Final = 20_000
"""Points that are worth a thread."""


class Grid(NamedTuple):
    """The classified cells of at most ``GRID_ZONES`` zones.

    Attributes
    ----------
    frame : ndarray
        West and south edge, cells per degree east and north.
    columns, rows : int
    cells : ndarray of int8
        Row by row from the south-west: the zones as bits, or −1 where edges touch the cell.
    numbers : ndarray of int32
        The number of each touched cell; −1 for the others.
    anchors : ndarray, touched cells × 2
    bits : ndarray of int8
        The zones in which each anchor lies; −1 where it is too near to an edge to serve.
    starts : ndarray of int64
        Where the edges of each touched cell begin, and the end of the last.
    ends : ndarray, edges × 4
        The two ends of each edge.
    sides : ndarray of int8
        On which side of each edge the anchor of its cell lies.
    owners : ndarray of int8
        The bit of the zone of each edge.
    """

    frame: NDArray[np.float64]
    columns: int
    rows: int
    cells: NDArray[np.int8]
    numbers: NDArray[np.int32]
    anchors: NDArray[np.float64]
    bits: NDArray[np.int8]
    starts: NDArray[np.int64]
    ends: NDArray[np.float64]
    sides: NDArray[np.int8]
    owners: NDArray[np.int8]


@dataclass(frozen=True)
class CellIndex:
    """The grids of all zones, and the zones themselves for the points that are left to shapely."""

    zones: tuple[BaseGeometry, ...]
    grids: tuple[Grid, ...]

    def within(self, x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell in which zones points lie.

        Parameters
        ----------
        x, y : ndarray
            Longitudes and latitudes in degrees; what is no number lies nowhere.

        Returns
        -------
        ndarray of bool, points × zones
            As ``shapely.intersects`` of each zone and each point: outlines belong to a zone.
        """
        found = np.zeros((len(x), len(self.zones)), dtype=bool)
        for number, grid in enumerate(self.grids):
            first = number * GRID_ZONES
            zones = self.zones[first : first + GRID_ZONES]
            bits = zone_bits(grid, zones, x, y)
            for at in range(len(zones)):
                found[:, first + at] = (bits >> at) & 1
        return found


def index_zones(zones: Sequence[BaseGeometry]) -> CellIndex:
    """Build the index of zones: valid polygons in EPSG:4326."""
    groups = [zones[i : i + GRID_ZONES] for i in range(0, len(zones), GRID_ZONES)]
    return CellIndex(tuple(zones), tuple(_grid(group) for group in groups))


def zone_bits(
    grid: Grid, zones: Sequence[BaseGeometry], x: NDArray[Any], y: NDArray[Any]
) -> NDArray[np.int8]:
    """Return the zones of a grid in which points lie, as bits: that of zone i is 2ⁱ."""
    xs, ys = (np.ascontiguousarray(values, dtype=float) for values in (x, y))
    bits = np.empty(len(xs), dtype=np.int8)

    def look_up(begin: int, end: int) -> None:
        _look_up(xs, ys, bits, begin, end, grid)

    on_all_cores(look_up, len(xs), least=_LEAST)
    unsure = np.flatnonzero(bits < 0)
    if len(unsure):
        points = shapely.points(xs[unsure], ys[unsure])
        bits[unsure] = 0
        for at, zone in enumerate(zones):
            bits[unsure] |= shapely.intersects(zone, points).astype(np.int8) << at
    return bits


def _grid(zones: Sequence[BaseGeometry]) -> Grid:
    ends, zone = _edges(zones)
    frame, shape = _laid_out(ends)
    counts = np.zeros(shape[0] * shape[1], dtype=np.int32)
    _count_touched(ends, frame, *shape, counts)
    touched = np.flatnonzero(counts)
    numbers = np.full(len(counts), -1, dtype=np.int32)
    numbers[touched] = np.arange(len(touched), dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum(counts[touched], dtype=np.int64)])
    members = np.empty(starts[-1], dtype=np.int32)
    _list_touched(ends, frame, *shape, numbers, starts[:-1].copy(), members)
    own = ends[members]
    rows, columns = np.divmod(touched, shape[0])
    anchors = np.column_stack([
        frame[0] + (columns + _ANCHOR[0]) / frame[2], frame[1] + (rows + _ANCHOR[1]) / frame[3],
    ])  # fmt: skip
    row, at, owner = _crossings(ends, zone, frame, shape)
    cells = np.zeros(len(counts), dtype=np.int8)
    bits = np.zeros(len(touched), dtype=np.int8)
    _sweep(row, at, owner, *shape, numbers, cells, bits)
    sides = np.empty(len(members), dtype=np.int8)
    _anchor_sides(own, anchors, starts, sides, bits)
    return Grid(
        frame, *shape, cells, numbers, anchors, bits, starts, own, sides,
        (1 << zone[members]).astype(np.int8),
    )  # fmt: skip


def _edges(zones: Sequence[BaseGeometry]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the edges of all rings as (x1, y1, x2, y2), with the number of their zone."""
    parts, owner = shapely.get_parts(np.asarray(zones, dtype=object), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    ends = np.hstack([xy[:-1][same], xy[1:][same]])
    return ends, owner[part[ring[:-1][same]]].astype(np.int64)


def _laid_out(ends: NDArray[np.float64]) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Choose the cells: about square on the ground, with one to spare on every side."""
    if not len(ends):
        return np.array([0.0, 0.0, 1.0, 1.0]), (1, 1)
    x, y = ends[:, [0, 2]], ends[:, [1, 3]]
    west, south = float(x.min()), float(y.min())
    wide = max(float(x.max()) - west, 1e-9)
    high = max(float(y.max()) - south, 1e-9)
    wanted = min(_MOST_CELLS, max(1024, _CELLS_PER_EDGE * len(ends)))
    stretch = max(0.1, float(np.cos(np.radians(south + high / 2))))
    rows = max(1, min(wanted, round((wanted * high / (wide * stretch)) ** 0.5)))
    columns = max(1, wanted // rows)
    per = np.array([columns / wide, rows / high])
    frame = np.array([west - 1 / per[0], south - 1 / per[1], *per])
    return frame, (columns + 3, rows + 3)


@inlined
def _row_span(edge: NDArray[np.float64], frame: NDArray[np.float64], rows: int) -> tuple[int, int]:
    """Return the first and last row that an edge touches."""
    low = (min(edge[1], edge[3]) - frame[1]) * frame[3]
    high = (max(edge[1], edge[3]) - frame[1]) * frame[3]
    return max(0, int(low - _SAFE)), min(rows - 1, int(high + _SAFE))


@inlined
def _column_span(
    edge: NDArray[np.float64], frame: NDArray[np.float64], columns: int, row: int
) -> tuple[int, int]:
    """Return the first and last column that an edge touches in a row."""
    x1, y1 = (edge[0] - frame[0]) * frame[2], (edge[1] - frame[1]) * frame[3]
    x2, y2 = (edge[2] - frame[0]) * frame[2], (edge[3] - frame[1]) * frame[3]
    if y1 > y2:
        x1, y1, x2, y2 = x2, y2, x1, y1
    left, right = min(x1, x2), max(x1, x2)
    low, high = row - _SAFE, row + 1 + _SAFE
    if y2 - y1 > _SAFE:
        slope = (x2 - x1) / (y2 - y1)
        at_low = x1 + slope * (max(low, y1) - y1)
        at_high = x1 + slope * (min(high, y2) - y1)
        left, right = max(left, min(at_low, at_high)), min(right, max(at_low, at_high))
    return max(0, int(left - _SAFE)), min(columns - 1, int(right + _SAFE))


@compiled
def _count_touched(
    ends: NDArray[np.float64], frame: NDArray[np.float64], columns: int, rows: int,
    counts: NDArray[np.int32],
) -> None:  # fmt: skip
    """Count the edges that touch each cell."""
    for edge in range(len(ends)):
        first, last = _row_span(ends[edge], frame, rows)
        for row in range(first, last + 1):
            left, right = _column_span(ends[edge], frame, columns, row)
            for column in range(left, right + 1):
                counts[row * columns + column] += 1


@compiled
def _list_touched(
    ends: NDArray[np.float64], frame: NDArray[np.float64], columns: int, rows: int,
    numbers: NDArray[np.int32], at: NDArray[np.int64], members: NDArray[np.int32],
) -> None:  # fmt: skip
    """List the edges that touch each cell."""
    for edge in range(len(ends)):
        first, last = _row_span(ends[edge], frame, rows)
        for row in range(first, last + 1):
            left, right = _column_span(ends[edge], frame, columns, row)
            for column in range(left, right + 1):
                number = numbers[row * columns + column]
                members[at[number]] = edge
                at[number] += 1


def _crossings(
    ends: NDArray[np.float64], zone: NDArray[np.int64], frame: NDArray[np.float64],
    shape: tuple[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int8]]:  # fmt: skip
    """Return where edges cross the lines of the anchors: row, column and bit, from the west."""
    x1, x2 = ((ends[:, i] - frame[0]) * frame[2] for i in (0, 2))
    y1, y2 = ((ends[:, i] - frame[1]) * frame[3] - _ANCHOR[1] for i in (1, 3))
    # a line meets each end that lies on it once: it belongs to the edge that goes up from it
    first = np.ceil(np.minimum(y1, y2)).astype(np.int64)
    count = np.ceil(np.maximum(y1, y2)).astype(np.int64) - first
    edge = np.repeat(np.arange(len(ends)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    share = (row - y1[edge]) / (y2[edge] - y1[edge])
    at = x1[edge] + share * (x2[edge] - x1[edge])
    order = np.lexsort((at, row))
    return row[order], at[order], (1 << zone[edge[order]]).astype(np.int8)


@compiled
def _sweep(
    row: NDArray[np.int64], at: NDArray[np.float64], owner: NDArray[np.int8], columns: int,
    rows: int, numbers: NDArray[np.int32], cells: NDArray[np.int8], bits: NDArray[np.int8],
) -> None:  # fmt: skip
    """Go along the anchors of each row and note in which zones they lie."""
    crossing = 0
    for this in range(rows):
        state = np.int8(0)
        for column in range(columns):
            anchor = column + _ANCHOR[0]
            near = False
            while crossing < len(row) and row[crossing] == this and at[crossing] < anchor:
                near = near or anchor - at[crossing] < _SAFE
                state ^= owner[crossing]
                crossing += 1
            if crossing < len(row) and row[crossing] == this:
                near = near or at[crossing] - anchor < _SAFE
            number = numbers[this * columns + column]
            if number >= 0:
                cells[this * columns + column] = -1
                bits[number] = -1 if near else state
            else:
                cells[this * columns + column] = state
        while crossing < len(row) and row[crossing] == this:
            crossing += 1


@inlined
def _side(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> int:
    """Return on which side of a directed line a point lies: 1, −1, or 0 where it is not certain."""
    left = (x2 - x1) * (y - y1)
    right = (y2 - y1) * (x - x1)
    value = left - right
    doubt = _ROUNDING * (abs(left) + abs(right))
    if value > doubt:
        return 1
    return -1 if value < -doubt else 0


@compiled
def _anchor_sides(
    ends: NDArray[np.float64], anchors: NDArray[np.float64], starts: NDArray[np.int64],
    sides: NDArray[np.int8], bits: NDArray[np.int8],
) -> None:  # fmt: skip
    """Note on which side of its cell's edges each anchor lies; in doubt the anchor is given up."""
    for cell in range(len(anchors)):
        for at in range(starts[cell], starts[cell + 1]):
            sides[at] = _side(
                ends[at, 0], ends[at, 1], ends[at, 2], ends[at, 3], anchors[cell, 0],
                anchors[cell, 1],
            )  # fmt: skip
            if sides[at] == 0:
                bits[cell] = -1


@inlined
def _from_anchor(x: float, y: float, cell: int, grid: Grid) -> int:
    """Return the zones of a point in a touched cell; −1 where they are not certain."""
    state = int(grid.bits[cell])
    if state < 0:
        return -1
    from_x, from_y = grid.anchors[cell, 0], grid.anchors[cell, 1]
    for at in range(grid.starts[cell], grid.starts[cell + 1]):
        x1, y1, x2, y2 = grid.ends[at, 0], grid.ends[at, 1], grid.ends[at, 2], grid.ends[at, 3]
        side = _side(x1, y1, x2, y2, x, y)
        if side == 0:
            return -1
        if side == grid.sides[at]:
            continue
        one, other = _side(from_x, from_y, x, y, x1, y1), _side(from_x, from_y, x, y, x2, y2)
        if one == 0 or other == 0:
            return -1
        if one != other:
            state ^= grid.owners[at]
    return state


@compiled
def _look_up(
    xs: NDArray[np.float64], ys: NDArray[np.float64], found: NDArray[np.int8], begin: int,
    end: int, grid: Grid,
) -> None:  # fmt: skip
    """Note the zones of each point; −1 where they are not certain.

    The points of touched cells are put off, and the loop over the others has no branch: one
    that hangs on a cell that is not yet in the cache would hold up all that follows.
    """
    west, south, east, north = grid.frame[0], grid.frame[1], grid.frame[2], grid.frame[3]
    cells, columns, rows = grid.cells, grid.columns, grid.rows
    put_off = np.empty(end - begin, dtype=np.int64)
    count = 0
    for i in range(begin, end):
        column, row = (xs[i] - west) * east, (ys[i] - south) * north
        there = 0 <= column < columns and 0 <= row < rows  # not so what is no number
        at = int(row) * columns + int(column) if there else 0
        found[i] = cells[at] if there else 0
        put_off[count] = i
        count += found[i] < 0
    for this in range(count):
        i = put_off[this]
        column, row = int((xs[i] - west) * east), int((ys[i] - south) * north)
        found[i] = _from_anchor(xs[i], ys[i], grid.numbers[row * columns + column], grid)
