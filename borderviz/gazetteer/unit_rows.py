"""Polygons of a user's file, each matched to the unit that it is of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import shapely

from borderviz.crs import geodesic_area_m2, polygonal, to_wgs84
from borderviz.errors import InputError, shown, shown_path
from borderviz.files import read_foreign_vector

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer.places import Place
    from borderviz.gazetteer.units import UnitFinder

_ID_COLUMNS: Final = ("place_id",)
_NAME_COLUMNS: Final = ("shapeName", "NAME_2", "ADM2_EN", "name", "NAME_1", "ADM1_EN")
"""Columns in which common sources of boundaries keep the names of units."""
_PROVINCE_COLUMNS: Final = ("province", "admin1")
_GRID: Final = 1e-7
"""Step of coordinates in degrees: GeoJSON is written to a centimetre."""


@dataclass(frozen=True)
class UnitRow:
    """A polygon of the user's file on its way into the overlay.

    Attributes
    ----------
    number : int
        Which row of the file, from 1.
    label, province : str
        What the file calls it, and the province.
    geometry : Polygon or MultiPolygon, EPSG:4326, or None
    place : Place or None
        The unit that it is matched to.
    outcome, by, remark : str
        What became of it, what it was matched by, why.
    """

    number: int
    label: str
    province: str
    geometry: BaseGeometry | None
    place: Place | None
    outcome: str
    by: str
    remark: str

    @property
    def fit(self) -> tuple[Place, BaseGeometry] | None:
        """The unit and its polygon; None for a polygon that is left out."""
        if self.outcome != "matched" or self.place is None or self.geometry is None:
            return None
        return self.place, self.geometry

    def refused(self, outcome: str, remark: str) -> UnitRow:
        """Leave the polygon out."""
        return replace(self, outcome=outcome, remark=remark)

    def told(self) -> dict[str, Any]:
        """Return the row as the report has it."""
        area = geodesic_area_m2(self.geometry) / 1e6 if self.geometry else None
        return {
            "row": self.number,
            "label": self.label,
            "province": self.province or None,
            "place_id": self.place.place_id if self.place else None,
            "place": self.place.name if self.place else None,
            "outcome": self.outcome,
            "by": self.by,
            "area_km2": None if area is None else round(area, 1),
            "remark": self.remark or None,
        }


@dataclass(frozen=True)
class UnitColumns:
    """Where the file says what its polygons are; None and empty where nothing was said.

    Attributes
    ----------
    ids : str or None
        Column with ids of the gazetteer.
    names : tuple of str
        Columns with names of the units.
    province : str or None
        Column with names or codes of provinces.
    """

    ids: str | None = None
    names: tuple[str, ...] = ()
    province: str | None = None


def read_unit_rows(
    path: str | Path,
    finder: UnitFinder,
    columns: UnitColumns,
    *,
    layer: str | None = None,
    encoding: str | None = None,
) -> list[UnitRow]:
    """Read polygons in EPSG:4326, each with the unit that it is matched to.

    Raises
    ------
    InputError
        The file cannot be read, holds nothing, or does not show what its polygons are.
    """
    frame = to_wgs84(read_foreign_vector(path, layer=layer, encoding=encoding), str(path))
    if frame.empty:
        raise InputError(f"{shown_path(path)} holds no polygons; it must have one per unit")
    found = _found_columns(frame, path, columns)
    texts = frame.drop(columns=frame.geometry.name)
    return [
        _matched(number, {str(k): v for k, v in cells.items()}, geometry, found, finder)
        for number, (cells, geometry) in enumerate(
            zip(texts.to_dict("records"), frame.geometry, strict=True), start=1
        )
    ]


def _found_columns(frame: gpd.GeoDataFrame, path: str | Path, said: UnitColumns) -> UnitColumns:
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    listed = ", ".join(shown(name) for name in names) or "none"
    for asked in (said.ids, *said.names, said.province):
        if asked is not None and asked not in names:
            raise InputError(f"{shown_path(path)} has no column {shown(asked)}; it has {listed}")
    found = UnitColumns(
        said.ids or next((name for name in _ID_COLUMNS if name in names), None),
        said.names or tuple(name for name in _NAME_COLUMNS if name in names)[:1],
        said.province or next((name for name in _PROVINCE_COLUMNS if name in names), None),
    )
    if found.ids is None and not found.names:
        raise InputError(
            f"{shown_path(path)} does not show which column names its units; name it with "
            f"name_columns=[…] (--name-column) or id_column=… (--id-column); it has {listed}"
        )
    return found


def _matched(
    number: int,
    cells: Mapping[str, Any],
    geometry: BaseGeometry | None,
    columns: UnitColumns,
    finder: UnitFinder,
) -> UnitRow:
    place_id = _text(cells, columns.ids)
    spoken = [text for name in columns.names if (text := _text(cells, name))]
    province = _text(cells, columns.province)
    label = " / ".join(dict.fromkeys(spoken)) or place_id
    polygon = _polygon(geometry)
    if not label:
        return UnitRow(number, "", province, polygon, None, "unmatched", "name", "it has no name")
    match = finder.by_id(place_id) if place_id else finder.by_name(spoken, province)
    row = UnitRow(
        number, label, province, polygon, match.place, match.outcome, match.by, match.reason
    )
    return row if polygon is not None else row.refused("no polygon", "it has no polygon")


def _text(cells: Mapping[str, Any], column: str | None) -> str:
    value = cells.get(column) if column else None
    return "" if value is None or pd.isna(value) else str(value).strip()


def _polygon(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Return the polygons of a geometry: valid, flat, on the grid of the file to be written."""
    if geometry is None or geometry.is_empty:
        return None
    whole = _polygons(shapely.make_valid(shapely.force_2d(geometry)))
    snapped = _polygons(shapely.set_precision(whole, _GRID))
    return None if snapped.is_empty else snapped


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    flat = shapely.get_parts(shapely.get_parts(geometry))  # a collection may hold multipolygons
    return polygonal(shapely.GeometryCollection(list(flat)))
