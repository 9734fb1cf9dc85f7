"""Vector data that others made, feature by feature: one broken feature costs only itself.

pyogrio reads the whole layer at once. Where that fails, or where a geometry is missing (the
library reads a broken one as none, without a word), fiona reads the features one by one, and
what the library logs meanwhile tells the broken ones from those that have no geometry.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import fiona
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from fiona.errors import FionaError
from pyogrio.errors import FeatureError, GeometryError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from borderviz.crs import to_wgs84
from borderviz.errors import InputError, shown, shown_path
from borderviz.files.archives import check_archive
from borderviz.files.headers import check_header
from borderviz.files.shapefiles import shapefile_encoding
from borderviz.files.vector import check_foreign, choose_layer, vector_errors

_BROKEN: Final = (
    FeatureError, GeometryError, OSError, RuntimeError, ShapelyError, UnicodeDecodeError,
    pa.ArrowException,
)  # fmt: skip
"""What a broken feature makes of the reading of a whole layer."""
_LOGGERS: Final = ("fiona._env", "fiona.ogrext")
_MOST_FAILURES: Final = 1000
"""Features in a row that cannot be read: after these the rest is given up."""
_EXACT: Final = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
}
"""Types that stay as they are where values are missing; whole numbers would become decimals."""


@dataclass(frozen=True, slots=True)
class Features:
    """A layer of features.

    Attributes
    ----------
    frame : geopandas.GeoDataFrame, EPSG:4326
        All features, in the order of the file, with a fresh index.
    broken : tuple
        Position and reason of features that could not be read whole; what could be read of
        them is in `frame`.
    notes : tuple of str
        What was done to the layer that its maker may not expect.
    """

    frame: gpd.GeoDataFrame
    broken: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_features(
    path: str | os.PathLike[str], *, layer: str | None = None, encoding: str | None = None
) -> Features:
    """Read a layer of vector data with all that can be read of it, brought to EPSG:4326.

    Parameters
    ----------
    path
        A Shapefile (also zipped), GeoPackage, FlatGeobuf, GML or a file geodatabase.
    layer
        Its layer, when it holds several.
    encoding
        Encoding of its texts, when it does not say so itself.

    Raises
    ------
    InputError
        The file is missing, broken as a whole, of another format, only points to other data,
        or does not say in which coordinate reference system it is.
    """
    source = Path(path)
    check_foreign(source)
    if source.suffix.lower() == ".zip":
        check_archive(source)
    used = encoding or shapefile_encoding(source)
    with vector_errors(source, "read"):
        name = choose_layer(source, layer)
        check_header([str(n) for n in pyogrio.read_info(source, layer=name)["fields"]] or ["-"],
                     shown_path(source))  # fmt: skip
        frame = _read_bulk(source, name, used)
    broken: tuple[tuple[int, str], ...] = ()
    if frame is None or frame.geometry.isna().any():
        frame, broken = _read_singly(source, name, used)
    return in_degrees(frame, source, broken)


def in_degrees(
    stated: gpd.GeoDataFrame, source: Path, broken: tuple[tuple[int, str], ...]
) -> Features:
    """Bring features to EPSG:4326, and say so where that moved them."""
    if stated.empty and stated.crs is None:
        return Features(stated)
    degrees = to_wgs84(stated, shown_path(source))
    before = shapely.get_coordinates(stated.geometry.to_numpy())
    moved = not np.array_equal(before, shapely.get_coordinates(degrees.geometry.to_numpy()))
    notes = (f"its coordinates were brought from {stated.crs.name} to WGS 84",) if moved else ()
    return Features(degrees, broken, notes)


def _read_bulk(source: Path, layer: str, encoding: str | None) -> gpd.GeoDataFrame | None:
    try:
        frame = pyogrio.read_dataframe(
            source, layer=layer, encoding=encoding, use_arrow=True,
            arrow_to_pandas_kwargs={"types_mapper": _EXACT.get},
        )  # fmt: skip
    except _BROKEN:
        return None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(f"{shown_path(source)}, layer {shown(layer)}, holds no geometry")
    return frame


# --- one by one ---------------------------------------------------------------------------------


class _Heard(logging.Handler):
    """Keeps what is logged of a feature."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def told(self) -> str:
        """Return what was logged since it was last asked."""
        lines, self.lines = self.lines, []
        return "; ".join(dict.fromkeys(lines))


@contextmanager
def _listening() -> Iterator[_Heard]:
    heard = _Heard()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(heard)
        logger.propagate = False  # what is broken is told once, with its row
    try:
        yield heard
    finally:
        for logger, spread in zip(loggers, before, strict=True):
            logger.removeHandler(heard)
            logger.propagate = spread


def _read_singly(
    source: Path, layer: str, encoding: str | None
) -> tuple[gpd.GeoDataFrame, tuple[tuple[int, str], ...]]:
    inside = f"/vsizip/{source.resolve()}" if source.suffix.lower() == ".zip" else source
    try:
        with _listening() as heard, fiona.open(inside, layer=layer, encoding=encoding) as features:
            names, expected = list(features.schema["properties"]), len(features)
            crs = features.crs_wkt or None
            heard.told()
            found = list(_features(iter(features), heard))
    except (FionaError, OSError, ValueError) as error:
        raise InputError(f"cannot read {shown_path(source)} as vector data: {error}") from error
    if len(found) < expected:  # one entry for all: what a file says of itself may be wrong
        lost = expected - len(found)
        found.append(({}, None, f"the file ends before its last {lost} features; save it again"))
    columns = {name: [cells.get(name) for cells, _, _ in found] for name in names}
    cells = pd.DataFrame(columns, dtype=object, index=range(len(found)))
    frame = gpd.GeoDataFrame(cells, geometry=[geometry for _, geometry, _ in found], crs=crs)
    return frame, tuple((at, why) for at, (_, _, why) in enumerate(found) if why)


def _features(features: Iterator[Any], heard: _Heard) -> Iterator[tuple[dict[str, Any], Any, str]]:
    """Yield the cells of each feature, its shape, and why they are not all there."""
    failures = 0
    while failures < _MOST_FAILURES:
        try:
            feature = next(features)
        except StopIteration:
            return
        except Exception as error:  # one broken feature may raise what it likes
            failures += 1
            yield {}, None, f"cannot be read: {heard.told() or error}"
            continue
        failures = 0
        geometry, reason = None, heard.told()
        try:
            geometry = None if feature.geometry is None else shape(feature.geometry)
        except Exception as error:  # as above
            reason = reason or str(error)
        why = f"its geometry cannot be read: {reason}" if reason else ""
        yield dict(feature.properties), geometry, why
