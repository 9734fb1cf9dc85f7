"""The UCDP Georeferenced Event Dataset (GED): precisions and ranges kept as they are coded.

References
----------
Högbladh, S.: UCDP GED Codebook, Department of Peace and Conflict Research, Uppsala University,
variables where_prec, date_prec, best, high, low; https://ucdp.uu.se/downloads/.
Sundberg, R. & Melander, E. (2013): Introducing the UCDP Georeferenced Event Dataset, Journal of
Peace Research 50(4), 523–532. ``date_start`` and ``date_end`` bound the days that an event may
have happened on, whatever its date_prec (1: the day is known; 2: two to six days; 3: a week; 4:
eight to thirty days or a month; 5: more than a month, up to a year).
"""

from __future__ import annotations

from collections.abc import Sequence
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

__all__ = ["from_ucdp", "is_ucdp"]

_MARKS: Final = frozenset({"where_prec", "date_prec", "date_start", "date_end", "best"})
_CODES: Final = ("1", "2", "3", "4", "5")


def is_ucdp(names: Sequence[str]) -> bool:
    """Whether a header is that of UCDP GED."""
    return is_export(names, _MARKS, "ucdp")


def from_ucdp(table: RawTable) -> RawTable:
    """Bring a UCDP GED table into the contract of events; every column of it is kept.

    ``low``, ``best`` and ``high`` become the killed columns, ``id`` event_id, and ``relid``
    (else ``id``) external_id. A code that the codebook does not have sets the row aside.
    """
    table = in_lower_case(table)
    texts = table.texts
    placed, faults = located(texts, "ucdp", "where_prec")
    dates, undated = _dates(texts)
    name, related = taken(texts, "id"), taken(texts, "relid")
    published = taken(texts, "source_date").map(_iso)
    mapped = {
        "event_id": name,
        "event_type": _types(texts),
        "date": dates,
        **placed,
        "country": _countries(texts),
        **{f"killed_{bound}": taken(texts, bound) for bound in ("low", "best", "high")},
        "source_title": taken(texts, "source_headline"),
        "source_outlet": taken(texts, "source_office"),
        "source_published": published,
        "summary": taken(texts, "dyad_name"),
        "external_id": related.where(~related.isin(["", "0"]), name),
    }
    return brought(table, "UCDP GED", mapped, [*faults, *undated])


def _types(texts: pd.DataFrame) -> pd.Series:
    known = {kind: event_type for (kind, _), event_type in event_types("ucdp").items()}
    return taken(texts, "type_of_violence").map(known).fillna("other")


def _countries(texts: pd.DataFrame) -> pd.Series:
    """Codes of countries by name; ``Russia (Soviet Union)`` is Russia."""
    names = taken(texts, "country").str.partition(" (")[0].str.casefold()
    return names.map(country_codes()).fillna("")


def _iso(text: str) -> str:
    """Return a day in ISO form; several days, or none, are left to the column they stand in."""
    day = day_of(text)
    return "" if day is None else day.isoformat()


def _dates(texts: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    dates, faults = [], []
    columns = ("date_start", "date_end", "date_prec")
    for row, start, end, code in zip(
        texts.index, *(taken(texts, name) for name in columns), strict=True
    ):
        first, last = day_of(start), day_of(end)
        reasons = {
            "date_start": "" if first else "is no day, such as 2021-05-28",
            "date_end": "" if last else "is no day, such as 2021-05-28",
            "date_prec": "" if code in _CODES else "is no precision code; the codebook has 1 to 5",
        }
        if first and last and last < first:
            reasons["date_end"] = f"is before date_start, which is {start}"
        cells = dict(zip(columns, (start, end, code), strict=True))
        wrong = [Fault(int(row), n, cells[n], reason) for n, reason in reasons.items() if reason]
        faults += wrong
        one = first == last
        dates.append("" if wrong else f"{first}" if one else f"[{first}..{last}]")
    return pd.Series(dates, index=texts.index), faults
