"""Periods of names: EDTF in our tables, ``when`` in Linked Places.

A timespan of Linked Places must have a start, and one without an end lasts just as long as its
start says. So a name of which only the end is known starts "at the latest" when it ends, and
one of which only the beginning is known ends "at the earliest" when it begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from borderviz.edtf import EdtfDate, parse_edtf
from borderviz.errors import EdtfError, shown

_PLAIN: Final = ("day", "month", "year")
_MARKS: Final = {"uncertain": "?", "less-certain": "~"}


def when_of(valid_from: str | None, valid_to: str | None) -> dict[str, Any] | None:
    """Return the ``when`` of a period; None where there is nothing that it can say."""
    first, last = (_date(text) for text in (valid_from, valid_to))
    start = _bounds(first) or _bound("latest", last.end if last else None)
    end = _bounds(last) or _bound("earliest", first.start if first else None)
    if not start or not end:
        return None
    when: dict[str, Any] = {"timespans": [{"start": start, "end": end}]}
    dates = [found for found in (first, last) if found]
    if any(found.uncertain for found in dates):
        when["certainty"] = "uncertain"
    elif any(found.approximate for found in dates):
        when["certainty"] = "less-certain"
    return when


def period_of(when: object) -> tuple[str | None, str | None]:
    """Return the period that a ``when`` states: from its first start to its last end.

    Raises
    ------
    EdtfError
        It has no timespan, or a date in it cannot be read.
    """
    if not isinstance(when, Mapping):
        raise EdtfError(f"'when' is {shown(when)}; it is an object with timespans")
    spans = when.get("timespans")
    if not isinstance(spans, list) or not all(isinstance(span, Mapping) for span in spans):
        raise EdtfError(f"'timespans' is {shown(spans)}; it is a list of objects")
    mark = _MARKS.get(str(when.get("certainty")), "")
    periods = [_period(span, mark) for span in spans]
    if not periods:
        return None, None
    return (
        min((p[0] for p in periods), key=lambda t: _sort_key(t, start=True)),
        max((p[1] for p in periods), key=lambda t: _sort_key(t, start=False)),
    )


def _period(span: Mapping[str, Any], mark: str) -> tuple[str | None, str | None]:
    first, last = (_edtf(span.get(key), key, mark) for key in ("start", "end"))
    starts, ends = _date(first), _date(last)
    if starts and starts.start is None and ends and starts.end == ends.end:
        first = None  # no later than its end: nothing is said of the beginning
    if ends and ends.end is None and starts and ends.start == starts.start:
        last = None
    return first, last


def _edtf(bound: object, key: str, mark: str) -> str | None:
    """Return one end of a timespan as EDTF."""
    if bound is None:
        return None
    if isinstance(bound, str):
        bound = {"in": bound}
    if not isinstance(bound, Mapping):
        raise EdtfError(f"{key!r} is {shown(bound)}; it is an object with in, earliest or latest")
    at, earliest, latest = (_text(bound.get(name)) for name in ("in", "earliest", "latest"))
    if at:
        text = at if at[-1:] in "?~%" else at + mark
    elif earliest or latest:
        text = f"[{earliest or ''}..{latest or ''}]" if earliest != latest else str(earliest)
    else:
        return None
    parse_edtf(text)
    return text


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    raise EdtfError(f"{shown(value)} is not a date; write it as a text, such as '1977'")


def _date(text: str | None) -> EdtfDate | None:
    return None if text is None else parse_edtf(text)


def _bounds(found: EdtfDate | None) -> dict[str, str]:
    """Return a date as ``in``, or as the first and last day that it may mean."""
    if found is None:
        return {}
    if found.kind in _PLAIN:
        return {"in": found.text.rstrip("?~%")}
    return {**_bound("earliest", found.start), **_bound("latest", found.end)}


def _bound(name: str, day: date | None) -> dict[str, str]:
    return {name: day.isoformat()} if day else {}


def _sort_key(text: str | None, *, start: bool) -> date:
    found = _date(text)
    day = found and (found.start if start else found.end)
    return day or (date.min if start else date.max)
