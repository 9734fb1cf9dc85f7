"""Checking a table of events: every row is either typed and good, or set aside with reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from borderviz.errors import InputError
from borderviz.events.columns import as_texts, canonical_names, check_required, hints
from borderviz.events.relations import part_faults, place_faults, swapped_rows
from borderviz.schema import EVENT_COLUMNS, EVENTS, Fault, check_table, parse_table

__all__ = ["EventTable", "check_events", "check_texts", "normalise_events", "raise_rejected"]


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table of events after its check.

    Attributes
    ----------
    events : pandas.DataFrame
        The good rows, in their order, with a fresh index: first the columns of the contract
        `borderviz.schema.EVENTS`, all of them, typed (``string``, ``Int64``, ``Float64``,
        ``boolean``); then the columns it does not name, as ``string``.
    rejected : pandas.DataFrame
        One row per fault of a row set aside: ``row`` (as a spreadsheet numbers it; the header
        is row 1), ``event_id``, ``column`` (empty: the whole row), ``value``, ``reason``.
    originals : pandas.DataFrame
        The rows set aside with all their cells as they stood; the index holds the row number.
    hints : tuple of str
        Columns that may be misspelt columns of the contract.
    notes : tuple of str
        How the file was read, where its maker may expect something else.
    """

    events: pd.DataFrame
    rejected: pd.DataFrame
    originals: pd.DataFrame
    hints: tuple[str, ...]
    notes: tuple[str, ...] = ()


def check_events(frame: pd.DataFrame) -> EventTable:
    """Check a table of events that is in memory, as if it were read from a file.

    Rows are numbered from 2, as in the CSV file that the table would make. Event types and
    confidences may be written in any case; missing columns of the contract are added.

    Raises
    ------
    InputError
        The table has no rows, or neither a type column nor a place or coordinates.
    """
    return check_texts(as_texts(frame), what="the table of events")


def normalise_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the events of a table in memory with the contract's columns and types.

    Raises
    ------
    InputError
        As `check_events`, and when any row is bad; the first fault is named.
    """
    table = check_events(frame)
    raise_rejected(table, "the table of events", "mend the table; check_events() lists all faults")
    return table.events


def raise_rejected(table: EventTable, what: str, advice: str) -> None:
    """Raise an `InputError` that names the first fault and counts the others, if any."""
    if table.rejected.empty:
        return
    first = table.rejected.iloc[0]
    fault = Fault(int(first["row"]), first["column"], first["value"], first["reason"])
    others = len(table.rejected) - 1
    rows = table.rejected["row"].nunique()
    more = f" (and {others} more, {rows} rows in all)" if others else ""
    raise InputError(f"{what}: {fault}{more}; {advice}")


def check_texts(texts: pd.DataFrame, *, what: str, faults: Iterable[Fault] = ()) -> EventTable:
    """Check a table of text cells whose index holds the row numbers.

    Parameters
    ----------
    texts
        Cells as read; an empty text is a missing value.
    what
        How errors name the table.
    faults
        What the reader of the file found already.
    """
    found = list(faults)
    renamed = texts.rename(columns=canonical_names(texts.columns.tolist()))
    names = renamed.columns.tolist()
    check_required(names, what)
    renamed = _without_blank_rows(_completed(renamed), [fault.row for fault in found])
    if renamed.empty:
        raise InputError(f"{what} has no rows; a table needs at least one event below its header")
    events, unread = parse_table(renamed, EVENTS)
    events["is_aggregate"] = events["is_aggregate"].fillna(False)
    events["event_id"] = _named(events["event_id"])
    told = {(fault.row, fault.column) for fault in found}  # one reason a cell will do
    found += [fault for fault in unread if (fault.row, fault.column) not in told]
    told |= {(fault.row, fault.column) for fault in unread}
    found += _contract_faults(events, renamed, told)
    found += place_faults(renamed)
    found += part_faults(events, {int(fault.row) for fault in found if fault.row is not None})
    found = _without_echoes(found, renamed)
    bad = {fault.row for fault in found}
    return EventTable(
        events=events.loc[~events.index.isin(bad)].reset_index(drop=True),
        rejected=_rejected(found, events),
        originals=texts.loc[texts.index.isin(bad)],
        hints=hints(names),
    )


def _without_echoes(faults: list[Fault], texts: pd.DataFrame) -> list[Fault]:
    """Leave off what misses in a row of which nothing could be read: one reason will do."""
    unread = {fault.row for fault in faults if not fault.column and fault.row is not None}
    blank = {row for row in unread if (texts.loc[row] == "").all()}
    return [fault for fault in faults if fault.row not in blank or not fault.column]


def _without_blank_rows(texts: pd.DataFrame, kept: Collection[int | None]) -> pd.DataFrame:
    filled = np.asarray(texts.index.isin(kept))
    for name in texts.columns:
        filled |= (texts[name] != "").to_numpy(dtype=bool)
    return texts.loc[filled]


def _completed(texts: pd.DataFrame) -> pd.DataFrame:
    """Put the contract's columns first and add those that are missing, empty."""
    extra = [name for name in texts.columns if name not in EVENT_COLUMNS]
    return texts.reindex(columns=[*EVENT_COLUMNS, *extra], fill_value="")


def _named(names: pd.Series) -> pd.Series:
    """Name the rows without a name after their number: the same file gives the same names."""
    nameless = names.index[names.isna()]
    taken = set(names.dropna())
    given = []
    for row in nameless:
        name = f"row-{row}"
        while name in taken:
            name += "-x"
        taken.add(name)
        given.append(name)
    filled = names.copy()
    filled.loc[nameless] = given
    return filled


def _contract_faults(
    events: pd.DataFrame, texts: pd.DataFrame, unread: Collection[tuple[int | None, str]]
) -> list[Fault]:
    swapped = swapped_rows(events)
    faults = []
    for fault in check_table(events, EVENTS):
        if fault.row is None or (fault.row, fault.column) in unread:
            continue
        if fault.column == "latitude" and fault.row in swapped:
            advice = f"{fault.reason}; latitude and longitude may be swapped"
            fault = replace(fault, reason=advice)  # noqa: PLW2901
        faults.append(replace(fault, value=str(texts.at[fault.row, fault.column])))
    return faults


def _rejected(faults: list[Fault], events: pd.DataFrame) -> pd.DataFrame:
    order = {name: position for position, name in enumerate(events.columns)}
    faults = sorted(faults, key=lambda fault: (fault.row or 0, order.get(fault.column, -1)))
    rows = [fault.row for fault in faults if fault.row is not None]
    return pd.DataFrame(
        {
            "row": pd.array(rows, dtype="int64"),
            "event_id": events["event_id"].loc[rows].array,
            "column": pd.array([_storable(fault.column) for fault in faults], dtype="string"),
            "value": pd.array([_storable(fault.value) for fault in faults], dtype="string"),
            "reason": pd.array([fault.reason for fault in faults], dtype="string"),
        }
    )


def _storable(text: str) -> str:
    """Write what no file can hold (NUL, half a surrogate pair) as escapes."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
