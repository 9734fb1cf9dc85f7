"""The columns of an event table as people name and fill them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from numbers import Real
from typing import Final

import numpy as np
import pandas as pd

from borderviz.errors import InputError, shown
from borderviz.schema import EVENT_COLUMNS

__all__ = ["as_texts", "canonical_names", "check_required", "hints"]

# What people call the required columns; only ever offered as a question.
_OTHER_NAMES: Final = {
    "place": ("location", "locality", "where", "site", "place_name", "city", "town", "address"),
    "event_type": ("type", "kind", "category", "event", "incident_type", "class"),
    "latitude": ("lat", "y", "ycoord"),
    "longitude": ("lon", "lng", "long", "x", "xcoord"),
}
_TEXT: Final = pd.StringDtype("python")  # unlike Arrow's, it can hold what is to be refused
_EXACT: Final = 2**53


def canonical_names(names: Sequence[str]) -> dict[str, str]:
    """Map names that differ from a contract's only in case, spaces or hyphens to it.

    ``Event Type`` is event_type, unless the table has a column of that very name.
    """
    keys = {name: re.sub(r"[\s\-]+", "_", name.strip().lower()) for name in names}
    taken = list(keys.values())
    return {
        name: key
        for name, key in keys.items()
        if key in EVENT_COLUMNS and key not in names and taken.count(key) == 1
    }


def check_required(names: Sequence[str], what: str) -> None:
    """Raise an `InputError` unless there is a type and a place or a pair of coordinates."""
    missing = [] if "event_type" in names else ["event_type"]
    if "place" not in names and not {"latitude", "longitude"} <= set(names):
        missing.append("place")
    if not missing:
        return
    wanted = " and ".join(
        f"{name!r} (or 'latitude' and 'longitude')" if name == "place" else f"{name!r}"
        for name in missing
    )
    found = ", ".join(shown(name) for name in names)
    questions = "".join(_question(name, names) for name in missing)
    raise InputError(f"{what} has no column {wanted}; its columns are {found}{questions}")


def _question(missing: str, names: Sequence[str]) -> str:
    """Ask whether one of the columns found is the missing one."""
    free = {
        re.sub(r"[\s\-]+", "_", name.strip().lower()): name
        for name in names
        if name not in EVENT_COLUMNS
    }
    candidates = [missing, *_OTHER_NAMES[missing]]
    near = next((key for key in candidates if key in free), None)
    if near is None:
        scores = {key: max(_likeness(key, other) for other in candidates) for key in free}
        near = max(scores, key=lambda key: scores[key], default=None)
        if near is None or scores[near] < 0.6:
            return ""
    return f"; did you mean {missing!r} by {shown(free[near])}? Rename that column"


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def hints(names: Sequence[str]) -> tuple[str, ...]:
    """Point out unknown columns that look like a misspelt column of the contract."""
    absent = [name for name in EVENT_COLUMNS if name not in names]
    found = []
    for name in names:
        if name in EVENT_COLUMNS:
            continue
        near = difflib.get_close_matches(name.strip().lower(), absent, n=1, cutoff=0.8)
        if near:
            found.append(
                f"the column {shown(name)} is not one of the contract and is kept as it is; "
                f"did you mean {near[0]!r}?"
            )
    return tuple(found)


def as_texts(frame: pd.DataFrame, *, rows: Sequence[int] | None = None) -> pd.DataFrame:
    """Write the cells of any table as a CSV file would hold them.

    Missing values are empty texts; 3.0 is ``3``, True is ``true``, a midnight is its day, a list
    is JSON. Rows are numbered as `rows` says, else from 2, as in the file that the table would
    make.
    """
    index = (
        pd.RangeIndex(2, len(frame) + 2, name="row")
        if rows is None
        else pd.Index(np.asarray(rows, dtype="int64"), name="row")
    )
    columns = {}
    for position, name in enumerate(frame.columns):
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"the column name {shown(name)} is not a text; rename the column")
        if name in columns:
            raise InputError(f"the column {shown(name)} stands twice; rename one of the two")
        columns[name] = pd.Series(_cell_texts(frame.iloc[:, position]), index=index, dtype=_TEXT)
    return pd.DataFrame(columns, index=index)


def _cell_texts(column: pd.Series) -> list[str]:
    cells = [""] * len(column)
    filled = np.flatnonzero(column.notna().to_numpy())
    for at, value in zip(filled.tolist(), column.iloc[filled].tolist(), strict=True):
        cells[at] = _cell_text(value)
    return cells


def _cell_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, Real):
        return _number_text(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, datetime) and value.timetz() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _number_text(value: Real) -> str:
    number = float(value)
    if number.is_integer() and abs(number) <= _EXACT:
        return str(int(number))
    return repr(number) if isinstance(value, float | np.floating) else str(value)
