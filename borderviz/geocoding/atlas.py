"""What the geocoder needs of a pack, worked out once: names, unit outlines, reaches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from borderviz.crs import buffer_m, frame_around
from borderviz.gazetteer import NameIndex, Place, build_name_index
from borderviz.geocoding.sizes import load_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from borderviz.geodata import Geodata

_EDGE_M = 150.0
"""How far a line may lie from a unit's outline and still be its edge."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """A pack with its name index and the outlines of its units."""

    geodata: Geodata
    index: NameIndex

    @property
    def home(self) -> str:
        """Return the home country of the pack (ISO 3166-1)."""
        return self.geodata.info.home

    @cached_property
    def countries(self) -> Mapping[str, BaseGeometry]:
        """Return land outlines by country."""
        return _by(self.geodata.countries, "country")

    @cached_property
    def provinces(self) -> Mapping[str, BaseGeometry]:
        """Return province outlines by ISO 3166-2 code."""
        return _by(self.geodata.provinces, "admin1")

    @cached_property
    def borders(self) -> Mapping[str, BaseGeometry]:
        """Return border lines by id."""
        return _by(self.geodata.borders, "border_id")

    @cached_property
    def rivers(self) -> Mapping[str, BaseGeometry]:
        """Return river reaches by place id."""
        return _by(self.geodata.rivers, "place_id")

    def place(self, place_id: str) -> Place:
        """Return a place by its id."""
        return self.index.place(place_id)

    @cached_property
    def seeds(self) -> list[Place]:
        """Return the units of the home country that have a centroid but no polygon."""
        places = map(self.place, self.geodata.places["place_id"])
        return [
            p
            for p in places
            if p.country == self.home
            and p.size_class == "unit"
            and p.longitude is not None
            and not (p.kind == "province" and p.admin1 in self.provinces)
        ]

    def cell(self, place: Place) -> BaseGeometry | None:
        """Return the widened Thiessen cell of a unit without a polygon, None for others.

        The cell of the area's centroid among its neighbours of the same province, met with
        the province, widened by the county margin inside the country. An approximation:
        against an old set of county polygons it covers 99 % of the true county (median).
        """
        return _cell(self, place.place_id)

    def unit_outline(self, place: Place) -> BaseGeometry | None:
        """Return the polygon that stands for a unit, None where there is none."""
        if place.kind == "province" and place.admin1 in self.provinces:
            return self.provinces[place.admin1]
        return self.cell(place) if place.size_class == "unit" else None

    def reach(self, line: BaseGeometry, outline: BaseGeometry) -> BaseGeometry:
        """Return the parts of a line that run inside or along the edge of an outline."""
        near = buffer_m(outline, _EDGE_M)
        return shapely.line_merge(shapely.intersection(line, near))


@lru_cache(maxsize=4)
def atlas_of(geodata: Geodata) -> Atlas:
    """Return the atlas of a pack; made once for each loaded pack."""
    return Atlas(geodata, build_name_index(geodata.places, geodata.names))


@lru_cache(maxsize=1024)
def _cell(atlas: Atlas, place_id: str) -> BaseGeometry | None:
    margin_m = load_sizes()["county_margin"].km * 1000
    for polygon in atlas.provinces.values():
        inside = [p for p in atlas.seeds if _contains(polygon, p)]
        ids = [p.place_id for p in inside]
        if place_id in ids:
            cell = _thiessen(inside, polygon)[ids.index(place_id)]
            return shapely.intersection(buffer_m(cell, margin_m), atlas.countries[atlas.home])
    return None


def _by(frame: Any, key: str) -> Mapping[str, BaseGeometry]:
    return dict(zip(frame[key], frame.geometry, strict=True))


def _contains(polygon: BaseGeometry, place: Place) -> bool:
    return bool(shapely.intersects_xy(polygon, place.longitude, place.latitude))


def _thiessen(seeds: list[Place], polygon: BaseGeometry) -> list[BaseGeometry]:
    """Return the Thiessen cell of each seed inside a polygon (EPSG:4326, in metres between)."""
    frame = frame_around(polygon)
    ground = frame.to_metres(polygon)
    # a special city and its centre may share a centroid: they share the cell too
    at = [(p.longitude, p.latitude) for p in seeds]
    places = sorted(set(at))
    if len(places) < 2:
        return [polygon] * len(seeds)
    diagram = shapely.voronoi_polygons(
        shapely.multipoints(frame.to_metres(shapely.points(places))),
        extend_to=ground,
        ordered=True,
    )
    cells = frame.to_degrees(shapely.intersection(np.array(shapely.get_parts(diagram)), ground))
    cell_of = dict(zip(places, cells, strict=True))
    return [cell_of[key] for key in at]
