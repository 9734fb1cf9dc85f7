"""Plain tables: CSV, TSV and spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from borderviz.errors import shown
from borderviz.events.columns import as_texts
from borderviz.events.formats.raw import RawTable
from borderviz.files import read_csv_text
from borderviz.files.sheets import read_sheet
from borderviz.schema import Fault

__all__ = ["read_delimited", "read_spreadsheet"]


def read_delimited(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read a table with commas, semicolons or tabs between its cells."""
    del layer  # the format has none
    csv = read_csv_text(path, encoding=encoding)
    faults = tuple(Fault(r.row, "", " | ".join(r.surplus), r.reason) for r in csv.ragged)
    return RawTable(str(csv.path), csv.frame, faults)


def read_spreadsheet(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read a sheet of an XLSX file, the first unless `layer` names one."""
    del encoding  # the format says it itself
    sheet = read_sheet(path, sheet=layer)
    width = len(sheet.names)
    rows = [(*cells, *[None] * (width - len(cells))) for _, cells in sheet.rows]
    frame = pd.DataFrame(rows, columns=list(sheet.names), dtype=object)
    texts = as_texts(frame, rows=[number for number, _ in sheet.rows])
    faults = tuple(Fault(*error) for error in sheet.errors)
    others = [shown(name) for name in sheet.others if name != "about"]
    notes = (
        (f"of its sheets {shown(sheet.name)} is read, not {', '.join(others)}",) if others else ()
    )
    return RawTable(str(path), texts, faults, notes)
