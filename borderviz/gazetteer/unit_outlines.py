"""True polygons of units, brought by a user, as an overlay of a pack.

Every polygon is matched to a unit of the gazetteer: by id, or by name (exact or folded) within
its province where the file names it. What is ambiguous, unknown or does not fit the ground is
reported and left out; nothing is guessed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from borderviz.crs import WGS84
from borderviz.errors import InputError, shown, shown_path
from borderviz.gazetteer.unit_checks import check_unit_rows
from borderviz.gazetteer.unit_rows import UnitColumns, read_unit_rows
from borderviz.gazetteer.units import UnitFinder
from borderviz.geodata import (
    check_target,
    load_geodata,
    pack_roots,
    registry_digest,
    write_overlay,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from borderviz.gazetteer.unit_rows import UnitRow

REPORT_COLUMNS: Final = (
    "row", "label", "province", "place_id", "place", "outcome", "by", "area_km2", "remark",
)  # fmt: skip


def add_unit_outlines(  # noqa: PLR0913 - one argument per thing that a file may need said
    path: str | Path,
    folder: str | Path,
    *,
    source: str,
    licence: str,
    base: str | Path | None = None,
    title: str | None = None,
    id_column: str | None = None,
    name_columns: Sequence[str] = (),
    province_column: str | None = None,
    layer: str | None = None,
    encoding: str | None = None,
) -> pd.DataFrame:
    """Make an overlay of a pack from true polygons of its units.

    Parameters
    ----------
    path : path-like
        Vector data with one polygon per unit, in any coordinate system: GeoPackage, GeoJSON,
        TopoJSON, Shapefile, FlatGeobuf, GML, KML, file geodatabase.
    folder : path-like
        Folder of the overlay, new or to be written over; ``load_geodata(folder)`` reads it.
    source, licence : str
        Where the polygons come from (with its address), and under which terms.
    base : path-like, optional
        Folder of the pack to extend, which may be an overlay; the shipped pack by default.
    title : str, optional
        What to call the overlay; by default "Outlines of units" and the file's name.
    id_column : str, optional
        Column with ids of the gazetteer (``gn:…``); ``place_id`` where there is one.
    name_columns : sequence of str, optional
        Columns with names of the units; by default the first that is known to hold them.
    province_column : str, optional
        Column with the province's name or ISO 3166-2 code; ``province`` or ``admin1`` by default.
    layer, encoding : str, optional
        Layer of the file, and encoding of its texts, where these need to be said.

    Returns
    -------
    pandas.DataFrame
        One row per polygon: row (counted from 1), label, province, place_id, place, outcome,
        by (id or name), area_km2, remark. Outcomes: ``matched`` (in the overlay), and left out
        ``unmatched``, ``ambiguous``, ``repeated`` (several polygons for one unit), ``outside``
        (mostly off the unit's country), ``far`` (matched by name, but more than 5 km off the
        point that the gazetteer has), ``no polygon``.

    Raises
    ------
    InputError
        The file cannot be read or used, no polygon matched, or the folder holds other things.
    """
    target = Path(folder)
    check_target(target)
    for what, text in (("source", source), ("licence", licence)):
        if not text.strip():
            raise InputError(f"the {what} of the polygons is blank; say it, readers will ask")
    geodata = load_geodata(base)
    finder = UnitFinder(geodata.places, geodata.names)
    columns = UnitColumns(id_column, tuple(name_columns), province_column)
    read = read_unit_rows(path, finder, columns, layer=layer, encoding=encoding)
    rows = check_unit_rows(read, geodata)
    if not any(row.fit for row in rows):
        first = rows[0]
        raise InputError(
            f"no polygon of {shown_path(path)} could be used; the first, {shown(first.label)}, is "
            f"{first.outcome}: {first.remark}"
        )
    below = pack_roots(base)[0]
    about = {
        "title": title or f"Outlines of units ({Path(path).name})",
        "extends": registry_digest(below),
        "base": None if base is None else Path(os.path.relpath(below, target)).as_posix(),
        "source": source.strip(),
        "licence": licence.strip(),
    }
    write_overlay(target, about, _outlines(rows, source.strip()))
    return pd.DataFrame([row.told() for row in rows], columns=list(REPORT_COLUMNS))


def _outlines(rows: Sequence[UnitRow], source: str) -> gpd.GeoDataFrame:
    kept = sorted((row.fit for row in rows if row.fit), key=lambda fit: fit[0].place_id)
    units = [place for place, _ in kept]
    columns = {
        "place_id": [place.place_id for place in units],
        "name": [place.name for place in units],
        "source": source,
    }
    return gpd.GeoDataFrame(columns, geometry=[geometry for _, geometry in kept], crs=WGS84)
