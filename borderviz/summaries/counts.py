"""Counts of incidents with their range: low / expected / high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.summaries.incidents import assessed_reports, incidents_of, resolved_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from borderviz.geodata import Geodata

FIGURES: Final = (
    "incidents", "low", "expected", "high", "not_in_expected", "unknown_year", "not_in_force",
    "other_bank", "reports", "origins", "aggregates",
)  # fmt: skip


def summarize(
    located: pd.DataFrame,
    verdicts: pd.DataFrame,
    *,
    by: Sequence[str] = ("rule_id",),
    geodata: Geodata | None = None,
) -> pd.DataFrame:
    """Count incidents by rule and whatever else, each figure with its range.

    Parameters
    ----------
    located : pandas.DataFrame
        The contract ``located``.
    verdicts : pandas.DataFrame
        The contract ``verdicts``.
    by : sequence of str
        Columns of either table; ``zone``, ``type`` and ``outlet`` for ``rule_id``, ``event_type``
        and ``source_outlet``; ``year``, ``month``, ``province`` or ``county``, worked out
        from the days and the area in which an event may lie. Figures of different rules are never
        added up, so ``rule_id`` is put first where it is left out. An incident whose reports
        differ in such a column counts once, under ``A or B`` (``A and B`` of what only tells its
        reports apart, such as their outlets).
    geodata : Geodata, optional
        Needed for ``province`` and ``county``.

    Returns
    -------
    pandas.DataFrame
        One row per group, sorted: the columns of `by` as text, then ``incidents``, ``low``,
        ``expected`` (null where it is known of none), ``high``, ``not_in_expected`` (incidents of
        unknown time or place), ``unknown_year``, ``not_in_force``, ``other_bank``, ``reports``,
        ``origins`` (independent origins) and ``aggregates``. All but ``origins`` add up over
        groups to the figures of the whole.

    Raises
    ------
    InputError
        What is to be counted by is not known, or the verdicts are of other events.
    """
    keys = resolved_keys(by)
    reports = assessed_reports(located, verdicts, keys, geodata)
    columns = [f"by {key}" for key in keys]
    single = incidents_of(reports[~reports["is_aggregate"]], keys)
    groups = single.groupby(columns, sort=True)
    counts = groups.agg(
        incidents=("low", "size"),
        low=("low", "sum"),
        high=("high", "sum"),
        unknown_year=("unknown_year", "sum"),
        not_in_force=("not_in_force", "sum"),
        other_bank=("other_bank", "sum"),
        reports=("reports", "sum"),
        not_in_expected=("unknown", "sum"),
    )
    counts["expected"] = groups["expected"].sum(min_count=1)
    counts["origins"] = groups["origins"].agg(lambda found: len(set().union(*found)))
    apart = reports[reports["is_aggregate"]].groupby(columns).size().rename("aggregates")
    whole = counts.join(apart, how="outer").sort_index().reset_index()
    whole = whole.rename(columns=dict(zip(columns, keys, strict=True)))
    integers = [name for name in FIGURES if name != "expected"]
    whole[integers] = whole[integers].astype("Float64").fillna(0).astype("int64")
    whole["expected"] = whole["expected"].astype("Float64")
    return whole[[*keys, *FIGURES]]
