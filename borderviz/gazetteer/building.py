"""Building an index from the gazetteer tables."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any, Final

import pandas as pd

from borderviz.errors import InputError
from borderviz.gazetteer.folding import fold_name
from borderviz.gazetteer.hits import NameHit
from borderviz.gazetteer.index import NameIndex
from borderviz.gazetteer.places import PLACE_COLUMNS, Place, place_of, text_of
from borderviz.gazetteer.words import compose, find_words, is_run, joint

_NAME_COLUMNS: Final = ("place_id", "name", "system", "valid_from", "valid_to")
_HYPHENS: Final = 2
"""Words more than in the table that a name may have where it is written with more hyphens."""


def build_name_index(places: pd.DataFrame, names: pd.DataFrame) -> NameIndex:
    """Build the index of a gazetteer.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``place_id, name, kind, size_class, country, admin1, admin2, latitude,
        longitude, extent_m, seat_of, population, on_border, source, confidence``.
    names : pandas.DataFrame
        Columns ``place_id, name, system, valid_from, valid_to``, one row per form;
        others are not read.

    Returns
    -------
    NameIndex

    Raises
    ------
    InputError
        If a column is missing, an id is there twice, or a name belongs to no place.
    """
    _require(places, PLACE_COLUMNS, "places")
    _require(names, _NAME_COLUMNS, "names")
    table = {place.place_id: place for place in map(place_of, _records(places))}
    if len(table) != len(places):
        twice = sorted(places.loc[places["place_id"].duplicated(), "place_id"].astype(str))
        raise InputError(f"places: place_id {twice[0]!r} is there more than once; keep one row")
    hits = sorted(_hits(names), key=_hit_order)
    for hit in hits:
        if hit.place_id not in table:
            raise InputError(
                f"names: {hit.name!r} belongs to {hit.place_id!r}, which is not in places; "
                "add the place or drop the name"
            )
    return _index(table, hits)


def _index(table: Mapping[str, Place], hits: list[NameHit]) -> NameIndex:
    exact: dict[str, list[NameHit]] = defaultdict(list)
    for hit in hits:
        exact[hit.name].append(hit)
    folded: dict[str, list[NameHit]] = defaultdict(list)
    for hit in hits:
        folded[fold_name(hit.name)].append(hit)
    folded.pop("", None)
    phrases: dict[str, list[NameHit]] = defaultdict(list)
    runs: dict[str, list[NameHit]] = defaultdict(list)
    longest: dict[str, int] = {}
    openings: dict[str, int] = {}
    longer: dict[str, set[str]] = defaultdict(set)
    small: dict[str, None] = {}
    for hit in hits:
        if is_run(hit.name[0]):
            key = unicodedata.normalize("NFC", hit.name)
            runs[key].append(hit)
            openings[key[0]] = max(len(key), openings.get(key[0], 0))
            continue
        keys, most = _phrase_keys(hit.name)
        for key in keys:
            phrases[key].append(hit)
            first, _, rest = key.partition(" ")
            if rest:
                longer[first].add(rest[0])
            longest[first] = max(most, longest.get(first, 0))
            if hit.name[0].islower():
                small[first] = None
    # in the order of their lengths, so that of two names that begin alike the longer one counts
    for first, most in sorted(longest.items(), key=itemgetter(1)):
        openings.update(dict.fromkeys(accumulate(first) if first else ("",), most))
    return NameIndex(
        table, _closed(exact), _closed(folded), _closed(phrases), _closed(runs), openings,
        {first: frozenset(letters) for first, letters in longer.items()}, tuple(small),
        tuple(sorted(folded)), tuple(sorted(phrases)),
    )  # fmt: skip


def _phrase_keys(name: str) -> tuple[Collection[str], int]:
    """Return the keys a name is found by in text, and how many words a reading has at most.

    ``Sin-Uiju`` may stand as two words or as one, so it is looked for wherever a word is the
    beginning of the first word of a key. A hyphen more than the table has costs one word more;
    two cover what is written.
    """
    if name.isascii() and name.isalpha():
        return (name.lower(),), 1 + _HYPHENS
    composed, _ = compose(name)
    tokens = find_words(composed)
    if not tokens:
        return (), 0
    words = [fold_name(composed[a:b]) for a, b in tokens]
    gaps = [joint(composed[a[1] : b[0]]) for a, b in pairwise(tokens)]
    joined = words[0] + "".join(
        f"{' ' if gap is None else gap}{word}" for gap, word in zip(gaps, words[1:], strict=True)
    )
    return dict.fromkeys((joined, " ".join(words))), len(words) + _HYPHENS


def _closed(table: Mapping[str, list[NameHit]]) -> dict[str, tuple[NameHit, ...]]:
    """Keep the first hit of every place under each key."""
    return {
        key: tuple(hits)
        if len(hits) == 1
        else tuple({hit.place_id: hit for hit in reversed(hits)}.values())[::-1]
        for key, hits in table.items()
    }


def _require(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise InputError(f"{what}: the column {missing[0]!r} is missing; add it")


def _records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    columns = (table[column].tolist() for column in PLACE_COLUMNS)
    return (dict(zip(PLACE_COLUMNS, row, strict=True)) for row in zip(*columns, strict=True))


def _hits(names: pd.DataFrame) -> Iterator[NameHit]:
    """Yield the forms of the table that hold a name."""
    columns = (names[column].astype(object).tolist() for column in _NAME_COLUMNS)
    for place_id, name, system, valid_from, valid_to in zip(*columns, strict=True):
        if text_of(name):
            yield NameHit(
                place_id, name, "exact", text_of(system) or "", text_of(valid_from),
                text_of(valid_to),
            )  # fmt: skip


def _hit_order(hit: NameHit) -> tuple[bool, str, str, str]:
    dated = bool(hit.valid_from or hit.valid_to)
    return dated, hit.place_id, hit.name, hit.valid_from or ""
