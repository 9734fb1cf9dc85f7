"""What the program itself says in a report, whatever its events are."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from borderviz.geodata import Geodata

_ROOMS: Final = ("reports", "documents", "summaries", "figures")
"""Where the sentences of a report are written, in code and in tables of words."""


def own_wording(geodata: Geodata) -> tuple[str, ...]:
    """Return texts that hold every sentence of the program and of the pack in a report.

    Words of a withheld text that are found among them tell nothing: "never added to them" stands
    in every report. They are taken from the files in which they are written, so that no list of
    them can fall behind.
    """
    info = geodata.info
    return (*_written(), info.title, *(str(entry["text"]) for entry in info.attribution))


@cache
def _written() -> tuple[str, ...]:
    package = resources.files("borderviz")
    return tuple(
        file.read_text(encoding="utf-8")
        for room in _ROOMS
        for file in sorted(package.joinpath(room).iterdir(), key=lambda file: file.name)
        if file.name.endswith((".py", ".csv"))
    )
