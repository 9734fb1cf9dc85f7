"""The figures of a report: the map, the years, and what can be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.figures import build_figure

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from borderviz.figures import Figure
    from borderviz.geodata import Geodata

_MAP_MM: Final = (170.0, 150.0)
_YEARS_MM: Final = (170.0, 200.0)


@dataclass(frozen=True)
class Picture:
    """A figure of a report.

    Attributes
    ----------
    name : str
        Of its files, without an ending.
    caption : str
    figure : Figure
    """

    name: str
    caption: str
    figure: Figure


def draw_pictures(
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str,
    title: str,
    language: str,
) -> tuple[Picture, ...]:
    """Draw the figures of a report; see :func:`borderviz.build_figure` for what they are made of.

    The small maps by year are left out where all events are of one year.
    """
    tables = (located, verdicts, zones, geodata)
    whole = build_figure(*tables, policy=policy, title=title, size=_MAP_MM, language=language)
    return (Picture("map", "Incidents, and the areas in which they may have happened.", whole),)
