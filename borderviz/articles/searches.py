"""Patterns looked for only where they may stand: at the words that open them, in small letters.

`patterns` tells what a pattern needs; here it is looked for by that.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.kept import Kept
from borderviz.articles.patterns import (
    CURLY,
    DIGIT,
    OPENING,
    STRAIGHT,
    is_anchored,
    is_caseless,
    openings_at_word,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_RUN: Final = re.compile(r"\w+")
STOP: Final = r"[;:!?—–“”\"()]"
"""What ends a statement; full stops within a sentence are those of short forms."""
_WORD_OR_MARK: Final = re.compile(rf"([a-z](?:[a-z’'-]*[a-z])?)|{STOP}|,(?!\d)")
"""A word, or what ends a clause."""
_CAPITAL: Final = re.compile(r"\\.|\(\?P[<=]\w+|[A-Z]", re.DOTALL)
"""A capital of a pattern that stands for itself, or what holds one that does not."""
_ALIKE: Final = {"İ": "i", "ı": "i", "ſ": "s", CURLY: STRAIGHT}
"""Letters that `re` takes for one, where it ignores case, and that small letters leave apart."""
Span = tuple[int, int]

TEXTS: Final = 64
"""Sentences of which is remembered what they hold: those of an article, which is gone through for
its dates, its places and its events. What was found for older ones has left the processor's cache,
and to write over it takes longer than to find once more what few articles ask for again."""


def in_small(text: str) -> str:
    """Return a text in small letters, as long as it is; those that `re` takes for one are one.

    So are apostrophes: most texts are plain ASCII then, in which patterns are found sooner.
    """
    if not text.isascii():
        for letter, small in _ALIKE.items():
            text = text.replace(letter, small)
    return text.lower()


def runs_in(text: str) -> list[tuple[int, str]]:
    """Return the words of a text, of whatever letters and digits, with where they begin."""
    return [(run.start(), run[0]) for run in _RUN.finditer(text)]


def ways_to_open(word: str) -> list[str]:
    """Return the openings, as in `Needs`, with which a word in small letters begins."""
    begun = f"{word} "[:OPENING]
    ways = [begun[:size] for size in range(1, len(begun) + 1)]
    return [*ways, DIGIT] if word[0].isdecimal() else ways


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
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """What finds it from one spot to another."""
        return self._compiled.fullmatch

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
        self.is_small = is_caseless(pattern)
        super().__init__(plain(pattern) if self.is_small else pattern, re.IGNORECASE)

    @cached_property
    def openings(self) -> frozenset[str] | None:
        """How the words begin with which it may begin; None where it may anywhere."""
        return openings_at_word(self._pattern)

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


Further = tuple[
    tuple[tuple[int, int], ...], tuple[tuple[int, int, str], ...], tuple[tuple[int, str], ...]
]
"""What few tokens hold: where other words than that at its start stand, with an opening that is
looked for; its words from the second on, each with where it begins and ends; the marks that end
a clause, with how many of its words stand after each."""
Token = tuple[int, tuple[int, ...], int, int, str, Further | None]
"""What stands between two spaces of a text in small letters.

Its size with a space; the openings looked for with which the word begins that stands at its
start; the first of its words, as `words` tells them, with where that begins and ends, or an empty
one; what else it holds. A plain tuple, which is taken apart in half the time of a named one.
"""


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
            starts_in.cache_clear()
        return self.sought[openings]

    def of(self, parts: list[str]) -> list[Token]:
        """Return the tokens of a text, parted at its spaces."""
        return [*map(self._known.__getitem__, parts)]

    def _find(self, token: str) -> Token:
        found = {at: self._opened_by(word) for at, word in runs_in(token)}
        opens = tuple(found.pop(0, ()))
        later = tuple((at, number) for at, numbers in found.items() for number in numbers)
        words: list[tuple[int, int, str]] = []
        marks: list[tuple[int, str]] = []
        for said in _WORD_OR_MARK.finditer(token):
            if said[1]:
                words.append((*said.span(), said[0]))
            else:
                marks.append((len(words), said[0]))
        first = words[0] if words else (0, 0, "")
        further = (later, tuple(words[1:]), tuple((len(words) - n, mark) for n, mark in marks))
        return len(token) + 1, opens, *first, further if any(further) else None

    def _opened_by(self, word: str) -> Iterable[int]:
        ways = ways_to_open(word)
        return {number for way in ways for number in self._opening.get(way, ())}


@cache
def _tokens() -> _Tokens:
    return _Tokens()


@dataclass(slots=True, eq=False)  # a field of a named tuple takes three times as long to read
class Opened:
    """A text in small letters, parted at its spaces.

    `parts` are the strings, whose hash is known by now, `tokens` what is known of each; of a
    `Blanked` text they are those of its whole.
    """

    small: str
    parts: list[str]
    tokens: list[Token]


def openings_of(words: Iterable[str]) -> int:
    """Look in each text for how some words begin, in `DIGIT` numbers; return what finds it."""
    return look_for(DIGIT if w[0].isdecimal() else f"{w.lower()} "[:OPENING] for w in words)


def look_for(openings: Iterable[str]) -> int:
    """Look in each text for openings, as in `Needs`; return what finds where they stand."""
    return _tokens().seek(frozenset(openings))


class Blanked(str):
    """A text of which marks stand over some words; the others open it as they open the `whole`.

    So it is not gone through anew: what is known of the whole is taken, and where that tells of
    a word under the marks no pattern is found.
    """

    __slots__ = ("whole",)
    whole: str

    def __new__(cls, text: str, whole: str) -> Blanked:
        """Return a text that is as long as the whole."""
        made = super().__new__(cls, text)
        made.whole = whole
        return made


@lru_cache(maxsize=TEXTS)
def opened(text: str) -> Opened:
    """Return what the words of a text are; kept, since every rule asks for it."""
    small = in_small(text)
    if isinstance(text, Blanked):
        whole = opened(text.whole)
        return Opened(small, whole.parts, whole.tokens)
    parts = small.split(" ")
    return Opened(small, parts, _tokens().of(parts))


@lru_cache(maxsize=TEXTS)
def starts_in(text: str) -> list[list[int]]:
    """Return where the words of a text begin with some openings, by the number of these.

    Apart from `opened`, since not of every text this is asked for.
    """
    if isinstance(text, Blanked):
        return starts_in(text.whole)
    found: list[list[int]] = [[] for _ in _tokens().sought]
    start = 0
    for size, opens, _, _, _, further in opened(text).tokens:
        for number in opens:
            found[number].append(start)
        if further is not None:
            for spot, number in further[0]:
                found[number].append(start + spot)
        start += size
    return found


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
        self._made = Caseless(pattern)
        if self._made.openings is None:
            raise ValueError(f"{pattern!r} may begin anywhere; begin it with a word")
        self._openings = _tokens().seek(self._made.openings)

    def finditer(
        self,
        text: str,
        start: int = 0,
        end: int = sys.maxsize,
        *,
        among: Sequence[Span] | None = None,
    ) -> list[re.Match[str]]:
        """Return what `re.Pattern.finditer` would, `among` some spans only, which are in order."""
        found: list[re.Match[str]] = []
        if spots := starts_in(text)[self._openings]:
            made = self._made
            held, match_at = opened(text).small if made.is_small else text, made.match
            for at in spots if among is None else _inside(spots, among):
                if start <= at < end and (match := match_at(held, at, end)) is not None:
                    found.append(match)
                    start = match.end()
        return found

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return what `re.Pattern.search` would."""
        if spots := starts_in(text)[self._openings]:
            made = self._made
            held, match_at = opened(text).small if made.is_small else text, made.match
            for at in spots:
                if start <= at < end and (match := match_at(held, at, end)) is not None:
                    return match
        return None


def _inside(spots: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """Return the spots, in order, that lie in one of some spans."""
    found: list[int] = []
    for first, last in spans:
        found += spots[bisect_left(spots, first) : bisect_left(spots, last)]
    return found


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return what some spans hold, which are in order, as spans that lie apart."""
    found: list[Span] = []
    for first, last in spans:
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found
