"""Oracles on the ellipsoid: distances by GeographicLib, with nothing of ``borderviz.crs`` in them.

A border line is straight in longitude and latitude between its vertices (RFC 7946, 3.1.1).
The distance of a point from it is found in three steps: segments that may hold the nearest
point (by an index, in degrees scaled to be about square), five points on each of them, and a
golden-section search around the best of the five. Only the last two decide, and both measure
geodesics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
DEGREE_M = 111_320.0
LONGEST_DEG = 0.004
"""Longest segment that is searched: short enough for one minimum along it."""
SAMPLES = 5
GOLDEN = (5**0.5 - 1) / 2
EDGE_M = 0.5
"""A sample this near to the edge of the ground is on it."""


class LineOracle:
    """Geodesic distances from a line, or from the boundary of a polygon.

    Parameters
    ----------
    line
        Any geometry made of lines, in longitude and latitude.
    slack : float
        How much the scaled degrees may mislead, as a share of the distance: the index offers
        every segment whose distance there is within this share of the least.
    """

    def __init__(self, line, slack=0.08):
        parts = shapely.get_parts(shapely.segmentize(line, LONGEST_DEG))
        ends = [shapely.get_coordinates(part) for part in parts]
        self.start = np.concatenate([xy[:-1] for xy in ends])
        self.step = np.concatenate([np.diff(xy, axis=0) for xy in ends])
        self.slack = slack
        self.scale = np.array([np.cos(np.radians(self.start[:, 1].mean())), 1.0])
        self.tree = shapely.STRtree(
            shapely.linestrings(
                np.stack([self.start, self.start + self.step], axis=1) * self.scale
            )
        )

    def nearest(self, points):
        """Return distances in metres and the nearest points of the line (n × 2, degrees)."""
        point, segment = self._candidates(points)
        shares = np.linspace(0, 1, SAMPLES)
        sampled = np.stack([self._metres(points, point, segment, t) for t in shares], axis=1)
        least = sampled.min(axis=1)
        best = np.full(len(points), np.inf)
        np.minimum.at(best, point, least)
        width = np.hypot(*(self.step[segment] * self.scale).T) * DEGREE_M * 1.1 / (SAMPLES - 1)
        kept = least - width <= best[point]
        point, segment, sampled = point[kept], segment[kept], sampled[kept]
        share, metres = self._search(points, point, segment, sampled)
        order = np.lexsort((metres, point))
        first = order[np.unique(point[order], return_index=True)[1]]
        found = self.start[segment[first]] + share[first, None] * self.step[segment[first]]
        return metres[first], found

    def distances(self, points):
        """Return the geodesic distance of each point (n × 2, degrees) in metres."""
        return self.nearest(points)[0]

    def _candidates(self, points):
        flat = shapely.points(points * self.scale)
        (rows, _), near = self.tree.query_nearest(flat, all_matches=False, return_distance=True)
        assert np.array_equal(rows, np.arange(len(points)))
        reach = near * (1 + self.slack) + 5 / DEGREE_M
        return self.tree.query(flat, predicate="dwithin", distance=reach)

    def _metres(self, points, point, segment, share):
        xy = self.start[segment] + np.reshape(share, (-1, 1)) * self.step[segment]
        return GEOD.inv(*points[point].T, *xy.T)[2]

    def _search(self, points, point, segment, sampled):
        """Narrow the bracket around the best sample; keep the sample where it stays best."""
        middle = sampled.argmin(axis=1)
        low = np.maximum(middle - 1, 0) / (SAMPLES - 1)
        high = np.minimum(middle + 1, SAMPLES - 1) / (SAMPLES - 1)
        inner, outer = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_inner = self._metres(points, point, segment, inner)
        at_outer = self._metres(points, point, segment, outer)
        for _ in range(20):
            left = at_inner < at_outer
            low, high = np.where(left, low, inner), np.where(left, outer, high)
            probe = np.where(left, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
            at_probe = self._metres(points, point, segment, probe)
            inner, outer = np.where(left, probe, outer), np.where(left, inner, probe)
            at_inner, at_outer = (
                np.where(left, at_probe, at_outer),
                np.where(left, at_inner, at_probe),
            )
        shares = np.stack([inner, outer, middle / (SAMPLES - 1)], axis=1)
        metres = np.stack([at_inner, at_outer, sampled.min(axis=1)], axis=1)
        which = metres.argmin(axis=1)
        rows = np.arange(len(which))
        return shares[rows, which], metres[rows, which]


@dataclass(frozen=True)
class OutlineCheck:
    """How far the samples of a zone's outline are off.

    Attributes
    ----------
    off : ndarray
        Distance from the line less the reach, in metres, where the outline is the zone's own.
    on_edge : ndarray
        The same where the outline is the edge of the ground: at most zero is right there.
    points : ndarray
        The samples behind ``off`` (n × 2, degrees).
    """

    off: np.ndarray
    on_edge: np.ndarray
    points: np.ndarray

    @property
    def share(self):
        """Share of the samples on which the distance is held against the reach."""
        return len(self.off) / (len(self.off) + len(self.on_edge))

    @property
    def worst(self):
        """Greatest deviation in metres, too far inside the ground's edge not counted."""
        return max(np.abs(self.off).max(initial=0.0), self.on_edge.max(initial=0.0))


def check_outline(zone, line, ground, reach_m, limit=3000):
    """Hold a zone's outline against the geodesic distance from its line.

    Parameters
    ----------
    zone
        Polygons in longitude and latitude.
    line, ground : LineOracle
        The line that the reach is counted from, and the edge of the land that the zone lies in.
    reach_m : float
    limit : int
        Greatest number of samples: the vertices and middles of the edges, thinned evenly.
    """
    points = outline_samples(zone, limit)
    off = line.distances(points) - reach_m
    edge = ground.distances(points) <= EDGE_M
    return OutlineCheck(off[~edge], off[edge], points[~edge])


def outline_samples(zone, limit=3000):
    """Return the vertices and the middles of the edges of every ring, thinned evenly."""
    found = []
    for ring in shapely.get_rings(shapely.get_parts(zone)):
        xy = shapely.get_coordinates(ring)
        found += [xy[:-1], (xy[:-1] + xy[1:]) / 2]
    points = np.concatenate(found)
    return points[:: -(-len(points) // limit)]


def moved(points, towards, metres):
    """Return points moved along the geodesic to other points (back, if metres are negative)."""
    azimuth = GEOD.inv(*points.T, *towards.T)[0]
    lon, lat, _ = GEOD.fwd(*points.T, azimuth, np.full(len(points), float(metres)))
    return np.column_stack([lon, lat])


def area_m2(geometry, longest_deg=0.005):
    """Return the area on the ellipsoid inside edges that are straight in degrees."""
    dense = shapely.orient_polygons(shapely.segmentize(geometry, longest_deg))
    return abs(GEOD.geometry_area_perimeter(dense)[0])
