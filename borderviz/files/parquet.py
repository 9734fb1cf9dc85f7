"""Parquet in and out, piece by piece: for tables that do not fit into memory.

Points come as GeoParquet (1.0 or 1.1, encoded as WKB) or as two columns of numbers, and go out
as GeoParquet 1.1.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.atomic import atomic_path
from borderviz.files.texts import read_bytes

_GEO: Final = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
"""Without a CRS of its own a GeoParquet column is in OGC:CRS84: longitude, latitude, WGS 84."""
_WGS84_CODES: Final = ({"authority": "EPSG", "code": 4326}, {"authority": "OGC", "code": "CRS84"})
_FOOTER_END: Final = 8
"""Bytes after the footer: its length and the mark of the format."""


@dataclass(frozen=True)
class ParquetTable:
    """What a Parquet file says of itself.

    Attributes
    ----------
    path : Path
    columns : tuple of str
    geometry : str or None
        The column of its geometry.
    groups : tuple of int
        Rows of each of its row groups.
    fingerprint : str
        Digest of its footer and size: it tells whether the file is still the same.
    """

    path: Path
    columns: tuple[str, ...]
    geometry: str | None
    groups: tuple[int, ...]
    fingerprint: str

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return sum(self.groups)


def describe_parquet(path: str | os.PathLike[str]) -> ParquetTable:
    """Read what a Parquet file says of itself, not its rows.

    Raises
    ------
    InputError
        The file is missing or no Parquet file, or its geometry is not WKB in WGS 84.
    """
    source = Path(path)
    with parquet_errors(source), pq.ParquetFile(source) as file:
        metadata, schema = file.metadata, file.schema_arrow
        groups = tuple(metadata.row_group(i).num_rows for i in range(metadata.num_row_groups))
        geometry = _geometry_column(schema, source)
    return ParquetTable(source, tuple(schema.names), geometry, groups, _fingerprint(source))


def read_parquet_rows(
    table: ParquetTable, group: int, *, columns: Sequence[str], start: int, size: int, count: int
) -> Iterator[pd.DataFrame]:
    """Read rows of one row group, in pieces.

    Parameters
    ----------
    table : ParquetTable
    group : int
        The row group.
    columns : sequence of str
        The columns to read.
    start, count : int
        The first row within the group, and how many.
    size : int
        Rows a piece; `start` is a multiple of it.
    """
    with parquet_errors(table.path), pq.ParquetFile(table.path) as file:
        batches = file.iter_batches(batch_size=size, row_groups=[group], columns=list(columns))
        at = 0
        for batch in batches:
            if start <= at < start + count:
                yield batch.to_pandas(types_mapper=_text_type)
            at += len(batch)
            if at >= start + count:
                return


def write_parquet_pieces(
    pieces: Iterator[pa.Table], path: str | os.PathLike[str], schema: pa.Schema
) -> None:
    """Write pieces of a table one after another, each a row group; whole or not at all."""
    with (
        atomic_path(path) as temporary,
        pq.ParquetWriter(temporary, schema, compression="zstd") as writer,
    ):
        for piece in pieces:
            writer.write_table(piece, row_group_size=max(1, len(piece)))


def merge_parquet(parts: Sequence[Path], path: str | os.PathLike[str], schema: pa.Schema) -> None:
    """Write the row groups of several files into one, in their order; whole or not at all."""

    def pieces() -> Iterator[pa.Table]:
        for part in parts:
            with pq.ParquetFile(part) as file:
                for group in range(file.metadata.num_row_groups):
                    yield file.read_row_group(group).cast(schema)

    write_parquet_pieces(pieces(), path, schema)


def geo_schema(fields: Sequence[tuple[str, pa.DataType]]) -> pa.Schema:
    """Return the schema of a GeoParquet table of points: fields, and ``geometry``."""
    geo = {b"geo": json.dumps(_GEO, sort_keys=True).encode()}
    return pa.schema([*fields, ("geometry", pa.binary())], metadata=geo)


def _text_type(kind: pa.DataType) -> Any:
    return pd.StringDtype() if pa.types.is_string(kind) or pa.types.is_large_string(kind) else None


def _fingerprint(path: Path) -> str:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size - _FOOTER_END)
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(0, size - _FOOTER_END - length))
        return hashlib.sha256(file.read() + size.to_bytes(8, "little")).hexdigest()


def _geometry_column(schema: pa.Schema, path: Path) -> str | None:
    name, crs = geometry_of(schema, path)
    if name is not None and (not isinstance(crs, dict) or crs.get("id") not in _WGS84_CODES):
        found = crs.get("name") if isinstance(crs, dict) else crs
        raise InputError(
            f"{shown_path(path)} is in {shown(found)}; bring it to EPSG:4326 (WGS 84) first"
        )
    return name


def geometry_of(schema: pa.Schema, path: Path) -> tuple[str | None, Any]:
    """Return the column of the geometry and its CRS (PROJJSON), as GeoParquet tells them."""
    told = (schema.metadata or {}).get(b"geo")
    if told is None:
        return None, None
    try:
        geo = json.loads(told)
        name = geo["primary_column"]
        column = geo["columns"][name]
        encoding, crs = column["encoding"], column.get("crs", {"id": _WGS84_CODES[1]})
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{shown_path(path)}: its GeoParquet description cannot be read; write it anew"
        ) from error
    if encoding != "WKB":
        raise InputError(
            f"{shown_path(path)}: the geometry is encoded as {shown(encoding)}; write it as WKB"
        )
    return str(name), crs


@contextmanager
def parquet_errors(path: Path) -> Iterator[None]:
    """Turn what the library says of a file into an `InputError`."""
    if not path.is_file():
        read_bytes(path)  # says whether it is missing, a folder or closed to reading
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"cannot read {shown_path(path)} as Parquet: {error}") from error
