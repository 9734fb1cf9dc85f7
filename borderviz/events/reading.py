"""Event tables in files: our own CSV form, in and out."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from borderviz.errors import InputError, shown_path
from borderviz.events.table import EventTable, check_texts, normalise_events, raise_rejected
from borderviz.files import CsvTable, read_csv_text, write_csv
from borderviz.schema import Fault

__all__ = [
    "default_rejected_path",
    "read_event_table",
    "read_events",
    "write_events",
    "write_rejected",
]


def read_event_table(path: str | os.PathLike[str], *, encoding: str | None = None) -> EventTable:
    """Read a CSV file of events; what is wrong with it is part of the result.

    Parameters
    ----------
    path
        The file: UTF-8 (or UTF-16 with a byte order mark); comma, semicolon or tab.
    encoding
        Its encoding when it is another one, such as ``cp949``.

    Returns
    -------
    EventTable
        The good rows, and every fault of every other row.

    Raises
    ------
    InputError
        The file cannot be read, has no rows, or has neither a type column nor a place or
        coordinates.
    """
    csv = read_csv_text(path, encoding=encoding)
    return check_texts(csv.frame, what=str(csv.path), faults=_ragged_faults(csv))


def _ragged_faults(csv: CsvTable) -> list[Fault]:
    return [
        Fault(ragged.row, "", " | ".join(ragged.surplus), ragged.reason) for ragged in csv.ragged
    ]


def read_events(
    path: str | os.PathLike[str],
    *,
    rejected: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
) -> pd.DataFrame:
    """Read a CSV file of events.

    Parameters
    ----------
    path
        The file; see `read_event_table`.
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
    table = read_event_table(path, encoding=encoding)
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


def write_events(frame: pd.DataFrame, path: str | os.PathLike[str], *, bom: bool = False) -> None:
    """Write events as CSV; `read_events` gives the same table back.

    Parameters
    ----------
    frame
        Events; they are checked and brought to the contract first.
    path
        The file, written whole or not at all.
    bom
        Begin with a byte order mark, by which spreadsheets recognise UTF-8.

    Raises
    ------
    InputError
        A row is bad, or the file cannot be written.
    """
    write_csv(normalise_events(frame), path, bom=bom)
