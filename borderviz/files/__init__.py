"""All disk access for tables and vector data.

Reading decodes strictly and refuses what it cannot read with one clear sentence; writing goes
to a temporary file beside the target that is renamed when it is whole, so an interrupted run
leaves the old file as it was.
"""

from __future__ import annotations

from borderviz.files.atomic import (
    atomic_folder,
    atomic_path,
    atomic_write_bytes,
    atomic_write_text,
    open_text_parts,
)
from borderviz.files.documents import read_json
from borderviz.files.parquet import (
    ParquetTable,
    describe_parquet,
    geo_schema,
    merge_parquet,
    read_parquet_rows,
    write_parquet_pieces,
)
from borderviz.files.tables import (
    CsvTable,
    RaggedRow,
    csv_text,
    guarded,
    open_csv_parts,
    read_csv_text,
    write_csv,
)
from borderviz.files.texts import decode, read_bytes, read_lines, sha256_file
from borderviz.files.vector import read_foreign_vector, read_vector, write_vector

__all__ = [
    "CsvTable",
    "ParquetTable",
    "RaggedRow",
    "atomic_folder",
    "atomic_path",
    "atomic_write_bytes",
    "atomic_write_text",
    "csv_text",
    "decode",
    "describe_parquet",
    "geo_schema",
    "guarded",
    "merge_parquet",
    "open_csv_parts",
    "open_text_parts",
    "read_bytes",
    "read_csv_text",
    "read_foreign_vector",
    "read_json",
    "read_lines",
    "read_parquet_rows",
    "read_vector",
    "sha256_file",
    "write_csv",
    "write_parquet_pieces",
    "write_vector",
]
