"""JSON documents in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NoReturn

from borderviz.errors import InputError, shown, shown_path
from borderviz.files.texts import decode, read_bytes


def read_json(path: str | os.PathLike[str]) -> Any:
    """Read a JSON document in UTF-8 (or UTF-16/32 with a byte order mark).

    Raises
    ------
    InputError
        The file is missing, not in its encoding or no JSON; the text names line and column.
    """
    source = Path(path)
    text = decode(read_bytes(source), source, None)
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{shown_path(path)} is no JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from error
    except (RecursionError, ValueError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise InputError(f"{shown_path(path)} cannot be read as JSON: {why}") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{shown(constant)} is no JSON number")
