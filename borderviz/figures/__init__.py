"""Figures for the printed report: maps, strip maps, small multiples and charts, by matplotlib.

`build_figure` draws the map of the page for print, `build_chart` what can be counted. Both return a
`Figure` of exact size that saves itself as SVG, PNG or PDF. Nothing is fetched, and the same
tables give the same bytes.
"""

from __future__ import annotations

from borderviz.figures.compose import build_chart, build_figure, check_choices
from borderviz.figures.figure import Figure

__all__ = ["Figure", "build_chart", "build_figure", "check_choices"]
