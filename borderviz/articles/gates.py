"""Which of many rows a text may match: found at once by the pieces of text that they need."""

from __future__ import annotations

from functools import cache, lru_cache, reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from borderviz.articles.kept import Kept
from borderviz.articles.searches import TEXTS, Blanked, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

V = TypeVar("V")

_PAIR: Final = 2
"""Letters by which a piece is looked for in a word."""


class Pieces:
    """The pieces that some patterns need, to tell which of them a text holds: a bit for each.

    To read a pattern takes a while, so those are added that come to be needed.
    """

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._new: list[str] = []
        self._opening: dict[str, list[str]] = {}
        self._in_word = Kept(self._bits_in)

    def add(self, pieces: Iterable[str]) -> bool:
        """Look for more pieces; return whether some are new."""
        more = sorted(set(pieces) - self._bits.keys())
        self._new += more
        for piece in more:
            self._bits[piece] = 1 << len(self._bits)
            self._opening.setdefault(piece[:_PAIR], []).append(piece)
        return bool(more)

    def bits(self, pieces: Iterable[str]) -> int:
        """Return the bits of some of the pieces."""
        return reduce(or_, map(self._bits.__getitem__, pieces), 0)

    def _look_for_new(self) -> None:
        """Look for the pieces that were added in the words that were met before, in all at once."""
        met = "  ".join(("", *self._in_word, ""))
        for piece in self._new:
            at = met.find(piece)
            while at >= 0:
                start = met.rfind(" ", 0, at + 1) + 1
                end = met.find(" ", start)
                self._in_word[met[start:end]] |= self._bits[piece]
                at = met.find(piece, end)
        self._new.clear()

    def held(self, text: str) -> int:
        """Return the bits of the pieces that stand in the words of a text."""
        if self._new:
            self._look_for_new()
        return reduce(or_, map(self._in_word.__getitem__, opened(text).parts))

    def _bits_in(self, word: str) -> int:
        return self.bits(self.held_by(word))

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


@lru_cache(maxsize=TEXTS)
def pieces_in(text: str) -> int:
    """Return what of all these pieces stands in the words of a text, were they blanked or not."""
    return pieces_in(text.whole) if isinstance(text, Blanked) else _pieces().held(text)


class Gate(Generic[V]):
    """Some rows, of which a text lets those in that may match it.

    Parameters
    ----------
    rows : iterable of (row, iterable of (tuple of str or None))
        Each with what it needs, as in `Needs`: one piece of each tuple.
    """

    def __init__(self, rows: Iterable[tuple[V, Iterable[tuple[str, ...] | None]]]) -> None:
        known = _pieces()
        told = [(row, [pieces for pieces in needs if pieces]) for row, needs in rows]
        if known.add(chain.from_iterable(chain.from_iterable(needs for _, needs in told))):
            pieces_in.cache_clear()
        self._rows = [(row, [*map(known.bits, needs)]) for row, needs in told]
        self._pieces = reduce(or_, chain.from_iterable(bits for _, bits in self._rows), 0)
        self._let_in = Kept(self._with)

    def among(self, held: int) -> tuple[V, ...]:
        """Return the rows, in order, that a text lets in which holds some pieces."""
        return self._let_in[self._pieces & held]

    def _with(self, held: int) -> tuple[V, ...]:
        return tuple(row for row, needed in self._rows if all(map(held.__and__, needed)))
