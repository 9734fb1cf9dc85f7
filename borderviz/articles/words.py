"""The words of a sentence, which several rules walk through: found once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from borderviz.articles.searches import opened

_LAST: Final = re.compile(r"\w+$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sentence: where they stand, and in small letters."""

    text: str
    spans: tuple[tuple[int, int], ...]
    said: tuple[str, ...]

    def breaks(self, at: int, mark: re.Pattern[str]) -> bool:
        """Whether a mark stands between a word and the next."""
        end, start = self.spans[at][1], self.spans[at + 1][0]
        # most words are parted by one space, which is no mark
        between = start - end != 1 or self.text[end] != " "
        return between and mark.search(self.text, end, start) is not None

    def at(self, start: int) -> int | None:
        """Return the number of the word that begins at a spot."""
        return next((n for n, span in enumerate(self.spans) if span[0] == start), None)


def start_of_last(number: int, text: str) -> int:
    """Return where the last few words of a text begin, or the space before them."""
    parts = text.rsplit(maxsplit=number)
    return len(parts[0]) if len(parts) > number else 0


def last_word(text: str) -> str:
    """Return the last word of a text in small letters, without marks before it."""
    last = _LAST.search((text.split() or [""])[-1])
    return "" if last is None else last[0].lower()


@lru_cache(maxsize=8)
def words_of(text: str) -> Words:
    """Return the words of a sentence; the last few are kept, since several rules ask for them."""
    spans: list[tuple[int, int]] = []
    said: list[str] = []
    at = 0
    for size, _, _, words in opened(text).tokens:
        for start, end, word in words:
            spans.append((at + start, at + end))
            said.append(word)
        at += size
    return Words(text, tuple(spans), tuple(said))
