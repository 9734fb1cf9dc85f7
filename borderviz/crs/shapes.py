"""Shapes of a stated size in metres, given back in EPSG:4326.

Discs are geodesic, to 0.2 mm. Lines are widened piece by piece: each piece in an equidistant
frame of its own (scale error below 11 ppm over 50 km, that is 0.02 m in 2 km), the pieces
united in EPSG:4326.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.crs.frames import GEOD, densify, frame_around, local_frame
from borderviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

DISC_VERTICES: Final = 128
"""Vertices of a disc; the first lies north of the centre, the others follow clockwise."""
_DISCS: Final = 256
"""Discs whose vertices are worked out at once: more would not fit into the processor's memory."""
_SHORT_M: Final = 60_000.0
_LEVEL_DEG: Final = 85.0
"""How far, and how near to the poles, :func:`_short_ways` may lead."""
_STEP_M: Final = 500.0
"""Longest edge before widening: a chord of 500 m leaves its parallel by 4 mm."""
_PIECE: Final = 30
"""Edges a piece: buffering a long winding line at once takes minutes and gigabytes."""
_FINE: Final = 2
"""Edges a piece where GEOS, which simplifies what it buffers by a hundredth of the width and
closes inner turns with straight lines, has missed the width (by up to 16 m, seldom)."""
_CHUNK_DEG: Final = 0.6
"""Extent of the pieces that share one equidistant frame, in degrees (about 60 km)."""
_ARC_ERROR_M: Final = 0.15
"""How far an arc of a buffer may fall short of its circle; twice that where it ends."""


def disc(
    longitude: float, latitude: float, radius_m: float, *, vertices: int = DISC_VERTICES
) -> BaseGeometry:
    """Return the geodesic disc around a point as a polygon in EPSG:4326.

    The vertices lie outside the circle just so far that the polygon has the circle's area
    (the regular polygon of equal area), so that shares of its area are unbiased. Across the
    antimeridian longitudes go on beyond ±180, so that the outline stays in one piece.
    """
    only: BaseGeometry = discs([(longitude, latitude)], [radius_m], vertices=vertices)[0]
    return only


def discs(lonlat: Any, radii_m: Any, *, vertices: int = DISC_VERTICES) -> NDArray[Any]:
    """Return the geodesic discs around many points, each as :func:`disc` makes it.

    Parameters
    ----------
    lonlat : array, n × 2
        In degrees.
    radii_m : array of n
    vertices : int
    """
    centres = np.asarray(lonlat, dtype=float).reshape(-1, 2)
    rims = disc_rims_m(radii_m, vertices=vertices)
    azimuths = np.arange(vertices) * 360.0 / vertices
    found = np.empty(len(centres), dtype=object)
    short = (rims < _SHORT_M) & (np.abs(centres[:, 1]) < _LEVEL_DEG)
    for lead, those in ((_short_ways, short), (_long_ways, ~short)):
        numbers = np.flatnonzero(those)
        for first in range(0, len(numbers), _DISCS):
            some = numbers[first : first + _DISCS]
            found[some] = shapely.polygons(lead(centres[some], rims[some], azimuths))
    return found


def _long_ways(
    lonlat: NDArray[np.float64], metres: NDArray[np.float64], azimuths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where geodesics from each point lead in each direction: points × azimuths × 2."""
    count = len(azimuths)
    middle = np.repeat(lonlat[:, 0], count)
    lon, lat, _ = GEOD.fwd(
        middle, np.repeat(lonlat[:, 1], count), np.tile(azimuths, len(lonlat)),
        np.repeat(metres, count),
    )  # fmt: skip
    beyond = np.round((lon - middle) / 360)
    return np.stack([lon - 360 * beyond, lat], axis=1).reshape(len(lonlat), count, 2)


def _short_ways(
    lonlat: NDArray[np.float64], metres: NDArray[np.float64], azimuths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the same for geodesics up to ``_SHORT_M``, ten times as fast.

    By the formulas of Bowring (1981, The direct and inverse problems for short geodesic lines
    on the ellipsoid, Surveying and Mapping 41): within 1 µm of GeographicLib at 10 km and
    within 0.2 mm at 60 km.
    """
    east, north = (turn(np.radians(azimuths)) for turn in (np.sin, np.cos))
    start = np.radians(lonlat[:, 1:])
    sine, cosine, second = np.sin(start), np.cos(start), GEOD.es / (1 - GEOD.es)
    a, b = np.sqrt(1 + second * cosine**4), np.sqrt(1 + second * cosine**2)
    way = metres[:, None] * b**2 / (GEOD.a * np.sqrt(1 + second))
    turned = np.arctan2(a * np.tan(way) * east, b * cosine - np.tan(way) * sine * north)
    rise = np.arcsin(np.sin(way) * (north - sine * east * np.tan(turned / 2) / a)) / 2
    lat = start + 2 * rise * (b - 1.5 * second * rise * np.sin(2 * start + 4 / 3 * b * rise))
    return np.stack([lonlat[:, :1] + np.degrees(turned / a), np.degrees(lat)], axis=2)


def disc_rims_m(radii_m: Any, *, vertices: int = DISC_VERTICES) -> NDArray[np.float64]:
    """Return how far the vertices of discs lie from their centres, in metres."""
    angle = 2 * np.pi / vertices
    rims: NDArray[np.float64] = np.asarray(radii_m, dtype=float) * np.sqrt(angle / np.sin(angle))
    return rims


def destination(
    longitude: float, latitude: float, azimuth_deg: float, distance_m: float
) -> tuple[float, float]:
    """Return the point at a geodesic distance and azimuth (clockwise from north)."""
    lon, lat, _ = GEOD.fwd(longitude, latitude, azimuth_deg, distance_m)
    return float(lon), float(lat)


def geodesic_length_m(line: BaseGeometry) -> float:
    """Return the geodesic length of a line in metres."""
    return float(GEOD.geometry_length(line))


def geodesic_area_m2(geometry: BaseGeometry) -> float:
    """Return the geodesic area of a polygon in square metres, holes taken off."""
    return abs(float(GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


def buffer_m(
    geometry: BaseGeometry, distance_m: float, *, quad_segs: int = 16, coarse_m: float = 0.0
) -> BaseGeometry:
    """Return a small geometry widened (or, below zero, narrowed) by metres.

    For geometries of up to about 100 km: one equal-area frame serves the whole, whose scale is off
    no more than that of an equidistant one (8 ppm at 50 km) and which PROJ works out five times
    as fast. Long lines are the business of :mod:`borderviz.zones`, which cuts them first.

    Parameters
    ----------
    geometry : shapely geometry, EPSG:4326
    distance_m : float
    quad_segs : int
        Edges of a quarter of a circle.
    coarse_m : float
        Vertices that move the outline by less than this are left out.
    """
    frame = frame_around(geometry, "laea")
    wide = frame.to_metres(densify(geometry)).buffer(distance_m, quad_segs=quad_segs)
    if coarse_m > 0:
        wide = shapely.simplify(wide, coarse_m, preserve_topology=False)
    back: BaseGeometry = frame.to_degrees(wide)
    return back


def widen_line(
    line: BaseGeometry, distance_m: float, *, arc_error_m: float = _ARC_ERROR_M
) -> BaseGeometry:
    """Return everything within a distance of a line, on the ellipsoid.

    Parameters
    ----------
    line : LineString or MultiLineString, EPSG:4326
    distance_m : float
    arc_error_m : float
        How far an arc may fall short of its circle.

    Returns
    -------
    Polygon or MultiPolygon, EPSG:4326
        Its outline lies within 0.5 m of the distance for widths up to 2 km, within 0.01 % of
        wider ones.
    """
    if not math.isfinite(distance_m) or distance_m <= 0:
        raise InputError(f"a zone cannot be {distance_m!r} m wide; give a width above zero")
    chunks = []
    for chunk in _chunks(cut_line(densify(line, _STEP_M))):
        frame = local_frame(*_middle(chunk))
        wide = _buffers(frame.to_metres(chunk), distance_m, arc_error_m)
        chunks.append(frame.to_degrees(shapely.union_all(wide)))
    return shapely.union_all(chunks)


def _buffers(pieces: NDArray[Any], distance_m: float, arc_error_m: float) -> NDArray[Any]:
    """Buffer pieces (metres); those whose outline misses the distance are cut finer."""
    segments = _arc_segments(distance_m, arc_error_m)
    wide = shapely.buffer(pieces, distance_m, quad_segs=segments)
    longest_arc_m = distance_m * math.radians(90) / segments
    wrong = _off_by(wide, pieces, distance_m, longest_arc_m) > 2 * arc_error_m
    if not wrong.any():
        return wide
    fine = cut_line(pieces[wrong], step=_FINE)
    return np.concatenate([wide[~wrong], shapely.buffer(fine, distance_m, quad_segs=segments)])


def _off_by(
    wide: NDArray[Any], pieces: NDArray[Any], distance_m: float, longest_arc_m: float
) -> NDArray[np.float64]:
    """Return how far the outline of each buffer is off its distance, at most."""
    xy, piece = shapely.get_coordinates(wide, return_index=True)
    # an arc lies on its circle between two vertices; longer edges are looked at half-way too
    span = np.hypot(*np.diff(xy, axis=0).T)
    long = np.flatnonzero((piece[1:] == piece[:-1]) & (span > 1.01 * longest_arc_m))
    xy = np.concatenate([xy, (xy[long] + xy[long + 1]) / 2])
    piece = np.concatenate([piece, piece[long]])
    off = np.abs(shapely.distance(shapely.points(xy), pieces[piece]) - distance_m)
    most = np.zeros(len(pieces))
    np.maximum.at(most, piece, off)
    return most


def _arc_segments(distance_m: float, arc_error_m: float) -> int:
    """Return the edges of a quarter circle: an arc falls short by w·(1 − cos(45°/n))."""
    return max(8, math.ceil(math.radians(45) / math.acos(1 - min(1.0, arc_error_m / distance_m))))


def cut_line(line: BaseGeometry | NDArray[Any], *, step: int = _PIECE) -> NDArray[Any]:
    """Cut lines into pieces of a few edges; neighbours share their end vertex.

    Short pieces have small boxes, so that an index over them is worth something.
    """
    pieces = []
    for part in shapely.get_parts(line):
        xy = shapely.get_coordinates(part)
        pieces += [xy[i : i + step + 1] for i in range(0, len(xy) - 1, step)]
    return np.array([shapely.linestrings(xy) for xy in pieces])


def _chunks(pieces: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Group pieces by the cell of a coarse grid that they begin in."""
    starts = shapely.get_coordinates(shapely.get_point(pieces, 0))
    cells = np.floor(starts / _CHUNK_DEG).astype(int)
    order = np.lexsort(cells.T)
    edges = np.flatnonzero(np.any(np.diff(cells[order], axis=0) != 0, axis=1)) + 1
    for group in np.split(order, edges):
        yield pieces[np.sort(group)]


def _middle(chunk: NDArray[Any]) -> tuple[float, float]:
    west, south, east, north = shapely.total_bounds(chunk)
    return (west + east) / 2, (south + north) / 2


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry: points and lines in which outlines touch are dropped."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
