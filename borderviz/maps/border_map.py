"""The map itself: a ``folium.Map`` that is written as one page of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import folium
import numpy as np
import shapely
from branca.element import Element, Html

from borderviz.errors import PageError, shown
from borderviz.files import atomic_write_text
from borderviz.maps.geometry import encode_geometry
from borderviz.page import embed_page, render_page

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_URL: Final = re.compile(r"https?://[^\s\"'<>]+")
_DRAWN: Final = (
    folium.GeoJson, folium.PolyLine, folium.Polygon, folium.Rectangle, folium.Circle,
    folium.CircleMarker,
)  # fmt: skip


class BorderMap(folium.Map):
    """A map of events that is one self-contained page.

    Plain folium layers may be added (``GeoJson``, ``PolyLine``, ``Polygon``, ``Rectangle``,
    ``Circle``, ``CircleMarker``, and ``FeatureGroup`` of these): the page's viewer draws them as
    data and shows their tooltips and popups as text. Any other folium element brings script
    of its own and is refused when the page is made.

    Parameters
    ----------
    payload : mapping
        The page's data (:mod:`borderviz.page`).
    """

    def __init__(self, payload: Mapping[str, Any]) -> None:
        super().__init__(tiles=None)
        self._payload = payload

    def to_html(self) -> str:
        """Return the page as text: the same bytes for the same map.

        Raises
        ------
        PageError
            If an added folium element is not one that the viewer can draw as data.
        """
        layers = [_analyst_layer(layer) for layer in _added(self)]
        return render_page({**self._payload, "analyst_layers": layers})

    def save(self, outfile: str | os.PathLike[str]) -> None:  # type: ignore[override]
        """Write the page; a file that is there already is replaced only by a whole one."""
        atomic_write_text(outfile, self.to_html())

    def _repr_html_(self, **_kwargs: object) -> str:
        """Show the page in a notebook, in a sandbox of its own."""
        return embed_page(self.to_html())


def _added(parent: Element) -> Iterator[Element]:
    for child in parent._children.values():
        if isinstance(child, folium.FeatureGroup) and type(child) is folium.FeatureGroup:
            yield from _added(child)
        elif type(child) in _DRAWN:
            yield child
        else:
            raise PageError(_refusal(child))


def _refusal(child: Element) -> str:
    links = [str(link) for _, link in getattr(child, "default_js", [])]
    links += _URL.findall(str(getattr(child, "tiles", "")))
    brings = f" (it asks for {', '.join(links)})" if links else ""
    names = ", ".join(kind.__name__ for kind in _DRAWN)
    return (
        f"the map holds a folium {type(child).__name__}{brings}, which the page cannot draw as "
        f"data; take it off, or use one of {names}"
    )


def _analyst_layer(layer: Element) -> dict[str, Any]:
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
        else:
            raise PageError(_refusal(child))
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
