"""The disc that holds a shape."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from borderviz.crs.frames import GEOD, frame_around

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def containing_disc(geometry: BaseGeometry) -> tuple[float, float, float]:
    """Return a small disc that holds a shape whole: longitude, latitude, radius in metres.

    Parameters
    ----------
    geometry : shapely geometry, EPSG:4326
        Any but an empty one. A point gives a radius of 0.

    Notes
    -----
    Its centre is that of the smallest circle in an equidistant frame around the shape; the
    radius is the geodesic distance from there to the farthest vertex, rounded up to a metre. For
    shapes of some hundred kilometres both are those of the smallest geodesic disc to 0.1 %.
    """
    frame = frame_around(geometry)
    circle = shapely.minimum_bounding_circle(frame.to_metres(geometry))
    centre = frame.to_degrees(shapely.centroid(circle))
    lon, lat = float(centre.x), float(centre.y)
    xy = shapely.get_coordinates(geometry)
    ones = np.ones(len(xy))
    reach = float(np.max(GEOD.inv(ones * lon, ones * lat, xy[:, 0], xy[:, 1])[2]))
    return lon, lat, 0.0 if reach < 0.001 else float(math.ceil(reach))
