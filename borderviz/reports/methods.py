"""How a report was made, in words: what was assumed, with its sizes and its sources."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.documents import MARK
from borderviz.documents.markup import (
    element,
    list_element,
    markdown_table,
    markdown_text,
    table_element,
)
from borderviz.geocoding import load_sizes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    from borderviz.disclosure import Policy
    from borderviz.geodata import Geodata, ZoneRule

_METHODS: Final = {
    "disc": "a disc around the named place",
    "near": "the surroundings of the named place",
    "junction": "the meeting point of several borders",
    "coordinates": "stated coordinates with their uncertainty",
    "point": "stated coordinates, taken as a point",
    "unit": "the outline of an administrative unit",
    "thiessen": "the approximate area of an administrative unit",
    "river_strip": "a reach of the river with a strip on its banks",
    "border_strip": "a strip along the border",
    "border_area": "the area behind the border",
}


@dataclass(frozen=True)
class Section:
    """A part of a text: its heading, its paragraphs, a list, a table; each may be empty."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: pd.DataFrame | None = None


def describe_methods(
    located: pd.DataFrame, geodata: Geodata, rules: Sequence[ZoneRule], *, policy: Policy
) -> tuple[Section, ...]:
    """Say how places, dates, zones and counts of a report came about.

    Parameters
    ----------
    located : pandas.DataFrame
        The contract ``located``.
    geodata : Geodata
    rules : sequence of ZoneRule
        The rules that the report tells of.
    policy : Policy
        What it was written under.
    """
    return (
        _places(located, geodata),
        _dates(located),
        _zones(rules),
        _shares(geodata),
        _counts(),
        _made_with(geodata, policy),
    )


def _places(located: pd.DataFrame, geodata: Geodata) -> Section:
    n = len(located)
    resolved = located["resolution"] == "resolved"
    used = located.loc[resolved, "method"].value_counts()
    points = [
        f"{count} of {n} events: {_METHODS.get(str(method), str(method).replace('_', ' '))}"
        for method, count in sorted(used.items(), key=lambda pair: (-pair[1], str(pair[0])))
    ]
    if unplaced := n - int(resolved.sum()):
        points.append(f"{unplaced} of {n} events: not placed, because the report leaves it open")
    sizes = load_sizes().values()
    table = pd.DataFrame(
        [(size.meaning, size.stated()) for size in sizes],
        columns=["Convention", "Size (range)"],
    )
    return Section(
        "Places",
        (
            "A report seldom gives a point. Each place expression is turned into the area in which "
            "the event may have happened, after the point-radius and shape methods (Wieczorek, Guo "
            "and Hijmans 2004; Chapman and Wieczorek 2020, Georeferencing Best Practices). No "
            "place is guessed: what several places may mean stays open. The areas of this report:",
            f"Names come from the data pack “{geodata.info.title}”. Where a source gives no size, "
            "the following conventions stand in; their ranges go into every result.",
        ),
        tuple(points),
        table,
    )


def _dates(located: pd.DataFrame) -> Section:
    undated = int((located["date_start"].isna() | located["date_end"].isna()).sum())
    spread = int((located["date_start"] != located["date_end"]).fillna(value=False).sum())
    return Section(
        "Dates",
        (
            "Dates are kept as stated (EDTF, ISO 8601-2) and held as intervals of days. "
            f"Of {len(located)} events {spread} have an interval of several days and {undated} no "
            "full interval, for example because no year is stated; no rule is counted as in force "
            "for certain on days that are not known.",
        ),
    )


def _zones(rules: Sequence[ZoneRule]) -> Section:
    points = tuple(
        f"{rule.label}: {_readings(rule)}; in force from {rule.valid_from} to {rule.valid_to}"
        for rule in rules
        if rule.variants
    )
    return Section(
        "Zones",
        (
            "A zone is drawn from the rule that made it, on the ellipsoid (WGS 84): all ground "
            "within the stated width of the stated line, on the stated side. Where sources give "
            "several widths or lines, each is a reading of the rule; an event is inside only if it "
            "is inside in all readings, and outside only if it is outside in all. Dates in EDTF; "
            "“..” is open.",
        ),
        points,
    )


def _readings(rule: ZoneRule) -> str:
    return ", ".join(
        f"{variant.width_km:g} km from the {variant.baseline.replace('-', ' ')}"
        + (" (reference)" if variant.reference else "")
        for variant in rule.variants
    )


def _shares(geodata: Geodata) -> Section:
    rows = geodata.borders
    lines = [
        f"{name}: known to {accuracy:g} m"
        for name, accuracy in zip(rows["name_en"], rows["accuracy_m"], strict=True)
    ]
    return Section(
        "Inside, possible, outside",
        (
            "For an area S and a zone Z the share p = area(S ∩ Z) / area(S) is taken in an equal-"
            "area projection, as if each point of S were equally likely. Its range runs over the "
            "range of the area's size, all readings of the rule and the accuracy of the border "
            "line. Inside means that the least share is 1, outside that the greatest is 0, all "
            "else is possible. t is the share of the event's days on which the rule was in force.",
        ),
        tuple(lines),
    )


def _counts() -> Section:
    return Section(
        "Counts",
        (
            "Reports of one incident count once; where they differ, the incident is uncertain. "
            "Low counts what was inside and in force for certain, High all that neither place nor "
            "date rules out, Expected is the sum of p × t. Totals that a source gives may hold "
            "incidents told elsewhere and are never added. Reports that go back to one source are "
            "one origin. Numbers of people are added up over the incidents of which a number is "
            "reported; what is not reported is not zero.",
        ),
    )


def _made_with(geodata: Geodata, policy: Policy) -> Section:
    # what was laid over the pack is told with its path, which is nobody else's business
    notes = geodata.notes if policy.marked else ()
    laid = f", with {len(geodata.notes)} additions of one's own" if geodata.notes else ""
    return Section(
        "Made with",
        (),
        (
            f"borderviz {version('borderviz')}",
            f"Data pack: {geodata.info.title}{laid}, sha256 {geodata.sha256}",
            *notes,
            f"Policy: {policy.name}",
        ),
    )


def section_elements(section: Section) -> list[ET.Element]:
    """Return a section as HTML elements."""
    parts = [element("h3", section.heading)]
    first, rest = section.paragraphs[:1], section.paragraphs[1:]
    parts += [element("p", text) for text in first]
    if section.points:
        parts.append(list_element(section.points))
    parts += [element("p", text) for text in rest]
    if section.table is not None:
        parts.append(element("div", table_element(section.table), class_="wide"))
    return parts


def sections_markdown(title: str, sections: Sequence[Section], *, marked: bool) -> str:
    """Return sections as a Markdown document, which says so when it is not for publication."""
    parts = [f"# {markdown_text(title)}\n", *([f"**{MARK}**\n"] if marked else [])]
    for section in sections:
        parts.append(f"## {markdown_text(section.heading)}\n")
        first, rest = section.paragraphs[:1], section.paragraphs[1:]
        parts += [f"{markdown_text(text)}\n" for text in first]
        if section.points:
            parts.append("".join(f"- {markdown_text(point)}\n" for point in section.points))
        parts += [f"{markdown_text(text)}\n" for text in rest]
        if section.table is not None:
            parts.append(markdown_table(section.table))
    return "\n".join(parts)
