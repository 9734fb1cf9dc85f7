"""The command line: one clear sentence per mistake, nothing lost, nothing half written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import BAD, GOOD, HEADER, INTERNAL, SHORT, rows_of, run, the_error, write

from borderviz.errors import PageError

pytestmark = pytest.mark.usefixtures("folder")

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


# --- rows that cannot be used ------------------------------------------------------------------


def test_check_names_row_column_and_value():
    write("events.csv", GOOD, *(row for row, *_ in BAD))
    done = run("check", "events.csv")
    assert done.exit_code == 3
    *faults, total = done.stdout.splitlines()
    for line, (_, row, column, value, reason) in zip(faults, BAD, strict=True):
        assert line.startswith(f"events.csv: row {row}, {column}: '{value}': ")
        assert reason in line
    assert total == "events.csv: 1 rows are good, 5 are not"


def test_check_writes_its_report_as_json():
    write("events.csv", GOOD, *(row for row, *_ in BAD))
    done = run("check", "events.csv", "--json")
    assert done.exit_code == 3
    (report,) = json.loads(done.stdout)
    assert (report["file"], report["good"], report["set_aside"]) == ("events.csv", 1, 5)
    told = [(fault["row"], fault["column"], fault["value"]) for fault in report["faults"]]
    assert told == [(row, column, value) for _, row, column, value, _ in BAD]


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
