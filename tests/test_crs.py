"""Metres on the ellipsoid: frames, discs, lines widened, held against GeographicLib."""

from __future__ import annotations

import math
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import DEGREE_M, GEOD, LineOracle, area_m2, outline_samples, thinned

from borderviz.crs import (
    WGS84,
    assert_wgs84,
    buffer_m,
    cut_line,
    densify,
    destination,
    disc,
    disc_rims_m,
    equal_area_frame,
    frame_around,
    geodesic_area_m2,
    geodesic_length_m,
    local_frame,
    polygonal,
    widen_line,
)
from borderviz.errors import InputError

# Clear of the antimeridian and of the poles, where a polygon in degrees has no one meaning.
LONGITUDES = st.floats(-176, 176)
LATITUDES = st.floats(-84, 84)
AZIMUTHS = st.floats(0, 360, exclude_max=True)


def inverse(lon, lat, points):
    """Return azimuths and distances of points from a place."""
    here = np.full(len(points), lon), np.full(len(points), lat)
    azimuth, _, metres = GEOD.inv(*here, *points.T)
    return azimuth, metres


# --- frames ----------------------------------------------------------------------------


@given(LONGITUDES, LATITUDES, AZIMUTHS, st.floats(0, 200_000), st.sampled_from(["aeqd", "laea"]))
def test_frames_bring_a_point_back_where_it_was(lon, lat, azimuth, metres, kind):
    frame = local_frame(lon, lat) if kind == "aeqd" else equal_area_frame(lon, lat)
    there = destination(lon, lat, azimuth, metres)
    back = frame.to_degrees(frame.to_metres(shapely.Point(there)))
    # the series of the equal-area projection are good to a millimetre or two
    assert GEOD.inv(*there, back.x, back.y)[2] < 0.005


@given(LONGITUDES, LATITUDES, AZIMUTHS, st.floats(1, 500_000))
def test_the_local_frame_keeps_distance_and_direction_from_its_centre(lon, lat, azimuth, metres):
    frame = local_frame(lon, lat)
    there = destination(frame.longitude, frame.latitude, azimuth, metres)
    point = frame.to_metres(shapely.Point(there))
    assert math.hypot(point.x, point.y) == pytest.approx(metres, rel=1e-7, abs=1e-4)
    turn = math.degrees(math.atan2(point.x, point.y)) - azimuth
    assert abs((turn + 180) % 360 - 180) * math.radians(1) * metres < 0.01 + 1e-7 * metres


@given(LONGITUDES, LATITUDES, AZIMUTHS, AZIMUTHS, st.floats(0, 50_000), st.floats(100, 2_000))
def test_lengths_within_50_km_of_the_centre_are_true_to_11_ppm(lon, lat, out, on, far, length):
    frame = local_frame(lon, lat)
    start = destination(frame.longitude, frame.latitude, out, far)
    ends = shapely.points([start, destination(*start, on, length)])
    first, second = frame.to_metres(ends)
    assert shapely.distance(first, second) == pytest.approx(length, rel=1.1e-5)


@given(LONGITUDES, LATITUDES, st.floats(500, 100_000), st.floats(0, 100_000), AZIMUTHS)
def test_the_equal_area_frame_keeps_areas(lon, lat, radius, off, azimuth):
    frame = equal_area_frame(lon, lat)
    centre = destination(lon, lat, azimuth, off)
    angles = np.arange(7) * 360 / 7
    ones = np.ones(7)
    corners = GEOD.fwd(ones * centre[0], ones * centre[1], angles, ones * radius)[:2]
    shape = densify(shapely.Polygon(np.column_stack(corners)), 500)
    assert frame.to_metres(shape).area == pytest.approx(area_m2(shape), rel=1e-4)


def test_a_frame_lies_around_the_middle_of_its_geometry():
    frame = frame_around(shapely.LineString([(10, 50), (12, 51)]), "laea")
    assert (frame.longitude, frame.latitude, frame.kind) == (11.0, 50.5, "laea")


def test_frames_project_arrays_like_single_geometries():
    frame = local_frame(128.2, 41.4)
    shapes = np.array([shapely.Point(128.1, 41.3), shapely.LineString([(128, 41), (129, 42)])])
    together = frame.to_metres(shapes)
    assert [frame.to_metres(shape) for shape in shapes] == list(together)


# --- lengths, areas, steps -------------------------------------------------------------


@given(LONGITUDES, LATITUDES, AZIMUTHS, st.floats(0, 1_000_000))
def test_the_destination_lies_at_the_distance_and_azimuth(lon, lat, azimuth, metres):
    there = destination(lon, lat, azimuth, metres)
    assert there == pytest.approx(GEOD.fwd(lon, lat, azimuth, metres)[:2], abs=1e-12)
    assert GEOD.inv(lon, lat, *there)[2] == pytest.approx(metres, abs=1e-6)


def test_a_degree_of_the_equator_has_its_known_length():
    # 2π · 6 378 137 m / 360
    assert geodesic_length_m(shapely.LineString([(0, 0), (1, 0)])) == pytest.approx(111_319.4908)


def test_areas_do_not_depend_on_the_direction_of_rings_and_holes_are_taken_off():
    shell = [(128, 41), (129, 41), (129, 42), (128, 42)]
    hole = [(128.4, 41.4), (128.6, 41.4), (128.6, 41.6), (128.4, 41.6)]
    whole = geodesic_area_m2(shapely.Polygon(shell))
    gap = geodesic_area_m2(shapely.Polygon(hole))
    assert geodesic_area_m2(shapely.Polygon(shell[::-1])) == pytest.approx(whole, rel=1e-12)
    for ring in (hole, hole[::-1]):
        assert geodesic_area_m2(shapely.Polygon(shell, [ring])) == pytest.approx(whole - gap)


@given(LONGITUDES, LATITUDES, AZIMUTHS, st.floats(10, 60_000), st.floats(100, 5_000))
def test_densify_adds_vertices_on_the_line_and_none_is_missing(lon, lat, azimuth, length, step):
    line = shapely.LineString([(lon, lat), destination(lon, lat, azimuth, length)])
    dense = densify(line, step)
    xy = shapely.get_coordinates(dense)
    metres = GEOD.inv(*xy[:-1].T, *xy[1:].T)[2]
    # a degree of latitude is up to 111 694 m long at the poles, 0.34 % more than reckoned with
    assert np.max(metres) <= step * 1.0035
    assert shapely.hausdorff_distance(line, dense) < 1e-9
    assert shapely.get_coordinates(line).tolist() == xy[[0, -1]].tolist()


def test_pieces_of_a_line_make_up_the_line():
    angles = np.linspace(0, 6, 123)
    line = shapely.LineString(np.column_stack([128 + angles / 10, 41 + np.sin(angles) / 10]))
    pieces = cut_line(shapely.MultiLineString([line, shapely.LineString([(1, 2), (3, 4)])]))
    assert all(a.coords[-1] == b.coords[0] for a, b in pairwise(pieces[:-1]))
    assert shapely.length(pieces).sum() == pytest.approx(line.length + math.hypot(2, 2))


# --- discs and buffers -----------------------------------------------------------------


@given(LONGITUDES, LATITUDES, st.floats(50, 50_000))
def test_a_disc_has_the_area_of_its_circle(lon, lat, radius):
    shape = disc(lon, lat, radius)
    assert area_m2(shape) == pytest.approx(math.pi * radius**2, rel=1e-3)


@given(LONGITUDES, LATITUDES, st.floats(50, 50_000))
def test_the_outline_of_a_disc_lies_at_its_radius(lon, lat, radius):
    _, metres = inverse(lon, lat, outline_samples(disc(lon, lat, radius)))
    # a polygon of 128 edges with the circle's area is 0.02 % outside at its vertices; the edges,
    # straight in degrees, sag by their length² · tan(latitude) / (8 · radius of the earth)
    sag = (math.tau * radius / 128) ** 2 * math.tan(math.radians(abs(lat) + 0.5)) / (8 * 6.35e6)
    assert np.abs(metres / radius - 1).max() < 4e-4 + sag / radius


@given(st.floats(-180, 180), st.floats(-84.9, 84.9), st.floats(1, 59_000))
@settings(max_examples=50)
def test_the_vertices_of_a_disc_lie_where_geodesics_lead(lon, lat, radius):
    azimuths = np.arange(128) * 360.0 / 128
    ones = np.ones(128)
    x, y, _ = GEOD.fwd(lon * ones, lat * ones, azimuths, disc_rims_m(radius) * ones)
    rim = shapely.get_coordinates(disc(lon, lat, radius))[:-1]
    off_m = GEOD.inv(x, y, rim[:, 0], rim[:, 1])[2]
    assert off_m.max() < (2e-4 if radius > 10_000 else 1e-6)
    assert np.abs(rim[:, 0] - lon).max() < 180  # in one piece across the antimeridian


def test_a_disc_of_few_vertices_still_has_the_area():
    assert area_m2(disc(128, 41, 2_000, vertices=12)) == pytest.approx(math.pi * 4e6, rel=1e-3)


@given(LONGITUDES, LATITUDES, AZIMUTHS, st.floats(10, 20_000), st.floats(50, 5_000))
def test_a_buffer_of_a_short_line_has_the_width(lon, lat, azimuth, length, metres):
    line = shapely.LineString([(lon, lat), destination(lon, lat, azimuth, length)])
    shape = buffer_m(line, metres)
    samples = outline_samples(shape)
    off = LineOracle(line).distances(samples[thinned(np.arange(len(samples)), 60)]) / metres - 1
    # 16 segments a quarter: an arc falls short by 1 − cos(45°/16)
    assert off.max() < 2e-4
    assert off.min() > -(1 - math.cos(math.radians(45 / 16))) - 2e-4


def test_a_negative_buffer_narrows():
    inner = buffer_m(disc(128, 41, 5_000), -1_000)
    assert area_m2(inner) == pytest.approx(math.pi * 4_000**2, rel=2e-3)


def test_polygonal_drops_points_and_lines():
    square = shapely.box(0, 0, 1, 1)
    mixed = shapely.GeometryCollection([square, shapely.Point(3, 3), shapely.box(5, 5, 6, 6)])
    assert polygonal(mixed).equals(shapely.MultiPolygon([square, shapely.box(5, 5, 6, 6)]))
    assert polygonal(shapely.GeometryCollection([square, shapely.Point(3, 3)])) == square
    assert polygonal(shapely.Point(1, 1)).is_empty


# --- lines widened ---------------------------------------------------------------------


def tolerance_m(width_m):
    """Half a metre up to the widths of two kilometres, 0.01 % of wider ones."""
    return max(0.5, width_m * 1e-4)


def walk(start, steps):
    """Return the line that turns and goes on as the steps say."""
    points, heading = [start], 0.0
    for turn, metres in steps:
        heading += turn
        points.append(destination(*points[-1], heading, metres))
    return shapely.LineString(points)


def deviations(line, width_m, limit=400):
    samples = outline_samples(widen_line(line, width_m))
    oracle = LineOracle(line)
    off = oracle.screened(samples, width_m) - width_m
    worst = np.argsort(-np.abs(off))[:40]
    chosen = np.concatenate([worst, thinned(np.arange(len(samples)), limit)])
    return oracle.distances(samples[chosen]) - width_m


WALKS = st.builds(
    walk,
    st.tuples(LONGITUDES, st.floats(-75, 75)),
    st.lists(
        st.tuples(st.floats(-150, 150), st.floats(20, 300) | st.floats(20, 3_000)),
        min_size=1,
        max_size=60,
    ),
)


@settings(max_examples=40)
@given(WALKS, st.floats(100, 10_000))
def test_a_widened_line_ends_at_its_width(line, width_m):
    assert np.abs(deviations(line, width_m)).max() <= tolerance_m(width_m)


@pytest.mark.parametrize("width_m", [1_000, 2_000, 10_000])
@pytest.mark.parametrize("latitude", [-62.0, 0.0, 41.5, 70.0])
def test_long_edges_are_straight_in_degrees_not_on_the_ground(latitude, width_m):
    line = shapely.LineString([(20, latitude), (21.3, latitude), (21.3, latitude + 0.7)])
    assert np.abs(deviations(line, width_m)).max() <= tolerance_m(width_m)


def test_a_line_of_several_parts_is_widened_as_a_whole():
    parts = shapely.MultiLineString(
        [[(128, 41), (128.05, 41)], [(128.3, 41.1), (128.31, 41.12), (128.3, 41.1)]]
    )
    assert widen_line(parts, 1_000).geom_type == "MultiPolygon"
    assert np.abs(deviations(parts, 1_000)).max() <= 0.5


def test_the_direction_of_a_line_does_not_matter():
    line = walk((128, 41), [(30, 900), (80, 700), (-120, 400), (-60, 1_500)])
    there, back = widen_line(line, 2_000), widen_line(line.reverse(), 2_000)
    assert area_m2(shapely.symmetric_difference(there, back)) < 1e-3 * area_m2(there)


def test_the_error_of_arcs_is_the_callers():
    line = shapely.LineString([(128, 41), (128.01, 41)])
    coarse, fine = (widen_line(line, 2_000, arc_error_m=error) for error in (20.0, 0.01))
    off = 2_000 - LineOracle(line).distances(outline_samples(coarse))
    assert 1 < off.max() <= 20.5
    assert shapely.get_num_coordinates(fine) > 5 * shapely.get_num_coordinates(coarse)


@pytest.mark.parametrize("width_m", [0, -1, -2_000.0, math.nan, math.inf])
def test_a_width_must_be_above_zero(width_m):
    with pytest.raises(InputError, match="above zero") as caught:
        widen_line(shapely.LineString([(128, 41), (128.1, 41)]), width_m)
    assert repr(width_m) in str(caught.value)


def test_the_oracle_knows_a_meridian():
    """On a meridian the nearest point and the distance are known without a search."""
    line = shapely.LineString([(128, 41), (128, 42)])
    there = GEOD.fwd(128, 41.5, 90, 2_000)
    assert LineOracle(line).distances(np.array([there[:2]])) == pytest.approx(2_000, abs=0.001)
    beyond = np.array([[128, 41 - 1_000 / DEGREE_M]])
    exact = GEOD.inv(128, 41, *beyond[0])[2]
    assert LineOracle(line).distances(beyond) == pytest.approx(exact, abs=1e-6)


# --- the gate --------------------------------------------------------------------------


def test_the_gate_lets_wgs84_through():
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(128, 41)], crs=WGS84)
    assert_wgs84(frame, "places")


@pytest.mark.parametrize(
    ("crs", "words"), [(None, "no coordinate reference system"), ("EPSG:3857", "'EPSG:3857'")]
)
def test_the_gate_refuses_what_is_not_wgs84_by_name(crs, words):
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(128, 41)], crs=crs)
    with pytest.raises(InputError, match="my events") as caught:
        assert_wgs84(frame, "my events")
    assert words in str(caught.value)
    assert "EPSG:4326" in str(caught.value)
