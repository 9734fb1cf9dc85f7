"""JSON tables: an array of objects, one object a line, GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from borderviz.crs import WGS84, to_wgs84
from borderviz.errors import InputError, shown, shown_path
from borderviz.events.columns import as_texts
from borderviz.events.formats.raw import RawTable
from borderviz.events.formats.shapes import with_positions
from borderviz.files import read_json
from borderviz.files.headers import check_header
from borderviz.files.records import Record, as_record, read_json_lines
from borderviz.schema import Fault

__all__ = ["holds_event_lines", "read_json_document", "read_lines_of_json"]

_DEGREES: Final = ("crs84", "epsg::4326", "epsg:4326", "wgs84")


def read_json_document(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read an array of objects, a GeoJSON collection, or an object that holds one of these."""
    del layer  # the format has none
    document = read_json(path, encoding=encoding)
    items, crs, notes = _items(document, path)
    records = [as_record(number, item) for number, item in enumerate(items, start=2)]
    return _table(path, records, crs, notes)


def read_lines_of_json(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read one object a line; rows are numbered by line."""
    del layer  # the format has none
    return _table(path, list(read_json_lines(path, encoding=encoding)), None, ())


def holds_event_lines(path: Path, columns: Iterable[str] = ()) -> bool:
    """Whether a file is one of lines of JSON, and its first object is an event.

    Parameters
    ----------
    path
        The file.
    columns
        Columns of the file that the caller maps to those of events.
    """
    if path.suffix.lower() not in {".jsonl", ".ndjson"} or not path.is_file():
        return False
    first = next((r for r in read_json_lines(path) if not r.reason), None)
    if first is None:
        return False
    if first.value.get("type") == "Feature":
        return True
    return not {"event_type", "Event Type", *columns}.isdisjoint(first.value)


def _items(document: Any, path: Path) -> tuple[Sequence[Any], Any, tuple[str, ...]]:
    """Return the rows of a document, the CRS it names, and what was passed over."""
    if isinstance(document, list):
        return document, None, ()
    if not isinstance(document, dict):
        raise InputError(f"{shown_path(path)} holds {shown(document)}; an array of events is read")
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise InputError(f"{shown_path(path)} is a FeatureCollection without 'features'")
        return features, document.get("crs"), ()
    if document.get("type") == "Feature":
        return [document], document.get("crs"), ()
    arrays = {k: v for k, v in document.items() if isinstance(v, list)}
    tables = [k for k, v in arrays.items() if v and all(isinstance(item, dict) for item in v)]
    if len(tables) != 1:
        found = ", ".join(shown(name) for name in tables) or "none"
        raise InputError(
            f"{shown_path(path)} holds an object; of its members one must be an array of events, "
            f"and there are {found}"
        )
    return arrays[tables[0]], None, (f"the array {shown(tables[0])} is read",)


@dataclass(slots=True)
class _Rows:
    """Rows as they are gathered."""

    numbers: list[int]
    cells: list[dict[str, Any]]
    shapes: list[BaseGeometry | None]
    faults: list[Fault]

    def add(self, record: Record) -> None:
        value, reason = dict(record.value), record.reason
        geometry: BaseGeometry | None = None
        if value.get("type") == "Feature" and "properties" in value:
            geometry, why = _geometry(value.get("geometry"))
            value, reason = _properties(value), reason or why
        if reason:
            self.faults.append(Fault(record.row, "", record.raw, reason))
        self.numbers.append(record.row)
        self.cells.append(value)
        self.shapes.append(geometry)


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a feature, and members beside them under their own names."""
    properties = feature["properties"]
    cells = dict(properties) if isinstance(properties, dict) else {}
    if properties is not None and not isinstance(properties, dict):
        cells["properties"] = properties
    beside = {k: v for k, v in feature.items() if k not in {"type", "properties", "geometry"}}
    beside.pop("bbox", None)
    return {**{(f"feature {k}" if k in cells else k): v for k, v in beside.items()}, **cells}


def _geometry(geometry: Any) -> tuple[BaseGeometry | None, str]:
    if geometry is None:
        return None, ""
    try:
        found = shape(geometry)
        if not shapely.get_coordinates(found).size:
            return None, ""
        if not all(map(_is_finite, shapely.get_coordinates(found).ravel().tolist())):
            return None, "its geometry holds what is no number"
    except Exception as error:  # the library meets broken geometries with errors of every kind
        return None, f"its geometry cannot be read: {shown(str(error))}"
    return found, ""


def _is_finite(number: float) -> bool:
    return abs(number) < float("inf")


def _table(path: Path, records: list[Record], crs: Any, notes: tuple[str, ...]) -> RawTable:
    rows = _Rows([], [], [], [])
    for record in records:
        rows.add(record)
    names = list(dict.fromkeys(name for cells in rows.cells for name in cells))
    if not names:
        first = f": row {rows.faults[0].row} {rows.faults[0].reason}" if rows.faults else ""
        raise InputError(f"{shown_path(path)} holds no event{first}")
    check_header([name.strip() for name in names], shown_path(path))
    columns = {name: [cells.get(name) for cells in rows.cells] for name in names}
    texts = as_texts(pd.DataFrame(columns, dtype=object), rows=rows.numbers)
    placed, told = with_positions(texts, _in_degrees(rows.shapes, crs, path))
    return RawTable(str(path), placed, tuple(rows.faults), (*notes, *told))


def _in_degrees(
    shapes: list[BaseGeometry | None], crs: Any, path: Path
) -> Sequence[BaseGeometry | None]:
    """Bring shapes to EPSG:4326 where an old GeoJSON names another system (GeoJSON 2008, 3)."""
    if crs is None:
        return shapes
    try:
        name = crs["properties"]["name"]
    except (KeyError, TypeError) as error:
        raise InputError(
            f"{shown_path(path)} names its coordinate reference system as {shown(crs)}, which "
            "cannot be read; save it as GeoJSON of RFC 7946, in WGS 84"
        ) from error
    if any(str(name).lower().endswith(known) for known in _DEGREES):
        return shapes
    try:
        stated = gpd.GeoDataFrame(geometry=shapes, crs=name)
    except Exception as error:  # pyproj tells in its own words that it does not know the name
        raise InputError(
            f"{shown_path(path)} is in {shown(name)}, which is not known; save it in {WGS84}"
        ) from error
    degrees: list[BaseGeometry | None] = to_wgs84(stated, shown_path(path)).geometry.tolist()
    return degrees
