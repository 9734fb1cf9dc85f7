"""Assessed → verdicts: one row per event and rule, its variants taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from borderviz.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEYS = ["event_id", "rule_id"]
_COLUMNS = [
    *_KEYS, "verdict", "p", "p_min", "p_max", "side", "in_force", "t", "distance_km_min",
    "distance_km_max",
]  # fmt: skip


def roll_up(assessed: pd.DataFrame) -> pd.DataFrame:
    """Take the variants of each rule (widths, baselines) together.

    Parameters
    ----------
    assessed : pandas.DataFrame
        As :func:`borderviz.join_zones` returns it.

    Returns
    -------
    pandas.DataFrame
        The contract ``verdicts``: one row per event and rule. Inside if inside in every variant,
        outside if outside in every variant, unknown without a support, else possible; in
        force and the bank likewise. ``p`` and ``t`` of the reference variant, ``p_min``, ``p_max``
        and the distances over all variants.
    """
    if "reference" not in assessed:
        raise InputError("assessed has no column 'reference'; pass what join_zones returned")
    if assessed.empty:
        return assessed[_COLUMNS]
    order, starts = _groups(assessed)
    rows = assessed.iloc[order]
    found: dict[str, Any] = {
        key: rows[key].iloc[starts].astype("string").to_numpy(dtype=object) for key in _KEYS
    }
    for column, doubt in (("verdict", "possible"), ("in_force", "possibly"), ("side", "both")):
        found[column] = _agreed(rows[column], starts, doubt)
    for name in ("p", "distance_km"):
        least, most = f"{name}_min", f"{name}_max"
        found[least] = np.fmin.reduceat(_numbers(rows[least]), starts)
        found[most] = np.fmax.reduceat(_numbers(rows[most]), starts)
    reference = _references(rows["reference"].to_numpy(dtype=bool), starts)
    for column in ("p", "t"):
        values = _numbers(rows[column])[reference]
        found[column] = np.where(reference < 0, np.nan, values)
    return _typed(pd.DataFrame(found)[_COLUMNS])


def _groups(assessed: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return an order of the rows by event and rule as they come, and where groups begin."""
    event, _ = pd.factorize(assessed["event_id"])
    rule, rules = pd.factorize(assessed["rule_id"])
    group, _ = pd.factorize(event.astype(np.int64) * len(rules) + rule)
    order = np.argsort(group, kind="stable")
    return order, np.flatnonzero(np.diff(group[order], prepend=-1))


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    return column.to_numpy(dtype=float, na_value=np.nan)


def _agreed(column: pd.Series, starts: NDArray[np.int64], doubt: str) -> Any:
    """Return what all rows of a group say, else what is said in doubt."""
    codes, words = pd.factorize(column)
    same = np.minimum.reduceat(codes, starts) == np.maximum.reduceat(codes, starts)
    said = np.array([*words, doubt, None], dtype=object)
    return said[np.where(same, codes[starts], len(words))]


def _references(is_reference: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first row of each group that is of the reference variant; −1 without one."""
    rows = np.where(is_reference, np.arange(len(is_reference)), len(is_reference))
    first = np.minimum.reduceat(rows, starts)
    return np.where(first == len(is_reference), -1, first)


def _typed(rolled: pd.DataFrame) -> pd.DataFrame:
    texts = [*_KEYS, "verdict", "side", "in_force"]
    numbers = [name for name in _COLUMNS if name not in texts]
    return rolled.astype(dict.fromkeys(texts, "string") | dict.fromkeys(numbers, "Float64"))
