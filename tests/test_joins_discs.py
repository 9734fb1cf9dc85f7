"""Discs held against zones as circles, against intersections of polygons made by shapely."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import GEOD

from borderviz.crs import disc, equal_area_frame
from borderviz.joins.circles import circle_shares, circles_of
from borderviz.joins.lines import lines_together, outline_of

LON, LAT = 126.5, 40.5
CLOSE = 5e-4
"""How far a share may be off: less than is promised (0.002)."""


def objects(*shapes):
    return np.array(shapes, dtype=object)


def share(zone, *discs):
    """Return the shares of discs in a zone, NaN where they are whole or none."""
    which, circles = circles_of(objects(*discs))
    assert which.tolist() == list(range(len(discs)))
    return circle_shares(circles, outline_of(zone))


def overlay(support, zone):
    """Return the same by the intersection, in an equal-area projection."""
    frame = equal_area_frame(*shapely.get_coordinates(support.centroid)[0])
    cut = shapely.segmentize(objects(shapely.intersection(support, zone), support), 0.005)
    shared, whole = shapely.area(frame.to_metres(cut))
    return shared / whole


def assert_as_overlay(zone, *discs):
    for one, found in zip(discs, share(zone, *discs), strict=True):
        expected = overlay(one, zone)
        if np.isnan(found):
            assert min(expected, 1 - expected) < 1e-5
        else:
            assert found == pytest.approx(expected, abs=CLOSE)


def ground(seed):
    """Return a band along a winding line with holes, islands in them and others beside it."""
    rng = np.random.default_rng(seed)
    x = np.linspace(LON - 0.5, LON + 0.5, 60)
    y = LAT + np.cumsum(rng.normal(0, 0.02, 60))
    shape = shapely.LineString(np.column_stack([x, y])).buffer(rng.uniform(0.005, 0.05))
    for at in rng.integers(0, 60, 8):
        spot = shapely.Point(x[at], y[at]).buffer(rng.uniform(0.002, 0.03))
        shape = shape.symmetric_difference(spot)
    return shape


@given(st.integers(0, 10_000), st.floats(100, 45_000), st.floats(0, 1), st.booleans())
@settings(max_examples=30)
def test_shares_of_discs_are_those_of_the_intersection(seed, radius_m, along, vertex):
    zone = ground(seed)
    ring = shapely.get_rings(shapely.get_parts(zone))[seed % 3]
    place = shapely.line_interpolate_point(ring, along, normalized=True)
    if vertex:  # a centre on a vertex lies on two edges and on the line of both
        place = shapely.Point(ring.coords[int(along * (len(ring.coords) - 1))])
    moved = GEOD.fwd(place.x, place.y, 360 * along, 0.7 * radius_m)[:2]
    assert_as_overlay(zone, disc(place.x, place.y, radius_m), disc(*moved, radius_m))


RINGS = {
    "a hole within it": (disc(LON, LAT, 9000) - disc(LON, LAT, 1000), 1 - 1 / 9),
    "an island within it": (disc(LON, LAT, 1000), 1 / 9),
    "an island in a hole within it": (
        (disc(LON, LAT, 9000) - disc(LON, LAT, 2000)) | disc(LON, LAT, 1000), 1 - 3 / 9,
    ),
    "parts that touch within it": (
        shapely.MultiPolygon([
            shapely.box(LON - 1, LAT - 1, LON, LAT + 1), shapely.box(LON, LAT + 1, LON + 1, LAT + 2)
        ]), 0.5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RINGS)
def test_rings_inside_a_disc_count(name):
    zone, expected = RINGS[name]
    assert share(zone, disc(LON, LAT, 3000))[0] == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("zone", [disc(LON, LAT, 9000), disc(LON, LAT, 9000) - disc(LON, LAT, 5e3)])
def test_a_disc_that_no_outline_meets_is_whole_or_none(zone):
    assert np.isnan(share(zone, disc(LON, LAT, 3000), disc(LON + 1, LAT, 3000))).all()


def test_parts_that_are_kept_side_by_side_are_as_one():
    zone = ground(7)
    west, east = (shapely.box(x, LAT - 2, x + 1, LAT + 2) for x in (LON - 1, LON))
    halves = [outline_of(shapely.intersection(zone, half)) for half in (west, east)]
    around = [disc(LON + step, LAT, 20_000) for step in (-0.1, 0, 0.001, 0.1)]
    circles = circles_of(objects(*around))[1]
    np.testing.assert_allclose(
        circle_shares(circles, lines_together(halves)), share(zone, *around), atol=1e-9
    )
    # what else is kept changes nothing, bit by bit
    far = outline_of(shapely.box(LON + 3, LAT, LON + 4, LAT + 1))
    alone = circle_shares(circles, lines_together(halves))
    np.testing.assert_array_equal(circle_shares(circles, lines_together([*halves, far])), alone)
    assert np.isnan(circle_shares(circles, lines_together([]))).all()


# --- which polygons are discs --------------------------------------------------------------------


@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(1, 45_000))
@settings(max_examples=50)
def test_a_disc_is_known_by_its_outline(longitude, latitude, radius_m):
    which, circles = circles_of(objects(disc(longitude, latitude, radius_m)))
    if abs(latitude) > 60 and not len(which):
        return  # a large one near a pole goes the way of all polygons
    assert which.tolist() == [0]
    off = GEOD.inv(longitude, latitude, *circles.lonlat[0])[2]
    assert off < 1e-4 * radius_m
    assert circles.rims()[0][0] == pytest.approx(radius_m, rel=5e-4)


def dented(shape, by_m):
    xy = shapely.get_coordinates(shape)
    xy[40, 1] += by_m / 111_320
    return shapely.Polygon(xy)


ROUND = disc(LON, LAT, 3000)
OTHERS = {
    "a disc that was cut": ROUND & shapely.box(LON - 1, LAT - 1, LON + 0.01, LAT + 1),
    "a disc with a hole": ROUND - disc(LON, LAT, 100),
    "a disc with a dent": dented(ROUND, 5),
    "a coarser disc": disc(LON, LAT, 3000, vertices=64),
    "an ellipse": shapely.transform(ROUND, lambda xy: (xy - (LON, LAT)) * (1, 1.01) + (LON, LAT)),
    "a disc too large for a plane": disc(LON, LAT, 80_000),
    "a point": shapely.Point(LON, LAT),
    "nothing": None,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_disc_goes_the_way_of_all_polygons(name):
    which, circles = circles_of(objects(OTHERS[name], ROUND))
    assert which.tolist() == [1]
    assert len(circles) == 1


def test_a_disc_across_the_antimeridian_is_cut_by_zones_on_either_side():
    both = shapely.MultiPolygon([shapely.box(178, 60, 180, 70), shapely.box(-180, 60, -178, 70)])
    found = share(both.geoms[0], disc(180, 65, 2000), disc(-180, 65, 2000), disc(179.99, 65, 2000))
    np.testing.assert_allclose(found[:2], 0.5, atol=1e-6)
    assert found[2] > 0.6
    assert np.isnan(share(both, disc(180, 65, 2000)))
    centre = circles_of(objects(disc(180, 65, 2000)))[1].lonlat[0]
    assert abs(centre[0]) == 180
