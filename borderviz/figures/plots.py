"""Axes of a chart on a sheet: from values to millimetres, ticks and rules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.figures.lettering import Style
from borderviz.figures.sheet import Box, Stroke, polyline
from borderviz.symbology import PAPER

if TYPE_CHECKING:
    from borderviz.figures.sheet import Sheet

_STEPS: Final = (1, 2, 5)
TICK: Final = Stroke(PAPER.ink_soft, 0.5)
RULE: Final = Stroke(PAPER.rule, 0.4)


@dataclass(frozen=True)
class Plot:
    """A box of the sheet and the values at its edges."""

    box: Box
    left: float
    right: float
    bottom: float
    top: float

    def x(self, value: float) -> float:
        """Return where a value lies across, in millimetres."""
        share = (value - self.left) / (self.right - self.left)
        return self.box.left + share * self.box.width

    def y(self, value: float) -> float:
        """Return where a value lies upward, in millimetres."""
        share = (value - self.bottom) / (self.top - self.bottom)
        return self.box.bottom + share * self.box.height

    def bar(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the rectangle between values."""
        return Box(self.x(left), self.y(bottom), self.x(right), self.y(top))


def ticks(low: float, high: float, most: float) -> list[float]:
    """Return round values between two, so many at most; whole ones where the range allows."""
    span = (high - low) / max(1.0, most)
    power = 10.0 ** math.floor(math.log10(span)) if span > 0 else 1.0
    step = next(s * power for s in (*_STEPS, 10) if s * power >= span - 1e-9)
    step = max(step, 1.0) if high - low >= 2 else step
    return [
        n * step for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    ]


def draw_upright(sheet: Sheet, plot: Plot, *, size: float, name: str) -> None:
    """Draw the upright axis of counts: rules across, figures left, its name above."""
    style = Style(size, PAPER.ink_soft)
    for value in ticks(plot.bottom, plot.top, plot.box.height / 7):
        y = plot.y(value)
        line = polyline([(plot.box.left, y), (plot.box.right, y)])
        sheet.draw(line, RULE if value else TICK, label="rule")
        sheet.write(plot.box.left - 1, y, f"{value:g}", style, label="count", across="right",
                    up="center_baseline")  # fmt: skip
    sheet.write(plot.box.left, plot.box.top + 1.2, name, style, label="axis name")


def draw_across(sheet: Sheet, plot: Plot, *, size: float, name: str) -> None:
    """Draw the axis of values below a plot, with its name at its end."""
    style = Style(size, PAPER.ink_soft)
    for value in ticks(plot.left, plot.right, plot.box.width / 16):
        x = plot.x(value)
        sheet.draw(polyline([(x, plot.box.bottom), (x, plot.box.bottom - 0.8)]), TICK, label="tick")
        sheet.write(x, plot.box.bottom - 1.1, f"{value:g}", style, label="value", across="center",
                    up="top")  # fmt: skip
    sheet.write(plot.box.right, plot.box.bottom - 4.0, name, style, label="axis name",
                across="right", up="top")  # fmt: skip
