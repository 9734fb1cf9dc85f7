"""From an article to draft events, each with its sentence, its date, its place and the rules."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.article import Anchor, anchor_of, published_by
from borderviz.articles.clauses import Statement, read_statements
from borderviz.articles.dates import LATELY, DatePhrase, find_dates, infer_anchor
from borderviz.articles.dating import date_of
from borderviz.articles.figures import VIOLENT, Figure, figures
from borderviz.articles.incidents import (
    Incident,
    group_incidents,
    is_dated,
    last_day,
)
from borderviz.articles.kept import AsAsked
from borderviz.articles.people import find_people, group_of, may_tell_of_group
from borderviz.articles.places import PlaceMention, find_places
from borderviz.articles.references import first_named, point_back, remember
from borderviz.articles.roles import RolePlace, assign_roles
from borderviz.articles.sentences import BODY, Sentence, split_sentences
from borderviz.articles.whereabouts import find_where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from borderviz.articles.article import Article
    from borderviz.articles.numbers import Count
    from borderviz.geocoding.atlas import Atlas


_RECENT: Final = 30
"""Drafts told before among which one is looked for that a draft takes its place from."""
_CLOSE: Final = 4
"""Sentences back in which the group is told of that "they" means."""


class Reading(NamedTuple):
    """An article as it was read: sentences, dates, places, statements, incidents."""

    article: Article
    published: str | None
    anchor: Anchor
    sentences: tuple[Sentence, ...]
    dates: AsAsked[tuple[DatePhrase, ...]]
    mentions: tuple[PlaceMention, ...]
    places: tuple[tuple[RolePlace, ...], ...]
    statements: tuple[Statement, ...]
    incidents: tuple[Incident, ...]
    topic: date | None


class Draft(NamedTuple):
    """One draft event, before it is written as a row."""

    incident: Incident
    sentence: Sentence
    event_type: str
    when: DatePhrase | None
    when_how: str
    told: DatePhrase | None
    place: RolePlace | None
    place_how: str
    killed: Figure
    arrested: Figure
    involved: Figure
    is_primary: bool


def read_article(article: Article, atlas: Atlas) -> Reading:
    """Read an article: everything that its drafts are made of."""
    published = published_by(article)
    anchor = anchor_of(published)
    if anchor.last is None:
        anchor = infer_anchor(article.text)
    sentences = split_sentences(article.text, article.title)
    mentions = find_places(article.text, atlas)
    dates = AsAsked(
        find_dates(
            (s.text for s in sentences),
            anchor,
            blocks=(s.block for s in sentences),
            asides=(s.role != BODY for s in sentences),
        )
    )
    inside: list[list[PlaceMention]] = [[] for _ in sentences]
    at = 0
    for mention in mentions:
        while at < len(sentences) and sentences[at].end <= mention.start:
            at += 1
        if at < len(sentences):
            inside[at].append(mention)
    places = tuple(_placed(sentences, inside, atlas))
    statements = tuple(_statements(sentences, dates, places))
    topic = anchor.first or next((day for s in statements if (day := last_day(s.when))), None)
    incidents = tuple(group_incidents(statements, atlas, topic))
    return Reading(
        article, published, anchor, sentences, dates, mentions, places, statements, incidents, topic
    )


def _placed(
    sentences: tuple[Sentence, ...], inside: list[list[PlaceMention]], atlas: Atlas
) -> Iterator[tuple[RolePlace, ...]]:
    """Yield the places of each sentence with their roles, and what points back to them."""
    named: Mapping[str, PlaceMention] = first_named(sentences, inside)
    for sentence, found in zip(sentences, inside, strict=True):
        places = assign_roles(sentence, point_back(sentence, found, named, atlas))
        named = remember(named, places, atlas)
        yield places


def _statements(
    sentences: tuple[Sentence, ...],
    dates: AsAsked[tuple[DatePhrase, ...]],
    places: tuple[tuple[RolePlace, ...], ...],
) -> Iterator[Statement]:
    before: str | None = None

    @cache
    def told(at: int) -> Count | None:
        text = sentences[at].text
        return group_of(find_people(text, dates[at], None)) if may_tell_of_group(text) else None

    them = partial(_group_before, sentences, told)
    for number, sentence in enumerate(sentences):
        for statement in read_statements(number, sentence, dates, places[number], before, them):
            before = statement.event_type if not statement.secondary else before
            yield statement


def _group_before(
    sentences: tuple[Sentence, ...], told: Callable[[int], Count | None], number: int
) -> Count | None:
    """Return the number of people whom "they" means: told of right before a sentence."""
    for at in range(number - 1, max(-1, number - 1 - _CLOSE), -1):
        if sentences[at].role == BODY and (group := told(at)) is not None:
            return group
    return None


def draft_events(reading: Reading, atlas: Atlas) -> tuple[Draft, ...]:
    """Return the draft events of an article, in the order of their sentences."""
    drafts: list[Draft] = []
    told: list[tuple[Incident, RolePlace | None]] = []
    violent = frozenset(i.lead.sentence for i in reading.incidents if i.event_type in VIOLENT)
    for incident in reading.incidents:
        dated = date_of(incident, reading, primary=False)
        primary = _is_primary(incident, reading, dated[0])
        if primary and not is_dated(incident.lead):
            dated = date_of(incident, reading, primary=True)
        found = find_where(incident, reading, atlas, told[-_RECENT:], primary=primary)
        told.append((incident, found[0]))
        drafts.append(_draft(incident, reading, violent, dated, found, primary=primary))
    return tuple(drafts)


def _draft(
    incident: Incident,
    reading: Reading,
    violent: frozenset[int],
    dated: tuple[DatePhrase | None, str, DatePhrase | None],
    found: tuple[RolePlace | None, str],
    *,
    primary: bool,
) -> Draft:
    return Draft(
        incident, reading.sentences[incident.lead.sentence], incident.event_type, *dated, *found,
        figures(incident, reading.sentences, violent, "killed"),
        figures(incident, reading.sentences, violent, "arrested"),
        figures(incident, reading.sentences, violent, "involved"),
        primary,
    )  # fmt: skip


def _is_primary(incident: Incident, reading: Reading, when: DatePhrase | None) -> bool:
    """Whether it is what the article is about: told of early, or lately happened."""
    if incident.lead.hit.trigger.form == "noun":
        return False
    if reading.topic is None and when is not None and when.edtf is not None:
        return True  # a report without a year dates its own events only
    day = last_day(when) or last_day(incident.lead.told)
    if day is not None and reading.topic is not None:
        return (reading.topic - day).days <= LATELY
    body = [n for n, s in enumerate(reading.sentences) if s.role == BODY]
    early = set(body[: max(3, len(body) // 3)])
    return bool({s.sentence for s in incident.statements} & early)
