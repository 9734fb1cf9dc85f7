"""From an article to draft events, each with its sentence, its date, its place and the rules."""

from __future__ import annotations

import re
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
    here,
    last_day,
)
from borderviz.articles.people import find_people, group_of
from borderviz.articles.places import PlaceMention, find_places
from borderviz.articles.roles import FINENESS, HERE, RolePlace, assign_roles, fineness
from borderviz.articles.sentences import BODY, Sentence, split_sentences
from borderviz.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from borderviz.articles.article import Article
    from borderviz.articles.numbers import Count
    from borderviz.geocoding.atlas import Atlas

_LOCAL: Final = frozenset(
    {"order_or_decree", "border_closure_or_infrastructure", "surveillance_or_raid"}
)
"""Types that a whole country may be the place of: no place is taken over from elsewhere."""


_IN_SENTENCE: Final = "in the sentence"
_FIGURE: Final = {"killing": "killed", "arrest": "arrested"}
"""The figure that "they died", "they were arrested" takes from the attempt told before."""
_NATIONAL: Final = re.compile(
    r"\b(?:authorities|government|regime|leadership|leader|ministry|party"
    r"|state|central|country|nation)\b",
    re.I,
)


_LOCAL_OFFICE: Final = re.compile(
    r"\b(?:city|county|provincial|local|municipal|district|town|village)(?:\s+[\w’'-]+){0,2}\s+"
    r"(?:authorities|government|committee|leadership|party)\b",
    re.I,
)
_TOWN: Final = FINENESS["town"]
_CLOSE: Final = 2
"""Sentences back from which background takes the place of the event told before."""
_BACK: Final = 4
"""Events before among which one with a place is looked for."""


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
    places = tuple(_placed(sentences, inside))
    statements = tuple(_statements(sentences, dates, places))
    topic = anchor.first or next((day for s in statements if (day := last_day(s.when))), None)
    incidents = tuple(group_incidents(statements, atlas, topic))
    return Reading(
        article, published, anchor, sentences, dates, mentions, places, statements, incidents, topic
    )


def _placed(
    sentences: tuple[Sentence, ...], inside: list[list[PlaceMention]]
) -> Iterator[tuple[RolePlace, ...]]:
    """Yield the places of each sentence with their roles; "the river" is the one named last."""
    river = next((m for found in inside for m in found if m.kind == "river" and m.ids), None)
    for sentence, found in zip(sentences, inside, strict=True):
        yield assign_roles(sentence, found, river)
        river = next((m for m in reversed(found) if m.kind == "river" and m.ids), river)


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
    dates = [_when(incident, reading, primary=False)[0] for incident in reading.incidents]
    return tuple(
        _draft(incident, reading, atlas, primary=_is_primary(incident, reading, day))
        for incident, day in zip(reading.incidents, dates, strict=True)
    )


def _draft(incident: Incident, reading: Reading, atlas: Atlas, *, primary: bool) -> Draft:
    lead = incident.lead
    when, when_how, told = _when(incident, reading, primary=primary)
    place, place_how = _where(incident, reading, atlas, primary=primary)
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


def _where(
    incident: Incident, reading: Reading, atlas: Atlas, *, primary: bool
) -> tuple[RolePlace | None, str]:
    lead = incident.lead
    best = _own_place(incident) or _where_they_live(incident)
    if incident.event_type in _LOCAL and _is_national(lead, reading):
        local = best is not None and fineness(best[0]) < FINENESS["river"]
        return best if local and best is not None else (None, "")
    passed = here(lead, passing=True)
    passing = None if passed is None else (passed, "in the sentence, on the way")
    if not primary:
        return best or passing or _told_before(incident, reading, reach=_CLOSE) or (None, "")
    if best is not None and _says_enough(best):
        return best
    provincial = _province(reading) if _is_provincial(lead, reading) else None
    beside = provincial or _beside(lead, reading, atlas) or _told_before(incident, reading)
    beside = beside or passing or _focus(reading, atlas)
    if best is not None and (beside is None or fineness(best[0]) < FINENESS["country"]):
        narrower = beside is not None and beside[0].mention.sort == "name"
        return beside if narrower and beside is not None else best
    return beside or best or _province(reading) or (None, "")


def _own_place(incident: Incident) -> tuple[RolePlace, str] | None:
    """Return the place of the quoted sentence, else of another that tells of it."""
    lead = incident.lead
    options: list[tuple[RolePlace, str]] = []
    for statement in (lead, *(s for s in incident.statements if s is not lead)):
        found = here(statement)
        if found is None:
            continue
        if statement.sentence == lead.sentence:
            options.append((found, _IN_SENTENCE))
        elif fineness(found) < FINENESS["country"] and not statement.secondary:
            options.append((found, f"in sentence {statement.sentence + 1}, which tells of it too"))
    told = next((o for o in options if o[1] == _IN_SENTENCE and fineness(o[0]) <= _TOWN), None)
    best = min(options, key=lambda o: (fineness(o[0]), o[1] != _IN_SENTENCE), default=None)
    return told or best


def _where_they_live(incident: Incident) -> tuple[RolePlace, str] | None:
    """Return the town of those to whom an order is given: "residents of X were told"."""
    lead = incident.lead
    if incident.event_type not in _LOCAL:
        return None
    named = (p for p in (*lead.places, *lead.others) if p.mention.ids and fineness(p) <= _TOWN)
    return next(((p, _IN_SENTENCE) for p in named if p.role in {"origin", "source"}), None)


def _told_before(
    incident: Incident, reading: Reading, *, reach: int | None = None
) -> tuple[RolePlace, str] | None:
    """Return the town or county of the event told last before, of the same paragraph by `reach`.

    `reach` is the number of sentences back; without it the event may be told anywhere before.
    """
    lead = incident.lead
    before = [i for i in reading.incidents if i.lead.sentence < lead.sentence]
    if reach is not None:
        block = reading.sentences[lead.sentence].block
        before = [
            i for i in before
            if i.lead.sentence >= lead.sentence - reach
            and reading.sentences[i.lead.sentence].block == block
        ]  # fmt: skip
    for other in sorted(before, key=lambda i: -i.lead.sentence)[:_BACK]:
        own = _own_place(other)
        sure = own is not None and own[0].role in {"happened", "near"}
        if own is not None and sure and own[0].mention.ids and fineness(own[0]) <= _TOWN:
            return own[0], f"of the event told before, in sentence {other.lead.sentence + 1}"
    return None


def _says_enough(found: tuple[RolePlace, str]) -> bool:
    """Whether no narrower place is looked for beside it: what the sentence itself says stands."""
    place, how = found
    if how != _IN_SENTENCE:
        return fineness(place) < FINENESS["river"]
    abroad = place.mention.sort == "country" and place.role == "happened"
    return abroad or fineness(place) < FINENESS["border"]


def _is_national(lead: Statement, reading: Reading) -> bool:
    """Whether the authorities of a whole country do what is told."""
    text = reading.sentences[lead.sentence].text[: lead.hit.start]
    return bool(_NATIONAL.search(text)) and not _LOCAL_OFFICE.search(text)


def _is_provincial(lead: Statement, reading: Reading) -> bool:
    """Whether the authorities of a province do what is told."""
    text = reading.sentences[lead.sentence].text[: lead.hit.start]
    return lead.event_type in _LOCAL and "provincial " in text.lower()


def _beside(lead: Statement, reading: Reading, atlas: Atlas) -> tuple[RolePlace, str] | None:
    """Return the place of a sentence of the same paragraph."""
    block = reading.sentences[lead.sentence].block
    for number in (lead.sentence - 1, lead.sentence + 1, lead.sentence - 2):
        if not 0 <= number < len(reading.sentences) or reading.sentences[number].block != block:
            continue
        found = [p for p in reading.places[number] if _inheritable(p, atlas)]
        if found:
            place = min(found, key=lambda p: (fineness(p), HERE.index(p.role)))
            return place, f"from sentence {number + 1} of the paragraph"
    return None


def _inheritable(place: RolePlace, atlas: Atlas) -> bool:
    """Whether a place may be that of an event told beside it: not a far one, where sources sit."""
    mention = place.mention
    if place.role not in HERE or mention.is_adjective:
        return False
    if mention.sort != "name" or not mention.ids:
        return mention.sort in {"border", "strip"}
    known = atlas.place(mention.ids[0])
    return known.country == atlas.home or known.on_border is not None or known.kind != "city"


def _focus(reading: Reading, atlas: Atlas) -> tuple[RolePlace, str] | None:
    """Return the place that an article names most where something may happen."""
    scores: dict[tuple[str, ...], float] = {}
    places: dict[tuple[str, ...], RolePlace] = {}
    for number, found in enumerate(reading.places):
        if reading.sentences[number].role != BODY:
            continue
        for place in found:
            if not _inheritable(place, atlas) or not place.mention.ids:
                continue
            ids = place.mention.ids
            scores[ids] = (
                scores.get(ids, 0.0) + 1.0 + (2.0 if not scores else 0.0) - 0.1 * fineness(place)
            )
            places.setdefault(ids, place)
    if not scores:
        return None
    best = max(scores, key=lambda ids: (scores[ids], -places[ids].mention.start))
    return places[best], "the place that the article is about"


def _province(reading: Reading) -> tuple[RolePlace, str] | None:
    """Return the only province named, be it that of the source: the least that can be said."""
    named = [
        p for found in reading.places for p in found
        if p.mention.kind == "province" and p.role in {"source", "origin", "happened", "near"}
    ]  # fmt: skip
    if not named or len({p.mention.ids for p in named}) != 1:
        return None
    return named[0], "the only province that is named; where in it is not told"


def _figures(incident: Incident, name: str) -> tuple[int | None, int | None, int | None]:
    lead = incident.lead
    own = getattr(lead.people, name)
    if own is not None and not own.is_part:
        return own.low, own.best, own.high
    alike = [s for s in incident.statements if _tells_of_same(lead, s)]
    for statement in alike:
        count = getattr(statement.people, name)
        if count is not None and count.noun and not count.is_part:
            return count.low, count.best, count.high
    if own is not None:
        return own.low, own.best, own.high
    parts = [getattr(s.people, name) for s in alike]
    part = next((c for c in parts if c is not None), None)
    figure = _FIGURE.get(incident.family) if lead.goes_on else None
    if part is None and name == figure == lead.hit.trigger.count:
        part = next((s.people.involved for s in incident.statements if s.people.involved), None)
    return (None, None, None) if part is None else (part.low, part.best, part.high)


def _tells_of_same(lead: Statement, other: Statement) -> bool:
    """Whether another statement may tell a figure of the same act: a shot is no robbery."""
    return (lead.event_type, other.event_type) != ("shooting", "attack")
