"""Generated spellings that are another place's name: found, dropped, reported.

A variant made by rule must not turn a name that means one place into one that may mean two.
A generated form goes where a place of another family bears the same folded form as a name of its
own (a form of the facts or of GeoNames, its hangul, its MR, RR or DPRK form). Where two families
come to the same form by rule only, both keep it if they share a name anyway (Kosong and Goseong
do, so Kosŏng-gun is ambiguous as it should be), else both lose it.

A family is a unit, its seat, and a city of the rank of a province with its city and town.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from names import Row

from borderviz.gazetteer import fold_name


@dataclass(frozen=True)
class Collision:
    """A generated form that was dropped, and whose name it is."""

    form: Row
    others: tuple[str, ...]
    """Place ids."""


def families(places: Iterable[Row]) -> dict[str, str]:
    """Return the family of every place, called by the id of its widest unit."""
    rows = list(places)
    family = {row["place_id"]: row.get("seat_of") or row["place_id"] for row in rows}
    special = {(row["admin1"], row["name"]): row["place_id"]
               for row in rows if row["kind"] == "province" and row["country"] == "KP"}  # fmt: skip
    for row in rows:
        province = special.get((row["admin1"], row["name"]))
        if province and family[row["place_id"]] == row["place_id"]:
            family[row["place_id"]] = province
    return {key: family.get(widest, widest) for key, widest in family.items()}


def settle(
    own: Iterable[Row], generated: Iterable[Row], family: dict[str, str]
) -> tuple[list[Row], list[Collision]]:
    """Return the generated rows that stay, and those that went."""
    bears: dict[str, set[str]] = defaultdict(set)
    called: dict[str, set[str]] = defaultdict(set)
    for row in own:
        folded = fold_name(row["name"])
        bears[folded].add(row["place_id"])
        called[family[row["place_id"]]].add(folded)
    made: dict[str, list[Row]] = defaultdict(list)
    for row in generated:
        made[fold_name(row["name"])].append(row)
    kept: list[Row] = []
    dropped: list[Collision] = []
    for folded, rows in made.items():
        for row in rows:
            mine = family[row["place_id"]]
            others = {other for other in bears[folded] if family[other] != mine}
            for rival in (r["place_id"] for r in rows):
                theirs = family[rival]
                if theirs != mine and not called[theirs] & called[mine]:
                    others.add(rival)
            if others:
                dropped.append(Collision(row, tuple(sorted(others))))
            else:
                kept.append(row)
    return kept, dropped
