"""What reaches a terminal: nothing that it would obey, no more than was asked for."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress

import pytest
from command_line import BAD, ESCAPES, GOOD, INTERNAL, RAW, SHORT, coloured, run, the_error, write

pytestmark = pytest.mark.usefixtures("folder")


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


# --- as much as was asked for ------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("--quiet", "locate"), ("locate", "--quiet")])
def test_a_quiet_command_says_only_what_went_wrong(arguments):
    write("events.csv", GOOD)
    done = run(*arguments, "events.csv", "-o", "located.csv")
    assert (done.exit_code, done.output) == (0, "")
    write("events.csv", GOOD, BAD[0][0])
    done = run(*arguments, "events.csv", "-o", "located.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "some rows were set aside" in done.stderr


def test_a_verbose_command_says_what_it_does():
    write("events.csv", GOOD)
    done = run("--verbose", "join", "events.csv", *SHORT, *INTERNAL, "-o", "joined.csv")
    steps = [re.sub(r"[\d.]+ s$", "… s", line) for line in done.stderr.splitlines()]
    assert steps == [
        "borderviz: locating events: … s",
        "borderviz: building zones: … s",
        "borderviz: joining events and zones: … s",
    ]
    assert run("join", "events.csv", *SHORT, *INTERNAL, "-o", "joined.csv").stderr == ""


def test_the_option_nearer_to_the_work_decides():
    write("events.csv", GOOD)
    assert "locating" in run("--quiet", "locate", "events.csv", "--verbose").stderr


def test_a_fault_of_the_program_is_one_line_that_asks_for_a_report(monkeypatch):
    write("events.csv", GOOD)

    def fail(*_, **__):
        raise KeyError(f"lost{ESCAPES}")

    monkeypatch.setattr("borderviz.events.read_event_table", fail)
    done = coloured("check", "events.csv")
    assert done.exit_code == 1
    assert not RAW.search(done.output)
    (line,) = done.stderr.splitlines()
    assert line.startswith("borderviz: a fault of borderviz itself: KeyError: ")
    assert "--debug" in line
    assert isinstance(coloured("--debug", "check", "events.csv").exception, KeyError)


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(OSError(24, "Too many open files"), "Too many open files"), (MemoryError(), "memory")],
)
def test_what_the_system_refuses_is_one_line(monkeypatch, trouble, told):
    write("events.csv", GOOD)

    def fail(*_, **__):
        raise trouble

    monkeypatch.setattr("borderviz.events.read_event_table", fail)
    assert told in the_error(run("check", "events.csv"))


def test_progress_is_drawn_on_a_terminal():
    write("events.csv", GOOD)
    code = "import sys; from borderviz.cli import main; main()"
    command = [sys.executable, "-c", code, "locate", "events.csv", "-o", "located.csv"]
    leader, follower = pty.openpty()
    shown = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=follower)
    os.close(follower)
    drawn = b""
    with suppress(OSError):  # how a terminal ends on Linux
        while part := os.read(leader, 4096):
            drawn += part
    os.close(leader)
    assert shown.wait() == 0
    assert "locating events …" in drawn.decode("utf-8")
