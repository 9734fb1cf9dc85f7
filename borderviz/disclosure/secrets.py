"""What no file of a release may hold: points, names, words and identifiers that are not shown.

Worked out from the rows as they were read and the policy, not from what was made of them, so
that a fault in making a release is found. What a release shows anyway is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from borderviz.disclosure.naming import fold, is_fine, places_named, units_of, words_of
from borderviz.disclosure.policy import NEVER, Policy
from borderviz.gazetteer.words import is_run
from borderviz.schema import EVENTS

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from borderviz.geocoding.atlas import Atlas

Gram = tuple[str, ...]
_SHINGLE: Final = 4
"""So many words in a row of a withheld text are told from chance."""
_LEAST_LETTERS: Final = 5
"""Shorter words and identifiers are in every file."""
_SAME_DEG: Final = 1e-5
_FRESH: Final = re.compile(r"(?:event|incident|origin)-\d+")
"""Names that a release gives itself, which tell nothing."""
_KINDS: Final = {f.name: f.kind for f in EVENTS.fields}
_WORDED: Final = frozenset({"text", "edtf"})
_IDS: Final = ("event_id", "incident_id", "origin_id", "part_of", "external_id", "place_id")


@dataclass(frozen=True)
class Secrets:
    """What must not be found.

    Attributes
    ----------
    points : ndarray, n × 2
        Longitude and latitude in degrees.
    open_points : ndarray, n × 2
        Points that are shown, near which others are no sign of a leak.
    grams : mapping of tuple of str to str
        Folded words in a row, with what they are.
    runs : mapping of str to str
        Folded texts of scripts that show no word boundaries, with what they are.
    """

    points: NDArray[np.float64]
    open_points: NDArray[np.float64]
    grams: Mapping[Gram, str] = field(default_factory=dict)
    runs: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(len(self.points) or self.grams or self.runs)

    @cached_property
    def lengths(self) -> Mapping[str, tuple[int, ...]]:
        """Return how long the runs of words are that begin with a word: most words begin none."""
        found: dict[str, set[int]] = {}
        for gram in self.grams:
            found.setdefault(gram[0], set()).add(len(gram))
        return {word: tuple(sorted(lengths)) for word, lengths in found.items()}

    def beyond(self, fixed: Iterable[str]) -> Secrets:
        """Return what is left to look for where some texts stand whatever the events are.

        Parameters
        ----------
        fixed : iterable of str
            Such as the names on a map: found in it, they tell nothing.
        """
        if not self.grams and not self.runs:
            return self
        texts = list(fixed)
        told = _open(texts, {len(gram) for gram in self.grams})
        folded = fold("\n".join(texts))
        return replace(
            self,
            grams={gram: kind for gram, kind in self.grams.items() if gram not in told},
            runs={run: kind for run, kind in self.runs.items() if run not in folded},
        )


NO_SECRETS: Final = Secrets(np.empty((0, 2)), np.empty((0, 2)))


def gather_secrets(
    raw: pd.DataFrame,
    levels: NDArray[np.int64],
    located: gpd.GeoDataFrame,
    policy: Policy,
    released: gpd.GeoDataFrame,
    atlas: Atlas,
) -> Secrets:
    """Gather what a release must not hold.

    Parameters
    ----------
    raw : pandas.DataFrame
        The rows as they were read.
    levels : ndarray of int
        Their levels.
    located : geopandas.GeoDataFrame
        The same rows, located.
    policy : Policy
    released : geopandas.GeoDataFrame
        What is shown; only its fixed wordings and the points of open places count as open.
    atlas : Atlas
    """
    rules = policy.levels or {}
    places = np.array([rules[n].place for n in levels.tolist()], dtype=object)
    coarse = ~np.isin(places, ["as located", "as stated"])
    words = _Words(raw, levels, policy)
    shown = words.shown_texts(coarse)
    grams = dict(words.hidden())
    open_ids = _places_in(shown, atlas)
    grams |= _names(raw[coarse], open_ids, atlas)
    fixed = [*shown, *released["reason"].dropna().unique(), *released["method"].dropna().unique()]
    fixed += [text for rule in atlas.geodata.rules for text in (rule.label, rule.description)]
    fixed += [*released.columns]
    told = _open(fixed, {len(gram) for gram in grams})
    names = {gram: kind for gram, kind in grams.items() if gram not in told}
    folded = fold("\n".join(fixed))
    runs = {
        gram[0]: kind
        for gram, kind in names.items()
        if len(gram) == 1 and is_run(gram[0][0]) and gram[0] not in folded
    }
    points, seen = _points(raw, located, places, released)
    return Secrets(points, seen, names, runs)


class _Words:
    """The texts of the rows, as far as they are shown and as far as not."""

    def __init__(self, raw: pd.DataFrame, levels: NDArray[np.int64], policy: Policy) -> None:
        self.raw, self.levels, self.rules = raw, levels, policy.levels or {}

    def _shown_in(self, column: str) -> NDArray[np.bool_]:
        shows = [n for n, rule in self.rules.items() if column in rule.shown]
        return np.isin(self.levels, shows)

    def _texts(self, column: str, rows: NDArray[np.bool_]) -> list[str]:
        found = self.raw.loc[rows, column].dropna().unique()
        return [str(text) for text in found]

    def shown_texts(self, coarse: NDArray[np.bool_]) -> list[str]:
        """Return the texts that the policy shows; of generalised places only what is coarse."""
        found: list[str] = []
        for column in self.raw.columns:
            if column in {"event_id", *NEVER} or _KINDS.get(column, "text") not in _WORDED:
                continue
            rows = self._shown_in(column)
            found += self._texts(column, rows & ~coarse if column in {"place", "date"} else rows)
        return found

    def hidden(self) -> Iterator[tuple[Gram, str]]:
        """Yield the words of what is not shown."""
        for column in self.raw.columns:
            hides = ~self._shown_in(column) | (column == "event_id")
            identifies = column in _IDS or column == "coder"
            own = column not in _KINDS
            if not (identifies or own or _KINDS.get(column) == "text"):
                continue
            for text in self._texts(column, hides):
                if identifies or own:
                    yield from _identifier(text, column)
                if not identifies:
                    yield from _phrases(text, column)


def _identifier(text: str, column: str) -> Iterator[tuple[Gram, str]]:
    gram = () if _FRESH.fullmatch(text) else tuple(words_of(text))
    if gram and len(gram) <= _SHINGLE and sum(map(len, gram)) >= _LEAST_LETTERS:
        yield gram, f"the {column} {text!r}"


def _phrases(text: str, column: str) -> Iterator[tuple[Gram, str]]:
    found = words_of(text)
    if len(found) < _SHINGLE:
        if len(found) > 1 and sum(map(len, found)) >= 2 * _LEAST_LETTERS:
            yield tuple(found), f"words of a withheld {column}"
        return
    for at in range(len(found) - _SHINGLE + 1):
        yield tuple(found[at : at + _SHINGLE]), f"words of a withheld {column}"


def _places_in(texts: Iterable[str], atlas: Atlas) -> set[str]:
    return set().union(*(places_named(text, atlas) for text in texts))


def _names(rows: pd.DataFrame, open_ids: set[str], atlas: Atlas) -> dict[Gram, str]:
    """Return every name of the places that are not shown, and of the counties they lie in."""
    ids = _places_in(rows["place"].dropna().unique(), atlas)
    ids |= {i for i in rows["place_id"].dropna().unique() if atlas.has_place(i)}
    ids = ids.union(*(units_of(i, atlas) for i in ids))
    hidden = {i for i in ids - open_ids if is_fine(i, atlas)}
    table = atlas.geodata.names
    names = [*table.loc[table["place_id"].isin(hidden), "name"]]
    names += [atlas.place(i).name for i in sorted(hidden)]
    found = {tuple(words_of(name)): f"the place name {name!r}" for name in names}
    for text in rows["place"].dropna().unique():
        found |= {gram: "the place as stated" for gram, _ in _phrases(text, "place")}
    return {gram: kind for gram, kind in found.items() if sum(map(len, gram)) >= 2}


def _open(texts: Iterable[str], lengths: set[int]) -> set[Gram]:
    """Return the words in a row, of the lengths asked for, that stand in open texts."""
    found: set[Gram] = set()
    for text in dict.fromkeys(texts):
        words = words_of(str(text))
        for length in lengths:
            found.update(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
    return found


def _points(
    raw: pd.DataFrame,
    located: gpd.GeoDataFrame,
    places: NDArray[Any],
    released: gpd.GeoDataFrame,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points that are not shown, and those that are."""
    stated, anchors = _lonlat(raw), _lonlat(located)
    exact = (places == "as located") | (
        (places == "as stated") & raw["external_id"].notna().to_numpy(dtype=bool)
    )
    coarse = ~exact & (places != "as stated")
    hidden = np.vstack([stated[~exact], anchors[coarse]])
    plain = (released["method"] != "generalised").fillna(True).to_numpy(dtype=bool)
    seen = np.vstack([stated[exact], _lonlat(released)[plain]])
    hidden, seen = (np.unique(xy[~np.isnan(xy).any(axis=1)], axis=0) for xy in (hidden, seen))
    if not len(hidden) or not len(seen):
        return hidden, seen
    keys = {tuple(key) for key in np.rint(seen / _SAME_DEG).astype(np.int64).tolist()}
    rounded = np.rint(hidden / _SAME_DEG).astype(np.int64).tolist()
    kept = np.array([tuple(key) not in keys for key in rounded], dtype=bool)
    return hidden[kept], seen


def _lonlat(table: pd.DataFrame) -> NDArray[np.float64]:
    columns = table[["longitude", "latitude"]]
    return columns.to_numpy(dtype=np.float64, na_value=np.nan)
