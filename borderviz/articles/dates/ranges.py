"""Two dates that a text joins to one time: "from 28 May to 2 June", "Saturday into Sunday"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.edtf import is_edtf

if TYPE_CHECKING:
    from borderviz.articles.dates.phrases import DatePhrase

_OF_A_DAY: Final = r"(?:(?:on|in|the|early|late|night|evening|morning|afternoon|hours|dawn|of)\s+)*"
_TO: Final = re.compile(
    rf",?(?:\s+(?P<word>to|until|till|through|into|and|or)\s+|\s*[-–—]\s*){_OF_A_DAY}", re.I
)
_OPENS: Final = re.compile(rf"\b(?P<word>between|from)\s+{_OF_A_DAY}$", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")
_YEAR: Final = re.compile(r"\d{4}\b")


def join_ranges(phrases: list[DatePhrase], text: str) -> list[DatePhrase]:
    """Return the phrases of a sentence, two that are the ends of one time made one."""
    joined = phrases[:1]
    for phrase in phrases[1:]:
        whole = _join(joined[-1], phrase, text)
        if whole is None:
            joined.append(phrase)
        else:
            joined[-1] = whole
    return joined


def _join(one: DatePhrase, two: DatePhrase, text: str) -> DatePhrase | None:
    """Return both as one, where the words between them say so."""
    said = _TO.fullmatch(text, one.end, two.start)
    if said is None or not _have_ends(one, two):
        return None
    first, second = _in_year_of(one, two), two.edtf or ""
    days = bool(_DAY.fullmatch(first) and _DAY.fullmatch(second))
    spans = "/" in first and "/" in second
    start, end = first.split("/")[0], second.split("/")[-1]
    if not _says_range(one, said["word"], text, spans=spans, days=days):
        return None
    either = days and (said["word"] or "").lower() == "or"
    edtf = f"[{start},{end}]" if either else f"{start}/{end}"
    if not is_edtf(edtf):  # it ends before it begins: two times
        return None
    return one._replace(
        end=two.end, text=text[one.start : two.end], rule="span-range", edtf=edtf,
        bound="" if one.bound in {"", "after", "by"} else one.bound,
    )  # fmt: skip


def _have_ends(one: DatePhrase, two: DatePhrase) -> bool:
    """Whether two phrases are dates that can begin and end a time."""
    return bool(one.edtf and two.edtf) and not set(f"{one.edtf}{two.edtf}") & set("[{~?")


def _says_range(one: DatePhrase, word: str | None, text: str, *, spans: bool, days: bool) -> bool:
    if word is None:  # a dash; "on Saturday - May 3" is one day
        return one.rule != "weekday"
    if word.lower() == "or":
        return days or spans
    opens = _OPENS.search(text[: one.start])
    between = opens is not None and opens["word"].lower() == "between"
    return word.lower() != "and" or spans or between


def _in_year_of(one: DatePhrase, two: DatePhrase) -> str:
    """Return the first date in the year that the second tells: "28 May to 2 June 2019"."""
    first, last = one.edtf or "", two.edtf or ""
    told = _YEAR.search(two.text)
    if told is None or _YEAR.search(one.text) or not re.match(r"(?:\d{4}|XXXX)-\d\d", first):
        return first
    year = int(told[0])
    later = first[5:7] > last.split("/")[0][5:7]
    return re.sub(r"(?:\d{4}|XXXX)(?=-)", f"{year - later:04d}", first)
