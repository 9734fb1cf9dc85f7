"""Tables → a figure in print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from borderviz.errors import InputError, shown
from borderviz.figures.figure import Figure, plain_settings
from borderviz.figures.incidents import tell_story
from borderviz.figures.layout import lay_out, scale_of, size_of
from borderviz.figures.lettering import Lettering, require_fonts
from borderviz.figures.maps import Seen, draw_map, draw_multiples, map_legend
from borderviz.figures.sheet import Sheet
from borderviz.figures.telling import matter_of
from borderviz.figures.words import Words

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from borderviz.geodata import Geodata

KINDS: Final = ("map", "strip", "multiples")
_DRAWERS: Final = {"map": draw_map, "multiples": draw_multiples}
_NOTES: Final = {"map": ("note",), "multiples": ("note",)}


def build_figure(  # noqa: PLR0913 - the tables and what a reader may choose
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str,
    title: str = "",
    size: str | tuple[float, float] = "page",
    kind: str = "map",
    by: str | None = None,
    language: str = "en",
) -> Figure:
    """Draw located and assessed events for print.

    Parameters
    ----------
    located, verdicts, zones : tables
        As :func:`borderviz.locate_events`, :func:`borderviz.roll_up` and
        :func:`borderviz.build_zones` return them.
    geodata : Geodata
    policy : {"internal", "public"}
        What may be shown; ``internal`` puts a visible mark on the figure.
    title : str
        The pack's title by default.
    size : {"page", "column"} or (width, height) in millimetres
        170 × 225 mm, 85 × 130 mm, or a size of one's own.
    kind : {"map", "strip", "multiples"}
        One map; the border as a straight axis with the distance from it upright; or a small
        map for each group.
    by : str, optional
        What small multiples are drawn by: ``year`` (the default), ``event_type`` or any column.
    language : {"en", "ko", "zh"}
        Korean and Chinese need a font of the system, such as Noto Sans CJK.

    Returns
    -------
    Figure
        Shows itself in a notebook; ``save(path)`` writes SVG, PNG (300 dpi) or PDF, the same
        bytes for the same tables.

    Raises
    ------
    InputError
        If there is nothing to draw, the sheet is too small, a font is missing, or an argument is
        not known.
    """
    width, height = check_choices(size=size, kind=kind, by=by, language=language)
    words = Words(language)
    grouped = (by or "year") if kind == "multiples" else None
    story = tell_story(located, verdicts, zones, policy=policy, by=grouped)
    with plain_settings():
        sheet = Sheet(width, height, Lettering(language))
        scale = scale_of(width)
        notes = tuple(words.say(key) for key in _NOTES[kind])
        matter = matter_of(
            story, geodata, words, title=title, notes=notes, drawn=story.placed, zones=zones
        ).cleaned(sheet.lettering)
        longest = map_legend(story, Seen(), scale=scale, words=words)
        plan = lay_out(sheet, matter, longest, scale)
        seen = _DRAWERS[kind](sheet, plan.room, story, geodata, scale=scale, words=words)
        map_legend(story, seen, scale=scale, words=words).draw(sheet, plan.legend)
    description = " ".join((matter.title, *matter.subtitle, *matter.foot[:1]))
    return Figure(sheet.canvas, title=matter.title, description=description)


def check_choices(
    *, size: str | tuple[float, float], kind: str, by: str | None, language: str
) -> tuple[float, float]:
    """Check what was chosen, before any work; return width and height in millimetres.

    Raises
    ------
    InputError
        If something is not known, or a font is missing.
    """
    Words(language)
    if kind not in KINDS:
        raise InputError(f"a figure is one of {', '.join(KINDS)}, not {shown(kind)}")
    if by is not None and kind != "multiples":
        raise InputError(f"by={shown(by)} is for small maps; choose the kind multiples as well")
    require_fonts(language)
    return size_of(size)
