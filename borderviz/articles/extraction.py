"""The public verb: articles → draft events and place mentions, streamed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from borderviz.articles.article import Article, SetAside
from borderviz.articles.drafting import draft_events, read_article
from borderviz.articles.reading import NO_TEXT, is_text, read_articles
from borderviz.articles.tables import draft_frame, draft_rows, mention_frame, mention_rows
from borderviz.geocoding.atlas import atlas_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from borderviz.geodata import Geodata

_PART: Final = 500
"""Articles of which the rows are held at a time."""


@dataclass(frozen=True)
class Extraction:
    """What a number of articles gave.

    Attributes
    ----------
    drafts : pandas.DataFrame
        Draft events: the contract ``events`` and `borderviz.articles.DRAFT_COLUMNS`.
    mentions : pandas.DataFrame
        One row per place mention (`borderviz.articles.MENTION_COLUMNS`); offsets count the
        characters of the article's text.
    set_aside : tuple of SetAside
        Files and entries that hold no article that can be read.
    articles : int
        How many articles were read.
    """

    drafts: pd.DataFrame
    mentions: pd.DataFrame
    set_aside: tuple[SetAside, ...]
    articles: int


def extract_events(
    articles: Iterable[Article | SetAside | str | os.PathLike[str]],
    geodata: Geodata,
    *,
    encoding: str | None = None,
) -> Extraction:
    """Draft the events that articles tell of, for a person to review.

    Parameters
    ----------
    articles : iterable
        Articles, or files, folders and glob patterns (see `read_articles`).
    geodata : Geodata
    encoding : str, optional
        The encoding of texts that are not UTF-8.

    Returns
    -------
    Extraction
        Everything at once; for more articles than fit into memory use `extract_parts`.
    """
    read = _as_articles(articles, encoding)
    rows: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    aside: list[SetAside] = []
    number = 0
    for part in extract_parts(read, geodata):
        rows += part.rows
        mentions += part.mention_rows
        aside += part.set_aside
        number += part.articles
    return Extraction(draft_frame(rows), mention_frame(mentions), tuple(aside), number)


@dataclass(frozen=True)
class Part:
    """The rows of some articles."""

    rows: list[dict[str, Any]]
    mention_rows: list[dict[str, Any]]
    set_aside: list[SetAside]
    read: list[Article]

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return len(self.read)

    @property
    def drafts(self) -> pd.DataFrame:
        """The drafts as a table."""
        return draft_frame(self.rows)

    @property
    def mentions(self) -> pd.DataFrame:
        """The mentions as a table."""
        return mention_frame(self.mention_rows)


def extract_parts(
    articles: Iterable[Article | SetAside], geodata: Geodata, *, size: int = _PART
) -> Iterator[Part]:
    """Yield the drafts and mentions of `size` articles at a time; at least one part."""
    atlas = atlas_of(geodata)
    part = Part([], [], [], [])
    first = True
    for given in articles:
        article = given if isinstance(given, SetAside) else _readable(given)
        if isinstance(article, SetAside):
            part.set_aside.append(article)
            continue
        reading = read_article(article, atlas)
        part.rows.extend(draft_rows(reading, draft_events(reading, atlas), atlas))
        part.mention_rows.extend(mention_rows(reading, atlas))
        part.read.append(article)
        if part.articles >= size:
            yield part
            part, first = Part([], [], [], []), False
    if first or part.articles or part.set_aside:
        yield part


def _readable(article: Article) -> Article | SetAside:
    """Return an article, or why its text is none: what no table can hold would be quoted."""
    if is_text(article.text):
        return article
    return SetAside(article.article_id, "", NO_TEXT)


def _as_articles(
    given: Iterable[Article | SetAside | str | os.PathLike[str]], encoding: str | None
) -> Iterator[Article | SetAside]:
    paths: list[str | os.PathLike[str]] = []
    for item in given:
        if isinstance(item, Article | SetAside):
            yield item
        else:
            paths.append(item)
    if paths:
        yield from read_articles(paths, encoding=encoding)
