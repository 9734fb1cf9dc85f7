"""The wheel, in an empty environment and far from a checkout, does the main job.

The wheel is built here, and what it needs is installed at the pinned versions by pip, which
takes it from its cache when the tests themselves were installed by pip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as a user would who has no checkout: nothing points to this one."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=kept,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the pinned hatchling of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that holds the wheel and what it needs."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", home / "env", cwd=home)
    commands = home / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [commands / "python", "-m", "pip", "--disable-pip-version-check"]
    # Not compiled: only the few modules that the commands below load need to be.
    options = ["--quiet", "--no-compile", "--only-binary", ":all:", "-c", CONSTRAINTS]
    run(*pip, "install", *options, wheel, cwd=home)
    return commands


def test_the_wheel_carries_the_package_and_the_data_pack_alone(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    pack = ROOT / "geodata"
    expected = {
        f"borderviz/pack/{path.relative_to(pack).as_posix()}"
        for path in pack.rglob("*")
        if path.is_file() and path.relative_to(pack).parts[0] != "build"
    }
    assert {name for name in names if name.startswith("borderviz/pack/")} == expected
    assert {"borderviz/pack/registry.txt", "borderviz/py.typed"} <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"borderviz"}
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]


@pytest.mark.slow
def test_the_installed_wheel_draws_the_map_from_another_folder(
    installed: Path, reports: Path, tmp_path: Path
) -> None:
    events = tmp_path / "reports.csv"
    shutil.copy(reports, events)
    run(installed / "borderviz", "map", "reports.csv", "-o", "out.html", cwd=tmp_path)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html", "reports.csv"]


@pytest.mark.slow
def test_the_installed_wheel_verifies_its_data_pack(installed: Path, tmp_path: Path) -> None:
    run(installed / "borderviz", "geodata", "verify", cwd=tmp_path)
    run(installed / "python", "-m", "pip", "check", cwd=tmp_path)


def needed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> set[str]:
    """Return the names of everything that a distribution with these extras needs, and its own."""
    if (name, extras) in seen:
        return set()
    seen.add((name, extras))
    found = {canonicalize_name(name)}
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            found |= needed(requirement.name, frozenset(requirement.extras), seen)
    return found


def test_everything_that_the_commands_install_is_pinned() -> None:
    pinned = {
        canonicalize_name(line.partition("==")[0])
        for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    }
    assert needed("borderviz", frozenset({"test"}), set()) - pinned == {"borderviz"}
