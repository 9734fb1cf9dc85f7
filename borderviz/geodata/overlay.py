"""Overlays: folders that add to a pack without changing it.

An overlay holds ``overlay.yaml`` (which pack it extends, by the digest of that pack's registry;
its title, source and licence), ``boundaries/units.geojson`` (true polygons of units) and a
``registry.txt`` of its own. The pack it extends is the shipped one, or the folder that ``base``
names, relative to the overlay; it may be an overlay itself.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from borderviz.errors import DataPackError, InputError, shown, shown_path
from borderviz.files import atomic_write_text, write_vector
from borderviz.geodata.registry import find_pack, registry_digest, registry_faults, seal_geodata
from borderviz.geodata.rules import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

OUTLINES: Final = "boundaries/units.geojson"
"""File of a pack or an overlay with the true polygons of units; a pack may lack it."""
OUTLINE_COLUMNS: Final = ("place_id", "name", "source")
"""What is told of a unit's outline beside its geometry."""
_DESCRIPTION: Final = "overlay.yaml"
_KEYS: Final = ("title", "extends", "source", "licence")
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Overlay:
    """What an overlay says of itself.

    Attributes
    ----------
    title, source, licence : str
        What it is, where it comes from, under which terms.
    extends : str
        Digest of the registry of the pack that it was made for.
    base : str or None
        Folder of that pack, relative to the overlay; None for the shipped one.
    """

    title: str
    source: str
    licence: str
    extends: str
    base: str | None = None

    @property
    def credit(self) -> dict[str, str | None]:
        """Return the overlay as an entry of a pack's attribution."""
        web = _WEB.search(self.source)
        return {
            "text": f"{self.title}: {self.source}",
            "licence": self.licence,
            "url": web[0] if web else None,
        }


def is_overlay(root: Path) -> bool:
    """Whether a folder is an overlay and no pack."""
    return (root / _DESCRIPTION).is_file()


def read_overlay(root: Path) -> Overlay:
    """Read what an overlay says of itself."""
    raw = read_yaml(root, _DESCRIPTION)
    for key in _KEYS:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise DataPackError(
                f"{_DESCRIPTION} in {str(root)!r}: {key!r} is {shown(raw.get(key))}, expected "
                "a text"
            )
    base = raw.get("base")
    if base is not None and not isinstance(base, str):
        raise DataPackError(
            f"{_DESCRIPTION} in {str(root)!r}: 'base' is {shown(base)}, expected a folder"
        )
    return Overlay(raw["title"], raw["source"], raw["licence"], raw["extends"], base)


def base_of(root: Path, overlay: Overlay) -> Path:
    """Return the folder of the pack that an overlay extends."""
    if overlay.base is None:
        return find_pack()
    base = Path(os.path.normpath(root / overlay.base))
    if not base.is_dir():
        raise DataPackError(
            f"the overlay {str(root)!r} extends the pack at {str(base)!r}, which is not there; "
            f"move it back, or mend 'base' in its {_DESCRIPTION} and seal it"
        )
    if root.resolve() == base.resolve():
        raise DataPackError(f"the overlay {str(root)!r} extends itself; mend 'base'")
    return base


def pack_roots(path: str | Path | None = None) -> tuple[Path, ...]:
    """Return the folders that are laid over each other: overlays first, the pack last."""
    roots = [find_pack(path)]
    while is_overlay(roots[-1]):
        base = base_of(roots[-1], read_overlay(roots[-1]))
        if base.resolve() in {root.resolve() for root in roots}:
            raise DataPackError(f"the overlay {str(roots[0])!r} extends itself in a ring; mend it")
        roots.append(base)
    return tuple(roots)


def verify_geodata(path: str | Path | None = None) -> tuple[str, ...]:
    """Check every file of a pack against its registry, and of the packs that it extends.

    Returns
    -------
    tuple of str
        One sentence per fault (missing, changed or unregistered file; an overlay that was made
        for another state of its pack); empty when all is well.
    """
    own, *below = pack_roots(path)
    faults = list(registry_faults(own))
    for base in below:
        faults += [f"{fault} (in {str(base)!r})" for fault in registry_faults(base)]
    return (*faults, *stale_faults(own))


def stale_faults(root: Path) -> tuple[str, ...]:
    """Return a sentence for each overlay that was made for another state of its pack."""
    roots = pack_roots(root)
    return tuple(
        f"the overlay {str(over)!r} was made for another state of the pack {str(base)!r} "
        f"(sha256 {stated[:12]}…, now {found[:12]}…); make it again with "
        "`borderviz geodata add-units`"
        for over, base in pairwise(roots)
        if (stated := read_overlay(over).extends) != (found := registry_digest(base))
    )


def check_target(folder: Path) -> None:
    """Raise unless an overlay may be written to a folder: an overlay, or nothing yet."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{shown_path(folder)} is a file; name a folder for the overlay")
    if folder.is_dir() and any(folder.iterdir()) and not is_overlay(folder):
        raise InputError(
            f"{shown_path(folder)} is a folder with other content; name a new one for the overlay"
        )


def write_overlay(
    folder: Path, about: Mapping[str, str | None], outlines: gpd.GeoDataFrame
) -> None:
    """Write an overlay; until its registry is written it is not taken for whole.

    Parameters
    ----------
    folder : Path
        A new folder, or an overlay, which is written over.
    about : mapping
        Title, extends, base, source and licence; see `Overlay`.
    outlines : geopandas.GeoDataFrame
        place_id, name, source, geometry.
    """
    check_target(folder)
    try:
        (folder / OUTLINES).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {shown_path(folder)} cannot be made: {error.strerror}"
        ) from error
    text = yaml.safe_dump(dict(about), allow_unicode=True, sort_keys=False, width=100)
    atomic_write_text(folder / _DESCRIPTION, text)
    write_vector(outlines[[*OUTLINE_COLUMNS, "geometry"]], folder / OUTLINES)
    seal_geodata(folder)
