"""An analyst's own folium layers as data that the page's viewer draws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import folium
import numpy as np
import shapely
from branca.element import Element, Html

from borderviz.errors import PageError, shown
from borderviz.maps.geometry import encode_geometry
from borderviz.maps.tiles import tile_layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_URL: Final = re.compile(r"https?://[^\s\"'<>]+")
_TAGS: Final = re.compile(r"<[^>]*>")
_DRAWN: Final = (
    folium.GeoJson, folium.PolyLine, folium.Polygon, folium.Rectangle, folium.Circle,
    folium.CircleMarker,
)  # fmt: skip
_TEXTS: Final = (folium.Tooltip, folium.Popup)


def added_layers(parent: Element) -> Iterator[Element]:
    """Yield the layers that were added to a map, those of groups one by one."""
    for child in parent._children.values():
        if type(child) is folium.FeatureGroup:
            yield from added_layers(child)
        else:
            yield child


def is_data(layer: Element) -> bool:
    """Tell whether a layer, with what is bound to it, can be drawn without script of its own."""
    bound = (type(child) in _TEXTS for child in layer._children.values())
    return type(layer) is folium.TileLayer or (type(layer) in _DRAWN and all(bound))


def refusal(layer: Element) -> str:
    """Say why a layer is refused, with its name and the addresses that it would ask."""
    bound = (child for child in layer._children.values() if type(child) not in _TEXTS)
    child = next(bound, layer) if type(layer) in _DRAWN else layer
    links = [str(link) for _, link in getattr(child, "default_js", [])]
    links += _URL.findall(str(getattr(child, "tiles", "")))
    brings = f" (it asks for {', '.join(links)})" if links else ""
    names = ", ".join(kind.__name__ for kind in _DRAWN)
    return (
        f"the map holds a folium {type(child).__name__}{brings}, which the page cannot draw as "
        f"data; take it off, use one of {names} and TileLayer, or vouch for its script with "
        "trusted=True"
    )


def tiles_as_data(layer: folium.TileLayer) -> dict[str, Any]:
    """Return a plain tile layer for the page's payload."""
    options = layer.options
    return tile_layer(
        str(layer.tiles),
        name=str(getattr(layer, "tile_name", "tiles")),
        attribution=_TAGS.sub("", str(options.get("attribution") or "")),
        max_zoom=int(str(options.get("max_native_zoom") or options.get("max_zoom") or 18)),
        subdomains=str(options.get("subdomains") or "abc"),
    )


def layer_as_data(layer: Element) -> dict[str, Any]:
    """Return a layer for the page's payload.

    Raises
    ------
    PageError
        If it holds a geometry that the page cannot draw.
    """
    name = getattr(layer, "layer_name", None) or layer.get_name().rsplit("_", 1)[0]
    if isinstance(layer, folium.GeoJson):
        return {"name": name, "kind": "geojson", "features": list(_geojson_features(layer))}
    if isinstance(layer, folium.Circle | folium.CircleMarker):
        lat, lon = layer.location or (0.0, 0.0)
        radius = layer.options.get("radius") if isinstance(layer, folium.Circle) else None
        feature = {"geometry": None, "lon": lon, "lat": lat, "radius_m": radius}
        return {"name": name, "kind": "circle", "features": [feature | _look(layer)]}
    closed = isinstance(layer, folium.Polygon | folium.Rectangle)
    feature = {
        "geometry": _shape(layer, closed=closed),
        "lon": None,
        "lat": None,
        "radius_m": None,
    }
    return {
        "name": name,
        "kind": "polygon" if closed else "polyline",
        "features": [feature | _look(layer)],
    }


def _shape(layer: Any, *, closed: bool) -> dict[str, Any] | None:
    if isinstance(layer, folium.Rectangle):
        (south, west), (north, east) = layer.locations
        return encode_geometry(shapely.box(west, south, east, north))
    lines = _lines(layer.locations)
    if not closed:
        return encode_geometry(shapely.MultiLineString(lines))
    # Leaflet reads a list of rings as one polygon, a list of such lists as several
    several = _depth(layer.locations) > 3
    parts = [_lines(part) for part in layer.locations] if several else [lines]
    return encode_geometry(shapely.MultiPolygon([(rings[0], rings[1:]) for rings in parts]))


def _depth(locations: Any) -> int:
    return 1 + _depth(locations[0]) if isinstance(locations, list | tuple) else 0


def _lines(locations: Any) -> list[Any]:
    """Return nested lists of latitude and longitude as lines of longitude and latitude."""
    if _depth(locations) == 2:
        return [np.array(locations, dtype=np.float64)[:, ::-1]]
    return [line for part in locations for line in _lines(part)]


def _style(layer: folium.GeoJson, feature: Any) -> Mapping[str, Any]:
    return layer.style_function(feature) or {} if layer.style else {}


def _look(layer: Element) -> dict[str, Any]:
    options = getattr(layer, "options", {})
    return {"text": _text_of(layer), "colour": _colour(options.get("color"))}


def _colour(value: object) -> str | None:
    return value if isinstance(value, str) and _HEX.fullmatch(value) else None


def _text_of(layer: Element) -> str | None:
    """Return what tooltips and popups say, as text."""
    found = []
    for child in layer._children.values():
        if isinstance(child, folium.Tooltip):
            found.append(str(child.text))
        elif isinstance(child, folium.Popup):
            found += [part.data for part in child.html._children.values() if isinstance(part, Html)]
    return " – ".join(found) or None


def _geojson_features(layer: folium.GeoJson) -> Iterator[dict[str, Any]]:
    features = layer.data.get("features", [layer.data])
    text = _text_of(layer)
    for feature in features:
        described = feature.get("geometry") if "geometry" in feature else feature
        if described is None:
            continue
        shape = shapely.geometry.shape(described)
        style = _style(layer, feature)
        look = {"text": text, "colour": _colour(style.get("color"))}
        if isinstance(shape, shapely.Point):
            yield {"geometry": None, "lon": shape.x, "lat": shape.y, "radius_m": None} | look
        elif (encoded := encode_geometry(shape)) is not None:
            yield {"geometry": encoded, "lon": None, "lat": None, "radius_m": None} | look
        else:
            raise PageError(
                f"a GeoJson layer holds a {shown(shape.geom_type)}, which the page cannot draw"
            )
