"""The words of figures (``words.csv``), in the languages of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from borderviz.errors import InputError, shown
from borderviz.files import read_csv_text
from borderviz.summaries import UNKNOWN_YEAR
from borderviz.symbology import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES: Final = ("en", "ko", "zh")

NOT_STATED: Final = "not stated"
_UNTOLD: Final = (UNKNOWN_YEAR, NOT_STATED)
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

    def group(self, name: str) -> str:
        """Return what a group of incidents is called: a type, a year, or a value as it stands."""
        for mark in MARKS:
            if mark.name == name:
                return str(getattr(mark, self.language))
        return self.say(name) if name in _UNTOLD else name


def in_order(groups: Iterable[str]) -> list[str]:
    """Return groups in the order of the legend, else of the alphabet; what is not known last."""
    order = {mark.name: at for at, mark in enumerate(MARKS)}
    return sorted(set(groups), key=lambda name: (name in _UNTOLD, order.get(name, 99), name))


@cache
def _words(language: str) -> dict[str, str]:
    table = read_csv_text(_TABLE).frame
    return dict(zip(table["key"], table[language], strict=True))
