"""Geometries as the page's data: flat lists of differences in 1e-5 degree (1.1 m)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_UNITS_PER_DEGREE: Final = 100_000


def encode_geometry(geometry: BaseGeometry, *, tolerance_deg: float = 0.0) -> dict[str, Any] | None:
    """Return a geometry for the page, None where nothing is left to draw.

    Parameters
    ----------
    geometry : shapely geometry, EPSG:4326
        Polygons and lines; points are not drawn this way.
    tolerance_deg : float
        How far a line may be moved for the sake of size, in degrees. For drawing only.
    """
    if tolerance_deg:
        geometry = shapely.simplify(geometry, tolerance_deg)
    parts = shapely.get_parts(geometry)
    polygons = [p for p in parts if p.geom_type == "Polygon" and not p.is_empty]
    if polygons:
        encoded = [
            [_flat(ring, closed=True) for ring in (p.exterior, *p.interiors)] for p in polygons
        ]
        kept = [[r for r in rings if len(r) >= 6] for rings in encoded if len(rings[0]) >= 6]
        return {"type": "polygon", "parts": kept} if kept else None
    lines = [_flat(p, closed=False) for p in parts if p.geom_type in {"LineString", "LinearRing"}]
    kept_lines = [line for line in lines if len(line) >= 4]
    return {"type": "line", "parts": kept_lines} if kept_lines else None


def _flat(line: BaseGeometry, *, closed: bool) -> list[int]:
    xy = np.rint(shapely.get_coordinates(line) * _UNITS_PER_DEGREE).astype(np.int64)
    if closed:
        xy = xy[:-1]
    return _differences(xy)


def _differences(xy: NDArray[Any]) -> list[int]:
    steps = np.diff(xy, axis=0)
    moved = np.any(steps != 0, axis=1)
    kept = np.concatenate([xy[:1], steps[moved]])
    return [int(v) for v in kept.ravel()]
