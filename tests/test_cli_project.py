"""The project file: options beside the data, which the command line overrules."""

from __future__ import annotations

import json
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
from page_reader import read_page

from borderviz.cli.project import KEYS, read_project

pytestmark = pytest.mark.usefixtures("folder")


def project(*lines, folder="."):
    Path(folder, "borderviz.toml").write_text("\n".join([*lines, ""]), encoding="utf-8")


def test_map_needs_no_options_with_a_project_file():
    write("data/events.csv", GOOD)
    project(
        'title = "Of the project"', 'language = "ko"', f'zones = ["{SHORT[1]}"]',
        'policy = "internal"', folder="data",
    )  # fmt: skip
    done = run("map", "data/events.csv")
    assert done.exit_code == 0, done.output
    told = f"borderviz: from {Path('data/borderviz.toml')}: title, language, zones, policy\n"
    assert done.stderr == told
    page = Path("output/map.html").read_text(encoding="utf-8")
    assert "<title>Of the project</title>" in page
    assert '<html lang="ko">' in page
    assert read_page(page)["page"]["policy"] == "internal"
    overruled = run("map", "data/events.csv", "--title", "Of the line", "-o", "other.html")
    assert "title" not in overruled.stderr
    assert "<title>Of the line</title>" in Path("other.html").read_text(encoding="utf-8")


def test_the_events_may_stand_in_the_project_file_of_the_folder():
    write("data/events.csv", GOOD)
    project('events = "data/events.csv"')
    assert run("check").stdout == f"{Path('data/events.csv')}: 1 rows are good, 0 are not\n"
    located = run("locate", "-o", "-", *INTERNAL)
    assert located.exit_code == 0
    assert "\na,arrest,2021-01-28" in located.stdout


def test_a_project_file_elsewhere_than_beside_the_first_input_is_none():
    write("data/events.csv", GOOD)
    project('titel = "never read"')
    assert run("check", "data/events.csv").exit_code == 0


def test_its_paths_are_taken_from_its_own_folder_by_commands_that_read_no_events(monkeypatch):
    write("here/more.csv", MARKET, header=OWN)
    project('places = "more.csv"', 'title = "for pages"', folder="here")
    monkeypatch.chdir("here")
    done = run("geocode", "남산장마당")
    assert done.stdout.startswith("남산장마당: resolved")
    assert done.stderr.startswith("borderviz: from borderviz.toml: places\n")


def test_the_file_s_own_column_names_stand_in_the_project_file():
    write("events.csv", "a,arrest,Hyesan", header="id,What,Location (as reported)")
    project("[columns]", 'place = "Location (as reported)"', 'event_type = "What"')
    done = run("check", "events.csv")
    assert done.exit_code == 0, done.output
    assert done.stderr == "borderviz: from borderviz.toml: columns\n"
    Path("mine.toml").write_text('place = "Location (as reported)"\nevent_type = "What"\n', "utf-8")
    project('columns = "mine.toml"')
    assert run("check", "events.csv").exit_code == 0
    project("[columns]", 'plcae = "What"')
    assert "'plcae'" in the_error(run("--quiet", "check", "events.csv"))


def test_articles_have_their_project_file_beside_them_and_work_on_packs_has_none():
    write("texts/one.txt", header="Two were arrested at Namsan Market on May 3, 2021.")
    write("texts/more.csv", MARKET, header=OWN)
    project('places = "more.csv"', folder="texts")
    done = run("extract", "texts/one.txt", "-o", "-")
    assert ",own:namsan-market," in done.stdout
    assert f"from {Path('texts/borderviz.toml')}: places" in done.stderr
    project('places = "nowhere.csv"')
    assert run("geodata", "export", "--as-of", "2024", "-o", "-", "--quiet").exit_code == 0


def test_unknown_keys_are_told_with_the_nearest_right_names():
    write("events.csv", GOOD)
    project('titel = "a"', "zone = 3", 'qqq = "b"')
    line = the_error(run("map", "events.csv"))
    assert "'borderviz.toml': there is no key 'titel', did you mean 'title'?" in line
    assert "no key 'zone', did you mean 'zones'?" in line
    assert "no key 'qqq';" in line
    assert all(key.name in line for key in KEYS)
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("title = 3", "title = 3 must be a text"),
        ("zones = [1]", "zones = [1] must be a text or a list of texts"),
        ("zones = []", "zones = [] must be"),
        ('crisp = "yes"', "crisp = 'yes' must be true or false"),
        ("geodata = true", "geodata = True must be the path of a file or folder"),
        ("columns = 3", "columns = 3 must be a table of texts"),
        ("[columns]\nplace = 3", "must be a table of texts"),
        ('language = "xx"', "language = 'xx': 'xx' is not one of 'en', 'ko', 'zh'"),
        ("title = ", "is not TOML: Invalid value (at line 1, column 9)"),
        ('title = "a"\ntitle = "b"', "is not TOML: "),
        ('policy = "open"', "there is no policy 'open'"),
        ('zones = "nope"', "there is no rule 'nope'"),
        ('geodata = "nowhere"', "'nowhere'"),
    ],
)
def test_what_it_cannot_hold_is_named(line, reason):
    write("events.csv", GOOD)
    project(line)
    done = run("--quiet", "map", "events.csv")
    assert reason in the_error(done)


def test_it_must_be_a_text_in_utf_8_and_reach_no_terminal_raw():
    write("events.csv", GOOD)
    Path("borderviz.toml").write_bytes(b'title = "\xff"\n')
    assert "not UTF-8" in the_error(run("check", "events.csv"))
    project(f"{json.dumps(ESCAPES)} = 1")
    done = coloured("check", "events.csv")
    assert done.exit_code == 1
    assert not RAW.search(done.output)


def test_every_key_is_one_of_an_option():
    taken = {name for key in KEYS for name in key.options}
    assert taken == {
        "events", "files", "title", "subtitle", "language", "rules", "policy", "basemap",
        "places", "pack", "encoding", "crisp", "column", "profile",
    }  # fmt: skip
    project('zones = "one"', 'places = ["a.csv", "/b.csv"]', "crisp = true")
    assert read_project(Path("borderviz.toml")) == {
        "zones": ("one",), "places": (Path("a.csv"), Path("/b.csv")), "crisp": True,
    }  # fmt: skip
