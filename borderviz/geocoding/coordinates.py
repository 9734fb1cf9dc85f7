"""Coordinates that are written where a place is told: "41.40 N, 128.18 E", "41°24′N 128°11′E".

Degrees with decimals, with minutes, or with minutes and seconds; the hemisphere as a letter or a
word before or behind, in English, Korean or Chinese, or two bare numbers with latitude first. As
much is taken to be known as is written: half the diagonal of a cell of the last figure
(Chapman & Wieczorek 2020, "uncertainty from precision"), and at least the size class
``coordinates``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from borderviz.crs import GEOD
from borderviz.geocoding.sizes import load_sizes

_NUMBER: Final = r"\d{1,3}(?:\.\d{1,9})?"
_ANGLE: Final = re.compile(
    rf"""\s*(?P<before>[NSEW]|lat(?:itude)?|lon(?:g(?:itude)?)?|북위|남위|동경|서경
                       |北[纬緯]|南[纬緯]|[东東][经經]|西[经經])?\.?\s*:?\s*
    (?P<sign>[-−+])?(?P<degrees>{_NUMBER})\s*(?:[°º˚度도]|degrees?|deg\b)?
    (?:\s*(?P<minutes>{_NUMBER})\s*(?:['′’‘´分분]|min(?:utes?)?\b)
      (?:\s*(?P<seconds>{_NUMBER})\s*(?:"|″|”|''|′′|秒|초|sec(?:onds?)?\b))?)?
    (?(before)|\s*(?P<after>[NSEW](?![a-z])|north|south|east|west)?)""",
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s*[,;/，、]?\s*(?:and\b)?\s*", re.IGNORECASE)
_AXES: Final = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1),
    "north": ("lat", 1), "south": ("lat", -1), "east": ("lon", 1), "west": ("lon", -1),
    "북위": ("lat", 1), "남위": ("lat", -1), "동경": ("lon", 1), "서경": ("lon", -1),
    "北": ("lat", 1), "南": ("lat", -1), "东": ("lon", 1), "東": ("lon", 1), "西": ("lon", -1),
}  # fmt: skip


@dataclass(frozen=True)
class Position:
    """A position as written.

    Attributes
    ----------
    longitude, latitude : float
        Degrees.
    radius_m : float
        What its last figures leave open, in metres.
    """

    longitude: float
    latitude: float
    radius_m: float


@dataclass(frozen=True)
class _Angle:
    degrees: float
    step: float  # one unit of the last figure, in degrees
    axis: str | None


def read_coordinates(text: str) -> Position | None:
    """Return the position that a text is; None where it is anything else.

    Two bare numbers are latitude and longitude, and need decimals: "41, 128" may be anything.
    """
    text = text.strip(" ()[]")
    first = _ANGLE.match(text)
    if first is None:
        return None
    gap = _BETWEEN.match(text, first.end())
    second = _ANGLE.match(text, gap.end() if gap else first.end())
    if second is None or gap is None or text[second.end() :].strip(" ."):
        return None
    one, other = _angle(first), _angle(second)
    if one is None or other is None or not _are_told(text, first, second, gap):
        return None
    if (one.axis or "lat", other.axis or "lon") == ("lon", "lat"):
        one, other = other, one
    elif (one.axis or "lat", other.axis or "lon") != ("lat", "lon"):
        return None
    if abs(one.degrees) > 90 or abs(other.degrees) > 180:
        return None
    return Position(other.degrees, one.degrees, _open_m(one, other))


def _are_told(text: str, first: re.Match[str], second: re.Match[str], gap: re.Match[str]) -> bool:
    """Whether two numbers are said to be coordinates, and not two counts or a year and a day."""
    marked = [bool(m["before"] or m["after"] or m["minutes"]) for m in (first, second)]
    if any(marked):
        return all(marked) or "°" in text
    parted = bool(gap[0]) and bool(second["degrees"])
    return parted and all("." in m["degrees"] for m in (first, second))


def _angle(match: re.Match[str]) -> _Angle | None:
    parts = [match["degrees"], match["minutes"], match["seconds"]]
    given = [part for part in parts if part is not None]
    if any("." in part for part in given[:-1]) or any(float(part) >= 60 for part in given[1:]):
        return None
    value = sum(float(part) / 60**i for i, part in enumerate(given))
    decimals = len(given[-1].partition(".")[2])
    step = 10.0**-decimals / 60 ** (len(given) - 1)
    axis, sign = _axis(match)
    if match["sign"] in {"-", "−"}:
        sign = -sign
    return _Angle(sign * value, step, axis)


def _axis(match: re.Match[str]) -> tuple[str | None, int]:
    word = (match["after"] or match["before"] or "").lower()
    if word.startswith(("lat", "lon")):
        return word[:3], 1
    return _AXES.get(word) or _AXES.get(word[:1]) or (None, 1)


def _open_m(latitude: _Angle, longitude: _Angle) -> float:
    lat, lon = latitude.degrees, longitude.degrees
    north = max(-90.0, min(90.0, lat + latitude.step / 2))
    half = float(GEOD.inv(lon, lat, lon + longitude.step / 2, north)[2])
    return max(load_sizes()["coordinates"].km * 1000, half)
