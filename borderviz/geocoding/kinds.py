"""What a place is said to be, held against what the gazetteer has it as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borderviz.gazetteer import Place

_KINDS: Final = {
    "province": {"province"},
    "county": {"county"},
    "city": {"town", "city"},
    "town": {"town", "city"},
    "municipality": {"city", "county"},
    "district": {"district"},
    "village": {"village", "town", "district"},
    "region": {"region", "city", "county"},
    "river": {"river"},
    "island": {"island"},
}
TOWNS: Final = frozenset({"city", "town"})
"""What a town may be called."""
_SETTLEMENTS: Final = {"town", "city", "district", "village", "county"}


def of_kind(places: Iterable[Place], kind: str | None) -> list[Place]:
    """Return the places that are what the text says; all where it says nothing.

    "Hyesan City" in a report is the town, the municipality only when the text says so. Where no
    town bears the name, a city of the rank of a province or a village is meant: reports are
    loose about either.
    """
    known = list(places)
    wanted = _KINDS.get(kind or "")
    if wanted is None:
        return known
    kept = [p for p in known if p.kind in wanted]
    if kind == "village":
        return [p for p in kept if p.seat_of is None and p.size_class not in {"city", "large_city"}]
    if kind == "province" and not kept:
        return [p for p in known if p.kind == "island"]  # 도 is either
    if kind == "municipality":
        return [p for p in kept if p.size_class == "unit"] or kept
    if kind in TOWNS:
        towns = [p for p in kept if p.size_class != "unit"]
        cities = [p for p in towns if p.kind == "city"] if kind == "city" else []
        loose = [p for p in known if p.kind in {"province", "village", "district"}]
        return cities or towns or kept or loose
    return kept


def town_before_unit(places: list[Place]) -> list[Place]:
    """Drop the units whose seat bears the same name: a bare name means the town."""
    if len(places) == 1:
        return places
    seats = {p.seat_of for p in places if p.seat_of}
    towns = [p for p in places if p.place_id not in seats]
    in_units = {p.admin1 for p in towns if p.kind in _SETTLEMENTS}
    return [p for p in towns if not (p.kind == "province" and p.admin1 in in_units)]
