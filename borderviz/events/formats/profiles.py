"""Data sets that others publish, told by their header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from borderviz.errors import InputError, shown
from borderviz.events.formats.acled import from_acled, is_acled
from borderviz.events.formats.raw import RawTable
from borderviz.events.formats.ucdp import from_ucdp, is_ucdp

__all__ = ["PROFILES", "bring_into_contract"]

_KNOWN: Final[dict[str, tuple[Callable[[Sequence[str]], bool], Callable[[RawTable], RawTable]]]] = {
    "acled": (is_acled, from_acled),
    "ucdp": (is_ucdp, from_ucdp),
}
PROFILES: Final = ("own", *_KNOWN)
"""What a table can be said to be; ``own`` is any table with the columns of events."""


def bring_into_contract(table: RawTable, profile: str | None = None) -> RawTable:
    """Bring a table of a known data set into the contract of events; others stay as they are.

    Parameters
    ----------
    table
        As read.
    profile
        One of `PROFILES`; by default what the header tells.

    Raises
    ------
    InputError
        There is no such profile, or the table has not its columns.
    """
    if profile is not None and profile not in PROFILES:
        raise InputError(f"there is no format {shown(profile)}; use one of {', '.join(PROFILES)}")
    names = table.texts.columns.tolist()
    for name, (fits, convert) in _KNOWN.items():
        if profile in {None, name} and fits(names):
            return convert(table)
        if profile == name:
            raise InputError(
                f"{table.what} has not the columns of {name.upper()}; fetch the export with all "
                "its columns, or leave the format off"
            )
    return table
