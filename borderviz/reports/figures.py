"""The figures of a report: maps, the border as an axis, and what can be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.errors import InputError
from borderviz.figures import build_chart, build_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

    from borderviz.disclosure import Release
    from borderviz.figures import Figure
    from borderviz.geodata import Geodata

FORMS: Final = ("svg", "png", "pdf")
"""In which each figure is there."""


@dataclass(frozen=True)
class Plan:
    """A figure to draw: its name, its caption, by which verb, as which kind, how large (mm)."""

    name: str
    caption: str
    draw: Callable[..., Figure]
    kind: str
    size: tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """A figure of a report.

    Attributes
    ----------
    name : str
        Of its files, without an ending.
    caption : str
    description : str
        What it shows, for those who cannot see it.
    files : mapping of bytes
        Its content as each of `FORMS`.
    """

    name: str
    caption: str
    description: str
    files: Mapping[str, bytes]

    @property
    def embedded(self) -> tuple[str, bytes]:
        """Its media type and content for a page: drawn or in dots, whichever is smaller."""
        svg, png = self.files["svg"], self.files["png"]
        return ("image/svg+xml", svg) if len(svg) <= len(png) else ("image/png", png)


_PLANS: Final = (
    Plan(
        "map", "The incidents and the areas in which they may have happened.",
        build_figure, "map", (170, 150),
    ),
    Plan(
        "strip", "The border as a straight axis, with the distance from it upright.",
        build_figure, "strip", (170, 150),
    ),
    Plan(
        "months",
        "Incidents over time, by verdict; those of uncertain date are spread over the days on "
        "which they may have happened.",
        build_chart, "months", (170, 95),
    ),
    Plan("types", "Incidents by type and verdict.", build_chart, "verdicts", (170, 95)),
    Plan(
        "distance", "How many incidents lie within a distance of the border line, certainly and "
        "possibly.", build_chart, "distance", (170, 95),
    ),
)  # fmt: skip
_BY_YEAR: Final = Plan(
    "years", "The incidents of each year.", build_figure, "multiples", (170, 225)
)
_FEWEST_YEARS: Final = 2


def draw_pictures(
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str | Release,
    title: str,
    years: int,
) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Draw the figures of a report.

    Parameters
    ----------
    located, verdicts, zones, geodata, policy, title
        As of :func:`borderviz.build_figure`.
    years : int
        Of how many years incidents are told; from two on each has a small map.

    Returns
    -------
    pictures : tuple of Picture
    notes : tuple of str
        Which figures could not be drawn and why, a sentence each: no placed event lies along
        a border, for example.
    """
    drawn, notes = [], []
    for plan in (*_PLANS, *([_BY_YEAR] if years >= _FEWEST_YEARS else [])):
        try:
            figure = plan.draw(
                located, verdicts, zones, geodata, policy=policy, title=title, kind=plan.kind,
                size=plan.size,
            )  # fmt: skip
        except InputError as error:
            notes.append(f"the figure {plan.name!r} was not drawn: {error}")
        else:
            files = {form: figure.to_bytes(form) for form in FORMS}
            drawn.append(Picture(plan.name, plan.caption, figure.description, files))
    return tuple(drawn), tuple(notes)
