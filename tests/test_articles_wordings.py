"""The English of news: each wording of ``wordings.csv`` tells its event; denied it tells none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import borderviz as bv
from borderviz.articles import Article

WORDINGS = Path(__file__).parent / "data" / "articles" / "wordings.csv"
UNSAID = (
    "There is no evidence that", "Officials denied reports that", "It is rumoured that",
    "Nothing suggests that", "It is feared that", "The general view is that",
)  # fmt: skip
EVERY = 5
"""Of the wordings, every fifth is denied: they share the rules that deny them."""


def wordings():
    with WORDINGS.open(encoding="utf-8", newline="") as rows:
        return [(row["event_type"], row["sentence"]) for row in csv.DictReader(rows)]


def types_drafted(texts, korea):
    """Return the types drafted from each text, read as an article of its own."""
    articles = [Article(str(n), text, published="2021-05-10") for n, text in enumerate(texts)]
    found = [set() for _ in texts]
    drafts = bv.extract_events(articles, korea).drafts
    for number, event_type in zip(drafts["article_id"], drafts["event_type"], strict=True):
        found[int(number)].add(event_type)
    return found


def test_each_wording_is_drafted_with_its_type(korea):
    given = wordings()
    found = types_drafted([text for _, text in given], korea)
    missed = [(w, f) for w, f in zip(given, found, strict=True) if w[0] not in f]
    assert missed == []


@pytest.mark.parametrize("unsaid", UNSAID)
def test_a_wording_that_is_not_stated_is_not_drafted(korea, unsaid):
    texts = [
        f"{unsaid} {text[0].lower()}{text[1:]}"
        for _, text in wordings()[UNSAID.index(unsaid) % EVERY :: EVERY]
    ]
    found = types_drafted(texts, korea)
    drafted = [(text, types) for text, types in zip(texts, found, strict=True) if types]
    assert drafted == []
