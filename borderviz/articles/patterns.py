"""What a pattern needs, so that most are never tried: how it may open, what a text must hold.

The lexicons hold over a thousand regular expressions, and every sentence could hold any of them.
Reading a pattern once tells two things that are far cheaper to look for than a match: the
words with which what it matches may begin, and pieces of text of which one must stand there.
Patterns are taken to ignore case. What is not understood needs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DIGIT: Final = "0"
"""What opens every number."""
CURLY: Final = "’"
STRAIGHT: Final = "'"
"""The apostrophes, which texts in small letters hold as one."""
_LOOKS: Final = ("=", "!", "<=", "<!")
_QUANTIFIER: Final = re.compile(r"(?:(?P<sign>[*?+])|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")
_GROUP: Final = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[a-z]*(?:-[a-z]+)?:|(?P<test>\(\w+\))))?")
_SPOTS: Final = re.compile(r"\\[bBAZ]|[\^$]")
_MARKS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
"""What groups and parts alternatives, and what may hold the same characters but does not."""
_PLAIN: Final = re.compile(r"[^\\.^$*+?{}\[\]|()]+")
_CLASS: Final = re.compile(r"\[(?P<negated>\^?)(?P<held>\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
OPENING: Final = 4
"""Letters of a word by which it is found."""
_LETTERS: Final = re.compile(rf"[^\W\d_]{{1,{OPENING}}}")
_WORD: Final = re.compile(r"\w+")
_MEMBER: Final = re.compile(r"(?P<first>\\.|.)(?:-(?P<last>.))?", re.DOTALL)
_ANYWHERE: Final = frozenset(("", *ascii_lowercase))
"""What stands in almost every sentence."""
_WIDEST: Final = 0x2E80
"""Code point from which on the characters of a class are not listed: scripts of many thousands."""


@dataclass(frozen=True, slots=True)
class Needs:
    r"""What must be so wherever a pattern matches; None where nothing is known.

    A pattern is `at_word` if each of its alternatives begins with ``\b``.

    Attributes
    ----------
    openings : frozenset of str or None
        What the match may begin with, in small letters: the first four of a word, a shorter
        word with a space after it, less of a word where that is all that is known, ``0`` for
        every digit.
    pieces : tuple of str or None
        In small letters, one of these stands in a word of the text.
    also : tuple of tuple of str
        More such pieces, but for what stands in most texts: one of each stands there too.
    """

    openings: frozenset[str] | None = None
    pieces: tuple[str, ...] | None = None
    at_word: bool = False
    also: tuple[tuple[str, ...], ...] = ()


def needs_of(pattern: str, *, pieces: bool = True) -> Needs:
    r"""Return what a pattern needs that ignores case.

    Without its `pieces` only the beginning of the pattern is read.

    Examples
    --------
    >>> needs_of(r"(?:was |were )?shot\b").pieces
    ('shot',)
    >>> sorted(needs_of(r"(?:was |were )?shot\b").openings)
    ['shot', 'was ', 'were']
    """
    found = _Reader(plain(pattern), whole=pieces).alternatives()
    openings = found.openings | found.heads
    # what begins with "the" begins with "t"
    least = (o for o in openings if not any(o[:n] in openings for n in range(len(o))))
    also = map(pieces_of, found.also if pieces else ())
    return Needs(
        None if "" in openings else frozenset(least),
        pieces_of(found.pieces or ()),
        found.at_word,
        tuple(some for some in also if some and all(map(_tells, some))),
    )


def plain(pattern: str) -> str:
    """Return a pattern, or a piece, for texts in which every apostrophe is a straight one.

    To compile a set of characters one of which is none of Latin-1 takes several times as long.
    """
    return pattern.replace(CURLY, STRAIGHT)


def _tells(piece: str) -> bool:
    """Whether not nearly every text holds a piece, as it does "of" and "to"."""
    return len(piece) > len("of") or piece.isdecimal()


def openings_at_word(pattern: str) -> frozenset[str] | None:
    """Return how the words begin with which a pattern may; None where it may begin anywhere."""
    needs = needs_of(pattern, pieces=False)
    known = needs.at_word and needs.openings is not None and " " not in needs.openings
    return needs.openings if known else None


def pieces_of(said: Iterable[str], *, spaced: bool = False) -> tuple[str, ...] | None:
    """Return what stands in a word wherever one of some texts stands; None where nothing must.

    With the spaces that it is `spaced` by, which tell that the word begins or ends there. For a
    single letter it is not worth looking: it stands in every third word.
    """
    words = {max(_words(text, spaced=spaced), key=len, default="") for text in said}
    # who holds "january" holds "jan"
    least = (w for w in words if not any(other in w for other in words if other != w))
    return tuple(sorted(least)) if words and words.isdisjoint(_ANYWHERE) else None


def _words(text: str, *, spaced: bool) -> list[str]:
    """Return the words of a text, the last first: "to be" is told by what begins with "be"."""
    if not spaced:
        return text.split()[::-1]
    parts = text.split(" ")
    last = len(parts) - 1
    spaced_by = (" " * (n > 0) + word + " " * (n < last) for n, word in enumerate(parts) if word)
    return [*spaced_by][::-1]


def by_letter(alternatives: str) -> str:
    """Return a group in which alternatives that begin with one letter are tried by it, once.

    It matches what ``(?:…)`` with all the alternatives in their order would: one is only moved
    past others that begin with another letter, and so match elsewhere.
    """
    whole: list[str] = []
    run: dict[str, list[str]] = {}
    for one in (*_parted(alternatives), None):
        letter = one[0] if one and one[0].isalpha() and one[1:2] not in {*"?*+{"} else ""
        if one is None or not letter or letter.swapcase() in run:
            whole += [f"{first}(?:{'|'.join(rests)})" for first, rests in run.items()]
            run = {}
        if letter and one:
            run.setdefault(letter, []).append(one[1:])
        elif one is not None:
            whole.append(one)
    return f"(?:{'|'.join(whole)})"


def _parted(alternatives: str) -> Iterator[str]:
    """Yield the alternatives of a pattern that stand in no group."""
    depth = start = 0
    for mark in _MARKS.finditer(alternatives):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if mark[0] == "|" and not depth:
            yield alternatives[start : mark.start()]
            start = mark.end()
    yield alternatives[start:]


def is_anchored(pattern: str) -> bool:
    """Whether all of a pattern can only stand where a text begins."""
    depth = 0
    for mark in _MARKS.finditer(pattern):
        if mark[0] == "|" and depth == 0:
            return False
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
    return pattern.startswith("^")


def is_caseless(pattern: str) -> bool:
    """Whether all of a pattern ignores case."""
    return "(?-i:" not in pattern


@dataclass(slots=True, eq=False)  # not frozen: to make a frozen one takes ten times as long
class _Part:
    """What is known of a part of a pattern.

    `openings`, `pieces` and `also` are as in `Needs`; `heads` are openings that what follows in the
    pattern goes on with, the empty one where the part may match nothing.
    """

    openings: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    pieces: frozenset[str] | None = None
    at_word: bool = False
    also: tuple[frozenset[str], ...] = ()


_NOTHING: Final = _Part(heads=frozenset(("",)))
_ANYTHING: Final = _Part(frozenset(("",)))
_WITHIN: Final = _Part()
"""What stands after that with which the match begins."""


def _joined(head: str, opening: str) -> str:
    """Return what opens a text in which an opening follows the letters of a head."""
    if not head or not opening:
        return head or opening
    if opening == DIGIT:
        return head
    return (head + opening)[:OPENING] if opening[0].isalpha() else f"{head} "


def _after(before: _Part, part: _Part) -> _Part:
    """Return how a text opens in which a part follows what stands before it."""
    if before is _NOTHING:
        return part
    openings = set(before.openings)
    openings.update(_joined(head, opening) for head in before.heads for opening in part.openings)
    heads = {head + more for head in before.heads for more in part.heads}
    openings.update(head[:OPENING] for head in heads if len(head) >= OPENING)
    return _Part(frozenset(openings), frozenset(h for h in heads if len(h) < OPENING))


class _Reader:
    """A pattern, read from the left: as a `whole`, or until it is known how each part opens."""

    def __init__(self, pattern: str, *, whole: bool) -> None:
        self.pattern, self.whole = pattern, whole
        self.at = 0
        self.opening = True  # whether the match may begin with what stands here

    def alternatives(self) -> _Part:
        """Read up to the end of a group, or of the pattern."""
        whole = self._sequence()
        while self.pattern.startswith("|", self.at):
            self.at += 1
            other = self._sequence()
            known = whole.pieces is not None and other.pieces is not None
            pieces = (whole.pieces or frozenset()) | (other.pieces or frozenset())
            whole = _Part(
                whole.openings | other.openings,
                whole.heads | other.heads,
                pieces if known else None,
                whole.at_word and other.at_word,
            )
        return whole

    def _sequence(self) -> _Part:
        opening = self.opening
        whole, at_word = _NOTHING if opening else _WITHIN, self.pattern.startswith(r"\b", self.at)
        pieces: list[frozenset[str]] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if self.pattern.startswith(r"\b", self.at):
                self.at += 2
                closed = frozenset(f"{head} " for head in whole.heads if head)
                whole = _Part(whole.openings | closed, whole.heads & {""}) if closed else whole
                continue
            self.opening = bool(whole.heads)
            part = self._repeated(self._item())
            if part.pieces is not None:
                pieces += (part.pieces, *part.also)
            if whole.heads:
                whole = _after(whole, part)
            if not whole.heads and not self.whole:
                self._skip()
        self.opening = opening
        if len(pieces) > 1:
            pieces.sort(key=_worth, reverse=True)
        rarest = pieces[0] if pieces else None
        return _Part(whole.openings, whole.heads, rarest, at_word, tuple(pieces[1:]))

    def _skip(self, *, whole: bool = False) -> None:
        """Go on to the end of an alternative, or past the whole of a group."""
        depth = 0
        for mark in _MARKS.finditer(self.pattern, self.at):
            self.at = mark.start()
            if mark[0] == "(":
                depth += 1
            elif depth == 0 and mark[0] == ")":
                self.at += whole
                return
            elif depth == 0 and mark[0] == "|" and not whole:
                return
            elif mark[0] == ")":
                depth -= 1
        self.at = len(self.pattern)

    def _repeated(self, part: _Part) -> _Part:
        """Read what says how often a part stands there."""
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None:
            return part
        self.at = match.end()
        if match["sign"] == "?":
            return _Part(part.openings, part.heads | {""})
        least = match["sign"] == "+" or (match["sign"] is None and int(match["least"] or 0) > 0)
        if least:  # what follows may be the part once more
            return _Part(part.openings | part.heads, pieces=part.pieces)
        return _Part(part.openings | (part.heads - {""}), frozenset(("",)))

    def _item(self) -> _Part:
        if plain := _PLAIN.match(self.pattern, self.at):
            return self._letters(plain[0])
        if spot := _SPOTS.match(self.pattern, self.at):
            self.at = spot.end()
            return _NOTHING
        if group := _GROUP.match(self.pattern, self.at):
            return self._group(group)
        if held := _CLASS.match(self.pattern, self.at):
            self.at = held.end()
            return _ANYTHING if held["negated"] else _one_of(held["held"])
        character = self.pattern[self.at]
        self.at += 1
        if character != "\\":
            return _ANYTHING
        self.at += 1
        return _one_of(self.pattern[self.at - 2 : self.at])

    def _letters(self, run: str) -> _Part:
        """Read what stands for itself; the last may be repeated, and the others then are not."""
        many = len(run) > 1 and self.pattern[self.at + len(run) :][:1] in {"*", "+", "?", "{"}
        run = (run[:-1] if many else run).lower()
        self.at += len(run)
        pieces = frozenset((run,))
        if not self.opening:
            return _Part(pieces=pieces)
        letters = _LETTERS.match(run)
        if letters is None:
            opening = DIGIT if run[0].isdecimal() else "" if _WORD.match(run) else " "
            return _Part(frozenset((opening,)), pieces=pieces)
        word = letters[0]
        if len(word) == len(run) < OPENING:
            return _Part(heads=frozenset((word,)), pieces=pieces)
        ends = len(word) < OPENING and not _WORD.match(run, len(word))
        return _Part(frozenset((f"{word} " if ends else word,)), pieces=pieces)

    def _group(self, opened: re.Match[str]) -> _Part:
        self.at = opened.end()
        if opened[0][2:] in _LOOKS:
            self._skip(whole=True)
            return _NOTHING
        inner = self.alternatives()
        self.at += 1
        if opened["test"]:  # (?(name)yes|no): which of them is told by what stands before
            return _Part(inner.openings | inner.heads, frozenset(("",)))
        return inner


def _one_of(members: str) -> _Part:
    """Return a class of characters; what a general one holds ("any word character") is not told."""
    openings: set[str] = set()
    heads: set[str] = set()
    for member in _MEMBER.finditer(members):
        first, last = member["first"], member["last"] or member["first"]
        if first == r"\d":
            openings.add(DIGIT)
        elif first in {r"\s", r"\W"}:
            openings.add(" ")
        elif (first[0] == "\\" and first[1].isalnum()) or ord(last[-1]) >= _WIDEST:
            return _ANYTHING
        else:
            held = {chr(c).lower() for c in range(ord(first[-1]), ord(last[-1]) + 1)}
            if "_" in held:
                return _ANYTHING
            heads.update(filter(str.isalpha, held))
            openings.update(DIGIT if c.isdecimal() else " " for c in held if not c.isalpha())
    return _Part(frozenset(openings), frozenset(heads))


def _worth(pieces: frozenset[str]) -> tuple[int, int, list[str]]:
    """Return how rarely one of some pieces stands in a text: the longest, the fewest."""
    return min(map(_longest, pieces)), -len(pieces), sorted(pieces)


def _longest(piece: str) -> int:
    return max(map(len, piece.split()), default=0)
