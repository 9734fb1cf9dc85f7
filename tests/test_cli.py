"""The command line: one clear sentence per mistake, nothing lost, nothing half written."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner

from borderviz import load_geodata
from borderviz.cli import main
from borderviz.errors import PageError
from borderviz.files import read_vector

INTERNAL = ("--policy", "internal")
HEADER = "event_id,event_type,place,date,latitude,longitude,killed_low,killed_high"
GOOD = "a,arrest,Hyesan,2021-01-28,,,,"
SHORT = ("--rule", "kp-north-2020-ru")  # the shortest border: soon drawn


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write(name, *rows, header=HEADER, encoding="utf-8"):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("\n".join([header, *rows, ""]), encoding=encoding)
    return name


def the_error(done, status=1):
    """Return the one line of an error; anything else is a failure."""
    assert done.exit_code == status, (done.output, done.exception)
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("borderviz: ")
    assert "Traceback" not in line
    return line


def rows_of(text):
    return list(csv.DictReader(text.splitlines()))


# --- help --------------------------------------------------------------------------------------


def commands(group=main, path=()):
    for name, command in sorted(group.commands.items()):
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands())


def test_there_is_a_command_for_every_verb():
    assert {path[0] for path in COMMANDS} == {
        "map", "extract", "review", "geocode", "locate", "zones", "join", "summarize", "check",
        "export", "geodata", "verify-release",
    }  # fmt: skip
    assert {path[1] for path in COMMANDS if len(path) > 1} == {
        "verify", "sources", "seal", "export", "add-units",
    }  # fmt: skip


def examples(path):
    done = run(*path, "--help")
    assert done.exit_code == 0
    _, _, told = done.stdout.partition("Example:\n")
    return [line.strip() for line in told.splitlines() if line.strip().startswith("borderviz ")]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_that_runs(path, monkeypatch):
    command = COMMANDS[path]
    lines = examples(path)
    assert lines
    assert command.get_short_help_str(200).endswith((".", ")"))
    seen = []
    target = ("geodata", "verify") if path == ("geodata",) else path
    monkeypatch.setattr(COMMANDS[target], "callback", lambda *_, **given: seen.append(given))
    for line in lines:
        done = run(*shlex.split(line)[1:])
        assert done.exit_code == 0, (line, done.output)
    assert len(seen) == len(lines)


def test_the_whole_lists_its_commands():
    done = run("--help")
    assert done.exit_code == 0
    for path in COMMANDS:
        assert path[0] in done.stdout
    assert run("-h").stdout == done.stdout


def test_the_version_is_told():
    assert re.fullmatch(r"borderviz, version \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("arguments", [["no-such-command"], ["map"], ["map", "--nope", "x.csv"]])
def test_wrong_usage_has_a_status_of_its_own(arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Error: " in done.stderr


# --- input that cannot be used at all ----------------------------------------------------------


@pytest.mark.parametrize("command", ["map", "locate", "join", "summarize", "check"])
def test_a_missing_file_is_named(command):
    assert "there is no file 'nowhere.csv'" in the_error(run(command, "nowhere.csv"))


def test_a_folder_is_no_table(folder):
    (folder / "events.csv").mkdir()
    assert "'events.csv'" in the_error(run("join", "events.csv"))


def test_a_wrong_encoding_is_named_with_its_place():
    write("events.csv", "a,arrest,Hyésan,,,,,", encoding="cp1252")
    line = the_error(run("locate", "events.csv"))
    assert "events.csv" in line
    assert "0xE9" in line
    assert "line 2" in line
    assert "not UTF-8" in line


def test_another_encoding_can_be_named():
    write("events.csv", "a,arrest,혜산,,,,,", encoding="cp949")
    done = run("locate", "events.csv", "--encoding", "cp949", *INTERNAL, "-o", "-")
    assert done.exit_code == 0, done.output
    (row,) = rows_of(done.stdout)
    assert (row["place"], row["resolution"]) == ("혜산", "resolved")
    assert "'cp-nope'" in the_error(run("locate", "events.csv", "--encoding", "cp-nope"))


def test_missing_columns_are_named_with_a_question():
    write("events.csv", "a,Hyesan", header="event_id,location")
    line = the_error(run("map", "events.csv"))
    assert "has no column 'event_type' and 'place'" in line
    assert "did you mean 'place' by 'location'?" in line


@pytest.mark.parametrize("text", ["", HEADER + "\n", "\n\n"])
def test_an_empty_table_is_no_table(text):
    Path("events.csv").write_text(text, encoding="utf-8")
    assert "events.csv" in the_error(run("map", "events.csv"))


@pytest.mark.parametrize(
    "arguments",
    [["map", "--policy", "open"], ["locate", "--policy", "open"], ["map", *SHORT, "--policy", ""]],
)
def test_an_unknown_policy_is_refused_before_the_work(arguments):
    write("events.csv", GOOD)
    line = the_error(run(*arguments, "events.csv"))
    assert "there is no policy" in line
    assert "internal or public" in line
    assert not Path("output").exists()


def test_an_unknown_rule_is_refused_with_those_there_are():
    write("events.csv", GOOD)
    line = the_error(run("map", "events.csv", "--rule", "nope"))
    assert "there is no rule 'nope'" in line
    assert "kp-north-2020" in line


@pytest.mark.parametrize("command", ["map", "join", "summarize"])
def test_a_rule_that_is_described_only_is_told_apart(command):
    write("events.csv", GOOD)
    line = the_error(run(command, "events.csv", *SHORT, "--rule", "kp-levee-2023"))
    assert "'kp-levee-2023' is described only" in line


@pytest.mark.parametrize("by", ["yaer", "geometry"])
def test_an_unknown_column_to_count_by_is_named(by):
    write("events.csv", GOOD)
    line = the_error(run("summarize", "events.csv", *SHORT, "--by", by))
    assert f"no column '{by}'" in line


def test_an_unknown_format_is_named():
    write("events.csv", GOOD)
    line = the_error(run("locate", "events.csv", "-o", "located.shp"))
    assert "'.shp'" in line
    assert ".gpkg" in line


def test_an_output_that_cannot_be_is_named():
    write("events.csv", GOOD)
    assert "'events.csv'" in the_error(run("locate", "events.csv", "-o", "events.csv/a.csv"))


def test_the_input_is_not_written_over():
    write("events.csv", GOOD)
    before = Path("events.csv").read_bytes()
    the_error(run("locate", "events.csv", "-o", "events.csv"))
    assert Path("events.csv").read_bytes() == before


def test_a_pack_that_is_not_there_is_named():
    write("events.csv", GOOD)
    for arguments in (
        ["locate", "events.csv", "--geodata", "nowhere"],
        ["geocode", "Hyesan", "--geodata", "nowhere"],
        ["geodata", "--geodata", "nowhere", "verify"],
    ):
        assert "'nowhere'" in the_error(run(*arguments))


def test_a_traceback_is_shown_on_request_only():
    code = "from borderviz.cli import main; main()"
    plain, debug = (
        subprocess.run(
            [sys.executable, "-c", code, *options, "check", "nowhere.csv"],
            capture_output=True,
            text=True,
            check=False,
        )
        for options in ([], ["--debug"])
    )
    assert (plain.returncode, debug.returncode) == (1, 1)
    assert len(plain.stderr.splitlines()) == 1
    assert "Traceback" not in plain.stderr
    assert "Traceback" in debug.stderr
    assert "InputError" in debug.stderr


# --- rows that cannot be used ------------------------------------------------------------------

BAD = [
    ("b,arrest,Hyesan,2021-13,,,,", 3, "date", "2021-13", "13 is not a month"),
    ("c,arrest,Hyesan,,95,128,,", 4, "latitude", "95", "from -90 to 90"),
    ("d,arrest,Hyesan,,,,5,3", 5, "killed_low", "5", "greater than killed_high"),
    ("a,arrest,Musan,,,,,", 6, "event_id", "a", "that of row 2 too"),
    ("e,arest,Musan,,,,,", 7, "event_type", "arest", "did you mean 'arrest'"),
]


def test_check_names_row_column_and_value():
    write("events.csv", GOOD, *(row for row, *_ in BAD))
    done = run("check", "events.csv")
    assert done.exit_code == 3
    *faults, total = done.stdout.splitlines()
    for line, (_, row, column, value, reason) in zip(faults, BAD, strict=True):
        assert line.startswith(f"events.csv: row {row}, {column}: '{value}': ")
        assert reason in line
    assert total == "events.csv: 1 rows are good, 5 are not"


def test_check_says_that_a_good_table_is_good(reports):
    done = run("check", reports)
    assert done.exit_code == 0
    assert done.stdout == f"{reports}: 9 rows are good, 0 are not\n"


def test_check_points_out_a_column_that_may_be_misspelt():
    write("events.csv", "a,arrest,Hyesan,x", header="event_id,event_type,place,sumary")
    done = run("check", "events.csv")
    assert done.exit_code == 0
    assert "'sumary'" in done.stdout
    assert "did you mean 'summary'?" in done.stdout


def test_rows_set_aside_land_beside_the_output():
    write("events.csv", GOOD, *(row for row, *_ in BAD))
    done = run("locate", "events.csv", *INTERNAL, "-o", "new/folder/located.csv")
    assert done.exit_code == 3
    (line,) = done.stderr.splitlines()
    aside = Path("new", "folder", "events.rejected.csv")
    assert str(aside) in line
    told = rows_of(aside.read_text(encoding="utf-8"))
    assert [(int(r["row"]), r["column"], r["value"]) for r in told] == [
        (row, column, value) for _, row, column, value, _ in BAD
    ]
    assert all(reason in r["reason"] for r, (*_, reason) in zip(told, BAD, strict=True))
    kept = rows_of(Path("new/folder/located.csv").read_text(encoding="utf-8"))
    assert [row["event_id"] for row in kept] == ["a"]
    assert "1 events" in done.stdout


def test_the_map_is_made_of_the_good_rows():
    write("events.csv", GOOD, BAD[0][0])
    done = run("map", "events.csv", *SHORT, "-o", "map.html")
    assert done.exit_code == 3
    assert Path("map.html").stat().st_size > 100_000
    assert Path("events.rejected.csv").is_file()


def test_no_row_is_lost_when_two_files_have_one_name():
    write("one/events.csv", GOOD, BAD[0][0])
    write("two/events.csv", GOOD.replace("a,", "z,", 1), BAD[1][0])
    write("three/events.csv", GOOD.replace("a,", "y,", 1))
    write("four/events-2.csv", GOOD.replace("a,", "x,", 1), BAD[2][0])
    files = [f"{name}/events.csv" for name in ("one", "two", "three")]
    files.append("four/events-2.csv")
    done = run("locate", *files, "-o", "out/located.csv")
    assert done.exit_code == 3
    asides = sorted(Path("out").glob("*.rejected.csv"))
    assert all(str(path) in done.stderr for path in asides)
    told = [row for path in asides for row in rows_of(path.read_text(encoding="utf-8"))]
    assert {row["value"] for row in told} == {"2021-13", "95", "5"}


def test_without_any_good_row_there_is_no_output():
    write("events.csv", BAD[0][0])
    line = the_error(run("locate", "events.csv", "-o", "out/located.csv"))
    assert "no row of events.csv can be used" in line
    assert str(Path("out/events.rejected.csv")) in line
    assert rows_of(Path("out/events.rejected.csv").read_text(encoding="utf-8"))
    assert not Path("out/located.csv").exists()


def test_what_was_set_aside_before_is_not_told_of_again():
    write("events.csv", GOOD, BAD[0][0])
    assert run("locate", "events.csv", "-o", "a.csv").exit_code == 3
    write("events.csv", GOOD)
    assert run("locate", "events.csv", "-o", "a.csv").exit_code == 0
    assert rows_of(Path("events.rejected.csv").read_text(encoding="utf-8")) == []


def test_one_event_id_in_two_files_is_refused():
    write("one.csv", GOOD)
    write("two.csv", GOOD)
    assert "event_id 'a'" in the_error(run("locate", "one.csv", "two.csv"))


# --- whole files or none -----------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize(
    "arguments",
    [["map", "events.csv", *SHORT, "-o"], ["locate", "events.csv", "-o"], ["zones", *SHORT, "-o"]],
    ids=["map", "locate", "zones"],
)
def test_a_run_that_breaks_off_leaves_the_old_file_whole(monkeypatch, arguments, trouble):
    write("events.csv", GOOD)
    output = Path("old.html" if arguments[0] == "map" else "old.geojson")
    output.write_text("what was there before", encoding="utf-8")
    before = sorted(Path().iterdir())

    def break_off(*_):
        raise trouble

    monkeypatch.setattr(os, "fsync", break_off)
    done = run(*arguments, output)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    if isinstance(trouble, OSError):
        assert "No space left on device" in done.stderr
    assert output.read_text(encoding="utf-8") == "what was there before"
    assert sorted(Path().iterdir()) == before


def test_a_page_that_cannot_be_made_leaves_the_old_file_whole(monkeypatch):
    write("events.csv", GOOD)
    Path("old.html").write_text("what was there before", encoding="utf-8")

    def refuse(*_):
        raise PageError("the page would ask for something")

    monkeypatch.setattr("borderviz.maps.border_map.render_page", refuse)
    line = the_error(run("map", "events.csv", *SHORT, "-o", "old.html"))
    assert line == "borderviz: the page would ask for something"
    assert Path("old.html").read_text(encoding="utf-8") == "what was there before"


# --- terminals ---------------------------------------------------------------------------------

# What clears a screen, rings, renames a window, turns the writing round.
ESCAPES = "\x1b[2J\x07\x1b]0;owned\x07\u202e"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


def coloured(*arguments):
    """Run as on a terminal: click then leaves escape sequences as they are."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], color=True)


def test_escapes_in_a_place_name_reach_no_terminal():
    done = coloured("geocode", f"{ESCAPES}Hyesan")
    assert done.exit_code == 0
    assert not RAW.search(done.output)
    assert "\\x1b" in done.stdout


def test_escapes_in_a_table_reach_no_terminal():
    write("events.csv", f"a,arrest,Hyesan,{ESCAPES},,,,", f"b,{ESCAPES},Musan,,,,,")
    done = coloured("check", "events.csv")
    assert done.exit_code == 3
    assert not RAW.search(done.output)
    write("columns.csv", "a", header=f"event_{ESCAPES}")
    done = coloured("join", "columns.csv")
    assert done.exit_code == 1
    assert not RAW.search(done.output)


def test_escapes_in_a_file_s_name_reach_no_terminal():
    name = f"events{ESCAPES}.csv"
    write(name, GOOD, BAD[0][0])
    for arguments in (["locate", name, "-o", f"{ESCAPES}.csv"], ["check", name]):
        done = coloured(*arguments)
        assert done.exit_code == 3
        assert not RAW.search(done.output)


# --- the steps ---------------------------------------------------------------------------------


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


# --- places of one's own -----------------------------------------------------------------------

OWN = "name,kind,country,admin1,latitude,longitude,aliases"
MARKET = "Namsan Market,site,KP,KP-10,41.4,128.18,남산장마당"


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
    output = ("-o", "map.html") if command[0] == "map" else ()
    output = (*output, *INTERNAL)
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


@pytest.mark.parametrize("name", ["located.gpkg", "located.geojson"])
def test_locate_writes_supports_that_read_back(name):
    write("events.csv", *(f"{row},1" for row in TWO), header=f"{HEADER},mine,sensitivity")
    done = run("locate", "events.csv", "-o", name)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{name}: 2 events, 1 of them placed\n"
    table = read_vector(name)
    assert table["event_id"].tolist() == ["event-1", "event-2"]
    assert table["resolution"].tolist() == ["resolved", "unresolved"]
    assert table["place"].tolist() == ["Hyesan", "no such place"]
    assert table.geometry.notna().tolist() == [True, False]
    west, south, east, north = table.geometry.iloc[0].bounds
    assert 128.1 < west < east < 128.3
    assert 41.3 < south < north < 41.5
    assert "mine" not in table
    assert "notes" not in table


def test_locate_keeps_what_is_not_public_for_internal_use():
    write("events.csv", *TWO, header=f"{HEADER},mine")
    done = run("locate", "events.csv", *INTERNAL, "-o", "located.csv")
    assert done.exit_code == 0
    told = rows_of(Path("located.csv").read_text(encoding="utf-8"))
    assert [row["mine"] for row in told] == ["keep me", "keep me too"]
    assert told[0]["date_start"] == told[0]["date_end"] == "2021-01-28"
    assert "did you mean" in told[1]["reason"] or "no place" in told[1]["reason"]


def test_locate_takes_coordinates_as_points_on_request():
    write("events.csv", "a,arrest,,,40.6,126.5,,")
    points = run("locate", "events.csv", *INTERNAL, "-o", "-", "--crisp")
    discs = run("locate", "events.csv", *INTERNAL, "-o", "-")
    assert rows_of(points.stdout)[0]["method"] == "point"
    assert rows_of(discs.stdout)[0]["method"] == "coordinates"


@pytest.mark.parametrize("name", ["zones.geojson", "zones.gpkg"])
def test_zones_are_written_as_polygons(name):
    done = run("zones", *SHORT, "-o", name)
    assert done.exit_code == 0, done.output
    table = read_vector(name)
    assert table["zone_id"].tolist() == [
        "kp-north-2020-ru/2km/boundary-line", "kp-north-2020-ru/1km/boundary-line",
    ]  # fmt: skip
    assert set(table.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    assert table["width_km"].tolist() == [2, 1]


def share_of(row):
    write("one.csv", row, header="event_type,place,country,latitude,longitude,"
          "coordinate_uncertainty_m,date")  # fmt: skip
    done = run("join", "one.csv", "--rule", "kp-north-2020", *INTERNAL)
    assert done.exit_code == 0, done.output
    table = pd.DataFrame(rows_of(done.stdout))
    assert len(table) == sum(table["rule_id"] == "kp-north-2020") > 1
    return table[table["reference"] == "true"].iloc[0]


def test_a_row_hyesan_is_possible_with_a_share_between_those_of_its_radii(korea):
    at = korea.places.set_index("place_id").loc["gn:2043837"]
    place = f"KP,{at['latitude']},{at['longitude']}"
    small, large = (share_of(f"arrest,,{place},{radius},2021-01-28") for radius in (1500, 6000))
    hyesan = share_of("arrest,Hyesan,,,,,2021-01-28")
    assert hyesan["verdict"] == "possible"
    assert hyesan["in_force"] == "yes"
    assert float(large["p"]) < float(hyesan["p"]) < float(small["p"])
    assert float(hyesan["p_min"]) <= float(large["p_min"]) + 1e-3
    assert float(hyesan["p_max"]) >= float(small["p_max"]) - 1e-3
    assert float(hyesan["p"]) == pytest.approx(0.79, abs=0.01)


def test_join_writes_one_row_per_event_and_zone():
    write("events.csv", GOOD, "b,other,no such place,,,,,")
    done = run("join", "events.csv", *SHORT, *INTERNAL, "-o", "joined.csv")
    assert done.exit_code == 0
    table = rows_of(Path("joined.csv").read_text(encoding="utf-8"))
    assert [row["event_id"] for row in table] == ["a", "a", "b", "b"]
    assert [row["verdict"] for row in table] == ["outside"] * 2 + ["unknown"] * 2
    assert table[2]["p"] == ""


def test_summarize_counts_by_year():
    write("events.csv", GOOD, "b,arrest,Hyesan,2015,,,,", "c,arrest,no such place,2021,,,,")
    done = run("summarize", "events.csv", "--rule", "kp-north-2020", "--by", "year", *INTERNAL)
    assert done.exit_code == 0, done.output
    table = rows_of(done.stdout)
    assert [row["year"] for row in table] == ["2015", "2021"]
    assert [row["incidents"] for row in table] == ["1", "2"]
    assert [row["high"] for row in table] == ["0", "2"]
    assert float(table[1]["expected"]) == pytest.approx(0.79, abs=0.01)
    assert table[1]["not_in_expected"] == "1"


def test_map_writes_one_page_and_says_what_is_on_it():
    write("events.csv", GOOD)
    done = run(
        "map", "events.csv", *SHORT, *INTERNAL, "-o", "out/map.html", "--title", "A <b> of mine"
    )
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{Path('out/map.html')}: 1 events, 1 of them placed\n"
    assert done.stderr == ""
    text = Path("out/map.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>A &lt;b&gt; of mine</title>" in text
    assert [path.name for path in Path("out").iterdir()] == ["map.html"]


# --- the data pack -----------------------------------------------------------------------------


@pytest.fixture
def own_pack(korea):
    """A copy of the shipped pack that may be changed."""
    return shutil.copytree(
        korea.root, Path("mine"), ignore=shutil.ignore_patterns("build", "__pycache__")
    )


def test_the_pack_says_what_it_holds(korea):
    done = run("geodata")
    assert done.exit_code == 0
    assert korea.info.title in done.stdout
    assert korea.sha256 in done.stdout
    assert re.search(rf"{len(korea.places)} +places", done.stdout)


def test_the_shipped_pack_is_as_registered():
    done = run("geodata", "verify")
    assert done.exit_code == 0
    assert "are as registered" in done.stdout


def test_the_sources_and_licences_of_the_pack_are_told(korea):
    done = run("geodata", "sources")
    assert done.exit_code == 0
    assert "OpenStreetMap" in done.stdout
    assert "ODbL" in done.stdout
    for rule in korea.rules:
        assert f"{rule.rule_id}: {rule.label}" in done.stdout
    assert len(re.findall(r"^[0-9a-f]{64}  \S+$", done.stdout, re.MULTILINE)) >= 10


def test_a_changed_a_missing_and_a_strange_file_are_named(own_pack):
    names = own_pack / "gazetteer" / "names.csv"
    names.write_bytes(names.read_bytes() + b"\n")
    (own_pack / "zones.yaml").unlink()
    (own_pack / "basemap" / "strange.geojson").write_text("{}", encoding="utf-8")
    done = run("geodata", "--geodata", own_pack, "verify")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("borderviz: ") for line in lines)
    for name in ("names.csv", "zones.yaml", "strange.geojson"):
        assert sum(name in line for line in lines) == 1


def test_a_pack_of_one_s_own_is_sealed_anew(own_pack):
    names = own_pack / "gazetteer" / "names.csv"
    names.write_bytes(names.read_bytes() + b"gn:2043837,Hyesan-on-the-Yalu,en,Latn,alias,,,me\n")
    assert "names.csv" in the_error(run("geocode", "Hyesan", "--geodata", own_pack))
    done = run("geodata", "--geodata", own_pack, "seal")
    assert done.exit_code == 0
    assert "registry.txt written" in done.stdout
    assert run("geodata", "--geodata", own_pack, "verify").exit_code == 0
    told = run("geocode", "Hyesan-on-the-Yalu", "--geodata", own_pack)
    assert told.stdout.startswith("Hyesan-on-the-Yalu: resolved")
    assert load_geodata(own_pack).sha256 != load_geodata().sha256


def test_the_gazetteer_is_exported_as_linked_places(korea):
    done = run("geodata", "export", "--as-of", "2024", "-o", "out/gazetteer.lpf.json")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith(f"{len(korea.places)} places with {len(korea.names)} names\n")
    document = json.loads(Path("out/gazetteer.lpf.json").read_text(encoding="utf-8"))
    assert len(document["features"]) == len(korea.places)
    streamed = run("geodata", "export", "--as-of", "2024", "-o", "-")
    assert json.loads(streamed.stdout) == document
    told = run("geocode", "Hyesan", "--places", "out/gazetteer.lpf.json")
    assert told.stdout.startswith("Hyesan: resolved")
    assert "0 places and 0 names laid over the pack" in told.stderr


def test_places_of_one_s_own_are_exported_with_the_pack():
    write("more.csv", MARKET, header=OWN)
    done = run("geodata", "export", "--as-of", "2024", "--places", "more.csv", "-o", "a.json")
    assert done.exit_code == 0
    assert '"own:namsan-market"' in Path("a.json").read_text(encoding="utf-8")
    assert "as_of" in the_error(run("geodata", "export", "--as-of", "soon", "-o", "b.json"))


SURVEY = ("--source", "a survey", "--licence", "CC BY 4.0")


def polygons(*rows, name="units.geojson"):
    """Write squares of about 20 km around points: name, province, longitude, latitude."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": label, "province": province},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x - 0.1, y - 0.1], [x + 0.1, y - 0.1], [x + 0.1, y + 0.1], [x - 0.1, y + 0.1],
                     [x - 0.1, y - 0.1]]
                ],
            },
        }
        for label, province, x, y in rows
    ]  # fmt: skip
    document = {"type": "FeatureCollection", "features": features}
    Path(name).write_text(json.dumps(document), encoding="utf-8")


@pytest.fixture
def musan(korea):
    at = korea.places.set_index("place_id").loc["gn:2042740"]
    return ("Musan", "KP-09", float(at["longitude"]), float(at["latitude"]))


def test_outlines_of_units_are_laid_over_the_pack(musan, korea):
    polygons(musan)
    done = run("geodata", "add-units", "units.geojson", "-o", "mine", *SURVEY)
    assert done.exit_code == 0, done.output
    assert done.stdout == "mine: 1 of 1 polygons laid over the pack\n"
    assert not Path("units.rejected.csv").exists()
    shown = run("geodata", "--geodata", "mine")
    assert re.search(rf"{len(korea.outlines) + 1} +outlines", shown.stdout)
    assert re.search(rf"{len(korea.places)} +places", shown.stdout)
    verified = run("geodata", "--geodata", "mine", "verify")
    assert verified.exit_code == 0
    assert len(verified.stdout.splitlines()) == 2
    sources = run("geodata", "--geodata", "mine", "sources").stdout
    assert "a survey" in sources
    assert "boundaries/units.geojson" in sources
    county = run("geocode", "Musan County", "--geodata", "mine")
    assert county.stdout.startswith("Musan County: resolved")
    assert "Thiessen" not in county.stdout


def test_polygons_that_are_left_out_are_told_and_land_beside_the_overlay(musan):
    polygons(musan, (f"Utopia{ESCAPES}", "KP-09", 129, 42), ("Onsong", "KP-09", 127, 43))
    done = coloured("geodata", "add-units", "units.geojson", "-o", "out/mine", *SURVEY)
    assert done.exit_code == 3
    assert not RAW.search(done.output)
    assert "1 of 3 polygons laid over the pack" in done.stdout
    assert "unmatched" in done.stdout
    assert "outside" in done.stdout
    assert str(Path("out/units.rejected.csv")) in done.stderr
    told = rows_of(Path("out/units.rejected.csv").read_text(encoding="utf-8"))
    assert [(row["row"], row["value"][:6]) for row in told] == [("2", "Utopia"), ("3", "Onsong")]
    assert told[1]["reason"].startswith("outside: only 0% of it lies in KP")
    assert run("geodata", "--geodata", "out/mine", "verify").exit_code == 0


def test_without_any_unit_there_is_no_overlay():
    polygons(("Utopia", "KP-09", 129, 42))
    assert "no polygon of" in the_error(
        run("geodata", "add-units", "units.geojson", "-o", "mine", *SURVEY)
    )
    assert not Path("mine").exists()
    assert run("geodata", "add-units", "units.geojson", "-o", "mine").exit_code == 2


def test_the_shipped_pack_is_not_sealed_by_mistake():
    assert "name the pack to seal" in the_error(run("geodata", "seal"))


def test_a_table_of_mended_rows_is_not_written_over():
    header = "event_id,event_type,date,place"
    write("r.csv", "a1,arrest,2021-01-28,Hyesan", "a3,arrest,notadate,Musan", header=header)
    write("r.rejected.csv", "a3,arrest,2021-02-01,Musan", header=header)
    before = Path("r.rejected.csv").read_bytes()
    line = the_error(run("join", "r.csv", "r.rejected.csv", "-o", "o.csv"))
    assert "is where rows set aside are written" in line
    assert Path("r.rejected.csv").read_bytes() == before


def test_a_table_named_twice_is_not_counted_twice():
    write("n.csv", "arrest,2021-01-28,Hyesan", header="event_type,date,place")
    assert "one table is named twice" in the_error(run("summarize", "n.csv", "n.csv"))
