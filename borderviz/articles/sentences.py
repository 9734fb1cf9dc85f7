"""An article as blocks and sentences, each with its part in the article.

A line is a block. Captions, credits, notes of the desk and the furniture of web pages state no
events of their own; a caption still names places, and its date may tell the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import holds_any
from borderviz.articles.searches import Caseless, in_small

BODY: Final = "body"
CAPTION: Final = "caption"
FURNITURE: Final = "furniture"
HEADLINE: Final = "headline"

_CREDIT: Final = Caseless(
    r"(?:/|\.|\)|”|\")\s*(?:Image|Photo|Picture|Screenshot|사진)\s*[:：]"
    r"|\((?:[^()]{0,60}/\s*)?(?:AFP|AP|Reuters|REUTERS|Yonhap|YONHAP"
    r"|Getty Images|Kyodo|EPA|ASIAPRESS|File|file photo|RFA Photo)"
    r"[^()]{0,40}\)\s*\.?$"
    r"|\[(?:YONHAP|Yonhap|AP|AFP|REUTERS|NEWS1|JoongAng|JOONGANG)[^\]]{0,40}\]\s*$"
    r"|(?:Image|Photo|Picture|Photo by|Image credit|Courtesy)\s*[:：]\s*[\w '’]{2,60}\.?$"
    r"|(?:^|\.\s+)(?:File |Handout )?Photo(?:/|\s+by\s+|\s+courtesy of\s+)[\w .’'/-]{2,60}$",
)
_CREDIT_MARKS: Final = (":", "：", "photo")
"""Of these a credit has one, unless it stands in brackets at the end; they are found sooner."""
_CAPTION: Final = Caseless(
    r"^\(?(?:Photo|Picture|Image|File photo|FILE|Caption|Map|Satellite image"
    r"|사진|자료사진)\b\s*[\])):：–—-]"
    r"|^\[?(?:Photo|Picture|Image|FILE PHOTO|File photo)\]?\s*[:：]"
    r"|^(?:Still image from|In (?:a|this) (?:\w+ )?(?:photo|picture|image"
    r"|frame)\b|This (?:\w+ )?(?:photo|image|picture)\b|"
    r"A (?:general |file )?(?:view|photo|picture|shot|scene) of\b|Pictured[:,])",
)
_FURNITURE: Final = Caseless(
    r"^(?:Please direct any (?:comments|questions)|Read in [A-Z]\w+"
    r"|Read (?:more|also)\b|Related(?::| articles?\b| stories\b)|"
    r"Recommended (?:video|reading)|Leave a reply|Sign up|By registering|Stay informed|Subscribe|"
    r"Share (?:this|on)|Follow us|Copyright|©|All rights reserved|Advertisement|"
    r"What you need to know|"
    r"\*?\s*(?:Translated|Edited|Written|Reported|Reporting) by\b|"
    r"※|By [A-Z][\w.’' -]{2,40}$|.{0,40}is (?:one of|a (?:full-time"
    r"|freelance)).{0,40}journalists?\b|"
    r".{0,20}newsletter icon$)",
)
_FROM_OUTLET: Final = re.compile(r"(?i:from )The [A-Z]")
_DATELINE: Final = re.compile(
    r"^(?:(?:[A-Z]{3,}\s){1,4}?[A-Z]{3,}\.\s+)?(?:[A-Z][\w’' ]{2,40}, )?"
    r"(?:[A-Z][A-Z.’' -]{2,30}(?:, [A-Z][\w. ]{2,20})?|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r"(?:,? (?P<month>[A-Z][a-z]{2,8}\.?) (?P<day>\d{1,2})(?:, \d{4})?)?"
    r"(?:,? ?\([A-Z][\w /.’'-]{1,30}\))?\s*(?:—|–|--|-|\|)\s+(?=\S)"
)
_KOREAN_END: Final = re.compile(r"[가-힣]다\W*$")
_BREAKS: Final = "\r\u2028\u2029\x0b\x0c"
"""Characters that end a line as the usual one does."""
_NUMBER: Final = re.compile(r"\W*\d{1,3}")
_LAST_WORD: Final = re.compile(r"[\w.’']*$")
_SENTENCE_END: Final = re.compile(r"([.!?…。！？][.!?…。！？]*[\"'”’)\]]*)\s++(?![a-z])")
"""What may end a sentence before another; with a small letter even after a cry one goes on."""
_SHORT: Final = re.compile(
    r"mr|mrs|ms|mt|dr|prof|gen|lt|col|sgt|capt|maj|st|vs|etc|inc|co|ltd|corp|u\.s|u\.n|u\.k|d\.c"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|e\.g|i\.e|a\.m|p\.m|approx|jr|sr|rep|sen|gov"
    r"|hon|fig|(?:[a-z]\.)*[a-z]"
)
"""Short forms and initials."""
_MOMENT: Final = frozenset({"a.m", "p.m", "u.s", "u.n", "u.k", "etc", "d.c", "inc", "co"})
"""Short forms that may also end a sentence: they do where a capital that opens one follows."""
_OPENER: Final = re.compile(
    r"\s+[\"'“‘(]?(?:The|A|An|In|On|At|It|He|She|They|We|This|That|These|Those|But|And|According|"
    r"After|Before|When|While|One|Two|Three|Some|Many|Most"
    r"|(?:[A-Z][a-z]+ )?[A-Z][a-z]+(?:an|ese)|His|Her|Their)\b"
)
_ENTRY: Final = re.compile(
    r"[•*·▪‣◦–—-]\s+\S|\(?\d{1,3}[.)]\s+\S|(?:\(?\d{1,3}[.)]\s+)?"
    r"(?:(?:[Tt]he\s+)?(?:[Nn]ight|[Ee]vening|[Mm]orning) of |[Ee]arly |[Mm]id[ -]|[Ll]ate )?"
    r"(?:\d{1,2}(?:[–-]\d{1,2})?\s+[A-Z][a-z]++|[A-Z][a-z]{2,8}+\.?\s+\d{1,2}|\d{4}-\d\d-\d\d"
    r"|[A-Z][a-z]++)"
    r"(?:,?\s+\d{4})?(?:,\s+[A-Z][\w’' ]{1,40}){0,2}\s*(?:[–—:]|\s-\s)"
)
"""How an entry of a log or a list begins: a bullet, or a date and a place before a dash."""
_HEADLINE_WORDS: Final = 16
_AHEAD: Final = 60
_LONGEST: Final = 3000
"""Characters beyond which no sentence goes on."""
_CAPTION_WORDS: Final = 45
"""Words up to which a block that ends in a credit is a caption; a report may end in one too."""


class Sentence(NamedTuple):
    """One sentence.

    Attributes
    ----------
    start, end : int
        Where it stands: ``text[start:end]``.
    text : str
    block : int
        The number of its block.
    role : str
        `BODY`, `CAPTION`, `FURNITURE` or `HEADLINE`.
    dateline : int
        The number of characters of a dateline that opens it.
    is_entry : bool
        Whether it opens an entry of a log, which tells what happened in the present tense.
    """

    start: int
    end: int
    text: str
    block: int
    role: str
    dateline: int = 0
    is_entry: bool = False


def split_sentences(text: str, title: str | None = None) -> tuple[Sentence, ...]:
    """Return the sentences of an article, in order."""
    blocks = list(_blocks(text))
    found: list[Sentence] = []
    seen_body = False
    for number, (start, end) in enumerate(blocks):
        block = text[start:end]
        role = _role(block, title, seen_body=seen_body, last=number == len(blocks) - 1)
        if role == BODY and not seen_body and (line := _DATELINE.match(block)):
            dateline = line.end()
        else:
            dateline = 0
        seen_body = seen_body or role == BODY
        for a, b in _sentences(block):
            first, said = max(0, dateline - a), block[a:b]
            entry = _ENTRY.match(said) is not None
            found.append(Sentence(start + a, start + b, said, number, role, first, entry))
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    for mark in _BREAKS:
        text = text.replace(mark, "\n")
    at = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            start = at + line.index(stripped[0])
            yield start, start + len(stripped)
        at += len(line) + 1


def _role(block: str, title: str | None, *, seen_body: bool, last: bool) -> str:
    small = in_small(block)
    if _FURNITURE.match(small) or _FROM_OUTLET.match(block):
        return FURNITURE
    if _CAPTION.match(small) or (not last and _is_credited(small)):
        return CAPTION
    ends = block.rstrip("\"'”’)] ")[-1:] in {".", "!", "?", "…", "。", ":"} or _is_korean(block)
    if ends:
        return BODY
    words = len(block.split())
    if block == title or (not seen_body and words <= _HEADLINE_WORDS):
        return HEADLINE
    return FURNITURE if words <= _HEADLINE_WORDS and not last else BODY


def _is_credited(small: str) -> bool:
    """Whether a short block, in small letters, ends in a credit."""
    in_brackets = small.rstrip(".").rstrip().endswith((")", "]"))
    marked = in_brackets or holds_any(small, _CREDIT_MARKS)
    return marked and len(small.split()) <= _CAPTION_WORDS and _CREDIT.search(small) is not None


def _is_korean(block: str) -> bool:
    return not block.isascii() and _KOREAN_END.search(block) is not None


def _sentences(block: str) -> list[tuple[int, int]]:
    """Return where the sentences of a block stand; what is too long for one is cut at a space."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(block):
        if _ends(block, match):
            found.append((start, match.end(1)))
            start = match.end()
    found.append((start, len(block)))
    if len(block) <= _LONGEST:
        return found
    return [piece for span in found for piece in _pieces(block, *span)]


def _pieces(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = block.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut + (block[cut] == " ")
    yield start, end


def _ends(block: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence and is no part of a short form or an initial."""
    if match[1] != ".":
        return True
    at = match.start()
    if block[at - 1 : at].isdecimal() and _NUMBER.fullmatch(block, 0, at):
        return False  # the number of a paragraph
    last = _short_forms()[block[max(at - _AHEAD, block.rfind(" ", 0, at) + 1) : at]]
    if not last:
        return True
    if last in _MOMENT:
        return _OPENER.match(block, at + 1, at + 1 + _AHEAD) is not None
    return last == "no" and not block[match.end()].isdecimal()


@cache
def _short_forms() -> Kept[str, str]:
    return Kept(_short_form)


def _short_form(said: str) -> str:
    """Return the word at the end of what is said if it may be short: "no", too, a number's."""
    last = _LAST_WORD.search(said)
    word = last[0].lower() if last else ""
    may_be = word == "no" or word in _MOMENT or _SHORT.fullmatch(word) is not None
    return word if may_be else ""
