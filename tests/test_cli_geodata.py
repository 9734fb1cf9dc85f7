"""The data pack on the command line: shown, verified, sealed, exported, added to."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import ESCAPES, MARKET, OWN, RAW, coloured, rows_of, run, the_error, write

from borderviz import load_geodata

pytestmark = pytest.mark.usefixtures("folder")


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
