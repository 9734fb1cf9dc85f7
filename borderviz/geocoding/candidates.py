"""The candidates of a place expression, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from borderviz.crs import WGS84
from borderviz.errors import InputError, shown
from borderviz.geocoding.atlas import atlas_of
from borderviz.geocoding.context import read_context
from borderviz.geocoding.resolve import resolve
from borderviz.geocoding.supports import reach_m

if TYPE_CHECKING:
    from borderviz.geocoding.answers import Answer, Candidate
    from borderviz.geodata import Geodata

CANDIDATE_COLUMNS: Final = (
    "rank", "place_id", "name", "kind", "country", "admin1", "latitude", "longitude",
    "coordinate_uncertainty_m", "score", "resolution", "method", "reason", "geometry",
)  # fmt: skip


def geocode(text: str, geodata: Geodata, *, context: str | None = None) -> gpd.GeoDataFrame:
    """Resolve a place expression to ranked candidates, each with its reason.

    Parameters
    ----------
    text : str
        A place as a report states it: a name, "X County, Y Province", a reach of a border
        river, a stretch of the border (grammar: :mod:`borderviz.geocoding.grammar`).
    geodata : Geodata
    context : str, optional
        Free text that tells homonyms apart: a province, a county, a country.

    Returns
    -------
    geopandas.GeoDataFrame, EPSG:4326
        The contract ``candidates``, best first: rank, place_id, name, kind, country, admin1,
        latitude, longitude, coordinate_uncertainty_m (metres, to the support's farthest point),
        score, resolution (resolved, ambiguous, suggested, unresolved), method, reason,
        geometry (the support). An unresolved text gives one row that says why.
    """
    if not isinstance(text, str):
        raise InputError(f"a place expression is a text, not {shown(text)}")
    atlas = atlas_of(geodata)
    answer = resolve(text, atlas, read_context(context, atlas))
    rows = [_row(rank, c, answer) for rank, c in enumerate(answer.candidates, start=1)]
    rows = rows or [dict.fromkeys(CANDIDATE_COLUMNS) | _verdict(1, answer)]
    return gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=list(CANDIDATE_COLUMNS)), geometry="geometry", crs=WGS84
    )


def _verdict(rank: int, answer: Answer) -> dict[str, Any]:
    return {"rank": rank, "score": 0.0, "resolution": answer.resolution, "reason": answer.reason}


def _row(rank: int, candidate: Candidate, answer: Answer) -> dict[str, Any]:
    place, support = candidate.place, candidate.support
    anchor = support.anchor if support else None
    return {
        "rank": rank,
        "place_id": place.place_id if place else None,
        "name": candidate.label if place is None else place.name,
        "kind": place.kind if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "latitude": anchor[1] if anchor else None,
        "longitude": anchor[0] if anchor else None,
        "coordinate_uncertainty_m": (support.radius_m or reach_m(support)) if support else None,
        "score": candidate.score,
        "resolution": answer.resolution,
        "method": support.method if support else None,
        "reason": candidate.reason,
        "geometry": support.geometry if support else None,
    }
