"""How many people a statement tells of: who was killed, who was arrested, who was in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.articles.korean import find_korean_counts, is_korean, korean_subject
from borderviz.articles.numbers import Count, find_counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borderviz.articles.dates import DatePhrase
    from borderviz.articles.lexicon import Hit

_PASSIVE: Final = re.compile(
    r"\b(?:was|were|been|being|be|got|get|is|are)\s+(?:[\w’'-]+\s+){0,2}$", re.I
)
_PASSIVE_START: Final = re.compile(r"^(?:was|were|been|being|be|got|get)\b", re.I)
_INTRANSITIVE: Final = frozenset({
    "died", "drowned", "drowning", "froze", "starved", "burned", "bled", "perished",
    "succumbed", "lost", "committed", "took", "fled", "escaped", "defected", "crossed",
    "slipped", "vanished", "disappeared", "went", "gone", "never", "did", "had",
    "surrendered", "entered", "swam", "came", "got", "left", "deserted", "ran", "tried",
    "trying", "attempted", "attempting", "sought", "seeking", "made", "washed", "taken",
    "found", "poisoned", "swallowed", "drank", "stood", "walked", "absconded", "floated",
    "paddled", "rafted", "reached", "hanged", "strayed", "sneaked", "snuck", "waded", "rowed",
    "drifted", "arrived", "wandered", "infiltrated", "jumped", "climbed", "asked",
})  # fmt: skip
_TAKEN: Final = frozenset({"took", "taken", "made"})
"""Words that take no object where somebody dies or flees, but one where he is arrested."""
_HE: Final = re.compile(r"\b(?:(?P<one>he|she|(?-i:I))|they)\b", re.I)
_DEFINITE: Final = re.compile(
    r"\b(?:the|this|that|his|her|my)\s+(?:[\w’'-]+\s+){0,2}?(?P<one>man|woman"
    r"|soldier|guard|suspect|victim|defector|deserter|official|officer|boy"
    r"|girl|"
    r"smuggler|broker|father|mother|son|daughter|brother|sister|sibling"
    r"|husband|wife|fugitive|trader|resident|student|person|driver|pastor"
    r"|missionary|attacker|gunman|chief|head|foreman|clerk|ringleader|owner)\b(?![’']s|\s+(?-i:[A-Z])|\s+(?:brigade|unit|post|posts|duty)\b)"
    r"|\b(?:the|this|that)\s+(?P<two>pair|couple|two)\b|\b(?P<both>both)\b",
    re.I,
)
_RELATIVE: Final = re.compile(r"\b(?:whom|that|which)\s+(?:[\w’'-]+\s+){0,4}$", re.I)
_NO_OBJECT: Final = re.compile(
    r"^\s*(?:[.,;]|$|(?:by|in|on|at|while|when|after|near|for|trying"
    r"|attempting|last|this|and|back|during|as|along)\b)",
    re.I,
)
_PRONOUN_AFTER: Final = re.compile(
    r"\s+(?:(?P<two>the (?:two|pair|couple)|both)|him|her|an?|the (?:man|woman"
    r"|suspect|soldier|guard))\b",
    re.IGNORECASE,
)
_REACH: Final = 45
"""Characters after a verb within which its object stands."""
_NAMED: Final = re.compile(
    r"\b[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}(?:-[a-z]+)?\s+(?:\([^)]*\)\s+)?and\s+$"
)
_AND: Final = re.compile(r"^[^.;]{0,45}?\band\s+(?:(?:his|her|their)\s+)?$", re.I)
_LISTED: Final = re.compile(r"^,?\s+(?:and\s+)?(?:(?:his|her|their)\s+)?$", re.I)
_WITH: Final = re.compile(r"^[^.,;]{0,60}\bwith\s+$", re.I)
_TOGETHER: Final = frozenset({"arrest", "repatriation", "border_crossing", "defection_attempt"})
"""Types in which whoever is with somebody shares what happens to him."""
_CLAUSE: Final = re.compile(r"[;“”]|\b(?:that|told|said)\b|,\s+(?:but|while)\b")
_ASIDE: Final = re.compile(
    r",\s*(?:including|among them|such as|led by|accompanied by)\b[^,;.]*(?=[,;.])"
    r"|,\s*[^,;.]{0,40}\bamong them(?=[,;.])",
    re.I,
)
_MASK: Final = "·"


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of a statement; each None where it is not told."""

    killed: Count | None = None
    arrested: Count | None = None
    involved: Count | None = None

    @property
    def best(self) -> tuple[int | None, int | None, int | None]:
        """The best figures, for comparing statements."""
        return tuple(c.best if c else None for c in (self.killed, self.arrested, self.involved))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class People:
    """The numbers of people in a sentence; dates and asides are blanked in its text."""

    text: str
    counts: tuple[Count, ...]


def find_people(text: str, dates: Iterable[DatePhrase]) -> People:
    """Return the numbers of a sentence; the 23rd of a month is nobody, nor is an aside."""
    for phrase in dates:
        text = text[: phrase.start] + _MASK * (phrase.end - phrase.start) + text[phrase.end :]
    aside = _ASIDE.sub(lambda match: _MASK * len(match[0]), text)
    counts = find_counts(aside)
    return People(aside, counts or (find_korean_counts(aside) if is_korean(aside) else ()))


def tally(people: People, hit: Hit, hits: list[Hit]) -> Tally:
    """Return the numbers that a trigger and its neighbours in the sentence tell."""
    text, counts = people.text, people.counts
    killed = arrested = involved = None
    for other in (hit, *(h for h in hits if h is not hit)):
        count = _counted(text, other, counts)
        if count is None:
            continue
        if other.trigger.event_type in _TOGETHER:
            count = _with_companions(text, other, count, counts)
        if other.trigger.count == "killed":
            killed = killed or count
        elif other.trigger.count == "arrested":
            arrested = arrested or count
        elif other is hit or involved is None:
            involved = count
    kind = hit.trigger.event_type
    if kind in {"shooting", "death", "execution"}:
        whole = (
            involved if involved and (killed is None or involved.best >= killed.best) else killed
        )
        return Tally(killed, arrested, whole)
    if kind == "attack":
        return Tally(killed, arrested, _subject(text, hit, counts))
    if kind == "arrest":
        return Tally(killed if _grave(hits) else None, arrested, arrested or involved)
    if kind in {"surveillance_or_raid", "order_or_decree", "border_closure_or_infrastructure"}:
        visited = _object(text, hit, counts) if hit.trigger.count == "involved" else None
        return Tally(None, None, visited if visited is not None and visited.noun else None)
    return Tally(None, None, involved)


def _grave(hits: Iterable[Hit]) -> bool:
    return any(hit.trigger.count == "killed" for hit in hits)


def _counted(text: str, hit: Hit, counts: tuple[Count, ...]) -> Count | None:
    """Return whom a trigger counts: before it in the passive, after it in the active voice."""
    if is_korean(hit.text):
        return korean_subject(hit.start, counts)
    inside = next((c for c in counts if hit.start < c.start < hit.end), None)
    if inside is not None and hit.trigger.count != "":
        return inside
    lead = text[: hit.start]
    first = hit.text.split()[0].lower()
    alone = first in _INTRANSITIVE and not (
        first in _TAKEN and hit.trigger.event_type in {"arrest", "repatriation"}
    )
    passive = bool(_PASSIVE.search(lead) or _PASSIVE_START.match(hit.text)) or alone
    if passive:
        return _subject(text, hit, counts)
    found = _object(text, hit, counts)
    bare = _RELATIVE.search(lead) or _NO_OBJECT.match(text[hit.end :])
    if found is None and hit.trigger.form == "verb" and bare:
        # a participle without its auxiliary: "two men arrested in May"
        return _subject(text, hit, counts)
    return found


def _object(text: str, hit: Hit, counts: tuple[Count, ...]) -> Count | None:
    """Return the number right after a trigger: "arrested two men", "shot him", "took the two"."""
    near = (
        c for c in counts if hit.end <= c.start <= hit.end + _REACH or c.start <= hit.end < c.end
    )
    after = next(near, None)
    if after is not None and not _CLAUSE.search(text[hit.end : after.start]):
        return _with_listed(text, after, counts)
    if (match := _PRONOUN_AFTER.match(text, hit.end)) is None:
        return None
    value = 2 if match["two"] else 1
    return Count(hit.start, hit.end, value, value, value, "")


def _with_listed(text: str, first: Count, counts: tuple[Count, ...]) -> Count:
    """Add up a list that a number opens: "two women and a broker"."""
    whole = first
    for count in counts:
        if count.start >= whole.end and _LISTED.match(text[whole.end : count.start]):
            whole = _sum(whole, count)
    return whole


def _with_companions(text: str, hit: Hit, count: Count, counts: tuple[Count, ...]) -> Count:
    """Add those whom somebody had with him: "she was arrested with her son"."""
    if count.best != 1 or count.end > hit.end:
        return count
    people = [c for c in counts if not c.noun.endswith("ese")]  # "with three Chinese telephones"
    found = (c for c in people if c.start > hit.start and _WITH.match(text[hit.end : c.start]))
    first = next(found, None)
    return count if first is None else _sum(count, _with_listed(text, first, counts))


def _sum(one: Count, other: Count) -> Count:
    high = None if one.high is None or other.high is None else one.high + other.high
    low, best = one.low + other.low, one.best + other.best
    return Count(one.start, other.end, low, best, high, other.noun)


def _subject(text: str, hit: Hit, counts: tuple[Count, ...]) -> Count | None:
    """Return the last number before a trigger, with what stands beside it in a list."""
    before = [c for c in counts if c.end <= hit.start]
    definite = list(_DEFINITE.finditer(text, 0, hit.start))
    pronoun = list(_HE.finditer(text, max(0, hit.start - 45), hit.start))
    ends = {
        "number": before[-1].end if before else -1,
        "definite": definite[-1].end() if definite else -1,
        "pronoun": pronoun[-1].end() if pronoun else -1,
    }
    nearest = max(ends, key=lambda name: ends[name])
    if ends[nearest] < 0 or _CLAUSE.search(text[ends[nearest] : hit.start]):
        return None
    if nearest == "number":
        return _with_others(text, before[-1], before[:-1])
    match = definite[-1] if nearest == "definite" else pronoun[-1]
    if nearest == "pronoun" and not match["one"]:
        return None
    value = 1 if match["one"] else 2
    count = Count(match.start(), match.end(), value, value, value, "")
    if nearest == "definite" and len(definite) > 1 and match["one"]:
        other = definite[-2]
        if other["one"] and _AND.match(text[other.end() : match.start()]):
            return _sum(Count(other.start(), other.end(), 1, 1, 1, ""), count)
    return count


def _with_others(text: str, last: Count, others: list[Count]) -> Count:
    """Add up a list: "a woman of 39 and a man of 43", "Mitch Koss and a guide"."""
    if others and not last.is_part and _AND.match(text[others[-1].end : last.start]):
        return _sum(others[-1], last)
    if last.best == 1 and _NAMED.search(text[: last.start]):
        return Count(last.start, last.end, 2, 2, 2, last.noun)
    return last
