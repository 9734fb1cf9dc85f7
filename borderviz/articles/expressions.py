"""The place of a draft as an expression that the geocoder reads: "near Hyesan", "Yalu River in X".

The words around a name are kept where they say more than the name and the grammar of
:mod:`borderviz.geocoding` reads them; else the name alone stands for the place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.searches import Phrase
from borderviz.geocoding.grammar import parse_expression
from borderviz.geocoding.tokens import read_tokens

if TYPE_CHECKING:
    from borderviz.articles.roles import RolePlace
    from borderviz.geocoding.atlas import Atlas

_RELATION: Final = Phrase(
    r"\b(?:where|(?:close to|near|not far from)\s+where)\s+[^,.;]{3,60}$"
    r"|\b(?:\d+|(?:about|around|some)\s+\d+)\s*(?:km|kilomet\w+|miles?)\s+(?:\w+\s+)?(?:of|from)\s+$"
    r"|\b(?:opposite|across from|near|close to|not far from"
    r"|between)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,4}?$"
)
_BEFORE: Final = 80
_AFTER: Final = 70


def expression_of(text: str, place: RolePlace, wider: str | None, atlas: Atlas) -> tuple[str, bool]:
    """Return the expression of a place, and whether it says more than its name.

    Parameters
    ----------
    text : str
        The sentence.
    place : RolePlace
    wider : str or None
        A province that the sentence or the article names, for a river.
    atlas : Atlas
    """
    name = _name(place, atlas)
    if text[place.start : place.end] == name:
        opens = max(0, place.start - _BEFORE)
        if (found := _RELATION.search(text, opens, place.start)) is not None:
            lead = text[found.start() : place.start]
            for tail in _tails(text, place):
                widened = " ".join((lead + tail).split())
                if _reads(atlas, widened):
                    return widened, True
    if place.mention.kind == "river" and wider is not None:
        within = f"{name} in {wider}"
        if _reads(atlas, within):
            return within, True
    return name, place.mention.kind == "river"


def _name(place: RolePlace, atlas: Atlas) -> str:
    """Return the name of a place that the text may only call "the river", "the county"."""
    mention = place.mention
    again = mention.is_reference and mention.sort == "name"
    return atlas.place(mention.ids[0]).name if again else mention.text


def _tails(text: str, place: RolePlace) -> list[str]:
    """Return the name with what follows it in the expression, the longest first."""
    rest = text[place.start : place.end + _AFTER]
    length = place.end - place.start
    stops = [
        m.start()
        for m in re.finditer(r"[.;,)”\"]|$|\s(?:on|at|when|while|who|said|told)\b", rest)
        if m.start() >= length
    ]
    return [rest[:stop] for stop in sorted(set(stops), reverse=True)]


@lru_cache(maxsize=4096)
def _reads(atlas: Atlas, expression: str) -> bool:
    return (
        parse_expression(read_tokens(expression, atlas.index), lambda i: i in atlas.rivers)
        is not None
    )
