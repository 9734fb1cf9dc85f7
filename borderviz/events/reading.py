"""Event tables in files: any format in, and what is set aside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from borderviz.errors import InputError, shown_path
from borderviz.events.formats import RawTable, bring_into_contract, read_raw
from borderviz.events.mapping import apply_columns
from borderviz.events.table import EventTable, check_texts, raise_rejected
from borderviz.files import write_csv

__all__ = ["default_rejected_path", "read_event_table", "read_events", "write_rejected"]

_FOUND: Final = ("date_start", "date_end", "location_id", "resolution", "method", "reason")
"""Columns that locating adds, by which a table that was located is known."""
_FOUND_TOO: Final = ("candidates", "clipped_to", "touches")


def read_event_table(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    profile: str | None = None,
    layer: str | None = None,
) -> EventTable:
    """Read a file of events; what is wrong with it is part of the result.

    Parameters
    ----------
    path
        The file; its ending tells the format. CSV and TSV (UTF-8, or UTF-16 with a byte order
        mark; comma, semicolon or tab), XLSX, JSON, one JSON object a line, GeoJSON, KML and KMZ,
        Shapefile (also zipped), GeoPackage, FlatGeobuf, Parquet and GeoParquet.
    encoding
        Its encoding when it is another one, such as ``cp949``.
    columns
        Columns of the contract by the names that the file has for them, such as
        ``{"place": "Location (as reported)"}``.
    profile
        ``acled`` or ``ucdp`` for exports of these data sets, which their header tells anyway;
        ``own`` for a table that only looks like one.
    layer
        Layer or sheet, when the file holds several.

    Returns
    -------
    EventTable
        The good rows, and every fault of every other row. A shape that is no point counts as the
        disc that holds it; where a table has columns for latitude and longitude, these count and
        not its shapes.

    Raises
    ------
    InputError
        The file cannot be read, has no rows, or has neither a type column nor a place or
        coordinates.
    """
    raw = read_raw(Path(path), encoding=encoding, layer=layer)
    if columns:
        raw = replace(raw, texts=apply_columns(raw.texts, columns, what=raw.what))
    raw = bring_into_contract(_as_reported(raw), profile)
    table = check_texts(raw.texts, what=raw.what, faults=raw.faults)
    return replace(table, notes=raw.notes)


def _as_reported(raw: RawTable) -> RawTable:
    """Leave off what locating found: a table that was located before is located anew."""
    names = set(raw.texts.columns)
    if not names.issuperset(_FOUND):
        return raw
    texts = raw.texts.drop(columns=sorted(names.intersection((*_FOUND, *_FOUND_TOO))))
    note = f"{raw.what} was located before: {_FOUND[0]}, {_FOUND[1]} … are worked out anew"
    return replace(raw, texts=texts, notes=(*raw.notes, note))


def read_events(
    path: str | os.PathLike[str],
    *,
    rejected: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    profile: str | None = None,
    layer: str | None = None,
) -> pd.DataFrame:
    """Read a file of events.

    Parameters
    ----------
    path
        The file; see `read_event_table`, also for `columns`, `profile` and `layer`.
    rejected
        File to which bad rows are written, with all their cells and every fault. Without it
        a bad row is an error.
    encoding
        The file's encoding when it is not UTF-8.

    Returns
    -------
    pandas.DataFrame
        The good rows under the contract `borderviz.schema.EVENTS`.

    Raises
    ------
    InputError
        As `read_event_table`; and, without `rejected`, when any row is bad.
    """
    table = read_event_table(path, encoding=encoding, columns=columns, profile=profile, layer=layer)
    if rejected is None:
        aside = default_rejected_path(path).name
        advice = f"mend the table, or set bad rows aside with rejected={aside!r}"
        raise_rejected(table, str(path), advice)
    else:
        if Path(rejected).resolve() == Path(path).resolve():
            raise InputError(f"rejected={shown_path(rejected)} is the table itself; name another")
        write_rejected(table, rejected)
    return table.events


def default_rejected_path(path: str | os.PathLike[str]) -> Path:
    """Return ``NAME.rejected.csv`` beside the file ``NAME.csv``."""
    return Path(path).with_suffix(".rejected.csv")


def write_rejected(table: EventTable, path: str | os.PathLike[str]) -> None:
    """Write the rows set aside: ``row, column, value, reason`` and all cells as they stood.

    A row with several faults stands once for each. When there is none, no file is made, and
    one from an earlier run is emptied down to its header.
    """
    if table.rejected.empty and not Path(path).exists():
        return
    faults = table.rejected[["row", "column", "value", "reason"]]
    cells = table.originals.loc[faults["row"]].reset_index(drop=True)
    cells.columns = pd.Index(_beside(faults.columns.tolist(), cells.columns.tolist()))
    write_csv(pd.concat([faults, cells], axis="columns"), path)


def _beside(taken: list[str], names: list[str]) -> list[str]:
    """Rename the columns of the table that have the name of one of the report."""
    renamed: list[str] = []
    for name in names:
        new = name
        while new in taken or (new != name and new in names):
            new = f"original {new}"
        renamed.append(new)
    return renamed
