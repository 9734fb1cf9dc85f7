"""The further spellings of a name, made by rule; each row says which rule made it.

=====================  ==========================================================================
rule                   what it makes
=====================  ==========================================================================
press spelling         ``shi`` for ``si``; ``yung`` for ``yŏng``; RR with o for eo and u for eu
suffix of the unit     ``-gun`` (MR ``-kun`` after k, t, p), ``-si`` and ``-shi``; the seat of a
                       city has the latter two as well, since reports mean the town by them
suffix of the seat     ``-up``, MR ``-ŭp``, RR and press ``-eup``, for the seat of a county
workers' district      ``X Workers' District``, ``X-gu``, ``X-rodongjagu``, ``X-nodongjagu``, X구
district               ``X District``; of ``X-dong`` also X alone
village                the sound changes of MR and RR before ``ri``; X alone
province               North, N. and the Korean forms of every stem of the paired provinces
traditional            traditional characters of a Chinese form
pinyin                 for provinces, cities, rivers and islands of the DPRK and for its counties
                       on the northern border; of Chinese cities and counties with shi, xian
Chinese unit           市 and 县 after the name of a Chinese city or county, 시 and 현 in hangul
Russian unit           ``-гун``, ``-кун`` and ``-си`` after the Russian form
=====================  ==========================================================================

A form is made only where no form of the place folds to the same, and dropped where another
place bears it (``collisions.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from names import Row, ending_of
from romanise import (
    join_ri,
    join_suffix,
    to_dprk,
    to_pinyin,
    to_press_rr,
    to_press_yung,
    to_rok_roman,
    to_russian_unit,
    to_shi,
    to_traditional,
)

from borderviz.gazetteer import fold_name

Form = tuple[str, str, str, str, str]
"""Name, lang, script, system, rule."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_RANK: Final = {"DPRK": 0, "MR": 1, "RR": 2, "press": 3, "alias": 4, "former": 5}
_SUFFIX: Final = {("KP", "city"): "si", ("KP", "county"): "gun",
                  ("KR", "city"): "si", ("KR", "county"): "gun"}  # fmt: skip
_CHINESE: Final = {"city": ("市", "shi", "시"), "county": ("县", "xian", "현")}

_PAIRED: Final = {
    "hamgyong": ("Hamgyong", "Hamgyŏng", "Hamgyeong", "Hamkyong", "Hamkyung", "Hamgyung"),
    "pyongan": ("P'yŏngan", "Phyongan", "Pyongan", "Pyeongan", "Pyungan"),
    "hwanghae": ("Hwanghae",),
}
_SHORT: Final = {
    "hamgyong": ("Ham",), "pyongan": ("P'yŏng", "Phyong", "Pyeong"), "hwanghae": ("Hwang",),
}  # fmt: skip
_SINGLE: Final = {
    "bv:ryanggang": ("Ryanggang", "Yanggang", "Lyanggang", "Ryangkang", "Yangkang"),
    "bv:jagang": ("Jagang", "Chagang", "Jakang"),
    "bv:kangwon": ("Kangwon", "Gangwon"),
}
_PROVINCE_PINYIN: Final = re.compile("^(.+?)([南北]?道)$")


@dataclass(frozen=True)
class Bearer:
    """A place with what the facts and the first round of names say of it."""

    place: Row
    facts: Row
    own: list[Row]
    unit: Row = field(default_factory=dict)
    """The facts of the unit whose seat it is."""

    @property
    def country(self) -> str:
        """Return its country."""
        return self.place["country"]

    def stems(self) -> list[Row]:
        """Return its names of one Latin word without a suffix, one for each folded form."""
        found: dict[str, Row] = {}
        rows = (r for r in self.own if r["script"] == "Latn" and r["system"] in _RANK)
        for row in sorted(rows, key=lambda r: (_RANK[r["system"]], r["name"])):
            if _WORD.fullmatch(row["name"]):
                found.setdefault(fold_name(row["name"]), row)
        return list(found.values())

    def written(self, script: str, *, system: str | None = None) -> list[str]:
        """Return its undated names in a script, of one system where one is named."""
        return [
            r["name"] for r in self.own
            if r["script"] == script and not r["valid_to"] and system in {None, r["system"]}
        ]  # fmt: skip


def press_spellings(bearer: Bearer) -> Iterator[Form]:
    """Yield what the press makes of the romanisations."""
    if bearer.country != "KP":
        return
    for row in bearer.own:
        name = row["name"]
        if row["script"] != "Latn" or row["valid_to"]:
            continue
        if row["system"] == "MR":
            yield to_press_yung(name), "en", "Latn", "press", "yung for yŏng"
        if row["system"] == "RR":
            yield to_press_rr(name), "en", "Latn", "press", "RR with o for eo and u for eu"
        if row["system"] != "alias" and " " not in name:
            yield to_shi(name), "en", "Latn", "press", "shi for si"


def unit_forms(bearer: Bearer) -> Iterator[Form]:
    """Yield the names of a county or city with the Korean word for it."""
    holder = bearer.unit or bearer.facts
    if bearer.unit and holder["kind"] == "county":
        yield from seat_forms(bearer)
        return
    suffix = _SUFFIX.get((bearer.country, holder.get("kind", "")))
    if suffix is None or holder["name"] == "Seoul":
        return
    rule = f"with -{suffix}" + (", as the city's seat" if bearer.unit else "")
    for row in bearer.stems():
        form = join_suffix(row["name"], suffix, row["system"])
        yield form, row["lang"], "Latn", row["system"], rule
        if suffix == "si":
            yield f"{row['name']}-shi", "en", "Latn", "press", "with -shi"
    if bearer.country == "KR":
        for name in bearer.written("Hang"):
            ending = {"si": "시", "gun": "군"}[suffix]
            if not name.endswith(ending):
                yield name + ending, "ko", "Hang", "ROK", f"with {ending}"
    for name in bearer.written("Cyrl"):
        yield to_russian_unit(name, suffix), "ru", "Cyrl", "ru", "Kontsevich rules, with the unit"


def seat_forms(bearer: Bearer) -> Iterator[Form]:
    """Yield the names of a county's seat with the word for it."""
    for row in bearer.stems():
        form = join_suffix(row["name"], "up", row["system"])
        yield form, row["lang"], "Latn", row["system"], "with -up"
        if row["system"] in ("press", "DPRK", "alias"):
            yield f"{row['name']}-eup", "en", "Latn", "press", "with -eup"


def district_forms(bearer: Bearer) -> Iterator[Form]:
    """Yield the names of workers' districts, quarters and villages with and without suffix."""
    ending = ending_of(bearer.facts) if bearer.facts else ""
    if bearer.country != "KP" or not ending:
        return
    bases = {"MR": bearer.facts["mr"], "RR": bearer.facts["rr"]}
    bases = {system: base for system, base in bases.items() if base}
    if "MR" in bases:
        bases["DPRK"] = to_dprk(bases["MR"])
    for system, base in list(bases.items()):
        bases[f"{system} "] = to_rok_roman(base)
    hangul = bearer.facts["hangul"].removesuffix(ending)
    if ending == "로동자구":
        yield f"{hangul}구", "ko", "Hang", "DPRK", "short for 로동자구"
    for label, base in bases.items():
        yield from _district_form(label.strip(), base, ending)


def _district_form(system: str, base: str, ending: str) -> Iterator[Form]:
    if ending == "로동자구":
        yield f"{base} Workers' District", "en", "Latn", "press", "workers' district"
        for suffix in ("gu", "rodongjagu", "nodongjagu"):
            yield f"{base}-{suffix}", "ko", "Latn", system, "workers' district"
    elif ending in ("구역", "구", "지구"):
        yield f"{base} District", "en", "Latn", "press", "district"
        if ending != "구역":
            yield f"{base}-gu", "ko", "Latn", system, "district"
    elif ending == "동":
        yield base, "ko", "Latn", system, "without -dong"
    elif ending == "리":
        if system != "DPRK":
            yield join_ri(base, system), "ko", "Latn", system, "sound changes before ri"
        yield base, "ko", "Latn", system, "without -ri"


def province_forms(bearer: Bearer) -> Iterator[Form]:
    """Yield the forms of a province's name."""
    key = bearer.place["place_id"].removeprefix("bv:")
    for stem in _SINGLE.get(f"bv:{key}", ()):
        yield stem, "en", "Latn", "press", "province"
        yield f"{stem}-do", "ko", "Latn", "press", "province"
    side, _, which = key.partition("-")
    if side not in ("north", "south") or which not in _PAIRED:
        return
    koreans = ("bukto", "pukto", "buk-do") if side == "north" else ("namdo", "nam-do")
    for stem in _PAIRED[which]:
        yield f"{side.title()} {stem}", "en", "Latn", "press", "province"
        yield f"{side[0].upper()}. {stem}", "en", "Latn", "press", "province"
        for korean in koreans:
            system = "MR" if "ŏ" in stem else "DPRK" if "h" in stem[:2] else "press"
            yield f"{stem}-{korean}", "ko", "Latn", system, "province"
    for short in _SHORT[which]:
        yield short + ("buk" if side == "north" else "nam"), "ko", "Latn", "press", "province"


def chinese_forms(bearer: Bearer) -> Iterator[Form]:
    """Yield traditional characters, pinyin, and the names of Chinese units in full."""
    # a name without characters that were simplified stands once, as hanja
    hans = bearer.written("Hans") or bearer.written("Hani", system="hanja")
    kind = bearer.facts.get("kind", "")
    if bearer.country == "CN" and kind in _CHINESE:
        character, pinyin, hangul = _CHINESE[kind]
        full = [name + character for name in hans if name[-1] not in "市县区州"]
        for name in full:
            yield name, "zh", "Hans", "zh", f"with {character}"
        hans += full
        yield f"{bearer.place['name']}-{pinyin}", "zh", "Latn", "pinyin", f"with {character}"
        for name in bearer.written("Hang"):
            if len(name) < 5 and name[-1] not in "시현":
                yield name + hangul, "ko", "Hang", "transcription", f"with {character}"
    if _has_pinyin(bearer):
        for name in hans:
            yield from _pinyin(name, bearer)
    for name in hans:
        yield to_traditional(name), "zh", "Hant", "zh", "OpenCC from the simplified form"


def _has_pinyin(bearer: Bearer) -> bool:
    """Tell whether the Chinese press writes of a place of the DPRK by its Chinese name."""
    holder = bearer.unit or bearer.facts
    if bearer.country != "KP" or not holder:
        return False
    if holder["kind"] == "county":
        return bool(re.search("CN|RU", holder["on_border"]))
    return holder["kind"] in ("city", "province", "river", "island")


def _pinyin(name: str, bearer: Bearer) -> Iterator[Form]:
    rule = "pypinyin from the Chinese form"
    if match := _PROVINCE_PINYIN.match(name):
        for stem, suffix in {(match[1], match[2]), (name[:-1], name[-1])}:
            yield to_pinyin(stem, suffix), "zh", "Latn", "pinyin", rule
    elif name[-1] in "市郡邑江岛" and len(name) > 2:
        if bearer.place["kind"] in ("county", "city", "town", "province"):
            yield to_pinyin(name[:-1]), "zh", "Latn", "pinyin", rule
        yield to_pinyin(name[:-1], name[-1]), "zh", "Latn", "pinyin", rule
    else:
        yield to_pinyin(name), "zh", "Latn", "pinyin", rule


RULES: Final = (press_spellings, unit_forms, district_forms, province_forms, chinese_forms)


def variants(bearer: Bearer) -> Iterator[Row]:
    """Yield the rows that the rules make for a place, one for each folded form."""
    taken = {fold_name(row["name"]) for row in bearer.own}
    for row in _again(bearer):
        folded = fold_name(row["name"])
        if folded and folded not in taken:
            taken.add(folded)
            yield row


def _again(bearer: Bearer) -> Iterator[Row]:
    """Apply the rules, the suffixes also to the press spellings, former names with their dates."""
    place_id = bearer.place["place_id"]
    spelled = [_row(place_id, form) for form in press_spellings(bearer)]
    wider = Bearer(bearer.place, bearer.facts, bearer.own + spelled, bearer.unit)
    dates = {row["name"]: (row["valid_from"], row["valid_to"]) for row in bearer.own}
    yield from spelled
    for rule in RULES[1:]:
        for form in rule(wider):
            stem = form[0].rpartition("-")[0]
            former = form[3] == "former"
            yield _row(place_id, form, dates.get(stem, ("", "")) if former else ("", ""))


def _row(place_id: str, form: Form, valid: tuple[str, str] = ("", "")) -> Row:
    name, lang, script, system, rule = form
    return {
        "place_id": place_id, "name": name, "lang": lang, "script": script, "system": system,
        "valid_from": valid[0], "valid_to": valid[1], "source": f"generated: {rule}",
    }  # fmt: skip


def bearers(places: Iterable[Row], facts: dict[str, Row], rows: Iterable[Row]) -> list[Bearer]:
    """Return every place with its names of the first round."""
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(row["place_id"], []).append(row)
    found = []
    for place in places:
        key = place["place_id"]
        unit = facts.get(place.get("seat_of") or "", {})
        same = unit if unit and unit["name"] == place["name"] else {}
        found.append(Bearer(place, facts.get(key, {}), own.get(key, []), same))
    return found
