"""GeoJSON, GeoPackage and FlatGeobuf in and out, always in EPSG:4326; other vector data in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.atomic import atomic_path
from borderviz.files.texts import read_bytes

_DRIVERS: Final = {
    ".fgb": "FlatGeobuf",
    ".geojson": "GeoJSON",
    ".gpkg": "GPKG",
    ".json": "GeoJSON",
}
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
def vector_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn what the library says of a file into an `InputError`."""
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
    check_foreign(source)
    return _read_layer(source, layer, encoding)


def check_foreign(source: Path) -> None:
    """Raise an `InputError` unless a file is of a format that is read and holds its data itself."""
    if source.suffix.lower() not in _OTHER_FORMATS:
        raise InputError(
            f"{shown_path(source)}: the format {shown(source.suffix)} is not read; use one of "
            f"{', '.join(_OTHER_FORMATS)}"
        )
    if not (source.is_dir() and source.suffix.lower() == ".gdb"):
        _refuse_references(source)


def _refuse_references(source: Path) -> None:
    """Raise when a file points to other data: reading it would read what nobody named."""
    data = read_bytes(source)
    inner = source.suffix.lower() == ".zip" and re.search(rb"\.(?:vrt|gdalg\.json)\b", data, re.I)
    if inner or any(mark in data[:_HEAD].lower() for mark in _REFERENCES):
        raise InputError(
            f"{shown_path(source)} points to other data instead of holding it; name the data itself"
        )


def _read_layer(source: Path, layer: str | None, encoding: str | None = None) -> gpd.GeoDataFrame:
    with vector_errors(source, "read"):
        name = choose_layer(source, layer)
        frame = pyogrio.read_dataframe(source, layer=name, encoding=encoding)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(f"{source}, layer {shown(name)}, holds no geometry")
    return frame


def choose_layer(source: Path, layer: str | None) -> str:
    """Return the name of the layer to read: the only one, unless one is named."""
    layers = [str(name) for name in pyogrio.list_layers(source)[:, 0]]
    if layer is None and len(layers) != 1:
        listed = ", ".join(shown(name) for name in layers) or "none"
        raise InputError(f"{source} holds the layers {listed}; name one with layer=…")
    return layer or layers[0]


def write_vector(
    frame: gpd.GeoDataFrame,
    path: str | os.PathLike[str],
    layer: str | None = None,
    *,
    about: Mapping[str, str] | None = None,
) -> None:
    """Write a GeoJSON (RFC 7946, 1 cm), GeoPackage or FlatGeobuf file, whole or not at all.

    Lists become JSON texts. The layer is named after the file unless `layer` says otherwise;
    `about` (title, sources, licence …) goes into the file's own description. The same table
    gives the same GeoJSON and FlatGeobuf bytes; a GeoPackage has the same content but carries
    the time of writing.

    Raises
    ------
    InputError
        The table is not in EPSG:4326, the suffix is not known, two columns cannot be told apart
        in the format, or the file cannot be written.
    """
    target = Path(path)
    driver = _driver(target)
    _check_wgs84(frame, "the table")
    if driver == "GPKG":
        _check_names_of_sql(frame, target)
    with atomic_path(target) as temporary, vector_errors(target, "write"):
        temporary.unlink()  # the library would open an empty file as a broken one
        pyogrio.write_dataframe(
            _without_lists(frame), temporary, layer=layer or target.stem, driver=driver,
            **_options(driver, frame, about or {}),
        )  # fmt: skip


def _options(driver: str, frame: gpd.GeoDataFrame, about: Mapping[str, str]) -> dict[str, Any]:
    told = "\n".join(f"{key}: {text}" for key, text in about.items())
    described = {"DESCRIPTION": told} if told else {}
    if driver == "GeoJSON":
        # Without the second option a text that looks like JSON would become JSON.
        return {"RFC7946": "YES", "AUTODETECT_JSON_STRINGS": "NO", **described}
    if driver == "FlatGeobuf":  # an index would put the rows in another order
        return {"SPATIAL_INDEX": "NO", **described}
    taken = {str(name).lower() for name in frame.columns}
    names = {"FID": _free("fid", taken), "GEOMETRY_NAME": _free("geom", taken)}
    return {"dataset_metadata": dict(about), **names} if about else names


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _check_names_of_sql(frame: gpd.GeoDataFrame, target: Path) -> None:
    folded: dict[str, str] = {}
    for name in map(str, frame.columns):
        other = folded.setdefault(name.lower(), name)
        if other != name:
            raise InputError(
                f"cannot write {shown_path(target)}: a GeoPackage cannot tell the columns "
                f"{shown(other)} and {shown(name)} apart; rename one, or write another format"
            )


def _without_lists(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    plain = frame.copy()
    for name in plain.columns[[pd.api.types.is_object_dtype(kind) for kind in plain.dtypes]]:
        plain[name] = [
            json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value
            for value in plain[name]
        ]
    return plain
