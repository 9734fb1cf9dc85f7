"""The offline background of the page: outlines at three details, and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from borderviz.geodata import DETAILS, load_basemap
from borderviz.maps.geometry import encode_geometry
from borderviz.symbology import background_labels, own_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borderviz.geodata import Geodata

DETAIL_ZOOMS: Final = (0, 8, 10)
_TOLERANCE_DEG: Final = {"land": 0.00005, "neighbour": 0.0004, "lake": 0.0002}
"""At full detail the border line is drawn as it is; coasts are no evidence."""
_RIVER_TOLERANCE_DEG: Final = (0.01, 0.002, 0.0002)


def background(geodata: Geodata) -> dict[str, Any]:
    """Return the background for the page's payload."""
    layers = [layer for detail in (*DETAILS, 2) for layer in _layers(geodata, detail)]
    return {
        "layers": layers,
        "detail_zooms": list(DETAIL_ZOOMS),
        "labels": background_labels(geodata),
    }


def _layers(geodata: Geodata, detail: int) -> Iterator[dict[str, Any]]:
    for row in load_basemap(geodata, detail).itertuples(index=False):
        tolerance = _TOLERANCE_DEG.get(row.kind, 0.0) if detail == 2 else 0.0
        shape = encode_geometry(row.geometry, tolerance_deg=tolerance)
        if shape is not None:
            yield {"kind": row.kind, "detail": detail, "geometry": shape, "name": None}
    for river in geodata.rivers.itertuples(index=False):
        shape = encode_geometry(river.geometry, tolerance_deg=_RIVER_TOLERANCE_DEG[detail])
        name = own_names(geodata, river)
        yield {"kind": "river", "detail": detail, "geometry": shape, "name": name}
