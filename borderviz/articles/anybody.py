"""Persons told of by a noun that no list holds: "a go-between", "the mastermind", "nine".

A verb that kills, arrests or sends back acts on people, so whatever noun stands for whom it acts
on is a person, unless it is a thing that reports often tell of: a boat, a house, a gang. Those
stand in ``nouns.csv``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from borderviz.articles.inflection import is_thing
from borderviz.articles.numbers import AT_LEAST, NUMBER, Count, numbers_in, value_of
from borderviz.articles.persons import NO_NOUN, people_in
from borderviz.articles.searches import Caseless, Phrase, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACK: Final = 60
"""Characters before a noun in which the article or the number stands."""
_WORD: Final = rf"(?!{NO_NOUN}|suspected\s+of\b)[a-z][\w’'-]*+"
_END: Final = (
    rf"(?=\s*(?:[.,;:()“”–—·]|$)|\s+(?:{NO_NOUN}|\d|[a-z]+ly\b"
    r"|[a-z]{2,}ed\b(?!\s+[a-z]+[^s\W]s?\s)))"
)
_SOMEBODY: Final = Caseless(
    rf"(?P<det>an?|another|one|his|her|their|the)\s+(?P<words>(?:{_WORD}\s+){{0,5}}?)"
    rf"(?P<noun>{_WORD}){_END}"
)
_ORDINAL: Final = Caseless(
    rf"(?:a (?:second|third|fourth|fifth|sixth|seventh)|another){_END}(?!\s+of\b)"
)
_SOME: Final = Caseless(
    r"(?P<least>(?:at least|no fewer than|more than|over|some|about|around|only|another)\s+)?"
    rf"(?P<many>{NUMBER})(?![\w-]|\s+(?:after another|by one|another|at a time))"
    rf"(?:(?P<words>(?:\s+(?!(?:and|or|times?)\b){_WORD}){{0,3}}?)"
    rf"\s+(?P<noun>(?!{NO_NOUN})[a-z][\w’'-]*(?:s|men|women|people)|more))?{_END}"
)
_LEFT: Final = Caseless(
    r"(?:^|[,;:–—·“”(]|\b(?:and|but|when|while|after|that|as|because|where|before|until|said"
    r"|which))\s*$"
)
"""What stands before the subject of a clause."""
_SPOT: Final = Phrase(rf"\b(?:an?\b|another\b|one\b|the\b|his\b|her\b|{NUMBER}\b)")
_DETERMINERS: Final = frozenset({"a", "an", "the", "his", "her"})
THAT: Final = (
    r"that(?!\s+(?:of|had|has|have|was|were|is|are|sent|took|ran|led|brought|shot|[a-z]+ed)\b)"
)
"""The word that opens what somebody says or knows; before a verb it means whom it follows."""
_BREAK: Final = re.compile(rf"[;“”]|\b(?:{THAT}|told|said|while|when|but)\b")
_QUOTED: Final = re.compile(r"[;“”]|\b(?:told|said)\b")
_WHO: Final = re.compile(r"\s+who\b")


def somebody_at(text: str, at: int, end: int = sys.maxsize) -> Count | None:
    """Return the person or the number of them whom the words at a spot name; None for a thing.

    The text is taken to be over at `end`.
    """
    small = opened(text).small
    if (match := _SOME.match(small, at, end)) is not None:
        return _some(match)
    if (match := _ORDINAL.match(small, at, end)) is not None:
        return Count(at, match.end(), 1, 1, 1, "")
    if (match := _SOMEBODY.match(small, at, end)) is not None:
        noun = match["noun"]
        if match["det"] == "the" and (many := value_of(noun) or 0) > 1:  # "the other three"
            return Count(at, match.end(), many, many, many, "")
        if _is_several(noun) or is_thing(noun):
            return None
        return Count(at, match.end(), 1, 1, 1, "" if match["det"] == "the" else noun)
    return None


def _is_several(noun: str) -> bool:
    """Whether a noun is in the plural, before which a number tells how many they are."""
    return noun.endswith("s") and not noun.endswith("ss")


def listed_people(text: str, told: tuple[Count, ...]) -> Iterator[Count]:
    """Yield whom else a noun that ``nouns.csv`` lists as a person names: "two hikers"."""
    for start, end in people_in(text).listed:
        for count in told:
            if count.start <= start < count.end:
                break
        else:
            yield from _named(text, start, end)


def _named(text: str, start: int, end: int) -> Iterator[Count]:
    """Yield whom a noun names with what leads to it."""
    opens = max(0, start - _BACK)
    if _is_several(text[start:end]):
        numbers = numbers_in(text).starts
        if bisect_left(numbers, opens) == bisect_left(numbers, start):
            return  # nobody says how many
    for spot in _leading_to(text, opens, start):
        count = somebody_at(text, spot)
        if count is not None and count.end == end:
            yield count
            return


def _leading_to(text: str, opens: int, start: int) -> list[int]:
    """Return where what names a noun at `start` may begin: no phrase goes on over an article."""
    spots: list[int] = []
    for spot in _SPOT.finditer(text, opens, start):
        if spot[0] in _DETERMINERS:
            spots.clear()
        spots.append(spot.start())
    return spots


def _some(match: re.Match[str]) -> Count | None:
    """Return a number that stands alone or before a noun in the plural."""
    noun, value = match["noun"] or "", value_of(match["many"])
    if not value or is_thing(noun):
        return None
    high = None if (match["least"] or "").strip() in AT_LEAST else value
    return Count(match.start(), match.end(), value, value, high, noun)


def somebody_before(text: str, after: int, start: int) -> Count | None:
    """Return the person who opens the clause of a verb at `start`; looked for from `after` on."""
    small = opened(text).small
    for spot in _SPOT.finditer(text, after, start):
        if not _LEFT.search(small, max(0, spot.start() - 12), spot.start()):
            continue
        if spot.start() and spot[0][0].isdigit():
            continue  # "a man surnamed Heo, 60, was": an age
        count = somebody_at(text, spot.start(), start)
        if count is None:
            continue
        breaks = _QUOTED if _WHO.match(text, count.end) else _BREAK
        if not breaks.search(text, count.end, start):
            return count
    return None
