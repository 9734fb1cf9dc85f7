"""What two reports have in common: their days, their places, their kind and their numbers.

The rows of a located table are brought to records that can be held against each other. Nothing is
weighed: each aspect agrees sharply, agrees loosely, contradicts, or cannot be told, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd
import shapely

from borderviz.gazetteer import fold_name
from borderviz.schema.families import may_be_one

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

__all__ = [
    "Aspect",
    "Places",
    "Sighting",
    "candidate_pairs",
    "hold_days",
    "hold_numbers",
    "hold_types",
    "sightings",
]

COUNTED: Final = ("killed", "arrested", "involved")
SHARP_DAYS: Final = 3
"""Days that a date may leave open and still tell incidents apart."""
NEAR_DAYS: Final = 2
"""Days by which reports of one incident may differ: night or morning, day of the report."""
SHARP_M: Final = 25_000.0
"""Radius in metres of a place that tells incidents apart: a town or a county, not a province."""

State = Literal["sharp", "loose", "unknown", "differs"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """How two reports agree in one aspect, and why.

    Attributes
    ----------
    state : {"sharp", "loose", "unknown", "differs"}
    reason : str
        Empty when nothing can be told.
    """

    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One report of an event, as far as it is compared.

    Attributes
    ----------
    at : int
        Its position in the table.
    event_id, event_type, place : str
    origin : str or None
        What reports that go back to one origin share.
    source : str or None
        Address of the report.
    stated : str or None
        The date, EDTF.
    first, last : int or None
        First and last day as ordinals of the calendar.
    where : int
        Number of its place among those of `Places`.
    reach_m : float
        Radius of the place in metres; infinite where it is not known.
    counts : tuple of (int, int) or None
        Lowest and highest figure of those killed, arrested and involved.
    is_aggregate : bool
    """

    at: int
    event_id: str
    event_type: str
    place: str
    origin: str | None
    source: str | None
    stated: str | None
    first: int | None
    last: int | None
    where: int
    reach_m: float
    counts: tuple[tuple[int, int] | None, ...]
    is_aggregate: bool


def sightings(located: gpd.GeoDataFrame, where: list[int]) -> list[Sighting]:
    """Return the rows of a located table as records, with the number of each one's place."""
    return [
        Sighting(
            at=at,
            event_id=row.event_id,
            event_type=row.event_type,
            place=_text(row.place) or "",
            origin=_text(row.origin_id),
            source=_text(row.source_url),
            stated=_text(row.date),
            first=_ordinal(row.date_start),
            last=_ordinal(row.date_end),
            where=where[at],
            reach_m=_number(row.coordinate_uncertainty_m),
            counts=tuple(_figures(row, what) for what in COUNTED),
            is_aggregate=bool(row.is_aggregate),
        )
        for at, row in enumerate(located.itertuples(index=False))
    ]


class Places:
    """The distinct places of a located table, and which of them have ground in common.

    Rows without a support have the place that their text names, and share it with none but rows
    of the same text.

    Parameters
    ----------
    located : GeoDataFrame
    """

    def __init__(self, located: gpd.GeoDataFrame) -> None:
        numbers: dict[object, int] = {}
        shapes: list[Any] = []
        self.of_rows: list[int] = []
        for geometry, text in zip(located.geometry, located["place"], strict=True):
            empty = geometry is None or geometry.is_empty
            key = fold_name(_text(text) or "") if empty else geometry.wkb
            if key not in numbers:
                numbers[key] = len(numbers)
                shapes.append(None if empty else geometry)
            self.of_rows.append(numbers[key])
        self._shapes = shapes
        self._meeting: set[tuple[int, int]] = set()
        drawn = [number for number, shape in enumerate(shapes) if shape is not None]
        tree = shapely.STRtree([shapes[number] for number in drawn])
        for number in drawn:
            for found in tree.query(shapes[number], predicate="intersects"):
                self._meeting.add((number, drawn[found]))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the places that have ground in common, each with itself too, in order."""
        alone = {(number, number) for number in range(len(self._shapes))}
        yield from sorted(pair for pair in self._meeting | alone if pair[0] <= pair[1])

    def hold(self, one: Sighting, other: Sighting) -> Aspect:
        """Hold the places of two reports against each other."""
        if one.where == other.where:
            named = one.place or "one position"
            if self._shapes[one.where] is None:
                return Aspect("loose" if one.place else "unknown", f"the same place text ({named})")
            sharp = one.reach_m <= SHARP_M
            return Aspect("sharp" if sharp else "loose", f"the same place ({named})")
        if (one.where, other.where) in self._meeting:
            sharp = max(one.reach_m, other.reach_m) <= SHARP_M
            told = f"places that overlap ({one.place or '–'}; {other.place or '–'})"
            return Aspect("sharp" if sharp else "loose", told)
        if self._shapes[one.where] is None or self._shapes[other.where] is None:
            return Aspect("unknown")
        return Aspect("differs", f"places apart ({one.place or '–'}; {other.place or '–'})")


def candidate_pairs(rows: list[Sighting], places: Places) -> Iterator[tuple[Sighting, Sighting]]:
    """Yield the pairs of rows at places that meet and on days that are near."""
    by_place: dict[int, list[Sighting]] = {}
    for row in sorted(rows, key=lambda row: (_span(row)[0], row.at)):
        by_place.setdefault(row.where, []).append(row)
    for here, there in places.pairs():
        both = by_place[here] + (by_place[there] if here != there else [])
        open_rows: list[Sighting] = []
        for row in sorted(both, key=lambda row: (_span(row)[0], row.at)):
            start = _span(row)[0]
            open_rows = [other for other in open_rows if _span(other)[1] + NEAR_DAYS >= start]
            for other in open_rows:
                if here == there or other.where != row.where:
                    yield (row, other) if row.at < other.at else (other, row)
            open_rows.append(row)


def hold_days(one: Sighting, other: Sighting) -> Aspect:
    """Hold the days of two reports against each other."""
    if {None} in ({one.first, one.last}, {other.first, other.last}):
        same = one.stated is not None and one.stated == other.stated
        return Aspect("sharp", f"the same date ({one.stated})") if same else Aspect("unknown")
    first, last = _span(one)
    start, end = _span(other)
    gap = max(start - last, first - end, 0)
    if gap > NEAR_DAYS:
        return Aspect("differs", f"{gap:.0f} days apart")
    if gap:
        told = f"{gap:.0f} day{'s' if gap > 1 else ''} apart"
    elif first == last == start == end:
        told = f"the same day ({date.fromordinal(int(first)).isoformat()})"
    else:
        told = "dates that overlap"
    sharp = max(last - first, end - start) < SHARP_DAYS
    return Aspect("sharp" if sharp else "loose", told)


def hold_numbers(one: Sighting, other: Sighting) -> Aspect:
    """Hold the numbers of people of two reports against each other."""
    agreeing: list[str] = []
    apart: list[str] = []
    for what, a, b in zip(COUNTED, one.counts, other.counts, strict=True):
        if a is None or b is None:
            continue
        told = f"{what} {_range(a)}" if a == b else f"{what} {_range(a)} and {_range(b)}"
        (agreeing if a[0] <= b[1] and b[0] <= a[1] else apart).append(told)
    if apart:
        return Aspect("differs", f"numbers that differ ({', '.join(apart)})")
    if not agreeing:
        return Aspect("unknown")
    return Aspect("sharp", f"numbers that agree ({', '.join(agreeing)})")


def hold_types(one: Sighting, other: Sighting) -> Aspect:
    """Hold the types of two reports against each other."""
    if one.is_aggregate != other.is_aggregate:
        return Aspect("differs", "a sum and a single event")
    if one.event_type == other.event_type:
        return Aspect("sharp", f"both {one.event_type}")
    told = f"{one.event_type} and {other.event_type}"
    return Aspect("loose" if may_be_one(one.event_type, other.event_type) else "differs", told)


def _span(one: Sighting) -> tuple[float, float]:
    """Return the days of a report; without a bound on one side they go on for ever."""
    return (
        float("-inf") if one.first is None else one.first,
        float("inf") if one.last is None else one.last,
    )


def _figures(row: Any, what: str) -> tuple[int, int] | None:
    """Return the lowest and the highest figure that a row states; None where it states none."""
    stated = [getattr(row, f"{what}_{bound}") for bound in ("low", "best", "high")]
    figures = [int(figure) for figure in stated if pd.notna(figure)]
    return (min(figures), max(figures)) if figures else None


def _range(figures: tuple[int, int]) -> str:
    low, high = figures
    return str(low) if low == high else f"{low}–{high}"


def _ordinal(day: Any) -> int | None:
    return date.fromisoformat(day).toordinal() if pd.notna(day) else None


def _number(value: Any) -> float:
    return float(value) if pd.notna(value) else float("inf")


def _text(value: Any) -> str | None:
    return str(value) if pd.notna(value) and str(value) else None
