"""Whether a trigger states that something happened, or denies, plans, fears or recalls it.

``reality.csv`` lists the patterns in the order in which they are tried:

=========  ============================================================================
column     what it says
=========  ============================================================================
reason     why the trigger states nothing; blank where it does state something after all
of         which triggers it is held against: ``any``, ``noun``, ``moving`` (crossings),
           ``participle`` (not "-ing"), ``unordered`` (all but orders), or those of one type
side       what it is held against: the clause ``before`` the trigger, the ``wide`` lead of its
           sentence (up to a semicolon or a "but"), what comes ``after`` it, or what is ``told``:
           the clause with the trigger at its end
needs      words of which one must stand there, between bars; it only saves time
pattern    a regular expression
=========  ============================================================================
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import gate_of, holds_any, rows_in, side_rows
from borderviz.articles.patterns import OPENING
from borderviz.articles.searches import look_for, opened, runs_in, starts_in, ways_to_open
from borderviz.articles.words import last_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borderviz.articles.gates import Gate
    from borderviz.articles.lexicon import Hit, SideRow

_BOUNDARY: Final = re.compile(
    r"[;:—“”\",b](?:(?<=[;:—“”\"])|(?<=,)\s+(?:and|while|who|which|so|then)\s+|(?<=\sb)ut\s+)"
)
"""What a clause begins after. `re` finds one of some characters fastest: hence the "b" of "but"."""
_TURN: Final = re.compile(
    r"[;b,](?:(?<=;)|(?<=\sb)ut\s+|(?<=,)\s+(?:although|though|while|whereas)\s+)"
)
"""Where what is denied, claimed or planned in a sentence ends, in small letters."""
_TURNING: Final = (";", "but", "though", "while", "whereas")
"""Of these a turn has one; they are found sooner."""
_CLAUSE: Final = 75
"""Characters before a trigger that may belong to its clause."""
_AFTER: Final = 60
_WIDE: Final = 240
"""Characters before a trigger in which its whole statement may be denied or quoted."""
_POINTS_BACK: Final = frozenset({
    "a", "an", "the", "these", "those", "any", "all", "such", "of", "for", "from", "by", "with",
    "his", "her", "their", "its", "forcibly", "recently", "among", "many", "some", "newly", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten",
})  # fmt: skip
"""What stands right before words that only recall what was told."""
_NOUN_AFTER: Final = re.compile(
    r"^\s+(?:[\w-]+\s+)?(?:people|m[ae]n|wom[ae]n|(?-i:[A-Z])\w+(?:an|ese|ish)|\w{3,}(?:s|ees?|ers?))\b(?!\s+by\b)",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(r"^\w+ed \w+")
_ARTICLE: Final = re.compile(r"\b(?:an?|the|the only|newly)\s+$", re.IGNORECASE)
_ENDS_ARTICLE: Final = frozenset({"a", "an", "the", "only", "newly"})
_BODIES: Final = re.compile(r"^(?:body|bodies|corpses?)\b", re.IGNORECASE)
_TOLD_AHEAD: Final = frozenset({"order_or_decree"})
"""Types whose words may tell of what is to come."""
_AHEAD: Final = re.compile(
    r"\b(?:might|may|could|would|(?<!her )(?<!his )(?<!their )(?<!own )will|should|must|shall"
    r"|(?:are|is) to)\b"
)
_MOVING: Final = frozenset({"border_crossing", "defection_attempt"})


class _Rules(NamedTuple):
    """The rules that are held against some triggers.

    Attributes
    ----------
    opened : Kept
        Those that a word before a trigger may open, by its first letters.
    others : Gate
        All others, by what a sentence must hold.
    """

    opened: Kept[str, tuple[SideRow, ...]]
    others: Gate[SideRow]


class _Said(NamedTuple):
    """What the words of a trigger say by themselves.

    Attributes
    ----------
    rules : _Rules
        Those that are held against it.
    is_ahead : bool
        Whether it tells of what is to come: "would be shot".
    is_adjective, is_participle, is_body : bool
        Whether by these it may only recall what was told: "the arrested men".
    """

    rules: _Rules
    is_ahead: bool
    is_adjective: bool
    is_participle: bool
    is_body: bool


def _is_opened(row: SideRow) -> bool:
    """Whether a word before a trigger must open a rule."""
    return row.side == "before" and row.pattern.openings is not None


@cache
def _openers() -> int:
    """Return by which number a text tells where words begin that may open a rule."""
    rows = filter(_is_opened, side_rows("reality.csv"))
    return look_for(chain.from_iterable(row.pattern.openings or () for row in rows))


@cache
def _rules(sorts: frozenset[str]) -> _Rules:
    """Return the rules that are held against some triggers."""
    rows = [row for row in side_rows("reality.csv") if row.of in sorts]
    opened_rows = [row for row in rows if _is_opened(row)]

    def opened_by(letters: str) -> tuple[SideRow, ...]:
        ways = frozenset(ways_to_open(runs_in(letters)[0][1]))
        return tuple(r for r in opened_rows if not ways.isdisjoint(r.pattern.openings or ()))

    return _Rules(Kept(opened_by), gate_of(row for row in rows if not _is_opened(row)))


@cache
def _met() -> Kept[tuple[str, str, str], _Said]:
    """Return what the words of a trigger say, of a form and a type: most were met before."""
    return Kept(_say)


def _say(trigger: tuple[str, str, str]) -> _Said:
    text, form, event_type = trigger
    sorts = {"any", form, event_type}
    if event_type in _MOVING:
        sorts.add("moving")
    told_ahead = event_type in _TOLD_AHEAD
    if not told_ahead:
        sorts.add("unordered")
    if not text.split()[0].lower().endswith("ing"):
        sorts.add("participle")  # "is building a wall" goes on now, "is built" may be a habit
    return _Said(
        _rules(frozenset(sorts)),
        is_ahead=not told_ahead and _AHEAD.search(text) is not None,
        is_adjective=form == "verb" and _ADJECTIVE.match(text) is not None,
        is_participle=form == "verb" and " " not in text and text.endswith("ed"),
        is_body=form == "noun" and _BODIES.match(text) is not None,
    )


@lru_cache(maxsize=8)  # what a trigger goes on with, and whether it is denied, is asked of it
def clause_start(text: str, at: int) -> int:
    """Return where the words of a clause begin that stand before a spot."""
    earliest = max(0, at - _CLAUSE)
    start = earliest
    for match in _BOUNDARY.finditer(text[earliest:at]):
        start = earliest + match.end()
    return start


def unreal(text: str, hit: Hit) -> str:
    """Return why a trigger states nothing that happened; empty when it does state it."""
    said = _met()[hit.text, hit.trigger.form, hit.trigger.event_type]
    if said.is_ahead:
        return "planned, feared, ordered or asked about"
    opens = clause_start(text, hit.start)
    rule = _first_opened(said.rules, text, opens, hit.start)
    if others := rows_in(said.rules.others, text):
        other = _first_other(others, text, opens, hit)
        if other is not None and (rule is None or other.number < rule.number):
            rule = other
    if rule is not None:
        return rule.says
    if not (said.is_adjective or said.is_participle or said.is_body):
        return ""
    before, after = text[opens : hit.start], text[hit.end : hit.end + _AFTER]
    return "points back" if _points_back(said, before, after) else ""


def _first_opened(rules: _Rules, text: str, start: int, end: int) -> SideRow | None:
    """Return the first of the rules that a word opens whose pattern is found up to a trigger."""
    openers, opened_by = _openers(), rules.opened
    small, first = opened(text).small, None
    for at in starts_in(text)[openers]:
        if start <= at < end:
            for row in opened_by[small[at : at + OPENING]]:
                pattern = row.pattern
                if pattern.match(small if pattern.is_small else text, at, end):
                    first = row if first is None or row.number < first.number else first
                    break
    return first


def _first_other(rules: Iterable[SideRow], text: str, opens: int, hit: Hit) -> SideRow | None:
    """Return the first of some rules whose pattern is found on its side of a trigger."""
    small = opened(text).small
    sides = {
        "before": (opens, hit.start),
        "wide": (max(0, hit.start - _WIDE), hit.start),
        "after": (hit.end, hit.end + _AFTER),
        "told": (opens, hit.end),
    }
    for row in rules:
        start, end = sides[row.side]
        if row.side == "wide" and holds_any(small[start:end], row.needs):
            start = max(start, _turn(small, end))
        if row.is_in(text[start:end], small[start:end]):
            return row
    return None


def _turn(small: str, until: int) -> int:
    """Return where what is denied, claimed or planned before a spot has ended."""
    turns = _TURN.finditer(small, 0, until) if holds_any(small, _TURNING) else ()
    return max((match.end() for match in turns), default=0)


def _points_back(said: _Said, before: str, after: str) -> bool:
    """Whether a participle or a noun only recalls what was told: "the arrested men"."""
    last = last_word(before) if before[-1:].isspace() else ""
    if said.is_adjective and last in _ENDS_ARTICLE and _ARTICLE.search(before):
        return True  # "touched an electrified fence"
    if last not in _POINTS_BACK:
        return False
    return said.is_body or (said.is_participle and _NOUN_AFTER.match(after) is not None)
