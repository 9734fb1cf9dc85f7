"""Tables of several hands as one, and which of its rows may tell one incident.

Rows are only ever suggested to be one incident; they become one when an analyst says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.errors import InputError, shown
from borderviz.events.sightings import (
    Aspect,
    Places,
    Sighting,
    candidate_pairs,
    hold_days,
    hold_numbers,
    hold_types,
    sightings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

__all__ = ["accept_incidents", "merge_events", "suggest_incidents"]

_ENOUGH: Final = 2
"""Aspects that must hold before two rows are suggested; rows that an incident of several has."""
_TOLD: Final = 5
_YES: Final = frozenset({"yes", "y", "true", "1", "x"})
_NO: Final = frozenset({"no", "n", "false", "0", ""})
SUGGESTED: Final = ("suggested_incident", "suggested_reason", "accept")
"""Columns that suggestions come in; the analyst fills the last."""


def merge_events(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put event tables under each other, with the name of each row's table.

    An ``event_id`` and an ``incident_id`` are of their own table: where several tables have one,
    it gets their names before it (``a:12``), so that nothing becomes one by chance. What goes back
    to one ``origin_id`` in two tables is not told apart: it corroborates nothing.

    Parameters
    ----------
    tables : mapping
        Tables of events by name, as `read_events` returns them.

    Returns
    -------
    pandas.DataFrame
        All rows in order, with a column ``merged_from``.

    Raises
    ------
    InputError
        A name that was made for an id is taken already.
    """
    renamed = {name: table.copy() for name, table in tables.items()}
    for columns in (("event_id", "part_of"), ("incident_id",)):
        twice = _in_several([frame[columns[0]] for frame in tables.values()])
        for name, frame in renamed.items():
            for column in columns:
                own = frame[column]
                frame[column] = own.where(~own.isin(twice), f"{name}:" + own)
    parts = [frame.assign(merged_from=name) for name, frame in renamed.items()]
    whole = pd.concat(parts, ignore_index=True)
    whole["merged_from"] = whole["merged_from"].astype("string")
    if (again := whole["event_id"].duplicated()).any():
        named = shown(whole.loc[again, "event_id"].iloc[0])
        raise InputError(f"event_id {named} would stand for two rows; rename it in its table")
    return whole


def _in_several(columns: list[pd.Series]) -> set[str]:
    """Return the ids that stand in more than one table."""
    seen: set[str] = set()
    twice: set[str] = set()
    for column in columns:
        own = set(column.dropna())
        twice |= seen & own
        seen |= own
    return twice


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rows that may tell one incident, and how strongly that is borne out."""

    one: int
    other: int
    strength: int
    reason: str


def suggest_incidents(located: gpd.GeoDataFrame) -> pd.DataFrame:
    """Suggest which rows of a table tell one incident.

    Two rows are suggested when their types may be one event, neither their days nor their places
    contradict each other, and at least two of these hold: days that are known to three days and
    lie within two; places of at most 25 km around that have ground in common; numbers that agree;
    one origin. Where numbers differ, days and places must both hold. Rows that one table takes
    from one report are never suggested: its coder told them apart. A group is suggested only when
    each two of its rows are.

    Parameters
    ----------
    located : GeoDataFrame
        As `borderviz.locate_events` returns it; a column ``merged_from`` tells the tables apart.

    Returns
    -------
    pandas.DataFrame
        On the index of `located`: ``suggested_incident`` (the ``incident_id`` that the group has,
        else a name after its first row), ``suggested_reason`` (for each other row of the group,
        what it has in common) and ``accept``, empty, for the analyst. Rows that are one incident
        already, or like none, have missing values.
    """
    places = Places(located)
    rows = sightings(located, places.of_rows)
    tables, marks = _column(located, "merged_from"), _column(located, "incident_id")
    own = [
        mark and mark.removeprefix(f"{table}:") for mark, table in zip(marks, tables, strict=True)
    ]
    names = [f"{mark}" if mark else f"\0{row.at}" for mark, row in zip(marks, rows, strict=True)]
    pairs = [
        pair
        for one, other in candidate_pairs(rows, places)
        if names[one.at] != names[other.at]
        and not _told_apart(one, other, tables)
        and (pair := _paired(one, other, places, _one_origin(one, other, own)))
    ]
    return _suggestions(located, pairs, names, marks)


def _suggestions(
    located: pd.DataFrame, pairs: list[_Pair], names: list[str], marks: list[str | None]
) -> pd.DataFrame:
    """Write the groups of rows down, one line a row."""
    ids = located["event_id"].tolist()
    of_row: dict[int, list[_Pair]] = {at: [] for at in range(len(ids))}
    for pair in sorted(pairs, key=lambda pair: (pair.one, pair.other)):
        of_row[pair.one].append(pair)
        of_row[pair.other].append(pair)
    rows_of: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        rows_of.setdefault(name, []).append(at)
    cells: list[tuple[str | None, str | None, None]] = [(None, None, None)] * len(ids)
    for group in _groups(pairs, names):
        members = sorted(at for name in group for at in rows_of[name])
        called = next((marks[at] for at in members if marks[at]), f"incident-{ids[members[0]]}")
        for at in members:
            cells[at] = (called, _reasons(at, members, of_row, ids) or None, None)
    return pd.DataFrame(cells, index=located.index, columns=list(SUGGESTED), dtype="string")


def _column(frame: pd.DataFrame, name: str) -> list[str | None]:
    if name not in frame.columns:
        return [None] * len(frame)
    return [value if pd.notna(value) else None for value in frame[name]]


def _told_apart(one: Sighting, other: Sighting, tables: list[str | None]) -> bool:
    """Whether the coder of one table made two rows of one report."""
    same_table = tables[one.at] == tables[other.at]
    return same_table and one.source is not None and one.source == other.source


def _paired(one: Sighting, other: Sighting, places: Places, origin: Aspect) -> _Pair | None:
    """Hold two rows against each other; None unless they may well tell one incident."""
    days, place = hold_days(one, other), places.hold(one, other)
    kind, numbers = hold_types(one, other), hold_numbers(one, other)
    if "differs" in {days.state, place.state, kind.state}:
        return None
    sharp = sum(aspect.state == "sharp" for aspect in (days, place, numbers, origin))
    both = days.state == place.state == "sharp"
    if sharp < _ENOUGH or (numbers.state == "differs" and not both):
        return None
    told = [aspect.reason for aspect in (days, place, kind, numbers, origin) if aspect.reason]
    return _Pair(one.at, other.at, sharp, ", ".join(told))


def _one_origin(one: Sighting, other: Sighting, own_marks: list[str | None]) -> Aspect:
    """Say whether two rows have a name in common that their tables gave to both."""
    mark = own_marks[one.at]
    if mark is not None and mark == own_marks[other.at]:
        return Aspect("sharp", f"the same incident_id ({mark})")
    if one.origin is not None and one.origin == other.origin:
        return Aspect("sharp", f"one origin ({one.origin})")
    return Aspect("unknown")


def _groups(pairs: list[_Pair], names: list[str]) -> list[list[str]]:
    """Put incidents together, the strongest pairs first, as long as each two of a group pair."""
    linked = {frozenset((names[pair.one], names[pair.other])) for pair in pairs}
    group_of: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.strength, pair.one, pair.other)):
        one, other = (
            group_of.setdefault(name, [name]) for name in (names[pair.one], names[pair.other])
        )
        if one is other or any(frozenset((a, b)) not in linked for a in one for b in other):
            continue
        one += other
        group_of.update(dict.fromkeys(other, one))
    unique = {id(group): group for group in group_of.values() if len(group) > 1}
    return list(unique.values())


def _reasons(at: int, members: list[int], pairs: dict[int, list[_Pair]], ids: list[str]) -> str:
    """Say what a row has in common with the others of its group."""
    inside = set(members)
    told = []
    for pair in pairs[at]:
        other = pair.other if pair.one == at else pair.one
        if other in inside:
            told.append(f"{ids[other]}: {pair.reason}")
    more = [f"and {len(told) - _TOLD} more"] if len(told) > _TOLD else []
    return "; ".join([*told[:_TOLD], *more])


def accept_incidents(events: pd.DataFrame, reviewed: pd.DataFrame) -> pd.DataFrame:
    """Make the rows one incident that an analyst has marked so.

    Parameters
    ----------
    events : pandas.DataFrame
        Events, as `merge_events` returns them.
    reviewed : pandas.DataFrame
        Texts in the columns ``event_id``, ``suggested_incident`` and ``accept``: rows of which the
        last says ``yes`` become the incident that the second names.

    Returns
    -------
    pandas.DataFrame
        The events with their ``incident_id``. Rows that were one incident with an accepted row
        stay one with it.

    Raises
    ------
    InputError
        A column is missing, a cell of ``accept`` says neither yes nor no, a row is not among the
        events, or only one row of an incident is accepted.
    """
    accepted = _accepted(reviewed)
    known = set(events["event_id"])
    if strange := [event_id for event_id in accepted if event_id not in known]:
        raise InputError(
            f"event_id {shown(strange[0])} is accepted, and is not among the events; name the "
            "tables that were merged, under the same names"
        )
    done = events.copy()
    for name in dict.fromkeys(accepted.values()):
        chosen = done["event_id"].isin([k for k, v in accepted.items() if v == name])
        chosen |= done["incident_id"].isin(done.loc[chosen, "incident_id"].dropna())
        chosen |= done["incident_id"] == name
        if chosen.sum() < _ENOUGH:
            raise InputError(
                f"only one row is accepted as incident {shown(name)}; accept the other rows that "
                "tell it too, or none"
            )
        done.loc[chosen.fillna(value=False), "incident_id"] = name
    return done


def _accepted(reviewed: pd.DataFrame) -> dict[str, str]:
    """Return the incident of each accepted event."""
    wanted = ("event_id", SUGGESTED[0], SUGGESTED[2])
    if missing := [name for name in wanted if name not in reviewed.columns]:
        raise InputError(
            f"the reviewed table has no column {shown(missing[0])}; give the table that "
            "'borderviz merge' wrote, with yes in its column 'accept'"
        )
    accepted = {}
    for event_id, name, mark in reviewed[list(wanted)].fillna("").itertuples(index=False):
        word = str(mark).strip().lower()
        if word not in _YES | _NO:
            raise InputError(f"{shown(event_id)}: accept is {shown(mark)}; write yes or no")
        if word in _YES:
            if not name:
                raise InputError(f"{shown(event_id)} is accepted as no incident; name one")
            accepted[str(event_id)] = str(name)
    return accepted
