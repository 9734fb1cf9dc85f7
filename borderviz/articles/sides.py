"""Rows of patterns held against one side of many things: tried only where a word may open them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from borderviz.articles.gates import Pieces
from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import holds_any
from borderviz.articles.searches import runs_in, ways_to_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from borderviz.articles.lexicon import SideRow


_Token = tuple[int, int, list[int], int, int]
"""What stands between two spaces: its size with one, where its first word begins and where others
do, and which rows it tells, by the bits of a number: those that a word may open, and those of
whose pieces it holds one. A plain tuple, which is taken apart in half the time of a named one."""


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
        told = tuple(rows)
        self._opening = _Rows(row.pattern.openings for row in told)
        self._holding = _Rows(row.pieces for row in told)
        self._rows = {1 << number: (row, _not_told(row)) for number, row in enumerate(told)}
        self._pieces = Pieces()
        self._pieces.add(self._holding.by)
        self._tokens = Kept(self._token)

    def _token(self, token: str) -> _Token:
        words = runs_in(token)
        first, *later = [at for at, _ in words] or [0]
        opens = self._opening.told(way for _, word in words for way in ways_to_open(word))
        holds = self._holding.told(self._pieces.held_by(token))
        return len(token) + 1, first, later, opens, holds

    def holding(self, said: str, small: str) -> Iterator[SideRow]:
        """Yield the rows whose pattern is found in what is said there, also in `small` letters."""
        opened, held, at = self._opening.anyway, self._holding.anyway, 0
        spots: list[tuple[int, int]] = []
        for size, first, later, opens, holds in map(self._tokens.__getitem__, small.split(" ")):
            held |= holds
            if opens:
                opened |= opens
                spots.append((at + first, opens))
                if later:
                    spots += [(at + word, opens) for word in later]
            at += size
        spots.reverse()  # most rows end where the side does: what is found stands near that
        let_in = opened & held
        while let_in:
            bit = let_in & -let_in
            let_in ^= bit
            row, needs = self._rows[bit]
            if needs and not holds_any(small, needs):
                continue  # a piece of what must be said stands there, and not all of it
            pattern = row.pattern
            text = small if pattern.is_small else said
            if pattern.openings is None:
                if pattern.search(text):
                    yield row
                continue
            for spot, opens in spots:
                if opens & bit and pattern.match(text, spot):
                    yield row
                    break


def _not_told(row: SideRow) -> tuple[str, ...]:
    """Return what a row needs, unless all of that is told by the pieces in a word."""
    return () if row.pieces and {*row.pieces} <= {*row.needs} else row.needs
