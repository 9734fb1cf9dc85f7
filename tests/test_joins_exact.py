"""The join against exact answers: shapely's for points, GeographicLib's for distances."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numba.core.caching import CacheImpl
from oracles import LineOracle

from borderviz import build_zones, join_zones
from borderviz.crs import disc, discs, equal_area_frame
from borderviz.errors import InputError
from borderviz.joins import prepare_zones
from borderviz.joins.cells import GRID_ZONES, index_zones
from borderviz.joins.circles import circles_of
from borderviz.joins.compiled import compiled
from borderviz.joins.distances import distance_ranges_km, point_distances_km
from borderviz.joins.lines import index_line
from borderviz.joins.overlaps import areas_m2, edges_of, layer_of, shared_areas_m2
from borderviz.joins.rims import disc_ranges_km


@pytest.fixture(scope="module")
def shipped(korea):
    return build_zones(korea)


# --- points --------------------------------------------------------------------------------------


def assert_as_shapely(zones, xy):
    found = index_zones(zones).within(xy[:, 0], xy[:, 1])
    for number, zone in enumerate(zones):
        expected = shapely.intersects(zone, shapely.points(xy))
        wrong = np.flatnonzero(found[:, number] != expected)
        assert not len(wrong), (number, xy[wrong[:3]])


def on_and_around(zones, seed=0):
    """Return vertices, middles of edges, and points next to them by one unit in the last place."""
    xy = shapely.get_coordinates(zones)
    middles = (xy[:-1] + xy[1:]) / 2
    at = np.concatenate([xy, middles])
    rng = np.random.default_rng(seed)
    steps = [at]
    for toward in (-np.inf, np.inf):
        for axis in (0, 1):
            moved = at.copy()
            moved[:, axis] = np.nextafter(moved[:, axis], toward)
            steps.append(moved)
    low, high = xy.min(axis=0) - 0.1, xy.max(axis=0) + 0.1
    return np.concatenate([*steps, rng.uniform(low, high, (500, 2))])


GRIDPOINT = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(st.lists(GRIDPOINT, min_size=3, max_size=14, unique=True), st.booleans())
@settings(max_examples=60)
def test_points_of_a_lattice_are_where_shapely_has_them(corners, decimals):
    # corners and points on one lattice: most points lie on vertices, edges or their extensions
    star = np.array(corners, dtype=float)
    middle = star.mean(axis=0)
    order = np.argsort(np.arctan2(*(star - middle).T[::-1]))
    zone = shapely.Polygon(star[order])
    assume(zone.is_valid and zone.area > 0)
    lattice = np.stack(np.meshgrid(np.arange(-1, 14), np.arange(-1, 14)), axis=-1).reshape(-1, 2)
    scale, shift = (0.1, 0.3) if decimals else (1.0, 0.0)
    zone = shapely.transform(zone, lambda xy: xy * scale + shift)
    assert_as_shapely([zone], lattice * scale + shift)
    assert_as_shapely([zone], on_and_around([zone]))


SQUARE = shapely.box(0, 0, 1, 1)
FRAME = SQUARE - shapely.box(0.25, 0.25, 0.75, 0.75)
SHAPES = {
    "a hole": FRAME,
    "an island in a hole": FRAME | shapely.box(0.4, 0.4, 0.6, 0.6),
    "parts that touch in a point": shapely.MultiPolygon([SQUARE, shapely.box(1, 1, 2, 2)]),
    "a hole that touches the outline": SQUARE - shapely.Polygon([(0, 0.5), (0.5, 0.3), (0.5, 0.7)]),
    "a needle": shapely.Polygon([(0, 0), (10, 1e-9), (10, 2e-9)]),
    "far from the equator": shapely.box(-180, 80, 180, 90),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_points_on_and_next_to_outlines_are_where_shapely_has_them(name):
    assert_as_shapely([SHAPES[name]], on_and_around([SHAPES[name]]))


def test_many_zones_that_touch_and_overlap_are_told_apart():
    rng = np.random.default_rng(5)
    boxes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in rng.integers(1, 6, (20, 4)) * 0.7]
    assert len(boxes) > 2 * GRID_ZONES
    assert_as_shapely(boxes, on_and_around(boxes))


def test_points_at_the_shipped_zones_are_where_shapely_has_them(shipped):
    zones = shipped.geometry.tolist()
    xy = shapely.get_coordinates(zones)[::37]
    rng = np.random.default_rng(2)
    near = xy + rng.normal(0, 0.01, xy.shape)
    assert_as_shapely(zones, np.concatenate([xy, (xy[:-1] + xy[1:]) / 2, near]))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300])
def test_what_is_no_place_lies_nowhere(value):
    index = index_zones([SQUARE])
    found = index.within(np.array([value, 0.5, value]), np.array([0.5, value, value]))
    assert not found.any()


def test_no_points_give_no_rows():
    assert index_zones([SQUARE]).within(np.empty(0), np.empty(0)).shape == (0, 1)


# --- areas ---------------------------------------------------------------------------------------


def overlay(support, zone):
    frame = equal_area_frame(*support.centroid.coords[0])
    cut = shapely.segmentize(shapely.intersection(support, zone), 0.01)
    return frame.to_metres(cut).area


def meander(seed, points=60):
    """Return a band along a winding line, as a border zone is one."""
    rng = np.random.default_rng(seed)
    x = np.linspace(126.0, 127.0, points)
    y = 40.5 + np.cumsum(rng.normal(0, 0.02, points))
    return shapely.LineString(np.column_stack([x, y])).buffer(rng.uniform(0.005, 0.05))


@given(st.integers(0, 10_000), st.floats(500, 30_000), st.floats(0.1, 0.9))
@settings(max_examples=30)
def test_areas_in_common_are_those_of_the_overlay(seed, radius_m, along):
    zone = meander(seed)
    line = shapely.line_interpolate_point(zone.exterior, along, normalized=True)
    supports = np.array([disc(line.x, line.y, radius_m), meander(seed + 1)], dtype=object)
    edges = edges_of(supports)
    found = shared_areas_m2(edges, 2, layer_of(np.array([zone], dtype=object)))
    expected = [overlay(support, zone) for support in supports]
    whole = areas_m2(edges, 2)
    np.testing.assert_allclose(whole[0], np.pi * radius_m**2, rtol=2e-5)
    assert np.abs(found - expected).max() <= 2e-5 * whole.max()


def test_outlines_that_run_along_each_other_cost_no_accuracy():
    zone = meander(3)
    half = shapely.intersection(zone, shapely.box(126, 39, 126.5, 42))
    both = np.array([zone, half], dtype=object)
    edges = edges_of(both)
    layer = layer_of(np.array([half], dtype=object))
    shared = shared_areas_m2(edges, 2, layer)
    np.testing.assert_allclose(shared, areas_m2(edges, 2)[1], rtol=1e-9)


def test_an_area_does_not_hang_on_what_else_is_asked_for():
    zone, other = meander(3), meander(9)
    many = np.array([other, zone, disc(126.5, 40.5, 9000)], dtype=object)
    layer = layer_of(np.array([zone], dtype=object))
    together = shared_areas_m2(edges_of(many), 3, layer)
    alone = [shared_areas_m2(edges_of(many[i : i + 1]), 1, layer)[0] for i in range(3)]
    assert together.tolist() == alone


def test_shares_do_not_hang_on_what_was_joined_before():
    zones = zones_of(meander(3), accuracy_m=200.0)
    along = shapely.line_interpolate_point(
        zones.geometry[0].exterior, np.linspace(0, 1, 9), normalized=True
    )
    supports = [disc(point.x, point.y, 2500) for point in along]
    bounds = ["p_min", "p", "p_max"]
    together = join_zones(located_at(*supports), zones)[bounds].to_numpy(dtype=float)
    kept = prepare_zones(zones)
    for one, expected in reversed(list(zip(supports, together, strict=True))):
        fresh = join_zones(located_at(one), zones)[bounds].to_numpy(dtype=float)[0]
        again = join_zones(located_at(one), kept)[bounds].to_numpy(dtype=float)[0]
        assert fresh.tolist() == expected.tolist() == again.tolist()
    assert (together[:, 0] < together[:, 1]).all()
    assert (together[:, 1] < together[:, 2]).all()


# --- the accuracy of the line --------------------------------------------------------------------


def moved_either_way(zone, around):
    """Return a zone narrowed and widened by its accuracy, and its far edge moved, in metres."""
    frame = equal_area_frame(*shapely.get_coordinates(around.centroid)[0])
    window = shapely.box(*around.buffer(0.02).bounds)
    local = frame.to_metres(shapely.segmentize(zone.geometry & window, 0.005))
    line = zone.line & shapely.box(*around.buffer(0.05 + zone.reach_km / 75).bounds)
    reach_m = zone.reach_km * 1000 - zone.accuracy_m
    pieces = np.array(shapely.get_parts(frame.to_metres(shapely.segmentize(line, 0.005))))
    near = shapely.union_all(shapely.buffer(pieces, reach_m, quad_segs=64))
    least, most = (local.buffer(by * zone.accuracy_m, quad_segs=64) for by in (-1, 1))
    return frame.to_metres(around), least, most, local & near


def test_bounds_are_the_shares_in_shipped_zones_moved_by_the_accuracy(shipped):
    rng = np.random.default_rng(5)
    radii = np.geomspace(500, 5000, 4)
    for number, zone in enumerate(shipped.itertuples()):
        course = shapely.get_coordinates(zone.line)
        at = course[rng.integers(0, len(course), 4)] + rng.normal(0, 0.015, (4, 2))
        supports = list(discs(at, radii))
        cut = ["KP" if zone.side == "both" else zone.side, None] * 2
        located = located_at(*supports).assign(clipped_to=cut)
        joined = join_zones(located, shipped.iloc[[number]])
        for row, (support, country) in enumerate(zip(supports, cut, strict=True)):
            whole, least, most, near = moved_either_way(zone, support)
            lower = least if country is None else near
            low, high = (shapely.area(whole & shape) / whole.area for shape in (lower, most))
            p_min, p_max = joined.loc[row, ["p_min", "p_max"]]
            assert (p_min, p_max) == pytest.approx((low, high), abs=5e-4)


# --- distances -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def border(korea):
    return korea.borders.set_index("border_id").loc["CN-KP", "geometry"]


def test_distances_of_points_are_those_of_geographiclib(border):
    rng = np.random.default_rng(4)
    near = shapely.get_coordinates(border)[rng.integers(0, 10_000, 400)]
    points = np.concatenate([
        near + rng.normal(0, 0.2, near.shape), rng.uniform((123.5, 37.2), (131.2, 43.3), (100, 2)),
    ])  # fmt: skip
    found = point_distances_km(points, index_line(border)) * 1000
    expected = LineOracle(border).distances(points)
    assert np.abs(found - expected).max() < 0.02


@pytest.fixture(scope="module")
def oracle(border):
    return LineOracle(border)


def extremes_km(oracle, points, most_km):
    """Return the least and greatest geodesic distance of points.

    A screening in projections of their own, good to some metres, tells which points may be
    either; those are measured, and some that are spread over all.
    """
    rough = oracle.screened(points, 1000 * most_km)
    likely = (rough < rough.min() + 10) | (rough > rough.max() - 10)
    chosen = np.concatenate([np.flatnonzero(likely), np.arange(0, len(points), 97)])
    exact = oracle.distances(points[chosen])
    assert np.abs(exact - rough[chosen]).max() < 10
    return exact.min() / 1000, exact.max() / 1000


@given(st.floats(124.2, 130.5), st.floats(40.0, 43.0), st.floats(300, 20_000))
@settings(max_examples=20)
def test_distances_of_areas_hold_for_every_point_of_their_outline(
    border, oracle, longitude, latitude, radius_m
):
    area = np.array([disc(longitude, latitude, radius_m)], dtype=object)
    line = index_line(border)
    dense = shapely.get_coordinates(shapely.segmentize(area, 0.0002))
    found = [distance_ranges_km(area, line)[0], disc_ranges_km(circles_of(area)[1], line)[0]]
    nearest, farthest = extremes_km(oracle, dense, found[0][1] + 1)
    for least, most in found:  # as any area, and as a disc
        # the samples are 22.3 m apart: a distance between two is off by half of that at most
        assert farthest - 0.00095 <= most <= farthest + 0.0112
        assert least <= nearest + 2e-5  # what a measured point may be off, as is stated
        if shapely.intersects(area[0], border):
            assert least == 0
        else:
            assert least >= nearest - 0.0112


def test_an_island_inside_an_area_is_no_distance_away():
    ring = disc(126.5, 40.5, 500).exterior
    line = index_line(shapely.MultiLineString([ring, [(120, 40), (120, 41)]]))
    areas = np.array([disc(126.5, 40.5, 5000), disc(126.6, 40.5, 5000)], dtype=object)
    least = distance_ranges_km(areas, line)[:, 0]
    assert least[0] == 0
    assert least[1] == pytest.approx(2.98, abs=0.02)


# --- the antimeridian ----------------------------------------------------------------------------


def located_at(*supports):
    return gpd.GeoDataFrame(
        {
            "event_id": [f"e{n}" for n in range(len(supports))],
            "location_id": [f"L{n}" for n in range(len(supports))],
            "date_start": "2021-01-01", "date_end": "2021-01-01", "method": "disc",
            "support_range": [(shape,) for shape in supports],
            "line_bound": False, "clipped_to": None, "touches": [()] * len(supports),
        },
        geometry=list(supports), crs="EPSG:4326",
    )  # fmt: skip


def zones_of(*geometries, **columns):
    count = len(geometries)
    table = {
        "zone_id": [f"z{n}" for n in range(count)], "rule_id": "rule", "width_km": 1.0,
        "side": "both",
    } | columns  # fmt: skip
    return gpd.GeoDataFrame(pd.DataFrame(table), geometry=list(geometries), crs="EPSG:4326")


def test_a_support_across_the_antimeridian_meets_zones_on_either_side():
    west, east = shapely.box(178, 60, 180, 70), shapely.box(-180, 60, -178, 70)
    line = shapely.LineString([(-179.9, 60), (-179.9, 70)])
    zones = zones_of(
        west, east, shapely.MultiPolygon([west, east]), line=[line] * 3, reach_km=1.0,
        accuracy_m=0.0, countries=[()] * 3, valid_from=None, valid_to=None, reference=True,
    )  # fmt: skip
    supports = [disc(180.0, 65, 2000), disc(-180.0, 65, 2000), disc(179.99, 65, 2000)]
    joined = join_zones(located_at(*supports), zones)
    p = joined["p"].to_numpy(dtype=float).reshape(3, 3)
    np.testing.assert_allclose(p[:2], [[0.5, 0.5, 1]] * 2, atol=1e-3)
    assert p[2, 0] > 0.6
    assert p[2, 2] == 1
    # 0.1° of longitude at 65° N is 4.72 km
    away = joined["distance_km_min"].to_numpy(dtype=float).reshape(3, 3)[:2]
    np.testing.assert_allclose(away, 4.719 - 2.0, atol=0.01)


# --- what cannot be joined -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "message"),
    [
        (shapely.Polygon(), r"zone 'z1' has no area"),
        (None, r"zone 'z1' has no area"),
        (shapely.LineString([(0, 0), (1, 1)]), r"zone 'z1' is a LineString"),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), r"not valid \(Self-intersection.*make"),
    ],
)
def test_zones_without_a_valid_area_are_refused(zone, message):
    with pytest.raises(InputError, match=message):
        join_zones(located_at(disc(126, 40, 1000)), zones_of(SQUARE, zone))


def test_supports_without_numbers_are_refused():
    with pytest.raises(InputError, match="event 'e1' is empty or has coordinates that are no num"):
        join_zones(located_at(disc(126, 40, 1000), shapely.Polygon()), zones_of(SQUARE))


def test_loops_are_compiled_where_nothing_can_be_kept(monkeypatch):
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    double = compiled(lambda number: 2 * number)
    assert double(21) == 42
