"""Stated distances and headings, with what their wording leaves open.

*Distance.* A number says how finely it was measured only by the way it is written. Two
published rules read it differently, and both are kept: the narrow one is that of Chapman &
Wieczorek (2020, Georeferencing Best Practices, "Uncertainty related to offset precision"),
the wide one that of Wieczorek, Guo & Hijmans (2004), who took a whole number that is a
multiple of a power of ten to be rounded to that power. "10 km" is ± 0.5 km by the first and
± 5 km by the second. Reports speak in round figures, so the support proper follows the wide
rule, and the narrow one is the least size of its range.

=======  =========  =========
stated   narrow ±   wide ±
=======  =========  =========
10.6     0.05       0.05
10.25    0.125      0.125
10.5     0.25       0.25
7, 15    0.5        0.5
10       0.5        5
30       5          5
100      5          50
2000     50         500
=======  =========  =========

(in the unit stated). "About" doubles the wide figure.

*Heading.* N means ± 45°, NE ± 22.5°, NNE ± 11.25° (both sources).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_COMPASS: Final = (
    "north", "north-northeast", "northeast", "east-northeast", "east", "east-southeast",
    "southeast", "south-southeast", "south", "south-southwest", "southwest", "west-southwest",
    "west", "west-northwest", "northwest", "north-northwest",
)  # fmt: skip


@dataclass(frozen=True)
class Length:
    """A distance as stated.

    Attributes
    ----------
    text : str
        As written, with its unit.
    km : tuple of float
        The least and the greatest figure stated, in kilometres; equal for one number.
    error_km : tuple of float
        What rounding leaves open, by the narrow and by the wide rule, in kilometres.
    """

    text: str
    km: tuple[float, float]
    error_km: tuple[float, float]


@dataclass(frozen=True)
class Heading:
    """A direction as stated: degrees clockwise from north, and ± degrees."""

    text: str
    degrees: float
    error: float

    @property
    def name(self) -> str:
        """Return the direction in words, whatever language it was stated in."""
        return _COMPASS[round(self.degrees / 22.5) % len(_COMPASS)]


def rounding_error(number: str) -> tuple[float, float]:
    """Return what the rounding of a number leaves open, by the narrow and the wide rule.

    Examples
    --------
    >>> rounding_error("10"), rounding_error("30"), rounding_error("10.5"), rounding_error("7")
    ((0.5, 5.0), (5.0, 5.0), (0.25, 0.25), (0.5, 0.5))
    """
    whole, _, fraction = number.partition(".")
    if fraction.rstrip("0"):
        half = {"5": 0.25, "25": 0.125, "75": 0.125}.get(fraction, 0.5 * 10.0 ** -len(fraction))
        return half, half
    digits = whole.lstrip("0")
    power = len(digits) - len(digits.rstrip("0"))
    wide = 0.5 * 10.0**power
    if power == 0:
        return wide, wide
    narrow = wide if power == 1 and digits != "10" else wide / 10
    return narrow, wide


def read_length(numbers: tuple[str, ...], unit_km: float, text: str, *, about: bool) -> Length:
    """Return a distance from the number or the two ends of the range that state it."""
    figures = [float(n) for n in numbers]
    errors = [rounding_error(n) for n in numbers]
    narrow = max(e[0] for e in errors)
    wide = max(e[1] for e in errors) * (2 if about else 1)
    if len(numbers) > 1:
        # a range says itself how far it is open; what is left is the rounding of its ends
        narrow = wide = min(min(e) for e in errors)
    low, high = min(figures) * unit_km, max(figures) * unit_km
    return Length(text, (low, high), (narrow * unit_km, wide * unit_km))
