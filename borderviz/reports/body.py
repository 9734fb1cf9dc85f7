"""The report as one HTML document: findings first, then figures, tables, methods, sources."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from borderviz.documents.document import render_document
from borderviz.documents.markup import element, link_element, list_element, wide_table
from borderviz.documents.summaries import column_notes, column_titles, readable
from borderviz.reports.incidents import TITLES
from borderviz.reports.methods import section_elements
from borderviz.reports.sources import source_elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree import ElementTree as ET

    from borderviz.geodata import ZoneRule
    from borderviz.reports.contents import Contents
    from borderviz.reports.figures import Picture
    from borderviz.summaries import Statement

HEADINGS: Final = {
    "zone": "By zone rule", "year": "By year", "month": "By month", "type": "By type",
    "province": "By province", "county": "By county", "outlet": "By outlet", "people": "People",
}  # fmt: skip


def report_html(
    contents: Contents, pictures: Sequence[Picture], files: Sequence[tuple[str, str]]
) -> str:
    """Write the report as one HTML page without script that needs no other file.

    Parameters
    ----------
    contents : Contents
    pictures : sequence of Picture
        In the order in which they are shown.
    files : sequence of tuple
        The other files of the folder and what each is.
    """
    body = [
        *_head(contents),
        *_findings(contents),
        *_figures(pictures),
        *_tables(contents),
        *_incidents(contents),
        *_rules(contents),
        *_methods(contents),
        *_sources(contents),
        *_files(contents, files),
    ]
    return render_document(body, title=contents.title, marked=contents.policy.marked)


def _head(contents: Contents) -> Iterator[ET.Element]:
    yield element("h1", contents.title)
    if contents.subtitle:
        yield element("p", contents.subtitle, class_="lead")
    counts = (
        (len(contents.incidents), "incident", "incidents"),
        (len(contents.totals), "total listed apart", "totals listed apart"),
        (len(contents.sources), "source", "sources"),
    )
    told = " · ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    yield element("p", f"{contents.period} · {told}", class_="soft")


def _findings(contents: Contents) -> Iterator[ET.Element]:
    yield element("h2", "Findings")
    if not contents.statements:
        return
    first, *others = contents.statements
    yield element("p", *_headline(first), class_="lead")
    yield list_element([*first.meaning, *first.people, first.basis])
    if others:
        yield element("h3", "Counted for other rules")
        yield list_element(element("span", *_headline(statement)) for statement in others)


def _headline(statement: Statement) -> tuple[ET.Element, str, str]:
    return element("strong", statement.headline), " ", statement.rest


def _figures(pictures: Sequence[Picture]) -> Iterator[ET.Element]:
    if pictures:
        yield element("h2", "Figures")
    for picture in pictures:
        kind, data = picture.embedded
        source = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
        image = element("img", src=source, alt=picture.description)
        yield element("figure", image, element("figcaption", picture.caption))


def _tables(contents: Contents) -> Iterator[ET.Element]:
    yield element("h2", "Counts")
    yield element(
        "p",
        "Every count is a range: Low is certain, High is not ruled out. How each figure counts is "
        "told below the tables.",
    )
    counts = {name: readable(summary) for name, summary in contents.summaries.items()}
    people = counts.pop("people")
    for name, table in counts.items():
        yield element("h3", HEADINGS[name])
        yield wide_table(table, column_titles(table))
    yield element("h3", "How each figure counts")
    notes = [note for table in counts.values() for note in column_notes(table)]
    yield list_element(dict.fromkeys(notes))
    yield element("h2", HEADINGS["people"])
    yield wide_table(people, column_titles(people))
    yield list_element(column_notes(people))


def _incidents(contents: Contents) -> Iterator[ET.Element]:
    yield element("h2", "Incidents")
    if contents.statements:
        rule = contents.statements[0].rule
        yield element("p", f"“{TITLES['finding']}” is told for “{rule}”.")
    yield wide_table(contents.incidents.drop(columns="event_ids"), TITLES)
    if len(contents.totals):
        yield element("h3", "Totals, listed apart")
        yield element(
            "p",
            "Sums over a longer time or a wider area, as a source gave them. They may already hold "
            "incidents above and are never added to them.",
        )
        yield wide_table(contents.totals.drop(columns="event_ids"), TITLES)


def _rules(contents: Contents) -> Iterator[ET.Element]:
    yield element("h2", "Zones and rules")
    for rule in contents.rules:
        yield from _rule(rule)
    if contents.not_drawn:
        labels = "; ".join(contents.not_drawn)
        yield element("p", f"No event can lie in: {labels}. These zones are left out.")


def _rule(rule: ZoneRule) -> Iterator[ET.Element]:
    yield element("h3", rule.label)
    yield element("p", f"In force: {rule.valid_from} to {rule.valid_to} (EDTF).", class_="soft")
    yield element("p", rule.description)
    if rule.not_drawn:
        yield element("p", rule.not_drawn)
    if rule.doubts:
        yield element("p", "What is in doubt:")
        yield list_element(rule.doubts)
    if rule.sources:
        yield element("p", "Reported by:")
        yield list_element(
            element("span", link_element(source.url, source.text)) for source in rule.sources
        )


def _methods(contents: Contents) -> Iterator[ET.Element]:
    yield element("h2", "Methods")
    for section in contents.methods:
        yield from section_elements(section)


def _sources(contents: Contents) -> Iterator[ET.Element]:
    yield element("h2", "Sources")
    yield from source_elements(contents.sources)
    yield element("h3", "Data and licences")
    yield list_element(
        element("span", link_element(row["url"], row["text"]), f" – {row['licence']}")
        for row in contents.licences.astype(object).to_dict("records")
    )


def _files(contents: Contents, files: Sequence[tuple[str, str]]) -> Iterator[ET.Element]:
    yield element("h2", "Files of this report")
    if contents.set_aside:
        rows = "1 row" if contents.set_aside == 1 else f"{contents.set_aside} rows"
        yield element("p", f"Set aside, because it could not be used: {rows} of the input.")
    yield list_element(
        element("span", element("span", name, class_="code"), f" – {what}") for name, what in files
    )
