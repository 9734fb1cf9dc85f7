"""Running text as words: where they begin and end, in every script.

Scripts that join words without white space, or add endings without a boundary, form *runs*:
there a name is looked for inside the run, elsewhere only between whole words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from borderviz.gazetteer.folding import MARKS

_RUN: Final = "\u1100-\u11ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_RUN_START: Final = re.compile(f"[{_RUN}]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_SPACED_WORD: Final = re.compile(f"[^\\W_]+(?:[{MARKS}]+[^\\W_]*)*")
"""A word of a text without runs: it looks at each character once."""
_CLUSTER: Final = re.compile(f".[{MARKS}\u1160-\u11ff]*", re.DOTALL)
_ABBREVIATED: Final = re.compile(r"\.\s*|['’]\s+")
_HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013'\u2018\u2019\u02bc`\u00b4")


def find_words(text: str) -> list[tuple[int, int]]:
    """Return where the words and runs of a text begin and end."""
    pattern = _word() if _RUN_START.search(text) else _SPACED_WORD
    return [match.span() for match in pattern.finditer(text)]


@cache
def _word() -> re.Pattern[str]:
    """Return a word or a run; made when first needed, since its large classes take long."""
    return re.compile(f"[{_RUN}]+|(?:(?![{_RUN}_])\\w)(?:(?![{_RUN}_])[\\w{MARKS}])*")


def is_run(character: str) -> bool:
    """Whether a character belongs to a script that joins words without white space."""
    return not character.isascii() and _RUN_START.match(character) is not None


def is_hangul(character: str) -> bool:
    """Whether a character is Hangul."""
    return _HANGUL.match(character) is not None


def joint(between: str) -> str | None:
    """Return what joins two words: nothing (hyphen), a space, or None where they part."""
    if between == " ":
        return " "
    if between in _HYPHENS or between == "":
        return ""
    # "Mt. Paektu", "Workers' District"
    return " " if between.isspace() or _ABBREVIATED.fullmatch(between) else None


def compose(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in NFC, and for each of its offsets the offset in the original."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    parts: list[str] = []
    origin: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFC", cluster[0])
        parts.append(part)
        origin += [cluster.start()] * len(part)
    return "".join(parts), [*origin, len(text)]
