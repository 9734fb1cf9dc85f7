"""What the commands write."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from borderviz.errors import InputError, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd


def write_table(table: pd.DataFrame, output: Path) -> None:
    """Write a table by the ending of its file: vector data, or CSV."""
    from borderviz.files import csv_text, write_csv, write_vector

    if str(output) == "-":
        sys.stdout.write(csv_text(table.drop(columns="geometry", errors="ignore")))
        return
    make_folder(output)
    if output.suffix.lower() == ".csv":
        write_csv(table.drop(columns="geometry", errors="ignore"), output)
    else:
        write_vector(table, output)


def make_folder(output: Path) -> None:
    """Make the folder that a file is to be written to."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {shown_path(output.parent)} cannot be made: {error.strerror}"
        ) from error


def refuse_overwriting(output: Path, read: Iterable[Path]) -> None:
    """Raise when a command would write over a file that it reads."""
    if output.resolve() in {path.resolve() for path in read}:
        raise InputError(f"{shown_path(output)} is a table to be read; write to another file")
