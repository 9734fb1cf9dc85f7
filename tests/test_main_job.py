"""The main job on the shipped reports: what the articles say, in the tables and on the page."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from page_reader import read_page

from borderviz import (
    build_map,
    build_zones,
    join_zones,
    locate_events,
    read_events,
    roll_up,
    summarize,
)
from borderviz.schema import ASSESSED, LOCATED, VERDICTS, ZONES, check_table

NORTH = "kp-north-2020"
EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="session")
def events(reports):
    return read_events(reports)


@pytest.fixture(scope="session")
def located(events, korea):
    return locate_events(events, korea)


@pytest.fixture(scope="session")
def zones(korea):
    return build_zones(korea)


@pytest.fixture(scope="session")
def joined(located, zones):
    return join_zones(located, zones)


@pytest.fixture(scope="session")
def verdicts(joined):
    return roll_up(joined)


@pytest.fixture(scope="session")
def payload(located, verdicts, zones, korea):
    """What the page carries."""
    return read_page(build_map(located, verdicts, zones, korea, policy="internal").to_html())


@pytest.fixture(scope="session")
def event(located):
    """A located event by its id."""
    return located.set_index("event_id").loc.__getitem__


@pytest.fixture(scope="session")
def verdict(verdicts):
    """An event's verdict for the zone of 2020."""
    return verdicts[verdicts["rule_id"] == NORTH].set_index("event_id").loc.__getitem__


@pytest.fixture(scope="session")
def shown(payload):
    """An event as the page has it: its columns, its location, its assessment by rule."""
    columns = payload["events"]["columns"]
    assessed = payload["assessments"]["columns"]
    rules = [rule["rule_id"] for rule in payload["rules"]]

    def of(event_id):
        row = columns["event_id"].index(event_id)
        told = {name: values[row] for name, values in columns.items()}
        found = {name: values[row] for name, values in payload["located"]["columns"].items()}
        places = payload["locations"]["columns"]
        told["location"] = {name: values[found["location"]] for name, values in places.items()}
        outline = told["location"]["outline"]
        told["location"]["geometry"] = None if outline is None else payload["shapes"][int(outline)]
        told["incident"] = found["incident"]
        for end in ("start", "end"):
            day = found[end]
            told[f"date_{end}"] = None if day is None else str(EPOCH + timedelta(day))
        told["zones"] = {
            rules[assessed["rule"][i]]: {name: values[i] for name, values in assessed.items()}
            for i in range(payload["assessments"]["n"])
            if assessed["event"][i] == row
        }
        return told

    return of


def three(row, what):
    return [row[f"{what}_{end}"] for end in ("low", "best", "high")]


# --- 000: the arrest on the Yalu ---------------------------------------------------------------


def test_000_is_dated_and_lies_on_the_yalu_s_reach_in_ryanggang(event, shown):
    row = event("000-1")
    assert row["date"] == row["date_start"] == row["date_end"] == "2021-01-28"
    assert three(row, "arrested") == [2, 2, 2]
    assert (row["resolution"], row["method"]) == ("resolved", "river_strip")
    assert tuple(row["touches"]) == ("KP",)
    # from Hyesan they are; the reach is the whole province's
    west, _, east, _ = row.geometry.bounds
    assert west < 127.1
    assert east > 128.2
    told = shown("000-1")
    assert told["date_start"] == told["date_end"] == "2021-01-28"
    assert three(told, "arrested") == [2, 2, 2]
    assert told["place"] == "Yalu River in Ryanggang Province"
    assert (told["location"]["shape"], told["location"]["resolution"]) == ("strip", "resolved")
    assert told["location"]["geometry"]["type"] == "polygon"
    assert "0.2 km (0.1–0.5)" in told["location"]["reason"]


def test_000_is_in_the_zone_in_force_with_its_range(verdict, shown):
    row = verdict("000-1")
    assert (row["verdict"], row["in_force"], row["t"]) == ("inside", "yes", 1)
    assert [row["p_min"], row["p"], row["p_max"]] == [1, 1, 1]
    told = shown("000-1")["zones"][NORTH]
    assert (told["verdict"], told["in_force"], told["t"]) == ("inside", "yes", 1)
    assert [told["p_min"], told["p"], told["p_max"]] == [1, 1, 1]
    assert told["side"] == "own"


# --- 001: the order for the whole border -------------------------------------------------------


def test_001_concerns_the_whole_border(event, verdict, shown):
    row = event("001-1")
    assert (row["date"], row["method"]) == ("2020-10-30", "border_strip")
    west, _, east, _ = row.geometry.bounds
    assert east - west > 6
    assert (verdict("001-1")["verdict"], verdict("001-1")["in_force"]) == ("possible", "yes")
    assert shown("001-1")["event_type"] == "order_or_decree"


# --- 002: two incidents in a year that is not told ---------------------------------------------


def test_002_is_two_incidents_on_ryanggang_s_border_in_an_unknown_year(event, shown, payload):
    shooting, family = event("002-1"), event("002-2")
    assert shooting["location_id"] == family["location_id"]
    assert shooting.geometry is family.geometry
    assert three(shooting, "killed") == [3, 3, 3]
    assert three(family, "killed") == [7, 7, 7]
    for row in (shooting, family):
        assert row["date"] == "XXXX-05-28"
        assert pd.isna(row["date_start"])
        assert row["method"] == "border_strip"
        assert tuple(row["touches"]) == ("KP",)
    one, two = shown("002-1"), shown("002-2")
    assert one["incident"] != two["incident"]
    incidents = payload["located"]["columns"]["incident"]
    assert [incidents.count(told["incident"]) for told in (one, two)] == [1, 1]
    assert (one["event_type"], two["event_type"]) == ("shooting", "death")
    assert (three(one, "killed"), three(two, "killed")) == ([3, 3, 3], [7, 7, 7])
    for told in (one, two):
        assert (told["date"], told["date_start"]) == ("XXXX-05-28", None)
        assert told["place"] == "Ryanggang Province's border with China"
        assert told["location"]["shape"] == "strip"


def test_002_is_possibly_in_force(verdict, shown):
    for event_id in ("002-1", "002-2"):
        row, told = verdict(event_id), shown(event_id)["zones"][NORTH]
        assert (row["verdict"], row["in_force"]) == ("possible", "possibly")
        assert pd.isna(row["t"])
        assert row["p_min"] < 0.5
        assert row["p_max"] == 1
        assert (told["verdict"], told["in_force"], told["t"]) == ("possible", "possibly", None)
        assert told["p_min"] == pytest.approx(row["p_min"], abs=0.001)


# --- 003: Sinuiju in three weeks ---------------------------------------------------------------


def test_003_is_sinuiju_between_two_days(event, verdict, shown):
    row = event("003-1")
    assert (row["date_start"], row["date_end"]) == ("2024-01-15", "2024-02-05")
    assert (row["resolution"], row["method"]) == ("resolved", "disc")
    assert row["longitude"] == pytest.approx(124.4, abs=0.05)
    assert row["latitude"] == pytest.approx(40.1, abs=0.05)
    assert row["coordinate_uncertainty_m"] == pytest.approx(3000, rel=0.01)
    found = verdict("003-1")
    assert (found["verdict"], found["in_force"], found["t"]) == ("possible", "yes", 1)
    assert 0 < found["p_min"] < found["p"] < found["p_max"] < 1
    told = shown("003-1")
    assert (told["date_start"], told["date_end"]) == ("2024-01-15", "2024-02-05")
    assert told["place"] == "Sinuiju"
    assert (told["location"]["shape"], three(told, "arrested")) == ("disc", [1, 1, 1])
    assert told["zones"][NORTH]["in_force"] == "yes"


# --- 004: the ten, and the totals that count them ----------------------------------------------


def test_004_s_ten_are_at_the_meeting_of_the_provinces_and_the_border(event, shown):
    row = event("004-1")
    assert row["date"] == row["date_start"] == row["date_end"] == "2018-01-01"
    assert three(row, "arrested") == [10, 10, 10]
    assert (row["resolution"], row["method"]) == ("resolved", "junction")
    assert tuple(row["touches"]) == ("KP",)
    assert row["longitude"] == pytest.approx(127.0, abs=0.05)
    assert row["latitude"] == pytest.approx(41.76, abs=0.05)
    told = shown("004-1")
    assert three(told, "arrested") == [10, 10, 10]
    assert (told["date_start"], told["date_end"]) == ("2018-01-01", "2018-01-01")
    assert "Ryanggang and Jagang" in told["place"]
    assert told["location"]["radius_m"] == pytest.approx(10_000, rel=0.01)
    assert "10 km (5–25)" in told["location"]["reason"]


def test_004_s_ten_are_before_the_rule_of_2020(verdict, shown):
    row, told = verdict("004-1"), shown("004-1")["zones"][NORTH]
    assert (row["in_force"], row["t"]) == ("no", 0)
    assert row["verdict"] == "possible"
    assert 0 < row["p_min"] < row["p"] < row["p_max"] < 1
    assert (told["in_force"], told["t"], told["verdict"]) == ("no", 0, "possible")


def test_004_s_arrest_at_the_river_has_no_bank(event, verdict, shown):
    assert set(event("004-2")["touches"]) == {"CN", "KP"}
    row = verdict("004-2")
    assert (row["verdict"], row["side"], row["in_force"]) == ("possible", "both", "no")
    assert shown("004-2")["zones"][NORTH]["side"] == "both"
    assert three(shown("004-2"), "arrested") == [None] * 3


def test_004_s_totals_stand_apart_and_are_not_added_to_the_ten(event, shown, located, verdicts):
    assert event("004-1")["part_of"] == "004-3"
    assert [event(f"004-{n}")["is_aggregate"] for n in (1, 2, 3, 4)] == [False, False, True, True]
    assert three(event("004-3"), "arrested") == [20, 20, 20]
    by_year = summarize(located, verdicts, by=["year"])
    of_2018 = by_year[(by_year["rule_id"] == NORTH) & (by_year["year"] == "2018")].iloc[0]
    assert (of_2018["incidents"], of_2018["aggregates"]) == (1, 1)
    ten, total, before = (shown(f"004-{n}") for n in (1, 3, 4))
    assert (ten["is_aggregate"], ten["part_of"]) == (False, "004-3")
    assert (total["is_aggregate"], three(total, "arrested")) == (True, [20, 20, 20])
    assert (before["is_aggregate"], three(before, "arrested")) == (True, [30, None, 40])


# --- the whole ---------------------------------------------------------------------------------


def test_the_zone_of_2020_is_summed_up_with_its_range(located, verdicts):
    summary = summarize(located, verdicts).set_index("rule_id").loc[NORTH]
    # 000 is certain; 001, 003 and both of 002 may be; both of 004 came before the rule
    assert (summary["incidents"], summary["low"], summary["high"]) == (7, 1, 5)
    assert (summary["not_in_force"], summary["unknown_year"]) == (2, 2)
    assert summary["not_in_expected"] == 2
    assert 2 < summary["expected"] < 3


def test_every_row_is_there_and_every_place_is_found(reports, events, located, payload):
    ids = pd.read_csv(reports, dtype=str)["event_id"].tolist()
    assert events["event_id"].tolist() == located["event_id"].tolist() == ids
    assert payload["events"]["columns"]["event_id"] == ids
    assert set(located["resolution"]) == {"resolved"}
    assert {key.partition("-")[0] for key in ids} == {"000", "001", "002", "003", "004"}


def test_no_sentence_of_the_articles_is_carried_over(events, payload):
    assert events["quote"].isna().all()
    assert set(payload["events"]["columns"]["quote"]) == {None}
    assert events["summary"].str.len().between(30, 200).all()


def test_every_event_has_a_source_to_open(events, payload):
    assert events["source_url"].str.match(r"https://[\w.-]+/").all()
    assert payload["events"]["columns"]["source_url"] == events["source_url"].tolist()


def test_every_table_keeps_its_contract(located, zones, joined, verdicts):
    for table, contract in (
        (located, LOCATED),
        (zones, ZONES),
        (joined, ASSESSED),
        (verdicts, VERDICTS),
    ):
        assert list(check_table(table, contract)) == []
    assert len(joined) == len(located) * len(zones)
    assert len(verdicts) == len(located) * zones["rule_id"].nunique()


def test_only_the_northern_zones_are_drawn(payload):
    drawn = {rule["rule_id"] for rule in payload["rules"] if rule["drawn"]}
    assert drawn == {"kp-north-2020", "kp-north-2020-ru"}
    north = next(rule for rule in payload["rules"] if rule["rule_id"] == NORTH)
    assert north["valid_from"] == "[2020-08-25..2020-08-27]"
    assert len(north["doubts"]) >= 3
    widths = {(z["width_km"], z["reference"]) for z in payload["zones"] if z["rule_id"] == NORTH}
    assert (2, True) in widths
    assert (1, False) in widths
