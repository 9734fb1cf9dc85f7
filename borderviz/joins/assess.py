"""Located events × zones → assessed: one row per event and zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from borderviz.crs import assert_wgs84
from borderviz.edtf import overlap_share
from borderviz.errors import InputError, shown
from borderviz.joins.distances import distance_ranges_km, point_distances_km
from borderviz.joins.grounds import Grounds, prepare_zones, require_unique
from borderviz.joins.rims import disc_ranges_km
from borderviz.joins.shares import ShareTable, Supports, share_table
from borderviz.schema import IN_FORCE_VALUES, SIDES, VERDICT_VALUES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

_LOCATED: Final = (
    "event_id", "location_id", "date_start", "date_end", "method", "support_range", "line_bound",
    "clipped_to", "touches",
)  # fmt: skip
_SPACE: Final = ("p", "p_min", "p_max", "distance_km_min", "distance_km_max")
_BLOCK: Final = 131_072
"""Locations that are looked at together: what is in memory on the way hangs on it."""
_METHODS: Final = ("uniform over the support", "point")


def join_zones(located: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | Grounds) -> pd.DataFrame:
    """Hold every located event against every zone.

    Parameters
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        The contract ``located``, as :func:`borderviz.locate_events` returns it.
    zones : geopandas.GeoDataFrame, EPSG:4326
        The contract ``zones``, as :func:`borderviz.build_zones` returns it; or what
        :func:`borderviz.joins.prepare_zones` made of it, to be used for many tables.

    Returns
    -------
    pandas.DataFrame
        The contract ``assessed``: one row per event and zone, events in their order, zones in
        theirs. Shares between 0 and 1, distances in km. Beyond the contract: ``reference``.
        Texts that repeat themselves are categories.

    Raises
    ------
    InputError
        If a table is in another CRS, an id is not unique, a zone has no valid area, or a support
        is empty or has coordinates that are no numbers.
    """
    _require(located)
    grounds = zones if isinstance(zones, Grounds) else prepare_zones(zones)
    first, location = _locations(located)
    places = _at(located, first)
    _require_numbers(places)
    times, pair = _times(located, grounds)
    space, codes = _in_space(places, grounds)
    return _assembled(located["event_id"], grounds, _Found(space, codes, times, location, pair))


def _in_space(
    places: gpd.GeoDataFrame, grounds: Grounds
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.int8]]]:
    """Return what hangs on the location alone: locations × zones, see :class:`_Found`."""
    size = (len(places), len(grounds))
    space = {name: np.empty(size) for name in _SPACE}
    codes = {name: np.empty(size, dtype=np.int8) for name in ("verdict", "side", "method")}
    for begin in range(0, len(places), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        _fill(space, codes, block, places.iloc[block], grounds)
    return space, codes


def _fill(
    space: dict[str, NDArray[np.float64]], codes: dict[str, NDArray[np.int8]], block: slice,
    places: gpd.GeoDataFrame, grounds: Grounds,
) -> None:  # fmt: skip
    """Note what is found of a block of locations; what it takes to find it is let go of here."""
    supports = _supports(places)
    table = share_table(supports, grounds)
    least_km, most_km = _distances(supports, grounds)
    found = (table.p, table.p_min, table.p_max, least_km, most_km)
    for name, values in zip(_SPACE, found, strict=True):
        space[name][block] = values
    codes["verdict"][block] = _verdicts(table)
    codes["side"][block] = _sides(places["touches"], grounds)
    method = np.full(len(supports.proper), -1, dtype=np.int8)
    method[supports.areas], method[supports.points] = 0, 1
    codes["method"][block] = method[:, None]


@dataclass(frozen=True)
class _Found:
    """What was found per location and zone, and per days and zone, and where rows find theirs.

    Attributes
    ----------
    space, codes : dict of ndarray, locations × zones
        Numbers, and texts as numbers of their categories.
    times : tuple of ndarray, days × zones
        in_force as a code, and t.
    location : ndarray of int64 or None
        The location of each event; None where each has its own, in their order.
    pair : ndarray of int32
        The days of each event.
    """

    space: dict[str, NDArray[np.float64]]
    codes: dict[str, NDArray[np.int8]]
    times: tuple[NDArray[np.int8], NDArray[np.float64]]
    location: NDArray[np.int64] | None
    pair: NDArray[np.int32]


def _require(located: gpd.GeoDataFrame) -> None:
    for column in _LOCATED:
        if column not in located.columns:
            raise InputError(f"located has no column {column!r}; pass what locate_events returned")
    assert_wgs84(located, "located")
    require_unique(located, "event_id")


def _require_numbers(places: gpd.GeoDataFrame) -> None:
    shapes = places.geometry.to_numpy()
    there = ~shapely.is_missing(shapes)
    numbers = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    if (wrong := np.flatnonzero(there & ~numbers)).size:
        event_id = places["event_id"].iloc[int(wrong[0])]
        raise InputError(
            f"the support of event {shown(event_id)} is empty or has coordinates that are no "
            "numbers; give it a place, or none at all"
        )


def _locations(
    located: gpd.GeoDataFrame,
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64] | None]:
    """Return the first row of each location, and the number of each row's location.

    None where each row has a location of its own, as points of a big table have.
    """
    location, unique = pd.factorize(located["location_id"])
    if len(unique) == len(located):
        return None, None
    # numbers are given as locations come, so each new one is greater than all before
    first = np.flatnonzero(np.diff(np.maximum.accumulate(location), prepend=-1))
    return first, location.astype(np.int64)


def _at(located: gpd.GeoDataFrame, first: NDArray[np.int64] | None) -> gpd.GeoDataFrame:
    """Return what is asked of each location, and the first event there."""
    shape = located.geometry.name
    names = ["event_id", "support_range", "line_bound", "clipped_to", "touches", shape]
    return located[names] if first is None else located[names].iloc[first]


def _supports(located: gpd.GeoDataFrame) -> Supports:
    cells = located["clipped_to"].astype(object)
    country = cells.where(cells.notna(), None).to_numpy(dtype=object)
    return Supports(
        located.geometry.to_numpy(),
        located["support_range"].tolist(),
        located["line_bound"].to_numpy(dtype=bool),
        country,
    )


def _verdicts(table: ShareTable) -> NDArray[np.int8]:
    """Return inside, possible, outside or unknown, as numbers of the contract's values."""
    inside, possible, outside, unknown = (
        VERDICT_VALUES.index(name) for name in ("inside", "possible", "outside", "unknown")
    )
    found = np.full(table.p.shape, possible, dtype=np.int8)
    found[table.p_max == 0] = outside
    found[table.p_min == 1] = inside
    found[np.isnan(table.p)] = unknown
    return found


def _sides(touches: pd.Series, grounds: Grounds) -> NDArray[np.int8]:
    """Return the banks on which supports lie, as numbers of the contract's values; −1: none."""
    kinds, unique = pd.factorize(touches)
    told = np.full((len(unique), len(grounds)), -1, dtype=np.int8)
    for row, countries in enumerate(unique):
        for number, zone in enumerate(grounds):
            side = _side(countries, zone.side, zone.countries)
            if side is not None:
                told[row, number] = SIDES.index(side)
    return told[kinds]


def _side(touches: tuple[str, ...], side: str, ends: tuple[str, ...]) -> str | None:
    """Return the bank on which a support lies; None where it lies on neither."""
    banks = set(touches) & set(ends) if ends else set(touches)
    if not banks:
        return None
    if len(banks) > 1:
        return "both"
    return "own" if side == "both" or side in banks else "other"


def _distances(supports: Supports, grounds: Grounds) -> tuple[NDArray[np.float64], ...]:
    """Return the least and greatest distance of supports from the line of each zone, in km."""
    least, most = (np.full((len(supports.proper), len(grounds)), np.nan) for _ in range(2))
    number, circles = supports.shapes.rounds
    number = number[supports.shapes.proper]
    rounds, others = supports.areas[number >= 0], supports.areas[number < 0]
    for line, numbers in grounds.lines:
        if line is None:
            continue
        here = np.full((len(supports.proper), 2), np.nan)
        if len(supports.points):
            here[supports.points] = point_distances_km(supports.lonlat, line)[:, None]
        if len(rounds):
            here[rounds] = disc_ranges_km(circles.take(number[number >= 0]), line)
        if len(others):
            here[others] = distance_ranges_km(supports.proper[others], line)
        least[:, numbers], most[:, numbers] = here[:, :1], here[:, 1:]
    return least, most


def _times(
    located: gpd.GeoDataFrame, grounds: Grounds
) -> tuple[tuple[NDArray[np.int8], NDArray[np.float64]], NDArray[np.int32]]:
    """Return in_force and t per distinct days and zone, and the days of each event."""
    starts, first_days = pd.factorize(located["date_start"], use_na_sentinel=False)
    ends, last_days = pd.factorize(located["date_end"], use_na_sentinel=False)
    pair, both = pd.factorize(starts.astype(np.int64) * len(last_days) + ends)
    in_force = np.empty((len(both), len(grounds)), dtype=np.int8)
    share = np.full(in_force.shape, np.nan)
    known = [_day(text) for text in first_days], [_day(text) for text in last_days]
    for row, at in enumerate(both.tolist()):
        days = (known[0][at // len(last_days)], known[1][at % len(last_days)])
        for number, zone in enumerate(grounds):
            word, t = overlap_share(days, zone.valid_from, zone.valid_to)
            in_force[row, number] = IN_FORCE_VALUES.index(word)
            if t is not None:
                share[row, number] = t
    return (in_force, share), pair.astype(np.int32)


def _day(text: Any) -> date | None:
    return None if pd.isna(text) else date.fromisoformat(text)


def _assembled(event_ids: pd.Series, grounds: Grounds, found: _Found) -> pd.DataFrame:
    """Lay the results out: one row per event and zone."""
    events, zones = len(event_ids), len(grounds)
    in_force, t = found.times

    def numbers(values: NDArray[np.float64], at: NDArray[Any] | None) -> Any:
        flat = (values if at is None else values[at]).ravel()
        return pd.arrays.FloatingArray(flat, np.isnan(flat))

    def texts(codes: NDArray[Any], at: NDArray[Any] | None, words: tuple[str, ...]) -> Any:
        kind = pd.CategoricalDtype(pd.Index(words, dtype="string"))
        return pd.Categorical.from_codes((codes if at is None else codes[at]).ravel(), dtype=kind)

    rules = tuple(dict.fromkeys(zone.rule_id for zone in grounds))
    codes = np.int8 if zones <= np.iinfo(np.int8).max else np.int32
    own = np.tile(np.arange(zones, dtype=codes), (events, 1))
    rule = np.tile(np.array([rules.index(z.rule_id) for z in grounds], dtype=codes), (events, 1))
    at = found.location
    space = {name: numbers(values, at) for name, values in found.space.items()}
    columns = {
        "event_id": event_ids.astype("string").array.take(np.repeat(np.arange(events), zones)),
        "zone_id": texts(own, None, tuple(zone.zone_id for zone in grounds)),
        "rule_id": texts(rule, None, rules),
        "verdict": texts(found.codes["verdict"], at, VERDICT_VALUES),
        "p": space["p"],
        "p_min": space["p_min"],
        "p_max": space["p_max"],
        "side": texts(found.codes["side"], at, SIDES),
        "in_force": texts(in_force, found.pair, IN_FORCE_VALUES),
        "t": numbers(t, found.pair),
        "distance_km_min": space["distance_km_min"],
        "distance_km_max": space["distance_km_max"],
        "method": texts(found.codes["method"], at, _METHODS),
        "reference": np.tile(np.array([zone.reference for zone in grounds], dtype=bool), events),
    }
    return pd.DataFrame(columns, copy=False)  # all of them were made here
