"""A user's own column names, told once: which column of the file is which of the contract."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from borderviz.errors import InputError, shown, shown_path
from borderviz.files import decode, read_bytes
from borderviz.schema import EVENT_COLUMNS

__all__ = ["apply_columns", "parse_columns", "read_columns"]


def parse_columns(items: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=COLUMN OF THE FILE`` items; see `apply_columns`.

    Raises
    ------
    InputError
        An item has no ``=``, or names a column that events do not have or that stands twice.
    """
    columns: dict[str, str] = {}
    for item in items:
        name, sign, source = item.partition("=")
        if not sign or not source.strip():
            raise InputError(
                f"{shown(item)} is no mapping of a column; write it as place='Location (reported)'"
            )
        if name.strip() in columns:
            raise InputError(f"the column {shown(name.strip())} is mapped twice; map it once")
        columns[name.strip()] = source.strip()
    _check_targets(columns)
    return columns


def read_columns(path: str | os.PathLike[str]) -> dict[str, str]:
    """Read a mapping file: TOML with one line ``place = "Location (as reported)"`` per column.

    Raises
    ------
    InputError
        It cannot be read, or names a column that events do not have.
    """
    source = Path(path)
    try:
        raw = tomllib.loads(decode(read_bytes(source), source, None))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{shown_path(path)} is no TOML: {error}") from error
    for name, value in raw.items():
        if not isinstance(value, str) or not value.strip():
            raise InputError(
                f"{shown_path(path)}: {name!r} is {shown(value)}; write the name of the column of "
                'your table between quotation marks, as in place = "Location"'
            )
    _check_targets(raw, f"{shown_path(path)}: ")
    return raw


def _check_targets(columns: Mapping[str, str], where: str = "") -> None:
    for name in columns:
        if name not in EVENT_COLUMNS:
            near = difflib.get_close_matches(name.lower(), EVENT_COLUMNS, n=1)
            question = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(f"{where}events have no column {shown(name)}{question}")


def apply_columns(texts: pd.DataFrame, columns: Mapping[str, str], *, what: str) -> pd.DataFrame:
    """Rename the columns of a table as a mapping says.

    Parameters
    ----------
    texts : pandas.DataFrame
    columns : mapping
        Name of the contract to the name in the table. A column of the table may serve two names.
        One that has a name of the contract already, and is not the one that is meant, is kept as
        ``original NAME``.
    what : str
        How errors name the table.

    Raises
    ------
    InputError
        The table has no such column, or the contract none.
    """
    _check_targets(columns)
    names = texts.columns.tolist()
    for source in columns.values():
        if source not in names:
            near = difflib.get_close_matches(source, names, n=1)
            question = f"; did you mean {shown(near[0])}?" if near else ""
            found = ", ".join(shown(name) for name in names[:40])
            raise InputError(
                f"{what} has no column {shown(source)}; its columns are {found}{question}"
            )
    mapped = {name: texts[source] for name, source in columns.items()}
    kept = {
        _beside(name, names, columns): texts[name]
        for name in names
        if name not in columns.values() or columns.get(name) == name
    }
    return pd.DataFrame({**mapped, **kept}, index=texts.index)


def _beside(name: str, names: list[str], columns: Mapping[str, str]) -> str:
    new = name
    while (new in columns and columns[new] != new) or (new != name and new in names):
        new = f"original {new}"
    return new
