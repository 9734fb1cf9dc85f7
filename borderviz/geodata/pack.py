"""A loaded pack: its tables, layers and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from borderviz.errors import DataPackError, InputError, shown
from borderviz.files import read_csv_text
from borderviz.geodata.info import PackInfo, check_info, read_info
from borderviz.geodata.layers import Layers, read_layer, read_outlines, require_columns
from borderviz.geodata.overlay import (
    base_of,
    is_overlay,
    read_overlay,
    stale_faults,
    verify_geodata,
)
from borderviz.geodata.own_places import combined_digest, lay_over
from borderviz.geodata.registry import find_pack, is_shipped, read_registry, registry_digest
from borderviz.geodata.rules import ZoneRule, check_rules, read_rules

_NUMBERS = (
    "latitude",
    "longitude",
    "extent_m",
    "population",
    "distance_to_border_line_m",
    "length_m",
)
DETAILS = (0, 1)
"""Levels of detail of the background under ``basemap/``; level 2 is the full outlines."""


@dataclass(frozen=True, eq=False, repr=False)
class Geodata:
    """A loaded and verified data pack; all geometries in EPSG:4326.

    Attributes
    ----------
    root : Path
    info : PackInfo
    places, names, crossings, units : pandas.DataFrame
        The gazetteer (contracts in :mod:`borderviz.schema`).
    layers : Layers
        What the properties of the same names hold, each read when it is first asked for.
    rules : tuple of ZoneRule
    sha256 : str
        Names this very state of the data: the digest of ``registry.txt``, or of it and of what
        was laid over the pack.
    notes : tuple of str
        What was laid over the pack, in a sentence each.
    """

    root: Path
    info: PackInfo
    places: pd.DataFrame
    names: pd.DataFrame
    crossings: pd.DataFrame
    units: pd.DataFrame
    layers: Layers
    rules: tuple[ZoneRule, ...]
    sha256: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say what is in the pack rather than print its tables."""
        return (
            f"<Geodata {self.info.title!r}: {len(self.places)} places, "
            f"{len(self.borders)} borders, {len(self.rules)} rules, sha256 {self.sha256[:12]}>"
        )

    @property
    def borders(self) -> gpd.GeoDataFrame:
        """Border lines: border_id, country_a, country_b, name_*, accuracy_m (metres), geometry."""
        return self.layers["borders"]

    @property
    def rivers(self) -> gpd.GeoDataFrame:
        """Reaches of border lines that are rivers: place_id, borders, name_*, geometry."""
        return self.layers["rivers"]

    @property
    def countries(self) -> gpd.GeoDataFrame:
        """Land outlines of countries: country (ISO 3166), geometry."""
        return self.layers["countries"]

    @property
    def provinces(self) -> gpd.GeoDataFrame:
        """Land outlines of provinces: admin1 (ISO 3166-2), geometry."""
        return self.layers["provinces"]

    @property
    def outlines(self) -> gpd.GeoDataFrame:
        """True polygons of units: place_id, name, source, geometry; empty where there are none."""
        return self.layers["outlines"]


def load_geodata(
    path: str | Path | None = None,
    *,
    places: str | Path | Sequence[str | Path] | None = None,
) -> Geodata:
    """Load a data pack after checking it against its registry.

    The layers of the shipped pack are read when they are first asked for, and are then what the
    registry stated; those of a pack of one's own are read at once, so that a fault is told at once.

    Parameters
    ----------
    path : path-like, optional
        Folder of a pack of one's own; the shipped pack by default.
    places : path-like or several, optional
        Files of places of one's own, laid over those of the pack: CSV tables with the columns
        of ``places.csv`` (:mod:`borderviz.geodata.own_places`) or Linked Places files.

    Raises
    ------
    DataPackError
        If a file is missing, changed or not of its layout; the text names it.
    TableError
        If anything is wrong with places of one's own; the text names every fault.
    """
    pack = _load_pack(path)
    given = [places] if isinstance(places, (str, Path)) else places or ()
    files = [Path(file) for file in given]
    if not files:
        return pack
    laid = lay_over(files, pack.places, pack.names, pack.countries, pack.provinces)
    return replace(
        pack,
        places=laid.places,
        names=laid.names,
        notes=(*pack.notes, *laid.notes),
        sha256=combined_digest(pack.sha256, *laid.digests),
    )


def _load_pack(path: str | Path | None) -> Geodata:
    root = find_pack(path)
    if stale := stale_faults(root):
        raise DataPackError(stale[0])
    if faults := verify_geodata(root):
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise DataPackError(
            f"the data pack at {str(root)!r} is not as registered: {faults[0]}{more}; restore the "
            f"file, or accept the change with `borderviz geodata --geodata {root} seal`"
        )
    return _read_overlaid(root) if is_overlay(root) else _read_pack(root)


def _read_overlaid(root: Path) -> Geodata:
    """Read a pack with an overlay on it; of two outlines of a unit the upper one counts."""
    overlay = read_overlay(root)
    below = base_of(root, overlay)
    pack = _read_overlaid(below) if is_overlay(below) else _read_pack(below)
    outlines = read_outlines(root, pack.places["place_id"])
    kept = pack.outlines[~pack.outlines["place_id"].isin(outlines["place_id"])]
    whole = pd.concat([kept, outlines], ignore_index=True) if len(kept) else outlines
    return replace(
        pack,
        layers=pack.layers.with_layer("outlines", whole),
        info=replace(pack.info, attribution=(*pack.info.attribution, overlay.credit)),
        sha256=combined_digest(pack.sha256, registry_digest(root)),
        notes=(*pack.notes, f"{root}: {len(outlines)} outlines of units laid over the pack"),
    )


def _read_pack(root: Path) -> Geodata:
    tables = {name: _read_table(root, name) for name in _TABLES}
    pack = Geodata(
        root=root,
        info=read_info(root),
        rules=read_rules(root),
        sha256=registry_digest(root),
        layers=Layers(root, read_registry(root), tables["places"]["place_id"]),
        places=tables["places"],
        names=tables["names"],
        crossings=tables["crossings"],
        units=tables["units"],
    )
    if not is_shipped(root):
        _check_layers(pack)
    return pack


def _check_layers(pack: Geodata) -> None:
    """Raise unless the layers of a pack are of its layout and fit what else it says."""
    pack.layers.read_all()
    lines = pack.borders
    pairs = zip(lines["country_a"], lines["country_b"], strict=True)
    borders = dict(zip(lines["border_id"], pairs, strict=True))
    countries = set(pack.countries["country"])
    check_info(pack.info, borders, countries)
    check_rules(pack.rules, set(borders), countries)


def load_basemap(geodata: Geodata, detail: int) -> gpd.GeoDataFrame:
    """Return one level of the background: kind, geometry and the key of each shape.

    Parameters
    ----------
    detail : {0, 1, 2}
        0 for the whole region, 1 for a province, 2 for the full outlines and borders.
    """
    if detail in DETAILS:
        return read_layer(geodata.root / f"basemap/detail-{detail}.geojson")
    around = read_layer(geodata.root / "basemap/surroundings.geojson")
    lands = pd.concat([geodata.countries, around]).dissolve("country").reset_index()
    lands["kind"] = ["land" if c == geodata.info.home else "neighbour" for c in lands["country"]]
    lakes = read_layer(geodata.root / "basemap/lakes.geojson")
    parts = [
        lands,
        lakes,
        read_layer(geodata.root / "basemap/province-lines.geojson"),
        geodata.borders.assign(kind="border"),
    ]
    return pd.concat(parts, ignore_index=True).set_crs(geodata.countries.crs)


_TABLES = {
    "places": ("place_id", "name", "kind", "country", "latitude", "longitude"),
    "names": ("place_id", "name"),
    "crossings": ("crossing_id", "name"),
    "units": ("unit_id", "name"),
}


def _read_table(root: Path, name: str) -> pd.DataFrame:
    path = root / f"gazetteer/{name}.csv"
    try:
        frame = read_csv_text(path).frame.astype("string")
    except InputError as error:
        raise DataPackError(str(error)) from error
    require_columns(frame, _TABLES[name], path)
    frame = frame.mask(frame == "", pd.NA)
    for column in frame.columns.intersection(list(_NUMBERS)):
        numbers = pd.to_numeric(frame[column], errors="coerce")
        if (wrong := numbers.isna() & frame[column].notna()).any():
            value = frame.loc[wrong, column].iloc[0]
            row = frame.index[wrong][0]
            raise DataPackError(
                f"{str(path)!r} row {row}, {column}: {shown(value)} is not a number"
            )
        frame[column] = numbers.astype("Float64")
    return frame
