"""KML in: placemarks with their data, times and shapes.

A document type is refused: KML has none, and entities in it could be made to fill the memory.
Nothing a document links to is followed.
"""

from __future__ import annotations

import io
import math
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import shapely
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from shapely.geometry.base import BaseGeometry

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.archives import check_archive
from borderviz.files.texts import read_bytes

OWN_SCHEMA: Final = "borderviz-events"
"""Id of the schema of our own documents: their data are whole, the rest is for the viewer."""
_SHAPES: Final = frozenset({"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"})
_OTHER_SHAPES: Final = frozenset({"Model", "Track", "MultiTrack"})


@dataclass(frozen=True, slots=True)
class Placemark:
    """A placemark as it stands.

    Attributes
    ----------
    name : str
        Its id.
    own : bool
        Whether it is of a document of our own.
    cells : dict of str
        Its data by name; in documents of others also name, description, folder, time_begin
        and time_end (the text of the document), where they are told.
    geometry : shapely geometry or None, EPSG:4326
    reason : str
        What of it cannot be read.
    """

    name: str
    own: bool
    cells: dict[str, str]
    geometry: BaseGeometry | None
    reason: str


@dataclass(slots=True)
class KmlDocument:
    """The placemarks of a document in their order, and what was left aside of it.

    Attributes
    ----------
    placemarks : list of Placemark
    links : list of str
        Addresses of further documents, which are not followed.
    own_names : tuple of str
        All columns, in a document of our own; values that are missing are not in it.
    broken : str
        Why the document ends early; empty when it does not.
    """

    placemarks: list[Placemark] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    own_names: tuple[str, ...] = ()
    broken: str = ""


def read_kml(path: str | os.PathLike[str]) -> KmlDocument:
    """Read a KML or KMZ file.

    Raises
    ------
    InputError
        The file is missing, no XML from the start, has a document type, or is an archive that
        holds no KML or would fill the memory.
    """
    source = Path(path)
    data = read_bytes(source)
    if source.suffix.lower() == ".kmz" or data.startswith(b"PK\x03\x04"):
        data = _unpacked(source)
    document = KmlDocument()
    try:
        _collect(data, document)
    except DefusedXmlException as error:
        raise InputError(
            f"{shown_path(source)} has a document type or entities of its own, which no KML needs; "
            "it is not read: remove the <!DOCTYPE …> part"
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        if not document.placemarks:
            raise InputError(f"{shown_path(source)} is no KML that can be read: {error}") from error
        document.broken = f"the file is broken from here on: {error}; fetch or save it again"
    return document


def _unpacked(source: Path) -> bytes:
    check_archive(source)
    with zipfile.ZipFile(source) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
        if not names:
            raise InputError(f"{shown_path(source)} holds no .kml file")
        first = "doc.kml" if "doc.kml" in names else names[0]
        try:
            return archive.read(first)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise InputError(f"{shown_path(source)}: {shown(first)} is broken: {error}") from error


def _collect(data: bytes, document: KmlDocument) -> None:
    folders: list[Element] = []
    for event, element in iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
        tag = _tag(element)
        if tag in {"Folder", "Document"}:
            folders = [*folders, element] if event == "start" else folders[:-1]
        elif event == "end" and tag == "Placemark":
            document.placemarks.append(_placemark(element, folders))
            element.clear()
        elif event == "end" and tag == "Schema" and element.get("id") == OWN_SCHEMA:
            fields = _children(element, "SimpleField")
            document.own_names = tuple(item.get("name", "") for item in fields)
        elif event == "end" and tag == "NetworkLink":
            document.links += [text for text in _texts(element, "href") if text]


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, *tags: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) in tags)


def _texts(element: Element, tag: str) -> list[str]:
    return [child.text or "" for child in element.iter() if _tag(child) == tag]


def _text(element: Element, tag: str) -> str:
    return next((child.text or "" for child in _children(element, tag)), "")


# --- one placemark ------------------------------------------------------------------------------


def _placemark(element: Element, folders: list[Element]) -> Placemark:
    cells, own = _data(element)
    if not own:
        told = {
            "name": _text(element, "name"),
            "description": _text(element, "description"),
            "folder": next((_text(f, "name") for f in folders[::-1] if _tag(f) == "Folder"), ""),
            **_times(element),
        }
        cells = {**{name: text for name, text in told.items() if text}, **cells}
    geometry, reason = None, ""
    try:
        shapes = [_shape(child) for child in _children(element, *_SHAPES)]
        geometry = shapes[0] if shapes else None
        others = [_tag(child) for child in _children(element, *_OTHER_SHAPES)]
        if others:
            reason = f"its place is a {others[0]}, which is not read"
    except (RecursionError, ValueError, shapely.errors.ShapelyError) as error:
        reason = f"its geometry cannot be read: {error}"
    return Placemark(element.get("id", ""), own, cells, geometry, reason)


def _data(element: Element) -> tuple[dict[str, str], bool]:
    cells: dict[str, str] = {}
    own = False
    for data in _children(element, "ExtendedData"):
        for item in _children(data, "Data"):
            cells[item.get("name", "")] = _text(item, "value")
        for group in _children(data, "SchemaData"):
            own |= group.get("schemaUrl") == f"#{OWN_SCHEMA}"
            for item in _children(group, "SimpleData"):
                cells[item.get("name", "")] = item.text or ""
    cells.pop("", None)
    return cells, own


def _times(element: Element) -> dict[str, str]:
    found = {}
    for span in _children(element, "TimeSpan", "TimeStamp"):
        for tag, name in (("begin", "time_begin"), ("end", "time_end"), ("when", "time_begin")):
            if text := _text(span, tag).strip():
                found[name] = text
        if _tag(span) == "TimeStamp" and "time_begin" in found:
            found["time_end"] = found["time_begin"]
    return found


def _shape(element: Element) -> BaseGeometry:
    tag = _tag(element)
    if tag == "MultiGeometry":
        parts = [_shape(child) for child in _children(element, *_SHAPES)]
        return _gathered(parts)
    if tag == "Polygon":
        rings = [_ring(b) for b in _children(element, "outerBoundaryIs")]
        holes = [_ring(b) for b in _children(element, "innerBoundaryIs")]
        if len(rings) != 1:
            raise ValueError("a polygon without its outer boundary")
        return shapely.Polygon(rings[0], holes)
    points = _coordinates(_text(element, "coordinates"))
    if tag == "Point":
        if len(points) != 1:
            raise ValueError(f"a point with {len(points)} positions")
        return shapely.Point(points[0])
    return shapely.LineString(points)


def _gathered(parts: list[BaseGeometry]) -> BaseGeometry:
    if not parts:
        raise ValueError("an empty MultiGeometry")
    makers: dict[str, Any] = {"Point": shapely.MultiPoint, "LineString": shapely.MultiLineString,
                              "Polygon": shapely.MultiPolygon}  # fmt: skip
    kinds = {part.geom_type for part in parts}
    gather = makers.get(kinds.pop(), shapely.GeometryCollection) if len(kinds) == 1 else None
    return (gather or shapely.GeometryCollection)(parts)


def _ring(boundary: Element) -> list[tuple[float, float]]:
    for ring in _children(boundary, "LinearRing"):
        return _coordinates(_text(ring, "coordinates"))
    raise ValueError("a boundary without a ring")


def _coordinates(text: str) -> list[tuple[float, float]]:
    """Read ``lon,lat[,altitude]`` separated by white space; the altitude is left off."""
    points = []
    for item in text.split():
        numbers = item.split(",")
        if len(numbers) not in {2, 3}:
            raise ValueError(f"the position {shown(item)} is not longitude,latitude")
        point = (float(numbers[0]), float(numbers[1]))
        if not all(map(math.isfinite, point)):
            raise ValueError(f"the position {shown(item)} is no place")
        points.append(point)
    return points
