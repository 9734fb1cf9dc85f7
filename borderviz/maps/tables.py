"""The tables of the page's payload: events, what was made of them, locations, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from borderviz.errors import InputError, shown
from borderviz.geocoding.atlas import atlas_of
from borderviz.geocoding.units import touched_provinces
from borderviz.joins import round_share
from borderviz.maps.geometry import encode_geometry
from borderviz.page import PackedTable, pack_table
from borderviz.schema import EVENT_COLUMNS
from borderviz.summaries import incident_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import geopandas as gpd
    from numpy.typing import NDArray

    from borderviz.geodata import Geodata

DERIVED: Final = (
    "date_start", "date_end", "location_id", "resolution", "method", "reason", "candidates",
    "support_range", "line_bound", "clipped_to", "touches", "geometry",
)  # fmt: skip
"""What locating adds to the columns of an events table."""
_COORDINATES: Final = ("latitude", "longitude", "coordinate_uncertainty_m")
_OF_PLACE: Final = (
    *_COORDINATES, "resolution", "method", "reason", "candidates", "clipped_to", "admin1", "place",
    "geometry",
)  # fmt: skip
_SUPPORT_TOLERANCE_DEG: Final = 0.0001
_PLACE_DECIMALS: Final = 5
_SHAPES: Final = {
    "disc": "disc", "near": "disc", "junction": "disc", "coordinates": "disc", "unit": "polygon",
    "thiessen": "polygon", "river_strip": "strip", "border_strip": "strip", "border_area": "strip",
    "point": "none",
}  # fmt: skip
_ROUND: Final = ("disc", "coordinates", "point")
"""Methods whose support, where nothing was cut from it, is a circle: its radius says it all."""
_SHARES: Final = ("p", "p_min", "p_max", "t")
_DISTANCES: Final = ("distance_km_min", "distance_km_max")
_FINDINGS: Final = ("verdict", "in_force", "side")
_MOST_NAMED: Final = 20_000
"""So many different place texts at most get the other spellings of their names."""


@dataclass(frozen=True)
class PageTables:
    """The packed tables of a page and the outlines to which locations refer."""

    events: PackedTable
    located: PackedTable
    locations: PackedTable
    shapes: list[dict[str, Any]]


def page_tables(
    located: gpd.GeoDataFrame, geodata: Geodata, events: pd.DataFrame | None
) -> PageTables:
    """Pack events, as they were read, and where and when they were found to lie.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        The contract ``located``, with no column that must not be shown.
    geodata : Geodata
    events : pandas.DataFrame, optional
        The rows as they were read, for the coordinates that they state.
    """
    codes = pd.factorize(located["location_id"])[0]
    rows = _first_rows(codes)
    first = _take(located[list(_OF_PLACE)], rows)
    stated = _stated_coordinates(located, events)
    stated_first = _take(stated, rows)
    given = _is_given(first, stated_first)
    exact = _exact_rows(given, codes, rows, stated)
    shapes: list[dict[str, Any]] = []
    places = _locations(first, geodata, shapes, stated_first, given)
    own = [c for c in located.columns if c not in DERIVED and c not in _COORDINATES]
    columns: dict[str, Any] = {name: located[name] for name in own}
    columns |= {name: stated[name].mask(exact) for name in _COORDINATES}
    order = [name for name in EVENT_COLUMNS if name in columns]
    order += [name for name in columns if name not in EVENT_COLUMNS]
    found = {
        "start": days(located["date_start"]),
        "end": days(located["date_end"]),
        "incident": _incidents(located),
        "location": codes,
        "exact": exact,
    }
    n = len(located)
    return PageTables(
        pack_table({name: columns[name] for name in order}, n),
        pack_table(found, n),
        pack_table(places, len(first)),
        shapes,
    )


def _incidents(located: pd.DataFrame) -> NDArray[np.intp]:
    """Return the number of each row's incident; at once where each row is one of its own."""
    if located["incident_id"].isna().all():
        return np.arange(len(located))
    return np.asarray(pd.factorize(incident_ids(located))[0])


def days(texts: pd.Series) -> pd.Series:
    """Return ISO days as days since 1970-01-01, missing where there is none."""
    codes, known = pd.factorize(texts)
    numbers = np.array(known.tolist(), dtype="datetime64[D]").astype(np.float64)
    return pd.Series(np.append(numbers, np.nan)[codes], index=texts.index)


def findings_table(
    located: gpd.GeoDataFrame, verdicts: pd.DataFrame, rules: list[str]
) -> PackedTable:
    """Pack what was found of each event under each rule, as finely as it is shown."""
    rows = _rows_of(verdicts["event_id"], located["event_id"])
    columns: dict[str, Any] = {
        "event": rows,
        "rule": pd.Index(rules).get_indexer(pd.Index(verdicts["rule_id"])),
    }
    columns |= {name: verdicts[name] for name in _FINDINGS}
    columns |= {name: _by_value(verdicts[name], _share) for name in _SHARES}
    columns |= {name: _distances(verdicts[name]) for name in _DISTANCES}
    return pack_table(columns, len(verdicts))


def _share(value: float) -> float:
    return round_share(value, 3)


def _by_value(column: pd.Series, change: Callable[[float], float]) -> NDArray[np.float64]:
    """Return a column of numbers with each different value changed once."""
    codes, known = pd.factorize(column)
    return np.array([*(change(float(value)) for value in known), np.nan])[codes]


def _distances(column: pd.Series) -> NDArray[np.float64]:
    """Round kilometres as the page words them: to 10 m, from 1 km to 0.1, from 10 km to 1."""
    km = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(km < 1, np.round(km, 2), np.where(km < 10, np.round(km, 1), np.round(km)))


def _rows_of(wanted: pd.Series, ids: pd.Series) -> NDArray[np.intp]:
    """Return where each id stands among others, -1 for none; at once where all are the same."""
    if len(wanted) == len(ids) and wanted.array.equals(ids.array):
        return np.arange(len(ids))
    return np.asarray(pd.Index(ids).get_indexer(pd.Index(wanted)), dtype=np.intp)


def _stated_coordinates(located: gpd.GeoDataFrame, events: pd.DataFrame | None) -> pd.DataFrame:
    """Return the coordinates of the rows as read; without these, those of the supports."""
    if events is None:
        return pd.DataFrame(located[list(_COORDINATES)]).astype("Float64").reset_index(drop=True)
    rows = _rows_of(located["event_id"], events["event_id"])
    if (rows < 0).any():
        lost = located["event_id"].iloc[int(np.flatnonzero(rows < 0)[0])]
        raise InputError(f"the events table has no event {shown(lost)}; give the one located")
    stated: pd.DataFrame = events[list(_COORDINATES)].iloc[rows]
    return stated.astype("Float64").reset_index(drop=True)


def _take(frame: Any, rows: NDArray[np.intp]) -> Any:
    """Return rows in their order, numbered anew; all of them without a copy."""
    taken = frame if len(rows) == len(frame) else frame.iloc[rows]
    return taken.reset_index(drop=True)


def _first_rows(codes: NDArray[Any]) -> NDArray[np.intp]:
    """Return the first row of each code, where codes count up as they first appear."""
    return np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))


def _exact_rows(
    given: NDArray[np.bool_], codes: NDArray[Any], rows: NDArray[np.intp], stated: pd.DataFrame
) -> NDArray[np.bool_]:
    """Tell the rows whose own coordinates are those of their location, which need no second copy.

    Locations of stated coordinates carry them as they stand.
    """
    own = stated.to_numpy(dtype=np.float64, na_value=np.nan)
    shared = own[rows][codes]
    same = ((own == shared) | (np.isnan(own) & np.isnan(shared))).all(axis=1)
    return np.asarray(given[codes] & same, dtype=bool)


def _is_given(first: gpd.GeoDataFrame, stated: pd.DataFrame) -> NDArray[np.bool_]:
    at = first[["longitude", "latitude"]].to_numpy(dtype=np.float64, na_value=np.nan)
    own = stated[["longitude", "latitude"]].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray((at == own).all(axis=1) & (first["resolution"] == "resolved"), dtype=bool)


def _locations(
    first: gpd.GeoDataFrame,
    geodata: Geodata,
    shapes: list[dict[str, Any]],
    stated: pd.DataFrame,
    given: NDArray[np.bool_],
) -> dict[str, Any]:
    placed = (first["resolution"] == "resolved").to_numpy(dtype=bool)
    placed &= ~np.asarray(shapely.is_missing(first.geometry.to_numpy()))
    lon, lat, radius = (
        first[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("longitude", "latitude", "coordinate_uncertainty_m")
    )
    # a stated radius stays as it stands; others are known to a metre at best
    own = stated["coordinate_uncertainty_m"].to_numpy(dtype=np.float64, na_value=np.nan)
    drawn = np.where(given & ~np.isnan(own), own, np.round(radius))
    kinds = first["method"].map(_SHAPES).fillna("polygon").where(placed, "none")
    return {
        "resolution": first["resolution"],
        "method": first["method"],
        "reason": first["reason"],
        "lon": np.where(placed, np.where(given, lon, np.round(lon, _PLACE_DECIMALS)), np.nan),
        "lat": np.where(placed, np.where(given, lat, np.round(lat, _PLACE_DECIMALS)), np.nan),
        "radius_m": np.where(placed, drawn, np.nan),
        "assumed": given & np.isnan(own),
        "shape": kinds,
        "outline": _outlines(first, placed, shapes),
        "candidates": _joined(first["candidates"]),
        "provinces": _provinces(first, geodata),
        "names": _names(first["place"], geodata),
    }


def _joined(column: pd.Series) -> pd.Series:
    """Write lists of labels as texts, a line a label; nothing for an empty list."""
    if not any(column):
        return pd.Series(None, index=range(len(column)), dtype="string")
    texts = [
        "\n".join(" ".join(label.split()) for label in labels) if labels else None
        for labels in column
    ]
    return pd.Series(texts, dtype="string")


def _outlines(
    first: gpd.GeoDataFrame, placed: NDArray[Any], shapes: list[dict[str, Any]]
) -> NDArray[np.float64]:
    """Gather the outlines that a centre and a radius cannot tell; return their places."""
    geometries = first.geometry.to_numpy()
    whole = first["method"].isin(_ROUND) & first["clipped_to"].isna()
    wanted = placed & ~whole.to_numpy(dtype=bool) & (shapely.get_type_id(geometries) != 0)
    found = np.full(len(first), np.nan)
    for row in np.flatnonzero(wanted):
        shape = encode_geometry(geometries[row], tolerance_deg=_SUPPORT_TOLERANCE_DEG)
        if shape is not None:
            found[row] = len(shapes)
            shapes.append(shape)
    return found


def _provinces(first: gpd.GeoDataFrame, geodata: Geodata) -> pd.Series:
    """Return the provinces that each location touches, where its rows state none."""
    provinces = pd.Series(None, index=range(len(first)), dtype="string")
    asked = np.flatnonzero(first["admin1"].isna() & (first["resolution"] == "resolved"))
    touched = touched_provinces(first.iloc[asked], geodata)
    provinces.iloc[asked] = ["|".join(codes) or None for codes in touched]
    return provinces


def _names(places: pd.Series, geodata: Geodata) -> pd.Series:
    """Return, for each place text, every name of the places that it names, for the search."""
    codes, texts = pd.factorize(places)
    if len(texts) > _MOST_NAMED:
        return pd.Series(None, index=range(len(places)), dtype="string")
    index = atlas_of(geodata).index
    by_place = geodata.names.groupby("place_id", sort=False)["name"].agg(list)
    named = [_other_names(index.find_mentions(text, any_case=True), by_place) for text in texts]
    return pd.Series([*named, None], dtype="string").iloc[codes].reset_index(drop=True)


def _other_names(mentions: Iterable[Any], by_place: pd.Series) -> str | None:
    ids = dict.fromkeys(hit.place_id for mention in mentions for hit in mention.hits)
    names = dict.fromkeys(name for place_id in ids for name in by_place.get(place_id, ()))
    return "|".join(names) or None
