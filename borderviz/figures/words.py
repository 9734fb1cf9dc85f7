"""The words of figures (``words.csv``), in the languages of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from borderviz.errors import InputError, shown
from borderviz.files import read_csv_text

LANGUAGES: Final = ("en", "ko", "zh")

_TABLE: Final = Path(__file__).parent / "words.csv"


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str

    def __post_init__(self) -> None:
        """Refuse a language that figures do not speak."""
        if self.language not in LANGUAGES:
            raise InputError(f"a figure speaks {', '.join(LANGUAGES)}, not {shown(self.language)}")

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its values; these may hold anything, braces too."""
        return _words(self.language)[key].format(**values)

    def incidents(self, n: int) -> str:
        """Say how many incidents there are."""
        return self.say("incidents.one" if n == 1 else "incidents", n=n)


@cache
def _words(language: str) -> dict[str, str]:
    table = read_csv_text(_TABLE).frame
    return dict(zip(table["key"], table[language], strict=True))
