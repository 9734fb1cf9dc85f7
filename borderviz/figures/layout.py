"""The sheet's parts: title above, map in the middle, legend and sources below or beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.errors import InputError, shown
from borderviz.figures.lettering import Style
from borderviz.figures.sheet import PT_PER_MM, Box, Ink, Sheet, Stroke
from borderviz.symbology import PAPER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from borderviz.figures.legend import Legend
    from borderviz.figures.lettering import Lettering

SIZES: Final = {"page": (170.0, 225.0), "column": (85.0, 130.0)}
"""Width and height in millimetres: the text area of an A4 page, and one of its two columns."""
CHART_SIZES: Final = {"page": (170.0, 100.0), "column": (85.0, 90.0)}
"""The same widths for charts."""
_LEAST_MM, _MOST_MM = 60.0, 1200.0
_LEAST_MAIN_MM: Final = 25.0
_NARROW_MM: Final = 120.0
_BESIDE: Final = 1.5
"""A sheet so much wider than high has its legend beside the map."""
_BESIDE_SHARE: Final = 0.32
_LINE: Final = 1.32
_WARN: Final = "#8a2b0e"


@dataclass(frozen=True)
class Scale:
    """Sizes that follow the sheet: of texts in points, of a mark's radius in millimetres."""

    title: float
    text: float
    small: float
    radius: float


def size_of(
    size: str | tuple[float, float], names: Mapping[str, tuple[float, float]] = SIZES
) -> tuple[float, float]:
    """Return width and height in millimetres.

    Parameters
    ----------
    size : str or (width, height)
    names : mapping
        The sizes that have a name.

    Raises
    ------
    InputError
        If it is neither a known name nor two lengths that can be printed.
    """
    if isinstance(size, str):
        if size not in names:
            raise InputError(
                f"there is no size {shown(size)}; use {' or '.join(names)}, or width and height in "
                "millimetres"
            )
        return names[size]
    try:
        width, height = (float(length) for length in size)
    except (TypeError, ValueError):
        raise InputError(f"a size is width and height in millimetres, not {shown(size)}") from None
    if not all(math.isfinite(mm) and _LEAST_MM <= mm <= _MOST_MM for mm in (width, height)):
        raise InputError(
            f"a figure of {shown(size)} mm cannot be printed; give width and height from "
            f"{_LEAST_MM:g} to {_MOST_MM:g} mm"
        )
    return width, height


def scale_of(width: float) -> Scale:
    """Return the sizes for a sheet of a width in millimetres."""
    return Scale(9.0, 6.4, 5.6, 1.0) if width < _NARROW_MM else Scale(12.0, 7.2, 6.0, 1.25)


@dataclass(frozen=True)
class Matter:
    """The texts of a figure.

    Attributes
    ----------
    title : str
    subtitle : tuple of str
        Sentences under the title.
    foot : tuple of str
        Notes, sources and licences, a paragraph each.
    mark : str or None
        What stands on every figure that is not for publication.
    """

    title: str
    subtitle: tuple[str, ...]
    foot: tuple[str, ...]
    mark: str | None = None

    def cleaned(self, lettering: Lettering) -> Matter:
        """Return the texts as they can be printed."""
        return Matter(
            lettering.clean(self.title),
            tuple(lettering.clean(line) for line in self.subtitle),
            tuple(lettering.clean(line) for line in self.foot),
            None if self.mark is None else lettering.clean(self.mark),
        )


@dataclass(frozen=True)
class Plan:
    """Where on the sheet the figure itself goes, and its legend."""

    room: Box
    legend: Box


def lay_out(sheet: Sheet, matter: Matter, legend: Legend, scale: Scale) -> Plan:
    """Write the texts; return the room that is left for the figure itself and for its legend.

    Parameters
    ----------
    legend : Legend
        The longest that it may become.

    Raises
    ------
    InputError
        If they leave no room for it.
    """
    top = sheet.height - 0.5
    top = _write_mark(sheet, matter.mark, top, scale)
    head = _lines(sheet, (matter.title,), Style(scale.title, PAPER.ink, bold=True), sheet.width, 3)
    head += _lines(sheet, matter.subtitle, Style(scale.text, PAPER.ink_soft), sheet.width, 3)
    top = _write_lines(sheet, head, 0.0, top, "head") - 1.5
    beside = sheet.width >= _BESIDE * sheet.height
    width = sheet.width * _BESIDE_SHARE if beside else sheet.width
    foot = _lines(sheet, matter.foot, Style(scale.small, PAPER.ink_soft), width, 0)
    legend_height = legend.height(sheet, width)
    needed = legend_height + _height(foot) + 2.0
    rest = top - needed if not beside else top
    if rest < _LEAST_MAIN_MM or needed > top:
        least = sheet.height + max(_LEAST_MAIN_MM - rest, needed - top)
        raise InputError(
            f"a figure of {sheet.width:g} × {sheet.height:g} mm has no room for its title, legend "
            f"and sources; make it at least {math.ceil(least)} mm high, or wider"
        )
    left = sheet.width - width if beside else 0.0
    below = top if beside else needed - 1.0
    bottom = below - legend_height - 0.5 if beside else _height(foot)
    _write_lines(sheet, foot, left, bottom, "foot")
    room = Box(0, 0.5, left - 4.0, top) if beside else Box(0, needed + 0.5, sheet.width, top)
    return Plan(room, Box(left, below - legend_height, sheet.width, below))


Line = tuple[str, Style]


def _lines(sheet: Sheet, texts: Sequence[str], style: Style, width: float, most: int) -> list[Line]:
    return [
        (line, style)
        for text in texts
        for line in sheet.lettering.wrap(text, style, width - 0.5, most=most)
    ]


def _height(lines: Sequence[Line]) -> float:
    return sum(style.size * _LINE / PT_PER_MM for _, style in lines)


def _write_lines(sheet: Sheet, lines: Sequence[Line], left: float, top: float, label: str) -> float:
    """Write lines downward from a height; return where they end."""
    for text, style in lines:
        top -= style.size * _LINE / PT_PER_MM
        base = top + style.size * 0.34 / PT_PER_MM
        sheet.write(left, base, text, style, label=label)
    return top


def _write_mark(sheet: Sheet, mark: str | None, top: float, scale: Scale) -> float:
    """Write the mark of what is not for publication above all else."""
    if mark is None:
        return top
    style = Style(scale.text, _WARN, bold=True)
    height = scale.text * 1.9 / PT_PER_MM
    width = sheet.lettering.width(mark, style) + 3
    block = Box(0.3, top - height, 0.3 + width, top).polygon
    sheet.paint(block, Ink("#fbeee8", edge=Stroke(_WARN, 0.6)), label="mark")
    sheet.write(1.8, top - height / 2, mark, style, label="mark", up="center_baseline")
    return top - height - 0.8
