"""The map layers of a pack: borders, rivers, outlines; each read when it is first asked for.

To read them takes longer than the tables do, and much that is asked of a pack needs none. What
is read later must be what the registry stated when the pack was loaded, or is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from borderviz.crs import WGS84, assert_wgs84
from borderviz.errors import DataPackError, InputError, shown
from borderviz.files import read_vector
from borderviz.geodata.overlay import OUTLINE_COLUMNS, OUTLINES, is_overlay
from borderviz.geodata.registry import file_fault

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "borders": ("border_id", "country_a", "country_b", "name_en", "accuracy_m"),
    "rivers": ("place_id", "name_en"),
    "countries": ("country",),
    "provinces": ("admin1",),
}
_OUTLINES: Final = "outlines"


@dataclass(frozen=True, eq=False, repr=False)
class Layers:
    """The layers of a pack by name; all geometries in EPSG:4326.

    Threads may share one: all are given the same table, whoever reads it first. What is pickled
    or copied are the tables themselves.

    Parameters
    ----------
    root : Path
        The folder of the pack.
    stated : mapping of str to str
        The digests that its registry states, by file.
    place_ids : pandas.Series
        Ids of the pack's places, of which `outlines` may show some.
    """

    root: Path
    stated: Mapping[str, str]
    place_ids: pd.Series
    _read: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)

    def __getitem__(self, name: str) -> gpd.GeoDataFrame:
        """Return a layer; `DataPackError` if it has changed or is not of the pack's layout."""
        if name not in self._read:
            self._read.setdefault(name, self._from_file(name))
        return self._read[name]

    def with_layer(self, name: str, frame: gpd.GeoDataFrame) -> Layers:
        """Return these layers with another table for one of them."""
        return Layers(self.root, self.stated, self.place_ids, {**self._read, name: frame})

    def read_all(self) -> None:
        """Read what was not yet asked for, so that whatever is wrong is told now."""
        for name in (*_COLUMNS, _OUTLINES):
            self[name]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: elsewhere the files may be others."""
        self.read_all()
        return self.__dict__

    def _from_file(self, name: str) -> gpd.GeoDataFrame:
        file = OUTLINES if name == _OUTLINES else f"boundaries/{name}.geojson"
        if file in self.stated and (fault := file_fault(self.root, file, self.stated[file])):
            raise DataPackError(
                f"the data pack at {str(self.root)!r} is no longer what was loaded: {fault}; "
                "load it again"
            )
        if name == _OUTLINES:
            return read_outlines(self.root, self.place_ids)
        frame = read_layer(self.root / file, _COLUMNS[name])
        if name == "borders" and not (frame["accuracy_m"] >= 0).all():
            raise DataPackError(
                f"{str(self.root / file)!r}: accuracy_m is missing or below zero; state it in "
                "metres"
            )
        return frame


def read_outlines(root: Path, place_ids: pd.Series) -> gpd.GeoDataFrame:
    """Read the polygons of units of a pack or an overlay; a pack may have none."""
    path = root / OUTLINES
    if not path.is_file() and not is_overlay(root):
        empty = {name: pd.Series(dtype="string") for name in OUTLINE_COLUMNS}
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=WGS84))
    frame = read_layer(path, OUTLINE_COLUMNS)
    strange = ~frame["place_id"].isin(place_ids) | frame["place_id"].duplicated()
    if strange.any():
        which = shown(frame.loc[strange, "place_id"].iloc[0])
        raise DataPackError(f"{str(path)!r}: {which} stands twice or is no place of the pack")
    polygons = frame.geom_type.isin(["Polygon", "MultiPolygon"])
    if not (polygons & frame.geometry.is_valid & ~frame.geometry.is_empty).all():
        raise DataPackError(f"{str(path)!r}: a geometry is no polygon or is not valid; mend it")
    return frame[[*OUTLINE_COLUMNS, "geometry"]].astype(dict.fromkeys(OUTLINE_COLUMNS, "string"))


def read_layer(path: Path, columns: tuple[str, ...] = ()) -> gpd.GeoDataFrame:
    """Read a file of a pack in EPSG:4326 that must have some columns."""
    try:
        frame = read_vector(path)
        assert_wgs84(frame, path.name)
    except InputError as error:
        raise DataPackError(str(error)) from error
    require_columns(frame, columns, path)
    return frame


def require_columns(frame: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    """Raise a `DataPackError` that names the first column which a file of a pack lacks."""
    for column in columns:
        if column not in frame.columns:
            raise DataPackError(f"{str(path)!r} has no column {column!r}; see geodata/README.md")
