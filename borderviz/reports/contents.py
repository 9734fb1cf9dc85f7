"""What a report says, gathered once: the documents and tables are written from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.disclosure import disclose, suppress_cells
from borderviz.documents.summaries import label_rules, rounded
from borderviz.reports.incidents import list_incidents, list_totals
from borderviz.reports.methods import Section, describe_methods
from borderviz.reports.sources import list_licences, list_sources
from borderviz.schema import LOCATED
from borderviz.summaries import Statement, state_findings, summarize, summarize_people
from borderviz.symbology import drawn_rules, told_rules

if TYPE_CHECKING:
    import geopandas as gpd

    from borderviz.disclosure import Policy, Release
    from borderviz.geodata import Geodata, ZoneRule

GROUPS: Final = ("year", "month", "type", "province", "county", "outlet")
"""What incidents are counted by, a table each."""


@dataclass(frozen=True)
class Contents:
    """What a report says.

    Attributes
    ----------
    title : str
    subtitle : str or None
    policy : Policy
    period : str
        First and last day on which an event may have happened.
    statements : tuple of Statement
        One per rule that may concern an event, the first is the main one; in English, as the
        report itself.
    findings : tuple of Statement
        The same in the language that was asked for.
    summaries : dict of str to DataFrame
        ``zone``, the `GROUPS` and ``people``, with the rules' labels.
    incidents, totals, sources, licences : pandas.DataFrame
    methods : tuple of Section
    rules : tuple of ZoneRule
        Those drawn, and those described only that concern the same borders.
    not_drawn : tuple of str
        Labels of the rules in whose zones no event can lie.
    set_aside : int
        Rows of the input that could not be used.
    """

    title: str
    subtitle: str | None
    policy: Policy
    period: str
    statements: tuple[Statement, ...]
    findings: tuple[Statement, ...]
    summaries: dict[str, pd.DataFrame]
    incidents: pd.DataFrame
    totals: pd.DataFrame
    sources: pd.DataFrame
    licences: pd.DataFrame
    methods: tuple[Section, ...]
    rules: tuple[ZoneRule, ...]
    not_drawn: tuple[str, ...]
    set_aside: int


def gather_contents(
    release: Release,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    title: str | None,
    subtitle: str | None,
    language: str,
    set_aside: int,
) -> Contents:
    """Count, list and describe what a report tells; see :func:`borderviz.write_report`."""
    policy = release.policy
    located = disclose(release.located, policy, derived=LOCATED.columns)
    verdicts = release.joined
    rules = drawn_rules(verdicts, zones)
    told = verdicts[verdicts["rule_id"].isin(rules)]
    sources, numbers = list_sources(located)
    return Contents(
        title=title or geodata.info.title,
        subtitle=subtitle,
        policy=policy,
        period=_period(located),
        statements=state_findings(located, verdicts, zones, rules=rules),
        findings=state_findings(located, verdicts, zones, rules=rules, language=language),
        summaries=_summaries(release, told, zones[zones["rule_id"].isin(rules)], geodata),
        incidents=list_incidents(located, told, numbers, rules[0]),
        totals=list_totals(located, numbers),
        sources=sources,
        licences=list_licences(geodata),
        methods=describe_methods(
            located, geodata, _of(geodata, rules), policy=policy
        ),
        rules=tuple(told_rules(geodata, rules)),
        not_drawn=_labels(zones, without=rules),
        set_aside=set_aside,
    )  # fmt: skip


def _summaries(
    release: Release, verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, geodata: Geodata
) -> dict[str, pd.DataFrame]:
    located = release.located
    found = {"zone": suppress_cells(summarize(located, verdicts), release, verdicts, ())}
    for key in GROUPS:
        counted = summarize(located, verdicts, by=[key], geodata=geodata)
        found[key] = suppress_cells(counted, release, verdicts, [key], geodata=geodata)
    people = summarize_people(located, verdicts)
    found["people"] = suppress_cells(people, release, verdicts, ())
    return {name: _as_listed(rounded(label_rules(t, zones)), zones) for name, t in found.items()}


def _as_listed(summary: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    """Put the rules of a summary into the order of the zones: the main rule first."""
    order = list(dict.fromkeys(zones["rule_id"]))
    return summary.sort_values(
        "rule_id", key=lambda rules: rules.map(order.index), kind="stable", ignore_index=True
    )


def _period(located: pd.DataFrame) -> str:
    starts, ends = located["date_start"].dropna(), located["date_end"].dropna()
    first = str(starts.min()) if len(starts) else ".."
    last = str(ends.max()) if len(ends) else ".."
    return f"{first} – {last}"


def _of(geodata: Geodata, rules: list[str]) -> list[ZoneRule]:
    return [rule for rule in geodata.rules if rule.rule_id in rules]


def _labels(zones: pd.DataFrame, *, without: list[str]) -> tuple[str, ...]:
    labels = dict(zip(zones["rule_id"], zones["label"], strict=True))
    return tuple(label for rule, label in labels.items() if rule not in without)
