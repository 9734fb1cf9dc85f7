"""Places on the command line: what they resolve to, and places of one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import (
    ESCAPES,
    GOOD,
    INTERNAL,
    MARKET,
    OWN,
    RAW,
    SHORT,
    coloured,
    run,
    the_error,
    write,
)

pytestmark = pytest.mark.usefixtures("folder")


def test_geocode_prints_a_table_with_reasons():
    done = run("geocode", "Hyesan")
    assert done.exit_code == 0
    first, header, row = (line.strip() for line in done.stdout.strip().splitlines())
    assert first == "Hyesan: resolved"
    assert header.split() == [
        "rank", "place_id", "name", "kind", "admin1", "latitude", "longitude", "score", "reason",
    ]  # fmt: skip
    assert row.startswith("1     gn:2043837")
    assert "3 km (1.5–6)" in row


def test_geocode_keeps_every_candidate():
    done = run("geocode", "Sambong")
    assert done.stdout.startswith("Sambong: ambiguous")
    ranks = re.findall(r"^(\d) +(\S+)", done.stdout, re.MULTILINE)
    assert [rank for rank, _ in ranks] == ["1", "2", "3"]
    assert {name for _, name in ranks} == {"bv:sambong-musan", "bv:sambong-thd", "gn:12083895"}
    told = run("geocode", "Sambong", "--context", "Onsong County")
    assert told.stdout.startswith("Sambong: resolved")


def test_geocode_says_why_it_found_nothing():
    done = run("geocode", "no such place")
    assert done.exit_code == 0
    assert "no such place: unresolved" in done.stdout
    assert "no place of that name" in done.stdout


def test_geocode_writes_geojson_with_the_supports():
    done = run("geocode", "Sambong", "--json")
    features = json.loads(done.stdout)["features"]
    assert [f["properties"]["rank"] for f in features] == [1, 2, 3]
    assert all(f["geometry"]["type"] in {"Polygon", "MultiPolygon"} for f in features)
    nothing = json.loads(run("geocode", "no such place", "--json").stdout)["features"]
    assert [f["geometry"] for f in nothing] == [None]


def test_geocode_cuts_a_text_that_nobody_can_read_and_escapes_it():
    done = coloured("geocode", "\x1b[2J" + "a" * 10_000)
    assert done.exit_code == 0
    assert not RAW.search(done.output)
    assert "…: unresolved" in done.stdout.splitlines()[0]
    assert len(done.stdout.splitlines()[0]) < 250


def test_geocode_knows_places_of_one_s_own_and_says_so():
    write("more.csv", MARKET, header=OWN)
    done = run("geocode", "남산장마당", "--places", "more.csv")
    assert done.stdout.startswith("남산장마당: resolved")
    assert "own:namsan-market" in done.stdout
    assert done.stderr == "borderviz: more.csv: 1 places and 2 names laid over the pack\n"
    told = json.loads(run("geocode", "남산장마당", "--json", "--places", "more.csv").stdout)
    assert told["features"][0]["properties"]["place_id"] == "own:namsan-market"


def test_several_tables_of_places_may_be_given():
    write("one.csv", MARKET, header=OWN)
    write("two.csv", "Second Hamlet,village,KP,KP-10,41.5,128.1,", header=OWN)
    done = run("geocode", "Second Hamlet", "--places", "one.csv", "--places", "two.csv")
    assert done.stdout.startswith("Second Hamlet: resolved")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    "command", [["locate", "-o", "-"], ["join", *SHORT], ["summarize", *SHORT], ["map", *SHORT]]
)
def test_events_happen_at_places_of_one_s_own(command):
    write("more.csv", MARKET, header=OWN)
    write("events.csv", "a,arrest,Namsan Market,2021-01-28,,,,")
    output = (*INTERNAL, *(("-o", "map.html") if command[0] == "map" else ()))
    done = run(*command, "events.csv", "--places", "more.csv", *output)
    assert done.exit_code == 0, done.output
    assert "laid over the pack" in done.stderr
    told = {
        "locate": ",resolved,",
        "join": ",outside,",
        "summarize": "kp-north-2020-ru",
        "map": "1 of them placed",
    }
    assert told[command[0]] in done.stdout
    without = run(*command, "events.csv", *output)
    assert "laid over" not in without.stderr
    if command[0] == "locate":
        assert "41.4,128.18," in done.stdout
        assert "41.4,128.18," not in without.stdout


def test_every_fault_of_the_places_is_told_in_a_line_of_its_own():
    write("more.csv", "A,vilage,KP,,41.4,,", f"B{ESCAPES},village,FR,,,,", header=OWN)
    done = coloured("geocode", "Hyesan", "--places", "more.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    head, *faults = done.stderr.splitlines()
    assert head == "borderviz: places of one's own: 4 faults, so none of them is used"
    assert [re.search(r"row (\d), column '(\w+)'", fault).groups() for fault in faults] == [
        ("2", "kind"), ("2", "longitude"), ("3", "name"), ("3", "country"),
    ]  # fmt: skip
    assert not RAW.search(done.output)


@pytest.mark.parametrize(
    "command", [["locate", "events.csv"], ["geodata", "export", "--as-of", "2024"]]
)
def test_a_table_of_places_is_not_written_over(command):
    write("events.csv", GOOD)
    write("more.csv", MARKET, header=OWN)
    before = Path("more.csv").read_bytes()
    line = the_error(run(*command, "--places", "more.csv", "-o", "more.csv"))
    assert "'more.csv' is a table to be read" in line
    assert Path("more.csv").read_bytes() == before


def test_a_missing_table_of_places_is_named():
    assert "there is no file 'none.csv'" in the_error(run("geocode", "x", "--places", "none.csv"))
    assert "'.xlsx'" in the_error(run("geocode", "x", "--places", "places.xlsx"))


TWO = (GOOD + ",keep me", "b,other,no such place,,,,,,keep me too")
