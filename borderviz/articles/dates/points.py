"""Dates of which a part may be open, and how they are counted on and written as EDTF."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.article import month_bounds

if TYPE_CHECKING:
    from borderviz.articles.article import Anchor

_PLAIN_YEAR: Final = 2001
"""A year without a leap day, for counting days where the year is open."""


_SHORTEST_MONTH: Final = 28
_PARTS_OF_MONTH: Final[dict[str, tuple[int, int | None]]] = {
    "early": (1, 10), "mid": (11, 20), "late": (21, None),
    "first half": (1, 15), "second half": (16, None), "end": (26, None),
}  # fmt: skip
"""Their first and last days; None is the last of the month."""
_NEXT_DAY: Final = timedelta(days=1)


class Point(NamedTuple):
    """A day, month or year; an open part is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def as_date(self) -> date | None:
        """The day, where all parts are known and it exists."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def edtf(self) -> str:
        """The point as EDTF."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.day is not None:
            month = "XX" if self.month is None else f"{self.month:02d}"
            return f"{year}-{month}-{self.day:02d}"
        return year if self.month is None else f"{year}-{self.month:02d}"

    def plus(self, days: int) -> Point | None:
        """Return the day so many days later; None where that cannot be told."""
        if self.day is None:
            return None
        if self.month is None:
            day = self.day + days
            return Point(None, None, day) if 1 <= day <= _SHORTEST_MONTH else None
        try:
            start = date(self.year or _PLAIN_YEAR, self.month, self.day)
            moved = start + timedelta(days=days)
        except (ValueError, OverflowError):
            return None
        if self.year is None and moved.year != start.year:
            return Point(None, moved.month, moved.day)
        return Point(moved.year if self.year else None, moved.month, moved.day)


def of_date(day: date) -> Point:
    """Return a day as a point."""
    return Point(day.year, day.month, day.day)


def last_such(point: Point, anchor: Anchor) -> Point:
    """Return the point with the year of the last such date up to the anchor."""
    _, month, day = point
    if anchor.last is None or month is None:
        return point
    # an evening report of another time zone
    latest = anchor.last if day is None else anchor.last + _NEXT_DAY
    for year in range(latest.year, latest.year - 5, -1):
        try:
            first = date(year, month, day or 1)
        except ValueError:
            continue
        if first <= latest:
            return Point(year, month, day)
    return point


def last_day_numbered(day: int, anchor: Anchor) -> Point:
    """Return the last day of that number in its month up to the anchor."""
    if anchor.last is None:
        return Point(None, None, day)
    year, month = anchor.last.year, anchor.last.month
    for _ in range(12):
        try:
            found = date(year, month, day)
        except ValueError:
            found = date.max
        if found <= anchor.last:
            return of_date(found)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return Point(None, None, day)


def month_back(anchor: Anchor, months: int) -> Point:
    """Return the month so many months before the anchor's."""
    if anchor.last is None:
        return Point()
    at = anchor.last.year * 12 + anchor.last.month - 1 - months
    return Point(at // 12, at % 12 + 1)


def months_on(point: Point, months: int) -> Point:
    """Return the month so many months later; its year stays open where it is."""
    at = (point.year or _PLAIN_YEAR) * 12 + (point.month or 1) - 1 + months
    return Point(None if point.year is None else at // 12, at % 12 + 1)


def part_of_month(point: Point, part: str) -> str:
    """Return the days of a part of a month as EDTF: a third, a half, or its last days."""
    year, month, _ = point
    first, end = _PARTS_OF_MONTH[part]
    end = end or month_bounds(year or _PLAIN_YEAR, month or 1)[1].day
    return f"{Point(year, month, first).edtf}/{Point(year, month, end).edtf}"


def part_of_year(year: int, part: str) -> str:
    """Return the months of a part of a year as EDTF: a third (its end is the last) or a half."""
    first, last = {
        "early": (1, 4),
        "mid": (5, 8),
        "first half": (1, 6),
        "second half": (7, 12),
    }.get(part, (9, 12))
    return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"
