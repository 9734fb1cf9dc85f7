"""The ground of a map: water, land, provinces, rivers, the border, and the zones on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from borderviz.figures.sheet import Ink, Stroke
from borderviz.geodata import load_basemap
from borderviz.symbology import PAPER

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from borderviz.figures.sheet import Sheet
    from borderviz.figures.views import View
    from borderviz.geodata import Geodata

_FINE_BELOW_M: Final = 2_500.0
"""Metres for a millimetre from which the coarser outlines do."""
_INKS: Final = {
    "neighbour": Ink(PAPER.neighbour, edge=Stroke(PAPER.shore, 0.3)),
    "land": Ink(PAPER.land, edge=Stroke(PAPER.shore, 0.3)),
    "province": Ink(edge=Stroke(PAPER.province, 0.45)),
    "river": Ink(edge=Stroke(PAPER.river, 0.6)),
    "lake": Ink(PAPER.lake, edge=Stroke(PAPER.shore, 0.3)),
}
"""By kind, in drawing order; the border comes last, after the zones."""
_ZONE_FILL: Final = PAPER.zone[:7]
_ZONE_ALPHA: Final = 0.28
_READABLE_MM: Final = 1.1
"""Narrower than this the readings of a zone fall together and one is enough."""


@dataclass(frozen=True)
class ZoneLook:
    """How a zone is drawn by its part in the figure."""

    filled: bool
    stroke: Stroke


ZONE_LOOKS: Final = {
    "reference": ZoneLook(filled=True, stroke=Stroke(PAPER.zone_edge, 0.5)),
    "variant": ZoneLook(filled=False, stroke=Stroke(PAPER.zone_edge, 0.5, (3, 2), 0.85)),
    "other": ZoneLook(filled=False, stroke=Stroke(PAPER.zone_edge, 0.5, (0.8, 1.6), 0.85)),
}


def extent_of(geodata: Geodata) -> BaseGeometry:
    """Return what the background covers; beyond it nothing is known, and nothing is sea."""
    layers = load_basemap(geodata, 0)
    west, south, east, north = layers.total_bounds.tolist()
    sheet: BaseGeometry = shapely.box(west, south, east, north)
    return sheet


def draw_ground(sheet: Sheet, view: View, geodata: Geodata) -> None:
    """Draw water, land, provinces and rivers."""
    sheet.paint(view.box.polygon, Ink(PAPER.sea), label="sea")
    layers = load_basemap(geodata, 2 if view.metres < _FINE_BELOW_M else 1)
    for kind, ink in _INKS.items():
        rows = geodata.rivers if kind == "river" else layers[layers["kind"] == kind]
        shapes = view.shapes(rows.geometry.to_numpy())
        if ink.fill is not None:
            sheet.paint(shapes, Ink(ink.fill), label=kind, clip=view.box)
        if ink.edge is not None:
            edges = shapes if kind in {"river", "province"} else shapely.boundary(shapes)
            sheet.draw(edges, ink.edge, label=kind, clip=view.box)


def draw_border(sheet: Sheet, view: View, geodata: Geodata) -> None:
    """Draw the border lines, the strongest of the background."""
    lines = view.shapes(geodata.borders.geometry.to_numpy())
    sheet.draw(lines, Stroke(PAPER.land, 2.0, alpha=0.8), label="border casing", clip=view.box)
    sheet.draw(lines, Stroke(PAPER.border, 0.9), label="border", clip=view.box)


def draw_zones(
    sheet: Sheet, view: View, zones: gpd.GeoDataFrame, rule_id: str | None
) -> tuple[str, ...]:
    """Draw zones; return the parts they play that were drawn (``reference``, …).

    Of other rules only the reference variant is drawn, faintly.
    """
    roles = np.where(
        zones["rule_id"] != rule_id,
        np.where(zones["reference"], "other", "hidden"),
        np.where(zones["reference"], "reference", "variant"),
    )
    narrow = zones["width_km"].to_numpy() * 1000 / view.metres < _READABLE_MM
    roles[narrow & (roles == "variant")] = "hidden"
    drawn = set()
    for role in ("other", "variant", "reference"):
        rows = zones[roles == role]
        shapes = view.shapes(rows.geometry.to_numpy())
        for zone_id, shape in zip(rows["zone_id"], shapes, strict=True):
            if shapely.is_empty(shape):
                continue
            look = ZONE_LOOKS[role]
            if look.filled:
                ink = Ink(_ZONE_FILL, alpha=_ZONE_ALPHA)
                sheet.paint(shape, ink, label=f"zone {zone_id}", clip=view.box)
            edge = f"zone edge {zone_id}"
            sheet.draw(shapely.boundary(shape), look.stroke, label=edge, clip=view.box)
            drawn.add(role)
    return tuple(role for role in ZONE_LOOKS if role in drawn)


def draw_frame(sheet: Sheet, view: View) -> None:
    """Draw the line around the map."""
    ring = view.box.polygon.exterior
    sheet.draw(ring, Stroke(PAPER.ink_soft, 0.6), label="frame")
