"""What has one room stays in it: the libraries that the floors confine, and projecting.

The order of the floors themselves is checked by import-linter (``make floors``), which sees
imports only. A projection needs no import: it is a method of any GeoDataFrame.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "borderviz"
ROOMS_OF_LIBRARY = {
    "branca": {"maps", "page"},
    "fiona": {"files"},
    "folium": {"maps", "page"},
    "matplotlib": {"figures"},
    "pyogrio": {"files"},
    "pyproj": {"crs"},
}
ROOMS_OF_METHOD = {
    "estimate_utm_crs": {"crs"},
    "read_file": {"files"},
    "to_crs": {"crs"},
    "to_file": {"files"},
}


def rooms() -> dict[str, list[ast.AST]]:
    """Return the syntax nodes of every room: the modules right under the package."""
    found: dict[str, list[ast.AST]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        found.setdefault(room, []).extend(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def libraries(nodes: list[ast.AST]) -> set[str]:
    """Return the top-level names that are imported, at the top of a module or inside it."""
    names = {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    } | {
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.partition(".")[0] for name in names}


def methods(nodes: list[ast.AST]) -> set[str]:
    """Return the names of what is taken from an object or called."""
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("library", ROOMS_OF_LIBRARY)
def test_a_library_is_imported_only_in_its_rooms(library: str) -> None:
    users = {room for room, nodes in rooms().items() if library in libraries(nodes)}
    assert users <= ROOMS_OF_LIBRARY[library]


@pytest.mark.parametrize("method", ROOMS_OF_METHOD)
def test_a_method_is_used_only_in_its_room(method: str) -> None:
    users = {room for room, nodes in rooms().items() if method in methods(nodes)}
    assert users <= ROOMS_OF_METHOD[method]


def test_the_rooms_are_found() -> None:
    assert {"cli", "crs", "files", "maps", "page"} <= rooms().keys()
    assert "pyproj" in libraries(rooms()["crs"])
    assert "folium" in libraries(rooms()["maps"])
