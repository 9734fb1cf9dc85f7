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

from borderviz.crs import WGS84, to_wgs84
from borderviz.errors import InputError, shown_path
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


@dataclass(frozen=True, slots=True)
class Features:
    """A layer of features.

    Attributes
    ----------
    cells : pandas.DataFrame
        All features, in the order of the file, with a fresh index.
    shapes : geopandas.GeoSeries, EPSG:4326
        Their shapes; missing where there is none.
    broken : tuple
        Position and reason of features that could not be read whole; what could be read of
        them is in `cells`.
    notes : tuple of str
        What was done to the layer that its maker may not expect.
    """

    cells: pd.DataFrame
    shapes: gpd.GeoSeries
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
        fields = [str(field) for field in pyogrio.read_info(source, layer=name)["fields"]]
        check_header(fields or ["(none)"], shown_path(source))
        found = _read_bulk(source, name, used)
    if found is None:
        cells, shapes, broken = _read_singly(source, name, used)
        return in_degrees(cells, shapes, source, broken)
    return in_degrees(*found, source, ())


def in_degrees(
    cells: pd.DataFrame, stated: gpd.GeoSeries, source: Path, broken: tuple[tuple[int, str], ...]
) -> Features:
    """Bring features to EPSG:4326, and say so where that moved them."""
    if stated.isna().all() and stated.crs is None:
        return Features(cells, stated.set_crs(WGS84), broken)
    degrees = to_wgs84(gpd.GeoDataFrame(geometry=stated), shown_path(source)).geometry
    before, after = (shapely.get_coordinates(shapes.to_numpy()) for shapes in (stated, degrees))
    moved = not np.array_equal(before, after)
    notes = (f"its coordinates were brought from {stated.crs.name} to WGS 84",) if moved else ()
    return Features(cells, degrees, broken, notes)


def exact_type(kind: pa.DataType) -> Any:
    """Return the type of a column that stays what it is where values are missing.

    Whole numbers would become decimals, and long ones others.
    """
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pd.StringDtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    return pd.Int64Dtype() if pa.types.is_signed_integer(kind) else None


def _read_bulk(
    source: Path, layer: str, encoding: str | None
) -> tuple[pd.DataFrame, gpd.GeoSeries] | None:
    """Read a layer at once; None where a feature lacks its shape, or is in the way."""
    try:
        meta, table = pyogrio.read_arrow(source, layer=layer, encoding=encoding)
        last = table.num_columns - 1
        if meta["geometry_type"] is None:
            wkb = np.full(len(table), None, dtype=object)
        else:
            wkb = table.column(last).to_numpy(zero_copy_only=False)
            table = table.remove_column(last)
        cells = table.to_pandas(types_mapper=exact_type, date_as_object=True)
        shapes = gpd.GeoSeries(shapely.from_wkb(wkb), crs=meta["crs"])
    except _BROKEN:
        return None
    if meta["geometry_type"] is not None and shapes.isna().any():
        return None
    return cells, shapes


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
) -> tuple[pd.DataFrame, gpd.GeoSeries, tuple[tuple[int, str], ...]]:
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
    shapes = gpd.GeoSeries([geometry for _, geometry, _ in found], index=cells.index, crs=crs)
    return cells, shapes, tuple((at, why) for at, (_, _, why) in enumerate(found) if why)


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
