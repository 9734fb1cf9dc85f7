"""Rows of patterns held against one side of many things: tried only where a word may open them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from borderviz.articles.gates import Pieces
from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import holds_any
from borderviz.articles.searches import in_small, starts_of_words, ways_to_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from borderviz.articles.lexicon import SideRow


class _Token(NamedTuple):
    """What stands between two spaces: where its words begin, and which rows it lets in."""

    size: int
    words: tuple[int, ...]
    lets_in: int


class OneSide:
    """Some rows that are held against the same side, in the order in which they are tried.

    They are told by the bits of a number: by its lower half those that a word may open, by its
    upper half those of whose pieces it holds one.

    Parameters
    ----------
    rows : iterable of SideRow
    """

    def __init__(self, rows: Iterable[SideRow]) -> None:
        self._rows = tuple(rows)
        self._opening: dict[str, int] = {}
        self._holding: dict[str, int] = {}
        self._any = 0
        for number, row in enumerate(self._rows):
            opens, holds = 1 << number, 1 << number + len(self._rows)
            self._note(self._opening, row.openings, opens)
            self._note(self._holding, row.pieces, holds)
        self._pieces = Pieces()
        self._pieces.add(self._holding)
        self._tokens = Kept(self._token)

    def _note(self, found: dict[str, int], ways: Iterable[str] | None, bit: int) -> None:
        if ways is None:
            self._any |= bit
        for way in ways or ():
            found[way] = found.get(way, 0) | bit

    def _token(self, token: str) -> _Token:
        starts = starts_of_words(token)
        ways = (way for at in starts for way in ways_to_open(token, at))
        opens = reduce(or_, (self._opening.get(way, 0) for way in ways), 0)
        holds = (self._holding[piece] for piece in self._pieces.held_by(token))
        return _Token(len(token) + 1, starts, reduce(or_, holds, opens))

    def holding(self, said: str) -> Iterator[SideRow]:
        """Yield the rows whose pattern is found in what is said on their side of something."""
        small = in_small(said)
        tokens = [*map(self._tokens.__getitem__, small.split(" "))]
        rows, at = self._any, 0
        opening: list[tuple[int, _Token]] = []
        for token in tokens:
            rows |= token.lets_in
            opening.append((at, token))
            at += token.size
        let_in = rows & (rows >> len(self._rows))
        while let_in:
            bit = let_in & -let_in
            let_in ^= bit
            row = self._rows[bit.bit_length() - 1]
            if not holds_any(small, row.needs):
                continue  # a piece of what must be said stands there, and not all of it
            held = small if row.pattern.is_small else said
            if row.openings is None:
                if row.pattern.search(held):
                    yield row
            elif _opens(row.pattern.match, held, bit, opening):
                yield row


def _opens(
    match_at: Callable[..., object], held: str, bit: int, opening: list[tuple[int, _Token]]
) -> bool:
    for at, token in opening:
        if token.lets_in & bit:
            for word in token.words:
                if match_at(held, at + word):
                    return True
    return False
