"""The data block of a map page, decoded as the page's own description of it says."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TABLES: Final[tuple[str, ...]] = ("events", "located", "locations", "assessments")


def read_payload(header: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the payload of a page without its tables, and the columns of each table.

    Parameters
    ----------
    header : dict
        What stands in the page's JSON block; see `borderviz.page`.

    Returns
    -------
    tuple of dict
        Columns are arrays of float (missing: NaN) or lists of texts and other values.
    """
    content = zlib.decompress(base64.b64decode(header["data"]))
    payload: dict[str, Any] = json.loads(content[: header["json"]])
    body = content[header["json"] :]
    tables = {}
    for name in _TABLES:
        if name in payload:
            table = payload.pop(name)
            data, n = body[table["at"] :], table["n"]
            tables[name] = {one["name"]: _column(one, n, data) for one in table["columns"]}
    return payload, tables


def _run(run: dict[str, Any], n: int, data: bytes) -> NDArray[np.int64]:
    """Decode a run of whole numbers; what is missing is the number before the least."""
    if run["width"] == 0:
        codes = run["first"] + run["step"] * np.arange(n, dtype=np.int64)
    else:
        planes = np.frombuffer(data, np.uint8, count=n * run["width"], offset=run["at"])
        shifts = 8 * np.arange(run["width"], dtype=np.int64)
        codes = (planes.reshape(run["width"], n).astype(np.int64) << shifts[:, None]).sum(axis=0)
        if run["steps"]:
            codes = np.cumsum((codes >> 1) ^ -(codes & 1))
    found: NDArray[np.int64] = codes + run["least"] - (1 if run["missing"] else 0)
    return found


def _column(column: dict[str, Any], n: int, data: bytes) -> Any:
    kind = column["kind"]
    if kind == "same":
        value = column["value"]
        return np.full(n, value) if isinstance(value, float) else [value] * min(n, 1)
    if kind == "double":
        return np.frombuffer(data, "<f8", count=n, offset=column["at"])
    values = _run(column["run"], n, data)
    if kind == "coded":
        return _coded(column["values"], values)
    if kind == "whole":
        gone = (values < column["run"]["least"]) & bool(column["run"]["missing"])
        return np.where(gone, np.nan, values / column.get("scale", 1))
    return _numbered(column, values) if kind == "numbered" else _texts(column, values, data)


def _coded(listed: list[Any], places: NDArray[np.int64]) -> Any:
    """Return coded numbers row by row, for they may be half of a pair; of texts the list."""
    if all(one is None or isinstance(one, int | float) for one in listed):
        return np.array([np.nan if v is None else float(v) for v in listed])[places]
    return [str(one) if isinstance(one, list | dict) else one for one in listed]


def _numbered(column: dict[str, Any], values: NDArray[np.int64]) -> list[str]:
    return [f"{column['prefix']}{value:0{column['digits']}d}" for value in values.tolist()]


def _texts(column: dict[str, Any], lengths: NDArray[np.int64], data: bytes) -> list[str]:
    texts, at = [], column["at"]
    for length in lengths.clip(0).tolist():
        texts.append(data[at : at + length].decode("utf-8"))
        at += length
    return texts
