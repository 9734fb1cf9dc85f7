"""Tables → the page's payload → a map."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from borderviz.disclosure import (
    Policy,
    Release,
    check_labels,
    disclose,
    known_digests,
    payload_parts,
    policy_of,
    release_events,
)
from borderviz.edtf import closed_interval, end_range, start_range
from borderviz.errors import InputError, shown
from borderviz.maps.background import background
from borderviz.maps.border_map import BorderMap
from borderviz.maps.geometry import encode_geometry
from borderviz.maps.tables import DERIVED, findings_table, page_tables
from borderviz.maps.tiles import tiles_of
from borderviz.page import PAYLOAD_FORMAT, digest_tables, fixed_texts
from borderviz.symbology import (
    FILLS,
    MARKS,
    Fill,
    Mark,
    drawn_rules,
    marks_for,
    province_names,
    told_rules,
)

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from borderviz.geodata import Geodata, ZoneRule
    from borderviz.geodata.rules import RuleWords

LANGUAGES: Final = ("en", "ko", "zh")
_EPOCH: Final = date(1970, 1, 1)
_ZONE_TOLERANCE_DEG: Final = 0.0001
"""Outlines on the page may be 10 m off what was joined: less than a pixel at its zooms."""


def build_map(  # noqa: PLR0913 - the tables and what a reader may choose
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str | Path | Policy | Release,
    as_of: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    language: str = "en",
    basemap: str | None = None,
    events: pd.DataFrame | None = None,
) -> BorderMap:
    """Compose the map page of located and assessed events.

    Parameters
    ----------
    located, verdicts, zones : tables
        As :func:`borderviz.locate_events`, :func:`borderviz.roll_up` and
        :func:`borderviz.build_zones` return them.
    geodata : Geodata
    policy : str, Path, Policy or Release
        What may be shown: ``internal`` (everything; the page carries a visible mark), ``public``,
        or the path of a policy file (:mod:`borderviz.disclosure.policy_file`). Where an event is
        shown with less than is known, its verdicts are joined anew with `zones`.
    as_of : str, optional
        Day of the publication, ISO 8601; needed where the policy delays events.
    title, subtitle : str, optional
        The pack's title by default.
    language : {"en", "ko", "zh"}
        Language in which the page opens; it can be switched there.
    basemap : str, optional
        Name of tiles in xyzservices, such as ``OpenStreetMap.Mapnik``, to lie below the map. The
        page then asks their server for pictures, and shows their attribution.
    events : pandas.DataFrame, optional
        The table as it was read. What a reader downloads from the page then states the
        coordinates of its rows; without it, those of the supports.

    Returns
    -------
    BorderMap
        Shows itself in a notebook; ``save(path)`` writes one self-contained file.

    Raises
    ------
    InputError
        If there are no events, or a language, policy or basemap is not known.
    TableError
        If a text may tell more than the policy shows; the text names event and column.
    """
    if language not in LANGUAGES:
        raise InputError(f"the page speaks {', '.join(LANGUAGES)}, not {shown(language)}")
    tiles = [] if basemap is None else [tiles_of(basemap)]
    if located.empty:
        policy_of(policy)
        raise InputError("there are no events to map; the table has no rows")
    release = release_events(
        located, geodata, policy, verdicts=verdicts, zones=zones, events=events, as_of=as_of
    )
    check_labels(release, {"the title": title, "the subtitle": subtitle})
    rule_set = release.policy
    located = disclose(release.located, rule_set, derived=DERIVED)
    verdicts = release.joined
    drawn = drawn_rules(verdicts, zones)
    told = told_rules(geodata, drawn)
    of_drawn = verdicts["rule_id"].isin(drawn)
    shown_verdicts = verdicts if of_drawn.all() else verdicts[of_drawn]  # may be large: no copy
    shown_zones = zones[zones["rule_id"].isin(drawn)]
    tables = page_tables(located, geodata, release.events)
    back = background(geodata)
    payload = {
        "format": PAYLOAD_FORMAT,
        "page": _page(located, geodata, rule_set, title, subtitle, language)
        | {
            "input_sha256": digest_tables(tables.events, tables.located, tables.locations),
            "not_drawn": _not_drawn(verdicts, zones, geodata, drawn),
            "tiles": tiles,
        },
        "types": [_mark(mark) for mark in marks_for(located["event_type"].unique())],
        "verdicts": [_entry(fill) | {"fill": fill.fill} for fill in FILLS],
        "provinces": province_names(geodata),
        "background": back,
        "rules": [_rule(rule, drawn=rule.rule_id in drawn) for rule in told],
        "zones": [_zone(row) for row in shown_zones.itertuples(index=False)],
        "events": tables.events,
        "located": tables.located,
        "locations": tables.locations,
        "shapes": tables.shapes,
        "assessments": findings_table(located, shown_verdicts, [rule.rule_id for rule in told]),
        "analyst_layers": [],
    }
    known = fixed_parts(geodata, zones, back=back) if release.secrets else frozenset()
    return BorderMap(payload, secrets=release.secrets, known=known, notes=release.notes)


def fixed_parts(
    geodata: Geodata, zones: gpd.GeoDataFrame, *, back: dict[str, Any] | None = None
) -> frozenset[str]:
    """Return digests of what a page holds whatever its events are, for the proof of a release.

    Parameters
    ----------
    geodata : Geodata
    zones : geopandas.GeoDataFrame
        The contract ``zones``.
    back : dict, optional
        The background, where it was made already.
    """
    parts = {
        "background": background(geodata) if back is None else back,
        "provinces": province_names(geodata),
        "types": [_mark(mark) for mark in MARKS],
        "verdicts": [_entry(fill) | {"fill": fill.fill} for fill in FILLS],
        "rules": [_rule(rule, drawn=drawn) for rule in geodata.rules for drawn in (True, False)],
        "zones": [_zone(row) for row in zones.itertuples(index=False)],
    }
    return known_digests([*(part for _, part in payload_parts(parts)), *fixed_texts()])


def _entry(entry: Mark | Fill) -> dict[str, Any]:
    return {"id": entry.name, "label": {"en": entry.en, "ko": entry.ko, "zh": entry.zh}}


def _mark(mark: Mark) -> dict[str, Any]:
    return _entry(mark) | {"colour": mark.colour, "shape": mark.shape}


def _page(
    located: gpd.GeoDataFrame, geodata: Geodata, policy: Policy, title: str | None,
    subtitle: str | None, language: str,
) -> dict[str, Any]:  # fmt: skip
    starts, ends = located["date_start"].dropna(), located["date_end"].dropna()
    return {
        "title": title or geodata.info.title,
        "subtitle": subtitle,
        "lang": language,
        "policy": "internal" if policy.marked else "public",
        "generator": f"borderviz {version('borderviz')}",
        "pack_sha256": geodata.sha256,
        "period": {
            "start": starts.min() if len(starts) else None,
            "end": ends.max() if len(ends) else None,
        },
        "latest": _latest(located),
        "notes": [],
        "attribution": [dict(entry) for entry in geodata.info.attribution],
    }


def _latest(located: pd.DataFrame) -> str | None:
    """Return the last day on which a report may have been published or its event known."""
    stated = [located[name].dropna().unique() for name in ("source_published", "known_by")]
    days = [closed_interval(text)[1] for texts in stated for text in texts]
    known = [day for day in days if day is not None]
    return max(known).isoformat() if known else None


def _not_drawn(
    verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, geodata: Geodata, drawn: list[str]
) -> list[dict[str, str | None]]:
    """Return the labels, by language, of the zones in which no event can lie."""
    if verdicts.empty:
        return []
    words = {rule.rule_id: rule.translations for rule in geodata.rules}
    labels = dict(zip(zones["rule_id"], zones["label"], strict=True))
    return [
        {"en": label} | {code: own.label for code, own in words.get(rule, {}).items()}
        for rule, label in labels.items()
        if rule not in drawn
    ]


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
        "words": {language: _words(rule, words) for language, words in rule.translations.items()},
    }


def _words(rule: ZoneRule, words: RuleWords) -> dict[str, Any]:
    """Return what a rule says in another language; what is translated in part is not given."""
    whole = words.description and (words.not_drawn or not rule.not_drawn)
    why = f" {words.not_drawn}" if words.not_drawn else ""
    return {
        "label": words.label,
        "description": f"{words.description}{why}" if whole else None,
        "doubts": list(words.doubts),
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
        "start": _since_epoch(start_range(row.valid_from)[0]),
        "end": _since_epoch(end_range(row.valid_to)[1]),
        "baseline": row.baseline,
        "reference": bool(row.reference),
        "geometry": encode_geometry(row.geometry, tolerance_deg=_ZONE_TOLERANCE_DEG),
    }


def _since_epoch(day: date | None) -> int | None:
    return None if day is None else (day - _EPOCH).days
