"""The name index: from a name, in any script it is written in, to the places that bear it.

An index is built once from the two gazetteer tables and then only read. It knows whole
names, not grammar: "County", "Province", "near" are the business of the geocoder.

A name matches *exactly*, or *folded* (see `fold_name`), or not at all. Likeness only
ever suggests (`NameIndex.suggest`): names that are one letter apart are often two
places, and spellings that look far apart are often one.
"""

from __future__ import annotations

from borderviz.gazetteer.building import build_name_index
from borderviz.gazetteer.folding import fold_name
from borderviz.gazetteer.hits import Mention, NameHit, NameSuggestion
from borderviz.gazetteer.index import NameIndex
from borderviz.gazetteer.places import Place
from borderviz.gazetteer.unit_outlines import add_unit_outlines
from borderviz.gazetteer.words import is_run

__all__ = [
    "Mention",
    "NameHit",
    "NameIndex",
    "NameSuggestion",
    "Place",
    "add_unit_outlines",
    "build_name_index",
    "fold_name",
    "is_run",
]
