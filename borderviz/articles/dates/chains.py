"""The rules for English phrases that count from what was told before: days, months, years."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import month_bounds
from borderviz.articles.dates.points import (
    Point,
    month_back,
    months_on,
    of_date,
    part_of_month,
    part_of_year,
)
from borderviz.articles.dates.words import (
    HOLIDAY,
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

_DAYS: Final = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_DAY_HOURS: Final = 24
_BACK: Final = re.compile(r"\b(?:earlier|before|previously|previous)\b", re.IGNORECASE)
_ON: Final = re.compile(r"\b(?:next|following|after|later)\b", re.IGNORECASE)


def _direction(words: str) -> int:
    """Return whether words lead on (1), back (-1) or stay where they are (0)."""
    return -1 if _BACK.search(words) else int(bool(_ON.search(words)))


def _day(read: Reading) -> Read:
    """Return the same day, the next, the one before; without a day told there is none.

    "Officials announced on Sunday that he came the previous day": that is Saturday.
    """
    step = _direction(read.match[0])
    before = (read.told.spoken if step < 0 else None) or read.before
    return single(before.plus(step) if before is not None else None)


def _counted(read: Reading) -> Read:
    """Count days, weeks, months or years on or back from what was told last."""
    number = amount(read["n"])
    if number is None:
        return None, None
    back = _BACK.search(read.match[0][len(read["n"]) :])
    return _moved(read, -number if back else number, read["unit"].rstrip("s"))


def _moved(read: Reading, number: int, unit: str) -> Read:
    told = read.told
    if unit == "year":
        return (None, None) if told.told_year is None else (f"{told.told_year + number}~", None)
    if unit == "month":
        if told.month is None:
            return None, None
        return f"{months_on(told.month, number).edtf}~", None
    if unit == "hour":
        days = number // _DAY_HOURS if number % _DAY_HOURS == 0 else None
    else:
        days = number * _DAYS[unit]
    if days is None:
        return None, None
    if read.before is not None:
        return single(read.before.plus(days))
    return _month_moved(told.month, days), None


def _month_moved(month: Point | None, days: int) -> str | None:
    """Return the months in which a time may lie that counts from any day of a month."""
    if month is None or month.year is None or month.month is None:
        return None
    first, last = (
        of_date(day + timedelta(days=days)) for day in month_bounds(month.year, month.month)
    )
    one, two = first._replace(day=None).edtf, last._replace(day=None).edtf
    return one if one == two else f"{one}/{two}"


def _from_date(read: Reading) -> Read:
    """Count from a date that follows: "two days before the October 10 holiday"."""
    base = holiday_of(read["h"]) if read["h"] else Point(None, month_of(read), day_of(read))
    base = base._replace(year=int(read["y"])) if read["y"] else base
    base = read.settle(base)
    number = 1 if read["one"] else amount(read["n"])
    if number is None:
        return None, None
    step = number * _DAYS[read["unit"].rstrip("s") or "day"]
    return single(base.plus(step if read["side"] == "after" else -step))


def _that_span(read: Reading) -> Read:
    """Return the date told last: "at the same gathering", "at the same time"."""
    return (None, None) if read.told.span is None else (read.told.span, read.before)


def _some_later(_: Reading) -> Read:
    """Return no date: "some days later" is a day of its own, which none can tell."""
    return None, None


def _hours_later(read: Reading) -> Read:
    """Return the day told before and the next, between which hours later may be."""
    after = read.before.plus(1) if read.before is not None else None
    if read.before is None or after is None:
        return None, None
    return f"{read.before.edtf}/{after.edtf}", read.before


def _week(read: Reading) -> Read:
    """Return the week that the day before opens, or the calendar week before or after it."""
    day, step = read.before, _direction(read["which"] + read["side"])
    end = day.plus(6) if day is not None else None
    if day is None or end is None:
        return None, None
    if step == 0:
        return f"{day.edtf}/{end.edtf}", None
    known = day.as_date
    if known is None:
        return None, None
    monday = known - timedelta(days=known.weekday() - 7 * step)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", None


def _month_from(read: Reading, words: str) -> Point | None:
    """Return that month, the next or the one before; untold, the one before the publication's."""
    step = _direction(words)
    if read.told.month is not None:
        return months_on(read.told.month._replace(day=None), step)
    back = month_back(read.anchor, 1)
    return back if step < 0 and back.month is not None else None


def _month(read: Reading) -> Read:
    month = _month_from(read, read["which"] + read["side"])
    if month is None:
        return None, None
    return (part_of_month(month, part_name(read["part"])) if read["part"] else month.edtf), None


def _day_of_month(read: Reading) -> Read:
    """Return a day of that month: "the 19th of that month"."""
    month, day = _month_from(read, read["which"]), day_of(read)
    if month is not None:
        return single(month._replace(day=day))
    this = month_back(read.anchor, 0)
    return single(this._replace(day=day))


def _year(read: Reading) -> Read:
    year, step = read.told.told_year, _direction(read["which"] + read["side"])
    if year is None:
        return None, None
    if read["part"]:
        return part_of_year(year + step, part_name(read["part"])), None
    return f"{year + step:04d}", None


def _named_month(read: Reading) -> Read:
    """Return the month so named beside what was told: "that April", "the following April"."""
    month, told = month_of(read) or 1, read.told.month
    year, step = read.told.told_year, _direction(read["which"])
    if year is None:
        return read.settle(Point(None, month)).edtf, None
    if told is not None and told.month is not None:
        year += (month <= told.month) * (step > 0) - (month >= told.month) * (step < 0)
    return Point(year, month).edtf, None


def _named_season(read: Reading) -> Read:
    code, year, step = SEASONS[read["s"]], read.told.told_year, _direction(read["which"])
    if year is None:
        return None, None
    told = read.told.month
    first = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    at = told.month if told is not None and told.month is not None else 0
    year += (first <= at) * (step > 0) - (first >= at > 0) * (step < 0)
    return f"{year:04d}-{code}", None


def _weekday(read: Reading) -> Read:
    """Return the weekday after or before the day told; "that Friday" is that of its week."""
    day = read.before.as_date if read.before is not None else None
    if day is None:
        return None, None
    at, step = WEEKDAYS.index(read["w"]), _direction(read["which"] + read["side"])
    if step > 0:
        return single(of_date(day + timedelta(days=(at - day.weekday() - 1) % 7 + 1)))
    if step < 0:
        return single(of_date(day - timedelta(days=(day.weekday() - at - 1) % 7 + 1)))
    return single(of_date(day + timedelta(days=at - day.weekday())))


def _midnight(read: Reading) -> Read:
    """Return the night between two days, after a date in the evening."""
    return _hours_later(read)[0], None


_PARTS_OF_DAY: Final = r"(?:day|date|night|evening|morning|afternoon|dawn)"
_THAT: Final = r"(?:that(?:\s+same|\s+very)?|the\s+(?:very\s+)?same)"
_BEFORE_OR_ON: Final = r"the\s+(?:very\s+)?(?:next|following|previous|preceding)"
_WHICH: Final = rf"(?P<which>{_THAT}|{_BEFORE_OR_ON})"
_UNIT: Final = r"(?P<unit>days?|nights?|weeks?|months?|years?|hours?|fortnights?)"
_SPELL: Final = r"(?P<unit>days?|nights?|weeks?)"
_SIDE: Final = r"(?P<side>before|after|later|earlier)(?!\s+last\b)"
_SHARED: Final = (
    r"(?:gathering|occasion|operation|raid|sweep|incident|trial|event|meeting|attack|clash"
    r"|crossing|rally|ceremony|session|occasion|time)"
)
_PART_IN: Final = rf"(?:{PART}\s+(?:in\s+|of\s+)?|(?:later|earlier)\s+)"
_OF_WHAT: Final = (
    r"(?:(?:his|her|their|its|the|this|that)\s+(?!\d)\w+|(?:he|she|they|it)\s+\w+"
    r"|(?:being\s+)?\w{2,}ing\b)"
)
_WEEKDAY: Final = r"(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SEASON: Final = r"(?P<s>spring|summer|autumn|fall|winter)"
CHAIN_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "days-from",
        "number the on",
        rf"\b(?:on\s+)?(?:{N}\s+{_SPELL}|(?P<one>(?:the|a)\s+(?:day|night|evening)))\s+(?P<side>before|after)"
        r"\s+(?:(?:the|his|her|their|its|that)\s+(?:[\w’'-]+\s+){1,3}(?:on|of)\s+)?"
        rf"(?:the\s+)?(?:{M}\s+{D}|(?P<h>{HOLIDAY}))(?:,?\s+{Y})?",
        _from_date,
    ),
    Rule(
        "days-from",
        "the on",
        rf"\b(?P<one>(?:on\s+)?the\s+eve)\s+of\s+(?:the\s+)?(?:{M}\s+{D}|(?P<h>{HOLIDAY}))"
        rf"(?:,?\s+{Y})?",
        _from_date,
    ),
    Rule(
        "day-of-month",
        "the",
        rf"\bthe\s+{D.replace('?(?!', '(?!', 1)}\s+of\s+(?P<which>that|the\s+same|the"
        r"|the\s+(?:next|following|previous))\s+month\b",
        _day_of_month,
    ),
    Rule("chain", "that the on", rf"\b(?:on\s+)?{_WHICH}\s+{_PARTS_OF_DAY}\b", _day),
    Rule("chain", "next", rf"\bnext\s+{_PARTS_OF_DAY}\b", _day),
    Rule("chain", "at", rf"\b(?:at|around|about|in|during)\s+{_THAT}\s+{_SHARED}\b", _that_span),
    Rule("chain", "at", r"\b(?:at|around|about)\s+this\s+time\b", _day),
    Rule(
        "chain",
        "number",
        rf"\b{N}\s+{_UNIT}\s+(?:later|earlier(?!\s+(?:this|last))|before\s+that|after\s+that|afterwards?|previously"
        r"|(?:before|after)(?=\s*[,.;]|$))",
        _counted,
    ),
    Rule(
        "chain",
        "some units",
        r"\b(?:(?:some|many)\s+)?(?:days|nights|weeks|months|years)\s+(?:later|earlier(?!\s+(?:this|last))"
        r"|afterwards?)\b",
        _some_later,
    ),
    Rule("chain", "number", rf"\b{N}\s+{_UNIT}\s+(?:before|after)\s+{_OF_WHAT}", _counted),
    Rule(
        "chain",
        "the on",
        r"\b(?:on\s+)?the\s+(?:day|night|morning|evening|afternoon)\s+(?:after|before)\b"
        r"(?!\s+yesterday)",
        _day,
    ),
    Rule(
        "chain",
        "within number some units",
        r"\b(?:within|a\s+few|several|some)\s+hours(?:\s+later)?\b|\bhours\s+later\b",
        _hours_later,
    ),
    Rule(
        "chain", "that the later", rf"\b(?:(?:later|earlier)\s+)?{_WHICH}\s+week\b(?P<side>)", _week
    ),
    Rule("chain", "the", rf"\bthe\s+week\s+(?P<which>){_SIDE}\b", _week),
    Rule("chain", "that the part later", rf"\b{_PART_IN}?{_WHICH}\s+month\b(?P<side>)", _month),
    Rule("chain", "the", rf"\bthe\s+month\s+(?P<which>){_SIDE}\b", _month),
    Rule("chain", "that the part later", rf"\b{_PART_IN}?{_WHICH}\s+year\b(?P<side>)", _year),
    Rule("chain", "the", rf"\bthe\s+year\s+(?P<which>){_SIDE}\b", _year),
    Rule("chain", "that the", rf"\b{_WHICH}\s+(?-i:{M})\b(?!\s+\d)", _named_month),
    Rule("chain", "that the", rf"\b{_WHICH}\s+{_SEASON}\b", _named_season),
    Rule("chain", "that the", rf"\b{_WHICH}\s+{_WEEKDAY}\b(?P<side>)", _weekday),
    Rule("chain", "the", rf"\bthe\s+{_WEEKDAY}\s+(?P<which>){_SIDE}\b", _weekday),
    Rule("midnight", "at", r"\b(?:at\s+)?(?:around|about)\s+midnight\b", _midnight),
)
"""They are tried before the rules of plain dates."""
