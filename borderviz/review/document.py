"""The review page itself: template, style, script and policy joined into one text."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from borderviz.page.document import fill_template

if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render_review(payload: Mapping[str, Any]) -> str:
    """Write the review page of a payload.

    Parameters
    ----------
    payload : mapping
        As `borderviz.review.review_payload` returns it.

    Returns
    -------
    str
        One HTML document that needs no other file and no network; the same payload gives the
        same text.
    """
    style, script = _viewer_file("review.css"), _viewer_file("review.js")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    data = json.dumps(payload, ensure_ascii=True, allow_nan=False).translate(_ESCAPES)
    return fill_template(
        _viewer_file("template.html"),
        {"policy": policy, "style": style, "script": script, "data": data},
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


@cache
def _viewer_file(name: str) -> str:
    text = files("borderviz.review").joinpath("viewer", name).read_text("utf-8")
    # the browser hashes what its parser read, and the parser reads every line end as \n
    return text.replace("\r\n", "\n").replace("\r", "\n")
