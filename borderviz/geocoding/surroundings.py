"""What is told of a place: its surroundings, a distance or direction from it, its far bank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from borderviz.geocoding import relations, supports
from borderviz.geocoding.answers import Answer, Candidate, resolved, unresolved
from borderviz.geocoding.lines import offset_from_line
from borderviz.geocoding.naming import place_of
from borderviz.geocoding.rules import evaluate, rule
from borderviz.geocoding.trees import (
    Between,
    BorderStretch,
    Named,
    Near,
    Offset,
    Opposite,
    River,
    Strip,
    Toward,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas
    from borderviz.geocoding.context import Context
    from borderviz.geocoding.supports import Support


_FARTHEST_KM: Final = 1000.0
"""Beyond this a distance tells no place, and no flat frame would hold it."""


def _about(
    tree: Named, atlas: Atlas, context: Context, make: Callable[[Place, Support], Support | None],
    said: str,
) -> Answer:  # fmt: skip
    """Return what is said of one place: its surroundings, a direction from it, its far bank."""

    def can_be(candidate: Candidate) -> bool:
        place, own = candidate.place, candidate.support
        return place is None or own is None or make(place, own) is not None

    found = place_of(tree, atlas, context, can_be=can_be)
    if isinstance(found, Answer):
        return found
    answer, place, own = found
    support = make(place, own)
    label = f"{said} {answer.candidates[0].label}"
    if support is None:
        return unresolved(f"nothing is known that is {label}", *answer.candidates)
    return resolved(place, label, support)


@rule(Near)
def _near(tree: Near, atlas: Atlas, context: Context) -> Answer:
    of = tree.of
    if isinstance(of, Named):
        return _about(
            of, atlas, context, lambda place, _: supports.near_place(place, atlas), "near"
        )
    if isinstance(of, BorderStretch):
        return evaluate(replace(of, area=True), atlas, context)
    if isinstance(of, River):
        return evaluate(replace(of, area=True), atlas, context)
    strip = atlas.strips[of.strip_id]
    support = supports.widened(supports.of_strip(strip, atlas))
    return resolved(None, f"near {strip.names[0]}", support)


@rule(Toward)
def _toward(tree: Toward, atlas: Atlas, context: Context) -> Answer:
    heading = (tree.heading.degrees, tree.heading.error)
    return _about(
        tree.of, atlas, context,
        lambda place, own: relations.of_heading(own, heading, place.name),
        f"{tree.heading.name} of",
    )  # fmt: skip


@rule(Opposite)
def _opposite(tree: Opposite, atlas: Atlas, context: Context) -> Answer:
    return _about(
        tree.of, atlas, context,
        lambda place, own: relations.opposite(own, place, atlas),
        "across the border from",
    )  # fmt: skip


@rule(Between)
def _between(tree: Between, atlas: Atlas, context: Context) -> Answer:
    ends = []
    for part in (tree.first, tree.second):
        found = place_of(part, atlas, context)
        if isinstance(found, Answer):
            return found
        ends.append(found)
    (_, first, one), (_, second, other) = ends
    support = relations.between(one, other, (first.name, second.name))
    return resolved(None, f"between {first.name} and {second.name}", support)


@rule(Offset)
def _offset(tree: Offset, atlas: Atlas, context: Context) -> Answer:
    of, length = tree.of, tree.length
    if length.km[1] > _FARTHEST_KM:
        return unresolved(f"{length.text} is too far to say where something is")
    heading = None if tree.heading is None else (tree.heading.degrees, tree.heading.error)
    if isinstance(of, Named) and tree.within:
        return _about(
            of, atlas, context,
            lambda place, own: relations.within(own, length.km, place.name),
            f"within {length.text} of",
        )  # fmt: skip
    if isinstance(of, Named):
        towards = "" if tree.heading is None else f" {tree.heading.name}"
        return _about(
            of, atlas, context,
            lambda place, own: relations.of_offset(
                own, length.km, length.error_km, heading, place.name
            ),
            f"{length.text}{towards} from" if heading is None else f"{length.text}{towards} of",
        )  # fmt: skip
    if heading is not None or isinstance(of, Strip):
        return unresolved("a direction from a whole river, border or zone gives no place")
    return offset_from_line(tree, of, atlas, context)
