"""How far a support lies from a border line, least and most, on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.crs import GEOD, Frame, cut_line, densify, frame_around

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_VERTICES: Final = 1000
"""Vertices of an outline that are tried for the farthest point before it is refined."""


def distance_range_km(area: BaseGeometry, line: BaseGeometry) -> tuple[float, float]:
    """Return the least and greatest distance of an area's points from a line, in km.

    The nearest points are found in an equidistant frame around the area, their distance is
    the geodesic one. The greatest distance is taken over the outline of the area.
    """
    frame = frame_around(area)
    course = frame.to_metres(densify(line))
    least = 0.0
    if not shapely.intersects(area, line):
        least = _geodesic_km(shapely.shortest_line(frame.to_metres(area), course), frame)
    return least, _farthest_km(area, course, frame)


def _farthest_km(area: BaseGeometry, course: BaseGeometry, frame: Frame) -> float:
    xy = shapely.get_coordinates(frame.to_metres(area))
    vertices: Any = shapely.points(xy)
    tree = shapely.STRtree(cut_line(course))
    step = max(1, len(vertices) // _VERTICES)
    middle = _farthest(vertices[::step], tree) * step
    near = vertices[max(0, middle - step) : middle + step + 1]
    link = shapely.shortest_line(near[_farthest(near, tree)], course)
    return _geodesic_km(link, frame)


def _farthest(points: NDArray[Any], tree: shapely.STRtree) -> int:
    """Return which point is farthest from the nearest piece."""
    _, distances = tree.query_nearest(points, return_distance=True, all_matches=False)
    return int(np.argmax(distances))


def _geodesic_km(link: BaseGeometry, frame: Frame) -> float:
    (lon1, lat1), (lon2, lat2) = shapely.get_coordinates(frame.to_degrees(link))
    return float(GEOD.inv(lon1, lat1, lon2, lat2)[2]) / 1000
