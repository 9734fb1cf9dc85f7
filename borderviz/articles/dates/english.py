"""The rules for English date phrases; :mod:`borderviz.articles.dates` lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import month_bounds
from borderviz.articles.dates.points import (
    Point,
    last_day_numbered,
    last_such,
    month_back,
    of_date,
    part_of_month,
)
from borderviz.articles.numbers import value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.articles.article import Anchor

Read = tuple[str | None, Point | None]
"""A date as EDTF, and the day for chains; each may be None."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule works on: its match, the anchor, the date before."""

    match: re.Match[str]
    anchor: Anchor
    before: Point | None

    def __getitem__(self, name: str) -> str:
        return (self.match.groupdict().get(name) or "").lower()


MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
M: Final = (
    r"(?P<m>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_D: Final = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|\s*[ap]\.?m\b|\s*(?:percent|%))"
Y: Final = r"(?P<y>(?:19[4-9]|20[0-4])\d)\b"
N: Final = (
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|a couple of|a few|several)"
)
_OF_YEAR: Final = (
    r",?\s+(?:of\s+)?(?P<which>last|this|the same|the previous|the following)\s+year\b"
)
PART: Final = (
    r"(?P<part>early|mid|middle|late|(?:the\s+)?(?:beginning|start|first half"
    r"|middle|end|second half)\s+of"
    r"|(?:the\s+)?(?:early|middle|latter)\s+(?:part|half)\s+of|(?:the\s+)?very end of)"
)
_AFTER_DAY: Final = (
    r"(?=[,.;:)\]”\"’—–]|$|\s+(?:at|in|when|and|that|by|with|for|from|near"
    r"|while|after|before|he|she|they|two|three|as|because|but|a|an|the"
    r"|of|during|between|which|who|on|to|into|it|some|according|until|were|was|had|told|said)\b)"
)
STARTERS: Final = re.compile(
    r"\b(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    r"|(?:from|between)(?=\s+(?-i:[A-Z]))|on(?=\s+th)"
    r"|(?:at|around|about)(?=\s+(?:the|that|this|around|about|mid))"
    r"|the(?=\s+(?:\d|day|night|next|following|previous|very|same|begin|start|end|early|mid|latter"
    r"|first|second|third|fourth|last|final|opening|spring|summer|autumn|fall|winter|weekend))"
    r"|that|early|mid|middle|late|latter|earlier|beginning|start|end|first|second|third|fourth|very"
    r"|last|this|next|today|yesterday|New|spring|summer|autumn|fall|winter"
    r"|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|several)"
    r"(?=\s+(?:days?|weeks?|months?|years?|couple|few|hours)\b)|(?:within|some|hours)"
    r"(?=\s+(?:hours|later)\b))",
    re.IGNORECASE,
)
"""How a date phrase may begin; elsewhere none is looked for."""
_DIGIT: Final = re.compile(r"\d")
_ORDINAL: Final = re.compile(r"the \w+(?:st|nd|rd|th)\b")
_KEYWORD: Final = re.compile(
    r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|day\b|days\b|night"
    r"|morning|evening|week|month"
    r"|year|hours|spring|summer|autumn|fall\b|winter|time\b|Eve\b|ago\b|[Ll]ater\b",
)


@lru_cache(maxsize=4096)
def _is_of_time(word: str) -> bool:
    return _KEYWORD.search(word) is not None


def may_tell_date(text: str) -> bool:
    """Whether a sentence may hold a date phrase: it has a digit or a word of time."""
    told = _DIGIT.search(text) or any(map(_is_of_time, text.split())) or _ORDINAL.search(text)
    return bool(told)


def month_of(read: Reading, name: str = "m") -> int | None:
    """Return the number of a month that is named."""
    short = read[name].rstrip(".")[:3]
    return next((n for n, month in enumerate(MONTHS, 1) if short and month.startswith(short)), None)


def _day(read: Reading, name: str = "d") -> int | None:
    digits = re.match(r"\d+", read[name])
    return int(digits[0]) if digits else None


def _single(point: Point) -> Read:
    return point.edtf, point


def _iso(read: Reading) -> Read:
    return _single(Point(int(read["y"]), int(read["m"]), int(read["d"])))


def _month_day_year(read: Reading) -> Read:
    return _single(Point(int(read["y"]), month_of(read), _day(read)))


def _year_by(read: Reading, month: int | None) -> int | None:
    """Return the year that "last year" and its like mean."""
    which, last = read["which"], read.anchor.last
    if which in {"the same", "the previous", "the following"}:
        base = read.before.year if read.before else None
        step = {"the same": 0, "the previous": -1, "the following": 1}[which]
        return None if base is None else base + step
    if last is None:
        return None
    return last.year - (which == "last")


def _month_day_of_year(read: Reading) -> Read:
    month = month_of(read)
    return _single(Point(_year_by(read, month), month, _day(read)))


def _month_day(read: Reading) -> Read:
    point = last_such(Point(None, month_of(read), _day(read)), read.anchor)
    return _single(in_year_before(point, read))


def in_year_before(point: Point, read: Reading) -> Point:
    """Return a date of an undated report in the year of the date before, if it is later in it."""
    before = read.before
    if point.year is not None or before is None or before.year is None or point.month is None:
        return point
    later = (point.month, point.day or 99) >= (before.month or 99, before.day or 0)
    return replace(point, year=before.year) if later else point


def _month_day_range(read: Reading) -> Read | None:
    first, second = _day(read), _day(read, "d2")
    month = month_of(read)
    later = month_of(read, "m2") or month
    year = int(read["y"]) if read["y"] else None
    one = Point(year, month, first) if year else last_such(Point(None, month, first), read.anchor)
    two = Point(one.year, later, second)
    if one.year and later is not None and month is not None and later < month:
        one = replace(one, year=one.year - 1) if year else one
        two = replace(two, year=(one.year or 0) + 1)
    joiner = read["to"].strip()
    if joiner in {"and", ","} and not read["between"]:
        return f"{{{one.edtf},{two.edtf}}}", one
    if joiner == "or":
        return f"[{one.edtf},{two.edtf}]", one
    return f"{one.edtf}/{two.edtf}", one


def _month_year(read: Reading) -> Read:
    return Point(int(read["y"]), month_of(read)).edtf, None


def _month_of_year(read: Reading) -> Read:
    month = month_of(read)
    return Point(_year_by(read, month), month).edtf, None


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


def part_name(text: str) -> str:
    """Return the part of a month that words tell, by its key in `part_of_month`."""
    if "early" in text or "first half" in text:
        return "early"
    if "beginning" in text or "start" in text:
        return "start"
    if "late" in text or "second half" in text or "latter" in text:
        return "late"
    return "mid" if "mid" in text else "end"


def _part_of_month(read: Reading) -> Read:
    part, month = part_name(read["part"]), month_of(read)
    if read["y"]:
        point = Point(int(read["y"]), month)
    elif read["which"]:
        point = Point(_year_by(read, month), month)
    else:
        first = int(part_of_month(Point(None, month), part)[8:10])
        point = replace(last_such(Point(None, month, first), read.anchor), day=None)
    return part_of_month(point, part), None


def _part_of_this_month(read: Reading) -> Read:
    point = month_back(read.anchor, int(read["which"] == "last"))
    if point.month is None:
        return None, None
    return part_of_month(point, part_name(read["part"])), None


def _month_alone(read: Reading) -> Read:
    point = last_such(Point(None, month_of(read)), read.anchor)
    return in_year_before(point, read).edtf, None


def _day_of_month(read: Reading) -> Read:
    day = _day(read)
    if read["which"] in {"that", "the same", "the"} and read.before is not None:
        return _single(replace(read.before, day=day))
    return _single(replace(month_back(read.anchor, int(read["which"] == "last")), day=day))


def _day_alone(read: Reading) -> Read:
    day, before = _day(read), read.before
    if day is None:
        return None, None
    if before is not None and before.month is not None:
        point = replace(before, day=day)
        last = read.anchor.last
        if last is None or point.as_date is None or point.as_date <= last:
            return _single(point)
    return _single(last_day_numbered(day, read.anchor))


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
    return _single(of_date(day - timedelta(days=back)))


def _this_day(read: Reading) -> Read:
    day = read.anchor.day
    words = " ".join(read.match[0].lower().split())
    back = (
        2
        if words.startswith("the day before yesterday")
        else int("yesterday" in words or words == "last night")
    )
    return (None, None) if day is None else _single(of_date(day - timedelta(days=back)))


def amount(text: str) -> int | None:
    """Return how many days or weeks are told; None where that stays open ("several")."""
    if text in {"a", "an"}:
        return 1
    return value_of(text)


def _ago(read: Reading) -> Read:
    number, unit, day = amount(read["n"]), read["unit"].rstrip("s"), read.anchor.day
    if number is None or read.anchor.last is None:
        return None, None
    if unit == "year":
        return f"{read.anchor.last.year - number:04d}~", None
    if unit == "month":
        return f"{month_back(read.anchor, number).edtf}~", None
    if day is None:
        return None, None
    moved = of_date(day - timedelta(days=number * (7 if unit == "week" else 1)))
    loose = unit == "week" or read["n"] in {"a couple of"}
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


def _year(read: Reading) -> Read:
    year, part = int(read["y"]), read["part"]
    span = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part.rstrip("- "))
    if span is None:
        return f"{year:04d}", None
    return f"{year:04d}-{span[0]:02d}/{year:04d}-{span[1]:02d}", None


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
    eve = "eve" in read.match[0].lower()
    point = Point(None, 12, 31) if eve else Point(None, 1, 1)
    return _single(last_such(point, read.anchor))


def _chain(read: Reading) -> Read:
    """Count from the date before; without one the phrase tells no date."""
    words = " ".join(read.match[0].lower().split())
    step = 0
    if read["n"]:
        number = amount(read["n"])
        if number is None:
            return None, None
        step = number * (7 if read["unit"].startswith("week") else 1)
        step = -step if re.search(r"earlier|before|previously", words) else step
    elif re.search(r"next|following|day after|day later", words):
        step = 1
    elif re.search(r"previous|day before|night before|day earlier", words):
        step = -1
    moved = read.before.plus(step) if read.before is not None else None
    return (None, None) if moved is None else _single(moved)


def _midnight(read: Reading) -> Read:
    """Return the night between two days, after a date in the evening."""
    after = read.before.plus(1) if read.before is not None else None
    if after is None or read.before is None:
        return None, None
    return f"{read.before.edtf}/{after.edtf}", None


_TO: Final = r"(?P<to>\s*(?:-|–|—|~)\s*|\s+(?:to|and|or|through|until)\s+)"
RULES: Final[tuple[tuple[str, str, Callable[[Reading], Read | None]], ...]] = (
    ("iso", r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
    (
        "month-day-range",
        rf"(?P<between>between\s+)?\b{M}\s+{_D}{_TO}(?:{M.replace('<m>', '<m2>')}\s+)?"
        rf"{_D.replace('<d>', '<d2>')}\b(?!\.\d)(?:,?\s+{Y})?",
        _month_day_range,
    ),
    ("month-day-year", rf"\b{M}\s+{_D},?\s+(?:of\s+)?{Y}", _month_day_year),
    ("month-day-of-year", rf"\b{M}\s+{_D}{_OF_YEAR}", _month_day_of_year),
    ("month-day-year", rf"\b(?:the\s+)?{_D}\s+(?:of\s+)?{M},?\s+{Y}", _month_day_year),
    ("month-day-of-year", rf"\b(?:the\s+)?{_D}\s+(?:of\s+)?{M}{_OF_YEAR}", _month_day_of_year),
    ("part-of-month", rf"\b{PART}[- ]+{M},?\s+(?:of\s+)?{Y}", _part_of_month),
    ("part-of-month", rf"\b{PART}[- ]+{M}{_OF_YEAR}", _part_of_month),
    ("part-of-month", rf"\b{PART}[- ]+{M}\b(?!\s+\d)", _part_of_month),
    ("part-of-month", rf"\b{PART}\s+(?P<which>this|last)\s+month\b", _part_of_this_month),
    ("month-day", rf"\b{M}\s+{_D}\b(?!\s*percent)", _month_day),
    ("month-day", rf"\b(?:the\s+)?{_D}\s+(?:of\s+)?{M}\b", _month_day),
    ("month-year", rf"\b{M},?\s+(?:of\s+)?{Y}", _month_year),
    ("month-of-year", rf"\b{M}{_OF_YEAR}", _month_of_year),
    ("last-month-name", rf"\b(?P<which>last|this past|this)\s+{M}\b", _last_month_name),
    (
        "day-of-month",
        rf"\bthe\s+{_D.replace('?(?!', '(?!', 1)}\s+of\s+(?P<which>this|last|that"
        rf"|the same|the)\s+month\b",
        _day_of_month,
    ),
    (
        "month",
        rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bduring )|(?<=\buntil )|(?<=\bfrom )|(?<=\bby )"
        rf"|(?<=\bover )|(?<=\bthroughout )|(?<=\bof )|(?<=\bbefore )|(?<=\bevery )){M}\b(?!\s+\d)",
        _month_alone,
    ),
    (
        "chain",
        r"\b(?:on\s+)?the\s+(?:next|following|previous|very next)\s+(?:day|night"
        r"|morning|evening|afternoon)\b",
        _chain,
    ),
    (
        "chain",
        r"\b(?:on\s+)?(?:the\s+(?:very\s+)?same|that(?:\s+same|\s+very)?)\s+(?:day"
        r"|night|evening|morning|afternoon)\b",
        _chain,
    ),
    ("chain", r"\b(?:at|around|about)\s+(?:the\s+same|that|this)\s+time\b", _chain),
    (
        "chain",
        rf"\b{N}\s+(?P<unit>days?|weeks?)\s+(?:later|earlier|before that"
        rf"|after that|afterwards?|previously)\b",
        _chain,
    ),
    ("chain", r"\bthe\s+(?:day|night)\s+(?:after|before)\b(?!\s+yesterday)", _chain),
    (
        "this-day",
        r"\bthe\s+day\s+before\s+yesterday\b|\byesterday(?:\s+(?:morning|evening"
        r"|afternoon))?\b|\btoday\b|\blast\s+night\b|\bthis\s+morning\b",
        _this_day,
    ),
    ("ago", rf"\b{N}\s+(?P<unit>days?|weeks?|months?|years?)\s+ago\b", _ago),
    (
        "last-weekday",
        r"\b(?P<which>last|this past|next)\s+(?P<w>Monday|Tuesday|Wednesday"
        r"|Thursday|Friday|Saturday|Sunday)\b",
        _weekday,
    ),
    (
        "weekday",
        r"\b(?P<which>)(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        _weekday,
    ),
    ("holiday", r"\bNew\s+Year[’']?s?\s+(?:Eve|Day)\b", _holiday),
    ("season", r"\b(?:the\s+)?(?P<s>spring|summer|autumn|fall|winter)\s+of\s+" + Y, _season),
    (
        "season",
        r"\b(?P<which>last|this|this past)\s+(?P<s>spring|summer|autumn|fall|winter)\b",
        _season,
    ),
    (
        "this-period",
        r"\b(?:earlier\s+|late\s+)?(?P<which>this|last)\s+(?P<unit>week|month|year)\b",
        _this_period,
    ),
    ("midnight", r"\b(?:at\s+)?(?:around|about)\s+midnight\b", _midnight),
    (
        "year",
        rf"(?:\b(?P<part>early|mid|late)[ -]|(?<=\bin )|(?<=\bsince )|(?<=\bof )"
        rf"|(?<=\bby ))(?<![\d,]){Y}",
        _year,
    ),
    (
        "day",
        rf"\b(?<=\bthe )(?P<d>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b{_AFTER_DAY}",
        _day_alone,
    ),
)
"""Name, pattern and builder of each rule; of those that match at a spot the first is taken."""
