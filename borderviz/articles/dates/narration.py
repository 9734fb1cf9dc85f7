"""What a report has told of time so far: the day that chains count from, the month, the year.

A date without a year is the last such date up to the publication. Two manners of telling differ:
a report without a date of its own goes on in the year that it told first; and a testimony that
tells its past in full dates ("on January 23, 2008 … eight days later … on February 9") goes on
in that past, unless the last such date is one of lately, which is what news tells of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.dates.points import Point, last_such

if TYPE_CHECKING:
    from borderviz.articles.article import Anchor

LATELY: Final = 45
"""Days before publication within which an event is what a report is about, told without a year."""
_BACK: Final = 6
"""Months by which a narration may step back within its year; further back is the next year."""
_ON: Final = 4
"""Months into the next year within which a testimony still goes on."""
_MONTH: Final = re.compile(r"\W?(?P<y>\d{4}|XXXX)-(?P<m>0[1-9]|1[0-2])\b")
_YEAR: Final = re.compile(r"\W?(?P<y>\d{4})\b")
_HEADING: Final = re.compile(r"\W*(?:[A-Z][a-z]{2,8}\s+)?(?P<y>(?:19|20)\d\d)년?\W*")
"""A year that stands alone above what happened in it: "2013", "March 2013"."""
_NAMES_YEAR: Final = re.compile(r"(?:19|20)\d\d")


_SEASON: Final = re.compile(r"\d{4}-2[1-4]")
_WINTER: Final = "-24"
"""The season that lies in two years."""


def is_heading(text: str) -> bool:
    """Whether a year, or a month of one, stands alone above what happened in it."""
    return _HEADING.fullmatch(text) is not None


class Told(NamedTuple):
    """What has been told of time up to a phrase.

    Attributes
    ----------
    day : Point or None
        The day from which later phrases count.
    last : Point or None
        The day told last, be it too long ago to count from.
    month : Point or None
        The month told last, or that of the day told last.
    near : Point or None
        The same, where it was told in this paragraph.
    span : str or None
        The date told last, EDTF.
    year : int or None
        The year in which a report without a date of its own goes on.
    month_here : Point or None
        The month told last in this sentence, where no day was told after it.
    here : int or None
        A year that was told alone in this sentence: "in 2010, on May 9".
    heading : int or None
        The year that a heading tells for what stands below it.
    outright : bool
        Whether the day was told with its year, or counted from one that was.
    is_named : bool
        Whether a month of this paragraph was told with its year.
    is_open : bool
        Whether a date was left without a year: a year told later is another's.
    spoken : Point or None
        The day told last in this sentence, where it is that on which a source spoke.
    """

    day: Point | None = None
    last: Point | None = None
    month: Point | None = None
    near: Point | None = None
    span: str | None = None
    year: int | None = None
    month_here: Point | None = None
    here: int | None = None
    heading: int | None = None
    outright: bool = False
    is_named: bool = False
    is_open: bool = False
    spoken: Point | None = None

    @property
    def told_year(self) -> int | None:
        """The year that was told last."""
        found = _YEAR.match(self.span or "")
        return int(found["y"]) if found else self.year

    def next_sentence(self, text: str, *, opens: bool) -> Told:
        """Return what stands for the next sentence, with which a paragraph may begin."""
        heading = _HEADING.fullmatch(text) if opens else None
        if heading is not None:
            return Told(heading=int(heading["y"]), year=int(heading["y"]))
        told = self
        if opens and (told.near is not None or told.is_named):
            told = told._replace(near=None, is_named=False)
        if (told.here or told.month_here or told.spoken) is not None:
            told = told._replace(here=None, month_here=None, spoken=None)
        return told

    def without_day(self) -> Told:
        """Return what stands after a weekday that has no date: nothing counts past it."""
        return self._replace(day=None, outright=False)

    def with_phrase(self, text: str, edtf: str, point: Point | None) -> Told:
        """Return what has been told after one more phrase that gives a time."""
        named = bool(_NAMES_YEAR.search(text))
        month = _MONTH.match(edtf)
        if month is None and point is not None:
            return self._replace(day=point, last=point, span=edtf, outright=False)
        if month is None:
            return self._with_year(edtf, named=named)
        year = None if month["y"] == "XXXX" else int(month["y"])
        told = Point(year, int(month["m"]))
        day, outright = self._day_after(told), self.outright
        has_day = point is not None and point.month is not None
        if has_day:
            day, outright = point, named or (self.outright and _goes_on(point, self.day))
        goes_on = year if not self.is_open and year is not None else self.year
        return Told(
            day=day, last=day or self.last, month=told, near=told, span=edtf, year=goes_on,
            month_here=None if has_day else told, here=self.here, heading=self.heading,
            outright=outright, is_named=self.is_named or named,
            is_open=self.is_open or year is None, spoken=self.spoken,
        )  # fmt: skip

    def _day_after(self, month: Point) -> Point | None:
        """Return the day that stands after a month was told: none that the month has passed."""
        if self.day is None or self.day.month is None or month.month is None:
            return None
        passed = (self.day.year or 0, self.day.month) < (month.year or 0, month.month)
        return None if passed else self.day

    def _with_year(self, edtf: str, *, named: bool) -> Told:
        """Return what has been told after a year or a season; it holds for its sentence."""
        found = _YEAR.match(edtf)
        if found is None:
            return self
        year = int(found["y"])
        season = _SEASON.fullmatch(edtf) is not None
        holds = not edtf.endswith(_WINTER) if season else named and edtf == found["y"]
        alone = year if holds else self.here
        first = self.year is None and not self.is_open
        goes_on = year if first or (season and not self.is_open) else self.year
        return self._replace(span=edtf, year=goes_on, here=alone)


def _goes_on(point: Point | None, day: Point | None) -> bool:
    """Whether a day is told in the year of the one before it, or the next."""
    if point is None or day is None or point.year is None or day.year is None:
        return False
    return 0 <= point.year - day.year <= 1


def settled(point: Point, anchor: Anchor, told: Told) -> Point:
    """Return a date without a year with the year that is meant; open where none can be told."""
    if point.year is not None or point.month is None:
        return point
    if told.heading is not None:
        return point._replace(year=told.here or told.heading)
    if anchor.last is None:
        return _in_narration(point, told)
    latest = last_such(point, anchor)
    if told.here is not None:
        return point._replace(year=told.here)
    first = (latest if latest.day else latest._replace(day=1)).as_date
    if first is None or (anchor.last - first).days <= LATELY:
        return latest
    return _in_testimony(point, latest, told) or latest


def _in_narration(point: Point, told: Told) -> Point:
    year = told.here or told.year
    month = told.month
    if year is None or point.month is None:
        return point
    known = month is not None and month.year == year and month.month is not None
    if known and not told.here and (month.month or 0) - point.month >= _BACK:  # type: ignore[union-attr]
        year += 1
    return point._replace(year=year)


def _in_testimony(point: Point, latest: Point, told: Told) -> Point | None:
    """Return a date that follows the one told outright before it, in its year or early the next."""
    day = told.day if told.outright else told.near if told.is_named else None
    if day is None or day.year is None or point.month is None:
        return None
    on = (point.month, point.day or 31) >= (day.month or 0, day.day or 0)
    year = day.year if on else day.year + 1
    if not on and point.month + 12 - (day.month or 0) > _ON:
        return None
    return point._replace(year=year) if year < (latest.year or 0) else None
