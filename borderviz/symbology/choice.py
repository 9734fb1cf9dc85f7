"""Which rules a map shows: the same for the page and for a printed figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from borderviz.geodata import Geodata, ZoneRule


def drawn_rules(verdicts: pd.DataFrame, zones: gpd.GeoDataFrame) -> list[str]:
    """Return the rules in whose zones an event may lie; all of them when there is none."""
    touched = set(verdicts.loc[verdicts["verdict"].isin(["inside", "possible"]), "rule_id"])
    all_rules = list(dict.fromkeys(zones["rule_id"]))
    return [rule for rule in all_rules if rule in touched] or all_rules


def told_rules(geodata: Geodata, drawn: list[str]) -> list[ZoneRule]:
    """Return the rules drawn, and those described only that concern the same borders."""
    borders = {b for rule in geodata.rules if rule.rule_id in drawn for b in rule.borders}
    return [
        rule
        for rule in geodata.rules
        if rule.rule_id in drawn or (rule.not_drawn and borders & set(rule.borders))
    ]
