"""The strip map: the border as a straight axis, the distance from it upright.

From left to right it follows a river from its mouth to its source, in as many rows as the sheet
has room for. Of each position the ranges that its area allows are drawn: a box. Zones, which
are distances from the border, become bands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borderviz.errors import InputError
from borderviz.figures.backdrop import ZONE_LOOKS
from borderviz.figures.labels import Name, place_town
from borderviz.figures.lettering import Style
from borderviz.figures.maps import Seen
from borderviz.figures.marks import draw_placed, place_marks
from borderviz.figures.reaches import Reach, reaches_of
from borderviz.figures.sheet import PT_PER_MM, Box, Ink, Stroke, polyline
from borderviz.figures.supports import Area, areas_of, draw_area, draw_tints, too_many
from borderviz.symbology import PAPER, background_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from borderviz.figures.incidents import Story
    from borderviz.figures.layout import Scale
    from borderviz.figures.sheet import Sheet
    from borderviz.figures.words import Words
    from borderviz.geodata import Geodata

_ROW_MM: Final = 24.0
_LEAST_ROW_MM: Final = 14.0
_HIGHEST_ROW_MM: Final = 60.0
_SHORTEST_KM: Final = 60.0
"""Stretches are not broken into rows of less than this."""
_AROUND_KM: Final = 12.0
"""So much of the border is shown beyond what lies along it."""
_AXIS_LEFT_MM: Final = 8.0
_AXIS_BOTTOM_MM: Final = 4.2
_FARTHEST_KM: Final = 60.0
"""Farther from the border than this nothing is drawn: it is a map of a strip."""
_LEAST_HEIGHT_KM: Final = 3.0
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_CORNERS: Final = 400
"""Points of an outline that are looked at, at most."""


@dataclass(frozen=True, eq=False)
class Row:
    """A piece of a reach on the sheet."""

    reach: Reach
    start_km: float
    end_km: float
    low_km: float
    high_km: float
    box: Box

    def on_sheet(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where positions (km along, km above) lie on the sheet, in millimetres."""
        x = self.box.left + (positions[:, 0] - self.start_km) * self.per_km
        share = (positions[:, 1] - self.low_km) / (self.high_km - self.low_km)
        return np.column_stack([x, self.box.bottom + share * self.box.height])

    @property
    def per_km(self) -> float:
        """Millimetres for a kilometre along the border."""
        return self.box.width / (self.end_km - self.start_km)

    def holds(self, positions: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which positions lie in the row."""
        along, off = positions[:, 0], positions[:, 1]
        last = self.end_km >= self.reach.length_km
        inside = (along >= self.start_km) & (
            (along < self.end_km) | (last & (along <= self.end_km))
        )
        return np.asarray(inside & (off >= self.low_km) & (off <= self.high_km), dtype=bool)


@dataclass(frozen=True, eq=False)
class _Points:
    """Points as they lie along the reaches: of which reach each is, and where."""

    reach: NDArray[np.intp]
    positions: NDArray[np.float64]

    def of(self, reach: int) -> NDArray[np.float64]:
        """Return the positions of the points of a reach."""
        return np.asarray(self.positions[self.reach == reach])


def draw_strip(
    sheet: Sheet, room: Box, story: Story, geodata: Geodata, *, scale: Scale, words: Words
) -> Seen:
    """Draw the rows of a strip map into a room of the sheet; return what is on them.

    Raises
    ------
    InputError
        If there is no border to follow, or no room for its rows.
    """
    reaches = reaches_of(geodata, _borders(story, geodata), words.language)
    if not reaches:
        raise InputError("there is no border to follow: the data pack has none for these zones")
    marks = _along(reaches, _lonlat(story))
    areas = areas_of(story, story.placed)
    outlines = [_along(reaches, _corners(area.geometry)) for area in areas]
    span = _height_km(story, marks, outlines)
    clusters = False
    for at, row in _rows(room, reaches, _stretches(reaches, outlines), span, scale):
        _draw_ground(sheet, row)
        _draw_zones(sheet, row, story)
        _draw_boxes(sheet, row, areas, [outline.of(at) for outline in outlines])
        _draw_border(sheet, row)
        inside = (marks.reach == at) & row.holds(marks.positions)
        placed = place_marks(row.on_sheet(marks.positions[inside]), scale.radius)
        clusters |= any(len(one.members) > 1 for one in placed)
        busy = [one.box(scale.radius) for one in placed]
        busy += _draw_banks(sheet, row, scale)
        _draw_towns(sheet, row, geodata, words.language, busy, scale)
        members = story.placed[inside]
        draw_placed(sheet, placed, members, radius=scale.radius, clip=row.box.grown(1.5))
        _draw_axes(sheet, row, scale, words)
    beyond = int((np.abs(marks.positions[:, 1]) > _FARTHEST_KM).sum())
    _name_axes(sheet, row, beyond, scale, words)
    roles = tuple(role for role in ZONE_LOOKS if role in _roles(story))
    return Seen(clusters, bool(areas), roles)


def _borders(story: Story, geodata: Geodata) -> tuple[str, ...]:
    for rule in geodata.rules:
        if rule.rule_id == story.rule_id:
            return tuple(rule.borders)
    return tuple(geodata.borders["border_id"])


def _lonlat(story: Story) -> NDArray[np.float64]:
    rows = story.located.iloc[story.placed["row"].to_numpy()]
    return np.asarray(rows[["longitude", "latitude"]].to_numpy(dtype=np.float64, na_value=np.nan))


def _corners(geometry: Any) -> NDArray[np.float64]:
    """Return points of an outline, as many as say where it begins and ends."""
    xy = shapely.get_coordinates(shapely.segmentize(geometry, 0.02))
    return np.asarray(xy[:: max(1, len(xy) // _CORNERS)])


def _along(reaches: list[Reach], lonlat: NDArray[np.float64]) -> _Points:
    """Return points along the reach that is nearest to each."""
    if not len(lonlat):
        return _Points(np.empty(0, dtype=np.intp), np.empty((0, 2)))
    each = np.stack([reach.positions(lonlat) for reach in reaches])
    nearest = np.argmin([reach.away_km(lonlat) for reach in reaches], axis=0)
    return _Points(nearest, each[nearest, np.arange(len(lonlat))])


def _roles(story: Story) -> dict[str, list[Any]]:
    """Return the zones of the rule by their part in the figure."""
    own = story.zones[story.zones["rule_id"] == story.rule_id]
    found: dict[str, list[Any]] = {}
    for zone in own.itertuples(index=False):
        found.setdefault("reference" if zone.reference else "variant", []).append(zone)
    return found


def _height_km(story: Story, marks: _Points, outlines: list[_Points]) -> tuple[float, float]:
    """Return how far below and above the border the rows reach: marks, zones, small areas."""
    zones = [zone.reach_km for zones in _roles(story).values() for zone in zones]
    far = [_LEAST_HEIGHT_KM, *(2.0 * reach for reach in zones)]
    offs = [marks.positions[:, 1], *(o.positions[:, 1] for o in outlines)]
    every = np.concatenate(offs)
    near = every[np.abs(every) <= _FARTHEST_KM]
    low, high = (float(side.max(initial=0)) * 1.12 for side in (-near, near))
    return -max(*far, low), max(*far, high)


def _stretches(reaches: list[Reach], outlines: list[_Points]) -> dict[int, tuple[float, float]]:
    """Return the reaches that are drawn, and from which km to which: where areas lie, and around.

    All of every reach where there is no area.
    """
    found = {}
    for at, reach in enumerate(reaches):
        along = np.concatenate([np.empty(0), *(o.of(at)[:, 0] for o in outlines)])
        if len(along):
            low, high = float(along.min()), float(along.max())
            room = max(_AROUND_KM, 0.06 * (high - low))
            found[at] = max(0.0, low - room), min(reach.length_km, high + room)
    return found or {at: (0.0, reach.length_km) for at, reach in enumerate(reaches)}


def _rows(
    room: Box, reaches: list[Reach], stretches: dict[int, tuple[float, float]],
    span: tuple[float, float], scale: Scale,
) -> list[tuple[int, Row]]:  # fmt: skip
    """Break the stretches into rows of one scale that fill the room."""
    head = scale.text * 1.6 / PT_PER_MM + _AXIS_BOTTOM_MM
    room = Box(room.left, room.bottom + 2.5, room.right, room.top)
    counts, height = _row_counts(room.height, head, list(stretches.values()))
    pieces = [(b - a) / n for (a, b), n in zip(stretches.values(), counts, strict=True)]
    per_km = (room.width - _AXIS_LEFT_MM - 0.5) / max(pieces)
    left = room.left + _AXIS_LEFT_MM
    found: list[tuple[int, Row]] = []
    top = room.top - head + _AXIS_BOTTOM_MM
    for (at, (begin, _)), count, piece in zip(stretches.items(), counts, pieces, strict=True):
        for index in range(count):
            start = begin + index * piece
            box = Box(left, top - height, left + per_km * piece, top)
            found.append((at, Row(reaches[at], start, start + piece, *span, box)))
            top -= height + head
    return found


def _row_counts(
    height: float, head: float, stretches: list[tuple[float, float]]
) -> tuple[list[int], float]:
    """Return how many rows each stretch is broken into, and how high a row is."""
    most = max(len(stretches), int(height // (_ROW_MM + head)))
    lengths = [end - start for start, end in stretches]
    rows = [1] * len(stretches)
    while sum(rows) < most:  # another row where the pieces are longest
        longest = max(range(len(rows)), key=lambda at: lengths[at] / rows[at])
        if lengths[longest] / (rows[longest] + 1) < _SHORTEST_KM:
            break
        rows[longest] += 1
    row = height / sum(rows) - head
    if row < _LEAST_ROW_MM:
        raise InputError(
            f"{sum(rows)} rows of a strip map do not fit on the sheet; make it "
            f"{math.ceil((_LEAST_ROW_MM - row) * sum(rows))} mm higher"
        )
    return rows, min(row, _HIGHEST_ROW_MM)


def _draw_ground(sheet: Sheet, row: Row) -> None:
    middle = float(row.on_sheet(np.array([[row.start_km, 0.0]]))[0, 1])
    upper = Box(row.box.left, middle, row.box.right, row.box.top).polygon
    lower = Box(row.box.left, row.box.bottom, row.box.right, middle).polygon
    sheet.paint(upper, Ink(PAPER.neighbour), label="upper bank", clip=row.box)
    sheet.paint(lower, Ink(PAPER.land), label="lower bank", clip=row.box)


def _draw_zones(sheet: Sheet, row: Row, story: Story) -> None:
    """Draw the zones as bands: within so many kilometres of the border, on their side."""
    for role, zones in sorted(_roles(story).items(), key=lambda item: item[0] == "reference"):
        look = ZONE_LOOKS[role]
        for zone in zones:
            band = _band(row, zone)
            if look.filled:
                ink = Ink(PAPER.zone[:7], alpha=0.28)
                sheet.paint(band.polygon, ink, label=f"zone {zone.zone_id}", clip=row.box)
            for y in (band.bottom, band.top):
                line = polyline([(band.left, y), (band.right, y)])
                sheet.draw(line, look.stroke, label=f"zone edge {zone.zone_id}", clip=row.box)


def _band(row: Row, zone: Any) -> Box:
    below, above = -zone.reach_km, zone.reach_km
    if zone.side != "both":
        inside = shapely.get_coordinates(shapely.point_on_surface(zone.geometry))
        own = row.reach.positions(inside)[0, 1]
        below, above = (below, 0.0) if own < 0 else (0.0, above)
    ends = row.on_sheet(np.array([[row.start_km, below], [row.end_km, above]]))
    return Box(float(ends[0, 0]), float(ends[0, 1]), float(ends[1, 0]), float(ends[1, 1]))


def _draw_boxes(
    sheet: Sheet, row: Row, areas: list[Area], outlines: list[NDArray[np.float64]]
) -> None:
    """Draw the ranges of areas: from the least to the greatest distance, along and off."""
    boxes = [
        (area, box)
        for area, outline in zip(areas, outlines, strict=True)
        if (box := _ranges(row, outline)) is not None
    ]
    if too_many(len(boxes)):
        draw_tints(sheet, row.box, np.array([box for _, box in boxes], dtype=object))
        return
    for area, box in boxes:
        share = min(1.0, (box.bounds[2] - box.bounds[0]) / row.box.width)
        draw_area(sheet, row.box, box, area, strength=1 - 0.5 * share)


def _ranges(row: Row, outline: NDArray[np.float64]) -> Any:
    """Return the box on the sheet that an area spans, None where it is not in the row."""
    if not len(outline):
        return None
    low, high = outline.min(axis=0), outline.max(axis=0)
    if high[0] < row.start_km or low[0] > row.end_km:
        return None
    (left, bottom), (right, top) = row.on_sheet(np.array([low, high])).tolist()
    room = row.box.grown(3)  # what goes beyond the row has its edge outside it
    return shapely.box(
        max(left, room.left), max(min(bottom, top - 0.3), room.bottom),
        min(max(right, left + 0.3), room.right), min(top, room.top),
    )  # fmt: skip


def _draw_border(sheet: Sheet, row: Row) -> None:
    middle = float(row.on_sheet(np.array([[0.0, 0.0]]))[0, 1])
    axis = polyline([(row.box.left, middle), (row.box.right, middle)])
    sheet.draw(axis, Stroke(PAPER.border, 1.1), label="border")


def _draw_towns(
    sheet: Sheet, row: Row, geodata: Geodata, language: str, busy: list[Box], scale: Scale
) -> None:
    labels = [label for label in background_labels(geodata) if label["kind"] == "town"]
    labels.sort(key=lambda label: int(label["rank"]))
    lonlat = np.array([(label["lon"], label["lat"]) for label in labels]).reshape(-1, 2)
    positions = row.reach.positions(lonlat)
    ends = (0.0, row.reach.length_km)
    shown = row.holds(positions) & ~np.isin(positions[:, 0], ends)
    xy = row.on_sheet(positions)
    taken = list(busy)
    axis = float(row.on_sheet(np.zeros((1, 2)))[0, 1])
    avoided = [Box(row.box.left, axis - 0.3, row.box.right, axis + 0.3)]
    style = Style(scale.small, PAPER.label)
    for at in np.flatnonzero(shown).tolist():
        text = sheet.lettering.clean(labels[at]["name"][language])
        name = Name("town", labels[at]["rank"], text, style, float(xy[at, 0]), float(xy[at, 1]))
        placed = place_town(sheet, row.box, name, taken, avoided)
        if placed is not None:
            taken.append(placed)


def _draw_axes(sheet: Sheet, row: Row, scale: Scale, words: Words) -> None:
    """Draw frame and ticks."""
    sheet.draw(row.box.polygon.exterior, Stroke(PAPER.ink_soft, 0.5), label="frame")
    style = Style(scale.small, PAPER.ink_soft)
    for km in _ticks(row.start_km, row.end_km, row.box.width / 12):
        x = row.box.left + (km - row.start_km) * row.per_km
        tick = polyline([(x, row.box.bottom), (x, row.box.bottom - 0.8)])
        sheet.draw(tick, Stroke(PAPER.ink_soft, 0.5), label="tick")
        sheet.write(x, row.box.bottom - 1.1, f"{km:g}", style, label="along", across="center",
                    up="top")  # fmt: skip
    for km in _ticks(row.low_km, row.high_km, row.box.height / 3.2):
        y = float(row.on_sheet(np.array([[0.0, km]]))[0, 1])
        tick = polyline([(row.box.left, y), (row.box.left - 0.8, y)])
        sheet.draw(tick, Stroke(PAPER.ink_soft, 0.5), label="tick")
        sheet.write(row.box.left - 1.1, y, f"{abs(km):g}", style, label="off", across="right",
                    up="center_baseline")  # fmt: skip
    _head(sheet, row, scale, words)


def _name_axes(sheet: Sheet, last: Row, beyond: int, scale: Scale, words: Words) -> None:
    """Say below the last row what its axes count, and how many lie beyond them."""
    style = Style(scale.small, PAPER.ink_soft, italic=True)
    told = f"{words.say('strip.beyond', n=beyond)}   " if beyond else ""
    along = words.say("along" if last.reach.is_river else "along.line")
    text = sheet.lettering.shorten(
        f"{told}→ {along}   ↑ {words.say('off')}", style, sheet.width - 10
    )
    y = last.box.bottom - _AXIS_BOTTOM_MM
    sheet.write(last.box.left, y, text, style, label="axes", up="center_baseline")


def _ticks(low: float, high: float, most: float) -> list[float]:
    step = next((s for s in _STEPS if (high - low) / s <= max(2, most)), _STEPS[-1])
    return [float(n * step) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _head(sheet: Sheet, row: Row, scale: Scale, words: Words) -> None:
    reach, box = row.reach, row.box
    bold, small = Style(scale.text, PAPER.ink, bold=True), Style(scale.small, PAPER.ink_soft)
    title = sheet.lettering.clean(reach.name)
    sheet.write(box.left, box.top + 0.9, title, bold, label="reach")
    if reach.is_river:
        after = box.left + sheet.lettering.width(title, bold) + 1.5
        mouth, source = f"← {words.say('mouth')}", f"{words.say('source')} →"
        sheet.write(after, box.top + 0.9, mouth, small, label="end")
        sheet.write(box.right, box.top + 0.9, source, small, label="end", across="right")


def _draw_banks(sheet: Sheet, row: Row, scale: Scale) -> list[Box]:
    """Write whose banks they are; return the room that takes."""
    style = Style(scale.small, PAPER.label_soft)
    height, right = scale.small / PT_PER_MM, row.box.right - 1
    taken = []
    for name, y in (
        (row.reach.upper_name, row.box.top - 0.6 - height / 2),
        (row.reach.lower_name, row.box.bottom + 0.6 + height / 2),
    ):
        text = sheet.lettering.clean(name)
        sheet.write(right, y, text, style, label="bank", across="right", up="center_baseline")
        width = sheet.lettering.width(text, style)
        taken.append(Box(right - width, y - height / 2, right, y + height / 2))
    return taken
