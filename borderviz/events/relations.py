"""What must hold between the cells of a row and between the rows of an event table."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import pandas as pd

from borderviz.errors import shown
from borderviz.schema import Fault

__all__ = ["part_faults", "place_faults", "swapped_rows"]

# Above this many aggregates a nearest name is not looked for: it would take too long.
_MOST_COMPARED: Final = 1000


def place_faults(texts: pd.DataFrame) -> Iterator[Fault]:
    """Rows without any place, and rows with one coordinate of the two.

    Parameters
    ----------
    texts
        The cells as read, whose index holds the row numbers.
    """
    has = {name: texts[name].str.strip() != "" for name in ("place", "latitude", "longitude")}
    nowhere = ~has["place"] & ~has["latitude"] & ~has["longitude"]
    for row in texts.index[nowhere]:
        yield Fault(int(row), "place", "", "is missing, and so are latitude and longitude")
    for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
        for row in texts.index[has[one] & ~has[other]]:
            yield Fault(
                int(row), other, "", f"is missing though {one} is given; give both or neither"
            )


def swapped_rows(events: pd.DataFrame) -> frozenset[int]:
    """Rows whose coordinates are out of range and would be in range if swapped."""
    latitude, longitude = events["latitude"].abs(), events["longitude"].abs()
    swapped = (latitude > 90) & (latitude <= 180) & (longitude <= 90)
    return frozenset(int(row) for row in events.index[swapped.fillna(False)])


def part_faults(events: pd.DataFrame, bad_rows: Collection[int]) -> list[Fault]:
    """Rows whose `part_of` leads nowhere, to themselves, or to a row that cannot count them.

    Parameters
    ----------
    events
        Typed event columns, whose index holds the row numbers.
    bad_rows
        Rows that are set aside for another reason: what is part of them is set aside too, as
        it would else name an event that is not in the table.
    """
    wholes = _by_row(events["part_of"].dropna())
    row_of = {name: row for row, name in _by_row(events["event_id"].drop_duplicates()).items()}
    targets = {row: row_of[whole] for row, whole in wholes.items() if whole in row_of}
    aggregates = frozenset(int(row) for row in events.index[events["is_aggregate"].fillna(False)])
    reasons = {
        row: _why_unknown(whole, events["event_id"].loc[sorted(aggregates)])
        for row, whole in wholes.items()
        if row not in targets
    }
    for row, target in targets.items():
        if reason := _why_no_whole(row, target, targets, aggregates):
            reasons[row] = reason
    orphans = _orphans(targets, {*bad_rows, *reasons})
    # A row that cannot be read may be an aggregate after all: being set aside is the reason.
    reasons |= {
        row: f"names the event of row {target}, which is set aside"
        for row, target in orphans.items()
        if row not in reasons or target in bad_rows
    }
    return [Fault(row, "part_of", wholes[row], reason) for row, reason in reasons.items()]


def _by_row(column: pd.Series) -> dict[int, str]:
    return dict(zip(column.index.astype(int).tolist(), column.astype(str).tolist(), strict=True))


def _why_unknown(whole: str, aggregates: pd.Series) -> str:
    near: list[str] = []
    if len(aggregates) <= _MOST_COMPARED:
        near = difflib.get_close_matches(whole, aggregates.astype(str).tolist(), n=1)
    question = f"; did you mean {shown(near[0])}?" if near else ""
    return f"names no event of the table{question}"


def _why_no_whole(
    row: int, target: int, targets: Mapping[int, int], aggregates: Collection[int]
) -> str:
    if target == row:
        return "names the event itself"
    if target not in aggregates:
        return f"names the event of row {target}, which is no aggregate (is_aggregate is false)"
    seen = {row}
    while target in targets and target not in seen:
        seen.add(target)
        target = targets[target]
    return "leads back to the event itself" if target == row else ""


def _orphans(targets: Mapping[int, int], bad_rows: Collection[int]) -> dict[int, int]:
    """Rows that are part of a bad row, or part of a part of one, with that row."""
    parts_of: dict[int, list[int]] = {}
    for row, target in targets.items():
        parts_of.setdefault(target, []).append(row)
    orphans: dict[int, int] = {}
    waiting = sorted(set(bad_rows).intersection(parts_of))
    while waiting:
        target = waiting.pop()
        for row in parts_of.get(target, []):
            if row not in orphans and row != target:
                orphans[row] = target
                waiting.append(row)
    return orphans
