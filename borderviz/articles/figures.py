"""The numbers of an event, from all the sentences that tell of it.

Who was killed or arrested is told where the event is. How many set out together often follows
later: "two were shot … the other three got away" is an event of five, "a boat with eight people
aboard" one of eight. In an attack those are counted who attack, not those whom they hurt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.lexicon import holds_any
from borderviz.articles.numbers import NUMBER, value_of
from borderviz.articles.persons import KIN
from borderviz.articles.searches import Phrase
from borderviz.articles.sentences import BODY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from borderviz.articles.clauses import Statement
    from borderviz.articles.incidents import Incident
    from borderviz.articles.numbers import Count
    from borderviz.articles.sentences import Sentence

Figure = tuple[int | None, int | None, int | None]
"""Low, best and high; all None where nobody says, the last one where it is open."""

VIOLENT: Final = frozenset({"shooting", "death", "execution", "attack"})
"""Types of which one may be told of at a time: what follows tells of the last one."""
_FIGURE: Final = {"killing": "killed", "arrest": "arrested"}
"""The figure that "they died", "they were arrested" takes from the attempt told before."""
_ON: Final = 4
"""Sentences after that of an event in which it is told who else was there."""
_BACK: Final = 2
"""Sentences before that of an attack in which it is told who attacked."""
_PEOPLE: Final = (
    r"(?:people|persons|men|women|passengers|smugglers|fishermen|(?-i:North [A-Z])\w+|of them)"
)
_PARTY: Final = Phrase(
    rf"\b(?:group|party|band|crew|the family),? (?:of|numbering) (?:about |some |at least )?"
    rf"(?P<party>{NUMBER})\b(?!\s+(?:guards|soldiers|police|agents|officers))"
    rf"|\b(?P<aboard>{NUMBER}) (?:{_PEOPLE} )?(?:were |had been |and [^.;]{{3,30}} )?"
    rf"(?:on board|aboard)\b"
    rf"|\b(?:boat|raft|ship|vessel) (?:carrying|with) (?P<boat>{NUMBER}) {_PEOPLE}\b"
    rf"|\bthere were (?P<us>{NUMBER}) of (?:us|them)\b"
    rf"|\b(?:the |(?<![^“\"]))(?P<all>{NUMBER}) of (?:them|us), all\b"
)
"""The whole of which some were killed."""
_PARTY_WORDS: Final = (
    "group", "party", "band", "crew", "family", "board", "boat", "raft", "ship", "vessel",
    "here were", ", all",
)  # fmt: skip
_LIVED: Final = (
    r"(?:,|[a-z]+ed\b|swam|got|ran|made|fled|was|were|is|are|has|have|had|managed|got|reached"
    r"|went|came|who|lay|threw|hid|clung|held|hung)"
)
_OTHERS: Final = Phrase(
    rf"\bthe (?:other|remaining|surviving|last) (?P<others>{NUMBER})(?= {_LIVED}|, )"
    rf"|\b(?P<more>{NUMBER}) (?:others|survivors|more)\b(?= {_LIVED})"
    rf"|\b(?P<one>the (?:other|survivor)(?: man| woman| one)?(?= {_LIVED}|, )"
    rf"|another(?: man| woman| one)?(?= {_LIVED}))"
    rf"|\ba (?P<next>third|fourth|fifth)(?: (?:man|woman|person|smuggler|soldier|conscript))?"
    rf"(?= {_LIVED}|, )"
    rf"|\band (?P<lost>{NUMBER}) (?:went|are|were|is|was|remain) missing\b"
    rf"|\b(?:wounding|injuring|and (?:badly |seriously )?(?:wounded|injured|hurt))"
    rf" (?P<hurt>{NUMBER}|another|(?:his|her) {KIN})\b"
    rf"|\b(?P<kin>(?:his|her) (?:[a-z]+ )?{KIN}) (?:was )?(?:[a-z]+ly )?"
    rf"(?:hurt|wounded|injured|grazed|caught|captured|arrested)\b"
    r"|\b(?:caught|captur(?:ed|ing)|arrest(?:ed|ing)|seiz(?:ed|ing)|detain(?:ed|ing)|wound(?:ed|ing))"
    rf" the (?:other|second|remaining)(?: (?P<taken>{NUMBER}))?\b"
    rf"|\b(?:together|along) with (?P<with>(?:his|her) (?:[a-z]+ )?{KIN})\b",
)
"""Who was there besides those who were killed."""
_ORDINALS: Final = {"third": 3, "fourth": 4, "fifth": 5}
_ATTACKER: Final = (
    r"(?:intruder|attacker|assailant|robber|raider|bandit|culprit|perpetrator|suspect|deserter"
    r"|gunman|killer|murderer|armed man|masked man|kidnapper|abductor)"
)
_MANY: Final = _ATTACKER.replace("man", "men").replace(")", ")s?")
_ATTACKERS: Final = Phrase(
    rf"\b(?P<many>{NUMBER}) (?:(?!of\b)[\w-]+ ){{0,2}}?{_MANY}\b"
    rf"|\b(?P<one>an?|the) (?:(?!of\b|and\b)[\w-]+ ){{0,3}}?{_ATTACKER}\b(?!s)",
)
_BY_WHOM: Final = re.compile(
    rf"\b(?:beaten|stabbed|attacked|robbed|assaulted|clubbed|hit|struck|killed|threatened|knifed)\b"
    rf"(?: (?!by\b)[\w’'-]+){{0,4}} by (?:(?P<many>{NUMBER})|(?P<one>an?)"
    r"(?! (?:group|gang|band|crowd|mob|number|couple|pair|handful|squad))) (?:[\w-]+ ){0,2}?"
    r"(?:m[ae]n|wom[ae]n|persons?|people|youths?|soldiers?|guards?|defectors?|smugglers?"
    r"|strangers?|deserters?|fugitives?|thie(?:f|ves)|robbers?)\b",
    re.IGNORECASE,
)
"""Who attacked, in a sentence that tells of the one attacked: "was beaten by a man"."""
_ALONE: Final = re.compile(
    r"\b(?:(?:him|her|them)sel(?:f|ves)|suicide|custody|prison|cell|hospital)\b", re.IGNORECASE
)
"""What tells of a death that nobody else had a part in."""
_FOUND: Final = re.compile(r"bod(?:y|ies)|corpse|washed|floated", re.IGNORECASE)
_BODIES: Final = re.compile(r"\b[Tt]he (?:bodies|body|corpses?|remains) of\b")
_BEATEN: Final = re.compile(
    r"\b(?:beat|beaten|stabbed|clubbed|hacked|strangled|bludgeoned|knifed|murdered|struck)\b"
    r"|\bat the hands of\b|\bkilled\b[^.;]{0,60}\bby"
    rf" (?:[\w-]+ ){{1,4}}?{_ATTACKER}s?\b",
    re.IGNORECASE,
)
"""What tells of a death that somebody brought about with his hands."""


def figures(
    incident: Incident, sentences: Sequence[Sentence], violent: frozenset[int], name: str
) -> Figure:
    """Return a number of an event.

    Parameters
    ----------
    incident : Incident
    sentences : sequence of Sentence
        Those of the report.
    violent : frozenset of int
        The numbers of the sentences that violent events are quoted from.
    name : {"killed", "arrested", "involved"}
    """
    told = _told(incident, name)
    if name != "involved":
        return told
    lead = incident.lead
    quoted = sentences[lead.sentence].text
    beaten = lead.event_type == "death" and _BEATEN.search(quoted)
    if beaten or incident.event_type == "attack":
        return _attackers(incident, sentences, violent) or told
    if lead.event_type == "shooting" or (lead.event_type == "death" and not _alone(lead, quoted)):
        return _party(incident, sentences, violent, told)
    return told


def _alone(lead: Statement, quoted: str) -> bool:
    """Whether somebody died apart from others, or was found dead."""
    found = _FOUND.search(lead.hit.text) or _BODIES.search(quoted)
    return bool(found or _ALONE.search(quoted))


def _told(incident: Incident, name: str) -> Figure:
    """Return a number as the sentences of an event state it."""
    lead = incident.lead
    own = getattr(lead.people, name)
    apart = lead.when is not None and lead.event_type not in VIOLENT
    if own is not None and (apart or not own.is_part):
        return _figure(own)
    part = own
    for other in incident.statements:
        count = getattr(other.people, name)
        if count is None or not _tells_of_same(lead, other):
            continue
        if count.noun and not count.is_part:
            return _figure(count)
        part = count if part is None else part
    figure = _FIGURE.get(incident.family) if lead.goes_on else None
    if part is None and name == figure == lead.hit.trigger.count:
        part = next((s.people.involved for s in incident.statements if s.people.involved), None)
    return _figure(part)


def _figure(count: Count | None) -> Figure:
    return (None, None, None) if count is None else (count.low, count.best, count.high)


def _tells_of_same(lead: Statement, other: Statement) -> bool:
    """Whether another statement may tell a figure of the same act: a shot is no robbery."""
    return lead.event_type != "shooting" or other.event_type != "attack"


def _near(
    incident: Incident, sentences: Sequence[Sentence], violent: frozenset[int], back: int
) -> Iterator[str]:
    """Yield the sentences beside that of an event, up to where another event is told."""
    at = incident.lead.sentence
    for told in sorted({s.sentence for s in incident.statements}):
        yield sentences[told].text
    for spots in (
        range(at + 1, min(len(sentences), at + _ON + 1)),
        range(at - 1, at - back - 1, -1),
    ):
        for spot in spots:
            if spot < 0 or spot in violent or sentences[spot].role != BODY:
                break
            yield sentences[spot].text


def _party(
    incident: Incident, sentences: Sequence[Sentence], violent: frozenset[int], told: Figure
) -> Figure:
    """Return how many there were of whom some were killed."""
    killed, low = _told(incident, "killed")[1], told[1] or 0
    if killed is None or 0 < low < killed:
        return told  # those who shot
    best = low
    for text in _near(incident, sentences, violent, 0):
        whole = _PARTY.finditer(text) if holds_any(text, _PARTY_WORDS) else ()
        many = [_whole(match) for match in whole]
        if not many:
            many = [_with_others(match, killed) for match in _OTHERS.finditer(text)]
        best = max(best, *many, 0)
    return told if best <= low else (best, best, best)


def _whole(match: re.Match[str]) -> int:
    return next((value_of(said) or 0 for said in match.groups() if said), 0)


def _with_others(match: re.Match[str], killed: int) -> int:
    if (ordinal := match["next"]) is not None:
        return _ORDINALS[ordinal.lower()]
    several = match["others"] or match["more"] or match["lost"] or match["hurt"] or match["taken"]
    several = several or "one"
    return killed + (value_of(several) or 1)


def _attackers(
    incident: Incident, sentences: Sequence[Sentence], violent: frozenset[int]
) -> Figure | None:
    """Return how many attacked; None where nobody says."""
    stated = [s.people.involved for s in incident.statements if s.event_type == "attack"]
    count = next(filter(None, stated), None)
    if count is not None:
        return _figure(count)
    if (by := _BY_WHOM.search(sentences[incident.lead.sentence].text)) is not None:
        best = value_of(by["many"]) if by["many"] else 1
        return best, best, best
    for text in _near(incident, sentences, violent, _BACK):
        match = _ATTACKERS.search(text)
        if match is not None:
            best = value_of(match["many"]) if match["many"] else 1
            return best, best, best
    return None
