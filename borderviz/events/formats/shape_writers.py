"""Writers of formats that hold shapes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from borderviz.files import write_vector
from borderviz.files.geoparquet import write_geoparquet

if TYPE_CHECKING:
    import geopandas as gpd

    from borderviz.events.formats.writing import About

__all__ = ["write_layer", "write_parquet"]


def write_layer(frame: gpd.GeoDataFrame, path: Path, *, about: About, bom: bool) -> None:
    """Write GeoJSON, GeoPackage or FlatGeobuf, in one layer."""
    del bom
    write_vector(frame, path, "events", about=about.as_texts())


def write_parquet(frame: gpd.GeoDataFrame, path: Path, *, about: About, bom: bool) -> None:
    """Write GeoParquet."""
    del bom
    write_geoparquet(frame, path, about=about.as_texts())
