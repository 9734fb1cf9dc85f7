"""Dates as reports state them, read exactly.

The text of a date stays authoritative; this module only says which days it may mean.
It reads the part of the Extended Date/Time Format (EDTF, ISO 8601-2:2019; specification
of the Library of Congress, 4 February 2019) that reports about events need:

==================================================  =====================================
text                                                days it may mean
==================================================  =====================================
``2021-01-28``, ``2020-08``, ``2020``               the day, the month, the year
``2020-21`` … ``2020-24``                           a season, see below
``2021-12-02?``, ``2020-08~``, ``2020%``            as without the mark: a mark sets a flag
                                                    and never widens the interval
``2020-08-2X``, ``2020-1X``, ``202X``,              from the first to the last date that
``2020-XX-28``                                      exists and fits the digits
``XXXX-05-28``                                      no bounds of its own: the year is unknown
``2020-08-25/2020-08-27``                           from the first day of the one to the last
                                                    day of the other
``../2018-01-10``, ``2024-02-05/..``, ``..``        open on purpose
``/2018-01-10``, ``2024-02-05/``                    the end exists but is unknown
``[2020-08-25,2020-08-26]``                         one of these days
``[2020-08-25..2020-08-27]``, ``[..2020-08-27]``    one of the days of a range
``{2020-08-25,2020-08-26}``                         all of these days
==================================================  =====================================

Seasons follow the northern meteorological convention, in whole months: 21 spring is March
to May, 22 summer June to August, 23 autumn September to November, 24 winter December to
February. The winter of a year begins in that year: ``2020-24`` ends on 2021-02-28. The
standard leaves the months open; where another season is meant, write its months as an
interval.

Read more widely than some validators do: a mark after masked digits (``202X?``), a set of
one date, seasons inside sets, and a lone ``..``, with which a rule states that it has no
known end. Times of day, years outside 0001 to 9999, the seasons 25 to 41, and marks
on one part of a date only (``2020?-08``) are refused with a sentence that says what to
write instead.

Intervals are closed and in whole days of the proleptic Gregorian calendar. Where a text
names days with gaps between them, the interval reaches from the first to the last.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from itertools import product

from borderviz.errors import EdtfError, shown

__all__ = [
    "EdtfDate",
    "closed_interval",
    "end_range",
    "is_edtf",
    "overlap_share",
    "parse_edtf",
    "start_range",
]

_DATE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%])?")
_UNKNOWN_YEAR = "XXXX"
_LEAP_YEAR = 2000
_SEASON_FIRST_MONTH = {"21": 3, "22": 6, "23": 9, "24": 12}
_PRECISION = ("year", "month", "day")
_MONTHS = range(1, 13)
_DAYS = range(1, 32)

# Day numbers beyond every date: no bound, or a bound that nobody knows.
_BEFORE_ALL = date.min.toordinal() - 1
_AFTER_ALL = date.max.toordinal() + 1

_SHOWN_LENGTH = 60
_YEARS = "0001 to 9999"
_GENERAL_EXAMPLES = (
    "it like 2021-05-28, 2021-05, 2021, XXXX-05-28 (year unknown) or"
    " 2021-05-01/2021-05-28, or no date (null) when nothing is known"
)


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """One date text and the days that it may mean.

    Attributes
    ----------
    text
        The text as given, without surrounding whitespace.
    start, end
        Earliest and latest possible day; None where there is no bound or none is known.
    kind
        ``day``, ``month``, ``year``, ``season``, ``masked`` (some digits are ``X``),
        ``interval``, ``one_of`` or ``all_of``.
    uncertain, approximate
        Whether any date in the text is marked ``?`` or ``~`` (``%`` is both).
    year_known
        Whether every date in the text states its year, at least in part.
    open_start, open_end
        Whether that side is ``..``, open on purpose.
    """

    text: str
    start: date | None
    end: date | None
    kind: str
    uncertain: bool = False
    approximate: bool = False
    year_known: bool = True
    open_start: bool = False
    open_end: bool = False

    @property
    def days(self) -> int | None:
        """Number of days from `start` to `end`, both counted; None without both."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1


# The sides of an interval that are no dates.
_OPEN = EdtfDate("..", None, None, "interval", open_start=True, open_end=True)
_SIDES = {"..": _OPEN, "": EdtfDate("", None, None, "interval")}


class _Fault(Exception):  # noqa: N818 - never leaves this module
    """What is wrong with a text and what to write; both None for a part that is no date."""

    def __init__(self, reason: str | None, advice: str | None = None, *, part: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.part = part


def parse_edtf(text: str) -> EdtfDate:
    """Read one date text.

    Parameters
    ----------
    text
        A date of the supported part of EDTF; surrounding whitespace is ignored.

    Returns
    -------
    EdtfDate
        The days that the text may mean, and its marks.

    Raises
    ------
    EdtfError
        If the text is not such a date; the message shows it and says what to write.

    Examples
    --------
    >>> parse_edtf("2020-08~").end
    datetime.date(2020, 8, 31)
    >>> parse_edtf("28/05/2021")
    Traceback (most recent call last):
    borderviz.errors.EdtfError: date '28/05/2021' cannot be read: it is not EDTF; write 2021-05-28
    """
    if not isinstance(text, str):
        raise EdtfError(_not_text(text))
    stripped = text.strip()
    try:
        return _read(stripped)
    except _Fault as fault:
        reason = fault.reason or _reason(stripped, fault.part)
        advice = fault.advice or _advice(stripped)
        raise EdtfError(f"date {shown(text)} cannot be read: {reason}; {advice}") from None


def is_edtf(text: str) -> bool:
    """Whether `parse_edtf` reads a text."""
    try:
        _read(text.strip())
    except _Fault:
        return False
    return True


def closed_interval(
    text: str | None, *, known_by: str | None = None, published: str | None = None
) -> tuple[date | None, date | None]:
    """Days on which an event may have happened.

    The stated date is authoritative. What was known or published by a day happened by
    that day, so the earlier of the two (the last day that it may mean) becomes the end
    where the date itself has none: a null date, a date without a year, an open or unknown
    end. An end that is stated is never moved. A bound before the stated start contradicts
    the date; which of them is wrong cannot be told here, so the stated interval is kept
    and its end stays None.

    Parameters
    ----------
    text
        Date of the event, or None where none is stated.
    known_by
        Date by which the event was known.
    published
        Date on which the report was published.

    Returns
    -------
    tuple
        First and last day, each a date or None; the first is never after the last.

    Raises
    ------
    EdtfError
        If any of the three is not a supported date.
    """
    start, end = (None, None) if text is None else _hull(parse_edtf(text))
    ends = [_last_day("known_by", known_by), _last_day("published", published)]
    bound = min((day for day in ends if day is not None), default=None)
    if end is not None or bound is None or (start is not None and bound < start):
        return start, end
    return start, bound


def start_range(text: str | None) -> tuple[date | None, date | None]:
    """Earliest and latest day on which a rule may have begun.

    Parameters
    ----------
    text
        The rule's ``valid_from``. An interval or a set means that it began on one of
        these days; None is read as ``..``.

    Returns
    -------
    tuple
        The two days; None where there is no bound, so ``..`` gives (None, None).

    Raises
    ------
    EdtfError
        If the text is not a supported date.
    """
    return (None, None) if text is None else _hull(parse_edtf(text))


def end_range(text: str | None) -> tuple[date | None, date | None]:
    """Earliest and latest day that may have been a rule's last; else as `start_range`.

    Parameters
    ----------
    text
        The rule's ``valid_to``; None is read as ``..``.

    Returns
    -------
    tuple
        The two days; None where there is no bound.
    """
    return start_range(text)


def overlap_share(
    event: tuple[date | None, date | None], valid_from: str | None, valid_to: str | None
) -> tuple[str, float | None]:
    """Whether a rule was in force on the days of an event, and on which share of them.

    The event is taken as equally likely on each day of its interval. A day counts 1 when
    the rule was certainly in force (from its latest start to its earliest last day), 1/2
    when it was only possibly so, 0 otherwise.

    Parameters
    ----------
    event
        First and last day on which the event may have happened, None where unknown.
    valid_from, valid_to
        First and last day of the rule (EDTF, themselves uncertain); ``..`` or None means
        that the rule has no such bound.

    Returns
    -------
    tuple
        ``yes``, ``possibly`` or ``no``, and the share in [0, 1]. Where a day of the event
        is unknown there is no ``yes``: the answer is ``possibly`` with the share None, or
        ``no`` with 0.0 when no day of the event can meet any day of the rule.

    Raises
    ------
    EdtfError
        If a date of the rule is not supported, the rule ends before it begins, or the
        event does.
    """
    first, last = _ordinals(event)
    (earliest, latest), (sure_end, last_end) = _rule_ordinals(valid_from, valid_to)
    if last < earliest or first > last_end:
        return "no", 0.0
    if first == _BEFORE_ALL or last == _AFTER_ALL:
        return "possibly", None
    days = last - first + 1
    sure = _common_days(first, last, latest, sure_end)
    possible = _common_days(first, last, earliest, last_end)
    return ("yes" if sure == days else "possibly"), (sure + possible) / (2 * days)


def _hull(stated: EdtfDate) -> tuple[date | None, date | None]:
    return stated.start, stated.end


def _last_day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return parse_edtf(text).end
    except EdtfError as error:
        raise EdtfError(f"{name}: {error}") from None


def _ordinals(event: tuple[date | None, date | None]) -> tuple[int, int]:
    start, end = event
    first = _BEFORE_ALL if start is None else start.toordinal()
    last = _AFTER_ALL if end is None else end.toordinal()
    if last < first:
        raise EdtfError(f"event from {start} to {end} ends before it starts; swap the two days")
    return first, last


def _rule_ordinals(
    valid_from: str | None, valid_to: str | None
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Ranges of the first and of the last day in force, as day numbers."""
    starts = _range_ordinals(valid_from, _BEFORE_ALL)
    ends = _range_ordinals(valid_to, _AFTER_ALL)
    if ends[1] < starts[0]:
        raise EdtfError(
            f"a rule valid from {shown(valid_from)} to {shown(valid_to)} ends before it"
            " begins; correct valid_from or valid_to"
        )
    return starts, ends


def _range_ordinals(text: str | None, no_bound: int) -> tuple[int, int]:
    # An open side (..) is certain to have no bound; an unknown one may lie anywhere.
    stated = None if text is None else parse_edtf(text)
    if stated is None or (stated.kind == "interval" and stated.open_start and stated.open_end):
        return no_bound, no_bound
    return (
        _BEFORE_ALL if stated.start is None else stated.start.toordinal(),
        _AFTER_ALL if stated.end is None else stated.end.toordinal(),
    )


def _common_days(first: int, last: int, other_first: int, other_last: int) -> int:
    return max(0, min(last, other_last) - max(first, other_first) + 1)


# Tables repeat their dates, and every event meets every rule: read each text once.
@lru_cache(maxsize=4096)
def _read(text: str) -> EdtfDate:
    if not text:
        raise _Fault("it is empty", "leave out the date (null) when nothing is known")
    if text[0] in "[{":
        return _read_set(text)
    if text == "..":
        return _joined(text, "interval", [(_OPEN, _OPEN)])
    if "/" in text:
        return _read_interval(text)
    return _read_date(text)


def _read_interval(text: str) -> EdtfDate:
    left, _, right = text.partition("/")
    if not left and not right:
        raise _Fault("it has no date on either side", "write .. for a date without bounds")
    first, last = (_SIDES.get(side) or _read_date(side) for side in (left, right))
    _check_order(first, last, f"write {right}/{left}")
    return _joined(text, "interval", [(first, last)])


def _read_set(text: str) -> EdtfDate:
    kind, closing = {"[": ("one_of", "]"), "{": ("all_of", "}")}[text[0]]
    if text[-1] != closing or len(text) == 1:
        raise _Fault(f"the {text[0]} is not closed", f"end the list with {closing}")
    elements = text[1:-1].split(",")
    ranges = [_read_element(element) for element in elements]
    inner = [last for _, last in ranges[:-1]] + [first for first, _ in ranges[1:]]
    if any(side is _OPEN for side in inner):
        raise _Fault("it is open in its middle", "write .. at its beginning or end only")
    return _joined(text, kind, ranges)


def _read_element(element: str) -> tuple[EdtfDate, EdtfDate]:
    """First and last date of one element of a set: a date, or a range with ``..``."""
    left, dots, right = element.partition("..")
    if not dots:
        only = _read_date(element)
        return only, only
    first = _read_date(left) if left or not right else _OPEN
    last = _read_date(right) if right else _OPEN
    _check_order(first, last, f"write {right}..{left}")
    return first, last


def _check_order(first: EdtfDate, last: EdtfDate, advice: str) -> None:
    start, end = first.start, last.end
    if start is not None and end is not None and end < start:
        raise _Fault(f"it ends ({end}) before it starts ({start})", advice)


def _joined(text: str, kind: str, ranges: Sequence[tuple[EdtfDate, EdtfDate]]) -> EdtfDate:
    starts = [first.start for first, _ in ranges if first.start is not None]
    ends = [last.end for _, last in ranges if last.end is not None]
    parts = [part for pair in ranges for part in pair]
    return EdtfDate(
        text,
        min(starts) if len(starts) == len(ranges) else None,
        max(ends) if len(ends) == len(ranges) else None,
        kind,
        uncertain=any(part.uncertain for part in parts),
        approximate=any(part.approximate for part in parts),
        year_known=all(part.year_known for part in parts) and any(p.text.strip(".") for p in parts),
        open_start=ranges[0][0] is _OPEN,
        open_end=ranges[-1][1] is _OPEN,
    )


def _read_date(text: str) -> EdtfDate:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _Fault(None, part=text)
    year, month, day, mark = match.groups()
    digits = year + (month or "") + (day or "")
    if month in _SEASON_FIRST_MONTH:
        start, end = _season_days(year, month, day)
        kind = "season"
    else:
        start, end = _fitting_days(year, month, day)
        kind = _PRECISION[(month is not None) + (day is not None)]
    year_known = year != _UNKNOWN_YEAR
    return EdtfDate(
        text,
        start if year_known else None,
        end if year_known else None,
        "masked" if "X" in digits else kind,
        uncertain=mark in ("?", "%"),
        approximate=mark in ("~", "%"),
        year_known=year_known,
    )


def _years(pattern: str) -> Sequence[int]:
    if pattern == _UNKNOWN_YEAR:
        # A leap year stands for all: every day of any year exists in it.
        return (_LEAP_YEAR,)
    years = _completions(pattern, range(MINYEAR, MAXYEAR + 1))
    if not years:
        raise _Fault(f"the year {pattern} is outside {_YEARS}", "write a year from 0001 on")
    return years


def _season_days(year: str, season: str, day: str | None) -> tuple[date, date]:
    if day is not None:
        advice = "write the season alone, or the month as 01 to 12"
        raise _Fault(f"{season} is a season, which has no days of its own", advice)
    years = _years(year)
    first_month = _SEASON_FIRST_MONTH[season]
    last_year, last_month = years[-1], first_month + 2
    if last_month not in _MONTHS:
        last_year, last_month = last_year + 1, last_month - 12
    if last_year > MAXYEAR:
        raise _Fault(
            f"the winter of {MAXYEAR} ends after the last supported year, {MAXYEAR}",
            f"write {MAXYEAR}-12",
        )
    last_day = monthrange(last_year, last_month)[1]
    return date(years[0], first_month, 1), date(last_year, last_month, last_day)


def _fitting_days(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """First and last date that exists and fits the digits; X fits every digit."""
    years = _years(year)
    months = _MONTHS if month is None else _completions(month, _MONTHS)
    if not months:
        advice = "months are 01 to 12, seasons 21 (spring) to 24 (winter)"
        raise _Fault(f"{month} is not a month", advice)
    days = _DAYS if day is None else _completions(day, _DAYS)
    first = _first_date(years, months, days)
    last = _first_date(years[::-1], months[::-1], days[::-1])
    if first is None or last is None:
        raise _no_such_day(year, month, day)
    return first, last


def _completions(pattern: str, allowed: range) -> Sequence[int]:
    if "X" not in pattern:
        number = int(pattern)
        return (number,) if number in allowed else ()
    choices = ("0123456789" if char == "X" else char for char in pattern)
    numbers = (int("".join(digits)) for digits in product(*choices))
    return [number for number in numbers if number in allowed]


def _first_date(years: Iterable[int], months: Sequence[int], days: Sequence[int]) -> date | None:
    for year in years:
        for month in months:
            length = monthrange(year, month)[1]
            for day in days:
                if day <= length:
                    return date(year, month, day)
    return None


def _no_such_day(year: str, month: str | None, day: str | None) -> _Fault:
    if "X" in f"{year}{month}{day}":
        return _Fault("no day that exists fits it", "correct the day or mask more of its digits")
    length = monthrange(int(year), int(month or 1))[1]
    advice = f"write a day from 01 to {length}, or {year}-{month} when only the month is known"
    return _Fault(f"the month {year}-{month} has {length} days", advice)


def _not_text(value: object) -> str:
    kind = type(value).__name__
    day = value.isoformat()[:10] if isinstance(value, date) else ""
    if _DATE.fullmatch(day):
        return f"date {shown(value)} is not text but {kind}; write {day!r}"
    return f"date {shown(value)} is not text but {kind}; write {_GENERAL_EXAMPLES}"


_TIME = re.compile(r"(?<=[0-9])[T ] ?[0-9]{1,2}:[0-9]{2}[0-9:.,+Z-]*")
_OTHER_YEAR = re.compile(r"Y-?[0-9]+.*|[+-][0-9]{4}.*|[0-9]{5,}(-[0-9X]{2}){0,2}")
_INNER_MARK = re.compile(r"[?~%]-?[0-9X]")
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_THREE = r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})"

# Dashes, and the year, month and day signs of East Asian dates.
_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u5e74\u6708\ub144\uc6d4", "-")
    | dict.fromkeys("\u65e5\uc77c")
)

# Notations that people write, and the EDTF they may stand for.
_REWRITES = (
    (r"(.+)", "{0}"),
    (_THREE, "{2}-{1:0>2}-{0:0>2}"),
    (_THREE, "{2}-{0:0>2}-{1:0>2}"),
    (r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})", "{0}-{1:0>2}-{2:0>2}"),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", "{0}-{1}-{2}"),
    (r"([0-9]{4})[./-]([0-9]{1,2})", "{0}-{1:0>2}"),
    (r"([0-9]{1,2})[./-]([0-9]{4})", "{1}-{0:0>2}"),
    (rf"{_DAY}(?:-|TO|\.\.){_DAY}", "{0}/{1}"),
    (r"([0-9]{4}-[0-9]{2}-)([0-9]{2})[/-]([0-9]{2})", "{0}{1}/{0}{2}"),
    (rf"\.\.{_DAY}", "../{0}"),
    (rf"{_DAY}\.\.", "{0}/.."),
    (r"([0-9X-]+(?:,[0-9X-]+)+)", "[{0}]"),
    (r"([0-9X-]*)([?~%])([0-9X-]+)", "{0}{2}{1}"),
    (r"([0-9X-]+)(?:\?~|~\?)", "{0}%"),
)


def _reason(text: str, part: str) -> str:
    subject = "it" if part == text or _suggestions(text) else shown(part)
    if _TIME.search(part):
        return f"{subject} has a time of day, which is not supported"
    if _OTHER_YEAR.fullmatch(part) and not _suggestions(part):
        return f"{subject} has a year outside {_YEARS}, which is not supported"
    if _INNER_MARK.search(part):
        return f"{subject} marks a part of a date; a mark (?, ~ or %) belongs at its end"
    return f"{subject} is not EDTF"


def _advice(text: str) -> str:
    return f"write {' or '.join(_suggestions(text)) or _GENERAL_EXAMPLES}"


def _suggestions(text: str) -> list[str]:
    """Dates that a text in another notation may have meant, likeliest first."""
    if len(text) > _SHOWN_LENGTH:
        return []
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    plain = "".join(_TIME.sub("", plain).split()).upper().replace("U", "X")
    plain = re.sub(r"(?<=[0-9])[.-]$", "", plain)
    found = []
    for pattern, template in _REWRITES:
        if match := re.fullmatch(pattern, plain):
            candidate = template.format(*match.groups())
            if candidate not in found and is_edtf(candidate):
                found.append(candidate)
    return found
