"""Who is told of in a sentence: its numbers of people, and whom "they" in the next one means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.gates import Gate, pieces_in
from borderviz.articles.groups import find_groups, may_tell_of_several
from borderviz.articles.korean import find_korean_counts, is_korean
from borderviz.articles.numbers import NUMBER, Count
from borderviz.articles.patterns import needs_of
from borderviz.articles.searches import Blanked, Deferred

if TYPE_CHECKING:
    from borderviz.articles.dates import DatePhrase

_SAYS: Final = ("said", "says", "added", "reported")
_SAID_SO: Final = (
    rf"\s*(?:it (?:is|was) |[\w’' ]{{0,40}} (?!who|that|which))(?:{'|'.join(_SAYS)})(?=,)"
)
_ASIDES: Final = (
    r"\s*(?:including|among them|such as|led by|accompanied by|counting"
    r"|(?:who|which) includ\w+)\b[^,;.]*(?=[,;.])",
    r"\s*[^,;.]{0,40}\bamong them(?=[,;.])",
    r"\s*(?:but )?not\b[^,;.]{0,40}(?=[,;.])",
    _SAID_SO,
    r"\s*the (?:youngest|oldest|eldest|last|first) (?:of (?:whom|them)|aged|only|just)\b[^,;.]*"
    r"(?=[,;.])",
    r"(?<=\w,)\s*(?:both|all) (?:with|from|armed|in|wearing|carrying)\b[^,;.]*(?=[,;.])",
    r"(?<=\w,)\s*(?:all but )?(?:one|two|three|four|five|some|most|both|all) of (?:whom|them)\b"
    r"[^,;.]*(?=[,;.])",
)
"""What stands after the comma that opens an aside; of these the first is taken."""
_QUOTES: Final = ("“", '"')
_TERM: Final = re.compile(rf"[{''.join(_QUOTES)}]((?:[\w’'-]+ ){{0,4}}[\w’'-]+)[”\"]")
"""A few words in quotation marks, which are no speech of their own."""
_MASK: Final = "·"
_SPEAKS: Final = re.compile(
    r"(?:\s+[\w’'-]+){0,8}?,?\s+(?:said|says?|told|recalled|reported|confirmed|described)\b"
)
_POINTED: Final = Deferred(
    rf"\b(?:(?:the|all)\s+(?:{NUMBER}|pair|couple|duo|trio|threesome)|both)\b", re.IGNORECASE
)
"""Those of whom the sentences before have told, by their number: "all three", "the trio"."""
_ALL: Final = 4
"""Characters that "all" or "the" takes before a number."""
_SPOKEN_TO: Final = re.compile(
    r"\b(?:told|according to|interviewed|spoke (?:to|with))\s+(?:\w+\s)?$"
)
_LEAD: Final = 60
"""Characters before somebody in which it stands that he was spoken to."""


@dataclass(eq=False)  # told apart by itself, which is found fast
class People:
    """Who is told of in a sentence, dates and asides blanked in its text; `group` is "they"."""

    text: str
    group: Count | None

    @cached_property
    def groups(self) -> tuple[Count, ...]:
        """The numbers of people of whom it tells, in order; found when first asked for."""
        groups = find_groups(self.text, self.group)
        if is_korean(self.text) and not any(g.noun for g in groups):
            return find_korean_counts(self.text) or groups
        return groups


@lru_cache(maxsize=8)  # a sentence tells of people, and the next asks it whom "they" means
def find_people(text: str, dates: tuple[DatePhrase, ...], they: Count | None) -> People:
    """Return the numbers of a sentence; the 23rd of a month is nobody, nor is an aside.

    `they` is the number of people told of last, whom "they" means.
    """
    return People(_blanked(text, dates), they)


def _blanked(text: str, dates: tuple[DatePhrase, ...]) -> str:
    """Return a sentence, as long as it is, with marks over its dates and asides."""
    told, cut = text, False
    for phrase in dates:
        cut = cut or _cuts_words(text, phrase)
        told = told[: phrase.start] + _MASK * (phrase.end - phrase.start) + told[phrase.end :]
    if _QUOTES[0] in text or _QUOTES[1] in text:
        told = _TERM.sub(lambda match: f" {match[1]} ", told)
    if asides := _asides().among(pieces_in(text)) if "," in text else ():
        told = _aside(asides).sub(lambda match: _MASK * len(match[0]), told)
    return told if cut or told == text else Blanked(told, text)


def _cuts_words(text: str, date: DatePhrase) -> bool:
    """Whether a date begins or ends within a word, so that the rest of it opens otherwise."""
    ends = date.end < len(text) and text[date.end - 1 : date.end + 1].isalnum()
    return ends or text[date.start - 1 : date.start + 1].isalnum()


@cache
def _asides() -> Gate[str]:
    """Return how asides go on after their comma: a text lets in those that it may hold."""
    before_comma = tuple(f"{word}," for word in _SAYS)
    return Gate(
        (aside, [before_comma if aside == _SAID_SO else needs_of(aside).pieces])
        for aside in _ASIDES
    )


@lru_cache(maxsize=1 << len(_ASIDES))
def _aside(let_in: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f",(?:{'|'.join(let_in)})", re.IGNORECASE)


def group_of(people: People) -> Count | None:
    """Return the number of people that "they" in the next sentence means: the first, of several.

    Who speaks is not told of: "two officials said".
    """
    for count in people.groups:
        if count.best > 1 and _is_meant(people.text, count) and not _speaks(people.text, count):
            return count
    return None


def may_tell_of_group(text: str) -> bool:
    """Whether a sentence may tell of people whom "they" in the next one means."""
    return may_tell_of_several(text) or is_korean(text)


def _is_meant(text: str, count: Count) -> bool:
    return (
        bool(count.noun) or _POINTED.search(text, max(0, count.start - _ALL), count.end) is not None
    )


def _speaks(text: str, count: Count) -> bool:
    spoken_to = _SPOKEN_TO.search(text, max(0, count.start - _LEAD), count.start)
    return spoken_to is not None or _SPEAKS.match(text, count.end) is not None
