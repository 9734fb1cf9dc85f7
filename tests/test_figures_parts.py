"""The parts of figures by themselves: scale, marks, spread dates, reaches, colours."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import borderviz
from borderviz.crs import GEOD
from borderviz.figures.aoristic import bins_of, spread
from borderviz.figures.furniture import bar_length_km
from borderviz.figures.lettering import Lettering, Style
from borderviz.figures.marks import cluster_radius, hatch_lines, place_marks
from borderviz.figures.plots import ticks
from borderviz.figures.reaches import reaches_of
from borderviz.figures.sheet import Box
from borderviz.figures.views import view_of
from borderviz.symbology import MARKS, PAPER, SHAPES

WORLD = shapely.box(-179, -85, 179, 85)


@settings(max_examples=40)
@given(
    lon=st.floats(-150, 150), lat=st.floats(-65, 65), width=st.floats(0.01, 8),
    height=st.floats(0.01, 8), across=st.floats(30, 300), up=st.floats(30, 300),
)  # fmt: skip
def test_the_scale_bar_is_true_in_the_middle_of_the_map(lon, lat, width, height, across, up):
    view = view_of(
        [shapely.box(lon, lat, lon + width, lat + height)], Box(5, 5, 5 + across, 5 + up),
        within=WORLD,
    )  # fmt: skip
    km = bar_length_km(view)
    half = km * 1000 / view.metres / 2
    x, y = (view.box.left + view.box.right) / 2, (view.box.bottom + view.box.top) / 2
    (lon0, lat0), (lon1, lat1) = view.degrees(np.array([[x - half, y], [x + half, y]]))
    assert GEOD.inv(lon0, lat0, lon1, lat1)[2] / 1000 == pytest.approx(km, rel=2e-3)
    assert 0.05 * view.box.width < 2 * half <= 0.31 * view.box.width


@settings(max_examples=40)
@given(lon=st.floats(118, 130), lat=st.floats(33, 44), size=st.floats(0.001, 5))
def test_what_is_shown_lies_in_the_box_and_comes_back(lon, lat, size):
    shown = shapely.box(lon, lat, lon + size, lat + size)
    view = view_of([shown], Box(0, 0, 120, 80), within=shapely.box(117, 32.5, 137.5, 47.5))
    corners = shapely.get_coordinates(shown)
    on_sheet = view.points(corners)
    assert (on_sheet[:, 0] >= view.box.left).all()
    assert (on_sheet[:, 0] <= view.box.right).all()
    assert (on_sheet[:, 1] >= view.box.bottom).all()
    assert (on_sheet[:, 1] <= view.box.top).all()
    np.testing.assert_allclose(view.degrees(on_sheet), corners, atol=1e-6)
    assert view.box.width <= 120
    assert view.box.height <= 80


spots = st.tuples(st.floats(0, 100), st.floats(0, 60))


@settings(max_examples=50)
@given(points=st.lists(spots, min_size=1, max_size=60), radius=st.floats(0.8, 1.5))
def test_each_incident_is_on_one_mark_and_marks_of_one_spot_stand_apart(points, radius):
    xy = np.array(points)
    placed = place_marks(xy, radius)
    assert sorted(i for one in placed for i in one.members) == list(range(len(xy)))
    alone = [one for one in placed if len(one.members) == 1]
    for one in alone:
        assert (one.at_x, one.at_y) == tuple(xy[one.members[0]])
    same = place_marks(np.repeat(xy[:1], min(len(xy), 12), axis=0), radius)
    gaps = [np.hypot(a.x - b.x, a.y - b.y) for a, b in combinations(same, 2)]
    assert all(gap >= 1.7 * radius for gap in gaps)


def test_many_incidents_are_gathered_and_their_signs_do_not_cover_each_other():
    xy = np.random.default_rng(3).uniform(0, 100, (2000, 2))
    placed = place_marks(xy, 1.2)
    assert sum(len(one.members) for one in placed) == 2000
    full = [one for one in placed if len(one.members) > 20]
    assert len(full) >= 15
    for one, other in combinations(full, 2):
        reach = cluster_radius(len(one.members), 1.2) + cluster_radius(len(other.members), 1.2)
        assert np.hypot(one.x - other.x, one.y - other.y) > 0.7 * reach


def test_hatching_stays_inside_and_is_even():
    area = shapely.Point(5, 5).buffer(4).difference(shapely.Point(5, 5).buffer(1))
    lines = hatch_lines(area, 0.5)
    assert shapely.covers(area.buffer(1e-9), lines).all()
    assert sum(line.length for line in lines) == pytest.approx(area.area / 0.5, rel=0.05)


days = st.dates(date(2014, 1, 1), date(2024, 12, 31))


@settings(max_examples=40)
@given(st.lists(st.tuples(days, st.integers(0, 800)), min_size=1, max_size=12))
def test_uncertain_dates_are_spread_day_by_day(intervals):
    starts = [start for start, _ in intervals]
    ends = [start + timedelta(days=length) for start, length in intervals]
    start, end = (pd.Series([d.isoformat() for d in found]) for found in (starts, ends))
    bins = bins_of(start, end)
    shares = spread(start, end, bins)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    expected = np.zeros_like(shares)
    keys = [str(edge)[: 7 if bins.unit == "month" else 4] for edge in bins.edges[:-1]]
    for row, (first, last) in enumerate(zip(starts, ends, strict=True)):
        length = (last - first).days + 1
        for passed in range(length):
            key = (first + timedelta(days=passed)).isoformat()[: len(keys[0])]
            expected[row, keys.index(key)] += 1 / length
    np.testing.assert_allclose(shares, expected, atol=1e-9)


@given(low=st.floats(-1e4, 1e4), span=st.floats(0.1, 1e5), most=st.floats(1, 20))
def test_ticks_are_round_few_and_inside(low, span, most):
    found = ticks(low, low + span, most)
    assert len(found) <= most + 2
    assert all(low - 1e-6 * span <= value <= low + span * (1 + 1e-6) for value in found)
    assert all(float(f"{value:.6g}") == pytest.approx(value, abs=1e-9) for value in found)


@settings(max_examples=30)
@given(st.text(st.characters(codec="ascii"), max_size=300), st.floats(15, 90))
def test_lines_fit_and_lose_nothing(text, width):
    setting, style = Lettering(), Style(7, "#000000")
    clean = setting.clean(text)
    lines = setting.wrap(clean, style, width)
    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")
    assert all(setting.width(line, style) <= width for line in lines)


@pytest.fixture(scope="module")
def reaches(korea):
    return {reach.name: reach for reach in reaches_of(korea, ("CN-KP",), "en")}


def test_rivers_are_followed_from_the_sea(korea, reaches):
    assert list(reaches) == ["Yalu", "Tumen"]
    border = korea.borders.set_index("border_id").geometry["CN-KP"]
    whole = max(border.geoms, key=lambda part: part.length)
    length = sum(reach.length_km for reach in reaches.values())
    assert length == pytest.approx(GEOD.geometry_length(whole) / 1000, rel=1e-6)
    places = korea.places.set_index("name")
    along = {}
    for name in ("Sinuiju", "Manpo", "Hyesan"):
        spot = places.loc[[name], ["longitude", "latitude"]].to_numpy(float)[:1]
        along[name], off = reaches["Yalu"].positions(spot)[0]
        assert off < 0  # the home bank lies below
    assert 0 < along["Sinuiju"] < along["Manpo"] < along["Hyesan"] < reaches["Yalu"].length_km


def test_distances_on_a_strip_are_those_on_the_ground(korea, reaches):
    rng = np.random.default_rng(5)
    spots = np.column_stack([rng.uniform(125, 128, 60), rng.uniform(40, 42, 60)])
    xy = shapely.get_coordinates(
        shapely.segmentize(korea.borders.set_index("border_id").geometry["CN-KP"], 0.002)
    )
    shown = np.abs(reaches["Yalu"].positions(spots)[:, 1])
    for (lon, lat), km in zip(spots, shown, strict=True):
        ones = np.ones(len(xy))
        metres = GEOD.inv(ones * lon, ones * lat, xy[:, 0], xy[:, 1])[2].min()
        assert km == pytest.approx(metres / 1000, abs=0.15, rel=2e-3)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lightness(rgb: np.ndarray) -> float:
    """Return CIE L* of a linear colour: what is left of it in grey."""
    luminance = float(np.clip(rgb, 0, 1) @ (0.2126, 0.7152, 0.0722))
    return 116 * np.cbrt(luminance) - 16 if luminance > 0.008856 else 903.3 * luminance


# Machado, Oliveira & Fernandes 2009, severity 1
SIGHTS = {
    "any": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip


@pytest.mark.parametrize("sight", SIGHTS)
def test_types_of_one_shape_are_told_apart_in_grey_and_with_any_sight(sight):
    for one, other in combinations(MARKS, 2):
        if one.shape == other.shape:
            seen = [lightness(SIGHTS[sight] @ linear(mark.colour)) for mark in (one, other)]
            assert abs(seen[0] - seen[1]) >= 8, (one.name, other.name)


def test_every_mark_has_a_shape_about_as_large_as_the_others():
    areas = [shapely.Polygon(SHAPES[mark.shape]).area for mark in MARKS]
    assert max(areas) < 2 * min(areas)


def test_print_has_the_colours_of_the_page():
    style = (Path(borderviz.__file__).parent / "page/viewer/viewer.css").read_text("utf-8")
    root = style[style.index(":root") : style.index("}")]
    page = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", root))
    for name, colour in vars(PAPER).items():
        assert page[name.replace("_", "-")] == colour, name
