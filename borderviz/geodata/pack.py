"""A loaded pack: its tables, layers and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from borderviz.crs import assert_wgs84
from borderviz.errors import DataPackError, InputError, shown
from borderviz.files import read_csv_text, read_vector
from borderviz.geodata.registry import find_pack, registry_digest, verify_geodata
from borderviz.geodata.rules import ZoneRule, read_rules, read_yaml

if TYPE_CHECKING:
    import geopandas as gpd

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


@dataclass(frozen=True)
class PackInfo:
    """What a pack says of itself in ``pack.yaml``."""

    title: str
    home: str
    languages: tuple[str, ...]
    countries: Mapping[str, Mapping[str, Any]]
    border_names: Mapping[str, tuple[str, ...]]
    default_border: str
    two_sided_borders: tuple[str, ...]
    attribution: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Geodata:
    """A loaded and verified data pack; all geometries in EPSG:4326.

    Attributes
    ----------
    root : Path
    info : PackInfo
    places, names, crossings, units : pandas.DataFrame
        The gazetteer (contracts in :mod:`borderviz.schema`).
    borders : geopandas.GeoDataFrame
        border_id, country_a, country_b, name_*, accuracy_m (metres), geometry (lines).
    rivers : geopandas.GeoDataFrame
        place_id, borders, name_*, geometry: the reaches of border lines that are rivers.
    countries, provinces : geopandas.GeoDataFrame
        country or admin1 (ISO 3166), geometry (land outlines).
    rules : tuple of ZoneRule
    sha256 : str
        Digest of ``registry.txt``: names this very state of the data.
    """

    root: Path
    info: PackInfo
    places: pd.DataFrame
    names: pd.DataFrame
    crossings: pd.DataFrame
    units: pd.DataFrame
    borders: gpd.GeoDataFrame
    rivers: gpd.GeoDataFrame
    countries: gpd.GeoDataFrame
    provinces: gpd.GeoDataFrame
    rules: tuple[ZoneRule, ...]
    sha256: str

    def __repr__(self) -> str:
        """Say what is in the pack rather than print its tables."""
        return (
            f"<Geodata {self.info.title!r}: {len(self.places)} places, "
            f"{len(self.borders)} borders, {len(self.rules)} rules, sha256 {self.sha256[:12]}>"
        )


def load_geodata(path: str | Path | None = None) -> Geodata:
    """Load a data pack after checking it against its registry.

    Parameters
    ----------
    path : path-like, optional
        Folder of a pack of one's own; the shipped pack by default.

    Raises
    ------
    DataPackError
        If a file is missing, changed or not of its layout; the text names it.
    """
    root = find_pack(path)
    if faults := verify_geodata(root):
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise DataPackError(
            f"the data pack at {str(root)!r} is not as registered: {faults[0]}{more}; restore the "
            f"file, or accept the change with `borderviz geodata --geodata {root} seal`"
        )
    info = _read_info(root)
    vectors = {name: _read_layer(root, name) for name in _LAYERS}
    tables = {name: _read_table(root, name) for name in _TABLES}
    border_ids, countries = (
        set(vectors["borders"]["border_id"]),
        set(vectors["countries"]["country"]),
    )
    _check_info(info, border_ids, countries)
    rules = read_rules(root, border_ids, countries)
    return Geodata(
        root=root, info=info, rules=rules, sha256=registry_digest(root), **tables, **vectors
    )


def load_basemap(geodata: Geodata, detail: int) -> gpd.GeoDataFrame:
    """Return one level of the background: kind, geometry and the key of each shape.

    Parameters
    ----------
    detail : {0, 1, 2}
        0 for the whole region, 1 for a province, 2 for the full outlines and borders.
    """
    if detail in DETAILS:
        return _layer_file(geodata.root / f"basemap/detail-{detail}.geojson")
    around = _layer_file(geodata.root / "basemap/surroundings.geojson")
    lands = pd.concat([geodata.countries, around]).dissolve("country").reset_index()
    lands["kind"] = ["land" if c == geodata.info.home else "neighbour" for c in lands["country"]]
    lakes = _layer_file(geodata.root / "basemap/lakes.geojson")
    parts = [
        lands,
        lakes,
        _layer_file(geodata.root / "basemap/province-lines.geojson"),
        geodata.borders.assign(kind="border"),
    ]
    return pd.concat(parts, ignore_index=True).set_crs(geodata.countries.crs)


_INFO_FORMS = {
    "title": str,
    "home": str,
    "languages": list,
    "countries": Mapping,
    "border_names": Mapping,
    "default_border": str,
    "attribution": list,
}


def _read_info(root: Path) -> PackInfo:
    raw = read_yaml(root, "pack.yaml")
    for key, form in _INFO_FORMS.items():
        if not isinstance(raw.get(key), form):
            raise DataPackError(
                f"pack.yaml in {str(root)!r}: {key!r} is {shown(raw.get(key))}, expected a "
                f"{form.__name__.lower()}; see geodata/README.md"
            )
    info = PackInfo(
        title=raw["title"],
        home=raw["home"],
        languages=tuple(raw["languages"]),
        countries=dict(raw["countries"]),
        border_names={key: tuple(names) for key, names in raw["border_names"].items()},
        default_border=raw["default_border"],
        two_sided_borders=tuple(raw.get("two_sided_borders", ())),
        attribution=tuple(raw["attribution"]),
    )
    if info.home not in info.countries:
        raise DataPackError(f"pack.yaml: home is {info.home!r}, which is not among its countries")
    return info


def _check_info(info: PackInfo, border_ids: set[str], countries: set[str]) -> None:
    named = {info.default_border, *info.border_names, *info.two_sided_borders}
    if unknown := named - border_ids:
        raise DataPackError(
            f"pack.yaml names the border {sorted(unknown)[0]!r} (in default_border, border_names "
            "or two_sided_borders); "
            f"borders.geojson has {sorted(border_ids)}"
        )
    if unknown := countries - set(info.countries):
        raise DataPackError(
            f"pack.yaml has no names for {sorted(unknown)[0]!r}, a country of countries.geojson"
        )


_TABLES = {
    "places": ("place_id", "name", "kind", "country", "latitude", "longitude"),
    "names": ("place_id", "name"),
    "crossings": ("crossing_id", "name"),
    "units": ("unit_id", "name"),
}
_LAYERS = {
    "borders": ("border_id", "country_a", "country_b", "name_en", "accuracy_m"),
    "rivers": ("place_id", "name_en"),
    "countries": ("country",),
    "provinces": ("admin1",),
}


def _require(frame: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    for column in columns:
        if column not in frame.columns:
            raise DataPackError(f"{str(path)!r} has no column {column!r}; see geodata/README.md")


def _read_table(root: Path, name: str) -> pd.DataFrame:
    path = root / f"gazetteer/{name}.csv"
    try:
        frame = read_csv_text(path).frame.astype("string")
    except InputError as error:
        raise DataPackError(str(error)) from error
    _require(frame, _TABLES[name], path)
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


def _read_layer(root: Path, name: str) -> gpd.GeoDataFrame:
    path = root / f"boundaries/{name}.geojson"
    frame = _layer_file(path)
    _require(frame, _LAYERS[name], path)
    if name == "borders" and not (frame["accuracy_m"] >= 0).all():
        raise DataPackError(
            f"{str(path)!r}: accuracy_m is missing or below zero; state it in metres"
        )
    return frame


def _layer_file(path: Path) -> gpd.GeoDataFrame:
    try:
        frame = read_vector(path)
        assert_wgs84(frame, path.name)
    except InputError as error:
        raise DataPackError(str(error)) from error
    return frame
