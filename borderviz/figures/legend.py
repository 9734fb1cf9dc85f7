"""The legend: every sign of the figure with its meaning, in rows that fill the width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely

from borderviz.figures.backdrop import ZONE_LOOKS
from borderviz.figures.lettering import Style
from borderviz.figures.marks import NEUTRAL, draw_cluster, draw_mark, draw_sign, hatch_lines
from borderviz.figures.sheet import PT_PER_MM, Box, Ink, Sheet, Stroke, polyline
from borderviz.symbology import FILLS, PAPER, marks_for, mixed

if TYPE_CHECKING:
    from collections.abc import Iterable

Painter = Callable[[Sheet, float, float], None]
"""Draws a sign around a point of the sheet."""
_SIGN_MM: Final = 5.2
_GAP_MM: Final = 3.0
_INDENT_MM: Final = 36.0
"""Room for headings beside their entries, where the sheet is wide enough."""
_WIDE_MM: Final = 120.0


@dataclass(frozen=True)
class Entry:
    """A sign and what it means."""

    text: str
    paint: Painter


@dataclass(frozen=True)
class Group:
    """Entries under a heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Legend:
    """Groups of entries, set in a text size (points)."""

    groups: tuple[Group, ...]
    size: float

    def height(self, sheet: Sheet, width: float) -> float:
        """Return the room it takes at a width, in millimetres."""
        return sum(self._group(sheet, group, Box(0, 0, width, 0), paint=False) for group in
                   self.groups)  # fmt: skip

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw it into a box, from the top."""
        top = box.top
        for group in self.groups:
            room = Box(box.left, box.bottom, box.right, top)
            top -= self._group(sheet, group, room, paint=True)

    @property
    def _line(self) -> float:
        return self.size * 1.62 / PT_PER_MM

    def _group(self, sheet: Sheet, group: Group, box: Box, *, paint: bool) -> float:
        """Lay out a group; return its height."""
        bold, plain = Style(self.size, PAPER.ink_soft, bold=True), Style(self.size, PAPER.ink)
        beside = box.width >= _WIDE_MM and group.heading != ""
        lines = sheet.lettering.wrap(group.heading, bold, _INDENT_MM - 2 if beside else box.width)
        rows = list(self._rows(sheet, group, box.width - (_INDENT_MM if beside else 0), plain))
        if paint:
            for at, line in enumerate(lines):
                y = box.top - (at + 0.5) * (self._line * (0.82 if beside else 0.85))
                sheet.write(box.left, y, line, bold, label="legend heading", up="center_baseline")
            start = box.top - (0 if beside else len(lines) * self._line * 0.85)
            for at, row in enumerate(rows):
                left = box.left + (_INDENT_MM if beside else 0)
                self._paint_row(sheet, row, left, start - (at + 0.5) * self._line, plain)
        heading = len(lines) * self._line * (0.82 if beside else 0.85)
        entries = len(rows) * self._line
        return (max(heading, entries) if beside else heading + entries) + 0.8

    def _rows(
        self, sheet: Sheet, group: Group, width: float, style: Style
    ) -> Iterable[list[tuple[Entry, str]]]:
        row: list[tuple[Entry, str]] = []
        used = 0.0
        for entry in group.entries:
            text = sheet.lettering.shorten(entry.text, style, width - _SIGN_MM)
            needed = _SIGN_MM + sheet.lettering.width(text, style) + _GAP_MM
            if row and used + needed - _GAP_MM > width:
                yield row
                row, used = [], 0.0
            row.append((entry, text))
            used += needed
        if row:
            yield row

    @staticmethod
    def _paint_row(
        sheet: Sheet, row: list[tuple[Entry, str]], left: float, y: float, style: Style
    ) -> None:
        for entry, text in row:
            entry.paint(sheet, left + _SIGN_MM / 2 - 0.6, y)
            sheet.write(left + _SIGN_MM, y, text, style, label="legend", up="center_baseline")
            left += _SIGN_MM + sheet.lettering.width(text, style) + _GAP_MM


def type_entries(types: Iterable[str], language: str, radius: float) -> tuple[Entry, ...]:
    """Return an entry for each type of event, solid."""

    def painter(name: str) -> Painter:
        def paint(sheet: Sheet, x: float, y: float) -> None:
            draw_mark(sheet, x, y, name, "inside", radius=radius, label="legend mark")

        return paint

    return tuple(Entry(getattr(mark, language), painter(mark.name)) for mark in marks_for(types))


def verdict_entries(verdicts: Iterable[str], language: str, radius: float) -> tuple[Entry, ...]:
    """Return an entry for each verdict that occurs."""

    def painter(fill: str) -> Painter:
        def paint(sheet: Sheet, x: float, y: float) -> None:
            disc = shapely.Point(x, y).buffer(radius)
            draw_sign(sheet, disc, NEUTRAL, fill, radius, label="legend verdict")

        return paint

    used = set(verdicts)
    return tuple(
        Entry(getattr(fill, language), painter(fill.fill)) for fill in FILLS if fill.name in used
    )


def struck_entry(text: str, radius: float) -> Entry:
    """Return the entry for events before or after the rule."""

    def paint(sheet: Sheet, x: float, y: float) -> None:
        draw_mark(sheet, x, y, "", "inside", radius=radius, struck=True, label="legend mark")

    return Entry(text, paint)


def cluster_entry(text: str, radius: float) -> Entry:
    """Return the entry for the sign of several incidents."""

    def paint(sheet: Sheet, x: float, y: float) -> None:
        draw_cluster(sheet, x, y, [5, 4, 3, 0], radius=radius * 0.8, label="legend cluster")

    return Entry(text, paint)


def area_entry(text: str) -> Entry:
    """Return the entry for an uncertain position."""

    def paint(sheet: Sheet, x: float, y: float) -> None:
        edge = mixed(NEUTRAL, PAPER.ink, 0.25)
        disc: Any = shapely.Point(x, y).buffer(1.5)
        sheet.paint(disc, Ink(edge, alpha=0.16), label="legend area")
        sheet.draw(hatch_lines(disc, 0.9), Stroke(edge, 0.3, alpha=0.55), label="legend area")
        sheet.draw(disc.exterior, Stroke(edge, 0.5, alpha=0.75), label="legend area")

    return Entry(text, paint)


def zone_entry(text: str, role: str) -> Entry:
    """Return the entry for a zone by its part in the figure."""
    look = ZONE_LOOKS[role]

    def paint(sheet: Sheet, x: float, y: float) -> None:
        block: Any = shapely.box(x - 2, y - 0.9, x + 2, y + 0.9)
        if look.filled:
            sheet.paint(block, Ink(PAPER.zone[:7], alpha=0.28), label="legend zone")
        sheet.draw(block.exterior, look.stroke, label="legend zone")

    return Entry(text, paint)


def border_entry(text: str) -> Entry:
    """Return the entry for the border."""

    def paint(sheet: Sheet, x: float, y: float) -> None:
        line = polyline(
            [(x - 2, y - 0.5), (x - 0.7, y + 0.5), (x + 0.7, y - 0.5), (x + 2, y + 0.5)]
        )
        sheet.draw(line, Stroke(PAPER.border, 0.9), label="legend border")

    return Entry(text, paint)
