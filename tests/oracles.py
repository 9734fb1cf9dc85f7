"""Oracles on the ellipsoid: distances by GeographicLib, with nothing of ``borderviz.crs`` in them.

A border line is straight in longitude and latitude between its vertices (RFC 7946, 3.1.1).
The distance of a point from it is found in three steps: segments that may hold the nearest
point (by an index, in degrees scaled to be about square), five points on each of them, and a
golden-section search around the best of the five. Only the last two decide, and both measure
geodesics. For outlines of many vertices a screening in local projections, good to centimetres,
picks the samples that are worth this: all that look wrong, and some that do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod, Transformer

GEOD = Geod(ellps="WGS84")
DEGREE_M = 111_320.0
LONGEST_DEG = 0.004
"""Longest segment that is searched: short enough for one minimum along it."""
SAMPLES = 5
GOLDEN = (5**0.5 - 1) / 2
EDGE_M = 0.5
"""A sample this near to the edge of the ground is on it (planar, so true to 5 %)."""
SUSPECT_M = 0.3
"""A sample that the screening finds this far off is measured on the ellipsoid in any case."""
CELL_DEG = 0.5


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
            shapely.linestrings(np.stack([self.start, self.start + self.step], axis=1) * self.scale)
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

    def screened(self, points, reach_m):
        """Return distances up to about the reach, to some centimetres: for choosing samples.

        Every cell of half a degree is measured in an equidistant projection of its own.
        """
        found = np.full(len(points), np.inf)
        _, cells = np.unique(np.floor(points / CELL_DEG).astype(int), axis=0, return_inverse=True)
        pad = 1.5 * reach_m / (DEGREE_M * self.scale[0])
        for cell in np.unique(cells):
            here = np.flatnonzero(cells.ravel() == cell)
            low, high = points[here].min(axis=0) - pad, points[here].max(axis=0) + pad
            box = shapely.box(*(low * self.scale), *(high * self.scale))
            near = self.tree.query(box)
            if len(near):
                found[here] = self._flat(points[here], near)
        return found

    def _flat(self, points, near):
        lon, lat = points.mean(axis=0)
        local = Transformer.from_crs(
            "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84", always_xy=True
        )
        ends = np.stack([self.start[near], self.start[near] + self.step[near]], axis=1)
        x, y = local.transform(ends[..., 0].ravel(), ends[..., 1].ravel())
        tree = shapely.STRtree(shapely.linestrings(np.column_stack([x, y]).reshape(-1, 2, 2)))
        flat = shapely.points(*local.transform(*points.T))
        return tree.query_nearest(flat, all_matches=False, return_distance=True)[1]

    def within(self, points, metres):
        """Return which points lie this near, in scaled degrees: for short distances only."""
        flat = shapely.points(points * self.scale)
        found = np.zeros(len(points), dtype=bool)
        found[self.tree.query(flat, predicate="dwithin", distance=metres / DEGREE_M)[0]] = True
        return found

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
    """How far the outline of a zone is off.

    Attributes
    ----------
    off : ndarray
        Geodesic distance from the line less the reach, in metres, of the samples measured.
    points : ndarray
        Those samples (n × 2, degrees).
    edge_off : float
        The greatest distance less the reach where the outline is the edge of the ground.
    share : float
        Share of all samples that are held against the reach, that is off the ground's edge.
    """

    off: np.ndarray
    points: np.ndarray
    edge_off: float
    share: float

    @property
    def worst(self):
        """Greatest deviation in metres; too near to the line is right on the ground's edge."""
        return max(np.abs(self.off).max(initial=0.0), self.edge_off)


def check_outline(zone, line, ground, reach_m, limit=1500):
    """Hold a zone's outline against the geodesic distance from its line.

    Every vertex and every middle of an edge is screened. Those that look wrong are measured
    on the ellipsoid, and of the others at most ``limit``, evenly thinned.

    Parameters
    ----------
    zone
        Polygons in longitude and latitude.
    line, ground : LineOracle
        The line that the reach is counted from, and the edge of the land that the zone lies in.
        A sample within ``EDGE_M`` of that edge may be nearer to the line than the reach, never
        farther.
    reach_m : float
    """
    points = outline_samples(zone)
    off = line.screened(points, reach_m) - reach_m
    suspect = np.abs(off) > SUSPECT_M
    edge = np.zeros(len(points), dtype=bool)
    edge[suspect] = ground.within(points[suspect], EDGE_M)
    good = np.flatnonzero(~suspect)
    chosen = np.concatenate([np.flatnonzero(suspect & ~edge)[:limit], thinned(good, limit)])
    return OutlineCheck(
        line.distances(points[chosen]) - reach_m,
        points[chosen],
        off[edge].max(initial=-reach_m),
        1 - edge.mean(),
    )


def outline_samples(zone):
    """Return the vertices and the middles of the edges of every ring."""
    found = []
    for ring in shapely.get_rings(shapely.get_parts(zone)):
        xy = shapely.get_coordinates(ring)
        found += [xy[:-1], (xy[:-1] + xy[1:]) / 2]
    return np.concatenate(found)


def thinned(rows, limit):
    """Return at most so many rows, evenly spread over their order."""
    return rows[:: max(1, -(-len(rows) // limit))]


def moved(points, towards, metres):
    """Return points moved along the geodesic to other points (back, if metres are negative)."""
    azimuth = GEOD.inv(*points.T, *towards.T)[0]
    lon, lat, _ = GEOD.fwd(*points.T, azimuth, np.full(len(points), float(metres)))
    return np.column_stack([lon, lat])


def area_m2(geometry, longest_deg=0.005):
    """Return the area on the ellipsoid inside edges that are straight in degrees.

    Only polygons count: the lines in which outlines touch have none, though GeographicLib would
    close them to rings.
    """
    polygons = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon"]
    dense = shapely.orient_polygons(shapely.segmentize(shapely.MultiPolygon(polygons), longest_deg))
    return abs(GEOD.geometry_area_perimeter(dense)[0])


def share(geometry, outline):
    """Return the share of a geometry that lies in an outline, both in degrees."""
    return shapely.intersection(geometry, outline).area / geometry.area
