"""What a pack says of itself: ``pack.yaml``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from borderviz.edtf import parse_edtf
from borderviz.errors import DataPackError, EdtfError, shown
from borderviz.geodata.rules import read_yaml


@dataclass(frozen=True)
class Strip:
    """A strip along a border that has names of its own, such as a demilitarised zone.

    Attributes
    ----------
    strip_id, border : str
        Its own id, and that of its border.
    width_km : float
        How far it reaches from the border line, on each side that it has.
    side : str
        ``both``, or the country (ISO 3166-1) on whose side it lies.
    names : tuple of str
        What it is called, in any script.
    """

    strip_id: str
    border: str
    width_km: float
    side: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class PackInfo:
    """What a pack says of itself in ``pack.yaml``.

    Attributes
    ----------
    as_of : str or None
        The time for which its gazetteer speaks (EDTF).
    """

    title: str
    home: str
    languages: tuple[str, ...]
    countries: Mapping[str, Mapping[str, Any]]
    border_names: Mapping[str, tuple[str, ...]]
    default_border: str
    two_sided_borders: tuple[str, ...]
    attribution: tuple[Mapping[str, str | None], ...]
    strips: tuple[Strip, ...] = ()
    as_of: str | None = None


_FORMS = {
    "title": str,
    "home": str,
    "languages": list,
    "countries": Mapping,
    "border_names": Mapping,
    "default_border": str,
    "attribution": list,
}


def read_info(root: Path) -> PackInfo:
    """Read ``pack.yaml``; a key that is missing or of another form is an error that names it."""
    raw = read_yaml(root, "pack.yaml")
    for key, form in _FORMS.items():
        if not isinstance(raw.get(key), form):
            raise DataPackError(
                f"pack.yaml in {str(root)!r}: {key!r} is {shown(raw.get(key))}, expected a "
                f"{form.__name__.lower()}; see geodata/README.md"
            )
    info = PackInfo(
        title=raw["title"],
        home=raw["home"],
        languages=tuple(raw["languages"]),
        countries=dict(raw["countries"]),
        border_names={key: tuple(names) for key, names in raw["border_names"].items()},
        default_border=raw["default_border"],
        two_sided_borders=tuple(raw.get("two_sided_borders", ())),
        attribution=tuple(raw["attribution"]),
        strips=_read_strips(raw.get("strips")),
        as_of=_read_time(raw.get("as_of")),
    )
    if info.home not in info.countries:
        raise DataPackError(f"pack.yaml: home is {info.home!r}, which is not among its countries")
    return info


def check_info(info: PackInfo, borders: Mapping[str, tuple[str, str]], countries: set[str]) -> None:
    """Raise unless what ``pack.yaml`` names is in the layers of the pack.

    Parameters
    ----------
    info : PackInfo
    borders : mapping
        The two countries of each border, by its id.
    countries : set of str
        The countries that have an outline.
    """
    named = {info.default_border, *info.border_names, *info.two_sided_borders}
    named.update(strip.border for strip in info.strips)
    if unknown := named - set(borders):
        raise DataPackError(
            f"pack.yaml names the border {sorted(unknown)[0]!r} (in default_border, border_names, "
            f"two_sided_borders or strips); borders.geojson has {sorted(borders)}"
        )
    if unknown := countries - set(info.countries):
        raise DataPackError(
            f"pack.yaml has no names for {sorted(unknown)[0]!r}, a country of countries.geojson"
        )
    for strip in info.strips:
        sides = ("both", *borders[strip.border])
        if strip.side not in sides:
            raise DataPackError(
                f"pack.yaml, strip {strip.strip_id!r}: its side is {shown(strip.side)}; write one "
                f"of {', '.join(sides)}"
            )


def _read_time(raw: Any) -> str | None:
    try:
        return None if raw is None else parse_edtf(str(raw)).text
    except EdtfError as error:
        raise DataPackError(f"pack.yaml: 'as_of': {error}") from error


def _read_strips(raws: Any) -> tuple[Strip, ...]:
    if raws is None:
        return ()
    if not isinstance(raws, list) or not all(isinstance(raw, Mapping) for raw in raws):
        raise DataPackError(
            f"pack.yaml: 'strips' is {shown(raws)}; write a list with one entry per strip"
        )
    strips: dict[str, Strip] = {}
    for raw in raws:
        strip = _as_strip(raw)
        if strip.strip_id in strips:
            raise DataPackError(f"pack.yaml: the strip {strip.strip_id!r} stands twice; rename one")
        strips[strip.strip_id] = strip
    return tuple(strips.values())


def _as_strip(raw: Mapping[str, Any]) -> Strip:
    what = f"pack.yaml, strip {shown(raw.get('id', '(without id)'))}"
    try:
        names = raw["names"]
        strip = Strip(raw["id"], raw["border"], float(raw["width_km"]), raw["side"], tuple(names))
    except KeyError as error:
        raise DataPackError(f"{what}: {error} is missing; add it") from error
    except (TypeError, ValueError) as error:
        raise DataPackError(f"{what} cannot be used: {error}") from error
    texts = (strip.strip_id, strip.border, strip.side, *strip.names)
    if not isinstance(names, list) or not names or not all(isinstance(t, str) for t in texts):
        raise DataPackError(f"{what}: id, border, side and the list 'names' must be texts")
    if not (math.isfinite(strip.width_km) and strip.width_km > 0):
        raise DataPackError(f"{what} is {strip.width_km!r} km wide; widths are above zero")
    return strip
