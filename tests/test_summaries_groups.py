"""What incidents are counted by, and sums of people: groups add up, and a plain recount agrees."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from test_summaries import AWAY, CERTAIN, HALF, UNDATED, UNPLACED, tables

from borderviz import locate_events, summarize, summarize_people
from borderviz.errors import InputError
from borderviz.events import normalise_events

ADDING_UP = [
    "incidents", "low", "high", "not_in_expected", "unknown_year", "not_in_force", "other_bank",
    "reports", "aggregates",
]  # fmt: skip


def people(*rows, kind="killed", **options):
    """Return the sums of one kind of the only group."""
    sums = summarize_people(*tables(*rows), **options).set_index("people").loc[kind]
    return {name: None if pd.isna(value) else value for name, value in sums.items()}


def killed(low, best=None, high=None):
    numbers = {"killed_low": low, "killed_best": best, "killed_high": high}
    return {name: number for name, number in numbers.items() if number is not None}


# --- time --------------------------------------------------------------------------------------


def test_an_uncertain_month_is_a_group_of_its_own():
    located, verdicts = tables(CERTAIN, CERTAIN, CERTAIN, UNDATED | {"date": "XXXX-05-28"})
    located["date_start"] = pd.array(["2020-08-01", "2020-08-30", "2020-01-01", None], "string")
    located["date_end"] = pd.array(
        ["2020-08-31", "2020-09-02", "2020-12-31", "2021-02-03"], "string"
    )
    summary = summarize(located, verdicts, by=["month"])
    assert summary["month"].tolist() == [
        "2020-01–2020-12", "2020-08", "2020-08–2020-09", "unknown",
    ]  # fmt: skip
    assert summary["incidents"].tolist() == [1, 1, 1, 1]


def test_reports_that_differ_in_the_month_are_one_incident_under_both():
    rows = [CERTAIN | {"incident_id": "i", "date": f"2020-{month}-01"} for month in ("09", "08")]
    summary = summarize(*tables(*rows), by=["month"])
    assert summary["month"].tolist() == ["2020-08 or 2020-09"]
    assert (summary["incidents"][0], summary["reports"][0]) == (1, 2)


def test_an_incident_of_two_outlets_was_told_by_both():
    rows = [CERTAIN | {"incident_id": "i", "source_outlet": name} for name in ("B", "A")]
    assert summarize(*tables(*rows), by=["outlet"])["source_outlet"].tolist() == ["A and B"]


@pytest.mark.parametrize(
    ("short", "column"), [("type", "event_type"), ("outlet", "source_outlet"), ("zone", "rule_id")]
)
def test_what_people_call_a_column_is_that_column(short, column):
    table = tables(CERTAIN | {"source_outlet": "A"}, HALF | {"event_type": "shooting"})
    assert summarize(*table, by=[short]).equals(summarize(*table, by=[column]))


# --- places ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def placed(korea):
    """Events at places of every kind, and verdicts for them."""
    rows = [
        (
            "Musan County",
            None,
            None,
        ),  # a county's area lies in that county, not in those it touches
        ("Hyesan", None, None),
        ("Hyesan", "KP-09", None),  # stated otherwise: the two contradict each other
        ("the Sino-North Korean border", None, None),
        ("where nobody knows", None, None),
        ("Ryanggang Province", None, None),
        ("Musan County", "KP-09", "i"),
        ("Hyesan", None, "i"),
    ]
    events = normalise_events(
        pd.DataFrame(
            {
                "event_id": [f"e{number}" for number in range(len(rows))],
                "event_type": "arrest",
                "date": "2021-05-01",
                "place": [place for place, _, _ in rows],
                "admin1": [admin1 or "" for _, admin1, _ in rows],
                "incident_id": [incident or "" for _, _, incident in rows],
            }
        )
    )
    verdicts = pd.DataFrame([CERTAIN | {"event_id": i, "rule_id": "r"} for i in events["event_id"]])
    return locate_events(events, korea), verdicts.astype({"p": "Float64", "t": "Float64"})


def test_counties_are_those_that_the_area_lies_in(placed, korea):
    found = summarize(*placed, by=["county"], geodata=korea).set_index("county")["incidents"]
    assert found.to_dict() == {
        "Hyesan": 1, "Hyesan or Musan": 1, "Musan": 1, "more than 3 counties": 2, "unknown": 2,
    }  # fmt: skip


def test_provinces_are_as_stated_or_those_that_the_area_touches(placed, korea):
    found = summarize(*placed, by=["province"], geodata=korea).set_index("province")["incidents"]
    assert found["more than 3 provinces"] == 1
    assert found["unknown"] == 1
    assert found["North Hamgyong"] == 2  # Musan, and the row that states it
    assert found["North Hamgyong or Ryanggang"] == 1
    assert found["Ryanggang"] == 2
    assert found.sum() == 7


def test_a_county_of_ones_own_outline_is_that_outline(placed, korea):
    located, verdicts = placed
    hyesan = located.geometry.iloc[1]
    half = shapely.intersection(hyesan, shapely.box(*hyesan.bounds[:2], hyesan.centroid.x, 90))
    moved = gpd.GeoDataFrame(located.iloc[[1]].assign(geometry=[half]), crs=located.crs)
    found = summarize(moved, verdicts.iloc[[1]], by=["county"], geodata=korea)
    assert found["county"].tolist() == ["Hyesan"]


@pytest.mark.parametrize("key", ["province", "county"])
def test_places_cannot_be_counted_by_without_the_pack(key):
    with pytest.raises(InputError, match=f"counting by '{key}' needs the data pack"):
        summarize(*tables(CERTAIN), by=[key])


# --- people ------------------------------------------------------------------------------------


CASES = [
    ([killed(3, 3, 3)], (1, 3, 3, 3)),
    ([killed(0, 0, 0)], (1, 0, 0, 0)),  # reported: none
    ([{}], (0, None, None, None)),  # not reported
    ([killed(30, None, 40)], (1, 30, None, 40)),
    ([killed(None, 5)], (1, 5, 5, 5)),
    ([killed(3)], (1, 3, None, None)),  # at least three
    ([killed(None, None, 9)], (1, 0, None, 9)),  # up to nine
    ([killed(3, 3, 3), {}], (1, 3, 3, 3)),
    ([killed(3, 3, 3), killed(3, 3, 3)], (1, 3, 3, 3)),
    ([killed(3, 3, 3), killed(5, 5, 5)], (1, 3, None, 5)),
    ([killed(3, 3, 3), killed(4)], (1, 3, None, None)),
]
"""Reports of one incident; known, low, best, high."""


@pytest.fixture(scope="module")
def sums_of_cases():
    """The sums of each case, by its number."""
    rows = [
        CERTAIN | numbers | {"incident_id": f"i{case}", "source_title": str(case)}
        for case, (reports, _) in enumerate(CASES)
        for numbers in reports
    ]
    sums = summarize_people(*tables(*rows), by=["source_title"])
    return sums[sums["people"] == "killed"].set_index("source_title")


@pytest.mark.parametrize("case", range(len(CASES)))
def test_the_people_of_one_incident_have_the_range_over_its_reports(case, sums_of_cases):
    row = sums_of_cases.loc[str(case)]
    found = [None if pd.isna(row[n]) else row[n] for n in ("known", "low", "best", "high")]
    assert tuple(found) == CASES[case][1]
    assert row["incidents"] == 1
    assert (
        row[["low", "high"]].fillna(-1).tolist()
        == row[["zone_low", "zone_high"]].fillna(-1).tolist()
    )


def test_people_in_the_zone_are_those_of_incidents_that_may_lie_in_it():
    rows = [
        CERTAIN | killed(2, 2, 2),
        HALF | killed(10, 10, 12),
        AWAY | killed(100, 100, 100),
        HALF,
        UNPLACED,
    ]
    found = people(*rows)
    assert (found["incidents"], found["known"]) == (5, 3)
    assert (found["low"], found["best"], found["high"]) == (112, 112, 114)
    assert (found["zone_incidents"], found["zone_known"]) == (4, 2)
    assert (found["zone_low"], found["zone_expected"], found["zone_high"]) == (2, 7, 14)


def test_people_expected_in_the_zone_are_not_told_when_a_factor_is_missing():
    assert people(CERTAIN | killed(2, 2, 2), UNPLACED | killed(1, 1, 1))["zone_expected"] is None
    assert people(CERTAIN | killed(2, 2, 2), HALF | killed(3, None, 5))["zone_expected"] is None


def test_totals_are_never_added_to_people():
    found = people(CERTAIN | killed(2, 2, 2), CERTAIN | killed(20, 20, 20) | {"is_aggregate": True})
    assert (found["incidents"], found["high"]) == (1, 2)


def test_people_are_summed_by_what_is_asked_for():
    rows = [CERTAIN | killed(1, 1, 1), CERTAIN | killed(4, 4, 4) | {"event_type": "death"}]
    sums = summarize_people(*tables(*rows), by=["type"])
    of_killed = sums[sums["people"] == "killed"]
    assert dict(zip(of_killed["event_type"], of_killed["low"], strict=True)) == {
        "arrest": 1, "death": 4,
    }  # fmt: skip
    assert sums["people"].tolist() == ["killed", "arrested", "involved"] * 2


# --- a plain recount ---------------------------------------------------------------------------

VERDICTS = st.sampled_from([CERTAIN, HALF, AWAY, UNDATED, UNPLACED])
NUMBERS = st.sampled_from([{}, killed(2, 2, 2), killed(1, None, 4), killed(3)])
ROWS = st.lists(
    st.builds(
        lambda verdict, numbers, incident, date, kind, total: (
            verdict | numbers | {"incident_id": incident, "event_type": kind}
            | ({} if verdict is UNDATED else {"date": date}) | {"is_aggregate": total}
        ),
        VERDICTS, NUMBERS, st.sampled_from(["", "i", "j"]),
        st.sampled_from(["2020-08-31", "2020-09-01", "2021-01-01"]),
        st.sampled_from(["arrest", "death"]), st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


def recount(rows):
    """Count by hand: the reports of each incident, in plain Python."""
    incidents = {}
    for number, row in enumerate(rows):
        if not row["is_aggregate"]:
            incidents.setdefault(row["incident_id"] or number, []).append(row)
    sure = [all(r["verdict"] == "inside" and r["in_force"] == "yes" for r in told)
            for told in incidents.values()]  # fmt: skip
    maybe = [any(r["verdict"] != "outside" for r in told) for told in incidents.values()]
    lows, highs = [], []
    for told in incidents.values():
        numbers = [(r["killed_low"], r.get("killed_high")) for r in told if "killed_low" in r]
        lows.append(min((low for low, _ in numbers), default=0))
        tops = [float("inf") if high is None else high for _, high in numbers]
        highs.append(max(tops, default=0))
    return len(incidents), sum(sure), sum(maybe), sum(lows), sum(highs)


@given(ROWS)
@settings(max_examples=12)
def test_a_plain_recount_agrees_and_groups_add_up(rows):
    located, verdicts = tables(*rows)
    whole = summarize(located, verdicts).iloc[0]
    sums = summarize_people(located, verdicts).set_index("people")
    incidents, low, high, fewest, most = recount(rows)
    assert (whole["incidents"], whole["low"], whole["high"]) == (incidents, low, high)
    if incidents and sums.loc["killed", "known"]:
        assert sums.loc["killed", "low"] == fewest
        assert sums["high"].fillna(-1)["killed"] == (-1 if most == float("inf") else most)
    for key in ("month", "type"):
        groups = summarize(located, verdicts, by=[key])
        for name in ADDING_UP:
            assert groups[name].sum() == whole[name], (key, name)
        expected = 0 if pd.isna(whole["expected"]) else whole["expected"]
        assert groups["expected"].sum() == pytest.approx(expected)
