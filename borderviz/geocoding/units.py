"""The provinces and counties that supports touch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.geocoding.atlas import atlas_of
from borderviz.geocoding.outlines import SLIVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from borderviz.geocoding.atlas import Atlas
    from borderviz.geodata import Geodata

_AREAS_OF_UNITS: Final = ("unit", "thiessen")
"""Methods whose support is the area of a unit."""


def touched_provinces(located: gpd.GeoDataFrame, geodata: Geodata) -> list[tuple[str, ...]]:
    """Return the ISO 3166-2 codes of the provinces in which each row's support may lie.

    A support that is the area of a province or county lies in that province; others lie in those
    whose ground they share.

    Parameters
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        The contract ``located``; a row that is not resolved touches none.
    geodata : Geodata
    """
    atlas = atlas_of(geodata)
    shapes = _placed(located)
    whole = {shape: code for code, shape in atlas.provinces.items()}
    provinces = {
        place_id: (atlas.place(place_id).admin1 or "",) for place_id in atlas.county_grounds
    }
    counties = _own_counties(located, shapes, atlas)
    return [
        (whole[shape],) if shape in whole else provinces[county] if county else codes
        for shape, county, codes in zip(
            shapes, counties, _touched(shapes, atlas.provinces), strict=True
        )
    ]


def touched_counties(located: gpd.GeoDataFrame, geodata: Geodata) -> list[tuple[str, ...]]:
    """Return the place ids of the counties (and cities of their rank) in which each row may lie.

    A support that is the area of a county lies in that county. Others lie in those whose ground
    they share; where nobody brought a county's polygon, its ground is the Thiessen cell of its
    centroid within the province (see `Atlas.cell`), before the widening.

    Parameters
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        The contract ``located``; a row that is not resolved touches none.
    geodata : Geodata
    """
    atlas = atlas_of(geodata)
    shapes = _placed(located)
    own = _own_counties(located, shapes, atlas)
    touched = _touched(shapes, atlas.county_grounds)
    return [(county,) if county else ids for county, ids in zip(own, touched, strict=True)]


def _own_counties(
    located: gpd.GeoDataFrame, shapes: Sequence[BaseGeometry | None], atlas: Atlas
) -> list[str | None]:
    """Return the county whose area each support is, None for other supports."""
    is_unit = located["method"].isin(_AREAS_OF_UNITS).fillna(value=False)
    areas = [shape if unit else None for shape, unit in zip(shapes, is_unit, strict=True)]
    return [
        next((i for i in ids if atlas.unit_outline(atlas.place(i)) == area), None)
        for area, ids in zip(areas, _touched(areas, atlas.county_grounds), strict=True)
    ]


def unit_names(geodata: Geodata) -> dict[str, str]:
    """Return the names of provinces by ISO 3166-2 code and of counties by place id."""
    places = geodata.places
    provinces = places[(places["kind"] == "province") & places["admin1"].notna()]
    units = places[places["size_class"] == "unit"]
    return dict(zip(units["place_id"], units["name"], strict=True)) | dict(
        zip(provinces["admin1"], provinces["name"], strict=True)
    )


def _placed(located: gpd.GeoDataFrame) -> list[BaseGeometry | None]:
    resolved = (located["resolution"] == "resolved").to_numpy(dtype=bool)
    return [
        shape if known else None
        for shape, known in zip(located.geometry.to_numpy(), resolved, strict=True)
    ]


def _touched(
    shapes: Sequence[BaseGeometry | None], units: Mapping[str, BaseGeometry]
) -> list[tuple[str, ...]]:
    """Return the units with which each shape shares more than a touch, in the units' order.

    A point or a line shares what it intersects.
    """
    asked = [row for row, shape in enumerate(shapes) if shape is not None]
    found: dict[int, list[str]] = defaultdict(list)
    geometries: Any = np.array([shapes[row] for row in asked], dtype=object)
    if asked and units:
        names = list(units)
        outlines: Any = np.array(list(units.values()), dtype=object)
        tree = shapely.STRtree(geometries)
        for unit, at in sorted(tree.query(outlines, predicate="intersects").T.tolist()):
            shape = geometries[at]
            if not shape.area or outlines[unit].intersection(shape).area > SLIVER:
                found[asked[at]].append(names[unit])
    return [tuple(found[row]) for row in range(len(shapes))]
