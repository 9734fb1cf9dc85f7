"""The place of each event as far as its level shows it, and the table located anew from that.

What is shown is located from what is shown alone: nothing of a hidden column can be left in a
support, a reason or a list of candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from borderviz.crs import WGS84
from borderviz.disclosure.areas import Area, enclosing_area
from borderviz.disclosure.policy import PLACE_COLUMNS, LevelRules
from borderviz.geocoding import locate_events
from borderviz.geocoding.supports import Support, middle, reach_m, touched_countries
from borderviz.schema import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from borderviz.geocoding.atlas import Atlas
    from borderviz.geodata import Geodata

HIDDEN_PLACE: Final = "place not shown"
METHOD: Final = "generalised"
_STATED: Final = frozenset({"coordinates", "point"})
"""Methods of supports that come from the coordinates of the row itself."""


def stated_events(located: gpd.GeoDataFrame, events: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows as they were read, in the order of `located`, on an index of their own.

    Locating writes the coordinates of the support over those of the row; without the table
    as it was read, those of a support that was made from coordinates are the row's.
    """
    if events is not None:
        rows = pd.Index(events["event_id"]).get_indexer(pd.Index(located["event_id"]))
        whole: pd.DataFrame = events.iloc[rows].reset_index(drop=True)
        return whole
    found = pd.DataFrame(located[[c for c in located.columns if c in EVENT_COLUMNS]])
    found = found.reset_index(drop=True)
    own = located["method"].isin(_STATED).to_numpy(dtype=bool)
    for name in ("latitude", "longitude", "coordinate_uncertainty_m"):
        found[name] = found[name].where(own)
    given = located["reason"].str.contains("no uncertainty given", na=False)
    unsure = given.to_numpy(dtype=bool) | located["method"].isin(["point"]).to_numpy(dtype=bool)
    found["coordinate_uncertainty_m"] = found["coordinate_uncertainty_m"].mask(unsure)
    return found


@dataclass(frozen=True)
class Places:
    """How the place of each event is shown; all aligned with the events.

    Attributes
    ----------
    exact : ndarray of bool
        Place and coordinates stay as they are.
    told : ndarray of bool
        The place stays as the source words it.
    areas : ndarray of Area or None
        What is shown instead; None with neither of the above: no place is shown.
    """

    exact: NDArray[np.bool_]
    told: NDArray[np.bool_]
    areas: NDArray[Any]

    @property
    def coarse(self) -> NDArray[np.bool_]:
        """Tell the events whose place is not shown as it was stated."""
        return ~(self.exact | self.told)


def shown_places(
    located: gpd.GeoDataFrame,
    stated: pd.DataFrame,
    levels: NDArray[np.int64],
    rules: Mapping[int, LevelRules],
    atlas: Atlas,
) -> Places:
    """Work out how the place of each event may be shown.

    At a level that shows the place as the source states it, coordinates count as the source's
    where the row comes from another data set (it has an `external_id`); other coordinates are
    the analyst's. A row with nothing but these is treated as one of level 3.
    """
    wanted = np.array([rules[level].place for level in levels.tolist()], dtype=object)
    exact = wanted == "as located"
    as_stated = wanted == "as stated"
    exact |= as_stated & stated["external_id"].notna().to_numpy(dtype=bool)
    told = as_stated & ~exact & stated["place"].notna().to_numpy(dtype=bool)
    unknown = as_stated & ~exact & ~told
    wanted[unknown] = _third(rules)
    areas = np.full(len(located), None, dtype=object)
    known: dict[tuple[str, str], Area | None] = {}
    ids = located["location_id"].tolist()
    for row in np.flatnonzero(~(exact | told)).tolist():
        key = (ids[row], wanted[row])
        if key not in known:
            known[key] = _area(located.iloc[[row]], wanted[row], atlas)
        areas[row] = known[key]
    return Places(exact, told, areas)


def _third(rules: Mapping[int, LevelRules]) -> str:
    """Return what level 3 shows of the place; at least the level is coarser than level 2."""
    place = rules[3].place
    return "province" if place == "as stated" else "nothing" if place == "withheld" else place


def _area(row: gpd.GeoDataFrame, place: str, atlas: Atlas) -> Area | None:
    cells = row.iloc[0]
    if place in {"nothing", "withheld"} or cells["resolution"] != "resolved":
        return None
    shapes = cells["support_range"] or (cells["geometry"],)
    anchor = (float(cells["longitude"]), float(cells["latitude"]))
    cut = cells["clipped_to"]
    country = None if pd.isna(cut) else str(cut)
    return enclosing_area(shapely.union_all(shapes), anchor, place, atlas, country=country)


def write_places(shown: pd.DataFrame, places: Places) -> None:
    """Put into a table of events what is shown of their places."""
    hidden = ~places.exact
    for name in PLACE_COLUMNS:
        if name in shown:
            shown[name] = shown[name].mask(hidden)
    coarse = np.flatnonzero(places.coarse)
    found = [places.areas[row] for row in coarse]
    shown.loc[coarse, "place"] = [a.label if a else HIDDEN_PLACE for a in found]
    if "admin1" in shown:
        own = pd.Series([a.admin1 if a else None for a in found], index=coarse, dtype="string")
        stated = shown.loc[coarse, "admin1"]
        shown.loc[coarse, "admin1"] = stated.where((stated == own).fillna(False))
    if "country" in shown:
        nowhere = [area is None for area in found]
        shown.loc[coarse[nowhere], "country"] = pd.NA


def locate_shown(
    shown: pd.DataFrame, places: Places, located: gpd.GeoDataFrame, stated: pd.DataFrame,
    geodata: Geodata, atlas: Atlas, *, whole: bool,
) -> tuple[gpd.GeoDataFrame, NDArray[np.bool_]]:  # fmt: skip
    """Locate a table of what is shown; areas stand for the events that have one.

    Parameters
    ----------
    shown : pandas.DataFrame
        Events in the order in which they are shown, with fresh ids.
    places : Places
        Aligned with `shown`.
    located, stated : tables
        The same rows as they were located and as they were read. What stands in them is used
        where it hangs on nothing but what is shown.
    geodata : Geodata
    atlas : Atlas
        Of the same pack.
    whole : bool
        Whether every row that was read is shown.

    Returns
    -------
    tuple
        The contract ``located``, and which of its rows are as they were in `located`.
    """
    kept = _reusable(shown, places, located, stated, whole=whole)
    table = _completed(shown.assign(place=shown["place"].mask(places.coarse, HIDDEN_PLACE)))
    again = located.iloc[:0]
    if not kept.all():
        crisp = bool((located["method"] == "point").any())
        again = locate_events(table[~kept], geodata, crisp=crisp)
    found = {name: _spliced(located[name], again[name], ~kept) for name in _DERIVED}
    fixed = kept | _placed_alone(shown, places, located, stated)
    ids = np.where(fixed, located["location_id"], found.pop("location_id"))
    keys = list(zip(fixed.tolist(), ids, strict=True))
    cells = {area: _columns(area, atlas) for area in set(places.areas[places.coarse])}
    for row in np.flatnonzero(places.coarse).tolist():
        area = places.areas[row]
        keys[row] = (area and area.label, area and area.country)
        for name, value in cells[area].items():
            found[name][row] = value
    columns = {name: _like(values, located[name]) for name, values in found.items()}
    codes = pd.factorize(pd.Series(keys, dtype=object))[0]
    columns["location_id"] = pd.array([f"L{code + 1:04d}" for code in codes], dtype="string")
    frame = shown.assign(**columns)
    order = [c for c in located.columns if c in frame]
    order += [c for c in frame.columns if c not in order]
    return gpd.GeoDataFrame(frame[order], geometry="geometry", crs=WGS84), kept


_PLACED_BY: Final = ("place", *PLACE_COLUMNS, "country", "admin1")
"""What the place of an event with coordinates is worked out from."""
_LOCATED_BY: Final = (
    *_PLACED_BY, "source_url", "quote", "summary", "date", "known_by", "source_published",
)  # fmt: skip
"""What the place and the days of an event are worked out from."""
_DERIVED: Final = (
    "date_start", "date_end", "location_id", "resolution", "method", "reason", "candidates",
    "latitude", "longitude", "coordinate_uncertainty_m", "support_range", "line_bound",
    "clipped_to", "touches", "geometry",
)  # fmt: skip


def _reusable(
    shown: pd.DataFrame,
    places: Places,
    located: gpd.GeoDataFrame,
    stated: pd.DataFrame,
    *,
    whole: bool,
) -> NDArray[np.bool_]:
    """Tell the rows that were located from nothing but what is shown of them.

    The words of other rows may have decided between places, so where any row is shown in part
    or not at all, those alone are reused that say where they are by coordinates.
    """
    same = ~places.coarse & _unchanged(shown, stated, _LOCATED_BY)
    if whole and same.all():
        return same
    return np.asarray(same & located["method"].isin(_STATED).to_numpy(dtype=bool))


def _placed_alone(
    shown: pd.DataFrame, places: Places, located: gpd.GeoDataFrame, stated: pd.DataFrame
) -> NDArray[np.bool_]:
    """Tell the rows that say where they are by coordinates, whatever else is not shown of them.

    They share a location with each other; texts that are not shown must not part them.
    """
    own = located["method"].isin(_STATED).to_numpy(dtype=bool)
    return np.asarray(own & ~places.coarse & _unchanged(shown, stated, _PLACED_BY))


def _unchanged(
    shown: pd.DataFrame, stated: pd.DataFrame, columns: tuple[str, ...]
) -> NDArray[np.bool_]:
    """Tell the rows of which columns are shown as they were read."""
    same = np.ones(len(shown), dtype=bool)
    for name in columns:
        before = stated[name].isna()
        if name in shown:
            equal = (stated[name] == shown[name]).fillna(False)
            same &= (equal | (before & shown[name].isna())).to_numpy(dtype=bool)
        else:
            same &= before.to_numpy(dtype=bool)
    return same


def _spliced(column: pd.Series, again: pd.Series, rows: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the values of a column, in some rows those of another table."""
    values = np.array(column.array, dtype=object)
    for row, value in zip(np.flatnonzero(rows).tolist(), again.array, strict=True):
        values[row] = value
    return values


def _like(values: NDArray[Any], column: pd.Series) -> Any:
    """Return values in the type of a column."""
    if column.dtype == object or column.name == "geometry":
        return values
    return pd.array(values.tolist(), dtype=column.dtype)


def _completed(shown: pd.DataFrame) -> pd.DataFrame:
    """Return events with every column that locating asks for; those not shown are empty."""
    missing = [name for name in EVENT_COLUMNS if name not in shown]
    return shown.reindex(columns=[*shown.columns, *missing])


def _columns(area: Area | None, atlas: Atlas) -> dict[str, Any]:
    """Return what a located table says of events that are shown in an area."""
    if area is None:
        said = "the place is not shown, and what else is missing may be withheld too"
        return {
            "resolution": "unresolved", "method": None, "reason": said, "candidates": (),
            "latitude": None, "longitude": None, "coordinate_uncertainty_m": None,
            "support_range": (), "line_bound": False, "clipped_to": None, "touches": (),
            "geometry": None,
        }  # fmt: skip
    lon, lat = middle(area.geometry)
    reason = (
        f"generalised for publication: somewhere in or around {area.label}, drawn {area.margin}; "
        "the exact place is not shown, and what else is missing may be withheld too"
    )
    support = Support(
        (area.geometry,), 0, METHOD, reason, country=area.country, anchor=(lon, lat)
    )  # fmt: skip
    return {
        "resolution": "resolved", "method": METHOD, "reason": reason, "candidates": (),
        "latitude": lat, "longitude": lon, "coordinate_uncertainty_m": reach_m(support),
        "support_range": support.shapes, "line_bound": False, "clipped_to": area.country,
        "touches": touched_countries(support, atlas), "geometry": area.geometry,
    }  # fmt: skip
