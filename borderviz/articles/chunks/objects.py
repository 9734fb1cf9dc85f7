"""What a verb acts on, and in the passive by whom: the noun phrases after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.chunks.parts import NAMED, PEOPLE, UNKNOWN, UNSAID, Object, Verb
from borderviz.articles.chunks.words import (
    ABOUT,
    COUNTRYMEN,
    MEASURES,
    NUMBERS,
    PARTICLES,
    PHRASE,
    ROUGHLY,
    TIMES,
    VAGUE,
    met_words,
)

if TYPE_CHECKING:
    from borderviz.articles.words import Words

_NO_PREPOSITIONS: Final = frozenset({"up", "out", "away", "back"})
"""Particles that a noun phrase may follow: "carried out a raid", "picked up the pair"."""
_AWAY: Final = PARTICLES | {"home"}
"""What ends an object: "drove the oxen home"."""
_HANDS: Final = frozenset({"hand", "handed", "handing", "turned", "gave", "given"})
"""Verbs whose object stands after the particle: "handed over the bodies"."""
_AFTER_NUMBER: Final = PARTICLES | {"home", "more", "others", "across", "to", "through", "via"}
_NATIONAL: Final = re.compile(rf"[A-Z][a-z]+(?:{'|'.join(COUNTRYMEN)})")
_MEANS: Final = frozenset({
    "air", "boat", "bus", "car", "daylight", "foot", "force", "hand", "land", "moonlight", "raft",
    "rail", "road", "sea", "ship", "stealth", "taxi", "train", "truck", "van", "way",
})  # fmt: skip
"""How somebody is brought, where no article stands before it."""


def object_of(verb: Verb, *, particles: bool = True) -> Object:
    """Return the object after a verb; without `particles` "in" and "over" are prepositions."""
    words, opens = verb.words, verb.at + 1
    if opens < len(words.said) and words.said[opens] in _AWAY:
        governs = words.said[verb.at] not in _HANDS and _governs(words, opens)
        if not particles or words.said[opens] == "home" or governs:
            return Object(UNKNOWN, verb.at)
        opens += 1
    particle = words.said[verb.at + 1] if opens > verb.at + 1 else ""
    found, end, counted = _phrase(words, opens)
    if not found and counted is not None:
        return Object(PEOPLE, counted, particle)  # "led two away"
    if not found and (named := _named_after(words, verb.at)) is not None:
        return Object(NAMED, named, particle)
    return Object(found, end, particle)


def _phrase(words: Words, opens: int) -> tuple[frozenset[str], int, int | None]:
    """Return the classes of the noun that heads a phrase, where it stands, and a number in it."""
    said, ends, known = words.said, words.ends, met_words()
    found, end, unknown, counted = UNKNOWN, opens - 1, 0, _number_alone(words, opens)
    for at in range(opens, min(opens + PHRASE, len(said))):
        word = said[at]
        this = known[word]
        if at - 1 in ends or (found and (this.ends or word in _AWAY)):
            break
        if this.measures:
            if word == "of" and (_counts(words, at, counted) or said[at - 1] in MEASURES):
                found = UNKNOWN
                continue  # "three of them", "11 km of wire"
            if (word == "her" and _owns(words, at)) or (not found and is_about(words, at)):
                continue
        if this.closes:
            break
        classes = classes_of(words, at)
        if classes and (not found or unknown <= 1):
            found, end, unknown = classes, at, 0
        elif found:
            unknown += 1
        elif word in NUMBERS:
            counted = at
    return found, end, counted


def _number_alone(words: Words, opens: int) -> int | None:
    """Return the word before a number in digits that is an object by itself: "sent 20 back"."""
    if opens >= len(words.said) or words.said[opens] not in _AFTER_NUMBER:
        return None
    return opens - 1 if has_digits(words, opens - 1) else None


def has_digits(words: Words, at: int) -> bool:
    """Whether a number in digits stands between a word and the next."""
    start, end = words.spans[at][1], words.spans[at + 1][0]
    return end - start > 1 and any(map(str.isdigit, words.text[start:end]))


def _governs(words: Words, at: int) -> bool:
    """Whether "in" or "over" is a preposition: a noun phrase or a name follows it."""
    if at + 1 >= len(words.said) or words.said[at] in _NO_PREPOSITIONS:
        return False
    following = words.text[words.spans[at + 1][0]]
    return words.said[at + 1] in {"the", "an", "a"} or following.isupper()


def classes_of(words: Words, at: int) -> frozenset[str] | None:
    """Return the classes of a noun; who is called by his country is a person."""
    this = met_words()[words.said[at]]
    if this.national and _NATIONAL.fullmatch(words.text, *words.spans[at]):
        return PEOPLE
    return this.classes


def _named_after(words: Words, at: int) -> int | None:
    """Return the name after a verb and its article: "crossed the Volga"."""
    if at + 2 >= len(words.said) or words.said[at + 1] != "the" or at + 1 in words.ends:
        return None
    return at + 2 if words.text[words.spans[at + 2][0]].isupper() else None


def is_about(words: Words, at: int) -> bool:
    """Whether a word is part of a vague number: "more than 500", "about two", "up to"."""
    said = words.said
    if said[at] not in VAGUE:
        return False
    if said[at] in ROUGHLY and at + 1 < len(said):
        return said[at + 1] in NUMBERS or has_digits(words, at)
    return said[at - 1 : at + 1] in ABOUT or said[at : at + 2] in ABOUT


def _counts(words: Words, at: int, counted: int | None) -> bool:
    """Whether "of" stands after a number: "three of them", "14 of its nationals"."""
    return counted == at - 1 or has_digits(words, at - 1)


def _owns(words: Words, at: int) -> bool:
    """Whether "her" belongs to what follows: "hurt her ankle", but "fetched her from there"."""
    if at + 1 >= len(words.said) or at in words.ends:
        return False
    return not met_words()[words.said[at + 1]].ends and words.said[at + 1] not in PARTICLES


def agent_of(verb: Verb) -> frozenset[str]:
    """Return the classes of who does it in the passive: after "by"; people where it is unsaid.

    "By night" and "by hiding it" say how it was done, "by China" by whom.
    """
    words = verb.words
    last = min(verb.at + PHRASE, len(words.said)) - 1
    if "by" not in words.said[verb.at + 1 : last]:
        return UNSAID
    for at in range(verb.at + 1, last):
        if at - 1 in words.stops:
            break
        following = words.said[at + 1]
        if words.said[at] != "by" or _is_means(following):
            continue
        name = min(at + 1 + (following == "the"), len(words.said) - 1)
        named = words.text[words.spans[name][0]].isupper()
        return object_of(Verb(words, at, verb.opens, False)).classes | (NAMED if named else UNKNOWN)
    return UNSAID


def _is_means(word: str) -> bool:
    """Whether what stands right after "by" says when or how: "by night", "by boat", "by July"."""
    return word in TIMES or word.endswith("ing") or word in _MEANS
