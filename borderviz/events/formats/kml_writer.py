"""KML 2.2 out: one folder a type, with its style and region; dates, data and areas of events.

The order of the elements is that of the OGC schema (OGC 07-147r2). An event is drawn as its area;
nothing marks the middle of an area as if it were a position. All columns travel as extended data,
from which they are read back; names and balloons are for the viewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as Xml

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from borderviz.edtf import closed_interval
from borderviz.errors import InputError, shown, shown_path
from borderviz.files import atomic_write_text
from borderviz.files.kml import OWN_SCHEMA

if TYPE_CHECKING:
    import geopandas as gpd

    from borderviz.events.formats.writing import About

__all__ = ["write_document"]

_KML: Final = "http://www.opengis.net/kml/2.2"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_TYPES: Final = {"Int64": "int", "Float64": "double", "boolean": "bool"}
_GREY: Final = "#555555"
_FILL: Final = "59"
"""Opacity of areas, hexadecimal: what lies below stays visible."""
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""
_LEAST_PIXELS: Final = "4"
"""A folder is loaded once its region is larger than this on the screen."""


def write_document(frame: gpd.GeoDataFrame, path: Path, *, about: About, bom: bool) -> None:
    """Write events as KML, whole or not at all; the same table gives the same bytes."""
    del bom
    Xml.register_namespace("", _KML)
    Xml.register_namespace("atom", _ATOM)
    if len({_fit(name) for name in frame.columns}) < len(frame.columns):
        raise InputError(f"cannot write {shown_path(path)}: KML cannot tell two columns apart")
    root = Xml.Element(f"{{{_KML}}}kml")
    document = _add(root, "Document", id="events")
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    _describe(document, about)
    kinds = sorted(plain["event_type"].unique())
    for kind in kinds:
        _style(document, kind, about.colours.get(kind, _GREY))
    _schema(document, plain)
    rows = list(_rows(plain, frame.geometry.tolist()))
    for kind in kinds:
        _folder(document, kind, [row for row in rows if row[1]["event_type"] == kind], path)
    Xml.indent(root, space=" ")
    text = Xml.tostring(root, encoding="unicode").replace("\r", "&#13;")
    atomic_write_text(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _add(parent: Xml.Element, tag: str, text: str | None = None, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{_KML}}}{tag}", {k: _fit(v) for k, v in attributes.items()})
    child.text = None if text is None else _fit(text)
    return child


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _describe(document: Xml.Element, about: About) -> None:
    _add(document, "name", about.title)
    _add(document, "open", "1")
    author = Xml.SubElement(document, f"{{{_ATOM}}}author")
    Xml.SubElement(author, f"{{{_ATOM}}}name").text = "borderviz"
    told = (f"{key}: {text}" for key, text in about.as_texts().items() if key != "title")
    _add(document, "description", "<br>".join(map(_as_html, told)))


def _style(document: Xml.Element, kind: str, colour: str) -> None:
    """Add the style of a type; KML writes colours as alpha, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    reversed_ = f"{blue}{green}{red}".lower()
    style = _add(document, "Style", id=f"type-{kind}")
    icon = _add(style, "IconStyle")
    _add(icon, "color", f"ff{reversed_}")
    line = _add(style, "LineStyle")
    _add(line, "color", f"ff{reversed_}")
    _add(line, "width", "1.5")
    area = _add(style, "PolyStyle")
    _add(area, "color", f"{_FILL}{reversed_}")


def _schema(document: Xml.Element, plain: pd.DataFrame) -> None:
    schema = _add(document, "Schema", name="events", id=OWN_SCHEMA)
    for name, dtype in plain.dtypes.items():
        _add(schema, "SimpleField", type=_TYPES.get(str(dtype), "string"), name=str(name))


Row = tuple[int, dict[str, Any], BaseGeometry | None]


def _rows(plain: pd.DataFrame, shapes: Sequence[BaseGeometry | None]) -> Iterator[Row]:
    cells = plain.astype(object).where(plain.notna(), None)
    for number, (row, shape) in enumerate(zip(cells.to_dict("records"), shapes, strict=True)):
        yield number, {str(name): value for name, value in row.items()}, shape


def _folder(document: Xml.Element, kind: str, rows: Sequence[Row], path: Path) -> None:
    folder = _add(document, "Folder")
    _add(folder, "name", kind.replace("_", " "))
    drawn = [shape for _, _, shape in rows if shape is not None and not shape.is_empty]
    if drawn:
        _region(folder, drawn)
    for number, cells, shape in rows:
        _placemark(folder, number, cells, shape, path)


def _region(folder: Xml.Element, shapes: Sequence[BaseGeometry]) -> None:
    west, south, east, north = shapely.total_bounds(shapes)
    region = _add(folder, "Region")
    box = _add(region, "LatLonAltBox")
    sides = {"north": north, "south": south, "east": east, "west": west}
    for side, degrees in sides.items():
        _add(box, side, f"{degrees:.7f}")
    _add(_add(region, "Lod"), "minLodPixels", _LEAST_PIXELS)


def _placemark(
    folder: Xml.Element, number: int, cells: dict[str, Any], shape: BaseGeometry | None, path: Path
) -> None:
    mark = _add(folder, "Placemark", id=f"row-{number}")
    kind = cells["event_type"]
    _add(mark, "name", ": ".join(filter(None, (kind.replace("_", " "), cells.get("place")))))
    told = (cells.get(name) for name in ("date", "summary", "quote", "source_url", "reason"))
    _add(mark, "description", "<br>".join(_as_html(text) for text in told if text))
    days = closed_interval(
        cells.get("date"), known_by=cells.get("known_by"), published=cells.get("source_published")
    )
    if any(days):
        span = _add(mark, "TimeSpan")
        for tag, day in zip(("begin", "end"), days, strict=True):
            if day is not None:
                _add(span, tag, day.isoformat())
    _add(mark, "styleUrl", f"#type-{kind}")
    data = _add(_add(mark, "ExtendedData"), "SchemaData", schemaUrl=f"#{OWN_SCHEMA}")
    for name, value in cells.items():
        if value is not None:
            _add(data, "SimpleData", _value(value), name=name)
    if shape is not None and not shape.is_empty:
        _shape(mark, shape, path)


def _as_html(text: str) -> str:
    """Escape a text for a balloon: viewers run it as HTML, and fill in what ``$[name]`` names."""
    return escape(text).replace("$[", "&#36;[")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _shape(parent: Xml.Element, shape: BaseGeometry, path: Path) -> None:
    if hasattr(shape, "geoms"):
        many = _add(parent, "MultiGeometry")
        for part in shape.geoms:
            _shape(many, part, path)
    elif isinstance(shape, shapely.Polygon):
        _polygon(parent, shapely.orient_polygons(shape))
    elif shape.geom_type in {"Point", "LineString", "LinearRing"}:
        tag = "Point" if shape.geom_type == "Point" else "LineString"
        _add(_add(parent, tag), "coordinates", _positions(shape))
    else:
        raise InputError(f"cannot write {shown_path(path)}: KML has no {shown(shape.geom_type)}")


def _polygon(parent: Xml.Element, shape: shapely.Polygon) -> None:
    polygon = _add(parent, "Polygon")
    for tag, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
        for ring in rings:
            edge = _add(_add(polygon, tag), "LinearRing")
            _add(edge, "coordinates", _positions(ring))


def _positions(shape: BaseGeometry) -> str:
    return " ".join(f"{x:.7f},{y:.7f}" for x, y in shapely.get_coordinates(shape).tolist())
