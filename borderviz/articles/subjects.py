"""Who suffers or does what a verb tells, by what stands before it: numbers, names, "the man"."""

from __future__ import annotations

import re
from typing import Final

from borderviz.articles.numbers import ONE_PERSON, Count
from borderviz.articles.patterns import Phrase

_PRONOUN: Final = 45
"""Characters before a verb within which a pronoun is its subject."""
_HE: Final = Phrase(r"\b(?:(?P<one>he|she|(?-i:I))|they)\b")
_DEFINITE: Final = Phrase(
    rf"\b(?:the|this|that|his|her|my)\s+(?:[\w’'-]+\s+){{0,2}}?(?P<one>{ONE_PERSON}|head|owner)\b"
    r"(?![’']s|\s+(?-i:[A-Z])|\s+(?:brigade|unit|post|posts|duty|guards?|officials?|source)\b)"
    r"|\b(?:the|this|that)\s+(?P<two>pair|couple|two)\b|\b(?P<both>both)\b",
)
_MARK: Final = re.compile("[–—:;•]")
_BARE: Final = re.compile(
    rf"(?:^|[–—:;•]\s+)(?:[a-z-]+\s+){{0,2}}?(?P<one>{ONE_PERSON})\b"
    r"(?!\s+(?:guards?|posts?|says)\b)",
    re.IGNORECASE,
)
"""Who is told of without an article, as logs and headlines do: "Soldier drowns"."""
_NAMES: Final = re.compile(
    r"(?P<first>\b[A-Z][a-z]+(?:\s[A-Z][a-z]+|-[a-z]+){0,2})(?:,\s[^,]{1,40},)?"
    r"(?P<more>(?:,\s[A-Z][a-z]+(?:\s[A-Z][a-z]+|-[a-z]+){0,2})*,?\sand\s"
    r"[A-Z][a-z]+(?:\s[A-Z][a-z]+|-[a-z]+){0,2})?(?:,\s[^,]{1,40},)?"
    r"\s+(?:was|has been|had been|were|have been|got)\s+(?:\w+\s+)?$"
)
_BE: Final = re.compile(r"\b(?:was|been|were|got)\s+(?:\w+\s+)?$")
"""With this ends what `_NAMES` looks for."""
_TAIL: Final = 200
_PLURAL_BE: Final = re.compile(r"\b(?:were|have been)\s+(?:\w+\s+)?$")
_PREPOSITION: Final = re.compile(
    r"\b(?:in|into|at|on|to|from|of|by|near|for|with|over|across|via|the|and|or|than)\s+$", re.I
)
_NO_NAME: Final = re.compile(
    r"(?:The|This|That|It|He|She|They|Nobody|None|Everybody|Everyone|Nothing|Trade|Traffic|Security"
    r"|Access|Entry|Each|Every|Another|Neither|Either|What|Who|There|Police|Army|One|Two|Three)\b"
)
_NAMED: Final = re.compile(
    r"\b[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}(?:-[a-z]+)?\s+(?:\([^)]*\)\s+)?and\s+$"
)
_AND: Final = re.compile(r"^[^.;]{0,45}?\band\s+(?:(?:his|her|their)\s+)?$", re.I)
_JUST_AND: Final = re.compile(r"^,?\s+and\s+$")
CLAUSE: Final = re.compile(r"[;“”]|\b(?:that|told|said(?! to have\b))\b|,\s+(?:but|while)\b")
_PASSIVE_START: Final = re.compile(r"^(?:was|were|been|being|be|got|get)\b", re.I)


def count_names(start: int, end: int, more: str | None) -> Count:
    """Count a name and those that are listed after it."""
    value = 1 + len(re.findall(r",\s+(?!and\b)|\sand\s", more or ""))
    return Count(start, end, value, value, value, "")


def add(one: Count, other: Count) -> Count:
    """Return the sum of two numbers."""
    high = None if one.high is None or other.high is None else one.high + other.high
    low, best = one.low + other.low, one.best + other.best
    return Count(one.start, other.end, low, best, high, other.noun)


def find_subject(
    text: str, counts: tuple[Count, ...], group: Count | None, start: int, verb: str
) -> Count | None:
    """Return the number of people of whom a verb that stands at `start` tells.

    Parameters
    ----------
    text : str
        The sentence.
    counts : tuple of Count
        Its numbers.
    group : Count or None
        The number of people told of last, whom "they" means.
    start : int
    verb : str
        The words of the verb; "was caught" opens with its auxiliary.

    Returns
    -------
    Count or None
        The last number before the verb with what stands beside it in a list, names counted,
        or one for "the man".
    """
    before = [c for c in counts if c.end <= start]
    definite = list(_DEFINITE.finditer(text, 0, start))
    pronoun = next(reversed(list(_HE.finditer(text, max(0, start - _PRONOUN), start))), None)
    bare = _BARE.match(text, 0, start)
    if bare is None and _MARK.search(text, 0, start):
        bare = _BARE.search(text, 0, start)
    ends = {
        "number": before[-1].end if before else -1,
        "definite": definite[-1].end() if definite else -1,
        "pronoun": pronoun.end() if pronoun else -1,
        "bare": bare.end() if bare else -1,
    }
    nearest = max(ends, key=lambda name: ends[name])
    if (names := _names_before(text, start, verb, ends[nearest])) is not None:
        return names
    if ends[nearest] < 0 or CLAUSE.search(text[ends[nearest] : start]):
        return None
    if nearest == "number":
        return _with_others(text, before[-1], before[:-1])
    if nearest == "definite":
        return _definite(text, definite, before)
    found = pronoun if nearest == "pronoun" else bare
    if found is None or (found is pronoun and not found["one"]):
        return group
    return Count(found.start("one"), found.end(), 1, 1, 1, "")


def _definite(text: str, definite: list[re.Match[str]], before: list[Count]) -> Count:
    """Count "the man", and who stands before it: "a soldier and his driver"."""
    match = definite[-1]
    value = 1 if match["one"] else 2
    count = Count(match.start(), match.end(), value, value, value, "")
    if not match["one"]:
        return count
    if before and before[-1].noun and _JUST_AND.match(text[before[-1].end : match.start()]):
        return add(before[-1], count)
    other = definite[-2] if len(definite) > 1 else None
    if other is not None and other["one"] and _AND.match(text[other.end() : match.start()]):
        return add(Count(other.start(), other.end(), 1, 1, 1, ""), count)
    return count


def _names_before(text: str, start: int, verb: str, after: int) -> Count | None:
    """Count the names right before a verb, where they stand after a spot: "Sun was caught"."""
    passive = _PASSIVE_START.match(verb)
    end = start + (passive.end() + 1 if passive else 0)
    be = _BE.search(text, max(0, end - _TAIL), end)
    names = _NAMES.search(text, 0, end) if be else None
    if names is None or names.start() <= after or not _is_named(text, names):
        return None
    return count_names(names.start(), names.end(), names["more"])


def _is_named(text: str, names: re.Match[str]) -> bool:
    """Whether what looks like a name before a verb is a person's, not a place's or a word."""
    one = not names["more"]
    plural = one and bool(_PLURAL_BE.search(names[0]))
    return not (
        plural or _NO_NAME.match(names["first"]) or _PREPOSITION.search(text, 0, names.start())
    )


def _with_others(text: str, last: Count, others: list[Count]) -> Count:
    """Add up a list: "a woman of 39 and a man of 43", "Mitch Koss and a guide"."""
    if others and not last.is_part and _AND.match(text[others[-1].end : last.start]):
        return add(others[-1], last)
    if last.best == 1 and _NAMED.search(text[: last.start]):
        return Count(last.start, last.end, 2, 2, 2, last.noun)
    return last
