"""The colours of the ground and the outlines of the marks: those of the page in daylight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Palette:
    """Colours of everything but the events, which alone are strong; ``#rrggbb``.

    The names are those of the page's style sheet.
    """

    paper: str = "#ffffff"
    ink: str = "#1b2025"
    ink_soft: str = "#545d66"
    rule: str = "#dcdfe1"
    land: str = "#faf9f5"
    neighbour: str = "#f2f1ec"
    sea: str = "#dbe4ea"
    lake: str = "#d3dfe7"
    shore: str = "#a9b9c4"
    river: str = "#9fb6c5"
    province: str = "#cdc9bf"
    border: str = "#454b52"
    label: str = "#3d444b"
    label_soft: str = "#6d7379"
    label_water: str = "#4d6c80"
    zone: str = "#e0893833"
    zone_edge: str = "#b5672a"
    cluster: str = "#3f4a54"


PAPER: Final = Palette()

Corner = tuple[float, float]


def _regular(sides: int, radius: float, turn: float, drop: float = 0.0) -> tuple[Corner, ...]:
    angles = [turn + corner * 2 * math.pi / sides for corner in range(sides)]
    return tuple((radius * math.cos(a), radius * math.sin(a) - drop) for a in angles)


def _star(points: int, outer: float, inner: float) -> tuple[Corner, ...]:
    radii = [inner if corner % 2 else outer for corner in range(2 * points)]
    angles = [math.pi / 2 + corner * math.pi / points for corner in range(2 * points)]
    return tuple((r * math.cos(a), r * math.sin(a)) for r, a in zip(radii, angles, strict=True))


def _cross(turn: float) -> tuple[Corner, ...]:
    long, thin = 1.3, 0.5
    corners = (
        (thin, -long), (thin, -thin), (long, -thin), (long, thin), (thin, thin), (thin, long),
        (-thin, long), (-thin, thin), (-long, thin), (-long, -thin), (-thin, -thin), (-thin, -long),
    )  # fmt: skip
    cosine, sine = math.cos(turn), math.sin(turn)
    return tuple((x * cosine - y * sine, x * sine + y * cosine) for x, y in corners)


SHAPES: Final[dict[str, tuple[Corner, ...]]] = {
    "square": _regular(4, 1.22, math.pi / 4),
    "triangle": _regular(3, 1.34, math.pi / 2, 0.16),
    "diamond": _regular(4, 1.28, 0),
    "pentagon": _regular(5, 1.14, math.pi / 2),
    "hexagon": _regular(6, 1.1, 0),
    "star": _star(5, 1.42, 0.62),
    "plus": _cross(0),
    "cross": _cross(math.pi / 4),
    "circle": _regular(48, 1.0, 0),
}
"""Corners of each shape around a circle of radius 1, y upwards: all look equally large."""


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour moved towards another by a share from 0 to 1; both ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
