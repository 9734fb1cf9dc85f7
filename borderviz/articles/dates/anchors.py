"""What an undated report tells of when it appeared: a dateline, a dated line, a list of a year."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from borderviz.articles.article import Anchor, month_bounds
from borderviz.articles.dates.phrases import find_dates
from borderviz.articles.dates.words import MONTHS

_HEADING: Final = 90
"""Characters at the head of a report in which a year may tell its time."""
_LIST_OF: Final = re.compile(
    r"\b(?:log|list|bulletin|diary|notes|chronology|register|record|incidents|calendar|timeline"
    r"|digest|round-?up|summary|review|quarter|half)\b",
    re.IGNORECASE,
)
"""What heads a list of a year's events."""
_YEAR: Final = re.compile(r"\b(19[5-9]\d|20\d\d)\b")
_LAST_MONTH: Final = re.compile(
    r"\blast\s+(January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
_EXPLICIT: Final = r"\b{month}(?:\s+\d{{1,2}})?,?\s+(?P<year>20\d\d|19[5-9]\d)\b"
_LINES: Final = 4
"""Lines at the head and at the foot in which a report may tell its day."""
_LINE: Final = 80
_NUMBER: Final = re.compile(r"\d{4}")
_BEFORE: Final = re.compile(
    r"\W*(?:(?:first\s+)?(?:published|posted|updated|issued|date|dated|reported)\b\W*)?(?:on\s+)?",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"[\s,|·–-]*(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?(?:\s*\(?[A-Z]{2,4}\)?)?\W*"
)
_PLACE: Final = re.compile(r"\(?[A-Z][\w .,’'-]{1,40}?[,(]\s*")
_DASH: Final = re.compile(r"\)?\s*(?:\([^()]{1,30}\)\s*)?(?:—|–|--|-)\s+(?=\S)")


def infer_anchor(text: str) -> Anchor:
    """Return when an undated article must have appeared: "last October" beside "October 2023".

    The year that follows the named month is the only one in which "last October" means it. A day
    may stand in the dateline, or alone in a line at the head or the foot.
    """
    for match in _LAST_MONTH.finditer(text):
        explicit = re.search(_EXPLICIT.format(month=match[1]), text)
        if explicit is None:
            continue
        month = MONTHS.index(match[1].lower()) + 1
        year = int(explicit["year"])
        after = month_bounds(year, month)[1]
        return Anchor(
            month_bounds(year + month // 12, month % 12 + 1)[0],
            after.replace(year=year + 1, day=28),
        )
    if (day := _told_day(text)) is not None:
        return Anchor(day, day)
    heading = text[:_HEADING].partition("\n")[0].partition(". ")[0]
    years = set(_YEAR.findall(heading))
    if len(years) == 1 and _LIST_OF.search(
        heading
    ):  # "Incidents, third quarter of 2022": what follows is of that year
        year = int(years.pop())
        return Anchor(date(year, 1, 1), date(year, 12, 31))
    return Anchor()


def _told_day(text: str) -> date | None:
    """Return the day of a dateline, or of the one line that is nothing but a date."""
    lines = [line for line in text.splitlines() if line.strip()]
    alone = set()
    for number, line in enumerate(lines):
        ends = number < _LINES or number >= len(lines) - _LINES
        if (not ends and len(line) > _LINE) or not _NUMBER.search(line, 0, _LINE):
            continue  # no year, and so no day
        phrase = next(iter(next(find_dates([line[:_LINE]], Anchor()))), None)
        day = phrase.point.as_date if phrase is not None and phrase.point is not None else None
        if phrase is None or day is None:
            continue
        before = line[: phrase.start]
        if number < _LINES and _PLACE.fullmatch(before) and _DASH.match(line, phrase.end):
            return day
        letter = number < _LINES and _PLACE.fullmatch(before)
        if (letter or _BEFORE.fullmatch(before)) and _AFTER.fullmatch(line, phrase.end):
            alone.add((day, ends))
    return next(iter(alone))[0] if len(alone) == 1 and next(iter(alone))[1] else None
