"""The rules for Korean date phrases, with the names of their English counterparts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from borderviz.articles.dates.points import (
    Point,
    last_day_numbered,
    month_back,
    months_on,
    of_date,
    part_of_month,
)
from borderviz.articles.dates.words import Rule

if TYPE_CHECKING:
    from borderviz.articles.dates.words import Read, Reading

_PARTS: Final = {
    "초순": "early", "상순": "early", "중순": "mid", "하순": "late", "초": "early", "말": "end",
}  # fmt: skip
_YEARS: Final = {"올해": 0, "금년": 0, "지난해": 1, "작년": 1, "재작년": 2}
_DAYS: Final = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10,
}  # fmt: skip
_NUMBERS: Final = {"한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "일": 1, "이": 2}
_WEEKDAYS: Final = "월화수목금토일"
_SEASONS: Final = {"봄": 21, "여름": 22, "가을": 23, "겨울": 24}
_P: Final = r"(?P<p>초순|상순|중순|하순|초|말)(?![가-힣]{0,1}기)"
_RELATIVE: Final = r"(?P<ry>올해|금년|지난해|작년|재작년)"
_BACK: Final = r"(?P<b>지난달|지난\s*달|이달|이번\s*달|금월)"


def _that_month(read: Reading) -> Read:
    """Return the month told last, the next or the one before, a part or a day of it."""
    if read.told.month is None:
        return None, None
    step = {"다": 1, "전": -1}.get(read["t"][0], 0)
    month = months_on(read.told.month._replace(day=None), step)
    if read["p"]:
        return part_of_month(month, _PARTS[read["p"]]), None
    if not read["d"]:
        return month.edtf, None
    point = month._replace(day=int(read["d"]))
    return point.edtf, point


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
        return part_of_month(point._replace(day=None), part), None
    return point.edtf, point if point.day else None


def _back_month(read: Reading) -> Read:
    point = month_back(read.anchor, int(read["b"].startswith("지난")))
    if read["p"]:
        return (
            (None, None) if point.month is None else (part_of_month(point, _PARTS[read["p"]]), None)
        )
    if read["d"]:
        point = point._replace(day=int(read["d"]))
        return point.edtf, point
    return (None, None) if point.month is None else (point.edtf, None)


def _day(read: Reading) -> Read:
    day = int(read["d"])
    before = read.before
    if before is not None and before.month is not None and not read["last"]:
        point = before._replace(day=day)
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


def _ago(read: Reading) -> Read:
    """Count back from the publication: "사흘 전", "한 달 전", "2주 전"."""
    day, last = read.anchor.day, read.anchor.last
    number = _DAYS.get(read["n"]) or _NUMBERS.get(read["n"]) or int(read["n"])
    if last is None:
        return None, None
    if read["u"] == "년":
        return f"{last.year - number:04d}~", None
    if read["u"] in {"달", "개월"}:
        return f"{month_back(read.anchor, number).edtf}~", None
    if day is None:
        return None, None
    weeks = read["u"].startswith("주")
    point = of_date(day - timedelta(days=number * (7 if weeks else 1)))
    return point.edtf + "~" * weeks, point


def _days(read: Reading) -> Read:
    """Return the days from one to another: "4월 20일부터 25일까지", "4월 20~25일"."""
    point = _point(read)
    month = int(read["m2"] or read["m"])
    later = point._replace(month=month, day=int(read["d2"]))
    if point.year is not None and month < (point.month or 0):
        later = later._replace(year=point.year + 1)
    return f"{point.edtf}/{later.edtf}", point


def _eve(read: Reading) -> Read:
    """Return the day before a date: "4월 15일 전날"."""
    point = _point(read).plus(-1)
    return (None, None) if point is None else (point.edtf, point)


def _week(read: Reading) -> Read:
    day, back = read.anchor.day, int(read["wk"].startswith("지난"))
    if day is None:
        return None, None
    monday = day - timedelta(days=day.weekday() + 7 * back)
    if read["w"]:
        point = of_date(monday + timedelta(days=_WEEKDAYS.index(read["w"])))
        return point.edtf, point
    until = monday + timedelta(days=6) if back else day
    return f"{monday.isoformat()}/{until.isoformat()}", None


def _weekday(read: Reading) -> Read:
    """Return the last such weekday; "지난 금요일" is one before the day of publication."""
    day = read.anchor.day
    if day is None:
        return None, None
    back = (day.weekday() - _WEEKDAYS.index(read["w"])) % 7
    point = of_date(day - timedelta(days=back or (7 if read["last"] else 0)))
    return point.edtf, point


def _season(read: Reading) -> Read:
    year, last = _number(read, "y"), read.anchor.last
    if year is None and last is not None:
        year = last.year - _YEARS.get(read["ry"], 0)
    return (None if year is None else f"{year:04d}-{_SEASONS[read['s']]}"), None


def _decade(read: Reading) -> Read:
    return f"{int(read['y']) // 10}X", None


def _year(read: Reading) -> Read:
    year = _number(read, "y")
    if year is None and read.anchor.last:
        year = read.anchor.last.year - _YEARS[read["ry"]]
    return (None, None) if year is None else (f"{year:04d}", None)


KOREAN_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "month-day-range",
        "",
        rf"(?:(?P<y>(?:19|20)\d\d)년\s*|{_RELATIVE}\s*)?(?<!\d)(?P<m>1[0-2]|[1-9])월\s*"
        r"(?P<d>\d{1,2})일?\s*(?:부터|에서|[-~∼–])\s*(?:(?P<m2>1[0-2]|[1-9])월\s*)?"
        r"(?P<d2>\d{1,2})일(?:까지|\s*사이)?",
        _days,
    ),
    Rule(
        "days-from",
        "",
        rf"(?:(?P<y>(?:19|20)\d\d)년\s*|{_RELATIVE}\s*)?(?<!\d)(?P<m>1[0-2]|[1-9])월\s*"
        r"(?P<d>\d{1,2})일\s*(?:전날|하루\s*전)",
        _eve,
    ),
    Rule(
        "month-day-year", "", r"(?P<y>(?:19|20)\d\d)년\s*(?P<m>\d{1,2})월\s*(?P<d>\d{1,2})일", _date
    ),
    Rule("part-of-month", "", rf"(?P<y>(?:19|20)\d\d)년\s*(?P<m>\d{{1,2}})월\s*{_P}", _date),
    Rule("month-year", "", r"(?P<y>(?:19|20)\d\d)년\s*(?P<m>\d{1,2})월", _date),
    Rule("month-day-of-year", "", rf"{_RELATIVE}\s*(?P<m>\d{{1,2}})월\s*(?P<d>\d{{1,2}})일", _date),
    Rule("part-of-month", "", rf"{_RELATIVE}\s*(?P<m>\d{{1,2}})월\s*{_P}", _date),
    Rule("month-of-year", "", rf"{_RELATIVE}\s*(?P<m>\d{{1,2}})월", _date),
    Rule("month-day", "", r"(?<!\d)(?P<m>1[0-2]|[1-9])월\s*(?P<d>\d{1,2})일", _date),
    Rule("part-of-month", "", rf"(?<!\d)(?P<m>1[0-2]|[1-9])월\s*{_P}", _date),
    Rule("month", "", r"(?<!\d)(?P<m>1[0-2]|[1-9])월", _date),
    Rule("day-of-month", "", rf"{_BACK}\s*(?P<d>\d{{1,2}})일", _back_month),
    Rule("part-of-month", "", rf"{_BACK}\s*{_P}", _back_month),
    Rule("this-period", "", _BACK, _back_month),
    Rule(
        "day",
        "",
        r"(?P<last>지난\s*)?(?<!\d)(?P<d>3[01]|[12]\d|[1-9])일(?=[\s,.에(밤낮오저새부까]"
        r"|$)(?!\s*(?:동안|간|만에|째))",
        _day,
    ),
    Rule(
        "chain",
        "",
        rf"(?P<t>같은\s*달|그\s*달|다음\s*달|전달)(?:\s*(?P<d>\d{{1,2}})일|\s*{_P})?",
        _that_month,
    ),
    Rule("this-day", "", r"(?P<t>오늘|어제|그제|그저께)", _this_day),
    Rule("ago", "", rf"(?P<n>{'|'.join(_DAYS)})\s*전(?=[\s에인])", _ago),
    Rule("ago", "", r"(?P<n>\d{1,2}|[한두세석네넉])\s*(?P<u>주일?|달|개월|년)\s*전", _ago),
    Rule("ago", "", r"(?P<n>\d{1,2})(?P<u>일)\s*전", _ago),
    Rule(
        "this-period",
        "",
        r"(?P<wk>지난\s*주|이번\s*주|금주)(?![가-힣]*말)(?:\s*(?P<w>[월화수목금토일])요일)?",
        _week,
    ),
    Rule("weekday", "", r"(?P<last>지난\s*)?(?P<w>[월화수목금토일])요일", _weekday),
    Rule(
        "season", "", rf"(?:(?P<y>(?:19|20)\d\d)년|{_RELATIVE})\s*(?P<s>봄|여름|가을|겨울)", _season
    ),
    Rule("decade", "", r"(?P<y>(?:19|20)\d0)년대", _decade),
    Rule("chain", "", rf"(?P<n>{'|'.join(_DAYS)}|\d{{1,2}}(?=일))일?\s*(?:뒤|후)", _days_on),
    Rule("chain", "", r"(?P<c>다음\s*날|이튿날|같은\s*날|그날)", _chain),
    Rule("year", "", r"(?P<y>(?:19|20)\d\d)년", _year),
    Rule("year", "", _RELATIVE, _year),
)
