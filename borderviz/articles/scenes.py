"""What a sentence itself says of where it happened: in it, on the way, where people are from.

The place of a clause is the first; whose office acted, who was kept where and who lives where
come after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.incidents import here, on_way
from borderviz.articles.roles import FINENESS, RolePlace, fineness
from borderviz.schema.families import CROSSING

if TYPE_CHECKING:
    from borderviz.articles.clauses import Statement
    from borderviz.articles.drafting import Reading
    from borderviz.articles.incidents import Incident

LOCAL: Final = frozenset(
    {"order_or_decree", "border_closure_or_infrastructure", "surveillance_or_raid"}
)
"""Types that a whole country may be the place of: no place is taken over from elsewhere."""
_WIDE_TYPES: Final = LOCAL | CROSSING
"""Types of which a country says who acts or whither somebody goes, and not where."""
_ON_WAY: Final = frozenset({"shooting", "death", "execution", "attack"})
"""Types that end a way before it is gone: "shot while wading to X"."""
_SOURCE_OF: Final = "before: source"
"""Rule of the town of "residents of X"; that of "a man in X heard" is none."""
IN_SENTENCE: Final = "in the sentence"
OF_OFFICE: Final = "in the sentence, of the office"
_ON_IT: Final = re.compile(
    r"\b(?:in|on|into|onto|through|crossing)\s+(?:the|that|this)\s+(?:\w+\s+)?$"
    r"|\b(?:while|as|when)\b[^,;.]*$"
)
"""Words before a river that make it the spot: "drowned in the river", "shot while crossing it"."""
_DAYS_OFF: Final = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?) (?:after|before)\b[^,;.]*$"
)
"""Words before a river that was crossed at another time: "two days after they crossed the X"."""
_BEFORE: Final = 60
"""Characters before a place in which such words stand."""
_HOLDS: Final = re.compile(r"\b(?:held|kept|jailed|imprisoned|locked|custody|behind bars)\b")
"""Triggers that tell where somebody is kept, rather than what happened to him before or after."""
_SENT_FROM: Final = re.compile(
    r"\b(?:sent|brought|dispatched|forces|troops)\b[^;.]*\bfrom\b[^;.]*$"
)
"""Words before the place whence those came who act."""
_SPEAKS: Final = re.compile(
    r"\b(?:said|says?|saying|told|tells?|report\w*|confirm\w*|explain\w*|add(?:ed|s)|recall\w*"
    r"|reveal\w*|relat\w+|describ\w+|claim\w*|inform\w*|accord\w*|announc\w*|wrote|writes?)\b",
    re.I,
)
"""Verbs of those who only tell of it."""
_CITED: Final = re.compile(r"\b(?:quot|cit)(?:ed|ing)\b|\baccording to\b|\b(?:told|said) by\b")
TOWN: Final = FINENESS["town"]
_WIDEST: Final = FINENESS["province"]
_OFFICE: Final = {"organisation", "adjectival", "other"}
"""Roles of a place whose office acts: "the X police arrested", "the county has closed"."""

Found = tuple[RolePlace, str]
"""A place and how it was found."""


def own_place(incident: Incident) -> Found | None:
    """Return the place of the quoted sentence, else of another that tells of it."""
    lead = incident.lead
    own = place_of(lead, incident.event_type)
    options: list[Found] = [] if own is None else [(own, IN_SENTENCE)]
    for statement in incident.statements:
        found = None if statement is lead else place_of(statement, incident.event_type)
        if found is None or _is_ahead(found, statement, incident):
            continue
        if statement.sentence == lead.sentence:
            options.append((found, IN_SENTENCE))
        elif fineness(found) < FINENESS["country"] and not statement.secondary:
            options.append((found, f"in sentence {statement.sentence + 1}, which tells of it too"))
    if len(options) <= 1:
        return options[0] if options else None
    told = next((o for o in options if o[1] == IN_SENTENCE and fineness(o[0]) <= TOWN), None)
    best = min(options, key=lambda o: (fineness(o[0]), o[1] != IN_SENTENCE), default=None)
    return told or best


def place_of(statement: Statement, event_type: str, *, passing: bool = False) -> RolePlace | None:
    """Return the place of a statement: not that of a clause that follows, nor a mere country."""
    found = on_way(statement) if passing else here(statement)
    if found is None or found.is_after(statement.hit.start):
        return None
    return None if found.mention.sort == "country" and event_type in _WIDE_TYPES else found


def _is_ahead(found: RolePlace, statement: Statement, incident: Incident) -> bool:
    """Whether a place is only where those wanted to go to whom it happened on the way."""
    crossing = statement.event_type in CROSSING and incident.event_type not in CROSSING
    away = found.role in {"destination", "departure"}
    return crossing and away and incident.event_type in _ON_WAY


def where_they_live(incident: Incident, reading: Reading) -> Found | None:
    """Return the town of those to whom an order is given: "residents of X were told"."""
    lead = incident.lead
    if incident.event_type not in LOCAL:
        return None
    named = _named(lead, {"origin", "source"})
    text = reading.sentences[lead.sentence].text
    there = (
        p for p in named
        if p.rule == _SOURCE_OF
        or (p.role == "origin" and not _SENT_FROM.search(text, max(0, p.start - _BEFORE), p.start))
    )  # fmt: skip
    return next(((p, IN_SENTENCE) for p in there), None)


def home_of(lead: Statement, reading: Reading) -> Found | None:
    """Return the town of those to whom something happened: "a resident of X was arrested"."""
    if lead.event_type == "repatriation":
        return None
    text = reading.sentences[lead.sentence].text
    named = (
        p for p in _named(lead, {"origin", "source"})
        if p.role == "origin"
        or (p.rule == _SOURCE_OF and not _is_told_by(p, lead, text))
    )  # fmt: skip
    return next(((p, "in the sentence, where they are from") for p in named), None)


def _is_told_by(place: RolePlace, lead: Statement, text: str) -> bool:
    """Whether those of a place only tell of it: "a resident of X said", "quoting those of X"."""
    hit = lead.hit
    after = _SPEAKS.search(text, place.end, max(place.end, hit.start))
    after = after or _SPEAKS.search(text, min(hit.end, place.start), place.start)
    return bool(after or _CITED.search(text, max(0, place.start - _BEFORE), place.start))


def place_of_office(lead: Statement) -> Found | None:
    """Return the town whose office acted: "the X police arrested six", "the county closed …"."""
    if lead.event_type == "repatriation":
        return None
    before = [p for p in _named(lead, _OFFICE, widest=_WIDEST) if p.start < lead.hit.start]
    named = (
        p for p in before
        if (p.role == "organisation" and fineness(p) <= TOWN)
        or (p.mention.is_reference and lead.event_type in LOCAL)
    )  # fmt: skip
    return next(((p, OF_OFFICE) for p in named), None)


def where_kept(lead: Statement) -> Found | None:
    """Return the town where somebody was kept to whom it then happened: "in the cells in X"."""
    still = _HOLDS.search(lead.hit.text)
    named = (p for p in _named(lead, {"held"}) if still or p.start < lead.hit.start)
    return next(((p, "in the sentence, where they were kept") for p in named), None)


def _named(lead: Statement, roles: set[str], *, widest: int = TOWN) -> list[RolePlace]:
    """Return the places of a sentence that have one of these roles, as narrow, but no far one."""
    return [
        p for p in sorted((*lead.others, *lead.places), key=lambda p: p.start)
        if p.role in roles and p.mention.ids and fineness(p) <= widest
        and not p.mention.is_far and not p.mention.is_capital
    ]  # fmt: skip


def only_points(place: RolePlace, reading: Reading) -> bool:
    """Whether a place points back to a river, which tells less than a town: "along the river"."""
    if place.mention.kind != "river":
        return False
    start, text = place.mention.start, reading.article.text
    if _DAYS_OFF.search(text, max(0, start - _BEFORE), start):
        return True
    return is_river_again(place) and not _ON_IT.search(text, max(0, start - _BEFORE), start)


def is_river_again(place: RolePlace) -> bool:
    """Whether a place is a river that is only pointed back to."""
    return place.mention.is_reference and place.mention.kind == "river"
