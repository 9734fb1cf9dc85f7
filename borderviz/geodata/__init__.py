"""Find, verify and load a data pack: places, names, borders, outlines, rules, background.

A pack is a folder with the layout of ``geodata/README.md``. The shipped pack travels in the
wheel and lies beside the package in a checkout; a pack of one's own is a folder given to
:func:`load_geodata`. ``registry.txt`` holds a SHA-256 digest of every file, checked at
each load, so that a map can be traced to the very data that made it.
"""

from __future__ import annotations

from borderviz.geodata.pack import DETAILS, Geodata, PackInfo, load_basemap, load_geodata
from borderviz.geodata.registry import (
    find_pack,
    pack_files,
    read_registry,
    seal_geodata,
    verify_geodata,
)
from borderviz.geodata.rules import RuleSource, ZoneRule, ZoneVariant

__all__ = [
    "DETAILS",
    "Geodata",
    "PackInfo",
    "RuleSource",
    "ZoneRule",
    "ZoneVariant",
    "find_pack",
    "load_basemap",
    "load_geodata",
    "pack_files",
    "read_registry",
    "seal_geodata",
    "verify_geodata",
]
