"""Checking typed columns against a contract."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError, shown
from borderviz.schema.cells import edtf_reason
from borderviz.schema.model import (
    Contract,
    Fault,
    Faults,
    Field,
    Kind,
    Rule,
    in_order,
    row_numbers,
)

_WGS84: Final = 4326


def check_table(frame: pd.DataFrame, contract: Contract) -> Faults:
    """Check a typed table against its contract and report all faults at once.

    Parameters
    ----------
    frame
        The table. Its index gives the row numbers of the faults when it is one of whole
        numbers; else rows count from 0.
    contract
        What it must hold.

    Returns
    -------
    Faults
        Empty when the table keeps the contract.
    """
    rows = row_numbers(frame)
    checked = frame.reset_index(drop=True)
    faults = _column_faults(checked, contract)
    unsound = frozenset(fault.column for fault in faults)
    faults += _cell_faults(checked, contract, unsound, rows)
    for rule in contract.rules:
        if not unsound.intersection(rule.columns):
            faults += _rule_faults(checked, rule, rows)
    if contract.key and not unsound.intersection(contract.key):
        faults += _key_faults(checked, contract.key, rows)
    return in_order(faults, frame)


def _column_faults(frame: pd.DataFrame, contract: Contract) -> list[Fault]:
    """Columns that are missing or whose cells are of another kind."""
    faults = []
    for field in contract.fields:
        if field.name not in frame.columns:
            reason = f"the column is missing from the {contract.name} table"
            faults.append(Fault(None, field.name, "", reason))
        elif not _is_of_kind(frame[field.name], field.kind):
            reason = (
                f"holds {frame[field.name].dtype}; the {contract.name} table has {field.kind} here"
            )
            faults.append(Fault(None, field.name, "", reason))
    return faults


def _is_of_kind(column: pd.Series, kind: Kind) -> bool:
    """Tell whether all cells are of a kind, however the column stores them."""
    dtype = column.dtype
    if kind == "geometry":
        crs = getattr(column, "crs", None)
        return str(dtype) == "geometry" and crs is not None and crs.to_epsg() == _WGS84
    if kind == "labels":
        return all(isinstance(value, list | tuple) for value in column.dropna())
    if kind == "flag":
        return pd.api.types.is_bool_dtype(dtype)
    if kind == "count":
        return pd.api.types.is_integer_dtype(dtype)
    if kind == "number":
        return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    return pd.api.types.is_string_dtype(column.dropna())


def _cell_faults(
    frame: pd.DataFrame, contract: Contract, unsound: frozenset[str], rows: list[int]
) -> list[Fault]:
    # pandera takes a quarter of a second to load, which whoever checks no table is spared
    from borderviz.schema.cell_checks import failure_cases

    cases = failure_cases(frame, contract, unsound)
    if cases is None:
        return []
    places = zip(cases["column"], cases["check"], cases["index"].astype(int), strict=True)
    repeated = set(cases.loc[cases["check"] == "field_uniqueness", "column"])
    firsts = {name: _first_positions(frame[name]) for name in repeated}
    return [
        _cell_fault(
            frame[name],
            contract.field(name),
            str(check),
            at,
            rows=rows,
            first=firsts.get(name, {}),
        )
        for name, check, at in places
    ]


def _first_positions(column: pd.Series) -> dict[str, int]:
    first = column.reset_index(drop=True).drop_duplicates()
    return dict(zip(first.astype(str), first.index, strict=True))


def _cell_fault(
    column: pd.Series,
    field: Field,
    check: str,
    at: int,
    *,
    rows: list[int],
    first: dict[str, int],
) -> Fault:
    if check == "not_nullable":
        return Fault(rows[at], field.name, "", "is missing; every row needs it")
    value = str(column.iloc[at])
    if check == "field_uniqueness":
        reason = f"is that of row {rows[first[value]]} too; each row needs one of its own"
    elif field.kind == "edtf":
        reason = _why_no_date(value)
    else:
        reason = f"{check}{_suggestion(value, field.allowed)}"
    return Fault(rows[at], field.name, value, reason)


def _why_no_date(text: str) -> str:
    try:
        parse_edtf(text)
    except EdtfError as error:
        return edtf_reason(error)
    raise AssertionError(f"unreachable: {text!r} was found to be no date")


def _suggestion(value: str, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(value.lower(), allowed, n=1, cutoff=0.5)
    return f"; did you mean {shown(near[0])}?" if near else ""


def _rule_faults(frame: pd.DataFrame, rule: Rule, rows: list[int]) -> list[Fault]:
    faults: dict[int, Fault] = {}
    order = " ≤ ".join(rule.columns)
    for position, lower in enumerate(rule.columns):
        for upper in rule.columns[position + 1 :]:
            above = (frame[lower] > frame[upper]).fillna(False).to_numpy(dtype=bool)
            for at in np.flatnonzero(above):
                small, large = frame[lower].iloc[at], frame[upper].iloc[at]
                reason = f"is greater than {upper}, which is {large}; it must be {order}"
                faults.setdefault(int(at), Fault(rows[at], lower, str(small), reason))
    return list(faults.values())


def _key_faults(frame: pd.DataFrame, key: tuple[str, ...], rows: list[int]) -> list[Fault]:
    repeated = frame.duplicated(subset=list(key)).to_numpy(dtype=bool)
    reason = f"an earlier row has the same {' and '.join(key)}"
    return [
        Fault(rows[at], key[0], str(frame[key[0]].iloc[at]), reason)
        for at in np.flatnonzero(repeated)
    ]
