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

from borderviz.summaries import summarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from borderviz.disclosure.release import Release

_RULE: Final = "rule_id"
SUPPRESSED: Final = "information_withheld"


def suppress_cells(
    summary: pd.DataFrame, release: Release, verdicts: pd.DataFrame, by: Sequence[str]
) -> pd.DataFrame:
    """Return a table of counts without the figures of cells that are too small.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`borderviz.summarize` returns it for the tables of `release`.
    release : Release
    verdicts : pandas.DataFrame
        The verdicts of what is shown.
    by : sequence of str
        The columns that it counts by.

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
    keys = [key for key in dict.fromkeys(by) if key != _RULE]
    ids = set(release.located.loc[rows, "event_id"])
    restricted = _cells(
        summarize(
            release.located[rows],
            verdicts[verdicts["event_id"].isin(ids)],
            by=by,
        ),
        keys,
    )
    sizes = _cells(summary, keys)
    untold = untold_cells(sizes, set(restricted[restricted > 0].index), smallest)
    hidden = pd.MultiIndex.from_frame(_keyed(summary, keys)).isin(untold)
    return _blanked(summary, np.asarray(hidden), [_RULE, *keys], smallest)


def _keyed(summary: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the columns that name a cell; without any, all rows are of one."""
    return summary[keys].astype("string") if keys else pd.DataFrame({"": [""] * len(summary)})


def _cells(summary: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return the reports of each cell, whatever the rule: the rules count the same events."""
    index = pd.MultiIndex.from_frame(_keyed(summary, keys))
    counted = summary["incidents"] + summary["aggregates"]
    return (
        pd.Series(counted.to_numpy(), index=index).groupby(level=list(range(index.nlevels))).max()
    )


def untold_cells(
    sizes: pd.Series, restricted: set[tuple[str, ...]], smallest: int
) -> list[tuple[str, ...]]:
    """Return the cells that must not be told.

    Parameters
    ----------
    sizes : pandas.Series of int
        Incidents by cell; its index holds the values of the columns counted by.
    restricted : set of tuple
        The cells with restricted events among them.
    smallest : int
        The least number of incidents that may be told of these.
    """
    cells = [tuple(cell) for cell in sizes.index]
    counts = sizes.to_numpy()
    hidden = np.array([c in restricted for c in cells], dtype=bool) & (counts < smallest)
    width = sizes.index.nlevels
    sums = [kept for length in range(width) for kept in combinations(range(width), length)]
    changed = bool(hidden.any())
    while changed:
        changed = False
        for kept in sums:
            groups = pd.factorize(pd.Series([tuple(c[i] for i in kept) for c in cells]))[0]
            for group in np.unique(groups[hidden]):
                members = np.flatnonzero(groups == group)
                more = _next_hidden(members, hidden, counts, smallest)
                if more is not None:
                    hidden[more] = changed = True
    return [cell for cell, gone in zip(cells, hidden.tolist(), strict=True) if gone]


def _next_hidden(
    members: NDArray[np.intp], hidden: NDArray[np.bool_], counts: NDArray[np.int64], smallest: int
) -> int | None:
    """Return the cell to hide next in a sum; None when it is safe, or no cell is left."""
    gone, open_ = members[hidden[members]], members[~hidden[members]]
    if not len(open_) or (len(gone) > 1 and counts[gone].sum() >= smallest):
        return None
    return int(open_[np.argmin(counts[open_])])


def _blanked(
    summary: pd.DataFrame, hidden: NDArray[np.bool_], keys: list[str], smallest: int
) -> pd.DataFrame:
    if not hidden.any():
        return summary
    blank = summary.copy()
    for name in [c for c in blank.columns if c not in keys]:
        figures = blank[name].astype("Float64").mask(hidden)
        blank[name] = figures if name == "expected" else figures.astype("Int64")
    why = f"fewer than {smallest}, or a figure by which such a one could be worked out"
    blank[SUPPRESSED] = pd.array([why if one else None for one in hidden], dtype="string")
    return blank
