"""GeoJSON and GeoPackage in and out, always in EPSG:4326; other vector data in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.atomic import atomic_path
from borderviz.files.texts import read_bytes

_DRIVERS: Final = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG"}
_WGS84: Final = 4326
_OTHER_FORMATS: Final = (
    ".fgb", ".gdb", ".geojson", ".gml", ".gpkg", ".json", ".kml", ".shp", ".topojson", ".zip",
)  # fmt: skip
"""Formats read besides our own: each holds its data itself, none refers to the network."""
_REFERENCES: Final = (b"<ogrvrtdatasource", b"<ogrwfsdatasource", b"gdal_streamed_alg")
"""Marks of files that only point elsewhere; the library knows them by content, not by name."""
_HEAD: Final = 65_536


def _driver(path: Path) -> str:
    driver = _DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise InputError(
            f"{path}: the format {shown(path.suffix)} is not known; use one of "
            f"{', '.join(sorted(_DRIVERS))}"
        )
    return driver


@contextmanager
def _as_input_error(path: Path, doing: str) -> Iterator[None]:
    try:
        yield
    except (DataSourceError, DataLayerError) as error:
        raise InputError(f"cannot {doing} {shown_path(path)} as vector data: {error}") from error


def _check_wgs84(frame: gpd.GeoDataFrame, what: str) -> None:
    if frame.crs is None or frame.crs.to_epsg() != _WGS84:
        found = "no coordinate reference system" if frame.crs is None else str(frame.crs)
        raise InputError(f"{what} is in {found}; bring it to EPSG:4326 (WGS 84) first")


def read_vector(path: str | os.PathLike[str], layer: str | None = None) -> gpd.GeoDataFrame:
    """Read a GeoJSON or GeoPackage file in EPSG:4326.

    Raises
    ------
    InputError
        The file is missing or no such data, holds several layers and none is named, or is in
        another coordinate reference system.
    """
    source = Path(path)
    _driver(source)
    if not source.is_file():
        read_bytes(source)  # says whether it is missing, a folder or closed to reading
    frame = _read_layer(source, layer)
    _check_wgs84(frame, str(source))
    return frame


def read_foreign_vector(
    path: str | os.PathLike[str], *, layer: str | None = None, encoding: str | None = None
) -> gpd.GeoDataFrame:
    """Read vector data that somebody else made, in the coordinate system it has.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, TopoJSON, FlatGeobuf, GML, KML, a Shapefile (also zipped) or a
        file geodatabase.
    layer
        Its layer, when it holds several.
    encoding
        Encoding of its texts, when it does not say so itself or says it wrong.

    Raises
    ------
    InputError
        The file is missing, of another format, only points to other data, or holds no geometry.
    """
    source = Path(path)
    if source.suffix.lower() not in _OTHER_FORMATS:
        raise InputError(
            f"{shown_path(path)}: the format {shown(source.suffix)} is not read; use one of "
            f"{', '.join(_OTHER_FORMATS)}"
        )
    if not (source.is_dir() and source.suffix.lower() == ".gdb"):
        _refuse_references(source)
    return _read_layer(source, layer, encoding)


def _refuse_references(source: Path) -> None:
    """Raise when a file points to other data: reading it would read what nobody named."""
    data = read_bytes(source)
    inner = source.suffix.lower() == ".zip" and re.search(rb"\.(?:vrt|gdalg\.json)\b", data, re.I)
    if inner or any(mark in data[:_HEAD].lower() for mark in _REFERENCES):
        raise InputError(
            f"{shown_path(source)} points to other data instead of holding it; name the data itself"
        )


def _read_layer(source: Path, layer: str | None, encoding: str | None = None) -> gpd.GeoDataFrame:
    with _as_input_error(source, "read"):
        layers = [str(name) for name in pyogrio.list_layers(source)[:, 0]]
        if layer is None and len(layers) > 1:
            listed = ", ".join(shown(name) for name in layers)
            raise InputError(f"{source} holds the layers {listed}; name one with layer=…")
        frame = pyogrio.read_dataframe(source, layer=layer, encoding=encoding)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(f"{source}, layer {shown(layer or layers[0])}, holds no geometry")
    return frame


def write_vector(
    frame: gpd.GeoDataFrame, path: str | os.PathLike[str], layer: str | None = None
) -> None:
    """Write a GeoJSON (RFC 7946, 1 cm) or GeoPackage file, whole or not at all.

    Lists become JSON texts. The layer is named after the file unless `layer` says otherwise.
    The same table gives the same GeoJSON bytes; a GeoPackage has the same content but carries
    the time of writing.

    Raises
    ------
    InputError
        The table is not in EPSG:4326, the suffix is not known, or the file cannot be written.
    """
    target = Path(path)
    driver = _driver(target)
    _check_wgs84(frame, "the table")
    # Without the second option a text that looks like JSON would become JSON.
    geojson = {"RFC7946": "YES", "AUTODETECT_JSON_STRINGS": "NO"}
    options = geojson if driver == "GeoJSON" else {}
    with atomic_path(target) as temporary, _as_input_error(target, "write"):
        temporary.unlink()  # the library would open an empty file as a broken one
        pyogrio.write_dataframe(
            _without_lists(frame), temporary, layer=layer or target.stem, driver=driver, **options
        )


def _without_lists(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    plain = frame.copy()
    for name in plain.columns[[pd.api.types.is_object_dtype(kind) for kind in plain.dtypes]]:
        plain[name] = [
            json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value
            for value in plain[name]
        ]
    return plain
