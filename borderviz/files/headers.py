"""What a line of column names must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from borderviz.errors import InputError, shown

_MOST_COLUMNS: Final = 4096
"""No table of events has more: what does is broken, or made to exhaust the memory."""


def check_header(names: Sequence[str], what: str) -> None:
    """Raise an `InputError` unless names are distinct texts, and not more than a table has.

    Parameters
    ----------
    names
        The column names, bare of white space.
    what
        How the error names the table.
    """
    if len(names) > _MOST_COLUMNS:
        raise InputError(
            f"{what}: the table has {len(names):,} columns, and at most {_MOST_COLUMNS:,} are "
            "read; check that its rows and columns are not swapped"
        )
    nameless = [str(position) for position, name in enumerate(names, start=1) if not name]
    if nameless or not names:
        raise InputError(f"{what}: column {', '.join(nameless) or '1'} of the header has no name")
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        listed = ", ".join(shown(name) for name in repeated)
        raise InputError(f"{what}: the header names {listed} more than once; rename one of them")
