"""Reads back what a page carries: written from the description of the format, not from its code."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import struct
import zlib
from typing import Any

TABLES = ("events", "located", "locations", "assessments")


def read_page(page: str) -> dict[str, Any]:
    """Return the payload of a page, its tables as ``{"n", "columns": {name: values}}``."""
    found = re.search(r'<script type="application/json" id="bv-data">(.*?)</script>', page, re.S)
    assert found
    return read_block(found.group(1))


def read_block(text: str) -> dict[str, Any]:
    header = json.loads(text)
    content = zlib.decompress(base64.b64decode(header["data"]))
    assert len(content) == header["bytes"]
    assert hashlib.sha256(content).hexdigest() == header["sha256"]
    payload: dict[str, Any] = json.loads(content[: header["json"]])
    body = content[header["json"] :]
    for name in TABLES:
        if name in payload:
            table = payload[name]
            payload[name] = read_table(table["columns"], table["n"], body[table["at"] :])
    return payload


def read_table(columns: Any, n: int, data: bytes) -> dict[str, Any]:
    return {"n": n, "columns": {c["name"]: _column(c, n, data) for c in columns}}


def _run(run: dict[str, Any], n: int, data: bytes) -> list[int | None]:
    if run["width"] == 0:
        codes = [run["first"] + run["step"] * row for row in range(n)]
    else:
        planes = [data[run["at"] + k * n :][:n] for k in range(run["width"])]
        codes = [sum(plane[row] << (8 * k) for k, plane in enumerate(planes)) for row in range(n)]
        if run["steps"]:
            total = 0
            for row, zigzag in enumerate(codes):
                total += zigzag // 2 if zigzag % 2 == 0 else -(zigzag + 1) // 2
                codes[row] = total
    if run["missing"]:
        return [None if code == 0 else code - 1 + run["least"] for code in codes]
    return [code + run["least"] for code in codes]


def _column(column: dict[str, Any], n: int, data: bytes) -> list[Any]:
    kind = column["kind"]
    if kind == "same":
        return [column["value"]] * n
    if kind == "double":
        found = struct.unpack(f"<{n}d", data[column["at"] :][: 8 * n])
        return [None if math.isnan(value) else value for value in found]
    values = _run(column["run"], n, data)
    if kind == "coded":
        return [column["values"][code] for code in values]
    if kind == "whole":
        scale = column.get("scale", 1)
        return [v if v is None or scale == 1 else v / scale for v in values]
    if kind == "numbered":
        return [f"{column['prefix']}{value:0{column['digits']}d}" for value in values]
    assert kind == "text"
    texts, at = [], column["at"]
    for length in values:
        texts.append(None if length is None else data[at : at + length].decode("utf-8"))
        at += length or 0
    assert at == column["at"] + column["bytes"]
    return texts
