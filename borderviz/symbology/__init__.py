"""What maps and figures draw and how: classes, colours, marks, labels; knows no folium.

Page and printed figure take their choices from here, so that they say the same.
"""

from __future__ import annotations

from borderviz.symbology.choice import drawn_rules, told_rules
from borderviz.symbology.labels import background_labels, own_names, province_names
from borderviz.symbology.marks import FILLS, MARKS, Fill, Mark, marks_for
from borderviz.symbology.palette import PAPER, SHAPES, Palette, mixed

__all__ = [
    "FILLS",
    "MARKS",
    "PAPER",
    "SHAPES",
    "Fill",
    "Mark",
    "Palette",
    "background_labels",
    "drawn_rules",
    "marks_for",
    "mixed",
    "own_names",
    "province_names",
    "told_rules",
]
