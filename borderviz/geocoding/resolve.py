"""From an expression to ranked candidates, each with its score and its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from borderviz.geocoding import supports
from borderviz.geocoding.grammar import (
    MAX_CHARACTERS,
    BorderStretch,
    Country,
    Expression,
    Junction,
    Named,
    Near,
    River,
    parse_expression,
    read_tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas
    from borderviz.geocoding.supports import Support

_SETTLEMENTS: Final = {"town", "city", "district", "village", "county"}
_KINDS: Final = {
    "province": {"province"},
    "county": {"county"},
    "town": {"town", "city"},
    "municipality": {"city", "county"},
    "district": {"district"},
    "village": {"village", "town", "district"},
    "region": {"region"},
    "river": {"river"},
}
_SUGGESTED: Final = 0.5
"""Score of a name that is wholly alike and yet not the same: a suggestion is no answer."""


@dataclass(frozen=True)
class Context:
    """What is known around an expression, for telling homonyms apart.

    Attributes
    ----------
    countries, admin1 : frozenset of str
        ISO 3166 codes of the country and province of the event.
    units : frozenset of str
        Place ids of counties and cities named nearby.
    bank : str or None
        The stated country of the event itself: the side of a border on which it happened.
    """

    countries: frozenset[str] = frozenset()
    admin1: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    bank: str | None = None


@dataclass(frozen=True)
class Candidate:
    """One reading of an expression.

    Attributes
    ----------
    place : Place or None
        The place it is about; None for a reach, a strip or a junction without one.
    label : str
        What the support is, for a reader.
    score : float
        Between 0 and 1; 1 where nothing speaks against it.
    support : Support or None
        None where a place has neither position nor unit.
    reason : str
    """

    place: Place | None
    label: str
    score: float
    support: Support | None
    reason: str


@dataclass(frozen=True)
class Answer:
    """The candidates of an expression, best first, and what they amount to.

    Attributes
    ----------
    resolution : {"resolved", "ambiguous", "suggested", "unresolved", "out_of_area"}
    candidates : tuple of Candidate
    reason : str
        Why, in a sentence.
    """

    resolution: str
    candidates: tuple[Candidate, ...]
    reason: str


def read_context(text: str | None, atlas: Atlas) -> Context:
    """Return the countries, provinces and counties that a free text names."""
    if not text:
        return Context()
    tokens = read_tokens(text[:20_000], atlas.index, atlas.geodata.info)
    places = [atlas.place(i) for t in tokens if t.kind == "name" for i in t.ids]
    units = [p for p in places if p.size_class == "unit" and p.kind != "province"]
    return Context(
        countries=frozenset(i for t in tokens if t.kind == "country" for i in t.ids),
        admin1=frozenset(p.admin1 for p in places if p.kind == "province" and p.admin1),
        units=frozenset(p.place_id for p in units),
    )


def resolve(text: str, atlas: Atlas, context: Context) -> Answer:
    """Resolve a place expression.

    Never picks silently: equal candidates make the answer ambiguous, an unknown name or a
    word that does not fit the grammar makes it unresolved, likeness only suggests.
    """
    stripped = " ".join(text.split())
    if not stripped:
        return Answer("unresolved", (), "no place is stated")
    if len(stripped) > MAX_CHARACTERS:
        return Answer(
            "unresolved", (),
            f"the text has {len(stripped)} characters; a place expression has at most "
            f"{MAX_CHARACTERS}",
        )  # fmt: skip
    tokens = read_tokens(stripped, atlas.index, atlas.geodata.info)
    tree = parse_expression(tokens, lambda i: i in atlas.rivers)
    if tree is None and (hits := atlas.index.look_up(stripped)):
        # a name with a dash or brackets of its own is none of the grammar's
        tree = Named(stripped, tuple(dict.fromkeys(hit.place_id for hit in hits)))
    if tree is None:
        return _unread(stripped, atlas)
    return _evaluate(tree, atlas, context)


def _unread(text: str, atlas: Atlas) -> Answer:
    near = atlas.index.suggest(text, limit=5, min_score=75)
    if not near:
        return Answer(
            "unresolved", (), "no place of that name and no expression of that form is known"
        )
    found = []
    for hit in near:
        place = atlas.place(hit.place_id)
        reason = f"a suggestion only: {hit.name!r} is {hit.score:.0f} % alike"
        found.append(
            Candidate(place, place.name, round(hit.score / 100 * _SUGGESTED, 3), None, reason)
        )
    return Answer(
        "suggested", tuple(found), f"no place of that name is known; did you mean {near[0].name!r}?"
    )


def _evaluate(tree: Expression, atlas: Atlas, context: Context) -> Answer:
    if isinstance(tree, Named):
        return _named(tree, atlas, context)
    if isinstance(tree, Near):
        return _near(tree, atlas, context)
    if isinstance(tree, River):
        return _river(tree, atlas, context)
    if isinstance(tree, Junction):
        return _junction(tree, atlas, context)
    return _border(tree, atlas, context)


def _named(tree: Named, atlas: Atlas, context: Context) -> Answer:
    places = [atlas.place(i) for i in tree.ids]
    if not (kept := _of_kind(places, tree.kind)):
        known = ", ".join(sorted({p.kind for p in places}))
        return Answer("unresolved", (), f"{tree.text!r} is known as {known}, not as {tree.kind}")
    if not (inside := [p for p in kept if all(_lies_in(p, w, atlas) for w in tree.within)]):
        return Answer("unresolved", (), f"no {tree.text!r} is known in what it is said to lie in")
    fitting = _fitting(inside, context)
    names_town = tree.kind is None and len(fitting) > 1
    chosen = _town_before_unit(fitting) if tree.kind is None else fitting
    why = "a bare name means the town" if names_town and len(chosen) < len(fitting) else ""
    if len(fitting) < len(inside):
        why = "; ".join(filter(None, [why, "the context decides between places of that name"]))
    return _answer(tree.text, [_candidate(p, atlas, why) for p in chosen])


def _answer(text: str, candidates: list[Candidate]) -> Answer:
    if len(candidates) > 1:
        shared = [replace(c, score=round(c.score / len(candidates), 3)) for c in candidates]
        names = "; ".join(c.label for c in shared)
        return Answer(
            "ambiguous", tuple(shared), f"{text!r} may be any of {len(shared)} places: {names}"
        )
    only = candidates[0]
    if only.support is None:
        return Answer(
            "unresolved", (only,), f"{only.label} has no position and lies in no unit with one"
        )
    return Answer("resolved", (only,), only.reason)


def resolved(place: Place | None, label: str, support: Support) -> Answer:
    """Return the answer of one reading with its support."""
    reason = f"{label}; {support.reason}"
    return Answer("resolved", (Candidate(place, label, 1.0, support, reason),), reason)


def _candidate(place: Place, atlas: Atlas, why: str) -> Candidate:
    support = supports.of_place(place, atlas)
    label = f"{place.name} ({place.kind}, {atlas.region_name(place)})"
    how = support.reason if support else "no position is known"
    reason = "; ".join(filter(None, [label, why, how]))
    return Candidate(place, label, 1.0, support, reason)


def _of_kind(places: Iterable[Place], kind: str | None) -> list[Place]:
    wanted = _KINDS.get(kind or "")
    if wanted is None:
        return list(places)
    kept = [p for p in places if p.kind in wanted]
    if kind == "municipality":
        return [p for p in kept if p.size_class == "unit"] or kept
    if kind == "town":
        # "Hyesan City" in a report is the town; the municipality only when it says so
        return [p for p in kept if p.size_class != "unit"] or kept
    return kept


def _town_before_unit(places: list[Place]) -> list[Place]:
    """Drop the units whose seat bears the same name: a bare name means the town."""
    seats = {p.seat_of for p in places if p.seat_of}
    towns = [p for p in places if p.place_id not in seats]
    settlements = [p for p in towns if p.kind in _SETTLEMENTS and p.kind != "province"]
    in_units = {p.admin1 for p in settlements}
    return [p for p in towns if not (p.kind == "province" and p.admin1 in in_units)]


_FACTS: Final[
    tuple[tuple[Callable[[Place], set[str | None]], Callable[[Context], frozenset[str]]], ...]
] = (
    (lambda place: {place.place_id, place.admin2, place.seat_of}, lambda context: context.units),
    (lambda place: {place.admin1}, lambda context: context.admin1),
    (lambda place: {place.country}, lambda context: context.countries),
)
"""What of a place is held against what of the context."""


def _lies_in(place: Place, outer: Named | Country, atlas: Atlas) -> bool:
    if isinstance(outer, Country):
        return place.country == outer.code
    units = _of_kind((atlas.place(i) for i in outer.ids), outer.kind)
    return any(_is_part(place, unit) for unit in units)


def _is_part(place: Place, unit: Place) -> bool:
    if place.place_id == unit.place_id:
        return False
    if unit.kind == "province":
        return place.admin1 == unit.admin1
    owners = {unit.place_id, unit.seat_of} - {None}
    return place.admin2 in owners or place.seat_of in owners


def _fitting(places: list[Place], context: Context) -> list[Place]:
    """Keep the places that fit the context best, from the narrowest fact to the widest."""
    kept = places
    for places_of, wanted in _FACTS:
        facts = wanted(context)
        kept = [p for p in kept if facts & places_of(p)] or kept
    return kept


def _near(tree: Near, atlas: Atlas, context: Context) -> Answer:
    inner = _named(tree.of, atlas, context)
    if inner.resolution != "resolved":
        return inner
    place = inner.candidates[0].place
    support = supports.near_place(place, atlas) if place else None
    if support is None or place is None:
        return Answer(
            "unresolved", inner.candidates, f"{tree.of.text!r} has no position to be near to"
        )
    label = f"near {inner.candidates[0].label}"
    return resolved(place, label, support)


def _unit(tree: Named | None, atlas: Atlas, context: Context) -> Place | None:
    """Return the one unit that a name means where a stretch or reach lies in it."""
    if tree is None:
        return None
    places = [atlas.place(i) for i in tree.ids]
    units = [p for p in _of_kind(places, tree.kind) if atlas.unit_outline(p) is not None]
    inside = [p for p in units if all(_lies_in(p, w, atlas) for w in tree.within)]
    fitting = _fitting(inside, context)
    return fitting[0] if len(fitting) == 1 else None


def _river(tree: River, atlas: Atlas, context: Context) -> Answer:
    river = atlas.place(tree.name.ids[0])
    unit = _unit(tree.within, atlas, context)
    if tree.within is not None and unit is None:
        why = f"{tree.within.text!r} is no unit whose reach of the river is known"
        return Answer("unresolved", (), why)
    outline = None if unit is None else atlas.unit_outline(unit)
    support = supports.of_river(river, outline, atlas)
    if support is None:
        return Answer(
            "unresolved", (), f"{river.name} does not run along {unit.name if unit else 'a border'}"
        )
    label = f"{river.name} in {unit.name}" if unit else river.name
    return resolved(river, label, support)


def _border_ids(countries: tuple[str, ...], atlas: Atlas) -> tuple[str, ...]:
    """Return the borders between the countries named; with one named, home is the other."""
    info = atlas.geodata.info
    named = set(countries)
    if named <= {info.home}:
        return (info.default_border,)
    ends = named if len(named) > 1 else named | {info.home}
    return tuple(b for b, pair in atlas.border_countries.items() if pair == ends)


def _side(border_ids: tuple[str, ...], bank: str | None, atlas: Atlas) -> str | None:
    """Return the side of a border that is meant: the one stated, else home where one is implied."""
    ends = set[str]().union(*(atlas.border_countries[b] for b in border_ids))
    if bank in ends:
        return bank
    implied = not set(border_ids) & set(atlas.geodata.info.two_sided_borders)
    return atlas.home if implied and atlas.home in ends else None


def _border(tree: BorderStretch, atlas: Atlas, context: Context) -> Answer:
    ids = tree.borders or _border_ids(tree.countries, atlas)
    if not ids:
        return Answer("unresolved", (), "the pack has no border between the countries named")
    unit = _unit(tree.within, atlas, context)
    if tree.within is not None and unit is None:
        why = f"{tree.within.text!r} is no unit whose stretch of the border is known"
        return Answer("unresolved", (), why)
    outline = None if unit is None else atlas.unit_outline(unit)
    side = _side(ids, context.bank, atlas)
    if tree.owner not in {None, atlas.home} and context.bank is None:
        side = None  # "the Chinese border" names the other side, or leaves the side open
    support = supports.of_border(ids, outline, side, atlas, area=tree.area)
    if support is None:
        return Answer("unresolved", (), f"{unit.name if unit else 'the pack'} has no such border")
    names = atlas.geodata.borders.set_index("border_id")["name_en"]
    label = " and ".join(str(names[i]) for i in ids) + (f" in {unit.name}" if unit else "")
    return resolved(unit, label, support)


def _junction(tree: Junction, atlas: Atlas, context: Context) -> Answer:
    units = [_unit(u, atlas, context) for u in tree.units]
    outlines = [atlas.unit_outline(u) for u in units if u is not None]
    ids = _border_ids((tree.country,), atlas)
    if len(outlines) < len(tree.units) or not ids:
        return Answer("unresolved", (), "one of the units that are said to meet is not known")
    support = supports.of_junction(ids, tuple(o for o in outlines if o is not None), atlas)
    names = " and ".join(u.name for u in units if u is not None)
    if support is None:
        return Answer("unresolved", (), f"{names} do not meet on the border")
    label = f"where {names} meet the border"
    return resolved(None, label, support)
