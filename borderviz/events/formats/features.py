"""Vector data and Parquet: features with cells and shapes."""

from __future__ import annotations

from pathlib import Path

from borderviz.events.columns import as_texts
from borderviz.events.formats.raw import RawTable
from borderviz.events.formats.shapes import with_positions
from borderviz.files.features import Features, read_features
from borderviz.files.geoparquet import read_parquet
from borderviz.schema import Fault

__all__ = ["read_parquet_table", "read_vector_layer"]


def read_vector_layer(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read a layer of a Shapefile, GeoPackage, FlatGeobuf, GML or file geodatabase."""
    return _table(path, read_features(path, layer=layer, encoding=encoding))


def read_parquet_table(path: Path, *, encoding: str | None, layer: str | None) -> RawTable:
    """Read a Parquet table, with or without geometry."""
    del encoding, layer  # the format says the one itself, and has none of the other
    return _table(path, read_parquet(path))


def _table(path: Path, features: Features) -> RawTable:
    texts = as_texts(features.cells)
    placed, notes = with_positions(texts, features.shapes.tolist())
    faults = tuple(Fault(int(texts.index[at]), "", "", why) for at, why in features.broken)
    return RawTable(str(path), placed, faults, (*features.notes, *notes))
