"""Event tables out, in any of the formats; `read_events` gives the same events back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from borderviz.crs import WGS84, assert_wgs84, disc
from borderviz.errors import InputError
from borderviz.events.formats.writing import About, write_table
from borderviz.events.table import normalise_events
from borderviz.schema import EVENT_COLUMNS

__all__ = ["write_events"]


def write_events(
    frame: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    bom: bool = False,
    about: About | None = None,
    columns: tuple[str, ...] = EVENT_COLUMNS,
) -> None:
    """Write events as CSV, XLSX, JSONL, GeoJSON, GeoPackage, FlatGeobuf, GeoParquet or KML.

    `read_events` gives the same events back; what a format cannot hold stands in
    `borderviz.events.formats.losses`.

    Parameters
    ----------
    frame
        Events; they are checked and brought to the contract first. A geometry column in
        EPSG:4326 is written to formats that hold shapes; without one, stated coordinates are
        written as points, and as discs where they have an uncertainty.
    path
        The file, written whole or not at all; its ending tells the format.
    bom
        Begin a CSV file with a byte order mark, by which spreadsheets recognise UTF-8.
    about
        What the file says of itself, where its format has a place for it.
    columns
        Columns of the contract to write, all by default. Columns it does not name are written
        always.

    Raises
    ------
    InputError
        A row is bad, the format is not known or cannot hold the table, or the file cannot be
        written.
    """
    cells = pd.DataFrame(frame)
    shapes = None
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        assert_wgs84(frame, "the table of events")
        shapes = frame.geometry
        cells = cells.drop(columns=frame.active_geometry_name)
    events = normalise_events(cells)
    if len(events) != len(frame):
        raise InputError("the table of events has empty rows; drop them")
    kept = [name for name in events.columns if name in columns or name not in EVENT_COLUMNS]
    drawn = _stated(events) if shapes is None else gpd.GeoSeries(shapes.to_numpy(), crs=WGS84)
    write_table(events[kept], drawn, Path(path), about=about or About(), bom=bom)


def _stated(events: pd.DataFrame) -> gpd.GeoSeries:
    """Return what stated coordinates mean: a point, or the disc of their uncertainty."""
    cells = events[["longitude", "latitude", "coordinate_uncertainty_m"]].astype(object)
    rows = cells.where(cells.notna(), None).itertuples(index=False, name=None)
    return gpd.GeoSeries([_shape(*row) for row in rows], crs=WGS84)


def _shape(longitude: float | None, latitude: float | None, radius_m: float | None) -> Any:
    if longitude is None or latitude is None:
        return None
    if not radius_m:
        return shapely.Point(longitude, latitude)
    return disc(longitude, latitude, radius_m)
