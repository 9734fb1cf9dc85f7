"""Marks in print: shape and colour by type, fill by verdict, set apart where they would overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.figures.lettering import Style
from borderviz.figures.sheet import Box, Ink, Stroke, polyline
from borderviz.symbology import FILLS, MARKS, PAPER, SHAPES, mixed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray
    from shapely import Polygon

    from borderviz.figures.sheet import Sheet

VERDICTS: Final = tuple(fill.name for fill in FILLS)
NEUTRAL: Final = "#5b6670"
_GAP: Final = 3.1
"""Between the centres of two marks, in radii of a mark."""
_MOST_SPREAD: Final = 12
"""More marks than this at one spot become a cluster."""
_RING: Final = 8
_CELL: Final = 7.5
"""Width of the cells in which many marks are gathered, in radii of a mark."""
MOST_MARKS: Final = 300
"""Up to so many incidents stand as marks of their own; more are gathered in cells."""
FILL_OF: Final = {fill.name: fill.fill for fill in FILLS}
_MARK_OF: Final = {mark.name: mark for mark in MARKS}


@dataclass(frozen=True)
class Placed:
    """A mark, or a cluster of them, on the sheet: where it stands and where it belongs.

    Attributes
    ----------
    x, y, at_x, at_y : float
        In millimetres.
    members : tuple of int
        Positions in the incidents; one for a mark, more for a cluster.
    """

    x: float
    y: float
    at_x: float
    at_y: float
    members: tuple[int, ...]

    def box(self, radius: float) -> Box:
        """Return the room it takes."""
        reach = (
            cluster_radius(len(self.members), radius) if len(self.members) > 1 else 1.35 * radius
        )
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


def colour_of(event_type: str) -> str:
    """Return the colour of a type of event."""
    mark = _MARK_OF.get(event_type)
    return mark.colour if mark else NEUTRAL


def draw_mark(  # noqa: PLR0913 - what a mark is made of
    sheet: Sheet, x: float, y: float, event_type: str, verdict: str, *, radius: float,
    struck: bool = False, label: str = "mark", clip: Box | None = None,
) -> None:  # fmt: skip
    """Draw the mark of an incident."""
    kind = _MARK_OF.get(event_type)
    fill, colour = FILL_OF[verdict], colour_of(event_type)
    corners = np.array(SHAPES[kind.shape if kind else "circle"]) * radius + (x, y)
    draw_sign(sheet, shapely.Polygon(corners), colour, fill, radius,
              label=f"{label} {event_type} {verdict}", clip=clip)  # fmt: skip
    if struck:
        reach = radius + 0.6
        slash = polyline([(x - reach, y - reach * 0.55), (x + reach, y + reach * 0.55)])
        sheet.draw(slash, Stroke(PAPER.paper, 2.2), label="slash casing", clip=clip)
        sheet.draw(slash, Stroke(PAPER.ink, 0.9), label="slash", clip=clip)


def draw_sign(
    sheet: Sheet, outline: Polygon, colour: str, fill: str, radius: float, *, label: str,
    clip: Box | None = None,
) -> None:  # fmt: skip
    """Draw an outline filled as its verdict asks: solid, hatched, hollow or dotted."""
    edge = mixed(colour, PAPER.ink, 0.38 if fill == "solid" else 0.2)
    sheet.draw(outline.exterior, Stroke(PAPER.paper, radius * 2.0), label="casing", clip=clip)
    solid = fill == "solid"
    sheet.paint(outline, Ink(colour if solid else PAPER.paper), label=label, clip=clip)
    if fill == "hatched":
        lines = hatch_lines(outline, radius * 0.62)
        dark = mixed(colour, PAPER.ink, 0.38)
        sheet.draw(lines, Stroke(dark, radius * 0.75), label="hatch", clip=clip)
    if fill == "dotted":
        sheet.paint(dots(outline, radius * 0.62), Ink(edge), label="dots", clip=clip)
    width = radius * (0.55 if solid else 0.85)
    sheet.draw(outline.exterior, Stroke(edge, width), label="outline", clip=clip)


def hatch_lines(area: Any, spacing: float) -> Any:
    """Return slanting lines inside an area, so far apart, on one raster for the whole sheet."""
    if shapely.is_empty(area):
        return shapely.get_parts(area)
    left, bottom, right, top = shapely.total_bounds(area)
    step = spacing * math.sqrt(2)
    first, last = math.floor((bottom - right) / step), math.ceil((top - left) / step)
    offsets = np.arange(first, last + 1) * step
    starts = np.column_stack([np.full(len(offsets), left), left + offsets])
    ends = np.column_stack([np.full(len(offsets), right), right + offsets])
    lines = np.asarray(shapely.linestrings(np.stack([starts, ends], axis=1)))
    shapely.prepare(area)
    return shapely.intersection(lines[shapely.intersects(lines, area)], area)


def dots(area: Polygon, step: float) -> NDArray[Any]:
    """Return small discs inside an area, so far apart."""
    left, bottom, right, top = area.bounds
    rows = np.arange(bottom + step / 2, top, step)
    points = [
        (x, y)
        for row, y in enumerate(rows)
        for x in np.arange(left + step / (2 if row % 2 else 1), right, step)
    ]
    inside = shapely.points(points)
    inside = inside[shapely.contains(shapely.buffer(area, -step * 0.16), inside)]
    return np.asarray(shapely.buffer(inside, step * 0.23, quad_segs=4))


def place_marks(xy: NDArray[np.float64], radius: float) -> list[Placed]:
    """Set marks apart that would cover each other; gather those that are too many.

    Parameters
    ----------
    xy : ndarray, n × 2
        Where they belong, in millimetres of the sheet.
    radius : float
        Of a mark, in millimetres.
    """
    if len(xy) > MOST_MARKS:
        return _merged_cells(xy, np.arange(len(xy)), radius)
    placed: list[Placed] = []
    for members in _groups_near(xy, radius * _GAP):
        if len(members) > _MOST_SPREAD:
            placed += _merged_cells(xy, members, radius)
        else:
            placed += _spread(xy, members, radius * _GAP)
    return sorted(placed, key=lambda one: one.members)


def _groups_near(xy: NDArray[np.float64], gap: float) -> Iterator[NDArray[np.int64]]:
    """Give the groups of points that are chained by less than a gap."""
    points = np.asarray(shapely.points(xy))
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=gap * 0.999)
    lowest = np.arange(len(xy))
    while True:
        spread = lowest.copy()
        np.minimum.at(spread, one, lowest[other])
        spread = spread[spread]
        if (spread == lowest).all():
            break
        lowest = spread
    for root in np.unique(lowest):
        yield np.flatnonzero(lowest == root)


def _spread(xy: NDArray[np.float64], members: NDArray[np.int64], gap: float) -> Iterator[Placed]:
    middle = xy[members].mean(axis=0)
    for rank, member in enumerate(members):
        dx, dy = _offset(rank, len(members), gap)
        at_x, at_y = (float(v) for v in xy[member])
        yield Placed(float(middle[0]) + dx, float(middle[1]) + dy, at_x, at_y, (int(member),))


def _offset(rank: int, count: int, gap: float) -> tuple[float, float]:
    if count == 1:
        return 0.0, 0.0
    if count == 2:
        return (rank - 0.5) * gap, 0.0
    if count <= _RING:
        radius = gap / (2 * math.sin(math.pi / count))
        angle = math.pi / 2 - rank * 2 * math.pi / count
    else:
        radius = gap * 0.6 * math.sqrt(rank + 0.5)
        angle = rank * math.pi * (3 - math.sqrt(5))
    return radius * math.cos(angle), radius * math.sin(angle)


def _merged_cells(
    xy: NDArray[np.float64], members: NDArray[np.int64], radius: float
) -> list[Placed]:
    """Gather points in cells, the fullest first, with what its sign would cover around it."""
    size = _CELL * radius
    cells: dict[tuple[int, int], list[int]] = {}
    for member in members.tolist():
        column, row = np.floor(xy[member] / size).astype(int).tolist()
        cells.setdefault((column, row), []).append(member)
    placed: list[Placed] = []
    for cell in sorted(cells, key=lambda at: (-len(cells[at]), at)):
        if cell not in cells:
            continue
        own = cells.pop(cell)
        middle = xy[own].mean(axis=0)
        for other in [(cell[0] + i, cell[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]:
            if other in cells:
                reach = cluster_radius(len(own), radius) + cluster_radius(len(cells[other]), radius)
                if np.hypot(*(xy[cells[other]].mean(axis=0) - middle)) < reach:
                    own += cells.pop(other)
        x, y = (float(v) for v in middle)
        placed.append(Placed(x, y, x, y, tuple(sorted(own))))
    return placed


def cluster_radius(count: int, radius: float) -> float:
    """Return the radius of the sign for so many incidents, in millimetres."""
    return radius * min(3.4, 1.6 + 0.55 * math.log10(count)) if count > 1 else radius * 1.35


def draw_placed(
    sheet: Sheet, placed: list[Placed], incidents: pd.DataFrame, *, radius: float, clip: Box
) -> None:
    """Draw marks and clusters with the thin lines that lead to where they belong."""
    types, verdicts, forces = (
        incidents[name].tolist() for name in ("event_type", "verdict", "in_force")
    )
    for one in placed:
        if math.hypot(one.x - one.at_x, one.y - one.at_y) > radius:
            _draw_leader(sheet, one, radius, clip)
    for one in sorted(placed, key=lambda mark: -len(mark.members)):
        first = one.members[0]
        if len(one.members) > 1:
            counts = [sum(verdicts[i] == name for i in one.members) for name in VERDICTS]
            draw_cluster(sheet, one.x, one.y, counts, radius=radius, clip=clip)
        else:
            draw_mark(
                sheet, one.x, one.y, types[first], verdicts[first], radius=radius,
                struck=forces[first] == "no", clip=clip,
            )  # fmt: skip


def _draw_leader(sheet: Sheet, one: Placed, radius: float, clip: Box) -> None:
    line = polyline([(one.at_x, one.at_y), (one.x, one.y)])
    for colour, width in ((PAPER.paper, 1.2), (PAPER.ink_soft, 0.45)):
        sheet.draw(line, Stroke(colour, width), label="leader", clip=clip)
        spot = shapely.Point(one.at_x, one.at_y).buffer(radius * width * 0.28)
        sheet.paint(spot, Ink(colour), label="leader foot", clip=clip)


def draw_cluster(
    sheet: Sheet, x: float, y: float, counts: list[int], *, radius: float, label: str = "cluster",
    clip: Box | None = None,
) -> None:  # fmt: skip
    """Draw the sign for several incidents: their number, and a ring with the share of verdicts."""
    total = sum(counts)
    outer = cluster_radius(total, radius)
    inner = outer - radius * 0.62
    disc = shapely.Point(x, y).buffer(outer + radius * 0.2)
    sheet.paint(disc, Ink(PAPER.paper), label=f"{label} {total}", clip=clip)
    angle = math.pi / 2
    for verdict, count in zip(VERDICTS, counts, strict=True):
        if count:
            end = angle - 2 * math.pi * count / total
            _draw_part(sheet, _wedge((x, y), (inner, outer), angle, end), verdict, radius, clip)
            angle = end
    size = min(5.2 * radius, inner * (3.6 if total < 100 else 3.1 if total < 1000 else 2.4))
    sheet.write(
        x, y, short_count(total), Style(size, PAPER.ink, bold=True), label="count",
        across="center", up="center_baseline", clip=clip,
    )  # fmt: skip


def _wedge(
    centre: tuple[float, float], radii: tuple[float, float], begin: float, end: float
) -> Polygon:
    angles = np.linspace(begin, end, max(3, int(abs(begin - end) * 12)))
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    return shapely.Polygon(np.concatenate([ring * radii[1], ring[::-1] * radii[0]]) + centre)


def _draw_part(sheet: Sheet, part: Polygon, verdict: str, radius: float, clip: Box | None) -> None:
    colour = PAPER.cluster
    if verdict == "inside":
        sheet.paint(part, Ink(colour), label="part inside", clip=clip)
    elif verdict == "possible":
        lines = hatch_lines(part, radius * 0.4)
        sheet.draw(lines, Stroke(colour, radius * 0.55), label="part possible", clip=clip)
    elif verdict == "unknown":
        sheet.paint(part, Ink(colour, alpha=0.25), label="part unknown", clip=clip)
    sheet.draw(part.exterior, Stroke(colour, radius * 0.4), label="part edge", clip=clip)


def short_count(count: int) -> str:
    """Write a number for little room: 950, 1.2k, 34k."""
    if count < 1000:
        return str(count)
    thousands = count / 1000
    return f"{thousands:.1f}k".replace(".0k", "k") if count < 9950 else f"{thousands:.0f}k"
