"""Coordinates that are written in words lead to their disc, and nothing else is taken for some."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import GEOD

from borderviz import geocode
from borderviz.geocoding.coordinates import read_coordinates

HYESAN = (41.4, 128.18333)


@pytest.mark.parametrize(
    "text",
    [
        "41°24′N 128°11′E", "41º24'N, 128º11'E", "N 41° 24' E 128° 11'", "128°11′E 41°24′N",
        "북위 41도 24분, 동경 128도 11분", "北纬41度24分，东经128度11分",
        "(41°24′00″N; 128°11′00″E)",
        "41.4000 N, 128.1833 E", "41.4000, 128.1833", "lat 41.4000 lon 128.1833",
        "latitude: 41.4000, longitude: 128.1833", "41.4000 degrees north, 128.1833 degrees east",
        "41.4000N/128.1833E", "N41.4000 E128.1833",
    ],
)  # fmt: skip
def test_one_position_in_many_forms(text):
    found = read_coordinates(text)
    assert (found.latitude, found.longitude) == pytest.approx(HYESAN, abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "41, 128", "41.40", "3.5 km, 4.5 km", "2020.08, 25.5", "91 N, 128 E", "41°75′N 128°11′E",
        "41.40 N, 128.18 N", "41.40 N of Hyesan, 128.2", "128.18, 41.40", "Hyesan", "10 km N", "",
        "41.5°24′N 128°11′E",
    ],
)  # fmt: skip
def test_what_is_no_position_is_not_taken_for_one(text):
    assert read_coordinates(text) is None


@pytest.mark.parametrize(
    ("text", "radius_m"),
    [
        ("41.4017, 128.1783", 500),
        ("41.40 N, 128.18 E", 695),
        ("41.4°N 128.2°E", 6950),
        ("41°24′N 128°11′E", 1158),
        ("41°24′05″N 128°10′58″E", 500),
    ],
)
def test_no_more_is_known_than_is_written(korea, text, radius_m):
    (row,) = geocode(text, korea).itertuples()
    assert (row.resolution, row.method) == ("resolved", "coordinates")
    assert row.coordinate_uncertainty_m == pytest.approx(radius_m, abs=1)
    assert "as written" in row.reason


@given(
    st.floats(-89, 89), st.floats(-179, 179), st.integers(1, 6),
    st.sampled_from(["{:+.{d}f}, {:+.{d}f}", "{:.{d}f}°, {:.{d}f}°"]),
)  # fmt: skip
def test_the_disc_holds_every_position_that_is_written_so(lat, lon, decimals, form):
    found = read_coordinates(form.format(lat, lon, d=decimals))
    away_m = GEOD.inv(lon, lat, found.longitude, found.latitude)[2]
    assert away_m <= found.radius_m * 1.0001 + 0.001
