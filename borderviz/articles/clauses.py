"""From a sentence to statements of events: which triggers state something that happened.

A trigger states nothing when it is denied, planned, feared, ordered or asked about, when it
tells what happens as a rule, or when it only points back ("the arrested men"). What is left is
a `Statement`: its type, its own date, its numbers, its places, and the names of the rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.frames import find_frames, fitting
from borderviz.articles.groups import GROUP
from borderviz.articles.lexicon import PRECEDENCE, find_triggers
from borderviz.articles.people import People, Tally, find_people, tally
from borderviz.articles.reality import clause_start, unreal
from borderviz.articles.roles import fineness, may_be, near_first
from borderviz.articles.searches import Phrase
from borderviz.articles.sentences import BODY
from borderviz.articles.speech import spoken_after, spoken_before
from borderviz.schema.families import family_of

if TYPE_CHECKING:
    from collections.abc import Callable

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
    r"\b(?:they|he|she|all of them|both(?: of them)?|the (?:two|three|four"
    r"|five|six|seven|pair|couple|family|group"
    r"|others))\s+(?:(?!(?:says?|said|told|thinks?|knows?|the|an?|that|who)\b)[\w’'-]+\s+){0,3}$"
)
_AUXILIARY: Final = re.compile(
    r"\b(?:was|were|is|are|been|being|has|have|had)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE
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
_LATER: Final = re.compile(r"\b(?:later|subsequently|eventually|afterwards?|then)\b", re.I)
_NO_PARTICIPLES: Final = frozenset({"died", "fled", "escaped", "defected"})
"""Verbs that state by themselves: no "men held in May" is told by them."""
_RELATIVE: Final = re.compile(r"\b(?:who|whom|that|which)\s+(?:[\w’'-]+\s+){0,3}$", re.I)
_OPENS_CLAUSE: Final = re.compile(
    r"(?:[,;]|\band|\bwhile|\bbut)\s+(?:(?:and|while|but|then|again)\s+)?(?:on"
    r"|in|at)?\s*(?:the\s+)?(?:(?:night|morning|evening) of\s+)?$",
    re.I,
)
_ILLNESS: Final = re.compile(r"^\w+ (?:of|from) \w+|^(?:starv|fr[eo])\w* to death", re.I)
"""Deaths by nobody's hand; who bled to death was hurt by somebody."""
_TOWN: Final = 2
_NOWHERE: Final = 9
"""What is wider than all that is named."""
_OBJECT: Final = 20
"""Characters after a verb within which a place without a preposition is its object."""
_SEVERAL: Final = 3
"""Places from which on a list of them says more than one."""
_AND_NEXT: Final = re.compile(r"^\s*,?\s+(?:and|but|before|then)\b", re.I)
_ANOTHER: Final = Phrase(
    r"\b(?:another|(?:a )?(?:separate|similar|second|third|earlier"
    r"|previous) (?:incident|case|group|attempt|family|attack|arrest|raid"
    r"|event|matter|trial|operation|episode|ring|gang|network|suspect|man|woman|soldier|villager|body)"
    r"|in addition|also in|meanwhile|elsewhere|two others|three others)\b(?! source)",
)
_OF_SOMEBODY: Final = re.compile(r"\bwhom?\s+(?:[\w’'-]+\s+){2,8}$", re.I)
"""What makes a date that of somebody's past: "who had been jailed in"."""
_NEXT_CLAUSE: Final = re.compile(r";|,\s+(?:and|but|then|while)\b", re.I)
_TURNS: Final = Phrase(
    r"\b(?:and|but|after|before|until|then|when|while|following)\s+(?!on\b|in\b|at\b)"
)
"""What goes on to another verb than the one that was dated before."""
_THEY: Final = Phrase(rf"\b(?:they|them|the (?:whole )?{GROUP})\b")
_SINCE: Final = re.compile(r"\bsince\s+(?:the\s+)?$", re.I)
_PERFECT: Final = re.compile(r"\b(?:has|have|had)(?:n[’']t)?\b[^,;.]{0,40}$", re.I)
_FIRST: Final = re.compile(r"\b(?:first|largest|biggest|worst|only|once|ever)\b", re.I)
"""What makes "since May" the day before which there was none such."""
_LASTING: Final = 60
"""Characters between what lasts and "since" when it does."""
_LASTS: Final = frozenset({"order_or_decree", "border_closure_or_infrastructure"})
_STOPS: Final = re.compile(r"[;.]|, (?:and|but|when|while|which|who)\b", re.I)
_BREAKS: Final = re.compile(r"[;,.]|\b(?:and|but|who|which|that|when|while|after|before)\b", re.I)
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
_LED: Final = frozenset({"arrest", "repatriation"})
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
_WHO: Final = re.compile(r"\b(?:who|whom|which|that)\b", re.I)
_ATTEMPTS: Final = frozenset({"defection_attempt"})
_SUBORDINATE: Final = Phrase(
    r"\b(?:while|who (?:was|were|had|is|are)?|as (?:they|he|she)|when|after"
    r"|before|for|of|by|trying|attempting|that had|which had"
    r"|whom)\s+(?:\w+\s+){0,3}$",
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
    group: Callable[[], Count | None],
) -> list[Statement]:
    """Return the statements of one sentence of the body.

    `all_dates` are those of each sentence of its article, read where one states something;
    `before` is the type of the event told last, which "it happened" means; `group` finds the
    number of people told of last, whom "they" means.
    """
    if sentence.role != BODY:
        return []
    text = sentence.text
    others = find_frames(text, present=sentence.is_entry)
    found = find_triggers(text, before, present=sentence.is_entry, others=others)
    fit = (fitting(text, hit) for hit in found if hit.start >= sentence.dateline)
    real = [hit for hit in fit if hit is not None and not unreal(text, hit)]
    if not real:
        return []
    hits, dates = _as_told(text, real), all_dates[number]
    spoken, event_dates = split_dates(sentence, dates, hits)
    clause = _Clause(
        number, text, tuple(hits), dates, places, spoken, bool(_TENTATIVE.search(text))
    )
    counts = find_people(text, dates, group() if _THEY.search(text) else None)
    return [
        _statement(clause, hit, group, first, when, counts)
        for group, when in _groups(text, hits, event_dates)
        if group  # two dates may claim one trigger
        for first in [_gravest(text, group)]
        for hit in group
    ]


def _as_told(text: str, hits: list[Hit]) -> list[Hit]:
    """Read triggers by what stands beside them.

    Who is shot after a trial, or tied to a stake, is executed; who walks over the line and gives
    himself up is not arrested; who "was held for ten days and handed over" was arrested before.
    """
    hits = [_where_it_stands(text, hit) for hit in hits]
    if len(hits) == 1:
        return hits
    if any(map(_is_punishment, hits)):  # "were questioned for a week, and sent to a camp"
        hits = [h for h in hits if not _ASKED.match(h.text)]
    returned = max((h.start for h in hits if h.trigger.event_type == "repatriation"), default=-1)
    hits = [h for h in hits if h.start > returned or not _is_state(h)]
    crossed = next((h.start for h in hits if h.trigger.event_type in _CROSSED), None)
    if crossed is None:
        return hits
    return [h for h in hits if h.start <= crossed or not _GIVES_UP.match(h.text)]


def _where_it_stands(text: str, hit: Hit) -> Hit:
    """Return a trigger as a statement of the type that it has in its sentence."""
    kind = hit.trigger.event_type
    if kind == "shooting":
        return _executed(text, hit)
    if kind == "other":
        return _gone_over(text, hit)
    return _resettled(text, hit) if kind in _LED else hit


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


class _Clause(NamedTuple):
    """What the statements of a sentence share."""

    number: int
    text: str
    hits: tuple[Hit, ...]
    dates: tuple[DatePhrase, ...]
    places: tuple[RolePlace, ...]
    spoken: DatePhrase | None
    tentative: bool

    def after(self, start: int) -> int:
        """Return where the next trigger after a spot begins."""
        return next((h.start for h in self.hits if h.start > start), len(self.text))


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
    ends = clause.after(hit.start)
    named = any(hit.start <= p.start < ends and may_be(p) for p in clause.places)
    until = ends if named or hit is not first else clause.after(group[-1].start)
    own, others = _own_places(clause.text, clause.places, hit, until)
    alone = hit is first or _stands_alone(clause.text, hit, first, clause.places, ends)
    near = near_first(own, others)
    fine = min(map(fineness, near), default=_NOWHERE)
    people = tally(counts, hit, group)
    return Statement(
        clause.number, hit, hit.trigger.event_type, when, clause.spoken, people, _family(hit),
        own, others, near, fine,
        secondary=not alone or (len(clause.hits) > 1 and _is_before(clause.text, hit)),
        tentative=clause.tentative,
        goes_on=bool(_GOES_ON.search(clause.text, clause_start(clause.text, hit.start), hit.start)),
        worth=_worth(hit, when, people, own, fine) - min(0.3, 0.02 * clause.number),
        another=bool(_ANOTHER.search(clause.text, 0, hit.start)),
    )  # fmt: skip


def _family(hit: Hit) -> str:
    """Return the family of a trigger; who dies of an illness is not killed beside others."""
    ill = hit.trigger.event_type == "death" and _ILLNESS.search(hit.text)
    return "illness" if ill else family_of(hit.trigger.event_type)


def _is_before(text: str, hit: Hit) -> bool:
    """Whether a trigger tells only of what was before something else that happened."""
    return _BEFORE_THAT.search(text, clause_start(text, hit.start), hit.start) is not None


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
    if when is not None and when.edtf is not None:
        value += 2.0 if when.point is not None else 1.0
    elif when is not None:
        value += 0.5
    if people.is_told:
        value += 1.0
    value += 2.0 if fine <= 1 else 1.5 if fine <= 3 else 0.75 if fine <= 5 else 0.0
    listed = {p.mention.ids for p in own if p.role == "happened" and fineness(p) <= _TOWN}
    return value + (len(listed) >= _SEVERAL)


def split_dates(
    sentence: Sentence, dates: tuple[DatePhrase, ...], hits: list[Hit]
) -> tuple[DatePhrase | None, list[DatePhrase]]:
    """Tell the day on which a source spoke from the days on which something happened."""
    text, spoken, kept = sentence.text, None, []
    for phrase in dates:
        if phrase.end <= sentence.dateline:
            continue
        first = next((h.start for h in hits if h.start >= phrase.end), len(text))
        if _is_spoken(text, phrase, hits, first):
            spoken = spoken or phrase
        elif phrase.bound == "since" and any(_began(text, phrase, h) for h in hits):
            kept.append(phrase)  # "shut since January": it was shut then
        elif not phrase.bound:
            kept.append(phrase)
    return spoken, kept


def _began(text: str, phrase: DatePhrase, hit: Hit) -> bool:
    """Whether what is told has been so "since" a date: that is when it happened."""
    since = _SINCE.search(text, 0, phrase.start)
    if since is None or len(phrase.edtf or "") <= len("2021"):
        return False
    if hit.start >= phrase.end:
        gap = text[phrase.end : hit.start]
        opens = since.start() == 0 and hit.trigger.event_type in _LASTS
        opens = opens and _PERFECT.search(f"{gap}{hit.text}") is not None
        return len(gap) <= len(", ") or (opens and len(gap) <= _LASTING and not _STOPS.search(gap))
    if hit.end > since.start():
        return hit.start < since.start() and _PERFECT.search(hit.text) is not None
    if _FIRST.search(text, 0, since.start()):
        return False
    gap = text[hit.end : since.start()]
    if len(gap) <= 1:
        return True
    perfect = _PERFECT.search(text[: hit.start]) or _PERFECT.search(hit.text)
    return len(gap) <= _LASTING and not _BREAKS.search(gap) and perfect is not None


def _is_spoken(text: str, phrase: DatePhrase, hits: list[Hit], first: int) -> bool:
    """Whether a source spoke on a date; what is announced or heard in a trigger happened on it."""
    said = spoken_before(text, phrase.start)
    if said is not None and any(_between(said, h, phrase) for h in hits):
        return False
    return said is not None or spoken_after(text, phrase.start, phrase.end, first)


def _between(said: re.Match[str], hit: Hit, phrase: DatePhrase) -> bool:
    """Whether a trigger is what a verb of saying tells, or tells itself, before a date."""
    if hit.start <= said.start() < hit.end:
        return True
    told = said.start() < hit.start and hit.end <= phrase.start
    return told and (hit.trigger.form == "verb" or phrase.start - hit.end <= len(" from "))


def _groups(
    text: str, hits: list[Hit], dates: list[DatePhrase]
) -> list[tuple[list[Hit], DatePhrase | None]]:
    """Split the triggers at the dates between them; a date before all of them is all theirs.

    A date stands after its trigger, or opens the clause of the next ("and on September 25 one
    man was shot"). What follows without a date of its own shares the last, but not that of a
    relative clause ("two who had fled on May 3 were caught").
    """
    if not dates:
        return [(hits, None)]
    shared = _shared(text, hits[0], dates)
    groups: list[tuple[list[Hit], DatePhrase | None]] = []
    open_group: list[Hit] = []
    opened: DatePhrase | None = shared
    for at, hit in enumerate(hits):
        open_group.append(hit)
        until = hits[at + 1].start if at + 1 < len(hits) else 1 << 30
        between = [d for d in dates if hit.start <= d.start < until]
        between.sort(key=lambda d: d.start < hit.end)  # one inside the trigger says less
        if shared is not None:
            between = [d for d in between if not _WHO.search(text[hit.end : d.start])]
        if opened is not None and len(open_group) == 1:
            between = [d for d in between if not _turns(text, hit, d, until)]
        within = next((d for d in dates if d.start < hit.end <= d.end), None)
        own = within or next((d for d in between if not _opens_clause(text, hit, d, until)), None)
        own = next((d for d in between if own is not None and _is_finer(d, own)), own)
        next_opened = next((d for d in between if d is not own), None)
        if own is not None or next_opened is not None:
            if own is not None and opened is not None and not _is_finer(own, opened):
                groups.append((open_group[:-1], opened))
                open_group = [hit]
            groups.append((open_group, own or opened))
            open_group, opened = [], next_opened
    if open_group:
        if (
            groups
            and opened is None
            and not _LATER.search(text[groups[-1][0][-1].end : open_group[0].start])
        ):
            before, when = groups[-1]
            if not _is_relative(text, before[0], open_group[0]):
                groups[-1] = ([*before, *open_group], when)
                return groups
        groups.append((open_group, opened))
    return [group for group in groups if group[0]]


def _shared(text: str, hit: Hit, dates: list[DatePhrase]) -> DatePhrase | None:
    """Return the date before the first trigger, the finest of those that say the same.

    In "a man who had been jailed in 2015 was arrested" it is not the date of the arrest.
    """
    before = [d for d in dates if d.end <= hit.start and not _OF_SOMEBODY.search(text[: d.start])]
    shared = next(iter(before), None)
    for phrase in before[1:]:
        if shared is None:
            break
        next_clause = _NEXT_CLAUSE.search(text, shared.end, phrase.start)
        shared = phrase if next_clause or _is_finer(phrase, shared) else shared
    return shared


def _turns(text: str, hit: Hit, phrase: DatePhrase, until: int) -> bool:
    """Whether a date is that of another verb: "on May 3 he was held, and let go a week later"."""
    if _opens_clause(text, hit, phrase, until):
        return False
    return bool(_TURNS.search(text, hit.end, phrase.start))


def _is_finer(phrase: DatePhrase, other: DatePhrase) -> bool:
    """Whether a date is one within another: May 9, 2010 in 2010."""
    return (phrase.edtf or "").lstrip("[{").startswith(f"{(other.edtf or '?').rstrip('~')}-")


def _is_relative(text: str, hit: Hit, main: Hit) -> bool:
    """Whether a trigger is in a relative clause: "two who fled", "men held in May were …"."""
    lead = text[: hit.start]
    if _RELATIVE.search(lead):
        return True
    first = hit.text.split()[0]
    reduced = not _AUXILIARY.search(lead) and not _AUXILIARY.search(f"{first} ")
    reduced = reduced and first.lower() not in _NO_PARTICIPLES and hit.trigger.form == "verb"
    return reduced and bool(
        _AUXILIARY.search(text[: main.start]) or _AUXILIARY.search(f"{main.text.split()[0]} ")
    )


def _opens_clause(text: str, hit: Hit, phrase: DatePhrase, until: int) -> bool:
    if until >= len(text) or not (found := _OPENS_CLAUSE.search(text, hit.end, phrase.start)):
        return False
    # "…, on June 3 and took two away": the date before an "and" belongs to what stands before
    return not (found[0].startswith(",") and _AND_NEXT.match(text[phrase.end : until]))


def _as_object(text: str, place: RolePlace, hit: Hit) -> RolePlace:
    """Return a place that a verb acts on as that where it happens: "sealed off the city of X"."""
    near = hit.trigger.form == "verb" and place.start <= hit.end + _OBJECT
    if near and "," not in text[hit.end : place.start]:
        return place._replace(role="happened", rule="the verb's object")
    return place


def _own_places(
    text: str, places: tuple[RolePlace, ...], hit: Hit, until: int
) -> tuple[tuple[RolePlace, ...], tuple[RolePlace, ...]]:
    """Return the places after a trigger, before the next; and others of the sentence.

    Where the clause has a place, what follows the next trigger is that one's.
    """
    if not places:
        return (), ()
    start = hit.start
    own = [
        _as_object(text, p, hit) if p.role == "other" else p
        for p in places
        if start <= p.start < until
    ]
    if any(map(may_be, own)):
        return tuple(own), tuple([p for p in places if p.start < start])
    return tuple(own), tuple([p for p in places if p not in own])


def _stands_alone(
    text: str, hit: Hit, first: Hit, places: tuple[RolePlace, ...], ends: int
) -> bool:
    """Whether a trigger beside a graver one tells an event of its own: a place of its own."""
    kind = hit.trigger.event_type
    if kind == "repatriation" and first.trigger.event_type == "arrest":
        return any(may_be(p) for p in places if hit.start <= p.start < ends)
    if kind in _ATTEMPTS or hit.trigger.form == "noun" or kind == first.trigger.event_type:
        return False
    if (kind, first.trigger.event_type) == ("other", "death"):
        return False  # an accident, and who died in it
    if hit.text.lower().split()[0].endswith("ing"):
        return False
    if _SUBORDINATE.search(text, clause_start(text, hit.start), hit.start):
        return False
    own = [
        p for p in places if hit.start <= p.start < ends and p.mention.sort == "name" and may_be(p)
    ]
    firsts = [
        p for p in places if p.start >= first.start and p not in own and p.mention.sort == "name"
    ]
    return bool(own) and not firsts
