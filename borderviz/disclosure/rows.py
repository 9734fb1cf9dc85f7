"""The rows of a release before they are located: cut to their level, put in order, named anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.disclosure.levels import check_reviewed, levels_of, may_appear, widen_dates
from borderviz.disclosure.places import Places, shown_places, stated_events, write_places
from borderviz.disclosure.policy import NEVER, REVIEWED, LevelRules, Policy
from borderviz.errors import InputError
from borderviz.geocoding.atlas import atlas_of
from borderviz.schema import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import geopandas as gpd
    from numpy.typing import NDArray

    from borderviz.geodata import Geodata

GENERALISED: Final = "data_generalizations"
WITHHELD: Final = "information_withheld"
PUBLISHED: Final = (GENERALISED, WITHHELD)
"""Columns that a release adds where it shows less than is known (terms of Darwin Core)."""
_NUMBERS: Final = tuple(c for c in EVENT_COLUMNS if c.endswith(("_low", "_best", "_high")))
_LINKS: Final = {"incident_id": "incident", "origin_id": "origin"}


@dataclass(frozen=True)
class Draft:
    """The shown rows in their order.

    Attributes
    ----------
    raw : pandas.DataFrame
        All rows as they were read, on an index of their own.
    raw_levels : ndarray of int
        Their levels.
    shown : pandas.DataFrame
        What is shown of the rows that are; and the reviewer's mark.
    origin : ndarray of int
        The row of `raw` that each comes from.
    levels : ndarray of int
    places : Places
        Aligned with `shown`.
    generalised : ndarray of bool
        Whether the place or the date of a row is shown with less than is known.
    notes : tuple of str
        What was left out or generalised, for whoever publishes.
    """

    raw: pd.DataFrame
    raw_levels: NDArray[np.int64]
    shown: pd.DataFrame
    origin: NDArray[np.intp]
    levels: NDArray[np.int64]
    places: Places
    generalised: NDArray[np.bool_]
    notes: tuple[str, ...]


def draft_rows(
    located: gpd.GeoDataFrame,
    geodata: Geodata,
    policy: Policy,
    events: pd.DataFrame | None,
    as_of: date | None,
) -> Draft:
    """Cut located events to what a policy shows of them; see `borderviz.disclosure.release`.

    Raises
    ------
    InputError
        If a level is not known, or no event may be shown.
    """
    rules = policy.levels or {}
    raw = stated_events(located, events)
    check_reviewed(raw)
    raw_levels = levels_of(raw)
    appear = may_appear(raw, raw_levels, rules, as_of)
    appear &= ~_told_openly(raw, raw_levels, appear)
    origin = np.flatnonzero(appear)
    if not len(origin):
        raise InputError(
            f"nothing may be shown under the policy {policy.name!r}: all {len(raw)} events are "
            "withheld or too recent"
        )
    levels = raw_levels[origin]
    kept = raw.iloc[origin].reset_index(drop=True)
    places = shown_places(located.iloc[origin], kept, levels, rules, atlas_of(geodata))
    rows = _cut_columns(kept, levels, rules)
    rows["date"] = widen_dates(kept, levels, rules)
    write_places(rows, places)
    generalised = _describe(rows, places, levels, rules)
    draft = Draft(
        raw, raw_levels, rows, origin, levels, places, generalised,
        _notes(len(raw), places.coarse, generalised),
    )  # fmt: skip
    return _named(_ordered(draft), kept["event_id"])


def _told_openly(
    raw: pd.DataFrame, levels: NDArray[np.int64], appear: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell restricted reports of incidents that an open report tells already.

    They would be drawn beside it, and so show where they belong; they add no incident.
    """
    openly = set(raw.loc[appear & (levels <= 2), "incident_id"].dropna())
    beside: NDArray[np.bool_] = raw["incident_id"].isin(openly).to_numpy(dtype=bool)
    return np.logical_and(beside, levels >= 3)


def _cut_columns(
    kept: pd.DataFrame, levels: NDArray[np.int64], rules: Mapping[int, LevelRules]
) -> pd.DataFrame:
    present = sorted(set(levels.tolist()))
    allowed = {*EVENT_COLUMNS, *(c for number in present for c in rules[number].shown)} - {*NEVER}
    names = [c for c in kept.columns if c in allowed or c == REVIEWED]
    rows = kept[names].copy()
    for number in present:
        hidden = [c for c in names if c not in rules[number].shown and c != REVIEWED]
        if hidden:
            rows.loc[levels == number, hidden] = pd.NA
    return rows


def _describe(
    rows: pd.DataFrame,
    places: Places,
    levels: NDArray[np.int64],
    rules: Mapping[int, LevelRules],
) -> NDArray[np.bool_]:
    """Say of each row what was generalised and what is withheld; tell the rows where anything was.

    What is said hangs on the level, not on how exact a date or place was.
    """
    dated = np.array([rules[n].date != "day" for n in levels.tolist()], dtype=bool)
    generalised: NDArray[np.bool_] = places.coarse | dated
    if generalised.any():
        done: list[str | None] = []
        gone: list[str | None] = []
        for row, (number, changed) in enumerate(
            zip(levels.tolist(), generalised.tolist(), strict=True)
        ):
            area = places.areas[row]
            known = (f"place: {area.label}" if area else None, _date_words(rules[number]))
            done.append(("; ".join(filter(None, known)) or None) if changed else None)
            gone.append(_withheld_words(rules[number], places.coarse[row]) if changed else None)
        rows[GENERALISED] = pd.array(done, dtype="string")
        rows[WITHHELD] = pd.array(gone, dtype="string")
    return generalised


def _date_words(rule: LevelRules) -> str | None:
    return f"date: to the {rule.date}" if rule.date in {"month", "year"} else None


def _withheld_words(rule: LevelRules, coarse: bool) -> str:
    parts = {
        "exact place": coarse,
        "exact date": rule.date != "day",
        "quoted sentence": not rule.quote,
        "source": not rule.source,
        "numbers of people": not set(_NUMBERS) <= rule.shown,
    }
    return ", ".join(part for part, gone in parts.items() if gone)


def _ordered(draft: Draft) -> Draft:
    """Put the rows into an order that hangs on what is shown: date, type, place, all the rest.

    Rows that read alike may still be drawn over different areas: cut to a country, or not.
    """
    rows = draft.shown
    own = [c for c in rows.columns if c not in {"event_id", "part_of", *_LINKS, REVIEWED}]
    first = [c for c in ("date", "event_type", "place") if c in own]
    keys = [np.arange(len(rows))]
    drawn = pd.Series([a and f"{a.label}, {a.country}" for a in draft.places.areas], dtype="string")
    told = [rows[name] for name in [*first, *(c for c in own if c not in first)]]
    for cells in reversed([*told, drawn]):
        codes, known = pd.factorize(cells, sort=True)
        if len(known) > 1 or (len(known) and (codes < 0).any()):
            keys.append(np.where(codes < 0, len(known), codes))  # what is not known comes last
    order = np.lexsort(keys)
    places = draft.places
    return replace(
        draft,
        shown=rows.iloc[order].reset_index(drop=True),
        origin=draft.origin[order],
        levels=draft.levels[order],
        places=Places(places.exact[order], places.told[order], places.areas[order]),
        generalised=draft.generalised[order],
    )


def _named(draft: Draft, names: pd.Series) -> Draft:
    """Give the rows, and what links them, names by their place in the order."""
    rows = draft.shown.copy()
    fresh = [f"event-{number}" for number in range(1, len(rows) + 1)]
    if "part_of" in rows:
        plain = draft.levels <= 2
        own = draft.raw["event_id"].iloc[draft.origin]
        known = {n: f for n, f, open_ in zip(own, fresh, plain, strict=True) if open_}
        rows["part_of"] = rows["part_of"].map(known).astype("string")
    for column, word in _LINKS.items():
        if column in rows:
            codes = pd.factorize(rows[column])[0].tolist()
            links = [f"{word}-{code + 1}" if code >= 0 else None for code in codes]
            rows[column] = pd.array(links, dtype="string")
    rows["event_id"] = pd.array(fresh, dtype="string")
    return replace(draft, shown=rows)


def _notes(
    total: int, coarse: NDArray[np.bool_], generalised: NDArray[np.bool_]
) -> tuple[str, ...]:
    left_out = total - len(coarse)
    told = {
        f"{left_out} of {total} events are not shown: withheld, too recent, or told by an open "
        "report of the same incident": left_out,
        f"{int(coarse.sum())} events are shown with a generalised place": coarse.any(),
        f"{int(generalised.sum())} events are shown with less than is known": generalised.any(),
    }
    return tuple(note for note, said in told.items() if said)
