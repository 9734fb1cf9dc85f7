"""Dates widened to months or years, as EDTF; never narrowed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from borderviz.edtf import parse_edtf


def generalise_date(text: str | None, precision: str) -> str | None:
    """Return a date that says no more than a month or a year.

    Parameters
    ----------
    text : str or None
        EDTF.
    precision : {"day", "month", "year", "nothing"}

    Returns
    -------
    str or None
        EDTF: a month or year, or an interval of such. Every day that `text` may mean is among
        its days; marks of doubt stay. Without a year nothing is left.

    Examples
    --------
    >>> generalise_date("2021-01-28", "month")
    '2021-01'
    >>> generalise_date("2020-12-30/2021-01-02", "month")
    '2020-12/2021-01'
    """
    if text is None or precision == "day":
        return text
    stated = parse_edtf(text)
    known = stated.start is not None or stated.end is not None
    if precision == "nothing" or not stated.year_known or not known:
        return None
    mark = {(True, True): "%", (True, False): "?", (False, True): "~"}.get(
        (stated.uncertain, stated.approximate), ""
    )
    ends = [None if day is None else _written(day, precision) for day in (stated.start, stated.end)]
    if ends[0] == ends[1]:
        return f"{ends[0]}{mark}"
    return "/".join(".." if end is None else f"{end}{mark}" for end in ends)


def _written(day: date, precision: str) -> str:
    return f"{day.year:04d}" if precision == "year" else f"{day.year:04d}-{day.month:02d}"


def last_day_of(day: date, precision: str) -> date:
    """Return the last day of the month or year of a day; for ``day`` the day itself."""
    if precision == "day":
        return day
    if precision == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return date(day.year, 12, 31)
