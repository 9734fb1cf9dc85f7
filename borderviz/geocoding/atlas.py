"""What the geocoder needs of a pack, worked out once: names, unit outlines, reaches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from borderviz.crs import buffer_m, frame_around
from borderviz.gazetteer import NameIndex, Place
from borderviz.geocoding.outlines import Outline
from borderviz.geocoding.sizes import load_sizes
from borderviz.geocoding.tokens import build_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from borderviz.geodata import Geodata, Strip

_EDGE_M = 150.0
"""How far a line may lie from a unit's outline and still be its edge."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """A pack with the index of all its names and the outlines of its units."""

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
    def _outlines(self) -> Mapping[str, Outline]:
        return {code: Outline(geometry) for code, geometry in self.countries.items()}

    def outline(self, country: str) -> Outline:
        """Return the outline of a country, made for holding many shapes against it."""
        return self._outlines[country]

    @cached_property
    def _province_outlines(self) -> Mapping[str, Outline]:
        return {code: Outline(geometry) for code, geometry in self.provinces.items()}

    def province_outline(self, code: str) -> Outline:
        """Return the outline of a province, made for holding many shapes against it."""
        return self._province_outlines[code]

    @cached_property
    def provinces(self) -> Mapping[str, BaseGeometry]:
        """Return province outlines by ISO 3166-2 code."""
        return _by(self.geodata.provinces, "admin1")

    @cached_property
    def borders(self) -> Mapping[str, BaseGeometry]:
        """Return border lines by id."""
        return _by(self.geodata.borders, "border_id")

    @cached_property
    def border_countries(self) -> Mapping[str, set[str]]:
        """Return the two countries of each border."""
        rows = self.geodata.borders
        pairs = zip(rows["border_id"], rows["country_a"], rows["country_b"], strict=True)
        return {border_id: {a, b} for border_id, a, b in pairs}

    @cached_property
    def rivers(self) -> Mapping[str, BaseGeometry]:
        """Return river reaches by place id."""
        return _by(self.geodata.rivers, "place_id")

    @cached_property
    def river_borders(self) -> Mapping[str, tuple[str, ...]]:
        """Return the borders that each river is, by place id."""
        rows = self.geodata.rivers
        listed = (tuple(str(b).split(";")) for b in rows["borders"])
        return dict(zip(rows["place_id"], listed, strict=True))

    @cached_property
    def accuracy_m(self) -> float:
        """Return the accuracy of the least accurate border line, in metres."""
        return float(self.geodata.borders["accuracy_m"].max())

    @cached_property
    def _place_ids(self) -> frozenset[str]:
        return frozenset(self.geodata.places["place_id"])

    def has_place(self, place_id: str) -> bool:
        """Whether the gazetteer has a place of that id."""
        return place_id in self._place_ids

    @cached_property
    def _points(self) -> Mapping[tuple[float, float], str]:
        rows = self.geodata.places.dropna(subset=["latitude", "longitude"])
        # of a unit and a town with one point the town is kept, which comes last
        rows = rows.sort_values("size_class", key=lambda sizes: sizes != "unit", kind="stable")
        at = zip(rows["longitude"].round(5), rows["latitude"].round(5), strict=True)
        return dict(zip(at, rows["place_id"], strict=True))

    def place_at(self, longitude: float, latitude: float) -> Place | None:
        """Return the place whose point in the gazetteer this is, to five decimals."""
        place_id = self._points.get((round(longitude, 5), round(latitude, 5)))
        return None if place_id is None else self.place(place_id)

    def place(self, place_id: str) -> Place:
        """Return a place by its id."""
        return self.index.place(place_id)

    @cached_property
    def _provinces_by_code(self) -> Mapping[str, Place]:
        rows = self.geodata.places
        rows = rows[(rows["kind"] == "province") & rows["admin1"].notna()]
        rows = rows.drop_duplicates("admin1")
        return dict(zip(rows["admin1"], map(self.place, rows["place_id"]), strict=True))

    def province_of(self, place: Place) -> Place | None:
        """Return the province that a place lies in; None for a province itself."""
        return None if place.kind == "province" else self._provinces_by_code.get(place.admin1 or "")

    def country_name(self, code: str) -> str:
        """Return a country's English name, or its code where the pack has none."""
        about = self.geodata.info.countries.get(code)
        return str(about["en"]) if about else code

    def province_name(self, code: str) -> str:
        """Return a province's name, or its code where the pack has none."""
        known = self._provinces_by_code.get(code)
        return code if known is None else known.name

    def region_name(self, place: Place) -> str:
        """Return the name of the province that a place lies in, or of its country."""
        province = self.province_of(place)
        return self.country_name(place.country) if province is None else province.name

    @cached_property
    def towns(self) -> tuple[Place, ...]:
        """Return the settlements with a point, of every size but quarters of a town."""
        classes = {"large_city", "city", "town", "village"}
        rows = self.geodata.places
        chosen = rows["size_class"].isin(classes) & rows["longitude"].notna()
        return tuple(map(self.place, rows.loc[chosen, "place_id"]))

    @cached_property
    def city_provinces(self) -> frozenset[str]:
        """Return the ids of cities of the rank of a province: places in them say so (`admin2`)."""
        rows = self.geodata.places
        provinces = rows.loc[rows["kind"] == "province", "place_id"]
        return frozenset(provinces[provinces.isin(rows["admin2"].dropna())])

    @cached_property
    def strips(self) -> Mapping[str, Strip]:
        """Return the strips along borders that have names of their own, by id."""
        return {strip.strip_id: strip for strip in self.geodata.info.strips}

    @cached_property
    def postings(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the rows of the military units, by id."""
        rows = self.geodata.units.astype(object)
        rows = rows.where(rows.notna(), None)
        records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
        return {str(row["unit_id"]): row for row in records}

    @cached_property
    def own_outlines(self) -> Mapping[str, tuple[BaseGeometry, str]]:
        """Return the true polygons of units that a user brought, with their source."""
        rows = self.geodata.outlines
        pairs = zip(rows.geometry, rows["source"], strict=True)
        return dict(zip(rows["place_id"], pairs, strict=True))

    @cached_property
    def seeds(self) -> Mapping[str, tuple[float, float]]:
        """Return the centroids of the home country's units without a polygon, by place id."""
        places = map(self.place, self.geodata.places["place_id"])
        return {
            p.place_id: (p.longitude, p.latitude)
            for p in places
            if p.country == self.home
            and p.size_class == "unit"
            and p.longitude is not None
            and p.latitude is not None
            and not (p.kind == "province" and p.admin1 in self.provinces)
        }

    def cell(self, place: Place) -> BaseGeometry | None:
        """Return the widened Thiessen cell of a unit without a polygon, None for others.

        The cell of the area's centroid among its neighbours of the same province, met with
        the province, widened by the county margin inside the country. An approximation:
        against an old set of county polygons it covers 99 % of the true county (median).
        """
        return _cell(self, place.place_id)

    @cached_property
    def county_grounds(self) -> Mapping[str, BaseGeometry]:
        """Return the ground of each county and city of its rank, by place id, not widened.

        The polygon that a user brought, else the Thiessen cell; grounds of cells do not overlap.
        """
        grounds = {
            place_id: cell
            for code in self.provinces
            for place_id, cell in _province_cells(self, code).items()
        }
        grounds |= {place_id: outline for place_id, (outline, _) in self.own_outlines.items()}
        return {i: ground for i, ground in grounds.items() if self.place(i).kind != "province"}

    def unit_outline(self, place: Place) -> BaseGeometry | None:
        """Return the polygon that stands for a unit, None where there is none."""
        if place.place_id in self.own_outlines:
            return self.own_outlines[place.place_id][0]
        if place.kind == "province" and (place.admin1 or "") in self.provinces:
            return self.provinces[place.admin1 or ""]
        return self.cell(place) if place.size_class == "unit" else None

    def reach(self, line: BaseGeometry, outline: BaseGeometry) -> BaseGeometry:
        """Return the parts of a line that run inside or along the edge of an outline."""
        near = buffer_m(outline, _EDGE_M)
        return shapely.line_merge(shapely.intersection(line, near))


@lru_cache(maxsize=4)
def atlas_of(geodata: Geodata) -> Atlas:
    """Return the atlas of a pack; made once for each loaded pack."""
    return Atlas(geodata, build_lexicon(geodata))


@lru_cache(maxsize=1024)
def _cell(atlas: Atlas, place_id: str) -> BaseGeometry | None:
    margin_m = load_sizes()["county_margin"].km * 1000
    for code in atlas.provinces:
        cells = _province_cells(atlas, code)
        if place_id in cells:
            wide = buffer_m(cells[place_id], margin_m)
            return atlas.outline(atlas.home).cut(wide)
    return None


@lru_cache(maxsize=64)
def _province_cells(atlas: Atlas, code: str) -> Mapping[str, BaseGeometry]:
    """Return the Thiessen cells of a province's units, by place id, not yet widened."""
    polygon = atlas.provinces[code]
    inside = {i: at for i, at in atlas.seeds.items() if shapely.intersects_xy(polygon, *at)}
    # a special city and its centre may share a centroid: they share the cell too
    cells = _thiessen(sorted(set(inside.values())), polygon)
    return {place_id: cells[at] for place_id, at in inside.items()}


def _by(frame: Any, key: str) -> Mapping[str, BaseGeometry]:
    return dict(zip(frame[key], frame.geometry, strict=True))


def _thiessen(
    seeds: list[tuple[float, float]], polygon: BaseGeometry
) -> dict[tuple[float, float], BaseGeometry]:
    """Return the Thiessen cell of each seed inside a polygon (EPSG:4326, in metres between)."""
    if len(seeds) < 2:
        return dict.fromkeys(seeds, polygon)
    frame = frame_around(polygon)
    ground = frame.to_metres(polygon)
    diagram = shapely.voronoi_polygons(
        frame.to_metres(shapely.MultiPoint(seeds)), extend_to=ground, ordered=True
    )
    cells = shapely.intersection(np.array(shapely.get_parts(diagram)), ground)
    return dict(zip(seeds, frame.to_degrees(cells), strict=True))
