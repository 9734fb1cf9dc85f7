"""Linked Places out and in: of the form that v1.3 describes, and nothing lost on the way."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from oracles import GEOD

import borderviz as bv
from borderviz.edtf import parse_edtf
from borderviz.errors import InputError, TableError
from borderviz.geodata import linked_places_text, load_kinds
from borderviz.geodata.linked_terms import (
    citations_of,
    id_of,
    language_and_script,
    language_tag,
    source_of,
    uri_of,
)
from borderviz.geodata.timespans import period_of, when_of

# --- what v1.3 (24 June 2024) demands, written down by hand ------------------------------

FCLASSES = set("AHLPRST")
CERTAINTIES = {"certain", "less-certain", "uncertain"}
ISO_DATE = re.compile(r"-?\d{4}(-\d{2}(-\d{2})?)?")
URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:|#)[^\s<>\"{}|\\^`]+")


def check_when(when):
    assert when["timespans"]
    for span in when["timespans"]:
        assert "start" in span
        for bound in span.values():
            assert set(bound) <= {"in", "earliest", "latest"}
            assert bound
            assert all(ISO_DATE.fullmatch(text) for text in bound.values())
    assert when.get("certainty", "certain") in CERTAINTIES


def check_feature(feature):
    assert feature["type"] == "Feature"
    assert URI.fullmatch(feature["@id"])
    assert set(feature) <= {
        "@id", "type", "properties", "when", "names", "types", "geometry", "links", "relations",
    }  # fmt: skip
    properties = feature["properties"]
    assert properties["title"]
    assert properties["fclasses"]
    assert set(properties["fclasses"]) <= FCLASSES
    assert all(re.fullmatch("[A-Z]{2}", code) for code in properties["ccodes"])
    check_when(feature["when"])
    assert any(name.get("citations") for name in feature["names"])
    for name in feature["names"]:
        assert name["toponym"]
        assert all(citation["label"] for citation in name.get("citations", []))
        if "when" in name:
            check_when(name["when"])
    for entry in feature["types"]:
        assert entry["label"]
        assert re.fullmatch(r"aat:3\d{8}", entry.get("identifier", "aat:300000000"))
    geometry = feature["geometry"]
    if geometry is not None:
        assert geometry["type"] == "Point"
        longitude, latitude = geometry["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        assert geometry.get("certainty", "certain") in CERTAINTIES
    for link in feature.get("links", []):
        assert link["type"] in {"closeMatch", "primaryTopicOf", "subjectOf", "seeAlso"}
        assert link["identifier"]
    for relation in feature.get("relations", []):
        assert relation["relationType"].startswith("gvp:")
        assert URI.fullmatch(relation["relationTo"])
        assert relation["label"]


def check_collection(document):
    assert document["type"] == "FeatureCollection"
    assert document["@context"].endswith("linkedplaces-context-v1.1.jsonld")
    ids = [feature["@id"] for feature in document["features"]]
    assert len(ids) == len(set(ids))
    for feature in document["features"]:
        check_feature(feature)


@pytest.fixture(scope="module")
def written(korea, tmp_path_factory):
    path = tmp_path_factory.mktemp("lpf") / "gazetteer.lpf.json"
    bv.write_linked_places(korea, path, as_of="2024")
    return path


@pytest.fixture(scope="module")
def features(written):
    document = json.loads(written.read_text(encoding="utf-8"))
    return {f["properties"]["place_id"]: f for f in document["features"]}


# --- out -------------------------------------------------------------------------------


def test_the_shipped_gazetteer_keeps_the_rules_of_linked_places(written, korea):
    document = json.loads(written.read_text(encoding="utf-8"))
    check_collection(document)
    assert len(document["features"]) == len(korea.places)


def test_the_rules_are_able_to_fail(features):
    feature = features["gn:2043837"]
    for spoil in (
        {"@id": "a b"},
        {"properties": {**feature["properties"], "fclasses": []}},
        {"properties": {**feature["properties"], "fclasses": ["X"]}},
        {"names": [{"toponym": "Hyesan"}]},
        {"when": {"timespans": []}},
        {"when": {"timespans": [{"start": {"in": "2020?"}}]}},
        {"geometry": {"type": "Point", "coordinates": [41.4, 128.2]}},
        {"notes": ""},
    ):
        with pytest.raises((AssertionError, KeyError)):
            check_feature({**feature, **spoil})


def test_writing_twice_gives_the_same_bytes(written, korea, tmp_path):
    bv.write_linked_places(korea, tmp_path / "again.json", as_of="2024")
    assert (tmp_path / "again.json").read_bytes() == written.read_bytes()
    assert linked_places_text(korea, as_of="2024").encode() == written.read_bytes()


def test_the_file_says_where_it_comes_from_and_under_which_terms(written, korea):
    document = json.loads(written.read_text(encoding="utf-8"))
    assert document["title"] == korea.info.title
    assert document["source_sha256"] == korea.sha256
    told = [(entry["label"], entry["license"]) for entry in document["attribution"]]
    assert told == [(entry["text"], entry["licence"]) for entry in korea.info.attribution]


def test_a_town_is_written_with_all_that_is_known(features):
    hyesan = features["gn:2043837"]
    assert hyesan["@id"] == "https://sws.geonames.org/2043837/"
    assert hyesan["properties"]["ccodes"] == ["KP"]
    assert hyesan["properties"]["fclasses"] == ["P"]
    assert hyesan["geometry"]["coordinates"] == [128.17778, 41.40167]
    assert hyesan["types"][0]["identifier"] == "aat:300008375"
    assert {"type": "closeMatch", "identifier": "gn:2043837"} in hyesan["links"]
    names = {(name["toponym"], name.get("lang")) for name in hyesan["names"]}
    assert {("Hyesan", "en-Latn"), ("혜산", "ko-Hang")} <= names
    relations = {(r["label"], r["relationTo"]) for r in hyesan["relations"]}
    assert ("part of Ryanggang", "bv:ryanggang") in relations
    assert ("seat of Hyesan", "https://sws.geonames.org/2043834/") in relations


def test_a_municipality_is_no_settlement(features):
    assert features["gn:2043834"]["properties"]["fclasses"] == ["A"]
    assert "identifier" not in features["gn:2043834"]["types"][0]


def test_a_place_without_a_point_has_no_geometry(features, korea):
    unknown = korea.places.loc[korea.places["latitude"].isna(), "place_id"]
    assert len(unknown) > 10
    assert all(features[place_id]["geometry"] is None for place_id in unknown)


def test_dates_of_names_become_timespans_that_say_no_more_than_they_do(features):
    names = [n for feature in features.values() for n in feature["names"] if "when" in n]
    spans = {n["toponym"]: n["when"] for n in names}
    assert len(names) > 5
    (huchang,) = spans["Huchang"]["timespans"]
    assert huchang == {"start": {"latest": "1988-12-31"}, "end": {"in": "1988"}}


def test_every_feature_says_for_which_time_it_speaks(features, korea, tmp_path):
    (span,) = features["gn:2043837"]["when"]["timespans"]
    assert span == {"start": {"latest": "2024-12-31"}, "end": {"earliest": "2024-01-01"}}
    tables = (korea.places, korea.names)
    with pytest.raises(InputError, match="as_of='2024-06'"):
        bv.write_linked_places(tables, tmp_path / "a.json")
    for wrong in ("last year", "2024/..", "XXXX-05-28"):
        with pytest.raises(InputError, match="as_of"):
            bv.write_linked_places(tables, tmp_path / "a.json", as_of=wrong)
    assert not (tmp_path / "a.json").exists()


def test_a_name_of_no_place_is_refused(korea, tmp_path):
    with pytest.raises(InputError, match="'bv:nowhere', which is not in the places"):
        bv.write_linked_places(
            (korea.places, korea.names.assign(place_id="bv:nowhere")), tmp_path / "a", as_of="2024"
        )


def test_every_kind_has_a_class_and_a_size(korea):
    kinds = load_kinds()
    assert set(korea.places["kind"]) <= set(kinds)
    assert {kind.fclass for kind in kinds.values()} <= FCLASSES
    assert all(kind.size_class for kind in kinds.values())


# --- and in again ----------------------------------------------------------------------


def test_what_is_written_reads_back_to_the_same_places_and_names(written, korea):
    places, names = bv.read_linked_places(written)
    pd.testing.assert_frame_equal(places, korea.places.reset_index(drop=True))
    pd.testing.assert_frame_equal(names, korea.names.reset_index(drop=True))


def row(**cells):
    places = {"place_id": "my:1", "name": "A", "kind": "village", "country": "KP", **cells}
    return pd.DataFrame([places])


NAME = {"place_id": "my:1", "name": "A"}


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"place_id": "no scheme & space-less".replace(" ", "_")},
        {"place_id": "own:남산-시장"},
        {"place_id": "x:50%#1"},
        {"place_id": "gn:1"},
        {"name": "=1+1"},
        {"name": 'Quote " and \\ and \u2028 too'},
        {"latitude": 41.0, "longitude": 128.1234567, "extent_m": 1500.5},
        {
            "latitude": 41.4,
            "longitude": 128.2,
            "confidence": "low",
            "source": "a; b; https://c.d/e",
        },
        {"population": 192680.0, "on_border": "CN;RU", "seat_of": "gn:5", "admin1": "KP-10"},
        {"size_class": "large_city", "kind": "city"},
    ],
    ids=str,
)
def test_any_row_reads_back_as_it_was(tmp_path, cells):
    places = row(**cells)
    names = pd.DataFrame(
        [{**NAME, "place_id": places.at[0, "place_id"], "name": places.at[0, "name"]}]
    )
    bv.write_linked_places((places, names), tmp_path / "a.json", as_of="2024-01-01")
    check_collection(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")))
    read, _ = bv.read_linked_places(tmp_path / "a.json")
    (found,) = read.to_dict("records")
    stated = {key: value for key, value in found.items() if pd.notna(value)}
    stated = {key: value for key, value in stated.items() if key in places}
    assert stated == places.to_dict("records")[0]


DATES = st.sampled_from(
    [None, "1977", "2005?", "1980~", "2005%", "[2005,2010]", "198X", "1952-10", "2020-08-25", "..",
     "[..1988]", "[1988..]", "XXXX-05-28", "1600/1699", "2020-24"]
)  # fmt: skip
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1
)


@given(
    toponym=TEXT,
    lang=st.sampled_from([None, "en", "ko", "zh", "zh-TW"]),
    script=st.sampled_from([None, "Latn", "Hang", "Hant"]),
    system=st.sampled_from([None, "MR", "former"]),
    source=st.none() | st.lists(TEXT | st.just("https://example.org/a"), min_size=1).map("; ".join),
    valid_from=DATES,
    valid_to=DATES,
)
def test_any_name_reads_back_as_it_was(tmp_path_factory, toponym, **cells):
    name = {**NAME, "name": toponym, **cells}
    path = tmp_path_factory.getbasetemp() / "name.json"
    bv.write_linked_places((row(name=toponym), pd.DataFrame([name])), path, as_of="2024")
    check_collection(json.loads(path.read_text(encoding="utf-8")))
    _, names = bv.read_linked_places(path)
    (found,) = names.to_dict("records")
    assert {k: None if pd.isna(v) else v for k, v in found.items()} == name


@given(DATES, DATES)
def test_a_timespan_says_what_the_dates_say_or_leaves_it_out(valid_from, valid_to):
    when = when_of(valid_from, valid_to)
    if when is None:
        return
    check_when(when)
    first, last = period_of(when)
    for stated, read in ((valid_from, first), (valid_to, last)):
        if read is None:
            continue
        assert stated is not None
        assert (parse_edtf(read).start, parse_edtf(read).end) == (
            parse_edtf(stated).start,
            parse_edtf(stated).end,
        )


@given(TEXT.filter(lambda text: not re.search(r"\s", text)))
def test_ids_become_uris_and_back(place_id):
    assert URI.fullmatch(uri_of(place_id))
    assert id_of(uri_of(place_id)) == place_id


@pytest.mark.parametrize(
    "uri", ["https://sws.geonames.org/5/", "http://www.geonames.org/5/name.html", "gn:5",
            "http://geonames.org/5"]
)  # fmt: skip
def test_every_address_of_geonames_is_one_id(uri):
    assert id_of(uri) == "gn:5"


@pytest.mark.parametrize(
    ("tag", "lang", "script"),
    [("ko-Latn", "ko", "Latn"), ("zh-hant-TW", "zh-TW", "Hant"), ("en", "en", None),
     ("und-Cyrl", None, "Cyrl"), (None, None, None), ("", None, None)],
)  # fmt: skip
def test_language_tags_hold_language_and_script(tag, lang, script):
    assert language_and_script(tag) == (lang, script)
    if tag and "hant" not in tag:
        assert language_tag(lang, script) == tag


@given(st.none() | TEXT | st.lists(TEXT).map("; ".join))
def test_citations_hold_the_source_as_it_is_written(source):
    assert source_of(citations_of(source)) == (source or None)


# --- files of others -------------------------------------------------------------------


def foreign(tmp_path, *features, name="foreign.json", **head):
    path = tmp_path / name
    document = {"type": "FeatureCollection", **head, "features": list(features)}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def feature(title="Abingdon", geometry=None, names=(), **more):
    properties = {"title": title, "ccodes": ["GB"], "fclasses": ["P"], **more.pop("properties", {})}
    properties = {key: value for key, value in properties.items() if value is not None}
    return {
        "type": "Feature",
        "properties": properties,
        "names": list(names),
        "geometry": geometry,
        **more,
    }


def read_one(tmp_path, **parts):
    places, names = bv.read_linked_places(foreign(tmp_path, feature(**parts)))
    (place,) = places.to_dict("records")
    found = {key: value for key, value in place.items() if pd.notna(value)}
    return found, names.astype(object).where(names.notna(), None).to_dict("records")


def test_a_file_of_others_reads_with_a_sensible_result(tmp_path):
    place, names = read_one(
        tmp_path,
        names=[
            {
                "toponym": "Abbendun",
                "lang": "ang-Latn",
                "citations": [{"label": "Charters", "year": 1100, "@id": "http://e.org/c"}],
                "when": {"timespans": [{"start": {"in": "0676"}, "end": {"in": "1066"}}]},
            },
            {"toponym": "Abingdon"},
        ],
        types=[{"identifier": "http://vocab.getty.edu/aat/300008375", "label": "market town"}],
        geometry={
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Point", "coordinates": [-9.0, 9.0], "certainty": "uncertain"},
                {"type": "Point", "coordinates": [-1.2879, 51.6708, 7], "certainty": "certain"},
                None,
            ],
        },
        **{"@id": "http://mygaz.org/places/p_12345"},
    )
    assert place == {
        "place_id": "http://mygaz.org/places/p_12345",
        "name": "Abingdon",
        "kind": "town",
        "size_class": "town",
        "country": "GB",
        "latitude": 51.6708,
        "longitude": -1.2879,
        "source": "http://mygaz.org/places/p_12345",
        "confidence": "high",
    }
    assert [name["name"] for name in names] == ["Abbendun", "Abingdon"]
    assert names[0] == {
        "place_id": "http://mygaz.org/places/p_12345",
        "name": "Abbendun",
        "lang": "ang",
        "script": "Latn",
        "system": None,
        "valid_from": "0676",
        "valid_to": "1066",
        "source": "Charters (1100) <http://e.org/c>",
    }


def test_a_feature_without_id_and_names_is_its_title(tmp_path):
    place, names = read_one(tmp_path, title="Old Ford")
    assert place["place_id"] == "own:old-ford"
    assert [(name["name"], name["place_id"]) for name in names] == [("Old Ford", "own:old-ford")]


def test_a_feature_without_a_title_takes_its_first_name(tmp_path):
    place, _ = read_one(tmp_path, title=None, names=[{"toponym": "Ford"}, {"toponym": "Furt"}])
    assert place["name"] == "Ford"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"types": [{"identifier": "aat:300008707", "label": "x"}]}, "river"),
        ({"types": [{"label": "Village"}]}, "village"),
        ({"types": [{"label": "x", "sourceLabels": [{"label": "dam"}]}]}, "dam"),
        ({"types": [{"identifier": "aat:1", "label": "x"}]}, "town"),
        ({"properties": {"fclasses": ["S"]}}, "site"),
        ({"properties": {"fclasses": ["H"]}}, "region"),
        ({"properties": {"fclasses": ["A", "P"]}}, "town"),
        ({"properties": {"kind": "camp"}, "types": [{"label": "village"}]}, "camp"),
    ],
)
def test_the_kind_follows_from_types_or_classes(tmp_path, parts, kind):
    place, _ = read_one(tmp_path, **parts)
    assert place["kind"] == kind


def span(start, **end):
    return {"start": start, **({"end": end} if end else {})}


@pytest.mark.parametrize(
    ("spans", "certainty", "period"),
    [
        ([span({"in": "1600"})], "certain", ("1600", None)),
        ([{"start": "1600", "end": "1699"}], "certain", ("1600", "1699")),
        ([span({"in": "1600"})], "uncertain", ("1600?", None)),
        ([span({"in": "1600"})], "less-certain", ("1600~", None)),
        (
            [span({"earliest": "1600", "latest": "1610"}, **{"in": "1700"})],
            "certain",
            ("[1600..1610]", "1700"),
        ),
        ([span({"latest": "1600"}, **{"in": "1700"})], "certain", ("[..1600]", "1700")),
        (
            [span({"in": "1800"}, **{"in": "1810"}), span({"in": "1700"}, **{"in": "1710"})],
            "certain",
            ("1700", "1810"),
        ),
        ([], "certain", (None, None)),
    ],
    ids=str,
)
def test_times_of_others_become_dates(tmp_path, spans, certainty, period):
    when = {"timespans": spans, "certainty": certainty}
    _, (name,) = read_one(tmp_path, names=[{"toponym": "Abingdon", "when": when}])
    assert (name["valid_from"], name["valid_to"]) == period


def test_an_area_becomes_its_middle_and_its_reach(tmp_path):
    box = shapely.box(128.0, 41.0, 128.2, 41.1)
    place, _ = read_one(tmp_path, geometry=json.loads(shapely.to_geojson(box)))
    assert (place["longitude"], place["latitude"]) == pytest.approx((128.1, 41.05))
    corner = GEOD.inv(128.1, 41.05, 128.2, 41.0)[2]
    assert corner <= place["extent_m"] <= corner + 20


def test_equally_sure_points_are_all_covered(tmp_path):
    points = [
        {"type": "Point", "coordinates": [128.0, 41.0]},
        {"type": "Point", "coordinates": [128.1, 41.0]},
    ]
    place, _ = read_one(tmp_path, geometry={"type": "GeometryCollection", "geometries": points})
    assert place["longitude"] == pytest.approx(128.05)
    assert place["extent_m"] >= GEOD.inv(128.05, 41.0, 128.1, 41.0)[2] - 1


@pytest.mark.parametrize("key", ["geowkt", "geo_wkt"])
def test_a_geometry_in_words_is_read(tmp_path, key):
    place, _ = read_one(tmp_path, geometry={"type": "Point", key: "POINT (-1.25 51.5)"})
    assert (place["longitude"], place["latitude"]) == (-1.25, 51.5)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "GeometryCollection", "geometries": ["null"]},
        {"type": "Point", "coordinates": []},
    ],
    ids=str,
)
def test_an_unknown_position_is_none(tmp_path, geometry):
    place, _ = read_one(tmp_path, geometry=geometry)
    assert "latitude" not in place


def test_parents_in_the_file_are_linked(tmp_path):
    def part_of(target):
        return [{"relationType": "gvp:broaderPartitive", "relationTo": target, "label": "part"}]

    province = feature(
        "Shire", properties={"kind": "province", "admin1": "GB-OXF"}, **{"@id": "http://e.org/s"}
    )
    county = feature("Hundred", properties={"kind": "county"}, **{"@id": "http://e.org/h"})
    town = feature("Town", relations=part_of("http://e.org/h") + part_of("http://e.org/s"))
    places, _ = bv.read_linked_places(foreign(tmp_path, province, county, town))
    found = places.set_index("name").loc["Town"]
    assert (found["admin1"], found["admin2"]) == ("GB-OXF", "http://e.org/h")


WRONG = [
    ({"names": [{"lang": "en"}]}, "names", "has no 'toponym'"),
    ({"names": [{"toponym": 5}]}, "names", "has no 'toponym'"),
    ({"names": [{"toponym": "A", "when": {"timespans": [{"start": {"in": "long ago"}}]}}]},
     "names", "no readable time"),
    ({"names": [{"toponym": "A", "when": {"timespans": "1600"}}]}, "names", "is a list of objects"),
    ({"names": [{"toponym": "A", "when": {"timespans": [{"start": {"in": 1600}}]}}]},
     "names", "write it as a text"),
    ({"names": [{"toponym": "A\x07B"}]}, "names", "control character"),
    ({"geometry": {"type": "Point", "coordinates": ["a", "b"]}}, "geometry", "cannot be read"),
    ({"geometry": {"type": "Pint", "coordinates": [1, 2]}}, "geometry", "cannot be read"),
    ({"geometry": {"type": "Point", "geowkt": "POINT 1 2"}}, "geometry", "cannot be read"),
    ({"geometry": {"type": "Point", "coordinates": [-1.2, 151.6]}}, "latitude", "from -90 to 90"),
    ({"geometry": "here"}, "geometry", "is neither an object nor null"),
    ({"properties": {"fclasses": None}}, "kind", "is missing"),
    ({"properties": {"ccodes": None}}, "country", "is missing"),
    ({"properties": {"ccodes": ["Great Britain"]}}, "country", "two letters"),
    ({"properties": {"extent_m": {"m": 5}}}, "properties.extent_m", "is no text, number"),
    ({"title": None}, "name", "is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "element", "reason"), WRONG, ids=str)
def test_a_fault_is_told_with_feature_and_element(tmp_path, parts, element, reason):
    path = foreign(tmp_path, feature("Good"), feature(**parts))
    with pytest.raises(TableError) as caught:
        bv.read_linked_places(path)
    (fault,) = caught.value.faults
    assert f"foreign.json: feature 2, column '{element}'" in fault
    assert reason in fault
    assert not re.search(r"[\x00-\x1f]", fault)


def test_every_fault_of_a_file_is_told(tmp_path):
    told = [
        feature(f"Number {n}", **{"names": [], **parts}) for n, (parts, *_) in enumerate(WRONG[:-1])
    ]
    with pytest.raises(TableError) as caught:
        bv.read_linked_places(foreign(tmp_path, *told, "no feature", {"type": "Feature"}))
    numbers = {int(re.search(r"feature (\d+)", fault)[1]) for fault in caught.value.faults}
    assert numbers == set(range(1, len(told) + 3))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no JSON"),
        ("{", "line 1, column 2"),
        ("[]", "no list 'features'"),
        ('{"features": {}}', "no list 'features'"),
        ('{"features": []}', "has no features"),
        ('{"features": [NaN]}', "NaN"),
        ("[" * 100_000, "nested too deeply"),
    ],
    ids=lambda text: text[:12],
)
def test_what_is_no_linked_places_file_is_told_in_a_sentence(tmp_path, text, told):
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(told)) as caught:
        bv.read_linked_places(path)
    assert "wrong.json" in str(caught.value)
