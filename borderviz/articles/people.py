"""How many people a statement tells of: who was killed, who was arrested, who was in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.articles.korean import find_korean_counts, is_korean, korean_subject
from borderviz.articles.numbers import NUMBER, ONE_PERSON, Count, find_counts, value_of

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
    rf"\b(?:the|this|that|his|her|my)\s+(?:[\w’'-]+\s+){{0,2}}?(?P<one>{ONE_PERSON}|head|owner)\b"
    r"(?![’']s|\s+(?-i:[A-Z])|\s+(?:brigade|unit|post|posts|duty|guards?|officials?|source)\b)"
    r"|\b(?:the|this|that)\s+(?P<two>pair|couple|two)\b|\b(?P<both>both)\b",
    re.I,
)
_BARE: Final = re.compile(
    rf"(?:^|[–—:;•]\s+|\d\s+)(?:[a-z-]+\s+){{0,2}}?(?P<one>{ONE_PERSON})\b(?!\s+(?:guards?|posts?|says)\b)",
    re.IGNORECASE,
)
"""Who is told of without an article, as logs and headlines do: "Soldier drowns"."""
_NAMES: Final = re.compile(
    r"(?P<first>\b[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+)?)(?:,\s[^,]{1,40},)?"
    r"(?P<more>(?:,\s[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+)?)*,?\sand\s[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+)?)?"
    r"(?:,\s[^,]{1,40},)?\s+(?P<be>was|has been|had been|were|have been)\s+(?:\w+\s+)?$"
)
_NAMED_OBJECT: Final = re.compile(
    r"\s+[A-Z][a-z]+(?P<more>(?:,\s[A-Z][a-z]+)*,?\sand\s[A-Z][a-z]+)(?![’']s|\s+[A-Z])"
)
_NAMED_INSIDE: Final = re.compile(
    r"\s[A-Z][a-z]+(?P<more>(?:,\s[A-Z][a-z]+)*,?\sand\s[A-Z][a-z]+)\s"
)
_NO_NAME: Final = re.compile(
    r"(?:The|This|That|It|He|She|They|Nobody|None|Everybody|Everyone|Nothing|Trade|Traffic|Security"
    r"|Access|Entry|Each|Every|Another|Neither|Either|What|Who|There|Police|Army|One|Two|Three)\b"
)
_RELATIVE: Final = re.compile(r"\b(?:whom|that|which)\s+(?:[\w’'-]+\s+){0,4}$", re.I)
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
_SPEAKS: Final = re.compile(
    r"(?:\s+[\w’'-]+){0,8}?,?\s+(?:said|says?|told|recalled|reported|confirmed|described)\b"
)
_SPOKEN_TO: Final = re.compile(r"\b(?:told|according to|interviewed|spoke (?:to|with))\s+(?:\w+\s)?$")
_REDUCED: Final = 25
"""Characters before a bare participle within which who suffered it stands: "nine men held"."""


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


def find_people(
    text: str, dates: Iterable[DatePhrase], group: Count | None = None
) -> People:
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


def _counted(people: People, hit: Hit) -> Count | None:
    """Return whom a trigger counts: before it in the passive, after it in the active voice."""
    text, counts = people.text, people.counts
    if is_korean(hit.text):
        return korean_subject(hit.start, counts)
    inside = next((c for c in counts if hit.start < c.start < hit.end), None)
    if inside is not None and hit.trigger.count != "":
        return _with_listed(text, inside, counts) if inside.end >= hit.end else inside
    lead = text[: hit.start]
    first = hit.text.split()[0].lower()
    alone = first in _INTRANSITIVE and not (
        first in _TAKEN and hit.trigger.event_type in {"arrest", "repatriation"}
    )
    passive = bool(_PASSIVE.search(lead) or _PASSIVE_START.match(hit.text)) or alone
    if passive:
        return _subject(people, hit)
    if (names := _NAMED_INSIDE.search(hit.text)) is not None:
        return _names(hit.start, hit.end, names["more"])
    found = _object(people, hit)
    bare = _RELATIVE.search(lead) or _NO_OBJECT.match(text[hit.end :])
    if found is None and hit.trigger.form == "verb":
        # a participle without its auxiliary: "two men arrested in May", "nine held"
        right_before = any(hit.start - c.end in {0, 1} for c in counts)
        return _subject(people, hit) if bare or right_before else None
    return found


def _names(start: int, end: int, more: str | None) -> Count:
    """Count a name and those that are listed after it."""
    value = 1 + len(re.findall(r",\s+(?!and\b)|\sand\s", more or ""))
    return Count(start, end, value, value, value, "")


def _object(people: People, hit: Hit) -> Count | None:
    """Return the number right after a trigger: "arrested two men", "shot him", "took the two"."""
    text, counts = people.text, people.counts
    near = (
        c for c in counts if hit.end <= c.start <= hit.end + _REACH or c.start <= hit.end < c.end
    )
    after = next(near, None)
    if after is not None and not _CLAUSE.search(text[hit.end : after.start]):
        return _with_listed(text, after, counts)
    if names := _NAMED_OBJECT.match(text, hit.end):
        return _names(names.start(), names.end(), names["more"])
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


def _subject(people: People, hit: Hit) -> Count | None:
    """Return the last number before a trigger, with what stands beside it in a list."""
    text = people.text
    before = [c for c in people.counts if c.end <= hit.start]
    definite = list(_DEFINITE.finditer(text, 0, hit.start))
    pronoun = list(_HE.finditer(text, max(0, hit.start - 45), hit.start))
    bare = _BARE.search(text, 0, hit.start)
    ends = {
        "number": before[-1].end if before else -1,
        "definite": definite[-1].end() if definite else -1,
        "pronoun": pronoun[-1].end() if pronoun else -1,
        "bare": bare.end() if bare else -1,
    }
    nearest = max(ends, key=lambda name: ends[name])
    names = _NAMES.search(text, 0, hit.start)
    if names is not None and not _NO_NAME.match(names["first"]) and names.start() > ends[nearest]:
        return _names(names.start(), names.end(), names["more"])
    if ends[nearest] < 0 or _CLAUSE.search(text[ends[nearest] : hit.start]):
        return None
    if nearest == "number":
        return _with_others(text, before[-1], before[:-1])
    if nearest == "pronoun" and not pronoun[-1]["one"]:
        return people.group
    if nearest == "bare":
        return Count(bare.start("one"), bare.end(), 1, 1, 1, "") if bare else None
    match = definite[-1] if nearest == "definite" else pronoun[-1]
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
