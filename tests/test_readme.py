"""What the README shows is what happens: its table, its commands and its notebook cells run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from borderviz.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.slow


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder as a reader has it: the shipped reports, an output folder, a table of one's own."""
    (tmp_path / "geodata/events").mkdir(parents=True)
    (tmp_path / "output").mkdir()
    reports = (ROOT / "geodata/events/reports.csv").read_bytes()
    (tmp_path / "geodata/events/reports.csv").write_bytes(reports)
    (tmp_path / "my.csv").write_text(blocks("csv")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_do_what_they_say(folder):
    lines = blocks("console")[0].splitlines()
    commands = [shlex.split(line.removeprefix("$ "), comments=True) for line in lines]
    assert [command[1] for command in commands] == ["check", "map", "join", "summarize", "geocode"]
    for command in commands:
        result = CliRunner().invoke(main, command[1:])
        assert result.exit_code == 0, result.output
    assert (folder / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "row-2" in (folder / "joined.csv").read_text(encoding="utf-8")


def test_the_cells_of_the_notebook_run(folder):
    scope = {}
    exec(compile(blocks("python")[0], "README.md", "exec"), scope)
    assert (folder / "output/border-events.html").stat().st_size > 100_000
    assert set(scope["bv"].geocode("Sambong", scope["korea"])["resolution"]) == {"ambiguous"}
    found = scope["bv"].geocode("Sambong", scope["korea"], context="Onsong County")
    assert set(found["resolution"]) == {"resolved"}


def test_the_first_screen_says_what_it_is_shows_the_page_and_gives_the_two_commands():
    head = README[:1600]
    assert "![" in head
    assert (ROOT / re.search(r"!\[[^]]*\]\(([^)]+)\)", head).group(1)).is_file()
    assert "make map" in head
    assert "make test" in head
