"""What the review page holds: the articles with their marks, the drafts as they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

from borderviz.articles import Article, SetAside
from borderviz.articles.places import find_places
from borderviz.articles.tables import name_of
from borderviz.errors import InputError, shown
from borderviz.geocoding.atlas import atlas_of
from borderviz.page.texts import clean_text
from borderviz.schema.contracts import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from borderviz.geodata import Geodata

_NEEDED: Final = ("event_id", "article_id", "event_type", "quote", "quote_start", "quote_end")
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")


def review_payload(
    drafts: pd.DataFrame, articles: Iterable[Article | SetAside], geodata: Geodata
) -> dict[str, Any]:
    """Return the data of the review page.

    Parameters
    ----------
    drafts : pandas.DataFrame
        Draft events as text cells, as ``borderviz extract`` wrote them.
    articles : iterable of Article
        The articles that the drafts are from; others are left out.
    geodata : Geodata
        For the marks of places in the text.

    Returns
    -------
    dict
        ``types``, ``columns``, ``drafts`` (rows of texts) and ``articles`` (``id``, ``title``,
        ``outlet``, ``published``, ``url``, ``text``, ``mentions``, ``quotes``). Offsets count
        UTF-16 units, as browsers do.

    Raises
    ------
    InputError
        If the table is no table of drafts.
    """
    missing = [name for name in _NEEDED if name not in drafts.columns]
    if missing:
        raise InputError(
            f"the table has no column {shown(missing[0])}; give a table that 'borderviz extract' "
            "wrote"
        )
    columns = [clean_text(str(name)) for name in drafts.columns]
    rows = [
        [clean_text(cell) if isinstance(cell, str) else "" for cell in row]
        for row in drafts.astype(object).itertuples(index=False, name=None)
    ]
    return {
        "types": list(EVENT_TYPES),
        "columns": columns,
        "drafts": rows,
        "articles": _articles(drafts, articles, geodata),
    }


def _articles(
    drafts: pd.DataFrame, articles: Iterable[Article | SetAside], geodata: Geodata
) -> list[dict[str, Any]]:
    """Return the articles of the drafts, in their order; without text where it is not at hand."""
    order = list(dict.fromkeys(drafts["article_id"].astype(str)))
    wanted = set(order)
    found = {
        article.article_id: article
        for article in articles
        if isinstance(article, Article) and article.article_id in wanted
    }
    return [_article(name, found.get(name), drafts, geodata) for name in order]


def _article(
    name: str, article: Article | None, drafts: pd.DataFrame, geodata: Geodata
) -> dict[str, Any]:
    if article is None:
        return {"id": clean_text(name), "title": "", "outlet": "", "published": "", "url": "",
                "text": None, "mentions": [], "quotes": []}  # fmt: skip
    atlas = atlas_of(geodata)
    place = _Units(article.text)
    mentions = [
        [place(m.start), place(m.end), name_of(m, atlas) or "", m.kind, m.resolution]
        for m in find_places(article.text, atlas)
        if not m.is_adjective
    ]
    own = drafts[drafts["article_id"].astype(str) == name]
    spans = zip(own["quote_start"], own["quote_end"], strict=True)
    return {
        "id": clean_text(name),
        "title": clean_text(article.title or ""),
        "outlet": clean_text(article.outlet or ""),
        "published": article.published or "",
        "url": clean_text(article.url or ""),
        "text": clean_text(article.text),
        "mentions": mentions,
        "quotes": [_span(start, end, len(article.text), place) for start, end in spans],
    }


def _span(start: object, end: object, length: int, place: _Units) -> list[int] | None:
    """Return the span of a quote in UTF-16 units; None where the cells are no offsets."""
    cells = (str(start), str(end))
    if not all(cell.isascii() and cell.isdigit() for cell in cells):
        return None
    a, b = map(int, cells)
    return [place(a), place(b)] if a < b <= length else None


class _Units:
    """Turns offsets that count characters into offsets that count UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.wide = [match.start() for match in _WIDE.finditer(text)]

    def __call__(self, offset: int) -> int:
        return offset + bisect_left(self.wide, offset)
