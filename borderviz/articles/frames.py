"""Who does what to whom: events told by a verb with its subject and its object.

``triggers.csv`` lists fixed wordings. Here a verb of one class with a subject and an object of
others states an event whatever the words: "agents fetched her from the ward", "she was driven
off in handcuffs". In the passive, what stands before the verb is the object.

``frames.csv`` has a row for each kind of event:

===================  ==================================================================
column               what it says
===================  ==================================================================
type, count, weight  as in ``triggers.csv``
who                  classes of the subject; blank for any. A passive may leave it unsaid
does                 the class of the verb
whom                 classes of the object; blank where there is none
then                 a regular expression for what must follow within a few words
===================  ==================================================================

What a noun names ("the raid", "nine arrests") is stated by the verbs of two classes: ``happen``,
of which it is the subject, and ``conduct``, of which it is the object.

`inflection` has the words of the classes, `chunks` reads the clause.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.chunks import (
    UNNAMED,
    UNSAID,
    Object,
    Verb,
    agent_of,
    find_verbs,
    object_of,
    subject_of,
    verb_at,
)
from borderviz.articles.inflection import nouns, nouns_of, presents, verbs
from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import Hit, Trigger, read_rows
from borderviz.articles.searches import STOP, Deferred
from borderviz.articles.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    _Frames = tuple["Frame", ...]

_DEEDS: Final = frozenset({"happen", "conduct"})
"""The classes of verbs that only say that what a noun names took place."""
_ORDERS: Final = "provide"
"""The class of the verbs by which an order tells what it is."""
_FILE: Final = "frames.csv"
_STOP: Final = re.compile(STOP)
_THEN: Final = 70
"""Characters after the object in which a frame finds what must follow."""
_MOVING: Final = frozenset({"border_crossing", "defection_attempt"})
_SUFFERED: Final = frozenset({"killed", "arrested"})
"""Counts of triggers whose object, or subject in the passive, is a person."""
_WHO: Final = frozenset({"who", "whose", "whom"})
_RELATED: Final = 16
"""Words before a verb among which a relative clause opens that tells of its subject."""
_GOES: Final = frozenset({"walked", "marched", "returned", "returning", "drove"})
"""What is done by oneself, or to others."""
_BRINGS: Final = frozenset({"taken", "brought", "carried", "moved", "driven", "ferried", "led"})
_ADJUNCTS: Final = re.compile(
    r"(?:(?:in|at|near|outside|around|along|on|by)\s+[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*"
    r"(?:\.?\s\d{1,2}(?:,\s\d{4})?)?|on the \d+(?:st|nd|rd|th)"
    r"|(?:(?:in|on|at) )?(?:early|mid|late)(?: (?:in|on) |[- ])[A-Z][a-z]+|at a meeting|yesterday"
    r"|(?:early |late )?(?:last|this) [A-Za-z]+|(?:on|in) the (?:night|evening|morning) of [\w. ]+?"
    r"|at (?:about |around )?\d[\d:]* ?[ap]\.m\.)[,\s]+"
)
"""Places and times that stand between an object and what else its verb needs."""
_NONE: Final = frozenset[str]()
_NEAR: Final = 4
"""Words before a participle among which the article of its noun stands."""
_DEFINITE: Final = frozenset({"the", "these", "those"})
_RECALLED: Final = frozenset({
    "held", "jailed", "detained", "captured", "arrested", "imprisoned", "caught", "repatriated",
    "deported", "returned", "sent",
})  # fmt: skip
"""Participles that tell which people are meant where nothing stands before them."""
_ENTERS: Final = re.compile(r"\binto\b|^ransack|\b(?:doors?|gates?|windows?)$", re.IGNORECASE)
_WARES: Final = frozenset({"goods", "stock", "device", "belongings"})
_SMUGGLING: Final = "smuggling"
_CARRIED: Final = _WARES | {"vehicle"}
_PEOPLE: Final = frozenset({"person", "force"})
_THINGS: Final = frozenset({"thing"})
"""What is shot without a gun: a film, a scene."""
_TRAINS: Final = frozenset({"traffic"})
_UNABLE: Final = frozenset({"thing", "barrier", "device"})
"""What arrests nobody."""
_ACTING: Final = frozenset(
    {"person", "force", "office", "body", "vehicle", "vessel", "flier", "name", "traffic", "gang"}
)
"""What may be killed, caught or come over the border."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of ``frames.csv``."""

    trigger: Trigger
    who: frozenset[str]
    whom: frozenset[str]
    then: Deferred | None

    def needs(self) -> frozenset[str] | None:
        """Return the nouns of which one is told of; None where a pronoun or a name may stand."""
        for classes, unnamed in ((self.whom, UNNAMED), (self.who, UNNAMED | UNSAID)):
            if classes and classes.isdisjoint(unnamed):
                return nouns_of(classes)
        return None

    def takes(self, whom: frozenset[str], *, passive: bool) -> bool:
        """Whether a clause with such an object may be of this kind."""
        return not self.whom.isdisjoint(whom) if self.whom else not passive

    def is_done_by(self, who: frozenset[str]) -> bool:
        """Whether a clause with such a subject may be of this kind."""
        return not (self.who and self.who.isdisjoint(who))

    def goes_on(self, verb: Verb, whom: Object) -> bool:
        """Whether what must follow follows in a clause whose subject and object it takes."""
        if self.then is None:
            return True
        words = verb.words
        if not self.whom:
            return bool(self.then.search(_after(words.text, words.spans[verb.at][1])))
        after = _after(words.text, words.spans[whom.end][1])
        return bool(self.then.search(f"{whom.particle} {after}" if whom.particle else after))

    def span(self, verb: Verb, whom: Object) -> tuple[int, int]:
        """Return from where to where it stands: the verb with its object, or the noun it names."""
        words, deeds = verb.words, self.who or self.whom
        if self.trigger.form == "deed":
            for at in range(max(whom.end, verb.at), -1, -1):
                if nouns().get(words.said[at], _NONE) & deeds:
                    return words.spans[at]
        return words.spans[verb.at][0], words.spans[whom.end][1]


def find_frames(text: str, *, present: bool = False) -> Iterator[Hit]:
    """Yield the frames that a sentence states, each from its verb to the head of its object.

    `present` says that what happened is told in the present, as orders always tell it.
    """
    words, taking = words_of(text), _taking()
    now = presents("" if present else _ORDERS)
    for verb in find_verbs(words, _forms(present=present), _needs(), _frames(), now):
        whom = Object(subject_of(verb), verb.at) if verb.passive else object_of(verb)
        form = now[words.said[verb.at]] if verb.now else words.said[verb.at]
        likely = taking[form, whom.classes, verb.passive]
        if likely is None:
            continue
        for frame in likely[agent_of(verb) if verb.passive else subject_of(verb)]:
            if frame.goes_on(verb, whom):
                start, end = frame.span(verb, whom)
                yield Hit(start, end, frame.trigger, text[start:end])


def fitting(text: str, hit: Hit) -> Hit | None:
    """Return what a trigger states by its subject and its object; None where they are no people.

    "A camera captured a dot" is no arrest, "the road crossed the river" no crossing; who takes
    goods across smuggles.
    """
    kind = hit.trigger.event_type
    if kind == "shooting" and _is_filmed(text, hit):
        return None
    enters = kind == "attack" and _ENTERS.search(hit.text) is not None
    goes = kind == "repatriation" and hit.text.lower().split()[0] in _GOES
    moves, carries = kind in _MOVING, kind == _SMUGGLING
    people = moves or carries or kind == "repatriation" or hit.trigger.count in _SUFFERED
    if not (enters or goes or (people and hit.trigger.form == "verb")):
        return hit
    verb = verb_at(words_of(text), hit.start, hit.end)
    if verb is None:
        return hit
    if enters:
        return _entered(hit, verb)
    return _gone(hit, verb) if goes else _of_people(hit, verb, moves=moves, carries=carries)


def _is_filmed(text: str, hit: Hit) -> bool:
    """Whether what was shot is a film."""
    verb = verb_at(words_of(text), hit.start, hit.end)
    return verb is not None and verb.passive and subject_of(verb) == _THINGS


def _of_people(hit: Hit, verb: Verb, *, moves: bool, carries: bool) -> Hit | None:
    if _is_recalled(verb) or (carries and _is_brought(verb)):
        return None
    if hit.trigger.file == _FILE:
        return hit  # who does it to whom is what a frame asks for
    arrested = hit.trigger.count == "arrested" or hit.trigger.event_type == "repatriation"
    subject = subject_of(verb) if arrested else subject_of(verb, near=True)
    whom = Object(subject, verb.at) if verb.passive else object_of(verb, particles=arrested)
    if moves and (kind := _moving_thing(verb, subject, whom.classes)):
        return hit.as_type(kind, count="" if kind != _SMUGGLING else None)
    if carries:
        brought = verb.passive and verb.words.said[verb.at] in _BRINGS
        taken = brought and bool(subject) and subject <= _PEOPLE
        return hit.as_type("repatriation") if taken else hit
    who = agent_of(verb) if verb.passive else subject
    unable = arrested and bool(who) and who <= _UNABLE  # "a camera picked up the pair"
    end = verb.words.spans[verb.at][1]
    told = whom.end > verb.at and verb.words.spans[whom.end][1] <= hit.end  # "made nine arrests"
    whole = (arrested and not told) or hit.end == end
    acts = subject if moves else whom.classes if whole else _NONE
    if unable or (acts and not acts & _ACTING and not _told_of_whom(verb)):
        return None
    return hit


def _told_of_whom(verb: Verb) -> bool:
    """Whether a relative clause stands between somebody and a verb: "men who led the ox were"."""
    words = verb.words
    for at in range(verb.opens - 1, max(0, verb.opens - _RELATED), -1):
        if at in words.stops:
            return False
        if words.said[at] in _WHO:
            return bool(nouns().get(words.said[at - 1], _NONE) & _PEOPLE)
    return False


def _moving_thing(verb: Verb, subject: frozenset[str], suffers: frozenset[str]) -> str:
    """Return the type of a crossing by what is no person; empty where somebody crosses."""
    goods = not verb.passive and bool(subject) and subject <= _WARES and "water" in suffers
    if goods or (suffers and suffers <= (_CARRIED if verb.passive else _WARES)):
        return _SMUGGLING  # "sacks of sugar crossed the river"
    train = not verb.passive and subject_of(verb) == _TRAINS
    return "border_closure_or_infrastructure" if train else ""  # "a train crossed the bridge"


def _is_recalled(verb: Verb) -> bool:
    """Whether a participle only says which people are meant: "the women jailed in Shenyang"."""
    words, at = verb.words, verb.at
    if words.said[at] not in _RECALLED or verb.passive or verb.opens != at or at == 0:
        return False
    if object_of(verb, particles=False).classes:
        return False
    noun = nouns().get(words.said[at - 1], _NONE)
    return bool(noun & _PEOPLE and _DEFINITE & set(words.said[max(0, at - _NEAR) : at - 1]))


def _is_brought(verb: Verb) -> bool:
    """Whether a participle says where people come from: "agents brought in from Pyongyang"."""
    words, at = verb.words, verb.at
    if verb.passive or at == 0 or verb.opens != at or words.said[at] not in _BRINGS:
        return False
    people = nouns().get(words.said[at - 1], _NONE) & _PEOPLE
    return bool(people) and not object_of(verb, particles=False).classes


def _gone(hit: Hit, verb: Verb) -> Hit:
    """Return the crossing that "walked over the bridge" is where nobody is taken along."""
    if verb.passive or object_of(verb, particles=False).classes:
        return hit
    return hit.as_type("border_crossing")


def _entered(hit: Hit, verb: Verb) -> Hit:
    """Return the raid that "broke into a house" is where the police do it."""
    if verb.passive or "law" not in subject_of(verb):
        return hit
    return hit.as_type("surveillance_or_raid", count="")


@lru_cache(maxsize=8)  # the frames of a verb ask for it one after the other
def _after(text: str, start: int) -> str:
    """Return what stands after a verb or its object, but for places and times."""
    rest = text[start : start + _THEN]
    mark = _STOP.search(rest)
    rest = (rest[: mark.start()] if mark else rest).strip()
    while adjunct := _ADJUNCTS.match(rest):
        rest = rest[adjunct.end() :]
    return rest


@cache
def _frames() -> Mapping[str, tuple[Frame, ...]]:
    """Return the frames of each form of the verbs that have one."""
    found: dict[str, list[Frame]] = defaultdict(list)
    for number, row in enumerate(read_rows(_FILE), start=2):
        form = "deed" if row["does"] in _DEEDS else "verb"
        about = (row["type"], form, row["count"], int(row["weight"]))
        frame = Frame(
            Trigger(number, *about, "", _FILE),
            _classes(row["who"]),
            _classes(row["whom"]),
            Deferred(row["then"], re.IGNORECASE) if row["then"] else None,
        )
        found[row["does"]].append(frame)
    forms = {form: classes for form, (_, classes) in verbs().items()}
    frames = {form: [f for name in names for f in found[name]] for form, names in forms.items()}
    return {form: tuple(kinds) for form, kinds in frames.items() if kinds}


@cache
def _forms(*, present: bool) -> frozenset[str]:
    """Return the forms that are looked for in a sentence."""
    return frozenset(_frames()).union(presents("" if present else _ORDERS))


@cache
def _needs() -> Kept[str, frozenset[str] | None]:
    """Return of each form the nouns of which a sentence holds one where it states a frame."""
    return Kept(_needed)


def _needed(form: str) -> frozenset[str] | None:
    """Return the nouns that the frames of a form need; None where it is told of any people."""
    told = _frames().get(form, ()) + _frames().get(presents().get(form, ""), ())
    needed = [frame.needs() for frame in told]
    return None if None in needed else _NONE.union(*filter(None, needed))


@cache
def _taking() -> Kept[tuple[str, frozenset[str], bool], Kept[frozenset[str], _Frames] | None]:
    """Return the frames of a form that take an object of some classes, in the passive or not.

    Those of each subject, or None where there are none.
    """
    return Kept(_that_take)


def _that_take(
    met: tuple[str, frozenset[str], bool],
) -> Kept[frozenset[str], _Frames] | None:
    form, whom, passive = met
    taking = [f for f in _frames().get(form, ()) if f.takes(whom, passive=passive)]
    if not taking:
        return None
    return Kept(lambda who: tuple(f for f in taking if f.is_done_by(who)))


def _classes(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) - {""}
