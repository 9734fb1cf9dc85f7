"""Commands in a pipe: '-' is standard input and output, and only tables go through it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from command_line import BAD, GOOD, HEADER, INTERNAL, SHORT, rows_of, run, the_error

from borderviz.cli.piping import _ending

pytestmark = pytest.mark.usefixtures("folder")
TABLE = f"{HEADER}\n{GOOD}\n"


def test_events_come_through_a_pipe_and_leave_through_one():
    located = run("locate", "-", "-o", "-", *INTERNAL, stdin=TABLE)
    assert located.exit_code == 0, located.output
    assert located.stderr == "-: 1 events, 1 of them placed\n"
    joined = run("join", "-", *SHORT, *INTERNAL, stdin=located.stdout)
    assert joined.exit_code == 0, joined.output
    assert {row["event_id"] for row in rows_of(joined.stdout)} == {"a"}
    assert list(Path().iterdir()) == []


def test_articles_come_through_a_pipe():
    text = "Two men were arrested in Musan on May 3, 2021.\n"
    drafts = run("extract", "-", "-o", "-", stdin=text)
    assert drafts.exit_code == 0, drafts.output
    (row,) = rows_of(drafts.stdout)
    assert (row["event_id"], row["place"]) == ("stdin-1", "Musan")
    checked = run("check", "-", stdin=drafts.stdout)
    assert checked.exit_code == 0, checked.output


def test_faults_of_what_was_piped_name_standard_input():
    done = run("check", "-", stdin=f"{TABLE}{BAD[0][0]}\n")
    assert done.exit_code == 3
    assert done.stdout.startswith("standard input: row 3, date: '2021-13': ")
    line = the_error(run("locate", "-", stdin="a,b\n1,2\n"))
    assert line.startswith("borderviz: standard input has no column 'event_type'")
    aside = run("locate", "-", "-o", "out.csv", stdin=f"{TABLE}{BAD[0][0]}\n")
    assert aside.exit_code == 3
    assert rows_of(Path("stdin.rejected.csv").read_text(encoding="utf-8"))[0]["row"] == "3"


def test_standard_input_is_read_once_and_must_hold_something():
    assert "'-' stands twice" in the_error(run("check", "-", "-", stdin=TABLE))
    assert "standard input is empty" in the_error(run("check", "-", stdin=""))


def test_lines_of_json_come_through_a_pipe_too():
    done = run(
        "locate", "-", "-o", "-", *INTERNAL, stdin='{"event_type": "arrest", "place": "Hyesan"}\n'
    )
    assert done.exit_code == 0, done.output
    assert [row["place"] for row in rows_of(done.stdout)] == ["Hyesan"]


def test_a_pipe_and_a_file_are_joined():
    Path("more.csv").write_text(TABLE.replace("\na,", "\nb,"), encoding="utf-8")
    done = run("locate", "more.csv", "-", "-o", "-", *INTERNAL, stdin=TABLE)
    assert [row["event_id"] for row in rows_of(done.stdout)] == ["b", "a"]


@pytest.mark.parametrize(
    ("head", "table", "ending"),
    [
        (b"event_type,place\n", True, ".csv"),
        (b"Two were arrested.", False, ".txt"),
        (b'\xef\xbb\xbf{"event_type": "arrest"}\n{"event_type": "other"}', True, ".jsonl"),
        (b'[{"event_type": "arrest"}]', True, ".json"),
        (b'{"type": "FeatureCollection", "features": []}', True, ".geojson"),
        (b'{\n  "type": "FeatureCollection",\n', True, ".geojson"),
        (b"<?xml version='1.0'?><kml xmlns=", True, ".kml"),
        (b"<!DOCTYPE html>", False, ".html"),
        (b"PAR1\x15", True, ".parquet"),
        (b"PK\x03\x04", True, ".xlsx"),
        (b"SQLite format 3\0", True, ".gpkg"),
    ],
)
def test_the_form_of_what_is_piped_is_told_from_its_beginning(head, table, ending):
    assert _ending(head, table=table) == ending


def test_a_parquet_table_may_be_piped():
    rows = {"event_type": ["arrest"] * 2, "latitude": [41.4, 41.5], "longitude": [128.2, 128.3]}
    table = pd.DataFrame(rows).to_parquet()
    done = run("join", "-", *SHORT, *INTERNAL, "--crisp", "-o", "joined.parquet", stdin=table)
    assert done.exit_code == 0, done.output
    assert len(pd.read_parquet("joined.parquet", columns=["event_id"])) == 4


def test_a_reader_may_leave_early():
    program = f"{sys.executable} -c 'from borderviz.cli import main; main()'"
    early = subprocess.run(
        ["bash", "-c", f"{program} geodata sources | head -1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert early.stderr == ""
    assert len(early.stdout.splitlines()) == 1
