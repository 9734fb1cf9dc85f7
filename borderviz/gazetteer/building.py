"""Building an index from the gazetteer tables."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, Literal

import pandas as pd

from borderviz.errors import InputError
from borderviz.gazetteer.folding import fold_name
from borderviz.gazetteer.hits import NameHit
from borderviz.gazetteer.index import NameIndex
from borderviz.gazetteer.places import PLACE_COLUMNS, Place, place_of, text_of
from borderviz.gazetteer.words import compose, find_words, is_run, joint

_NAME_COLUMNS: Final = ("place_id", "name", "system", "valid_from", "valid_to")


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
    rows = [row for row in _records(names) if text_of(row["name"])]
    for row in rows:
        if row["place_id"] not in table:
            raise InputError(
                f"names: {row['name']!r} belongs to {row['place_id']!r}, which is not in places; "
                "add the place or drop the name"
            )
    return _index(table, sorted(rows, key=_name_order))


def _index(table: Mapping[str, Place], rows: list[Mapping[str, Any]]) -> NameIndex:
    exact: dict[str, list[NameHit]] = defaultdict(list)
    folded: dict[str, list[NameHit]] = defaultdict(list)
    phrases: dict[str, list[NameHit]] = defaultdict(list)
    runs: dict[str, list[NameHit]] = defaultdict(list)
    openings: dict[str, int] = {}
    small: set[str] = set()
    for row in rows:
        hit = _as_hit(row, "exact")
        loose = _as_hit(row, "folded")
        exact[hit.name].append(hit)
        folded[fold_name(hit.name)].append(loose)
        if is_run(hit.name[0]):
            key = unicodedata.normalize("NFC", hit.name)
            runs[key].append(hit)
            openings[key[0]] = max(len(key), openings.get(key[0], 0))
        else:
            for key, words, length in _phrase_keys(hit.name):
                phrases[key].append(hit)
                openings[words] = max(length, openings.get(words, 0))
                if hit.name[0].islower():
                    small.add(words)
    folded.pop("", None)
    return NameIndex(
        table, _closed(exact), _closed(folded), _closed(phrases), _closed(runs), openings,
        frozenset(small), tuple(sorted(folded)),
    )  # fmt: skip


def _phrase_keys(name: str) -> Iterator[tuple[str, str, int]]:
    """Yield the keys a name is found by in text: key, first word, most words.

    ``Sin-Uiju`` may stand as two words or as one, so each key names the word it can
    begin with, and how many words that reading has at most.
    """
    composed, _ = compose(name)
    tokens = find_words(composed)
    if not tokens:
        return
    words = [fold_name(composed[a:b]) for a, b in tokens]
    gaps = [joint(composed[a[1] : b[0]]) for a, b in pairwise(tokens)]
    joined = words[0] + "".join(
        f"{' ' if gap is None else gap}{word}" for gap, word in zip(gaps, words[1:], strict=True)
    )
    for key in dict.fromkeys((joined, " ".join(words))):
        # A hyphen more than the table has costs one word more; two cover what is written.
        yield key, words[0], len(words)
        first = key.split(" ")[0]
        for cut in range(1, len(first) + 1):
            yield key, first[:cut], len(words) + 2


def _closed(table: Mapping[str, list[NameHit]]) -> dict[str, tuple[NameHit, ...]]:
    """Keep the first hit of every place under each key."""
    return {
        key: tuple({hit.place_id: hit for hit in reversed(hits)}.values())[::-1]
        for key, hits in table.items()
    }


def _require(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise InputError(f"{what}: the column {missing[0]!r} is missing; add it")


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _as_hit(row: Mapping[str, Any], via: Literal["exact", "folded"]) -> NameHit:
    return NameHit(
        row["place_id"], row["name"], via, text_of(row["system"]) or "",
        text_of(row["valid_from"]), text_of(row["valid_to"]),
    )  # fmt: skip


def _name_order(row: Mapping[str, Any]) -> tuple[bool, str, str, str]:
    dated = bool(text_of(row["valid_from"]) or text_of(row["valid_to"]))
    return dated, row["place_id"], row["name"], text_of(row["valid_from"]) or ""
