"""What "the county", "the same village" and "there" point back to: the place last named so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from borderviz.articles.roles import FINENESS, fineness, may_be

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from borderviz.articles.places import PlaceMention
    from borderviz.articles.roles import RolePlace
    from borderviz.articles.sentences import Sentence
    from borderviz.geocoding.atlas import Atlas

_NOUNS: Final[Mapping[str, tuple[str, ...]]] = {
    "river": ("river",),
    "village": ("village", "hamlet", "settlement"),
    "district": ("district", "neighborhood", "neighbourhood", "village"),
    "island": ("island", "islet"),
    "county": ("county", "town"),
    "city": ("city", "town"),
    "town": ("town",),
    "camp": ("camp", "prison"),
    "dam": ("dam",),
}
"""What a place may be called when it is meant again, by its kind."""
_THERE: Final = "there"
_BACK: Final = re.compile(
    r"\b(?:the|that|this)\s+(?:same\s+)?(?:(?:border|swollen|frozen|little|small)\s+)?"
    rf"({'|'.join(sorted({noun for nouns in _NOUNS.values() for noun in nouns}))})\b(?!\s+of\b)"
    r"|(?<!over )(?<!out )(?<!up )(?<!down )(?<!from )\b(there)\b(?![’'])"
    r"(?!\s+(?:is|are|was|were|has|had|have|will|would|may|might|can|could|be|been|seem|appear"
    r"|came|comes?|remains?|exists?)\w*\b)",
    re.IGNORECASE,
)
_AGENT: Final = "by "
_ELSEWHERE: Final = frozenset({"government", "outlet", "caption", "adjectival"})
"""Roles of names that stand for no place that is spoken of."""
_STAYED: Final = frozenset({"origin", "work", "held"})
"""Roles of places where somebody is: "she lived in X and was arrested there"."""


def remember(
    named: Mapping[str, PlaceMention], places: Iterable[RolePlace], atlas: Atlas
) -> dict[str, PlaceMention]:
    """Return what each noun means after some more places were named."""
    meant = dict(named)
    for place in places:
        if place.role in _ELSEWHERE or place.mention.is_reference:
            continue
        for noun in _nouns_of(place.mention, atlas):
            meant[noun] = place.mention
        stood = may_be(place) or place.role in _STAYED
        if stood and place.mention.ids and fineness(place) <= FINENESS["river"]:
            meant[_THERE] = place.mention
    return meant


def point_back(
    sentence: Sentence,
    mentions: list[PlaceMention],
    named: Mapping[str, PlaceMention],
    atlas: Atlas,
) -> list[PlaceMention]:
    """Return the mentions of a sentence with those that only point back, in order.

    A noun that a place of the sentence itself bears points to that one.
    """
    if not named:
        return mentions
    own = {noun for mention in mentions for noun in _nouns_of(mention, atlas)}
    found: list[PlaceMention] = []
    for match in _BACK.finditer(sentence.text):
        group = 1 if match[1] else 2
        meant = named.get(match[group].lower())
        if meant is None or match[group].lower() in own:
            continue
        if sentence.text.endswith(_AGENT, 0, match.start()):
            continue  # "ordered by the county"
        start, end = (sentence.start + at for at in match.span(group))
        found.append(replace(meant, start=start, end=end, text=match[group], is_reference=True))
    return sorted([*mentions, *found], key=lambda m: m.start) if found else mentions


def _nouns_of(mention: PlaceMention, atlas: Atlas) -> tuple[str, ...]:
    """Return what a place may be called again; the seat of a county also goes for the county."""
    if mention.sort != "name" or len(mention.ids) != 1 or mention.is_reference:
        return ()
    place = atlas.place(mention.ids[0])
    unit = place if place.seat_of is None else atlas.place(place.seat_of)
    return _NOUNS.get(unit.kind) or _NOUNS.get(place.kind, ())
