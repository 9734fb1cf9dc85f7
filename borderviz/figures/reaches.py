"""The border as an axis: how far along it something lies, and how far from it on which side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.ops import substring

from borderviz.crs import densify, frame_around, geodesic_length_m
from borderviz.geodata import load_basemap
from borderviz.symbology import own_names

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely import LineString

    from borderviz.crs import Frame
    from borderviz.geodata import Geodata

_TOLERANCE_M: Final = 30.0
"""How far the axis may be moved for the sake of speed: a hair's breadth of a strip map."""


@dataclass(frozen=True, eq=False)
class Reach:
    """A stretch of a border that is drawn as one axis, from the mouth of its river.

    Attributes
    ----------
    name : str
        Of the river or the border, in the language of the figure.
    is_river : bool
        Whether the axis begins at a mouth and ends at a source.
    length_km : float
        Geodesic.
    line : LineString
        The axis, in metres of the frame.
    border : shapely geometry
        All of the border, islands too, in metres of the frame.
    frame : Frame
        Azimuthal equidistant around the border; off by 0.04 % at 300 km.
    lower : shapely geometry, EPSG:4326
        The country that lies below the axis.
    lower_name, upper_name : str
        Of the two countries.
    """

    name: str
    is_river: bool
    length_km: float
    line: LineString
    border: Any
    frame: Frame
    lower: Any
    lower_name: str
    upper_name: str

    def positions(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points (n × 2, degrees) lie: km along the axis, km above it (− below).

        Points beyond its ends lie at its ends.
        """
        points = np.asarray(self.frame.to_metres(shapely.points(lonlat)), dtype=object)
        along = shapely.line_locate_point(self.line, points, normalized=True) * self.length_km
        off = shapely.distance(self.border, points) / 1000
        shapely.prepare(self.lower)
        below = shapely.intersects_xy(self.lower, lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([along, np.where(below, -off, off)])

    def away_km(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far points lie from this reach of the border, in km."""
        points = np.asarray(self.frame.to_metres(shapely.points(lonlat)), dtype=object)
        return np.asarray(shapely.distance(self.line, points) / 1000)


def reaches_of(geodata: Geodata, border_ids: tuple[str, ...], language: str) -> list[Reach]:
    """Return the reaches of borders: one a river, from its mouth, else one a border.

    Parameters
    ----------
    geodata : Geodata
    border_ids : tuple of str
    language : {"en", "ko", "zh"}
    """
    rows = geodata.borders[geodata.borders["border_id"].isin(border_ids)]
    found = []
    for border in rows.itertuples(index=False):
        axis = _axis(border.geometry)
        frame = frame_around(axis)
        for name, is_river, part in _parts(geodata, border, axis, frame, language):
            found.append(_reach(geodata, border, (name, is_river, part), frame, language))
    return found


def _axis(border: Any) -> LineString:
    """Return a border as one line: its open parts end to end, the rings around islands left out."""
    parts = [part for part in shapely.get_parts(shapely.line_merge(border)) if not part.is_closed]
    parts.sort(key=lambda part: -part.length)
    chain = list((parts or list(shapely.get_parts(border)))[0].coords)
    rest = [list(part.coords) for part in parts[1:]]
    while rest:
        options = [
            (np.hypot(*np.subtract(end, piece[at])), first, index, at == -1)
            for first, end in ((True, chain[0]), (False, chain[-1]))
            for index, piece in enumerate(rest)
            for at in (0, -1)
        ]
        _, first, index, reverse = min(options)
        piece = rest.pop(index)
        if first:
            chain = (piece if reverse else piece[::-1]) + chain
        else:
            chain += piece[::-1] if reverse else piece
    return shapely.LineString(chain)


def _parts(
    geodata: Geodata, border: Any, axis: LineString, frame: Frame, language: str
) -> list[tuple[str, bool, LineString]]:
    """Cut an axis half-way between its rivers; each part runs from the end nearer to the sea."""
    rivers = [
        (own_names(geodata, river)[language], _span(axis, river.geometry))
        for river in geodata.rivers.itertuples(index=False)
        if border.border_id in str(river.borders).split(";")
    ]
    if not rivers:
        line = axis if axis.coords[0][0] <= axis.coords[-1][0] else axis.reverse()
        return [(_border_name(border, language), False, line)]
    rivers.sort(key=lambda river: river[1])
    cuts = [(a[1][1] + b[1][0]) / 2 for a, b in pairwise(rivers)]
    ends = [0.0, *cuts, 1.0]
    sea = frame.to_metres(_sea(geodata))
    found = []
    for (name, _), start, end in zip(rivers, ends[:-1], ends[1:], strict=True):
        part = shapely.LineString(substring(axis, start, end, normalized=True).coords)
        first, last = (frame.to_metres(shapely.Point(part.coords[at])) for at in (0, -1))
        from_sea = sea.is_empty or first.distance(sea) <= last.distance(sea)
        found.append((name, True, part if from_sea else part.reverse()))
    return found


def _span(axis: LineString, river: LineString) -> tuple[float, float]:
    """Return the shares of an axis between which a river runs along it."""
    ends = np.array([shapely.Point(river.coords[at]) for at in (0, -1)], dtype=object)
    low, high = sorted(shapely.line_locate_point(axis, ends, normalized=True).tolist())
    return low, high


def _sea(geodata: Geodata) -> Any:
    layers = load_basemap(geodata, 0)
    lands: gpd.GeoSeries = layers[layers["kind"].isin(["land", "neighbour"])].geometry
    return shapely.difference(shapely.box(*layers.total_bounds), shapely.union_all(lands.array))


def _border_name(border: Any, language: str) -> str:
    name = getattr(border, f"name_{language}", None)
    return name if isinstance(name, str) else str(border.name_en)


def _reach(
    geodata: Geodata, border: Any, part: tuple[str, bool, LineString], frame: Frame, language: str
) -> Reach:
    outlines = dict(zip(geodata.countries["country"], geodata.countries.geometry, strict=True))
    # the northern country stands above, as on a map
    upper, lower = sorted(
        (border.country_a, border.country_b), key=lambda code: -outlines[code].centroid.y
    )
    name, is_river, line = part
    axis, border_m = (
        shapely.simplify(frame.to_metres(densify(one)), _TOLERANCE_M)
        for one in (line, border.geometry)
    )
    names = [_country_name(geodata, code, language) for code in (lower, upper)]
    length_km = geodesic_length_m(line) / 1000
    return Reach(name, is_river, length_km, axis, border_m, frame, outlines[lower], *names)


def _country_name(geodata: Geodata, code: str, language: str) -> str:
    about = geodata.info.countries[code]
    return str(about.get(language, about["en"]))
