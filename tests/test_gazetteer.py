"""The gazetteer tables and the name index built from them."""

from __future__ import annotations

import pickle
import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderviz.errors import InputError
from borderviz.gazetteer import build_name_index, fold_name

TABLES = Path(__file__).resolve().parent.parent / "geodata" / "gazetteer"


def read(name):
    return pd.read_csv(TABLES / name, encoding="utf-8", keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def places():
    return read("places.csv")


@pytest.fixture(scope="module")
def names():
    return read("names.csv")


@pytest.fixture(scope="module")
def index(places, names):
    return build_name_index(places, names)


def ids(hits):
    return {hit.place_id for hit in hits}


# --- the tables ------------------------------------------------------------------------


def test_places_have_the_contract_columns_and_unique_sorted_ids(places):
    assert list(places.columns) == [
        "place_id", "name", "kind", "size_class", "country", "admin1", "admin2", "latitude",
        "longitude", "extent_m", "seat_of", "population", "on_border", "source", "confidence",
    ]  # fmt: skip
    assert list(places["place_id"]) == sorted(set(places["place_id"]))
    for column in ("name", "kind", "size_class", "country", "source", "confidence"):
        assert places[column].notna().all(), column


def test_size_classes_and_kinds_are_the_documented_ones(places):
    assert set(places["size_class"]) == {
        "large_city", "city", "town", "district", "village", "crossing", "dam", "camp", "island",
        "lake", "mountain", "river", "region", "unit",
    }  # fmt: skip
    areas = places[(places["country"] == "KP") & places["kind"].isin(["county", "city"])]
    assert set(areas["size_class"]) == {"unit"}
    assert len(areas) == 169
    assert areas["latitude"].notna().sum() == 146  # those of South Pyongan have no centre


def test_provinces_are_iso_codes(places):
    given_codes = places["admin1"].dropna()
    assert given_codes.str.fullmatch(r"[A-Z]{2}-[A-Z0-9]{2,3}").all()
    own = places.dropna(subset="admin1")
    assert (own["admin1"].str[:2] == own["country"]).all()
    provinces = places[(places["country"] == "KP") & (places["kind"] == "province")]
    assert sorted(provinces["admin1"]) == [f"KP-{n:02d}" for n in (*range(1, 11), 13, 14, 15)]


def test_points_lie_in_their_part_of_the_world(places):
    located = places.dropna(subset="latitude")
    assert located["longitude"].notna().all()
    assert located["latitude"].between(36, 45).all()
    assert located["longitude"].between(120, 133).all()
    korean = located[located["country"] == "KP"]
    assert korean["latitude"].between(37.2, 43.3).all()
    assert korean["longitude"].between(123.5, 131.2).all()


def test_a_seat_belongs_to_a_unit_of_its_own_province(places):
    by_id = places.set_index("place_id")
    seats = places.dropna(subset="seat_of")
    assert len(seats) >= 80
    for seat in seats.itertuples():
        unit = by_id.loc[seat.seat_of]
        assert unit["size_class"] == "unit"
        assert unit["kind"] in ("county", "city", "province")
        assert unit["admin1"] == seat.admin1
        assert seat.kind == "town"
        if seat.place_id != "gn:2042645":  # Rajin, seat of Rason
            assert seat.name == unit["name"]
    assert seats["seat_of"].is_unique


@pytest.mark.parametrize(
    ("unit", "seat"),
    [
        ("gn:2043834", "gn:2043837"),  # Hyesan
        ("gn:2042740", "gn:2042738"),  # Musan
        ("gn:2044094", "gn:2044091"),  # Hoeryong
        ("gn:2040892", "gn:2040893"),  # Sinuiju
        ("gn:2039624", "gn:2039623"),  # Uiju
        ("gn:2041535", "gn:2041533"),  # Sakju
        ("gn:6279118", "gn:1870586"),  # Sindo
        ("gn:2042891", "gn:2042893"),  # Manpo
        ("gn:2045006", "gn:2045005"),  # Chasong
        ("gn:2044491", "gn:2044489"),  # Chunggang
        ("gn:2044027", "bv:kimhyongjik-up"),
        ("gn:2043475", "bv:sinpa"),
        ("gn:2041443", "gn:2041442"),  # Samjiyon
        ("gn:2040183", "bv:taehongdan-up"),
        ("gn:2042268", "gn:2042267"),  # Onsong
        ("gn:2041593", "gn:2042985"),  # Kyongwon
        ("gn:2039588", "gn:2039589"),  # Kyonghung
        ("gn:2039499", "bv:usi-up"),
        ("gn:1875619", "bv:kosong-up"),
        ("gn:1876370", "gn:1876373"),  # Kaesong
    ],
)
def test_border_counties_know_their_seats(places, unit, seat):
    assert list(places.loc[places["seat_of"] == unit, "place_id"]) == [seat]


def test_parents_are_ids_that_exist_or_plain_names(places):
    known = set(places["place_id"])
    for parent in places["admin2"].dropna():
        assert parent in known or not re.match(r"(gn|bv):", parent)
    korean = places[(places["country"] == "KP") & places["admin2"].notna()]
    assert korean["admin2"].isin(known).all()


def test_geonames_settlements_of_the_dprk_are_all_there_once(places):
    settlements = places[
        (places["country"] == "KP") & places["source"].str.contains("GeoNames")
        & places["place_id"].str.startswith("gn:") & (places["size_class"] != "unit")
        & ~places["source"].str.contains("ADM2")
    ]  # fmt: skip
    assert len(settlements) == 127


def test_every_name_belongs_to_a_place_and_every_place_is_named(places, names):
    assert set(names["place_id"]) == set(places["place_id"])
    assert not names.duplicated(["place_id", "name", "valid_from", "valid_to"]).any()
    own = set(zip(names["place_id"], names["name"], strict=True))
    assert set(zip(places["place_id"], places["name"], strict=True)) <= own
    assert names["source"].notna().all()


def test_scripts_are_what_the_letters_are(names):
    hangul = names["name"].str.contains("[가-힣]")
    assert (names["script"].isin(["Hang", "Kore"]) == hangul).all()
    cyrillic = names["name"].str.contains(r"[\u0400-\u04ff]")
    assert ((names["script"] == "Cyrl") == cyrillic).all()


def test_crossings_and_units_point_to_places(places):
    known = set(places["place_id"])
    crossings, units = read("crossings.csv"), read("units.csv")
    assert set(crossings["foreign_place_id"].dropna()) <= known
    assert set(crossings["kp_place_id"].dropna()) <= known
    for listed in units["place_ids"].dropna():
        assert set(listed.split(";")) <= known
    assert set(units["parent"].dropna().where(lambda p: p.str.startswith("bv:")).dropna()) <= set(
        units["unit_id"]
    )


def test_exceptions_name_places_with_a_point_and_say_why(places):
    exceptions = read("exceptions.csv")
    located = set(places.dropna(subset="latitude")["place_id"])
    assert set(exceptions["place_id"]) <= located
    assert set(exceptions["check"]) <= {"side", "province"}
    assert exceptions["reason"].str.len().gt(20).all()
    assert not exceptions.duplicated(["place_id", "check"]).any()


# --- folding ---------------------------------------------------------------------------


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, categories=["Lu", "Ll", "Nd"])))
def test_folding_ignores_how_accents_are_encoded(text):
    assert fold_name(unicodedata.normalize("NFD", text)) == fold_name(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("P'yŏngyang", "pyongyang"),
        ("P’yŏngyang", "pyongyang"),
        ("PYONGYANG", "pyongyang"),
        ("Sin-ŭiju", "sinuiju"),
        ("Kim Jong-suk", "kimjongsuk"),
        ("\uff28\uff59\uff45\uff53\uff41\uff4e", "hyesan"),
        ("신 의주", "신의주"),
        (unicodedata.normalize("NFD", "신의주"), "신의주"),
        ("鸭绿江", "鸭绿江"),
        ("Musan County", "musancounty"),
        (" - ' ", ""),
        ("", ""),
    ],
)
def test_folded_forms(text, folded):
    assert fold_name(text) == folded


# --- looking up ------------------------------------------------------------------------

LOOK_UPS = [
    # the DPRK side, as the press, the romanisations and the scripts write it
    ("Hyesan", "gn:2043837"), ("HYESAN", "gn:2043837"), ("혜산", "gn:2043837"),
    ("惠山", "gn:2043837"), ("Хесан", "gn:2043837"), ("혜산시", "gn:2043834"),
    ("惠山市", "gn:2043834"), ("Musan", "gn:2042738"), ("무산읍", "gn:2042738"),
    ("茂山", "gn:2042738"), ("Musan-gun", "gn:2042740"), ("무산군", "gn:2042740"),
    ("Hoeryong", "gn:2044091"), ("Hoeryŏng", "gn:2044091"), ("Hoeryeong", "gn:2044091"),
    ("회령", "gn:2044091"), ("会宁", "gn:2044091"), ("會寧", "gn:2044091"),
    ("Sinuiju", "gn:2040893"), ("Sinŭiju", "gn:2040893"), ("Shinuiju", "gn:2040893"),
    ("신의주", "gn:2040893"), ("新义州", "gn:2040893"), ("Синыйджу", "gn:2040893"),
    ("Uiju", "gn:2039623"), ("의주", "gn:2039623"), ("Onsong", "gn:2042267"),
    ("Namyang", "gn:2042503"), ("남양", "gn:2042503"), ("Samjiyon", "gn:2041442"),
    ("Sakchu", "gn:2041533"), ("Ryongchon", "gn:1865779"), ("Yongcheon", "gn:1865779"),
    ("룡천", "gn:1865779"), ("용천", "gn:1865779"), ("P'yŏngsŏng", "gn:1871871"),
    ("Taehongdan", "gn:2040183"), ("Daehongdan", "gn:2040183"), ("대홍단군", "gn:2040183"),
    ("Kimjongsuk", "gn:2043475"), ("Kim Jong Suk", "gn:2043475"), ("Pochon", "gn:2041997"),
    ("Manpo", "gn:2042893"), ("Manpho", "gn:2042893"), ("Junggang", "gn:2044489"),
    ("Chungjin", "gn:2044757"), ("Wiyon", "bv:wiyon"), ("위연동", "bv:wiyon"),
    ("Pyongyang", "gn:1871859"), ("Phyongyang", "gn:1871859"), ("평양", "gn:1871859"),
    # former names
    ("Saebyol", "gn:2041593"), ("새별", "gn:2041593"), ("Undok", "gn:2039588"),
    ("Sinpa", "gn:2043475"), ("Huchang", "gn:2044027"), ("Pungsan", "gn:2041732"),
    ("Unggi", "gn:13446724"), ("Andong", "gn:2037886"),
    # provinces
    ("Ryanggang", "bv:ryanggang"), ("Yanggang", "bv:ryanggang"), ("Ryanggang-do", "bv:ryanggang"),
    ("량강도", "bv:ryanggang"), ("양강도", "bv:ryanggang"), ("两江道", "bv:ryanggang"),
    ("兩江道", "bv:ryanggang"), ("Jagang", "bv:jagang"), ("Chagang", "bv:jagang"),
    ("자강도", "bv:jagang"), ("North Hamgyong", "bv:north-hamgyong"),
    ("North Hamkyung", "bv:north-hamgyong"), ("Hamgyŏng-bukto", "bv:north-hamgyong"),
    ("함북", "bv:north-hamgyong"), ("North Phyongan", "bv:north-pyongan"),
    ("North Pyeongan", "bv:north-pyongan"), ("평안북도", "bv:north-pyongan"),
    ("Rason", "bv:rason-special-city"), ("라선", "bv:rason-special-city"),
    ("나선시", "bv:rason-special-city"), ("Rajin-Sonbong", "bv:rason-special-city"),
    # rivers, waters, the other banks
    ("Yalu", "bv:yalu"), ("Amnok", "bv:yalu"), ("Amnokkang", "bv:yalu"), ("Yalu Jiang", "bv:yalu"),
    ("압록강", "bv:yalu"), ("鸭绿江", "bv:yalu"), ("鴨綠江", "bv:yalu"),
    ("Tumen River", "bv:tumen-river"), ("Duman", "bv:tumen-river"), ("Tuman", "bv:tumen-river"),
    ("두만강", "bv:tumen-river"), ("图们江", "bv:tumen-river"), ("Tianchi", "bv:chonji"),
    ("Dandong", "gn:2037886"), ("丹东", "gn:2037886"), ("丹東", "gn:2037886"),
    ("단동", "gn:2037886"), ("Changbai", "gn:2038185"), ("长白", "gn:2038185"),
    ("Ji'an", "gn:2036579"), ("集安", "gn:2036579"), ("图们", "gn:2034340"),
    ("Khasan", "bv:khasan"), ("Хасан", "bv:khasan"), ("Cheorwon", "gn:1845388"),
    ("철원군", "gn:1845388"), ("Panmunjom", "bv:jsa"), ("판문점", "bv:jsa"),
    ("Sino-Korean Friendship Bridge", "bv:x-dandong-sinuiju"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place_id"), LOOK_UPS)
def test_names_lead_to_their_places(index, text, place_id):
    assert place_id in ids(index.look_up(text))


def test_every_shipped_name_finds_its_place_exactly(index, names):
    for row in names.itertuples():
        exact = [hit for hit in index.look_up(row.name) if hit.via == "exact"]
        assert row.place_id in ids(exact), row.name


def test_exact_hits_come_before_folded_ones(index):
    hits = index.look_up("Kosong")
    order = [hit.via for hit in hits]
    assert order == sorted(order)
    assert hits[0].via == "exact"
    assert len(ids(hits)) == len(hits)


def test_former_names_carry_their_period(index):
    (hit,) = [hit for hit in index.look_up("Saebyol") if hit.place_id == "gn:2041593"]
    assert (hit.system, hit.valid_from, hit.valid_to) == ("former", "1977", "2005?")
    (hit,) = [hit for hit in index.look_up("Huchang") if hit.place_id == "gn:2044027"]
    assert (hit.valid_from, hit.valid_to) == (None, "1988")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tumen", {"bv:tumen-river", "gn:2034340"}),
        ("Namyang", {"gn:2042503", "bv:namyang-hwaseong"}),
        ("Sambong", {"gn:12083895", "bv:sambong-musan", "bv:sambong-thd"}),
        ("Sinpa", {"bv:sinpa", "gn:2043475"}),
        ("Kangwon", {"bv:kangwon", "bv:gangwon-kr"}),
        ("Kosong", {"bv:kosong-up", "gn:1875619", "gn:1840179"}),
        ("Hamgyong", {"bv:north-hamgyong", "bv:south-hamgyong"}),
        ("Hyesan", {"gn:2043837", "gn:2043834"}),
    ],
)
def test_an_ambiguous_name_returns_all_who_bear_it(index, text, expected):
    assert ids(index.look_up(text)) == expected


@pytest.mark.parametrize(
    ("part", "whole"), [("Uiju", "Sinuiju"), ("의주", "신의주"), ("義州", "新義州")]
)
def test_a_name_does_not_match_inside_another(index, part, whole):
    assert ids(index.look_up(part)) == {"gn:2039623", "gn:2039624"}
    assert ids(index.look_up(whole)) == {"gn:2040892", "gn:2040893"}


@pytest.mark.parametrize("text", ["", "  ", "-", "Musan County Road 7", "Atlantis"])
def test_what_is_no_name_finds_nothing(index, text):
    assert index.look_up(text) == ()


@pytest.mark.parametrize(
    ("typo", "place_id"),
    [
        ("Hyeasan", "gn:2043837"),
        ("Hoeryeng", "gn:2044091"),
        ("Sinuju", "gn:2040893"),
        ("Samjyon", "gn:2041442"),
        ("Dandongg", "gn:2037886"),
        ("신의쥬", "gn:2040893"),
    ],
)
def test_a_typo_is_suggested_and_never_resolved(index, typo, place_id):
    assert index.look_up(typo) == ()
    assert place_id in ids(index.suggest(typo))


def test_suggestions_are_few_ordered_and_repeatable(index):
    found = index.suggest("Hamgyon", limit=4)
    assert len(found) == 4
    assert found == index.suggest("Hamgyon", limit=4)
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len(ids(found)) == 4
    assert index.suggest("", limit=4) == ()
    assert index.suggest("qqqqqqqq") == ()


# --- mentions --------------------------------------------------------------------------


def words(index, text, **options):
    found = index.find_mentions(text, **options)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
    return [mention.text for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guards in Hyesan's west saw the Yalu River.", ["Hyesan", "Yalu River"]),
        ("from Sinuiju to Uiju", ["Sinuiju", "Uiju"]),
        ("in Sin-uiju, P'yŏngyang and Ji'an", ["Sin-uiju", "P'yŏngyang", "Ji'an"]),
        ("North Hamgyong Province, Musan County", ["North Hamgyong", "Musan"]),
        ("N. Hamgyong", ["N. Hamgyong"]),
        ("a Hyesan-based source", ["Hyesan"]),
        ("between Hyesan and Hwajonri", ["Hyesan", "Hwajonri"]),
        ("Sinuijuan traders", []),
        ("the usi of an anak", []),
        ("let us I mean", []),
        ("in Musan. Onsong is north", ["Musan", "Onsong"]),
        ("량강도 혜산시에서 신의주까지", ["량강도", "혜산시", "신의주"]),
        ("평안북도신의주시", ["평안북도", "신의주시"]),
        ("북의주에서", []),
        ("在鸭绿江边的惠山市和新义州", ["鸭绿江", "惠山市", "新义州"]),
        ("в городе Хесан", ["Хесан"]),
        ("", []),
    ],
)
def test_mentions_are_whole_and_longest(index, text, expected):
    assert words(index, text) == expected


def test_lower_case_counts_only_on_request(index):
    assert words(index, "near hyesan") == []
    assert words(index, "near hyesan", any_case=True) == ["hyesan"]


def test_mentions_in_decomposed_text_keep_its_offsets(index):
    text = unicodedata.normalize("NFD", "어제 혜산에서 P'yŏngyang")
    assert [unicodedata.normalize("NFC", w) for w in words(index, text)] == ["혜산", "P'yŏngyang"]


@given(text=st.text(alphabet="Hyesan Uiju-신의주'.鸭绿江 ŏ\u0306", max_size=60))
def test_mentions_never_overlap_and_always_resolve(index, text):
    end = 0
    for mention in index.find_mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.hits
        end = mention.end


# --- the index as a whole --------------------------------------------------------------


def test_place_gives_the_row(index):
    place = index.place("gn:2043837")
    assert (place.name, place.kind, place.size_class) == ("Hyesan", "town", "city")
    assert place.seat_of == "gn:2043834"
    assert place.population == 192680
    assert index.place("bv:sambong-thd").latitude is None
    assert len(index) == 821
    with pytest.raises(InputError, match="no place has the id 'gn:1'"):
        index.place("gn:1")


def test_the_order_of_the_tables_does_not_matter(places, names, index):
    shuffled = build_name_index(places.iloc[::-1], names.iloc[::-1])
    for text in ("Hyesan", "Kosong", "Tumen", "남양", "Saebyol"):
        assert shuffled.look_up(text) == index.look_up(text)
        assert shuffled.suggest(text + "x") == index.suggest(text + "x")


def test_faulty_tables_are_refused_with_the_value(places, names):
    with pytest.raises(InputError, match="'size_class' is missing"):
        build_name_index(places.drop(columns="size_class"), names)
    with pytest.raises(InputError, match="'gn:2043837' is there more than once"):
        build_name_index(pd.concat([places, places[places["place_id"] == "gn:2043837"]]), names)
    with pytest.raises(InputError, match="'bv:nowhere', which is not in places"):
        build_name_index(places, names.assign(place_id="bv:nowhere"))


def test_an_index_that_was_asked_finds_the_same_where_it_is_unpickled(index):
    text = "Two men walked from Hyesan to Musan County."
    found = index.find_mentions(text)
    assert found
    assert pickle.loads(pickle.dumps(index)).find_mentions(text) == found
