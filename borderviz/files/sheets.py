"""Spreadsheets (XLSX) in and out.

A text cell is always written as a text, so no spreadsheet runs it as a formula. What XML cannot
hold (control characters, a carriage return) is written as ``_x000D_``, the escape of the format
(ECMA-376, ST_Xstring), and read back.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.archives import check_archive
from borderviz.files.atomic import atomic_path
from borderviz.files.headers import check_header
from borderviz.files.texts import read_bytes

_MOST_ROWS: Final = 1_048_576
_LONGEST: Final = 32_767
"""Characters that a cell holds."""
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LONG_AGO: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark, of no place
"""Stands where the format wants the time of writing: the same table gives the same content."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands.

    Attributes
    ----------
    name : str
    others : tuple of str
        Further sheets of the file.
    names : tuple of str
        The header.
    rows : tuple
        Row number, and its cells: texts, numbers, dates or None.
    errors : tuple
        Row number, column (empty: the whole row), value and reason of what cannot be read: an
        error such as ``#REF!``, a formula without a value.
    """

    name: str
    others: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]
    errors: tuple[tuple[int, str, str, str], ...]


def read_sheet(path: str | os.PathLike[str], *, sheet: str | None = None) -> Sheet:
    """Read a sheet, the first unless one is named, as values: formulas as last computed.

    Raises
    ------
    InputError
        The file is missing or no XLSX file, has no such sheet, or the sheet has no header of
        distinct names.
    """
    source = Path(path)
    read_bytes(source)
    with _as_input_error(source):
        check_archive(source)
        book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
        try:
            return _read(book, source, sheet)
        finally:
            book.close()


def _read(book: Any, source: Path, wanted: str | None) -> Sheet:
    names = [page.title for page in book.worksheets]
    if not names or (wanted is not None and wanted not in names):
        listed = ", ".join(map(shown, names))
        raise InputError(f"{shown_path(source)} has no sheet {shown(wanted)}, only {listed}")
    name = wanted or names[0]
    page = book[name]
    page.reset_dimensions()  # what a file says of its size may be wrong
    lines = enumerate(page.iter_rows(), start=1)
    header = next((cells for _, cells in lines if _filled(cells)), ())
    columns = _header(header, f"{shown_path(source)}, sheet {shown(name)}")
    rows, errors = [], []
    for number, cells in lines:
        if number > _MOST_ROWS:
            raise InputError(f"{shown_path(source)} has rows beyond {_MOST_ROWS:,}; save it anew")
        if not _filled(cells):
            continue
        if _filled(cells[len(columns) :]):
            errors.append((number, "", "", "the row has cells beyond the header's last column"))
        rows.append((number, tuple(_value(cell) for cell in cells[: len(columns)])))
        errors += [
            (number, columns[at], str(cell.value), "is an error of the spreadsheet; mend it")
            for at, cell in enumerate(cells[: len(columns)])
            if cell.data_type == "e"
        ]
    errors += _never_computed(source, name, columns, dict(rows))
    others = tuple(other for other in names if other != name)
    return Sheet(name, others, columns, tuple(rows), tuple(errors))


def _never_computed(
    source: Path, name: str, columns: Sequence[str], rows: Mapping[int, Sequence[Any]]
) -> list[tuple[int, str, str, str]]:
    """Find formulas without a value: no program has opened the file since they were written."""
    with zipfile.ZipFile(source) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(part) for part in sheets):
            return []
    book = openpyxl.load_workbook(source, read_only=True, keep_links=False)
    try:
        page = book[name]
        page.reset_dimensions()
        return [
            (number, columns[at], str(cell.value), "is a formula that was never computed; open "
             "the file in a spreadsheet program and save it")
            for number, cells in enumerate(page.iter_rows(max_row=max(rows, default=1)), start=1)
            for at, cell in enumerate(cells[: len(columns)])
            if cell.data_type == "f" and rows.get(number, ("",) * len(columns))[at] is None
        ]  # fmt: skip
    finally:
        book.close()


def _filled(cells: Sequence[Any]) -> bool:
    return any(cell.value is not None for cell in cells)


def _header(cells: Sequence[Any], what: str) -> tuple[str, ...]:
    names = ["" if cell.value is None else str(_value(cell)).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InputError(f"{what} is empty; a table begins with a line of column names")
    check_header(names, what)
    return tuple(names)


def _value(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value


@contextmanager
def _as_input_error(source: Path) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # the library meets broken files with errors of every kind
        raise InputError(
            f"cannot read {shown_path(source)} as an XLSX spreadsheet: {shown(str(error))}; open "
            "it in a spreadsheet program and save it anew, or save the sheet as CSV"
        ) from error


def write_sheet(
    frame: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    sheet: str = "events",
    about: Mapping[str, str] | None = None,
) -> None:
    """Write a table as XLSX, whole or not at all; the same table gives the same bytes.

    Parameters
    ----------
    frame
        Texts, numbers and flags; missing values become empty cells.
    about
        What is said of the table: it goes to a second sheet, ``about``.

    Raises
    ------
    InputError
        A cell, or the table, is larger than the format allows.
    """
    if len(frame) >= _MOST_ROWS:
        raise InputError(
            f"cannot write {shown_path(path)}: {len(frame):,} rows, and an XLSX sheet holds "
            f"{_MOST_ROWS - 1:,}; write .csv or .parquet"
        )
    cells = frame.astype(object).where(frame.notna(), None)
    _check_lengths(cells, path)
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "borderviz"
    book.properties.created = book.properties.modified = _LONG_AGO
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    rows = cells.itertuples(index=False, name=None)
    for row in (tuple(frame.columns), *rows):
        page.append([None if value is None else _cell(page, value) for value in row])
    notes = book.create_sheet("about")
    for item in (about or {}).items():
        notes.append([_cell(notes, text) for text in item])
    with atomic_path(path) as temporary:
        book.save(temporary)
        _without_times(temporary)


def _check_lengths(cells: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Raise before anything is written: an interrupted sheet leaves its library in disorder."""
    for name in cells.columns:
        for value in cells[name]:
            if isinstance(value, str) and len(_escaped(value)) > _LONGEST:
                raise InputError(
                    f"cannot write {shown_path(path)}: column {shown(name)} holds a text of "
                    f"{len(value):,} characters, and a cell of an XLSX sheet holds {_LONGEST:,}; "
                    f"write another format, or shorten {shown(value)}"
                )


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _cell(page: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(page, value)
    cell = WriteOnlyCell(page, _escaped(value))
    cell.data_type = "s"  # never a formula, whatever it begins with
    if value[:1] in {"=", "+", "-", "@"}:
        cell.quotePrefix = True
    return cell


def _without_times(path: Path) -> None:
    """Write an archive anew with one fixed time in place of the time of writing."""
    with zipfile.ZipFile(path) as archive:
        parts = [(part.filename, archive.read(part)) for part in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            part = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, _fixed(name, data))


def _fixed(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
