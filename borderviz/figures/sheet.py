"""A sheet of paper: everything is drawn in millimetres from its lower left corner.

One matplotlib axes covers the sheet, so a size that is given in millimetres is that size in print.
What is drawn later lies above. Every artist carries a label that says what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox, TransformedBbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely import LineString, Polygon

    from borderviz.figures.lettering import Lettering, Style

MM_PER_INCH: Final = 25.4
PT_PER_MM: Final = 72 / MM_PER_INCH
DPI: Final = 300


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet, in millimetres."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Millimetres from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Millimetres from bottom to top."""
        return self.top - self.bottom

    @property
    def polygon(self) -> Polygon:
        """The rectangle as a shapely polygon."""
        return shapely.box(self.left, self.bottom, self.right, self.top)

    def grown(self, by: float) -> Box:
        """Return the rectangle with a margin on every side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share ground."""
        return (
            self.left < other.right
            and self.right > other.left
            and self.bottom < other.top
            and self.top > other.bottom
        )

    def holds(self, other: Box) -> bool:
        """Tell whether the other rectangle lies within this one."""
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.bottom <= other.bottom
            and self.top >= other.top
        )


@dataclass(frozen=True)
class Stroke:
    """A line: colour, width in points, dashes in points, and how opaque it is."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()
    alpha: float = 1.0


@dataclass(frozen=True)
class Ink:
    """How an area is painted: its fill and its edge, either may be missing."""

    fill: str | None = None
    alpha: float = 1.0
    edge: Stroke | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet to draw on.

    Attributes
    ----------
    width, height : float
        In millimetres.
    lettering : Lettering
        How text is set on it.
    canvas : matplotlib.figure.Figure
    """

    width: float
    height: float
    lettering: Lettering
    canvas: Any = field(init=False)
    axes: Any = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the one axes that covers the sheet."""
        size = (self.width / MM_PER_INCH, self.height / MM_PER_INCH)
        canvas = Canvas(figsize=size, dpi=DPI, facecolor="white")
        axes = canvas.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, self.width)
        axes.set_ylim(0, self.height)
        object.__setattr__(self, "canvas", canvas)
        object.__setattr__(self, "axes", axes)

    @property
    def box(self) -> Box:
        """The whole sheet."""
        return Box(0, 0, self.width, self.height)

    def paint(self, geometry: Any, ink: Ink, *, label: str, clip: Box | None = None) -> None:
        """Fill polygons (one geometry or an array of them), holes left open."""
        path = area_path(geometry)
        if path is None:
            return
        if ink.fill is not None:
            patch = PathPatch(path, facecolor=ink.fill, edgecolor="none", linewidth=0)
            patch.set_alpha(ink.alpha)
            self._add(patch, label, clip)
        if ink.edge is not None:
            self._stroke(path, ink.edge, f"{label} edge", clip)

    def draw(self, geometry: Any, stroke: Stroke, *, label: str, clip: Box | None = None) -> None:
        """Draw lines (one geometry or an array of them)."""
        path = line_path(geometry)
        if path is not None:
            self._stroke(path, stroke, label, clip)

    def write(  # noqa: PLR0913 - where, what and how
        self, x: float, y: float, text: str, style: Style, *, label: str, across: str = "left",
        up: str = "baseline", turn: float = 0.0, halo: str | None = None,
        clip: Box | None = None,
    ) -> None:  # fmt: skip
        """Write one line of text, as it stands: nothing in it is an instruction."""
        if not text:
            return
        artist = self.axes.text(
            x, y, text, ha=across, va=up, rotation=turn, rotation_mode="anchor",
            color=style.colour, fontproperties=self.lettering.properties(text, style),
            parse_math=False, zorder=self._next(), clip_on=clip is not None,
        )  # fmt: skip
        artist.set_label(label)
        if halo is not None:
            artist.set_path_effects([withStroke(linewidth=style.size * 0.3, foreground=halo)])
        if clip is not None:
            artist.set_clip_box(self._clip(clip))

    def _stroke(self, path: Path, stroke: Stroke, label: str, clip: Box | None) -> None:
        patch = PathPatch(path, facecolor="none", edgecolor=stroke.colour, linewidth=stroke.width)
        patch.set_alpha(stroke.alpha)
        patch.set_joinstyle("round")
        patch.set_capstyle("butt" if stroke.dash else "round")
        if stroke.dash:
            patch.set_linestyle((0, stroke.dash))
        self._add(patch, label, clip)

    def _add(self, patch: PathPatch, label: str, clip: Box | None) -> None:
        patch.set_label(label)
        patch.set_zorder(self._next())
        self.axes.add_artist(patch)
        patch.set_clip_box(self._clip(clip or self.box))
        patch.set_clip_path(None)

    def _next(self) -> int:
        return 1 + len(self.axes.get_children())

    def _clip(self, box: Box) -> TransformedBbox:
        corners = [[box.left, box.bottom], [box.right, box.top]]
        return TransformedBbox(Bbox(corners), self.axes.transData)


def area_path(geometry: Any) -> Path | None:
    """Return polygons as one path, None where there is none."""
    parts = shapely.get_parts(np.atleast_1d(geometry), return_index=False)
    polygons = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    return _joined(shapely.get_rings(polygons), closed=True)


def line_path(geometry: Any) -> Path | None:
    """Return lines as one path, None where there is none."""
    parts = shapely.get_parts(np.atleast_1d(geometry), return_index=False)
    lines = parts[np.isin(shapely.get_type_id(parts), (1, 2)) & ~shapely.is_empty(parts)]
    return _joined(lines, closed=False)


def _joined(lines: NDArray[Any], *, closed: bool) -> Path | None:
    xy, line = shapely.get_coordinates(lines, return_index=True)
    if not len(xy):
        return None
    codes = np.full(len(xy), Path.LINETO, dtype=np.uint8)
    first = np.flatnonzero(np.diff(line, prepend=-1))
    codes[first] = Path.MOVETO
    if closed:
        codes[np.append(first[1:] - 1, len(xy) - 1)] = Path.CLOSEPOLY
    return Path(xy, codes)


def polyline(points: Sequence[tuple[float, float]]) -> LineString:
    """Return a line through points of the sheet."""
    return shapely.LineString(points)
