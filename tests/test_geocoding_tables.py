"""Tables of events located row by row: by words, by coordinates, by what the coder states."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
import shapely
from coded_tables import arrests
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import GEOD, share

from borderviz import geocode, locate_events
from borderviz.errors import InputError
from borderviz.schema import LOCATED, RESOLUTIONS

HYESAN = "gn:2043837"
PARIS = {"latitude": 48.8566, "longitude": 2.3522, "coordinate_uncertainty_m": 1000}


def test_rows_keep_their_order_and_index(korea):
    table = arrests({"place": "Hyesan"}, {"place": "nowhere"}, {"place": "Musan"})
    table.index = pd.Index([7, 3, 5])
    located = locate_events(table, korea)
    assert located.index.tolist() == [7, 3, 5]
    assert located["event_id"].tolist() == ["e0", "e1", "e2"]
    assert located["place"].tolist() == ["Hyesan", "nowhere", "Musan"]
    assert located["resolution"].tolist() == ["resolved", "unresolved", "resolved"]
    assert set(LOCATED.columns) <= set(located.columns)
    assert located.crs.to_epsg() == 4326
    assert "location_id" not in table.columns


def test_rows_of_one_expression_share_one_location_and_one_geometry(korea):
    places = ("Hyesan", "Musan", "Hyesan", "Hyesan")
    countries = ("", "", "", "KP")
    rows = [{"place": p, "country": c} for p, c in zip(places, countries, strict=True)]
    located = locate_events(arrests(*rows), korea)
    first, _, third, _ = located.geometry
    assert first is third
    assert located["location_id"].iloc[0] == located["location_id"].iloc[2]
    assert located["location_id"].nunique() == 3


def test_a_table_without_rows_stays_one(korea):
    located = locate_events(arrests({"place": "Hyesan"}).iloc[:0], korea)
    assert len(located) == 0
    assert set(LOCATED.columns) <= set(located.columns)


def test_ids_that_stand_twice_are_refused(korea):
    table = arrests({"place": "Hyesan"}, {"place": "Musan"})
    table["event_id"] = "same"
    with pytest.raises(InputError, match="event_id is not unique"):
        locate_events(table, korea)


def test_a_table_that_is_not_of_the_contract_is_refused(korea):
    with pytest.raises(InputError, match="has no column"):
        locate_events(pd.DataFrame({"event_id": ["a"], "place": ["Hyesan"]}), korea)


def test_a_stated_country_cuts_what_lies_on_both_banks(locate, outlines):
    both = locate(place="the Yalu River in Ryanggang")
    own = locate(place="the Yalu River in Ryanggang", country="KP")
    other = locate(place="the Yalu River in Ryanggang", country="CN")
    assert set(both["touches"]) == {"CN", "KP"}
    assert tuple(own["touches"]) == ("KP",)
    assert tuple(other["touches"]) == ("CN",)
    assert share(own.geometry, outlines["KP"]) > 1 - 1e-6
    assert share(other.geometry, outlines["CN"]) > 1 - 1e-6
    assert both.geometry.area == pytest.approx(own.geometry.area + other.geometry.area, rel=1e-3)
    assert "the stated country of the event" in own["reason"]
    assert "the stated country of the event" not in both["reason"]


@pytest.mark.parametrize(
    ("place", "country"),
    [("Hyesan", "CN"), ("Dandong", "KP"), ("Hyesan", "FR"), ("Musan County", "CN")],
)
def test_a_stated_country_that_contradicts_the_place_is_not_overruled(locate, place, country):
    row = locate(place=place, country=country)
    assert row["resolution"] == "unresolved"
    assert row.geometry is None
    assert "nothing of it lies in" in row["reason"]


def test_coordinates_with_an_uncertainty_become_a_disc_of_it(locate):
    row = locate(latitude=40.6, longitude=126.5, coordinate_uncertainty_m=2500)
    assert (row["resolution"], row["method"]) == ("resolved", "coordinates")
    assert row["coordinate_uncertainty_m"] == pytest.approx(2500, rel=0.001)
    assert "2500 m" in row["reason"]
    area = abs(GEOD.geometry_area_perimeter(row.geometry)[0])
    assert area == pytest.approx(math.pi * 2500**2, rel=1e-3)


@pytest.mark.parametrize(
    ("latitude", "longitude", "radius_m"),
    [(40.61234, 126.51234, 500), (40.61, 126.51, 698), (40.6, 126.5, 6980)],
)
def test_coordinates_without_an_uncertainty_get_one_from_their_decimals(
    locate, latitude, longitude, radius_m
):
    row = locate(latitude=latitude, longitude=longitude)
    assert row["resolution"] == "resolved"
    assert row["coordinate_uncertainty_m"] == pytest.approx(radius_m, rel=0.01)
    assert "assumed" in row["reason"]
    assert "no uncertainty given" in row["reason"]


@pytest.mark.parametrize("country", ["KP", ""])
def test_on_request_coordinates_are_points(locate, country):
    row = locate(crisp=True, latitude=40.6, longitude=126.5, country=country)
    assert (row["resolution"], row["method"]) == ("resolved", "point")
    assert row.geometry.equals(shapely.Point(126.5, 40.6))
    assert tuple(row["touches"]) == ("KP",)
    assert "as a point" in row["reason"]


def test_coordinates_of_the_gazetteer_say_no_more_than_its_place(locate, korea):
    hyesan = korea.places.set_index("place_id").loc[HYESAN]
    point = {"latitude": hyesan["latitude"], "longitude": hyesan["longitude"]}
    bare = locate(place="Hyesan")
    for told in ({"place": "Hyesan"}, {"place": "a house nobody knows"}, {"place_id": HYESAN}):
        row = locate(**told, **point)
        assert row["resolution"] == "resolved"
        assert row["method"] == "disc"
        assert row.geometry.equals(bare.geometry)
        assert len(row["support_range"]) == len(bare["support_range"])
    near = locate(place="near Hyesan", **point)
    assert near["method"] == "near"
    assert "the coordinates given are the gazetteer's of Hyesan" in near["reason"]
    elsewhere = locate(place="Sinuiju", **point)
    assert elsewhere.geometry.equals(bare.geometry)  # coordinates go before words that deny them
    own = locate(place="Hyesan", **point | {"latitude": point["latitude"] + 0.001})
    assert own["method"] == "coordinates"
    stated = locate(place="Hyesan", coordinate_uncertainty_m=900, **point)
    assert stated["coordinate_uncertainty_m"] == pytest.approx(900, rel=0.01)


def test_a_point_in_the_wrong_country_is_unresolved(locate):
    row = locate(crisp=True, latitude=40.6, longitude=126.5, country="CN")
    assert row["resolution"] == "unresolved"
    assert "nothing of it lies in" in row["reason"]


def test_an_uncertainty_that_is_stated_stays_a_disc_when_points_are_asked_for(locate):
    row = locate(crisp=True, latitude=40.6, longitude=126.5, coordinate_uncertainty_m=900)
    assert row["method"] == "coordinates"
    assert row["coordinate_uncertainty_m"] == pytest.approx(900, rel=0.001)


def test_an_uncertainty_of_nothing_still_lies_somewhere(locate):
    row = locate(latitude=40.6, longitude=126.5, coordinate_uncertainty_m=0)
    assert row["resolution"] == "resolved"
    assert tuple(row["touches"]) == ("KP",)


@pytest.mark.parametrize("crisp", [False, True])
def test_coordinates_far_away_are_out_of_the_area(locate, crisp):
    row = locate(crisp=crisp, **PARIS)
    assert row["resolution"] == "out_of_area"
    assert "outside the area of the data" in row["reason"]
    assert tuple(row["touches"]) == ()


@pytest.mark.parametrize("crisp", [False, True])
def test_coordinates_that_lie_in_the_area_only_when_swapped_are_flagged(korea, crisp):
    moved = shapely.transform(korea.countries.geometry.to_numpy(), lambda xy: xy - (60, 0))
    countries = korea.countries.set_geometry(moved, crs="EPSG:4326")
    pack = replace(korea, layers=korea.layers.with_layer("countries", countries))
    rows = [{"latitude": 66.5, "longitude": 40.6}, PARIS]  # 40.6° N, 66.5° E was meant
    reasons = locate_events(arrests(*rows), pack, crisp=crisp)["reason"]
    assert "latitude and longitude may be swapped" in reasons.iloc[0]
    assert "swapped" not in reasons.iloc[1]


@given(
    latitude=st.floats(-90, 90).map(lambda v: round(v, 4)),
    longitude=st.floats(-180, 180).map(lambda v: round(v, 4)),
    uncertainty=st.one_of(st.just(""), st.floats(0, 1e6).map(lambda v: round(v, 1))),
    crisp=st.booleans(),
)
@settings(max_examples=40)
def test_coordinates_anywhere_are_located(korea, latitude, longitude, uncertainty, crisp):
    row = locate_events(
        arrests(
            {"latitude": latitude, "longitude": longitude, "coordinate_uncertainty_m": uncertainty}
        ),
        korea,
        crisp=crisp,
    ).iloc[0]
    assert row["resolution"] in RESOLUTIONS
    assert row.geometry is not None
    assert row["reason"]


def test_a_place_that_the_coder_chose_goes_before_the_words(locate):
    row = locate(place="a word nobody knows", place_id=HYESAN)
    assert (row["resolution"], row["method"]) == ("resolved", "disc")
    assert "chosen by the coder" in row["reason"]
    assert "3 km (1.5–6)" in row["reason"]


def test_a_place_id_that_is_unknown_is_said(locate):
    row = locate(place="Hyesan", place_id="gn:0")
    assert row["resolution"] == "unresolved"
    assert "'gn:0'" in row["reason"]


@pytest.mark.parametrize(
    ("given_dates", "start", "end"),
    [
        ({"date": "2021-01-28"}, "2021-01-28", "2021-01-28"),
        ({"date": "2024-01-15/2024-02-05"}, "2024-01-15", "2024-02-05"),
        ({"date": "2017-01"}, "2017-01-01", "2017-01-31"),
        ({"date": "XXXX-05-28"}, None, None),
        ({"date": "XXXX-05-28", "source_published": "2022-07"}, None, "2022-07-31"),
        ({"date": "XXXX-05-28", "known_by": "2022-06-01"}, None, "2022-06-01"),
        ({"date": "2024-02-05/.."}, "2024-02-05", None),
        ({"date": "../2018-01-10"}, None, "2018-01-10"),
        ({"source_published": "2018-01-10"}, None, "2018-01-10"),
        ({}, None, None),
    ],
)
def test_days_are_derived_from_the_date_as_stated(locate, given_dates, start, end):
    row = locate(place="Hyesan", **given_dates)
    assert (None if pd.isna(row["date_start"]) else row["date_start"]) == start
    assert (None if pd.isna(row["date_end"]) else row["date_end"]) == end
    assert (None if pd.isna(row["date"]) else row["date"]) == given_dates.get("date")


@pytest.mark.parametrize("text", ["China's border area", "the Chinese border"])
def test_the_border_of_another_country_is_not_put_on_the_home_bank(korea, text):
    (support,) = geocode(text, korea).geometry
    lands = korea.countries.set_index("country").geometry
    for country in ("CN", "KP"):
        assert shapely.intersection(support, lands[country]).area > 0.1 * support.area


def test_a_stated_province_that_contradicts_the_place_is_not_overruled(locate):
    row = locate(place="Hyesan", admin1="KP-05")
    assert row["resolution"] == "unresolved"
    assert "the stated province of the event" in row["reason"]
    assert locate(place="Hyesan", admin1="KP-10")["resolution"] == "resolved"
