"""Exports of ACLED: precision codes become areas and intervals, not points and days.

References
----------
ACLED (Armed Conflict Location & Event Data): Codebook, sections on event geography, spatial and
temporal precision, and fatalities; https://acleddata.com/knowledge-base/codebook/.
Time precision: 1, the source gives the day; 2, some time in a week or a similar span, whose
middle is given as the date; 3, some time in a month, whose middle (or, where the source says so,
its first or last day) is given.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import pandas as pd

from borderviz.events.formats.conflict_data import (
    brought,
    country_codes,
    day_of,
    event_types,
    in_lower_case,
    is_export,
    located,
    taken,
)
from borderviz.events.formats.raw import RawTable
from borderviz.schema import Fault

__all__ = ["from_acled", "is_acled"]

_MARKS: Final = frozenset({"event_id_cnty", "event_date", "time_precision", "geo_precision"})
_AROUND_WEEK: Final = timedelta(days=6)
"""Either side of the middle of "a week or a similar span"."""
_AROUND_WEEKS: Final = timedelta(days=10)
"""Either side of the middle of "the past two or three weeks", which no one month may hold."""


def is_acled(names: Sequence[str]) -> bool:
    """Whether a header is that of an ACLED export."""
    return is_export(names, _MARKS, "acled")


def from_acled(table: RawTable) -> RawTable:
    """Bring an ACLED export into the contract of events; every column of it is kept.

    ``fatalities`` becomes killed_best, ``event_id_cnty`` event_id and external_id. A code that
    the codebook does not have sets the row aside.
    """
    table = in_lower_case(table)
    texts = table.texts
    placed, faults = located(texts, "acled", "geo_precision")
    dates, undated = _dates(texts)
    mapped = {
        "event_id": taken(texts, "event_id_cnty"),
        "event_type": _types(texts),
        "date": dates,
        "date_text": taken(texts, "event_date"),
        **placed,
        "country": taken(texts, "iso").map(country_codes()).fillna(""),
        "killed_best": taken(texts, "fatalities"),
        "source_outlet": taken(texts, "source"),
        "summary": taken(texts, "notes"),
        "external_id": taken(texts, "event_id_cnty"),
    }
    return brought(table, "ACLED", mapped, [*faults, *undated])


def _types(texts: pd.DataFrame) -> pd.Series:
    known = event_types("acled")
    pairs = zip(taken(texts, "event_type"), taken(texts, "sub_event_type"), strict=True)
    types = [
        known.get((one.casefold(), two.casefold()), known.get((one.casefold(), ""), "other"))
        for one, two in pairs
    ]
    return pd.Series(types, index=texts.index)


def _dates(texts: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    dates, faults = [], []
    cells = zip(
        texts.index, taken(texts, "event_date"), taken(texts, "time_precision"), strict=True
    )
    for row, text, code in cells:
        day = day_of(text)
        span = None if day is None else _span(day, code)
        if day is None:
            faults.append(Fault(int(row), "event_date", text, "is no day, such as 2021-05-28"))
        elif span is None:
            reason = "is no precision code; the codebook has 1, 2, 3"
            faults.append(Fault(int(row), "time_precision", code, reason))
        dates.append("" if span is None else span)
    return pd.Series(dates, index=texts.index), faults


def _span(day: date, code: str) -> str | None:
    """Return the days that a date with a precision code may mean, in EDTF."""
    if code == "1":
        return day.isoformat()
    if code == "2":
        return _one_of(day - _AROUND_WEEK, day + _AROUND_WEEK)
    if code != "3":
        return None
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    if first <= day - _AROUND_WEEKS and day + _AROUND_WEEKS <= last:
        return f"{day:%Y-%m}"
    return _one_of(min(first, day - _AROUND_WEEKS), max(last, day + _AROUND_WEEKS))


def _one_of(first: date, last: date) -> str:
    return f"[{first.isoformat()}..{last.isoformat()}]"
