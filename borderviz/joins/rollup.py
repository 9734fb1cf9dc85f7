"""Assessed → verdicts: one row per event and rule, its variants taken together."""

from __future__ import annotations

from typing import Final

import pandas as pd

from borderviz.errors import InputError

_SAME: Final = ("side", "in_force", "t", "distance_km_min", "distance_km_max")


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
        outside if outside in every variant, unknown without a support, else possible; ``p``
        of the reference variant, ``p_min`` and ``p_max`` over all variants.
    """
    if "reference" not in assessed:
        raise InputError("assessed has no column 'reference'; pass what join_zones returned")
    keys = ["event_id", "rule_id"]
    groups = assessed.groupby(keys, sort=False)
    rolled = groups.agg(
        p_min=("p_min", "min"), p_max=("p_max", "max"), **{name: (name, "first") for name in _SAME}
    )
    reference = assessed[assessed["reference"]].set_index(keys)["p"]
    rolled["p"] = reference.reindex(rolled.index)
    rolled["verdict"] = groups["verdict"].agg(_common_verdict).astype("string")
    columns = [*keys, "verdict", "p", "p_min", "p_max", *_SAME]
    return rolled.reset_index()[columns]


def _common_verdict(verdicts: pd.Series) -> str:
    found = set(verdicts)
    return found.pop() if len(found) == 1 else "possible"
