"""Names brought to the form that spellings of them share."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Combining marks that Latin, Greek and Cyrillic letters carry; the vowel signs of other
# scripts are letters of their names and stay.
MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Combining marks, for a character class."""
_MARK: Final = re.compile(f"[{MARKS}]")
# What separates or joins words: white space, punctuation (hyphens, apostrophes, quotes),
# spacing modifiers such as U+02BC, and invisible format characters.
_JOINERS: Final = re.compile(r"[\W_\u02b0-\u02ff]+")
_ASCII_JOINERS: Final = {code: None for code in range(128) if not chr(code).isalnum()}
_MAX_FOLDS: Final = 8


def fold_name(text: str) -> str:
    """Fold a name to the form that spellings of it share.

    Compatibility forms (full width, ligatures) become plain; case and diacritics go
    (ŏ and o are one), and so do apostrophes, hyphens, spaces and other
    punctuation. Letters and digits stay, and no word is taken for a suffix. Folding a
    folded text changes nothing.

    Parameters
    ----------
    text : str
        A name in any script.

    Returns
    -------
    str
        The folded name, composed (NFC); empty when the text holds no letter or digit.

    Examples
    --------
    >>> fold_name("P'yŏngyang"), fold_name("Sin-ŭiju"), fold_name("신 의주")
    ('pyongyang', 'sinuiju', '신의주')
    """
    if text.isascii():
        low = text.lower()
        return low if low.isalnum() else low.translate(_ASCII_JOINERS)
    # One pass is enough but for rare compatibility characters whose parts fold again.
    for _ in range(_MAX_FOLDS):
        folded = _fold_once(text)
        if folded == text or folded.isascii():
            return folded
        text = folded
    return text


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Marks go first: what is left of other scripts' signs must not count as a joiner.
    plain = _MARK.sub("", plain)
    if _JOINERS.search(plain):
        kept = (c for c in plain if not _JOINERS.match(c) or unicodedata.category(c)[0] == "M")
        plain = "".join(kept)
    return unicodedata.normalize("NFC", plain)
