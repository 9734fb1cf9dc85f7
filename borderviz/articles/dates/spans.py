"""The rules for English phrases of several days: weeks and parts of months, and ranges of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import month_bounds
from borderviz.articles.dates.english import (
    PART,
    SEASONS,
    WEEKDAYS,
    M,
    N,
    Y,
    amount,
    month_of,
    part_name,
)
from borderviz.articles.dates.points import Point, last_such, of_date, part_of_month

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.articles.dates.english import Read, Reading

_WEEKS: Final = {"first": 1, "second": 8, "third": 15, "fourth": 22}
_EVENTS: Final = (
    r"arrests?|detention|capture|raids?|shootings?|killings?|murders?|incident|attack|escape"
    r"|defection|crossing|execution|deaths?|disappearance|trial"
)


def _week_of(point: Point, which: str) -> str:
    """Return a week of a month: its days 1–7, 8–14 and so on; the last is its last seven."""
    last = month_bounds(point.year or 2001, point.month or 1)[1].day
    first = _WEEKS.get(which, last - 6)
    return f"{Point(point.year, point.month, first).edtf}/{_day(point, first + 6)}"


def _day(point: Point, day: int) -> str:
    return Point(point.year, point.month, day).edtf


def _span(read: Reading, number: str, year: int | None) -> str:
    month = month_of(read, f"m{number}")
    point = Point(year, month) if year else last_such(Point(None, month, 1), read.anchor)
    if read[f"w{number}"]:
        return _week_of(point, read[f"w{number}"])
    return part_of_month(Point(point.year, month), part_name(read[f"p{number}"]))


def _week(read: Reading) -> Read:
    return _span(read, "1", int(read["y"]) if read["y"] else None), None


def _span_range(read: Reading) -> Read:
    year = int(read["y"]) if read["y"] else None
    first, last = _span(read, "1", year), _span(read, "2", year)
    return f"{first.split('/')[0]}/{last.split('/')[1]}", None


def _month_range(read: Reading) -> Read:
    one, two = month_of(read, "m1") or 1, month_of(read, "m2") or 1
    if read["y"]:
        year: int | None = int(read["y"])
    elif read["same"]:
        year = read.before.year if read.before is not None else None
    else:
        year = last_such(Point(None, two), read.anchor).year
    first = int(read["y1"]) if read["y1"] else year - (one > two) if year else None
    return f"{Point(first, one).edtf}/{Point(year, two).edtf}", None


def _last_of_month(read: Reading) -> Read:
    month = month_of(read, "m1") or 1
    year = int(read["y"]) if read["y"] else None
    point = Point(year, month) if year else last_such(Point(None, month), read.anchor)
    day = 1 if read["w"] in {"first", "opening"} else month_bounds(point.year or 2001, month)[1].day
    exact = Point(point.year, month, day)
    return exact.edtf, exact


def _nth_weekday(read: Reading) -> Read:
    """Return the first, second, … or last such weekday of a month: "the first Sunday of July"."""
    month = month_of(read, "m1") or 1
    year = int(read["y"]) if read["y"] else last_such(Point(None, month), read.anchor).year
    if year is None:
        return Point(None, month).edtf, None
    exact = _nth_of(year, month, read)
    last = read.anchor.last
    if not read["y"] and last is not None and exact.as_date is not None and exact.as_date > last:
        exact = _nth_of(year - 1, month, read)
    return exact.edtf, exact


def _nth_of(year: int, month: int, read: Reading) -> Point:
    first, last = month_bounds(year, month)
    ahead = (WEEKDAYS.index(read["d"]) - first.weekday()) % 7
    days = range(first.day + ahead, last.day + 1, 7)
    return Point(year, month, days[-1] if read["w"] == "last" else days[_NTH.index(read["w"])])


def _day_range(read: Reading) -> Read:
    """Return days of one month told before it: "the night of 11–12 July", "3 to 5 May"."""
    month = month_of(read, "m1")
    year = int(read["y"]) if read["y"] else None
    point = Point(year, month, int(read["d1"]))
    point = point if year else last_such(point, read.anchor)
    later = Point(point.year, month, int(read["d2"]))
    return f"{point.edtf}/{later.edtf}", point


def _years_or(read: Reading) -> Read:
    return f"[{read['y']},{read['y2']}]", None


def _hours_later(read: Reading) -> Read:
    """Return the day told before and the next, between which hours later may be."""
    after = read.before.plus(1) if read.before is not None else None
    if read.before is None or after is None:
        return None, None
    return f"{read.before.edtf}/{after.edtf}", read.before


def _season_of_year(read: Reading) -> Read:
    last = read.anchor.last
    if last is None:
        return None, None
    return f"{last.year - (read['which'] == 'last'):04d}-{SEASONS[read['s']]}", None


def _weekday_of_week(read: Reading) -> Read:
    day = read.anchor.day
    if day is None:
        return None, None
    monday = day - timedelta(days=day.weekday() + 7 * (read["which"] == "last"))
    point = of_date(monday + timedelta(days=WEEKDAYS.index(read["d"])))
    return point.edtf, point


def _weekend(read: Reading) -> Read:
    """Return the last Saturday and Sunday; "last weekend" on a Sunday is the one before."""
    day = read.anchor.day
    if day is None:
        return None, None
    back = (day.weekday() - 5) % 7
    if back <= 1 and read["which"] == "last":
        back += 7
    saturday = day - timedelta(days=back)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", None


def _days_after(read: Reading) -> Read:
    """Count from the date before: "two days after their arrest"."""
    number = amount(read["n"])
    if number is None or read.before is None:
        return None, None
    step = number * (7 if read["unit"].startswith("week") else 1)
    moved = read.before.plus(-step if read["side"] == "before" else step)
    return (None, None) if moved is None else (moved.edtf, moved)


def _that_week(read: Reading) -> Read:
    """Return the week that the date before opens."""
    end = read.before.plus(6) if read.before is not None else None
    if read.before is None or end is None:
        return None, None
    return f"{read.before.edtf}/{end.edtf}", None


def _span_pattern(number: str) -> str:
    part = PART.replace("<part>", f"<p{number}>")
    month = M.replace("<m>", f"<m{number}>")
    week = rf"(?:the\s+)?(?P<w{number}>first|second|third|fourth|last)\s+week\s+(?:of|in)"
    return rf"(?:{week}|(?:the\s+)?{part})[- ]+{month}\b(?!\s+\d{{1,2}}\b)"


_M1, _M2 = M.replace("<m>", "<m1>"), M.replace("<m>", "<m2>")
_YEAR: Final = rf"(?:,?\s+(?:of\s+)?{Y})?"
_Y1: Final = Y.replace("<y>", "<y1>")
_SAME: Final = r"(?P<same>\s+of\s+(?:the\s+same|that)\s+year\b)"
_WEEK: Final = (
    rf"\b(?:the\s+)?(?P<w1>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{_M1}\b"
    rf"(?!\s+\d{{1,2}}\b){_YEAR}"
)
_NTH: Final = ("first", "second", "third", "fourth")
_WEEKDAY: Final = r"(?P<d>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
SPAN_RULES: Final[tuple[tuple[str, str, Callable[[Reading], Read | None]], ...]] = (
    (
        "span-range",
        rf"\b{_span_pattern('1')}\s+(?:to|until|till|through|and)\s+{_span_pattern('2')}{_YEAR}",
        _span_range,
    ),
    ("week-of-month", _WEEK, _week),
    (
        "month-range",
        rf"\b(?:between|from)\s+{_M1}(?:,?\s+{_Y1})?\s*(?:and|to|until|till|through|–|-)\s*{_M2}\b"
        rf"(?!\s+\d{{1,2}}\b)(?:{_SAME}|{_YEAR})",
        _month_range,
    ),
    (
        "day-of-month",
        rf"\bthe\s+(?P<w>last|final|first|opening)\s+day\s+of\s+{_M1}\b(?!\s+\d{{1,2}}\b){_YEAR}",
        _last_of_month,
    ),
    (
        "weekday-of-month",
        rf"\bthe\s+(?P<w>first|second|third|fourth|last)\s+{_WEEKDAY}\s+(?:of|in)\s+{_M1}\b"
        rf"(?!\s+\d{{1,2}}\b){_YEAR}",
        _nth_weekday,
    ),
    (
        "season",
        r"\b(?:the\s+)?(?P<s>spring|summer|autumn|fall)\s+of\s+(?P<which>last|this)\s+year\b",
        _season_of_year,
    ),
    (
        "weekday",
        rf"\b{_WEEKDAY}\s+(?:of\s+)?(?P<which>last|this)\s+week\b",
        _weekday_of_week,
    ),
    (
        "month-day-range",
        rf"\b(?P<d1>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:\s*[-–—/]\s*|\s+(?:to|and)\s+)"
        rf"(?:the\s+)?(?P<d2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?{_M1}\b{_YEAR}",
        _day_range,
    ),
    ("year", rf"(?<=\bin ){Y}\s+or\s+{Y.replace('<y>', '<y2>')}", _years_or),
    (
        "chain",
        r"\b(?:within|a\s+few|several|some)\s+hours(?:\s+later)?\b|\bhours\s+later\b",
        _hours_later,
    ),
    ("weekend", r"\b(?P<which>the|last|this|this past)\s+weekend\b", _weekend),
    (
        "chain",
        rf"\b{N}\s+(?P<unit>days?|weeks?)\s+(?P<side>after|before)\s+"
        rf"(?:his|her|their|the|its|this|that)\s+(?:{_EVENTS})\b",
        _days_after,
    ),
    ("chain", r"\bthat\s+(?:same\s+|very\s+)?week\b", _that_week),
)
"""Name, pattern and builder of each rule; they are tried before those of single days."""
