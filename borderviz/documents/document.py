"""One HTML document without script: its policy lets its own style and its own pictures pass."""

from __future__ import annotations

import html
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from borderviz.documents.markup import element, html_text
from borderviz.page.document import as_parsed, content_policy, fill_document
from borderviz.page.texts import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree import ElementTree as ET

MARK: Final = "Internal – not for publication"


def render_document(
    body: Iterable[ET.Element], *, title: str, marked: bool, language: str = "en"
) -> str:
    """Write a document that needs no other file, asks for nothing and runs nothing.

    Parameters
    ----------
    body : iterable of Element
    title : str
        For the window; any text.
    marked : bool
        Whether it says that it is not for publication.
    language : str
        Tag of the language it is in.

    Returns
    -------
    str
        The same bytes for the same content.
    """
    style = _viewer_file("report.css")
    mark = [element("p", MARK, class_="mark")] if marked else []
    whole = element("main", *mark, *body)
    return fill_document(
        _viewer_file("body.html"),
        {
            "lang": language,
            "policy": html.escape(content_policy(style, [], []), quote=False),
            "title": html.escape(clean_text(title)),
            "style": style,
            "body": html_text(whole),
        },
    )


@cache
def _viewer_file(name: str) -> str:
    return as_parsed(files("borderviz.documents").joinpath("viewer", name).read_text("utf-8"))
