"""From the shapes of features to coordinates with their uncertainty.

A point is a position. What has an extent says that the event happened somewhere in it: it
becomes the disc that holds it whole, never its middle alone, and the outline is kept as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from borderviz.crs import containing_disc

__all__ = ["with_positions"]

_POSITION: Final = ("latitude", "longitude")
_RADIUS: Final = "coordinate_uncertainty_m"
_OUTLINE: Final = "stated_area"
"""Column that keeps the outline of what was no point (WKT, EPSG:4326)."""


def with_positions(
    texts: pd.DataFrame, shapes: Sequence[BaseGeometry | None]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Add the positions that shapes state to a table of texts, unless it states its own.

    Parameters
    ----------
    texts : pandas.DataFrame
        One row per shape.
    shapes : sequence of shapely geometries or None, EPSG:4326

    Returns
    -------
    pandas.DataFrame
        With latitude, longitude and coordinate_uncertainty_m (metres); outlines of what is no
        point in ``stated_area`` (WKT).
    tuple of str
        What was done, where it is not plain.
    """
    if any(name in texts.columns for name in _POSITION) or all(s is None for s in shapes):
        return texts, ()
    cells = [_position(shape) for shape in shapes]
    latitude, longitude, radius, outline = (list(column) for column in zip(*cells, strict=True))
    added = {"latitude": latitude, "longitude": longitude}
    notes: tuple[str, ...] = ()
    if areas := sum(map(bool, outline)):
        stated = texts[_RADIUS].tolist() if _RADIUS in texts.columns else [""] * len(texts)
        added[_RADIUS] = [of_shape or own for of_shape, own in zip(radius, stated, strict=True)]
        added[_free(texts)] = outline
        notes = (
            f"{areas} features are areas or lines: each counts as the disc that holds it, and its "
            f"outline is kept in the column {_free(texts)!r}",
        )
    return texts.assign(**{n: pd.Series(c, index=texts.index) for n, c in added.items()}), notes


def _position(shape: BaseGeometry | None) -> tuple[str, str, str, str]:
    if shape is None or shape.is_empty:
        return "", "", "", ""
    if isinstance(shape, shapely.Point):
        return repr(float(shape.y)), repr(float(shape.x)), "", ""
    longitude, latitude, radius_m = containing_disc(shape)
    return repr(latitude), repr(longitude), f"{max(radius_m, 1.0):.0f}", shapely.to_wkt(
        shape, rounding_precision=7
    )  # fmt: skip


def _free(texts: pd.DataFrame) -> str:
    name = _OUTLINE
    while name in texts.columns:
        name = f"original {name}"
    return name
