"""Patterns looked for only where they may stand: at the words that open them, in small letters.

`patterns` tells what a pattern needs; here it is looked for by that.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.patterns import DIGIT, OPENING, is_anchored, is_caseless, needs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from borderviz.articles.patterns import Needs

_WORD_START: Final = rf"(\w{{1,{OPENING}}})\w*"
_IN_ASCII: Final = re.compile(_WORD_START, re.ASCII)
_IN_ALL: Final = re.compile(_WORD_START)
"""How words begin: most sentences are in ASCII, where `re` knows letters in a third less time."""
_CAPITAL: Final = re.compile(r"\\.|\(\?P[<=]\w+|[A-Z]", re.DOTALL)
"""A capital of a pattern that stands for itself, or what holds one that does not."""
_ALIKE: Final = {"İ": "i", "ı": "i", "ſ": "s"}
"""Letters that `re` takes for one, where it ignores case, and that small letters leave apart."""
TEXTS: Final = 256
"""Sentences of which is remembered what they hold: an article is gone through for its dates, its
places and its events."""


def in_small(text: str) -> str:
    """Return a text in small letters, as long as it is; those that `re` takes for one are one."""
    if not text.isascii():
        for letter, small in _ALIKE.items():
            text = text.replace(letter, small)
    return text.lower()


class Deferred:
    """A pattern that few articles need: to compile the long ones takes longer than to read one.

    Its methods are those of the compiled pattern, found when they are first asked for.

    Parameters
    ----------
    pattern : str
    flags : int
        As for `re.compile`.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern, self._flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """What finds it in a text."""
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """What finds it at a spot."""
        return self._compiled.match

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """What finds it wherever it stands in a text."""
        return self._compiled.finditer


class Caseless(Deferred):
    r"""A pattern that ignores case, held against a text in small letters: in half the time.

    Parameters
    ----------
    pattern : str
        A regular expression. Where a part of it does not ignore case (``(?-i:[A-Z])``) it is
        held against the text as it is written.

    Attributes
    ----------
    is_small : bool
        Whether it is to be held against a text in small letters.
    """

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern, re.IGNORECASE)
        self.is_small = is_caseless(pattern)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        if self.is_small:
            return re.compile(_CAPITAL.sub(_lowered, self._pattern))
        return super()._compiled

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """What finds it in a text; made when it is first asked for, which for most is never."""
        # `re` would look for what begins a text at each of its characters
        return self._compiled.match if is_anchored(self._pattern) else self._compiled.search


def _lowered(letter: re.Match[str]) -> str:
    return letter[0] if letter[0][0] in "\\(" else letter[0].lower()


@dataclass(frozen=True, slots=True)
class Opened:
    """A text in small letters, and where its words begin: by their first three letters, or 0."""

    small: str
    words: Mapping[str, list[int]]

    def spots(self, openings: frozenset[str]) -> list[int]:
        """Return where words begin with one of some openings, in order."""
        words = self.words
        return sorted([at for opening in openings & words.keys() for at in words[opening]])


def openings_of(words: Iterable[str]) -> frozenset[str]:
    """Return the openings by which `Opened` knows some words."""
    return frozenset(DIGIT if word[0].isdecimal() else word[:OPENING].lower() for word in words)


@lru_cache(maxsize=TEXTS)
def opened(text: str) -> Opened:
    """Return where the words of a text begin; kept, since every rule asks for it."""
    words: dict[str, list[int]] = {}
    small = in_small(text)
    for word in (_IN_ASCII if small.isascii() else _IN_ALL).finditer(small):
        opening = word[1]
        if opening in words:
            words[opening].append(word.start())
        else:
            words[opening] = [word.start()]
    digits = [at for opening in words if opening[0].isdecimal() for at in words[opening]]
    if digits:
        words[DIGIT] = digits
    return Opened(small, words)


class Phrase:
    r"""A pattern that begins where a word does, looked for only at words that may open it.

    It ignores case. Its methods find what those of the compiled pattern would, which tries
    every character; what they return may be in small letters.

    Parameters
    ----------
    pattern : str
        A regular expression; each of its alternatives begins with ``\b`` and a word.
    """

    def __init__(self, pattern: str) -> None:
        needs = needs_of(pattern, pieces=False)
        if not _begins_with_word(needs):
            raise ValueError(f"{pattern!r} may begin anywhere; begin it with a word")
        openings = needs.openings or frozenset[str]()
        whole = {o.strip() for o in openings if o[-1] in {" ", DIGIT} or len(o) == OPENING}
        self._whole = frozenset(whole)
        self._parts = tuple(sorted(o for o in openings if o.strip() not in whole))
        self._made = Caseless(pattern)

    def finditer(
        self,
        text: str,
        start: int = 0,
        end: int = sys.maxsize,
        *,
        only: Callable[[int], bool] | None = None,
    ) -> Iterator[re.Match[str]]:
        """Yield what `re.Pattern.finditer` would, at spots where `only` lets one be."""
        known = opened(text)
        openings = self._whole
        if self._parts:
            openings = openings.union(word for word in known.words if word.startswith(self._parts))
        if spots := known.spots(openings):
            made = self._made
            held, match_at = known.small if made.is_small else text, made.match
            for at in spots:
                if not start <= at < end or (only is not None and not only(at)):
                    continue
                if (match := match_at(held, at, end)) is not None:
                    yield match
                    start = match.end()

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return what `re.Pattern.search` would."""
        return next(self.finditer(text, start, end), None)


def _begins_with_word(needs: Needs) -> bool:
    return needs.at_word and needs.openings is not None and " " not in needs.openings
