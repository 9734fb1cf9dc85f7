"""Which share of a support lies in a zone, and the least and most that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import shapely

from borderviz.crs import buffer_m, frame_around, widen_line

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from borderviz.crs import Frame

_EXACT: Final = 1e-6
"""Shares nearer to 0 or 1 than this are 0 or 1: what overlay slivers leave."""
_MARGIN_DEG: Final = 0.02
"""How far beyond a support a zone is cut off, at least."""
_KM_PER_DEGREE: Final = 75.0
"""Least length of a degree of longitude in a pack (50° N): for margins, never for a result."""


@dataclass(frozen=True)
class Area:
    """A support as the join sees it.

    Attributes
    ----------
    shapes : tuple of shapely geometry, EPSG:4326
        At each size of its range, the smallest first.
    geometry : shapely geometry
        At the reference size.
    line_bound : bool
        Whether it moves with the border line.
    country : str or None
        The country it was cut to.
    """

    shapes: tuple[BaseGeometry, ...]
    geometry: BaseGeometry
    line_bound: bool
    country: str | None


@dataclass(frozen=True)
class Ground:
    """A zone as the join sees it: its area, and the line and reach that it comes from."""

    geometry: BaseGeometry
    line: BaseGeometry | None
    reach_km: float
    accuracy_m: float
    side: str
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """The share of a support in a zone, and its bounds; None without a support."""

    p: float | None
    p_min: float | None
    p_max: float | None

    @property
    def verdict(self) -> str:
        """Return inside, possible, outside or unknown."""
        if self.p_min is None or self.p_max is None:
            return "unknown"
        if self.p_min == 1:
            return "inside"
        return "outside" if self.p_max == 0 else "possible"


def round_share(share: float, decimals: int) -> float:
    """Round a share, but never what is in doubt to what is certain: 0 or 1."""
    step = 10.0**-decimals
    inner = min(max(round(share, decimals), step), 1 - step)
    return inner if 0 < share < 1 else float(share)


def share_of(area: Area | None, zone: Ground) -> Share:
    """Return the share of a support in a zone with its bounds."""
    if area is None:
        return Share(None, None, None)
    if area.country is not None and zone.side not in {"both", area.country}:
        return Share(0.0, 0.0, 0.0)  # cut to the other bank, wherever the line runs
    if area.geometry.geom_type == "Point":
        return _share_of_point(area.geometry, zone)
    local = _clip(zone.geometry, area.shapes[-1], _margin_deg(zone))
    p = _ratio(area.geometry, local)
    if area.line_bound or zone.accuracy_m == 0:
        # the support proper is one of its own sizes: its overlay is made already
        bounds = [p if s is area.geometry else _ratio(s, local) for s in area.shapes]
        return Share(p, min(bounds), max(bounds))
    least, most = _narrowed(area, zone, local), _widened(zone, local)
    lows = [_ratio(shape, least) for shape in area.shapes]
    highs = [_ratio(shape, most) for shape in area.shapes]
    return Share(p, min([p, *lows]), max([p, *highs]))


def _share_of_point(point: BaseGeometry, zone: Ground) -> Share:
    p = float(shapely.intersects(zone.geometry, point))
    local = _clip(zone.geometry.boundary, point, _margin_deg(zone))
    if local.is_empty:
        return Share(p, p, p)
    frame = frame_around(point)
    if shapely.distance(frame.to_metres(local), frame.to_metres(point)) < zone.accuracy_m:
        return Share(p, 0.0, 1.0)
    return Share(p, p, p)


def _margin_deg(zone: Ground) -> float:
    """Return how far beyond a support to look: twice as far as the line may be off."""
    return max(_MARGIN_DEG, 2 * zone.accuracy_m / 1000 / _KM_PER_DEGREE)


def _clip(geometry: BaseGeometry, around: BaseGeometry, margin_deg: float) -> BaseGeometry:
    west, south, east, north = around.bounds
    cut = shapely.clip_by_rect(
        geometry, west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg
    )
    return cut if cut.is_valid else shapely.make_valid(cut)


def _narrowed(area: Area, zone: Ground, local: BaseGeometry) -> BaseGeometry:
    """Return what of a zone stays in it however the line moves within its accuracy.

    A support that was cut to the zone's side cannot come to lie beyond the line, so for it
    only the far edge moves; for others the near edge as well.
    """
    if local.is_empty:
        return local
    if area.country is None or zone.line is None:
        return buffer_m(local, -zone.accuracy_m)
    reach_m = zone.reach_km * 1000 - zone.accuracy_m
    if reach_m <= 0:
        return shapely.Polygon()
    margin = _margin_deg(zone) + zone.reach_km / _KM_PER_DEGREE
    line = _clip(zone.line, area.shapes[-1], margin)
    if line.is_empty:
        return shapely.Polygon()
    return shapely.intersection(local, widen_line(line, reach_m, arc_error_m=1.0))


def _widened(zone: Ground, local: BaseGeometry) -> BaseGeometry:
    return local if local.is_empty else buffer_m(local, zone.accuracy_m)


def _ratio(shape: BaseGeometry, zone: BaseGeometry) -> float:
    if zone.is_empty or not shapely.intersects(shape, zone):
        return 0.0
    frame = frame_around(shape, "laea")
    part = frame.to_metres(shapely.intersection(shape, zone)).area
    share = float(part / _area_m2(shape, frame))
    if share < _EXACT:
        return 0.0
    return 1.0 if share > 1 - _EXACT else share


@lru_cache(maxsize=64)
def _area_m2(shape: BaseGeometry, frame: Frame) -> float:
    # one support meets many zones; its own area is the same each time
    return float(frame.to_metres(shape).area)
