"""Who does what to whom: events told by a verb with its subject and its object.

``triggers.csv`` lists fixed wordings. Here a verb of one class with a subject and an object of
others states an event whatever the words: "agents fetched her from the ward", "she was driven
off in handcuffs". A clause is read shallowly, by chunks (Abney 1991, Parsing by chunks): the
verb with its auxiliaries, the noun that heads what stands before it, the noun that heads what
follows. In the passive, what stands before the verb is the object.

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

``nouns.csv`` and ``verbs.csv`` list the words of the classes: nouns in the singular, verbs in the
infinitive. What is not regular stands after a slash (the plural; the past, and the participle
where it differs), and ``+`` doubles the last letter. All three may be read, and corrected, by
somebody who does not program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.lexicon import WORD, Hit, Trigger, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BEFORE: Final = 26
"""Words before a verb among which its subject is looked for."""
_NEAR: Final = 3
"""Words before a verb among which what is no person may be told to be its subject."""
_PHRASE: Final = 9
"""Words of a noun phrase up to its head."""
_THEN: Final = 70
"""Characters after the object in which a frame finds what must follow."""
_BREAK: Final = re.compile(r"[;:!?—–“”\"()]")
_COMMA: Final = re.compile(r"[;:!?—–“”\"()]|,(?!\d)")
_LEAD: Final = 14
_GOING_ON: Final = re.compile(
    r"(?:[,;]|\b(?:and|began|begun|started|is|are|by))\s+(?:then\s+)?$", re.IGNORECASE
)
"""What stands before a participle that tells an event: ", taking three away"."""
_PARTICLES: Final = frozenset({"up", "off", "out", "away", "down", "back", "over", "in"})
_BE: Final = frozenset({"was", "were", "been", "being", "got", "be"})
_WAS: Final = frozenset({"was", "were", "been"})
_HAVE: Final = frozenset({"has", "have", "had"})
_ADVERBS: Final = frozenset({
    "also", "then", "later", "soon", "once", "again", "now", "both", "all", "even", "just", "since",
    "first", "twice", "reportedly", "already", "together", "eventually", "promptly",
})  # fmt: skip
_PREPOSITIONS: Final = frozenset({
    "in", "at", "on", "of", "from", "to", "into", "near", "by", "with", "along", "across", "over",
    "under", "between", "around", "inside", "outside", "for", "through", "towards", "toward",
    "behind", "beyond", "opposite", "below", "above", "beside", "among", "during", "against",
    "without", "aboard", "off", "past", "via", "about", "upon", "onto",
})  # fmt: skip
_CLOSERS: Final = _PREPOSITIONS | {
    "and", "or", "but", "who", "whom", "which", "that", "when", "while", "because", "where", "was",
    "were", "is", "are", "had", "has", "have", "said", "says", "if", "so", "to", "not", "after",
    "before", "as", "than", "like", "until", "since",
}  # fmt: skip
_RELATIVE: Final = frozenset({"who", "whom", "which", "that"})
_FINITE: Final = _BE | _HAVE | {"is", "are", "will", "would", "could", "may", "might", "said"}
_NOMINATIVE: Final = frozenset({"he", "she", "they", "we"})
_AND: Final = frozenset({"and", "but", "then", "before"})
_PEOPLE: Final = frozenset({"person"})
_MOVING: Final = frozenset({"border_crossing", "defection_attempt"})
_SUFFERED: Final = frozenset({"killed", "arrested"})
_WARES: Final = frozenset({"goods", "stock", "vehicle"})
_ACTING: Final = frozenset({"person", "force", "office", "body", "vehicle", "flier"})
"""What may be killed, caught or come over the border."""
_UNSAID: Final = frozenset({"person", "force", "office"})
_TIMES: Final = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept",
    "sep", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "st", "nd", "rd", "th", "week", "month", "year", "night", "day", "morning", "evening",
    "afternoon", "dawn", "midnight", "noon", "weekend", "spring", "summer", "autumn", "winter",
    "days", "weeks", "months", "years", "hours", "later", "earlier", "ago", "time", "today",
    "yesterday",
})  # fmt: skip
"""What ends a phrase of time, after which a subject may stand: "in March police took"."""
_MEASURES: Final = frozenset({
    "km", "kilometers", "kilometres", "kilometer", "kilometre", "meters", "metres", "miles", "tons",
    "tonnes", "kilos", "kg", "kilograms", "grams", "rows", "row", "lines", "line", "strip", "stretch",
    "rolls", "coils", "number", "group", "groups", "dozen", "section", "sections", "pair", "load",
})  # fmt: skip
_NUMBERS: Final = frozenset({
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "dozens", "scores", "hundreds", "several", "others", "other", "both",
})  # fmt: skip



@dataclass(frozen=True, slots=True)
class Frame:
    """One row of ``frames.csv``."""

    trigger: Trigger
    who: frozenset[str]
    whom: frozenset[str]
    then: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of a sentence: its word, the first of its auxiliaries, and whether it is passive."""

    text: str
    words: Sequence[re.Match[str]]
    at: int
    opens: int
    passive: bool

    def said(self, at: int) -> str:
        """Return a word in small letters."""
        return self.words[at][0].lower()

    def breaks(self, one: int, other: int, mark: re.Pattern[str]) -> bool:
        """Whether a mark stands between two words."""
        return bool(mark.search(self.text, self.words[one].end(), self.words[other].start()))


def find_frames(text: str) -> Iterator[Hit]:
    """Yield the frames that a sentence states, each from its verb to the head of its object."""
    verbs = _verbs()
    words: list[re.Match[str]] | None = None
    for match in WORD.finditer(text):
        if match[0].lower() not in verbs:
            continue
        if words is None:
            words = list(WORD.finditer(text))
            starts = {word.start(): at for at, word in enumerate(words)}
        verb = _verb(text, words, starts[match.start()])
        if verb is not None:
            yield from _stated(verb)


def _verb(text: str, words: Sequence[re.Match[str]], at: int) -> _Verb | None:
    """Return the verb that a word is, with its voice; None where it is an adjective or a noun."""
    kinds = {kind for kind, _ in _verbs()[words[at][0].lower()]}
    opens, auxiliaries = _auxiliaries(text, words, at)
    if auxiliaries & _BE:
        if "participle" in kinds:
            return _Verb(text, words, at, opens, passive=True)
        return _Verb(text, words, at, opens, passive=False) if "ing" in kinds else None
    active = _Verb(text, words, at, opens, passive=False)
    if "participle" in kinds and (shared := _shared(active)) is not None:
        return shared
    lead = text[max(0, words[opens].start() - _LEAD) : words[opens].start()]
    told = "past" in kinds or (bool(auxiliaries & _HAVE) and "participle" in kinds)
    return active if told or ("ing" in kinds and _GOING_ON.search(lead)) else None


def _auxiliaries(
    text: str, words: Sequence[re.Match[str]], at: int
) -> tuple[int, frozenset[str]]:
    """Return the first of the auxiliaries and adverbs before a verb, and which they are."""
    opens, found = at, set()
    while opens > 0 and not _COMMA.search(text, words[opens - 1].end(), words[opens].start()):
        word = words[opens - 1][0].lower()
        if word in _BE or word in _HAVE:
            found.add(word)
        elif not (word in _ADVERBS or word.endswith("ly")):
            break
        opens -= 1
    return opens, frozenset(found)


def _shared(verb: _Verb) -> _Verb | None:
    """Return the passive that a verb shares with one before it: "were caught … and driven off"."""
    before = verb.opens - 1
    if before < 1 or verb.said(before) not in _AND or _object(verb)[0]:
        return None
    for at in range(before - 1, max(0, before - _BEFORE), -1):
        if verb.breaks(at, at + 1, _BREAK):
            return None
        if verb.said(at) in _WAS:
            opens = _auxiliaries(verb.text, verb.words, at)[0]
            return replace(verb, opens=opens, passive=True)
    return None


def fitting(text: str, hit: Hit) -> Hit | None:
    """Return what a trigger states by its subject and its object; None where they are no people.

    "A camera captured a dot" is no arrest, "the road crossed the river" no crossing; who takes
    goods across smuggles.
    """
    trigger = hit.trigger
    moving = trigger.event_type in _MOVING
    if trigger.form != "verb" or not (moving or trigger.count in _SUFFERED):
        return hit
    words = list(WORD.finditer(text))
    at = next((n for n, word in enumerate(words) if word.start() == hit.start), None)
    if at is None:
        return hit
    opens, auxiliaries = _auxiliaries(text, words, at)
    while words[at][0].lower() in _BE | _HAVE and words[at].end() < hit.end:
        auxiliaries |= {words[at][0].lower()}
        at += 1
    verb = _Verb(text, words, at, opens, passive=bool(auxiliaries & _BE))
    subject = _subject(verb, within=_NEAR, mark=_COMMA)
    object_ = frozenset[str]() if verb.passive else _object(verb, particles=False)[0]
    suffers = subject if verb.passive else object_
    if moving and suffers and suffers <= _WARES:
        return replace(hit, trigger=replace(trigger, event_type="smuggling"))
    acts = subject if moving else suffers
    return None if acts and not acts & _ACTING else hit


def _stated(verb: _Verb) -> Iterator[Hit]:
    classes = {name for _, name in _verbs()[verb.said(verb.at)]}
    subject = _subject(verb)
    whom, end, particle = (subject, verb.at, "") if verb.passive else _object(verb)
    who = _agent(verb) if verb.passive else subject
    for name in classes:
        for frame in _frames().get(name, ()):
            if verb.passive and not frame.whom:
                continue
            if frame.whom and not whom & frame.whom:
                continue
            if frame.who and not who & frame.who:
                continue
            after = verb.words[end].end()
            if frame.then is not None:
                rest = verb.text[after : after + _THEN]
                cut = _BREAK.search(rest)
                rest = f"{particle} {(rest[: cut.start()] if cut else rest).strip()}".lstrip()
                if not frame.then.search(rest):
                    continue
            start = verb.words[verb.at].start()
            yield Hit(start, after, frame.trigger, verb.text[start:after])


def _object(verb: _Verb, *, particles: bool = True) -> tuple[frozenset[str], int, str]:
    """Return the classes of the object, the word at which it ends, and the particle."""
    at, particle, found, end = verb.at, "", frozenset[str](), verb.at
    for step in range(1, _PHRASE + 1):
        here = verb.at + step
        if here >= len(verb.words) or verb.breaks(here - 1, here, _COMMA):
            break
        word = verb.said(here)
        if word in _PARTICLES and step == 1 and particles:
            particle = word
            continue
        if word == "of" and (at == here - 1 or verb.said(here - 1) in _MEASURES):
            found = frozenset()
            continue  # "three of them", "11 km of wire"
        if word in _CLOSERS or _is_verb_after(verb, here, found):
            break
        classes = _nouns().get(word)
        if classes:
            found, end = classes, here
        elif found:
            break
        elif word in _NUMBERS:
            at = here
    if not found and at > verb.at:
        return _PEOPLE, at, particle  # "led two away"
    return found, end, particle


def _agent(verb: _Verb) -> frozenset[str]:
    """Return the classes of who does it in the passive: after "by"; people where it is unsaid."""
    for here in range(verb.at + 1, min(verb.at + _PHRASE, len(verb.words))):
        if verb.breaks(here - 1, here, _BREAK):
            break
        if verb.said(here) == "by":
            return _object(replace(verb, at=here))[0]
    return _UNSAID


def _is_verb_after(verb: _Verb, here: int, found: frozenset[str]) -> bool:
    return bool(found) and verb.said(here) in _verbs()


def _subject(
    verb: _Verb, *, within: int = _BEFORE, mark: re.Pattern[str] = _BREAK
) -> frozenset[str]:
    """Return the classes of the noun before a verb; nouns after a preposition are passed over."""
    at, shared = verb.opens - 1, False
    last = max(-1, verb.opens - 1 - within)
    while at > last:
        if verb.breaks(at, at + 1, mark):
            return frozenset()
        word = verb.said(at)
        if word in _RELATIVE:
            return _nouns().get(verb.said(at - 1), frozenset()) if at else frozenset()
        shared = shared or word in _AND
        if word in _FINITE and not shared:
            return frozenset()  # what stands before belongs to another verb
        classes = _PEOPLE if word in _NUMBERS else _nouns().get(word)
        if classes is None:
            at -= 1
            continue
        governed = None if word in _NOMINATIVE else _governor(verb, at)
        if governed is None:
            return classes
        at = governed - 1
    return frozenset()


def _governor(verb: _Verb, at: int) -> int | None:
    """Return the preposition, or the other verb, whose object the noun at a place heads."""
    for here in range(at - 1, max(-1, at - 1 - _PHRASE), -1):
        if verb.breaks(here, here + 1, _COMMA):
            return None
        word = verb.said(here)
        if word in _TIMES:
            return None
        if word in _PREPOSITIONS or _takes(verb, here, plain=here == at - 1):
            return here
        if word in _CLOSERS:
            return None
    return None


def _takes(verb: _Verb, here: int, *, plain: bool) -> bool:
    """Whether a word is a verb that has what follows as its object: "raided the house and took".

    Right before the noun it may as well be an adjective ("armed men") unless `plain` is told
    apart by an auxiliary: "who had stolen wire".
    """
    kinds = {kind for kind, _ in _verbs().get(verb.said(here), ())}
    if not kinds & {"past", "participle", "ing"}:
        return False
    if here == 0 or verb.breaks(here - 1, here, _COMMA):
        return not plain
    return not plain or verb.said(here - 1) in _HAVE | _BE | _RELATIVE


@cache
def _frames() -> Mapping[str, tuple[Frame, ...]]:
    """Return the frames of each class of verbs."""
    found: dict[str, list[Frame]] = defaultdict(list)
    for number, row in enumerate(read_rows("frames.csv"), start=2):
        about = (row["type"], "verb", row["count"], int(row["weight"]))
        frame = Frame(
            Trigger(number, *about, "", "frames.csv"),
            _classes(row["who"]),
            _classes(row["whom"]),
            re.compile(row["then"], re.IGNORECASE) if row["then"] else None,
        )
        found[row["does"]].append(frame)
    return {name: tuple(frames) for name, frames in found.items()}


def _classes(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) - {""}


@cache
def _nouns() -> Mapping[str, frozenset[str]]:
    """Return the classes of each noun, in the singular and the plural."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_rows("nouns.csv"):
        for entry in row["words"].split("|"):
            one, _, many = entry.partition("/")
            for form in (one, many or _plural(one)):
                found[form].add(row["class"])
    return {word: frozenset(classes) for word, classes in found.items()}


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


@cache
def _verbs() -> Mapping[str, frozenset[tuple[str, str]]]:
    """Return what each form of a verb may be (past, participle, ing), and the class."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in read_rows("verbs.csv"):
        for entry in row["verbs"].split("|"):
            for kind, form in _conjugated(entry):
                found[form].add((kind, row["class"]))
    return {form: frozenset(kinds) for form, kinds in found.items()}


def _conjugated(entry: str) -> Iterator[tuple[str, str]]:
    stem, *irregular = entry.split("/")
    base = stem.rstrip("+")
    stem = base + base[-1] if stem.endswith("+") or (irregular and _doubles(base)) else base
    past = irregular[0] if irregular else _past(stem)
    yield "past", past
    yield "participle", irregular[-1] if irregular else past
    if base.endswith("e") and not base.endswith(("ee", "ye")):
        yield "ing", f"{base[:-1]}ing"
    else:
        yield "ing", f"{stem}ing"


def _doubles(base: str) -> bool:
    """Whether an irregular verb doubles its last letter: "shut", "swim", "get"."""
    vowels = "aeiou"
    return (
        len(base) > 2
        and base[-1] not in vowels + "wxyh"
        and base[-2] in vowels
        and base[-3] not in vowels
    )


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return f"{stem}d"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return f"{stem[:-1]}ied"
    return f"{stem}ed"
