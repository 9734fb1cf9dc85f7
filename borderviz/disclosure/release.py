"""The one gate: located events and a policy → what may be shown, and proof against the rest.

Every writer takes its tables from `release_events`. Levels, dates, places and columns are cut
first; then the rows are put into an order and given ids that hang on what is shown alone, and
are located and joined again. So a release says nothing that its own rows do not say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from borderviz.disclosure.levels import levels_of, parse_as_of
from borderviz.disclosure.places import locate_shown
from borderviz.disclosure.policy import NEVER, REVIEWED, LevelRules, Policy
from borderviz.disclosure.policy_file import load_policy
from borderviz.disclosure.rows import GENERALISED, PUBLISHED, draft_rows
from borderviz.disclosure.secrets import NO_SECRETS, Secrets, gather_secrets
from borderviz.disclosure.texts import scan_texts, stop_on_findings
from borderviz.errors import InputError, shown
from borderviz.geocoding.atlas import atlas_of
from borderviz.joins import join_zones, roll_up
from borderviz.schema import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from borderviz.geodata import Geodata

_SHARES: Final = ("p", "p_min", "p_max", "t")
_DISTANCES: Final = ("distance_km_min", "distance_km_max")


@dataclass(frozen=True)
class Release:
    """What may be shown of a table.

    Attributes
    ----------
    policy : Policy
    located : geopandas.GeoDataFrame
        The contract ``located``, of what is shown; `PUBLISHED` where anything was generalised.
    verdicts : pandas.DataFrame or None
        The contract ``verdicts`` of these rows; None where no zones were given.
    events : pandas.DataFrame or None
        The shown rows with the coordinates that they state; as it was given under ``internal``.
    origin : ndarray of int
        The row of the table that was read from which each row of `located` comes.
    levels : ndarray of int
        The level of each row of `located`.
    generalised : ndarray of bool
        Whether its place or date is shown with less than is known.
    secrets : Secrets
        What no file of this release may hold.
    notes : tuple of str
        What was left out or generalised, in a sentence each, for whoever publishes.
    """

    policy: Policy
    located: gpd.GeoDataFrame
    verdicts: pd.DataFrame | None
    events: pd.DataFrame | None
    origin: NDArray[np.intp]
    levels: NDArray[np.int64]
    generalised: NDArray[np.bool_]
    secrets: Secrets
    notes: tuple[str, ...]

    @property
    def joined(self) -> pd.DataFrame:
        """Return the verdicts; a release for a drawing or a report was made with zones."""
        if self.verdicts is None:
            raise InputError("the release has no verdicts; give release_events the zones")
        return self.verdicts


def policy_of(policy: str | Path | Policy | Release) -> Policy:
    """Return a policy as `load_policy` does, or that of a release."""
    return policy.policy if isinstance(policy, Release) else load_policy(policy)


def release_events(
    located: gpd.GeoDataFrame,
    geodata: Geodata,
    policy: str | Path | Policy | Release,
    *,
    verdicts: pd.DataFrame | None = None,
    zones: gpd.GeoDataFrame | None = None,
    events: pd.DataFrame | None = None,
    as_of: str | None = None,
    scan: bool = True,
) -> Release:
    """Return what a policy lets through of located events.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        The contract ``located``.
    geodata : Geodata
    policy : str, Path, Policy or Release
        As of `load_policy`; a release of these tables that was made already is taken as it is,
        so that several writers share one.
    verdicts : pandas.DataFrame, optional
        The contract ``verdicts``; those of a release are joined anew with `zones`.
    zones : geopandas.GeoDataFrame, optional
        The contract ``zones``; needed for verdicts.
    events : pandas.DataFrame, optional
        The rows as they were read: with the coordinates that they state.
    as_of : str, optional
        Day of the release, ISO 8601; required where the policy delays events.
    scan : bool
        Stop when a shown text may tell more than its level.

    Raises
    ------
    InputError
        If a level is not known, `as_of` is missing, or nothing is left to be shown.
    TableError
        If texts may tell more than their level; the text names them all.
    """
    if isinstance(policy, Release):
        return policy
    rule_set = load_policy(policy)
    if rule_set.levels is None:
        levels = np.ones(len(located), dtype=np.int64)
        nothing = np.zeros(len(located), dtype=bool)
        origin = np.arange(len(located))
        return Release(
            rule_set, located, verdicts, events, origin, levels, nothing, NO_SECRETS, ()
        )  # fmt: skip
    draft = draft_rows(located, geodata, rule_set, events, parse_as_of(as_of, rule_set))
    atlas = atlas_of(geodata)
    if scan:
        stop_on_findings(scan_texts(draft, rule_set, atlas))
    rows = draft.shown.drop(columns=REVIEWED, errors="ignore")
    before = located.iloc[draft.origin].reset_index(drop=True)
    stated = draft.raw.iloc[draft.origin].reset_index(drop=True)
    released, same = locate_shown(
        rows, draft.places, before, stated, geodata, atlas, whole=len(rows) == len(located)
    )
    joined = None
    if zones is not None:
        joined = _joined(released, same, before["event_id"], verdicts, zones)
        joined = _round_coarse(joined, released, draft.generalised)
    secrets = gather_secrets(draft.raw, draft.raw_levels, located, rule_set, released, atlas)
    return Release(
        rule_set, released, joined, rows, draft.origin, draft.levels, draft.generalised, secrets,
        draft.notes,
    )  # fmt: skip


def join_release(release: Release, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Hold what is shown against zones: shares of generalised events rounded, no distances.

    Parameters
    ----------
    release : Release
    zones : geopandas.GeoDataFrame
        The contract ``zones``.

    Returns
    -------
    pandas.DataFrame
        The contract ``assessed``, as :func:`borderviz.join_zones` gives it.
    """
    joined = join_zones(release.located, zones)
    return _round_coarse(joined, release.located, release.generalised)


def _joined(
    released: gpd.GeoDataFrame,
    same: NDArray[np.bool_],
    names: pd.Series,
    verdicts: pd.DataFrame | None,
    zones: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return the verdicts of a release: those of rows that are shown as they are stay."""
    if verdicts is None:
        return roll_up(join_zones(released, zones))
    fresh = dict(zip(names[same], released.loc[same, "event_id"], strict=True))
    stay = verdicts[verdicts["event_id"].isin(fresh)]
    stay = stay.assign(event_id=stay["event_id"].map(fresh).astype("string"))
    if same.all():
        whole = stay
    else:
        again = roll_up(join_zones(released[~same], zones))
        whole = pd.concat([stay, again[again["rule_id"].isin(set(verdicts["rule_id"]))]])
    rules = pd.Index(dict.fromkeys(zones["rule_id"])).get_indexer(pd.Index(whole["rule_id"]))
    rows = pd.Index(released["event_id"]).get_indexer(pd.Index(whole["event_id"]))
    return whole.iloc[np.lexsort([rules, rows])].reset_index(drop=True)


def _round_coarse(
    verdicts: pd.DataFrame, released: gpd.GeoDataFrame, changed: NDArray[np.bool_]
) -> pd.DataFrame:
    """Round the shares of generalised events and drop their distances."""
    coarse = verdicts["event_id"].isin(released["event_id"][changed])
    if not coarse.any():
        return verdicts
    rounded = verdicts.copy()
    for name in _SHARES:
        rounded[name] = rounded[name].where(~coarse, _certain_stay(rounded[name]))
    for name in _DISTANCES:
        rounded[name] = rounded[name].mask(coarse)
    return rounded


def _certain_stay(shares: pd.Series) -> pd.Series:
    """Round to hundredths; only what is certain becomes 0 or 1."""
    inner = shares.round(2).clip(0.01, 0.99)
    return shares.where((shares <= 0) | (shares >= 1), inner)


def disclose(table: pd.DataFrame, policy: Policy, *, derived: tuple[str, ...] = ()) -> Any:
    """Return a released table with no column but those that a policy lets through.

    Parameters
    ----------
    table : pandas.DataFrame
        Events, or events located, as a release holds them.
    policy : Policy
    derived : tuple of str
        Columns beyond the events contract that the program itself made.

    Raises
    ------
    InputError
        If the table holds events that the policy does not show as they are: it did not come
        from `release_events`.
    """
    if policy.levels is None:
        return table
    _require_released(table, policy.levels)
    listed = {name for rules in policy.levels.values() for name in rules.shown}
    allowed = {*EVENT_COLUMNS, *listed, *derived, *PUBLISHED} - set(NEVER)
    return table[[column for column in table.columns if column in allowed]]


def _require_released(table: pd.DataFrame, rules: Mapping[int, LevelRules]) -> None:
    needed = {"source_url", "external_id", "sensitivity", "event_id"}
    if not needed <= set(table.columns) or GENERALISED in table:
        return
    partly = [n for n, rule in rules.items() if not rule.place.startswith("as ")]
    restricted = np.isin(levels_of(table), partly)
    if restricted.any():
        name = table.loc[restricted, "event_id"].iloc[0]
        raise InputError(
            f"the event {shown(name)} is restricted; tables are published from release_events(…), "
            "which shows it as far as the policy allows"
        )
