"""From an expression to ranked candidates, each with its score and its reason."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from borderviz.geocoding import supports, surroundings  # noqa: F401 - its rules are entered
from borderviz.geocoding.answers import Answer, Candidate, ambiguous, resolved, unresolved
from borderviz.geocoding.coordinates import Position, read_coordinates
from borderviz.geocoding.grammar import MAX_CHARACTERS, parse_expression
from borderviz.geocoding.naming import resolve_named
from borderviz.geocoding.rules import evaluate, rule
from borderviz.geocoding.stated import supports_of
from borderviz.geocoding.tokens import is_term, read_tokens
from borderviz.geocoding.trees import (
    Between,
    Country,
    Named,
    Posting,
    Several,
    Strip,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from borderviz.geocoding.atlas import Atlas
    from borderviz.geocoding.context import Context
    from borderviz.geocoding.tokens import Token

_SUGGESTED: Final = 0.5
"""Score of a name that is wholly alike and yet not the same: a suggestion is no answer."""
_ALIKE: Final = 75
"""Least likeness of a suggestion, in per cent."""
_TOO_SHORT: Final = 3
"""Words of so few letters are like too many names."""


def resolve(text: str, atlas: Atlas, context: Context) -> Answer:
    """Resolve a place expression.

    Never picks silently: equal candidates make the answer ambiguous, an unknown name or a
    word that does not fit the grammar makes it unresolved, likeness only suggests.
    """
    stripped = " ".join(text.split()).rstrip(" .;:")
    if not stripped:
        return unresolved("no place is stated")
    if len(stripped) > MAX_CHARACTERS:
        return unresolved(
            f"the text has {len(stripped)} characters; a place expression has at most "
            f"{MAX_CHARACTERS}"
        )
    if (position := read_coordinates(stripped)) is not None:
        return _positioned(position)
    tokens = read_tokens(stripped, atlas.index)
    tree = parse_expression(tokens, lambda i: i in atlas.rivers)
    answer = None if tree is None else evaluate(tree, atlas, context)
    if answer is None or answer.resolution == "unresolved" or isinstance(tree, Between):
        # a name with a dash, an apostrophe or a kind of its own may be none of the grammar's;
        # a bridge may bear the names of what it links
        hits = (hit.place_id for hit in atlas.index.look_up(stripped))
        if ids := tuple(dict.fromkeys(i for i in hits if not is_term(i))):
            return resolve_named(Named(stripped, ids), atlas, context)
    return answer or _unread(stripped, tokens, atlas)


def _positioned(at: Position) -> Answer:
    (support,) = supports_of([(at.longitude, at.latitude, at.radius_m)])
    reason = f"coordinates as written; {at.radius_m:.0f} m assumed from their figures"
    return Answer("resolved", (Candidate(None, "coordinates", 1.0, support, reason),), reason)


def _unread(text: str, tokens: tuple[Token, ...], atlas: Atlas) -> Answer:
    """Say why a text was not read; where a word is like a name that is known, suggest it."""
    for known, run in groupby(tokens, key=lambda token: token.known):
        words = " ".join(token.text for token in run)
        if not known and len(words) > _TOO_SHORT and (found := _alike(words, atlas)):
            return found
    return _alike(text, atlas) or unresolved(
        "no place of that name and no expression of that form is known"
    )


def _alike(words: str, atlas: Atlas) -> Answer | None:
    near = [
        hit
        for hit in atlas.index.suggest(words, limit=10, min_score=_ALIKE)
        if not is_term(hit.place_id)
    ][:5]
    if not near:
        return None
    found = []
    for hit in near:
        place = atlas.place(hit.place_id)
        reason = f"a suggestion only: {hit.name!r} is {hit.score:.0f} % alike"
        score = round(hit.score / 100 * _SUGGESTED, 3)
        found.append(Candidate(place, place.name, score, None, reason))
    return Answer(
        "suggested",
        tuple(found),
        f"no place named {words!r} is known; did you mean {near[0].name!r}?",
    )


# --- places and what is told of them -----------------------------------------------------------


@rule(Country)
def _country(tree: Country, atlas: Atlas, _: Context) -> Answer:
    name = atlas.country_name(tree.code)
    if tree.code != atlas.home:
        return unresolved(f"{name} is a country; the pack holds only the part near the border")
    return resolved(None, name, supports.of_country(tree.code, atlas))


@rule(Several)
def _several(tree: Several, atlas: Atlas, context: Context) -> Answer:
    parts = [evaluate(part, atlas, context) for part in tree.parts]
    known = [c for part in parts for c in part.candidates]
    names = ", ".join(_said(part, atlas) for part in tree.parts)
    return ambiguous(
        known, f"{len(parts)} places are named ({names}); give each a row of its own, or the one"
    )


def _said(tree: Named | Country, atlas: Atlas) -> str:
    return atlas.country_name(tree.code) if isinstance(tree, Country) else tree.text


# --- strips and military units -----------------------------------------------------------------


@rule(Strip)
def _strip(tree: Strip, atlas: Atlas, _: Context) -> Answer:
    strip = atlas.strips[tree.strip_id]
    return resolved(None, strip.names[0], supports.of_strip(strip, atlas))


@rule(Posting)
def _posting(tree: Posting, atlas: Atlas, _: Context) -> Answer:
    candidates = [_posted(atlas.postings[unit_id], atlas) for unit_id in tree.unit_ids]
    if len(candidates) > 1:
        names = "; ".join(c.label for c in candidates)
        return ambiguous(candidates, f"{tree.text!r} may be any of {len(candidates)}: {names}")
    only = candidates[0]
    if only.support is None:
        return unresolved(only.reason, only)
    return Answer("resolved", (only,), only.reason)


def _posted(row: Mapping[str, object], atlas: Atlas) -> Candidate:
    """Return a military unit with the area that reports give it."""
    ids = [i for i in str(row.get("place_ids") or "").split(";") if atlas.has_place(i)]
    places = tuple(map(atlas.place, ids))
    label = f"{row['name']} (military unit)"
    reported = f"the area that reports give it: {row.get('area_reported') or 'none'}"
    if dates := row.get("report_date"):
        reported += f" (reported {dates})"
    support = supports.of_units(places, atlas, reported) if places else None
    if support is None:
        return Candidate(None, label, 1.0, None, f"{label}: no reported area is known")
    return Candidate(None, label, 1.0, support, f"{label}; {support.reason}")
