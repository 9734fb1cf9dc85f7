"""JSON documents in."""

from __future__ import annotations

import json
import math
import os
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
    try:
        return parse_json(decode(read_bytes(source), source, encoding))
    except _JsonError as error:
        raise InputError(f"{shown_path(path)} {error.verb} JSON: {error}") from error


class _JsonError(InputError):
    """A text that is no JSON."""

    verb = "is no"


def parse_json(text: str) -> Any:
    """Read a JSON text; see `read_json`.

    Raises
    ------
    InputError
        It is no JSON, holds a number that is none, or is nested too deeply.
    """
    try:
        return json.loads(
            text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise _JsonError(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        wrong = _JsonError(str(why))
        wrong.verb = "cannot be read as"
        raise wrong from error


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
    seen: set[str] = set()
    twice = Repeated(members)
    twice.name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return twice
