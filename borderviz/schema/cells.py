"""From text cells to typed columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError, shown
from borderviz.schema.contracts import COUNTRY_PATTERN
from borderviz.schema.model import Contract, Fault, Faults, Field, in_order

Parsed = str | int | float | bool

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}
_DTYPES: Final = {"count": "Int64", "number": "Float64", "flag": "boolean"}
# Up to here every whole number is a float of its own.
_LARGEST_COUNT: Final = 2**53
_UNREADABLE_TEXT: Final = re.compile("[\0\ud800-\udfff]")


class _CellError(ValueError):
    """A cell that cannot be read; its text is the reason."""


def parse_table(frame: pd.DataFrame, contract: Contract) -> tuple[pd.DataFrame, Faults]:
    """Read the text cells of the columns that a contract names into typed columns.

    Parameters
    ----------
    frame
        A table of texts in which an empty (or blank) text is a missing value; its index holds
        the row numbers.
    contract
        What the columns are.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns: ``string``, ``Int64``, ``Float64`` and ``boolean``. A cell
        that cannot be read is missing in it. Columns that the contract does not name stay
        text.
    Faults
        The cells that cannot be read.
    """
    fields = {field.name: field for field in contract.fields}
    parsed: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for name in frame.columns:
        field = fields.get(name) or Field(name, "text", "Not of the contract.")
        parsed[name], found = _parse_column(frame[name], field)
        faults += found
    return pd.DataFrame(parsed, index=frame.index), in_order(faults, frame)


def _parse_column(texts: pd.Series, field: Field) -> tuple[pd.Series, list[Fault]]:
    codes, uniques = pd.factorize(texts, use_na_sentinel=True)
    values: list[Parsed | None] = []
    reasons: dict[int, str] = {}
    for code, text in enumerate(uniques.tolist()):
        try:
            values.append(_parse_cell(text, field))
        except _CellError as error:
            values.append(None)
            reasons[code] = str(error)
    # The code of a missing cell is -1, which takes the None at the end.
    distinct = pd.Series([*values, None], dtype=_DTYPES.get(field.kind, "string"))
    column = pd.Series(distinct.array.take(codes), index=texts.index, name=field.name)
    rows = texts.index.to_numpy()
    faults = [
        Fault(int(rows[at]), field.name, str(texts.iloc[at]), reasons[int(codes[at])])
        for at in np.flatnonzero(np.isin(codes, list(reasons))).tolist()
    ]
    return column, faults


def _parse_cell(text: str, field: Field) -> Parsed | None:
    """Read one cell; None is a missing value."""
    if _UNREADABLE_TEXT.search(text):
        raise _CellError("holds a NUL character or half a surrogate pair; remove it")
    bare = text.strip()
    if not bare:
        return None
    reader = _CELL_READERS.get(field.kind)
    if reader is not None:
        return reader(bare)
    if not field.code:
        return text
    return _canonical(bare, field)


def _canonical(text: str, field: Field) -> str:
    """Bring a code to its usual case: 'Border crossing' is border_crossing, 'cn' is CN."""
    if field.pattern == COUNTRY_PATTERN and text.isascii():
        return text.upper()
    if field.allowed:
        code = re.sub(r"[\s\-]+", "_", text.lower())
        return code if code in field.allowed else text
    return text


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        comma = _NUMBER.fullmatch(text.replace(",", ".", 1))
        advice = f"; write {shown(text.replace(',', '.'))}" if comma else ""
        raise _CellError(f"is not a number{advice}")
    number = float(text)
    if not np.isfinite(number):
        raise _CellError("is too large for a number")
    return number


def _read_count(text: str) -> int:
    number = _read_number(text)
    if not number.is_integer():
        raise _CellError("is not a whole number; write how many, or a range in low and high")
    if abs(number) > _LARGEST_COUNT:
        raise _CellError("is too large for a count")
    return int(number)


def _read_flag(text: str) -> bool:
    try:
        return _FLAGS[text.lower()]
    except KeyError:
        raise _CellError("is neither true nor false; write true, false, yes, no, 1 or 0") from None


def _read_edtf(text: str) -> str:
    try:
        parse_edtf(text)
    except EdtfError as error:
        raise _CellError(edtf_reason(error)) from error
    return text


def edtf_reason(error: EdtfError) -> str:
    """Take the value off the front of the text: a fault shows it already."""
    reason = str(error).rpartition(" cannot be read: ")[2]
    return f"is not a date: {reason}"


_CELL_READERS: Final[dict[str, Callable[[str], Parsed]]] = {
    "number": _read_number,
    "count": _read_count,
    "flag": _read_flag,
    "edtf": _read_edtf,
}
