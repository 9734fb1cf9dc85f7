"""What is known around an expression, and which of several places fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.geocoding.kinds import town_before_unit
from borderviz.geocoding.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas

_READ: Final = 20_000
"""Characters of a context that are read."""


@dataclass(frozen=True)
class Context:
    """What is known around an expression, for telling homonyms apart.

    Attributes
    ----------
    units, admin1, countries : frozenset of str
        The counties and cities (place ids), provinces and countries (ISO 3166) that are named.
    near_units, near_admin1, near_countries : frozenset of str
        Those in which other places lie that are named.
    bank : str or None
        The stated country of the event itself: the side of a border on which it happened.
    province : str or None
        The stated province of the event itself: of a border or river its part is meant.
    """

    units: frozenset[str] = frozenset()
    admin1: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    near_units: frozenset[str] = frozenset()
    near_admin1: frozenset[str] = frozenset()
    near_countries: frozenset[str] = frozenset()
    bank: str | None = None
    province: str | None = None


def read_context(text: str | None, atlas: Atlas) -> Context:
    """Return what a free text names: countries, provinces, counties, and other places.

    A name that several places bear is evidence only of what all of them share.
    """
    if not text:
        return Context()
    tokens = read_tokens(text[:_READ], atlas.index)
    named = ([atlas.place(i) for i in token.ids.get("name", ())] for token in tokens)
    return context_of(named, (code for token in tokens for code in token.ids.get("country", ())))


def context_of(named: Iterable[list[Place]], countries: Iterable[str] = ()) -> Context:
    """Return the context of the places that each name may stand for, and of countries."""
    units: set[str] = set()
    admin1: set[str] = set()
    near: list[Place] = []
    for places in named:
        for place in places:
            if place.kind == "province":
                if place.admin1:
                    admin1.add(place.admin1)
            elif place.size_class == "unit":
                units.add(place.place_id)
        meant = town_before_unit(places)
        if len(meant) == 1 and meant[0].kind != "province":
            near.append(meant[0])
    owners = {owner for p in near for owner in (p.admin2, p.seat_of)}
    return Context(
        units=frozenset(units),
        admin1=frozenset(admin1),
        countries=frozenset(countries),
        near_units=frozenset(o for o in owners if o is not None),
        near_admin1=frozenset(p.admin1 for p in near if p.admin1),
        near_countries=frozenset(p.country for p in near),
    )


def _one(code: str | None) -> frozenset[str]:
    return frozenset() if code is None else frozenset((code,))


_FACTS: Final[
    tuple[tuple[Callable[[Place], set[str | None]], Callable[[Context], frozenset[str]]], ...]
] = (
    (lambda place: {place.admin1}, lambda context: _one(context.province)),
    (lambda place: {place.country}, lambda context: _one(context.bank)),
    (lambda place: {place.place_id, place.admin2, place.seat_of}, lambda context: context.units),
    (lambda place: {place.admin1}, lambda context: context.admin1),
    (lambda place: {place.country}, lambda context: context.countries),
    (
        lambda place: {place.place_id, place.admin2, place.seat_of},
        lambda context: context.near_units,
    ),
    (lambda place: {place.admin1}, lambda context: context.near_admin1),
    (lambda place: {place.country}, lambda context: context.near_countries),
)
"""What of a place is held against what of the context, in the order in which it counts."""


def fitting(places: list[Place], context: Context) -> list[Place]:
    """Keep the places that fit the context best.

    What is stated of the event itself goes first, then the units that are named, then what
    other places suggest; among the named and the suggested the narrowest unit goes first. A
    fact that fits none of them decides nothing.
    """
    kept = places
    for places_of, wanted in _FACTS:
        facts = wanted(context)
        kept = [p for p in kept if facts & places_of(p)] or kept
    return kept
