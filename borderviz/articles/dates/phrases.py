"""Date phrases in running text: the rules, and the order in which an article is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final

from borderviz.articles.article import Anchor, month_bounds
from borderviz.articles.dates.english import MONTHS, RULES, STARTERS, Reading, may_tell_date
from borderviz.articles.dates.korean import KOREAN_RULES
from borderviz.articles.dates.points import Point
from borderviz.articles.dates.spans import SPAN_RULES
from borderviz.articles.patterns import needs_of, words_by_opening
from borderviz.articles.speech import spoken_after, spoken_before
from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HANGUL: Final = re.compile("[가-힣]")
_APPROXIMATE: Final = re.compile(
    r"(?:\bon or )?\b(?:around|about|approximately|circa|roughly)\s+(?:on\s+)?(?:the\s+)?$", re.I
)
_BOUND: Final = re.compile(
    r"\b(?P<bound>since|until|till|by|before|after|prior to|ahead of|through)\s+"
    r"(?:(?:early|late|the|on|as early as)\s+)*$",
    re.I,
)
_ENTRY: Final = re.compile(r"[\W\d]{0,6}(?:night of |(?:early|mid|late)[ -])?", re.IGNORECASE)
_ENTRY_END: Final = re.compile(
    r"(?:,\s+(?:\d{4}|[A-Z][a-z]+day|morning|evening|night))*\s*(?:[.:–—]|\s-\s)"
)
_HEADING: Final = 90
"""Characters at the head of a report in which a year may tell its time."""
_LIST_OF: Final = re.compile(
    r"\b(?:log|list|bulletin|diary|notes|chronology|register|record|incidents|calendar|timeline"
    r"|digest|round-?up|summary|review|quarter|half)\b",
    re.IGNORECASE,
)
"""What heads a list of a year's events."""
_YEAR: Final = re.compile(r"\b(19[5-9]\d|20\d\d)\b")
_LAST_MONTH: Final = re.compile(
    r"\blast\s+(January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
_EXPLICIT: Final = r"\b{month}(?:\s+\d{{1,2}})?,?\s+(?P<year>20\d\d|19[5-9]\d)\b"


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
    texts: Iterable[str], anchor: Anchor, *, blocks: Iterable[int] | None = None
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
    """
    before: Point | None = None
    found = []
    own, last = anchor, None
    for text, block in zip(texts, repeat(0) if blocks is None else blocks, strict=False):
        opens, last = block != last, block
        own = anchor if opens else own
        phrases: list[DatePhrase] = []
        for phrase in _read(text, own, before):
            phrases.append(phrase)
            if counts_on(phrase, text):
                before = phrase.point
            elif phrase.edtf is None and phrase.rule in _UNDATED:
                before = None  # "on Wednesday" of an undated report: nothing counts past it
            if opens and len(phrases) == 1 and (day := _entry_day(phrase, text)):
                own = Anchor(day, day)
        found.append(tuple(phrases))
    return found


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


_UNDATED: Final = frozenset({"weekday", "last-weekday", "weekend"})


def counts_on(phrase: DatePhrase, text: str) -> bool:
    """Whether later phrases count from a date: not from the day on which a source spoke."""
    return (
        phrase.point is not None
        and not phrase.bound
        and phrase.rule not in _NO_CHAIN
        and not spoken_before(text, phrase.start)
        and not (
            phrase.rule == "weekday" and spoken_after(text, phrase.start, phrase.end, len(text))
        )
    )


def infer_anchor(text: str) -> Anchor:
    """Return when an undated article must have appeared: "last October" beside "October 2023".

    The year that follows the named month is the only one in which "last October" means it.
    """
    for match in _LAST_MONTH.finditer(text):
        explicit = re.search(_EXPLICIT.format(month=match[1]), text)
        if explicit is None:
            continue
        month = MONTHS.index(match[1].lower()) + 1
        year = int(explicit["year"])
        after = month_bounds(year, month)[1]
        return Anchor(
            month_bounds(year + month // 12, month % 12 + 1)[0],
            after.replace(year=year + 1, day=28),
        )
    heading = text[:_HEADING].partition("\n")[0].partition(". ")[0]
    years = set(_YEAR.findall(heading))
    if len(years) == 1 and _LIST_OF.search(
        heading
    ):  # "Incidents, third quarter of 2022": what follows is of that year
        year = int(years.pop())
        return Anchor(date(year, 1, 1), date(year, 12, 31))
    return Anchor()


_Builder = Callable[[Reading], tuple[str | None, Point | None] | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of `RULES`; a phrase that it reads opens as one of its openings (see `needs_of`)."""

    name: str
    pattern: str
    build: _Builder
    openings: frozenset[str] | None


@cache
def _english() -> tuple[_Rule, ...]:
    return tuple(_Rule(*rule, needs_of(rule[1]).openings) for rule in (*SPAN_RULES, *RULES))


@lru_cache(maxsize=4096)
def _rules_at(opening: str) -> tuple[_Rule, ...]:
    """Return the rules that may read a phrase whose first word opens so."""
    return tuple(
        rule
        for rule in _english()
        if any(f"{opening} ".startswith(known) for known in rule.openings or ("",))
    )


@cache
def _korean() -> tuple[re.Pattern[str], Mapping[str, _Rule]]:
    """Return one pattern for all Korean rules, and the rule of each of its groups."""
    rules = {f"r{n}": _Rule(*rule, None) for n, rule in enumerate(KOREAN_RULES)}
    parts = (
        f"(?P<{group}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', rule.pattern)})"
        for group, rule in rules.items()
    )
    return re.compile("|".join(parts), re.I), rules


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a rule; many are never needed, so each is made when it is."""
    return re.compile(pattern, re.I)


def _read(text: str, anchor: Anchor, before: Point | None) -> Iterator[DatePhrase]:
    if may_tell_date(text):
        yield from _scan(_matches(text), text, anchor, before)
    if _HANGUL.search(text):
        yield from _scan(_korean_matches(text), text, anchor, before)


def _scan(
    found: Iterable[tuple[re.Match[str], _Rule]], text: str, anchor: Anchor, before: Point | None
) -> Iterator[DatePhrase]:
    for match, rule in found:
        read = rule.build(Reading(match, anchor, before))
        if read is None:
            continue
        value, point = read
        lead = text[max(0, match.start() - 40) : match.start()]
        if value is not None and _APPROXIMATE.search(lead) and not set(value) & set("/[{~"):
            value += "~"
        bound = _BOUND.search(lead)
        phrase = DatePhrase(
            match.start(), match.end(), match[0], _checked(value), rule.name,
            bound["bound"].lower() if bound else "", point,
        )  # fmt: skip
        if counts_on(phrase, text):
            before = point
        yield phrase


def _matches(text: str) -> Iterator[tuple[re.Match[str], _Rule]]:
    """Yield the phrases of a text with the first rule that reads each, none in another."""
    until = 0
    spots = [
        (at, opening)
        for opening, starts in words_by_opening(text).items()
        if _rules_at(opening)
        for at in starts
    ]
    for at, opening in sorted(spots):
        if at < until or not STARTERS.match(text, at):
            continue
        for rule in _rules_at(opening):
            if match := _compiled(rule.pattern).match(text, at):
                yield match, rule
                until = match.end()
                break


def _korean_matches(text: str) -> Iterator[tuple[re.Match[str], _Rule]]:
    pattern, rules = _korean()
    for whole in pattern.finditer(text):
        rule = rules[whole.lastgroup or ""]
        if match := _compiled(rule.pattern).match(text, whole.start()):
            yield match, rule


def _checked(value: str | None) -> str | None:
    """Return a date that is EDTF; a day that does not exist is none."""
    if value is None:
        return None
    try:
        parse_edtf(value)
    except EdtfError:
        return None
    return value
