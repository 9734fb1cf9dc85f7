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
from typing import TYPE_CHECKING, Final

from borderviz.articles.lexicon import gate_of, holds_any, rows_in, rows_that_hold, side_rows
from borderviz.articles.searches import opened
from borderviz.articles.words import last_word

if TYPE_CHECKING:
    from borderviz.articles.gates import Gate
    from borderviz.articles.lexicon import Hit, SideRow

_BOUNDARY: Final = re.compile(r"[;:—“”\"]|,?\s+but\s+|,\s+(?:and|while|who|which|so|then)\s+")
_TURN: Final = re.compile(
    r";|[,.]?\s+but\s+|,\s+(?:although|though|while|whereas)\s+", re.IGNORECASE
)
"""Where what is denied, claimed or planned in a sentence ends."""
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
_BODIES: Final = re.compile(r"^(?:body|bodies|corpses?)\b", re.IGNORECASE)
_TOLD_AHEAD: Final = frozenset({"order_or_decree"})
"""Types whose words may tell of what is to come."""
_AHEAD: Final = re.compile(
    r"\b(?:might|may|could|would|(?<!her )(?<!his )(?<!their )(?<!own )will|should|must|shall"
    r"|(?:are|is) to)\b"
)
_MOVING: Final = frozenset({"border_crossing", "defection_attempt"})


@cache
def _rules(sorts: frozenset[str]) -> Gate[SideRow]:
    """Return the rules that are held against some triggers."""
    return gate_of(row for row in side_rows("reality.csv") if row.of in sorts)


@lru_cache(maxsize=8)  # what a trigger goes on with, and whether it is denied, is asked of it
def clause_before(text: str, at: int) -> str:
    """Return the words of a clause that stand before a spot."""
    lead = text[max(0, at - _CLAUSE) : at]
    cuts = [match.end() for match in _BOUNDARY.finditer(lead)]
    return lead[cuts[-1] :] if cuts else lead


def unreal(text: str, hit: Hit) -> str:
    """Return why a trigger states nothing that happened; empty when it does state it."""
    turns = _TURN.finditer(text, 0, hit.start) if holds_any(opened(text).small, _TURNING) else ()
    turn = max((match.end() for match in turns), default=0)
    before = clause_before(text, hit.start)
    opens = hit.start - len(before)
    sides = {
        "before": (opens, hit.start),
        "wide": (max(turn, hit.start - _WIDE), hit.start),
        "after": (hit.end, hit.end + _AFTER),
        "told": (opens, hit.end),
    }
    sorts = {"any", hit.trigger.form, hit.trigger.event_type}
    if hit.trigger.event_type in _MOVING:
        sorts.add("moving")
    if hit.trigger.event_type not in _TOLD_AHEAD:
        sorts.add("unordered")
    if not hit.text.split()[0].lower().endswith("ing"):
        sorts.add("participle")  # "is building a wall" goes on now, "is built" may be a habit
    if hit.trigger.event_type not in _TOLD_AHEAD and _AHEAD.search(hit.text):
        return "planned, feared, ordered or asked about"
    for rule in rows_that_hold(rows_in(_rules(frozenset(sorts)), text), text, sides):
        return rule.says
    return "points back" if _points_back(hit, before, text[hit.end : hit.end + _AFTER]) else ""


def _points_back(hit: Hit, before: str, after: str) -> bool:
    """Whether a participle or a noun only recalls what was told: "the arrested men"."""
    if hit.trigger.form == "verb" and _ADJECTIVE.match(hit.text) and _ARTICLE.search(before):
        return True  # "touched an electrified fence"
    if not (before[-1:].isspace() and last_word(before) in _POINTS_BACK):
        return False
    participle = hit.trigger.form == "verb" and " " not in hit.text and hit.text.endswith("ed")
    named = hit.trigger.form == "noun" and _BODIES.match(hit.text)
    return bool(named or (participle and _NOUN_AFTER.match(after)))
