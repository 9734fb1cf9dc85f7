"""Help must answer at once, so starting up may not load the heavy libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "dask",
    "fiona",
    "folium",
    "geopandas",
    "matplotlib",
    "numba",
    "numpy",
    "pandas",
    "pandera",
    "pyarrow",
    "pyogrio",
    "pyproj",
    "rich",
    "shapely",
}
HELP = """
import sys
from borderviz.cli import main
sys.argv = ["borderviz", *sys.argv[1:]]
try:
    main()
except SystemExit as exit:
    status = exit.code or 0
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(status)
"""
IMPORT = """
import sys
import borderviz
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own; it prints the modules it loaded on stderr."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("arguments", [["--help"], ["map", "--help"], ["geocode", "--help"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    done = run(HELP, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: borderviz")
    assert HEAVY.isdisjoint(done.stderr.split())


def test_importing_the_package_loads_no_heavy_library() -> None:
    done = run(IMPORT)
    assert done.returncode == 0, done.stderr
    assert "borderviz" in done.stderr.split()
    assert HEAVY.isdisjoint(done.stderr.split())
