"""The verbs of a sentence that state something, with their auxiliaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.chunks.objects import object_of
from borderviz.articles.chunks.parts import UNKNOWN, Verb
from borderviz.articles.chunks.words import (
    AND,
    ARTICLES,
    ASPECT,
    AUXILIARY,
    BE,
    BEFORE,
    DETERMINERS,
    GOES_ON,
    HAVE,
    IS,
    OPENS,
    met_words,
)
from borderviz.articles.inflection import BASE, ING, PARTICIPLE, PAST, verbs

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from borderviz.articles.words import Words

_LEAD: Final = 14
"""Characters before a participle in which it is told what it is part of."""
_GOING_ON: Final = re.compile(
    r"(?:[,;]|\b(?:and|began|begun|started|is|are|by))\s+(?:then\s+)?$", re.IGNORECASE
)
"""What stands before a participle that tells an event: ", taking three away"."""
_NO_PRESENT: Final = DETERMINERS | {
    "to", "will", "would", "shall", "should", "must", "may", "might", "can", "could", "not", "did",
    "does", "do", "let", "of", "and",
}  # fmt: skip
"""What stands before an infinitive, or before a noun."""
_INFINITIVE: Final = frozenset({BASE})
"""What a verb may be that states only after another: "went on to beat"."""
_DID: Final = ASPECT | {"helped", "managed", "went"}
_REPORTED: Final = frozenset({
    "found", "said", "reported", "believed", "known", "thought", "alleged",
})  # fmt: skip
_WAS: Final = frozenset({"was", "were", "been"})


def find_verbs(
    words: Words,
    forms: Container[str],
    needs: Mapping[str, frozenset[str] | None],
    known: Container[str],
    now: Container[str],
) -> Iterator[Verb]:
    """Yield those of some verbs that state something: no infinitives, no adjectives.

    `needs` tells of each form the words of which one must stand in the sentence, or None. `known`
    holds the forms that are looked for, all of them of `inflection.verbs`; `now` those of the
    present that state as well; `forms` both.
    """
    said = words.said
    for at in [at for at, word in enumerate(said) if word in forms]:
        word = said[at]
        if (needed := needs[word]) is not None and needed.isdisjoint(said):
            continue
        verb = _verb(words, at) if word in known else None
        if verb is None and word in now:
            verb = _present(words, at)
        if verb is not None:
            yield verb


def _present(words: Words, at: int) -> Verb | None:
    """Return a verb in the present: "the decree forbids the sale"."""
    opens, auxiliaries = _auxiliaries(words, at)
    if auxiliaries or opens == 0 or words.said[opens - 1] in _NO_PRESENT:
        return None
    return Verb(words, at, opens, passive=False, now=True)


def _verb(words: Words, at: int) -> Verb | None:
    said = words.said
    kinds, _ = verbs()[said[at]]
    if kinds == _INFINITIVE and not (at and met_words()[said[at - 1]].leads):
        return None  # no "to" before it
    opens, auxiliaries = _auxiliaries(words, at)
    if not auxiliaries.isdisjoint(BE):
        passive = PARTICIPLE in kinds
        return Verb(words, at, opens, passive) if passive or ING in kinds else None
    if ING not in kinds and not auxiliaries.isdisjoint(IS):
        return None  # "are taken away": as a rule
    before = said[opens - 1] if opens > 0 else ""
    if BASE in kinds and opens > 1 and before == "to":
        did = opens - 2 - (said[opens - 2] == "again")  # "have begun again to bring"
        return Verb(words, at, _auxiliaries(words, did)[0], False) if said[did] in _DID else None
    if PARTICIPLE in kinds and before in AND:
        shared = _shared(Verb(words, at, opens, False))
        if shared is not None:
            return shared
    tells = bool(auxiliaries) or before not in DETERMINERS
    told = PAST in kinds or (PARTICIPLE in kinds and not auxiliaries.isdisjoint(HAVE))
    told = tells and (told or (ING in kinds and _goes_on(words, opens, auxiliaries)))
    return Verb(words, at, opens, False) if told else None


def _goes_on(words: Words, opens: int, auxiliaries: frozenset[str]) -> bool:
    """Whether a participle tells what somebody was doing: ", taking three away"."""
    if not auxiliaries.isdisjoint(GOES_ON):
        return True
    start = words.spans[opens][0]
    return _GOING_ON.search(words.text, max(0, start - _LEAD), start) is not None


def verb_at(words: Words, start: int, end: int) -> Verb | None:
    """Return the verb of some words, whichever it is: they may open with its auxiliaries."""
    at = words.at(start)
    if at is None:
        return None
    opens, auxiliaries = _auxiliaries(words, at)
    while (
        words.said[at] in OPENS
        and words.spans[at][1] < end
        and words.said[at + 1] not in ARTICLES  # "got a phone into"
    ):
        auxiliaries |= {words.said[at]}
        at += 1
    verb = Verb(words, at, opens, bool(auxiliaries & BE))
    return verb if verb.passive else _shared(verb) or verb


def _auxiliaries(words: Words, at: int) -> tuple[int, frozenset[str]]:
    """Return the first of the auxiliaries and adverbs before a verb, and which they are."""
    said, ends, known, found = words.said, words.ends, met_words(), UNKNOWN
    opens = at
    while opens > 0 and known[word := said[opens - 1]].leads and opens - 1 not in ends:
        if word in AUXILIARY:
            found |= {word}
        elif word == "to":
            if opens > 1 and said[opens - 2] in _REPORTED:
                opens = _auxiliaries(words, opens - 2)[0]  # "is said to have"
            break
        opens -= 1
    return opens, found


def _shared(verb: Verb) -> Verb | None:
    """Return the passive that a verb shares with one before it: "were caught … and driven off"."""
    words, before = verb.words, verb.opens - 1
    if before < 1 or words.said[before] not in AND or object_of(verb).classes:
        return None
    for at in range(before - 1, max(0, before - BEFORE), -1):
        if at in words.stops:
            return None
        if words.said[at] in _WAS and words.said[at + 1] != "to":
            return Verb(words, verb.at, _auxiliaries(words, at)[0], True, verb.now)
    return None
