"""Places of the gazetteer, and the rows they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

PLACE_COLUMNS: Final = (
    "place_id", "name", "kind", "size_class", "country", "admin1", "admin2", "latitude",
    "longitude", "extent_m", "seat_of", "population", "on_border", "source", "confidence",
)  # fmt: skip
"""The columns of the places table that an index reads."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    Attributes
    ----------
    place_id, name, kind, size_class
        Its id, the spelling to show, what it is, and the class that sizes go by.
    country, admin1, admin2
        ISO 3166-1 alpha-2, ISO 3166-2, and the id (or name) of its county or city.
    latitude, longitude : float or None
        WGS84 degrees; None where no position is known.
    extent_m : float or None
        Radius in metres to the far edge of what the name covers; None where unknown.
    seat_of : str or None
        The unit whose seat this town is.
    population : int or None
    on_border, source, confidence
        As in the table.
    """

    place_id: str
    name: str
    kind: str
    size_class: str
    country: str
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    extent_m: float | None
    seat_of: str | None
    population: int | None
    on_border: str | None
    source: str | None
    confidence: str | None


def place_of(row: Mapping[str, Any]) -> Place:
    """Return a row of the places table as a place."""
    population = _number(row["population"])
    return Place(
        place_id=text_of(row["place_id"]) or "",
        name=text_of(row["name"]) or "",
        kind=text_of(row["kind"]) or "",
        size_class=text_of(row["size_class"]) or "",
        country=text_of(row["country"]) or "",
        admin1=text_of(row["admin1"]),
        admin2=text_of(row["admin2"]),
        latitude=_number(row["latitude"]),
        longitude=_number(row["longitude"]),
        extent_m=_number(row["extent_m"]),
        seat_of=text_of(row["seat_of"]),
        population=None if population is None else int(population),
        on_border=text_of(row["on_border"]),
        source=text_of(row["source"]),
        confidence=text_of(row["confidence"]),
    )


def text_of(value: object) -> str | None:
    """Return a cell as text, None where it is blank."""
    # A column that holds only years and blanks reaches us as numbers.
    if isinstance(value, (int, float)) and not pd.isna(value):
        return f"{value:g}"
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) or value == "" else float(value)
