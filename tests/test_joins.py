"""Shares, verdicts, sides, days and distances, against formulas, brute force and GeographicLib."""

from __future__ import annotations

import math
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from coded_tables import arrests
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import GEOD

from borderviz import build_zones, join_zones, locate_events, roll_up
from borderviz.errors import InputError
from borderviz.joins import prepare_zones
from borderviz.schema import ASSESSED, IN_FORCE_VALUES, VERDICT_VALUES, VERDICTS

LAT, LON = 40.6, 126.5  # well inside the home country
HYESAN = "gn:2043837"


def disc_at(latitude, longitude, radius_m, **more):
    return {
        "latitude": latitude, "longitude": longitude, "coordinate_uncertainty_m": radius_m
    } | more  # fmt: skip


def zones_of(*geometries, **columns):
    """Return zones of given shapes, one rule, both sides, in force for ever."""
    count = len(geometries)
    table = {
        "zone_id": [f"z{n}" for n in range(count)],
        "rule_id": "rule",
        "label": "a zone",
        "width_km": 1.0,
        "side": "both",
        "valid_from": "..",
        "valid_to": "..",
        "reference": [n == 0 for n in range(count)],
    } | columns
    return gpd.GeoDataFrame(pd.DataFrame(table), geometry=list(geometries), crs="EPSG:4326")


@pytest.fixture(scope="session")
def locate_all(korea):
    def table(*rows, crisp=False):
        return locate_events(arrests(*rows), korea, crisp=crisp)

    return table


@pytest.fixture(scope="session")
def zones(korea):
    return build_zones(korea)


@pytest.fixture(scope="session")
def north(zones):
    """The four variants of the zone along the northern border."""
    return zones[zones["rule_id"] == "kp-north-2020"].reset_index(drop=True)


@pytest.fixture(scope="session")
def prepared(north):
    return prepare_zones(north)


@pytest.fixture(scope="session")
def two_km(north):
    return north[north["reference"]]


# --- the share in space ------------------------------------------------------------------------


def beyond(distance, radius):
    """Return the share of a disc beyond a straight edge, its centre that far inside."""
    ratio = distance / radius
    return (math.acos(ratio) - ratio * math.sqrt(1 - ratio**2)) / math.pi


@pytest.mark.parametrize("radius_m", [1500, 3000, 10_000])
@pytest.mark.parametrize("ratio", [-0.95, -0.5, -0.1, 0, 0.2, 0.5, 0.9, 0.99])
def test_the_share_beyond_a_straight_edge_is_that_of_the_formula(locate_all, radius_m, ratio):
    # a meridian is a geodesic; the centre lies west of it
    edge, _, _ = GEOD.fwd(LON, LAT, 90, ratio * radius_m)
    half_plane = shapely.segmentize(shapely.box(edge, LAT - 1, edge + 2, LAT + 1), 0.01)
    joined = join_zones(locate_all(disc_at(LAT, LON, radius_m)), zones_of(half_plane))
    assert joined["p"].iloc[0] == pytest.approx(beyond(ratio, 1), abs=0.002)
    assert joined["verdict"].iloc[0] == "possible"


def sunflower(latitude, longitude, radius_m, count=20_000):
    """Return points spread evenly over a geodesic disc."""
    number = np.arange(count) + 0.5
    bearings = np.degrees(number * math.pi * (3 - math.sqrt(5))) % 360
    ones = np.ones(count)
    lon, lat, _ = GEOD.fwd(
        ones * longitude, ones * latitude, bearings, radius_m * np.sqrt(number / count)
    )
    return lon, lat


ANGLES = st.lists(st.floats(0, 359), min_size=3, max_size=9, unique=True)


@given(
    radius_m=st.floats(300, 20_000),
    angles=ANGLES,
    spread=st.floats(0.3, 2.5),
    offset=st.floats(0, 1.5),
    hole=st.booleans(),
)
@settings(max_examples=40)
def test_the_share_is_that_of_points_spread_over_the_disc(
    locate_all, radius_m, angles, spread, offset, hole
):
    # a star around a point near the disc, as hollow as it likes, with a hole or without
    middle = GEOD.fwd(LON, LAT, angles[0], offset * radius_m)[:2]
    bearings = np.sort(np.array(angles))
    reach = spread * radius_m * (1 + 0.5 * np.sin(7 * bearings))
    ones = np.ones(len(bearings))
    lon, lat, _ = GEOD.fwd(ones * middle[0], ones * middle[1], bearings, reach)
    zone = shapely.Polygon(np.column_stack([lon, lat]))
    assume(zone.is_valid and zone.area > 0)
    if hole:
        zone = zone.difference(shapely.Point(LON, LAT).buffer(radius_m / 400_000))
    assume(not zone.is_empty)
    joined = join_zones(locate_all(disc_at(LAT, LON, radius_m)), zones_of(zone))
    expected = shapely.contains_xy(zone, *sunflower(LAT, LON, radius_m)).mean()
    assert joined["p"].iloc[0] == pytest.approx(expected, abs=0.01)


def test_zones_that_cover_a_region_share_a_support_without_rest(locate_all):
    cuts = [126.0, 126.47, 126.49, 126.5, 126.503, 126.6, 127.0]
    stripes = [shapely.box(a, 40.0, b, 41.2) for a, b in pairwise(cuts)]
    joined = join_zones(
        locate_all(disc_at(LAT, LON, 3000), disc_at(LAT, 126.48, 9000)), zones_of(*stripes)
    )
    sums = joined.groupby("event_id")["p"].sum()
    assert sums.tolist() == pytest.approx([1, 1], abs=1e-6)
    assert joined["p"].between(0, 1).all()


def test_a_support_that_a_zone_covers_is_inside_and_one_that_it_misses_is_outside(locate_all):
    around, aside = shapely.box(126, 40, 127, 41), shapely.box(127, 40, 128, 41)
    joined = join_zones(locate_all(disc_at(LAT, LON, 3000)), zones_of(around, aside))
    assert joined["verdict"].tolist() == ["inside", "outside"]
    assert joined[["p", "p_min", "p_max"]].to_numpy().tolist() == [[1, 1, 1], [0, 0, 0]]


@given(
    latitude=st.floats(41.30, 41.50),
    longitude=st.floats(128.0, 128.30),
    radius_m=st.floats(100, 9000),
    country=st.sampled_from(["KP", ""]),
)
@settings(max_examples=20)
def test_shares_near_the_border_keep_their_order(
    locate_all, north, prepared, latitude, longitude, radius_m, country
):
    located = locate_all(disc_at(latitude, longitude, radius_m, country=country))
    assume(located["resolution"].iloc[0] == "resolved")
    joined = join_zones(located, prepared).merge(north[["zone_id", "reach_km"]], on="zone_id")
    wider = joined.sort_values("reach_km")
    for column in ("p", "p_min", "p_max"):
        steps = np.diff(wider[column].to_numpy(dtype=float))
        assert (steps >= -1e-6).all(), f"a wider zone lowers {column}"
    assert (joined["p_min"] <= joined["p"]).all()
    assert (joined["p"] <= joined["p_max"]).all()
    assert joined["p_min"].ge(0).all()
    assert joined["p_max"].le(1).all()
    for row in joined.itertuples():
        sure = {"inside": row.p_min == 1, "outside": row.p_max == 0}
        assert sure.get(row.verdict, row.p_max > 0 and row.p_min < 1)


def test_the_range_of_a_size_goes_into_the_bounds(korea, locate_all, two_km):
    at = korea.places.set_index("place_id").loc[HYESAN]
    disc = disc_at(at["latitude"], at["longitude"], 3000, country="KP")
    joined = join_zones(locate_all({"place": "Hyesan"}, disc), two_km)
    convention, stated = joined.itertuples()
    assert convention.p == pytest.approx(stated.p, abs=1e-6)
    assert convention.p_min < stated.p_min - 0.2
    assert convention.p_max > stated.p_max + 0.1


# --- the accuracy of the line ------------------------------------------------------------------

EDGE = shapely.box(LON, LAT - 1, LON + 2, LAT + 1)


@given(st.lists(st.tuples(st.floats(126.2, 126.8), st.floats(40.4, 40.8)), min_size=1, max_size=20))
@settings(max_examples=15)
def test_points_are_in_a_zone_or_not(locate_all, places):
    zone = shapely.Polygon([(126.3, 40.5), (126.7, 40.45), (126.5, 40.6), (126.6, 40.75)])
    rows = [{"latitude": lat, "longitude": lon} for lon, lat in places]
    located = locate_all(*rows, crisp=True)
    joined = join_zones(located, zones_of(zone))
    expected = [float(zone.intersects(point)) for point in located.geometry]
    assert joined["p"].tolist() == expected
    assert joined["verdict"].tolist() == ["inside" if p else "outside" for p in expected]


@pytest.mark.parametrize(
    ("metres_east", "verdict"),
    [(-300, "outside"), (-190, "possible"), (-1, "possible"), (1, "possible"), (190, "possible"),
     (300, "inside")],
)  # fmt: skip
def test_a_point_nearer_to_an_outline_than_the_line_is_accurate_is_possible(
    locate_all, metres_east, verdict
):
    lon, lat, _ = GEOD.fwd(LON, LAT, 90, metres_east)
    located = locate_all({"latitude": lat, "longitude": lon}, crisp=True)
    joined = join_zones(located, zones_of(EDGE, accuracy_m=200.0)).iloc[0]
    assert joined["verdict"] == verdict
    assert joined["p"] == float(metres_east > 0)
    assert joined["method"] == "point"


@pytest.mark.parametrize(
    ("metres_east", "verdict"),
    [(-1250, "outside"), (-1150, "possible"), (1150, "possible"), (1250, "inside")],
)
def test_the_accuracy_loosens_a_verdict_by_as_much(locate_all, metres_east, verdict):
    lon, lat, _ = GEOD.fwd(LON, LAT, 90, metres_east)
    located = locate_all(disc_at(lat, lon, 1000))
    loose = join_zones(located, zones_of(EDGE, accuracy_m=200.0)).iloc[0]
    assert loose["verdict"] == verdict
    assert loose["p"] == float(metres_east > 0)
    sharp = join_zones(located, zones_of(EDGE)).iloc[0]
    assert sharp["verdict"] == ("inside" if metres_east > 0 else "outside")


def test_the_bounds_are_those_of_the_edge_moved_either_way(locate_all):
    joined = join_zones(locate_all(disc_at(LAT, LON, 3000)), zones_of(EDGE, accuracy_m=300.0)).iloc[
        0
    ]
    assert joined["p"] == pytest.approx(0.5, abs=0.002)
    assert joined["p_min"] == pytest.approx(beyond(0.1, 1), abs=0.002)
    assert joined["p_max"] == pytest.approx(beyond(-0.1, 1), abs=0.002)


def test_a_support_that_moves_with_the_line_is_not_loosened_by_it(locate_all, two_km):
    located = locate_all({"place": "the Yalu River in Ryanggang", "country": "KP"})
    assert located["line_bound"].tolist() == [True]
    assert two_km["accuracy_m"].tolist() == [200]
    bound = join_zones(located, two_km).iloc[0]
    assert bound["verdict"] == "inside"
    assert bound[["p_min", "p", "p_max"]].tolist() == [1, 1, 1]
    free = join_zones(located.assign(line_bound=False, clipped_to=None), two_km).iloc[0]
    assert free["verdict"] == "possible"
    assert free["p_min"] < 0.9


def test_a_support_cut_to_its_country_is_not_loosened_at_the_line(locate_all, two_km):
    at = {"latitude": 41.4, "longitude": 128.18, "coordinate_uncertainty_m": 695}
    cut, free = join_zones(locate_all(at | {"country": "KP"}, at), two_km).itertuples()
    assert (cut.verdict, cut.p_min) == ("inside", 1)
    assert (free.verdict, free.p) == ("possible", 1)


def test_a_strip_along_the_border_is_judged_by_its_own_range(locate_all, two_km):
    joined = join_zones(locate_all({"place": "Ryanggang's border with China"}), two_km).iloc[0]
    assert (joined["verdict"], joined["p"], joined["p_max"]) == ("possible", 1, 1)
    # a strip of 5 km, in a zone of two: about two fifths, less where the river winds
    assert 0.3 < joined["p_min"] < 0.5


# --- banks -------------------------------------------------------------------------------------


def test_the_other_bank_is_outside_and_told_apart(locate_all, north):
    joined = join_zones(locate_all({"place": "Dandong"}), north)
    assert set(joined["verdict"]) == {"outside"}
    assert set(joined["side"]) == {"other"}
    assert set(joined["p_max"]) == {0}


@pytest.mark.parametrize(
    ("row", "side"),
    [
        ({"place": "Hyesan"}, "own"),
        ({"place": "the Yalu River"}, "both"),
        ({"place": "the Yalu River", "country": "KP"}, "own"),
        ({"place": "the Yalu River", "country": "CN"}, "other"),
    ],
)
def test_the_bank_is_that_of_the_support(locate_all, two_km, row, side):
    assert join_zones(locate_all(row), two_km)["side"].tolist() == [side]


def test_a_crossing_of_the_river_with_no_bank_stated_is_possible(locate_all, two_km):
    joined = join_zones(locate_all({"place": "the Yalu River in Ryanggang"}), two_km).iloc[0]
    assert joined["verdict"] == "possible"
    assert joined["p"] == pytest.approx(0.5, abs=0.05)


def test_both_halves_of_a_zone_make_the_whole(locate_all, zones):
    halves = zones[zones["rule_id"].isin(["dmz", "dmz-north", "dmz-south"])]
    joined = join_zones(locate_all(disc_at(37.956, 126.677, 3000)), halves).set_index("rule_id")
    assert joined["p"].between(0.05, 0.99).all()
    assert joined.loc["dmz", "p"] == pytest.approx(
        joined.loc["dmz-north", "p"] + joined.loc["dmz-south", "p"], abs=1e-4
    )
    assert joined.loc["dmz", "side"] in {"own", "both"}


def test_without_a_support_nothing_is_known_but_the_time(locate_all, north):
    row = {"place": "nowhere that is known", "date": "2018-01-01"}
    joined = join_zones(locate_all(row), north)
    assert set(joined["verdict"]) == {"unknown"}
    told = ["p", "p_min", "p_max", "side", "distance_km_min", "distance_km_max", "method"]
    assert joined[told].isna().to_numpy().all()
    assert set(joined["in_force"]) == {"no"}


def test_what_lies_out_of_the_area_is_outside(locate_all, north):
    joined = join_zones(locate_all(disc_at(48.8566, 2.3522, 1000)), north)
    assert set(joined["verdict"]) == {"outside"}
    assert joined["distance_km_min"].gt(8000).all()


# --- time --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "in_force", "t"),
    [
        ({"date": "2018-01-01"}, "no", 0),
        ({"date": "2020-08-24"}, "no", 0),
        ({"date": "2020-08-25"}, "possibly", 0.5),
        ({"date": "2020-08-26"}, "possibly", 0.5),
        ({"date": "2020-08-27"}, "yes", 1),
        ({"date": "2021-01-28"}, "yes", 1),
        # two days on which the sources disagree, then 127 of the 366
        ({"date": "2020"}, "possibly", 128 / 366),
        ({"date": "2020-08-27/2020-08-30"}, "yes", 1),
        ({"date": "XXXX-05-28"}, "possibly", None),
        ({"date": "XXXX-05-28", "source_published": "2018-06-01"}, "no", 0),
        ({"date": "2024-02-05/.."}, "possibly", None),
        ({"source_published": "2018-06-01"}, "no", 0),
        ({}, "possibly", None),
    ],
)
def test_a_rule_is_in_force_on_a_share_of_the_days(locate_all, two_km, dates, in_force, t):
    joined = join_zones(locate_all({"place": "Hyesan", **dates}), two_km).iloc[0]
    assert joined["in_force"] == in_force
    if t is None:
        assert pd.isna(joined["t"])
    else:
        assert joined["t"] == pytest.approx(t)


def test_a_rule_that_ended_is_not_in_force_afterwards(locate_all):
    zones = zones_of(EDGE, valid_from="2001", valid_to="2002-06-30")
    rows = [{"place": "Hyesan", "date": d} for d in ("2001-05", "2002", "2003")]
    joined = join_zones(locate_all(*rows), zones)
    # the rule may have begun on any day of 2001: half of each day before its last
    assert joined["in_force"].tolist() == ["possibly", "possibly", "no"]
    assert joined["t"].tolist() == pytest.approx([0.5, 181 / 365, 0])


# --- distances ---------------------------------------------------------------------------------


def on_the_globe(xy):
    lon, lat = np.radians(np.asarray(xy)).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def brute_distances(area, line):
    """Return least and greatest distance in km, from points 10 m apart on both."""
    around = shapely.buffer(shapely.box(*area.bounds), 0.25)
    step = 10 / 111_320
    course = shapely.get_coordinates(shapely.segmentize(shapely.intersection(line, around), step))
    ring = shapely.get_coordinates(shapely.segmentize(area, step))[::2]
    target = on_the_globe(course)
    best = [int(np.argmin(((target - point) ** 2).sum(axis=1))) for point in on_the_globe(ring)]
    found = GEOD.inv(ring[:, 0], ring[:, 1], course[best, 0], course[best, 1])[2]
    return found.min() / 1000, found.max() / 1000


@pytest.mark.parametrize(
    ("latitude", "longitude", "radius_m"),
    [(41.33, 128.2, 1000), (40.05, 124.5, 500), (42.5, 130.2, 300), (41.30, 128.1, 6000)],
)
def test_distances_are_those_of_geographiclib(
    korea, locate_all, two_km, latitude, longitude, radius_m
):
    located = locate_all(disc_at(latitude, longitude, radius_m))
    line = korea.borders.set_index("border_id").loc["CN-KP", "geometry"]
    least, most = brute_distances(located.geometry.iloc[0], line)
    joined = join_zones(located, two_km).iloc[0]
    assert least > 0
    assert joined["distance_km_min"] == pytest.approx(least, abs=0.001)
    assert joined["distance_km_max"] == pytest.approx(most, abs=0.001)


def test_what_the_line_crosses_lies_at_no_distance(locate_all, two_km):
    joined = join_zones(locate_all({"place": "the Yalu River in Ryanggang"}), two_km).iloc[0]
    assert joined["distance_km_min"] == 0
    assert joined["distance_km_max"] == pytest.approx(0.2, abs=0.002)


def test_zones_without_a_line_have_no_distances(locate_all):
    joined = join_zones(locate_all({"place": "Hyesan"}), zones_of(EDGE))
    assert joined[["distance_km_min", "distance_km_max"]].isna().to_numpy().all()


# --- the table ---------------------------------------------------------------------------------


def test_there_is_one_row_per_event_and_zone_in_their_order(locate_all, north):
    located = locate_all(
        {"place": "Musan"}, {"place": "Hyesan", "date": "2021"}, {"place": "Musan", "date": "2015"}
    )
    joined = join_zones(located, north)
    pairs = [(e, z) for e in located["event_id"] for z in north["zone_id"]]
    assert list(zip(joined["event_id"], joined["zone_id"], strict=True)) == pairs
    assert set(ASSESSED.columns) <= set(joined.columns)
    assert set(joined["verdict"]) <= set(VERDICT_VALUES)
    assert set(joined["in_force"]) <= set(IN_FORCE_VALUES)
    # one place, two dates: the same share, not the same time
    first, _, third = (joined[joined["event_id"] == e] for e in located["event_id"])
    assert first["p"].tolist() == third["p"].tolist()
    assert first["in_force"].tolist() != third["in_force"].tolist()


def test_an_index_of_any_kind_does_not_matter(locate_all, north):
    located = locate_all({"place": "Musan"}, {"place": "Hyesan"})
    turned = located.set_axis([5, 5], axis="index")
    pd.testing.assert_frame_equal(join_zones(located, north), join_zones(turned, north))


def test_no_event_and_no_zone_give_no_row(korea, locate_all, north):
    located = locate_all({"place": "Hyesan"})
    not_drawn = build_zones(korea, ["kp-levee-2023"])
    assert len(not_drawn) == 0
    for joined in (join_zones(located.iloc[:0], north), join_zones(located, not_drawn)):
        assert len(joined) == 0
        assert set(ASSESSED.columns) <= set(joined.columns)
        assert roll_up(joined).columns.tolist() == list(VERDICTS.columns)


def test_tables_in_another_crs_are_refused(locate_all, two_km):
    located = locate_all({"place": "Hyesan"})
    with pytest.raises(InputError, match=r"located is in 'EPSG:3857'.*\.to_crs"):
        join_zones(located.to_crs(3857), two_km)
    with pytest.raises(InputError, match="zones is in 'EPSG:5179'"):
        join_zones(located, two_km.to_crs(5179))
    with pytest.raises(InputError, match="located has no coordinate reference system"):
        join_zones(located.set_crs(None, allow_override=True), two_km)


def test_ids_that_stand_twice_are_refused(locate_all, two_km):
    located = locate_all({"place": "Hyesan"}, {"place": "Musan"})
    with pytest.raises(InputError, match="event_id 'same' stands twice"):
        join_zones(located.assign(event_id="same"), two_km)
    twice = pd.concat([two_km, two_km])
    with pytest.raises(InputError, match="zone_id 'kp-north-2020/2km/boundary-line' stands twice"):
        join_zones(located, twice)


def test_a_table_that_was_not_located_is_refused(locate_all, two_km):
    with pytest.raises(InputError, match=r"no column .*location_id"):
        join_zones(locate_all({"place": "Hyesan"}).drop(columns="location_id"), two_km)


# --- the roll-up -------------------------------------------------------------------------------

BOUNDS = {
    "inside": (1.0, 1.0, 1.0),
    "outside": (0.0, 0.0, 0.0),
    "possible": (0.2, 0.5, 0.7),
    "unknown": (None, None, None),
}


def assessed_of(*verdicts, rule="rule", event="e0", reference=0):
    rows = []
    for number, verdict in enumerate(verdicts):
        p_min, p, p_max = BOUNDS[verdict]
        rows.append({
            "event_id": event, "zone_id": f"z{number}", "rule_id": rule, "verdict": verdict, "p": p,
            "p_min": p_min, "p_max": p_max, "side": "own", "in_force": "yes", "t": 1.0,
            "distance_km_min": 0.5, "distance_km_max": 3.0, "method": "made by hand",
            "reference": number == reference,
        })  # fmt: skip
    numbers = ["p", "p_min", "p_max"]
    return pd.DataFrame(rows).astype(dict.fromkeys(numbers, "Float64"))


@given(
    st.lists(st.sampled_from(["inside", "outside", "possible"]), min_size=1, max_size=5).flatmap(
        lambda verdicts: st.tuples(st.just(verdicts), st.integers(0, len(verdicts) - 1))
    )
)
@settings(max_examples=80)
def test_a_rule_s_verdict_is_certain_only_where_all_variants_agree(case):
    verdicts, reference = case
    rolled = roll_up(assessed_of(*verdicts, reference=reference)).iloc[0]
    agreed = verdicts[0] if len(set(verdicts)) == 1 else "possible"
    assert rolled["verdict"] == agreed
    assert rolled["p"] == BOUNDS[verdicts[reference]][1]
    assert rolled["p_min"] == min(BOUNDS[v][0] for v in verdicts)
    assert rolled["p_max"] == max(BOUNDS[v][2] for v in verdicts)


def test_without_a_support_a_rule_s_verdict_is_unknown():
    rolled = roll_up(assessed_of("unknown", "unknown")).iloc[0]
    assert rolled["verdict"] == "unknown"
    assert rolled[["p", "p_min", "p_max"]].isna().all()


def test_there_is_one_row_per_event_and_rule_in_their_order():
    table = pd.concat(
        [assessed_of("inside", "possible", event=e, rule=r) for e in ("b", "a") for r in ("y", "x")]
    )
    rolled = roll_up(table)
    pairs = list(zip(rolled["event_id"], rolled["rule_id"], strict=True))
    assert pairs == [("b", "y"), ("b", "x"), ("a", "y"), ("a", "x")]
    assert rolled.columns.tolist() == list(VERDICTS.columns)
    kept = rolled[["side", "in_force", "t", "distance_km_min", "distance_km_max"]].iloc[0]
    assert kept.tolist() == ["own", "yes", 1.0, 0.5, 3.0]


def test_a_table_that_was_not_joined_is_refused():
    with pytest.raises(InputError, match="no column 'reference'"):
        roll_up(assessed_of("inside").drop(columns="reference"))


def test_the_shipped_rule_takes_its_variants_together(locate_all, north):
    joined = join_zones(locate_all({"place": "Hyesan"}), north)
    rolled = roll_up(joined).iloc[0]
    assert rolled["p"] == joined.loc[joined["reference"], "p"].iloc[0]
    assert rolled["p_min"] == joined["p_min"].min()
    assert rolled["p_max"] == joined["p_max"].max()
    assert rolled["verdict"] == "possible"
