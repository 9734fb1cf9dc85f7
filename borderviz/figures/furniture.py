"""What a map needs beside its ground: scale bar, north, degrees at its edges, a locator."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from borderviz.figures.lettering import Style
from borderviz.figures.sheet import Box, Ink, Stroke, polyline
from borderviz.figures.views import view_of
from borderviz.geodata import load_basemap
from borderviz.symbology import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from borderviz.figures.sheet import Sheet
    from borderviz.figures.views import View
    from borderviz.geodata import Geodata

SCALE_HEIGHT: Final = 6.5
"""Room below a map for degrees and scale bar, in millimetres."""
DEGREES_WIDTH: Final = 6.0
"""Room left of a map for its degrees."""
_STEPS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
_LARGEST_SHARE: Final = 0.3
_LOCATOR_SHARE: Final = 0.24
_LEAST_EXTENT_MM: Final = 2.0
_EXTENT: Final = "#c02f1d"


def bar_length_km(view: View) -> float:
    """Return the longest of 1, 2 or 5 × 10ⁿ km that takes a third of the map's width at most."""
    most = view.box.width * _LARGEST_SHARE * view.metres / 1000
    power = 10 ** math.floor(math.log10(most))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most))


def draw_scale(sheet: Sheet, view: View, *, size: float, words: str) -> None:
    """Draw the scale bar below the map, with north and the name of the projection.

    The bar is as long as its kilometres are in the middle of the map (:mod:`.views`).
    """
    km = bar_length_km(view)
    length = km * 1000 / view.metres
    left, bottom = view.box.left + 8.0, view.box.bottom - SCALE_HEIGHT + 0.3
    half = length / 2
    for start, fill in ((left, PAPER.ink), (left + half, PAPER.paper)):
        block = shapely.box(start, bottom, start + half, bottom + 0.9)
        ink = Ink(fill, edge=Stroke(PAPER.ink, 0.5))
        sheet.paint(block, ink, label="scale bar")
    style = Style(size, PAPER.ink)
    for share, text in ((0.0, "0"), (0.5, f"{km / 2:g}"), (1.0, f"{km:g} km")):
        sheet.write(
            left + share * length, bottom + 1.4, text, style, label="scale", across="center"
        )
    _draw_north(sheet, view.box.left + 1.6, bottom, size)
    width = view.box.right - left - length - 8
    text = sheet.lettering.shorten(words, Style(size, PAPER.ink_soft), width)
    sheet.write(view.box.right, bottom, text, Style(size, PAPER.ink_soft), label="projection",
                across="right")  # fmt: skip


def _draw_north(sheet: Sheet, x: float, y: float, size: float) -> None:
    arrow = shapely.Polygon([(x, y + 3.2), (x + 1.1, y), (x, y + 0.7), (x - 1.1, y)])
    sheet.paint(arrow, Ink(PAPER.ink), label="north")
    sheet.write(x + 1.1, y + 1.6, "N", Style(size, PAPER.ink, bold=True), label="north")


def draw_degrees(sheet: Sheet, view: View, *, size: float) -> None:
    """Write longitudes below the map and latitudes left of it, with ticks on its frame."""
    style = Style(size, PAPER.ink_soft)
    box = view.box
    for axis in (0, 1):
        along = np.linspace(0, box.width if axis == 0 else box.height, 400)
        edge = (
            np.column_stack([box.left + along, np.full(400, box.bottom)])
            if axis == 0
            else np.column_stack([np.full(400, box.left), box.bottom + along])
        )
        for at, value in _crossings(view.degrees(edge)[:, axis], along, box.width / 25):
            if axis == 0:
                x = box.left + at
                sheet.draw(polyline([(x, box.bottom), (x, box.bottom - 0.8)]),
                           Stroke(PAPER.ink_soft, 0.5), label="tick")  # fmt: skip
                sheet.write(x, box.bottom - 1.0, degrees_text(value, "EW"), style,
                            label="longitude", across="center", up="top")  # fmt: skip
            else:
                y = box.bottom + at
                sheet.draw(polyline([(box.left, y), (box.left - 0.8, y)]),
                           Stroke(PAPER.ink_soft, 0.5), label="tick")  # fmt: skip
                sheet.write(box.left - 1.0, y, degrees_text(value, "NS"), style, turn=90,
                            label="latitude", across="center", up="bottom")  # fmt: skip


def degrees_text(value: float, marks: str) -> str:
    """Write a longitude or latitude: 128° E, 41.5° N."""
    return f"{abs(round(value, 2)):g}° {marks[0] if value >= 0 else marks[1]}"


def _crossings(
    degrees: NDArray[np.float64], along: NDArray[np.float64], least: float
) -> Iterator[tuple[float, float]]:
    """Give where an edge crosses round degrees, at most some six of them."""
    span = abs(float(degrees[-1] - degrees[0]))
    step = next((step for step in _STEPS if span / step <= 6), _STEPS[-1])
    low, high = sorted((float(degrees[0]), float(degrees[-1])))
    for value in np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step:
        at = float(np.interp(value, degrees, along))
        if least < at < float(along[-1]) - least:
            yield at, float(value)


def draw_locator(
    sheet: Sheet, view: View, geodata: Geodata, *, extent: BaseGeometry, busy: list[Box]
) -> Box:
    """Draw the region with the map's outline on it, in the corner that is least in use.

    Parameters
    ----------
    extent : shapely geometry, EPSG:4326
        What the background covers.
    busy : list of Box
        What the locator should not cover.
    """
    side = min(view.box.width * _LOCATOR_SHARE, view.box.height * 0.4, 34.0)
    box = _quiet_corner(view.box, side, busy)
    inset = view_of([extent], box, within=extent)
    sheet.paint(inset.box.polygon, Ink(PAPER.sea), label="locator sea")
    layers = load_basemap(geodata, 0)
    for kind in ("neighbour", "land"):
        shapes = inset.shapes(layers[layers["kind"] == kind].geometry.to_numpy())
        colour = PAPER.province if kind == "land" else PAPER.neighbour
        sheet.paint(shapes, Ink(colour, edge=Stroke(PAPER.shore, 0.2)), label=f"locator {kind}",
                    clip=inset.box)  # fmt: skip
        sheet.draw(shapely.boundary(shapes), Stroke(PAPER.shore, 0.25), label=f"locator {kind}",
                   clip=inset.box)  # fmt: skip
    outline = inset.shapes(view.outline())
    left, bottom, right, top = outline.bounds
    if max(right - left, top - bottom) < _LEAST_EXTENT_MM:  # a ring is found where a dot is not
        outline = outline.centroid.buffer(_LEAST_EXTENT_MM / 2)
    sheet.draw(
        shapely.boundary(outline), Stroke(_EXTENT, 0.9), label="locator extent", clip=inset.box
    )
    sheet.draw(inset.box.polygon.exterior, Stroke(PAPER.ink_soft, 0.6), label="locator frame")
    return inset.box


def _quiet_corner(room: Box, side: float, busy: list[Box]) -> Box:
    """Return a square in the corner where it covers least."""
    gap = 1.2
    corners = [
        Box(left, bottom, left + side, bottom + side)
        for bottom in (room.top - gap - side, room.bottom + gap)
        for left in (room.left + gap, room.right - gap - side)
    ]
    return min(corners, key=lambda corner: sum(corner.grown(1).meets(other) for other in busy))
