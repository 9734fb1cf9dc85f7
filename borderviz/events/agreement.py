"""Two coders' tables side by side, and how far they agree.

Which row answers to which is found by what the rows say; then each field is compared over the
matched pairs. Agreement of the events is the F1 measure (van Rijsbergen 1979): with m pairs among
a and b events, 2m / (a + b). Agreement of a field beyond chance is Cohen's kappa (Cohen 1960, "A
coefficient of agreement for nominal scales", doi:10.1177/001316446002000104): (po - pe) / (1 - pe)
with po the share of pairs that agree and pe the share that would by chance.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, shown
from borderviz.events.sightings import (
    Places,
    Sighting,
    candidate_pairs,
    hold_days,
    hold_numbers,
    hold_types,
    sightings,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import geopandas as gpd

__all__ = ["Agreement", "cohen_kappa", "compare_codings"]

FIELDS: Final = (
    "event_type", "date", "place", "country", "admin1", "killed_best", "arrested_best",
    "involved_best", "is_aggregate", "confidence",
)  # fmt: skip
"""Fields that are compared, where one of the tables states them."""
_WEIGHTS: Final = {"sharp": 3, "loose": 2, "unknown": 0, "differs": -2}
_NO_ROW: Final = -1
_LEAST: Final = 4
"""Least weight of a pair: two aspects that agree, of which one may be contradicted by a third."""


@dataclass(frozen=True)
class Agreement:
    """How far two tables agree.

    Attributes
    ----------
    events : tuple of int
        Events of the first and of the second table.
    matched : int
        Events that both have.
    f1 : float
    fields : pandas.DataFrame
        ``field``, ``pairs``, ``agreement`` (share of the pairs that agree), ``kappa`` (missing
        where chance alone would make all agree). A missing value is a value like any other. ``date
        (may be one)`` and ``place (may be one)`` count what does not contradict each other.
    pairs : pandas.DataFrame
        All events side by side: ``event_id_1``, ``event_id_2``, ``differs`` (names of the fields
        that do), and each compared field of both.
    """

    events: tuple[int, int]
    matched: int
    f1: float
    fields: pd.DataFrame
    pairs: pd.DataFrame


def compare_codings(
    first: gpd.GeoDataFrame, second: gpd.GeoDataFrame, *, on: str | None = None
) -> Agreement:
    """Hold two coders' tables against each other.

    Rows that state different sources are never matched. Of the others, type, days, place and
    numbers weigh 3 when they agree sharply, 2 when they may be one, -2 when they contradict each
    other; of what weighs 4 or more with at most one contradiction, the heaviest pairs are taken
    first, and of equals the first in the tables.

    Parameters
    ----------
    first, second : GeoDataFrame
        As `borderviz.locate_events` returns them.
    on : str, optional
        Column that names the same event in both tables, such as ``event_id`` or ``external_id``;
        rows are then matched by it alone.

    Raises
    ------
    InputError
        `on` is not a column of both tables, or names two rows of one.
    """
    both = pd.concat([first, second], ignore_index=True)
    places = Places(both)
    rows = sightings(both, places.of_rows)
    matches = _by_column(first, second, on) if on else _by_content(rows, places, len(first))
    codes = _codes(both, places)
    total = len(both)
    return Agreement(
        events=(len(first), len(second)),
        matched=len(matches),
        f1=2 * len(matches) / total if total else 0.0,
        fields=_field_table(rows, places, codes, matches),
        pairs=_side_by_side(both, codes, matches, len(first)),
    )


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Return Cohen's kappa of two codings; None where chance alone would make all agree.

    Examples
    --------
    >>> cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    0.5
    """
    n = len(first)
    if n == 0:
        return None
    agreeing = sum(a == b for a, b in zip(first, second, strict=True))
    ours, theirs = Counter(first), Counter(second)
    chance = sum(count * theirs[value] for value, count in ours.items())
    # In whole numbers, so that agreement by chance alone is exactly that.
    return None if chance == n * n else (agreeing * n - chance) / (n * n - chance)


def _by_column(first: pd.DataFrame, second: pd.DataFrame, on: str) -> list[tuple[int, int]]:
    """Match rows by a column that names the event."""
    where: list[dict[str, int]] = []
    for table in (first, second):
        if on not in table.columns:
            raise InputError(f"there is no column {shown(on)} in both tables to match rows by")
        stated = table[on].reset_index(drop=True).dropna()
        if (twice := stated.duplicated()).any():
            name = shown(stated[twice].iloc[0])
            raise InputError(
                f"{on} {name} stands in two rows of one table; match by another column"
            )
        where.append({str(name): at for at, name in zip(stated.index, stated, strict=True)})
    return [(at, len(first) + where[1][name]) for name, at in where[0].items() if name in where[1]]


def _by_content(rows: list[Sighting], places: Places, split: int) -> list[tuple[int, int]]:
    """Match rows by what they say, the heaviest pairs first."""
    weighed = []
    for one, other in _across(rows, places, split):
        weight = _weight(one, other, places)
        if weight is not None:
            weighed.append((-weight, one.at, other.at))
    taken: set[int] = set()
    matches = []
    for _, here, there in sorted(weighed):
        if here not in taken and there not in taken:
            taken |= {here, there}
            matches.append((here, there))
    return sorted(matches)


def _across(
    rows: list[Sighting], places: Places, split: int
) -> Iterator[tuple[Sighting, Sighting]]:
    """Yield pairs from both tables: of one source, or near each other where one states none."""
    by_source: dict[str, list[Sighting]] = {}
    for row in rows[split:]:
        if row.source is not None:
            by_source.setdefault(row.source, []).append(row)
    for one in rows[:split]:
        for other in by_source.get(one.source or "", []):
            yield one, other
    for one, other in candidate_pairs(rows, places):
        if one.at < split <= other.at and None in {one.source, other.source}:
            yield one, other


def _weight(one: Sighting, other: Sighting, places: Places) -> int | None:
    aspects = [hold_types(one, other), hold_days(one, other), places.hold(one, other)]
    contradicted = sum(aspect.state == "differs" for aspect in aspects)
    aspects.append(hold_numbers(one, other))
    weight = sum(_WEIGHTS[aspect.state] for aspect in aspects)
    return weight if weight >= _LEAST and contradicted <= 1 else None


def _codes(both: pd.DataFrame, places: Places) -> dict[str, list[object]]:
    """Return what is compared of each field: for places the area, not its spelling."""
    codes: dict[str, list[object]] = {}
    for name in FIELDS:
        if name == "place":
            codes[name] = list(places.of_rows)
        elif both[name].notna().any():
            codes[name] = [None if pd.isna(value) else value for value in both[name]]
    return codes


def _field_table(
    rows: list[Sighting],
    places: Places,
    codes: dict[str, list[object]],
    matches: list[tuple[int, int]],
) -> pd.DataFrame:
    figures: list[tuple[str, int, float | None, float | None]] = []

    def add(name: str, agreeing: int, kappa: float | None) -> None:
        n = len(matches)
        figures.append((name, n, agreeing / n if n else None, kappa))

    loose = {"date": hold_days, "place": places.hold}
    for name, values in codes.items():
        ours, theirs = [values[a] for a, _ in matches], [values[b] for _, b in matches]
        same = sum(a == b for a, b in zip(ours, theirs, strict=True))
        add(name, same, cohen_kappa(ours, theirs))
        if name in loose:
            held = [loose[name](rows[a], rows[b]).state for a, b in matches]
            add(f"{name} (may be one)", sum(state != "differs" for state in held), None)
    table = pd.DataFrame(figures, columns=["field", "pairs", "agreement", "kappa"])
    return table.astype({"agreement": "Float64", "kappa": "Float64"})


def _side_by_side(
    both: pd.DataFrame, codes: dict[str, list[object]], matches: list[tuple[int, int]], split: int
) -> pd.DataFrame:
    """Put the matched rows beside each other, then those of one table alone."""
    taken = {at for pair in matches for at in pair}
    alone = [at for at in range(len(both)) if at not in taken]
    lines: list[tuple[int | None, int | None]] = [
        *matches, *((at, None) if at < split else (None, at) for at in alone)
    ]  # fmt: skip
    names = ["event_id", *codes]
    columns: dict[str, pd.Series] = {}
    sides = [
        both.reindex([_NO_ROW if at is None else at for at in side])
        for side in zip(*lines, strict=True)
    ]
    for name in names:
        for number, side in enumerate(sides, 1):
            columns[f"{name}_{number}"] = side[name].reset_index(drop=True)
    frame = pd.DataFrame(columns)
    differing = pd.Series([_differing(codes, line) for line in lines], dtype="string")
    frame.insert(2, "differs", differing)
    return frame


def _differing(codes: dict[str, list[object]], line: tuple[int | None, int | None]) -> str:
    one, other = line
    if one is None or other is None:
        return f"only in table {1 if other is None else 2}"
    return " ".join(name for name, values in codes.items() if values[one] != values[other])
