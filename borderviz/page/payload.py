"""From a payload to the text of the page's data block: checked, cleaned, packed."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any, Final

from borderviz.errors import PageError
from borderviz.page.columns import PackedTable, pack_table
from borderviz.page.texts import clean_value, escape_for_script

PAYLOAD_FORMAT: Final = 2
TABLES: Final = ("events", "located", "locations", "assessments")
TOP_LEVEL_KEYS: Final = frozenset(
    {
        "format",
        "page",
        "types",
        "verdicts",
        "provinces",
        "background",
        "rules",
        "zones",
        "shapes",
        "analyst_layers",
        *TABLES,
    }
)
_SLOW_ABOVE: Final = 1_500_000
"""Bytes from which the strongest compression takes too long for what it gains."""


def check_payload(payload: dict[str, Any]) -> None:
    """Refuse a payload whose keys or format are not those of the page.

    Parameters
    ----------
    payload : dict
        The payload as `borderviz.page` describes it.

    Raises
    ------
    PageError
        If a top-level key is unknown or missing, or the format is another.
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


def digest_tables(*tables: PackedTable) -> str:
    """Return the sha256, as hex digits, of what tables say."""
    digest = hashlib.sha256()
    for table in tables:
        digest.update(_json([table.n, list(table.columns), len(table.data)]))
        digest.update(table.data)
    return digest.hexdigest()


def encode_payload(payload: dict[str, Any]) -> str:
    """Write a payload as the text of a ``<script type="application/json">``.

    Parameters
    ----------
    payload : dict
        A checked payload. Its tables are packed already, or ``{"n": …, "columns": …}``.

    Returns
    -------
    str
        A JSON header whose ``data`` is deflated (zlib) and in base64: first ``json`` bytes of
        JSON, then the bytes of the tables, each beginning at its ``at``. ``bytes`` and
        ``sha256`` are those of the whole. Safe between script tags.

    Raises
    ------
    PageError
        If a value is not JSON, or not finite; the text names where it is.
    """
    packed = {name: _packed(payload[name]) for name in TABLES if name in payload}
    head: dict[str, Any] = {key: payload[key] for key in payload if key not in packed}
    at = 0
    for name, table in packed.items():
        head[name] = {"n": table.n, "columns": list(table.columns), "at": at}
        at += len(table.data)
    text = _json(clean_value(head, "payload"))
    content = b"".join([text, *(table.data for table in packed.values())])
    header = {
        "format": PAYLOAD_FORMAT,
        "encoding": "zlib+base64",
        "json": len(text),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "data": base64.b64encode(_deflated(content)).decode("ascii"),
    }
    return escape_for_script(json.dumps(header, separators=(",", ":")))


def _packed(table: Any) -> PackedTable:
    if isinstance(table, PackedTable):
        return table
    return pack_table(table["columns"], table["n"])


def _deflated(content: bytes) -> bytes:
    return zlib.compress(content, 4 if len(content) > _SLOW_ABOVE else 9)


def _json(value: Any) -> bytes:
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
    return text.encode("utf-8")
