"""The doctor: what is at work, what is missing, and whether anything must be mended."""

from __future__ import annotations

import json
import shutil
from importlib import metadata
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from command_line import run

pytestmark = pytest.mark.usefixtures("folder")


def found(*arguments):
    done = run("doctor", "--json", *arguments)
    return done.exit_code, {entry["name"]: entry for entry in json.loads(done.stdout)}


def test_the_versions_at_work_are_told():
    status, by_name = found()
    assert status == 0
    for package in ("shapely", "pandas", "folium", "fiona"):
        assert by_name[package]["told"] == metadata.version(package)
    assert {"Python", "borderviz", "GEOS", "PROJ", "GDAL of fiona", "GDAL of pyogrio"} <= set(
        by_name
    )
    assert "are as registered" in by_name["data pack"]["told"]
    assert "borderviz[articles]" in by_name
    assert not {"borderviz[test]", "borderviz[dev]", "pytest"} & set(by_name)
    assert {entry["state"] for entry in by_name.values()} <= {"good", "missing"}


def test_every_finding_is_a_line_and_what_is_not_good_has_its_advice(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    lines = run("doctor").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "browser: no Chromium" in line)
    assert lines[at].startswith("missing")
    assert "install Chromium" in lines[at + 1]


def test_what_is_not_installed_is_wrong_or_merely_missing(monkeypatch):
    true_version = metadata.version

    def version(name):
        if name in {"rapidfuzz", "trafilatura"}:
            raise PackageNotFoundError(name)
        return true_version(name)

    monkeypatch.setattr("borderviz.cli.doctor.version", version)
    status, by_name = found()
    assert status == 1
    assert by_name["rapidfuzz"]["state"] == "wrong"
    assert by_name["borderviz[articles]"] == {
        "name": "borderviz[articles]", "state": "missing", "told": "without trafilatura",
        "advice": "pip install 'borderviz[articles]'",
    }  # fmt: skip


def test_a_pack_that_is_not_as_registered_is_wrong(korea):
    mine = shutil.copytree(korea.root, Path("mine"), ignore=shutil.ignore_patterns("build"))
    with (mine / "zones.yaml").open("a", encoding="utf-8") as handle:
        handle.write("\n")
    status, by_name = found("--geodata", mine)
    assert status == 1
    assert by_name["data pack"]["state"] == "wrong"
    assert "zones.yaml" in by_name["data pack"]["told"]
    assert "seal" in by_name["data pack"]["advice"]
    status, by_name = found("--geodata", "nowhere")
    assert status == 1
    assert "'nowhere'" in by_name["data pack"]["told"]
