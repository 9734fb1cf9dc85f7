"""Who suffers or does what a verb tells, by what stands before it: numbers, names, "the man"."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from borderviz.articles.anybody import THAT, somebody_before
from borderviz.articles.groups import governing_word
from borderviz.articles.numbers import Count
from borderviz.articles.words import last_word

_ONE_NAME: Final = r"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+|-[a-z]+){0,2}"
_NAMES: Final = re.compile(
    rf"(?P<first>\b{_ONE_NAME})(?:,\s[^,]{{1,40}},)?"
    rf"(?P<more>(?:,\s{_ONE_NAME}(?:,\s\d{{1,2}})?)*,?\sand\s{_ONE_NAME})?(?:,\s[^,]{{1,40}},)?"
    r"\s+(?:was|has been|had been|were|have been|got)\s+(?:\w+\s+)?$"
)
_THEN: Final = ("had", "later", "then")
_TITLED: Final = re.compile(
    r"(?:^|[,;:–—]\s|\b(?:and|but|when|while|after|that|as|because|where)\s)"
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Pastor|Rev)\.?\s)?"
    r"(?P<name>[A-Z][a-z]*[a-rt-z](?:-[a-z]+| [A-Z][a-z]+){0,2})"
    rf"(?:\s\([^)]*\)|,\s[^,;]{{1,40}},)?\s+(?:(?:{'|'.join(_THEN)}|[a-z]+ly)\s+)*$"
)
"""A name right before what somebody did: "Mrs. Pak swallowed lye"."""
_BE: Final = frozenset({"was", "were", "been", "got"})
_HAVE: Final = ("has", "had", "have")
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
_GOES_ON: Final = re.compile(r"(?:,|\b(?:and|but|then))$")
"""The word before the second verb of one subject: "shot a man and fled"."""
_SMALL: Final = ("later", "also", "was", "were", "been", "had")
"""What may stand between that word and the verb, as adverbs may."""
_WHO: Final = re.compile(
    r"\bwho(?:,\s[^,;.]{1,40},)?\s+(?:(?:had|have|has|were|was|been|later|then|[a-z]+ly)\s+)*$"
)
"""What stands before a verb whose subject is whoever was named right before."""
_ALSO: Final = ("had", "have", "were", "been", "also", "later")
_UNCOUNTED: Final = re.compile(
    r"(?:^|[,;:–—]\s|\b(?:and|but|when|while|as|after|before|that|because)\s)"
    r"(?:(?:the|some|several|many|dozens of|hundreds of|other|most)\s+)?(?:[a-z][\w’'-]*\s+){0,2}?"
    r"(?:[A-Z]?[a-z]{3,}s|(?:[a-z]*(?:men|women))|people|police|troops)\s+"
    rf"(?:(?:{'|'.join(_ALSO)}|[a-z]+ly)\s+)*$"
)
"""Some of whom nobody says how many, right before what they did: "as soldiers fled"."""
_SOME: Final = ("s", "men", "people", "police")
"""With one of these ends whom `_UNCOUNTED` matches."""
_APPOSED: Final = re.compile(r"(?:,\s+(?:aged?\s+)?\d{1,2})?,\s+$")
_CLOSES: Final = re.compile(r"[^,;]{0,100},\s")
_DEAD_OF: Final = re.compile(r"\b(?:body|bodies|corpses?|remains)\s+of\s+$", re.IGNORECASE)
_BEFORE: Final = 80
"""Characters before somebody in which a relative clause that he is in opens."""
_PRONOUNS: Final = ("they", "he", "she", "we", "i")
_REDUCED: Final = re.compile(
    r"(?:^|,\s|\band\s)(?:the|an?|this)\s(?:[a-z-]+\s){0,2}"
    r"(?!(?:day|night|morning|afternoon|evening|week|month|year|time|said|says|[a-z]+ed)\s)"
    rf"[a-z-]+\s(?:{'|'.join(_PRONOUNS)})$",
    re.IGNORECASE,
)
"""A thing right before a pronoun, of which the pronoun only tells: "the stick they passed on"."""
_FAR: Final = 500
"""Characters before a verb in which its subject stands."""
_LONGEST_NAME: Final = 150
"""Characters before a verb in which the name of who does it stands, with its apposition."""
_ADVERBS: Final = 60
"""Characters before a verb or a noun in which small words stand that go with it."""
_SUBORDINATE: Final = re.compile(r"\b(?:before|after|until|since)$", re.IGNORECASE)
CLAUSE: Final = re.compile(rf"[;“”]|\b(?:{THAT}|told|said(?! to have\b))\b|,\s+(?:but|while)\b")
_PASSIVES: Final = frozenset({"was", "were", "been", "being", "be", "got", "get"})


def passive_start(verb: str) -> str:
    """Return the auxiliary of the passive that opens the words of a verb; empty without one."""
    first = verb.partition(" ")[0]
    return first if first.lower() in _PASSIVES else ""


def count_names(start: int, end: int, more: str | None) -> Count:
    """Count a name and those that are listed after it."""
    value = 1 + len(re.findall(r",\s+(?!and\b)|\sand\s", more or ""))
    return Count(start, end, value, value, value, "")


def find_subject(
    text: str, groups: tuple[Count, ...], start: int, verb: str, *, anybody: bool = False
) -> Count | None:
    """Return the number of people of whom a verb that stands at `start` tells.

    Parameters
    ----------
    text : str
        The sentence.
    groups : tuple of Count
        Who is told of in it.
    start : int
    verb : str
        The words of the verb; "was caught" opens with its auxiliary.
    anybody : bool, optional
        Whether the verb tells of people only, so that any noun before it is a person.

    Returns
    -------
    Count or None
        Who stands last before the verb and under no other word; else names; else who stands
        last. None where nobody says how many.
    """
    near = [g for g in groups if start - _FAR <= g.start and g.end <= start]
    before = _of_clause(text, near, start)
    last = max((g.end for g in near), default=-1)
    opens = max(0, start - _FAR)
    said = text[max(0, start - _ADVERBS) : start].split()
    goes_on = _GOES_ON.search(_last_but(said, _SMALL)) is not None
    if (names := _names_before(text, start, verb, last, anybody=anybody)) is not None:
        return names
    if (who := _who_before(text, opens, start)) is not None:
        before = [g for g in before if g.end <= who.start()]
    elif _last_but(said, _ALSO).endswith(_SOME) and _UNCOUNTED.search(
        text, max(last, opens), start
    ):
        return None
    else:
        nearest = (g for g in reversed(before) if _stands_free(text, g, -1 if goes_on else last))
        free = list(islice(nearest, 2))[::-1]
        other = somebody_before(text, free[-1].end if free else opens, start) if anybody else None
        if other is not None or free:
            return other or _with_name(text, _apposed(text, free))
    return before[-1] if before and not (goes_on and who is None) else None


def _last_but(words: list[str], small: tuple[str, ...]) -> str:
    """Return the last word before a verb that is no adverb and none of some small words."""
    for word in reversed(words):
        if word not in small and not _is_adverb(word):
            return word
    return ""


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word.islower()


def _of_clause(text: str, groups: list[Count], start: int) -> list[Count]:
    """Return the last groups, those between which and a verb no other clause begins."""
    for at, group in enumerate(groups):
        if not CLAUSE.search(text, group.end, start):
            return groups[at:]
    return []


def _who_before(text: str, opens: int, start: int) -> re.Match[str] | None:
    """Return the "who" whose verb stands at a spot."""
    first = text.find("who", opens, start)
    return None if first < 0 else _WHO.search(text, first, start)


def _stands_free(text: str, group: Count, last: int) -> bool:
    """Whether somebody may be the subject of what follows: under no preposition, after no verb."""
    opens = max(0, group.start - _BEFORE)
    word = governing_word(text, group.start)
    if word == "of" and _DEAD_OF.search(text, opens, group.start):
        return True
    if text[opens : group.start].rstrip().endswith(("whom", "whose")):
        return False
    pronoun = not group.noun and last_word(text[group.start : group.end]) in _PRONOUNS
    if pronoun and _REDUCED.search(text, opens, group.end):
        return False
    return not word or (group.end == last and bool(_SUBORDINATE.match(word)))


def _apposed(text: str, free: list[Count]) -> Count:
    """Return the last of two groups, or whom it only describes: "two men, one a guard, fled"."""
    group = free[-1]
    if len(free) == 1:
        return group
    head = free[-2]
    described = _APPOSED.fullmatch(text, head.end, group.start)
    return head if described and _CLOSES.match(text, group.end) else group


def _with_name(text: str, group: Count) -> Count:
    """Add a name that a list opens: "Mitch Koss and a guide"."""
    if group.best == 1 and _NAMED.search(text, 0, group.start):
        return Count(group.start, group.end, 2, 2, 2, group.noun)
    return group


def _names_before(text: str, start: int, verb: str, after: int, *, anybody: bool) -> Count | None:
    """Count the names right before a verb, where they stand after a spot: "Sun was caught"."""
    passive = passive_start(verb)
    opens = max(0, start - _FAR)
    if anybody and not passive and (name := _titled(text, start)) is not None:
        known = _NO_NAME.match(name["name"]) or name.start() <= after
        return None if known else Count(name.start("name"), start, 1, 1, 1, "")
    end = start + (len(passive) + 1 if passive else 0)
    names = _NAMES.search(text, opens, end) if _befell_named(text, end) else None
    if names is None or names.start() <= after or not _is_named(text, names):
        return None
    return count_names(names.start(), names.end(), names["more"])


def _befell_named(text: str, end: int) -> bool:
    """Whether something befell what may be a name, its list, or what is put in after it."""
    words = text[max(0, end - _ADVERBS) : end].split()
    be = next((word for word in words[:-3:-1] if word in _BE), None)
    if be is None:
        return False
    while words.pop() != be:
        pass
    last = next((word for word in reversed(words) if word not in _HAVE), "")
    return not last.islower() or last.endswith(",")


def _titled(text: str, start: int) -> re.Match[str] | None:
    opens = max(0, start - _LONGEST_NAME)
    last = _last_but(text[opens:start].split(), _THEN)
    # a name, or what is put in after one
    named = last[:1].isupper() or last.endswith((")", ","))
    return _TITLED.search(text, opens, start) if named else None


def _is_named(text: str, names: re.Match[str]) -> bool:
    """Whether what looks like a name before a verb is a person's, not a place's or a word."""
    one = not names["more"]
    plural = one and bool(_PLURAL_BE.search(names[0]))
    return not (
        plural or _NO_NAME.match(names["first"]) or _PREPOSITION.search(text, 0, names.start())
    )
