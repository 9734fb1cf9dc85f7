"""``SHA256SUMS``: what a report folder holds, so that anybody can check that it is whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.errors import InputError, shown, shown_path
from borderviz.files import atomic_write_text, sha256_file

if TYPE_CHECKING:
    from pathlib import Path

SUMS: Final = "SHA256SUMS"
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


def write_sums(folder: Path) -> tuple[str, ...]:
    """Write the digests of all files of a folder, as ``sha256sum -c`` reads them.

    Returns
    -------
    tuple of str
        The files, relative and sorted, ``SHA256SUMS`` last.
    """
    names = _files(folder)
    lines = [f"{sha256_file(folder / name)}  {name}\n" for name in names]
    atomic_write_text(folder / SUMS, "".join(lines))
    return (*names, SUMS)


def refuse_unless_ours(folder: Path) -> None:
    """Raise unless a folder holds what a report wrote, unchanged, and nothing more.

    Only then can it be replaced and nothing of anybody else's be lost.
    """
    where = shown_path(folder)
    advice = "write to another folder, or move it away first"
    sums = folder / SUMS
    if not sums.is_file():
        raise InputError(f"{where} is there and was not made by a report (no {SUMS}); {advice}")
    stated = _stated(sums)
    for name in _files(folder):
        if name not in stated:
            raise InputError(f"{where} holds {shown(name)}, which no report wrote; {advice}")
        if sha256_file(folder / name) != stated[name]:
            raise InputError(f"{where}: {shown(name)} was changed since it was written; {advice}")


def _stated(sums: Path) -> dict[str, str]:
    text = sums.read_text(encoding="utf-8", errors="replace")
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return {match[2]: match[1] for match in found if match}


def _files(folder: Path) -> list[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name != SUMS)
