"""Running text as words: where they begin and end, in every script.

Scripts that join words without white space, or add endings without a boundary, form *runs*:
there a name is looked for inside the run, elsewhere only between whole words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from borderviz.gazetteer.folding import MARKS

_RUN: Final = "\u1100-\u11ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_RUN_START: Final = re.compile(f"[{_RUN}]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_LETTERS: Final = f"[^\\W_{_RUN}]"
_REST: Final = f"{_LETTERS}*(?:[{MARKS}]+{_LETTERS}*)*"
_WORD: Final = re.compile(f"[{_RUN}]+|{_LETTERS}{_REST}")
_LEAD: Final = re.compile(
    rf"[^\x00-/:-@\[-\x7f\u2000-\u206f](?<=[^\W_])(?<![^\W_{MARKS}].)[^\W_]*(?:[{MARKS}]+[^\W_]*)*"
)
"""A word that begins with no small letter, in a text without runs. That it begins is told after
its first character: what may stand there, and no dash or quotation mark, is found by far the
fastest."""
_CLUSTER: Final = re.compile(f".[{MARKS}\u1160-\u11ff]*", re.DOTALL)
HYPHENS: Final = "-\u2010\u2011\u2012\u2013'\u2018\u2019\u02bc`\u00b4"
_JOINT: Final = rf"(?P<hyphen>[{HYPHENS}])|\s+|\.\s*|['’]\s+"
"""What joins two words: "Sin-uiju", "Mt. Paektu", "Workers' District"."""
_JOINED: Final = re.compile(rf"(?:{_JOINT})?")
_NEXT: Final = re.compile(f"(?:{_JOINT})(?P<word>{_LETTERS}{_REST})")


def find_words(text: str) -> list[tuple[int, int]]:
    """Return where the words and runs of a text begin and end."""
    return [match.span() for match in _WORD.finditer(text)]


def find_leads(text: str) -> list[tuple[int, int]]:
    """Return where the words and runs begin and end that do not begin with a letter from a to z."""
    if not text.isascii() and _RUN_START.search(text):
        return [span for span in find_words(text) if not "a" <= text[span[0]] <= "z"]
    return [match.span() for match in _LEAD.finditer(text)]


def is_word(text: str, start: int, end: int) -> bool:
    """Whether some letters of a text are a word, and no part of one."""
    match = _WORD.match(text, start)
    return match is not None and match.end() == end and not text[start - 1 : start].isalnum()


def is_run(character: str) -> bool:
    """Whether a character belongs to a script that joins words without white space."""
    return not character.isascii() and _RUN_START.match(character) is not None


def is_hangul(character: str) -> bool:
    """Whether a character is Hangul."""
    return _HANGUL.match(character) is not None


def joint(between: str) -> str | None:
    """Return what joins two words: nothing (hyphen), a space, or None where they part."""
    match = _JOINED.fullmatch(between)
    if match is None:
        return None
    return "" if match["hyphen"] or not between else " "


def next_word(text: str, end: int) -> tuple[str, str, int] | None:
    """Return what joins a word to the next, as `joint` does, that word, and where it ends.

    None where they part, or the next is a run.
    """
    match = _NEXT.match(text, end)
    return match and ("" if match["hyphen"] else " ", match["word"], match.end())


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
