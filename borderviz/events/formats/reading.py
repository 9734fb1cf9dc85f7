"""Which reader a file needs, told by its ending."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from borderviz.errors import InputError, shown, shown_path
from borderviz.events.formats.raw import RawTable

__all__ = ["READ_ENDINGS", "read_raw"]

# A reader is loaded when a file needs it: who reads a CSV file need not wait for the libraries of
# spreadsheets and vector data.
_READERS: Final = {
    ".csv": "text_tables:read_delimited",
    ".tsv": "text_tables:read_delimited",
    ".tab": "text_tables:read_delimited",
    ".txt": "text_tables:read_delimited",
    ".xlsx": "text_tables:read_spreadsheet",
    ".xlsm": "text_tables:read_spreadsheet",
    ".json": "json_rows:read_json_document",
    ".geojson": "json_rows:read_json_document",
    ".jsonl": "json_rows:read_lines_of_json",
    ".ndjson": "json_rows:read_lines_of_json",
    ".geojsonl": "json_rows:read_lines_of_json",
    ".gpkg": "features:read_vector_layer",
    ".shp": "features:read_vector_layer",
    ".zip": "features:read_vector_layer",
    ".fgb": "features:read_vector_layer",
    ".gml": "features:read_vector_layer",
    ".gdb": "features:read_vector_layer",
    ".parquet": "features:read_parquet_table",
    ".geoparquet": "features:read_parquet_table",
    ".kml": "kml:read_placemarks",
    ".kmz": "kml:read_placemarks",
}
READ_ENDINGS: Final = tuple(_READERS)
_LAYERED: Final = frozenset({".xlsx", ".xlsm", ".gpkg", ".shp", ".zip", ".fgb", ".gml", ".gdb"})


def read_raw(path: Path, *, encoding: str | None = None, layer: str | None = None) -> RawTable:
    """Read any file of events as a table of texts.

    Parameters
    ----------
    path
        The file; its ending tells its format. A file without an ending is taken for CSV.
    encoding
        Encoding of its texts, where the format does not say it itself.
    layer
        Layer or sheet, when it holds several.

    Raises
    ------
    InputError
        The file is missing, of no format that is read, or broken as a whole.
    """
    ending = path.suffix.lower() or ".csv"
    if ending not in _READERS:
        raise InputError(
            f"{shown_path(path)}: files that end in {shown(path.suffix)} are not read; use one of "
            f"{', '.join(READ_ENDINGS)}"
        )
    if layer is not None and ending not in _LAYERED:
        raise InputError(f"{path} holds one table, no layer {shown(layer)}; leave the layer off")
    module, _, name = _READERS[ending].partition(":")
    reader = getattr(import_module(f"borderviz.events.formats.{module}"), name)
    return cast("Callable[..., RawTable]", reader)(path, encoding=encoding, layer=layer)
