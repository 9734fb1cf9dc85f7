"""Words and names of places in texts, as the scan of texts and the proof of files compare them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from borderviz.geocoding.atlas import Atlas

_WORD: Final = re.compile(r"\w+")
_COARSE: Final = frozenset({"province", "region", "river", "term"})
"""Kinds of places that tell no more than a province does; terms are countries and commands."""


def fold(text: str) -> str:
    """Return a text as it is compared: compatibility forms and case make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


def places_named(text: str, atlas: Atlas) -> set[str]:
    """Return the ids of all places that may be meant by the names in a text."""
    mentions = atlas.index.find_mentions(text, any_case=True)
    return {hit.place_id for mention in mentions for hit in mention.hits}


def is_fine(place_id: str, atlas: Atlas) -> bool:
    """Whether a place is smaller than a province."""
    return atlas.place(place_id).kind not in _COARSE


def units_of(place_id: str, atlas: Atlas) -> set[str]:
    """Return the county or city that a place lies in, or is the seat of."""
    place = atlas.place(place_id)
    return {p for p in (place.admin2, place.seat_of) if p is not None and atlas.has_place(p)}
