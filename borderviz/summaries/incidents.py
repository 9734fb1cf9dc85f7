"""Reports and verdicts → incidents: what counts once, and with which facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, shown
from borderviz.summaries.keys import DERIVED_KEYS, SHORT_NAMES, UNKNOWN_YEAR, derived_key, years

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from borderviz.geodata import Geodata

_FROM_VERDICTS: Final = ("rule_id", "verdict", "side", "in_force", "p", "t")
_NOT_TO_COUNT_BY: Final = ("geometry", "support_range", "touches", "candidates")
_OF_REPORTS: Final = (
    "source_url", "source_title", "source_outlet", "source_published", "origin_id", "known_by",
    "coder",
)  # fmt: skip
"""Columns that speak of the report: where they differ, an incident has both values."""


def incident_ids(events: pd.DataFrame) -> pd.Series:
    """Return the incident of each row: its own where none is given. Aligned with `events`."""
    return events["incident_id"].fillna(events["event_id"]).rename("incident")


def resolved_keys(by: Sequence[str]) -> list[str]:
    """Return the columns to count by: ``rule_id`` first, short names in full, each once."""
    return list(dict.fromkeys(["rule_id", *(SHORT_NAMES.get(key, key) for key in by)]))


def assessed_reports(
    located: pd.DataFrame, verdicts: pd.DataFrame, keys: list[str], geodata: Geodata | None
) -> pd.DataFrame:
    """Join reports and verdicts: a row per report and rule, with what it is counted by.

    Parameters
    ----------
    located, verdicts : pandas.DataFrame
        The contracts of these names.
    keys : list of str
        As `resolved_keys` returns them.
    geodata : Geodata or None
        Needed where a key is worked out from the pack (``province``, ``county``).

    Returns
    -------
    pandas.DataFrame
        Columns of both tables, ``incident``, ``origin``, ``year``, and ``by KEY`` (text) per key.

    Raises
    ------
    InputError
        A key is no column, or the verdicts are of other events.
    """
    table = _joined(located, verdicts)
    own = set(table.columns) - {"incident", "origin"}
    known = sorted({*own, *DERIVED_KEYS, *SHORT_NAMES})
    for key in keys:
        if key not in known:
            raise InputError(f"there is no column {shown(key)} to count by; use one of {known}")
        if key in DERIVED_KEYS:
            values = derived_key(key, located, geodata)
            found = pd.Series(values.to_numpy(dtype=object), index=located["event_id"])
            table[f"by {key}"] = table["event_id"].map(found).astype("string")
        else:  # beside the columns themselves, which the figures are made of
            table[f"by {key}"] = table[key].astype("string").fillna("not stated")
    return table


def _joined(located: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    # a user's own column of the name of a verdict's column gives way to it
    clashing = [*_NOT_TO_COUNT_BY, *_FROM_VERDICTS, *DERIVED_KEYS, "incident", "origin"]
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


def incidents_of(reports: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Take the reports of one incident together.

    Parameters
    ----------
    reports : pandas.DataFrame
        As `assessed_reports` returns it, aggregates left out.
    keys : list of str
        What it was asked for.

    Returns
    -------
    pandas.DataFrame
        A row per incident and rule: ``by KEY``, ``incident``, the flags ``low``, ``high``,
        ``not_in_force``, ``other_bank``, ``unknown_year``, ``unknown``; ``expected`` (p·t, the mean
        over its reports, null where one of them has none), ``reports`` and ``origins`` (a set).
    """
    outside = reports["verdict"] == "outside"
    rows = reports.assign(
        low=(reports["verdict"] == "inside") & (reports["in_force"] == "yes"),
        high=~outside & (reports["in_force"] != "no"),
        expected=_expected(reports),
        unknown_year=reports["year"] == UNKNOWN_YEAR,
        not_in_force=reports["in_force"] == "no",
        other_bank=outside & (reports["side"].fillna("") == "other"),
    )
    groups = rows.groupby(["by rule_id", "incident"], sort=True)
    # certain only where every report is, possible where any report is
    flags = dict.fromkeys(("low", "not_in_force", "other_bank", "unknown_year"), "all")
    whole = groups.agg(flags | {"high": "any", "origin": set})
    whole["expected"] = groups["expected"].mean().where(groups["expected"].count() == groups.size())
    whole["reports"] = groups.size()
    whole["unknown"] = whole["expected"].isna()
    for key in keys[1:]:
        joint = " and " if key in _OF_REPORTS else " or "
        whole[f"by {key}"] = groups[f"by {key}"].agg(_joint(joint))
    return whole.rename(columns={"origin": "origins"}).reset_index()


def _joint(word: str) -> Callable[[pd.Series], str]:
    return lambda values: word.join(sorted(set(values)))


def _expected(table: pd.DataFrame) -> pd.Series:
    """Return p·t; certain zeros are zero even where the other factor is unknown."""
    product = table["p"] * table["t"]
    never = (table["verdict"] == "outside") | (table["in_force"] == "no")
    return product.mask(never, 0.0).astype("Float64")
