"""Sums of people with their range: killed, arrested, involved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.summaries.incidents import (
    assessed_reports,
    incident_ids,
    incidents_of,
    resolved_keys,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from borderviz.geodata import Geodata

KINDS: Final = ("killed", "arrested", "involved")
PEOPLE_FIGURES: Final = (
    "incidents", "known", "low", "best", "high", "zone_incidents", "zone_known", "zone_low",
    "zone_expected", "zone_high",
)  # fmt: skip


def summarize_people(
    located: pd.DataFrame,
    verdicts: pd.DataFrame,
    *,
    by: Sequence[str] = ("rule_id",),
    geodata: Geodata | None = None,
) -> pd.DataFrame:
    """Add up the people of incidents, each sum with its range.

    An incident whose reports differ has the widest range over them; one of which no report gives
    a number is left out of the sum, and the sum says of how many incidents it is. Aggregates are
    left out: they would count people twice.

    Parameters
    ----------
    located, verdicts, by, geodata
        As of :func:`borderviz.summarize`.

    Returns
    -------
    pandas.DataFrame
        One row per group and kind: the columns of `by`, ``people`` (killed, arrested or
        involved), ``incidents`` (of the group), ``known`` (those with a number), ``low``, ``best``
        (null unless known of all of these), ``high`` (null where one of them has no upper bound).
        The same over the zone while the rule was in force: ``zone_incidents`` (not ruled out),
        ``zone_known``, ``zone_low`` (over incidents that are certain), ``zone_expected``
        (Σ best·p·t; null unless each factor is known of all), ``zone_high`` (over all that are
        not ruled out).

    Raises
    ------
    InputError
        As of :func:`borderviz.summarize`.
    """
    keys = resolved_keys(by)
    reports = assessed_reports(located, verdicts, keys, geodata)
    columns = [f"by {key}" for key in keys]
    single = incidents_of(reports[~reports["is_aggregate"]], keys)
    events = located[~located["is_aggregate"]]
    sums = []
    for kind in KINDS:
        told = single.join(people_of_incidents(events, kind), on="incident")
        sums.append(_sums(told, columns).assign(people=kind))
    whole = pd.concat(sums).reset_index()
    whole = whole.rename(columns=dict(zip(columns, keys, strict=True)))
    order = whole["people"].map(KINDS.index).rename("order")
    whole = whole.assign(order=order).sort_values([*keys, "order"], ignore_index=True)
    return whole[[*keys, "people", *PEOPLE_FIGURES]]


def people_of_incidents(events: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return how many people each incident concerns, over the reports that give a number.

    Parameters
    ----------
    events : pandas.DataFrame
        The contract ``events``, aggregates left out.
    kind : {"killed", "arrested", "involved"}

    Returns
    -------
    pandas.DataFrame
        On the incident (see `incident_ids`), those with a number alone: ``least``, ``most`` (inf
        without an upper bound) and ``best`` (null where reports differ or one has none).
    """
    low, best, high = (events[f"{kind}_{end}"].astype("Float64") for end in ("low", "best", "high"))
    # what only has a best figure is told as that; what has no lower bound is not below zero
    rows = pd.DataFrame(
        {
            "least": low.fillna(best).fillna(0.0),
            "most": high.fillna(best).fillna(np.inf),
            "best": best.fillna(low.where((low == high).fillna(value=False))),
            "incident": incident_ids(events),
        }
    )
    groups = rows[low.notna() | best.notna() | high.notna()].groupby("incident")
    found = groups.agg(least=("least", "min"), most=("most", "max"), best=("best", "min"))
    agreed = (groups["best"].count() == groups.size()) & (groups["best"].nunique() == 1)
    found["best"] = found["best"].where(agreed)
    return found


def _sums(told: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    known = told["least"].notna()
    in_zone = told["high"]
    certain = told["low"] & known
    whole = {"known": known, "low": told["least"], "best": told["best"], "high": told["most"]}
    zone = {
        "zone_incidents": in_zone,
        "zone_known": in_zone & known,
        "zone_low": told["least"].where(certain, 0.0),
        "zone_expected": (told["best"] * told["expected"]).where(in_zone),
        "zone_high": told["most"].where(in_zone),
    }
    rows = pd.DataFrame({name: values.astype("Float64") for name, values in (whole | zone).items()})
    groups = rows.groupby([told[column] for column in columns], sort=True)
    found = groups.sum()
    found["incidents"] = groups.size()
    counted = groups.count()
    found["best"] = found["best"].where(counted["best"] == found["known"])
    found["zone_expected"] = found["zone_expected"].where(
        counted["zone_expected"] == found["zone_known"]
    )
    # of none there is no number, not the number zero
    found[["low", "best", "high"]] = found[["low", "best", "high"]].mask(found["known"] == 0)
    bounds = ["zone_low", "zone_expected", "zone_high"]
    found[bounds] = found[bounds].mask(found["zone_known"] == 0)
    found = found.replace(np.inf, np.nan)
    whole_numbers = [name for name in PEOPLE_FIGURES if name != "zone_expected"]
    return found.astype(dict.fromkeys(whole_numbers, "Int64"))
