"""Patterns looked for only where they may stand: at the words that open them, in small letters.

`patterns` tells what a pattern needs; here it is looked for by that.
"""

from __future__ import annotations

import re
import sys
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.kept import Kept
from borderviz.articles.patterns import DIGIT, OPENING, is_anchored, is_caseless, needs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from borderviz.articles.patterns import Needs

_RUN: Final = re.compile(r"\w+")
_WORD_OR_MARK: Final = re.compile(r"([a-z](?:[a-z’'-]*[a-z])?)|[;:!?—–“”\"()]|,(?!\d)")
"""A word, or what ends a clause; full stops within a sentence are those of short forms."""
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


class Token(NamedTuple):
    """What stands between two spaces of a text in small letters, with one of them.

    Attributes
    ----------
    size : int
    opens : tuple of (int, frozenset of str)
        Where its words stand, with the openings looked for with which one begins.
    words : tuple of (int, int, str)
        Its words as `words` tells them: from where to where they stand. Marks that end a
        clause stand among them, to 0.
    """

    size: int
    opens: tuple[tuple[int, frozenset[str]], ...]
    words: tuple[tuple[int, int, str], ...]


class _Tokens:
    """What is known of each token; most were met before."""

    def __init__(self) -> None:
        self._sought: dict[frozenset[str], tuple[str, ...]] = {}
        self._known = Kept(self._find)

    def seek(self, openings: frozenset[str]) -> None:
        """Look for some more openings."""
        if openings not in self._sought:
            self._sought[openings] = tuple(openings - {DIGIT})
            self._known.clear()
            opened.cache_clear()

    def of(self, small: str) -> list[Token]:
        """Return the tokens of a text."""
        return [*map(self._known.__getitem__, small.split(" "))]

    def _find(self, token: str) -> Token:
        runs = [(run.start(), run[0]) for run in _RUN.finditer(token)]
        words = [
            (said.start(), max(0, said.end(1)), said[0]) for said in _WORD_OR_MARK.finditer(token)
        ]
        opens = [(at, openings) for at, run in runs for openings in self._opened_by(run)]
        return Token(len(token) + 1, tuple(opens), tuple(words))

    def _opened_by(self, run: str) -> list[frozenset[str]]:
        word, is_number = f"{run} ", run[0].isdecimal()
        return [
            openings
            for openings, letters in self._sought.items()
            if word.startswith(letters) or (is_number and DIGIT in openings)
        ]


@cache
def _tokens() -> _Tokens:
    return _Tokens()


class Opened(NamedTuple):
    """A text in small letters, its tokens, and where words begin with what is looked for."""

    small: str
    tokens: list[Token]
    at: dict[frozenset[str], list[int]]

    def spots(self, openings: frozenset[str]) -> Sequence[int]:
        """Return where words begin with one of some openings that are looked for, in order."""
        return self.at.get(openings, ())


def openings_of(words: Iterable[str]) -> frozenset[str]:
    """Return how some words begin, to be looked for in each text; in `DIGIT` numbers do."""
    return _looked_for(DIGIT if w[0].isdecimal() else f"{w.lower()} "[:OPENING] for w in words)


def _looked_for(openings: Iterable[str]) -> frozenset[str]:
    found = frozenset(openings)
    _tokens().seek(found)
    return found


@lru_cache(maxsize=TEXTS)
def opened(text: str) -> Opened:
    """Return where the words of a text begin; kept, since every rule asks for it."""
    small = in_small(text)
    tokens = _tokens().of(small)
    spots: dict[frozenset[str], list[int]] = {}
    start = 0
    for size, opens, _ in tokens:
        for at, openings in opens:
            if openings in spots:
                spots[openings].append(start + at)
            else:
                spots[openings] = [start + at]
        start += size
    return Opened(small, tokens, spots)


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
        self._openings = _looked_for(needs.openings or ())
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
        if spots := known.spots(self._openings):
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
