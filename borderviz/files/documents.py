"""JSON documents in."""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.texts import decode, read_bytes


class Repeated(dict[str, Any]):
    """A JSON object that names a member twice: of the two only the last is in it.

    Attributes
    ----------
    name : str
        The member.
    """

    name: str


def read_json(path: str | os.PathLike[str], *, encoding: str | None = None) -> Any:
    """Read a JSON document in UTF-8 (or UTF-16/32 with a byte order mark).

    An object that names a member twice is a `Repeated`.

    Raises
    ------
    InputError
        The file is missing, not in its encoding or no JSON; the text names line and column.
    """
    source = Path(path)
    text = decode(read_bytes(source), source, encoding)
    try:
        return parse_json(text)
    except InputError as error:
        raise InputError(f"{shown_path(path)} {error}") from error


def parse_json(text: str) -> Any:
    """Read a JSON text; see `read_json`.

    Raises
    ------
    InputError
        It is no JSON, holds a number that is none, or is nested too deeply. The text goes on a
        sentence that names it.
    """
    try:
        return json.loads(
            text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"is no JSON: {where}: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise InputError(f"cannot be read as JSON: {why}") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{shown(constant)} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{shown(text)} is too large for a number")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    twice = Repeated(members)
    twice.name = Counter(name for name, _ in pairs).most_common(1)[0][0]
    return twice
