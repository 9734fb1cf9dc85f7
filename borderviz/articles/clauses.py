"""From a sentence to statements of events: which triggers state something that happened.

A trigger states nothing when it is denied, planned, feared, ordered or asked about, when it
tells what happens as a rule, or when it only points back ("the arrested men"). What is left is
a `Statement`: its type, its own date, its numbers, its places, and the names of the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.frames import find_frames, fitting
from borderviz.articles.groups import GROUP
from borderviz.articles.lexicon import PRECEDENCE, find_triggers
from borderviz.articles.people import People, find_people
from borderviz.articles.reality import clause_start, unreal
from borderviz.articles.roles import fineness, may_be
from borderviz.articles.searches import Phrase
from borderviz.articles.sentences import BODY
from borderviz.articles.tallies import Tally, tally
from borderviz.articles.timing import group_by_date, split_dates
from borderviz.schema.families import family_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from borderviz.articles.dates import DatePhrase
    from borderviz.articles.kept import AsAsked
    from borderviz.articles.lexicon import Hit
    from borderviz.articles.numbers import Count
    from borderviz.articles.roles import RolePlace
    from borderviz.articles.sentences import Sentence

_TENTATIVE: Final = Phrase(
    r"\b(?:alleged\w*|apparent\w*|reportedly|rumou?r\w*|believed|suspected"
    r"|thought to|may have|might have|unconfirmed|said to have)\b",
)
_GOES_ON: Final = Phrase(
    r"\b(?:they|he|she|all of them|both(?: of them)?|(?<=\bthe )(?:two|three|four"
    r"|five|six|seven|pair|couple|family|group"
    r"|others))\s+(?:(?!(?:says?|said|told|thinks?|knows?|the|an?|that|who)\b)[\w’'-]+\s+){0,3}$"
)
_RESPONSES: Final = frozenset({
    "order_or_decree", "border_closure_or_infrastructure", "surveillance_or_raid"
})  # fmt: skip
_CAUSE: Final = re.compile(
    r"\b(?:(?:after|because|since|as)\s+(?:[\w’'-]+\s+){0,6}"
    r"|(?:who|which|that)\s+(?:[\w’'-]+\s+){0,3})$",
    re.I,
)
_BEFORE_THAT: Final = Phrase(
    r"\b(?:after|because|since)\s+(?!the\b)(?:[\w’'-]+\s+){1,5}had\s+(?:been\s+)?$"
)
"""What tells of an event only as the cause of another: "fled after he had been beaten"."""
_ILLNESS: Final = re.compile(r"^\w+ (?:of|from) \w+|^(?:starv|fr[eo])\w* to death", re.I)
"""Deaths by nobody's hand; who bled to death was hurt by somebody."""
_TOWN: Final = 2
_NOWHERE: Final = 9
"""What is wider than all that is named."""
_OBJECT: Final = 20
"""Characters after a verb within which a place without a preposition is its object."""
_SEVERAL: Final = 3
"""Places from which on a list of them says more than one."""
_ANOTHER: Final = Phrase(
    r"\b(?:another|(?:separate|similar|second|third|earlier"
    r"|previous) (?:incident|case|group|attempt|family|attack|arrest|raid"
    r"|event|matter|trial|operation|episode|ring|gang|network|suspect|man|woman|soldier|villager|body)"
    r"|(?<=\bin )addition|also in|meanwhile|elsewhere|two others|three others)\b(?! source)",
)
_THEY: Final = Phrase(rf"\b(?:they|them|(?:(?<=\bthe )|(?<=\bthe whole )){GROUP})\b")
"""Opened by what they are called, since "the" opens too much."""
_RESETTLED: Final = re.compile(
    r"[^;,.]{0,40}?\bout of (?:the )?(?:flooded|low-lying|inundated|damaged)\b"
    r"|[^;,.]{0,60}?\bto (?:an? |the |other |remote |distant )?(?:[\w’'-]+ ){0,2}?"
    r"(?:villages?|mountains?|farms?|mines?|countryside|interior|hinterland"
    r"|(?:mining|remote|rural|mountain) (?:areas?|districts?|count(?:y|ies)|regions?))\b",
    re.I,
)
"""Where somebody is sent to live; who is driven off to there is not arrested."""
_MISSING: Final = re.compile(r"\b(?:missing|vanish|disappear|not )", re.I)
_TAKEN_OVER: Final = Phrase(
    r"\b(?:suspect\w*|believe[ds]?|thought|thinks?|presume[ds]?|assume[ds]?|taken|supposed|said)\b"
    r"[^.;]{0,60}?\b(?:(?:have|having|has|had) (?:\w+ )?(?:crossed|fled|escaped|defected|left for"
    r"|gone (?:to|over|across)|got (?:to|over|across|away)|made it|swum|waded)"
    r"|be (?:now |already )?in (?-i:the South|[A-Z])"
    r"|crossed|fled|defected|escaped)\b",
)
"""What makes people who are missing ones who got away over the border."""
_ASKED: Final = re.compile(r"(?:question|interrogat|investigat|interview)\w+$", re.I)
_PUNISHED: Final = re.compile(r"\b(?:sentenced|camps?|prison|jail|jailed|banished|exiled)\b", re.I)
_DRIVEN: Final = frozenset({
    "driven", "put", "removed", "moved", "sent", "taken", "transferred", "trucked", "carted",
    "loaded", "transported", "forced", "packed", "bundled", "brought",
})  # fmt: skip
_CROSSED: Final = frozenset({"border_crossing", "defection_attempt"})
_SHOT: Final = re.compile(r"\bshot\b(?! at\b| in the\b)", re.I)
_JUDGED: Final = Phrase(
    r"\b(?:in public|publicly|(?:before|in front of) an? (?:\w+ )?crowd|public trial|open trial"
    r"|tribunal|convicted|condemned|found guilty"
    r"|sentenced|death (?:penalty|sentence)|read out the (?:charges|verdict|sentence)"
    r"|(?:tied|bound|lashed|roped|chained|strapped) (?:[\w-]+ ){0,3}to (?:an? )?(?:[\w-]+ )?"
    r"(?:stakes?|posts?|poles?)"
    r"|to stakes|blindfolded"
    r"|(?:made|forced) to (?:watch|look on)"
    r"|(?:in front of|before) (?:an? |the )?(?:crowd|residents))\b",
)
_GIVES_UP: Final = re.compile(
    r"found$|surrendered|(?:gave|turned) (?:himself|herself|themselves)", re.I
)
_HELD: Final = re.compile(r"\b(?:held|kept)\b", re.IGNORECASE)
_ATTEMPTS: Final = frozenset({"defection_attempt"})
_SUBORDINATE: Final = re.compile(
    r"\b(?:while|who (?:was|were|had|is|are)?|as (?:they|he|she)|when|after"
    r"|before|for|of|by|trying|attempting|that had|which had"
    r"|whom)\s+(?:\w+\s+){0,3}$",
    re.I,
)


@dataclass(slots=True, eq=False)  # not frozen: to make a frozen one takes ten times as long
class Statement:
    """A trigger that states an event, with what its clause says of it.

    Attributes
    ----------
    sentence : int
        The number of its sentence.
    hit : Hit
    event_type : str
    when : DatePhrase or None
        Its own date.
    told : DatePhrase or None
        The day on which a source spoke of it.
    people : Tally
    family : str
        What it has in common with others of its incident: killing, arrest, crossing, …
    places, others : tuple of RolePlace
        The places of its clause, and the other places of its sentence.
    near : list of RolePlace
        Those of them at which it may have happened, the places of its clause first.
    fine : int
        How narrow the narrowest of these is (`fineness`); wider than a country where none is.
    secondary : bool
        Whether another trigger of its clause tells more of the same.
    tentative : bool
        Whether the sentence says so with a reserve ("reportedly").
    goes_on : bool
        Whether its subject is somebody told of before ("they", "the two").
    worth : float
        How much it tells: its words, its date, its numbers, its place.
    another : bool
        Whether its clause says that it is another event ("in a separate case").
    """

    sentence: int
    hit: Hit
    event_type: str
    when: DatePhrase | None
    told: DatePhrase | None
    people: Tally
    family: str
    places: tuple[RolePlace, ...]
    others: tuple[RolePlace, ...]
    near: list[RolePlace]
    fine: int
    secondary: bool
    tentative: bool
    goes_on: bool
    worth: float
    another: bool


def read_statements(
    number: int,
    sentence: Sentence,
    all_dates: AsAsked[tuple[DatePhrase, ...]],
    places: tuple[RolePlace, ...],
    before: str | None,
    group: Callable[[int], Count | None],
) -> list[Statement]:
    """Return the statements of one sentence of the body.

    `all_dates` are those of each sentence of its article, read where one states something;
    `before` is the type of the event told last, which "it happened" means; `group` finds the
    number of people told of last before a sentence, whom "they" means there.
    """
    if sentence.role != BODY:
        return []
    text = sentence.text
    others = find_frames(text, present=sentence.is_entry)
    found = find_triggers(text, before, present=sentence.is_entry, others=others)
    real = [
        fit
        for hit in found
        if hit.start >= sentence.dateline
        and (fit := fitting(text, hit)) is not None
        and not unreal(text, fit)
    ]
    if not real:
        return []
    hits, dates = _as_told(text, real), all_dates[number]
    spoken, event_dates = split_dates(sentence, dates, hits)
    clause = _clause(number, text, hits, places, spoken)
    counts = find_people(text, dates, group(number) if _THEY.search(text) else None)
    return [
        _statement(clause, hit, group, first, when, counts)
        for group, when in group_by_date(text, hits, event_dates)
        for first in [_gravest(text, group)]
        for hit in group
    ]


def _as_told(text: str, hits: list[Hit]) -> list[Hit]:
    """Read triggers by what stands beside them.

    Who is shot after a trial, or tied to a stake, is executed; who walks over the line and gives
    himself up is not arrested; who "was held for ten days and handed over" was arrested before.
    """
    hits = [
        hit if (told := _AS_TOLD.get(hit.trigger.event_type)) is None else told(text, hit)
        for hit in hits
    ]
    if len(hits) == 1:
        return hits
    kinds = {h.trigger.event_type for h in hits}
    if "other" in kinds and any(map(_is_punishment, hits)):
        hits = [h for h in hits if not _ASKED.match(h.text)]  # "were questioned and jailed"
    if "repatriation" in kinds:
        returned = [h.start for h in hits if h.trigger.event_type == "repatriation"]
        hits = [h for h in hits if not returned or h.start > returned[-1] or not _is_state(h)]
    if not kinds.isdisjoint(_CROSSED):
        crossed = next((h.start for h in hits if h.trigger.event_type in _CROSSED), len(text))
        hits = [h for h in hits if h.start <= crossed or not _GIVES_UP.match(h.text)]
    return hits


def _resettled(text: str, hit: Hit) -> Hit:
    """Return what drives somebody off to live elsewhere as a removal, not an arrest."""
    if _DRIVEN.isdisjoint(hit.text.lower().split()):
        return hit
    return hit.as_type("other", count="involved") if _RESETTLED.match(text, hit.end) else hit


def _gone_over(text: str, hit: Hit) -> Hit:
    """Return who is missing and taken to have crossed the border as an escape."""
    if not _MISSING.search(hit.text):
        return hit
    return hit.as_type("defection_attempt") if _TAKEN_OVER.search(text) else hit


def _is_punishment(hit: Hit) -> bool:
    return hit.trigger.event_type == "other" and _PUNISHED.search(hit.text) is not None


def _is_state(hit: Hit) -> bool:
    """Whether a trigger tells only that people who had been arrested before are kept."""
    return hit.trigger.event_type == "arrest" and _HELD.search(hit.text) is not None


def _executed(text: str, hit: Hit) -> Hit:
    """Return who is shot after a trial, or before a crowd, as executed."""
    if not _SHOT.search(hit.text) or not _JUDGED.search(text):
        return hit
    return hit.as_type("execution", count="killed")


_AS_TOLD: Final[Mapping[str, Callable[[str, Hit], Hit]]] = {
    "shooting": _executed,
    "other": _gone_over,
    "arrest": _resettled,
    "repatriation": _resettled,
}
"""What reads a trigger of a type as one of another where its sentence says so."""


class _Clause(NamedTuple):
    """What the statements of a sentence share.

    Attributes
    ----------
    number : int
    text : str
    bounds : list of int
        Where its triggers begin, in order, and where it ends.
    places : tuple of RolePlace
    near : list of RolePlace
        Those of them at which something may have happened.
    spoken : DatePhrase or None
    tentative : bool
    another : int
        From where on it tells of another event; where it ends, if it does not.
    """

    number: int
    text: str
    bounds: list[int]
    places: tuple[RolePlace, ...]
    near: list[RolePlace]
    spoken: DatePhrase | None
    tentative: bool
    another: int

    @property
    def tells_more(self) -> bool:
        """Whether it has several triggers."""
        return len(self.bounds) > 2

    def after(self, start: int) -> int:
        """Return where the next trigger after a spot begins."""
        return self.bounds[bisect_right(self.bounds, start)]

    def names_place(self, start: int, end: int) -> bool:
        """Whether it tells from one spot to another where something may have happened."""
        return any(start <= p.start < end for p in self.near)


def _clause(
    number: int,
    text: str,
    hits: list[Hit],
    places: tuple[RolePlace, ...],
    spoken: DatePhrase | None,
) -> _Clause:
    another = _ANOTHER.search(text)
    return _Clause(
        number, text, [*[hit.start for hit in hits], len(text)], places,
        [place for place in places if may_be(place)], spoken,
        tentative=_TENTATIVE.search(text) is not None,
        another=len(text) if another is None else another.end(),
    )  # fmt: skip


def _gravest(text: str, group: list[Hit]) -> Hit:
    """Return the trigger of a group that tells most of what happened."""
    if len(group) == 1:
        return group[0]
    return min(
        group, key=lambda h: (_is_cause(text, h, group[0]), PRECEDENCE.index(h.trigger.event_type))
    )


def _statement(
    clause: _Clause,
    hit: Hit,
    group: list[Hit],
    first: Hit,
    when: DatePhrase | None,
    counts: People,
) -> Statement:
    text, start = clause.text, hit.start
    until = ends = clause.after(start)
    if hit is first and hit is not group[-1] and not clause.names_place(start, ends):
        until = clause.after(group[-1].start)
    own, others, near = _own_places(clause, hit, until)
    fine = min(map(fineness, near)) if near else _NOWHERE
    opens = clause_start(text, start)
    alone = hit is first or _stands_alone(clause, hit, first, opens, ends)
    people = tally(counts, hit, group)
    return Statement(
        clause.number, hit, hit.trigger.event_type, when, clause.spoken, people, _family(hit),
        own, others, near, fine,
        secondary=not alone or (clause.tells_more and _is_before(text, hit, opens)),
        tentative=clause.tentative,
        goes_on=_GOES_ON.search(text, opens, start) is not None,
        worth=_worth(hit, when, people, own, fine) - min(0.3, 0.02 * clause.number),
        another=clause.another <= start,
    )  # fmt: skip


def _family(hit: Hit) -> str:
    """Return the family of a trigger; who dies of an illness is not killed beside others."""
    kind = hit.trigger.event_type
    return "illness" if kind == "death" and _ILLNESS.search(hit.text) else family_of(kind)


def _is_before(text: str, hit: Hit, opens: int) -> bool:
    """Whether a trigger tells only of what was before something else that happened."""
    return _BEFORE_THAT.search(text, opens, hit.start) is not None


def _is_cause(text: str, hit: Hit, main: Hit) -> bool:
    """Whether a trigger only tells after what the main clause happened: "shut after he fled"."""
    told = main.end <= hit.start and main.trigger.event_type in _RESPONSES
    return told and bool(_CAUSE.search(text[main.end : hit.start]))


def _worth(
    hit: Hit,
    when: DatePhrase | None,
    people: Tally,
    own: tuple[RolePlace, ...],
    fine: int,
) -> float:
    """Return how much a statement tells; the marks were set on reports written for the purpose."""
    value = float(hit.trigger.weight) - (hit.trigger.form == "noun")
    if when is not None:
        value += 0.5 if when.edtf is None else 1.0 if when.point is None else 2.0
    if people.is_told:
        value += 1.0
    value += 2.0 if fine <= 1 else 1.5 if fine <= 3 else 0.75 if fine <= 5 else 0.0
    if len(own) < _SEVERAL:
        return value
    listed = {p.mention.ids for p in own if p.role == "happened" and fineness(p) <= _TOWN}
    return value + (len(listed) >= _SEVERAL)


def _as_object(text: str, place: RolePlace, hit: Hit) -> RolePlace:
    """Return a place that a verb acts on as that where it happens: "sealed off the city of X"."""
    near = hit.trigger.form == "verb" and place.start <= hit.end + _OBJECT
    if near and "," not in text[hit.end : place.start]:
        return place._replace(role="happened", rule="the verb's object")
    return place


def _own_places(
    clause: _Clause, hit: Hit, until: int
) -> tuple[tuple[RolePlace, ...], tuple[RolePlace, ...], list[RolePlace]]:
    """Return the places after a trigger, before the next; others; where it may have happened.

    Where the clause has a place, what follows the next trigger is that one's. It may have
    happened in its own clause first, then elsewhere in its sentence.
    """
    if not clause.places:
        return (), (), []
    start = hit.start
    own = [
        _as_object(clause.text, p, hit) if p.role == "other" else p
        for p in clause.places
        if start <= p.start < until
    ]
    if near := [p for p in own if may_be(p)]:
        others = [p for p in clause.places if p.start < start]
        near += [p for p in clause.near if p.start < start]
    else:
        others = [p for p in clause.places if not start <= p.start < until]
        near = clause.near
    return tuple(own), tuple(others), near


def _stands_alone(clause: _Clause, hit: Hit, first: Hit, opens: int, ends: int) -> bool:
    """Whether a trigger beside a graver one tells an event of its own: a place of its own."""
    kind = hit.trigger.event_type
    if kind == "repatriation" and first.trigger.event_type == "arrest":
        return clause.names_place(hit.start, ends)
    if kind in _ATTEMPTS or hit.trigger.form == "noun" or kind == first.trigger.event_type:
        return False
    if (kind, first.trigger.event_type) == ("other", "death"):
        return False  # an accident, and who died in it
    own = [p for p in clause.near if hit.start <= p.start < ends and p.mention.sort == "name"]
    if not own or hit.text.lower().split()[0].endswith("ing"):
        return False
    if _SUBORDINATE.search(clause.text, opens, hit.start):
        return False
    return all(p.mention.sort != "name" or p.start < first.start or p in own for p in clause.places)
