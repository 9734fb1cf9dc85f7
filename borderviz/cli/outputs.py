"""What the commands write."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from borderviz.errors import InputError, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from borderviz.disclosure import Policy, Release


def chosen_policy(policy: str, as_of: str | None) -> Policy:
    """Load the policy before the work begins, and refuse what it would refuse after it."""
    from borderviz.disclosure import load_policy, parse_as_of

    rule_set = load_policy(policy)
    parse_as_of(as_of, rule_set)
    return rule_set


def write_table(table: pd.DataFrame, output: Path, release: Release | None = None) -> None:
    """Write a table by the ending of its file: vector data, or CSV.

    A table of a release is searched for what must not be shown before it is given away.
    """
    from borderviz.disclosure import proved
    from borderviz.files import csv_text

    if str(output) == "-":
        _print(csv_text(table.drop(columns="geometry", errors="ignore")), release)
        return
    make_folder(output)
    if release is None:
        _write_file(table, output)
        return
    with proved(output, release) as path:
        _write_file(table, path)


def write_text(text: str, output: Path, release: Release) -> None:
    """Write a text of a release, searched for what must not be shown before it is given away."""
    from borderviz.disclosure import proved
    from borderviz.files import atomic_write_text

    if str(output) == "-":
        _print(text, release)
        return
    make_folder(output)
    with proved(output, release) as path:
        atomic_write_text(path, text)


def _print(text: str, release: Release | None) -> None:
    from borderviz.disclosure import find_leaks, stop_on_leaks

    if release is not None:
        stop_on_leaks(
            find_leaks(text.encode("utf-8", "surrogatepass"), release.secrets, name="the output")
        )
    sys.stdout.write(text)


def _write_file(table: pd.DataFrame, path: Path) -> None:
    from borderviz.files import write_csv, write_vector

    if path.suffix.lower() == ".csv":
        write_csv(table.drop(columns="geometry", errors="ignore"), path)
    else:
        write_vector(table, path)


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
