"""Event tables: every bad cell is named with its row, and no row is lost."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz.errors import InputError, shown
from borderviz.events import (
    check_events,
    default_rejected_path,
    normalise_events,
    read_event_table,
    read_events,
    write_events,
    write_rejected,
)
from borderviz.files import read_csv_text
from borderviz.schema import (
    CONFIDENCES,
    EVENT_COLUMNS,
    EVENT_TYPES,
    EVENTS,
    LOCATED,
    NAMES,
    PLACES,
    VERDICTS,
    ZONES,
    check_table,
    describe,
)

GOOD = {"event_id": "a", "event_type": "arrest", "place": "Hyesan"}


def table(*rows):
    """Check rows that are given as what differs from a good row."""
    filled = [{**GOOD, "event_id": f"e{number}", **row} for number, row in enumerate(rows)]
    return check_events(pd.DataFrame(filled, dtype=object))  # as text, half characters included


def faults(*rows):
    rejected = table(*rows).rejected
    return list(zip(rejected["row"], rejected["column"], rejected["value"], strict=True))


def the_fault(*rows):
    """Return row, column, value and reason of the only fault."""
    (fault,) = table(*rows).rejected[["row", "column", "value", "reason"]].to_numpy().tolist()
    return tuple(fault)


@pytest.fixture
def csv(tmp_path):
    def write(text):
        path = tmp_path / "events.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


# --- one bad cell ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("date", "2021-13", "is not a date: 13 is not a month"),
        ("date", "28 January 2021", "is not a date"),
        ("known_by", "2021-02-30", "the month 2021-02 has 28 days"),
        ("source_published", "yesterday", "is not a date"),
        ("killed_low", "-1", "is out of range; it must be from 0 to"),
        ("killed_best", "3.5", "is not a whole number"),
        ("arrested_high", "many", "is not a number"),
        ("arrested_low", "99999999999999999999", "is too large for a count"),
        ("involved_best", "1,000", "is not a number"),
        ("coordinate_uncertainty_m", "-1", "is out of range; it must be 0 or more m"),
        ("coordinate_uncertainty_m", "nan", "is not a number"),
        ("country", "PRK", "is not a country code of two letters"),
        ("country", "ß", "is not a country code of two letters"),
        ("is_aggregate", "maybe", "is neither true nor false; write true, false, yes, no, 1 or 0"),
        ("confidence", "sure", "is not one of low, medium, high"),
        ("sensitivity", "5", "is out of range; it must be from 1 to 4"),
        ("event_type", "shoting", "did you mean 'shooting'?"),
        ("event_type", "xyz", "is not one of arrest, shooting, death"),
        ("event_type", "", "is missing; every row needs it"),
        ("source_url", "https://a.example/\nb", "holds a control character"),
        ("part_of", "e9", "names no event of the table"),
        ("part_of", "e0", "names the event itself"),
        ("notes", "a\0b", "holds a NUL character"),
        ("extra", "\ud800", "half a surrogate pair"),
    ],
)
def test_a_bad_cell_is_named_with_row_column_value_and_reason(column, value, reason):
    row, found_column, found_value, found_reason = the_fault({column: value}, {})
    assert (row, found_column) == (2, column)
    assert found_value == value.replace("\0", "\\x00").replace("\ud800", "\\ud800")
    assert reason in found_reason
    assert len(table({column: value}, {}).events) == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "column", "reason"),
    [
        ("95", "128", "latitude", "out of range; it must be from -90 to 90 degree"),
        ("41", "200", "longitude", "out of range; it must be from -180 to 180 degree"),
        ("inf", "128", "latitude", "is not a number"),
        ("NaN", "128", "latitude", "is not a number"),
        ("1e999", "128", "latitude", "is too large for a number"),
        ("41°", "128", "latitude", "is not a number"),
        ("41,4", "128", "latitude", "is not a number; write '41.4'"),
        ("1_0", "128", "latitude", "is not a number"),
        ("٤١", "128", "latitude", "is not a number"),
        ("41", "", "longitude", "is missing though latitude is given; give both or neither"),
        ("", "128", "latitude", "is missing though longitude is given; give both or neither"),
    ],
)
def test_bad_coordinates(latitude, longitude, column, reason):
    row, found, value, why = the_fault({"latitude": latitude, "longitude": longitude})
    assert (row, found) == (2, column)
    assert value == {"latitude": latitude, "longitude": longitude}[column]
    assert reason in why


def test_swapped_coordinates_are_pointed_out():
    *_, reason = the_fault({"latitude": "128.2", "longitude": "41.4"})
    assert reason.endswith("latitude and longitude may be swapped")
    *_, reason = the_fault({"latitude": "128.2", "longitude": "100"})
    assert "swapped" not in reason


@pytest.mark.parametrize(
    ("low", "best", "high", "column", "value"),
    [
        ("5", "3", "", "killed_low", "5"),
        ("", "5", "3", "killed_best", "5"),
        ("5", "", "3", "killed_low", "5"),
        ("5", "4", "3", "killed_low", "5"),
    ],
)
def test_counts_must_not_fall(low, best, high, column, value):
    row, found, found_value, reason = the_fault(
        {}, {"killed_low": low, "killed_best": best, "killed_high": high}
    )
    assert (row, found, found_value) == (3, column, value)
    assert "is greater than" in reason
    assert "killed_low ≤ killed_best ≤ killed_high" in reason


def test_a_best_count_alone_stands_alone():
    events = table({"killed_best": "3.0"}, {"killed_best": "0"}, {"killed_best": ""}).events
    assert events["killed_best"].tolist() == [3, 0, pd.NA]
    assert events[["killed_low", "killed_high"]].isna().all(axis=None)


def test_a_row_without_any_place():
    assert faults({}, {"place": " "}) == [(3, "place", "")]


def test_duplicate_ids_are_told_with_the_first_row():
    rejected = table({"event_id": "x"}, {"event_id": "y"}, {"event_id": "x"}, {"event_id": "x"})
    found = rejected.rejected
    assert found["row"].tolist() == [4, 5]
    assert found["event_id"].tolist() == ["x", "x"]
    assert found["reason"].str.startswith("is that of row 2 too").all()
    assert rejected.events["event_id"].tolist() == ["x", "y"]


def test_every_fault_of_a_row_is_told():
    found = faults({"date": "x", "latitude": "95", "longitude": "200", "killed_low": "-1"})
    assert found == [
        (2, "date", "x"),
        (2, "latitude", "95"),
        (2, "longitude", "200"),
        (2, "killed_low", "-1"),
    ]


# --- events that are part of others ---------------------------------------------------------


def test_part_of_must_name_an_aggregate():
    *where, reason = the_fault({"part_of": "e1"}, {})
    assert where == [2, "part_of", "e1"]
    assert reason == "names the event of row 3, which is no aggregate (is_aggregate is false)"
    assert faults({"part_of": "e1"}, {"is_aggregate": "yes"}) == []


def test_part_of_suggests_the_nearest_aggregate():
    *_, reason = the_fault({"part_of": "totl"}, {"event_id": "total", "is_aggregate": "yes"})
    assert reason == "names no event of the table; did you mean 'total'?"


def test_aggregates_must_not_count_each_other_in_a_circle():
    ring = [{"is_aggregate": "1", "part_of": f"e{(number + 1) % 3}"} for number in range(3)]
    found = table(*ring, {"part_of": "e0"}, {}).rejected
    assert found["row"].tolist() == [2, 3, 4, 5]
    assert found["reason"].str.contains("leads back to the event itself").sum() == 3
    assert found["reason"].iloc[3] == "names the event of row 2, which is set aside"


def test_what_is_part_of_a_rejected_row_is_rejected_with_it():
    rows = [
        {"part_of": "e1"},
        {"is_aggregate": "1", "part_of": "e2"},
        {"is_aggregate": "1", "date": "x"},
        {},
    ]
    found = table(*rows)
    assert found.rejected["column"].tolist() == ["part_of", "part_of", "date"]
    assert found.rejected["reason"].tolist()[:2] == [
        "names the event of row 3, which is set aside",
        "names the event of row 4, which is set aside",
    ]
    assert found.events["event_id"].tolist() == ["e3"]


# --- columns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("Location,event_type", r"has no column 'place' \(or 'latitude' and 'longitude'\); its "
         r"columns are 'Location', 'event_type'; did you mean 'place' by 'Location'\?"),
        ("plcae,event_type", r"did you mean 'place' by 'plcae'\?"),
        ("place,Type", r"has no column 'event_type'; .* did you mean 'event_type' by 'Type'\?"),
        ("foo,bar", r"no column 'event_type' and 'place' .*; its columns are 'foo', 'bar'$"),
        ("latitude,event_type", r"has no column 'place' \(or"),
    ],
)  # fmt: skip
def test_missing_columns_are_named_with_the_nearest(csv, header, message):
    with pytest.raises(InputError, match=message) as caught:
        read_events(csv(f"{header}\na,b\n"))
    assert "events.csv" in str(caught.value)


@pytest.mark.parametrize("text", ["event_type,place\n", "event_type,place\n,\n,\n"])
def test_an_empty_table_has_no_rows(csv, text):
    with pytest.raises(InputError, match=r"events\.csv has no rows"):
        read_events(csv(text))


def test_the_least_table_gets_all_columns_typed(csv):
    events = read_events(csv("event_type;place;Café\narrest;Hyesan;=x\n;;\nShooting;Onsong;\n"))
    assert events.columns.tolist() == [*EVENT_COLUMNS, "Café"]
    assert events["event_id"].tolist() == ["row-2", "row-4"]
    assert events["event_type"].tolist() == ["arrest", "shooting"]
    assert events["is_aggregate"].tolist() == [False, False]
    assert events["Café"].tolist() == ["=x", pd.NA]
    kinds = {"text": "string", "edtf": "string", "count": "Int64", "number": "Float64"}
    for field in EVENTS.fields:
        assert str(events[field.name].dtype) == kinds.get(field.kind, "boolean")
    assert len(check_table(events, EVENTS)) == 0


def test_coordinates_do_instead_of_a_place(csv):
    events = read_events(csv("event_type,latitude,longitude\narrest,41.4,128.1778\n"))
    assert events[["latitude", "longitude"]].iloc[0].tolist() == [41.4, 128.1778]


def test_names_and_codes_are_read_in_any_case(csv):
    text = (
        "Event Type, PLACE ,Country,Confidence,is-aggregate\nBorder crossing, Hyesan ,kp,High,YES\n"
    )
    (row,) = read_events(csv(text)).to_dict("records")
    assert (row["event_type"], row["place"], row["country"]) == ("border_crossing", "Hyesan", "KP")
    assert (row["confidence"], row["is_aggregate"]) == ("high", True)


def test_a_column_that_may_be_misspelt_is_kept_and_pointed_out(csv):
    found = read_event_table(csv("event_type,place,kiled_low,colour\narrest,Hyesan,3,red\n"))
    assert found.events[["kiled_low", "colour"]].iloc[0].tolist() == ["3", "red"]
    (hint,) = found.hints
    assert "'kiled_low'" in hint
    assert "'killed_low'" in hint


def test_given_names_are_made_unique():
    events = table({"event_id": ""}, {"event_id": "row-2"}, {"event_id": " "}).events
    assert events["event_id"].tolist() == ["row-2-x", "row-2", "row-4"]


# --- setting rows aside ---------------------------------------------------------------------

BAD = """\
event_id,event_type,place,date,value
a,arrest,Hyesan,2021,1
b,arrest,,2021-13,"=2,
"
c,arrest,X
"""


def test_a_bad_row_is_an_error_that_says_how_to_set_it_aside(csv):
    with pytest.raises(InputError) as caught:
        read_events(csv(BAD))
    text = str(caught.value)
    assert "events.csv: row 3, column 'date', value '2021-13': is not a date: 13 is no" in text
    assert "(and 2 more, 2 rows in all)" in text
    assert "set bad rows aside with rejected='events.rejected.csv'" in text


def test_rejected_rows_are_written_with_all_their_cells(csv):
    path = csv(BAD)
    aside = default_rejected_path(path)
    assert aside.name == "events.rejected.csv"
    events = read_events(path, rejected=aside)
    assert events["event_id"].tolist() == ["a"]
    report = read_csv_text(aside).frame
    assert report.columns.tolist() == [
        *("row", "column", "value", "reason"),
        *("event_id", "event_type", "place", "date", "original value"),
    ]
    assert report["row"].tolist() == ["3", "3", "4"]
    assert report["column"].tolist() == ["date", "place", ""]
    assert report["value"].tolist() == ["2021-13", "", ""]
    assert report["reason"].iloc[2] == "the row has only 3 cells, the header 5 names"
    assert report["original value"].tolist() == ["=2,\n", "=2,\n", ""]
    assert ",'=2" not in aside.read_text()
    assert "\"'=2," in aside.read_text()


def test_surplus_cells_are_not_lost(csv):
    path = csv("event_type,place\narrest,Hyesan,x,y\n")
    (fault,) = read_event_table(path).rejected.to_dict("records")
    assert (fault["row"], fault["column"], fault["value"]) == (2, "", "x | y")


def test_without_bad_rows_no_file_is_made_and_an_old_one_is_emptied(csv, tmp_path):
    aside = tmp_path / "old.csv"
    path = csv(BAD)
    write_rejected(read_event_table(path), aside)
    path = csv("event_type,place\narrest,Hyesan\n")
    read_events(path, rejected=tmp_path / "none.csv")
    assert not (tmp_path / "none.csv").exists()
    read_events(path, rejected=aside)
    assert aside.read_text() == "row,column,value,reason,event_type,place\n"


def test_the_table_itself_is_not_overwritten(csv):
    path = csv(BAD)
    with pytest.raises(InputError, match="is the table itself"):
        read_events(path, rejected=path)
    assert path.read_text() == BAD


def test_a_report_of_rejected_rows_can_be_mended_and_read_again(csv, tmp_path):
    path = csv(BAD)
    for number in range(3):  # every round brings columns row, column, value, reason of its own
        aside = tmp_path / f"{number}.csv"
        read_events(path, rejected=aside)
        path = aside
    text = path.read_text().replace("2021-13", "2021-12").replace("b,arrest,,", "b,arrest,Y,")
    path.write_text(text)
    events = read_events(path, rejected=tmp_path / "last.csv")
    assert events["place"].tolist() == ["Y"]
    assert events["original value"].tolist() == ["=2,\n"]


def test_errors_show_hostile_values_on_one_line(csv):
    with pytest.raises(InputError) as caught:
        read_events(csv(f'event_type,place\n"\x1b[31m\u202e\n{"x" * 10_000}",Hyesan\n'))
    text = str(caught.value)
    assert r"\x1b[31m\u202e\n" in text
    assert text.isprintable()
    assert len(text) < 700


def test_shown_cuts_and_escapes():
    assert shown("a" * 100, limit=3) == "'aaa' … (100 characters)"
    assert shown("\x1b\u202e\n") == r"'\x1b\u202e\n'"
    assert shown(np.float64(95)) == "95.0"


# --- tables in memory -----------------------------------------------------------------------


def test_a_table_in_memory_goes_through_the_same_check():
    frame = pd.DataFrame(
        {
            "event_id": [1, 2, 3],
            "event_type": pd.Categorical(["arrest", "death", "other"]),
            "place": ["Hyesan", None, "X"],
            "date": pd.to_datetime(["2021-01-28", "2021-02-01", None]),
            "latitude": [math.nan, 41.4, math.nan],
            "longitude": [math.nan, 128.0, math.nan],
            "killed_low": [2.0, math.nan, 0],
            "is_aggregate": [True, False, None],
            "score": [1.5, math.nan, 3],
        },
        index=["x", "x", "y"],
    )
    before = frame.copy(deep=True)
    events = normalise_events(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert events["event_id"].tolist() == ["1", "2", "3"]
    assert events["date"].tolist() == ["2021-01-28", "2021-02-01", pd.NA]
    assert events["killed_low"].tolist() == [2, pd.NA, 0]
    assert events["latitude"].tolist() == [pd.NA, 41.4, pd.NA]
    assert events["is_aggregate"].tolist() == [True, False, False]
    assert events["score"].tolist() == ["1.5", pd.NA, "3"]
    assert events.index.tolist() == [0, 1, 2]


def test_a_table_in_memory_that_is_bad():
    with pytest.raises(InputError, match=r"row 3, column 'latitude', value 'inf': is not a number"):
        normalise_events(
            pd.DataFrame([{**GOOD}, {**GOOD, "event_id": 2, "latitude": math.inf, "longitude": 1}])
        )
    with pytest.raises(InputError, match="has no rows"):
        normalise_events(pd.DataFrame([GOOD]).iloc[:0])
    with pytest.raises(InputError, match="the column name 0 is not a text"):
        normalise_events(pd.DataFrame([[1]]))
    with pytest.raises(InputError, match="the column 'place' stands twice"):
        normalise_events(pd.DataFrame([["a", "b"]], columns=["place", "place"]))


def test_normalising_twice_changes_nothing():
    once = table({"killed_low": "2", "date": " 2021 ", "notes": " kept "}).events
    pd.testing.assert_frame_equal(normalise_events(once), once)
    assert once.loc[0, "notes"] == " kept "


# --- round trip -----------------------------------------------------------------------------

TEXTS = st.text(
    st.one_of(
        st.sampled_from("'=+-@\t\r\n \",;\ufeff\u202e"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=10,
)
CELLS = {
    "event_type": st.sampled_from(EVENT_TYPES),
    "date": st.sampled_from([None, "2021-01-28", "XXXX-05-28", "2024-01-15/2024-02-05", "2020~"]),
    "place": TEXTS.filter(str.strip),
    "country": st.sampled_from([None, "KP", "cn"]),
    "coordinate_uncertainty_m": st.none() | st.floats(0, allow_infinity=False),
    "killed_low": st.none() | st.integers(0, 10),
    "killed_high": st.none() | st.integers(10, 10**9),
    "is_aggregate": st.booleans(),
    "confidence": st.sampled_from([None, *CONFIDENCES]),
    **{
        name: st.none() | TEXTS
        for name in ("date_text", "summary", "quote", "external_id", "my notes")
    },
}


@settings(max_examples=15)
@given(rows=st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=4), bom=st.booleans())
def test_what_is_written_reads_back_identical(tmp_path_factory, rows, bom):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    events = normalise_events(pd.DataFrame(rows))
    write_events(events, path, bom=bom)
    pd.testing.assert_frame_equal(read_events(path), events)


@settings(max_examples=15)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_read_back_to_the_last_bit(tmp_path_factory, latitude, longitude):
    path = tmp_path_factory.getbasetemp() / "bits.csv"
    write_events(pd.DataFrame([{**GOOD, "latitude": latitude, "longitude": longitude}]), path)
    events = read_events(path)
    assert events[["latitude", "longitude"]].iloc[0].tolist() == [latitude, longitude]


@settings(max_examples=15)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(EVENT_COLUMNS, TEXTS)), min_size=1, max_size=3))
def test_any_cells_at_all_are_either_read_or_set_aside(rows):
    frame = pd.DataFrame(rows)
    blank = (frame == "").all(axis=1)
    if blank.all():
        return
    found = check_events(frame)
    assert len(found.events) + found.rejected["row"].nunique() == (~blank).sum()
    assert found.originals.index.tolist() == sorted(set(found.rejected["row"]))
    assert len(check_table(found.events, EVENTS)) == 0


# --- contracts ------------------------------------------------------------------------------


@pytest.mark.parametrize("contract", [EVENTS, LOCATED, NAMES, PLACES, VERDICTS, ZONES])
def test_a_contract_describes_each_of_its_columns(contract):
    described = describe(contract)
    assert described["column"].tolist() == list(contract.columns)
    assert described["column"].is_unique
    assert described["description"].str.fullmatch(r"[A-Z`].*[.…]").all()
    numbers = described["kind"].isin(["count", "number"]) & ~described["column"].eq("sensitivity")
    assert (described.loc[numbers, "unit"] != "").all()


def verdicts(**columns):
    frame = pd.DataFrame(
        {
            "event_id": ["a", "b"],
            "rule_id": ["r", "r"],
            "verdict": ["inside", "possible"],
            "p": [1.0, 0.5],
            "p_min": [1.0, 0.25],
            "p_max": [1.0, 0.75],
            "side": ["own", None],
            "in_force": ["yes", "no"],
            "t": [1.0, math.nan],
            "distance_km_min": [0.0, 1.0],
            "distance_km_max": [0.5, 2.0],
        }
    )
    return frame.assign(**columns)


def test_a_table_that_keeps_its_contract_has_no_faults():
    assert len(check_table(verdicts(extra=1), VERDICTS)) == 0


def test_all_faults_of_a_table_are_told_at_once():
    frame = verdicts(
        verdict=["inside", "maybe"], p=[1.5, 0.5], p_min=[1.0, 0.6], event_id=["a", None], t="x"
    ).drop(columns="side")
    found = [str(fault) for fault in check_table(frame, VERDICTS)]
    assert found == [
        "column 't': holds str; the verdicts table has number here",
        "column 'side': the column is missing from the verdicts table",
        "row 0, column 'p', value '1.5': is out of range; it must be from 0 to 1 share",
        "row 0, column 'p', value '1.5': is greater than p_max, which is 1.0; "
        "it must be p_min ≤ p ≤ p_max",
        "row 1, column 'event_id': is missing; every row needs it",
        "row 1, column 'verdict', value 'maybe': is not one of inside, possible, outside, unknown",
        "row 1, column 'p_min', value '0.6': is greater than p, which is 0.5; "
        "it must be p_min ≤ p ≤ p_max",
    ]


def test_a_key_names_a_row_once():
    (fault,) = check_table(verdicts(event_id=["a", "a"]), VERDICTS)
    assert (fault.row, fault.column, fault.value) == (1, "event_id", "a")
    assert fault.reason == "an earlier row has the same event_id and rule_id"
    with pytest.raises(InputError, match="the verdicts: row 1, column 'event_id'"):
        check_table(verdicts(event_id=["a", "a"]), VERDICTS).raise_if_any("the verdicts")
