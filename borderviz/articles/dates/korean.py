"""The rules for Korean date phrases, with the names of their English counterparts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from borderviz.articles.dates.points import (
    Point,
    last_day_numbered,
    month_back,
    of_date,
    part_of_month,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.articles.dates.words import Read, Reading

_PARTS: Final = {
    "초순": "early", "상순": "early", "중순": "mid", "하순": "late", "초": "early", "말": "end",
}  # fmt: skip
_YEARS: Final = {"올해": 0, "금년": 0, "지난해": 1, "작년": 1, "재작년": 2}
_DAYS: Final = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10,
}  # fmt: skip
_P: Final = r"(?P<p>초순|상순|중순|하순|초|말)(?![가-힣]{0,1}기)"
_RELATIVE: Final = r"(?P<ry>올해|금년|지난해|작년|재작년)"
_BACK: Final = r"(?P<b>지난달|지난\s*달|이달|이번\s*달|금월)"


def _number(read: Reading, name: str) -> int | None:
    return int(read[name]) if read[name] else None


def _point(read: Reading) -> Point:
    """Return the day or month with its year: as stated, relative, or the last such."""
    month, day = _number(read, "m"), _number(read, "d")
    year = _number(read, "y")
    if year is None and read["ry"] and read.anchor.last:
        year = read.anchor.last.year - _YEARS[read["ry"]]
    point = Point(year, month, day)
    return point if year else read.settle(point)


def _date(read: Reading) -> Read:
    point = _point(read)
    if read["p"]:
        part = _PARTS[read["p"]]
        if not (read["y"] or read["ry"]):
            first = int(part_of_month(point, part)[8:10])
            point = read.settle(Point(None, point.month, first))
        return part_of_month(replace(point, day=None), part), None
    return point.edtf, point if point.day else None


def _back_month(read: Reading) -> Read:
    point = month_back(read.anchor, int(read["b"].startswith("지난")))
    if read["p"]:
        return (
            (None, None) if point.month is None else (part_of_month(point, _PARTS[read["p"]]), None)
        )
    if read["d"]:
        point = replace(point, day=int(read["d"]))
        return point.edtf, point
    return (None, None) if point.month is None else (point.edtf, None)


def _day(read: Reading) -> Read:
    day = int(read["d"])
    before = read.before
    if before is not None and before.month is not None and not read["last"]:
        point = replace(before, day=day)
    else:
        point = last_day_numbered(day, read.anchor)
    return point.edtf, point


def _this_day(read: Reading) -> Read:
    day = read.anchor.day
    back = {"오늘": 0, "어제": 1, "그제": 2, "그저께": 2}[read["t"]]
    if day is None:
        return None, None
    point = of_date(day - timedelta(days=back))
    return point.edtf, point


def _days_on(read: Reading) -> Read:
    """Count from the date before: "이틀 뒤", "사흘 후"."""
    step = _DAYS[read["n"]] if read["n"] in _DAYS else int(read["n"])
    moved = read.before.plus(step) if read.before else None
    return (None, None) if moved is None else (moved.edtf, moved)


def _chain(read: Reading) -> Read:
    step = 1 if read["c"].startswith(("다음", "이튿")) else 0
    moved = read.before.plus(step) if read.before else None
    return (None, None) if moved is None else (moved.edtf, moved)


def _year(read: Reading) -> Read:
    year = _number(read, "y")
    if year is None and read.anchor.last:
        year = read.anchor.last.year - _YEARS[read["ry"]]
    return (None, None) if year is None else (f"{year:04d}", None)


KOREAN_RULES: Final[tuple[tuple[str, str, Callable[[Reading], Read | None]], ...]] = (
    ("month-day-year", r"(?P<y>(?:19|20)\d\d)년\s*(?P<m>\d{1,2})월\s*(?P<d>\d{1,2})일", _date),
    ("part-of-month", rf"(?P<y>(?:19|20)\d\d)년\s*(?P<m>\d{{1,2}})월\s*{_P}", _date),
    ("month-year", r"(?P<y>(?:19|20)\d\d)년\s*(?P<m>\d{1,2})월", _date),
    ("month-day-of-year", rf"{_RELATIVE}\s*(?P<m>\d{{1,2}})월\s*(?P<d>\d{{1,2}})일", _date),
    ("part-of-month", rf"{_RELATIVE}\s*(?P<m>\d{{1,2}})월\s*{_P}", _date),
    ("month-of-year", rf"{_RELATIVE}\s*(?P<m>\d{{1,2}})월", _date),
    ("month-day", r"(?<!\d)(?P<m>1[0-2]|[1-9])월\s*(?P<d>\d{1,2})일", _date),
    ("part-of-month", rf"(?<!\d)(?P<m>1[0-2]|[1-9])월\s*{_P}", _date),
    ("month", r"(?<!\d)(?P<m>1[0-2]|[1-9])월", _date),
    ("day-of-month", rf"{_BACK}\s*(?P<d>\d{{1,2}})일", _back_month),
    ("part-of-month", rf"{_BACK}\s*{_P}", _back_month),
    ("this-period", _BACK, _back_month),
    (
        "day",
        r"(?P<last>지난\s*)?(?<!\d)(?P<d>3[01]|[12]\d|[1-9])일(?=[\s,.에(밤낮오저새부까]"
        r"|$)(?!\s*(?:동안|간|만에|째))",
        _day,
    ),
    ("this-day", r"(?P<t>오늘|어제|그제|그저께)", _this_day),
    ("chain", rf"(?P<n>{'|'.join(_DAYS)}|\d{{1,2}}(?=일))일?\s*(?:뒤|후)", _days_on),
    ("chain", r"(?P<c>다음\s*날|이튿날|같은\s*날|그날)", _chain),
    ("year", r"(?P<y>(?:19|20)\d\d)년", _year),
    ("year", _RELATIVE, _year),
)
