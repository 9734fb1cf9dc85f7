"""Places of one's own: read from a file, checked as a whole, laid over those of a pack.

A table has the columns of ``places.csv``. Needed are ``name`` (or ``place_id``), ``kind`` and
``country``; beside these it may have

``aliases``
    further names in any script, separated by semicolons;
``replaces``
    ``yes`` where the row takes the place of the pack's row of the same ``place_id``. Without it
    such a row is a fault: nothing of a pack is replaced by accident. The pack's names stay.

A blank ``size_class`` follows from the kind, a blank ``place_id`` is made from the name. A file
in which anything is wrong is not used at all, and everything that is wrong is said at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, TableError, shown, shown_path
from borderviz.files import sha256_file
from borderviz.geodata.linked_reader import read_linked_features
from borderviz.geodata.pack_checks import PackGround, pack_faults
from borderviz.geodata.place_checks import OwnPlaces, Vocabulary, type_places
from borderviz.geodata.place_files import RawPlaces, read_place_table

if TYPE_CHECKING:
    import geopandas as gpd

_TABLES: Final = (".csv", ".tsv", ".txt")
_LINKED: Final = (".geojson", ".json", ".jsonld")


@dataclass(frozen=True, eq=False)
class LaidOver:
    """The places and names of a pack with those of one's own.

    Attributes
    ----------
    places, names : pandas.DataFrame
    notes : tuple of str
        What each file added or replaced, in a sentence.
    digests : tuple of str
        SHA-256 of each file.
    """

    places: pd.DataFrame
    names: pd.DataFrame
    notes: tuple[str, ...]
    digests: tuple[str, ...]


def read_places(path: Path) -> RawPlaces:
    """Read a file of places as it stands: a CSV table, or Linked Places by its ending."""
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return read_place_table(path)
    if suffix in _LINKED:
        return read_linked_features(path)
    raise InputError(
        f"{shown_path(path)}: places are read from a CSV table ({', '.join(_TABLES)}) or a Linked "
        f"Places file ({', '.join(_LINKED)}), not from {shown(suffix)}"
    )


def lay_over(
    paths: Sequence[Path],
    places: pd.DataFrame,
    names: pd.DataFrame,
    countries: gpd.GeoDataFrame,
    provinces: gpd.GeoDataFrame,
) -> LaidOver:
    """Lay files of places over the places and names of a pack.

    Raises
    ------
    TableError
        Anything is wrong with any of the files; all faults are told.
    """
    vocabulary = Vocabulary(
        countries=tuple(sorted(countries["country"])),
        size_classes=tuple(sorted(places.get("size_class", pd.Series()).dropna().unique())),
        kinds=tuple(sorted(places["kind"].dropna().unique())),
    )
    files = [type_places(read_places(path), vocabulary) for path in paths]
    ground = PackGround(
        places.drop_duplicates("place_id").set_index("place_id"),
        dict(zip(countries["country"], countries.geometry, strict=True)),
        dict(zip(provinces["admin1"], provinces.geometry, strict=True)),
    )
    told = [
        fault
        for own, found in zip(files, pack_faults(files, ground), strict=True)
        for fault in own.told(found)
    ]
    if told:
        count = f"{len(told)} fault{'s' if len(told) > 1 else ''}"
        raise TableError(f"places of one's own: {count}, so none of them is used", tuple(told))
    notes = []
    for own in files:
        places, names, note = _laid(own, places, names)
        notes.append(note)
    digests = tuple(sha256_file(path) for path in paths)
    return LaidOver(places, names, tuple(notes), digests)


def combined_digest(*digests: str) -> str:
    """Return one digest for several: it names the data that were laid over each other."""
    return hashlib.sha256("\n".join(digests).encode("ascii")).hexdigest()


def _laid(
    own: OwnPlaces, places: pd.DataFrame, names: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Return the places and names with those of one file, and what it changed."""
    replaced = own.places["place_id"].isin(own.replacing)
    known = own.places["place_id"].isin(places["place_id"])
    added = own.places[replaced | ~known]
    kept = places[~places["place_id"].isin(own.replacing)]
    listed = set(_tuples(names))
    given = own.names.reindex(columns=names.columns).astype("string")
    new = given[[name not in listed for name in _tuples(given)]]
    note = f"{own.path}: {int((~known).sum())} places and {len(new)} names laid over the pack"
    if replaced.any():
        ids = ", ".join(
            f"{i} ({n})" for i, n in own.places.loc[replaced, ["place_id", "name"]].to_numpy()
        )
        note += f"; replaced: {ids}"
    return (
        pd.concat([kept, added], ignore_index=True),
        pd.concat([names, new], ignore_index=True),
        note,
    )


def _tuples(names: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(names.astype("string").fillna("").itertuples(index=False, name=None))
