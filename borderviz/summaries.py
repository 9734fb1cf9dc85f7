"""Counts with their range: low / expected / high, over incidents.

Low counts what was inside and in force for certain; high what was neither outside nor out
of force for certain; expected is Σ p·t under the uniform priors of the join. Rows that
report one incident count once. An aggregate is counted apart and never added to its parts.
Incidents whose year is unknown have no t: they are in high, not in expected, and told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_FROM_VERDICTS: Final = ("rule_id", "verdict", "side", "in_force", "p", "t")
_MEASURES: Final = ("killed", "arrested", "involved")
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
        so ``rule_id`` is put first where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per group, sorted: the columns of `by`, then ``incidents``, ``low``, ``expected``,
        ``high``, ``not_in_expected`` (unknown time or place), ``unknown_year``, ``not_in_force``,
        ``other_bank``, ``origins`` (independent origins), ``reports``, ``aggregates``, and the
        sums of stated numbers ``killed_low``, ``killed_high``, ``arrested_low`` … over incidents.
    """
    keys = list(dict.fromkeys(["rule_id", *by]))
    table = _long(located, verdicts)
    for key in keys:
        if key not in table.columns:
            raise InputError(
                f"there is no column {shown(key)} to count by; use one of {sorted(table.columns)}"
            )
    table[keys] = table[keys].fillna("not stated")
    single = _incidents(table[~table["is_aggregate"]], keys)
    counts = single.groupby(keys, sort=True).agg(
        incidents=("low", "size"),
        low=("low", "sum"),
        expected=("expected", "sum"),
        high=("high", "sum"),
        not_in_expected=("expected", lambda p: int(p.isna().sum())),
        unknown_year=("unknown_year", "sum"),
        not_in_force=("not_in_force", "sum"),
        other_bank=("other_bank", "sum"),
        reports=("reports", "sum"),
        **{f"{m}_{end}": (f"{m}_{end}", "sum") for m in _MEASURES for end in ("low", "high")},
    )
    counts["origins"] = table[~table["is_aggregate"]].groupby(keys)["origin"].nunique()
    counts["aggregates"] = table[table["is_aggregate"]].groupby(keys).size()
    whole = counts.reset_index()
    integers = [c for c in whole.columns if c not in {*keys, "expected"}]
    whole[integers] = whole[integers].fillna(0).astype("int64")
    whole["expected"] = whole["expected"].astype("float64")
    return whole


def _long(located: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    events = pd.DataFrame(located.drop(columns="geometry", errors="ignore"))
    events = events.drop(columns=["support_range", "touches", "candidates"], errors="ignore")
    events["incident"] = incident_ids(events)
    events["year"] = years(located)
    events["origin"] = events["origin_id"].fillna(events["event_id"])
    table = events.merge(
        verdicts[["event_id", *_FROM_VERDICTS]], on="event_id", validate="one_to_many"
    )
    if len(table) != len(verdicts):
        raise InputError("verdicts name events that are not in the located table; join them again")
    return table


def _incidents(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Take the reports of one incident together; rows: incident × group."""
    rows = table.assign(
        low=(table["verdict"] == "inside") & (table["in_force"] == "yes"),
        high=(table["verdict"] != "outside") & (table["in_force"] != "no"),
        expected=_expected(table),
        unknown_year=table["year"] == UNKNOWN_YEAR,
        not_in_force=table["in_force"] == "no",
        other_bank=table["side"].fillna("") == "other",
    )
    groups = rows.groupby([*keys, "incident"], sort=True)
    spans = {f"{m}_low": (f"{m}_low", "min") for m in _MEASURES}
    spans |= {f"{m}_high": (f"{m}_high", "max") for m in _MEASURES}
    # certain only where every report is, possible where any report is
    flags = {
        "low": "all",
        "not_in_force": "all",
        "other_bank": "all",
        "unknown_year": "all",
        "high": "any",
    }
    return groups.agg(
        **{name: (name, how) for name, how in flags.items()},
        expected=("expected", "mean"),
        reports=("event_id", "size"),
        **spans,
    ).reset_index()


def _expected(table: pd.DataFrame) -> pd.Series:
    """Return p·t; certain zeros are zero even where the other factor is unknown."""
    product = table["p"] * table["t"]
    never = (table["verdict"] == "outside") | (table["in_force"] == "no")
    return product.mask(never, 0.0).astype("Float64")
