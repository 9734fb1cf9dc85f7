"""Charts of incidents: by month with uncertain dates spread, by verdict, by distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import shapely

from borderviz.errors import InputError, shown
from borderviz.figures.aoristic import bins_of, spread
from borderviz.figures.legend import Entry, verdict_entries
from borderviz.figures.lettering import Style
from borderviz.figures.marks import FILL_OF, VERDICTS, dots, hatch_lines
from borderviz.figures.plots import TICK, Plot, draw_across, draw_upright
from borderviz.figures.sheet import PT_PER_MM, Box, Ink, Sheet, Stroke, polyline
from borderviz.figures.words import in_order
from borderviz.symbology import PAPER

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from borderviz.figures.aoristic import Bins
    from borderviz.figures.incidents import Story
    from borderviz.figures.layout import Scale
    from borderviz.figures.words import Words

_BAR: Final = PAPER.cluster
_CERTAIN: Final = Stroke(PAPER.ink, 1.3)
_MOST_BARS: Final = 40
_HATCH_MM: Final = 0.8
_LEFT_MM: Final = 7.0
_BOTTOM_MM: Final = 7.5
_TOP_MM: Final = 4.0


class Chart(Protocol):
    """What `borderviz.figures.compose` asks of a chart."""

    def __init__(self, story: Story, words: Words) -> None: ...

    def notes(self) -> tuple[str, ...]:
        """Say what its reader must know."""

    def legend(self, scale: Scale) -> tuple[Entry, ...]:
        """Return its signs."""

    def draw(self, sheet: Sheet, room: Box, scale: Scale) -> None:
        """Draw it into a room of the sheet."""


@dataclass(frozen=True, eq=False)
class Months:
    """Incidents per month by verdict, uncertain dates spread over their interval."""

    story: Story
    words: Words

    @property
    def dated(self) -> pd.DataFrame:
        """The incidents of which the first and the last day are known."""
        counted = self.story.counted
        return counted[counted["start"].notna() & counted["end"].notna()]

    def notes(self) -> tuple[str, ...]:
        """Say how dates are spread, and how many have none."""
        missing = len(self.story.counted) - len(self.dated)
        told = (self.words.say("spread"),)
        return (*told, self.words.say("undated", n=missing)) if missing else told

    def legend(self, scale: Scale) -> tuple[Entry, ...]:
        """Return the signs of the chart."""

        def dash(sheet: Sheet, x: float, y: float) -> None:
            sheet.draw(polyline([(x - 1.8, y), (x + 1.8, y)]), _CERTAIN, label="legend certain")

        verdicts = verdict_entries(self.dated["verdict"], self.words.language, scale.radius)
        return (*verdicts, Entry(self.words.say("certain"), dash))

    def draw(self, sheet: Sheet, room: Box, scale: Scale) -> None:
        """Draw the bars.

        Raises
        ------
        InputError
            If no incident has a full date.
        """
        dated = self.dated
        if dated.empty:
            raise InputError(
                "no incident has a first and a last day, so none can stand in a month; the chart "
                "of verdicts needs no dates"
            )
        bins = bins_of(dated["start"], dated["end"])
        shares = spread(dated["start"], dated["end"], bins)
        verdict = dated["verdict"].to_numpy()
        stacks = np.array([shares[verdict == name].sum(axis=0) for name in VERDICTS])
        certain = (shares >= 1).sum(axis=0)
        top = max(1.0, float(stacks.sum(axis=0).max()) * 1.1)
        plot = Plot(_inner(room), 0.0, float(bins.count), 0.0, top)
        name = self.words.say("month" if bins.unit == "month" else "per.year")
        draw_upright(sheet, plot, size=scale.small, name=name)
        self._bars(sheet, plot, stacks, certain)
        _draw_years(sheet, plot, bins, scale)

    @staticmethod
    def _bars(
        sheet: Sheet, plot: Plot, stacks: NDArray[np.float64], certain: NDArray[np.int64]
    ) -> None:
        gap = 0.12 if plot.box.width / stacks.shape[1] > 1.2 else 0.0
        for at in range(stacks.shape[1]):
            base = 0.0
            for name, amount in zip(VERDICTS, stacks[:, at].tolist(), strict=True):
                if amount > 0:
                    bar = plot.bar(at + gap, base, at + 1 - gap, base + amount)
                    _draw_bar(sheet, bar, FILL_OF[name], f"bar {at} {name}")
                    base += amount
            if certain[at]:
                y = plot.y(float(certain[at]))
                line = polyline([(plot.x(at - 0.05), y), (plot.x(at + 1.05), y)])
                sheet.draw(line, Stroke(PAPER.paper, 2.6), label="certain casing")
                sheet.draw(line, _CERTAIN, label=f"certain {at}")


def _inner(room: Box) -> Box:
    return Box(room.left + _LEFT_MM, room.bottom + _BOTTOM_MM, room.right - 2, room.top - _TOP_MM)


def _draw_bar(sheet: Sheet, bar: Box, fill: str, label: str) -> None:
    """Draw a bar: solid, hatched, hollow or dotted."""
    sheet.paint(bar.polygon, Ink(_BAR if fill == "solid" else PAPER.paper), label=label)
    if fill == "hatched":
        lines = hatch_lines(bar.polygon, _HATCH_MM)
        sheet.draw(lines, Stroke(_BAR, 0.5), label="hatch")
    if fill == "dotted" and min(bar.width, bar.height) > _HATCH_MM:
        sheet.paint(dots(bar.polygon, _HATCH_MM), Ink(_BAR), label="dots")
    sheet.draw(bar.polygon.exterior, Stroke(_BAR, 0.5), label=f"{label} edge")


def _draw_years(sheet: Sheet, plot: Plot, bins: Bins, scale: Scale) -> None:
    """Write years below the bars, and quarters as ticks where months have room."""
    style = Style(scale.small, PAPER.ink_soft)
    firsts = bins.edges.astype("M8[Y]")
    starts = [at for at in range(bins.count) if at == 0 or firsts[at] != firsts[at - 1]]
    if len(starts) > 1 and plot.x(starts[1]) - plot.x(0) < 2 * scale.small / PT_PER_MM:
        starts = starts[1:]  # the year that only begins in the last months gives way to the next
    last = -np.inf
    for at in starts:
        x = plot.x(at)
        sheet.draw(polyline([(x, plot.box.bottom), (x, plot.box.bottom - 1.2)]), TICK, label="tick")
        text = str(firsts[at])
        width = sheet.lettering.width(text, style)
        left = x + 0.3 if bins.unit == "month" else plot.x(at + 0.5) - width / 2
        if left >= last and left + width <= plot.box.right + 2:
            sheet.write(left, plot.box.bottom - 1.4, text, style, label="year", up="top")
            last = left + width + 1.2


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Incidents by verdict for each group, and for all."""

    story: Story
    words: Words

    def notes(self) -> tuple[str, ...]:
        """Nothing beyond the legend must be known."""
        return ()

    def legend(self, scale: Scale) -> tuple[Entry, ...]:
        """Return the signs of the chart."""
        return verdict_entries(self.story.counted["verdict"], self.words.language, scale.radius)

    def draw(self, sheet: Sheet, room: Box, scale: Scale) -> None:
        """Draw a bar for each group.

        Raises
        ------
        InputError
            If there are too many groups.
        """
        rows = self._rows()
        if len(rows) > _MOST_BARS:
            raise InputError(
                f"there are {len(rows) - 1} groups to draw a bar of, such as {shown(rows[1][0])}; "
                f"{_MOST_BARS} fit: draw by another column"
            )
        style = Style(scale.text, PAPER.ink)
        names = [sheet.lettering.clean(name) for name, _ in rows]
        widest = room.width * 0.4
        names = [sheet.lettering.shorten(name, style, widest) for name in names]
        left = room.left + max(sheet.lettering.width(name, style) for name in names) + 3
        box = Box(left, room.bottom + _BOTTOM_MM, room.right - 7, room.top)
        most = max(sum(counts) for _, counts in rows)
        plot = Plot(box, 0.0, float(most), float(len(rows)), 0.0)
        draw_across(sheet, plot, size=scale.small, name=self.words.say("verdict.axis"))
        for at, (name, (_, counts)) in enumerate(zip(names, rows, strict=True)):
            _draw_row(sheet, plot, at, (name, counts), Style(scale.text, PAPER.ink, bold=at == 0))

    def _rows(self) -> list[tuple[str, list[int]]]:
        """Return the name and the counts by verdict of all incidents, then of each group."""
        counted = self.story.counted
        parts = [(self.words.say("all"), counted)]
        parts += [
            (self.words.group(name), counted[counted["group"] == name])
            for name in in_order(counted["group"])
        ]
        return [
            (name, [int((part["verdict"] == verdict).sum()) for verdict in VERDICTS])
            for name, part in parts
        ]


def _draw_row(sheet: Sheet, plot: Plot, at: int, row: tuple[str, list[int]], style: Style) -> None:
    name, counts = row
    middle = plot.y(at + 0.5)
    half = min(2.6, plot.box.height * 0.36 / abs(plot.bottom - plot.top))
    sheet.write(plot.box.left - 1.5, middle, name, style, label="group", across="right",
                up="center_baseline")  # fmt: skip
    base = 0
    for verdict, count in zip(VERDICTS, counts, strict=True):
        if count:
            bar = Box(plot.x(base), middle - half, plot.x(base + count), middle + half)
            _draw_bar(sheet, bar, FILL_OF[verdict], f"bar {at} {verdict}")
            text = str(count)
            if bar.width > sheet.lettering.width(text, style) + 1.6:
                halo = None if verdict == "inside" else PAPER.paper
                ink = PAPER.paper if verdict == "inside" else PAPER.ink
                sheet.write((bar.left + bar.right) / 2, middle, text, Style(style.size, ink),
                            label=f"number {at} {verdict}", across="center",
                            up="center_baseline", halo=halo)  # fmt: skip
            base += count
    sheet.write(plot.x(base) + 1.2, middle, str(base), style, label=f"total {at}",
                up="center_baseline")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Distances:
    """How many incidents lie within a distance of the border line, certainly and possibly."""

    story: Story
    words: Words

    @property
    def measured(self) -> pd.DataFrame:
        """The incidents of which the distances are known."""
        counted = self.story.counted
        return counted[counted["distance_km_min"].notna() & counted["distance_km_max"].notna()]

    @property
    def farthest_km(self) -> float:
        """The distance up to which the chart goes: most incidents, or four times the zone."""
        far = self.measured["distance_km_max"].to_numpy(dtype=float)
        own = self.story.zones[self.story.zones["rule_id"] == self.story.rule_id]
        zone = 4 * float(own["reach_km"].max()) if len(own) else 4.0
        return max(zone, float(np.quantile(far, 0.9)) * 1.05) if len(far) else zone

    def notes(self) -> tuple[str, ...]:
        """Say what stands on the chart only in part or not at all."""
        beyond = int((self.measured["distance_km_max"] > self.farthest_km).sum())
        unknown = len(self.story.counted) - len(self.measured)
        told = [self.words.say("distance.beyond", n=beyond)] if beyond else []
        return (*told, self.words.say("unmeasured", n=unknown)) if unknown else tuple(told)

    def legend(self, scale: Scale) -> tuple[Entry, ...]:
        """Return the signs of the chart."""

        def sign(fill: str) -> Any:
            def paint(sheet: Sheet, x: float, y: float) -> None:
                _draw_bar(sheet, Box(x - 2, y - 0.9, x + 2, y + 0.9), fill, "legend bar")

            return paint

        def edge(sheet: Sheet, x: float, y: float) -> None:
            sheet.draw(polyline([(x, y - 1.2), (x, y + 1.2)]), _zone_stroke(), label="legend zone")

        entries = [
            Entry(self.words.say("distance.low"), sign("solid")),
            Entry(self.words.say("distance.high"), sign("hatched")),
        ]
        if self.story.rule_label is not None:
            entries.append(Entry(self.story.rule_label, edge))
        return tuple(entries)

    def draw(self, sheet: Sheet, room: Box, scale: Scale) -> None:
        """Draw the two steps and what lies between them.

        Raises
        ------
        InputError
            If no incident has a known distance.
        """
        measured = self.measured
        if measured.empty:
            raise InputError("no incident has a known distance from a border: none could be placed")
        plot = Plot(_inner(room), 0.0, self.farthest_km, 0.0, len(measured) * 1.06)
        draw_upright(sheet, plot, size=scale.small, name=self.words.say("distance.count"))
        draw_across(sheet, plot, size=scale.small, name=self.words.say("distance.axis"))
        near, far = (
            _steps(plot, measured[name].to_numpy(dtype=float))
            for name in ("distance_km_min", "distance_km_max")
        )
        between = shapely.Polygon([*near, *far[::-1]]).buffer(0)
        floor = [(plot.box.right, plot.box.bottom), (plot.box.left, plot.box.bottom)]
        below = shapely.Polygon([*far, *floor]).buffer(0)
        sheet.paint(below, Ink(_BAR), label="certainly within", clip=plot.box)
        sheet.draw(hatch_lines(between, 1.1), Stroke(_BAR, 0.5), label="hatch", clip=plot.box)
        sheet.paint(between, Ink(_BAR, alpha=0.1), label="possibly within", clip=plot.box)
        sheet.draw(polyline(near), Stroke(_BAR, 0.8), label="possibly within", clip=plot.box)
        self._zones(sheet, plot)

    def _zones(self, sheet: Sheet, plot: Plot) -> None:
        """Draw how far each reading of the zone reaches."""
        own = self.story.zones[self.story.zones["rule_id"] == self.story.rule_id]
        for reach in sorted({float(km) for km in own["reach_km"]}):
            x = plot.x(reach)
            line = polyline([(x, plot.box.bottom), (x, plot.box.top)])
            sheet.draw(line, Stroke(PAPER.paper, 2.0, alpha=0.8), label="zone casing")
            sheet.draw(line, _zone_stroke(), label=f"zone {reach:g}")


def _zone_stroke() -> Stroke:
    return Stroke(PAPER.zone_edge, 1.0, (3, 1.5))


def _steps(plot: Plot, km: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return the corners of the count of values up to each distance."""
    known = np.sort(km)
    corners = [(plot.box.left, plot.box.bottom)]
    for count, value in enumerate(known.tolist(), start=1):
        x = min(plot.x(value), plot.box.right)
        corners += [
            (x, corners[-1][1]),
            (x, plot.y(count) if value <= plot.right else corners[-1][1]),
        ]
    return [*corners, (plot.box.right, corners[-1][1])]
