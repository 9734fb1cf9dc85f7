"""The names on a map: what is labelled, where, at which rank, in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from borderviz.geodata import Geodata

_RANKS: Final = {"large_city": 1, "city": 2, "town": 3}
_SCRIPTS: Final = {"ko": "Hang", "zh": "Hans", "ru": "Cyrl"}


def background_labels(geodata: Geodata) -> list[dict[str, Any]]:
    """Return the names of countries, provinces, rivers and towns.

    Parameters
    ----------
    geodata : Geodata

    Returns
    -------
    list of dict
        ``kind`` (country, province, river, town), ``rank`` (1 is shown first), ``name`` by
        language, ``lon`` and ``lat`` in degrees; for towns ``native``, the name in the
        language of their country, None where none is known.
    """
    return [*_unit_labels(geodata), *_river_labels(geodata), *_town_labels(geodata)]


def _label(kind: str, rank: int, name: Mapping[str, str], lon: float, lat: float) -> dict[str, Any]:
    return {
        "kind": kind,
        "rank": rank,
        "name": dict(name),
        "lon": round(lon, 5),
        "lat": round(lat, 5),
    }


def _names(geodata: Geodata) -> dict[str, dict[str, str]]:
    """Return the first name of each place in the page's other languages."""
    found: dict[str, dict[str, str]] = {}
    for language, script in _SCRIPTS.items():
        rows = geodata.names[
            (geodata.names["lang"] == language) & (geodata.names["script"] == script)
        ]
        current = rows[rows["valid_to"].isna()].drop_duplicates("place_id")
        for place_id, name in zip(current["place_id"], current["name"], strict=True):
            found.setdefault(place_id, {})[language] = name
    return found


def _in_languages(english: str, others: Mapping[str, str]) -> dict[str, str]:
    return {"en": english} | {language: others.get(language, english) for language in ("ko", "zh")}


def own_names(geodata: Geodata, row: Any) -> dict[str, str]:
    """Return the names that a row of a layer states in the pack's languages."""
    stated = {
        language: getattr(row, f"name_{language}", None) for language in geodata.info.languages
    }
    return _in_languages(row.name_en, {k: v for k, v in stated.items() if isinstance(v, str)})


def _unit_labels(geodata: Geodata) -> Iterator[dict[str, Any]]:
    for row in geodata.countries.itertuples(index=False):
        about = geodata.info.countries[row.country]
        point = shapely.point_on_surface(row.geometry)
        name = _in_languages(str(about["en"]), {k: str(v) for k, v in about.items()})
        yield _label("country", 1, name, point.x, point.y)
    provinces = {entry["id"]: entry["name"] for entry in province_names(geodata)}
    for row in geodata.provinces.itertuples(index=False):
        if row.admin1 in provinces:
            point = shapely.point_on_surface(row.geometry)
            yield _label("province", 2, provinces[row.admin1], point.x, point.y)


def province_names(geodata: Geodata) -> list[dict[str, Any]]:
    """Return the names of the pack's provinces by their ISO 3166-2 code."""
    names = _names(geodata)
    rows = geodata.places[(geodata.places["kind"] == "province") & geodata.places["admin1"].notna()]
    return [
        {"id": code, "name": _in_languages(name, names.get(place_id, {}))}
        for code, name, place_id in zip(rows["admin1"], rows["name"], rows["place_id"], strict=True)
    ]


def _river_labels(geodata: Geodata) -> Iterator[dict[str, Any]]:
    for river in geodata.rivers.itertuples(index=False):
        name = own_names(geodata, river)
        for share in (0.25, 0.7):
            point = shapely.line_interpolate_point(river.geometry, share, normalized=True)
            yield _label("river", 2, name, point.x, point.y)


def _town_labels(geodata: Geodata) -> Iterator[dict[str, Any]]:
    """Label towns by size; those on a border before others of their size."""
    names = _names(geodata)
    places = geodata.places
    placed = places["latitude"].notna() & places["size_class"].isin(list(_RANKS))
    seats = places["seat_of"].notna() | (places["country"] != geodata.info.home)
    near = places["on_border"].notna()
    shown = places[placed & (seats | near) & (near | (places["size_class"] != "town"))]
    for row in shown.sort_values(["size_class", "place_id"]).to_dict("records"):
        rank = _RANKS[row["size_class"]] + int(pd.isna(row["on_border"]))
        others = names.get(row["place_id"], {})
        name = _in_languages(row["name"], others)
        label = _label("town", min(rank, 4), name, float(row["longitude"]), float(row["latitude"]))
        language = geodata.info.countries.get(row["country"], {}).get("language", "")
        yield label | {"native": others.get(language)}
