"""The words of summaries by language: one table, ``words.csv``, beside this module.

Keys that the map page has too carry the same words there, so that page and report say the same.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from borderviz.errors import InputError, shown

LANGUAGES: Final = ("en", "ko", "zh")


@cache
def load_words(language: str) -> Mapping[str, str]:
    """Return the words of a language by their keys.

    Raises
    ------
    InputError
        If summaries are not written in that language.
    """
    if language not in LANGUAGES:
        raise InputError(f"summaries speak {', '.join(LANGUAGES)}, not {shown(language)}")
    text = files("borderviz.summaries").joinpath("words.csv").read_text("utf-8")
    return {row["key"]: row[language] for row in csv.DictReader(text.splitlines())}


def integer_words(number: float) -> str:
    """Write a whole number with its thousands apart (narrow no-break spaces)."""
    return f"{int(number):,}".replace(",", "\u202f")


def tenths(number: float) -> str:
    """Write a number with one decimal, halves away from zero, as a browser does."""
    return str(Decimal(float(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def range_words(words: Mapping[str, str], low: float | None, high: float | None) -> str:
    """Write a range of whole numbers; an end that is None is open."""
    if high is None:
        return words["number.atleast"].format(low=integer_words(low or 0))
    if low is None or low == high:
        return integer_words(high)
    return words["number.range"].format(low=integer_words(low), high=integer_words(high))
