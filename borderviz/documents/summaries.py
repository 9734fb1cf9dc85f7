"""A summary for readers: CSV, Markdown or HTML, with what each figure counts."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from borderviz.documents.document import MARK, render_document
from borderviz.documents.markup import (
    element,
    list_element,
    markdown_table,
    markdown_text,
    wide_table,
)
from borderviz.errors import InputError, shown
from borderviz.files import csv_text
from borderviz.symbology import MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

FORMS: Final = ("csv", "md", "html")
_DECIMALS: Final = 3
_WHERE_SOME: Final = ("not_in_expected", "unknown_year", "not_in_force", "other_bank", "aggregates")
_TYPES: Final = {mark.name: mark.en for mark in MARKS}


def label_rules(summary: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    """Return a summary with the label of each rule after its id, as column ``rule``."""
    labels = dict(zip(zones["rule_id"], zones["label"], strict=True))
    labelled = summary.copy()
    labelled.insert(1, "rule", summary["rule_id"].map(labels).astype("string"))
    return labelled


def write_up(summary: pd.DataFrame, form: str, *, title: str, marked: bool) -> str:
    """Write a summary as the text of a file.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`borderviz.summarize` or :func:`borderviz.summarize_people` returns it.
    form : {"csv", "md", "html"}
        CSV holds the figures alone; the others tell how each counts. HTML is one page that
        needs no other file.
    title : str
        Any text.
    marked : bool
        Whether Markdown and HTML carry the mark that they are not for publication.

    Raises
    ------
    InputError
        If there is no such form.
    """
    if form == "csv":
        return csv_text(rounded(summary))
    told = readable(summary)
    notes, titles = column_notes(told), column_titles(told)
    if form == "md":
        lines = "".join(f"- {markdown_text(note)}\n" for note in notes)
        mark = f"**{MARK}**\n\n" if marked else ""
        return (
            f"# {markdown_text(title)}\n\n{mark}{markdown_table(told, titles)}\n"
            f"## How each figure counts\n\n{lines}"
        )
    if form != "html":
        raise InputError(f"a summary is written as {', '.join(FORMS)}, not {shown(form)}")
    return render_document(
        [
            element("h1", title),
            wide_table(told, titles),
            element("h2", "How each figure counts"),
            list_element(notes),
        ],
        title=title,
        marked=marked,
    )


def rounded(summary: pd.DataFrame) -> pd.DataFrame:
    """Return a summary with its expected figures as finely as they are worth."""
    return summary.round({name: _DECIMALS for name in summary.columns if "expected" in name})


def readable(summary: pd.DataFrame) -> pd.DataFrame:
    """Return a summary as people read it.

    Labels of rules and types stand for their ids, and what is nowhere the case has no column.
    """
    empty = [name for name in _WHERE_SOME if name in summary and not summary[name].any()]
    told = summary.drop(columns=empty)
    if "rule" in told:
        told = told.drop(columns="rule_id")
    if "event_type" in told:
        told["event_type"] = told["event_type"].map(_type_labels)
    return told


def _type_labels(types: str) -> str:
    return " or ".join(_TYPES.get(name, name) for name in types.split(" or "))


def column_titles(summary: pd.DataFrame) -> dict[str, str]:
    """Return what to write over the columns of a summary."""
    return {name: about["title"] for name, about in _about(summary).items()}


def column_notes(summary: pd.DataFrame) -> list[str]:
    """Return how each column of a summary counts, a sentence each; those that need one."""
    told = _about(summary).values()
    return [f"{about['title']}: {about['note']}" for about in told if about["note"]]


def _about(summary: pd.DataFrame) -> dict[str, Mapping[str, str]]:
    of_people = "people" in summary.columns
    known = _figures()
    found = {}
    for name in map(str, summary.columns):
        own = f"people_{name}" if of_people and f"people_{name}" in known else name
        found[name] = known.get(own, {"title": name, "note": ""})
    return found


@cache
def _figures() -> Mapping[str, Mapping[str, str]]:
    text = files("borderviz.documents").joinpath("columns.csv").read_text("utf-8")
    return {row["column"]: row for row in csv.DictReader(text.splitlines())}
