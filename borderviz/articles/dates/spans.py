"""The rules for English phrases of several days: weeks and parts of months, and ranges of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import month_bounds
from borderviz.articles.dates.points import (
    Point,
    last_day_numbered,
    month_back,
    months_on,
    of_date,
    part_of_month,
)
from borderviz.articles.dates.words import (
    SEASONS,
    WEEKDAYS,
    D,
    M,
    N,
    Rule,
    Y,
    amount,
    month_of,
)

if TYPE_CHECKING:
    from borderviz.articles.dates.words import Read, Reading

_WEEKS: Final = {"first": 1, "second": 8, "third": 15, "fourth": 22}


def _week_of(point: Point, which: str) -> str:
    """Return a week of a month: its days 1–7, 8–14 and so on; the last is its last seven."""
    last = month_bounds(point.year or 2001, point.month or 1)[1].day
    first = _WEEKS.get(which, last - 6)
    return f"{Point(point.year, point.month, first).edtf}/{_day(point, first + 6)}"


def _day(point: Point, day: int) -> str:
    return Point(point.year, point.month, day).edtf


def _week(read: Reading) -> Read:
    month = month_of(read, "m1")
    point = Point(int(read["y"]), month) if read["y"] else read.settle(Point(None, month, 1))
    return _week_of(point, read["w1"]), None


def _month_range(read: Reading) -> Read:
    one, two = month_of(read, "m1") or 1, month_of(read, "m2") or 1
    last = read.anchor.last
    if read["y"]:
        year: int | None = int(read["y"])
    elif read["same"]:
        year = read.told.told_year
    elif read["which"]:
        year = last.year - (read["which"] == "last") if last is not None else None
    else:
        year = read.settle(Point(None, two)).year
    first = int(read["y1"]) if read["y1"] else year - (one > two) if year else None
    return f"{Point(first, one).edtf}/{Point(year, two).edtf}", None


def _last_of_month(read: Reading) -> Read:
    month = month_of(read, "m1") or 1
    year = int(read["y"]) if read["y"] else None
    point = Point(year, month) if year else read.settle(Point(None, month))
    day = 1 if read["w"] in {"first", "opening"} else month_bounds(point.year or 2001, month)[1].day
    exact = Point(point.year, month, day)
    return exact.edtf, exact


def _nth_weekday(read: Reading) -> Read:
    """Return the first, second, … or last such weekday of a month: "the first Sunday of July"."""
    month = month_of(read, "m1") or 1
    year = int(read["y"]) if read["y"] else read.settle(Point(None, month)).year
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
    point = point if year else read.settle(point)
    later = Point(point.year, month, int(read["d2"]))
    joiner = "to" if read["between"] else read["to"].strip()
    return _joined(point.edtf, later.edtf, joiner), point


def _joined(first: str, second: str, joiner: str) -> str:
    """Return two dates as told: one of them ("or"), both ("and"), or from one to the other."""
    if joiner == "or":
        return f"[{first},{second}]"
    return f"{{{first},{second}}}" if joiner == "and" else f"{first}/{second}"


def _years(read: Reading) -> Read:
    return _joined(read["y"], read["y2"], read["to"].strip()), None


def _months(read: Reading) -> Read:
    """Return two months: those that follow each other are one span of time."""
    month = month_of(read, "m1")
    year = int(read["y"]) if read["y"] else None
    one = Point(year, month) if year else read.settle(Point(None, month))
    ahead = ((month_of(read, "m2") or 1) - (month or 1)) % 12
    two = months_on(one, ahead)
    joiner = read["to"].strip()
    return _joined(one.edtf, two.edtf, "to" if joiner == "and" and ahead == 1 else joiner), None


def _days(read: Reading) -> Read:
    """Return two days of the month told last: "from the 5th to the 9th"."""
    first, second = int(read["d1"]), int(read["d2"])
    before = read.told.near or read.before
    if before is not None and before.month is not None:
        one = Point(before.year, before.month, first)
    else:
        one = last_day_numbered(first, read.anchor)
    month = Point(one.year, one.month) if second > first else months_on(one, 1)
    two = Point(month.year, one.month and month.month, second)
    joiner = "to" if read["between"] else read["to"].strip()
    return _joined(one.edtf, two.edtf, joiner), one


def _day_list(read: Reading) -> Read:
    """Return three or more days of a month: "on May 3, 5 and 9"."""
    year = int(read["y"]) if read["y"] else None
    month = month_of(read, "m1")
    days = [int(text) for text in re.findall(r"\d+", read["list"])]
    first = Point(year, month, days[0])
    first = first if year else read.settle(first)
    return f"{{{','.join(_day(first, day) for day in days)}}}", first


def _quarter(read: Reading) -> Read:
    last = read.anchor.last
    if not read["y"] and last is None:
        return None, None
    year = int(read["y"]) if read["y"] else 0
    if last is not None and not read["y"]:
        year = last.year - (read["which"] == "last")
    start = 1 + 3 * _NTH.index(read["q"].replace("last", "fourth"))
    return f"{year:04d}-{start:02d}/{year:04d}-{start + 2:02d}", None


def _week_of_this_month(read: Reading) -> Read:
    month = month_back(read.anchor, int(read["which"] == "last"))
    return (None if month.month is None else _week_of(month, read["w"])), None


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


def _weekdays(read: Reading) -> Read:
    """Return two weekdays, the second the last one up to the publication."""
    day = read.anchor.day
    if day is None:
        return None, None
    back = (day.weekday() - WEEKDAYS.index(read["w2"])) % 7
    two = day - timedelta(days=back)
    one = two - timedelta(days=(two.weekday() - WEEKDAYS.index(read["d"])) % 7 or 7)
    joiner = "to" if read["between"] else read["to"].strip()
    return _joined(one.isoformat(), two.isoformat(), joiner), of_date(one)


def _past_days(read: Reading) -> Read:
    """Return the time up to the publication: "over the past three weeks"."""
    number = amount(read["n"]) if read["n"] else 1
    last, unit = read.anchor.last, read["unit"].rstrip("s")
    if number is None or last is None:
        return None, None
    if unit == "year":
        return f"{last.year - number}/{last.year}", None
    if unit == "month":
        return f"{month_back(read.anchor, number).edtf}/{month_back(read.anchor, 0).edtf}", None
    day = read.anchor.day
    if day is None:
        return None, None
    first = day - timedelta(days=number * (7 if unit == "week" else 1))
    return f"{first.isoformat()}/{day.isoformat()}", None


def _days_of_month(read: Reading) -> Read:
    """Return the first or last so many days: "the first three days of May"."""
    month, number = month_of(read, "m1"), amount(read["n"])
    point = Point(int(read["y"]), month) if read["y"] else read.settle(Point(None, month))
    last = month_bounds(point.year or 2001, month or 1)[1].day
    if number is None or not 1 < number < last:
        return None, None
    opens = read["w"] in {"first", "opening"}
    if number == _THIRD:
        return part_of_month(point, "early" if opens else "late"), None
    first = 1 if opens else last - number + 1
    return f"{_day(point, first)}/{_day(point, first + number - 1)}", None


def _days_from(read: Reading) -> Read:
    """Return so many days from one on: "over three days from April 20", "the week of April 12"."""
    day, number = int(read["d"]), amount(read["n"]) if read["n"] else 1
    point = Point(int(read["y"]) if read["y"] else None, month_of(read, "m1"), day)
    point = read.settle(point)
    if number is None:
        return None, None
    weeks = not read["unit"].startswith("day")
    end = point.plus(number * (7 if weeks else 1) - (0 if read["within"] else 1))
    return (None, None) if end is None else (f"{point.edtf}/{end.edtf}", point)


def _within(read: Reading) -> Read:
    """Return the days after the one told before: "within a week", "within days" of it."""
    number = amount(read["n"]) if read["n"] else None
    if number is None or read.before is None:
        return None, None
    end = read.before.plus(number * (7 if read["unit"].startswith("week") else 1))
    return (None, None) if end is None else (f"{read.before.edtf}/{end.edtf}", read.before)


def _parts_of_month(read: Reading) -> Read:
    """Return one part of a month to another: "mid- to late March"."""
    month = month_of(read, "m1")
    point = Point(int(read["y"]) if read["y"] else None, month)
    point = read.settle(point)
    first, last = part_of_month(point, read["p1"]), part_of_month(point, read["p2"])
    return f"{first.split('/')[0]}/{last.split('/')[1]}", None


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


_M1, _M2 = M.replace("<m>", "<m1>"), M.replace("<m>", "<m2>")
_YEAR: Final = rf"(?:,?\s+(?:of\s+)?{Y})?"
_Y2: Final = Y.replace("<y>", "<y2>")
_NTH1: Final = r"(?P<d1>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"
_NTH2: Final = r"(?P<d2>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"
_Y1: Final = Y.replace("<y>", "<y1>")
_SAME: Final = r"(?P<same>\s+of\s+(?:the\s+same|that)\s+year\b)"
_WEEK: Final = (
    rf"\b(?:the\s+)?(?P<w1>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{_M1}\b"
    rf"(?!\s+\d{{1,2}}\b){_YEAR}"
)
_THIRD: Final = 10
"""Days of a third of a month, of which the last may have eleven."""
_NTH: Final = ("first", "second", "third", "fourth")
_WEEKDAY: Final = r"(?P<d>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
SPAN_RULES: Final[tuple[Rule, ...]] = (
    Rule("week-of-month", "the part ordinal", _WEEK, _week),
    Rule(
        "month-range",
        "range",
        rf"\b(?:between|from)\s+{_M1}(?:,?\s+{_Y1})?\s*(?:and|to|until|till|through|–|-)\s*{_M2}\b"
        rf"(?!\s+\d{{1,2}}\b)(?:{_SAME}|,?\s+(?:of\s+)?(?P<which>this|last)\s+year\b|{_YEAR})",
        _month_range,
    ),
    Rule(
        "day-of-month",
        "the",
        rf"\bthe\s+(?P<w>last|final|first|opening)\s+day\s+of\s+{_M1}\b(?!\s+\d{{1,2}}\b){_YEAR}",
        _last_of_month,
    ),
    Rule(
        "weekday-of-month",
        "the",
        rf"\bthe\s+(?P<w>first|second|third|fourth|last)\s+{_WEEKDAY}\s+(?:of|in)\s+{_M1}\b"
        rf"(?!\s+\d{{1,2}}\b){_YEAR}",
        _nth_weekday,
    ),
    Rule(
        "season",
        "the season",
        r"\b(?:the\s+)?(?P<s>spring|summer|autumn|fall)\s+of\s+(?P<which>last|this)\s+year\b",
        _season_of_year,
    ),
    Rule(
        "weekday",
        "weekday",
        rf"\b{_WEEKDAY}\s+(?:of\s+)?(?P<which>last|this)\s+week\b",
        _weekday_of_week,
    ),
    Rule(
        "month-day-range",
        "digit range",
        rf"\b(?P<between>(?:between|from)\s+(?:the\s+)?)?(?P<d1>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
        rf"(?P<to>\s*[-–—/]\s*|\s+(?:to|and|or|until|through)\s+)(?:the\s+)?(?P<d2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?{_M1}\b{_YEAR}",
        _day_range,
    ),
    Rule(
        "year",
        "digit",
        rf"(?<=\bin ){Y}\s+(?P<to>or|and|to|through)\s+{_Y2}",
        _years,
    ),
    Rule(
        "year",
        "range",
        rf"\b(?:between|from)\s+{Y}\s+(?:and|to|until|till|through)\s+{_Y2}",
        _years,
    ),
    Rule("year", "digit", rf"(?<=\bin ){Y}(?P<to>[-–—]){_Y2}", _years),
    Rule(
        "month-range",
        "month",
        rf"(?:(?<=\bin )|(?<=\bof )|(?<=\bduring )|(?<=\bover )){_M1}\s*"
        rf"(?P<to>\s(?:and|or|to|through)\s|–|-)\s*(?-i:{_M2})\b(?!\s+\d{{1,2}}\b){_YEAR}",
        _months,
    ),
    Rule(
        "month-day-range",
        "the range",
        rf"\b(?P<between>(?:from|between)\s+)?the\s+{_NTH1}"
        rf"(?P<to>\s+(?:to|and|or|until|through)\s+|\s*[-–—]\s*)"
        rf"(?:the\s+)?{_NTH2}\b(?!\s+(?:of\s+)?{_M1})",
        _days,
    ),
    Rule(
        "month-day-range",
        "month",
        rf"\b{_M1}\s+(?P<list>\d{{1,2}}(?:st|nd|rd|th)?(?:,\s+\d{{1,2}}(?:st|nd|rd|th)?)+"
        rf",?\s+and\s+\d{{1,2}}(?:st|nd|rd|th)?)\b(?!\s+[a-z]+s\b){_YEAR}",
        _day_list,
    ),
    Rule(
        "year",
        "the",
        rf"\bthe\s+(?P<q>first|second|third|fourth|last)\s+quarter\s+of\s+"
        rf"(?:{Y}|(?P<which>last|this)\s+year\b)",
        _quarter,
    ),
    Rule(
        "week-of-month",
        "the",
        r"\bthe\s+(?P<w>first|second|third|fourth|last)\s+week\s+of\s+(?P<which>this|last)"
        r"\s+month\b",
        _week_of_this_month,
    ),
    Rule(
        "weekday-range",
        "weekday range",
        rf"\b(?P<between>(?:between|from)\s+)?{_WEEKDAY}(?P<to>\s+(?:and|or|to|through|until)\s+"
        rf"|\s*[-–—]\s*){_WEEKDAY.replace('<d>', '<w2>')}\b(?!\s+(?:last|this)\s+week)",
        _weekdays,
    ),
    Rule(
        "this-period",
        "the",
        rf"(?:(?<=\bin )|(?<=\bover )|(?<=\bduring )|(?<=\bwithin ))the\s+(?:last|past)\s+"
        rf"(?:{N}\s+)?(?P<unit>days?|weeks?|months?|years?)\b(?!\s+of\b)",
        _past_days,
    ),
    Rule(
        "part-of-month",
        "the",
        rf"\bthe\s+(?P<w>first|opening|last|final)\s+{N}\s+days\s+of\s+{_M1}\b"
        rf"(?!\s+\d{{1,2}}\b){_YEAR}",
        _days_of_month,
    ),
    Rule(
        "days-from",
        "number the within",
        rf"\b(?P<within>within\s+)?(?:{N}\s+|the\s+)(?P<unit>days?|weeks?)\s+(?:from|of"
        rf"|beginning|starting)\s+(?:on\s+)?{_M1}\s+{D}{_YEAR}",
        _days_from,
    ),
    Rule("chain", "within", rf"\bwithin\s+(?:{N}\s+)?(?P<unit>days?|weeks?)\b", _within),
    Rule(
        "part-of-month",
        "part",
        rf"\b(?P<p1>early|mid)(?:-\s*|\s+)(?:to|through)(?:-|\s+)(?P<p2>mid|late)[- ]+{_M1}\b"
        rf"(?!\s+\d{{1,2}}\b){_YEAR}",
        _parts_of_month,
    ),
    Rule(
        "weekend",
        "the last this",
        r"\b(?P<which>the|last|this|this past)\s+weekend\b(?!\s+of)",
        _weekend,
    ),
)
"""They are tried before the rules of single days."""
