"""Which of many rows a text may match: found at once by the pieces of text that they need."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from borderviz.articles.kept import Kept
from borderviz.articles.searches import TEXTS, Blanked, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

V = TypeVar("V")

_PAIR: Final = 2
"""Letters by which a piece is looked for in a word."""


class Pieces:
    """The pieces that some patterns need, to tell which of them a text holds.

    To read a pattern takes a while, so those are added that come to be needed.
    """

    def __init__(self) -> None:
        self._all: set[str] = set()
        self._new: list[str] = []
        self._opening: dict[str, list[str]] = {}
        self._in_word = Kept(self.held_by)
        self.held = lru_cache(maxsize=TEXTS)(self._held)

    def add(self, pieces: Iterable[str]) -> None:
        """Look for more pieces."""
        if more := set(pieces) - self._all:
            self._all |= more
            self._new += sorted(more)
            for piece in more:
                self._opening.setdefault(piece[:_PAIR], []).append(piece)
            self.held.cache_clear()

    def _look_for_new(self) -> None:
        """Look for the pieces that were added in the words that were met before, in all at once."""
        met = "  ".join(("", *self._in_word, ""))
        for piece in self._new:
            at = met.find(piece)
            while at >= 0:
                start = met.rfind(" ", 0, at + 1) + 1
                end = met.find(" ", start)
                held = self._in_word[met[start:end]]
                if piece not in held:
                    self._in_word[met[start:end]] = (*held, piece)
                at = met.find(piece, end)
        self._new.clear()

    def _held(self, text: str) -> frozenset[str]:
        """Return the pieces that stand in the words of a text, were they blanked or not."""
        if isinstance(text, Blanked):
            return self.held(text.whole)
        if self._new:
            self._look_for_new()
        found = map(self._in_word.__getitem__, opened(text).parts)
        return frozenset(chain.from_iterable(found))

    def held_by(self, word: str) -> tuple[str, ...]:
        """Return the pieces that stand in a word, looked for by the letters they begin with."""
        opening, word = self._opening, f" {word} "
        letters = [*word, *(word[at : at + _PAIR] for at in range(len(word) - 1))]
        found = {piece for some in letters for piece in opening.get(some, ()) if piece in word}
        return tuple(sorted(found))


@cache
def _pieces() -> Pieces:
    """Return the pieces of all patterns: a sentence is gone through for them once."""
    return Pieces()


def pieces_in(text: str) -> frozenset[str]:
    """Return what stands in the words of a text of the pieces that are looked for."""
    return _pieces().held(text)


class Gate(Generic[V]):
    """Some rows, of which a text lets those in that may match it.

    Parameters
    ----------
    rows : iterable of (row, tuple of str or None)
        Each with the pieces of which it needs one, as in `Needs`.
    """

    def __init__(self, rows: Iterable[tuple[V, tuple[str, ...] | None]]) -> None:
        self._rows = tuple(rows)
        self._pieces = frozenset(piece for _, pieces in self._rows for piece in pieces or ())
        self._let_in = Kept(self._with)
        self._always = self._with(frozenset())
        _pieces().add(self._pieces)

    def among(self, held: frozenset[str]) -> tuple[V, ...]:
        """Return the rows, in order, that a text lets in which holds some pieces."""
        if self._pieces.isdisjoint(held):
            return self._always  # as half of all are answered, in half the time
        return self._let_in[self._pieces & held]

    def _with(self, held: frozenset[str]) -> tuple[V, ...]:
        return tuple(
            row for row, pieces in self._rows if pieces is None or not held.isdisjoint(pieces)
        )
