"""What people write for a place leads to it: names in every script, and what is told of them.

``data/toponyms.csv`` (text, context, place_id, script, system) and ``data/expressions.csv`` (text,
context, method, place_id, area_km2, holds, lacks) say what is expected. A point that a support
holds or lacks is a place id, or ``PLACE+azimuth+km``.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from borderviz import geocode

DATA = Path(__file__).resolve().parent / "data"
GEOD = Geod(ellps="WGS84")
STARTS = {"HY": "gn:2043837", "MU": "gn:2042738"}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


TOPONYMS = rows("toponyms.csv")
EXPRESSIONS = rows("expressions.csv")


@pytest.fixture(scope="module")
def by_id(korea):
    return korea.places.set_index("place_id")


def test_the_table_of_names_covers_every_script_and_system():
    assert len(TOPONYMS) >= 300
    systems = Counter((row["script"], row["system"]) for row in TOPONYMS)
    for wanted in (
        ("Latn", "press"), ("Latn", "MR"), ("Latn", "RR"), ("Latn", "DPRK"), ("Latn", "pinyin"),
        ("Latn", "former"), ("Hang", "DPRK"), ("Hang", "ROK"), ("Hani", "hanja"), ("Hans", "zh"),
        ("Hant", "zh"), ("Cyrl", "ru"),
    ):  # fmt: skip
        assert systems[wanted] >= 20, wanted


@pytest.mark.parametrize("start", range(0, len(TOPONYMS), 100))
def test_what_people_write_leads_to_the_place(korea, start):
    wrong = []
    for row in TOPONYMS[start : start + 100]:
        found = geocode(row["text"], korea, context=row["context"] or None)
        if found["place_id"].tolist() != [row["place_id"]]:
            wrong.append((row["text"], row["place_id"], found["place_id"].tolist()))
        elif found["resolution"].iloc[0] != "resolved":
            wrong.append((row["text"], found["resolution"].iloc[0], found["reason"].iloc[0]))
    assert wrong == []


@pytest.mark.parametrize(
    ("typo", "place_id"),
    [
        ("Hoeyrong", "gn:2044091"),
        ("Kimhyongjok", "bv:kimhyongjik-up"),
        ("Onsung County", "gn:2042268"),
        ("Helung City", "gn:2036933"),
        ("Amok River", "bv:yalu"),
        ("Sinuijju", "gn:2040893"),
        ("혜산군시", "gn:2043834"),
        ("Hyesam", "gn:2043837"),
    ],
)
def test_a_typo_is_suggested_and_never_matched(korea, typo, place_id):
    found = geocode(typo, korea)
    assert set(found["resolution"]) == {"suggested"}
    assert place_id in found["place_id"].tolist()
    assert found.geometry.isna().all()
    assert found["reason"].str.startswith("a suggestion only").all()


def test_every_generated_spelling_says_that_it_is_one(korea):
    made = korea.names["source"].str.startswith("generated")
    assert made.sum() > 1500
    assert not korea.names.loc[~made, "source"].str.contains("generated").any()


def point_of(text, by_id):
    start, *offset = text.split("+")
    place = by_id.loc[STARTS.get(start, start)]
    lon, lat = place["longitude"], place["latitude"]
    if offset:
        lon, lat, _ = GEOD.fwd(lon, lat, float(offset[0]), 1000 * float(offset[1]))
    return shapely.Point(lon, lat)


def test_the_table_of_expressions_covers_every_method():
    assert len(EXPRESSIONS) >= 60
    methods = {row["method"] for row in EXPRESSIONS}
    assert methods == {
        "disc", "unit", "thiessen", "near", "offset", "within", "heading", "between", "river_strip",
        "border_strip", "border_area", "border_offset", "junction", "opposite", "reported_area",
        "zone", "country", "county_around",
    }  # fmt: skip


@pytest.mark.parametrize("row", EXPRESSIONS, ids=[row["text"] for row in EXPRESSIONS])
def test_an_expression_has_its_support(korea, by_id, row):
    found = geocode(row["text"], korea, context=row["context"] or None)
    assert found["resolution"].tolist() == ["resolved"], found["reason"].iloc[0]
    only = found.iloc[0]
    assert (only["method"], only["place_id"] or "") == (row["method"], row["place_id"])
    area_km2 = abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(only.geometry))[0]) / 1e6
    assert area_km2 == pytest.approx(float(row["area_km2"]), rel=0.02, abs=0.02)
    for text in row["holds"].split():
        assert shapely.intersects(only.geometry, point_of(text, by_id)), f"lacks {text}"
    for text in row["lacks"].split():
        assert not shapely.intersects(only.geometry, point_of(text, by_id)), f"holds {text}"


@pytest.mark.parametrize(
    ("texts", "closed_form_km2"),
    [
        # a full disc far from the border; a ring sector; the ring itself
        (("Kanggye",), 3.14159 * 3**2),
        (("near Kanggye",), 3.14159 * 8**2),
        (("Camp 22",), 3.14159 * 5**2),
        (("within 3 km of Kanggye",), 3.14159 * 6**2),
    ],
)
def test_discs_have_the_area_of_their_radius(korea, texts, closed_form_km2):
    for text in texts:
        shape = geocode(text, korea).geometry.iloc[0]
        area = abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6
        assert area == pytest.approx(closed_form_km2, rel=0.001)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("Hyesan", "near Hyesan"),
        ("Wiyon, Hyesan", "Hyesan municipality"),
        ("the Yalu River in Ryanggang", "the Yalu River"),
        ("Ryanggang's border with China", "the Sino-North Korean border"),
        ("at the border", "the border area"),
        ("within 1 km of the border", "within 2 km of the border"),
        ("10 km northeast of Hyesan", "10 km from Hyesan"),
        ("Musan County", "North Hamgyong Province"),
    ],
)
def test_a_narrower_expression_lies_in_the_wider_one(korea, narrow, wide):
    inner, outer = (geocode(text, korea).geometry.iloc[0] for text in (narrow, wide))
    left = shapely.difference(inner, outer).area / inner.area
    assert left < (0.15 if narrow == "Musan County" else 1e-3)  # a county's cell is widened
    assert outer.area > inner.area


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("1.5 km north of Hyesan", (1.25, 1.75)),
        ("1.25 km north of Hyesan", (1.125, 1.375)),
        ("2,5 km north of Hyesan", (2.25, 2.75)),
        ("혜산 북쪽 1.5km", (1.25, 1.75)),
        ("1–1.5 km north of Hyesan", (0.75, 1.75)),
    ],
)
def test_a_decimal_point_keeps_its_place(korea, by_id, text, km):
    shape = geocode(text, korea).geometry.iloc[0]
    hyesan = by_id.loc["gn:2043837"]
    xy = shapely.get_coordinates(shape)
    lon, lat = ([hyesan[axis]] * len(xy) for axis in ("longitude", "latitude"))
    farthest = max(GEOD.inv(lon, lat, xy[:, 0], xy[:, 1])[2]) / 1000
    assert farthest == pytest.approx(km[1] + 3, rel=0.01)  # Hyesan itself reaches 3 km


@pytest.mark.parametrize(
    "text", ["10,000 km from the border", "5000 km from Hyesan", "99999999999 km north of Hyesan"]
)
def test_a_distance_that_tells_no_place_is_unresolved(korea, text):
    found = geocode(text, korea)
    assert found["resolution"].tolist() == ["unresolved"]
    assert "too far" in found["reason"].iloc[0]


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("신의주 맞은편 중국 단둥", "gn:2037886"),
        ("혜산 맞은편 장백", "gn:2038185"),
        ("惠山對岸長白", "gn:2038185"),
        ("투먼 맞은편 남양", "gn:2042503"),
        ("Dandong, across from Sinuiju", "gn:2037886"),
        ("회령시 인근 두만강", "bv:tumen-river"),
    ],
)
def test_what_lies_opposite_is_the_place_that_is_told(korea, text, place_id):
    assert geocode(text, korea)["place_id"].tolist() == [place_id]


@pytest.mark.parametrize(
    ("text", "context", "border"),
    [
        ("the border", None, "CN-KP"),
        ("the border", "Hyesan", "CN-KP"),
        ("the border", "South Korea", "KR-KP"),
        ("the border", "Kangwon Province, North Korea", "KR-KP"),
        ("near the border", "Khasan, Russia", "RU-KP"),
    ],
)
def test_a_border_without_a_name_is_that_of_its_context(korea, text, context, border):
    found = geocode(text, korea, context=context).iloc[0]
    meant = korea.borders.set_index("border_id").loc[border]
    assert shapely.intersects(found.geometry, meant["geometry"])
    assert f"{meant['name_en']} (meant where none is named)" in found["reason"]


def test_a_quarter_is_not_taken_from_another_city_than_the_context_names(korea):
    assert geocode("Kangan-dong", korea)["resolution"].tolist() == ["resolved"]
    found = geocode("Kangan-dong", korea, context="Hoeryong")
    assert found["resolution"].tolist() == ["unresolved"]
    assert "in none of the counties and cities that the context names" in found["reason"].iloc[0]


def test_the_kind_of_several_places_holds_for_all(korea):
    found = geocode("Uiju and Sakju counties", korea)
    assert set(found["kind"]) == {"county"}
    assert set(found["resolution"]) == {"ambiguous"}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("a village near the Chinese border in Ryanggang Province", "KP"),
        ("the border in Jilin", "CN"),
        ("a Chinese village near the North Korean border", "CN"),
        ("the North Korean side of the Tumen River", "KP"),
    ],
)
def test_a_side_that_is_told_cuts_the_strip(korea, outlines, text, side):
    shape = geocode(text, korea).geometry.iloc[0]
    assert shapely.difference(shape, outlines[side]).area / shape.area < 1e-6


# --- what holds for any name -------------------------------------------------------------------


def family(place_id, by_id):
    """Return a unit, its seat and a special city's centre: a bare name means the town."""
    place = by_id.loc[place_id]
    seats = by_id.index[by_id["seat_of"] == place_id]
    same = by_id.index[(by_id["admin1"] == place["admin1"]) & (by_id["name"] == place["name"])]
    own = {place_id, *seats}
    if isinstance(place["seat_of"], str):
        own.add(place["seat_of"])
    return own | (set(same) if place["kind"] == "province" else set())


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_shipped_name_resolves_to_its_place_given_its_province(korea, by_id, data):
    at = data.draw(st.integers(0, len(korea.names) - 1))
    place_id, name = korea.names[["place_id", "name"]].iloc[at]
    place = by_id.loc[place_id]
    provinces = by_id[(by_id["kind"] == "province") & (by_id["admin1"] == place["admin1"])]
    context = ", ".join([*provinces["name"], korea.info.countries[place["country"]]["en"]])
    found = geocode(name, korea, context=context)
    assert found["resolution"].iloc[0] in {"resolved", "ambiguous", "unresolved"}
    if found["resolution"].iloc[0] == "unresolved":  # known, but it has no position and no unit
        assert place_id in found["place_id"].tolist()
    assert set(found["place_id"].dropna()) & family(place_id, by_id), name


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_more_context_never_turns_what_is_right_into_another_place(korea, by_id, data):
    row = data.draw(st.sampled_from([r for r in TOPONYMS if not r["context"]]))
    place = by_id.loc[row["place_id"]]
    provinces = by_id[(by_id["kind"] == "province") & (by_id["admin1"] == place["admin1"])]
    around = by_id[(by_id["admin1"] == place["admin1"]) & by_id["longitude"].notna()]
    known = [korea.info.countries[place["country"]]["en"], *provinces["name"], *around["name"]]
    said = data.draw(st.lists(st.sampled_from(known), max_size=4))
    found = geocode(row["text"], korea, context="; ".join(said))
    assert row["place_id"] in found["place_id"].tolist(), said


@settings(max_examples=60, deadline=None)
@given(row=st.sampled_from([r for r in TOPONYMS if r["script"] == "Latn"]), data=st.data())
def test_a_support_lies_in_the_country_that_is_stated(korea, by_id, outlines, row, data):
    country = by_id.loc[row["place_id"]]["country"]
    form = data.draw(st.sampled_from(["{}, {}", "in {}, {}", "the town of {}, {}"]))
    found = geocode(form.format(row["text"], korea.info.countries[country]["en"]), korea)
    if found["resolution"].iloc[0] != "resolved" or found["method"].iloc[0] == "river_strip":
        return
    shape = found.geometry.iloc[0]
    on_line = found["kind"].iloc[0] in {"crossing", "dam", "lake", "mountain"}
    if (
        not on_line
        and country in outlines
        and shapely.covers(shapely.box(122.5, 36.2, 132.2, 44.3), shape)
    ):
        outside = shapely.difference(shape, outlines[country]).area / shape.area
        assert outside < 1e-6
