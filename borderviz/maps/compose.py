"""Tables → the page's payload → a map."""

from __future__ import annotations

import hashlib
import json
import math
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from borderviz.disclosure import Policy, disclose, load_policy
from borderviz.errors import InputError, shown
from borderviz.joins import round_share
from borderviz.maps.background import background
from borderviz.maps.border_map import BorderMap
from borderviz.maps.geometry import encode_geometry
from borderviz.summaries import incident_ids, summarize
from borderviz.symbology import FILLS, Fill, Mark, marks_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from borderviz.geodata import Geodata, ZoneRule

LANGUAGES: Final = ("en",)
_DERIVED: Final = (
    "date_start", "date_end", "location_id", "resolution", "method", "reason", "candidates",
    "support_range", "line_bound", "clipped_to", "touches", "geometry",
)  # fmt: skip
_ZONE_TOLERANCE_DEG: Final = 0.0001
"""Outlines on the page may be 10 m off what was joined: less than a pixel at its zooms."""
_SUPPORT_TOLERANCE_DEG: Final = 0.0001
_EVENT_COLUMNS: Final = (
    "event_id", "event_type", "date", "date_text", "date_start", "date_end", "is_aggregate",
    "part_of", "country", "confidence", "summary", "quote", "source_title", "source_outlet",
    "source_url", "source_published", "known_by", "origin_id",
)  # fmt: skip
_FIGURES: Final = (
    "incidents", "low", "high", "unknown_year", "not_in_force", "other_bank", "aggregates",
    "not_in_expected",
)  # fmt: skip
_NUMBERS: Final = ("killed", "arrested", "involved")
_ASSESSMENT_COLUMNS: Final = (
    "verdict", "p", "p_min", "p_max", "in_force", "t", "side", "distance_km_min", "distance_km_max",
)  # fmt: skip


def build_map(
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str,
    title: str | None = None,
    subtitle: str | None = None,
    language: str = "en",
) -> BorderMap:
    """Compose the map page of located and assessed events.

    Parameters
    ----------
    located, verdicts, zones : tables
        As :func:`borderviz.locate_events`, :func:`borderviz.roll_up` and
        :func:`borderviz.build_zones` return them.
    geodata : Geodata
    policy : {"internal", "public"}
        What may be shown; ``internal`` puts a visible mark on the page.
    title, subtitle : str, optional
        The pack's title by default.
    language : {"en"}
        Language of the page.

    Returns
    -------
    BorderMap
        Shows itself in a notebook; ``save(path)`` writes one self-contained file.
    """
    if language not in LANGUAGES:
        raise InputError(f"the page speaks {', '.join(LANGUAGES)}, not {shown(language)}")
    rule_set = load_policy(policy)
    located = disclose(located, rule_set, derived=_DERIVED)
    if located.empty:
        raise InputError("there are no events to map; the table has no rows")
    drawn = _drawn_rules(verdicts, zones)
    told = _told_rules(geodata, drawn)
    shown_verdicts = verdicts[verdicts["rule_id"].isin(drawn)]
    shown_zones = zones[zones["rule_id"].isin(drawn)]
    events, locations = _events(located), _locations(located)
    page = _page(located, geodata, rule_set, title, subtitle, language)
    payload = {
        "format": 1,
        "page": page
        | {
            "input_sha256": _digest([events, locations]),
            "notes": _notes(verdicts, zones, drawn),
        },
        "summary": _summary(located, shown_verdicts, geodata, drawn),
        "types": [_mark(mark) for mark in marks_for(located["event_type"])],
        "verdicts": [_entry(fill) | {"fill": fill.fill} for fill in FILLS],
        "background": background(geodata),
        "rules": [_rule(rule, drawn=rule.rule_id in drawn) for rule in told],
        "zones": [_zone(row) for row in shown_zones.itertuples(index=False)],
        "locations": locations,
        "events": events,
        "incidents": _incidents(located),
        "assessments": _assessments(located, shown_verdicts, [rule.rule_id for rule in told]),
        "analyst_layers": [],
    }
    return BorderMap(payload)


def _entry(entry: Mark | Fill) -> dict[str, Any]:
    return {"id": entry.name, "label": {"en": entry.en, "ko": entry.ko, "zh": entry.zh}}


def _mark(mark: Mark) -> dict[str, Any]:
    return _entry(mark) | {"colour": mark.colour, "shape": mark.shape}


def _drawn_rules(verdicts: pd.DataFrame, zones: gpd.GeoDataFrame) -> list[str]:
    """Return the rules in whose zones an event may lie; all of them when there is none."""
    touched = set(verdicts.loc[verdicts["verdict"].isin(["inside", "possible"]), "rule_id"])
    all_rules = list(dict.fromkeys(zones["rule_id"]))
    return [rule for rule in all_rules if rule in touched] or all_rules


def _told_rules(geodata: Geodata, drawn: list[str]) -> list[ZoneRule]:
    """Return the rules drawn, and those described only that concern the same borders."""
    borders = {b for rule in geodata.rules if rule.rule_id in drawn for b in rule.borders}
    return [
        rule
        for rule in geodata.rules
        if rule.rule_id in drawn or (rule.not_drawn and borders & set(rule.borders))
    ]


def _page(
    located: gpd.GeoDataFrame, geodata: Geodata, policy: Policy, title: str | None,
    subtitle: str | None, language: str,
) -> dict[str, Any]:  # fmt: skip
    starts, ends = located["date_start"].dropna(), located["date_end"].dropna()
    return {
        "title": title or geodata.info.title,
        "subtitle": subtitle,
        "lang": language,
        "policy": policy.name,
        "generator": f"borderviz {version('borderviz')}",
        "pack_sha256": geodata.sha256,
        "period": {
            "start": min(starts) if len(starts) else None,
            "end": max(ends) if len(ends) else None,
        },
        "attribution": [dict(entry) for entry in geodata.info.attribution],
    }


def _digest(shown: Any) -> str:
    """Return the digest of what the page shows of the events, and of nothing else."""
    text = json.dumps(shown, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _notes(verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, drawn: list[str]) -> list[str]:
    labels = dict(zip(zones["rule_id"], zones["label"], strict=True))
    others = [label for rule, label in labels.items() if rule not in drawn]
    notes = ["Uncertain positions are drawn as areas, never as points."]
    if others and len(verdicts):
        notes.append(
            f"No event of this map can lie in: {'; '.join(others)}. These zones are not drawn."
        )
    return notes


def _summary(
    located: gpd.GeoDataFrame, verdicts: pd.DataFrame, geodata: Geodata, drawn: list[str]
) -> list[dict[str, Any]]:
    counts = summarize(located, verdicts).set_index("rule_id")
    labels = {rule.rule_id: rule.label for rule in geodata.rules}
    rows = []
    for rule_id in drawn:
        if rule_id not in counts.index:
            continue
        row = counts.loc[rule_id].to_dict()
        figures = {name: int(row[name]) for name in _FIGURES}
        rows.append(
            {
                "rule_id": rule_id,
                "label": labels.get(rule_id, rule_id),
                "expected": None if pd.isna(row["expected"]) else round(row["expected"], 2),
            }
            | figures
        )
    return rows


def _rule(rule: ZoneRule, *, drawn: bool) -> dict[str, Any]:
    why = f" {rule.not_drawn}" if rule.not_drawn else ""
    return {
        "rule_id": rule.rule_id,
        "label": rule.label,
        "drawn": drawn,
        "description": rule.description + why,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "confidence": rule.confidence,
        "sources": [{"text": s.text, "url": s.url} for s in rule.sources],
        "doubts": list(rule.doubts),
    }


def _zone(row: Any) -> dict[str, Any]:
    names = (
        "zone_id",
        "rule_id",
        "label",
        "width_km",
        "side",
        "valid_from",
        "valid_to",
    )
    return {name: getattr(row, name) for name in names} | {
        "baseline": f"the {row.baseline.replace('-', ' ')}",
        "reference": bool(row.reference),
        "geometry": encode_geometry(row.geometry, tolerance_deg=_ZONE_TOLERANCE_DEG),
    }


def _plain(value: Any) -> Any:
    """Return a JSON value; every kind of missing is null."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _list(column: Iterable[Any]) -> list[Any]:
    return [_plain(value) for value in column]


_SHAPES: Final = {
    "disc": "disc", "near": "disc", "junction": "disc", "coordinates": "disc", "unit": "polygon",
    "thiessen": "polygon", "river_strip": "strip", "border_strip": "strip", "border_area": "strip",
    "point": "none",
}  # fmt: skip


def _locations(located: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    rows = located.drop_duplicates("location_id").itertuples(index=False)
    return [_location(row) for row in rows]


def _location(row: Any) -> dict[str, Any]:
    placed = row.geometry is not None and row.resolution == "resolved"
    radius = _plain(row.coordinate_uncertainty_m)
    polygon = placed and row.geometry.geom_type != "Point"
    return {
        "location_id": row.location_id,
        "place": _plain(row.place),
        "resolution": row.resolution,
        "method": _plain(row.method),
        "reason": row.reason,
        "lon": round(row.longitude, 5) if placed else None,
        "lat": round(row.latitude, 5) if placed else None,
        "radius_m": round(radius) if placed and radius is not None else None,
        "shape": _SHAPES.get(row.method, "polygon") if placed else "none",
        "geometry": encode_geometry(row.geometry, tolerance_deg=_SUPPORT_TOLERANCE_DEG)
        if polygon
        else None,
        "candidates": list(row.candidates),
    }


def _events(located: gpd.GeoDataFrame) -> dict[str, Any]:
    incident = pd.factorize(incident_ids(located))[0]
    location = pd.factorize(located["location_id"])[0]
    columns: dict[str, list[Any]] = {name: _list(located[name]) for name in _EVENT_COLUMNS}
    columns["incident"] = [int(i) for i in incident]
    columns["location"] = [int(i) for i in location]
    for name in _NUMBERS:
        ends = zip(
            *(_list(located[f"{name}_{end}"]) for end in ("low", "best", "high")), strict=True
        )
        columns[name] = [
            list(triple) if any(v is not None for v in triple) else None for triple in ends
        ]
    return {"n": len(located), "columns": columns}


def _incidents(located: gpd.GeoDataFrame) -> dict[str, Any]:
    codes, names = pd.factorize(incident_ids(located))
    rows: list[list[int]] = [[] for _ in names]
    for event, incident in enumerate(codes):
        rows[incident].append(event)
    return {"n": len(rows), "events": rows}


def _assessments(
    located: gpd.GeoDataFrame, verdicts: pd.DataFrame, rules: list[str]
) -> dict[str, Any]:
    row_of = {event_id: row for row, event_id in enumerate(located["event_id"])}
    columns: dict[str, list[Any]] = {
        "event": [row_of[event_id] for event_id in verdicts["event_id"]],
        "rule": [rules.index(rule_id) for rule_id in verdicts["rule_id"]],
    }
    for name in _ASSESSMENT_COLUMNS:
        columns[name] = _list(verdicts[name])
    for name in ("p", "p_min", "p_max", "t"):
        columns[name] = [v if v is None else round_share(v, 3) for v in columns[name]]
    for name in ("distance_km_min", "distance_km_max"):
        columns[name] = [v if v is None else round(v, 3) for v in columns[name]]
    return {"n": len(verdicts), "columns": columns}
