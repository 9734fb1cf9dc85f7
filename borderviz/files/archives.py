"""Archives (zip) that others made: looked at before anything in them is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from borderviz.errors import InputError, shown, shown_path

_MOST_BYTES: Final = 2 * 1024**3
_HARMLESS: Final = 64 * 1024**2
_MOST_RATIO: Final = 300
"""Tables and outlines shrink to a hundredth at best; what shrinks more is made to fill a disk."""
_MOST_PARTS: Final = 10_000


def check_archive(path: Path) -> None:
    """Raise an `InputError` for an archive that would fill the memory, or that leads elsewhere.

    The sizes an archive states bound what is unpacked: a part that is longer is cut off there by
    whoever reads it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputError(
            f"{shown_path(path)} is broken or no such file: {error}; fetch or save it again"
        ) from error
    whole = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if whole > _MOST_BYTES or (whole > _HARMLESS and whole / packed > _MOST_RATIO):
        raise InputError(
            f"{shown_path(path)} would unpack to {whole / 1024**2:,.0f} MB from "
            f"{packed / 1024**2:,.1f} MB; that is no table, and it is not opened"
        )
    if len(parts) > _MOST_PARTS:
        raise InputError(f"{shown_path(path)} holds {len(parts):,} files; it is not opened")
    for part in parts:
        steps = part.filename.replace("\\", "/").split("/")
        if ".." in steps or steps[0] == "" or ":" in steps[0]:
            raise InputError(
                f"{shown_path(path)} holds a file {shown(part.filename)} that leads outside the "
                "archive; it is not opened"
            )
