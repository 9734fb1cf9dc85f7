"""Areas that supports and zones have in common, without building their intersection.

A polygon is the sum of what lies below its edges, counted with the sign of their direction. So
the area that two polygons share is the sum, over all pairs of an edge of the one and an edge of
the other, of the area below both: an integral of the lower of two straight lines, in closed form.
Nothing has to be decided (which edge crosses which, what lies on what), so outlines that run
along each other, as those of a support and of a zone do along a border, cost no accuracy: what
is left is the rounding of the sums, about 1e-12 of the support. Only edges above one another make
a pair, so two outlines of 25,000 vertices take milliseconds.

The plane is the cylindrical equal-area one (:func:`borderviz.crs.equal_area_xy`). Edges are
straight in longitude and latitude, and longer ones are divided first: an edge of 0.01° leaves
its straight line there by at most 0.03 m.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from borderviz.crs import equal_area_xy
from borderviz.joins.compiled import compiled, inlined, on_all_cores

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_DEG: Final = 0.01
_COLUMN_M: Final = 500.0
"""Width of the columns in which the edges of zones are listed."""
_BAND_M: Final = 4000.0
"""Height of the bands into which zones are cut."""
_TURN_DEG: Final = 360.0


@dataclass(frozen=True)
class Edges:
    """Edges of polygons in the equal-area plane, from the west to the east.

    Attributes
    ----------
    owner : ndarray of int64
        The number of the polygon of each edge, ascending.
    ends : ndarray, edges × 4
        (x1, y1, x2, y2) with x1 < x2, in metres. Edges that run north or south have nothing
        below them and are left out.
    signs : ndarray
        1 where the polygon lies below the edge, −1 where it lies above.
    """

    owner: NDArray[np.int64]
    ends: NDArray[np.float64]
    signs: NDArray[np.float64]


class Layer(NamedTuple):
    """The edges of one area, listed by columns, to be held against many supports.

    Attributes
    ----------
    west : float
        Western edge of the first column, in metres.
    starts : ndarray of int64
        Where the list of each column begins, and the end of the last.
    listed : ndarray of int32
        The edges above or below each column.
    homes : ndarray of bool
        Whether a listed edge begins in its column.
    ends, signs : ndarray
        Those of the edges.
    spans : ndarray, edges × 2
        From where to where north each edge counts: beyond its band, and beyond the polygon
        that it is of, it says nothing.
    """

    west: float
    starts: NDArray[np.int64]
    listed: NDArray[np.int32]
    homes: NDArray[np.bool_]
    ends: NDArray[np.float64]
    signs: NDArray[np.float64]
    spans: NDArray[np.float64]


def edges_of(polygons: NDArray[Any]) -> Edges:
    """Return the edges of polygons in EPSG:4326; what is no polygon has none."""
    owner, ends = _directed(polygons)
    kept, ends, signs = _eastward(ends)
    return Edges(owner[kept], ends, signs)


def layer_of(polygons: NDArray[Any]) -> Layer:
    """List the edges of polygons that do not overlap by the columns that they run through.

    The area is cut into bands first, each closed by itself, so that a support meets only
    the edges beside it, not all that lie north or south of it.
    """
    owner, ends = _directed(polygons)
    ends, band, owner = _banded(ends, owner)
    spans = _spans(ends, band, owner)
    kept, ends, signs = _eastward(ends)
    spans = spans[kept]
    # columns are counted from the same line for every layer: sums then have one order
    west = np.floor(ends[:, 0].min() / _COLUMN_M) if len(ends) else 0.0
    first = np.floor(ends[:, 0] / _COLUMN_M - west).astype(np.int64)
    last = np.floor(ends[:, 2] / _COLUMN_M - west).astype(np.int64)
    listed, column = _repeated(first, last)
    order = np.argsort(column, kind="stable")
    columns = int(last.max(initial=-1)) + 1
    starts = np.searchsorted(column[order], np.arange(columns + 1)).astype(np.int64)
    homes = (column == first[listed])[order]
    return Layer(
        float(west * _COLUMN_M), starts, listed[order].astype(np.int32), homes, ends, signs, spans
    )


def _directed(polygons: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the edges in the plane as (x1, y1, x2, y2), their polygon on the left."""
    cut = polygons
    if _longest_deg(polygons) > _LONGEST_DEG:
        cut = shapely.segmentize(polygons, _LONGEST_DEG)
    parts, owner = shapely.get_parts(cut, return_index=True)
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = shapely.orient_polygons(parts[flat]), owner[flat]
    rings, part = shapely.get_rings(parts, return_index=True)
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    xy = equal_area_xy(lonlat)
    same = np.flatnonzero(ring[1:] == ring[:-1])
    return owner[part[ring[same]]].astype(np.int64), np.hstack([xy[same], xy[same + 1]])


def _longest_deg(polygons: NDArray[Any]) -> float:
    lonlat, at = shapely.get_coordinates(polygons, return_index=True)
    if len(lonlat) < 2:
        return 0.0
    steps = np.abs(np.diff(lonlat, axis=0)).max(axis=1)
    return float(steps[at[1:] == at[:-1]].max(initial=0.0))


def _eastward(
    ends: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Turn directed edges to the east; return which are kept, their ends and signs."""
    kept = np.flatnonzero(ends[:, 0] != ends[:, 2])
    turned = ends[kept]
    back = turned[:, 0] > turned[:, 2]
    turned[back] = turned[back][:, [2, 3, 0, 1]]
    return kept, turned, np.where(back, 1.0, -1.0)


def _repeated(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every number from first to last of each row, with the row."""
    count = last - first + 1
    row = np.repeat(np.arange(len(first)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]


def _spans(
    ends: NDArray[np.float64], band: NDArray[np.int64], owner: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return from where to where north each edge counts: its band, its polygon's part of it."""
    south = np.full(int(owner.max(initial=-1)) + 1, np.inf)
    north = np.full(len(south), -np.inf)
    np.minimum.at(south, owner, np.minimum(ends[:, 1], ends[:, 3]))
    np.maximum.at(north, owner, np.maximum(ends[:, 1], ends[:, 3]))
    return np.column_stack([
        np.maximum(band * _BAND_M, south[owner]), np.minimum((band + 1) * _BAND_M, north[owner])
    ])  # fmt: skip


def _banded(
    ends: NDArray[np.float64], owner: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Cut directed edges into bands that are closed again; return them, their bands, owners."""
    bottom, top = (np.floor(ends[:, i] / _BAND_M).astype(np.int64) for i in (1, 3))
    low, high = np.minimum(bottom, top), np.maximum(bottom, top)
    edge, band = _repeated(low, high)
    x1, y1, x2, y2 = ends[edge].T
    down = y2 < y1
    # where an edge enters and leaves a band: at its line, or where the edge itself ends
    floor_x, roof_x = (_at_line(x1, y1, x2, y2, (band + i) * _BAND_M) for i in (0, 1))
    starts_here, ends_here = band == bottom[edge], band == top[edge]
    pieces = np.column_stack([
        np.where(starts_here, x1, np.where(down, roof_x, floor_x)),
        np.where(starts_here, y1, (band + down) * _BAND_M),
        np.where(ends_here, x2, np.where(down, floor_x, roof_x)),
        np.where(ends_here, y2, (band + ~down) * _BAND_M),
    ])  # fmt: skip
    over = band < high[edge]
    cuts, under, of = _cuts(
        roof_x[over], band[over], owner[edge[over]], np.where(down[over], 1, -1)
    )
    floors = cuts[:, [2, 3, 0, 1]]
    return (
        np.concatenate([pieces, cuts, floors]),
        np.concatenate([band, under, under + 1]),
        np.concatenate([owner[edge], of, of]),
    )


def _at_line(x1: Any, y1: Any, x2: Any, y2: Any, line: Any) -> NDArray[np.float64]:
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    x: NDArray[np.float64] = x1 + (line - y1) / rise * (x2 - x1)
    return x


def _cuts(
    x: NDArray[np.float64], band: NDArray[np.int64], owner: NDArray[np.int64],
    turn: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Return where the line above each band runs through the area, as roofs of the band."""
    order = np.lexsort((x, band, owner))
    x, band, owner, turn = x[order], band[order], owner[order], turn[order]
    # the crossings of a line and an outline sum to nothing, since outlines are closed
    inside = np.flatnonzero(np.cumsum(turn)[:-1] > 0)
    y = (band[inside] + 1) * _BAND_M
    cuts: NDArray[np.float64] = np.column_stack([x[inside + 1], y, x[inside], y])
    return cuts, band[inside], owner[inside]


def areas_m2(edges: Edges, count: int) -> NDArray[np.float64]:
    """Return the areas of `count` polygons on the ellipsoid, in square metres."""
    x1, y1, x2, y2 = edges.ends.T
    # heights above an edge of the polygon itself: small numbers lose nothing when summed
    base = y1[np.searchsorted(edges.owner, edges.owner)]
    below = edges.signs * (x2 - x1) * ((y1 - base) + (y2 - base)) / 2
    areas: NDArray[np.float64] = np.bincount(edges.owner, below, count).astype(np.float64)
    return areas


def shared_areas_m2(edges: Edges, count: int, layer: Layer) -> NDArray[np.float64]:
    """Return the area that each of `count` polygons shares with a layer, in square metres."""
    found = np.zeros(count)
    if not len(edges.owner) or not len(layer.ends):
        return found
    starts = np.searchsorted(edges.owner, np.arange(count + 1)).astype(np.int64)
    for turn in _turns(edges, layer):
        part = np.zeros(count)
        ends = edges.ends + np.array([turn, 0.0, turn, 0.0]) if turn else edges.ends

        def share(
            begin: int, end: int, ends: NDArray[Any] = ends, part: NDArray[Any] = part
        ) -> None:
            _share(part, begin, end, starts, ends, edges.signs, layer)

        on_all_cores(share, count, least=64)
        found += part
    return found


def _turns(edges: Edges, layer: Layer) -> list[float]:
    """Return by how much polygons are moved to meet a layer: a whole turn across 180°."""
    turn = float(equal_area_xy(np.array([[_TURN_DEG, 0.0]]))[0, 0])
    (west, east), x = (edges.ends[:, [0, 2]].min(), edges.ends[:, [0, 2]].max()), layer.ends
    low, high = x[:, 0].min(), x[:, 2].max()
    return [t for t in (-turn, 0.0, turn) if west + t < high and east + t > low]


@inlined
def _bounds(own: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return the western, southern, eastern and northern end of edges."""
    low, floor, high, roof = own[0, 0], own[0, 1], own[0, 2], own[0, 1]
    for at in range(len(own)):
        low, high = min(low, own[at, 0]), max(high, own[at, 2])
        floor = min(floor, own[at, 1], own[at, 3])
        roof = max(roof, own[at, 1], own[at, 3])
    return low, floor, high, roof


@inlined
def _moved(own: NDArray[np.float64], low: float, floor: float) -> NDArray[np.float64]:
    """Count edges from their own south-west, so that numbers are small; return their slopes."""
    slopes = np.empty(len(own))
    for at in range(len(own)):
        own[at, 0] -= low
        own[at, 1] -= floor
        own[at, 2] -= low
        own[at, 3] -= floor
        slopes[at] = (own[at, 3] - own[at, 1]) / (own[at, 2] - own[at, 0])
    return slopes


@inlined
def _slot(x: float, per: float, last: int) -> int:
    return min(last, max(0, int(x * per)))


@inlined
def _below_both(width: float, a1: float, a2: float, b1: float, b2: float) -> float:
    """Return the area below both of two lines: heights a and b at either end of a width."""
    d1, d2 = a1 - b1, a2 - b2
    if d1 <= 0 and d2 <= 0:
        return width * (a1 + a2) / 2
    if d1 >= 0 and d2 >= 0:
        return width * (b1 + b2) / 2
    cut = d1 / (d1 - d2)
    middle = b1 + cut * (b2 - b1)
    first, second = (a1, b2) if d1 < 0 else (b1, a2)
    return width * (cut * (first + middle) + (1 - cut) * (middle + second)) / 2


class _Polygon(NamedTuple):
    """One polygon, its edges counted from its south-west and listed by columns of its own."""

    ends: NDArray[np.float64]
    signs: NDArray[np.float64]
    slopes: NDArray[np.float64]
    width: float
    heads: NDArray[np.int32]
    members: NDArray[np.int32]
    begins: NDArray[np.int32]


@inlined
def _by_slot(
    ends: NDArray[np.float64], signs: NDArray[np.float64], slopes: NDArray[np.float64],
    width: float,
) -> _Polygon:  # fmt: skip
    """List the edges of a polygon by columns of its own."""
    count = max(1, len(ends) // 2)
    per = count / width
    heads = np.zeros(count + 1, dtype=np.int32)
    begins = np.empty(len(ends), dtype=np.int32)
    for at in range(len(ends)):
        begins[at] = _slot(ends[at, 0], per, count - 1)
        for slot in range(begins[at], _slot(ends[at, 2], per, count - 1) + 1):
            heads[slot + 1] += 1
    for slot in range(count):
        heads[slot + 1] += heads[slot]
    members = np.empty(heads[count], dtype=np.int32)
    filled = heads[:-1].copy()
    for at in range(len(ends)):
        for slot in range(begins[at], _slot(ends[at, 2], per, count - 1) + 1):
            members[filled[slot]] = at
            filled[slot] += 1
    return _Polygon(ends, signs, slopes, width, heads, members, begins)


@inlined
def _below(x1: float, y1: float, x2: float, y2: float, own: _Polygon) -> float:
    """Return the area of a polygon below the edge from (x1, y1) to (x2, y2)."""
    slope = (y2 - y1) / (x2 - x1)
    if y1 < 0:  # below the polygon's lowest point there is nothing of it
        x1, y1 = x1 - y1 / slope, 0.0
    elif y2 < 0:
        x2, y2 = x1 - y1 / slope, 0.0
    last = len(own.heads) - 2
    per = (last + 1) / own.width
    first_slot = _slot(x1, per, last)
    total = 0.0
    for slot in range(first_slot, _slot(x2, per, last) + 1):
        for at in range(own.heads[slot], own.heads[slot + 1]):
            this = own.members[at]
            if slot > max(first_slot, own.begins[this]):
                continue  # it was met in an earlier column
            left, right = max(x1, own.ends[this, 0]), min(x2, own.ends[this, 2])
            if left < right:
                rise = own.slopes[this]
                base = own.ends[this, 1] - rise * own.ends[this, 0]
                total += own.signs[this] * _below_both(
                    right - left, base + rise * left, base + rise * right,
                    y1 + slope * (left - x1), y1 + slope * (right - x1),
                )  # fmt: skip
    return total


@compiled
def _share(
    found: NDArray[np.float64], begin: int, end: int, starts: NDArray[np.int64],
    ends: NDArray[np.float64], signs: NDArray[np.float64], layer: Layer,
) -> None:  # fmt: skip
    """Sum the areas below pairs of edges, polygon by polygon."""
    for polygon in range(begin, end):
        if starts[polygon] == starts[polygon + 1]:
            continue
        own = ends[starts[polygon] : starts[polygon + 1]].copy()
        low, floor, high, roof = _bounds(own)
        first = max(0, int(np.floor((low - layer.west) / _COLUMN_M)))
        last = min(len(layer.starts) - 2, int(np.floor((high - layer.west) / _COLUMN_M)))
        if last < first or layer.starts[first] == layer.starts[last + 1]:
            continue
        slopes = _moved(own, low, floor)
        width = high - low
        mine = _by_slot(own, signs[starts[polygon] : starts[polygon + 1]], slopes, width)
        total = 0.0
        for at in range(layer.starts[first], layer.starts[last + 1]):
            if not (layer.homes[at] or at < layer.starts[first + 1]):
                continue  # it was met in an earlier column
            edge = layer.listed[at]
            x1, y1 = layer.ends[edge, 0] - low, layer.ends[edge, 1] - floor
            x2, y2 = layer.ends[edge, 2] - low, layer.ends[edge, 3] - floor
            left, right = max(x1, 0.0), min(x2, width)
            if layer.spans[edge, 0] >= roof or layer.spans[edge, 1] <= floor or not left < right:
                continue
            slope = (y2 - y1) / (x2 - x1)
            y1, y2 = y1 + slope * (left - x1), y1 + slope * (right - x1)
            if y1 > 0 or y2 > 0:
                total += layer.signs[edge] * _below(left, y1, right, y2, mine)
        found[polygon] = total
