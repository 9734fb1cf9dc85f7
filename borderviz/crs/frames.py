"""Projections made for the place, and the gate that keeps tables in EPSG:4326.

Tables and geometries travel in EPSG:4326 (longitude, latitude). Whatever needs metres asks
this module for a frame of its own around the place: azimuthal equidistant for widths and
distances (:func:`local_frame`; scale error below 41 ppm within 100 km of its centre, Snyder
1987, ch. 25), Lambert azimuthal equal-area for shares of areas (:func:`equal_area_frame`,
ch. 24). Geodesics are those of GeographicLib (Karney 2013) through ``pyproj.Geod``.

A border line between two vertices is straight in longitude and latitude (RFC 7946, 3.1.1);
:func:`densify` puts vertices on that line so that every projection sees the same line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from pyproj import Geod, Transformer
from pyproj.exceptions import ProjError

from borderviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

WGS84 = "EPSG:4326"
GEOD = Geod(ellps="WGS84")
METRES_PER_DEGREE = 111_320.0
"""Length of a degree of latitude, rounded: for choosing steps and margins, never for a result."""


@dataclass(frozen=True)
class Frame:
    """A local metric frame: metres east and north of a centre.

    Attributes
    ----------
    longitude, latitude : float
        The centre, in degrees.
    kind : {"aeqd", "laea"}
        Azimuthal equidistant or Lambert azimuthal equal-area.
    """

    longitude: float
    latitude: float
    kind: Literal["aeqd", "laea"] = "aeqd"

    def to_metres(self, geometry: Any) -> Any:
        """Project a geometry, or an array of geometries, from EPSG:4326 into metres."""
        return shapely.transform(geometry, _forward(self), interleaved=False)

    def to_degrees(self, geometry: Any) -> Any:
        """Bring a geometry, or an array of geometries, back to EPSG:4326."""
        return shapely.transform(geometry, _inverse(self), interleaved=False)


def local_frame(longitude: float, latitude: float) -> Frame:
    """Return the equidistant frame around a point, for widths and distances in metres."""
    return Frame(round(longitude, 3), round(latitude, 3), "aeqd")


def equal_area_frame(longitude: float, latitude: float) -> Frame:
    """Return the equal-area frame around a point, for areas in square metres."""
    return Frame(round(longitude, 3), round(latitude, 3), "laea")


def frame_around(geometry: BaseGeometry, kind: Literal["aeqd", "laea"] = "aeqd") -> Frame:
    """Return a frame centred on the bounds of a geometry in EPSG:4326."""
    west, south, east, north = geometry.bounds
    return Frame(round((west + east) / 2, 3), round((south + north) / 2, 3), kind)


@lru_cache(maxsize=4096)
def _transformer(frame: Frame) -> Transformer:
    # written out, since finding the way between two systems takes PROJ a hundred times as long
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj={frame.kind} +lat_0={frame.latitude} +lon_0={frame.longitude} +ellps=WGS84"
    )


def _forward(frame: Frame) -> Callable[..., Any]:
    transformer = _transformer(frame)
    return transformer.transform


def _inverse(frame: Frame) -> Callable[..., Any]:
    transformer = _transformer(frame)
    return lambda x, y: transformer.transform(x, y, direction="INVERSE")


def densify(geometry: Any, step_m: float = 500.0) -> Any:
    """Add vertices on the straight lines in longitude and latitude.

    Parameters
    ----------
    geometry : shapely geometry or array of geometries, EPSG:4326
    step_m : float
        Longest edge afterwards, in metres (measured along the meridian, so never longer).
    """
    return shapely.segmentize(geometry, step_m / METRES_PER_DEGREE)


def assert_wgs84(frame: gpd.GeoDataFrame, name: str) -> None:
    """Raise unless a table of geometries is in EPSG:4326."""
    if frame.crs is None:
        raise InputError(
            f"{name} has no coordinate reference system; set it with .set_crs({WGS84!r})"
        )
    if frame.crs.to_epsg() != 4326:
        raise InputError(
            f"{name} is in {frame.crs.to_string()!r}, expected {WGS84!r}; "
            f"convert it with .to_crs({WGS84!r})"
        )


def to_wgs84(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    """Return a table of geometries in EPSG:4326, whatever coordinate system it is in.

    Raises
    ------
    InputError
        It states no coordinate reference system, or one that leads to no place on Earth.
    """
    if frame.crs is None:
        raise InputError(
            f"{name} does not say in which coordinate reference system it is; add the file that "
            f"does (for a Shapefile its .prj), or save it as GeoPackage in {WGS84!r}"
        )
    try:
        degrees = frame.to_crs(WGS84)
    except ProjError as error:
        raise InputError(f"{name} cannot be brought to {WGS84!r}: {error}") from error
    if not np.isfinite(shapely.get_coordinates(degrees.geometry.to_numpy())).all():
        raise InputError(
            f"{name} has coordinates that its reference system {frame.crs.to_string()!r} does not "
            "know; check which system they are in"
        )
    return degrees
