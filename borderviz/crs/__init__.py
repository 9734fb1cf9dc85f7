"""Coordinates: WGS84 everywhere, metres only here, in projections made for the place.

Tables and geometries travel in EPSG:4326 (longitude, latitude). Whatever needs metres asks
this room: a frame around the place, a shape of a stated size, a geodesic length or area.
"""

from __future__ import annotations

from borderviz.crs.discs import containing_disc
from borderviz.crs.frames import (
    GEOD,
    METRES_PER_DEGREE,
    WGS84,
    Frame,
    assert_wgs84,
    densify,
    equal_area_frame,
    frame_around,
    local_frame,
    proj_version,
    to_wgs84,
)
from borderviz.crs.globe import axes_xyz, equal_area_xy, positions_xyz
from borderviz.crs.shapes import (
    DISC_VERTICES,
    buffer_m,
    cut_line,
    destination,
    disc,
    disc_rims_m,
    discs,
    geodesic_area_m2,
    geodesic_length_m,
    polygonal,
    widen_line,
)

__all__ = [
    "DISC_VERTICES",
    "GEOD",
    "METRES_PER_DEGREE",
    "WGS84",
    "Frame",
    "assert_wgs84",
    "axes_xyz",
    "buffer_m",
    "containing_disc",
    "cut_line",
    "densify",
    "destination",
    "disc",
    "disc_rims_m",
    "discs",
    "equal_area_frame",
    "equal_area_xy",
    "frame_around",
    "geodesic_area_m2",
    "geodesic_length_m",
    "local_frame",
    "polygonal",
    "positions_xyz",
    "proj_version",
    "to_wgs84",
    "widen_line",
]
