"""KML and KMZ: placemarks as rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pandas as pd

from borderviz.errors import InputError, shown, shown_path
from borderviz.events.columns import as_texts
from borderviz.events.formats.raw import RawTable
from borderviz.events.formats.shapes import with_positions
from borderviz.files.headers import check_header
from borderviz.files.kml import KmlDocument, Placemark, read_kml
from borderviz.schema import Fault

__all__ = ["read_placemarks"]

_DAY: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=T|$)")
_OWN_ROW: Final = re.compile(r"row-(\d+)")


def read_placemarks(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read the placemarks of a KML or KMZ document.

    Columns are those of the extended data. In documents of others also name, description,
    folder, and the date that a time span tells, unless the data have such columns.
    """
    del encoding, layer  # the format says the one itself, and has none of the other
    document = read_kml(path)
    marks = _in_order(document.placemarks)
    if not marks:
        raise InputError(f"{shown_path(path)} holds no placemark")
    rows = [mark.cells if mark.own else _dated(mark.cells) for mark in marks]
    numbers = list(range(2, len(marks) + 2))
    faults = [
        Fault(number, "", "", mark.reason)
        for number, mark in zip(numbers, marks, strict=True)
        if mark.reason
    ]
    shapes = [mark.geometry for mark in marks]
    if document.broken:
        numbers.append(len(marks) + 2)
        faults.append(Fault(numbers[-1], "", "", document.broken))
        rows.append({})
        shapes.append(None)
    told = (*document.own_names, *(name for cells in rows for name in cells))
    names = list(dict.fromkeys(told)) or ["name"]
    check_header([name.strip() for name in names], shown_path(path))
    columns = {name: [cells.get(name, "") for cells in rows] for name in names}
    texts = as_texts(pd.DataFrame(columns, dtype=object), rows=numbers)
    placed, notes = with_positions(texts, shapes)
    return RawTable(str(path), placed, tuple(faults), (*_links(document), *notes))


def _in_order(placemarks: list[Placemark]) -> list[Placemark]:
    """Bring rows that our writer put into folders back into the order of their table."""
    found = [_OWN_ROW.fullmatch(mark.name) for mark in placemarks]
    if not all(mark.own and at for mark, at in zip(placemarks, found, strict=True)):
        return placemarks
    order = {id(m): int(at[1]) for m, at in zip(placemarks, found, strict=True) if at}
    return sorted(placemarks, key=lambda mark: order[id(mark)])


def _dated(cells: dict[str, str]) -> dict[str, str]:
    """Give a row the date that its time span tells, in EDTF: whole days, as reports have them."""
    begin, end = (_DAY.match(cells.get(name, "")) for name in ("time_begin", "time_end"))
    if "date" in cells or not (begin or end):
        return cells
    first, last = (found[0] if found else ".." for found in (begin, end))
    return {**cells, "date": first if first == last else f"{first}/{last}"}


def _links(document: KmlDocument) -> tuple[str, ...]:
    if not document.links:
        return ()
    named = ", ".join(shown(link) for link in document.links[:3])
    return (f"its {len(document.links)} network links ({named}) are not followed",)
