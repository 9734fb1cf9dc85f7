"""Reading bytes and text."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from borderviz.errors import InputError, shown, shown_path

_LIKELY: Final = ("cp949", "gb18030", "shift_jis", "cp1251", "cp1252")
"""Encodings that tables are still saved in: Korean, Chinese, Japanese, Cyrillic, Western."""
_WIDE: Final = ("utf-16-le", "utf-16-be")
_SAMPLE: Final = 40
"""Characters of a line that are shown."""


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Read a whole file.

    Raises
    ------
    InputError
        The file is missing, is a folder, or may not be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def read_lines(path: str | os.PathLike[str], *, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a file, numbered from 1, one at a time: the file may be of any size.

    A line of more than `limit` bytes is None and never held in memory.

    Raises
    ------
    InputError
        As `read_bytes`.
    """
    try:
        with Path(path).open("rb") as handle:
            number = 0
            while line := handle.readline(limit + 1):
                number += 1
                whole = len(line) <= limit or line.endswith(b"\n")
                yield number, line if whole else None
                while not whole and (rest := handle.readline(limit)):
                    whole = rest.endswith(b"\n")
    except OSError as error:
        raise _unreadable(path, error) from error


def sha256_file(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file in hexadecimal; raises `InputError` as `read_bytes` does."""
    try:
        with Path(path).open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str | os.PathLike[str], error: OSError) -> InputError:
    name = shown_path(path)
    if isinstance(error, FileNotFoundError):
        return InputError(f"there is no file {name}; check the name and the folder")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{name} is a folder; name a file in it")
    return InputError(f"cannot read {name}: {error.strerror or error}")


def _by_byte_order_mark(data: bytes) -> str:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8"


def _guesses(data: bytes, at: int) -> str:
    """Show how the line at an offset would read in the encodings that it may be in.

    Which of them is right only a reader of the language can tell.
    """
    number = data.count(b"\n", 0, at)
    readings = {}
    for name in _WIDE if b"\0" in data else _LIKELY:
        try:
            lines = data.decode(name).split("\n", number + 1)
        except UnicodeDecodeError:
            continue
        readings[name] = shown(lines[min(number, len(lines) - 1)].rstrip("\r"), limit=_SAMPLE)
    if not readings:
        return ", for example encoding='cp1252' or encoding='cp949' (--encoding cp949)"
    first = next(iter(readings))
    told = ", ".join(f"with encoding={name!r} {text}" for name, text in readings.items())
    return f" (--encoding {first}): the line would read {told}"


def decode(data: bytes, path: Path, encoding: str | None) -> str:
    """Decode a file's bytes strictly; the error names the byte, its offset and its line."""
    used = encoding or _by_byte_order_mark(data)
    try:
        text = data.decode(used)
        text.encode("utf-8")  # some codecs let half a surrogate pair through
    except LookupError as error:
        raise InputError(
            f"the encoding {shown(used)} is not known; use a name such as 'utf-8' or 'cp1252'"
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}: byte 0x{data[error.start]:02X} at offset {error.start} (line {line}) is "
            f"not {used.upper()} text ({error.reason}); save the file as UTF-8, or name its "
            f"encoding{_guesses(data, error.start)}"
        ) from error
    except UnicodeEncodeError as error:
        raise InputError(
            f"{path}: character {error.start} is half a surrogate pair; save the file as UTF-8"
        ) from error
    return text.removeprefix("\ufeff")


def refuse_nul(text: str, path: Path) -> None:
    """Raise an `InputError` for a text with a NUL, which no plain text holds."""
    at = text.find("\0")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise InputError(
            f"{path}: line {line} holds a NUL character, so this is not a table in plain text; "
            "save it as CSV in UTF-8 (a file in UTF-16 without a byte order mark needs "
            "encoding='utf-16-le' or encoding='utf-16-be')"
        )
