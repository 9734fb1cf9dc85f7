"""Rivers and borders: the line that is meant, the part of it, the side, and the strip along it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from borderviz.geocoding import relations, supports
from borderviz.geocoding.answers import Answer, Candidate, resolved, unresolved
from borderviz.geocoding.naming import find_unit, place_of, resolve_named
from borderviz.geocoding.rules import rule
from borderviz.geocoding.sizes import load_sizes
from borderviz.geocoding.trees import BorderStretch, Junction, Named, Offset, River, Stretch

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas
    from borderviz.geocoding.context import Context


@dataclass(frozen=True)
class _Course:
    """The line that an expression means.

    Attributes
    ----------
    line : LineString or MultiLineString, EPSG:4326
    ground : shapely geometry or None
        The outline of the unit that it runs in.
    side : str or None
        The country on whose side something lies, None for both.
    label : str
    unit : Place or None
    """

    line: BaseGeometry
    ground: BaseGeometry | None
    side: str | None
    label: str
    unit: Place | None


def _part(
    line: BaseGeometry,
    ends: set[str],
    within: Named | Stretch | None,
    atlas: Atlas,
    context: Context,
) -> tuple[BaseGeometry, Place | None, str] | Answer:
    """Return the part of a line that is meant, the unit it runs in, and how to call it.

    ``ends`` are the countries on either side of the line.
    """
    if isinstance(within, Stretch):
        return _stretch(line, ends, within, atlas, context)
    if within is not None:
        unit = find_unit(within, atlas, context)
        if unit is None:
            return _stretch(line, ends, Stretch("near", (within,)), atlas, context)
        outline = atlas.unit_outline(unit)
        return (line if outline is None else atlas.reach(line, outline)), unit, f" in {unit.name}"
    if context.province is not None and context.province in atlas.provinces:
        reach = atlas.reach(line, atlas.provinces[context.province])
        if not reach.is_empty:
            name = atlas.province_name(context.province)
            return reach, None, f" in {name}, the stated province of the event"
    return line, None, ""


def _stretch(
    line: BaseGeometry, ends: set[str], within: Stretch, atlas: Atlas, context: Context
) -> tuple[BaseGeometry, Place | None, str] | Answer:
    meant = []

    def can_be(candidate: Candidate) -> bool:
        place, own = candidate.place, candidate.support
        if own is None:
            return place is None or place.country in ends
        return relations.facing(own, line) is not None

    for named in within.places:
        found = place_of(named, atlas, context, can_be=can_be)
        if isinstance(found, Answer):
            return found
        meant.append(found)
    names = " and ".join(place.name for _, place, _ in meant)
    label = f" {within.relation} {names}"
    if within.relation == "between":
        (_, first, one), (_, second, other) = meant
        ground = relations.between(one, other, (first.name, second.name)).geometry
        stretch: BaseGeometry | None = shapely.intersection(line, ground)
    else:
        _, place, own = meant[0]
        around = supports.near_place(place, atlas) if within.relation == "near" else None
        part = relations.facing(around or own, line)
        stretch = None if part is None else part[0]
    if stretch is None or stretch.is_empty:
        return unresolved(f"no part of the line runs{label}")
    return stretch, None, label


@rule(River)
def _river(tree: River, atlas: Atlas, context: Context) -> Answer:
    course = _course_of(tree, atlas, context)
    if isinstance(course, Answer):
        return course
    river = atlas.place(tree.name.ids[0])
    support = supports.of_river(course.line, atlas, bank=course.side, area=tree.area)
    if support is None:
        return unresolved(f"nothing of {course.label} lies on that bank")
    return resolved(river, f"near {course.label}" if tree.area else course.label, support)


@rule(BorderStretch)
def _border(tree: BorderStretch, atlas: Atlas, context: Context) -> Answer:
    course = _course_of(tree, atlas, context)
    if isinstance(course, Answer):
        return course
    support = supports.of_border(course.line, course.ground, course.side, atlas, area=tree.area)
    if support is None:
        return unresolved(f"nothing of {course.label} lies on that side")
    return resolved(course.unit, course.label, support)


def offset_from_line(
    tree: Offset, of: River | BorderStretch, atlas: Atlas, context: Context
) -> Answer:
    """Return what lies so far from a river or a border, or at most so far."""
    course = _course_of(of, atlas, context)
    if isinstance(course, Answer):
        return course
    length = tree.length
    # nobody measures from the middle of a river, nor from a line that is known no better
    bank_km = load_sizes()["river_strip"].km if isinstance(of, River) else 0.0
    narrow, wide = length.error_km
    errors = (narrow, max(wide, atlas.accuracy_m / 1000) + bank_km)
    support = relations.along(
        course.line, supports.ground_of(course.ground, course.side, atlas),
        supports.on_side(course.side, atlas), length.km, errors, within=tree.within,
    )  # fmt: skip
    label = f"{'within ' if tree.within else ''}{length.text} from {course.label}"
    if support is None:
        return unresolved(f"nothing lies {label} on that side")
    return resolved(course.unit, label, replace(support, country=course.side))


def _course_of(tree: River | BorderStretch, atlas: Atlas, context: Context) -> _Course | Answer:
    """Return the line that is meant, or the answer why there is none."""
    side = tree.bank
    if isinstance(tree, River):
        if len(tree.name.ids) > 1:
            return resolve_named(tree.name, atlas, context)
        river = atlas.place(tree.name.ids[0])
        whole, name = atlas.rivers[river.place_id], river.name
        ids = atlas.river_borders[river.place_id]
    else:
        ids = _borders_of(tree, atlas, context)
        if not ids:
            return unresolved("the pack has no border between the countries named")
        whole = shapely.union_all([atlas.borders[b] for b in ids])
        titles = atlas.geodata.borders.set_index("border_id")["name_en"]
        name = " and ".join(str(titles[i]) for i in ids)
        if not tree.borders and not tree.countries:
            name += " (meant where none is named)"
        side = _side(ids, tree.bank or context.bank, atlas)
        if tree.owner not in {None, atlas.home} and not (tree.bank or context.bank):
            side = None  # "the Chinese border" names the other side, or leaves the side open
    ends = set[str]().union(*(atlas.border_countries[b] for b in ids))
    part = _part(whole, ends, tree.within, atlas, context)
    if isinstance(part, Answer):
        return part
    stretch, unit, where = part
    if isinstance(tree, BorderStretch) and unit is not None and not (tree.bank or context.bank):
        # "the border in Jilin" is told from the Chinese side
        side = unit.country if unit.country in ends else side
    if stretch.is_empty:
        return unresolved(f"{name} does not run along {where.removeprefix(' in ')}")
    ground = None if unit is None else atlas.unit_outline(unit)
    return _Course(stretch, ground, side, f"{name}{where}", unit)


def _borders_of(tree: BorderStretch, atlas: Atlas, context: Context) -> tuple[str, ...]:
    """Return the borders that are meant; with one country named, home is the other."""
    if tree.borders:
        return tree.borders
    info = atlas.geodata.info
    named = set(tree.countries)
    if named <= {info.home}:
        return _implied_borders(atlas, context)
    ends = named if len(named) > 1 else named | {info.home}
    return tuple(b for b, pair in atlas.border_countries.items() if pair == ends)


def _implied_borders(atlas: Atlas, context: Context) -> tuple[str, ...]:
    """Return the border that is meant where none is named: that of the context, or the usual one.

    A country named beside home decides, then the province, where the usual border does not run.
    """
    abroad = ({context.bank} if context.bank else set(context.countries)) - {atlas.home}
    facing = [b for b, pair in atlas.border_countries.items() if pair & abroad]
    if len(facing) == 1:
        return tuple(facing)
    provinces = {context.province} if context.province else set(context.admin1)
    outlines = [atlas.provinces[p] for p in sorted(provinces & set(atlas.provinces))]
    usual = (atlas.geodata.info.default_border,)

    def runs(border_id: str) -> bool:
        return any(not atlas.reach(atlas.borders[border_id], o).is_empty for o in outlines)

    if not outlines or runs(usual[0]):
        return usual
    there = tuple(b for b in atlas.borders if runs(b))
    return there if len(there) == 1 else usual


def _side(border_ids: tuple[str, ...], bank: str | None, atlas: Atlas) -> str | None:
    """Return the side of a border that is meant: the one stated, else home where one is implied."""
    ends = set[str]().union(*(atlas.border_countries[b] for b in border_ids))
    if bank in ends:
        return bank
    implied = not set(border_ids) & set(atlas.geodata.info.two_sided_borders)
    return atlas.home if implied and atlas.home in ends else None


@rule(Junction)
def _junction(tree: Junction, atlas: Atlas, context: Context) -> Answer:
    units = [find_unit(u, atlas, context) for u in tree.units]
    outlines = [atlas.unit_outline(u) for u in units if u is not None]
    ids = _borders_of(BorderStretch(countries=(tree.country,)), atlas, context)
    if len(outlines) < len(tree.units) or not ids:
        return unresolved("one of the units that are said to meet is not known")
    support = supports.of_junction(ids, tuple(o for o in outlines if o is not None), atlas)
    names = " and ".join(u.name for u in units if u is not None)
    if support is None:
        return unresolved(f"{names} do not meet on the border")
    return resolved(None, f"where {names} meet the border", support)
