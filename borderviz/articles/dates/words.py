"""The words of English dates, as patterns, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.dates.narration import Told, settled
from borderviz.articles.dates.points import Point
from borderviz.articles.numbers import value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.articles.article import Anchor

Read = tuple[str | None, Point | None]
"""A date as EDTF, and the day for chains; each may be None."""


@dataclass(slots=True, eq=False)  # not frozen: to make a frozen one takes ten times as long
class Reading:
    """What a rule works on: its match, the anchor, what was told before."""

    match: re.Match[str]
    anchor: Anchor
    told: Told

    @property
    def before(self) -> Point | None:
        """The day from which chains count; none after a month was told without its day."""
        return None if self.told.month_here is not None else self.told.day

    def settle(self, point: Point) -> Point:
        """Return a date without a year with the year that is meant."""
        return settled(point, self.anchor, self.told)

    def __getitem__(self, name: str) -> str:
        said = self.match[name] if name in self.match.re.groupindex else None
        return (said or "").lower()


MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DIGITS: Final = re.compile(r"\d+")
_MONTH_NUMBERS: Final = {month[:3]: number for number, month in enumerate(MONTHS, 1)}
WEEKDAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
M: Final = (
    r"(?P<m>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
D: Final = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|:\d|\s*[ap]\.?m\b|\s*(?:percent|%))"
Y: Final = r"(?P<y>(?:19[4-9]|20[0-4])\d)\b"
N: Final = (
    r"(?P<n>\d{1,3}|a couple of|a few|several|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|fifteen|twenty|thirty)"
)
OF_YEAR: Final = (
    r",?\s+(?:(?:of|in)\s+)?(?:(?P<which>last|this|that|the\s+same|the\s+previous|the\s+following"
    r"|the\s+next)\s+year\b|(?P<side>(?:the|a)\s+year\s+(?:before|earlier|after|later)\b))"
)
PART: Final = (
    r"(?P<part>(?:early|late)(?:\s+in)?|mid|middle"
    r"|(?:the\s+)?(?:very\s+)?(?:beginning|start|middle|end|close)\s+of"
    r"|(?:the\s+)?(?:first|second|latter)\s+half\s+of"
    r"|(?:the\s+)?(?:early|middle|late|latter)\s+(?:part|days)\s+of"
    r"|(?:the\s+)?(?:first|second|last)\s+ten\s+days\s+of"
    r"|(?:the\s+)?(?:first|opening|last|final|closing)\s+(?:few\s+)?days\s+of)"
)
_DAY_PLACE: Final = (
    r"(?=[,.;:)\]”\"’—–]|$|\s+(?:at|in|when|and|that|by|with|for|from|near"
    r"|while|after|before|he|she|they|two|three|as|because|but|a|an|the"
    r"|of|during|between|which|who|on|to|into|it|some|according|until|were|was|had|told|said)\b)"
)
_NUMBERED: Final = (
    r"(?!\s+(?:floor|stor(?:e?y|ies)|anniversary|birthday|parallel|centur(?:y|ies)|grade|round"
    r"|brigade|corps|division|regiment|battalion|company|platoon|bureau|department|district|party"
    r"|congress|plenum|meeting|session|day|week|month|year|time|day|hour|attempt|person|man|woman"
    r"|victim|case|and\s+last|largest|most|or\s+\d+(?:st|nd|rd|th)\s+(?!of\b))\b)"
    r"(?=[,.;:)\]”\"’—–]|$|\s+(?-i:[a-z\d“\"]))"
)
NTH: Final = (
    rf"(?<=\bthe )(?P<d>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b"
    rf"(?:(?<=\bon the \dst)|(?<=\bon the \d[nrt][dh])|(?<=\bon the \d\dst)"
    rf"|(?<=\bon the \d\d[nrt][dh])){_NUMBERED}"
    rf"|(?<=\bthe )(?P<d3>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b{_DAY_PLACE}"
)
"""A day by its number: "on the 16th bulldozers came", but not "the 25th Brigade"."""
_ONES: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
)  # fmt: skip
_TEENS: Final = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINALS: Final = {
    word: n for n, word in enumerate(
        (*_ONES, *_TEENS, *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first"), 1
    )
}  # fmt: skip
ORDINAL: Final = rf"(?P<o>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_HOLIDAYS: Final = (
    (r"New\s+Year[’']?s?\s+Eve", 12, 31), (r"New\s+Year[’']?s?\s+Day", 1, 1),
    (r"Christmas\s+Eve", 12, 24), (r"Christmas(?:\s+Day)?", 12, 25),
    (r"Day\s+of\s+the\s+Shining\s+Star|Kim\s+Jong[\s-][Ii]l[’']s\s+birthday", 2, 16),
    (r"International\s+Women[’']s\s+Day", 3, 8),
    (r"Day\s+of\s+the\s+Sun|Kim\s+Il[\s-][Ss]ung[’']s\s+birthday", 4, 15),
    (r"May\s+Day", 5, 1), (r"Liberation\s+Day", 8, 15),
    (r"Party\s+Found(?:ation|ing)\s+(?:Day|[Aa]nniversary)", 10, 10),
)  # fmt: skip
HOLIDAY: Final = rf"(?:{'|'.join(pattern for pattern, _, _ in _HOLIDAYS)})"
WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
OF_WEEK: Final = rf"(?:{WEEKDAY},?\s+(?:\(|the\s+)?)?"
"""A weekday before the date that says the same: "on Wednesday (July 20)"."""
IN_WEEK: Final = rf"(?:,?\s+(?:an?\s+|\()?{WEEKDAY}\b)?"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for a phrase: of those that match at a spot the first is taken.

    Attributes
    ----------
    name : str
        As it is told beside each date.
    opens : str
        How its phrases may open: ``month``, ``the``, ``digit`` …, one or more; of Korean
        phrases, which are looked for anywhere, nothing is said.
    pattern : str
    build : callable
        It makes the date from the match; None where the match is none.
    """

    name: str
    opens: str
    pattern: str
    build: Callable[[Reading], Read | None]


def single(point: Point | None) -> Read:
    """Return a day as what a rule makes of its match."""
    return (None, None) if point is None else (point.edtf, point)


def month_of(read: Reading, name: str = "m") -> int | None:
    """Return the number of a month that is named."""
    return _MONTH_NUMBERS.get(read[name][:3])


def day_of(read: Reading, name: str = "d") -> int | None:
    """Return a day that is named, by its digits or its word."""
    digits = _DIGITS.match(read[name])
    return int(digits[0]) if digits else _ORDINALS.get(read["o"])


def holiday_of(text: str) -> Point:
    """Return the day of a holiday whose day is the same in every year."""
    month, day = next((m, d) for name, m, d in _HOLIDAYS if re.fullmatch(name, text, re.I))
    return Point(None, month, day)


def amount(text: str) -> int | None:
    """Return how many days or weeks are told; None where that stays open ("several")."""
    if text in {"a", "an"}:
        return 1
    return value_of(text)


@lru_cache(maxsize=256)
def part_name(text: str) -> str:
    """Return the part of a month or a year that words tell, by its key in `part_of_month`."""
    half = re.search(r"\b(first|second|latter)\s+half", text)
    if half:
        return "first half" if half[1] == "first" else "second half"
    if re.search(r"early|beginning|start|first|opening", text):
        return "early"
    if re.search(r"late|latter|last ten", text):
        return "late"
    return "mid" if re.search(r"mid|second", text) else "end"
