"""From degrees to the sheet: which ground a map shows, at which scale, in which projection.

The projection is Lambert azimuthal equal-area around the middle of the map (Snyder 1987, ch. 24):
areas in which something may have happened keep their proportions, and lengths are true to 0.3 %
within 500 km of the middle, which is what the scale bar is measured by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.crs import Frame, densify, equal_area_frame
from borderviz.figures.sheet import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_LEAST_SPAN_M: Final = 40_000.0
"""A map of one spot shows so much around it."""
_MARGIN: Final = 0.06
"""Room around what is shown, as a share of its size."""
_NEAR_DEG: Final = 20.0
"""A background that reaches farther than this is not looked at: no such map is drawn."""
_STEP_M: Final = 20_000.0
_TOLERANCE_MM: Final = 0.02
"""How far a line may be moved for the sake of size: a quarter of a hair line."""


@dataclass(frozen=True, eq=False)
class View:
    """A rectangle of the sheet and the ground that it shows.

    Attributes
    ----------
    box : Box
        On the sheet, in millimetres.
    frame : Frame
        The projection.
    centre : tuple of float
        Metres of the frame in the middle of the box.
    metres : float
        On the ground, for one millimetre of the sheet.
    """

    box: Box
    frame: Frame
    centre: tuple[float, float]
    metres: float

    def points(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Project points (n × 2, degrees) to millimetres of the sheet."""
        placed = self.frame.to_metres(shapely.points(lonlat))
        return self._on_sheet(shapely.get_coordinates(placed))

    def shapes(self, geometries: Any, *, tolerance_mm: float = _TOLERANCE_MM) -> Any:
        """Project geometries (EPSG:4326) to the sheet and cut them a little outside the box."""
        around = self.box.grown(2)
        near = self.frame.to_metres(densify(geometries, _STEP_M))
        near = shapely.transform(near, self._on_sheet)
        cut = shapely.clip_by_rect(near, around.left, around.bottom, around.right, around.top)
        return shapely.simplify(cut, tolerance_mm, preserve_topology=True)

    def degrees(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the longitude and latitude of points of the sheet (n × 2)."""
        middle = np.array([self.box.left + self.box.right, self.box.bottom + self.box.top]) / 2
        metres = (xy - middle) * self.metres + np.array(self.centre)
        return np.asarray(shapely.get_coordinates(self.frame.to_degrees(shapely.points(metres))))

    def outline(self) -> BaseGeometry:
        """Return the box as a polygon in degrees."""
        edge = shapely.segmentize(self.box.polygon.exterior, 5.0)
        return shapely.Polygon(self.degrees(shapely.get_coordinates(edge)))

    def _on_sheet(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        middle = np.array([self.box.left + self.box.right, self.box.bottom + self.box.top]) / 2
        placed: NDArray[np.float64] = (metres - np.array(self.centre)) / self.metres + middle
        return placed


def view_of(shown: Iterable[BaseGeometry], box: Box, *, within: BaseGeometry) -> View:
    """Return the view that shows geometries as large as a box allows.

    Parameters
    ----------
    shown : iterable of shapely geometries, EPSG:4326
    box : Box
        The room on the sheet. Where the background does not reach to its edges, the view takes
        the part of it that the background fills.
    within : shapely geometry, EPSG:4326
        What the background covers.
    """
    bounds = shapely.total_bounds(np.array(list(shown), dtype=object)).tolist()
    lon, lat = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    frame = equal_area_frame(lon, lat)
    within = shapely.clip_by_rect(
        within, *(min(bounds[0], lon - _NEAR_DEG), min(bounds[1], lat - _NEAR_DEG)),
        *(max(bounds[2], lon + _NEAR_DEG), max(bounds[3], lat + _NEAR_DEG)),
    )  # fmt: skip
    ground = frame.to_metres(densify(shapely.box(*bounds), _STEP_M)).bounds
    limits = frame.to_metres(densify(within, _STEP_M)).bounds
    width, height = (
        max((ground[i + 2] - ground[i]) * (1 + 2 * _MARGIN), _LEAST_SPAN_M) for i in (0, 1)
    )
    metres = max(width / box.width, height / box.height)
    spans = [
        _span((ground[i] + ground[i + 2]) / 2, size * metres, limits[i], limits[i + 2])
        for i, size in ((0, box.width), (1, box.height))
    ]
    (x0, x1), (y0, y1) = spans
    half_width, half_height = (x1 - x0) / metres / 2, (y1 - y0) / metres / 2
    middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    used = Box(
        middle[0] - half_width, middle[1] - half_height, middle[0] + half_width,
        middle[1] + half_height,
    )  # fmt: skip
    return View(used, frame, ((x0 + x1) / 2, (y0 + y1) / 2), metres)


def _span(middle: float, length: float, low: float, high: float) -> tuple[float, float]:
    """Return a stretch of a length around a middle, moved and cut so that it keeps to limits."""
    length = min(length, high - low)
    start = min(max(middle - length / 2, low), high - length)
    return start, start + length
