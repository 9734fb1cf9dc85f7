"""Where date phrases may open: at the words that open them, where what follows lets one go on."""

from __future__ import annotations

from typing import Final

from borderviz.articles.dates.words import WEEKDAY, M
from borderviz.articles.patterns import DIGIT, by_letter, is_caseless
from borderviz.articles.searches import Caseless, opened, openings_of, starts_in

Spot = tuple[int, tuple[str, ...]]
"""Where a phrase may open, and in which ways."""
_OPENINGS: Final = {
    "month": "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "number": "a an one two three four five six seven eight nine ten eleven twelve fifteen twenty"
    " thirty few several",
    "the": "the", "on": "on", "that": "that", "next": "next", "last": "last this",
    "part": "early mid middle late latter beginning start end close very second opening"
    " final closing",
    "ordinal": "first third fourth",
    "season": "spring summer autumn fall winter",
    "holiday": "new christmas liberation international party kim day",
    "range": "from between", "at": "at around about in during", "later": "later earlier",
    "day": "today tonight yesterday", "within": "within", "some": "some many",
    "units": "hours days nights weeks months years",
}  # fmt: skip
_OPENERS: Final = {word: name for name, words in _OPENINGS.items() for word in words.split()}
_ALSO: Final = {
    "may": "holiday", "next": "last", "first": "part", "second": "ordinal", "last": "part",
    "late": "last", "later": "last", "earlier": "last",
}  # fmt: skip
"""Words that may open phrases of another sort too."""
_BY_DIGIT: Final = ("digit",)
_SPELLS: Final = by_letter(
    r"days?\b|nights?\b|evening\b|weeks?\b|fortnights?\b|months?\b|years?\b|couple\b|few\b|hours\b"
)
_TIMES: Final = r"day|date|night|evening|morning|afternoon|dawn|week|month|year"
_MONTH: Final = M.replace("(?P<m>", "(?:")
_NEXT: Final = {
    "the": rf"\d|{_TIMES}|past|next|following|previous|preceding|eve\b|very|same|begin|start|end"
    r"|close|early|mid|late|first|second|third|fourth|fif|six|seven|eigh|nin|ten|elev|twel|thir"
    rf"|twent|last|final|opening|closing|spring|summer|autumn|fall|winter|{WEEKDAY}",
    "that": rf"same|very|{_TIMES}|spring|summer|autumn|fall|winter|{WEEKDAY}|(?-i:{_MONTH})",
    "digit": r"(?:to|and|or|until|through|of)\s"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    "on": "th",
    "number": _SPELLS,
    "some": _SPELLS,
    "units": "later|earlier|after",
    "at": r"that|the\s+(?:very\s+)?same|this\s+time|(?:(?:around|about)\s+)?midnight",
    "range": rf"the|early|mid|late|\d|(?=(?-i:[A-Z]))(?:{_MONTH}|{WEEKDAY})",
}
"""With what, after a space, phrases go on that open in some ways; all others may stand alone."""
_ENDING: Final = {
    "digit": r"(?<=\d{4})|(?<=\d{4}s)|(?<=\d(?:st|nd|rd|th))|\s*[-–—/]|",
}
"""… or with what else."""


def _goes_on(way: str) -> str:
    return rf"(?:{_ENDING.get(way, '')}\s+{by_letter(_NEXT[way])})"


def _ways(word: str) -> tuple[str, ...]:
    """Return the ways in which phrases may open with a word."""
    also = _ALSO.get(word)
    return (_OPENERS[word],) if also is None else (_OPENERS[word], also)


def _openers() -> str:
    """Return a pattern for the words that open phrases, where one may go on."""
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for word in _OPENERS:
        alike.setdefault((word[0], _ways(word)), []).append(word[1:])
    words = [
        rf"{first}(?:{'|'.join(rests)})\b{_on(ways)}" for (first, ways), rests in alike.items()
    ]
    return by_letter("|".join([*words, rf"\d\w*\b{_on(_BY_DIGIT)}"]))


def _on(ways: tuple[str, ...]) -> str:
    """Return a pattern for how phrases go on that open so; an empty one if they need not."""
    return "" if set(ways) - set(_NEXT) else f"(?={'|'.join(map(_goes_on, ways))})"


_OPENER: Final = Caseless(_openers().replace("(?-i:", "(?:"))
_WAYS: Final = {word: _ways(word) for word in _OPENERS}
_AS_WRITTEN: Final = {way: Caseless(_goes_on(way)) for way in _NEXT if not is_caseless(_NEXT[way])}
"""Those that go on with what tells capitals from small letters."""
_SPOTS: Final = openings_of((*_OPENERS, DIGIT))


def spots_in(text: str) -> list[Spot]:
    """Return where date phrases may open in a text, and in which ways."""
    found: list[Spot] = []
    if starts := starts_in(text)[_SPOTS]:
        small, opener_at = opened(text).small, _OPENER.match
        for at in starts:
            if (opener := opener_at(small, at)) is not None:
                ways = _WAYS.get(opener[0], _BY_DIGIT)
                written = _AS_WRITTEN.get(ways[0])
                if written is None or written.match(text, opener.end()):
                    found.append((at, ways))
    return found
