"""ACLED and UCDP GED: what is vague in them stays vague. The rows are made up."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz.edtf import closed_interval
from borderviz.errors import InputError
from borderviz.events import read_event_table, read_events, write_events
from borderviz.events.formats.conflict_data import country_codes, event_types, precisions
from borderviz.geocoding import locate_events
from borderviz.schema import EVENT_TYPES

ACLED = {
    "event_id_cnty": "PRK1", "event_date": "2021-05-28", "time_precision": "1",
    "event_type": "Strategic developments", "sub_event_type": "Arrests", "actor1": "Police",
    "iso": "408", "country": "North Korea", "admin1": "Ryanggang", "admin2": "Hyesan City",
    "location": "Hyesan", "latitude": "41.4", "longitude": "128.18", "geo_precision": "1",
    "source": "A paper", "notes": "Two were seized.", "fatalities": "0",
}  # fmt: skip
UCDP = {
    "id": "7", "relid": "PRK-7", "type_of_violence": "3", "dyad_name": "Government – Civilians",
    "source_article": "A paper, 2021-06-01", "source_office": "A paper",
    "source_date": "2021-06-01", "source_headline": "Shots", "where_prec": "1",
    "where_coordinates": "Hyesan city", "where_description": "at the river",
    "adm_1": "Ryanggang province", "adm_2": "Hyesan city", "latitude": "41.4",
    "longitude": "128.18", "country": "North Korea", "country_id": "731", "date_prec": "1",
    "date_start": "2021-05-28 00:00:00.000", "date_end": "2021-05-28 00:00:00.000",
    "best": "3", "high": "5", "low": "2",
}  # fmt: skip


@pytest.fixture
def export(tmp_path):
    def write(base, *changes):
        path = tmp_path / "export.csv"
        key = "id" if "id" in base else "event_id_cnty"
        rows = [{**base, key: f"{base[key]}{at}", **change} for at, change in enumerate(changes)]
        pd.DataFrame(rows).to_csv(path, index=False)
        return path

    return write


def test_an_acled_row_becomes_an_event_and_nothing_of_it_is_lost(export):
    event = read_events(export(ACLED, {})).iloc[0]
    expected = {
        "event_id": "PRK10", "external_id": "PRK10", "event_type": "arrest", "date": "2021-05-28",
        "place": "Hyesan", "country": "KP", "killed_best": 0, "latitude": 41.4,
        "coordinate_uncertainty_m": 5000.0, "source_outlet": "A paper",
        "summary": "Two were seized.", "sub_event_type": "Arrests", "actor1": "Police",
        "acled_event_type": "Strategic developments", "acled_latitude": "41.4",
        "acled_country": "North Korea", "acled_notes": "Two were seized.", "fatalities": "0",
    }  # fmt: skip
    assert {name: event[name] for name in expected} == expected
    assert event[["killed_low", "killed_high"]].isna().all()


def test_a_ucdp_row_becomes_an_event_and_nothing_of_it_is_lost(export):
    event = read_events(export(UCDP, {})).iloc[0]
    expected = {
        "event_id": "70", "external_id": "PRK-7", "event_type": "attack", "date": "2021-05-28",
        "place": "Hyesan city, Ryanggang province", "country": "KP", "killed_low": 2,
        "killed_best": 3, "killed_high": 5, "longitude": 128.18, "source_title": "Shots",
        "source_published": "2021-06-01", "coordinate_uncertainty_m": 5000.0, "best": "3",
        "ucdp_country": "North Korea", "where_description": "at the river",
    }  # fmt: skip
    assert {name: event[name] for name in expected} == expected


@pytest.mark.parametrize("base", [ACLED, UCDP])
def test_an_export_that_was_brought_into_the_contract_stays_as_it_is(export, tmp_path, base):
    events = read_events(export(base, {}, {"geo_precision": "3", "where_prec": "4"}))
    write_events(events, tmp_path / "a.jsonl")
    table = read_event_table(tmp_path / "a.jsonl")
    pd.testing.assert_frame_equal(table.events, events)
    assert table.notes == ()


def test_names_that_only_case_tells_apart_are_refused(export):
    with pytest.raises(InputError, match="the header names 'notes' more than once"):
        read_events(export({**ACLED, "Notes": "x"}, {}))


VAGUE = [
    (ACLED, {"geo_precision": "3"}, "Ryanggang"),
    (ACLED, {"geo_precision": "3", "admin1": ""}, "North Korea"),
    (UCDP, {"where_prec": "3"}, "Hyesan city, Ryanggang province"),
    (UCDP, {"where_prec": "3", "adm_2": ""}, "Ryanggang province"),
    (UCDP, {"where_prec": "4"}, "Ryanggang province"),
    (UCDP, {"where_prec": "5", "where_description": "Yalu River"}, "Yalu River"),
    (UCDP, {"where_prec": "6"}, "North Korea"),
    (UCDP, {"where_prec": "7", "where_coordinates": "Yellow Sea"}, "Yellow Sea"),
]


@pytest.mark.parametrize(("base", "change", "place"), VAGUE)
def test_coordinates_that_stand_for_an_area_are_no_position(export, base, change, place):
    table = read_event_table(export(base, change, {}))
    vague, exact = table.events.to_dict("records")
    assert (vague["place"], vague["latitude"], vague["longitude"]) == (place, None, None)
    assert exact["latitude"] == 41.4
    assert "1 of 2 events are located by the place they name" in table.notes[0]


def test_a_vague_row_is_located_as_its_province(export, korea):
    rows = [{"geo_precision": "3"}, {"geo_precision": "2"}, {"geo_precision": "1"}]
    located = locate_events(read_events(export(ACLED, *rows)), korea)
    assert located["resolution"].tolist() == ["resolved"] * 3
    province, region, town = located.geometry.to_crs(5179).area / 1e6
    assert located["method"].iloc[0] == "unit"
    assert province > 10_000  # km²
    assert 700 < region < 3.15 * 25**2  # a disc of 25 km, cut at the border
    assert town < 3.15 * 5**2


@pytest.mark.parametrize(
    ("day", "code", "expected"),
    [
        ("28 May 2021", "1", "2021-05-28"),
        ("28-May-2021", "1", "2021-05-28"),
        ("2021-05-28", "2", "[2021-05-22..2021-06-03]"),
        ("2021-05-15", "3", "2021-05"),
        ("2021-05-01", "3", "[2021-04-21..2021-05-31]"),
        ("2021-02-28", "3", "[2021-02-01..2021-03-10]"),
    ],
)
def test_acled_dates_become_the_days_they_may_mean(export, day, code, expected):
    change = {"event_date": day, "time_precision": code}
    event = read_events(export(ACLED, change)).iloc[0]
    assert (event["date"], event["date_text"]) == (expected, day)


@settings(max_examples=25)
@given(day=st.dates(date(1946, 1, 1), date(2100, 12, 31)), code=st.sampled_from("123"))
def test_the_days_of_an_acled_date_hold_the_day_given(tmp_path_factory, day, code):
    path = tmp_path_factory.getbasetemp() / "acled.csv"
    row = {**ACLED, "event_date": f"{day:%Y-%m-%d}", "time_precision": code}
    pd.DataFrame([row]).to_csv(path, index=False)
    first, last = closed_interval(read_events(path)["date"].iloc[0])
    assert first <= day <= last
    assert (last - first).days == 0 if code == "1" else (last - first).days >= 12


@pytest.mark.parametrize("code", ["1", "2", "3", "4", "5"])
def test_ucdp_dates_reach_from_their_start_to_their_end(export, code):
    change = {"date_prec": code, "date_end": "2021-06-03"}
    event = read_events(export(UCDP, change)).iloc[0]
    assert event["date"] == "[2021-05-28..2021-06-03]"


@pytest.mark.parametrize(
    ("base", "change", "column", "reason"),
    [
        (ACLED, {"geo_precision": "4"}, "geo_precision", "is no precision code; the codebook has"),
        (ACLED, {"time_precision": ""}, "time_precision", "is no precision code"),
        (ACLED, {"event_date": "05/28/2021"}, "event_date", "is no day, such as 2021-05-28"),
        (ACLED, {"fatalities": "some"}, "killed_best", "is not a number"),
        (UCDP, {"where_prec": "8"}, "where_prec", "the codebook has 1, 2, 3, 4, 5, 6, 7"),
        (UCDP, {"date_prec": "6"}, "date_prec", "the codebook has 1 to 5"),
        (UCDP, {"date_end": "2021-05-01"}, "date_end", "is before date_start"),
        (UCDP, {"low": "9"}, "killed_low", "is greater than killed_best"),
    ],
)
def test_rows_that_the_codebook_does_not_allow_are_set_aside(export, base, change, column, reason):
    table = read_event_table(export(base, change, {}))
    (fault,) = table.rejected.to_dict("records")
    assert (fault["row"], fault["column"]) == (2, column)
    assert reason in fault["reason"]
    assert len(table.events) == 1


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("Battles", "Armed clash"), "attack"),
        (("EXPLOSIONS/REMOTE VIOLENCE", ""), "attack"),
        (("Violence against civilians", "Abduction/forced disappearance"), "other"),
        (("Riots", "Mob violence"), "attack"),
        (("Protests", "Peaceful protest"), "other"),
        (("Strategic developments", "Looting/property destruction"), "other"),
        (("Something new", "Unheard of"), "other"),
    ],
)
def test_types_of_acled_are_those_of_the_table(export, kinds, expected):
    change = {"event_type": kinds[0], "sub_event_type": kinds[1]}
    table = read_event_table(export(ACLED, change))
    assert table.events["event_type"].tolist() == [expected]
    assert table.events["acled_event_type"].tolist() == [kinds[0]]
    assert f"{int(expected == 'other')} are of a type that counts as 'other'" in table.notes[0]


def test_tables_of_codes_name_types_and_columns_that_there_are():
    for source, base in (("acled", ACLED), ("ucdp", UCDP)):
        assert set(event_types(source).values()) <= set(EVENT_TYPES)
        for precision in precisions(source).values():
            assert {name for group in precision.place for name in group} <= set(base)
    assert country_codes()["408"] == country_codes()["north korea"] == "KP"


def test_a_format_that_is_named_must_fit_and_own_switches_it_off(export, tmp_path):
    plain = tmp_path / "plain.csv"
    plain.write_text("event_type,place\narrest,Hyesan\n")
    with pytest.raises(InputError, match="has not the columns of ACLED"):
        read_events(plain, profile="acled")
    path = export(ACLED, {"event_type": "arrest", "place": "Onsong", "country": "KP"})
    assert read_events(path, profile="own")["place"].tolist() == ["Onsong"]
    assert read_events(path, profile="acled")["place"].tolist() == ["Hyesan"]
