"""Writers of plain tables: CSV, spreadsheets, one JSON object a line. Shapes are left off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from borderviz.files import atomic_write_text, write_csv
from borderviz.files.sheets import write_sheet

if TYPE_CHECKING:
    import geopandas as gpd

    from borderviz.events.formats.writing import About

__all__ = ["write_comma", "write_lines", "write_spreadsheet"]


def write_comma(frame: gpd.GeoDataFrame, path: Path, *, about: About, bom: bool) -> None:
    """Write CSV; the format has no place for what is said of the file."""
    del about
    write_csv(_plain(frame), path, bom=bom)


def write_spreadsheet(frame: gpd.GeoDataFrame, path: Path, *, about: About, bom: bool) -> None:
    """Write XLSX: the events on one sheet, what is said of them on a second."""
    del bom
    write_sheet(_plain(frame), path, about=about.as_texts())


def write_lines(frame: gpd.GeoDataFrame, path: Path, *, about: About, bom: bool) -> None:
    """Write one JSON object a line, in UTF-8; missing values are null."""
    del about, bom
    plain = _plain(frame)
    cells = plain.astype(object).where(plain.notna(), None)
    names = cells.columns.tolist()
    lines = [
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        for row in cells.itertuples(index=False, name=None)
    ]
    atomic_write_text(path, "".join(f"{line}\n" for line in lines))


def _plain(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns=frame.geometry.name))
