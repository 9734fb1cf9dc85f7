"""The list of incidents and of the totals told apart, as readers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from borderviz.summaries import KINDS, incident_ids, load_words, people_of_incidents, range_words
from borderviz.symbology import MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES: Final = {
    "number": "№", "when": "When", "what": "What", "where": "Where, as reported",
    "placed": "How it was placed", "people": "People", "finding": "Place and rule",
    "sources": "Sources", "event_ids": "Events",
}  # fmt: skip
_TYPES: Final = {mark.name: mark.en for mark in MARKS}


def list_incidents(
    located: pd.DataFrame, verdicts: pd.DataFrame, sources: pd.Series, rule_id: str
) -> pd.DataFrame:
    """List the incidents in order of time, one row each, its reports taken together.

    Parameters
    ----------
    located : pandas.DataFrame
        The contract ``located``.
    verdicts : pandas.DataFrame
        The contract ``verdicts``.
    sources : pandas.Series
        The number of each row's source, on the index of `located`; null without one.
    rule_id : str
        The rule of the column ``finding``.

    Returns
    -------
    pandas.DataFrame
        The columns of `TITLES`. Numbers are those of the map page.
    """
    single = located[~located["is_aggregate"]]
    found = verdicts[verdicts["rule_id"] == rule_id].set_index("event_id")
    numbers = {kind: people_of_incidents(single, kind) for kind in KINDS}
    rows = [
        _incident(str(incident), reports, found, numbers, sources)
        for incident, reports in _by_time(single)
    ]
    table = pd.DataFrame(rows, columns=[name for name in TITLES if name != "number"])
    table.insert(0, "number", range(1, len(table) + 1))
    return table


def list_totals(located: pd.DataFrame, sources: pd.Series) -> pd.DataFrame:
    """List the sums that sources gave, which are never added to incidents."""
    totals = located[located["is_aggregate"]]
    alone = pd.DataFrame(totals).assign(incident_id=totals["event_id"])
    numbers = {kind: people_of_incidents(alone, kind) for kind in KINDS}
    rows = [
        {
            "when": when_words(row),
            "what": _TYPES.get(row["event_type"], row["event_type"]),
            "where": _said(row["place"]),
            "people": _people(row["event_id"], numbers),
            "sources": _numbered([source]),
            "event_ids": row["event_id"],
        }
        for (_, row), source in zip(totals.iterrows(), sources[totals.index], strict=True)
    ]
    names = ["when", "what", "where", "people", "sources", "event_ids"]
    return pd.DataFrame(rows, columns=names)


def when_words(row: Mapping[str, Any] | pd.Series) -> str:
    """Return when an event may have happened: days as ISO dates, and what is not stated."""
    start, end, date = row["date_start"], row["date_end"], row["date"]
    bare = isinstance(date, str) and date.startswith("XXXX")
    said = f"{date[5:]}, year not stated" if bare else ""
    if pd.isna(start) and pd.isna(end):
        return said or "not stated"
    if pd.isna(start):
        return f"{said}; not after {end}" if said else f"not after {end}"
    if pd.isna(end):
        return f"not before {start}"
    return str(start) if start == end else f"{start} – {end}"


def _by_time(single: pd.DataFrame) -> list[tuple[Any, pd.DataFrame]]:
    """Return the incidents by the days of their first report; those without come last."""
    groups = [
        (incident, reports)
        for incident, reports in single.groupby(incident_ids(single), sort=False)
    ]
    days = [(r["date_start"].iloc[0], r["date_end"].iloc[0]) for _, r in groups]
    keys = [tuple("9999" if pd.isna(day) else str(day) for day in pair) for pair in days]
    return [groups[at] for at in sorted(range(len(groups)), key=keys.__getitem__)]


def _incident(
    incident: str, reports: pd.DataFrame, found: pd.DataFrame, numbers: Mapping[str, pd.DataFrame],
    sources: pd.Series,
) -> dict[str, str]:  # fmt: skip
    told = [row for _, row in reports.iterrows()]
    types = [_TYPES.get(row["event_type"], row["event_type"]) for row in told]
    return {
        "when": _each(map(when_words, told)),
        "what": _each(types),
        "where": _each(_said(row["place"]) for row in told),
        "placed": _each(_said(row["reason"]) for row in told),
        "people": _people(incident, numbers),
        "finding": finding_words(found.reindex(reports["event_id"])),
        "sources": _numbered(list(sources[reports.index])),
        "event_ids": _each(reports["event_id"]),
    }


def finding_words(found: pd.DataFrame) -> str:
    """Say what was found of an incident: what its reports agree in, else what is in doubt.

    Parameters
    ----------
    found : pandas.DataFrame
        ``verdict``, ``side`` and ``in_force`` of each report; null where it was not assessed.
    """
    words = load_words("en")
    told = found[found["verdict"].notna()]
    if told.empty:
        return words["finding.unknown"]
    placed = told[told["verdict"] != "unknown"]
    verdicts, sides = set(placed["verdict"]), set(placed["side"])
    verdict = _only(verdicts, "possible") if verdicts else "unknown"
    if verdict == "outside" and sides == {"other"}:
        verdict = "other"
    force = _only(set(told["in_force"]), "possibly")
    return f"{words[f'finding.{verdict}']}; {words[f'force.{force}']}"


def _only(values: set[str], doubt: str) -> str:
    return next(iter(values)) if len(values) == 1 else doubt


def _people(incident: str, numbers: Mapping[str, pd.DataFrame]) -> str:
    """Tell the people of an incident, each kind of which a number is reported."""
    words = load_words("en")
    told = []
    for kind, of_kind in numbers.items():
        for least, most in of_kind.loc[of_kind.index == incident, ["least", "most"]].to_numpy():
            number = range_words(words, least, None if np.isinf(most) else most)
            told.append(words[f"people.{kind}"].format(n=number))
    return ", ".join(told) or "not reported"


def _said(text: Any) -> str:
    return "not stated" if pd.isna(text) else str(text)


def _each(values: Any) -> str:
    return "; ".join(dict.fromkeys(map(str, values)))


def _numbered(numbers: list[Any]) -> str:
    """Return the numbers of sources as they are cited: [1] [3]."""
    known = sorted({int(number) for number in numbers if not pd.isna(number)})
    return " ".join(f"[{number}]" for number in known)
