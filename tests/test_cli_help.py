"""What the command line says of itself: every command has help with an example."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from command_line import commands, examples, run, write

from borderviz import build_zones

pytestmark = pytest.mark.usefixtures("folder")

COMMANDS = dict(commands())


def test_there_is_a_command_for_every_verb():
    assert {path[0] for path in COMMANDS} == {
        "map", "extract", "review", "geocode", "locate", "zones", "join", "summarize", "check",
        "doctor", "export", "geodata", "merge", "compare", "figure", "report", "verify-release",
    }  # fmt: skip
    assert {path[1] for path in COMMANDS if len(path) > 1} == {
        "verify", "sources", "seal", "export", "add-units",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_of_its_own(path):
    lines = examples(path)
    assert lines
    assert COMMANDS[path].get_short_help_str(200).endswith((".", ")"))
    assert all([word for word in shlex.split(line) if word in path] == [*path] for line in lines)


@pytest.fixture
def furnished(folder, korea, monkeypatch):
    """A folder with all that the examples name; the zones are built once for all of them."""
    table = "event_id,event_type,date,place\n1,arrest,2021-01-28,Hyesan\n"
    for name in ("geodata/events/reports", "ours", "theirs", "first", "second"):
        write(f"{name}.csv", *table.splitlines()[1:], header=table.splitlines()[0])
    write("articles/one.txt", header="Two men were arrested in Hyesan on May 3, 2021.")
    square = shapely.box(129, 42.1, 129.4, 42.4)
    units = gpd.GeoDataFrame(
        {"name": ["Musan"], "province": ["North Hamgyong"]}, geometry=[square], crs="EPSG:4326"
    )
    units.to_file("adm2.geojson", driver="GeoJSON")
    shutil.copytree(korea.root, "my-region", ignore=shutil.ignore_patterns("build"))
    built = build_zones(korea)

    def built_before(_, rules=None):
        wanted = built["rule_id"].isin(rules or built["rule_id"])
        return built[wanted].reset_index(drop=True)

    monkeypatch.setattr("borderviz.zones.build_zones", built_before)


@pytest.mark.slow
@pytest.mark.usefixtures("furnished")
def test_every_example_runs():
    waiting = [line for path in COMMANDS for line in examples(path)]
    told = {}
    while waiting:  # some read what others write
        for line in waiting:
            done = run(*shlex.split(line)[1:])
            told[line] = (done.exit_code, done.output, done.exception)
        failed = [line for line in waiting if told[line][0] != 0]
        assert len(failed) < len(waiting), {line: told[line] for line in failed}
        waiting = failed
    assert Path("output/border-events.html").stat().st_size > 100_000
    assert Path("output/review.html").is_file()


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
