"""Date phrases in running text: the rules, and the order in which an article is read."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.article import Anchor
from borderviz.articles.dates.chains import CHAIN_RULES
from borderviz.articles.dates.english import RULES
from borderviz.articles.dates.korean import KOREAN_RULES
from borderviz.articles.dates.narration import Told, is_heading
from borderviz.articles.dates.ranges import join_ranges
from borderviz.articles.dates.spans import SPAN_RULES
from borderviz.articles.dates.spots import Spot, spots_in
from borderviz.articles.dates.words import Read, Reading, Rule
from borderviz.articles.gates import Gate, pieces_in
from borderviz.articles.patterns import needs_of
from borderviz.articles.searches import Caseless, opened
from borderviz.articles.speech import spoken_after, spoken_before
from borderviz.edtf import is_edtf, parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from borderviz.articles.dates.points import Point

_ENGLISH: Final = (*SPAN_RULES, *CHAIN_RULES, *RULES)
_HANGUL: Final = re.compile("[가-힣]")
_ABOUT: Final = ("around", "about", "approximately", "circa", "roughly")
_BOUNDS: Final = (
    "since", "until", "till", "by", "before", "after", "prior to", "ahead of", "through",
)  # fmt: skip
_FILLING: Final = ("early", "late", "the", "on", "as early as")
_LED_IN: Final = re.compile(
    rf"\b(?:(?P<about>{'|'.join(_ABOUT)})\s+(?:on\s+)?(?:the\s+)?"
    rf"|(?P<bound>{'|'.join(_BOUNDS)})\s+(?:(?:{'|'.join(_FILLING)})\s+)*)$"
)
"""What stands before a date that is not exact, or that limits a time."""
_LEADING: Final = (*_ABOUT, *_BOUNDS, *_FILLING)
"""With one of these it ends."""
_KOREAN_ABOUT: Final = re.compile(r"(?:경|께|쯤|무렵|즈음)(?![가-힣]*찰)")
_PLAIN: Final = re.compile(r"[^/\[{~]*")
"""A date that may be marked as not exact."""
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


class DatePhrase(NamedTuple):
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
) -> Iterator[tuple[DatePhrase, ...]]:
    """Yield the date phrases of each sentence of an article, read in order.

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
        yield tuple(phrases)


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
def _opening_with(openings: tuple[str, ...]) -> Gate[tuple[Rule, Caseless]]:
    """Return the rules whose phrases may open so: a text lets those in that it may match."""
    own = (rule for rule in _ENGLISH if set(openings) & set(rule.opens.split()))
    return Gate(map(_held, own))


@cache  # most rules open in several ways
def _held(rule: Rule) -> tuple[tuple[Rule, Caseless], tuple[tuple[str, ...] | None, ...]]:
    """Return a rule with its pattern, and the pieces of which a text holds some that matches it."""
    needs = needs_of(rule.pattern)
    return (rule, Caseless(rule.pattern)), (needs.pieces, *needs.also)


@cache
def _korean() -> re.Pattern[str]:
    """Return one pattern for all Korean rules; a group of it tells by its name which it is."""
    return re.compile(
        "|".join(
            f"(?P<r{number}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', rule.pattern)})"
            for number, rule in enumerate(KOREAN_RULES)
        ),
        re.I,
    )


@cache
def _alone(rule: Rule) -> re.Pattern[str]:
    return re.compile(rule.pattern, re.I)


def _read(text: str, anchor: Anchor, told: Told) -> tuple[list[DatePhrase], Told]:
    phrases: list[DatePhrase] = []
    if spots := spots_in(text):
        told = _scan(text, anchor, told, phrases, _matches(text, spots))
    if not text.isascii() and _HANGUL.search(text):
        told = _scan(text, anchor, told, phrases, _korean_matches(text))
    return (join_ranges(phrases, text) if len(phrases) > 1 else phrases), told


def _scan(
    text: str,
    anchor: Anchor,
    told: Told,
    phrases: list[DatePhrase],
    found: Iterable[tuple[Rule, re.Match[str]]],
) -> Told:
    """Add the phrases that rules found to a list; return what has been told after them."""
    small = opened(text).small
    for rule, match in found:
        if told.here is not None and _is_past_clause(text, phrases[-1], match.start()):
            told = told._replace(here=None)
        read = _built(rule, Reading(match, anchor, told))
        if read is None:
            continue
        value, point = read
        start, end = match.span()
        lead = small[max(0, start - 40) : start]
        led = _LED_IN.search(lead) if lead.rstrip().endswith(_LEADING) else None
        about = (led is not None and led["about"]) or (
            not text.isascii() and _KOREAN_ABOUT.match(text, end)
        )
        if value is not None and about and _PLAIN.fullmatch(value):
            value += "~"
        bound = (led is not None and led["bound"]) or ""
        phrase = DatePhrase(start, end, text[start:end], _checked(value), rule.name, bound, point)
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


def _matches(text: str, spots: list[Spot]) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Yield the first rule that matches at each spot where a phrase may open."""
    # all openings first: one that is met for the first time adds what a text is held for
    opening = [(at, _opening_with(ways)) for at, ways in spots]
    small, held, until = opened(text).small, pieces_in(text), 0
    for at, rules in opening:
        if at < until:
            continue
        for rule, pattern in rules.among(held):
            if match := pattern.match(small if pattern.is_small else text, at):
                yield rule, match
                until = match.end()
                break


def _korean_matches(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    for found in _korean().finditer(text):
        rule = KOREAN_RULES[int((found.lastgroup or "")[1:])]
        if match := _alone(rule).match(text, found.start()):
            yield rule, match


def _checked(value: str | None) -> str | None:
    """Return a date that is EDTF; a day that does not exist is none."""
    return value if value is not None and is_edtf(value) else None
