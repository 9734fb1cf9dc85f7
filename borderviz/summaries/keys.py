"""What incidents are counted by beyond the columns of their tables: time, province, county.

A value is worked out for each report. Where it is not certain, it names all that it may be:
``2020-08–2020-09`` for a date between August and September, ``Chagang or Ryanggang`` for a river
reach in both. Such an incident stands in a group of its own, so that groups add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, shown
from borderviz.geocoding.units import touched_counties, touched_provinces, unit_names

if TYPE_CHECKING:
    from borderviz.geodata import Geodata

SHORT_NAMES: Final = {"zone": "rule_id", "type": "event_type", "outlet": "source_outlet"}
"""What people call columns that they count by."""
DERIVED_KEYS: Final = ("year", "month", "province", "county")
UNKNOWN_YEAR: Final = "unknown"
UNKNOWN_PLACE: Final = "unknown"
_MOST_UNITS: Final = 3
"""An area over more units than this says nothing of the unit."""
_PLURALS: Final = {"province": "provinces", "county": "counties"}
_DIGITS: Final = {"year": 4, "month": 7}


def years(located: pd.DataFrame) -> pd.Series:
    """Return the year of each row as text, ``2017–2018`` where it may be either, or ``unknown``."""
    return _spans(located, "year")


def derived_key(key: str, located: pd.DataFrame, geodata: Geodata | None) -> pd.Series:
    """Return what each row is counted by, as text without gaps, aligned with `located`.

    Parameters
    ----------
    key : {"year", "month", "province", "county"}
    located : pandas.DataFrame
        The contract ``located``; its geometry in EPSG:4326 for provinces and counties.
    geodata : Geodata or None
        For provinces and counties. Counties without a polygon have an approximate area.

    Raises
    ------
    InputError
        Without the pack where it is needed.
    """
    if key in _DIGITS:
        return _spans(located, key)
    if geodata is None:
        raise InputError(
            f"counting by {shown(key)} needs the data pack; give it as geodata, as load_geodata "
            "returns it"
        )
    touched = touched_provinces if key == "province" else touched_counties
    names = unit_names(geodata)
    first = located.drop_duplicates("location_id").set_index("location_id", drop=False)
    found = {
        location: _either(codes, names, key)
        for location, codes in zip(first.index, touched(first, geodata), strict=True)
    }
    values = located["location_id"].astype(object).map(found)
    if key == "province":
        stated = located["admin1"].astype(object)
        named = stated.map(lambda code: names.get(code, code), na_action="ignore")
        values = named.where(stated.notna(), values)
    return values.astype("string").rename(key)


def _either(codes: tuple[str, ...], names: dict[str, str], kind: str) -> str:
    if not codes:
        return UNKNOWN_PLACE
    if len(codes) > _MOST_UNITS:
        return f"more than {_MOST_UNITS} {_PLURALS[kind]}"
    return " or ".join(sorted(names.get(code, code) for code in codes))


def _spans(located: pd.DataFrame, key: str) -> pd.Series:
    digits = _DIGITS[key]
    start, end = located["date_start"].str[:digits], located["date_end"].str[:digits]
    spans = start.where(start == end, start + "–" + end)
    return spans.where(start.notna() & end.notna(), UNKNOWN_YEAR).astype("string").rename(key)
