"""How many people a statement tells of: who was killed, who was arrested, who was in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.korean import find_korean_counts, is_korean, korean_subject
from borderviz.articles.numbers import NUMBER, ONE_PERSON, Count, find_counts, value_of
from borderviz.articles.patterns import Phrase
from borderviz.articles.subjects import CLAUSE, add, count_names, find_subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borderviz.articles.dates import DatePhrase
    from borderviz.articles.lexicon import Hit

_PASSIVE: Final = Phrase(
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
_NAMED_OBJECT: Final = re.compile(
    r"\s+[A-Z][a-z]+(?P<more>(?:,\s[A-Z][a-z]+)*,?\sand\s[A-Z][a-z]+)(?![’']s|\s+[A-Z])"
)
_NAMED_INSIDE: Final = re.compile(
    r"\s[A-Z][a-z]+(?P<more>(?:,\s[A-Z][a-z]+)*,?\sand\s[A-Z][a-z]+)\s"
)
_GROUP_INSIDE: Final = re.compile(
    rf"\s(?:all|the)\s(?P<many>{NUMBER})\b|\s(?:both|the (?:pair|couple))\b", re.IGNORECASE
)
_RELATIVE: Final = Phrase(r"\b(?:whom|that|which)\s+(?:[\w’'-]+\s+){0,4}$")
_NO_OBJECT: Final = re.compile(
    r"^\s*(?:[.,;]|$|(?:by|in|on|at|while|when|after|near|for|trying"
    r"|attempting|last|this|and|back|during|as|along)\b)",
    re.I,
)
_PRONOUN_AFTER: Final = re.compile(
    rf"\s+(?:(?P<two>the (?:two|pair|couple)|both)|(?:all|the) (?P<many>{NUMBER})|(?P<them>them)"
    rf"|him|her|an?|the (?:[\w-]+ )?{ONE_PERSON})\b(?!\s+of\b)",
    re.IGNORECASE,
)
_REACH: Final = 45
"""Characters after a verb within which its object stands."""
_BODY: Final = re.compile(r"\b(?:body|corpse)\b", re.I)
_LISTED: Final = re.compile(r"^,?\s+(?:and\s+)?(?:(?:his|her|their)\s+)?$", re.I)
_WITH: Final = re.compile(r"^[^.,;]{0,60}\bwith\s+$", re.I)
_TOGETHER: Final = frozenset({"arrest", "repatriation", "border_crossing", "defection_attempt"})
"""Types in which whoever is with somebody shares what happens to him."""
_ASIDE: Final = re.compile(
    r",\s*(?:including|among them|such as|led by|accompanied by)\b[^,;.]*(?=[,;.])"
    r"|,\s*[^,;.]{0,40}\bamong them(?=[,;.])"
    r"|,\s*(?:one|two|three|four|five|some|most|both|all) of (?:whom|them)\b[^,;.]*(?=[,;.])",
    re.I,
)
_MASK: Final = "·"
_SPEAKS: Final = re.compile(
    r"(?:\s+[\w’'-]+){0,8}?,?\s+(?:said|says?|told|recalled|reported|confirmed|described)\b"
)
_SPOKEN_TO: Final = re.compile(
    r"\b(?:told|according to|interviewed|spoke (?:to|with))\s+(?:\w+\s)?$"
)


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
    group: Count | None = None


def find_people(text: str, dates: Iterable[DatePhrase], group: Count | None = None) -> People:
    """Return the numbers of a sentence; the 23rd of a month is nobody, nor is an aside.

    `group` is the number of people told of last, whom "they" means.
    """
    for phrase in dates:
        text = text[: phrase.start] + _MASK * (phrase.end - phrase.start) + text[phrase.end :]
    aside = _ASIDE.sub(lambda match: _MASK * len(match[0]), text)
    counts = find_counts(aside)
    counts = counts or (find_korean_counts(aside) if is_korean(aside) else ())
    return People(aside, counts, group)


def group_of(people: People) -> Count | None:
    """Return the number of people that "they" in the next sentence means: the first, of several.

    Who speaks is not told of: "two officials said".
    """
    for count in people.counts:
        told = _SPEAKS.match(people.text, count.end) or _SPOKEN_TO.search(
            people.text, 0, count.start
        )
        if count.best > 1 and count.noun and not told:
            return count
    return None


def tally(people: People, hit: Hit, hits: list[Hit]) -> Tally:
    """Return the numbers that a trigger and its neighbours in the sentence tell."""
    killed = arrested = involved = None
    for other in (hit, *(h for h in hits if h is not hit)):
        count = _counted(people, other)
        if count is None:
            continue
        if other.trigger.event_type in _TOGETHER:
            count = _with_companions(people.text, other, count, people.counts)
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
        return Tally(killed, arrested, _subject(people, hit))
    if kind == "arrest":
        return Tally(killed if _grave(hits) else None, arrested, arrested or involved)
    if kind in {"surveillance_or_raid", "order_or_decree", "border_closure_or_infrastructure"}:
        visited = _object(people, hit) if hit.trigger.count == "involved" else None
        return Tally(None, None, visited if visited is not None and visited.noun else None)
    return Tally(None, None, involved)


def _grave(hits: Iterable[Hit]) -> bool:
    return any(hit.trigger.count == "killed" for hit in hits)


def _subject(people: People, hit: Hit) -> Count | None:
    return find_subject(people.text, people.counts, people.group, hit.start, hit.text)


@lru_cache(maxsize=16)  # each trigger of a group is counted for each of them
def _counted(people: People, hit: Hit) -> Count | None:
    """Return whom a trigger counts: before it in the passive, after it in the active voice."""
    text = people.text
    if is_korean(hit.text):
        return korean_subject(hit.start, people.counts)
    if (inside := _inside(people, hit)) is not None:
        return inside
    first = hit.text.split()[0].lower()
    alone = first in _INTRANSITIVE and not (
        first in _TAKEN and hit.trigger.event_type in {"arrest", "repatriation"}
    )
    if alone or _PASSIVE.search(text, 0, hit.start) or _PASSIVE_START.match(hit.text):
        return _subject(people, hit)
    if (names := _NAMED_INSIDE.search(hit.text)) is not None:
        return count_names(hit.start, hit.end, names["more"])
    found = _object(people, hit)
    bare = bool(_RELATIVE.search(text, 0, hit.start) or _NO_OBJECT.match(text[hit.end :]))
    bare = bare or any(hit.start - c.end in {0, 1} for c in people.counts)
    if found is None and hit.trigger.form == "verb" and bare:
        # a participle without its auxiliary: "two men arrested in May", "nine held"
        return _subject(people, hit)
    return found


def _inside(people: People, hit: Hit) -> Count | None:
    """Return the number that the words of a trigger hold: "took two men away", "all three"."""
    if hit.trigger.count:
        inside = next((c for c in people.counts if hit.start <= c.start < hit.end), None)
        if inside is not None:
            return _with_listed(people.text, inside, people.counts)
    if _BODY.search(hit.text):
        return _object(people, hit) or Count(hit.start, hit.end, 1, 1, 1, "body")
    if (group := _GROUP_INSIDE.search(hit.text)) is None:
        return None
    value = value_of(group["many"] or "two") or 2
    return Count(hit.start, hit.end, value, value, value, "")


def _object(people: People, hit: Hit) -> Count | None:
    """Return the number right after a trigger: "arrested two men", "shot him", "took the two"."""
    text, counts = people.text, people.counts
    near = (
        c for c in counts if hit.end <= c.start <= hit.end + _REACH or c.start <= hit.end < c.end
    )
    after = next(near, None)
    if after is not None and not CLAUSE.search(text[hit.end : after.start]):
        return _with_listed(text, after, counts)
    if names := _NAMED_OBJECT.match(text, hit.end):
        return count_names(names.start(), names.end(), names["more"])
    if (match := _PRONOUN_AFTER.match(text, hit.end)) is None:
        return None
    if match["them"]:
        return people.group
    value = 2 if match["two"] else 1
    if match["many"]:
        value = value_of(match["many"]) or 1
    return Count(hit.start, hit.end, value, value, value, "")


def _with_listed(text: str, first: Count, counts: tuple[Count, ...]) -> Count:
    """Add up a list that a number opens: "two women and a broker"."""
    whole = first
    for count in counts:
        if count.start >= whole.end and _LISTED.match(text[whole.end : count.start]):
            whole = add(whole, count)
    return whole


def _with_companions(text: str, hit: Hit, count: Count, counts: tuple[Count, ...]) -> Count:
    """Add those whom somebody had with him: "she was arrested with her son"."""
    if count.best != 1 or count.end > hit.end:
        return count
    people = [c for c in counts if not c.noun.endswith("ese")]  # "with three Chinese telephones"
    found = (c for c in people if c.start > hit.start and _WITH.match(text[hit.end : c.start]))
    first = next(found, None)
    return count if first is None else add(count, _with_listed(text, first, counts))
