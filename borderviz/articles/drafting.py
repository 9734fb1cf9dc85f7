"""From an article to draft events, each with its sentence, its date, its place and the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import Anchor, anchor_of, published_by
from borderviz.articles.clauses import Statement, read_statements
from borderviz.articles.dates import DatePhrase, counts_on, find_dates, infer_anchor, is_entry
from borderviz.articles.incidents import (
    LATELY,
    Incident,
    group_incidents,
    last_day,
)
from borderviz.articles.people import find_people, group_of
from borderviz.articles.places import PlaceMention, find_places
from borderviz.articles.references import first_named, point_back, remember
from borderviz.articles.roles import RolePlace, assign_roles
from borderviz.articles.sentences import BODY, Sentence, split_sentences
from borderviz.articles.whereabouts import find_where
from borderviz.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from borderviz.articles.article import Article
    from borderviz.articles.numbers import Count
    from borderviz.geocoding.atlas import Atlas


_FIGURE: Final = {"killing": "killed", "arrest": "arrested"}
"""The figure that "they died", "they were arrested" takes from the attempt told before."""
_RECENT: Final = 30
"""Drafts told before among which one is looked for that a draft takes its place from."""
_CLOSE: Final = 2
"""Sentences back in which the group is told of that "they" means."""


@dataclass(frozen=True)
class Reading:
    """An article as it was read: sentences, dates, places, statements, incidents."""

    article: Article
    published: str | None
    anchor: Anchor
    sentences: tuple[Sentence, ...]
    dates: tuple[tuple[DatePhrase, ...], ...]
    mentions: tuple[PlaceMention, ...]
    places: tuple[tuple[RolePlace, ...], ...]
    statements: tuple[Statement, ...]
    incidents: tuple[Incident, ...]
    topic: date | None


@dataclass(frozen=True)
class Draft:
    """One draft event, before it is written as a row."""

    incident: Incident
    sentence: Sentence
    event_type: str
    when: DatePhrase | None
    when_how: str
    told: DatePhrase | None
    place: RolePlace | None
    place_how: str
    killed: tuple[int | None, int | None, int | None]
    arrested: tuple[int | None, int | None, int | None]
    involved: tuple[int | None, int | None, int | None]
    is_primary: bool


def read_article(article: Article, atlas: Atlas) -> Reading:
    """Read an article: everything that its drafts are made of."""
    published = published_by(article)
    anchor = anchor_of(published)
    if anchor.last is None:
        anchor = infer_anchor(article.text)
    sentences = split_sentences(article.text, article.title)
    mentions = find_places(article.text, atlas)
    dates = tuple(
        find_dates((s.text for s in sentences), anchor, blocks=(s.block for s in sentences))
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
    named = first_named(sentences, inside)
    for sentence, found in zip(sentences, inside, strict=True):
        places = assign_roles(sentence, point_back(sentence, found, named, atlas))
        named = remember(named, places, atlas)
        yield places


def _statements(
    sentences: tuple[Sentence, ...],
    dates: tuple[tuple[DatePhrase, ...], ...],
    places: tuple[tuple[RolePlace, ...], ...],
) -> Iterator[Statement]:
    before: str | None = None
    for number, sentence in enumerate(sentences):
        them = partial(_group_before, number, sentences, dates)
        for statement in read_statements(
            number, sentence, dates[number], places[number], before, them
        ):
            before = statement.event_type if not statement.secondary else before
            yield statement


def _group_before(
    number: int, sentences: tuple[Sentence, ...], dates: tuple[tuple[DatePhrase, ...], ...]
) -> Count | None:
    """Return the number of people whom "they" means: told of in the sentences right before."""
    for at in range(number - 1, max(-1, number - 1 - _CLOSE), -1):
        told = group_of(find_people(sentences[at].text, dates[at]))
        if sentences[at].role == BODY and told is not None:
            return told
    return None


def draft_events(reading: Reading, atlas: Atlas) -> tuple[Draft, ...]:
    """Return the draft events of an article, in the order of their sentences."""
    drafts: list[Draft] = []
    for incident in reading.incidents:
        day = _when(incident, reading, primary=False)[0]
        primary = _is_primary(incident, reading, day)
        drafts.append(_draft(incident, reading, atlas, drafts, primary=primary))
    return tuple(drafts)


def _draft(
    incident: Incident, reading: Reading, atlas: Atlas, before: list[Draft], *, primary: bool
) -> Draft:
    lead = incident.lead
    when, when_how, told = _when(incident, reading, primary=primary)
    told_before = [(draft.incident, draft.place) for draft in before[-_RECENT:]]
    place, place_how = find_where(incident, reading, atlas, told_before, primary=primary)
    return Draft(
        incident, reading.sentences[lead.sentence], incident.event_type, when, when_how, told,
        place,
        place_how,
        _figures(incident, "killed"),
        _figures(incident, "arrested"),
        _figures(incident, "involved"),
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


def _when(
    incident: Incident, reading: Reading, *, primary: bool
) -> tuple[DatePhrase | None, str, DatePhrase | None]:
    """Return the date: of the quoted sentence, of another that tells of it, of the one beside."""
    lead = incident.lead
    found = [(lead.when, "in the sentence")] if _dated(lead) else []
    found += [
        (s.when, f"in sentence {s.sentence + 1}, which tells of it too")
        for s in incident.statements
        if s is not lead and _dated(s)
    ]
    beside = None if found else _date_elsewhere(lead, reading, primary=primary)
    if beside is not None:
        found = [beside]
    if not found:
        return lead.when, "" if lead.when is None else "in the sentence", lead.told
    stated = (found[0][0].edtf or "").rstrip("~") if found[0][0] is not None else ""
    plain = next((o for o in found if o[0] is not None and o[0].edtf == stated), found[0])
    if "/" in stated:  # "last week", and elsewhere "on Tuesday": the day says more
        plain = next((o for o in found if o[0] is not None and o[0].point is not None), plain)
    return (*plain, lead.told)


def _date_elsewhere(
    lead: Statement, reading: Reading, *, primary: bool
) -> tuple[DatePhrase, str] | None:
    """Return a date that is not told of the event itself: of its entry, of the one beside it."""
    if (since := _since(lead, reading)) is not None:
        return since, "in the sentence"
    beside = _date_of_entry(lead, reading)
    beside = beside or (_date_beside(lead, reading) if primary else None)
    return beside or _date_told_before(lead, reading)


def _since(lead: Statement, reading: Reading) -> DatePhrase | None:
    """Return the time from a date up to the report: "since January 10 people were arrested"."""
    day = reading.anchor.day
    for phrase in reading.dates[lead.sentence]:
        if phrase.bound != "since" or not phrase.edtf or day is None:
            continue
        first = parse_edtf(phrase.edtf)
        if first.start is not None and first.start <= day:
            span = f"{first.start.isoformat()}/{day.isoformat()}"
            return replace(phrase, edtf=span, rule=f"since {phrase.rule}", point=None)
    return None


def _date_of_entry(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the date with which the entry of a diary or a log opens that tells of it."""
    block = reading.sentences[lead.sentence].block
    number = next(n for n, s in enumerate(reading.sentences) if s.block == block)
    first = next(iter(reading.dates[number]), None)
    if first is None or not first.edtf or not is_entry(first, reading.sentences[number].text):
        return None
    return first, "of the entry"


def _date_told_before(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the day told last before in its paragraph: "It was on 9 February. I went over"."""
    block = reading.sentences[lead.sentence].block
    for number in range(lead.sentence - 1, -1, -1):
        sentence = reading.sentences[number]
        if sentence.block != block:
            return None
        for phrase in reversed(reading.dates[number]):
            if phrase.edtf and counts_on(phrase, sentence.text):
                return phrase, f"from sentence {number + 1} of the paragraph"
    return None


def _dated(statement: Statement) -> bool:
    return statement.when is not None and statement.when.edtf is not None


def _date_beside(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the date of the event told in the sentence before, or after, in one paragraph."""
    block = reading.sentences[lead.sentence].block
    for number in (lead.sentence - 1, lead.sentence + 1):
        if not 0 <= number < len(reading.sentences):
            continue
        other = reading.sentences[number].block
        if other != block and not (number < lead.sentence and other == block - 1):
            continue
        for statement in reading.statements:
            when = statement.when
            if (
                statement.sentence == number
                and when is not None
                and when.point is not None
                and when.edtf
            ):
                return when, f"from sentence {number + 1}"
    return None


def _figures(incident: Incident, name: str) -> tuple[int | None, int | None, int | None]:
    lead = incident.lead
    own = getattr(lead.people, name)
    if own is not None and (own.noun or own.best > 1) and not own.is_part:
        return own.low, own.best, own.high
    for statement in incident.statements:
        count = getattr(statement.people, name)
        if count is not None and count.noun and not count.is_part:
            return count.low, count.best, count.high
    if own is not None:
        return own.low, own.best, own.high
    parts = [getattr(s.people, name) for s in incident.statements]
    part = next((c for c in parts if c is not None), None)
    if part is None and lead.goes_on and name == _FIGURE.get(incident.family):
        part = next((s.people.involved for s in incident.statements if s.people.involved), None)
    return (None, None, None) if part is None else (part.low, part.best, part.high)
