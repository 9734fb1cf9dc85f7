"""Files of places as they stand: text cells, rows with their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from borderviz.errors import InputError, shown, shown_path
from borderviz.files import read_csv_text
from borderviz.schema import NAMES, PLACES, Fault, Field

EXTRA_FIELDS: Final = (
    Field("aliases", "text", "Further names, separated by semicolons."),
    Field("replaces", "flag", "Whether the row takes the place of the pack's row of its id."),
)
"""What a file of places may have beside the columns of the contract."""
_OTHER_NAMES: Final = {
    "lat": "latitude", "y": "latitude", "lon": "longitude", "lng": "longitude",
    "long": "longitude", "x": "longitude", "id": "place_id", "type": "kind", "names": "aliases",
    "alias": "aliases", "title": "name", "radius_m": "extent_m", "province": "admin1",
    "county": "admin2",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class RawPlaces:
    """A file of places as it stands.

    Attributes
    ----------
    path : Path
    places : pandas.DataFrame
        Text cells under the names of the contract; the index numbers the rows.
    names : pandas.DataFrame
        Text cells of names beside those of the rows themselves; the index is that of the place.
    faults : tuple of Fault
        What could not be read.
    row_word : str
        What a row is called: a row of a table, a feature of a collection.
    """

    path: Path
    places: pd.DataFrame
    names: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    row_word: str = "row"


def read_place_table(path: Path) -> RawPlaces:
    """Read a CSV file of places as it stands.

    Raises
    ------
    InputError
        The file cannot be read, or its header lacks a column or misspells one.
    """
    table = read_csv_text(path)
    texts = table.frame.rename(columns=lambda name: re.sub(r"[\s\-]+", "_", name.strip().lower()))
    _check_header(list(table.frame.columns), list(texts.columns), path)
    faults = [Fault(ragged.row, "", "", ragged.reason) for ragged in table.ragged]
    filled = texts[(texts != "").any(axis="columns") | texts.index.isin([f.row for f in faults])]
    if filled.empty:
        raise InputError(f"{shown_path(path)} has no rows; write one place per row")
    names = pd.DataFrame(columns=list(NAMES.columns[1:]), dtype="string")
    return RawPlaces(path, filled, names, tuple(faults))


def _check_header(written: list[str], names: list[str], path: Path) -> None:
    known = (*PLACES.columns, *(f.name for f in EXTRA_FIELDS))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"{shown_path(path)}: the column {twice[0]!r} stands twice; rename one")
    for name, key in zip(written, names, strict=True):
        meant = _OTHER_NAMES.get(key, "")
        if key not in known and meant and meant not in names:
            raise InputError(
                f"{shown_path(path)}: the column {shown(name)} is not known; if it is "
                f"{meant!r}, rename it so"
            )
    missing = [name for name in ("kind", "country") if name not in names]
    if "name" not in names and "place_id" not in names:
        missing.insert(0, "name")
    if missing:
        found = ", ".join(shown(name) for name in written)
        raise InputError(
            f"{shown_path(path)} has no column {' and '.join(map(repr, missing))}; its columns "
            f"are {found}"
        )
