"""An article as blocks and sentences, each with its part in the article.

A line is a block. Captions, credits, notes of the desk and the furniture of web pages state no
events of their own; a caption still names places, and its date may tell the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

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
_CREDIT_MARKS: Final = ("(", "[", "image", "photo", "picture", "screenshot", "courtesy", "사진")
"""Of these a credit has one; they are found sooner."""
_CAPTION: Final = re.compile(
    r"^\(?(?:Photo|Picture|Image|File photo|FILE|Caption|Map|Satellite image"
    r"|사진|자료사진)\b\s*[\])):：–—-]"
    r"|^\[?(?:Photo|Picture|Image|FILE PHOTO|File photo)\]?\s*[:：]"
    r"|^(?:Still image from|In (?:a|this) (?:\w+ )?(?:photo|picture|image"
    r"|frame)\b|This (?:\w+ )?(?:photo|image|picture)\b|"
    r"A (?:general |file )?(?:view|photo|picture|shot|scene) of\b|Pictured[:,])",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"^(?:Please direct any (?:comments|questions)|Read in [A-Z]\w+"
    r"|Read (?:more|also)\b|Related(?::| articles?\b| stories\b)|"
    r"Recommended (?:video|reading)|Leave a reply|Sign up|By registering|Stay informed|Subscribe|"
    r"Share (?:this|on)|Follow us|Copyright|©|All rights reserved|Advertisement|"
    r"What you need to know|From (?-i:The [A-Z])|"
    r"\*?\s*(?:Translated|Edited|Written|Reported|Reporting) by\b|"
    r"※|By [A-Z][\w.’' -]{2,40}$|.{0,40}is (?:one of|a (?:full-time"
    r"|freelance)).{0,40}journalists?\b|"
    r".{0,20}newsletter icon$)",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(
    r"^(?:(?:[A-Z]{3,}\s){1,4}?[A-Z]{3,}\.\s+)?(?:[A-Z][\w’' ]{2,40}, )?"
    r"(?:[A-Z][A-Z.’' -]{2,30}(?:, [A-Z][\w. ]{2,20})?|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r"(?:,? (?P<month>[A-Z][a-z]{2,8}\.?) (?P<day>\d{1,2})(?:, \d{4})?)?"
    r"(?:,? ?\([A-Z][\w /.’'-]{1,30}\))?\s*(?:—|–|--|-|\|)\s+(?=\S)"
)
_KOREAN_END: Final = re.compile(r"[가-힣]다\W*$")
_BREAKS: Final = "\r\u2028\u2029\x0b\x0c"
"""Characters that end a line as the usual one does."""
_SMALL: Final = re.compile(r"\s+[a-z]")
_NUMBER: Final = re.compile(r"\W*\d{1,3}")
_LAST_WORD: Final = re.compile(r"[\w.’']*$")
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][.!?…。！？]*[\"'”’)\]]*(?=\s|$)")
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
_WORDS: Final = 4096
"""Words that end sentences of which is remembered whether they are short forms."""
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
    if _FURNITURE.match(block):
        return FURNITURE
    if _CAPTION.match(block) or (not last and _is_credited(block)):
        return CAPTION
    ends = block.rstrip("\"'”’)] ")[-1:] in {".", "!", "?", "…", "。", ":"} or _is_korean(block)
    if ends:
        return BODY
    words = len(block.split())
    if block == title or (not seen_body and words <= _HEADLINE_WORDS):
        return HEADLINE
    return FURNITURE if words <= _HEADLINE_WORDS and not last else BODY


def _is_credited(block: str) -> bool:
    small = in_small(block)
    marked = holds_any(small, _CREDIT_MARKS) and len(small.split()) <= _CAPTION_WORDS
    return marked and _CREDIT.search(small) is not None


def _is_korean(block: str) -> bool:
    return not block.isascii() and _KOREAN_END.search(block) is not None


def _sentences(block: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a block stand; what is too long for one is cut at a space."""
    start = 0
    for match in _SENTENCE_END.finditer(block):
        if match.end() == len(block):
            break  # it ends with its block, whatever the mark is
        if match.start() < start or not _ends(block, match):
            continue
        yield from _pieces(block, start, match.end())
        start = match.end()
        while start < len(block) and block[start].isspace():
            start += 1
    if start < len(block):
        yield from _pieces(block, start, len(block))


def _pieces(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = block.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut + (block[cut] == " ")
    yield start, end


def _ends(block: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence and is no part of a short form or an initial."""
    at, end = match.span()
    if _SMALL.match(block, end, end + _AHEAD):
        return False  # a question or a cry within a sentence, too, goes on with a small letter
    if match[0] != ".":
        return True
    if block[at - 1 : at].isdecimal() and _NUMBER.fullmatch(block, 0, at):
        return False  # the number of a paragraph
    first = max(at - _AHEAD, block.rfind(" ", 0, at) + 1)
    word = _LAST_WORD.search(block, first, at)
    last = word[0].lower() if word else ""
    if not _may_be_short(last):
        return True
    rest = block[end : end + _AHEAD]
    if last in _MOMENT:
        return bool(_OPENER.match(rest)) or not rest.strip()
    is_short = last != "no" or re.match(r"\s+\d", rest)
    return not is_short or not rest.strip()


@lru_cache(maxsize=_WORDS)
def _may_be_short(word: str) -> bool:
    """Whether a full stop after a word may end a short form: "no", too, which may be a number's."""
    return word == "no" or word in _MOMENT or _SHORT.fullmatch(word) is not None
