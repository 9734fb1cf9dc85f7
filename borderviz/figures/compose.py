"""Tables → a figure in print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from borderviz.disclosure import check_labels
from borderviz.errors import InputError, shown
from borderviz.figures.charts import Chart, Distances, Months, Verdicts
from borderviz.figures.figure import Figure, plain_settings
from borderviz.figures.incidents import tell_story
from borderviz.figures.layout import CHART_SIZES, SIZES, Matter, lay_out, scale_of, size_of
from borderviz.figures.legend import Group, Legend
from borderviz.figures.lettering import Lettering, require_fonts
from borderviz.figures.maps import Seen, draw_map, draw_multiples, map_legend
from borderviz.figures.sheet import Sheet
from borderviz.figures.strips import draw_strip
from borderviz.figures.telling import matter_of
from borderviz.figures.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from borderviz.disclosure import Policy, Release
    from borderviz.figures.incidents import Story
    from borderviz.geodata import Geodata

_CHARTS: Final[dict[str, type[Chart]]] = {
    "months": Months,
    "verdicts": Verdicts,
    "distance": Distances,
}
KINDS: Final = ("map", "strip", "multiples")
_GROUPED: Final = ("multiples", "verdicts")
"""The kinds that are drawn by a column."""
_DRAWERS: Final = {"map": draw_map, "multiples": draw_multiples, "strip": draw_strip}
_NOTES: Final = {"map": ("note",), "multiples": ("note",), "strip": ("note", "strip.note")}


def build_figure(  # noqa: PLR0913 - the tables and what a reader may choose
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str | Path | Policy | Release,
    as_of: str | None = None,
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
    policy : str, Path, Policy or Release
        What may be shown: ``internal`` (which puts a visible mark on the figure), ``public``, the
        path of a policy file, or a release of these tables that was made already.
    as_of : str, optional
        Day of the publication, ISO 8601; required where the policy delays events.
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
    if kind not in KINDS:
        raise InputError(f"a figure is one of {', '.join(KINDS)}, not {shown(kind)}")
    check_choices(size=size, kind=kind, by=by, language=language)
    words = Words(language)
    width, height = size_of(size)
    grouped = (by or "year") if kind == "multiples" else None
    story = tell_story(located, verdicts, zones, geodata, policy=policy, by=grouped, as_of=as_of)
    check_labels(story.release, {"the title": title})
    with plain_settings():
        sheet = Sheet(width, height, Lettering(language))
        scale = scale_of(width)
        notes = tuple(words.say(key) for key in _NOTES[kind])
        matter = matter_of(story, geodata, words, title=title, notes=notes, zones=zones).cleaned(
            sheet.lettering
        )
        longest = map_legend(story, Seen(), scale=scale, words=words)
        plan = lay_out(sheet, matter, longest, scale)
        seen = _DRAWERS[kind](sheet, plan.room, story, geodata, scale=scale, words=words)
        map_legend(story, seen, scale=scale, words=words).draw(sheet, plan.legend)
    return _finished(sheet, matter, story, geodata)


def build_chart(  # noqa: PLR0913 - the tables and what a reader may choose
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    policy: str | Path | Policy | Release,
    as_of: str | None = None,
    title: str = "",
    size: str | tuple[float, float] = "page",
    kind: str = "months",
    by: str | None = None,
    language: str = "en",
) -> Figure:
    """Draw a chart of incidents; reported totals are left out, and one incident counts once.

    Parameters
    ----------
    located, verdicts, zones, geodata, policy, title, language
        As of :func:`borderviz.build_figure`.
    size : {"page", "column"} or (width, height) in millimetres
        170 × 100 mm, 85 × 90 mm, or a size of one's own.
    kind : {"months", "verdicts", "distance"}
        Incidents per month (per year over more than ten years) by verdict, those of uncertain
        date spread evenly over the days on which they may have happened
        (:mod:`borderviz.figures.aoristic`); incidents by verdict for each group; or how many lie
        within a distance of the border line, certainly and possibly.
    by : str, optional
        What the chart of verdicts has bars for: ``event_type`` (the default), ``year`` or any
        column.

    Returns
    -------
    Figure
        As of :func:`borderviz.build_figure`.

    Raises
    ------
    InputError
        If there is nothing to draw, the sheet is too small, a font is missing, or an argument is
        not known.
    """
    if kind not in _CHARTS:
        raise InputError(f"a chart is one of {', '.join(_CHARTS)}, not {shown(kind)}")
    if by is not None and kind != "verdicts":
        raise InputError(
            f"by={shown(by)} is for bars of verdicts; choose the kind verdicts as well"
        )
    words = Words(language)
    require_fonts(language)
    width, height = size_of(size, CHART_SIZES)
    grouped = (by or "event_type") if kind == "verdicts" else None
    story = tell_story(located, verdicts, zones, geodata, policy=policy, by=grouped, as_of=as_of)
    check_labels(story.release, {"the title": title})
    chart = _CHARTS[kind](story, words)
    with plain_settings():
        sheet = Sheet(width, height, Lettering(language))
        scale = scale_of(width)
        matter = matter_of(
            story, geodata, words, title=title, notes=chart.notes(), zones=zones, mapped=False
        ).cleaned(sheet.lettering)
        legend = Legend((Group("", chart.legend(scale)),), scale.text)
        plan = lay_out(sheet, matter, legend, scale)
        chart.draw(sheet, plan.room, scale)
        legend.draw(sheet, plan.legend)
    return _finished(sheet, matter, story, geodata)


def _finished(sheet: Sheet, matter: Matter, story: Story, geodata: Geodata) -> Figure:
    description = " ".join((matter.title, *matter.subtitle, *matter.foot[:1]))
    # the map bears the names of its places whatever its events are
    names = geodata.names["name"], geodata.places["name"]
    secrets = story.release.secrets.beyond(str(name) for column in names for name in column)
    return Figure(sheet.canvas, title=matter.title, description=description, secrets=secrets,
                  notes=story.release.notes)  # fmt: skip


def check_choices(
    *, size: str | tuple[float, float], kind: str, by: str | None, language: str
) -> None:
    """Check what was chosen for a figure or a chart, before any work.

    Raises
    ------
    InputError
        If something is not known, or a font is missing.
    """
    Words(language)
    if kind not in (*KINDS, *_CHARTS):
        raise InputError(f"a figure is one of {', '.join((*KINDS, *_CHARTS))}, not {shown(kind)}")
    if by is not None and kind not in _GROUPED:
        raise InputError(
            f"by={shown(by)} is for the kinds {' and '.join(_GROUPED)}; choose one of them as well"
        )
    size_of(size, CHART_SIZES if kind in _CHARTS else SIZES)
    require_fonts(language)
