"""An analyst's own folium layers: drawn as data, or refused by name."""

from __future__ import annotations

import folium
import folium.plugins
import numpy as np
import pytest
from page_hostile import HOSTILE
from page_reader import read_page
from page_sample import sample_payload

from borderviz import BorderMap
from borderviz.errors import PageError

LINE = [(41.0, 128.0), (42.0, 129.0)]
RING = [(41.0, 128.0), (42.0, 129.0), (41.0, 129.0)]
LINE_PARTS = [[12800000, 4100000, 100000, 100000]]
RING_PARTS = [[[12800000, 4100000, 100000, 100000, 0, -100000]]]
SQUARE = {"type": "Polygon", "coordinates": [[[128, 41], [129, 42], [129, 41], [128, 41]]]}


@pytest.fixture(scope="module")
def bare():
    """A payload without its background: a small page is as good for what is added to it."""
    payload = sample_payload()
    return payload | {"background": payload["background"] | {"layers": []}}


def layers_of(payload, *layers):
    made = BorderMap(payload)
    for layer in layers:
        layer.add_to(made)
    return read_page(made.to_html())["analyst_layers"]


@pytest.mark.parametrize(
    ("layer", "kind", "geometry"),
    [
        (lambda: folium.PolyLine(LINE), "polyline", ("line", LINE_PARTS)),
        (lambda: folium.Polygon(RING), "polygon", ("polygon", RING_PARTS)),
        (lambda: folium.GeoJson(SQUARE), "geojson", ("polygon", RING_PARTS)),
        (
            lambda: folium.GeoJson({"type": "Feature", "properties": {}, "geometry": SQUARE}),
            "geojson",
            ("polygon", RING_PARTS),
        ),
        (
            lambda: folium.PolyLine([LINE, [(41.0, 127.0), (42.0, 127.0)]]),
            "polyline",
            ("line", [*LINE_PARTS, [12700000, 4100000, 0, 100000]]),
        ),
        (
            lambda: folium.Polygon([RING, [(41.2, 128.8), (41.1, 128.9), (41.2, 128.9)]]),
            "polygon",
            ("polygon", [[*RING_PARTS[0], [12880000, 4120000, 10000, -10000, 0, 10000]]]),
        ),
        (
            lambda: folium.Rectangle([(41.0, 128.0), (42.0, 129.0)]),
            "polygon",
            ("polygon", [[[12800000, 4100000, 0, 100000, 100000, 0, 0, -100000]]]),
        ),
    ],
    ids=["PolyLine", "Polygon", "GeoJson", "Feature", "lines", "hole", "Rectangle"],
)
def test_a_layer_of_shapes_is_drawn_as_data(bare, layer, kind, geometry):
    (found,) = layers_of(bare, layer())
    assert found["kind"] == kind
    (feature,) = found["features"]
    drawn = feature["geometry"]
    assert drawn["type"] == geometry[0]
    if layer().__class__ is folium.Rectangle:  # where a ring begins is its own affair
        ring = np.cumsum(np.reshape(drawn["parts"][0][0], (-1, 2)), axis=0)
        assert {tuple(xy) for xy in ring.tolist()} == {
            (x, y) for x in (12800000, 12900000) for y in (4100000, 4200000)
        }
    else:
        assert drawn["parts"] == geometry[1]


def test_circles_are_drawn_as_data(bare):
    circle, mark = layers_of(
        bare, folium.Circle((41, 128), radius=1500), folium.CircleMarker((42, 129), radius=4)
    )
    assert (circle["kind"], mark["kind"]) == ("circle", "circle")
    told = circle["features"][0]
    assert (told["lat"], told["lon"], told["radius_m"]) == (41, 128, 1500)
    # the radius of a CircleMarker is one of pixels, not of the ground
    assert mark["features"][0]["radius_m"] is None


def test_points_of_a_geojson_are_drawn_as_data(bare):
    (layer,) = layers_of(bare, folium.GeoJson({"type": "Point", "coordinates": [128, 41]}))
    assert (layer["features"][0]["lon"], layer["features"][0]["lat"]) == (128, 41)


def test_a_style_of_a_geojson_gives_its_colour(bare):
    styled = folium.GeoJson(SQUARE, style_function=lambda feature: {"color": "#00ff00"})
    (layer,) = layers_of(bare, styled)
    assert layer["features"][0]["colour"] == "#00ff00"


def test_groups_are_opened_and_keep_the_order(bare):
    group = folium.FeatureGroup(name="roads")
    folium.PolyLine(LINE).add_to(group)
    folium.Polygon(RING).add_to(group)
    found = layers_of(bare, folium.Circle((41, 128), radius=1), group)
    assert [layer["kind"] for layer in found] == ["circle", "polyline", "polygon"]


def test_what_a_layer_says_is_text(bare):
    (layer,) = layers_of(
        bare, folium.PolyLine(LINE, tooltip=HOSTILE, popup=folium.Popup("<b>bold</b>"))
    )
    text = layer["features"][0]["text"]
    assert HOSTILE in text
    assert "<b>bold</b>" in text
    made = BorderMap(bare)
    folium.PolyLine(LINE, tooltip=HOSTILE).add_to(made)
    assert "alert(1)" not in made.to_html()


def test_a_colour_that_is_none_is_left_to_the_page(bare):
    named, coded = layers_of(
        bare,
        folium.PolyLine(LINE, color="red;background:url(https://x.example)"),
        folium.PolyLine(LINE, color="#12aBcD"),
    )
    assert named["features"][0]["colour"] is None
    assert coded["features"][0]["colour"] == "#12aBcD"


PICTURE = ("https://x.example/a.png", [[41, 128], [42, 129]])
POINTS = {"type": "MultiPoint", "coordinates": [[128, 41], [129, 42]]}


@pytest.mark.parametrize(
    ("layer", "named"),
    [
        (lambda: folium.Marker((41, 128)), "Marker"),
        (lambda: folium.Marker((41, 128), icon=folium.Icon(icon="star")), "Marker"),
        (lambda: folium.plugins.HeatMap([(41, 128, 1)]), "HeatMap .*leaflet_heat"),
        (folium.plugins.MarkerCluster, "MarkerCluster .*markercluster"),
        (folium.LayerControl, "LayerControl"),
        (lambda: folium.Popup("text"), "Popup"),
        (lambda: folium.raster_layers.ImageOverlay(*PICTURE), "ImageOverlay"),
        (lambda: folium.GeoJson(SQUARE, tooltip=folium.GeoJsonTooltip([])), "GeoJsonTooltip"),
        (lambda: folium.GeoJson(POINTS), "MultiPoint"),
    ],
)
def test_what_cannot_be_data_is_refused_by_name(bare, layer, named):
    with pytest.raises(PageError, match=named):
        layers_of(bare, layer())
    group = folium.FeatureGroup()
    layer().add_to(group)
    with pytest.raises(PageError, match=named):
        layers_of(bare, group)


def test_a_feature_without_a_geometry_draws_nothing(bare):
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in (None, SQUARE)]
    (layer,) = layers_of(bare, folium.GeoJson({"type": "FeatureCollection", "features": features}))
    assert len(layer["features"]) == 1


def test_adding_a_layer_does_not_change_other_maps(bare):
    plain = BorderMap(bare).to_html()
    layers_of(bare, folium.PolyLine(LINE))
    assert BorderMap(bare).to_html() == plain
