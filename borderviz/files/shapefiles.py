"""In which encoding the texts of a Shapefile stand."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from borderviz.errors import InputError, shown_path

_HEAD: Final = 32
"""Bytes of a table's head (dBASE III), which may hold anything."""


def shapefile_encoding(source: Path) -> str | None:
    """Return the encoding of a Shapefile's texts, where it is not told and must be UTF-8.

    Without a ``.cpg`` the library takes whatever a table says, mostly Latin-1, and would turn
    Korean or Chinese names into rubbish without a word.
    """
    data, told = _dbf(source)
    if told or data is None or data.isascii():
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown_path(source)}: its texts are not UTF-8, and no .cpg file beside it tells "
            "their encoding; name it, for example encoding='cp949' (--encoding cp949)"
        ) from error
    return "UTF-8"


def _dbf(source: Path) -> tuple[bytes | None, bool]:
    """Return the rows of a Shapefile's table, and whether its encoding is told."""
    if source.suffix.lower() == ".shp":
        beside = {p.suffix.lower(): p for p in source.parent.iterdir() if p.stem == source.stem}
        table = beside.get(".dbf")
        return (None if table is None else _rows_of_dbf(table.read_bytes())), ".cpg" in beside
    if source.suffix.lower() == ".zip":
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            tables = [name for name in names if name.lower().endswith(".dbf")]
            told = any(name.lower().endswith(".cpg") for name in names)
            return (_rows_of_dbf(archive.read(tables[0])) if tables else None), told
    return None, True


def _rows_of_dbf(data: bytes) -> bytes:
    return data[_HEAD:]
