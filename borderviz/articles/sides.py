"""Rows of patterns held against one side of many things: tried only where a word may open them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from borderviz.articles.gates import Pieces
from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import holds_any
from borderviz.articles.searches import runs_in, ways_to_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from borderviz.articles.lexicon import SideRow


class _Token(NamedTuple):
    """What stands between two spaces: where its words begin, and which rows they tell.

    Rows are told by the bits of a number: those that a word may open, and those of whose pieces
    it holds one.
    """

    size: int
    words: tuple[int, ...]
    opens: int
    holds: int


class _Rows:
    """Which rows are told by what: `anyway` those that need none of it."""

    def __init__(self, needs: Iterable[Iterable[str] | None]) -> None:
        self.by: dict[str, int] = {}
        self.anyway = 0
        for number, ways in enumerate(needs):
            if ways is None:
                self.anyway |= 1 << number
            for way in ways or ():
                self.by[way] = self.by.get(way, 0) | 1 << number

    def told(self, ways: Iterable[str]) -> int:
        """Return the rows of which one of some ways is."""
        return reduce(or_, (self.by.get(way, 0) for way in ways), 0)


class OneSide:
    """Some rows that are held against the same side, in the order in which they are tried.

    Parameters
    ----------
    rows : iterable of SideRow
    """

    def __init__(self, rows: Iterable[SideRow]) -> None:
        self._rows = tuple(rows)
        self._opening = _Rows(row.pattern.openings for row in self._rows)
        self._holding = _Rows(row.pieces for row in self._rows)
        self._pieces = Pieces()
        self._pieces.add(self._holding.by)
        self._tokens = Kept(self._token)

    def _token(self, token: str) -> _Token:
        words = runs_in(token)
        opens = self._opening.told(way for _, word in words for way in ways_to_open(word))
        holds = self._holding.told(self._pieces.held_by(token))
        return _Token(len(token) + 1, tuple(at for at, _ in words), opens, holds)

    def holding(self, said: str, small: str) -> Iterator[SideRow]:
        """Yield the rows whose pattern is found in what is said there, also in `small` letters."""
        opened, held, at = self._opening.anyway, self._holding.anyway, 0
        spots: list[tuple[int, int]] = []
        for size, words, opens, holds in map(self._tokens.__getitem__, small.split(" ")):
            held |= holds
            if opens:
                opened |= opens
                for word in words:
                    spots.append((at + word, opens))  # noqa: PERF401 - mostly one
            at += size
        let_in = opened & held
        while let_in:
            bit = let_in & -let_in
            let_in ^= bit
            row = self._rows[bit.bit_length() - 1]
            if not holds_any(small, row.needs):
                continue  # a piece of what must be said stands there, and not all of it
            text = small if row.pattern.is_small else said
            if row.pattern.openings is None:
                if row.pattern.search(text):
                    yield row
            elif _opens(row.pattern.match, text, bit, spots):
                yield row


def _opens(
    match_at: Callable[..., object], text: str, bit: int, spots: list[tuple[int, int]]
) -> bool:
    """Whether a pattern is found at a spot where a word opens its row."""
    for at, opens in spots:  # noqa: SIM110 - a generator costs twice as much
        if opens & bit and match_at(text, at):
            return True
    return False
