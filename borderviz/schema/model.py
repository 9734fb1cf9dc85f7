"""What contracts are made of, and how faults are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from borderviz.errors import InputError, shown

Kind = Literal["text", "edtf", "day", "count", "number", "flag", "labels", "geometry"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a contract.

    Attributes
    ----------
    name, kind, description
        What the column is called, what its cells are (see the module), what they mean.
    unit
        Unit of the numbers; empty where there is none.
    nullable
        Whether a cell may be missing.
    allowed
        The only values allowed, when not empty.
    low, high
        Smallest and largest value allowed, both included.
    pattern, pattern_reason
        Regular expression that the whole text must match, and how to say that it does not.
    unique
        Whether no value may stand twice (missing values may).
    code
        Whether the text is a name or code: surrounding white space is no part of it.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    nullable: bool = True
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    pattern: str = ""
    pattern_reason: str = ""
    unique: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between columns of one row: the numbers in `columns` must not fall.

    Missing numbers are passed over.
    """

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """What a table must hold.

    Attributes
    ----------
    name, description
        The table's name and what one row of it is.
    fields
        Its columns, in order.
    rules
        Relations between columns.
    key
        Columns that together name a row once.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the field called `name`; a `KeyError` when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a table.

    Attributes
    ----------
    row : int or None
        Row number; None when the fault is one of the whole table.
    column : str
        Name of the column; empty when the fault is one of the whole row.
    value : str
        The cell's text.
    reason : str
        What is wrong with it and what to do.
    """

    row: int | None
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        """One line: row, column, value, reason."""
        where = [] if self.row is None else [f"row {self.row}"]
        if self.column:
            where.append(f"column {shown(self.column)}")
        if self.value:
            where.append(f"value {shown(self.value)}")
        return f"{', '.join(where)}: {self.reason}" if where else self.reason


@dataclass(frozen=True, slots=True)
class Faults:
    """Everything that is wrong with a table, in the order of its rows and columns."""

    items: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        """Return how many faults there are."""
        return len(self.items)

    def __iter__(self) -> Iterator[Fault]:
        """Go through the faults."""
        return iter(self.items)

    def raise_if_any(self, what: str) -> None:
        """Raise an `InputError` that names the first fault of `what` and counts the others."""
        if self.items:
            others = len(self.items) - 1
            more = f"; and {others} more fault{'s' if others > 1 else ''}" if others else ""
            raise InputError(f"{what}: {self.items[0]}{more}")


def expectation(field: Field) -> str:
    """Say in words which values a field allows; empty when any."""
    if field.allowed:
        return ", ".join(field.allowed)
    if field.low is not None and field.high is not None:
        return f"from {field.low:,.15g} to {field.high:,.15g}"
    return "" if field.low is None else f"{field.low:,.15g} or more"


def row_numbers(frame: pd.DataFrame) -> list[int]:
    """Return the index when it is one of whole numbers, else rows counted from 0."""
    if pd.api.types.is_integer_dtype(frame.index.dtype):
        return [int(label) for label in frame.index]
    return list(range(len(frame)))


def in_order(faults: Sequence[Fault], frame: pd.DataFrame) -> Faults:
    """Sort faults by the rows and columns of the table; those of whole columns come first."""
    order = {name: position for position, name in enumerate(frame.columns)}
    rows = {row: position for position, row in enumerate(row_numbers(frame))}

    def place(fault: Fault) -> tuple[int, int]:
        row = -1 if fault.row is None else rows[fault.row]
        return row, order.get(fault.column, len(order))

    return Faults(tuple(sorted(faults, key=place)))
