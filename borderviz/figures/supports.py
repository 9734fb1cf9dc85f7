"""Uncertain positions as areas, hatched by verdict, the wide ones fainter than the small."""

from __future__ import annotations

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
    from borderviz.figures.sheet import Sheet
    from borderviz.figures.views import View

_HATCH_MM: Final = 1.3
_FAINTEST: Final = 0.28
_WIDE_SHARE: Final = 0.5
_MOST_HATCHED: Final = 60
"""More areas than this are drawn as thin outlines: their hatchings would add up to a grey."""
_TOLERANCE_MM: Final = 0.05


def draw_supports(
    sheet: Sheet, view: View, story: Story, incidents: pd.DataFrame, *, radius: float
) -> int:
    """Draw the area of each location that is larger than a mark; return how many there were."""
    table = _by_location(story, incidents)
    shapes = view.shapes(np.array(table["geometry"].tolist(), dtype=object),
                         tolerance_mm=_TOLERANCE_MM) if len(table) else np.array([])  # fmt: skip
    sizes = _sizes(shapes)
    order = np.argsort(-sizes, kind="stable")
    drawn = [at for at in order.tolist() if sizes[at] > 2 * radius + 1.2]
    many = len(drawn) > _MOST_HATCHED
    widest = min(view.box.width, view.box.height)
    for at in drawn:
        colour, verdict = table["colour"].iloc[at], table["verdict"].iloc[at]
        share = min(1.0, sizes[at] / widest / _WIDE_SHARE)
        strength = (1 - (1 - _FAINTEST) * share) * (0.35 if many else 1.0)
        draw_area(sheet, view, shapes[at], colour, verdict, strength=strength, hatched=not many)
    return len(drawn)


def draw_area(
    sheet: Sheet, view: View, shape: Any, colour: str, verdict: str, *, strength: float = 1.0,
    hatched: bool = True,
) -> None:  # fmt: skip
    """Draw one area as its verdict asks."""
    edge = mixed(colour, PAPER.ink, 0.25)
    fill = (0.05 if verdict == "outside" else 0.16) * strength
    label = f"support {verdict}"
    sheet.paint(shape, Ink(edge, alpha=fill), label=label, clip=view.box)
    if verdict == "possible" and hatched:
        stroke = Stroke(edge, 0.35, alpha=0.55 * (0.4 + 0.6 * strength))
        lines = hatch_lines(shape, _HATCH_MM)
        sheet.draw(lines, stroke, label=f"{label} hatch", clip=view.box)
    dash = (1.2, 1.6) if verdict == "unknown" else ()
    stroke = Stroke(edge, 0.5 if hatched else 0.3, dash, 0.35 + 0.4 * strength)
    sheet.draw(shapely.boundary(shape), stroke, label=f"{label} outline", clip=view.box)


def _by_location(story: Story, incidents: pd.DataFrame) -> pd.DataFrame:
    """Return a row a location: its geometry, and the colour and verdict of its incidents."""
    rows = story.located.iloc[incidents["row"].to_numpy()]
    table = incidents.assign(
        location=rows["location_id"].to_numpy(), geometry=rows.geometry.to_numpy()
    )
    table["colour"] = table["event_type"].map(colour_of)
    groups = table.groupby("location", sort=False)
    found = groups.agg(geometry=("geometry", "first"), colour=("colour", "first"),
                       verdict=("verdict", "first"))  # fmt: skip
    found["colour"] = found["colour"].where(groups["colour"].nunique() == 1, NEUTRAL)
    found["verdict"] = found["verdict"].where(groups["verdict"].nunique() == 1, "possible")
    return found


def _sizes(shapes: NDArray[Any]) -> NDArray[np.float64]:
    bounds = np.nan_to_num(shapely.bounds(shapes).reshape(-1, 4))
    return np.asarray(np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]))
