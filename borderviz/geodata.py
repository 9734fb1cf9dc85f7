"""Find, verify and load a data pack: places, names, borders, outlines, rules, background.

A pack is a folder with the layout of ``geodata/README.md``. The shipped pack travels in the
wheel and lies beside the package in a checkout; a pack of one's own is a folder given to
:func:`load_geodata`. ``registry.txt`` holds a SHA-256 digest of every file, checked at
each load, so that a map can be traced to the very data that made it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from borderviz.crs import assert_wgs84
from borderviz.edtf import parse_edtf
from borderviz.errors import BordervizError, DataPackError, InputError, shown, shown_path
from borderviz.files import atomic_write_text, read_csv_text, read_vector, sha256_file

if TYPE_CHECKING:
    import geopandas as gpd

_PACKAGE = Path(__file__).resolve().parent
_HOMES = (_PACKAGE / "pack", _PACKAGE.parent / "geodata")
_REGISTRY = "registry.txt"
_NOT_DATA = "build"
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
class RuleSource:
    """Where a rule is reported."""

    text: str
    url: str | None


@dataclass(frozen=True)
class ZoneVariant:
    """One way to draw a rule: a width counted from a baseline.

    Attributes
    ----------
    width_km : float
    baseline : str
        ``boundary-line`` or a name of the rule's own.
    offset_km : float
        How far inland of the boundary line the baseline is taken to lie.
    reference : bool
        Whether this variant's share is the one that is shown.
    """

    width_km: float
    baseline: str
    offset_km: float
    reference: bool


@dataclass(frozen=True)
class ZoneRule:
    """A dated rule that made a zone along one or more borders.

    Attributes
    ----------
    side : str
        The country whose side the zone lies on (ISO 3166-1), or ``both``.
    valid_from, valid_to : str
        EDTF, themselves uncertain; ``..`` where no bound is known.
    not_drawn : str or None
        Why the rule has no geometry.
    """

    rule_id: str
    label: str
    description: str
    quote: str | None
    borders: tuple[str, ...]
    side: str
    valid_from: str
    valid_to: str
    confidence: str
    variants: tuple[ZoneVariant, ...]
    sources: tuple[RuleSource, ...]
    doubts: tuple[str, ...]
    not_drawn: str | None


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


def find_pack(path: str | Path | None = None) -> Path:
    """Return the folder of a pack: the one given, or the one that is shipped."""
    if path is None:
        for home in _HOMES:
            if (home / _REGISTRY).is_file():
                return home
        raise DataPackError(
            f"the shipped data pack was not found at {str(_HOMES[0])!r}; reinstall borderviz"
        )
    root = Path(path)
    if not root.is_dir():
        raise DataPackError(
            f"there is no folder {shown_path(path)}; give the folder that holds pack.yaml"
        )
    return root


def pack_files(root: Path) -> tuple[str, ...]:
    """Return the data files of a pack, relative and sorted (build scripts and texts left out)."""
    found = (p.relative_to(root) for p in root.rglob("*") if p.is_file())
    return tuple(
        sorted(
            p.as_posix()
            for p in found
            if p.as_posix() != _REGISTRY
            and p.parts[0] != _NOT_DATA
            and p.suffix != ".md"
            and not p.name.startswith(".")
        )
    )


def verify_geodata(path: str | Path | None = None) -> tuple[str, ...]:
    """Check every file of a pack against its registry.

    Returns
    -------
    tuple of str
        One sentence per fault (missing, changed or unregistered file); empty when all is well.
    """
    root = find_pack(path)
    stated = read_registry(root)
    faults = []
    for name, digest in stated.items():
        if not (root / name).is_file():
            faults.append(f"{name} is missing")
        elif (found := sha256_file(root / name)) != digest:
            faults.append(f"{name} has changed: sha256 {found[:12]}…, expected {digest[:12]}…")
    faults += [f"{name} is not in {_REGISTRY}" for name in pack_files(root) if name not in stated]
    return tuple(faults)


def seal_geodata(path: str | Path) -> Path:
    """Write ``registry.txt`` for a pack of one's own, from the files as they are now."""
    root = find_pack(path)
    lines = [f"{sha256_file(root / name)}  {name}\n" for name in pack_files(root)]
    target = root / _REGISTRY
    atomic_write_text(target, "".join(lines))
    return target


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
    digest = hashlib.sha256((root / _REGISTRY).read_bytes()).hexdigest()
    border_ids, countries = (
        set(vectors["borders"]["border_id"]),
        set(vectors["countries"]["country"]),
    )
    _check_info(info, border_ids, countries)
    rules = _read_rules(root, border_ids, countries)
    return Geodata(root=root, info=info, rules=rules, sha256=digest, **tables, **vectors)


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


def read_registry(root: Path) -> dict[str, str]:
    """Return the digests that a pack's registry states, by file."""
    path = root / _REGISTRY
    if not path.is_file():
        raise DataPackError(
            f"{str(path)!r} is missing, so the pack cannot be checked; "
            f"write it with `borderviz geodata --geodata {root} seal`"
        )
    stated = {}
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name or ".." in Path(name).parts or Path(name).is_absolute():
            raise DataPackError(
                f"{_REGISTRY} line {number} is {shown(line)}; expected a digest, two spaces, a file"
            )
        stated[name] = digest
    return stated


def _read_yaml(root: Path, name: str) -> Mapping[str, Any]:
    path = root / name
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise DataPackError(f"{str(path)!r} cannot be read: {why}") from error
    if not isinstance(found, Mapping):
        raise DataPackError(f"{str(path)!r} is not a mapping; see geodata/README.md for its layout")
    return found


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
    raw = _read_yaml(root, "pack.yaml")
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


def _read_rules(root: Path, border_ids: set[str], countries: set[str]) -> tuple[ZoneRule, ...]:
    raws = _read_yaml(root, "zones.yaml").get("rules")
    if not isinstance(raws, list) or not all(isinstance(raw, Mapping) for raw in raws):
        raise DataPackError("zones.yaml: 'rules' is not a list of rules; write one entry per rule")
    rules: dict[str, ZoneRule] = {}
    for raw in raws:
        name = raw.get("rule_id", "(without rule_id)")
        try:
            rule = _as_rule(raw)
            _check_rule(rule, border_ids, countries)
        except KeyError as error:
            raise DataPackError(f"zones.yaml, rule {name!r}: {error} is missing; add it") from error
        except (TypeError, ValueError, AttributeError, BordervizError) as error:
            raise DataPackError(f"zones.yaml, rule {name!r} cannot be used: {error}") from error
        if rule.rule_id in rules:
            raise DataPackError(f"zones.yaml: the rule {name!r} stands twice; rename one")
        rules[rule.rule_id] = rule
    return tuple(rules.values())


def _check_rule(rule: ZoneRule, border_ids: set[str], countries: set[str]) -> None:
    if not rule.borders:
        raise DataPackError("it names no border")
    if unknown := set(rule.borders) - border_ids:
        raise DataPackError(
            f"it names the border {sorted(unknown)[0]!r}; borders.geojson has {sorted(border_ids)}"
        )
    if rule.side not in countries | {"both"}:
        raise DataPackError(
            f"its side is {rule.side!r}; write 'both' or one of {sorted(countries)}"
        )
    for variant in rule.variants:
        reach_km = variant.width_km + variant.offset_km
        if not (math.isfinite(reach_km) and variant.width_km > 0 and reach_km > 0):
            raise DataPackError(
                f"a variant is {variant.width_km!r} km wide at {variant.offset_km!r} km from the "
                "line; widths are above zero"
            )
    if len({(v.width_km, v.baseline) for v in rule.variants}) < len(rule.variants):
        raise DataPackError("two of its variants have one width and one baseline")


def _as_rule(raw: Mapping[str, Any]) -> ZoneRule:
    for key in ("valid_from", "valid_to"):
        if raw[key] != "..":
            parse_edtf(raw[key])
    variants = tuple(
        ZoneVariant(
            float(v["width_km"]),
            v["baseline"],
            float(v.get("offset_km", 0)),
            bool(v.get("reference")),
        )
        for v in raw["variants"]
    )
    if variants and sum(v.reference for v in variants) != 1:
        raise DataPackError("exactly one variant with reference: true")
    return ZoneRule(
        rule_id=raw["rule_id"],
        label=raw["label"],
        description=" ".join(raw["description"].split()),
        quote=raw.get("quote"),
        borders=tuple(raw["borders"]),
        side=raw["side"],
        valid_from=raw["valid_from"],
        valid_to=raw["valid_to"],
        confidence=raw["confidence"],
        variants=variants,
        sources=tuple(RuleSource(s["text"], s["url"]) for s in raw["sources"]),
        doubts=tuple(raw["doubts"]),
        not_drawn=raw.get("not_drawn"),
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
