"""The name index: from a name, in any script it is written in, to the places that bear it.

An index is built once from the two gazetteer tables and then only read. It knows whole
names, not grammar: "County", "Province", "near" are the business of the geocoder.

A name matches *exactly*, or *folded* (see `fold_name`), or not at all. Likeness only
ever suggests (`NameIndex.suggest`): names that are one letter apart are often two
places, and spellings that look far apart are often one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

import pandas as pd
from rapidfuzz import fuzz, process

from borderviz.errors import InputError

__all__ = [
    "Mention",
    "NameHit",
    "NameIndex",
    "NameSuggestion",
    "Place",
    "build_name_index",
    "fold_name",
]

# Combining marks that Latin, Greek and Cyrillic letters carry; the vowel signs of other
# scripts are letters of their names and stay.
_MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK: Final = re.compile(f"[{_MARKS}]")
# What separates or joins words: white space, punctuation (hyphens, apostrophes, quotes),
# spacing modifiers such as U+02BC, and invisible format characters.
_JOINERS: Final = re.compile(r"[\W_\u02b0-\u02ff]+")
_ASCII_JOINERS: Final = {code: None for code in range(128) if not chr(code).isalnum()}

# Scripts that join words without white space, or add endings without a boundary: there
# a name is looked for inside the run, elsewhere only between whole words.
_RUN: Final = "\u1100-\u11ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_RUN_START: Final = re.compile(f"[{_RUN}]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_TOKEN: Final = re.compile(f"[{_RUN}]+|(?:(?![{_RUN}_])\\w)(?:(?![{_RUN}_])[\\w{_MARKS}])*")
_CLUSTER: Final = re.compile(f".[{_MARKS}\u1160-\u11ff]*", re.DOTALL)
_HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013'\u2018\u2019\u02bc`\u00b4")
_MIN_RUN: Final = 2
_MAX_FOLDS: Final = 8

_PLACE_COLUMNS: Final = (
    "place_id", "name", "kind", "size_class", "country", "admin1", "admin2", "latitude",
    "longitude", "extent_m", "seat_of", "population", "on_border", "source", "confidence",
)  # fmt: skip
_NAME_COLUMNS: Final = ("place_id", "name", "system", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    Attributes
    ----------
    place_id, name, kind, size_class
        Its id, the spelling to show, what it is, and the class that sizes go by.
    country, admin1, admin2
        ISO 3166-1 alpha-2, ISO 3166-2, and the id (or name) of its county or city.
    latitude, longitude : float or None
        WGS84 degrees; None where no position is known.
    extent_m : float or None
        Radius in metres to the far edge of what the name covers; None where unknown.
    seat_of : str or None
        The unit whose seat this town is.
    population : int or None
    on_border, source, confidence
        As in the table.
    """

    place_id: str
    name: str
    kind: str
    size_class: str
    country: str
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    extent_m: float | None
    seat_of: str | None
    population: int | None
    on_border: str | None
    source: str | None
    confidence: str | None


@dataclass(frozen=True, slots=True)
class NameHit:
    """One place that bears the name looked up.

    Attributes
    ----------
    place_id : str
    name : str
        The form that matched, as the table has it.
    via : {"exact", "folded"}
    system : str
        How the form is written: press, MR, RR, former ...
    valid_from, valid_to : str or None
        EDTF; the period of a form that was official for a time.
    """

    place_id: str
    name: str
    via: Literal["exact", "folded"]
    system: str
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """A place whose name is like the text; never an answer.

    Attributes
    ----------
    place_id, name : str
        The place, and the form that is alike.
    score : float
        0 to 100, normalised InDel similarity of the folded texts.
    """

    place_id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in running text.

    Attributes
    ----------
    start, end : int
        Where it stands: ``text[start:end]``.
    text : str
        The words as they stand.
    hits : tuple of NameHit
        The places that bear the name.
    """

    start: int
    end: int
    text: str
    hits: tuple[NameHit, ...]


def fold_name(text: str) -> str:
    """Fold a name to the form that spellings of it share.

    Compatibility forms (full width, ligatures) become plain; case and diacritics go
    (ŏ and o are one), and so do apostrophes, hyphens, spaces and other
    punctuation. Letters and digits stay, and no word is taken for a suffix. Folding a
    folded text changes nothing.

    Parameters
    ----------
    text : str
        A name in any script.

    Returns
    -------
    str
        The folded name, composed (NFC); empty when the text holds no letter or digit.

    Examples
    --------
    >>> fold_name("P'yŏngyang"), fold_name("Sin-ŭiju"), fold_name("신 의주")
    ('pyongyang', 'sinuiju', '신의주')
    """
    if text.isascii():
        return text.lower().translate(_ASCII_JOINERS)
    # One pass is enough but for rare compatibility characters whose parts fold again.
    for _ in range(_MAX_FOLDS):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Marks go first: what is left of other scripts' signs must not count as a joiner.
    plain = _MARK.sub("", plain)
    kept = (c for c in plain if not _JOINERS.match(c) or unicodedata.category(c)[0] == "M")
    return unicodedata.normalize("NFC", "".join(kept))


@dataclass(frozen=True, eq=False, repr=False)
class NameIndex:
    """Names to places; made by `build_name_index`.

    Every answer comes in a fixed order, whatever the order of the tables' rows.
    """

    _places: Mapping[str, Place]
    _exact: Mapping[str, tuple[NameHit, ...]]
    _folded: Mapping[str, tuple[NameHit, ...]]
    _phrases: Mapping[str, tuple[NameHit, ...]]
    _runs: Mapping[str, tuple[NameHit, ...]]
    _openings: Mapping[str, int]
    _choices: tuple[str, ...]

    def __repr__(self) -> str:
        """Return what the index holds, in short."""
        return f"<NameIndex of {len(self._places)} places, {len(self._exact)} names>"

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._places)

    def place(self, place_id: str) -> Place:
        """Return a place by its id.

        Raises
        ------
        InputError
            If there is no such place.
        """
        try:
            return self._places[place_id]
        except KeyError:
            raise InputError(
                f"no place has the id {place_id!r}; take one from the place_id column of places.csv"
            ) from None

    def look_up(self, text: str) -> tuple[NameHit, ...]:
        """Return the places whose whole name is `text`.

        Parameters
        ----------
        text : str
            A name in any script and spelling; white space around it does not count.

        Returns
        -------
        tuple of NameHit
            One hit per place: exact matches first, then folded ones; among these,
            names without dates before former ones, then by place id. Empty when no
            place bears the name.
        """
        exact = self._exact.get(text.strip(), ())
        folded = self._folded.get(fold_name(text), ())
        if not exact:
            return folded
        seen = {hit.place_id for hit in exact}
        return exact + tuple(hit for hit in folded if hit.place_id not in seen)

    def suggest(
        self, text: str, *, limit: int = 5, min_score: float = 60.0
    ) -> tuple[NameSuggestion, ...]:
        """Return places whose name is like `text`, for a person to choose from.

        Parameters
        ----------
        text : str
            The name as written.
        limit : int
            How many places at most.
        min_score : float
            The least similarity, 0 to 100.

        Returns
        -------
        tuple of NameSuggestion
            Most alike first, then by place id; one per place.
        """
        folded = fold_name(text)
        if not folded or limit < 1:
            return ()
        found = process.extract(
            folded, self._choices, scorer=fuzz.ratio, score_cutoff=min_score, limit=None
        )
        best: dict[str, NameSuggestion] = {}
        for choice, score, _ in sorted(found, key=lambda match: (-match[1], match[0])):
            for hit in self._folded[choice]:
                best.setdefault(hit.place_id, NameSuggestion(hit.place_id, hit.name, float(score)))
        ranked = sorted(best.values(), key=lambda s: (-s.score, s.place_id))
        return tuple(ranked[:limit])

    def find_mentions(self, text: str, *, any_case: bool = False) -> tuple[Mention, ...]:
        """Return the known names in running text, the longest at each spot.

        Between words of an alphabet a name begins and ends at a word boundary (also at
        a hyphen or an apostrophe). In Hangul, where endings follow without a boundary,
        it begins where a word begins or where another name has just ended, and may end
        anywhere; in Han characters, which show no boundaries, it may begin anywhere.
        Names of one character are not looked for there.

        Parameters
        ----------
        text : str
            A sentence, an article.
        any_case : bool
            Whether ``hyesan`` counts as well as ``Hyesan``. By default a name of an
            alphabet must begin with a capital, as its form in the table does.

        Returns
        -------
        tuple of Mention
            In reading order, never overlapping. What follows a mention ("County", an
            ending) is for the caller to read.
        """
        composed, origin = _compose(text)
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(composed)]
        found = self._scan(composed, tokens, any_case=any_case)
        return tuple(
            Mention(origin[a], origin[b], text[origin[a] : origin[b]], hits) for a, b, hits in found
        )

    def _scan(
        self, text: str, tokens: list[tuple[int, int]], *, any_case: bool
    ) -> Iterator[tuple[int, int, tuple[NameHit, ...]]]:
        at = 0
        while at < len(tokens):
            start, end = tokens[at]
            if _is_run(text[start]):
                yield from self._scan_run(text, start, end)
                at += 1
                continue
            count, hits = self._longest_phrase(text, tokens, at, any_case=any_case)
            if hits:
                yield start, tokens[at + count - 1][1], hits
            at += max(1, count)

    def _longest_phrase(
        self, text: str, tokens: list[tuple[int, int]], at: int, *, any_case: bool
    ) -> tuple[int, tuple[NameHit, ...]]:
        key = fold_name(text[slice(*tokens[at])])
        spaced, joined = key, key
        best: tuple[int, tuple[NameHit, ...]] = (0, ())
        lower = text[tokens[at][0]].islower()
        for last in range(at, min(at + self._openings.get(key, 1), len(tokens))):
            if last > at:
                gap = _gap(text[tokens[last - 1][1] : tokens[last][0]])
                if gap is None or _is_run(text[tokens[last][0]]):
                    break
                word = fold_name(text[slice(*tokens[last])])
                spaced, joined = f"{spaced} {word}", joined + gap + word
            hits = self._phrases.get(joined) or self._phrases.get(spaced, ())
            if lower and not any_case:
                hits = tuple(hit for hit in hits if hit.name[0].islower())
            if hits:
                best = (last - at + 1, hits)
        return best

    def _scan_run(
        self, text: str, start: int, end: int
    ) -> Iterator[tuple[int, int, tuple[NameHit, ...]]]:
        at, free = start, True
        while at < end:
            hangul = _HANGUL.match(text[at]) is not None
            if free or not hangul:
                stop = self._longest_run(text, at)
                if stop:
                    yield at, stop, self._runs[text[at:stop]]
                    at, free = stop, True
                    continue
            at += 1
            free = hangul is not (at < end and _HANGUL.match(text[at]) is not None)

    def _longest_run(self, text: str, at: int) -> int | None:
        longest = self._openings.get(text[at], 0)
        for length in range(min(longest, len(text) - at), _MIN_RUN - 1, -1):
            if text[at : at + length] in self._runs:
                return at + length
        return None


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
    _require(places, _PLACE_COLUMNS, "places")
    _require(names, _NAME_COLUMNS, "names")
    table = {place.place_id: place for place in map(_as_place, _records(places))}
    if len(table) != len(places):
        twice = sorted(places.loc[places["place_id"].duplicated(), "place_id"].astype(str))
        raise InputError(f"places: place_id {twice[0]!r} is there more than once; keep one row")
    rows = [row for row in _records(names) if _text(row["name"])]
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
    for row in rows:
        hit = _as_hit(row, "exact")
        loose = _as_hit(row, "folded")
        exact[hit.name].append(hit)
        folded[fold_name(hit.name)].append(loose)
        if _is_run(hit.name[0]):
            key = unicodedata.normalize("NFC", hit.name)
            runs[key].append(hit)
            openings[key[0]] = max(len(key), openings.get(key[0], 0))
        else:
            for key, words, length in _phrase_keys(hit.name):
                phrases[key].append(hit)
                openings[words] = max(length, openings.get(words, 0))
    folded.pop("", None)
    return NameIndex(
        table, _closed(exact), _closed(folded), _closed(phrases), _closed(runs), openings,
        tuple(sorted(folded)),
    )  # fmt: skip


def _phrase_keys(name: str) -> Iterator[tuple[str, str, int]]:
    """Yield the keys a name is found by in text: key, first word, most words.

    ``Sin-Uiju`` may stand as two words or as one, so each key names the word it can
    begin with, and how many words that reading has at most.
    """
    composed, _ = _compose(name)
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(composed)]
    if not tokens:
        return
    words = [fold_name(composed[a:b]) for a, b in tokens]
    gaps = [_gap(composed[a[1] : b[0]]) for a, b in pairwise(tokens)]
    joined = words[0] + "".join(
        f"{' ' if gap is None else gap}{word}" for gap, word in zip(gaps, words[1:], strict=True)
    )
    for key in dict.fromkeys((joined, " ".join(words))):
        # A hyphen more than the table has costs one word more; two cover what is written.
        yield key, words[0], len(words)
        first = key.split(" ")[0]
        for cut in range(1, len(first)):
            yield key, first[:cut], len(words) + 2


def _gap(between: str) -> str | None:
    """Return what joins two words: nothing (hyphen), a space, or None if they part."""
    if between in _HYPHENS or between == "":
        return ""
    return " " if between.isspace() or re.fullmatch(r"\.\s*", between) else None


def _compose(text: str) -> tuple[str, list[int]]:
    """Return the text in NFC, and for each of its offsets the offset in the original."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, list(range(len(text) + 1))
    parts: list[str] = []
    origin: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFC", cluster[0])
        parts.append(part)
        origin += [cluster.start()] * len(part)
    return "".join(parts), [*origin, len(text)]


def _is_run(character: str) -> bool:
    return _RUN_START.match(character) is not None


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


def _text(value: object) -> str | None:
    # A column that holds only years and blanks reaches us as numbers.
    if isinstance(value, (int, float)) and not pd.isna(value):
        return f"{value:g}"
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) or value == "" else float(value)


def _as_place(row: Mapping[str, Any]) -> Place:
    population = _number(row["population"])
    return Place(
        place_id=_text(row["place_id"]) or "",
        name=_text(row["name"]) or "",
        kind=_text(row["kind"]) or "",
        size_class=_text(row["size_class"]) or "",
        country=_text(row["country"]) or "",
        admin1=_text(row["admin1"]),
        admin2=_text(row["admin2"]),
        latitude=_number(row["latitude"]),
        longitude=_number(row["longitude"]),
        extent_m=_number(row["extent_m"]),
        seat_of=_text(row["seat_of"]),
        population=None if population is None else int(population),
        on_border=_text(row["on_border"]),
        source=_text(row["source"]),
        confidence=_text(row["confidence"]),
    )


def _as_hit(row: Mapping[str, Any], via: Literal["exact", "folded"]) -> NameHit:
    return NameHit(
        row["place_id"], row["name"], via, _text(row["system"]) or "",
        _text(row["valid_from"]), _text(row["valid_to"]),
    )  # fmt: skip


def _name_order(row: Mapping[str, Any]) -> tuple[bool, str, str, str]:
    dated = bool(_text(row["valid_from"]) or _text(row["valid_to"]))
    return dated, row["place_id"], row["name"], _text(row["valid_from"]) or ""
