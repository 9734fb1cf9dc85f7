"""Incidents: what a figure counts and marks, one row each, as the page has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from borderviz.disclosure import Policy, Release, disclose, policy_of, release_events
from borderviz.errors import InputError, shown
from borderviz.figures.words import NOT_STATED
from borderviz.schema import LOCATED
from borderviz.summaries import incident_ids, years
from borderviz.symbology import drawn_rules

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from borderviz.geodata import Geodata

_DERIVED: Final = (*LOCATED.columns, "clipped_to")


@dataclass(frozen=True, eq=False)
class Story:
    """What a figure tells: released tables, the rule in question, and the incidents.

    Attributes
    ----------
    located : geopandas.GeoDataFrame
        The rows that may be shown, numbered from 0.
    verdicts : pandas.DataFrame
        Those of the rule.
    zones : geopandas.GeoDataFrame
        Those of the rules in which an event may lie.
    rule_id, rule_label : str or None
        The rule by which inside and outside are told; None where there is none.
    incidents : pandas.DataFrame
        ``event_type``, ``verdict``, ``in_force``, ``start``, ``end`` (days as text, missing where
        not known), ``distance_km_min``, ``distance_km_max``, ``aggregate``, ``row`` (of
        `located`, −1 where the incident has no place), ``first`` (its first row), ``group``.
    release : Release
        What the rows were taken from.
    """

    located: gpd.GeoDataFrame
    verdicts: pd.DataFrame
    zones: gpd.GeoDataFrame
    rule_id: str | None
    rule_label: str | None
    incidents: pd.DataFrame
    release: Release

    @property
    def policy(self) -> Policy:
        """What may be shown."""
        return self.release.policy

    @property
    def placed(self) -> pd.DataFrame:
        """The incidents that stand on the map."""
        return self.incidents[(self.incidents["row"] >= 0) & ~self.incidents["aggregate"]]

    @property
    def counted(self) -> pd.DataFrame:
        """The incidents that are counted: all but reported totals."""
        return self.incidents[~self.incidents["aggregate"]]


def tell_story(
    located: gpd.GeoDataFrame, verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, geodata: Geodata,
    *, policy: str | Path | Policy | Release, by: str | None = None, as_of: str | None = None,
) -> Story:  # fmt: skip
    """Take from the tables what may be shown, as incidents.

    Raises
    ------
    InputError
        If there is no event to draw, or no such policy or column.
    """
    if located.empty:
        policy_of(policy)
        raise InputError("there are no events to draw; the table has no rows")
    release = release_events(
        located, geodata, policy, verdicts=verdicts, zones=zones, as_of=as_of
    )  # fmt: skip
    released = disclose(release.located, release.policy, derived=_DERIVED)
    released = released.reset_index(drop=True)
    verdicts = release.joined
    rules = drawn_rules(verdicts, zones)
    rule = next((name for name in rules if (verdicts["rule_id"] == name).any()), None)
    labels = dict(zip(zones["rule_id"], zones["label"], strict=True))
    own = verdicts[(verdicts["rule_id"] == rule) & verdicts["event_id"].isin(released["event_id"])]
    return Story(
        released, own, zones[zones["rule_id"].isin(rules)], rule, labels.get(rule or ""),
        _incidents(released, own, _groups(released, by)), release,
    )  # fmt: skip


def _groups(located: pd.DataFrame, by: str | None) -> pd.Series:
    if by is None:
        return pd.Series("", index=located.index)
    if by == "year":
        return years(located)
    if by not in located.columns or by == "geometry":
        known = sorted(set(located.columns) - {"geometry", "candidates"})
        raise InputError(f"there is no column {shown(by)} to draw by; use year or one of {known}")
    return located[by].astype("string").fillna(NOT_STATED)


def _incidents(located: gpd.GeoDataFrame, verdicts: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Take the reports of one incident together, as the page does."""
    geometry = located.geometry.to_numpy()
    placed = (located["resolution"] == "resolved").to_numpy(dtype=bool)
    placed &= ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    rows = pd.DataFrame(
        {
            "incident": incident_ids(pd.DataFrame(located)).to_numpy(),
            "first": np.arange(len(located)),
            "row": np.where(placed, np.arange(len(located)), np.nan),
            "aggregate": located["is_aggregate"].to_numpy(dtype=bool),
            "start": located["date_start"].astype(object),
            "end": located["date_end"].astype(object),
            "event_id": located["event_id"],
            "group": group,
        }
    )
    rows = rows.merge(
        verdicts[["event_id", "verdict", "in_force", "distance_km_min", "distance_km_max"]],
        on="event_id", how="left", validate="one_to_one",
    )  # fmt: skip
    rows["verdict"] = rows["verdict"].astype(object).where(rows["verdict"] != "unknown")
    return _merged(rows, located)


def _merged(rows: pd.DataFrame, located: pd.DataFrame) -> pd.DataFrame:
    groups = rows.groupby("incident", sort=False)
    found = groups.agg(
        first=("first", "first"), row=("row", "first"), aggregate=("aggregate", "all"),
        group=("group", "first"), distance_km_min=("distance_km_min", "min"),
        distance_km_max=("distance_km_max", "max"),
    )  # fmt: skip
    # a bound that one of its reports lacks is not known of the incident
    for bound, rising in (("start", True), ("end", False)):
        outermost = rows.sort_values(bound, ascending=rising).groupby("incident")[bound].first()
        found[bound] = outermost.where(groups[bound].count() == groups.size())
    found["verdict"] = _agreed(groups["verdict"], "possible").fillna("unknown")
    found["in_force"] = _agreed(groups["in_force"], "possibly")
    found["row"] = found["row"].fillna(-1).astype("int64")
    telling = found["row"].where(found["row"] >= 0, found["first"]).to_numpy()
    found["event_type"] = located["event_type"].to_numpy()[telling]
    return found.sort_values(["start", "end"], kind="stable", na_position="last")


def _agreed(groups: Any, doubt: str) -> pd.Series:
    """Return what the reports of each incident say, or the word of doubt where they differ."""
    said: pd.Series = groups.first()
    return said.mask(groups.nunique() > 1, doubt)
