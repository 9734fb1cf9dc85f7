"""The command that says whether borderviz can do its work here, and what is missing."""

from __future__ import annotations

import json
import platform
import re
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import TYPE_CHECKING, Final, Literal

import click

from borderviz.cli import options
from borderviz.cli.group import example, exit_with, main
from borderviz.errors import BordervizError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PYTHONS: Final = ((3, 11), (3, 14))
_AGAIN: Final = "install it again: pip install --force-reinstall borderviz"
_MAKERS: Final = frozenset({"bench", "dev", "geodata", "test"})
"""Extras for making borderviz; all others are for using it."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
    state : {"good", "missing", "wrong"}
        A thing that is missing can be done without; what is wrong must be mended.
    told : str
        What was found.
    advice : str
        What to do; empty when it is good.
    """

    name: str
    state: Literal["good", "missing", "wrong"]
    told: str
    advice: str = ""


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Write what was found as JSON.")
@options.geodata
@example("borderviz doctor")
def doctor(*, as_json: bool, pack: Path | None) -> None:
    """Say which versions are at work, whether the data pack is whole, and what is missing.

    The exit status is 1 when something must be mended, not when something optional is missing.
    """
    found = list(findings(pack))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        for finding in found:
            click.echo(printable(f"{finding.state:<8}{finding.name}: {finding.told}"))
            if finding.advice:
                click.echo(printable(f"{'':<8}{finding.advice}"))
    exit_with(int(any(finding.state == "wrong" for finding in found)))


def findings(pack: Path | None) -> Iterator[Finding]:
    """Look at everything that borderviz needs, or can use."""
    yield _python()
    yield Finding("borderviz", "good", version("borderviz"))
    yield from _packages()
    yield from _libraries()
    yield _pack(pack)
    yield from _extras()
    yield _browser()


def _python() -> Finding:
    told = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    lowest, beyond = (".".join(map(str, bound)) for bound in _PYTHONS)
    if _PYTHONS[0] <= tuple(map(int, platform.python_version_tuple()[:2])) < _PYTHONS[1]:
        return Finding("Python", "good", told)
    return Finding("Python", "wrong", told, f"use Python {lowest} or newer, below {beyond}")


def _packages() -> Iterator[Finding]:
    """Look at what borderviz cannot do without."""
    for name in _names(None):
        found = _installed(name)
        if found is None:
            yield Finding(name, "wrong", "not installed", _AGAIN)
        else:
            yield Finding(name, "good", found)


def _libraries() -> Iterator[Finding]:
    """Look at the libraries in C that do the work on shapes, projections and files."""
    try:
        import shapely

        from borderviz.crs import proj_version
        from borderviz.files.versions import gdal_versions

        readers = {f"GDAL of {reader}": found for reader, found in gdal_versions().items()}
        loaded = {"GEOS": shapely.geos_version_string, "PROJ": proj_version(), **readers}
    except ImportError as error:
        yield Finding("GDAL, GEOS, PROJ", "wrong", f"cannot be loaded: {error}", _AGAIN)
        return
    for name, told in loaded.items():
        yield Finding(name, "good", told)


def _pack(pack: Path | None) -> Finding:
    """Check the pack against its registry."""
    from borderviz.geodata import pack_files, pack_roots, verify_geodata

    try:
        faults = verify_geodata(pack)
        roots = pack_roots(pack)
    except BordervizError as error:
        return Finding("data pack", "wrong", str(error), _AGAIN)
    if faults:
        told = f"{faults[0]} (and {len(faults) - 1} more)" if len(faults) > 1 else faults[0]
        advice = "borderviz geodata --geodata FOLDER seal, if you changed it" if pack else _AGAIN
        return Finding("data pack", "wrong", told, advice)
    files = sum(len(pack_files(root)) for root in roots)
    return Finding("data pack", "good", f"{roots[0]}: all {files} files are as registered")


def _extras() -> Iterator[Finding]:
    """Look at the optional parts."""
    offered = metadata("borderviz").get_all("Provides-Extra") or []
    for extra in sorted(set(offered) - _MAKERS):
        name = f"borderviz[{extra}]"
        lacking = [package for package in _names(extra) if _installed(package) is None]
        if lacking:
            told = f"without {', '.join(lacking)}"
            yield Finding(name, "missing", told, f"pip install 'borderviz[{extra}]'")
        else:
            yield Finding(name, "good", ", ".join(_names(extra)))


def _browser() -> Finding:
    """Look for a browser that can print a page."""
    from borderviz.reports import find_browser

    found = find_browser()
    if found is not None:
        return Finding("browser", "good", found)
    told = "no Chromium on the path; pages open in any browser, none is needed to make them"
    return Finding("browser", "missing", told, "install Chromium, or Google Chrome")


def _names(extra: str | None) -> list[str]:
    """Return the packages that borderviz asks for, always or for one of its extras."""
    marked = re.compile(r"extra == ['\"]([\w-]+)['\"]")
    names = []
    for line in requires("borderviz") or []:
        found = marked.search(line)
        if (found.group(1) if found else None) == extra:
            names.append(re.split(r"[\s\[<>=!~;(]", line, maxsplit=1)[0])
    return names


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
