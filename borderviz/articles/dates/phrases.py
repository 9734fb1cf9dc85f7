"""Date phrases in running text: the rules, and the order in which an article is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby, repeat
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import Anchor
from borderviz.articles.dates.chains import CHAIN_RULES
from borderviz.articles.dates.english import RULES
from borderviz.articles.dates.korean import KOREAN_RULES
from borderviz.articles.dates.narration import Told, is_heading
from borderviz.articles.dates.ranges import join_ranges
from borderviz.articles.dates.spans import SPAN_RULES
from borderviz.articles.dates.words import OPENINGS, Read, Reading, Rule, may_open, openings
from borderviz.articles.patterns import is_caseless
from borderviz.articles.searches import Caseless, opened
from borderviz.articles.speech import spoken_after, spoken_before
from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from borderviz.articles.dates.points import Point

_ENGLISH: Final = (*SPAN_RULES, *CHAIN_RULES, *RULES)
_WORD: Final = re.compile(r"\w+")
_HANGUL: Final = re.compile("[가-힣]")
_APPROXIMATE: Final = re.compile(
    r"\b(?:around|about|approximately|circa|roughly)\s+(?:on\s+)?(?:the\s+)?$"
)
_KOREAN_ABOUT: Final = re.compile(r"(?:경|께|쯤|무렵|즈음)(?![가-힣]*찰)")
_BOUND: Final = re.compile(
    r"\b(?P<bound>since|until|till|by|before|after|prior to|ahead of|through)\s+"
    r"(?:(?:early|late|the|on|as early as)\s+)*$"
)
_ENTRY: Final = re.compile(r"[\W\d]{0,6}(?:night of |(?:early|mid|late)[ -])?", re.IGNORECASE)
_ENTRY_END: Final = re.compile(
    r"(?:,\s+(?:\d{4}|[A-Z][a-z]+day|morning|evening|night))*\s*(?:[.:–—]|\s-\s)"
)
_HEARD: Final = re.compile(
    r"\b(?:interview\w*|conversations?|spoke|talked|telephoned|phone calls?|recorded)\b"
    r"[^.;:]{0,70}$",
    re.IGNORECASE,
)
"""What tells, before a date, that the sources of a report were heard on it."""
_RELATIVE: Final = re.compile(r"\b(?:who|whom|whose|which)\b[^,;.]*$", re.IGNORECASE)
"""A clause that tells more of somebody, up to its date; a comma ends it."""
_NEW_CLAUSE: Final = re.compile(r"[;:—]|\b(?:and|but|while|whereas|when|who)\b", re.IGNORECASE)
"""What ends the reach of a year told alone: "in 2019, but on May 3"."""
_ONE_MONTH: Final = 32


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A phrase that tells a time.

    Attributes
    ----------
    start, end : int
        Where it stands in its sentence.
    text : str
    edtf : str or None
        None where the phrase cannot be dated without knowing more.
    rule : str
        The rule that read it.
    bound : str
        ``since``, ``until``, ``by`` … where it limits a time instead of giving it.
    point : Point or None
        The day, for chains that count from it.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    rule: str
    bound: str = ""
    point: Point | None = None


def find_dates(
    texts: Iterable[str],
    anchor: Anchor,
    *,
    blocks: Iterable[int] | None = None,
    asides: Iterable[bool] | None = None,
) -> list[tuple[DatePhrase, ...]]:
    """Return the date phrases of each sentence of an article, read in order.

    Parameters
    ----------
    texts : iterable of str
        The sentences.
    anchor : Anchor
        The day or month of publication.
    blocks : iterable of int, optional
        The block of each sentence. In a block that opens with its date, as the entries of a
        diary do, "yesterday" counts from that day.
    asides : iterable of bool, optional
        Which sentences are captions and the like: what they tell counts for themselves alone.
    """
    told, outside = Told(), Told()
    found = []
    own, last, was_aside = anchor, None, False
    numbers = repeat(0) if blocks is None else blocks
    beside = repeat(False) if asides is None else asides
    for text, block, aside in zip(texts, numbers, beside, strict=False):
        opens, last = block != last, block
        own = anchor if opens else own
        if opens:
            told = outside if was_aside else told
            outside, was_aside = told, aside and not is_heading(text)
        phrases, told = _read(text, own, told.next_sentence(text, opens=opens))
        if opens and phrases and (day := _entry_day(phrases[0], text)):
            own = Anchor(day, day)
        if anchor.last is None and not was_aside and not told.is_open:
            anchor = own = _interview(phrases, text) or anchor
        found.append(tuple(phrases))
    return found


def _interview(phrases: list[DatePhrase], text: str) -> Anchor | None:
    """Return when sources were heard, which tells about when an undated report was written."""
    for phrase in phrases:
        if phrase.edtf and not phrase.bound and _HEARD.search(text, 0, phrase.start):
            day = parse_edtf(phrase.edtf)
            if day.start and day.end and (day.end - day.start).days < _ONE_MONTH:
                return Anchor(day.start, day.end)
    return None


def _entry_day(phrase: DatePhrase, text: str) -> date | None:
    """Return the day that a date tells with which an entry of a diary opens."""
    if phrase.point is None or not is_entry(phrase, text):
        return None
    return phrase.point.as_date


def is_entry(phrase: DatePhrase, text: str) -> bool:
    """Whether a date opens an entry of a diary or a log: "3 February.", "4 July –"."""
    return bool(_ENTRY.fullmatch(text[: phrase.start]) and _ENTRY_END.match(text, phrase.end))


_NO_CHAIN: Final = frozenset({"this-day", "this-period"})
"""Their days are mostly those on which a source spoke; nothing is counted from them."""
_PAST: Final = re.compile(r"yesterday|last\s+night|the\s+day\s+before", re.IGNORECASE)
"""… but from these it may be."""


_UNDATED: Final = frozenset({"weekday", "last-weekday", "weekend"})
_LIMITS: Final = frozenset({"since", "until", "till", "by", "before", "prior to", "ahead of"})
"""Bounds of a time of which the narration does not tell."""


def counts_on(phrase: DatePhrase, text: str) -> bool:
    """Whether later phrases count from a date: not from the day on which a source spoke."""
    return (
        phrase.point is not None
        and not phrase.bound
        and (phrase.rule not in _NO_CHAIN or _PAST.match(phrase.text) is not None)
        and not spoken_before(text, phrase.start)
        and not (
            phrase.rule in {"weekday", "this-day"}
            and spoken_after(text, phrase.start, phrase.end, len(text))
        )
    )


@cache
def _rules(korean: bool) -> dict[str, Rule]:
    """Return each rule by a name of its own."""
    return {f"r{n}": rule for n, rule in enumerate(KOREAN_RULES if korean else _ENGLISH)}


@cache
def _alone(pattern: str) -> re.Pattern[str]:
    """Return the pattern of one rule; most are never needed, so each is made when it is."""
    return re.compile(pattern, re.I)


@cache
def _opening_with(openings: tuple[str, ...]) -> tuple[Caseless, ...]:
    """Return patterns for the rules whose phrases may open so: the first that matches is taken."""
    rules = _rules(korean=False).items()
    own = [(n, r.pattern) for n, r in rules if set(openings) & set(r.opens.split())]
    alike = groupby(own, key=lambda rule: is_caseless(rule[1]))
    return tuple(Caseless(_combined(dict(some))) for _, some in alike)


@cache
def _korean() -> re.Pattern[str]:
    patterns = {name: rule.pattern for name, rule in _rules(korean=True).items()}
    return re.compile(_combined(patterns), re.I)


def _combined(patterns: Mapping[str, str]) -> str:
    parts = (
        f"(?P<{name}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', pattern)})"
        for name, pattern in patterns.items()
    )
    return "|".join(parts)


def _read(text: str, anchor: Anchor, told: Told) -> tuple[list[DatePhrase], Told]:
    phrases: list[DatePhrase] = []
    told = _scan(text, anchor, told, phrases, korean=False)
    if not text.isascii() and _HANGUL.search(text):
        told = _scan(text, anchor, told, phrases, korean=True)
    return join_ranges(phrases, text), told


def _scan(
    text: str, anchor: Anchor, told: Told, phrases: list[DatePhrase], *, korean: bool
) -> Told:
    """Add the phrases of a text to a list; return what has been told after them."""
    rules, small = _rules(korean), opened(text).small
    found = _korean().finditer(text) if korean else _matches(text)
    for match in found:
        rule = rules[match.lastgroup or ""]
        single = _alone(rule.pattern).match(text, match.start())
        if told.here is not None and _is_past_clause(text, phrases[-1], match.start()):
            told = told._replace(here=None)
        read = None if single is None else _built(rule, Reading(single, anchor, told))
        if read is None:
            continue
        value, point = read
        lead = small[max(0, match.start() - 40) : match.start()]
        about = _APPROXIMATE.search(lead) or _KOREAN_ABOUT.match(text, match.end())
        if value is not None and about and not set(value) & set("/[{~"):
            value += "~"
        bound = _BOUND.search(lead)
        phrase = DatePhrase(
            match.start(), match.end(), text[match.start() : match.end()],
            _checked(value), rule.name,
            bound["bound"] if bound else "", point,
        )  # fmt: skip
        phrases.append(phrase)
        counts = counts_on(phrase, text)
        told = _told_after(told, phrase, counts=counts)
        spoken = None if counts else phrase.point
        told = told if spoken == told.spoken else told._replace(spoken=spoken)
    return told


def _is_past_clause(text: str, phrase: DatePhrase, until: int) -> bool:
    """Whether the clause of a date has ended: "who had defected in 1998, left on January 12"."""
    if _NEW_CLAUSE.search(text, phrase.end, until):
        return True
    return "," in text[phrase.end : until] and bool(_RELATIVE.search(text, 0, phrase.start))


def _built(rule: Rule, reading: Reading) -> Read | None:
    """Return the date that a rule makes; past the ends of the calendar there is none."""
    try:
        return rule.build(reading)
    except (ValueError, OverflowError):
        return None, None


def _told_after(told: Told, phrase: DatePhrase, *, counts: bool) -> Told:
    if phrase.edtf is None:
        return told.without_day() if phrase.rule in _UNDATED else told
    if counts:
        return told.with_phrase(phrase.text, phrase.edtf, phrase.point)
    if phrase.point is None and phrase.bound not in _LIMITS and phrase.rule not in _NO_CHAIN:
        return told.with_phrase(phrase.text, phrase.edtf, None)
    return told


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the first rule's match at each spot, looking only where a phrase may open."""
    until, known = 0, opened(text)
    small = known.small
    for at in known.spots(OPENINGS):
        if at < until or (word := _WORD.match(small, at)) is None:
            continue
        ways = openings(word[0])
        if not ways or not may_open(ways, text, small, word.end()):
            continue
        for rules in _opening_with(ways):
            if match := rules.match(small if rules.is_small else text, at):
                yield match
                until = match.end()
                break


def _checked(value: str | None) -> str | None:
    """Return a date that is EDTF; a day that does not exist is none."""
    if value is None:
        return None
    try:
        parse_edtf(value)
    except EdtfError:
        return None
    return value
