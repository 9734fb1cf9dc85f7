"""The words of a sentence, which several rules walk through: found once."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from borderviz.articles.searches import opened

_LAST: Final = re.compile(r"\w+$")


@dataclass(slots=True, eq=False)  # told apart by itself; not frozen, which takes ten times as long
class Words:
    """The words of a sentence.

    Attributes
    ----------
    text : str
    spans : tuple of (int, int)
        Where they stand.
    said : tuple of str
        They in small letters.
    ends, stops : frozenset of int
        The numbers of those that end a clause, and a statement: a mark stands between each and
        the next, and one that is no comma.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    said: tuple[str, ...]
    ends: frozenset[int]
    stops: frozenset[int]

    def at(self, start: int) -> int | None:
        """Return the number of the word that begins at a spot."""
        at = bisect_left(self.spans, (start,))
        return at if at < len(self.spans) and self.spans[at][0] == start else None


def start_of_last(number: int, text: str) -> int:
    """Return where the last few words of a text begin, or the space before them."""
    parts = text.rsplit(maxsplit=number)
    return len(parts[0]) if len(parts) > number else 0


def last_word(text: str) -> str:
    """Return the last word of a text in small letters, without marks before it."""
    last = _LAST.search((text.rsplit(maxsplit=1) or [""])[-1])
    return "" if last is None else last[0].lower()


@lru_cache(maxsize=8)
def words_of(text: str) -> Words:
    """Return the words of a sentence; the last few are kept, since several rules ask for them."""
    spans: list[tuple[int, int]] = []
    said: list[str] = []
    commas: list[int] = []
    stops: list[int] = []
    at = 0
    for size, _, start, end, word, further in opened(text).tokens:
        if word:
            spans.append((at + start, at + end))
            said.append(word)
        if further is not None:
            _, others, marks = further
            for begin, stop, other in others:
                spans.append((at + begin, at + stop))
                said.append(other)
            for after, mark in marks:
                if number := len(said) - after:
                    (commas if mark == "," else stops).append(number - 1)
        at += size
    return Words(text, tuple(spans), tuple(said), frozenset(commas + stops), frozenset(stops))
