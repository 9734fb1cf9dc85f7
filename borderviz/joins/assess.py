"""Located events × zones → assessed: one row per event and zone."""

from __future__ import annotations

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
    assert_wgs84(located, "located")
    assert_wgs84(zones, "zones")
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


def _grounds(zones: gpd.GeoDataFrame) -> list[tuple[str, Ground]]:
    lines = zones["line"] if "line" in zones else [None] * len(zones)
    reaches = zones["reach_km"] if "reach_km" in zones else zones["width_km"]
    accuracies = zones["accuracy_m"] if "accuracy_m" in zones else [0.0] * len(zones)
    rows = zip(
        zones["zone_id"], zones.geometry, lines, reaches, accuracies, zones["side"], strict=True
    )
    return [
        (zone_id, Ground(g, line, float(r), float(a), side))
        for zone_id, g, line, r, a, side in rows
    ]


def _assess_locations(
    located: gpd.GeoDataFrame, zones: gpd.GeoDataFrame
) -> Iterator[tuple[Any, ...]]:
    """Work once per location, however many events share it."""
    grounds = _grounds(zones)
    for row in located.drop_duplicates("location_id").itertuples(index=False):
        area = _area(row)
        lines: dict[int, tuple[float | None, float | None]] = {}
        for zone_id, ground in grounds:
            share = share_of(area, ground)
            key = id(ground.line)
            if key not in lines:
                lines[key] = _distances(area, ground)
            side = _side(row.touches, ground.side)
            method = (
                None
                if area is None
                else "point"
                if row.method == "point"
                else "uniform over the support"
            )
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


def _side(touches: tuple[str, ...], side: str) -> str | None:
    if not touches:
        return None
    if len(touches) > 1:
        return "both"
    return "own" if side in {"both", touches[0]} else "other"


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
