"""Counts with their range: low / expected / high, over incidents.

Low counts what was inside and in force for certain; high what was neither outside nor out
of force for certain; expected is Σ p·t under the uniform priors of the join. Rows that
report one incident count once. An aggregate is counted apart and never added to its parts.
An incident whose time or place is unknown has no p·t: it is in high, and told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_FROM_VERDICTS: Final = ("rule_id", "verdict", "side", "in_force", "p", "t")
_NOT_TO_COUNT_BY: Final = ("geometry", "support_range", "touches", "candidates")
UNKNOWN_YEAR: Final = "unknown"


def incident_ids(events: pd.DataFrame) -> pd.Series:
    """Return the incident of each row: its own where none is given. Aligned with `events`."""
    return events["incident_id"].fillna(events["event_id"]).rename("incident")


def years(located: pd.DataFrame) -> pd.Series:
    """Return the year of each row as text, ``2017–2018`` where it may be either, or ``unknown``."""
    start, end = located["date_start"].str[:4], located["date_end"].str[:4]
    spans = start.where(start == end, start + "–" + end)
    return spans.where(start.notna() & end.notna(), UNKNOWN_YEAR).rename("year")


def summarize(
    located: pd.DataFrame, verdicts: pd.DataFrame, *, by: Sequence[str] = ("rule_id",)
) -> pd.DataFrame:
    """Count incidents by rule and whatever else, each figure with its range.

    Parameters
    ----------
    located : pandas.DataFrame
        The contract ``located``.
    verdicts : pandas.DataFrame
        The contract ``verdicts``.
    by : sequence of str
        Columns of either table, or ``year``. Figures of different rules are never added up,
        so ``rule_id`` is put first where it is left out. An incident whose reports differ in
        such a column counts once, under ``A or B``.

    Returns
    -------
    pandas.DataFrame
        One row per group, sorted: the columns of `by` as text, then ``incidents``, ``low``,
        ``expected`` (null where it is known of none), ``high``, ``not_in_expected`` (incidents of
        unknown time or place), ``unknown_year``, ``not_in_force``, ``other_bank``, ``reports``,
        ``origins`` (independent origins) and ``aggregates``.
    """
    keys = list(dict.fromkeys(["rule_id", *by]))
    table = _long(located, verdicts)
    known = sorted(set(table.columns) - {"incident", "origin"})
    for key in keys:
        if key not in known:
            raise InputError(f"there is no column {shown(key)} to count by; use one of {known}")
    # beside the columns themselves, which the figures are made of
    columns = {f"by {key}": key for key in keys}
    for column, key in columns.items():
        table[column] = table[key].astype("string").fillna("not stated")
    single = _incidents(table[~table["is_aggregate"]], list(columns))
    groups = single.groupby(list(columns), sort=True)
    counts = groups.agg(
        incidents=("low", "size"),
        low=("low", "sum"),
        high=("high", "sum"),
        unknown_year=("unknown_year", "sum"),
        not_in_force=("not_in_force", "sum"),
        other_bank=("other_bank", "sum"),
        reports=("reports", "sum"),
        not_in_expected=("unknown", "sum"),
    )
    counts["expected"] = groups["expected"].sum(min_count=1)
    counts["origins"] = groups["origins"].agg(lambda found: len(set().union(*found)))
    apart = table[table["is_aggregate"]].groupby(list(columns)).size().rename("aggregates")
    whole = counts.join(apart, how="outer").sort_index().reset_index().rename(columns=columns)
    integers = [name for name in _FIGURES if name != "expected"]
    whole[integers] = whole[integers].astype("Float64").fillna(0).astype("int64")
    whole["expected"] = whole["expected"].astype("Float64")
    return whole[[*keys, *_FIGURES]]


_FIGURES: Final = (
    "incidents", "low", "expected", "high", "not_in_expected", "unknown_year", "not_in_force",
    "other_bank", "reports", "origins", "aggregates",
)  # fmt: skip


def _long(located: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    # a user's own column of the name of a verdict's column gives way to it
    clashing = [*_NOT_TO_COUNT_BY, *_FROM_VERDICTS, "year", "incident", "origin"]
    events = pd.DataFrame(located.drop(columns=clashing, errors="ignore"))
    events["incident"] = incident_ids(events)
    events["year"] = years(events)
    events["origin"] = events["origin_id"].fillna(events["event_id"])
    table = events.merge(
        verdicts[["event_id", *_FROM_VERDICTS]], on="event_id", validate="one_to_many"
    )
    if len(table) != len(verdicts):
        raise InputError("verdicts name events that are not in the located table; join them again")
    return table


def _incidents(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Take the reports of one incident together; rows: incident × rule."""
    outside = table["verdict"] == "outside"
    rows = table.assign(
        low=(table["verdict"] == "inside") & (table["in_force"] == "yes"),
        high=~outside & (table["in_force"] != "no"),
        expected=_expected(table),
        unknown_year=table["year"] == UNKNOWN_YEAR,
        not_in_force=table["in_force"] == "no",
        other_bank=outside & (table["side"].fillna("") == "other"),
    )
    groups = rows.groupby(["by rule_id", "incident"], sort=True)
    # certain only where every report is, possible where any report is
    flags = dict.fromkeys(("low", "not_in_force", "other_bank", "unknown_year"), "all")
    whole = groups.agg(flags | {"high": "any", "origin": set})
    # the mean over its reports; null where one of them has none
    whole["expected"] = groups["expected"].mean().where(groups["expected"].count() == groups.size())
    whole["reports"] = groups.size()
    whole["unknown"] = whole["expected"].isna()
    for column in columns[1:]:
        whole[column] = groups[column].agg(lambda values: " or ".join(sorted(set(values))))
    return whole.rename(columns={"origin": "origins"}).reset_index()


def _expected(table: pd.DataFrame) -> pd.Series:
    """Return p·t; certain zeros are zero even where the other factor is unknown."""
    product = table["p"] * table["t"]
    never = (table["verdict"] == "outside") | (table["in_force"] == "no")
    return product.mask(never, 0.0).astype("Float64")
