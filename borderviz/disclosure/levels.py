"""The level of each event, and whether it may appear at all yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.disclosure.dates import generalise_date, last_day_of
from borderviz.disclosure.policy import LEVELS, REVIEWED, LevelRules, Policy
from borderviz.edtf import closed_interval
from borderviz.errors import EdtfError, InputError, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

_YES: Final = ("yes", "true", "1")
_NO: Final = ("no", "false", "0")


def levels_of(events: pd.DataFrame) -> NDArray[np.int64]:
    """Return the level of each event: as stated, else 2 where it is published, else 3.

    Raises
    ------
    InputError
        If a stated level is none of 1 to 4; the text names the event.
    """
    published = events["source_url"].notna() | events["external_id"].notna()
    stated = events["sensitivity"].to_numpy(dtype=np.float64, na_value=np.nan)
    given = ~np.isnan(stated)
    bad = np.flatnonzero(given & ~np.isin(stated, LEVELS))
    if len(bad):
        name, value = events[["event_id", "sensitivity"]].iloc[bad[0]]
        raise InputError(
            f"the event {shown(name)} has the sensitivity {shown(value)}; levels are 1 (open) to "
            "4 (withheld)"
        )
    return np.where(given, np.nan_to_num(stated), np.where(published, 2, 3)).astype(np.int64)


def parse_as_of(text: str | None, policy: Policy) -> date | None:
    """Return the day of which a release is, None where none is needed.

    Raises
    ------
    InputError
        If it is no day, or the policy has a delay and no day was given.
    """
    if text is None:
        if policy.delays:
            raise InputError(
                f"the policy {policy.name!r} delays events; say of which day the release is: "
                "--as-of YYYY-MM-DD (as_of=…)"
            )
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{shown(text)} is no day; write it as YYYY-MM-DD") from None


def may_appear(
    events: pd.DataFrame,
    levels: NDArray[np.int64],
    rules: Mapping[int, LevelRules],
    as_of: date | None,
) -> NDArray[np.bool_]:
    """Tell which events may be shown at all: not withheld, and old enough.

    The last day of the date as it is shown counts, so that the day on which an event
    appears tells no more than its date.
    """
    found = np.array([rules[level].place != "withheld" for level in levels.tolist()], dtype=bool)
    delayed = {n: r for n, r in rules.items() if r.delay_days}
    if as_of is None or not delayed:
        return found
    waiting = np.flatnonzero(found & np.isin(levels, list(delayed)))
    columns = events[["date", "known_by", "source_published"]].astype(object)
    cells = columns.where(columns.notna(), None).iloc[waiting]
    for row, (text, *bounds) in zip(waiting, cells.itertuples(index=False), strict=True):
        rule = delayed[int(levels[row])]
        last = _last_day(text, bounds, rule.date)
        found[row] = last is not None and last + timedelta(days=rule.delay_days) <= as_of
    return found


def _last_day(text: str | None, bounds: list[str | None], precision: str) -> date | None:
    """Return the last day that a date may mean as it is shown, None where none is known."""
    known_by, published = bounds
    try:
        last = closed_interval(text, known_by=known_by, published=published)[1]
    except EdtfError:
        return None
    return None if last is None else last_day_of(last, precision)


def widen_dates(
    events: pd.DataFrame, levels: NDArray[np.int64], rules: Mapping[int, LevelRules]
) -> pd.Series:
    """Return the dates of events as far as their levels show them, aligned with `events`."""
    dates = events["date"].copy()
    for number, rule in rules.items():
        rows = levels == number
        if rule.date != "day" and rows.any():
            codes, known = pd.factorize(dates[rows])
            widened = [generalise_date(text, rule.date) for text in known]
            dates[rows] = pd.array([*widened, None], dtype="string")[codes]
    return dates


def is_reviewed(events: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell the events whose texts a reviewer lets pass."""
    if REVIEWED not in events:
        return np.zeros(len(events), dtype=bool)
    said = events[REVIEWED].astype("string").str.strip().str.lower()
    return said.isin(_YES).to_numpy(dtype=bool)


def check_reviewed(events: pd.DataFrame) -> None:
    """Raise when a reviewer's mark is neither yes nor no.

    Raises
    ------
    InputError
        The text names the event.
    """
    if REVIEWED not in events:
        return
    said = events[REVIEWED].astype("string").str.strip().str.lower()
    bad = said.notna() & ~said.isin([*_YES, *_NO])
    if bad.any():
        name, value = events.loc[bad, ["event_id", REVIEWED]].iloc[0]
        raise InputError(
            f"the event {shown(name)} has {shown(value)} in {REVIEWED}; write yes or no"
        )
