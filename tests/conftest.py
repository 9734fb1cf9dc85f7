"""What the tests share: the shipped data pack and reports, and how hypothesis searches."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from coded_tables import arrests
from hypothesis import settings

import borderviz
from borderviz import locate_events
from borderviz.geodata import find_pack, pack_files

ROOT = Path(__file__).resolve().parent.parent

# No deadline: how long an example takes says more about the machine than about the code. In CI
# the examples are the same in every run, so that a failure is the change's and not the draw's.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the long tests first; the order of the others stays."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def korea():
    """The data pack that is shipped."""
    return borderviz.load_geodata()


@pytest.fixture(scope="session")
def reports() -> Path:
    """The table of reports that is shipped."""
    return ROOT / "geodata" / "events" / "reports.csv"


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the data files of the shipped pack, to be spoiled."""
    root = tmp_path / "copy"
    for name in (*pack_files(find_pack()), "registry.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(find_pack() / name, root / name)
    return root


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def locate(korea):
    """What locates one event of a bare arrest's columns and those given."""

    def one(*, crisp=False, **row):
        return locate_events(arrests(row), korea, crisp=crisp).iloc[0]

    return one


@pytest.fixture(scope="session")
def outlines(korea):
    """The outline of each country of the shipped pack."""
    return dict(zip(korea.countries["country"], korea.countries.geometry, strict=True))
