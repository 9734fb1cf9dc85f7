"""Which place a name means: its kind, what it is said to lie in and beside, the context."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import shapely

from borderviz.geocoding import supports
from borderviz.geocoding.answers import Answer, Candidate, ambiguous, unresolved
from borderviz.geocoding.context import Context, fitting
from borderviz.geocoding.kinds import TOWNS, of_kind, town_before_unit
from borderviz.geocoding.rules import evaluate, rule
from borderviz.geocoding.trees import Country, Named, River

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas
    from borderviz.geocoding.supports import Support


def _by_name(tree: Named, atlas: Atlas, context: Context) -> Answer:
    """Return the place, or the places, that may be meant by a name."""
    chosen, why = _chosen(tree, atlas, context)
    if isinstance(chosen, str) and (turned := _turned(tree)) is not None:
        other, why = _chosen(turned, atlas, context)
        if not isinstance(other, str):
            chosen, why = other, "; ".join(filter(None, ["read with the wider unit first", why]))
    if isinstance(chosen, str):
        return unresolved(chosen)
    if tree.feature is not None and all(p.kind == "river" for p in chosen):
        return unresolved(f"no {tree.feature.text} of the name {tree.text!r} is known")
    if tree.feature is not None:
        where = "around" if tree.feature.sort == "outlying" else "in"
        unknown = f"where {where} it the {tree.feature.text} lies is not known"
        why = "; ".join(filter(None, [why, unknown]))
    candidates = [_candidate(p, atlas, why, tree) for p in chosen]
    if _elsewhere(chosen, context) == _UNITS:
        # quarters and villages share few names, and the one that is meant may not be listed
        reason = f"{' and '.join(c.label for c in candidates)}: {why}"
        return unresolved(reason, *(replace(c, support=None, reason=reason) for c in candidates))
    if len(candidates) > 1:
        names = "; ".join(c.label for c in candidates)
        return ambiguous(
            candidates, f"{tree.text!r} may be any of {len(candidates)} places: {names}"
        )
    only = candidates[0]
    if only.support is None:
        return unresolved(f"{only.label} has no position and lies in no unit with one", only)
    return Answer("resolved", (only,), only.reason)


def find_unit(tree: Named | None, atlas: Atlas, context: Context) -> Place | None:
    """Return the one unit that a name means where a stretch or reach lies in it."""
    if tree is None:
        return None
    places = [atlas.place(i) for i in tree.ids]
    units = [p for p in _unit_of_kind(places, tree.kind) if atlas.unit_outline(p) is not None]
    inside = [p for p in units if all(_lies_in(p, w, atlas) for w in tree.within)]
    kept = fitting(inside, context)
    return kept[0] if len(kept) == 1 else None


def _unit_of_kind(places: list[Place], kind: str | None) -> list[Place]:
    """Return the units that are what the text says; a city's river runs through all of it."""
    return of_kind(places, "municipality" if kind in TOWNS else kind) or of_kind(places, kind)


def _chosen(tree: Named, atlas: Atlas, context: Context) -> tuple[list[Place] | str, str]:
    """Return the places that are left, with why others are not; or a sentence where none is."""
    ids = tuple(i for i in tree.ids if i in tree.gloss) if tree.gloss else tree.ids
    places = [atlas.place(i) for i in ids]
    if not (kept := of_kind(places, tree.kind)):
        known = ", ".join(sorted({p.kind for p in places}))
        return f"{tree.text!r} is known as {known}, not as {tree.kind}", ""
    if not (inside := [p for p in kept if all(_lies_in(p, w, atlas) for w in tree.within)]):
        return f"no {tree.text!r} is known in what it is said to lie in", ""
    left = fitting(inside, context)
    reasons: list[str] = []
    chosen = left
    if tree.kind is None and len(left) > 1:
        chosen = town_before_unit(left)
        if len(chosen) < len(left):
            reasons.append("a bare name means the town")
    if dropped := [p for p in town_before_unit(inside) if p not in left]:
        names = ", ".join(_label(p, atlas) for p in dropped)
        reasons.append(f"the context decides between places of that name: it is not {names}")
    if elsewhere := _elsewhere(chosen, context):
        reasons.append(f"it lies in none of the {elsewhere} that the context names")
    return chosen, "; ".join(reasons)


_COMMON: Final = {"district", "village"}
_UNITS: Final = "counties and cities"


def _elsewhere(places: list[Place], context: Context) -> str:
    """Return what the context names that none of the places lies in; empty where one does."""
    units = context.units | context.near_units
    if units and not any({p.place_id, p.admin2, p.seat_of} & units for p in places):
        inside = all(p.admin2 or p.seat_of for p in places)
        if inside and all(p.kind in _COMMON for p in places):
            return _UNITS
    if context.admin1 and not any(p.admin1 in context.admin1 for p in places):
        return "provinces"
    if context.countries and not any(p.country in context.countries for p in places):
        return "countries"
    return ""


def _turned(tree: Named) -> Named | None:
    """Return "Ryanggang Province, Hyesan" as it would stand in English order."""
    *between, last = tree.within or (None,)
    if not isinstance(last, Named) or tree.text == last.text or last.within:
        return None
    return replace(last, within=(*between, replace(tree, within=())))


def _lies_in(place: Place, outer: Named | Country, atlas: Atlas) -> bool:
    if isinstance(outer, Country):
        return place.country == outer.code
    units = _unit_of_kind([atlas.place(i) for i in outer.ids], outer.kind)
    return any(_is_part(place, unit) for unit in units)


def _is_part(place: Place, unit: Place) -> bool:
    if place.place_id == unit.place_id:
        return False
    if unit.kind == "province":
        return place.admin1 == unit.admin1
    owners = {unit.place_id, unit.seat_of} - {None}
    return place.admin2 in owners or place.seat_of in owners


def _label(place: Place, atlas: Atlas) -> str:
    return f"{place.name} ({place.kind}, {atlas.region_name(place)})"


def _candidate(place: Place, atlas: Atlas, why: str, tree: Named) -> Candidate:
    if tree.feature is not None and tree.feature.sort == "outlying":
        support = supports.near_place(place, atlas)
    elif tree.kind in {"county", "municipality"} and place.size_class != "unit":
        support = supports.of_county(place, atlas)
    else:
        support = supports.of_place(place, atlas)
    label = _label(place, atlas)
    how = support.reason if support else "no position is known"
    reason = "; ".join(filter(None, [label, why, how]))
    return Candidate(place, label, 1.0, support, reason)


@rule(Named)
def resolve_named(tree: Named, atlas: Atlas, context: Context) -> Answer:
    """Return the place that a name means, held against what else is said of where it lies."""
    answer = _by_name(tree, atlas, context)
    if answer.resolution == "unresolved" and (river := _as_river(tree, atlas)) is not None:
        answer = evaluate(river, atlas, context)
    for beside in tree.also:
        answer = _held_against(answer, evaluate(beside, atlas, context))
    return answer


def _as_river(tree: Named, atlas: Atlas) -> River | None:
    """Return a name that no place bears in what it is said to lie in as a river's reach there."""
    rivers = tuple(i for i in tree.ids if i in atlas.rivers)
    if not rivers or len(tree.within) != 1:
        return None
    name, outer = Named(tree.text, rivers, "river"), tree.within[0]
    return River(name, bank=outer.code) if isinstance(outer, Country) else River(name, outer)


def _held_against(answer: Answer, beside: Answer) -> Answer:
    """Keep the readings that lie where else the place is said to lie."""
    if answer.resolution not in {"resolved", "ambiguous"}:
        return answer
    other = beside.candidates[0] if beside.resolution == "resolved" else None
    if other is None or other.support is None:
        why = f"what is said beside it is not resolved: {beside.reason}"
        return unresolved(why, *answer.candidates)
    ground = other.support.shapes[-1]
    kept = [
        c for c in answer.candidates
        if c.support is not None and shapely.intersects(c.support.shapes[-1], ground)
    ]  # fmt: skip
    if not kept:
        names = " and ".join(c.label for c in answer.candidates)
        return unresolved(f"{names} does not lie there: {other.label}", *answer.candidates)
    if len(kept) > 1:
        return ambiguous(kept, answer.reason)
    reason = f"{kept[0].reason}; it lies as is said: {other.label}"
    return Answer("resolved", (replace(kept[0], score=1.0, reason=reason),), reason)


def place_of(
    tree: Named,
    atlas: Atlas,
    context: Context,
    *,
    can_be: Callable[[Candidate], bool] | None = None,
) -> tuple[Answer, Place, Support] | Answer:
    """Return the one place that is meant with its support, or the answer why there is none.

    Of several, the only one that can be what is said of it.
    """
    answer = resolve_named(tree, atlas, context)
    if answer.resolution == "ambiguous" and can_be is not None:
        kept = [c for c in answer.candidates if can_be(c)]
        if len(kept) == 1:
            answer = Answer("resolved", (replace(kept[0], score=1.0),), kept[0].reason)
    only = answer.candidates[0] if answer.resolution == "resolved" else None
    if only is None or only.place is None or only.support is None:
        return answer
    return answer, only.place, only.support
