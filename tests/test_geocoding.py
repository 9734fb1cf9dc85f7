"""From words to supports: the right area, with its reason, and never more certainty than stated."""

from __future__ import annotations

import csv
import math
from importlib import resources

import numpy as np
import pandas as pd
import pytest
import shapely
from coded_tables import arrests
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import GEOD, share
from shapely.geometry.base import BaseGeometry

from borderviz import build_zones, geocode, join_zones, locate_events
from borderviz.errors import InputError
from borderviz.events import normalise_events
from borderviz.geocoding import load_sizes

CANDIDATES = [
    "rank", "place_id", "name", "kind", "country", "admin1", "latitude", "longitude",
    "coordinate_uncertainty_m", "score", "resolution", "method", "reason", "geometry",
]  # fmt: skip
JUNCTION = "close to where China meets the borders of Ryanggang and Jagang Provinces"
HYESAN = "gn:2043837"


@pytest.fixture(scope="session")
def provinces(korea):
    frame = korea.provinces
    return dict(zip(frame["admin1"], frame.geometry, strict=True))


@pytest.fixture(scope="session")
def northern_border(korea):
    return korea.borders.set_index("border_id").loc["CN-KP", "geometry"]


def metres_from_line(points: np.ndarray, line: BaseGeometry) -> np.ndarray:
    """Return geodesic distances to the vertices of a line that has one every 10 m.

    The nearest vertex is looked for in three dimensions, where no projection can err.
    """
    course = shapely.get_coordinates(shapely.segmentize(line, 10 / 111_320))
    tree = shapely.STRtree(shapely.points(course))
    found = []
    for lon, lat in points:
        near = course[tree.query(shapely.box(lon - 0.1, lat - 0.08, lon + 0.1, lat + 0.08))]
        ones = np.ones(len(near))
        found.append(GEOD.inv(ones * lon, ones * lat, near[:, 0], near[:, 1])[2].min())
    return np.array(found)


def outline_sample(geometry: BaseGeometry, count: int) -> np.ndarray:
    vertices = shapely.get_coordinates(geometry)
    return vertices[:: max(1, len(vertices) // count)]


# --- every kind of expression of the reports ---------------------------------------------------


@pytest.mark.parametrize(
    ("text", "method", "place_id", "words"),
    [
        ("Hyesan", "disc", HYESAN, "3 km (1.5–6)"),
        ("in Hyesan", "disc", HYESAN, "3 km (1.5–6)"),
        ("the town of Hyesan", "disc", HYESAN, "3 km (1.5–6)"),
        ("Hyesan City", "disc", HYESAN, "3 km (1.5–6)"),
        ("혜산", "disc", HYESAN, "3 km (1.5–6)"),
        ("Hyesan municipality", "thiessen", "gn:2043834", "5 km"),
        ("the Hyesan area", "thiessen", "gn:2043834", "5 km"),
        ("Sinuiju", "disc", "gn:2040893", "3 km (1.5–6)"),
        ("Dandong", "disc", "gn:2037886", "6 km (3–10)"),
        ("Taehongdan County", "thiessen", "gn:2040183", "5 km"),
        ("North Hamgyong Province", "unit", "bv:north-hamgyong", "outline of the province"),
        ("Ryanggang Province", "unit", "bv:ryanggang", "outline of the province"),
        ("Ryanggang Province's border with China", "border_strip", "bv:ryanggang", "1 km (0.2–5)"),
        ("Ryanggang’s border with China", "border_strip", "bv:ryanggang", "1 km (0.2–5)"),
        ("the Yalu River", "river_strip", "bv:yalu", "0.2 km (0.1–0.5)"),
        ("Yalu River in Ryanggang Province", "river_strip", "bv:yalu", "0.2 km (0.1–0.5)"),
        ("Ryanggang Province's Yalu River", "river_strip", "bv:yalu", "0.2 km (0.1–0.5)"),
        ("Tumen River", "river_strip", "bv:tumen-river", "0.2 km (0.1–0.5)"),
        (JUNCTION, "junction", None, "10 km (5–25)"),
        ("the Sino-North Korean border", "border_strip", None, "1 km (0.2–5)"),
        ("at the border", "border_strip", None, "1 km (0.2–5)"),
        ("North Korea's border with China", "border_strip", None, "1 km (0.2–5)"),
        ("the border area", "border_area", None, "10 km (5–25)"),
        ("the border region in Ryanggang", "border_area", "bv:ryanggang", "10 km (5–25)"),
        ("the border with Russia", "border_strip", None, "1 km (0.2–5)"),
        ("near Hyesan", "near", HYESAN, "5 km (2–10)"),
        ("close to Musan", "near", "gn:2042738", "5 km (2–10)"),
        ("Wiyon", "disc", "bv:wiyon", "1 km (0.5–2)"),
        ("Wiyon, Hyesan", "disc", "bv:wiyon", "1 km (0.5–2)"),
        ("Hongui-ri", "disc", "bv:hongui", "2 km (1–4)"),
        ("Sino-Korean Friendship Bridge", "disc", "bv:x-dandong-sinuiju", "0.2 km (0.1–0.5)"),
        ("Supung Dam", "disc", "bv:supung-dam", "measured extent"),
    ],
)
def test_an_expression_becomes_its_support(korea, text, method, place_id, words):
    found = geocode(text, korea)
    assert len(found) == 1
    only = found.iloc[0]
    assert only["resolution"] == "resolved"
    assert only["method"] == method
    assert (None if pd.isna(only["place_id"]) else only["place_id"]) == place_id
    assert words in only["reason"]
    assert only.geometry.is_valid
    assert only.geometry.area > 0


def test_candidates_follow_their_contract(korea):
    for text in ("Hyesan", "Sambong", "Hyesn", JUNCTION, "", "no such place at all"):
        found = geocode(text, korea)
        assert found.columns.tolist() == CANDIDATES
        assert found.crs.to_epsg() == 4326
        assert found["rank"].tolist() == list(range(1, len(found) + 1))
        assert found["score"].is_monotonic_decreasing
        assert found["score"].between(0, 1).all()
        assert found["reason"].str.len().gt(10).all()


def test_a_disc_has_its_radius_and_its_middle(korea):
    found = geocode("Dandong", korea).iloc[0]
    # Dandong lies on the border: what is left of the disc keeps to the circle on its own bank
    ring = shapely.get_coordinates(found.geometry.convex_hull)
    ones = np.ones(len(ring))
    distances = GEOD.inv(
        ones * found["longitude"], ones * found["latitude"], ring[:, 0], ring[:, 1]
    )[2]
    assert distances.max() == pytest.approx(6000, rel=0.001)
    assert found["coordinate_uncertainty_m"] == pytest.approx(6000, rel=0.001)


def test_uiju_is_not_sinuiju(korea):
    uiju, sinuiju = (geocode(name, korea).iloc[0] for name in ("Uiju", "Sinuiju"))
    assert uiju["place_id"] == "gn:2039623"
    assert sinuiju["place_id"] == "gn:2040893"
    distance = GEOD.inv(
        uiju["longitude"], uiju["latitude"], sinuiju["longitude"], sinuiju["latitude"]
    )[2]
    assert 10_000 < distance < 25_000
    county = geocode("Uiju County", korea).iloc[0]
    assert county["kind"] == "county"


def test_a_bare_name_means_the_town_and_says_so(korea):
    town = geocode("Hyesan", korea).iloc[0]
    unit = geocode("Hyesan municipality", korea).iloc[0]
    assert "a bare name means the town" in town["reason"]
    assert unit.geometry.area > 20 * town.geometry.area
    assert "no open outline exists" in unit["reason"]


# --- homonyms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place_ids"),
    [
        ("Tumen", {"bv:tumen-river", "gn:2034340"}),
        ("Sambong", {"bv:sambong-musan", "bv:sambong-thd", "gn:12083895"}),
        ("Namyang", {"bv:namyang-hwaseong", "gn:2042503"}),
        ("near Namyang", {"bv:namyang-hwaseong", "gn:2042503"}),
        ("Kangwon", {"bv:gangwon-kr", "bv:kangwon"}),
    ],
)
def test_equal_candidates_are_all_kept_and_none_is_picked(korea, locate, text, place_ids):
    found = geocode(text, korea)
    assert set(found["place_id"]) == place_ids
    assert set(found["resolution"]) == {"ambiguous"}
    assert found["score"].sum() == pytest.approx(1, abs=0.01)
    assert found["score"].nunique() == 1
    row = locate(place=text)
    assert row["resolution"] == "ambiguous"
    assert row.geometry is None
    assert len(row["candidates"]) == len(place_ids)
    assert f"any of {len(place_ids)} places" in row["reason"]


@pytest.mark.parametrize(
    ("text", "context", "place_id"),
    [
        ("Tumen", "the city of Yanbian in Jilin, China", "gn:2034340"),
        ("Tumen City", None, "gn:2034340"),
        ("Sambong", "Onsong County", "gn:12083895"),
        ("Sambong", "Taehongdan County, Ryanggang", "bv:sambong-thd"),
        ("Sambong, Musan County", None, "bv:sambong-musan"),
        ("Namyang", "Onsong County, North Hamgyong", "gn:2042503"),
        ("Namyang, Onsong County", None, "gn:2042503"),
        ("Namyang", "North Korea", "gn:2042503"),
        ("Kangwon", "North Korea", "bv:kangwon"),
    ],
)
def test_context_tells_homonyms_apart(korea, text, context, place_id):
    found = geocode(text, korea, context=context)
    assert found["place_id"].tolist() == [place_id]
    assert found["resolution"].tolist() == ["resolved"]


def test_the_event_s_own_country_and_province_are_context(locate):
    assert locate(place="Namyang", country="KP")["resolution"] == "resolved"
    assert locate(place="Sambong", country="KP", admin1="KP-10")["resolution"] == "resolved"
    assert locate(place="Sambong", country="KP", admin1="KP-09")["resolution"] == "ambiguous"


def test_context_that_fits_no_candidate_decides_nothing(korea):
    assert geocode("Sambong", korea, context="Sinuiju")["resolution"].iloc[0] == "ambiguous"


@pytest.mark.parametrize("text", ["Hyesan, North Hamgyong Province", "Hyesan, China"])
def test_a_place_is_not_looked_for_outside_of_what_it_is_said_to_lie_in(korea, text):
    found = geocode(text, korea)
    assert found["resolution"].tolist() == ["unresolved"]
    assert "said to lie in" in found["reason"].iloc[0]


# --- what is not known -------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "meant"), [("Sinuij", "gn:2040893"), ("Hyesann", HYESAN)])
def test_a_misspelt_name_only_suggests(korea, locate, text, meant):
    found = geocode(text, korea)
    assert set(found["resolution"]) == {"suggested"}
    assert meant in set(found["place_id"])
    assert found.geometry.isna().all()
    assert (found["score"] <= 0.5).all()
    assert found["reason"].str.contains("suggestion only").all()
    row = locate(place=text)
    assert row["resolution"] == "unresolved"
    assert row.geometry is None
    assert "did you mean" in row["reason"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no place is stated"),
        (" \t\n", "no place is stated"),
        ("x" * 5000, "5000 characters"),
        ("\x00\x1b[31m", "no place of that name"),
        ("a place nobody has heard of", "no place of that name"),
        ("not in Hyesan", "no place of that name"),
        ("the Yalu River in North Hamgyong", "does not run along"),
        ("Pyongyang's border with China", "does not run along"),
        ("where China meets the borders of Ryanggang and Kangwon Provinces", "do not meet"),
        ("East Sea", "no position"),
        ("Sinuiju County", "not as county"),
    ],
)
def test_what_cannot_be_placed_gives_one_row_that_says_why(korea, text, words):
    found = geocode(text, korea)
    assert found["rank"].tolist() == [1]
    assert found["resolution"].tolist() == ["unresolved"]
    assert found.geometry.isna().all()
    assert words in found["reason"].iloc[0]


@pytest.mark.parametrize(
    "text", ["Hyesan and Musan", "Hyesan or Musan", "혜산과 무산", "惠山和茂山"]
)
def test_of_several_places_none_is_picked(korea, locate, text):
    found = geocode(text, korea)
    assert set(found["resolution"]) == {"ambiguous"}
    assert set(found["place_id"]) == {HYESAN, "gn:2042738"}
    row = locate(place=text)
    assert row["resolution"] == "ambiguous"
    assert "a row of its own" in row["reason"]


def test_a_place_that_is_no_text_is_refused(korea):
    with pytest.raises(InputError, match="a place expression is a text, not None"):
        geocode(None, korea)


@pytest.mark.parametrize(
    "kind", ["crossing", "district", "village", "camp", "dam", "island", "lake", "mountain"]
)
def test_every_place_is_found_by_its_own_name(korea, kind):
    places = korea.places[korea.places["kind"] == kind]
    assert len(places) > 0
    lost = [
        name
        for place_id, name in zip(places["place_id"], places["name"], strict=True)
        if place_id not in set((found := geocode(name, korea))["place_id"].dropna())
        or found["resolution"].iloc[0] == "suggested"
    ]
    assert lost == []


def check_answer(found):
    assert len(found) >= 1
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    assert set(found["resolution"]) <= {"resolved", "ambiguous", "suggested", "unresolved"}
    assert found["resolution"].nunique() == 1
    assert found["reason"].str.len().gt(0).all()
    if found["resolution"].iloc[0] == "resolved":
        assert len(found) == 1
        assert found.geometry.iloc[0].is_valid


@given(st.one_of(st.text(), st.text(st.characters(exclude_categories=()), max_size=450)))
@settings(max_examples=100)
def test_no_text_makes_it_fail(korea, text):
    check_answer(geocode(text, korea))


WORDS = (
    "Hyesan", "Musan", "Wiyon", "Namyang", "Tumen", "China", "North", "Korea", "County",
    "Province", "near", "close", "to", "where", "meets", "the", "border", "borders", "of", "and",
    ",", "in", "'s", "area", "with", "town", "river", "(", "-", "혜산", "長白",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
@settings(max_examples=60)
def test_no_phrase_of_the_grammar_s_own_words_makes_it_fail(korea, text):
    check_answer(geocode(text, korea, context=text))


# --- supports on the ground --------------------------------------------------------------------


def test_a_river_s_reach_is_a_strip_on_both_banks(korea, outlines, northern_border):
    strip = geocode("Yalu River in Ryanggang Province", korea).geometry.iloc[0]
    distances = metres_from_line(outline_sample(strip, 200), northern_border)
    assert distances.max() <= 201
    # away from its two ends, where it meets nothing, the outline runs 200 m from the line
    assert np.mean(distances >= 198) > 0.95
    assert 0.4 < share(strip, outlines["KP"]) < 0.6
    assert share(strip, outlines["KP"]) + share(strip, outlines["CN"]) > 0.999


def test_a_river_s_reach_stays_in_its_province(korea, provinces):
    reach = geocode("Yalu River in Ryanggang Province", korea).geometry.iloc[0]
    whole = geocode("the Yalu River", korea).geometry.iloc[0]
    assert share(reach, whole) > 0.99
    assert 0.1 < reach.area / whole.area < 0.6
    for other in ("KP-03", "KP-09"):
        assert not shapely.intersects(reach, provinces[other])


def test_a_province_s_border_is_a_strip_on_the_home_side(
    korea, outlines, provinces, northern_border
):
    strip = geocode("Ryanggang Province's border with China", korea).geometry.iloc[0]
    assert share(strip, provinces["KP-10"]) > 1 - 1e-6
    assert share(strip, outlines["CN"]) < 1e-6
    distances = metres_from_line(outline_sample(strip, 200), northern_border)
    assert distances.max() <= 1001
    assert shapely.distance(strip, northern_border) < 1e-6


def test_the_whole_border_is_coarse_but_resolved(korea, outlines):
    strip = geocode("the Sino-North Korean border", korea).geometry.iloc[0]
    west, south, east, north = strip.bounds
    assert west < 124.4
    assert east > 130.5
    assert south < 40.0
    assert north > 42.9
    assert share(strip, outlines["KP"]) > 1 - 1e-6


def test_the_border_area_is_wider_than_the_border(korea):
    line = geocode("the border in Ryanggang", korea).geometry.iloc[0]
    area = geocode("the border area in Ryanggang", korea).geometry.iloc[0]
    assert share(line, area) > 1 - 1e-4
    assert 5 < area.area / line.area < 10


def test_a_junction_lies_where_the_provinces_and_the_border_meet(korea, provinces, northern_border):
    found = geocode(JUNCTION, korea).iloc[0]
    # the point of the line that is nearest to the farther of the two provinces
    course = shapely.points(shapely.get_coordinates(northern_border))
    apart = np.maximum(
        shapely.distance(provinces["KP-10"], course), shapely.distance(provinces["KP-04"], course)
    )
    meeting = course[int(np.argmin(apart))]
    distance = GEOD.inv(meeting.x, meeting.y, found["longitude"], found["latitude"])[2]
    assert distance < 3000
    assert found["coordinate_uncertainty_m"] == 10_000
    assert all(shapely.intersects(found.geometry, provinces[p]) for p in ("KP-04", "KP-10"))


def test_near_reaches_beyond_the_place_itself(korea):
    town = geocode("Musan", korea).iloc[0]
    near = geocode("near Musan", korea).iloc[0]
    assert near["coordinate_uncertainty_m"] == 7000
    assert shapely.covers(near.geometry, town.geometry)


@pytest.fixture(scope="session")
def all_places(korea):
    """Every place of the gazetteer, located by its id."""
    places = korea.places
    table = pd.DataFrame(
        {"event_type": "other", "event_id": places["place_id"], "place_id": places["place_id"],
         "place": places["name"]}
    )  # fmt: skip
    located = locate_events(normalise_events(table), korea)
    return located.merge(
        places[["place_id", "kind", "country"]],
        on="place_id",
        suffixes=("", "_of_place"),
        validate="one_to_one",
    )


def test_the_support_of_a_place_lies_in_its_country(all_places, outlines):
    # a bridge, a river and a lake that the line runs through lie on both its sides
    on_the_line = all_places["kind"].isin(["crossing", "dam", "river", "lake", "mountain"])
    placed = all_places[(all_places["resolution"] == "resolved") & ~on_the_line]
    assert len(placed) > 650
    # the pack knows its neighbours' ground within its region; their provinces reach beyond
    region = shapely.box(*shapely.total_bounds(list(outlines.values())))
    astray = [
        row.place
        for row in placed.itertuples()
        if 1 - share(shapely.intersection(row.geometry, region), outlines[row.country_of_place])
        > 1e-6
    ]
    assert astray == []


def test_a_place_without_a_position_gets_the_outline_of_its_unit_and_says_so(korea, all_places):
    positions = korea.places.set_index("place_id")["latitude"]
    nowhere = all_places[all_places["place_id"].map(positions).isna() & all_places.geometry.notna()]
    derived = nowhere[~nowhere["kind"].isin(["river", "province"])]
    assert len(derived) > 80
    assert (
        derived["reason"].str.contains("no position of .* was found; the support is that of").all()
    )
    # a town's disc says nothing about where a village of its county lies
    assert set(derived["method"]) <= {"unit", "thiessen"}


def test_a_place_without_a_position_or_a_unit_is_unresolved(locate):
    row = locate(place="East Sea")
    assert row["resolution"] == "unresolved"
    assert "no position" in row["reason"]


@pytest.mark.parametrize(
    ("radius_m", "expected"), [(1500, 0.99), (3000, 0.79), (5000, 0.55), (8000, 0.36)]
)
def test_the_radius_of_a_town_decides_its_share(korea, zone_2km, radius_m, expected):
    place = korea.places.set_index("place_id").loc[HYESAN]
    at = {"latitude": place["latitude"], "longitude": place["longitude"], "country": "KP"}
    located = locate_events(arrests(at | {"coordinate_uncertainty_m": radius_m}), korea)
    assert join_zones(located, zone_2km)["p"].tolist() == pytest.approx([expected], abs=0.01)


@pytest.fixture(scope="session")
def zone_2km(korea):
    zones = build_zones(korea, ["kp-north-2020"])
    return zones[zones["reference"]]


# --- the table of sizes ------------------------------------------------------------------------


def test_sizes_are_one_readable_table():
    text = resources.files("borderviz.geocoding").joinpath("sizes.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert list(rows[0]) == ["class", "size_km", "low_km", "high_km", "unit", "meaning"]
    assert len({row["class"] for row in rows}) == len(rows) == len(load_sizes())
    for row in rows:
        low, km, high = (float(row[name]) for name in ("low_km", "size_km", "high_km"))
        assert 0 < low <= km <= high
        assert math.isfinite(high)
        assert row["meaning"].strip()


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("large_city", (6, 3, 10)),
        ("city", (3, 1.5, 6)),
        ("town", (2, 1, 4)),
        ("district", (1, 0.5, 2)),
        ("village", (2, 1, 4)),
        ("crossing", (0.2, 0.1, 0.5)),
        ("camp", (5, 2, 8)),
        ("river_strip", (0.2, 0.1, 0.5)),
        ("border_strip", (1, 0.2, 5)),
        ("border_area", (10, 5, 25)),
    ],
)
def test_sizes_are_the_conventions_that_are_stated(name, sizes):
    size = load_sizes()[name]
    assert (size.km, size.low_km, size.high_km) == sizes
    assert size.meaning
    steps = size.steps_km()
    assert list(steps) == sorted(steps)
    assert {size.low_km, size.km, size.high_km} <= set(steps)


def test_a_position_that_is_known_is_not_said_to_be_unknown(korea, all_places):
    known = korea.places.loc[korea.places["latitude"].notna(), "place_id"]
    denied = all_places[
        all_places["place_id"].isin(known)
        & all_places["reason"].str.contains("no position")
        & (all_places["resolution"] == "resolved")
    ]
    assert denied["place"].tolist() == []
