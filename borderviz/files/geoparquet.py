"""Whole Parquet tables in and out, with or without geometry (GeoParquet 1.1, WKB)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from borderviz.crs import WGS84, assert_wgs84
from borderviz.errors import shown_path
from borderviz.files.atomic import atomic_path
from borderviz.files.features import Features, exact_type, in_degrees
from borderviz.files.headers import check_header
from borderviz.files.parquet import geometry_of, parquet_errors

_ABOUT: Final = b"borderviz"
_KINDS: Final = {
    "Int64": pa.int64(),
    "Float64": pa.float64(),
    "boolean": pa.bool_(),
}


def read_parquet(path: str | os.PathLike[str]) -> Features:
    """Read a Parquet table whole; its geometry, if it has one, is brought to EPSG:4326.

    Raises
    ------
    InputError
        The file is missing or no Parquet file, names a column twice, or its geometry is not
        WKB in a coordinate reference system that it names.
    """
    source = Path(path)
    with parquet_errors(source):
        table = pq.read_table(source)
    check_header(table.column_names, shown_path(source))
    name, crs = geometry_of(table.schema, source)
    cells = table.to_pandas(types_mapper=exact_type, ignore_metadata=True, date_as_object=True)
    if name is None:
        return Features(cells, gpd.GeoSeries([None] * len(cells), crs=WGS84))
    wkb = cells.pop(name).to_numpy(dtype=object)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    lost = np.flatnonzero(pd.notna(wkb) & shapely.is_missing(shapes))
    broken = tuple((int(at), "its geometry cannot be read: it is no WKB") for at in lost)
    return in_degrees(cells, gpd.GeoSeries(shapes, crs=_crs(crs)), source, broken)


def _crs(crs: Any) -> Any:
    if not isinstance(crs, dict):
        return None
    return "OGC:CRS84" if set(crs) == {"id"} else json.dumps(crs)


def write_geoparquet(
    frame: gpd.GeoDataFrame,
    path: str | os.PathLike[str],
    *,
    about: Mapping[str, str] | None = None,
) -> None:
    """Write a table of geometries in EPSG:4326 as GeoParquet, whole or not at all.

    Texts, numbers and flags keep their types; the same table gives the same bytes. `about` goes
    into the metadata of the file under the key ``borderviz``, as JSON.
    """
    assert_wgs84(frame, "the table")
    shapes = frame.geometry.to_numpy()
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    arrays = [
        pa.array(plain[name], type=_KINDS.get(str(plain[name].dtype), pa.string()))
        for name in plain.columns
    ]
    name = frame.geometry.name
    fields = [(n, array.type) for n, array in zip(plain.columns, arrays, strict=True)]
    metadata = _metadata(name, shapes, about or {})
    schema = pa.schema([*fields, (name, pa.binary())], metadata=metadata)
    wkb = pa.array(shapely.to_wkb(shapes), type=pa.binary())
    with atomic_path(path) as temporary:
        pq.write_table(
            pa.Table.from_arrays([*arrays, wkb], schema=schema), temporary, compression="zstd"
        )


def _metadata(name: str, shapes: Any, about: Mapping[str, str]) -> dict[bytes, bytes]:
    there = shapes[~shapely.is_missing(shapes)]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in there}),
    }
    if len(there):
        column["bbox"] = shapely.total_bounds(there).tolist()
    geo = {"version": "1.1.0", "primary_column": name, "columns": {name: column}}
    metadata = {b"geo": json.dumps(geo, sort_keys=True).encode()}
    if about:
        metadata[_ABOUT] = json.dumps(dict(about), ensure_ascii=False, sort_keys=True).encode()
    return metadata
