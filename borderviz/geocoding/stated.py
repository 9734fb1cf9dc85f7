"""Coordinates that rows state, all at once: what they stand for, and the countries they touch.

Asked one by one, a disc costs most of a millisecond: its outline on the ellipsoid, and what of
it, widened by the accuracy of the border, lies in each country. Asked together, geodesics are
worked out in one call, and almost all discs are told apart by boxes and spots that surely lie
inside or outside; only those that an outline merely brushes are held against it one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from borderviz.crs import GEOD, disc_rims_m, discs
from borderviz.geocoding.sizes import load_sizes
from borderviz.geocoding.supports import Support

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from borderviz.geocoding.atlas import Atlas

Coordinates = tuple[float, float, float | None]
"""Longitude, latitude, and the uncertainty in metres where one is stated."""


@dataclass(frozen=True)
class Stated:
    """What stated coordinates stand for.

    Attributes
    ----------
    support : Support
        A disc, or a point.
    touches : tuple of str
        The countries in which it may lie, the accuracy of the border allowed for.
    inside : frozenset of str
        Those in which it surely lies whole.
    reach_m : float
        From the coordinates to the farthest point of the support.
    """

    support: Support
    touches: tuple[str, ...]
    inside: frozenset[str]
    reach_m: float


def place_stated(
    stated: Iterable[Coordinates], atlas: Atlas, *, crisp: bool
) -> dict[Coordinates, Stated]:
    """Return what coordinates stand for.

    Parameters
    ----------
    stated : iterable of tuple
        Longitude, latitude, uncertainty in metres or None.
    atlas : Atlas
    crisp : bool
        Take coordinates without an uncertainty as points.
    """
    keys = list(dict.fromkeys(stated))
    found = supports_of(keys, crisp=crisp)
    shapes = np.array([support.geometry for support in found], dtype=object)
    lonlat = np.array([key[:2] for key in keys], dtype=float).reshape(-1, 2)
    radii = np.array([support.radius_m for support in found], dtype=float)
    touched: list[list[str]] = [[] for _ in keys]
    whole: list[list[str]] = [[] for _ in keys]
    for code in sorted(atlas.countries):
        outline = atlas.outline(code)
        held, inside = outline.hold_round(shapes, lonlat, radii, within_m=atlas.accuracy_m)
        for row in np.flatnonzero(held):
            touched[row].append(code)
        for row in np.flatnonzero(inside):
            whole[row].append(code)
    reach = disc_rims_m(radii).tolist()
    return {
        key: Stated(support, tuple(touches), frozenset(inside), reach_m)
        for key, support, touches, inside, reach_m in zip(
            keys, found, touched, whole, reach, strict=True
        )
    }


def supports_of(stated: Sequence[Coordinates], *, crisp: bool = False) -> list[Support]:
    """Return the discs of stated coordinates; without an uncertainty one is assumed.

    The assumed radius is half the diagonal of a cell of the last decimal given, at least
    0.5 km (Chapman & Wieczorek 2020, "uncertainty from precision"); none with ``crisp``.
    """
    lonlat = np.array([key[:2] for key in stated], dtype=float).reshape(-1, 2)
    told = np.array([key[2] is not None for key in stated], dtype=bool)
    radii = np.array([max(key[2] or 0.0, 1.0) for key in stated])
    radii[~told] = 0.0 if crisp else _assumed_m(lonlat[~told])
    shapes: Any = shapely.points(lonlat)
    areas = radii > 0
    shapes[areas] = discs(lonlat[areas], radii[areas])
    return [
        _support(key, shape, radius_m)
        for key, shape, radius_m in zip(stated, shapes, radii.tolist(), strict=True)
    ]


def _support(key: Coordinates, shape: Any, radius_m: float) -> Support:
    lon, lat, uncertainty_m = key
    if uncertainty_m is not None:
        reason = f"coordinates as stated, with their uncertainty of {uncertainty_m:g} m"
    elif radius_m:
        reason = (
            f"coordinates as stated; no uncertainty given, {radius_m:.0f} m assumed from their "
            "decimals"
        )
    else:
        reason = "coordinates as stated, taken as a point"
    method = "coordinates" if radius_m else "point"
    return Support((shape,), 0, method, reason, anchor=(lon, lat), radius_m=radius_m)


def _assumed_m(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    decimals = [max(map(_decimals, pair)) for pair in lonlat.tolist()]
    half = np.array([0.5 * 10.0**-count for count in decimals])
    lon, lat = lonlat.T
    diagonal = GEOD.inv(lon, lat, lon + half, np.clip(lat + half, -90.0, 90.0))[2]
    least_m = load_sizes()["coordinates"].km * 1000
    radii: NDArray[np.float64] = np.maximum(least_m, diagonal)
    return radii


def _decimals(value: float) -> int:
    return len(repr(value).partition(".")[2].rstrip("0"))
