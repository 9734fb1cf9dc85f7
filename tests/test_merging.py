"""Tables of several hands as one: nothing becomes one incident without an analyst's word."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from coded_tables import PLACES, located
from command_line import rows_of, run, the_error
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz import accept_incidents, merge_events, suggest_incidents
from borderviz.errors import InputError
from borderviz.schema.families import family_of


def groups(frame):
    """Return the rows that are suggested to be one incident, as a set of sets of ids."""
    told = frame[["event_id"]].join(suggest_incidents(frame))
    return {frozenset(part["event_id"]) for _, part in told.groupby("suggested_incident")}


def reason(frame, event_id):
    told = suggest_incidents(frame).set_index(frame["event_id"])
    return told.loc[event_id, "suggested_reason"]


TWO = {"arrested_best": 2}
ONE_DAY = "2021-05-03"


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (("arrest", ONE_DAY, "town"), ("arrest", ONE_DAY, "town"), True),
        (("arrest", ONE_DAY, "town"), ("arrest", ONE_DAY, "stadt"), True),
        (("arrest", ONE_DAY, "town"), ("arrest", "2021-05-05", "quarter"), True),
        (("arrest", ONE_DAY, "town"), ("arrest", "2021-05-06", "town"), False),
        (("arrest", ONE_DAY, "town"), ("arrest", ONE_DAY, "elsewhere"), False),
        (("arrest", ONE_DAY, "town"), ("smuggling", ONE_DAY, "town"), False),
        (("arrest", ONE_DAY, "town"), ("defection_attempt", ONE_DAY, "town"), True),
        (("shooting", ONE_DAY, "town"), ("death", ONE_DAY, "county"), True),
        (("arrest", ONE_DAY, "town"), ("arrest", ONE_DAY, "province"), False),
        (("arrest", ONE_DAY, "town", TWO), ("arrest", ONE_DAY, "province", TWO), True),
        (("arrest", ONE_DAY, "town"), ("arrest", "2021", "town"), False),
        (("arrest", ONE_DAY, "town", TWO), ("arrest", "2021", "town", TWO), True),
        (("arrest", ONE_DAY, "town", TWO), ("arrest", ONE_DAY, "town", {"arrested_best": 9}), True),
        (("arrest", ONE_DAY, "town", TWO), ("arrest", "2021", "town", {"arrested_best": 9}), False),
        (("arrest", ONE_DAY, "town"), ("arrest", ONE_DAY, "town", {"is_aggregate": True}), False),
        (("arrest", "XXXX-05-28", "town"), ("arrest", "XXXX-05-28", "town"), True),
        (("arrest", None, "town"), ("arrest", None, "town"), False),
        (("arrest", ONE_DAY, "unknown", TWO), ("arrest", ONE_DAY, "Un-known", TWO), True),
        (("arrest", ONE_DAY, "province", {"origin_id": "o"}),
         ("arrest", ONE_DAY, "province", {"origin_id": "o"}), True),
    ],
)  # fmt: skip
def test_rows_are_suggested_by_what_they_have_in_common(one, other, together):
    frame = located(("a", *one), ("b", *other))
    assert groups(frame) == ({frozenset("ab")} if together else set())


def test_each_suggestion_has_its_reason():
    frame = located(
        ("a", "shooting", ONE_DAY, "town", {"killed_low": 2, "killed_high": 4}),
        ("b", "death", "2021-05-02/2021-05-04", "county", {"killed_best": 3}),
    )
    assert reason(frame, "a") == (
        "b: dates that overlap, places that overlap (town; county), shooting and death, "
        "numbers that agree (killed 2–4 and 3)"
    )
    frame = located(("a", "arrest", ONE_DAY, "town", TWO),
                    ("b", "arrest", "2021-05-04", "town", {"arrested_best": 3}))  # fmt: skip
    assert reason(frame, "b") == (
        "a: 1 day apart, the same place (town), both arrest, numbers that differ (arrested 2 and 3)"
    )


def test_rows_of_one_report_that_its_coder_told_apart_are_not_suggested():
    link = {"source_url": "https://example.org/1"}
    rows = (("a", "arrest", ONE_DAY, "town", link), ("b", "arrest", ONE_DAY, "town", link))
    assert groups(located(*rows)) == set()
    two_hands = pd.concat([located(rows[0], table="x"), located(rows[1], table="y")],
                          ignore_index=True)  # fmt: skip
    assert groups(two_hands) == {frozenset("ab")}


def test_a_group_holds_only_rows_that_pair_each_with_each():
    frame = located(
        ("a", "arrest", "2021-05-01", "town"),
        ("b", "arrest", "2021-05-03", "town"),
        ("c", "arrest", "2021-05-05", "town"),
    )
    assert groups(frame) == {frozenset("ab")}


def test_rows_that_are_one_incident_already_are_suggested_only_with_others():
    mark = {"incident_id": "m"}
    own = [("a", "arrest", ONE_DAY, "town", mark), ("b", "arrest", ONE_DAY, "town", mark)]
    assert groups(located(*own)) == set()
    frame = located(*own, ("c", "arrest", ONE_DAY, "town"))
    told = suggest_incidents(frame)
    assert groups(frame) == {frozenset("abc")}
    assert set(told["suggested_incident"]) == {"m"}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["arrest", "shooting", "death", "defection_attempt", "smuggling"]),
        st.sampled_from(["2021-05-01", "2021-05-02", "2021-05-04", "2021-05-01/2021-05-20", None]),
        st.sampled_from([*PLACES, "unknown"]),
        st.fixed_dictionaries(
            {"arrested_best": st.sampled_from([None, 1, 2]),
             "incident_id": st.sampled_from([None, None, None, "m", "n"]),
             "source_url": st.sampled_from([None, "https://example.org/1"])}
        ),
    ),
    min_size=2, max_size=8,
)  # fmt: skip


@settings(max_examples=20)
@given(ROWS)
def test_no_two_rows_of_a_group_contradict_each_other(rows):
    frame = located(*((str(at), *row) for at, row in enumerate(rows)))
    told = suggest_incidents(frame)
    assert told.index.equals(frame.index)
    assert told["accept"].isna().all()
    for name, part in frame.groupby(told["suggested_incident"]):
        assert name in {*part["incident_id"].dropna(), f"incident-{part['event_id'].iloc[0]}"}
        unmarked = part[part["incident_id"].isna()]
        assert unmarked["event_type"].map(family_of).nunique() <= 2
        starts, ends = (pd.to_datetime(unmarked[f"date_{end}"]) for end in ("start", "end"))
        assert not (starts.max() - ends.min()).days > 2
        drawn = unmarked.geometry.dropna()
        assert all(one.intersects(other) for one in drawn for other in drawn)
        assert not unmarked["source_url"].dropna().duplicated().any()


# --- tables put together -----------------------------------------------------------------------


def test_ids_that_several_tables_have_stay_those_of_their_tables():
    a = located(("1", "arrest", ONE_DAY, "town", {"incident_id": "x", "part_of": "2"}),
                ("2", "arrest", "2021", "town", {"is_aggregate": True}))  # fmt: skip
    b = located(("1", "arrest", ONE_DAY, "town", {"incident_id": "x"}),
                ("3", "arrest", ONE_DAY, "town", {"incident_id": "y"}))  # fmt: skip
    merged = merge_events({"a": a, "b": b})
    assert merged["event_id"].tolist() == ["a:1", "2", "b:1", "3"]
    assert merged["incident_id"].tolist()[::2] == ["a:x", "b:x"]
    assert merged["part_of"].dropna().tolist() == ["2"]
    assert merged["merged_from"].tolist() == ["a", "a", "b", "b"]
    assert "the same incident_id (x)" in reason(merged, "a:1")


def test_an_id_that_would_stand_twice_is_refused():
    a, b = located(("1", "arrest", ONE_DAY, "town")), located(("1", "arrest", ONE_DAY, "town"))
    c = located(("a:1", "arrest", ONE_DAY, "town"))
    with pytest.raises(InputError, match="'a:1' would stand for two rows"):
        merge_events({"a": a, "b": b, "c": c})


def accepted(*rows):
    return pd.DataFrame(rows, columns=["event_id", "suggested_incident", "accept"])


def test_only_accepted_rows_become_one_incident():
    events = located(*((name, "arrest", ONE_DAY, "town") for name in "abcd"))
    events.loc[3, "incident_id"] = "m"
    done = accept_incidents(events, accepted(("a", "i", "yes"), ("b", "i", "no"), ("c", "i", "Y")))
    assert done["incident_id"].fillna("-").tolist() == ["i", "-", "i", "m"]
    grown = accept_incidents(done, accepted(("a", "m", "yes"), ("d", "m", "yes")))
    assert grown["incident_id"].fillna("-").tolist() == ["m", "-", "m", "m"]
    assert events["incident_id"].notna().sum() == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("z", "i", "yes"), ("a", "i", "yes")], "'z' is accepted, and is not among the events"),
        ([("a", "i", "yes"), ("b", "i", "")], "only one row is accepted as incident 'i'"),
        ([("a", "i", "perhaps")], "accept is 'perhaps'; write yes or no"),
        ([("a", "", "yes")], "'a' is accepted as no incident"),
    ],
)
def test_a_mark_that_cannot_be_meant_is_refused(rows, message):
    events = located(("a", "arrest", ONE_DAY, "town"), ("b", "arrest", ONE_DAY, "town"))
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        accept_incidents(events, accepted(*rows))


# --- on the command line -----------------------------------------------------------------------

HEADER = "event_id,event_type,date,place,arrested_best"


@pytest.fixture
def two_tables(folder):
    Path("a.csv").write_text(
        f"{HEADER}\n1,arrest,2021-01-28,Hyesan,2\n2,other,2019,Musan,\n", "utf-8"
    )
    Path("b.csv").write_text(f"{HEADER}\n1,arrest,2021-01-29,혜산시,3\n", "utf-8")


@pytest.mark.usefixtures("two_tables")
def test_merge_suggests_and_takes_the_analyst_s_word():
    done = run("merge", "a.csv", "b.csv", "-o", "merged.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "merged.csv: 3 events of 2 tables, 1 incidents to look at\n"
    rows = rows_of(Path("merged.csv").read_text(encoding="utf-8"))
    assert [row["incident_id"] for row in rows] == ["", "", ""]
    assert [row["suggested_incident"] for row in rows] == ["incident-a:1", "", "incident-a:1"]
    assert "arrested 2 and 3" in rows[0]["suggested_reason"]
    assert "missing column" not in done.output
    table = pd.read_csv("merged.csv", dtype=str)
    table.loc[table["suggested_incident"].notna(), "accept"] = "yes"
    table.to_csv("reviewed.csv", index=False)
    again = run("merge", "a.csv", "b.csv", "--accept", "reviewed.csv", "-o", "-")
    rows = rows_of(again.stdout)
    assert [row["incident_id"] for row in rows] == ["incident-a:1", "", "incident-a:1"]
    assert [row["arrested_best"] for row in rows] == ["2", "", "3"]
    assert {row["suggested_incident"] for row in rows} == {""}
    summed = run("check", "-", stdin=again.stdout)
    assert summed.exit_code == 0


@pytest.mark.usefixtures("two_tables")
def test_a_table_that_merge_did_not_write_is_no_review():
    line = the_error(run("merge", "a.csv", "b.csv", "--accept", "b.csv"))
    assert "has no column 'suggested_incident'" in line
    assert "a.csv" in the_error(run("merge", "a.csv", "b.csv", "-o", "a.csv"))
