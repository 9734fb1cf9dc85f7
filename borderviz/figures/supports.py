"""Uncertain positions as areas, hatched by verdict, the wide ones fainter than the small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.figures.marks import NEUTRAL, colour_of, hatch_lines
from borderviz.figures.sheet import Ink, Stroke
from borderviz.symbology import PAPER, mixed

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from borderviz.figures.incidents import Story
    from borderviz.figures.sheet import Box, Sheet
    from borderviz.figures.views import View

_HATCH_MM: Final = 1.3
_FAINTEST: Final = 0.28
_WIDE_SHARE: Final = 0.5
_MOST_HATCHED: Final = 60
"""More areas than this are drawn as faint tints: the more of them lie at a spot, the darker."""
_FAINTEST_TINT: Final = 0.012
_TOLERANCE_MM: Final = 0.05


@dataclass(frozen=True, eq=False)
class Area:
    """The area of a location, and what its incidents have in common."""

    geometry: Any
    colour: str
    verdict: str


def areas_of(story: Story, incidents: pd.DataFrame) -> list[Area]:
    """Return the areas of the locations of incidents, one each, as the incidents come.

    An area has the colour of its type of event where it has but one, and the verdict of its
    incidents where they have but one.
    """
    rows = story.located.iloc[incidents["row"].to_numpy()]
    table = incidents.assign(
        location=rows["location_id"].to_numpy(), geometry=rows.geometry.to_numpy()
    )
    table["colour"] = table["event_type"].map(colour_of)
    groups = table.groupby("location", sort=False)
    first = groups.agg(
        geometry=("geometry", "first"), colour=("colour", "first"), verdict=("verdict", "first")
    )
    colours = first["colour"].where(groups["colour"].nunique() == 1, NEUTRAL)
    verdicts = first["verdict"].where(groups["verdict"].nunique() == 1, "possible")
    return [Area(*row) for row in zip(first["geometry"], colours, verdicts, strict=True)]


def draw_supports(
    sheet: Sheet, view: View, story: Story, incidents: pd.DataFrame, *, radius: float
) -> int:
    """Draw the area of each location that is larger than a mark; return how many there were."""
    areas = areas_of(story, incidents)
    if not areas:
        return 0
    geometries = np.array([area.geometry for area in areas], dtype=object)
    shapes = view.shapes(geometries, tolerance_mm=_TOLERANCE_MM)
    sizes = _sizes(shapes)
    order = np.argsort(-sizes, kind="stable")
    drawn = [at for at in order.tolist() if sizes[at] > 2 * radius + 1.2]
    if too_many(len(drawn)):
        draw_tints(sheet, view.box, shapes[drawn])
        return len(drawn)
    widest = min(view.box.width, view.box.height)
    for at in drawn:
        share = min(1.0, sizes[at] / widest / _WIDE_SHARE)
        strength = 1 - (1 - _FAINTEST) * share
        draw_area(sheet, view.box, shapes[at], areas[at], strength=strength)
    return len(drawn)


def too_many(areas: int) -> bool:
    """Tell whether so many areas are drawn as tints, without outline or hatching."""
    return areas > _MOST_HATCHED


def draw_tints(sheet: Sheet, room: Box, shapes: NDArray[Any]) -> None:
    """Draw many areas faintly over each other."""
    alpha = max(_FAINTEST_TINT, 0.16 * _MOST_HATCHED / len(shapes))
    for shape in shapes:
        sheet.paint(shape, Ink(NEUTRAL, alpha=alpha), label="support tint", clip=room)


def draw_area(sheet: Sheet, room: Box, shape: Any, area: Area, *, strength: float = 1.0) -> None:
    """Draw the shape of an area on the sheet as its verdict asks."""
    edge = mixed(area.colour, PAPER.ink, 0.25)
    fill = (0.05 if area.verdict == "outside" else 0.16) * strength
    label = f"support {area.verdict}"
    sheet.paint(shape, Ink(edge, alpha=fill), label=label, clip=room)
    if area.verdict == "possible":
        stroke = Stroke(edge, 0.35, alpha=0.55 * (0.4 + 0.6 * strength))
        sheet.draw(hatch_lines(shape, _HATCH_MM), stroke, label=f"{label} hatch", clip=room)
    dash = (1.2, 1.6) if area.verdict == "unknown" else ()
    stroke = Stroke(edge, 0.5, dash, 0.35 + 0.4 * strength)
    sheet.draw(shapely.boundary(shape), stroke, label=f"{label} outline", clip=room)


def _sizes(shapes: NDArray[Any]) -> NDArray[np.float64]:
    bounds = np.nan_to_num(shapely.bounds(shapes).reshape(-1, 4))
    return np.asarray(np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]))
