"""The words of the grammar: which phrase plays which role, language by language.

``words.csv`` is the whole vocabulary; a phrase may play several roles ("around" is nearness
and roughness, "border" a line and a quality of a town), and the grammar tells which is meant.

===========  =====================================================================
role         what the value says
===========  =====================================================================
article      – ; left out before anything is read
particle     – ; a case ending or its like, left out where words follow their place
qualifier    – ; says nothing of where: "the border city of", "the nearby town of"
kind         what the place named is: province, county, city, town, municipality,
             district, village, region, river, island
feature      something whose own place is not known: "customs house"; ``outlying`` where
             it lies around a town sooner than in it: "mine"; ``span`` over a river: "bridge"
plural       – ; a kind that holds for all places named: "Uiju and Sakju counties"
over         – ; what a bridge is said to cross
suffix       the same, as a romanised ending after a hyphen: ``-gun``, ``-si``
in, of, to   – ; containment ("Hyesan in Ryanggang"), ends of a range
from, away   – ; where a distance is measured from
near         – ; the surroundings of what is named
surroundings – ; the same, said after the place and with it
opposite     – ; the bank that faces what is named (across: with what lies between)
between      – ; the ground between two places
within       – ; at most as far as the distance
and, or      – ; several places
border       ``area`` where the wider area is meant
area         – ; the wider area of a river or a border
stretch      – ; a part of a river or a border, or its edge
side, banks  – ; one bank, both banks
where, meets, with   – ; "where CHINA meets …", "the border with …"
number       low:high
unit         kilometres in one unit
heading      degrees:± degrees (see :mod:`borderviz.geocoding.lengths`)
about        – ; a distance that is given roughly
===========  =====================================================================
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from borderviz.gazetteer import fold_name

Roles = Mapping[str, str]

_PUNCTUATION: Final[Mapping[str, Roles]] = {
    ",": {"comma": ""},
    "、": {"comma": "", "and": ""},
    "·": {"comma": "", "and": ""},
    "&": {"and": ""},
    "(": {"open": ""},
    ")": {"close": ""},
    "-": {"dash": "", "to": ""},
    "\u2010": {"dash": "", "to": ""},
    "\u2011": {"dash": "", "to": ""},
    "–": {"dash": "", "to": ""},
    "—": {"dash": "", "comma": ""},
    "~": {"to": ""},
    "'s": {"possessive": ""},
}


def plain(word: str) -> str:
    """Return a word as it is looked up: folded, but for numbers, marks and the possessive."""
    if word[:1].isdigit():
        return word  # the point of 1.5 is no punctuation
    straight = word.replace("’", "'")
    return straight if straight.casefold() == "'s" else fold_name(straight) or straight


@cache
def load_words() -> Mapping[tuple[str, ...], Roles]:
    """Return the roles of each phrase, by the words it is written with (case folded)."""
    words: dict[tuple[str, ...], dict[str, str]] = {
        (mark,): dict(roles) for mark, roles in _PUNCTUATION.items()
    }
    text = resources.files("borderviz.geocoding").joinpath("words.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        key = tuple(map(plain, row["phrase"].split(" ")))
        words.setdefault(key, {})[row["role"]] = row["value"]
    return words


@cache
def longest_phrase() -> int:
    """Return the number of words of the longest phrase."""
    return max(map(len, load_words()))


@cache
def longest_run() -> int:
    """Return the number of characters of the longest single word."""
    return max(len(key[0]) for key in load_words() if len(key) == 1)
