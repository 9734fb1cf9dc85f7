"""The review page itself: template, style, script and policy joined into one text."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from borderviz.page.document import as_parsed, content_policy, fill_document
from borderviz.page.texts import escape_for_script

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    return fill_document(
        _viewer_file("body.html"),
        {
            "lang": "en",
            "title": "Review of draft events",
            "policy": content_policy(style, [script], []),
            "style": style,
            "script": script,
            "data": escape_for_script(json.dumps(payload, allow_nan=False)),
        },
    )


@cache
def _viewer_file(name: str) -> str:
    return as_parsed(files("borderviz.review").joinpath("viewer", name).read_text("utf-8"))
