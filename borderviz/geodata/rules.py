"""The dated zone rules of a pack: ``zones.yaml``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from borderviz.edtf import parse_edtf
from borderviz.errors import BordervizError, DataPackError

_YAML: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader that is written in C, ten times as fast, where PyYAML was built with it."""


@dataclass(frozen=True)
class RuleSource:
    """Where a rule is reported."""

    text: str
    url: str | None


@dataclass(frozen=True)
class ZoneVariant:
    """One way to draw a rule: a width counted from a baseline.

    Attributes
    ----------
    width_km : float
    baseline : str
        ``boundary-line`` or a name of the rule's own.
    offset_km : float
        How far inland of the boundary line the baseline is taken to lie.
    reference : bool
        Whether this variant's share is the one that is shown.
    """

    width_km: float
    baseline: str
    offset_km: float
    reference: bool


@dataclass(frozen=True)
class RuleWords:
    """What a rule says of itself in another language; None where that was not translated.

    Attributes
    ----------
    label, description, not_drawn : str or None
    doubts : tuple of str
        As many as the rule has, in their order, or none.
    """

    label: str | None
    description: str | None
    not_drawn: str | None
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class ZoneRule:
    """A dated rule that made a zone along one or more borders.

    Attributes
    ----------
    side : str
        The country whose side the zone lies on (ISO 3166-1), or ``both``.
    valid_from, valid_to : str
        EDTF, themselves uncertain; ``..`` where no bound is known.
    not_drawn : str or None
        Why the rule has no geometry.
    translations : mapping of str to RuleWords
        By language, such as ``ko``. Quotes and sources stay as they were stated.
    """

    rule_id: str
    label: str
    description: str
    quote: str | None
    borders: tuple[str, ...]
    side: str
    valid_from: str
    valid_to: str
    confidence: str
    variants: tuple[ZoneVariant, ...]
    sources: tuple[RuleSource, ...]
    doubts: tuple[str, ...]
    not_drawn: str | None
    translations: Mapping[str, RuleWords]


def read_yaml(root: Path, name: str) -> Mapping[str, Any]:
    """Read a YAML file of a pack; it holds a mapping."""
    path = root / name
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), _YAML)  # noqa: S506 - both are safe
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise DataPackError(f"{str(path)!r} cannot be read: {why}") from error
    if not isinstance(found, Mapping):
        raise DataPackError(f"{str(path)!r} is not a mapping; see geodata/README.md for its layout")
    return found


def read_rules(root: Path) -> tuple[ZoneRule, ...]:
    """Read the rules of a pack; a rule that cannot be used is an error that names it."""
    raws = read_yaml(root, "zones.yaml").get("rules")
    if not isinstance(raws, list) or not all(isinstance(raw, Mapping) for raw in raws):
        raise DataPackError("zones.yaml: 'rules' is not a list of rules; write one entry per rule")
    rules: dict[str, ZoneRule] = {}
    for raw in raws:
        name = raw.get("rule_id", "(without rule_id)")
        try:
            rule = _as_rule(raw)
            _check_rule(rule)
        except KeyError as error:
            raise DataPackError(f"zones.yaml, rule {name!r}: {error} is missing; add it") from error
        except (TypeError, ValueError, AttributeError, BordervizError) as error:
            raise DataPackError(f"zones.yaml, rule {name!r} cannot be used: {error}") from error
        if rule.rule_id in rules:
            raise DataPackError(f"zones.yaml: the rule {name!r} stands twice; rename one")
        rules[rule.rule_id] = rule
    return tuple(rules.values())


def check_rules(rules: Iterable[ZoneRule], border_ids: set[str], countries: set[str]) -> None:
    """Raise unless the borders and countries that rules name are in the layers of the pack."""
    for rule in rules:
        what = f"zones.yaml, rule {rule.rule_id!r} cannot be used"
        if unknown := set(rule.borders) - border_ids:
            raise DataPackError(
                f"{what}: it names the border {sorted(unknown)[0]!r}; borders.geojson has "
                f"{sorted(border_ids)}"
            )
        if rule.side not in countries | {"both"}:
            raise DataPackError(
                f"{what}: its side is {rule.side!r}; write 'both' or one of {sorted(countries)}"
            )


def _check_rule(rule: ZoneRule) -> None:
    if not rule.borders:
        raise DataPackError("it names no border")
    for variant in rule.variants:
        reach_km = variant.width_km + variant.offset_km
        if not (math.isfinite(reach_km) and variant.width_km > 0 and reach_km > 0):
            raise DataPackError(
                f"a variant is {variant.width_km!r} km wide at {variant.offset_km!r} km from the "
                "line; widths are above zero"
            )
    if len({(v.width_km, v.baseline) for v in rule.variants}) < len(rule.variants):
        raise DataPackError("two of its variants have one width and one baseline")


def _as_rule(raw: Mapping[str, Any]) -> ZoneRule:
    for key in ("valid_from", "valid_to"):
        if raw[key] != "..":
            parse_edtf(raw[key])
    variants = tuple(
        ZoneVariant(
            float(v["width_km"]),
            v["baseline"],
            float(v.get("offset_km", 0)),
            bool(v.get("reference")),
        )
        for v in raw["variants"]
    )
    if variants and sum(v.reference for v in variants) != 1:
        raise DataPackError("exactly one variant with reference: true")
    return ZoneRule(
        rule_id=raw["rule_id"],
        label=raw["label"],
        description=" ".join(raw["description"].split()),
        quote=raw.get("quote"),
        borders=tuple(raw["borders"]),
        side=raw["side"],
        valid_from=raw["valid_from"],
        valid_to=raw["valid_to"],
        confidence=raw["confidence"],
        variants=variants,
        sources=tuple(RuleSource(s["text"], s["url"]) for s in raw["sources"]),
        doubts=tuple(raw["doubts"]),
        not_drawn=raw.get("not_drawn"),
        translations={
            language: _as_words(words, len(raw["doubts"]))
            for language, words in raw.get("translations", {}).items()
        },
    )


def _as_words(raw: Mapping[str, Any], doubts: int) -> RuleWords:
    known = ("label", "description", "not_drawn")
    if unknown := sorted(raw.keys() - {*known, "doubts"}):
        raise DataPackError(f"a translation has no {unknown[0]!r}; it may have {known} and doubts")
    translated = raw.get("doubts", [])
    if translated and len(translated) != doubts:
        raise DataPackError(f"a translation has {len(translated)} doubts, the rule has {doubts}")
    label, description, not_drawn = (
        None if raw.get(name) is None else " ".join(raw[name].split()) for name in known
    )
    return RuleWords(label, description, not_drawn, tuple(translated))
