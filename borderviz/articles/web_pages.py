"""Saved web pages: the article in them, without scripts, menus and advertisements.

The work is done by trafilatura, which is an optional extra and takes a moment to load, so it is
imported when the first page is read.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, Final

from borderviz.articles.article import Article
from borderviz.errors import InputError, shown

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEAD: Final = 4096
_LEAST: Final = 80
"""Characters below which what is found is no article."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def read_web_page(data: bytes, name: str) -> Article:
    """Return the article of a saved web page.

    Parameters
    ----------
    data : bytes
        The page as saved.
    name : str
        The id of the article.

    Raises
    ------
    InputError
        If the page is not in its encoding, or holds no article.
    """
    html = _decoded(data)
    page = _trafilatura().bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False
    )
    text = (page.text or "").strip() if page is not None else ""
    if len(text) < _LEAST:
        raise InputError("no article was found in the page; save its text as .txt")
    published = page.date if page.date and _DAY.fullmatch(page.date) else None
    return Article(name, text, _known(page.title), _known(page.url), _outlet(page), published)


def _known(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _outlet(page: Any) -> str | None:
    return _known(page.sitename) or _known(page.hostname)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:_HEAD])
    encoding = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise InputError(
            f"the page names an encoding {shown(encoding)} that is not known"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"the page is not in {encoding}: byte 0x{data[error.start]:02X}"
            f" at offset {error.start}; "
            "save it again, as UTF-8"
        ) from error
    if "\0" in text:
        raise InputError("the page holds NUL, so it is no HTML")
    return text


def _trafilatura() -> Any:
    try:
        return import_module("trafilatura")
    except ImportError as error:
        raise InputError(
            "web pages are read with trafilatura, which is not installed; install "
            "borderviz[articles], or save the page's text as .txt"
        ) from error
