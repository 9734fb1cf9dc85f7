"""Maps in print: one, or small multiples of one, on a sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from borderviz.errors import InputError, shown
from borderviz.figures.backdrop import (
    draw_border,
    draw_frame,
    draw_ground,
    draw_zones,
    extent_of,
)
from borderviz.figures.furniture import (
    DEGREES_WIDTH,
    SCALE_HEIGHT,
    degrees_text,
    draw_degrees,
    draw_locator,
    draw_scale,
)
from borderviz.figures.labels import draw_labels
from borderviz.figures.legend import (
    Entry,
    Group,
    Legend,
    area_entry,
    border_entry,
    cluster_entry,
    struck_entry,
    type_entries,
    verdict_entries,
    zone_entry,
)
from borderviz.figures.lettering import Style
from borderviz.figures.marks import Placed, draw_placed, place_marks
from borderviz.figures.sheet import PT_PER_MM, Box
from borderviz.figures.supports import draw_supports
from borderviz.figures.views import View, view_of
from borderviz.figures.words import in_order
from borderviz.symbology import PAPER

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from borderviz.figures.incidents import Story
    from borderviz.figures.layout import Scale
    from borderviz.figures.sheet import Sheet
    from borderviz.figures.words import Words
    from borderviz.geodata import Geodata

MOST_PANELS: Final = 24
_PANEL_GAP: Final = 2.5
_NAMED_MM: Final = 50.0
"""Panels from this width on have names on them."""


@dataclass(frozen=True)
class Seen:
    """What of a legend's signs there may be on a map: clusters, areas, parts of zones."""

    clusters: bool = True
    areas: bool = True
    roles: tuple[str, ...] = ("reference", "variant", "other")


def draw_map(
    sheet: Sheet, room: Box, story: Story, geodata: Geodata, *, scale: Scale, words: Words
) -> Seen:
    """Draw one map with its furniture into a room of the sheet; return what is on it."""
    extent = extent_of(geodata)
    inner = Box(room.left + DEGREES_WIDTH * 0.75, room.bottom + SCALE_HEIGHT, room.right - 0.3,
                room.top - 0.3)  # fmt: skip
    view = view_of(_shown(story, story.placed), inner, within=extent)
    placed = _placed(view, story, story.placed, scale.radius)
    draw_ground(sheet, view, geodata)
    roles = draw_zones(sheet, view, story.zones, story.rule_id)
    draw_border(sheet, view, geodata)
    areas = draw_supports(sheet, view, story, story.placed, radius=scale.radius)
    busy = [one.box(scale.radius) for one in placed]
    course = _course(view, geodata)
    locator = draw_locator(sheet, view, geodata, extent=extent, busy=busy + course)
    draw_labels(
        sheet, view, geodata, language=words.language, size=scale.text, taken=busy,
        avoided=course, hidden=(locator.grown(1.2),),
    )  # fmt: skip
    draw_placed(sheet, placed, story.placed, radius=scale.radius, clip=view.box)
    draw_frame(sheet, view)
    draw_degrees(sheet, view, size=scale.small)
    lon, lat = view.frame.longitude, view.frame.latitude
    where = f"{degrees_text(lat, 'NS')} {degrees_text(lon, 'EW')}"
    draw_scale(sheet, view, size=scale.small, words=words.say("projection", where=where))
    return Seen(_clustered(placed), areas > 0, roles)


def draw_multiples(
    sheet: Sheet, room: Box, story: Story, geodata: Geodata, *, scale: Scale, words: Words
) -> Seen:
    """Draw a small map of the same ground for each group of incidents; return what is on them.

    Raises
    ------
    InputError
        If there are too many groups for one sheet.
    """
    groups = in_order(story.counted["group"])
    if len(groups) > MOST_PANELS:
        raise InputError(
            f"there are {len(groups)} groups to draw a map of, such as {shown(groups[0])}; "
            f"{MOST_PANELS} fit on a sheet: draw by another column, or leave events out"
        )
    extent = extent_of(geodata)
    shapes = _shown(story, story.placed)
    across, panels = _grid(room, len(groups), shapes, extent, scale)
    height = scale.text * 1.5 / PT_PER_MM
    seen = []
    for at, (name, panel) in enumerate(zip(groups, panels, strict=True)):
        inner = Box(panel.left, panel.bottom, panel.right, panel.top - height)
        view = view_of(shapes, inner, within=extent)
        members = story.counted[story.counted["group"] == name]
        seen.append(
            _draw_panel(
                sheet, view, story, members[members["row"] >= 0], geodata, scale=scale, words=words
            )
        )
        title = sheet.lettering.clean(words.group(name))
        count = words.incidents(len(members))
        _head_panel(sheet, view.box, title, count, scale)
        if at == (len(groups) - 1) // across * across:
            draw_scale(sheet, view, size=scale.small, words="")
    return Seen(any(one.clusters for one in seen), any(one.areas for one in seen), seen[0].roles)


def _draw_panel(
    sheet: Sheet, view: View, story: Story, members: pd.DataFrame, geodata: Geodata, *,
    scale: Scale, words: Words,
) -> Seen:  # fmt: skip
    radius = scale.radius * 0.8
    draw_ground(sheet, view, geodata)
    roles = draw_zones(sheet, view, story.zones, story.rule_id)
    draw_border(sheet, view, geodata)
    areas = draw_supports(sheet, view, story, members, radius=radius)
    placed = _placed(view, story, members, radius)
    if view.box.width >= _NAMED_MM:
        busy = [one.box(radius) for one in placed]
        draw_labels(
            sheet, view, geodata, language=words.language, size=scale.small * 0.9, taken=busy,
            avoided=_course(view, geodata),
        )  # fmt: skip
    draw_placed(sheet, placed, members, radius=radius, clip=view.box)
    draw_frame(sheet, view)
    return Seen(_clustered(placed), areas > 0, roles)


def _clustered(placed: list[Placed]) -> bool:
    return any(len(one.members) > 1 for one in placed)


def _head_panel(sheet: Sheet, box: Box, title: str, count: str, scale: Scale) -> None:
    bold, plain = Style(scale.text, PAPER.ink, bold=True), Style(scale.small, PAPER.ink_soft)
    side = sheet.lettering.width(count, plain) + 1.5
    title = sheet.lettering.shorten(title, bold, box.width - side)
    sheet.write(box.left, box.top + 0.9, title, bold, label="panel")
    sheet.write(box.right, box.top + 0.9, count, plain, label="panel count", across="right")


def _grid(
    room: Box, count: int, shapes: list[BaseGeometry], extent: BaseGeometry, scale: Scale
) -> tuple[int, list[Box]]:
    """Return how many panels stand side by side, and their boxes: as large as can be."""
    head = scale.text * 1.5 / PT_PER_MM
    usable = Box(room.left + 0.3, room.bottom + SCALE_HEIGHT, room.right - 0.3, room.top)

    def panels(across: int) -> list[Box]:
        down = math.ceil(count / across)
        width = (usable.width - _PANEL_GAP * (across - 1)) / across
        height = (usable.height - _PANEL_GAP * (down - 1)) / down
        return [
            Box(
                usable.left + (at % across) * (width + _PANEL_GAP),
                usable.top - (at // across) * (height + _PANEL_GAP) - height,
                usable.left + (at % across) * (width + _PANEL_GAP) + width,
                usable.top - (at // across) * (height + _PANEL_GAP),
            )
            for at in range(count)
        ]

    def coarseness(across: int) -> float:
        box = panels(across)[0]
        if box.height - head < 8 or box.width < 12:
            return math.inf
        inner = Box(box.left, box.bottom, box.right, box.top - head)
        return view_of(shapes, inner, within=extent).metres

    best = min(range(1, count + 1), key=coarseness)
    if math.isinf(coarseness(best)):
        raise InputError(
            f"{count} maps do not fit on the sheet; give it more millimetres, or draw by another "
            "column"
        )
    return best, panels(best)


def _shown(story: Story, incidents: pd.DataFrame) -> list[BaseGeometry]:
    """Return what the map must show: the areas of the incidents, else the zones."""
    if len(incidents):
        rows = np.unique(incidents["row"].to_numpy())
        return [shape for shape in story.located.geometry.iloc[rows] if shape is not None]
    return list(story.zones.geometry)


def _placed(view: View, story: Story, incidents: pd.DataFrame, radius: float) -> list[Placed]:
    if incidents.empty:
        return []
    rows = story.located.iloc[incidents["row"].to_numpy()]
    lonlat = rows[["longitude", "latitude"]].to_numpy(dtype=np.float64, na_value=np.nan)
    return place_marks(view.points(lonlat), radius)


def _course(view: View, geodata: Geodata) -> list[Box]:
    """Return boxes along the border, which furniture should not cover."""
    lines = view.shapes(geodata.borders.geometry.to_numpy(), tolerance_mm=0.5)
    visible = shapely.clip_by_rect(lines, view.box.left, view.box.bottom, view.box.right,
                                   view.box.top)  # fmt: skip
    xy = shapely.get_coordinates(shapely.segmentize(visible, 3.0))
    return [Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in np.unique(np.round(xy), axis=0)]


def map_legend(story: Story, seen: Seen, *, scale: Scale, words: Words) -> Legend:
    """Return the legend of a map: what was seen on it."""
    placed, radius = story.placed, scale.radius
    where = [*verdict_entries(placed["verdict"], words.language, radius)]
    if (placed["in_force"] == "no").any():
        where.append(struck_entry(words.say("struck"), radius))
    if seen.areas:
        where.append(area_entry(words.say("area")))
    if seen.clusters:
        where.append(cluster_entry(words.say("cluster"), radius))
    rule = words.say("place", rule=story.rule_label) if story.rule_label else words.say("type")
    groups = (
        Group(words.say("type"), type_entries(placed["event_type"], words.language, radius)),
        Group(rule, tuple(where)),
        Group(words.say("zones"), (*_zones(story, seen, words), border_entry(words.say("border")))),
    )
    return Legend(tuple(group for group in groups if group.entries), scale.text)


def _zones(story: Story, seen: Seen, words: Words) -> tuple[Entry, ...]:
    texts = {
        "reference": story.rule_label or "", "variant": words.say("variant"),
        "other": words.say("other"),
    }  # fmt: skip
    return tuple(zone_entry(texts[role], role) for role in seen.roles)
