"""Places of one's own: laid over the pack, or refused as a whole with every fault."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import borderviz as bv
from borderviz.errors import BordervizError, InputError, TableError
from borderviz.files import write_csv

HEADER = "name,kind,country,admin1,latitude,longitude,aliases"


@pytest.fixture
def csv(tmp_path):
    def write(*rows, header=HEADER, name="more.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return path

    return write


def faults(*paths):
    """Return the faults with which files are refused."""
    with pytest.raises(TableError) as caught:
        bv.load_geodata(places=paths)
    return list(caught.value.faults)


def the_fault(path):
    (fault,) = faults(path)
    return fault


def places_of(geodata):
    return geodata.places.set_index("place_id")


def names_of(geodata, place_id):
    return set(geodata.names.loc[geodata.names["place_id"] == place_id, "name"])


# --- what is taken ---------------------------------------------------------------------


def test_a_place_is_found_by_its_name_and_by_its_aliases_in_any_script(csv):
    path = csv("Namsan Market,site,KP,KP-10,41.4,128.18, 남산장마당;Рынок Намсан ;;Namsan Market")
    geodata = bv.load_geodata(places=path)
    assert names_of(geodata, "own:namsan-market") == {"Namsan Market", "남산장마당", "Рынок Намсан"}
    for text in ("Namsan Market", "namsan-market", "남산장마당", "РЫНОК НАМСАН"):
        found = bv.geocode(text, geodata)
        assert found["place_id"].tolist() == ["own:namsan-market"]
        assert found["resolution"].iloc[0] == "resolved"
        west, south, east, north = found.geometry.iloc[0].bounds
        assert west < 128.18 < east
        assert south < 41.4 < north


def test_the_pack_itself_stays_as_it_is(csv, korea):
    geodata = bv.load_geodata(places=csv("Over There,village,CN,CN-JL,42.9,129.5,"))
    assert len(geodata.places) == len(korea.places) + 1
    assert geodata.places.dtypes.to_dict() == korea.places.dtypes.to_dict()
    assert geodata.names.dtypes.to_dict() == korea.names.dtypes.to_dict()
    before = geodata.places.iloc[: len(korea.places)]
    pd.testing.assert_frame_equal(before, korea.places.reset_index(drop=True))
    assert set(bv.load_geodata().places["place_id"]) == set(korea.places["place_id"])


def test_name_kind_and_country_are_enough(csv):
    geodata = bv.load_geodata(places=csv("Somewhere,village,kp", header="Name,Kind,Country"))
    place = places_of(geodata).loc["own:somewhere"]
    assert (place["country"], place["size_class"]) == ("KP", "village")
    assert place[["admin1", "latitude", "longitude", "extent_m"]].isna().all()


def test_an_id_without_a_name_is_the_name(csv):
    geodata = bv.load_geodata(places=csv("my:1,village,KP", header="place_id,kind,country"))
    assert names_of(geodata, "my:1") == {"my:1"}


@pytest.mark.parametrize(
    ("kind", "size_class"),
    [("town", "town"), ("county", "unit"), ("site", "district"), ("crossing", "crossing")],
)
def test_the_size_class_follows_from_the_kind_unless_it_is_stated(csv, kind, size_class):
    header = "name,kind,country,size_class"
    geodata = bv.load_geodata(
        places=csv(f"One,{kind},KP,", f"Two,{kind},KP,large_city", header=header)
    )
    sizes = places_of(geodata)["size_class"]
    assert (sizes["own:one"], sizes["own:two"]) == (size_class, "large_city")


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Kim's  Village", "own:kim-s-village"),
        ("남산 시장", "own:남산-시장"),
        ("\u1112\u1167\u11ab", "own:현"),  # decomposed
        ("Ünal (old)", "own:ünal-old"),
    ],
)
def test_an_id_is_made_from_the_name_and_always_the_same(csv, name, place_id):
    for rows in ([f'"{name}",village,KP'], ["Other,village,KP", f'"{name}",village,KP']):
        geodata = bv.load_geodata(places=csv(*rows, header="name,kind,country"))
        assert place_id in set(geodata.places["place_id"])


def test_a_place_without_a_point_has_the_support_of_its_parent(csv):
    path = csv("gn:2043834,Hyesan-side Hamlet,village,KP", header="admin2,name,kind,country")
    geodata = bv.load_geodata(places=path)
    (own,) = bv.geocode("Hyesan-side Hamlet", geodata).to_dict("records")
    (parent,) = bv.geocode("Hyesan municipality", geodata).to_dict("records")
    assert own["resolution"] == "resolved"
    assert own["geometry"].equals(parent["geometry"])
    assert "no position" in own["reason"]


def test_a_county_of_ones_own_can_be_a_parent(csv):
    header = "place_id,name,kind,country,admin1,admin2,latitude,longitude"
    path = csv(
        "my:c,Newcounty,county,KP,KP-10,,41.4,128.2",
        "my:v,Newvillage,village,KP,KP-10,my:c,41.41,128.2",
        header=header,
    )
    geodata = bv.load_geodata(places=path)
    assert (
        bv.geocode("Newvillage", geodata, context="Newcounty")["resolution"].iloc[0] == "resolved"
    )


def test_several_files_are_laid_over_in_order(csv):
    one = csv("One,village,KP,,,,", name="one.csv")
    two = csv("Two,village,KP,,,,", name="two.csv")
    geodata = bv.load_geodata(places=[one, str(two)])
    assert {"own:one", "own:two"} <= set(geodata.places["place_id"])
    assert [re.sub(r".*/", "", note).split(":")[0] for note in geodata.notes] == [
        "one.csv",
        "two.csv",
    ]


def test_the_digest_names_the_data_with_what_was_laid_over(csv, korea):
    path = csv("One,village,KP,,,,")
    first = bv.load_geodata(places=path).sha256
    assert first == bv.load_geodata(places=path).sha256 != korea.sha256
    assert bv.load_geodata(places=csv("Two,village,KP,,,,")).sha256 != first
    assert bv.load_geodata(places=[]).sha256 == korea.sha256


# --- replacing -------------------------------------------------------------------------

MOVED = "gn:2043837,Hyesan,town,city,KP,KP-10,41.41,128.19,gn:2043834"
ROW = "place_id,name,kind,size_class,country,admin1,latitude,longitude,seat_of"


def test_a_row_of_the_pack_is_not_replaced_by_accident(csv):
    fault = the_fault(csv(MOVED, header=ROW))
    assert "row 2, column 'place_id', value 'gn:2043837': is 'Hyesan' in the pack" in fault
    assert "'replaces'" in fault


def test_a_row_of_the_pack_is_replaced_when_the_row_says_so_and_keeps_its_names(csv, korea):
    path = csv(f"{MOVED},yes,Hyesan-on-the-Yalu", header=f"{ROW},replaces,aliases")
    geodata = bv.load_geodata(places=path)
    assert len(geodata.places) == len(korea.places)
    place = places_of(geodata).loc["gn:2043837"]
    assert (place["latitude"], place["longitude"]) == (41.41, 128.19)
    assert pd.isna(place["population"])
    expected = names_of(korea, "gn:2043837") | {"Hyesan-on-the-Yalu"}
    assert names_of(geodata, "gn:2043837") == expected
    assert "replaced: gn:2043837 (Hyesan)" in geodata.notes[0]


def test_what_replaces_nothing_is_a_fault(csv):
    fault = the_fault(csv("my:1,One,village,KP,yes", header="place_id,name,kind,country,replaces"))
    assert "'my:1': replaces nothing" in fault


def test_a_row_that_says_what_the_pack_says_is_no_fault(korea, tmp_path):
    write_csv(korea.places, tmp_path / "all.csv")
    geodata = bv.load_geodata(places=tmp_path / "all.csv")
    pd.testing.assert_frame_equal(geodata.places, korea.places.reset_index(drop=True))


# --- what is refused -------------------------------------------------------------------

ALL = "place_id,name,kind,country,admin1,admin2,latitude,longitude,extent_m,seat_of,on_border"
WRONG = [
    (",A,vilage,KP,,,,,,,", "kind", "did you mean 'village'"),
    (",A,,KP,,,,,,,", "kind", "is missing"),
    (",A,village,,,,,,,,", "country", "is missing"),
    (",A,village,FR,,,,,,,", "country", "is not one of CN, KP, KR, RU"),
    (",,village,KP,,,,,,,", "name", "is missing"),
    (",A,village,KP,,,41.4,,,,", "longitude", "is missing though latitude is given"),
    (",A,village,KP,,,,128.2,,,", "latitude", "is missing though longitude is given"),
    (",A,village,KP,,,95,128.2,,,", "latitude", "from -90 to 90"),
    (",A,village,KP,,,41.4,181,,,", "longitude", "from -180 to 180"),
    (',A,village,KP,,,"41,4",128.2,,,', "latitude", "is not a number; write '41.4'"),
    (",A,village,KP,,,41.4,128.2,-1,,", "extent_m", "0 or more"),
    (",A,village,KP,,,nan,128.2,,,", "latitude", "is not a number"),
    (",A,village,KP,,,48.85,2.35,,,", "country", "more than 10 km off its outline"),
    (",A,village,KP,KP-10,,39.02,125.75,,,", "admin1", "more than 10 km off its outline"),
    (",A,village,KP,KP-99,,,,,,", "admin1", "is none of the provinces: KP-01"),
    (",A,village,KP,CN-22,,,,,,", "admin1", "is no province of KP"),
    (",A,village,KP,Ryanggang,,,,,,", "admin1", "ISO 3166-2"),
    (",A,village,KP,,gn:1,,,,,", "admin2", "is no place of the pack"),
    (",A,town,KP,,,,,,my:1,", "seat_of", "is no place of the pack"),
    (",A,town,KP,,,,,,,CN;XX", "on_border", "names 'XX'"),
    ("a b,A,town,KP,,,,,,,", "place_id", "without white space"),
    ("a;b,A,town,KP,,,,,,,", "place_id", "semicolons"),
    ("border:x,A,town,KP,,,,,,,", "place_id", "choose another"),
    (",---,town,KP,,,,,,,", "place_id", "is no id"),
    (',"A\tB",town,KP,,,,,,,', "name", "control character"),
    (",A\x1b[2J,town,KP,,,,,,,", "name", "control character"),
]


@pytest.mark.parametrize(("row", "column", "reason"), WRONG, ids=lambda value: value[:24])
def test_a_fault_is_told_with_row_column_and_what_to_do(csv, row, column, reason):
    fault = the_fault(csv(row, header=ALL))
    assert f"more.csv: row 2, column '{column}'" in fault
    assert reason in fault
    assert not re.search(r"[\x00-\x1f]", fault)


def test_swapped_coordinates_are_recognised(csv):
    told = faults(csv("A,village,KP,,128.18,41.4,"))
    assert any("fits KP only when swapped with the latitude" in fault for fault in told)


def test_every_fault_of_every_file_is_told_and_nothing_is_loaded(csv):
    rows = [row for row, *_ in WRONG]
    told = faults(csv(*rows, header=ALL), csv("B,towm,KP,,,,", name="other.csv"))
    for number in range(2, len(rows) + 2):
        assert any(f"more.csv: row {number}," in fault for fault in told), rows[number - 2]
    assert any("other.csv: row 2, column 'kind', value 'towm'" in fault for fault in told)
    numbers = [
        int(found[1]) for fault in told if (found := re.search(r"more.csv: row (\d+)", fault))
    ]
    assert numbers == sorted(numbers)


def test_two_rows_of_one_id_are_told_apart(csv):
    told = faults(
        csv("my:1,A,village,KP", "my:1,B,village,KP", header="place_id,name,kind,country")
    )
    assert told[0].endswith("is that of row 2 too; each row needs one of its own")
    (made,) = faults(csv("A,village,KP,,,,", "a,town,KP,,,,"))
    assert "row 3" in made
    assert "made from the name" in made
    assert "write an id of its own in place_id" in made


def test_an_id_in_two_files_is_told_with_both(csv):
    one, two = (csv("A,village,KP,,,,", name=name) for name in ("one.csv", "two.csv"))
    (fault,) = faults(one, two)
    assert "two.csv: row 2" in fault
    assert "one.csv too" in fault


def test_a_row_with_too_many_cells_is_told(csv):
    assert "row 2" in the_fault(csv("A,village,KP,,,,,more,and more"))


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("name,kind", "has no column 'country'"),
        ("kind,country", "has no column 'name'"),
        ("name,kind,country,lat,lon", "'lat' is not known; if it is 'latitude'"),
        ("name,kind,country,Lng", "'Lng' is not known; if it is 'longitude'"),
        ("name,kind,country,Name", "'name' stands twice"),
    ],
)
def test_a_header_that_cannot_be_used_is_told(csv, header, told):
    with pytest.raises(InputError, match=re.escape(told)):
        bv.load_geodata(places=csv("a,b,c,d,e"[: 2 * header.count(",") + 1], header=header))


@pytest.mark.parametrize("name", ["none.csv", "places.xlsx", "folder.csv"])
def test_a_file_that_is_no_table_is_named(tmp_path, name):
    if name == "folder.csv":
        (tmp_path / name).mkdir()
    elif name == "places.xlsx":
        (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(InputError, match=re.escape(name)):
        bv.load_geodata(places=tmp_path / name)


def test_a_table_without_rows_is_no_table(csv):
    with pytest.raises(InputError, match="has no rows"):
        bv.load_geodata(places=csv())


def test_texts_that_a_spreadsheet_would_run_are_only_texts(csv):
    geodata = bv.load_geodata(places=csv("'=1+1,village,KP,,,,@SUM(A1)"))
    assert names_of(geodata, "own:1-1") == {"=1+1", "@SUM(A1)"}


def test_unknown_columns_are_left_alone(csv):
    geodata = bv.load_geodata(places=csv("A,village,KP,secret", header="name,kind,country,note"))
    assert "note" not in geodata.places


# --- in the chain of work --------------------------------------------------------------


def test_events_are_located_at_a_place_of_ones_own(csv, tmp_path):
    geodata = bv.load_geodata(places=csv("Namsan Market,site,KP,KP-10,41.4,128.18,"))
    (tmp_path / "events.csv").write_text(
        "event_type,place\narrest,Namsan Market\n", encoding="utf-8"
    )
    located = bv.locate_events(bv.read_events(tmp_path / "events.csv"), geodata)
    assert located["place_id"].isna().all()
    assert located["resolution"].tolist() == ["resolved"]
    assert located.geometry.iloc[0].contains(located.geometry.iloc[0].centroid)


def test_a_pack_of_ones_own_takes_places_too(tmp_path, csv):
    shipped = Path(bv.load_geodata().root)
    with pytest.raises(BordervizError):
        bv.load_geodata(tmp_path, places=csv("A,village,KP,,,,"))
    assert len(bv.load_geodata(shipped, places=csv("A,village,KP,,,,")).notes) == 1


def test_a_linked_places_file_is_taken_by_its_ending(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"title": "Linked Hamlet", "ccodes": ["KP"], "fclasses": ["P"]},
        "geometry": {"type": "Point", "coordinates": [128.18, 41.4]},
        "names": [{"toponym": "Linked Hamlet"}, {"toponym": "연결마을", "lang": "ko"}],
    }
    path = tmp_path / "more.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    geodata = bv.load_geodata(places=path)
    assert bv.geocode("연결마을", geodata)["place_id"].tolist() == ["own:linked-hamlet"]
    feature["properties"]["ccodes"] = ["FR"]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert "feature 1, column 'country', value 'FR'" in the_fault(path)
