"""Zones as the join sees them, with what is worked out of them once and used for every event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from borderviz.crs import assert_wgs84
from borderviz.errors import InputError, shown
from borderviz.joins.cells import CellIndex, index_zones
from borderviz.joins.lines import LineIndex, index_line, outline_of
from borderviz.joins.margins import Margins
from borderviz.joins.overlaps import Layer, layer_of

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Ground:
    """One zone: its area, and the line and reach that it comes from.

    Attributes
    ----------
    zone_id, rule_id : str
    reference : bool
        Whether it is the reference variant of its rule.
    geometry : Polygon or MultiPolygon, EPSG:4326
    line : LineString or MultiLineString or None
        The line that distances are counted from.
    reach_km : float
        How far the zone reaches from the line.
    accuracy_m : float
        Of the line.
    side : str
        The country in which it lies, or "both".
    countries : tuple of str
        Those that the line parts.
    valid_from, valid_to : str or None
        EDTF.
    """

    zone_id: str
    rule_id: str
    reference: bool
    geometry: BaseGeometry
    line: BaseGeometry | None
    reach_km: float
    accuracy_m: float
    side: str
    countries: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None

    @cached_property
    def layer(self) -> Layer:
        """The zone's area, to be held against supports of any shape."""
        return layer_of(np.array([self.geometry], dtype=object))

    @cached_property
    def margins(self) -> Margins:
        """The zone narrowed and widened by the accuracy of its line."""
        return Margins(self)

    @cached_property
    def outline(self) -> LineIndex:
        """The zone's outline, to measure distances from and to be held against discs."""
        return outline_of(self.geometry)


@dataclass(frozen=True)
class Grounds:
    """All zones of a join, in their order.

    It can be sent to other processes: what was worked out before goes with it.
    """

    zones: tuple[Ground, ...]

    def __iter__(self) -> Any:
        """Go through the zones."""
        return iter(self.zones)

    def __len__(self) -> int:
        """Return how many zones there are."""
        return len(self.zones)

    @cached_property
    def cells(self) -> CellIndex:
        """The index by which points are looked up."""
        return index_zones([zone.geometry for zone in self.zones])

    @cached_property
    def lines(self) -> tuple[tuple[LineIndex | None, tuple[int, ...]], ...]:
        """Each line with the numbers of the zones that it belongs to."""
        groups: dict[bytes | None, list[int]] = {}
        for number, zone in enumerate(self.zones):
            key = None if zone.line is None else shapely.to_wkb(zone.line)
            groups.setdefault(key, []).append(number)
        lines = [self.zones[numbers[0]].line for numbers in groups.values()]
        return tuple(
            (None if line is None else index_line(line), tuple(numbers))
            for line, numbers in zip(lines, groups.values(), strict=True)
        )


_NEEDED = ("zone_id", "rule_id", "width_km", "side")


def prepare_zones(zones: gpd.GeoDataFrame) -> Grounds:
    """Bring zones into the form that the join works on.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame, EPSG:4326
        The contract ``zones``. What only :func:`borderviz.build_zones` adds may be missing: no
        line, no accuracy then; the first zone of each rule is its reference.

    Raises
    ------
    InputError
        The table is in another CRS, a ``zone_id`` stands twice, or a zone has no valid area.
    """
    for column in _NEEDED:
        if column not in zones.columns:
            raise InputError(f"zones has no column {column!r}; pass what build_zones returned")
    assert_wgs84(zones, "zones")
    require_unique(zones, "zone_id")
    _require_areas(zones)
    rows = len(zones)
    defaults: dict[str, Any] = {
        "reference": ~zones["rule_id"].duplicated(),
        "line": [None] * rows,
        "reach_km": zones["width_km"],
        "accuracy_m": [0.0] * rows,
        "countries": [()] * rows,
        "valid_from": [None] * rows,
        "valid_to": [None] * rows,
    }
    whole = zones.assign(**{k: v for k, v in defaults.items() if k not in zones.columns})
    names = [
        "zone_id", "rule_id", "reference", whole.geometry.name, "line", "reach_km", "accuracy_m",
        "side", "countries", "valid_from", "valid_to",
    ]  # fmt: skip
    return Grounds(tuple(_ground(*cells) for cells in zip(*(whole[n] for n in names), strict=True)))


def require_unique(frame: pd.DataFrame, key: str) -> None:
    """Raise when an id stands twice."""
    if not frame[key].is_unique:
        twice = frame.loc[frame[key].duplicated(), key].iloc[0]
        raise InputError(f"{key} {twice!r} stands twice; each row needs an id of its own")


def _ground(*cells: Any) -> Ground:
    zone_id, rule_id, reference, shape, line, reach, accuracy, side, countries, *dates = cells
    pair = json.loads(countries) if isinstance(countries, str) else countries  # as a file has it
    start, end = (None if pd.isna(day) else str(day) for day in dates)
    return Ground(
        str(zone_id), str(rule_id), bool(reference), shape, line, float(reach), float(accuracy),
        str(side), tuple(pair), start, end,
    )  # fmt: skip


def _require_areas(zones: gpd.GeoDataFrame) -> None:
    for zone_id, shape in zip(zones["zone_id"], zones.geometry, strict=True):
        if shape is None or shape.is_empty:
            raise InputError(f"zone {shown(zone_id)} has no area; leave it out or give it one")
        if shape.geom_type not in {"Polygon", "MultiPolygon"}:
            raise InputError(
                f"zone {shown(zone_id)} is a {shape.geom_type}; a zone is a Polygon or MultiPolygon"
            )
        if not shape.is_valid:
            raise InputError(
                f"zone {shown(zone_id)} has an outline that is not valid "
                f"({shapely.is_valid_reason(shape)}); mend it with shapely.make_valid"
            )
