"""Points of a big table: checked, dated and placed all at once.

Rows that state coordinates and nothing that would widen or cut them (no uncertainty, no
country) need no gazetteer: their supports are points, as :func:`borderviz.locate_events` makes
them with ``crisp=True``, and what is asked of a million of them is asked of all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from borderviz.crs import WGS84
from borderviz.edtf import closed_interval
from borderviz.errors import EdtfError
from borderviz.joins.cells import CellIndex, index_zones
from borderviz.joins.lines import LineIndex, index_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_DATES: Final = ("date", "known_by", "source_published")
REJECTED: Final = ("row", "event_id", "column", "value", "reason")


@dataclass(frozen=True)
class Countries:
    """The outlines of countries, to tell in which of them points may lie.

    Attributes
    ----------
    names : tuple of str
        In their order (ISO 3166-1).
    outlines : tuple of Polygon or MultiPolygon, EPSG:4326
    accuracy_m : float
        How far the border lines may be off.
    """

    names: tuple[str, ...]
    outlines: tuple[BaseGeometry, ...]
    accuracy_m: float

    @cached_property
    def cells(self) -> CellIndex:
        """The index by which points are looked up."""
        return index_zones(self.outlines)

    @cached_property
    def edges(self) -> tuple[LineIndex, ...]:
        """The outlines as lines, to measure distances from."""
        rings = [shapely.get_rings(shapely.get_parts(outline)) for outline in self.outlines]
        return tuple(index_line(shapely.MultiLineString(list(ring))) for ring in rings)

    @cached_property
    def box(self) -> NDArray[np.float64]:
        """West, south, east and north of all."""
        bounds: NDArray[np.float64] = shapely.total_bounds(np.array(self.outlines, dtype=object))
        return bounds

    def touched(self, lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell in which countries points may lie, the accuracy allowed for: points × countries."""
        found = self.cells.within(lonlat[:, 0], lonlat[:, 1])
        for number, edge in enumerate(self.edges):
            away, _ = edge.nearest(lonlat, within_m=self.accuracy_m)
            found[:, number] |= away < self.accuracy_m
        return found


@dataclass(frozen=True)
class PlacedPoints:
    """Rows that were placed, and those that were set aside.

    Attributes
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        What the join needs of the contract ``located``.
    rejected : pandas.DataFrame
        ``row``, ``event_id``, ``column``, ``value``, ``reason``.
    """

    located: gpd.GeoDataFrame
    rejected: pd.DataFrame


def place_points(frame: pd.DataFrame, countries: Countries) -> PlacedPoints:
    """Place rows by their coordinates alone.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``event_id`` (each once), ``longitude``, ``latitude`` (degrees), and where known ``date``,
        ``known_by`` and ``source_published`` (EDTF). The index holds the numbers of the rows.
    countries : Countries
    """
    lonlat = np.column_stack([
        pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        for name in ("longitude", "latitude")
    ])  # fmt: skip
    days, pair, wrong = _days(frame)
    touched = np.zeros((len(frame), len(countries.names)), dtype=bool)
    fine = np.isfinite(lonlat).all(axis=1) & (np.abs(lonlat) <= (180, 90)).all(axis=1)
    touched[fine] = countries.touched(lonlat[fine])
    reasons = _reasons(frame, lonlat, touched, countries.box)
    for code, column, reason in wrong:
        for row in np.flatnonzero((pair == code) & (reasons[:, 1] == "")):
            reasons[row] = (column, reason)
    good = reasons[:, 1] == ""
    located = _located(frame[good], lonlat[good], touched[good], countries.names)
    located["date_start"], located["date_end"] = (day.take(pair[good]) for day in days)
    return PlacedPoints(located, _rejected(frame, reasons))


def _days(
    frame: pd.DataFrame,
) -> tuple[tuple[Any, Any], NDArray[np.int64], list[tuple[int, str, str]]]:
    """Return the days of each distinct statement, which one each row makes, and wrong ones."""
    stated = [name for name in _DATES if name in frame]
    pair = np.zeros(len(frame), dtype=np.int64)
    cells: list[Sequence[Any]] = []
    for name in stated:
        codes, words = pd.factorize(frame[name])
        pair = pair * (len(words) + 1) + codes + 1
        cells.append([*words, None])
    distinct, pair = np.unique(pair, return_inverse=True)
    starts, ends, wrong = [], [], []
    for code, number in enumerate(distinct):
        said: dict[str, str | None] = dict.fromkeys(_DATES)
        for name, words in zip(reversed(stated), reversed(cells), strict=True):
            number, at = divmod(int(number), len(words))  # noqa: PLW2901 - digit by digit
            said[name] = None if words[at - 1] is None else str(words[at - 1])
        try:
            start, end = closed_interval(
                said["date"], known_by=said["known_by"], published=said["source_published"]
            )
        except EdtfError as error:
            start = end = None
            wrong.append((code, stated[0], str(error)))
        starts.append(start.isoformat() if start else None)
        ends.append(end.isoformat() if end else None)
    kinds = (pd.array(days, dtype="string") for days in (starts, ends))
    return (next(kinds), next(kinds)), pair.ravel().astype(np.int64), wrong


def _reasons(
    frame: pd.DataFrame, lonlat: NDArray[np.float64], touched: NDArray[np.bool_],
    box: NDArray[np.float64],
) -> NDArray[Any]:  # fmt: skip
    """Return column and reason of each row that cannot be used; empty texts for the others."""
    found = np.full((len(frame), 2), "", dtype=object)
    for at, name, most in ((0, "longitude", 180), (1, "latitude", 90)):
        values = lonlat[:, at]
        found[np.isnan(values)] = (name, "is missing or no number")
        found[np.abs(values) > most] = (name, f"lies beyond ±{most} degrees")
    lat, lon = lonlat.T  # as if they were swapped
    inside = (lon >= box[0]) & (lon <= box[2]) & (lat >= box[1]) & (lat <= box[3])
    found[inside & ~touched.any(axis=1)] = (
        "latitude", "latitude and longitude seem to be swapped: only so does it lie in the region",
    )  # fmt: skip
    found[frame["event_id"].isna().to_numpy()] = ("event_id", "is missing")
    return found


def _rejected(frame: pd.DataFrame, reasons: NDArray[Any]) -> pd.DataFrame:
    bad = np.flatnonzero(reasons[:, 1] != "")
    values = [frame[reasons[row, 0]].iloc[row] for row in bad]
    told = pd.DataFrame({
        "row": frame.index[bad].astype("int64"),
        "event_id": frame["event_id"].iloc[bad].astype("string").array,
        "column": pd.array(reasons[bad, 0], dtype="string"),
        "value": pd.array([None if pd.isna(v) else str(v) for v in values], dtype="string"),
        "reason": pd.array(reasons[bad, 1], dtype="string"),
    })  # fmt: skip
    return told[list(REJECTED)]


def _located(
    frame: pd.DataFrame, lonlat: NDArray[np.float64], touched: NDArray[np.bool_],
    names: tuple[str, ...],
) -> gpd.GeoDataFrame:  # fmt: skip
    kinds, kind = np.unique(touched, axis=0, return_inverse=True)
    touches = np.empty(len(kinds), dtype=object)
    touches[:] = [tuple(np.array(names, dtype=object)[row]) for row in kinds]
    empty = np.empty(len(frame), dtype=object)
    empty[:] = [()] * len(frame)
    table = pd.DataFrame({
        "event_id": frame["event_id"].astype("string").array,
        "location_id": np.arange(len(frame)),
        "method": pd.array(["point"] * len(frame), dtype="string"),
        "support_range": empty,
        "line_bound": np.zeros(len(frame), dtype=bool),
        "clipped_to": pd.array([None] * len(frame), dtype="string"),
        "touches": touches[kind.ravel()],
    }, index=frame.index)  # fmt: skip
    points = shapely.points(lonlat) if len(lonlat) else np.empty(0, dtype=object)
    return gpd.GeoDataFrame(table, geometry=points, crs=WGS84)
