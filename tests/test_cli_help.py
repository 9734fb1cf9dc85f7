"""What the command line says of itself: every command has help with an example."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
from command_line import commands, examples, run

pytestmark = pytest.mark.usefixtures("folder")

COMMANDS = dict(commands())


def test_there_is_a_command_for_every_verb():
    assert {path[0] for path in COMMANDS} == {
        "map", "extract", "review", "geocode", "locate", "zones", "join", "summarize", "check",
        "doctor", "export", "geodata", "merge", "compare",
    }  # fmt: skip
    assert {path[1] for path in COMMANDS if len(path) > 1} == {
        "verify", "sources", "seal", "export", "add-units",
    }  # fmt: skip


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
