"""Texts that must stay texts, and a payload that has one of them in every field."""

from __future__ import annotations

import copy
from typing import Any

from page_sample import analyst_layers, names, sample_payload

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>${alert(3)}\u2028\u202e"
HOSTILE_TEXTS = [
    "<script>window.pwned = 1</script>",
    '</script><img src=x onerror="window.pwned = 1">',
    "</title></style></textarea><svg onload=window.pwned=1>",
    "<!--<script>",
    "${window.pwned = 1}",
    "`window.pwned = 1`",
    "{{data}} {{viewer}} {0} %s",
    "\"'><b>quotes</b>",
    "javascript:window.pwned=1",
    "data:text/html,<script>parent.pwned=1</script>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "background:url(https://example.org/x);width:expression(window.pwned=1)",
    "line\u2028separator\u2029paragraph",
    "nul\0inside",
    "right\u202eto left\u2066isolate",
    "lone \ud800 surrogate \udfff",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "__proto__",
    "&lt;b&gt; &amp;amp;",
    "x" * 20_000,
]

_TEXT_COLUMNS = (
    *(
        "event_id",
        "date",
        "date_text",
        "place",
        "admin1",
        "part_of",
        "country",
        "confidence",
        "summary",
        "quote",
    ),
    *("source_title", "source_outlet", "source_url", "source_published", "known_by", "origin_id"),
)


def hostile_payload(text: str) -> dict[str, Any]:
    """Return the sample with one text in every field that holds free text."""
    payload = copy.deepcopy(sample_payload())
    payload["analyst_layers"] = analyst_layers()
    page = payload["page"]
    for key in ("title", "subtitle", "generator", "input_sha256", "pack_sha256"):
        page[key] = text
    page["notes"], page["not_drawn"] = [text], [names(text, text, text)]
    page["latest"] = text
    page["attribution"] = [{"text": text, "licence": text, "url": text}]
    for province in payload["provinces"]:
        province["name"] = names(text, text, text)
    for entry in payload["types"] + payload["verdicts"]:
        entry["label"] = names(text, text, text)
    payload["types"][0]["colour"] = payload["types"][0]["shape"] = text
    for label in payload["background"]["labels"]:
        label["name"] = names(text, text, text)
    for rule in payload["rules"]:
        rule |= {"label": text, "description": text, "confidence": text, "doubts": [text]}
        rule["words"] = {"zh": {"label": text, "description": text, "doubts": [text]}}
        rule |= {"valid_from": text, "valid_to": text, "sources": [{"text": text, "url": text}]}
    for zone in payload["zones"]:
        zone |= {"label": text, "baseline": text, "side": text}
    places = payload["locations"]
    for name in ("method", "reason", "candidates", "provinces", "names"):
        places["columns"][name] = [text] * places["n"]
    for layer in payload["analyst_layers"]:
        layer["name"] = text
        for feature in layer["features"]:
            feature |= {"text": text, "colour": text}
    columns = payload["events"]["columns"]
    for name in _TEXT_COLUMNS:
        columns[name] = [text] * payload["events"]["n"]
    columns[text if len(text) < 100 else "long"] = [text] * payload["events"]["n"]
    return payload
