"""Patterns looked for only where they may stand: at the words that open them, in small letters.

`patterns` tells what a pattern needs; here it is looked for by that.
"""

from __future__ import annotations

import re
import sys
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.kept import Kept
from borderviz.articles.patterns import DIGIT, OPENING, is_anchored, is_caseless, openings_at_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_RUN: Final = re.compile(r"\w+")
_WORD: Final = re.compile(r"[a-z](?:[a-z’'-]*[a-z])?")
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


def starts_of_words(text: str) -> tuple[int, ...]:
    """Return where the words of a text begin."""
    return tuple(word.start() for word in _RUN.finditer(text))


def ways_to_open(small: str, at: int) -> list[str]:
    """Return the openings, as in `Needs`, with which a word begins in a text in small letters."""
    word = _RUN.match(small, at)
    begun = "" if word is None else f"{word[0]} "[:OPENING]
    ways = [begun[:size] for size in range(1, len(begun) + 1)]
    return [*ways, DIGIT] if begun[:1].isdecimal() else ways


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
    opens : tuple of int
        The openings looked for with which the word begins that stands at its start.
    later : tuple of (int, int)
        Where its other words stand, with such an opening.
    words : tuple of (int, int, str)
        Its words as `words` tells them: from where to where they stand.
    """

    size: int
    opens: tuple[int, ...]
    later: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int, str], ...]


class _Tokens:
    """What is known of each token; most were met before."""

    def __init__(self) -> None:
        self.sought: dict[frozenset[str], int] = {}
        self._opening: dict[str, list[int]] = {}
        self._known = Kept(self._find)

    def seek(self, openings: frozenset[str]) -> int:
        """Look for some more openings; return by which number they are found."""
        if openings not in self.sought:
            number = self.sought[openings] = len(self.sought)
            for opening in openings:
                self._opening.setdefault(opening, []).append(number)
            self._known.clear()
            opened.cache_clear()
        return self.sought[openings]

    def of(self, parts: list[str]) -> list[Token]:
        """Return the tokens of a text, parted at its spaces."""
        return [*map(self._known.__getitem__, parts)]

    def _find(self, token: str) -> Token:
        found = {at: self._opened_by(token, at) for at in starts_of_words(token)}
        first = found.pop(0, ())
        later = ((at, number) for at, numbers in found.items() for number in numbers)
        words = ((*word.span(), word[0]) for word in _WORD.finditer(token))
        return Token(len(token) + 1, tuple(first), tuple(later), tuple(words))

    def _opened_by(self, token: str, at: int) -> Iterable[int]:
        ways = ways_to_open(token, at)
        return {number for way in ways for number in self._opening.get(way, ())}


@cache
def _tokens() -> _Tokens:
    return _Tokens()


class Opened(NamedTuple):
    """A text in small letters, parted at its spaces, and where words begin with what is looked for.

    `parts` are the strings, whose hash is known by now, `tokens` what is known of each.
    """

    small: str
    parts: list[str]
    tokens: list[Token]
    at: list[list[int]]

    def spots(self, openings: int) -> Sequence[int]:
        """Return where words begin with one of some openings that are looked for, in order."""
        return self.at[openings]


def openings_of(words: Iterable[str]) -> int:
    """Look in each text for how some words begin, in `DIGIT` numbers; return what finds it."""
    begun = (DIGIT if w[0].isdecimal() else f"{w.lower()} "[:OPENING] for w in words)
    return _tokens().seek(frozenset(begun))


@lru_cache(maxsize=TEXTS)
def opened(text: str) -> Opened:
    """Return where the words of a text begin; kept, since every rule asks for it."""
    small = in_small(text)
    known = _tokens()
    parts = small.split(" ")
    tokens = known.of(parts)
    at: list[list[int]] = [[] for _ in known.sought]
    start = 0
    for size, opens, later, _ in tokens:
        for number in opens:
            at[number].append(start)
        for spot, number in later:
            at[number].append(start + spot)
        start += size
    return Opened(small, parts, tokens, at)


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
        openings = openings_at_word(pattern)
        if openings is None:
            raise ValueError(f"{pattern!r} may begin anywhere; begin it with a word")
        self._openings = _tokens().seek(openings)
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
        if spots := known.at[self._openings]:
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
        known = opened(text)
        if spots := known.at[self._openings]:
            made = self._made
            held, match_at = known.small if made.is_small else text, made.match
            for at in spots:
                if start <= at < end and (match := match_at(held, at, end)) is not None:
                    return match
        return None
