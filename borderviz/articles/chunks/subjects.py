"""Who does what a verb tells: the nearest noun before it that belongs to nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.chunks.objects import classes_of, has_digits, is_about
from borderviz.articles.chunks.parts import NAMED, PEOPLE, UNKNOWN, Verb
from borderviz.articles.chunks.words import (
    AND,
    ARTICLES,
    BEFORE,
    CLOSERS,
    DETERMINERS,
    FINITE,
    MEASURES,
    NO_HEADS,
    NUMBERS,
    OPENS,
    PERIODS,
    PHRASE,
    PREPOSITIONS,
    RELATIVE,
    ROUGHLY,
    TIMES,
    TODAY,
    may_take,
    met_words,
)
from borderviz.articles.inflection import nouns, verbs

if TYPE_CHECKING:
    from borderviz.articles.words import Words

_AN_ASIDE: Final = re.compile(r",\s+(?!and\b|but\b|then\b)")
_BEFORE_NUMBER: Final = ROUGHLY | {
    "another", "further", "least", "than", "all", "other", "remaining", "these", "and",
}  # fmt: skip
"""What tells a number of people from a date before a verb: "another 20 were sent"."""
_SAYING: Final = frozenset({"said", "says", "say", "added", "noted", "stated", "states"})
_BY_DOING: Final = frozenset({"while", "after", "before", "when", "by", "for", "without"})
_TELLS_APART: Final = OPENS | RELATIVE
_NOMINATIVE: Final = frozenset({"he", "she", "they", "we"})
_LAST: Final = frozenset({"last", "this"})
_SHARES: Final = frozenset({"all", "some", "most", "many", "both", "half", "each"})


def subject_of(verb: Verb, *, near: bool = False) -> frozenset[str]:
    """Return the classes of the subject, looked for some words back; `near`, in its clause alone.

    What stands right before the verb is all that is looked at where it is to be `near`.
    """
    words = verb.words
    said, ends, known = words.said, words.ends if near else words.stops, met_words()
    at = verb.opens - 1 if near else _before_aside(verb)
    if _is_number(verb, at):
        return PEOPLE
    shared = verb.opens - 1 in words.ends
    last, opens = max(-1, at - (1 if near else BEFORE)), verb.opens
    while at > last and at not in ends:
        word = said[at]
        if known[word].turns:
            if word == "it" and not _is_object(words, at):
                return UNKNOWN
            if word in RELATIVE and not _points(words, at):
                before = said[at - 1] if at else ""
                return PEOPLE if before == "those" else nouns().get(before, UNKNOWN)
            if (spent := _time_before(words, at)) > 0:
                at, opens = at - spent, at - spent + 1
                continue
            shared = shared or word in AND
            if word in FINITE and not shared:
                break  # what stands before belongs to another verb
        classes = _head_before(words, at, opens)
        governed = None if classes is None or word in _NOMINATIVE else _governor(words, at)
        if governed is not None and _is_part(words, governed):
            governed = _governor(words, governed - 1)  # what a measure counts is its head
        if classes is not None and governed is None:
            return classes
        at = (at if governed is None else governed) - 1
    return UNKNOWN


def _head_before(words: Words, at: int, opens: int) -> frozenset[str] | None:
    """Return the classes of a word if it heads what may be a subject."""
    word = words.said[at]
    if word in NUMBERS or (word == "more" and _is_more(words, at)):
        return PEOPLE
    classes = classes_of(words, at)
    return _unlisted_head(words, at, opens) if classes is None else classes


def _unlisted_head(words: Words, at: int, opens: int) -> frozenset[str] | None:
    """Return the classes of a word in no list if it stands before the verb, or a preposition."""
    said = words.said
    if at + 1 != opens and said[at + 1] not in PREPOSITIONS:
        return None
    if at > 0 and said[at - 1] in RELATIVE:
        return None
    capital = words.text[words.spans[at][0]].isupper()
    named = capital and (at > 0 or at + 1 == opens)
    if said[at] in NO_HEADS if named else met_words()[said[at]].ends:
        return None
    return NAMED if capital else UNKNOWN


def _points(words: Words, at: int) -> bool:
    """Whether "that" stands for an article: "on that stretch of the river"."""
    return words.said[at] == "that" and at > 0 and words.said[at - 1] in PREPOSITIONS


def _is_number(verb: Verb, at: int) -> bool:
    """Whether a number in digits stands right before a verb as its subject: "some 60 were"."""
    words = verb.words
    if at < 0:
        return verb.opens == 0 and words.text[: words.spans[0][0]].strip().isdigit()
    return at + 1 == verb.opens and words.said[at] in _BEFORE_NUMBER and has_digits(words, at)


def _is_more(words: Words, at: int) -> bool:
    """Whether "more" stands for more people: "six more were returned"."""
    return at > 0 and (words.said[at - 1] in NUMBERS or has_digits(words, at - 1))


def _is_object(words: Words, at: int) -> bool:
    """Whether a pronoun stands after a verb or a preposition: "boarded it and took the crew"."""
    before = words.said[at - 1] if at else ""
    return before in PREPOSITIONS or before in verbs() or before.endswith("ed")


def _is_part(words: Words, governor: int) -> bool:
    """Whether a noun after "of" is what a measure counts: "20 km of fencing", "two of them"."""
    measure = words.said[governor - 1] if words.said[governor] == "of" and governor > 0 else ""
    return measure in MEASURES or measure in _SHARES or measure in NUMBERS


def _time_before(words: Words, at: int) -> int:
    """Return how many words up to a spot tell only when: "China yesterday freed five"."""
    if words.said[at] in TODAY:
        return 1
    return 2 * (at > 0 and words.said[at] in PERIODS and words.said[at - 1] in _LAST)


def _before_aside(verb: Verb) -> int:
    """Return the word before a verb; before what stands between two commas, if a comma is there."""
    words, at = verb.words, verb.opens - 1
    if at < 1 or not _opens_aside(words, at):
        return at
    before = range(at - 1, max(0, at - BEFORE), -1)
    return next((here for here in before if _opens_aside(words, here)), at)


def _opens_aside(words: Words, at: int) -> bool:
    """Whether a comma after a word opens an aside, or closes it."""
    return at in words.ends and _AN_ASIDE.match(words.text, words.spans[at][1]) is not None


def _governor(words: Words, at: int) -> int | None:
    """Return the preposition, or the other verb, whose object the noun at a place heads."""
    said, ends, known = words.said, words.ends, met_words()
    for here in range(at - 1, max(-1, at - 1 - PHRASE), -1):
        if here in ends:
            return None
        word = said[here]
        if not known[word].binds:
            continue
        if word in TIMES:
            return None
        if word in PREPOSITIONS and not is_about(words, here):
            return here
        if _takes(words, here, beside=here == at - 1):
            return here
        if word in CLOSERS and not (word == "and" and _joins_names(words, here)):
            return None
    return None


def _joins_names(words: Words, at: int) -> bool:
    """Whether "and" stands between two names: "between Beijing and Pyongyang"."""
    return all(words.text[words.spans[at + step][0]].isupper() for step in (-1, 1))


def _takes(words: Words, here: int, *, beside: bool) -> bool:
    """Whether a word is a verb that has what follows as its object: "raided the house and took".

    Right `beside` the noun it may as well be an adjective ("armed men"), unless an auxiliary
    tells it apart ("who had stolen wire").
    """
    said, before = words.said[here], words.said[here - 1] if here else ""
    # "a trading company", "an armed patrol boat"
    adjective = before in DETERMINERS or (before in ARTICLES and said.endswith("ed"))
    if said in _SAYING or adjective or not may_take(said):
        return False
    if said.endswith("ing") and (said in verbs() or before in _BY_DOING):
        return True
    if here == 0 or here - 1 in words.ends:
        return not beside
    return not beside or before in _TELLS_APART
