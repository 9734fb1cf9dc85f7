"""Writers: which one a file needs, told by its ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final, cast

import geopandas as gpd
import pandas as pd

from borderviz.crs import WGS84
from borderviz.errors import InputError, shown, shown_path

__all__ = ["WRITE_ENDINGS", "About", "check_ending", "write_table"]

_WRITERS: Final = {
    ".csv": "table_writers:write_comma",
    ".xlsx": "table_writers:write_spreadsheet",
    ".jsonl": "table_writers:write_lines",
    ".geojson": "shape_writers:write_layer",
    ".gpkg": "shape_writers:write_layer",
    ".fgb": "shape_writers:write_layer",
    ".parquet": "shape_writers:write_parquet",
    ".kml": "kml_writer:write_document",
}
WRITE_ENDINGS: Final = tuple(_WRITERS)


@dataclass(frozen=True, slots=True)
class About:
    """What a written file says of itself, where its format has a place for it.

    Attributes
    ----------
    title : str
    sources : tuple of str
        Whose data are in it.
    licence : str
    notice : str
        What whoever opens it must know, such as that it is not for publication.
    colours : mapping
        Colour (``#rrggbb``) by type of event, for formats with styles.
    """

    title: str = "Events"
    sources: tuple[str, ...] = ()
    licence: str = ""
    notice: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)

    def as_texts(self) -> dict[str, str]:
        """Return what is not empty as key and text."""
        told = {
            "title": self.title,
            "notice": self.notice,
            "sources": "; ".join(self.sources),
            "licence": self.licence,
            "software": "borderviz",
        }
        return {key: text for key, text in told.items() if text}


def check_ending(path: Path) -> None:
    """Raise an `InputError` unless a format is written to files that end like this."""
    if path.suffix.lower() not in _WRITERS:
        raise InputError(
            f"cannot write {shown_path(path)}: no format ends in {shown(path.suffix)}; use one of "
            f"{', '.join(WRITE_ENDINGS)}"
        )


def write_table(
    events: pd.DataFrame,
    shapes: gpd.GeoSeries,
    path: Path,
    *,
    about: About,
    bom: bool = False,
) -> None:
    """Write events in the format that the ending of a file tells, whole or not at all.

    Parameters
    ----------
    events : pandas.DataFrame
        The contract, typed.
    shapes : geopandas.GeoSeries, EPSG:4326
        One shape (or none) per event, for formats that have shapes.
    path, about
        The file, and what it says of itself.
    bom
        Begin a CSV file with a byte order mark.

    Raises
    ------
    InputError
        No format has this ending, the format cannot hold the table, or it cannot be written.
    """
    check_ending(path)
    ending = path.suffix.lower()
    if bom and ending != ".csv":
        raise InputError(f"a byte order mark is for .csv files, not for {shown_path(path)}")
    module, _, name = _WRITERS[ending].partition(":")
    writer = getattr(import_module(f"borderviz.events.formats.{module}"), name)
    name = "geometry"
    while name in events.columns:  # a column of the user's own
        name += "_"
    frame = gpd.GeoDataFrame({**events, name: shapes.to_numpy()}, geometry=name, crs=WGS84)
    cast("Callable[..., None]", writer)(frame, path, about=about, bom=bom)
