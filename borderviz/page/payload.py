"""From a payload to the text of the page's data block: checked, cleaned, packed."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import zlib
from typing import Any

from borderviz.errors import PageError

PAYLOAD_FORMAT = 1
TOP_LEVEL_KEYS = frozenset(
    {
        "format",
        "page",
        "summary",
        "types",
        "verdicts",
        "background",
        "rules",
        "zones",
        "locations",
        "events",
        "incidents",
        "assessments",
        "analyst_layers",
    }
)

_UNUSABLE = re.compile("[\0\ud800-\udfff]")
_SCRIPT_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def check_payload(payload: dict[str, Any]) -> None:
    """Refuse a payload whose keys, format or column lengths are not those of the page.

    Parameters
    ----------
    payload : dict
        The payload as `borderviz.page` describes it.

    Raises
    ------
    PageError
        If a top-level key is unknown or missing, the format is not 1, or the columns of
        a table differ in length.
    """
    missing = sorted(TOP_LEVEL_KEYS - payload.keys())
    unknown = sorted(repr(key) for key in payload.keys() - TOP_LEVEL_KEYS)
    if missing or unknown:
        raise PageError(
            f"The page's payload does not have the expected keys: missing {missing!r}, "
            f"unknown [{', '.join(unknown)}]; give exactly the keys that borderviz.page lists."
        )
    if payload["format"] != PAYLOAD_FORMAT:
        raise PageError(
            f"The page's payload has format {payload['format']!r}, this viewer draws "
            f"format {PAYLOAD_FORMAT}; build the payload and the page with one version."
        )
    for table in ("events", "assessments"):
        _check_columns(table, payload[table])


def _check_columns(table: str, content: dict[str, Any]) -> None:
    for column, values in content["columns"].items():
        if len(values) != content["n"]:
            raise PageError(
                f"Column {column!r} of {table!r} in the page's payload has {len(values)!r} "
                f"values for {content['n']!r} rows; give one value per row."
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


def _is_run_of_integers(value: list[Any] | tuple[Any, ...]) -> bool:
    return all(type(item) is int for item in value)


def _clean(value: Any, path: str) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise PageError(f"The page's payload holds {value!r} at {path}; give null instead.")
    if isinstance(value, list | tuple):
        if _is_run_of_integers(value):
            return value
        return [_clean(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {_clean_key(key, path): _clean(item, f"{path}.{key}") for key, item in value.items()}
    raise PageError(
        f"The page's payload holds {value!r} ({type(value).__name__}) at {path}; "
        "give text, numbers, booleans, null, lists or dictionaries."
    )


def _clean_key(key: Any, path: str) -> str:
    if not isinstance(key, str):
        raise PageError(f"The page's payload has the key {key!r} at {path}; give text keys.")
    return clean_text(key)


def encode_payload(payload: dict[str, Any]) -> str:
    """Write a payload as the text of a ``<script type="application/json">``.

    Parameters
    ----------
    payload : dict
        A checked payload.

    Returns
    -------
    str
        A JSON header whose ``data`` is the payload's JSON, deflated (zlib) and in base64;
        ``bytes`` and ``sha256`` are those of the JSON. Safe between script tags.

    Raises
    ------
    PageError
        If a value is not JSON, or not finite; the text names where it is.
    """
    cleaned = _clean(payload, "payload")
    content = json.dumps(
        cleaned, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode("utf-8")
    header = {
        "format": PAYLOAD_FORMAT,
        "encoding": "zlib+base64",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "data": base64.b64encode(zlib.compress(content, 9)).decode("ascii"),
    }
    return escape_for_script(json.dumps(header, separators=(",", ":")))


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
    return "".join(_SCRIPT_ESCAPES.get(character, character) for character in text)
