"""Small cells of tables of counts, and those by which they could be worked out.

A cell with restricted events among fewer than k incidents is not told. Whoever counts the same
events by fewer columns learns the sums, so in every such sum the untold cells together must
hold k incidents or more, and be at least two: else the next smallest is not told either.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.summaries import resolved_keys, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from borderviz.disclosure.release import Release
    from borderviz.geodata import Geodata

Cell = tuple[str, ...]
_RULE: Final = "rule_id"
SUPPRESSED: Final = "information_withheld"


def suppress_cells(
    summary: pd.DataFrame,
    release: Release,
    verdicts: pd.DataFrame,
    by: Sequence[str],
    *,
    geodata: Geodata | None = None,
) -> pd.DataFrame:
    """Return a table of counts, or of people, without the figures of cells that are too small.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`borderviz.summarize` or :func:`borderviz.summarize_people` returns it for the
        tables of `release`.
    release : Release
    verdicts : pandas.DataFrame
        The verdicts of what is shown.
    by : sequence of str
        What it counts by, as it was given there.
    geodata : Geodata, optional
        As given there.

    Returns
    -------
    pandas.DataFrame
        Where a cell is not told, its figures are null and ``information_withheld`` says so; the
        column is there only when there is such a cell.
    """
    rules = release.policy.levels
    if rules is None:
        return summary
    smallest = max(rule.min_cell for rule in rules.values())
    with_cell = [number for number, rule in rules.items() if rule.min_cell]
    rows = np.isin(release.levels, with_cell)
    if not rows.any():
        return summary
    keys = [key for key in resolved_keys(by) if key != _RULE]
    ids = set(release.located.loc[rows, "event_id"])
    own = verdicts[verdicts["event_id"].isin(ids)]
    counted = summarize(release.located[rows], own, by=by, geodata=geodata)
    restricted = _cells(counted, keys)
    sizes = _cells(summarize(release.located, verdicts, by=by, geodata=geodata), keys)
    untold = untold_cells(sizes, {cell for cell, count in restricted.items() if count}, smallest)
    hidden = np.array([cell in untold for cell in _cell_names(summary, keys)], dtype=bool)
    return _blanked(summary, hidden, [_RULE, *keys, "people"], smallest)


def _cell_names(summary: pd.DataFrame, keys: list[str]) -> list[Cell]:
    """Return the cell of each row; without columns to count by, all are of one."""
    columns = [summary[key].astype("string").tolist() for key in keys]
    return list(zip(*columns, strict=True)) if columns else [()] * len(summary)


def _cells(summary: pd.DataFrame, keys: list[str]) -> dict[Cell, int]:
    """Return the reports of each cell, whatever the rule: the rules count the same events."""
    counted = (summary["incidents"] + summary["aggregates"]).tolist()
    sizes: dict[Cell, int] = {}
    for cell, count in zip(_cell_names(summary, keys), counted, strict=True):
        sizes[cell] = max(sizes.get(cell, 0), int(count))
    return sizes


def untold_cells(sizes: Mapping[Cell, int], restricted: set[Cell], smallest: int) -> set[Cell]:
    """Return the cells that must not be told.

    Parameters
    ----------
    sizes : mapping of tuple to int
        Incidents by cell, which is named by the values of the columns counted by.
    restricted : set of tuple
        The cells with restricted events among them.
    smallest : int
        The least number of incidents that may be told of these.
    """
    hidden = {cell for cell in restricted if sizes[cell] < smallest}
    width = len(next(iter(sizes), ()))
    sums = [kept for length in range(width) for kept in combinations(range(width), length)]
    changed = bool(hidden)
    while changed:
        changed = False
        for kept in sums:
            groups: dict[Cell, list[Cell]] = {}
            for cell in sorted(sizes):
                groups.setdefault(tuple(cell[i] for i in kept), []).append(cell)
            for members in groups.values():
                more = _next_hidden(members, hidden, sizes, smallest)
                if more is not None:
                    hidden.add(more)
                    changed = True
    return hidden


def _next_hidden(
    members: list[Cell], hidden: set[Cell], sizes: Mapping[Cell, int], smallest: int
) -> Cell | None:
    """Return the cell to hide next in a sum; None when it is safe, or no cell is left."""
    gone = [cell for cell in members if cell in hidden]
    left = [cell for cell in members if cell not in hidden]
    safe = len(gone) > 1 and sum(sizes[cell] for cell in gone) >= smallest
    return None if not gone or not left or safe else min(left, key=lambda c: (sizes[c], c))


def _blanked(
    summary: pd.DataFrame, hidden: NDArray[np.bool_], keys: list[str], smallest: int
) -> pd.DataFrame:
    if not hidden.any():
        return summary
    blank = summary.copy()
    for name in [c for c in blank.columns if c not in keys]:
        figures = blank[name].astype("Float64").mask(hidden)
        blank[name] = figures if name.endswith("expected") else figures.astype("Int64")
    why = f"fewer than {smallest}, or a figure by which such a one could be worked out"
    blank[SUPPRESSED] = pd.array([why if one else None for one in hidden], dtype="string")
    return blank
