"""What the README shows is what happens: its tables, its commands and its notebook cells run."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from borderviz.cli import main
from tests.browser import find_browser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.slow


SQUARE = [[129.0, 42.1], [129.4, 42.1], [129.4, 42.4], [129.0, 42.4], [129.0, 42.1]]
MUSAN = {
    "type": "Feature",
    "properties": {"name": "Musan", "province": "North Hamgyong"},
    "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
}


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder as a reader has it: the shipped reports, an output folder, a table of one's own."""
    (tmp_path / "geodata/events").mkdir(parents=True)
    (tmp_path / "output").mkdir()
    reports = (ROOT / "geodata/events/reports.csv").read_bytes()
    (tmp_path / "geodata/events/reports.csv").write_bytes(reports)
    for name, text in zip(("my.csv", "more.csv"), blocks("csv"), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/one.txt").write_text("Two were arrested in Musan on May 3.", "utf-8")
    (tmp_path / "reviewed.csv").write_text(blocks("csv")[0], encoding="utf-8")
    (tmp_path / "counties.geojson").write_text(json.dumps(MUSAN), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_commands(block):
    """Run the commands of a block; return their verbs and what they said."""
    verbs, told = [], []
    for line in block.splitlines():
        piped = None
        for part in line.removeprefix("$ ").split(" | "):
            command = shlex.split(part, comments=True)
            result = CliRunner().invoke(main, command[1:], input=piped)
            assert result.exit_code == 0, result.output
            piped = result.stdout
        verbs.append(command[1])
        told.append(piped)
    return verbs, told


def test_the_commands_do_what_they_say(folder):
    verbs, _ = run_commands(blocks("console")[0])
    assert verbs == ["check", "map", "join", "summarize", "summarize", "report", "geocode"]
    assert (folder / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "row-2" in (folder / "joined.csv").read_text(encoding="utf-8")
    assert " of 3 incidents lay inside " in (folder / "findings.txt").read_text(encoding="utf-8")
    drawn = {path.stem for path in (folder / "report/figures").iterdir()}
    assert drawn == {"map", "strip", "months", "types", "distance", "years"}
    sums = (folder / "report/SHA256SUMS").read_text(encoding="utf-8")
    assert ("report.pdf" in sums) == (find_browser() is not None)


def test_the_commands_for_articles_do_what_they_say(folder):
    verbs, told = run_commands(blocks("console")[1])
    assert verbs == ["extract", "review", "map", "map"]
    assert "1 drafts from 1 articles" in told[0]
    assert "1 events, 1 of them placed" in told[3]
    assert (folder / "review.html").stat().st_size > 10_000


def test_the_commands_for_places_of_ones_own_do_what_they_say(folder):
    verbs, told = run_commands(blocks("console")[2])
    assert verbs == ["geocode", "map", "geodata", "geodata", "geocode"]
    assert "own:kanggu-market" in told[0]
    assert "own:solbong-hamlet" in (folder / "gazetteer.lpf.json").read_text(encoding="utf-8")
    assert "1 of 1 polygons" in told[3]
    assert "Thiessen" not in told[4]


def test_the_policy_file_and_its_commands_do_what_they_say(folder):
    (policy,) = (text for text in blocks("toml") if "[levels" in text)
    (folder / "ours.toml").write_text(policy, encoding="utf-8")
    (block,) = (text for text in blocks("console") if "--policy ours.toml" in text)
    verbs, told = run_commands(block)
    assert verbs == ["map", "verify-release"]
    assert "nothing that the policy 'ours' withholds was found" in told[1]


def test_the_commands_for_formats_do_what_they_say(folder):
    (folder / "survey.csv").write_text("What,Location (as reported)\narrest,Hyesan\n")
    block = next(block for block in blocks("console") if "borderviz export" in block)
    verbs, told = run_commands(block)
    assert verbs == ["map", "export", "map"]
    assert "1 events, 1 of them placed" in told[0]
    assert (
        told[1].partition(": ")[2] == told[2].partition(": ")[2] == "3 events, 3 of them placed\n"
    )


def test_the_commands_for_several_hands_do_what_they_say(folder):
    (folder / "borderviz.toml").write_text(blocks("toml")[0], encoding="utf-8")
    header = "event_id,event_type,date,place,arrested_best,source_url"
    for name, people in (("ours.csv", 2), ("theirs.csv", 3)):
        row = f"1,arrest,2021-01-28,Hyesan,{people},https://example.org/a"
        (folder / name).write_text(f"{header}\n{row}\n", encoding="utf-8")
    block = next(block for block in blocks("console") if "borderviz merge" in block)
    verbs, told = run_commands(block)
    assert verbs == ["map", "compare", "merge", "merge", "check", "doctor"]
    page = (folder / "output/map.html").read_text(encoding="utf-8")
    assert "<title>Arrests and shootings on the northern border</title>" in page
    assert "F1 of the events: 1.00" in told[1]
    assert "2 events of 2 tables, 1 incidents to look at" in told[2]
    assert told[4].endswith("standard input: 1 rows are good, 0 are not\n")
    assert "data pack: " in told[5]


def test_the_cells_of_the_notebook_run(folder):
    scope = {}
    for number, cell in enumerate(blocks("python")):
        exec(compile(cell, f"README.md, cell {number}", "exec"), scope)
    assert len(scope["outlined"].outlines) == len(scope["korea"].outlines) + 1
    assert {"own:kanggu-market", "own:solbong-hamlet"} <= set(scope["places"]["place_id"])
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
