"""What of a zone stays, and what may come to it, when the border line moves within its accuracy.

Worked out tile by tile, where supports lie: a tile's answer hangs on the zone alone, not on which
supports were asked for before, so a table gives the same shares whole and in pieces. What is left
out of outlines for speed moves them by less than 1 m: shares of discs of 500 m and more by less
than 0.0005, those of discs of 200 m by less than 0.001.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
import shapely

from borderviz.crs import buffer_m, polygonal, widen_line
from borderviz.joins.compiled import on_all_cores
from borderviz.joins.lines import LineIndex, lines_together, outline_of
from borderviz.joins.overlaps import Layer, layer_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from borderviz.joins.grounds import Ground

Margin = Literal["least", "most", "far"]
"""Narrowed by the accuracy, widened by it, or narrowed on the edge away from the line alone."""
_Tile = tuple[int, int]
_Box = tuple[float, float, float, float]
_TILE_DEG: Final = 0.25
_MARGIN_DEG: Final = 0.02
"""How far beyond a tile a zone is cut off, at least."""
_FINE_DEG: Final = 5e-6
"""About 0.5 m: vertices that say less of a zone's outline are left out before it is moved …"""
_COARSE_M: Final = 0.3
"""… and after that, since a margin is an estimate of accuracy."""
_ARC_EDGES: Final = 16
"""Edges of a quarter of a circle: one of 200 m is met to 0.3 m."""
_KM_PER_DEGREE: Final = 75.0
"""Least length of a degree of longitude in a pack (50° N): for margins, never for a result."""


@dataclass(frozen=True)
class Margins:
    """A zone narrowed and widened, as far as it was asked for.

    Attributes
    ----------
    ground : Ground
    tiles : dict
        What was worked out, by kind and tile: a geometry in EPSG:4326.
    outlines : dict
        The same as lines, where they were asked for.
    """

    ground: Ground
    tiles: dict[tuple[Margin, _Tile], BaseGeometry] = field(default_factory=dict)
    outlines: dict[tuple[Margin, _Tile], LineIndex] = field(default_factory=dict)

    @cached_property
    def strips(self) -> dict[int, BaseGeometry]:
        """The zone by columns of tiles, from which tiles are soon cut."""
        return _strips(self.ground)

    def layer(self, kind: Margin, bounds: NDArray[np.float64]) -> Layer:
        """Return a zone's margin wherever boxes lie, to be held against supports of any shape.

        Parameters
        ----------
        kind : Margin
        bounds : ndarray, n × 4
            Boxes of supports, in degrees.
        """
        known = self._known(kind, bounds)
        return layer_of(np.array([self.tiles[kind, tile] for tile in known], dtype=object))

    def outline(self, kind: Margin, bounds: NDArray[np.float64]) -> LineIndex:
        """Return the outlines of the same, tile by tile, to be held against discs."""
        known = [tile for tile in self._known(kind, bounds) if not self.tiles[kind, tile].is_empty]
        for tile in known:
            if (kind, tile) not in self.outlines:
                self.outlines[kind, tile] = outline_of(polygonal(self.tiles[kind, tile]))
        return lines_together([self.outlines[kind, tile] for tile in known])

    def hold(self, kind: Margin, lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell whether points (n × 2, degrees) lie in a zone's margin, where it was asked for."""
        found = np.zeros(len(lonlat), dtype=bool)
        named, at = np.unique(np.floor(lonlat / _TILE_DEG).astype(int), axis=0, return_inverse=True)
        for number, (column, row) in enumerate(named):
            tile = self.tiles.get((kind, (int(column), int(row))))
            if tile is not None and not tile.is_empty:
                here = np.flatnonzero(at.ravel() == number)
                # what is prepared may be asked by one thread alone, and tiles are shared
                own = shapely.from_wkb(shapely.to_wkb(tile))
                shapely.prepare(own)
                found[here] = shapely.intersects_xy(own, lonlat[here])
        return found

    def _known(self, kind: Margin, bounds: NDArray[np.float64]) -> list[_Tile]:
        """Work out what is missing where boxes lie, and return all tiles there are."""
        asked = _tiles(bounds, self.ground.geometry.bounds)
        missing = [tile for tile in asked if (kind, tile) not in self.tiles]
        strips = self.strips if missing else {}

        def work_out(begin: int, end: int) -> None:
            for tile in missing[begin:end]:
                self.tiles[kind, tile] = _margin(self.ground, kind, tile, strips[tile[0]])

        on_all_cores(work_out, len(missing))
        # of a copy: other threads may add theirs meanwhile, which changes no answer
        return sorted(tile for which, tile in tuple(self.tiles) if which == kind)


def _tiles(bounds: NDArray[np.float64], zone: tuple[float, ...]) -> list[_Tile]:
    """Return the tiles that boxes touch, near the zone."""
    outer = np.array(zone) + np.array([-1, -1, 1, 1]) * _MARGIN_DEG
    found: set[_Tile] = set()
    limits = np.floor(outer / _TILE_DEG).astype(int)
    first, last = (np.floor(bounds[:, i : i + 2] / _TILE_DEG).astype(int) for i in (0, 2))
    # beyond the zone one tile is as good as another, so few distinct boxes are left
    spans = np.hstack([np.maximum(first, limits[:2]), np.minimum(last, limits[2:])])
    for west, south, east, north in pd.DataFrame(spans).drop_duplicates().itertuples(index=False):
        found.update(
            (column, row) for column in range(west, east + 1) for row in range(south, north + 1)
        )
    return sorted(found)


def _beyond(ground: Ground) -> float:
    """Return how far beyond a tile a zone is cut off, in degrees."""
    # twice as far as the line may be off
    return max(_MARGIN_DEG, 2 * ground.accuracy_m / 1000 / _KM_PER_DEGREE)


def _strips(ground: Ground) -> dict[int, BaseGeometry]:
    """Cut a zone into the columns of the tiles, each with what lies about it."""
    coarse = shapely.simplify(ground.geometry, _FINE_DEG, preserve_topology=False)
    if not coarse.is_valid:
        coarse = shapely.simplify(ground.geometry, _FINE_DEG)
    west, south, east, north = ground.geometry.bounds
    first, last = (int(np.floor(at / _TILE_DEG)) for at in (west - _MARGIN_DEG, east + _MARGIN_DEG))
    return {
        column: _clip(
            coarse, (column * _TILE_DEG, south, (column + 1) * _TILE_DEG, north), _beyond(ground)
        )
        for column in range(first, last + 1)
    }


def _margin(ground: Ground, kind: Margin, tile: _Tile, strip: BaseGeometry) -> Any:
    box = (
        tile[0] * _TILE_DEG, tile[1] * _TILE_DEG, (tile[0] + 1) * _TILE_DEG,
        (tile[1] + 1) * _TILE_DEG,
    )  # fmt: skip
    beyond = _beyond(ground)
    local = _clip(strip, box, beyond)
    if local.is_empty:
        return shapely.Polygon()
    if shapely.covers(local, shapely.box(*box).buffer(beyond * 0.999)):
        return shapely.box(*box)
    if kind == "far" and ground.line is not None:
        return _narrowed_away(ground, _clip(local, box, 0.0), box)
    by_m = ground.accuracy_m if kind == "most" else -ground.accuracy_m
    moved = buffer_m(local, by_m, quad_segs=_ARC_EDGES, coarse_m=_COARSE_M)
    return _clip(moved, box, 0.0)


def _narrowed_away(ground: Ground, local: BaseGeometry, box: _Box) -> BaseGeometry:
    """Return what of a zone lies nearer to the line than its reach less the accuracy."""
    reach_m = ground.reach_km * 1000 - ground.accuracy_m
    line = _clip(ground.line, box, _MARGIN_DEG + ground.reach_km / _KM_PER_DEGREE)
    if reach_m <= 0 or line.is_empty:
        return shapely.Polygon()
    return shapely.intersection(local, widen_line(line, reach_m, arc_error_m=0.3))


def _clip(geometry: Any, box: _Box, beyond: float) -> Any:
    west, south, east, north = box
    cut = shapely.clip_by_rect(
        geometry, west - beyond, south - beyond, east + beyond, north + beyond
    )
    return cut if cut.is_valid else shapely.make_valid(cut)
