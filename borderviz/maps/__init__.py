"""Compose the map page: `build_map` → `BorderMap`, a ``folium.Map`` whose page is ours.

folium stays the composer: an analyst adds plain folium layers to the map. They are drawn by
the page's own viewer as data. What would bring script of its own is refused.
"""

from __future__ import annotations

from borderviz.maps.border_map import BorderMap
from borderviz.maps.compose import build_map, fixed_parts

__all__ = ["BorderMap", "build_map", "fixed_parts"]
