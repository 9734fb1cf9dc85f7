"""Which share of a support lies in a zone, and the least and most that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.joins.circles import circle_shares, circles_of
from borderviz.joins.overlaps import Edges, areas_m2, edges_of, shared_areas_m2

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from borderviz.joins.circles import Circles
    from borderviz.joins.grounds import Ground, Grounds
    from borderviz.joins.lines import LineIndex
    from borderviz.joins.margins import Margin
    from borderviz.joins.overlaps import Layer

_EXACT: Final = 1e-6
"""Shares nearer to 0 or 1 than this are 0 or 1: what overlay slivers leave."""


@dataclass(frozen=True)
class Supports:
    """The supports of some locations.

    Attributes
    ----------
    proper : ndarray of shapely geometry, EPSG:4326
        Each support at its reference size; None where there is none.
    sizes : sequence of tuple
        Each support at each size of its range.
    line_bound : ndarray of bool
        Whether it moves with the border line.
    country : ndarray of object
        The country it was cut to, or None.
    """

    proper: NDArray[Any]
    sizes: Sequence[tuple[Any, ...]]
    line_bound: NDArray[np.bool_]
    country: NDArray[Any]

    @cached_property
    def points(self) -> NDArray[np.int64]:
        """Which supports are points."""
        return np.flatnonzero(shapely.get_type_id(self.proper) == shapely.GeometryType.POINT)

    @cached_property
    def lonlat(self) -> NDArray[np.float64]:
        """Those points, in degrees."""
        return shapely.get_coordinates(self.proper[self.points])

    @cached_property
    def areas(self) -> NDArray[np.int64]:
        """Which supports are areas."""
        there = ~shapely.is_missing(self.proper)
        there[self.points] = False
        return np.flatnonzero(there)

    @cached_property
    def shapes(self) -> Shapes:
        """The areas at all their sizes."""
        return _shapes([self.proper[i] for i in self.areas], [self.sizes[i] for i in self.areas])


@dataclass(frozen=True)
class Shapes:
    """Areas at all their sizes, one after another.

    Attributes
    ----------
    geometry : ndarray of shapely geometry
    starts : ndarray of int64
        Where the sizes of each area begin.
    proper : ndarray of int64
        Which of the shapes is the area proper.
    """

    geometry: NDArray[Any]
    starts: NDArray[np.int64]
    proper: NDArray[np.int64]

    @cached_property
    def rounds(self) -> tuple[NDArray[np.int64], Circles]:
        """Those that are discs, as circles, and which of them each shape is; −1 for others."""
        which, circles = circles_of(self.geometry)
        number = np.full(len(self.geometry), -1, dtype=np.int64)
        number[which] = np.arange(len(which))
        return number, circles

    @cached_property
    def edges(self) -> Edges:
        """The edges of the shapes that are no discs."""
        others = np.flatnonzero(self.rounds[0] < 0)
        edges = edges_of(self.geometry[others])
        return Edges(others[edges.owner], edges.ends, edges.signs)

    @cached_property
    def m2(self) -> NDArray[np.float64]:
        """How large the shapes are that are no discs."""
        return areas_m2(self.edges, len(self.geometry))

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """Their boxes, in degrees."""
        boxes: NDArray[np.float64] = shapely.bounds(self.geometry)
        return boxes

    @cached_property
    def area(self) -> NDArray[np.int64]:
        """The number of the area of each shape."""
        return np.searchsorted(self.starts, np.arange(len(self.geometry)), side="right") - 1


@dataclass(frozen=True)
class ShareTable:
    """Shares of supports (rows) in zones (columns): p and its bounds; NaN without a support."""

    p: NDArray[np.float64]
    p_min: NDArray[np.float64]
    p_max: NDArray[np.float64]


def round_share(share: float, decimals: int) -> float:
    """Round a share, but never what is in doubt to what is certain: 0 or 1."""
    step = 10.0**-decimals
    inner = min(max(round(share, decimals), step), 1 - step)
    return inner if 0 < share < 1 else float(share)


def share_table(supports: Supports, grounds: Grounds) -> ShareTable:
    """Return the share of every support in every zone, with its bounds."""
    size = (len(supports.proper), len(grounds))
    table = ShareTable(*(np.full(size, np.nan) for _ in range(3)))
    if len(supports.points):
        table.p[supports.points] = grounds.cells.within(*supports.lonlat.T)
    centres = supports.shapes.rounds[1].lonlat
    held = grounds.cells.within(*centres.T)
    for number, zone in enumerate(grounds):
        if len(supports.points):
            _bound_points(table, number, supports, zone)
        if len(supports.areas):
            columns = _area_shares(supports, zone, held[:, number])
            for values, column in zip((table.p, table.p_min, table.p_max), columns, strict=True):
                values[supports.areas, number] = column
        _cut_away(table, number, supports, zone)
    return table


def _bound_points(table: ShareTable, number: int, supports: Supports, zone: Ground) -> None:
    """Bound p of points: one nearer to the outline than the line is accurate may be in or out."""
    p = table.p[supports.points, number]
    near = np.zeros(len(p), dtype=bool)
    if zone.accuracy_m > 0:
        away, _ = zone.outline.nearest(supports.lonlat, within_m=zone.accuracy_m)
        near = away < zone.accuracy_m
    table.p_min[supports.points, number] = np.where(near, 0.0, p)
    table.p_max[supports.points, number] = np.where(near, 1.0, p)


def _cut_away(table: ShareTable, number: int, supports: Supports, zone: Ground) -> None:
    """Put outside what was cut to the other bank, wherever the line runs."""
    if zone.side == "both":
        return
    given = np.array([c is not None for c in supports.country], dtype=bool)
    aside = given & (supports.country != zone.side) & ~shapely.is_missing(supports.proper)
    for values in (table.p, table.p_min, table.p_max):
        values[aside, number] = 0.0


def _area_shares(
    supports: Supports, zone: Ground, held: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], ...]:
    """Return p, p_min and p_max of the areas in a zone, which holds some of the discs' centres."""
    shapes = supports.shapes
    shares = np.empty(len(shapes.geometry))
    number, others = shapes.rounds[0], np.flatnonzero(shapes.rounds[0] < 0)
    rounds = np.flatnonzero(number >= 0)
    if len(rounds):
        shares[rounds] = _of_circles(shapes.rounds[1], zone.outline, lambda at: held[at])
    if len(others):
        shares[others] = _of_polygons(shapes, zone.layer, others)
    lows, highs = shares, shares
    if zone.accuracy_m > 0:
        bound = supports.line_bound[supports.areas]
        cut = np.array([c is not None for c in supports.country[supports.areas]], dtype=bool)
        # what was cut to the zone's side cannot come to lie beyond the line: only the far
        # edge moves
        far = ~bound & cut
        lows = _moved(shapes, zone, "far", far[shapes.area] & (shares > 0), shares)
        lows = _moved(shapes, zone, "least", (~bound & ~far)[shapes.area] & (shares > 0), lows)
        highs = _moved(shapes, zone, "most", ~bound[shapes.area] & (shares < 1), shares)
    p = shares[shapes.proper]
    return (
        p,
        np.minimum(p, np.minimum.reduceat(lows, shapes.starts)),
        np.maximum(p, np.maximum.reduceat(highs, shapes.starts)),
    )


def _moved(
    shapes: Shapes, zone: Ground, kind: Margin, which: NDArray[np.bool_],
    shares: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return shares in which those of some shapes are held against a margin of the zone."""
    moved = shares.copy()
    number, circles = shapes.rounds
    others, rounds = np.flatnonzero(which & (number < 0)), np.flatnonzero(which & (number >= 0))
    if len(others):
        layer = zone.margins.layer(kind, shapes.bounds[others])
        moved[others] = _of_polygons(shapes, layer, others)
    if len(rounds):
        some = circles.take(number[rounds])
        outline = zone.margins.outline(kind, shapes.bounds[rounds])
        moved[rounds] = _of_circles(
            some, outline, lambda at: zone.margins.hold(kind, some.lonlat[at])
        )
    return moved


def _of_circles(
    circles: Circles, outline: LineIndex, held: Callable[[NDArray[np.int64]], NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """Return which share of circles an area covers; it tells which of their centres it holds."""
    shares = circle_shares(circles, outline)
    whole = np.flatnonzero(np.isnan(shares))
    shares[whole] = held(whole)
    return shares


def _of_polygons(
    shapes: Shapes, layer: Layer, which: NDArray[np.int64]
) -> NDArray[np.float64]:  # fmt: skip
    """Return which share of some shapes that are no discs a layer covers."""
    renumbered = np.full(len(shapes.geometry), -1, dtype=np.int64)
    renumbered[which] = np.arange(len(which))
    kept = renumbered[shapes.edges.owner] >= 0
    edges = Edges(
        renumbered[shapes.edges.owner[kept]], shapes.edges.ends[kept], shapes.edges.signs[kept]
    )
    share = shared_areas_m2(edges, len(which), layer) / shapes.m2[which]
    return np.where(share < _EXACT, 0.0, np.where(share > 1 - _EXACT, 1.0, share))


def _shapes(proper: list[Any], sizes: list[tuple[Any, ...]]) -> Shapes:
    """Lay the sizes of areas one after another; the area proper is mostly one of them."""
    flat: list[Any] = []
    starts, which = [], []
    for area, steps in zip(proper, sizes, strict=True):
        starts.append(len(flat))
        at = 0
        while at < len(steps) and steps[at] is not area:
            at += 1
        which.append(len(flat) + at)
        flat += steps if at < len(steps) else (*steps, area)
    geometry = np.empty(len(flat), dtype=object)
    geometry[:] = flat
    return Shapes(geometry, np.array(starts, dtype=np.int64), np.array(which, dtype=np.int64))
