"""Texts and other values as JSON in HTML can carry them."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from borderviz.errors import PageError

_UNUSABLE: Final = re.compile("[\0\ud800-\udfff]")
_SCRIPT_ESCAPES: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def clean_text(text: str) -> str:
    """Replace what UTF-8 or HTML cannot carry (lone surrogates, NUL) by U+FFFD.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same text, safe to encode.
    """
    return _UNUSABLE.sub("\ufffd", text)


def clean_value(value: Any, path: str) -> Any:
    """Return a JSON value whose texts are clean.

    Parameters
    ----------
    value : null, bool, int, float, str, list, tuple or dict
    path : str
        Where it stands, for the error.

    Raises
    ------
    PageError
        If a value is not JSON, or not finite; the text names where it is.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise PageError(f"The page's payload holds {value!r} at {path}; give null instead.")
    if isinstance(value, list | tuple):
        if all(type(item) is int for item in value):
            return value
        return [clean_value(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            _clean_key(key, path): clean_value(item, f"{path}.{key}") for key, item in value.items()
        }
    raise PageError(
        f"The page's payload holds {value!r} ({type(value).__name__}) at {path}; "
        "give text, numbers, booleans, null, lists or dictionaries."
    )


def _clean_key(key: Any, path: str) -> str:
    if not isinstance(key, str):
        raise PageError(f"The page's payload has the key {key!r} at {path}; give text keys.")
    return clean_text(key)


def escape_for_script(text: str) -> str:
    """Escape a JSON text so that no HTML parser and no old script parser reads on in it.

    Parameters
    ----------
    text : str
        JSON text; its meaning stays the same.

    Returns
    -------
    str
        The text with ``<``, ``>``, ``&``, U+2028 and U+2029 as JSON escapes.
    """
    return text.translate(_SCRIPT_ESCAPES)
