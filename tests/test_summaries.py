"""Counts of incidents with their range, on tables small enough to count by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz import summarize
from borderviz.errors import InputError
from borderviz.events import normalise_events

CERTAIN = {"verdict": "inside", "p": 1.0, "in_force": "yes", "t": 1.0, "side": "own"}
HALF = {"verdict": "possible", "p": 0.5, "in_force": "yes", "t": 1.0, "side": "own"}
AWAY = {"verdict": "outside", "p": 0.0, "in_force": "yes", "t": 1.0, "side": "own"}
ACROSS = AWAY | {"side": "other"}
BEFORE = {"verdict": "inside", "p": 1.0, "in_force": "no", "t": 0.0, "side": "own"}
DISPUTED = {"verdict": "inside", "p": 1.0, "in_force": "possibly", "t": 0.5, "side": "own"}
UNDATED = {"verdict": "inside", "p": 1.0, "in_force": "possibly", "t": None, "side": "own"}
UNPLACED = {"verdict": "unknown", "p": None, "in_force": "yes", "t": 1.0, "side": None}
NUMBERS = [
    "incidents", "low", "expected", "high", "not_in_expected", "unknown_year", "not_in_force",
    "other_bank", "reports", "origins", "aggregates",
]  # fmt: skip


def tables(*rows, rule="rule"):
    """Return events and verdicts; a row is a verdict with what its event differs in."""
    told, verdicts = [], []
    for number, row in enumerate(rows):
        event = {"event_id": f"e{number}", "event_type": "arrest", "place": "Hyesan"}
        verdict = {"event_id": f"e{number}", "rule_id": rule}
        for name, value in ({"date": "2021-05-01"} | row).items():
            (verdict if name in CERTAIN else event)[name] = value
        told.append(event)
        verdicts.append(verdict)
    located = normalise_events(pd.DataFrame(told, dtype=object).fillna(""))
    days = located["date"].where(~located["date"].str.startswith("X"))
    located["date_start"], located["date_end"] = days, days
    return located, pd.DataFrame(verdicts).astype({"p": "Float64", "t": "Float64"})


def counted(*rows):
    """Return the figures of the only group."""
    (row,) = summarize(*tables(*rows)).to_dict("records")
    return {name: None if pd.isna(value) else value for name, value in row.items()}


@pytest.mark.parametrize(
    ("row", "low", "expected", "high"),
    [
        (CERTAIN, 1, 1, 1),
        (HALF, 0, 0.5, 1),
        (AWAY, 0, 0, 0),
        (ACROSS, 0, 0, 0),
        (BEFORE, 0, 0, 0),
        (DISPUTED, 0, 0.5, 1),
        (HALF | {"in_force": "possibly", "t": 0.5}, 0, 0.25, 1),
        (HALF | {"in_force": "no", "t": 0.0}, 0, 0, 0),
        (UNDATED, 0, None, 1),
        (UNPLACED, 0, None, 1),
        (UNPLACED | {"in_force": "no", "t": 0.0}, 0, 0, 0),
        (AWAY | {"in_force": "possibly", "t": None}, 0, 0, 0),
    ],
)
def test_one_incident(row, low, expected, high):
    found = counted(row)
    assert (found["low"], found["expected"], found["high"]) == (low, expected, high)
    assert found["incidents"] == 1


def test_a_range_is_the_sum_of_its_incidents():
    found = counted(CERTAIN, CERTAIN, HALF, DISPUTED, AWAY, BEFORE, UNDATED, UNPLACED)
    assert found["incidents"] == 8
    assert found["low"] == 2
    assert found["expected"] == pytest.approx(3)
    assert found["high"] == 6
    assert found["not_in_expected"] == 2
    assert found["not_in_force"] == 1


def test_the_figures_are_whole_numbers_but_the_expected_one():
    summary = summarize(*tables(CERTAIN, HALF))
    assert summary.columns.tolist() == ["rule_id", *NUMBERS]
    for name in NUMBERS:
        assert summary[name].dtype == ("Float64" if name == "expected" else "int64")


def test_reports_of_one_incident_count_once():
    found = counted(CERTAIN | {"incident_id": "i"}, CERTAIN | {"incident_id": "i"}, CERTAIN)
    assert (found["incidents"], found["reports"]) == (2, 3)
    assert (found["low"], found["expected"], found["high"]) == (2, 2, 2)


def test_reports_that_disagree_make_an_incident_uncertain():
    found = counted(CERTAIN | {"incident_id": "i"}, AWAY | {"incident_id": "i"})
    assert (found["incidents"], found["low"], found["high"]) == (1, 0, 1)
    assert found["expected"] == pytest.approx(0.5)


def test_one_report_that_is_not_in_force_does_not_take_an_incident_out():
    found = counted(CERTAIN | {"incident_id": "i"}, BEFORE | {"incident_id": "i"})
    assert (found["not_in_force"], found["low"], found["high"]) == (0, 0, 1)


def test_an_aggregate_stands_apart_and_is_never_added():
    found = counted(
        CERTAIN | {"part_of": "e1"}, HALF | {"is_aggregate": True}, UNDATED | {"is_aggregate": True}
    )
    assert (found["incidents"], found["aggregates"], found["reports"]) == (1, 2, 1)
    assert (found["low"], found["expected"], found["high"]) == (1, 1, 1)


def test_aggregates_alone_are_told_although_no_incident_is():
    found = counted(HALF | {"is_aggregate": True})
    assert (found["incidents"], found["high"], found["aggregates"]) == (0, 0, 1)
    assert found["expected"] is None


def test_a_year_of_which_only_aggregates_are_told_is_not_left_out():
    only_total = HALF | {"is_aggregate": True, "date": "2017-01-01"}
    summary = summarize(*tables(CERTAIN, only_total), by=["year"])
    assert summary["year"].tolist() == ["2017", "2021"]
    assert summary["aggregates"].tolist() == [1, 0]
    assert summary["incidents"].tolist() == [0, 1]
    assert summary["expected"].tolist() == [pd.NA, 1]


def test_an_unknown_year_is_in_high_and_told_apart():
    found = counted(UNDATED | {"date": "XXXX-05-28"}, CERTAIN)
    assert (found["unknown_year"], found["not_in_expected"]) == (1, 1)
    assert (found["low"], found["expected"], found["high"]) == (1, 1, 2)


def test_the_other_bank_is_told_apart():
    found = counted(ACROSS, ACROSS, AWAY, CERTAIN)
    assert (found["other_bank"], found["high"]) == (2, 1)


def test_origins_count_sources_that_do_not_go_back_to_one_another():
    found = counted(
        CERTAIN | {"origin_id": "wire", "incident_id": "i"},
        CERTAIN | {"origin_id": "wire", "incident_id": "i"},
        CERTAIN | {"origin_id": "own", "incident_id": "i"},
        CERTAIN,
    )
    assert (found["reports"], found["origins"], found["incidents"]) == (4, 3, 2)


def test_reports_that_differ_in_what_is_counted_by_are_one_incident_still():
    rows = [
        CERTAIN | {"incident_id": "i", "event_type": "shooting", "date": "2020-12-31"},
        CERTAIN | {"incident_id": "i", "event_type": "death", "date": "2021-01-01"},
        CERTAIN | {"event_type": "death"},
    ]
    summary = summarize(*tables(*rows), by=["event_type"])
    assert summary["event_type"].tolist() == ["death", "death or shooting"]
    assert summary["incidents"].tolist() == [1, 1]
    assert summarize(*tables(*rows), by=["year"])["year"].tolist() == ["2020 or 2021", "2021"]


def test_by_year():
    rows = [
        CERTAIN | {"date": "2020-09-01"},
        HALF | {"date": "2020-10-01"},
        CERTAIN | {"date": "2021-01-01"},
        UNDATED | {"date": "XXXX-05-28"},
    ]
    summary = summarize(*tables(*rows), by=["year"]).set_index("year")
    assert summary.index.tolist() == ["2020", "2021", "unknown"]
    assert summary["incidents"].tolist() == [2, 1, 1]
    assert summary["expected"].tolist() == [1.5, 1.0, pd.NA]
    assert summary["high"].tolist() == [2, 1, 1]


def test_a_date_over_two_years_is_a_year_of_its_own():
    located, verdicts = tables(CERTAIN, CERTAIN)
    located["date_start"] = pd.array(["2017-12-31", "2017-12-31"], dtype="string")
    located["date_end"] = pd.array(["2018-01-01", None], dtype="string")
    summary = summarize(located, verdicts, by=["year"])
    assert summary["year"].tolist() == ["2017–2018", "unknown"]


def test_by_type_and_rule():
    rows = [CERTAIN, HALF | {"event_type": "shooting"}, AWAY | {"event_type": "shooting"}]
    located, first = tables(*rows)
    second = first.assign(rule_id="another")
    both = pd.concat([first, second], ignore_index=True)
    summary = summarize(located, both, by=["event_type"])
    assert list(zip(summary["rule_id"], summary["event_type"], strict=True)) == [
        ("another", "arrest"), ("another", "shooting"), ("rule", "arrest"), ("rule", "shooting"),
    ]  # fmt: skip
    assert summary["incidents"].tolist() == [1, 2, 1, 2]
    assert summary["high"].tolist() == [1, 1, 1, 1]


def test_rules_are_never_added_up():
    located, first = tables(CERTAIN)
    both = pd.concat([first, first.assign(rule_id="another")], ignore_index=True)
    for by in (["year"], [], ["rule_id", "year"]):
        summary = summarize(located, both, by=by)
        assert summary.columns[0] == "rule_id"
        assert summary["incidents"].tolist() == [1, 1]


COLUMNS = (
    "confidence", "sensitivity", "killed_low", "latitude", "is_aggregate", "country", "incident_id",
    "event_id", "verdict", "in_force", "p",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_either_table_counts(column):
    rows = [CERTAIN | {"sensitivity": 2, "confidence": "low"}, HALF | {"killed_low": 1}]
    summary = summarize(*tables(*rows), by=[column])
    assert summary["incidents"].sum() == 2
    assert summary[column].notna().all()
    assert summary.columns[:2].tolist() == ["rule_id", column]


def test_what_is_not_stated_is_a_group_of_its_own():
    summary = summarize(*tables(CERTAIN | {"confidence": "low"}, CERTAIN), by=["confidence"])
    assert summary["confidence"].tolist() == ["low", "not stated"]
    assert summary["incidents"].tolist() == [1, 1]


@pytest.mark.parametrize("column", ["yaer", "geometry", "incident"])
def test_a_column_that_cannot_be_counted_by_is_named(column):
    with pytest.raises(InputError, match=rf"no column '{column}' to count by; use one of .*year"):
        summarize(*tables(CERTAIN), by=[column])


def test_verdicts_of_other_events_are_refused():
    located, verdicts = tables(CERTAIN, CERTAIN)
    with pytest.raises(InputError, match="not in the located table"):
        summarize(located.iloc[:1], verdicts)


def test_the_tables_stay_as_they_are():
    located, verdicts = tables(CERTAIN, HALF)
    before = located.copy(), verdicts.copy()
    summarize(located, verdicts, by=["year"])
    pd.testing.assert_frame_equal(located, before[0])
    pd.testing.assert_frame_equal(verdicts, before[1])


def known(p_in_space, t):
    verdict = "inside" if p_in_space == 1 else "outside" if p_in_space == 0 else "possible"
    in_force = "yes" if t == 1 else "no" if t == 0 else "possibly"
    return {"verdict": verdict, "p": p_in_space, "in_force": in_force, "t": t, "side": "own"}


SHARES = st.one_of(st.just(0.0), st.just(1.0), st.floats(0.01, 0.99))


@given(
    st.lists(
        st.builds(
            lambda p, t, incident: known(p, t) | {"incident_id": incident},
            SHARES, SHARES, st.sampled_from(["", "i", "j"]),
        ),
        min_size=1,
        max_size=8,
    )
)  # fmt: skip
@settings(max_examples=25)
def test_what_is_expected_lies_between_low_and_high(rows):
    found = counted(*rows)
    assert found["low"] <= found["expected"] + 1e-9
    assert found["expected"] <= found["high"] + 1e-9
    assert found["high"] <= found["incidents"] <= found["reports"] == len(rows)
    assert found["not_in_expected"] == 0
