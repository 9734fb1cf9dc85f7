"""Events handed on: held to a policy, with their areas, sources and licences."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner
from fastkml.validator import validate

import borderviz as bv
from borderviz.cli import main
from borderviz.errors import InputError
from borderviz.events import normalise_events, read_event_table, write_events
from borderviz.files import read_csv_text
from borderviz.files.kml import read_kml

KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = "<script>alert(1)</script> $[coder] ]]> &amp; \x07"
ROWS = [
    {"event_type": "shooting", "date": "2021-05-28", "place": "Hyesan", "killed_best": "2",
     "killed_low": "1", "incident_id": "i"},
    {"event_type": "shooting", "date": "2021-05", "place": "Yalu River in Ryanggang Province",
     "killed_best": "3", "incident_id": "i", "quote": HOSTILE, "Own": HOSTILE,
     "source_url": "https://news.example/1", "coder": "me",
     "notes": "secret"},
    {"event_type": "arrest", "place": "Nowhere at all", "latitude": "", "reason": "mine"},
    {"event_type": "arrest", "latitude": "41.4", "longitude": "128.2", "date": "XXXX-05-28",
     "known_by": "2021-06-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def events():
    return normalise_events(pd.DataFrame(ROWS))


@pytest.fixture(scope="module")
def located(events, korea):
    return bv.locate_events(events, korea)


@pytest.fixture(scope="module")
def export(events, located, korea, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")

    def write(name, **options):
        options.setdefault("policy", "internal")
        bv.export_events(located, folder / name, events=events, geodata=korea, **options)
        return folder / name

    return write


@pytest.mark.parametrize(
    "name", ["a.csv", "a.xlsx", "a.jsonl", "a.geojson", "a.gpkg", "a.fgb", "a.parquet", "a.kml"]
)
def test_an_export_reads_back_as_the_events_that_were_reported(export, events, name):
    table = read_event_table(export(name))
    found = table.events.rename(columns={"original reason": "reason"})
    expected = events.map(lambda c: c.replace("\x07", "\ufffd") if isinstance(c, str) else c)
    expected = (expected if name == "a.kml" else events).astype(events.dtypes)
    pd.testing.assert_frame_equal(found[expected.columns], expected)
    assert found.columns.tolist() == expected.columns.tolist()
    assert "was located before" in table.notes[-1]


@pytest.mark.parametrize(
    "name", ["p.csv", "p.xlsx", "p.jsonl", "p.geojson", "p.gpkg", "p.fgb", "p.parquet", "p.kml"]
)
def test_the_public_policy_reaches_every_format(export, name):
    path = export(name, policy="public")
    found = read_event_table(path).events
    told = {"Yalu River in Ryanggang Province", "Ryanggang", "place not shown"}
    assert set(found["place"]) == told
    assert found["coder"].isna().all()
    assert found["notes"].isna().all()
    assert "Own" not in found.columns
    assert found["quote"].notna().sum() == 1
    assert b"secret" not in path.read_bytes()
    assert b"INTERNAL" not in path.read_bytes()


def test_what_locating_found_stands_beside_what_was_reported(export, located):
    table = gpd.read_file(export("beside.gpkg"))
    assert table["resolution"].tolist() == located["resolution"].tolist()
    assert table["reason"].tolist() == located["reason"].tolist()
    assert table["original reason"].tolist()[2] == "mine"
    assert table["place"].tolist()[0] == "Hyesan"
    assert table["latitude"].isna().tolist() == [True, True, True, False]
    assert [at is None for at in table.geometry] == [at is None for at in located.geometry]
    areas = table.geometry[0].symmetric_difference(located.geometry.iloc[0])
    assert areas.area < 1e-12


def test_tables_of_other_events_are_refused(events, located, korea, tmp_path):
    with pytest.raises(InputError, match="the located events are not those of the table"):
        bv.export_events(
            located, tmp_path / "a.csv", events=events[::-1], geodata=korea, policy="public"
        )
    with pytest.raises(InputError, match="there is no policy"):
        bv.export_events(located, tmp_path / "a.csv", events=events, geodata=korea, policy="x")
    assert not list(tmp_path.iterdir())


# --- KML ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kml(export):
    return export("styled.kml", title="Title & <more>")


def test_the_kml_is_valid_against_the_schema_of_the_ogc(kml):
    assert validate(file_to_validate=Path(kml))


def test_the_kml_has_dates_styles_regions_and_sources(kml):
    root = Xml.parse(kml).getroot()
    document = root.find(f"{KML}Document")
    assert document.find(f"{KML}name").text == "Title & <more>"
    told = document.find(f"{KML}description").text
    assert "INTERNAL: not for publication" in told
    assert "© OpenStreetMap contributors" in told
    styles = {style.get("id") for style in root.iter(f"{KML}Style")}
    marks = list(root.iter(f"{KML}Placemark"))
    assert {mark.find(f"{KML}styleUrl").text for mark in marks} == {f"#{name}" for name in styles}
    spans = {
        mark.get("id"): [bound.text for bound in span]
        for mark in marks
        if (span := mark.find(f"{KML}TimeSpan")) is not None
    }
    assert spans == {
        "row-0": ["2021-05-28", "2021-05-28"],
        "row-1": ["2021-05-01", "2021-05-31"],
        "row-3": ["2021-06-01"],
    }
    assert [folder.find(f"{KML}name").text for folder in root.iter(f"{KML}Folder")] == [
        "arrest",
        "shooting",
    ]


def test_the_regions_of_the_kml_hold_their_events(kml, located):
    root = Xml.parse(kml).getroot()
    shapes = {mark.name: mark.geometry for mark in read_kml(kml).placemarks}
    for folder in root.iter(f"{KML}Folder"):
        box = {side.tag: float(side.text) for side in folder.find(f"{KML}Region/{KML}LatLonAltBox")}
        bounds = shapely.box(*(box[f"{KML}{side}"] for side in ("west", "south", "east", "north")))
        inside = [shapes[mark.get("id")] for mark in folder.iter(f"{KML}Placemark")]
        assert all(bounds.buffer(1e-7).covers(shape) for shape in inside if shape is not None)
    assert shapes["row-2"] is None


def test_no_text_of_a_report_runs_in_a_balloon_of_the_viewer(kml):
    root = Xml.parse(kml).getroot()
    for balloon in root.iter(f"{KML}description"):
        assert re.findall(r"<(?!br>)", balloon.text or "") == []
        assert "$[" not in (balloon.text or "")
    assert any("&lt;script&gt;" in (b.text or "") for b in root.iter(f"{KML}description"))


def test_an_area_is_not_marked_in_its_middle(kml):
    kinds = {
        mark.name: mark.geometry.geom_type for mark in read_kml(kml).placemarks if mark.geometry
    }
    assert "Point" not in kinds.values()


def test_hostile_names_of_columns_stay_names_in_kml(tmp_path):
    table = pd.DataFrame([{"event_type": "arrest", "place": "X", '"><script>': "1", "a&b": "2"}])
    write_events(table, tmp_path / "a.kml")
    assert validate(file_to_validate=tmp_path / "a.kml")
    assert {'"><script>', "a&b"} <= set(read_event_table(tmp_path / "a.kml").events.columns)


# --- on the command line ------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_exports_and_says_how_many(reports, tmp_path):
    done = run("export", reports, "-o", tmp_path / "out" / "a.geojson")
    assert done.exit_code == 0, done.output
    assert "9 events, 9 of them placed" in done.output
    features = json.loads((tmp_path / "out" / "a.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == 9
    assert "coder" not in features[0]["properties"]


def test_the_command_reads_columns_formats_and_layers(tmp_path):
    (tmp_path / "a.csv").write_text('Art,"Location (as reported)",Coder\narrest,Hyesan,me\n')
    (tmp_path / "columns.toml").write_text('event_type = "Art"\n')
    options = ("--column", tmp_path / "columns.toml", "--column", "place=Location (as reported)")
    done = run(
        "export", tmp_path / "a.csv", *options, "-o", tmp_path / "b.xlsx", "--policy", "internal"
    )
    assert done.exit_code == 0, done.output
    assert run("check", tmp_path / "b.xlsx", "--layer", "events").exit_code == 0
    wrong = run("check", tmp_path / "a.csv", "--format", "acled", *options)
    assert wrong.exit_code == 1
    assert "has not the columns of ACLED" in wrong.output
    missing = run("check", tmp_path / "a.csv", "--column", "place=Where")
    assert missing.exit_code == 1
    assert "has no column 'Where'" in missing.output


def test_lines_of_json_are_told_apart_from_articles(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"event_type": "arrest", "place": "Hyesan"}\n{broken\n')
    done = run("export", path, "-o", tmp_path / "b.csv")
    assert done.exit_code == 3, done.output
    (row,) = read_csv_text(tmp_path / "a.rejected.csv").frame.to_dict("records")
    assert (row["row"], row["value"]) == ("2", "{broken")
    assert row["reason"].startswith("is no JSON: column 2: ")


def test_a_wrong_ending_is_told_before_the_work(tmp_path):
    done = run("export", tmp_path / "none.csv", "-o", tmp_path / "a.doc")
    assert done.exit_code == 1
    assert "no format ends in '.doc'" in done.output


def test_a_pipe_gets_csv(tmp_path):
    (tmp_path / "a.csv").write_text("event_type,place\narrest,Hyesan\n")
    done = CliRunner().invoke(
        main, ["export", str(tmp_path / "a.csv"), "-o", "-", "--policy", "internal"]
    )
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1].startswith("row-2,arrest,,,Hyesan,")


def test_check_tells_all_files_in_json_too(tmp_path):
    (tmp_path / "good.csv").write_text("event_type,place\narrest,Hyesan\n")
    (tmp_path / "bad.csv").write_text("event_type,place,date\narrest,Hyesan,2021-13\n")
    names = [str(tmp_path / name) for name in ("none.csv", "bad.csv", "good.csv")]
    done = CliRunner().invoke(main, ["check", "--json", *names])
    none, bad, good = json.loads(done.stdout)
    assert done.exit_code == 1
    assert none["error"].startswith("there is no file")
    assert (bad["good"], bad["set_aside"], good["good"]) == (0, 1, 1)
    (fault,) = bad["faults"]
    assert (fault["row"], fault["column"], fault["value"]) == (2, "date", "2021-13")
    assert CliRunner().invoke(main, ["check", "--json", *names[1:]]).exit_code == 3
    plain = CliRunner().invoke(main, ["check", *names])
    assert plain.exit_code == 1
    assert f"{names[2]}: 1 rows are good, 0 are not" in plain.stdout
    assert plain.stderr.startswith("borderviz: there is no file")
