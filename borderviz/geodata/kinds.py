"""Kinds of places: the size class each has by default, and how other vocabularies call it.

The classes are the seven of GeoNames that Linked Places asks for; the concepts are those of the
Getty Art & Architecture Thesaurus, from the list of place types that belongs to Linked Places
(``feature-types-AAT_20230609.tsv``). A kind without a concept had none there that is certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from borderviz.files import read_csv_text

_TABLE = Path(__file__).with_name("kinds.csv")


@dataclass(frozen=True)
class PlaceKind:
    """What is known of a kind of places.

    Attributes
    ----------
    kind : str
    size_class : str
        The class from which a radius is taken where the table states none.
    fclass : str
        Class of GeoNames: A administrative, P populated, H water, L area, S site, T landform.
    aat : str or None
        Number of the concept in the Art & Architecture Thesaurus.
    area_km2 : tuple of float or None
        The least and the greatest area that an outline of such a unit should have.
    """

    kind: str
    size_class: str
    fclass: str
    aat: str | None
    area_km2: tuple[float, float] | None


@cache
def load_kinds() -> Mapping[str, PlaceKind]:
    """Return the kinds that are known, by name."""
    kinds = {}
    for row in read_csv_text(_TABLE).frame.to_dict("records"):
        area = (float(row["least_km2"]), float(row["most_km2"])) if row["least_km2"] else None
        kinds[row["kind"]] = PlaceKind(
            row["kind"], row["size_class"], row["fclass"], row["aat"] or None, area
        )
    return kinds


def default_size_class(kind: str) -> str | None:
    """Return the size class that a kind has where none is stated."""
    known = load_kinds().get(kind)
    return known.size_class if known else None
