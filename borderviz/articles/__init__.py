"""From articles to draft events, each with its sentence; a person decides.

`extract_events` reads texts, web pages and JSONL, finds the places and dates they name, and
drafts an event for each statement that something happened. All rules are readable: the words
that tell events are in ``triggers.csv`` (their present tense in ``present.csv``), who does what to
whom in ``frames.csv`` with the classes of ``verbs.csv`` and ``nouns.csv``, what makes a
sentence a denial, a plan or a fear in ``reality.csv``, what a place is doing in its sentence in
``roles.csv``, the date phrases in
:mod:`borderviz.articles.dates`. Every draft names the rules that made it.

The way of an article: :mod:`.reading` → :mod:`.sentences` → :mod:`.places`, :mod:`.dates` →
:mod:`.roles` → :mod:`.lexicon`, :mod:`.frames` (on :mod:`.chunks`) → :mod:`.clauses` (statements)
→ :mod:`.incidents` → :mod:`.drafting` → :mod:`.tables`. :mod:`.explaining` tells it for one
article.
"""

from __future__ import annotations

from borderviz.articles.article import Article, SetAside
from borderviz.articles.explaining import explain_draft
from borderviz.articles.extraction import Extraction, extract_events, extract_parts
from borderviz.articles.reading import find_article_files, is_article_file, read_articles
from borderviz.articles.tables import DRAFT_COLUMNS, MENTION_COLUMNS

__all__ = [
    "DRAFT_COLUMNS",
    "MENTION_COLUMNS",
    "Article",
    "Extraction",
    "SetAside",
    "explain_draft",
    "extract_events",
    "extract_parts",
    "find_article_files",
    "is_article_file",
    "read_articles",
]
