"""Numbers of people as reports state them: digits, words, ranges, "at least", families.

A `Count` is low, best and high. "Six to seven" is 6–7, its best the lower bound, which the
source is sure of; "at least three" is 3 and more; "up to 40" is at most 40 and 40 the figure
that is stated. "Dozens" and "hundreds" are no number: they stay open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Final, NamedTuple

from borderviz.articles.gates import Gate, pieces_in
from borderviz.articles.patterns import DIGIT, needs_of
from borderviz.articles.persons import (
    KIN,
    ONE_PERSON,
    SEVERAL,
    Marked,
    OfPeople,
    people_in,
    without_nations,
)
from borderviz.articles.searches import (
    Caseless,
    Deferred,
    Phrase,
    opened,
    openings_of,
    starts_in,
)

_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES: Final = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * (at + 2) for at, word in enumerate(_TENS)},
    "half a dozen": 6,
    "both": 2,
    "couple": 2,
    "pair": 2,
}
_SCALES: Final = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000}
_UNITS: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])})\b)?|(?:{'|'.join(_ONES)})\b)"
)
_WORD: Final = (
    rf"(?:{_UNITS}|half a dozen|a (?:dozen|hundred|thousand|score of)|dozen|both|a couple of"
    r"|a pair of)"
)
_DIGIT: Final = openings_of([DIGIT])
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+|\d{1,7}"
NUMBER: Final = (
    rf"(?:(?:(?:(?:a|{_UNITS}|\d{{1,3}})\s+(?:hundred|thousand)\b(?:\s+(?:and\s+)?{_UNITS})?"
    rf"|(?:{_UNITS}|\d)\s+dozen)|{_WORD}|{_DIGITS})(?:-(?:odd|some|plus)\b)?)"
)
_LEASTS: Final = (
    "at least", "no fewer than", "no less than", "not less than", "more than", "over",
    "upwards of", "as many as", "up to", "nearly", "almost", "about", "around", "some",
    "approximately", "roughly", "an estimated", "only", "just", "another", "the other",
    "a further", "all",
)  # fmt: skip
_LEAST: Final = f"(?:{'|'.join(_LEASTS)})"
AT_LEAST: Final = frozenset({
    "at least", "no fewer than", "no less than", "not less than", "more than", "over", "upwards of",
})  # fmt: skip
"""Words after which a number is the least that is meant."""
_AT_MOST: Final = frozenset({"up to", "as many as"})
_OTHERS: Final = frozenset({"the other", "another", "a further"})
"""Words after which a number counts part of a group."""
_ADJECTIVES: Final = (
    r"(?:(?!(?:and|or|of|in|on|at|to|were|was|had|has|have|who|whom|that|which"
    r"|when|while|because|as|by|for|"
    r"from|with|the|they|he|she|it|is|are|said|after|before|into|over|about"
    r"|percent)\b)(?:U\.S\.|U\.N\.|[\w’'-]+)\s+){0,3}?"
)
_MAYBE: Final = r",?\s+(?:(?:and|or|but|if not)\s+)?(?:perhaps|possibly|maybe)"
_COUNTED: Final = OfPeople(
    rf"(?:(?P<least>{_LEAST})\s+)?(?P<between>\bbetween\s+)?\b(?P<low>{NUMBER})\b"
    rf"(?![.,]\w|-(?:year|month|day))(?:(?:\s*(?(between)and|(?:-|–|to|or))|{_MAYBE})\s*"
    rf"(?P<high>{NUMBER}),?|\s+or\s+(?P<more>more|so)\b)?"
    rf"(?P<of>\s+of\s+(?:the|them|his|her|their"
    rf"|its|some|about)\b)?\s*(?P<adj>{_ADJECTIVES})(?P<noun>{SEVERAL})\b"
)
_HOW_MANY: Final = ("noun", "low", "high", "least", "more", "of")
"""What is taken of that."""
_LED: Final = Caseless(rf"\b(?:{_LEAST}\s+(?:between\s+)?|between\s+)$")
"""What stands before a number and belongs to it."""
_GROUPS: Final = (
    "family", "group", "band", "party", "team", "gang", "total", "crew", "batch", "numbering",
)  # fmt: skip
_FAMILY: Final = Phrase(
    rf"\b(?:(?:{'|'.join(_GROUPS[:-1])}),?\s+of|{_GROUPS[-1]})\s+"
    rf"(?:(?P<least>{_LEAST})\s+)?(?P<between>between\s+)?"
    rf"(?P<low>{NUMBER})(?:\s*(?(between)and|(?:-|–|to|or))\s*(?P<high>{NUMBER}))?"
)
_STRENGTHS: Final = ("-man", "-woman", "-member", "-person", "-people", "-strong")
_STRONG: Final = Phrase(
    rf"\b(?P<low>{NUMBER})(?:{'|'.join(_STRENGTHS)})\s+"
    r"(?:[a-z]++\s++)?(?:family|group|band|party|team|gang|crew|patrol|squad|ring)\b",
)
_ALTOGETHER: Final = ("in all", "in total", "altogether", "of us")
_WHO_WERE: Final = ("we", "they")
_WHOLES: Final = (
    *(word[max(0, word.rfind(" ")) :] for word in _ALTOGETHER), *(f"{word} " for word in _WHO_WERE)
)  # fmt: skip
"""What stands in a word of a sentence that tells how many there were in all; before a word that is
said by itself there may be any space."""
_PRONOUN: Final = Caseless(
    rf"(?P<low>{NUMBER})(?:\s+of\s+(?:them|us|the\s+(?P<whole>{NUMBER})"
    rf"|whom|those))?"
    r"(?=\s+(?:were|was|are|had|have|of|die|took|fled|left|ran|who|in all|dead|others?|[a-z]+ed"
    r"|held|shot|caught|taken|sent|swept|lost|missing|brought|swam|drown|hurt|gone|got|came|went|made"
    r"|fell)\b)"
)
_FURTHER: Final = Caseless(r"\b(?:another|further|other|remaining|next|last)\s+$")
_IN_ALL: Final = Phrase(
    rf"\b(?P<low>{NUMBER})\s+(?:people|persons|members)?\s*(?:{'|'.join(_ALTOGETHER)})\b"
    rf"|\b(?:{'|'.join(_WHO_WERE)})\s+(?:were|are)\s+(?P<some>{NUMBER})"
    r"(?=\s+(?:when|who|in all|altogether)|[.,;])",
)
_SINGLE: Final = (
    r"\b(?:an?|one|the first|another)\s+(?P<adj>(?:(?!and\b|or\b|of\b|who\b"
    r"|in\b|at\b|on\b|to\b|into\b|through\b|against\b|over\b|from\b|near\b|with\b|by\b|for\b|group\b|number\b|team\b|few\b|family\b)[\w’'-]++\s++){0,4}?)"
    rf"(?P<noun>{ONE_PERSON})\b"
    r"(?!\s+(?:guards?|posts?|towers?|stations?|source|official|named source)\b|[-’']s?\w)"
)
_SINGLES: Final = (Phrase(without_nations(_SINGLE)), Phrase(_SINGLE))
"""The second one for sentences in which a noun of a nation stands."""
SETS: Final = {
    "couple": 2, "pair": 2, "duo": 2, "trio": 3, "threesome": 3, "foursome": 4, "quartet": 4,
    "quintet": 5,
}  # fmt: skip
_SET: Final = Phrase(
    rf"\b(?:an?|one|another)\s+(?:[\w-]++\s++){{0,2}}?(?P<set>{'|'.join(SETS)})\b"
    rf"(?:\s+of\s+(?:[\w’'-]++\s++){{0,2}}?(?:{SEVERAL}|newlyweds|lovers|twins|clients)\b|(?!\s+of\b))",
)
_PARENTS: Final = re.compile(
    r"(?:\b(?:his|her|my|our|their)|[’']s?)\s+(?:own\s+)?parents\b", re.IGNORECASE
)
_WITNESSES: Final = ("respondent", "interviewee", "witness", "detainee", "prisoner")
_WITNESS: Final = Phrase(rf"\b(?:{'|'.join(_WITNESSES)})\s+(?:no\.\s+)?\d+\b")
_TWINS: Final = Phrase(r"\btwin\s+(?:sister|brother|girl|boy|son|daughter|infant)s\b")
_KIN: Final = Phrase(
    rf"\b(?:his|her|their|my)\s+(?:[\w-]++\s++){{0,2}}?(?P<noun>{KIN})\b"
    r"(?:-in-law\b)?(?![’']s|\s+(?:house|home)\b)",
)
_FEW: Final = 7
"""Words after "a" within which the noun ends: "the first four armed and wounded North Korean"."""
_FEWER: Final = 3
"""Words after "his" within which the noun stands."""
_NEAR: Final = 5
"""Words after that with which a number begins within which the noun stands that is counted."""
_LONGER: Final = re.compile(
    rf"(?:a|half)\s|\S+[–-]\s|\S+\s+(?:{'|'.join(_ONES)}|{'|'.join(_SCALES)}|to|or|of|and|but|if"
    r"|perhaps|possibly|maybe|[–-])"
)
"""A number of several words, or with another after it: then the noun may stand further off."""
_ANY: Final = 24
"""Words after such a number within which the noun stands."""
_AGES: Final = Deferred(
    rf"\b(?P<noun>{SEVERAL}),?\s+(?:both\s+)?(?:aged?\s+)?(?P<ages>\d{{1,2}}(?:,\s+\d{{1,2}})*,?\s+and\s+\d{{1,2}})\b"
    r"(?!\s*(?:percent|%|years? ago|days|km))",
    re.IGNORECASE,
)
_TWO_AGES: Final = re.compile(r"\d,?\s+and\s+\d")
_TWO: Final = 2
_BEFORE: Final = 28
"""Characters before a number in which words stand that tell what it is the number of, or how many
more or fewer are meant."""
_LISTED_NAMES: Final = re.compile(
    r"\b(?:surnamed|named|identified as)\s+"
    r"(?P<names>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*(?:,\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)*"
    r",?\sand\s[A-Z][\w’'-]+)"
)
_POINTERS: Final = ("the", "this", "that", "all", "other")


def _right_after(words: Iterable[str]) -> str:
    """Return a pattern of a spot before which one of some words stands, or several spaces."""
    alike: dict[int, set[str]] = {}
    for word in words:
        last = word.split()[-1]
        alike.setdefault(len(last), set()).add(last)
    return "|".join(
        [r"(?<=\s\s)", *(rf"(?<=(?:{'|'.join(sorted(lasts))})\s)" for lasts in alike.values())]
    )


_SPOT: Final = rf"(?:{_WORD}|\d)"
_LED_BY: Final = _right_after((*_LEASTS, "between", *_POINTERS))
_NUMBERED: Final = Phrase(rf"\b(?={_SPOT})(?:(?P<led>(?=both)|{_LED_BY})|){_SPOT}")
_NOT_PEOPLE: Final = re.compile(
    r"^\s*(?:percent|per cent|%|years?|months?|days?|weeks?|km|kilomet"
    r"|met(?:er|re)s?|hours?|yuan|won|dollars?|kg|a\.m|p\.m|o'clock)",
    re.I,
)
_ORDINAL: Final = (
    r"\b(?:No\.|number|age[ds]?|aged{of}|respondent|interviewee|witness|post|article|unit|case|camp"
    r"|room|route|section|page|step|mine|source|bureau|office|pier|station|building|apartment)\s|[-–/:.,]|\$|¥|₩"
)
_ORDINAL_CONTEXT: Final = Caseless(rf"(?:{_ORDINAL.format(of='')})$")
_AGE_CONTEXT: Final = Caseless(
    rf"(?:{_ORDINAL.format(of='|of')})(?:(?:about|around|some|roughly|nearly|almost|perhaps)\s)?$"
)
"""Before a number without a noun "of" tells an age, too: "a boy of twelve who died"."""


class Count(NamedTuple):
    """A number of people in a text.

    Attributes
    ----------
    start, end : int
        Where it stands in the text that was searched.
    low, best : int
    high : int or None
        None where it is open.
    noun : str
        Who is counted; empty where the text only says how many.
    is_part : bool
        Whether it counts part of a group ("two of them", "the other two").
    is_borrowed : bool
        Whether it is the number of people told of in a sentence before ("they").
    is_sum : bool
        Whether others are added, so that elsewhere a lower number may be told of the same people.
    """

    start: int
    end: int
    low: int
    best: int
    high: int | None
    noun: str
    is_part: bool = False
    is_borrowed: bool = False
    is_sum: bool = False


def is_apart(count: Count, others: Iterable[Count]) -> bool:
    """Whether a number shares no word with others."""
    for other in others:  # noqa: SIM110 - a generator costs twice as much
        if count.start < other.end and other.start < count.end:
            return False
    return True


@lru_cache(maxsize=256)  # reports say the same few numbers
def value_of(text: str) -> int | None:
    """Return the value of a number in digits or words; None where it is none."""
    folded = re.sub(r"-(?:odd|some|plus)$", "", " ".join(text.lower().split()))
    if folded in _VALUES:
        return _VALUES[folded]
    total = part = 0
    words = [w for w in re.split(r"[ -]", folded) if w not in {"a", "and", "of"}]
    for word in words:
        if word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
        elif word.replace(",", "").isdigit():
            part += int(word.replace(",", ""))
        elif word in _VALUES:
            part += _VALUES[word]
        else:
            return None
    return total + part if words else None


class Numbers(NamedTuple):
    """Where in a text numbers begin, of whatever they are; which of them a word may go with.

    Attributes
    ----------
    starts : list of int
    led : list of int
        Those of them before which a word stands that may point at them ("the two") or tell how
        many more or fewer are meant ("at least two"), and "both".
    """

    starts: list[int]
    led: list[int]


@lru_cache(maxsize=4)
def numbers_in(text: str) -> Numbers:
    """Return where in a text numbers begin."""
    starts: list[int] = []
    led: list[int] = []
    for spot in _NUMBERED.finditer(text):
        starts.append(spot.start())
        if spot["led"] is not None:
            led.append(starts[-1])
    return Numbers(starts, led)


@lru_cache(maxsize=4)
def find_counts(text: str) -> tuple[Count, ...]:
    """Return the numbers of people in a sentence, in order, none overlapping another."""
    found: list[Count] = []
    finders = _numbered_finders() if numbers_in(text).starts else _other_finders()
    for finder in finders.among(pieces_in(text)):
        for count in finder(text):
            if is_apart(count, found):
                found.append(count)
    return tuple(sorted(found))


_Finder = Callable[[str], Iterator[Count]]


def _finders() -> tuple[tuple[_Finder, tuple[str, ...] | None, bool], ...]:
    """Return what finds numbers: of two that overlap that of the first is taken.

    With the pieces of which a sentence holds one that lets it in, and whether it needs a number,
    in digits or words.
    """
    return (
        (_ages, needs_of(_TWO_AGES.pattern).pieces, True),
        (_wholes, _WHOLES, True),
        (_families, _GROUPS, True),
        (_strong, _STRENGTHS, True),
        (_numbered, None, True),
        (_listed_names, needs_of(_LISTED_NAMES.pattern).pieces, False),
        (_sets, tuple(SETS), False),
        (_parents, needs_of(_PARENTS.pattern).pieces, False),
        (_witnesses, _WITNESSES, True),
        (_twins, ("twin",), False),
        (_single, None, False),
        (_pronouns, None, True),
    )


@cache
def _numbered_finders() -> Gate[_Finder]:
    return Gate((finder, [pieces]) for finder, pieces, _ in _finders())


@cache
def _other_finders() -> Gate[_Finder]:
    return Gate((finder, [pieces]) for finder, pieces, numbered in _finders() if not numbered)


def _ages(text: str) -> Iterator[Count]:
    digits = starts_in(text)[_DIGIT]
    if len(digits) < _TWO or _TWO_AGES.search(text, digits[0]) is None:
        return
    for match in _AGES.finditer(text):
        value = len(re.findall(r"\d+", match["ages"]))
        yield Count(*match.span(), value, value, value, match["noun"].lower())


def _wholes(text: str) -> Iterator[Count]:
    for match in _IN_ALL.finditer(text):
        yield from _count(match, "people", match["low"] or match["some"])


def _families(text: str) -> Iterator[Count]:
    for match in _FAMILY.finditer(text):
        yield from _count(match, match[0].split()[0].lower(), *match.group("low", "high", "least"))


def _strong(text: str) -> Iterator[Count]:
    for match in _STRONG.finditer(text):
        yield from _count(match, match[0].split()[0].lower(), match["low"])


def _numbered(text: str) -> Iterator[Count]:
    """Yield the numbers that stand before nouns; looked for only where a number stands."""
    until, small = 0, opened(text).small
    named, numbers = people_in(text), numbers_in(text)
    for at in numbers.starts if named.several else ():
        if at < until or not _is_counted(text, named, at):
            continue
        led = _LED.search(small, max(until, at - _BEFORE), at) if at in numbers.led else None
        match = None if led is None else _COUNTED.match(text, led.start())
        match = match or _COUNTED.match(text, at)
        if match is None:
            continue
        until = match.end()
        if not _NOT_PEOPLE.match(match["adj"] + match["noun"]) and not _stands_before(
            _ORDINAL_CONTEXT, text, match.start("low")
        ):
            noun, low, high, least, more, of = match.group(*_HOW_MANY)
            least = "at least" if more == "more" else least
            yield from _count(match, noun.lower(), low, high, least, part=bool(of))


def _is_counted(text: str, named: Marked, at: int) -> bool:
    """Whether a noun for people stands near enough after a number to be counted by it."""
    near = named.nearest(at, named.several)
    if near <= _NEAR:
        return True
    return near <= _ANY and _LONGER.match(opened(text).small, at) is not None


def _listed_names(text: str) -> Iterator[Count]:
    for match in _LISTED_NAMES.finditer(text):
        value = 1 + len(re.findall(r",?\sand\s|,\s", match["names"]))
        yield Count(*match.span(), value, value, value, "people")


def _sets(text: str) -> Iterator[Count]:
    for match in _SET.finditer(text):
        value = SETS[match["set"].lower()]
        yield Count(*match.span(), value, value, value, match["set"].lower())


def _parents(text: str) -> Iterator[Count]:
    for match in _PARENTS.finditer(text):
        yield Count(*match.span(), 2, 2, 2, "parents")


def _witnesses(text: str) -> Iterator[Count]:
    for match in _WITNESS.finditer(text):
        yield Count(*match.span(), 1, 1, 1, match[0].split()[0].lower())


def _twins(text: str) -> Iterator[Count]:
    for match in _TWINS.finditer(text):
        yield Count(*match.span(), 2, 2, 2, "twins")


def _single(text: str) -> Iterator[Count]:
    named = people_in(text)
    one, kin = named.one, named.kin
    for match in chain(
        _SINGLES[named.nations].finditer(text, among=named.before(one, _FEW)) if one else (),
        _KIN.finditer(text, among=named.before(kin, _FEWER)) if kin else (),
    ):
        yield Count(*match.span(), 1, 1, 1, match["noun"].lower())


def _pronouns(text: str) -> Iterator[Count]:
    small = opened(text).small
    for spot in numbers_in(text).starts:
        match = _PRONOUN.match(small, spot)
        if match is not None and not _stands_before(_AGE_CONTEXT, text, match.start("low")):
            part = " of" in match[0] or _stands_before(_FURTHER, text, spot)
            yield from _count(match, "", match["low"], part=part)


def _stands_before(pattern: Caseless, text: str, at: int) -> bool:
    return pattern.search(opened(text).small, max(0, at - _BEFORE), at) is not None


def _count(
    match: re.Match[str],
    noun: str,
    said: str,
    high: str | None = None,
    least: str | None = None,
    *,
    part: bool = False,
) -> Iterator[Count]:
    """Yield what a number counts, as it is `said`; nobody where that is none."""
    low = value_of(said)
    if not low:
        return
    top = low if high is None else value_of(high) or low
    if noun.startswith("couple"):
        low, top = low * 2, top * 2
    if top < low:
        low, top = top, low
    if least is None:
        yield Count(*match.span(), low, low, top, noun, part)
        return
    least = least.lower()
    part = part or least in _OTHERS
    start, end = match.span()
    if least in _AT_MOST:
        yield Count(start, end, 0, low, top, noun, part)
    else:
        yield Count(start, end, low, low, None if least in AT_LEAST else top, noun, part)
