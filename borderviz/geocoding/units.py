"""The provinces and counties that supports touch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from borderviz.geocoding.atlas import atlas_of
from borderviz.geocoding.outlines import SLIVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from borderviz.geodata import Geodata


def touched_provinces(located: gpd.GeoDataFrame, geodata: Geodata) -> list[tuple[str, ...]]:
    """Return the ISO 3166-2 codes of the provinces that each row's support touches.

    Parameters
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        The contract ``located``; a row that is not resolved touches none.
    geodata : Geodata
    """
    rows = geodata.provinces
    outlines = dict(zip(rows["admin1"], rows.geometry, strict=True))
    return _touched(_placed(located), outlines, least=0.0)


def touched_counties(located: gpd.GeoDataFrame, geodata: Geodata) -> list[tuple[str, ...]]:
    """Return the place ids of the counties (and cities of their rank) of each row.

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
    found = _touched(shapes, atlas.county_grounds, least=SLIVER)
    whole = {
        atlas.unit_outline(atlas.place(place_id)): place_id
        for place_id in sorted({place_id for ids in found for place_id in ids})
    }
    return [
        (whole[shape],) if shape in whole else ids for shape, ids in zip(shapes, found, strict=True)
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
    shapes: Sequence[BaseGeometry | None], units: Mapping[str, BaseGeometry], *, least: float
) -> list[tuple[str, ...]]:
    """Return which units each shape meets in more than `least` (square degrees), in their order.

    A point or a line meets what it intersects.
    """
    asked = [row for row, shape in enumerate(shapes) if shape is not None]
    found: dict[int, list[str]] = defaultdict(list)
    geometries: Any = np.array([shapes[row] for row in asked], dtype=object)
    if asked and units:
        names = list(units)
        outlines: Any = np.array(list(units.values()), dtype=object)
        shapely.prepare(outlines)
        tree = shapely.STRtree(geometries)
        for unit, at in sorted(tree.query(outlines, predicate="intersects").T.tolist()):
            shape = geometries[at]
            if not least or not shape.area or outlines[unit].intersection(shape).area > least:
                found[asked[at]].append(names[unit])
    return [tuple(found[row]) for row in range(len(shapes))]
