"""What "the county", "the same village" and "there" point back to: the place last named so.

"Here" is where the report was filed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.lexicon import holds_any
from borderviz.articles.roles import FINENESS, fineness, may_be
from borderviz.articles.searches import Phrase, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from borderviz.articles.places import PlaceMention
    from borderviz.articles.roles import RolePlace
    from borderviz.articles.sentences import Sentence
    from borderviz.geocoding.atlas import Atlas

_NOUNS: Final[Mapping[str, tuple[str, ...]]] = {
    "river": ("river", "ice", "riverbank"),
    "village": ("village", "hamlet", "settlement"),
    "district": ("district", "neighborhood", "neighbourhood", "village"),
    "island": ("island", "islet"),
    "county": ("county", "town"),
    "city": ("city", "town"),
    "town": ("town", "village"),
    "camp": ("camp", "prison"),
    "dam": ("dam",),
    "province": ("province",),
}
"""What a place may be called when it is meant again, by its kind."""
_SPOTS: Final = ("mine", "bridge", "station", "checkpoint", "crossing", "airfield", "port", "mill")
"""What a place is called again whose name ends so: "the mine"."""
_STRIP: Final = ("line", "zone")
"""What a strip along a border is called again."""
_KEPT_IN: Final = ("center", "centre", "prison", "jail", "lockup", "facility")
"""What the place is called again in which somebody is kept in a town: "behind the center"."""
_CALLED: Final = {*(n for nouns in _NOUNS.values() for n in nouns), *_SPOTS, *_STRIP, *_KEPT_IN}
_THERE: Final = "there"
_BACK: Final = Phrase(
    r"\b(?:the|that|this)\s+(?:same\s+)?(?:(?:border|swollen|frozen|little|small)\s+)?"
    rf"({'|'.join(sorted(_CALLED))})"
    r"(?<!over the ice)(?<!across the ice)\b(?!\s+of\b)"
    r"|\b(here)\b(?![’'])|\b(?<!over )(?<!out )(?<!up )(?<!down )(?<!from )(there)\b(?![’'])"
    r"(?!\s+(?:is|are|was|were|has|had|have|will|would|may|might|can|could|be|been|seem|appear"
    r"|came|comes?|remains?|exists?)\w*\b)",
)
_HERE: Final = "here"
_NAMED: Final = 4096
"""Names of places of which is remembered what these are called again."""
_QUOTED: Final = (("“", "”"), ("「", "」"))
_AGENT: Final = "by "
_ELSEWHERE: Final = frozenset({"government", "outlet", "caption", "adjectival"})
"""Roles of names that stand for no place that is spoken of."""
_STAYED: Final = frozenset({"origin", "work", "held"})
"""Roles of places where somebody is: "she lived in X and was arrested there"."""

_PASSING: Final = frozenset({"origin", "destination", "work", "compared", "beside", "elsewhere"})
"""Roles of places that a report names in passing: "the city" goes on meaning the one before."""


def first_named(
    sentences: Iterable[Sentence], inside: Iterable[list[PlaceMention]]
) -> dict[str, PlaceMention]:
    """Return what "the river" and "here" mean from the first: a river named later, the dateline."""
    named: dict[str, PlaceMention] = {}
    for sentence, found in zip(sentences, inside, strict=True):
        for mention in found:
            if mention.sort != "name" or not mention.ids:
                continue
            if mention.kind == "river":
                named.setdefault("river", mention)
            if mention.end <= sentence.start + sentence.dateline:
                named.setdefault(_HERE, mention)
    return named


def remember(
    named: Mapping[str, PlaceMention], places: tuple[RolePlace, ...], atlas: Atlas
) -> Mapping[str, PlaceMention]:
    """Return what each noun means after some more places were named."""
    if not places:
        return named
    meant = dict(named)
    for place in places:
        if place.role in _ELSEWHERE:
            continue
        for noun in _nouns_of(place.mention, atlas):
            if noun not in meant or place.role not in _PASSING:
                meant[noun] = place.mention
        if place.role == "held":
            meant.update(dict.fromkeys(_KEPT_IN, place.mention))
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
    if not named or not holds_any(opened(sentence.text).small, tuple(named)):
        return mentions
    own: set[str] | None = None
    found: list[PlaceMention] = []
    for match in _BACK.finditer(sentence.text):
        group = match.lastindex or 0
        meant = named.get(match[group].lower())
        if meant is None:
            continue
        if own is None:
            own = {noun for mention in mentions for noun in _nouns_of(mention, atlas)}
        if match[group].lower() in own and " same " not in match[0]:
            continue
        if match[group].lower() == _HERE and _is_quoted(sentence.text, match.start()):
            continue  # who speaks may be elsewhere
        if match[group].lower() == _THERE and any(
            m.sort == "name" and m.end <= sentence.start + match.start() for m in mentions
        ):
            continue  # that is where its own sentence says
        if sentence.text.endswith(_AGENT, 0, match.start()):
            continue  # "ordered by the county"
        start, end = (sentence.start + at for at in match.span(group))
        called = match[group] if meant.sort == "name" else meant.text
        found.append(meant._replace(start=start, end=end, text=called, is_reference=True))
    return sorted([*mentions, *found], key=lambda m: m.start) if found else mentions


def _nouns_of(mention: PlaceMention, atlas: Atlas) -> tuple[str, ...]:
    """Return what a place may be called again; the seat of a county also goes for the county."""
    if mention.sort == "strip" and not mention.is_reference:
        return _STRIP
    if mention.sort != "name" or len(mention.ids) != 1 or mention.is_reference:
        return ()
    return _nouns_by(mention.text, mention.ids[0], atlas)


@lru_cache(maxsize=_NAMED)
def _nouns_by(name: str, place_id: str, atlas: Atlas) -> tuple[str, ...]:
    """Return what a place may be called again that was named so."""
    last = name.rpartition(" ")[2].lower()
    if last in _SPOTS:
        return (last,)
    place = atlas.place(place_id)
    unit = place if place.seat_of is None else atlas.place(place.seat_of)
    return _NOUNS.get(unit.kind) or _NOUNS.get(place.kind, ())


def _is_quoted(text: str, at: int) -> bool:
    """Whether a spot stands within quotation marks."""
    lead = text[:at]
    return lead.count('"') % 2 > 0 or any(lead.count(a) > lead.count(b) for a, b in _QUOTED)
