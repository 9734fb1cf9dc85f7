"""Linked Places in: features of anybody's file as rows of places and names.

Read is what Linked Places v1.3 describes (and the older forms of its elements that are still
about). What our own columns say in ``properties`` goes before what is derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
import pandas as pd
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from borderviz.crs import GEOD
from borderviz.errors import EdtfError, InputError, shown, shown_path
from borderviz.files import read_json
from borderviz.geodata.linked_terms import (
    CONFIDENCE,
    PART_OF,
    id_of,
    kind_of,
    language_and_script,
    source_of,
)
from borderviz.geodata.place_files import EXTRA_FIELDS, RawPlaces
from borderviz.geodata.timespans import period_of
from borderviz.schema import NAMES, PLACES, Fault

_COLUMNS: Final = (*PLACES.columns, *(field.name for field in EXTRA_FIELDS))
_SURENESS: Final = ("certain", None, "less-certain", "uncertain")
"""Which geometry of several is taken: the surest ones."""


class _FeatureError(ValueError):
    """What is wrong with a feature: the element, its value, the reason."""

    def __init__(self, element: str, value: object, reason: str) -> None:
        super().__init__(element, value, reason)
        self.element = element
        self.value = value
        self.reason = reason


def read_linked_features(path: Path) -> RawPlaces:
    """Read a Linked Places file; rows are numbered as its features are, from 1.

    Raises
    ------
    InputError
        The file cannot be read or is no collection of features.
    """
    document = read_json(path)
    features = document.get("features") if isinstance(document, Mapping) else None
    if not isinstance(features, list):
        raise InputError(
            f"{shown_path(path)} is no Linked Places file: it has no list 'features'; "
            "it must be a FeatureCollection"
        )
    if not features:
        raise InputError(f"{shown_path(path)} has no features; there must be one per place")
    rows: dict[int, dict[str, str]] = {}
    names: list[tuple[int, dict[str, str]]] = []
    faults: list[Fault] = []
    for number, feature in enumerate(features, start=1):
        rows[number] = {}
        for element in _elements(feature):
            try:
                found = element()
            except _FeatureError as error:
                told = _shortened(error.value)
                faults.append(Fault(number, error.element, told, error.reason))
            else:
                if isinstance(found, Mapping):
                    rows[number].update(found)
                else:
                    names.append((number, dict(found)))
    _link_parents(features, rows)
    filled = {number: row for number, row in rows.items() if row}
    places = pd.DataFrame.from_dict(filled, orient="index", columns=list(_COLUMNS))
    places.index = places.index.astype("int64")
    return RawPlaces(
        path, places.astype("string").fillna(""), _frame_of(names), tuple(faults), "feature"
    )


def _elements(feature: object) -> Iterator[Callable[[], Mapping[str, str] | list[tuple[str, str]]]]:
    """Yield what reads each element of a feature: mappings are cells, lists of pairs a name.

    One by one, so that every element that cannot be read is told.
    """
    try:
        checked = _checked(feature)
    except _FeatureError as error:
        yield partial(_raise, error)
        return
    yield partial(_described, checked)
    yield partial(_position, checked)
    for column in _COLUMNS:
        if column in checked["properties"]:
            yield partial(_own_cell, checked["properties"][column], column)
    names = checked.get("names", [])
    if not isinstance(names, list):
        yield partial(_raise, _FeatureError("names", names, "is no list; write one entry per name"))
        return
    for name in names:
        yield partial(_name, name)


def _raise(error: _FeatureError) -> NoReturn:
    raise error


def _frame_of(names: list[tuple[int, dict[str, str]]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [name for _, name in names],
        columns=list(NAMES.columns[1:]),
        index=pd.Index([number for number, _ in names], dtype="int64"),
    )
    return frame.astype("string").fillna("")


def _shortened(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else shown(value)


def _checked(feature: object) -> Mapping[str, Any]:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise _FeatureError("type", feature, "is no GeoJSON feature")
    properties = feature.get("properties")
    if not isinstance(properties, Mapping):
        raise _FeatureError("properties", properties, "is no object; it holds at least the title")
    return feature


def _described(feature: Mapping[str, Any]) -> dict[str, str]:
    """Return what a feature says of a place in the words of Linked Places."""
    properties = feature["properties"]
    cells = {}
    uri = feature.get("@id", feature.get("id"))
    if isinstance(uri, str) and uri:
        cells["place_id"] = id_of(uri)
        if uri.startswith(("http://", "https://")):
            cells["source"] = uri
    names = feature.get("names")
    listed = names if isinstance(names, list) else []
    toponyms = (name.get("toponym") for name in listed if isinstance(name, Mapping))
    cells["name"] = str(properties.get("title") or next(toponyms, None) or "")
    ccodes = properties.get("ccodes")
    codes = [c for c in ccodes if isinstance(c, str)] if isinstance(ccodes, list) else []
    if codes:
        cells["country"], cells["on_border"] = codes[0], ";".join(codes[1:])
    cells["kind"] = kind_of(feature.get("types"), properties.get("fclasses")) or ""
    return cells


def _own_cell(value: object, column: str) -> dict[str, str]:
    if value is None:
        return {column: ""}
    if isinstance(value, bool):
        return {column: "true" if value else "false"}
    if isinstance(value, (int, float)):
        return {column: repr(value)}
    if isinstance(value, str):
        return {column: value}
    raise _FeatureError(f"properties.{column}", value, "is no text, number or truth value")


# --- names ---------------------------------------------------------------------------------------


def _name(name: object) -> list[tuple[str, str]]:
    toponym = name.get("toponym") if isinstance(name, Mapping) else None
    if not isinstance(name, Mapping) or not isinstance(toponym, str) or not toponym.strip():
        raise _FeatureError("names", name, "has no 'toponym'; write the name there")
    tag = name.get("lang")
    lang, script = language_and_script(tag if isinstance(tag, str) else None)
    valid_from, valid_to = _period(name)
    cells = {
        "name": toponym,
        "lang": lang,
        "script": script,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": source_of(name.get("citations", name.get("citation"))),
    }
    ours = ("system", "valid_from", "valid_to")
    cells.update({key: name[key] for key in ours if isinstance(name.get(key), str)})
    return [(key, value) for key, value in cells.items() if value]


def _period(name: Mapping[str, Any]) -> tuple[str | None, str | None]:
    if name.get("when") is None:
        return None, None
    try:
        return period_of(name["when"])
    except EdtfError as error:
        raise _FeatureError(
            "names", name.get("toponym"), f"has no readable time: {error}"
        ) from error


# --- parents -------------------------------------------------------------------------------------


def _link_parents(features: list[Any], rows: dict[int, dict[str, str]]) -> None:
    """Fill province and county from the features that others say they are part of."""
    by_id = {row.get("place_id", ""): row for row in rows.values()}
    for feature, row in zip(features, rows.values(), strict=True):
        relations = feature.get("relations") if row else None
        for relation in relations if isinstance(relations, list) else ():
            if not isinstance(relation, Mapping) or relation.get("relationType") != PART_OF:
                continue
            target = id_of(str(relation.get("relationTo", "")))
            parent = by_id.get(target)
            if parent is None or parent is row:
                continue
            column = "admin1" if parent.get("kind") == "province" else "admin2"
            value = parent.get("admin1", "") if column == "admin1" else target
            if value and not row.get(column):
                row[column] = value


# --- positions -----------------------------------------------------------------------------------


def _position(feature: Mapping[str, Any]) -> dict[str, str]:
    """Return where a place lies: a point, or the middle of its surest shapes and their reach."""
    found = [
        (geometry, certainty)
        for entry in _geometries(feature.get("geometry"))
        if (geometry := _shape(entry)) is not None
        for certainty in [entry.get("certainty")]
    ]
    if not found:
        return {}
    sureness = {c: rank for rank, c in enumerate(_SURENESS)}
    best = min(sureness.get(certainty, 1) for _, certainty in found)
    surest = [geometry for geometry, c in found if sureness.get(c, 1) == best]
    middle, extent_m = _middle_and_reach(surest)
    cells = {"longitude": repr(middle[0]), "latitude": repr(middle[1])}
    if extent_m > 0:
        cells["extent_m"] = repr(extent_m)
    if (certainty := _SURENESS[best]) is not None:
        cells["confidence"] = CONFIDENCE[certainty]
    return cells


def _geometries(geometry: object) -> list[Mapping[str, Any]]:
    if isinstance(geometry, Mapping) and geometry.get("type") == "GeometryCollection":
        entries = geometry.get("geometries")
        if not isinstance(entries, list):
            raise _FeatureError("geometry", entries, "has no list of geometries")
        return [entry for entry in entries if isinstance(entry, Mapping)]
    if geometry is None:
        return []
    if isinstance(geometry, Mapping):
        return [geometry]
    raise _FeatureError("geometry", geometry, "is neither an object nor null")


def _shape(entry: Mapping[str, Any]) -> BaseGeometry | None:
    wkt = entry.get("geowkt", entry.get("geo_wkt"))
    try:
        if not entry.get("coordinates"):
            return shapely.force_2d(shapely.from_wkt(wkt)) if isinstance(wkt, str) else None
        geometry = shapely.force_2d(shape(dict(entry)))
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
        why = " ".join(str(error).split())
        raise _FeatureError("geometry", entry.get("type"), f"cannot be read: {why}") from error
    return None if geometry.is_empty else geometry


def _middle_and_reach(shapes: list[BaseGeometry]) -> tuple[tuple[float, float], float]:
    """Return the middle of shapes, and how far their farthest point is from it in metres."""
    xy = np.concatenate([shapely.get_coordinates(geometry) for geometry in shapes])
    if len(np.unique(xy, axis=0)) == 1:
        return (float(xy[0, 0]), float(xy[0, 1])), 0.0
    whole = shapely.GeometryCollection(shapes)
    centre = shapely.centroid(whole)
    middle = (round(centre.x, 6), round(centre.y, 6))
    if not (np.abs(xy) <= (180, 90)).all():
        return (float(xy[0, 0]), float(xy[0, 1])), 0.0  # out of range: said of the first point
    ones = np.ones(len(xy))
    metres = GEOD.inv(ones * middle[0], ones * middle[1], *xy.T)[2]
    return middle, float(np.ceil(metres.max()))
