"""Assessed → verdicts: one row per event and rule, its variants taken together."""

from __future__ import annotations

import pandas as pd

from borderviz.errors import InputError

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
    groups = assessed.groupby(_KEYS, sort=False)
    ends = {"p_min": "min", "p_max": "max", "distance_km_min": "min", "distance_km_max": "max"}
    rolled = groups.agg(ends)
    reference = assessed[assessed["reference"]].set_index(_KEYS)
    for column in ("p", "t"):
        rolled[column] = reference[column].reindex(rolled.index)
    for column, doubt in (("verdict", "possible"), ("in_force", "possibly"), ("side", "both")):
        same = groups[column].nunique(dropna=False) == 1
        rolled[column] = groups[column].first().where(same, doubt)
    return rolled.reset_index()[_COLUMNS]
