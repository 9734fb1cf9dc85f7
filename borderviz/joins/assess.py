"""Located events × zones → assessed: one row per event and zone."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from borderviz.crs import assert_wgs84
from borderviz.edtf import overlap_share
from borderviz.errors import InputError
from borderviz.joins.distances import distance_range_km
from borderviz.joins.shares import Area, Ground, Share, share_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

_PER_LOCATION: Final = (
    "location_id", "zone_id", "verdict", "p", "p_min", "p_max", "side", "distance_km_min",
    "distance_km_max", "method",
)  # fmt: skip
_ASSESSED: Final = (
    "event_id", "zone_id", "rule_id", "verdict", "p", "p_min", "p_max", "side", "in_force", "t",
    "distance_km_min", "distance_km_max", "method", "reference",
)  # fmt: skip
_LOCATED: Final = (
    "event_id", "location_id", "date_start", "date_end", "method", "support_range", "line_bound",
    "clipped_to", "touches",
)  # fmt: skip
_UNIFORM: Final = "uniform over the support"
_METHODS: Final = {"point": "point"}


def join_zones(located: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Hold every located event against every zone.

    Parameters
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        The contract ``located``, as :func:`borderviz.locate_events` returns it.
    zones : geopandas.GeoDataFrame, EPSG:4326
        The contract ``zones``, as :func:`borderviz.build_zones` returns it.

    Returns
    -------
    pandas.DataFrame
        The contract ``assessed``: one row per event and zone, events in their order, zones in
        theirs. Shares between 0 and 1, distances in km. Beyond the contract: ``reference``.

    Raises
    ------
    InputError
        If a table is in another CRS or an id is not unique.
    """
    _require(located, "located", _LOCATED, "locate_events")
    assert_wgs84(located, "located")
    assert_wgs84(zones, "zones")
    zones = _completed(zones)
    for frame, key in ((located, "event_id"), (zones, "zone_id")):
        if not frame[key].is_unique:
            twice = frame.loc[frame[key].duplicated(), key].iloc[0]
            raise InputError(f"{key} {twice!r} stands twice; each row needs an id of its own")
    in_space = pd.DataFrame(list(_assess_locations(located, zones)), columns=list(_PER_LOCATION))
    in_time = pd.DataFrame(
        list(_assess_times(located, zones)), columns=["event_id", "zone_id", "in_force", "t"]
    )
    pairs = located[["event_id", "location_id"]].merge(
        zones[["zone_id", "rule_id", "reference"]], how="cross"
    )
    assessed = pairs.merge(in_space, on=["location_id", "zone_id"], validate="many_to_one").merge(
        in_time, on=["event_id", "zone_id"], validate="one_to_one"
    )
    if len(assessed) != len(located) * len(zones):
        raise InputError(
            f"the join gave {len(assessed)} rows, expected {len(located)} × {len(zones)}"
        )
    return _typed(assessed[list(_ASSESSED)])


def _typed(assessed: pd.DataFrame) -> pd.DataFrame:
    texts = ["event_id", "zone_id", "rule_id", "verdict", "side", "in_force", "method"]
    numbers = ["p", "p_min", "p_max", "t", "distance_km_min", "distance_km_max"]
    return assessed.astype(dict.fromkeys(texts, "string") | dict.fromkeys(numbers, "Float64"))


def _require(frame: gpd.GeoDataFrame, name: str, columns: tuple[str, ...], verb: str) -> None:
    for column in columns:
        if column not in frame.columns:
            raise InputError(f"{name} has no column {column!r}; pass what {verb} returned")


def _completed(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give zones of a user's own what only built ones have: no line, no accuracy."""
    _require(zones, "zones", ("zone_id", "rule_id", "width_km", "side"), "build_zones")
    rows = len(zones)
    if "countries" in zones:  # a file holds the pair as text
        pairs = [json.loads(c) if isinstance(c, str) else c for c in zones["countries"]]
        zones = zones.assign(countries=pairs)
    defaults: dict[str, Any] = {
        "line": [None] * rows,
        "reach_km": zones["width_km"],
        "accuracy_m": [0.0] * rows,
        "countries": [()] * rows,
        "valid_from": [None] * rows,
        "valid_to": [None] * rows,
        # the first zone of each rule, where none is named
        "reference": ~zones["rule_id"].duplicated(),
    }
    return zones.assign(**{k: v for k, v in defaults.items() if k not in zones.columns})


def _grounds(zones: gpd.GeoDataFrame) -> list[tuple[str, Ground]]:
    columns = ("line", "reach_km", "accuracy_m", "side", "countries")
    rows = zip(zones["zone_id"], zones.geometry, *(zones[c] for c in columns), strict=True)
    return [
        (zone_id, Ground(shape, line, float(reach), float(accuracy), side, tuple(countries)))
        for zone_id, shape, line, reach, accuracy, side, countries in rows
    ]


def _assess_locations(
    located: gpd.GeoDataFrame, zones: gpd.GeoDataFrame
) -> Iterator[tuple[Any, ...]]:
    """Work once per location, however many events share it."""
    grounds = _grounds(zones)
    for row in located.drop_duplicates("location_id").itertuples(index=False):
        area = _area(row)
        method = _METHODS.get(row.method, _UNIFORM) if area else None
        lines: dict[int, tuple[float | None, float | None]] = {}
        for zone_id, ground in grounds:
            share = share_of(area, ground)
            key = id(ground.line)
            if key not in lines:
                lines[key] = _distances(area, ground)
            side = _side(row.touches, ground.side, ground.countries)
            yield (row.location_id, zone_id, *_shares(share), side, *lines[key], method)


def _distances(area: Area | None, ground: Ground) -> tuple[float | None, float | None]:
    if area is None or ground.line is None:
        return None, None
    return distance_range_km(area.geometry, ground.line)


def _area(row: Any) -> Area | None:
    if row.geometry is None:
        return None
    country = None if pd.isna(row.clipped_to) else str(row.clipped_to)
    return Area(row.support_range, row.geometry, bool(row.line_bound), country)


def _shares(share: Share) -> tuple[Any, ...]:
    return share.verdict, share.p, share.p_min, share.p_max


def _side(touches: tuple[str, ...], side: str, ends: tuple[str, ...]) -> str | None:
    """Return the bank on which a support lies; None where it lies on neither."""
    banks = set(touches) & set(ends) if ends else set(touches)
    if not banks:
        return None
    if len(banks) > 1:
        return "both"
    return "own" if side == "both" or side in banks else "other"


def _assess_times(located: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> Iterator[tuple[Any, ...]]:
    rules = list(zip(zones["zone_id"], zones["valid_from"], zones["valid_to"], strict=True))
    for event_id, start, end in zip(
        located["event_id"], located["date_start"], located["date_end"], strict=True
    ):
        days = (_day(start), _day(end))
        for zone_id, valid_from, valid_to in rules:
            yield (event_id, zone_id, *overlap_share(days, valid_from, valid_to))


def _day(text: Any) -> date | None:
    return None if pd.isna(text) else date.fromisoformat(text)
