"""Rows of JSON documents and of files with one JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from borderviz.errors import InputError, shown
from borderviz.files.documents import Repeated, parse_json
from borderviz.files.texts import decode, read_bytes


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a JSON file.

    Attributes
    ----------
    row : int
        Its number: the line of a file of lines, else counted from 2 as in a spreadsheet.
    value : dict
        Its members; empty when it cannot be read.
    reason : str
        Why it cannot be read; empty when it can.
    raw : str
        How it stands in the file, when it cannot be read.
    """

    row: int
    value: dict[str, Any]
    reason: str = ""
    raw: str = ""


def read_json_lines(
    path: str | os.PathLike[str], *, encoding: str | None = None
) -> Iterator[Record]:
    """Yield the objects of a file that holds one a line; what is none tells why.

    Raises
    ------
    InputError
        The file is missing or not in its encoding.
    """
    source = Path(path)
    data = read_bytes(source)
    if encoding is not None or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decode(data, source, encoding).encode()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield _record_of_line(number, line)


def _record_of_line(number: int, line: bytes) -> Record:
    raw = line.decode("utf-8", "replace").strip()
    try:
        value = parse_json(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Record(number, {}, f"byte 0x{line[error.start]:02X} is not UTF-8 text", raw)
    except InputError as error:
        return Record(number, {}, str(error).replace(": line 1, ", ": "), raw)
    return as_record(number, value, raw=raw)


def as_record(number: int, value: Any, *, raw: str | None = None) -> Record:
    """Take a JSON value for a row; what is no object, or names a member twice, tells why."""
    text = json.dumps(value, ensure_ascii=False, default=str) if raw is None else raw
    if not isinstance(value, dict):
        return Record(number, {}, f"is {shown(value)}, not an object with names", text)
    for inner in (value, value.get("properties"), value.get("geometry")):
        if isinstance(inner, Repeated):
            return Record(number, {}, f"names {shown(inner.name)} twice; keep one of the two", text)
    return Record(number, value)
