"""Coordinates that hold for the whole globe: equal areas, and positions in space.

Both are closed formulas on the WGS 84 ellipsoid, with no centre to be chosen, so a place has the
same numbers whoever asks for it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from borderviz.crs.frames import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

_E: Final = math.sqrt(GEOD.es)


def equal_area_xy(lonlat: NDArray[Any]) -> NDArray[np.float64]:
    """Project into the cylindrical equal-area plane.

    Parameters
    ----------
    lonlat : ndarray, n × 2
        Longitude and latitude in degrees; a longitude beyond ±180 goes on where it is.

    Returns
    -------
    ndarray, n × 2
        Metres east and north, such that an area in the plane is that on the ellipsoid
        (Snyder 1987, formulas 10-14, 10-15 and 3-12). Shapes are not kept.
    """
    sine = np.sin(np.radians(lonlat[:, 1]))
    part = _E * sine
    q = (1 - GEOD.es) * (sine / (1 - part * part) + np.arctanh(part) / _E)
    return np.column_stack([GEOD.a * np.radians(lonlat[:, 0]), GEOD.a / 2 * q])


def positions_xyz(lonlat: NDArray[Any]) -> NDArray[np.float64]:
    """Return positions on the ellipsoid in space, in metres from the centre of the Earth.

    Parameters
    ----------
    lonlat : ndarray, n × 2
        Longitude and latitude in degrees.

    Returns
    -------
    ndarray, n × 3
        Earth-centred, Earth-fixed. The straight distance d of two positions is shorter than
        their geodesic by d³/(24 R²): 0.13 m in 50 km, and by nearly the same in every direction,
        so the nearest in space is the nearest on the ground.
    """
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = GEOD.a / np.sqrt(1 - GEOD.es * sine * sine)
    out = np.empty((len(lonlat), 3))
    out[:, 0] = normal * cosine * np.cos(lon)
    out[:, 1] = normal * cosine * np.sin(lon)
    out[:, 2] = normal * (1 - GEOD.es) * sine
    return out


def axes_xyz(
    lonlat: NDArray[Any],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the directions east, north and up of places (n × 2, degrees) in space, n × 3 each."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    east = np.column_stack([-np.sin(lon), np.cos(lon), np.zeros(len(lon))])
    up = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    north = np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    return east, north, up
