"""Names on the map: by rank, with a halo, none over another and none over a mark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.ops import substring

from borderviz.figures.lettering import Style
from borderviz.figures.sheet import PT_PER_MM, Box, Ink, Stroke
from borderviz.symbology import PAPER, background_labels, province_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borderviz.figures.sheet import Sheet
    from borderviz.figures.views import View
    from borderviz.geodata import Geodata

_ORDER: Final = ("town", "river", "country", "sea", "province")
_COARSEST: Final = {1: math.inf, 2: 9_000.0, 3: 1_500.0, 4: 600.0}
"""Metres a millimetre up to which a name of each rank is shown."""
_GAPS_MM: Final = (1.0, 2.4)
"""From a dot to its name: close, or past a mark that covers the dot."""
_HALO: Final = PAPER.land
_DOT_MM: Final = 0.45
_AROUND: Final = (
    ("left", 1, 0), ("right", -1, 0), ("center", 0, 1), ("center", 0, -1),
    ("left", 0.75, 0.8), ("right", -0.75, 0.8), ("left", 0.75, -0.8), ("right", -0.75, -0.8),
)  # fmt: skip
"""Where a name may stand around its dot, the best first: alignment, right, up."""


@dataclass(frozen=True)
class Name:
    """A name to be placed: its text as it is set, and where it belongs."""

    kind: str
    rank: int
    text: str
    style: Style
    x: float
    y: float
    geometry: Any = None


def draw_labels(
    sheet: Sheet, view: View, geodata: Geodata, *, language: str, size: float, taken: list[Box],
    avoided: list[Box], hidden: tuple[Box, ...] = (),
) -> list[Box]:  # fmt: skip
    """Place the names of a map; return their boxes.

    Parameters
    ----------
    language : {"en", "ko", "zh"}
    size : float
        Of the names of towns, in points; the others follow it.
    taken : list of Box
        Room that is taken already.
    avoided : list of Box
        Room that names keep free where they can: the border.
    hidden : tuple of Box
        Where the map itself is covered, so that nothing there has a name.
    """
    kept = [*taken, *hidden]
    for name in _names(sheet, view, geodata, language, size):
        box = None
        dot = Box(name.x - _DOT_MM, name.y - _DOT_MM, name.x + _DOT_MM, name.y + _DOT_MM)
        if name.kind == "town" and not _meets(dot, list(hidden)):
            box = place_town(sheet, view.box, name, kept, avoided)
        elif name.kind == "river":
            box = _place_along(sheet, view, name, kept)
        elif name.kind != "town":
            box = _place_inside(sheet, view, name, kept)
        if box is not None:
            kept.append(box)
    return kept[len(taken) + len(hidden) :]


def _names(sheet: Sheet, view: View, geodata: Geodata, language: str, size: float) -> list[Name]:
    """Return the names in the order in which they claim their room."""
    labels = background_labels(geodata)
    xy = view.points(np.array([(label["lon"], label["lat"]) for label in labels]).reshape(-1, 2))
    shapes = _areas(view, geodata)
    found: dict[tuple[str, str], Name] = {}
    for label, (x, y) in zip(labels, xy.tolist(), strict=True):
        kind, rank = label["kind"], label["rank"]
        if view.metres > _COARSEST.get(rank, 0.0) and kind != "province":
            continue
        text = sheet.lettering.clean(label["name"][language])
        style = _style(kind, size, language)
        text = _spaced(text.upper()) if style.spaced else text
        key = (kind, f"{text} {x:.2f} {y:.2f}" if kind == "town" else text)
        shape = shapes.get((kind, label["name"]["en"]))
        found.setdefault(key, Name(kind, rank, text, style, x, y, shape))
    return sorted(found.values(), key=lambda name: (name.rank, _ORDER.index(name.kind)))


def _areas(view: View, geodata: Geodata) -> dict[tuple[str, str], Any]:
    """Return what countries and provinces cover of the map, and the courses of rivers, by name."""
    rows = [("country", geodata.info.countries[code]["en"], shape) for code, shape in zip(
        geodata.countries["country"], geodata.countries.geometry, strict=True)]  # fmt: skip
    names = {entry["id"]: entry["name"]["en"] for entry in province_names(geodata)}
    rows += [("province", names.get(code), shape) for code, shape in zip(
        geodata.provinces["admin1"], geodata.provinces.geometry, strict=True)]  # fmt: skip
    rows += [("river", name, shape) for name, shape in zip(
        geodata.rivers["name_en"], geodata.rivers.geometry, strict=True)]  # fmt: skip
    shapes = view.shapes(np.array([shape for _, _, shape in rows], dtype=object), tolerance_mm=0.3)
    return {(kind, str(name)): shape for (kind, name, _), shape in zip(rows, shapes, strict=True)}


def _style(kind: str, size: float, language: str) -> Style:
    spaced = language == "en"
    if kind == "country":
        return Style(size * 1.15, PAPER.label_soft, spaced=spaced)
    if kind == "province":
        return Style(size * 0.88, PAPER.label_soft, spaced=spaced)
    if kind in {"river", "sea"}:
        return Style(size * 0.95, PAPER.label_water, italic=True)
    return Style(size, PAPER.label)


def _spaced(text: str) -> str:
    """Set letters apart with hair spaces, as atlases write the names of areas."""
    return "\u200a\u200a".join(text)


def _extent(sheet: Sheet, name: Name) -> tuple[float, float]:
    return sheet.lettering.width(name.text, name.style), name.style.size / PT_PER_MM


def place_town(
    sheet: Sheet, room: Box, name: Name, taken: list[Box], avoided: list[Box]
) -> Box | None:
    """Write the name of a town beside its dot, where there is room; return its box.

    Parameters
    ----------
    room : Box
        What the name must not leave.
    taken, avoided : list of Box
        Room that is taken (the dot is added to it), and room that is kept free where it can be.
    """
    dot = Box(name.x - _DOT_MM, name.y - _DOT_MM, name.x + _DOT_MM, name.y + _DOT_MM)
    if not room.holds(dot.grown(0.3)):
        return None
    width, height = _extent(sheet, name)
    for obstacles, (gap, (across, right, up)) in product(
        ([*taken, *avoided], taken), product(_GAPS_MM, _AROUND)
    ):
        x, y = name.x + right * gap, name.y + up * (height * 0.5 + gap * 0.6)
        left = {"left": x, "right": x - width, "center": x - width / 2}[across]
        box = Box(left, y - height * 0.5, left + width, y + height * 0.5)
        if room.holds(box.grown(0.5)) and not _meets(box.grown(0.2), obstacles):
            _draw_dot(sheet, room, name)
            sheet.write(
                x, y, name.text, name.style, label="name town", across=across,
                up="center_baseline", halo=_HALO, clip=room,
            )  # fmt: skip
            taken.append(dot)
            return box
    return None


def _draw_dot(sheet: Sheet, room: Box, name: Name) -> None:
    disc = shapely.Point(name.x, name.y).buffer(_DOT_MM)
    ink = Ink(PAPER.paper, edge=Stroke(PAPER.label, 0.5))
    sheet.paint(disc, ink, label="town", clip=room)


def _meets(box: Box, taken: list[Box]) -> bool:
    return any(box.meets(other) for other in taken)


def _place_inside(sheet: Sheet, view: View, name: Name, taken: list[Box]) -> Box | None:
    """Write the name of an area where it has most room on the map."""
    width, height = _extent(sheet, name)
    for x, y in _spots(view, name):
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        inside = name.geometry is None or name.geometry.contains(box.polygon)
        if inside and view.box.holds(box.grown(1)) and not _meets(box.grown(0.5), taken):
            sheet.write(
                x, y, name.text, name.style, label=f"name {name.kind}", across="center",
                up="center_baseline", halo=_HALO, clip=view.box,
            )  # fmt: skip
            return box
    return None


def _spots(view: View, name: Name) -> Iterator[tuple[float, float]]:
    """Give where the name of an area may stand: its own point, then the deepest inside it."""
    yield name.x, name.y
    if name.geometry is None or shapely.is_empty(name.geometry):
        return
    xs = np.linspace(view.box.left, view.box.right, 41)[1:-1]
    ys = np.linspace(view.box.bottom, view.box.top, 41)[1:-1]
    raster = np.asarray(
        shapely.points(np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)), dtype=object
    )
    shapely.prepare(name.geometry)
    raster = raster[shapely.contains(name.geometry, raster)]
    edge = shapely.boundary(name.geometry)
    depth = shapely.distance(raster, edge)
    for at in np.argsort(-np.round(depth, 3), kind="stable")[:150].tolist():
        yield float(raster[at].x), float(raster[at].y)


def _place_along(sheet: Sheet, view: View, name: Name, taken: list[Box]) -> Box | None:
    """Write the name of a river beside it, turned as it runs there."""
    if name.geometry is None or shapely.is_empty(name.geometry):
        return None
    width, height = _extent(sheet, name)
    course = max(shapely.get_parts(name.geometry), key=lambda part: part.length)
    course = shapely.simplify(course, 0.8)
    if course.length < width * 1.5:
        return None
    for share in (0.25, 0.7, 0.5, 0.4, 0.6, 0.15, 0.85, 0.33, 0.78):
        for side in (1, -1):
            turn, x, y = _beside(course, share * course.length, width, side * height * 0.95)
            box = _turned_box(x, y, width, height, turn)
            if view.box.holds(box.grown(0.5)) and not _meets(box, taken):
                sheet.write(
                    x, y, name.text, name.style, label="name river", across="center",
                    up="center_baseline", turn=turn, halo=_HALO, clip=view.box,
                )  # fmt: skip
                return box
    return None


def _beside(course: Any, at: float, width: float, off: float) -> tuple[float, float, float]:
    """Return the turn in degrees and the middle of a text of a width beside a course."""
    ends = [shapely.line_interpolate_point(course, at + half) for half in (-width / 2, width / 2)]
    dx, dy = ends[1].x - ends[0].x, ends[1].y - ends[0].y
    angle = math.atan2(dy, dx)
    if math.cos(angle) < 0:
        angle += math.pi
    span = substring(course, at - width / 2, at + width / 2)
    normal = np.array([-math.sin(angle), math.cos(angle)])
    over = shapely.get_coordinates(span) @ normal
    middle = np.array([(ends[0].x + ends[1].x) / 2, (ends[0].y + ends[1].y) / 2])
    edge = over.max() if off > 0 else over.min()
    middle = middle + normal * (edge + off - middle @ normal)
    return math.degrees(angle), float(middle[0]), float(middle[1])


def _turned_box(x: float, y: float, width: float, height: float, turn: float) -> Box:
    cosine, sine = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    across, up = (width * cosine + height * sine) / 2, (width * sine + height * cosine) / 2
    return Box(x - across, y - up, x + across, y + up)
