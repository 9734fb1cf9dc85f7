"""The rules for English date phrases; :mod:`borderviz.articles.dates` lists them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import month_bounds
from borderviz.articles.dates.points import (
    Point,
    last_day_numbered,
    month_back,
    of_date,
    part_of_month,
    part_of_year,
)
from borderviz.articles.dates.words import (
    HOLIDAY,
    IN_WEEK,
    NTH,
    OF_WEEK,
    OF_YEAR,
    ORDINAL,
    PART,
    SEASONS,
    WEEKDAYS,
    D,
    M,
    N,
    Rule,
    Y,
    amount,
    day_of,
    holiday_of,
    month_of,
    part_name,
    single,
)

if TYPE_CHECKING:
    from borderviz.articles.dates.words import Read, Reading


_HALF_YEAR: Final = 6
_BETWEEN: Final = re.compile(r"\bbetween\s+(?:the\s+)?(?:\w+\s+of\s+)?$", re.IGNORECASE)


def _iso(read: Reading) -> Read:
    return single(Point(int(read["y"]), int(read["m"]), int(read["d"])))


def _month_day_year(read: Reading) -> Read:
    return single(Point(int(read["y"]), month_of(read), day_of(read)))


def _year_month_day(read: Reading) -> Read:
    """Return the day of a year told before it: "in 2010, on May 9"."""
    month = month_of(read) or month_of(read, "m2")
    return single(Point(int(read["y"]), month, day_of(read) or day_of(read, "d2")))


def _day_of_year(read: Reading) -> Read:
    """Return the day of that number in its year: "the seventh day of 1999"."""
    return single(of_date(date(int(read["y"]), 1, 1) + timedelta(days=(day_of(read) or 1) - 1)))


def _year_by(read: Reading) -> int | None:
    """Return the year that "last year", "the same year", "a year later" mean."""
    which, last = " ".join((read["which"] or read["side"]).split()), read.anchor.last
    if which in {"last", "this"}:
        return None if last is None else last.year - (which == "last")
    back = which.endswith(("previous", "before", "earlier"))
    on = which.endswith(("following", "next", "after", "later"))
    told = read.told.told_year
    return None if told is None else told + on - back


def _month_day_of_year(read: Reading) -> Read:
    month = month_of(read)
    return single(Point(_year_by(read), month, day_of(read)))


def _month_day(read: Reading) -> Read:
    return single(read.settle(Point(None, month_of(read), day_of(read))))


def _month_day_range(read: Reading) -> Read | None:
    first, second = day_of(read), day_of(read, "d2")
    month = month_of(read)
    later = month_of(read, "m2") or month
    year = int(read["y"]) if read["y"] else None
    one = Point(year, month, first) if year else read.settle(Point(None, month, first))
    two = Point(one.year, later, second)
    if one.year and later is not None and month is not None and later < month:
        one = one._replace(year=one.year - 1) if year else one
        two = two._replace(year=(one.year or 0) + 1)
    joiner = read["to"].strip()
    between = read["between"] or _BETWEEN.search(read.match.string[: read.match.start()])
    if joiner in {"and", ","} and not between:
        return f"{{{one.edtf},{two.edtf}}}", one
    if joiner == "or":
        return f"[{one.edtf},{two.edtf}]", one
    return f"{one.edtf}/{two.edtf}", one


def _month_year(read: Reading) -> Read:
    return Point(int(read["y"]), month_of(read)).edtf, None


def _month_of_year(read: Reading) -> Read:
    month = month_of(read)
    return Point(_year_by(read), month).edtf, None


def _last_month_name(read: Reading) -> Read:
    """Return the month; of "last August" in December two may be meant."""
    month = month_of(read) or 1
    last = read.anchor.last
    if last is None:
        return Point(None, month).edtf, None
    if read["which"].startswith("this"):
        return Point(last.year - (month > last.month), month).edtf, None
    older, newer = Point(last.year - 1, month), Point(last.year, month)
    if month >= last.month:
        return older.edtf, None
    return f"[{older.edtf},{newer.edtf}]", None


def _part_of_month(read: Reading) -> Read:
    part, month = part_name(read["part"]), month_of(read)
    if read["y"]:
        point = Point(int(read["y"]), month)
    elif read["which"] or read["side"]:
        point = Point(_year_by(read), month)
    else:
        first = int(part_of_month(Point(None, month), part)[8:10])
        point = read.settle(Point(None, month, first))._replace(day=None)
    return part_of_month(point, part), None


def _part_of_this_month(read: Reading) -> Read:
    point = month_back(read.anchor, int(read["which"] == "last"))
    if point.month is None:
        return None, None
    return part_of_month(point, part_name(read["part"])), None


def _month_alone(read: Reading) -> Read:
    return read.settle(Point(None, month_of(read))).edtf, None


def _day_of_month(read: Reading) -> Read:
    return single(month_back(read.anchor, int(read["which"] == "last"))._replace(day=day_of(read)))


def _day_alone(read: Reading) -> Read:
    """Return the day of that number in the month told last, else the last one."""
    day = day_of(read) or day_of(read, "d3")
    last = read.anchor.last
    told = read.told
    open_report = last is None or told.heading is not None
    before = told.near or told.day or ((told.last or told.month) if open_report else None)
    if day is None:
        return None, None
    if before is not None and before.month is not None:
        point = before._replace(day=day)
        if last is None or point.as_date is None or point.as_date <= last:
            return single(point)
    return single(last_day_numbered(day, read.anchor))


def _weekday(read: Reading) -> Read:
    """Return the last such weekday; without the day of publication there is no date."""
    day = read.anchor.day
    if day is None:
        return None, None
    back = (day.weekday() - WEEKDAYS.index(read["w"])) % 7
    if read["which"] in {"last", "this past"} and back == 0:
        back = 7
    if read["which"] == "next":
        return None, None
    return single(of_date(day - timedelta(days=back)))


def _this_day(read: Reading) -> Read:
    day = read.anchor.day
    words = " ".join(read.match[0].lower().split())
    back = (
        2
        if words.startswith("the day before yesterday")
        else int("yesterday" in words or words == "last night")
    )
    return (None, None) if day is None else single(of_date(day - timedelta(days=back)))


def _ago(read: Reading) -> Read:
    number, unit, day = amount(read["n"]), read["unit"].rstrip("s"), read.anchor.day
    if number is None or read.anchor.last is None:
        return None, None
    lead = read.match.string[: read.match.start()]
    if unit == "year" and read["this"]:
        return month_back(read.anchor, 12 * number).edtf, None
    if unit == "year" and not re.search(r"\bhalf\s+$", lead):
        return f"{read.anchor.last.year - number:04d}~", None
    if unit in {"year", "month"}:
        return f"{month_back(read.anchor, _HALF_YEAR if unit == 'year' else number).edtf}~", None
    if day is None:
        return None, None
    moved = of_date(day - timedelta(days=number * {"week": 7, "fortnight": 14}.get(unit, 1)))
    some = re.search(r"\b(?:some|nearly|almost)\s+$", lead)
    loose = some or unit in {"week", "fortnight"} or read["n"] == "a couple of"
    return moved.edtf + ("~" if loose else ""), moved


def _this_period(read: Reading) -> Read:
    unit, back, last = read["unit"], int(read["which"] == "last"), read.anchor.last
    if last is None:
        return None, None
    if unit == "year":
        return f"{last.year - back:04d}", None
    if unit == "month":
        return month_back(read.anchor, back).edtf, None
    day = read.anchor.day
    if day is None:
        return None, None
    monday = day - timedelta(days=day.weekday() + 7 * back)
    until = monday + timedelta(days=6) if back else day
    return f"{monday.isoformat()}/{until.isoformat()}", None


def _in_the_period(read: Reading) -> Read:
    """Return the month or the year that is told of: "earlier in the month"."""
    month, last = read.told.month, read.anchor.last
    if read["unit"] == "year":
        year = read.told.told_year or (last.year if last is not None else None)
        return (None if year is None else f"{year:04d}"), None
    month = month if month is not None else month_back(read.anchor, 0)
    return (None if month.month is None else month._replace(day=None).edtf), None


def _before_last(read: Reading) -> Read:
    if read["unit"] == "month":
        month = month_back(read.anchor, 2)
        return (None if month.month is None else month.edtf), None
    last = read.anchor.last
    return (None if last is None else f"{last.year - 2:04d}"), None


def _part_of_this_year(read: Reading) -> Read:
    last = read.anchor.last
    if last is None:
        return None, None
    return part_of_year(last.year - (read["which"] == "last"), part_name(read["part"])), None


def _year(read: Reading) -> Read:
    year, part = int(read["y"]), read["part"]
    return (part_of_year(year, part_name(part)) if part else f"{year:04d}"), None


def _decade(read: Reading) -> Read:
    """Return a decade, or its first, middle or last years."""
    start = int(read["y"])
    if not read["part"]:
        return f"{start // 10}X", None
    first, last = {"early": (0, 3), "mid": (4, 6)}.get(part_name(read["part"]), (7, 9))
    return f"{start + first}/{start + last}", None


def _season(read: Reading) -> Read:
    code, last = SEASONS[read["s"]], read.anchor.last
    if read["y"]:
        return f"{read['y']}-{code}", None
    if last is None:
        return None, None
    first_month = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    year = last.year
    if date(year, first_month, 1) > last:
        year -= 1
    current = code != 24 and year == last.year and last <= month_bounds(year, first_month + 2)[1]
    if read["which"] == "last" and (current or (code == 24 and year == last.year)):
        year -= 1
    return f"{year:04d}-{code}", None


def _holiday(read: Reading) -> Read:
    point = holiday_of(read["h"])
    return single(point._replace(year=int(read["y"])) if read["y"] else read.settle(point))


_TO: Final = (
    r"(?P<to>\s*(?:-|–|—|~)\s*|\s+(?:to|and|or|through|until|into)\s+)"
    r"(?:(?:on\s+)?(?:the\s+)?(?:early\s+)?(?:(?:night|morning|evening|early\s+hours|dawn)\s+of\s+)?)"
)
_NOT_PEOPLE: Final = (
    r"(?!\s+(?:people|men|women|children|persons?|soldiers|guards|others|residents|defectors"
    r"|villagers|officers|kilo\w*|kg|tons?|tonnes?|percent|North|South|(?-i:[A-Z])[a-z]+(?:ese|ans?))\b)"
)
_IN: Final = "|".join(
    rf"(?<=\b{word} )" for word in (
        "in", "since", "during", "until", "from", "by", "over", "throughout", "of", "before",
        "every", "till", "through", "around", "about", "between",
        "circa",
    )
)  # fmt: skip
"""What stands before a month or a year that is told alone."""
_M2: Final = M.replace("<m>", "<m2>")
_D2: Final = D.replace("<d>", "<d2>")
_DAY_NTH: Final = D.replace("?(?!", "(?!", 1)
_WEEKDAY_THE: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+the\s+"
RULES: Final[tuple[Rule, ...]] = (
    Rule("iso", "digit", r"\b(?P<y>(?:19|20)\d\d)[-./](?P<m>\d\d)[-./](?P<d>\d\d)\b(?!\.\d)", _iso),
    Rule(
        "month-day-range",
        "month range",
        rf"(?P<between>between\s+)?\b{M}\s+{D}{_TO}(?:{_M2}\s+)?"
        rf"{_D2}\b(?!\.\d){_NOT_PEOPLE}(?:,?\s+{Y})?",
        _month_day_range,
    ),
    Rule(
        "month-day-year",
        "month weekday",
        rf"\b{OF_WEEK}{M}\s+{D},?\s+(?:(?:of|in)\s+)?{Y}{IN_WEEK}",
        _month_day_year,
    ),
    Rule(
        "month-day-of-year", "month weekday", rf"\b{OF_WEEK}{M}\s+{D}{OF_YEAR}", _month_day_of_year
    ),
    Rule(
        "month-day-year",
        "digit the weekday",
        rf"\b{OF_WEEK}(?:the\s+)?{D}\s+(?:of\s+)?{M},?\s+(?:(?:of|in)\s+)?{Y}{IN_WEEK}",
        _month_day_year,
    ),
    Rule(
        "month-day-of-year",
        "digit the weekday",
        rf"\b{OF_WEEK}(?:the\s+)?{D}\s+(?:of\s+)?{M}{OF_YEAR}",
        _month_day_of_year,
    ),
    Rule(
        "month-day-year",
        "the",
        rf"\b(?:the\s+)?{ORDINAL}\s+(?:of\s+)?{M},?\s+(?:of\s+)?{Y}",
        _month_day_year,
    ),
    Rule("month-day", "the", rf"\bthe\s+{ORDINAL}\s+of\s+{M}\b", _month_day),
    Rule("month-day-year", "the", rf"\bthe\s+{ORDINAL}\s+day\s+of\s+{Y}", _day_of_year),
    Rule(
        "month-day-year",
        "digit",
        rf"(?<=\bin ){Y},?\s+on\s+(?:the\s+\w+\s+of\s+)?(?:{M}\s+{D}\b|(?:the\s+)?"
        rf"{_D2}\s+(?:of\s+)?{_M2}\b)",
        _year_month_day,
    ),
    Rule(
        "part-of-month", "the part", rf"\b{PART}[- ]+{M},?\s+(?:(?:of|in)\s+)?{Y}", _part_of_month
    ),
    Rule("part-of-month", "the part", rf"\b{PART}[- ]+{M}{OF_YEAR}", _part_of_month),
    Rule("part-of-month", "the part", rf"\b{PART}[- ]+{M}\b(?!\s+\d)", _part_of_month),
    Rule(
        "part-of-month",
        "the part",
        rf"\b{PART}\s+(?P<which>this|last)\s+month\b",
        _part_of_this_month,
    ),
    Rule("year", "the part", rf"\b{PART}\s+(?P<which>this|last)\s+year\b", _part_of_this_year),
    Rule(
        "month-day", "month weekday", rf"\b{OF_WEEK}{M}\s+{D}\b(?!\s*percent){IN_WEEK}", _month_day
    ),
    Rule(
        "month-day",
        "digit the weekday",
        rf"\b{OF_WEEK}(?:the\s+)?{D}\s+(?:of\s+)?{M}\b{IN_WEEK}",
        _month_day,
    ),
    Rule("month-year", "month", rf"\b{M},?\s+(?:(?:of|in)\s+)?{Y}", _month_year),
    Rule("month-of-year", "month", rf"\b{M}{OF_YEAR}", _month_of_year),
    Rule(
        "last-month-name",
        "last",
        rf"\b(?P<which>last|this past|this)\s+(?-i:{M})(?!\s+\d)\b",
        _last_month_name,
    ),
    Rule(
        "day-of-month",
        "the",
        rf"\bthe\s+(?:{_DAY_NTH}|{ORDINAL})\s+of\s+(?P<which>this|last)\s+month\b",
        _day_of_month,
    ),
    Rule("month", "month", rf"(?:{_IN}){M}\b(?!\s+\d)", _month_alone),
    Rule(
        "this-day",
        "the day last",
        r"\bthe\s+day\s+before\s+yesterday\b|\byesterday(?:\s+(?:morning|evening"
        r"|afternoon))?\b|\btoday\b|\btonight\b|\blast\s+night\b|\bthis\s+morning\b"
        r"|\b(?<=late )this\s+evening\b",
        _this_day,
    ),
    Rule(
        "ago",
        "number",
        rf"\b{N}\s+(?P<unit>days?|nights?|weeks?|fortnights?|months?|years?)\s+ago\b"
        r"(?P<this>\s+this\s+month\b)?",
        _ago,
    ),
    Rule(
        "last-weekday",
        "last",
        r"\b(?P<which>last|this past|next)\s+(?P<w>Monday|Tuesday|Wednesday"
        r"|Thursday|Friday|Saturday|Sunday)\b",
        _weekday,
    ),
    Rule(
        "day",
        "weekday",
        rf"\b{_WEEKDAY_THE}(?P<d>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b",
        _day_alone,
    ),
    Rule(
        "weekday",
        "weekday",
        r"\b(?<!\bevery )(?<!\beach )(?<!\bany )(?<!\bone )(?<!\ba )(?P<which>)(?P<w>Monday|Tuesday"
        r"|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        _weekday,
    ),
    Rule(
        "holiday",
        "holiday",
        r"(?:\b(?<!Lunar )(?=New|Christmas\s+(?:Day|Eve))|(?<=\bon )|(?<=\bby )|(?<=\bat ))"
        rf"(?P<h>{HOLIDAY})\b(?:,?\s+{Y})?",
        _holiday,
    ),
    Rule(
        "season",
        "the season",
        r"\b(?:the\s+)?(?P<s>spring|summer|autumn|fall|winter),?\s+(?:of\s+)?" + Y,
        _season,
    ),
    Rule(
        "season",
        "last",
        r"\b(?P<which>last|this|this past)\s+(?P<s>spring|summer|autumn|fall|winter)\b",
        _season,
    ),
    Rule(
        "this-period",
        "last later",
        r"\b(?:(?:earlier|later?)\s+)?(?P<which>this|last)\s+(?P<unit>week|month|year)\b",
        _this_period,
    ),
    Rule(
        "this-period",
        "later",
        r"\b(?:earlier|later)\s+in\s+the\s+(?P<unit>month|year)\b",
        _in_the_period,
    ),
    Rule("this-period", "the", r"\bthe\s+(?P<unit>month|year)\s+before\s+last\b", _before_last),
    Rule(
        "decade",
        "digit the part",
        rf"\b(?:the\s+)?(?:(?P<part>early|mid|late)[ -])?{Y.replace(chr(92) + 'b', '')}s\b",
        _decade,
    ),
    Rule("year", "the part", rf"\b{PART}[ -]{Y}", _year),
    Rule("year", "digit", rf"(?:{_IN})(?<![\d,]){Y}", _year),
    Rule("day", "digit", rf"\b{NTH}", _day_alone),
)
"""The rules of single days, months and years."""
