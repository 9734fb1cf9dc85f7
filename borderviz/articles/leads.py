r"""What leads to a name: by the words right before it most rows of ``roles.csv`` are ruled out.

What is held against the words before a name ends in a word such as "in" or "from", after which
only "the" may stand and up to three words that are no such words: ``in (?:the )?$``. So it can hold
only where one of its last words stands there. Where a pattern ends otherwise that is not told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import gate_of, rows_in
from borderviz.articles.patterns import parted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borderviz.articles.gates import Gate
    from borderviz.articles.lexicon import SideRow

_OTHERS: Final = (
    r"\(\?:\(\?!\(\?:(?P<stops>[a-z|]+)\)\\b(?:\|\\d)?\)(?:\[\\w’'-\]\+|\(\?-i:\[a-z\]\[a-z’'-\]\+\))"
    r" \)\{0,[1-3]\}\??"
)
"""How a pattern writes words that are none of some."""
_ENDING: Final = re.compile(rf" \(\?:the \)\?(?:{_OTHERS}|\(\?:\(\?:[a-z|?]+\) \)\?)?\$$")
_WORD: Final = re.compile(r"(?:^|(?<=[ |:}])|(?<=[)}]\?)|(?<=\\b))[a-z]+$")
"""The word in which a part of a pattern ends."""
_WORDS: Final = 5
"""Words before a name among which the last word of a pattern stands: "in the old upper town"."""


class Leads:
    """Rows that are held against the words before a name, found by the last of these.

    Parameters
    ----------
    rows : iterable of (str, SideRow)
        Each with its pattern, in the order in which they are tried.
    """

    def __init__(self, rows: Iterable[tuple[str, SideRow]]) -> None:
        told = [(row, pattern, _last_of(pattern)) for pattern, row in rows]
        self._rows = [(row, last) for row, _, last in told]
        self._ends = frozenset().union(*(last for _, _, last in told if last is not None))
        stops = [m["stops"] for _, pattern, _ in told for m in re.finditer(_OTHERS, pattern)]
        self._stops = frozenset.intersection(*(frozenset(some.split("|")) for some in stops))
        self._gates = Kept(self._gate)

    def rows_in(self, lead: str, text: str) -> tuple[SideRow, ...]:
        """Return the rows that may hold before a name of a sentence, after its lead in small."""
        return rows_in(self._gates[self._near(lead)], text)

    def _near(self, lead: str) -> frozenset[str]:
        """Return the words right before a name in which a pattern may end that holds there."""
        near: list[str] = []
        for word in reversed(lead.rsplit(None, _WORDS)[-_WORDS:]):
            if not word.isalpha():
                return self._ends  # with marks it may hold any
            near.append(word)
            if word in self._stops:
                break
        return self._ends.intersection(near)

    def _gate(self, near: frozenset[str]) -> Gate[SideRow]:
        return gate_of(row for row, last in self._rows if last is None or last & near)


def _last_of(pattern: str) -> frozenset[str] | None:
    """Return the words of which one stands last before a name where a pattern holds."""
    found: set[str] = set()
    for one in parted(pattern):
        ending = _ENDING.search(one)
        last = ending and _last_words(one[: ending.start()])
        if not last:
            return None
        found |= last
    return frozenset(found)


def _last_words(pattern: str) -> set[str] | None:
    """Return the words in which what a pattern matches ends; None where that is not told."""
    found: set[str] = set()
    for one in parted(pattern):
        if one.endswith(")"):
            opens = _opening_of_last(one)
            last = _last_words(one[opens + 3 : -1]) if one.startswith("(?:", opens) else None
        else:
            last = {word[0]} if (word := _WORD.search(one)) else None
        if not last:
            return None
        found |= last
    return found


def _opening_of_last(pattern: str) -> int:
    """Return where the group begins with which a pattern ends."""
    depth = 0
    for at in range(len(pattern) - 1, -1, -1):
        depth += (pattern[at] == ")") - (pattern[at] == "(")
        if depth == 0:
            return at
    return 0
