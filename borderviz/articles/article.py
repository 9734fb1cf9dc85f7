"""One article, and what was set aside instead of being read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError

_URL_DAY: Final = re.compile(
    r"(?<![\d/])/?(?P<y>19[5-9]\d|20\d\d)[/-]?(?P<m>0[1-9]"
    r"|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_MONTH: Final = re.compile(r"/(?P<y>19[5-9]\d|20\d\d)[/-](?P<m>0?[1-9]|1[0-2])(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Article:
    """A report as it was read.

    Attributes
    ----------
    article_id : str
        Its name in the tables.
    text : str
        The body, to which all offsets count.
    title, url, outlet : str or None
    published : str or None
        The day or month of publication, EDTF.
    """

    article_id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file, or an entry of one, that holds no article that can be read.

    Attributes
    ----------
    source : str
        The file.
    where : str
        The line or entry in it; empty for the whole file.
    reason : str
        Why, and what to do.
    """

    source: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The days on which an article may have been published; both None where nothing is known."""

    first: date | None = None
    last: date | None = None

    @property
    def day(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return self.first if self.first == self.last else None


def published_by(article: Article) -> str | None:
    """Return when an article was published, EDTF: as stated, else as its address tells."""
    return article.published or _date_of_address(article.url or "")


def anchor_of(published: str | None) -> Anchor:
    """Return the days that a date of publication may mean.

    A date that is no EDTF, open or without a year anchors nothing.
    """
    if published is None:
        return Anchor()
    try:
        stated = parse_edtf(published)
    except EdtfError:
        return Anchor()
    if stated.start is None or stated.end is None:
        return Anchor()
    return Anchor(stated.start, stated.end)


def _date_of_address(url: str) -> str | None:
    if found := _URL_DAY.search(url):
        try:
            return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
        except ValueError:
            return None
    if found := _URL_MONTH.search(url):
        return f"{found['y']}-{int(found['m']):02d}"
    return None


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)
