"""Find, verify and load a data pack: places, names, borders, outlines, rules, background.

A pack is a folder with the layout of ``geodata/README.md``. The shipped pack travels in the
wheel and lies beside the package in a checkout; a pack of one's own is a folder given to
:func:`load_geodata`. ``registry.txt`` holds a SHA-256 digest of every file, checked at
each load, so that a map can be traced to the very data that made it.

A pack can be added to without being changed: places of one's own are laid over it when it is
loaded (:mod:`borderviz.geodata.own_places`), true polygons of units come in an overlay
(:mod:`borderviz.geodata.overlay`). Gazetteers are exchanged as Linked Places
(:mod:`borderviz.geodata.linked_places`).
"""

from __future__ import annotations

from borderviz.geodata.info import PackInfo, Strip
from borderviz.geodata.kinds import PlaceKind, load_kinds
from borderviz.geodata.linked_places import (
    linked_places_text,
    read_linked_places,
    write_linked_places,
)
from borderviz.geodata.overlay import check_target, pack_roots, verify_geodata, write_overlay
from borderviz.geodata.pack import DETAILS, Geodata, load_basemap, load_geodata
from borderviz.geodata.registry import (
    find_pack,
    pack_files,
    read_registry,
    registry_digest,
    seal_geodata,
)
from borderviz.geodata.rules import RuleSource, ZoneRule, ZoneVariant

__all__ = [
    "DETAILS",
    "Geodata",
    "PackInfo",
    "PlaceKind",
    "RuleSource",
    "Strip",
    "ZoneRule",
    "ZoneVariant",
    "check_target",
    "find_pack",
    "linked_places_text",
    "load_basemap",
    "load_geodata",
    "load_kinds",
    "pack_files",
    "pack_roots",
    "read_linked_places",
    "read_registry",
    "registry_digest",
    "seal_geodata",
    "verify_geodata",
    "write_linked_places",
    "write_overlay",
]
