"""Tables as Markdown and HTML: every text is a text, in any reader.

HTML is built as a tree and written by the standard library, so that no text can become markup.
In Markdown every character with a meaning is escaped. Cells that a spreadsheet would run when it
opens the file are guarded as in CSV (:mod:`borderviz.files.tables`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pandas as pd

from borderviz.files import guarded
from borderviz.page.texts import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

MISSING: Final = "–"
"""What stands in a cell of which nothing is known."""
_ISO_DATE: Final = re.compile(r"(\b\d{4}-\d{2}(?:-\d{2})?\b)")
_LEAST: Final = 0.005
"""What would be rounded to nothing, and is not nothing."""
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]|~<>&$^@]|^[#+=-]|(?<=^\d)[.)]|:(?=//)|\.(?<=\bwww.))")
"""What marks up anywhere, at the beginning of a text, or makes an address a link."""
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;"}
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def element(tag: str, *children: ET.Element | str, **attributes: str) -> ET.Element:
    """Make an HTML element; texts and values of attributes are taken as text.

    Parameters
    ----------
    tag : str
    *children : Element or str
    **attributes : str
        ``class_`` for ``class``, ``aria_label`` for ``aria-label``.

    Examples
    --------
    >>> html_text(element("p", "a < b", class_="x"))
    '<p class="x">a &lt; b</p>'
    """
    made = ET.Element(tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), safe_text(value))
    for child in children:
        if isinstance(child, ET.Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + safe_text(child)
        else:
            made.text = (made.text or "") + safe_text(child)
    return made


def html_text(made: ET.Element) -> str:
    """Write an element and all in it as HTML."""
    return ET.tostring(made, encoding="unicode", method="html")


def safe_text(text: str) -> str:
    """Replace what HTML cannot carry or a reader obeys: controls, halves of pairs, directions."""
    return _CONTROLS.sub("\ufffd", clean_text(text))


def table_element(
    table: pd.DataFrame, titles: Mapping[str, str] | None = None, *, under: str | None = None
) -> ET.Element:
    """Return a table as an HTML element: titles in the head, numbers marked as such.

    Parameters
    ----------
    table : pandas.DataFrame
    titles : mapping of str, optional
        What to write over a column; its name where there is none.
    under : str, optional
        A column whose values become headings over the rows that have them, one after another.
    """
    if under is not None:
        return _grouped(table, titles, under)
    return element("table", _head(table, titles), _rows(table))


def _grouped(table: pd.DataFrame, titles: Mapping[str, str] | None, under: str) -> ET.Element:
    rest = table.drop(columns=under)
    bodies = []
    for value, rows in rest.groupby(table[under].fillna(MISSING), sort=False):
        over = element(
            "th", cell_text(value), scope="rowgroup", colspan=str(len(rest.columns)), class_="over"
        )
        body = _rows(rows)
        body.insert(0, element("tr", over))
        bodies.append(body)
    return element("table", _head(rest, titles), *bodies)


def _head(table: pd.DataFrame, titles: Mapping[str, str] | None) -> ET.Element:
    cells = [
        element("th", _title(name, titles), scope="col", class_=kind)
        for name, kind in _kinds(table)
    ]
    return element("thead", element("tr", *cells))


def _rows(table: pd.DataFrame) -> ET.Element:
    kinds = [kind for _, kind in _kinds(table)]
    rows = [
        element("tr", *(
            element("td", *_unbroken(cell_text(cell)), class_=kind)
            for cell, kind in zip(row, kinds, strict=True)
        ))
        for row in table.itertuples(index=False, name=None)
    ]  # fmt: skip
    return element("tbody", *rows)


def _unbroken(text: str) -> list[ET.Element | str]:
    """Keep each ISO date of a text on one line."""
    parts = _ISO_DATE.split(text)
    return [element("span", part, class_="d") if at % 2 else part for at, part in enumerate(parts)]


def _kinds(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the columns, each with how its cells stand: a number or a text."""
    return [
        (str(name), "n" if _is_numeric(table.iloc[:, at]) else "t")
        for at, name in enumerate(table.columns)
    ]


def wide_table(table: pd.DataFrame, titles: Mapping[str, str] | None = None) -> ET.Element:
    """Return a table that may be wider than the page, under the labels of its rules if any."""
    under = "rule" if "rule" in table.columns else None
    made = table_element(table, titles, under=under)
    # what scrolls must be reached by keyboard, and what is reached must have a name
    return element("div", made, class_="wide", tabindex="0", role="group", aria_label="Table")


def markdown_table(table: pd.DataFrame, titles: Mapping[str, str] | None = None) -> str:
    """Return a table in the pipe form of Markdown; one line a row, whatever its cells hold."""
    kinds = _kinds(table)
    lines = [
        [markdown_text(_title(name, titles)) for name, _ in kinds],
        ["---:" if kind == "n" else "---" for _, kind in kinds],
        *([markdown_text(cell_text(cell)) for cell in row]
          for row in table.itertuples(index=False, name=None)),
    ]  # fmt: skip
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def markdown_text(text: str) -> str:
    r"""Escape a text for one line of Markdown.

    Examples
    --------
    >>> markdown_text("a|b <c> *d*")
    'a&#124;b &lt;c&gt; \\*d\\*'
    """
    flat = " ".join(safe_text(text).split())
    return _MARKDOWN.sub(lambda found: _ENTITIES.get(found[1], f"\\{found[1]}"), flat)


def cell_text(value: Any) -> str:
    """Write a value for a reader; texts are guarded, what is not whole has two decimals."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "<0.01" if 0 < value < _LEAST else f"{value:.2f}"
    return guarded("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def link_element(url: object, text: str) -> ET.Element | str:
    """Return a link to an https address; the text alone for any other."""
    if not isinstance(url, str) or not is_link(url):
        return text
    return element("a", text, href=url, rel="noopener noreferrer")


def is_link(url: str) -> bool:
    """Whether an address is one that a reader may be sent to."""
    return bool(re.fullmatch(r"https://[^\s\"'<>\\^`{|}\x00-\x20\x7f-\x9f]+", url))


def list_element(items: Iterable[ET.Element | str]) -> ET.Element:
    """Return a list with bullets."""
    return element("ul", *(element("li", item) for item in items))


def _title(name: str, titles: Mapping[str, str] | None) -> str:
    return guarded((titles or {}).get(name, name))


def _is_numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
