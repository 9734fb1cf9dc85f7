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
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]|~<>&$^@]|^[#+=-]|(?<=^\d)[.)]|:(?=//)|\.(?<=\bwww.))")
"""What marks up anywhere, at the beginning of a text, or makes an address a link."""
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;"}
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def element(tag: str, *children: ET.Element | str, **attributes: str) -> ET.Element:
    """Make an HTML element; texts and values of attributes are taken as text.

    Parameters
    ----------
    tag : str
    *children : Element or str
    **attributes : str
        ``class_`` for ``class``.

    Examples
    --------
    >>> html_text(element("p", "a < b", class_="x"))
    '<p class="x">a &lt; b</p>'
    """
    made = ET.Element(tag, {name.rstrip("_"): safe_text(v) for name, v in attributes.items()})
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
    """Replace what HTML cannot carry or a reader would obey: controls, halves of pairs."""
    return _CONTROLS.sub("\ufffd", clean_text(text))


def table_element(table: pd.DataFrame, titles: Mapping[str, str] | None = None) -> ET.Element:
    """Return a table as an HTML element: titles in the head, numbers marked as such.

    Parameters
    ----------
    table : pandas.DataFrame
    titles : mapping of str, optional
        What to write over a column; its name where there is none.
    """
    names = [str(name) for name in table.columns]
    numeric = [_is_numeric(table.iloc[:, at]) for at in range(len(names))]
    head = element("tr", *(
        element("th", _title(name, titles), scope="col", class_="n" if right else "t")
        for name, right in zip(names, numeric, strict=True)
    ))  # fmt: skip
    rows = [
        element("tr", *(
            element("td", cell_text(cell), class_="n" if right else "t")
            for cell, right in zip(row, numeric, strict=True)
        ))
        for row in table.itertuples(index=False, name=None)
    ]  # fmt: skip
    return element("table", element("thead", head), element("tbody", *rows))


def markdown_table(table: pd.DataFrame, titles: Mapping[str, str] | None = None) -> str:
    """Return a table in the pipe form of Markdown; one line a row, whatever its cells hold."""
    names = [str(name) for name in table.columns]
    ends = ["---:" if _is_numeric(table.iloc[:, at]) else "---" for at in range(len(names))]
    lines = [
        [markdown_text(_title(name, titles)) for name in names],
        ends,
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
        return f"{value:.2f}"
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
