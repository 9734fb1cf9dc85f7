"""What was found before, kept for as long as there is room."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

K = TypeVar("K")
V = TypeVar("V")

_MOST: Final = 1 << 14
"""Keys that are kept: the words of some hundred articles."""


class Kept(dict[K, V], Generic[K, V]):
    """What was found for some keys, for as many as are kept. A plain look-up costs least.

    Parameters
    ----------
    find : callable
        What tells it of a key.
    most : int, optional
        Keys that are kept, before all are found anew: less where there are many such.
    """

    def __init__(self, find: Callable[[K], V], *, most: int = _MOST) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._find(key)
        return found


class AsAsked(Generic[V]):
    """What is found one after the other, as far as it is asked for by its number."""

    def __init__(self, found: Iterator[V]) -> None:
        self._found = found
        self._known: list[V] = []

    def __getitem__(self, number: int) -> V:
        known = self._known
        if number >= len(known):
            known.extend(islice(self._found, number + 1 - len(known)))
        return known[number]
