r"""CSV in and out.

The formula rule of the CSV files
---------------------------------
A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula. Let the
*core* of a text be what follows its leading apostrophes. A text is *guarded* when its core

* begins with a tab, a carriage return or a line feed, or
* has ``=  +  -  @`` (or their full-width forms) as its first character after white space,

and is not a plain number such as ``-5`` or ``+1.5e3``. Guarded texts are written with one
apostrophe more; on reading, a guarded text that begins with an apostrophe loses one. Adding
or taking an apostrophe does not change the core, so every text comes back as it was,
``'=x`` and ``''=x`` included. Numbers are written as numbers.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.atomic import atomic_write_text, open_text_parts
from borderviz.files.headers import check_header
from borderviz.files.texts import decode, read_bytes, refuse_nul

if TYPE_CHECKING:
    from _csv import Reader as _Reader

_DELIMITERS: Final = ",;\t"
_CHUNK_ROWS: Final = 20_000
_FORMULA: Final = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")  # noqa: RUF001 - full-width forms
_PLAIN_NUMBER: Final = re.compile(r"'*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
# A cell with any of these is quoted. "\ufeff" would else be taken for a byte order mark.
_QUOTED: Final = re.compile(r'[",;\t\r\n\ufeff]')
# A quoted cell may hold line breaks.
_FIRST_LINE: Final = re.compile(r'(?:"[^"]*"|[^"\r\n]+)*')
_FIELD_LIMIT_LOCK: Final = threading.Lock()


# --- reading ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A row that has not as many cells as the header.

    Attributes
    ----------
    row : int
        Row number as a spreadsheet shows it; the header is row 1.
    line : int
        Line of the text file on which the row ends.
    surplus : tuple of str
        Cells beyond the header's last column; empty when cells are missing.
    reason : str
        What is wrong, in a sentence.
    """

    row: int
    line: int
    surplus: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file as it stands: every cell is text, an empty cell is the empty text.

    Attributes
    ----------
    path : Path
        Where it was read from.
    frame : pandas.DataFrame
        One ``string`` column per name of the header; the index ``row`` holds the row number
        as a spreadsheet shows it (the header is row 1). Blank lines are left out.
    ragged : tuple of RaggedRow
        Rows with too many or too few cells. They are in `frame` as well, cut or filled up.
    """

    path: Path
    frame: pd.DataFrame
    ragged: tuple[RaggedRow, ...]


def read_csv_text(
    path: str | os.PathLike[str], *, encoding: str | None = None, delimiter: str | None = None
) -> CsvTable:
    """Read a CSV file into a table of texts.

    The text is UTF-8 (with or without a byte order mark), or UTF-16/32 when the byte order
    mark says so, or `encoding`. The delimiter is the one of comma, semicolon and tab that the
    first line has most of, or `delimiter`. The apostrophes of the formula rule are taken off.

    Raises
    ------
    InputError
        The file is missing, empty, not in its encoding, or not a table with one header line
        of distinct names.
    """
    source = Path(path)
    text = decode(read_bytes(source), source, encoding)
    refuse_nul(text, source)
    if not text.strip():
        raise InputError(f"{source} is empty; a table begins with a line of column names")
    return _parse(text, source, delimiter or _sniffed(text))


def _sniffed(text: str) -> str:
    first = _FIRST_LINE.match(text.lstrip("\r\n"))
    bare = re.sub(r'"[^"]*"', "", first[0] if first else "")
    return max(_DELIMITERS, key=bare.count)


@contextmanager
def _field_limit(limit: int) -> Iterator[None]:
    # The limit of the csv module is one for the whole process: it is only ever widened here,
    # for the time of one reading, and put back.
    with _FIELD_LIMIT_LOCK:
        before = csv.field_size_limit()
        csv.field_size_limit(max(before, limit))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _parse(text: str, path: Path, delimiter: str) -> CsvTable:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    with _field_limit(len(text) + 1):
        try:
            start, header = _header(reader, path)
            return _body(reader, start, header, path)
        except csv.Error as error:
            raise InputError(
                f"{path}: line {reader.line_num}: {error}; a cell that holds quotation marks "
                "is written between quotation marks, each one inside it doubled"
            ) from error


def _header(reader: _Reader, path: Path) -> tuple[int, list[str]]:
    start, cells = next((number, cells) for number, cells in enumerate(reader, start=1) if cells)
    names = [_unguarded(cell.strip()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    check_header(names, str(path))
    return start, names


def _body(reader: _Reader, start: int, header: list[str], path: Path) -> CsvTable:
    chunks: list[pd.DataFrame] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[RaggedRow] = []
    for number, cells in enumerate(reader, start=start + 1):
        if _is_blank_line(cells, header):
            continue
        if len(cells) != len(header):
            cells, fault = _squared(cells, header, number, reader.line_num)  # noqa: PLW2901
            ragged.extend(fault)
        rows.append(cells)
        numbers.append(number)
        if len(rows) == _CHUNK_ROWS:
            chunks.append(_chunk(rows, numbers, header))
            rows, numbers = [], []
    chunks.append(_chunk(rows, numbers, header))
    return CsvTable(path=path, frame=pd.concat(chunks), ragged=tuple(ragged))


def _is_blank_line(cells: list[str], header: list[str]) -> bool:
    return not cells or (len(cells) == 1 < len(header) and not cells[0].strip())


def _squared(
    cells: list[str], header: list[str], row: int, line: int
) -> tuple[list[str], list[RaggedRow]]:
    """Cut or fill a row to the header's width; empty cells too many are no fault."""
    width = len(header)
    squared = cells[:width] + [""] * (width - len(cells))
    surplus = tuple(_unguarded(cell) for cell in cells[width:])
    if len(cells) > width and not any(surplus):
        return squared, []
    reason = (
        f"the row has {len(cells)} cells, the header {width} names; put cells that hold the "
        "delimiter between quotation marks"
        if surplus
        else f"the row has only {len(cells)} cells, the header {width} names"
    )
    return squared, [RaggedRow(row, line, surplus, reason)]


def _chunk(rows: list[list[str]], numbers: list[int], header: list[str]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in header]
    return pd.DataFrame(
        {
            name: pd.array(
                [_unguarded(cell) if cell[:1] == "'" else cell for cell in cells], dtype="string"
            )
            for name, cells in zip(header, columns, strict=True)
        },
        index=pd.Index(numbers, name="row", dtype="int64"),
    )


# --- writing ------------------------------------------------------------------------------------


def _is_guarded(text: str) -> bool:
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def _guarded(text: str) -> str:
    return f"'{text}" if _is_guarded(text) else text


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _is_guarded(cell) else cell


def _quoted(cell: str) -> str:
    if not _QUOTED.search(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _cell(value: object, column: str) -> str:
    """Write one value; texts are guarded, numbers stay numbers."""
    if isinstance(value, str):
        return _quoted(_guarded(value))
    plain = _plain(value)
    if plain is None:
        raise InputError(
            f"column {shown(column)} holds {shown(value)} of type {type(value).__name__}, which "
            "has no place in a CSV file; drop the column or turn it into text"
        )
    return plain


def _cells(column: pd.Series, name: str) -> list[str]:
    cells = [""] * len(column)
    filled = np.flatnonzero(column.notna().to_numpy())
    for at, value in zip(filled.tolist(), column.iloc[filled].tolist(), strict=True):
        cells[at] = _cell(value, name)
    return cells


def _plain(value: object) -> str | None:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, list | tuple | dict):
        return _quoted(json.dumps(value, ensure_ascii=False, sort_keys=True))
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        number = float(value)
        return "" if math.isnan(number) else repr(number)
    return value.isoformat() if isinstance(value, date | datetime) else None


def write_csv(frame: pd.DataFrame, path: str | os.PathLike[str], *, bom: bool = False) -> None:
    r"""Write a table as CSV in UTF-8: comma, ``\n`` line ends, the same bytes every time.

    Texts that a spreadsheet would run get an apostrophe (see the module's rule); missing
    values become empty cells; lists become JSON. The index is not written.

    Parameters
    ----------
    frame
        The table; column names must be distinct texts.
    path
        The file to write, whole or not at all.
    bom
        Begin with a byte order mark, by which spreadsheets recognise UTF-8.

    Raises
    ------
    InputError
        A column name is no text or stands twice, a value has no form in a CSV file, or the
        file cannot be written.
    """
    try:
        text = csv_text(frame)
    except InputError as error:
        raise InputError(f"cannot write {shown_path(path)}: {error}") from error
    atomic_write_text(path, ("\ufeff" if bom else "") + text)


@contextmanager
def open_csv_parts(
    path: str | os.PathLike[str] | None,
) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Give a function that writes tables of the same columns one after the other as one file.

    Each part is written as it comes, so the whole need not fit into memory; the file takes its
    place when the block ends well (see `write_csv`). Without a path nothing is written.

    Raises
    ------
    InputError
        As `write_csv`; also when a part differs in its columns.
    """
    header: list[str] = []
    with open_text_parts(path) as out:

        def write(part: pd.DataFrame) -> None:
            first, _, rest = csv_text(part).partition("\n")
            if not header:
                header.append(first)
                out(f"{first}\n")
            elif first != header[0]:
                raise InputError(f"cannot write {shown_path(path)}: its parts differ in columns")
            out(rest)

        yield write


def csv_text(frame: pd.DataFrame) -> str:
    """Return a table as the text of a CSV file; see `write_csv`."""
    names = _column_names(frame)
    columns = [_cells(frame.iloc[:, position], name) for position, name in enumerate(names)]
    lines = [",".join(_cell(name, name) for name in names)]
    if len(columns) == 1:  # an empty line would be no row
        lines += [cell or '""' for cell in columns[0]]
    else:
        lines += [",".join(cells) for cells in zip(*columns, strict=True)]
    text = "\n".join(lines) + "\n"
    if "\0" in text:
        raise InputError("a cell holds a NUL character")
    return text


def _column_names(frame: pd.DataFrame) -> list[str]:
    names = frame.columns.tolist()
    counts = Counter(names)
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"the column name {shown(name)} is not a text; rename the column")
        if counts[name] > 1:
            raise InputError(f"the column {shown(name)} stands twice; rename one of the two")
    if not names:
        raise InputError("the table has no columns; nothing can be written")
    return names
