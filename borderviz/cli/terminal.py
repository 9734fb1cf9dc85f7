"""What is told on a terminal: untrusted text is escaped, nothing is drawn into a pipe."""

from __future__ import annotations

import math
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from borderviz.cli.group import SET_ASIDE, exit_with
from borderviz.cli.verbosity import QUIET, VERBOSE, say, verbosity
from borderviz.errors import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pandas as pd

_PIPE_WIDTH = 160
_UNBROKEN = frozenset({"rank", "row", "score", "place_id", "outcome"})
"""Columns whose cells are not wrapped."""


def tell(output: Path, what: str) -> None:
    """Say what was written; not into what is written to standard output itself."""
    if verbosity() > QUIET:
        click.echo(printable(f"{output}: {what}"), err=str(output) == "-")


def tell_notes(notes: Iterable[str]) -> None:
    """Say what was laid over the data pack, or left out of a publication."""
    for note in notes:
        say(note)


def finish(aside: list[Path]) -> None:
    """Name the files of rows set aside; the exit status says that there are some."""
    for path in aside:
        click.echo(printable(f"borderviz: some rows were set aside; see {path}"), err=True)
    exit_with(SET_ASIDE if aside else 0)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show what goes on while it goes on, on a terminal only; tell it when asked to be verbose."""
    started = time.perf_counter()
    if _draws():
        from rich.console import Console

        with Console(stderr=True).status(f"{what} …"):
            yield
    else:
        yield
    if verbosity() >= VERBOSE:
        say(f"{what}: {time.perf_counter() - started:.1f} s")


def _draws() -> bool:
    """Whether there is a terminal to draw on, and nobody who wants it quiet."""
    return sys.stderr.isatty() and verbosity() > QUIET


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give what is to be called with the rows done and all rows; on a terminal only."""
    if not _draws():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(what)
        yield lambda done, rows: bar.update(task, completed=done, total=rows)


def print_headline(text: str, style: str) -> None:
    """Print a line, in colour on a terminal."""
    from rich.console import Console
    from rich.text import Text

    Console().print(Text(printable(text), style=style), soft_wrap=True)


def print_table(table: pd.DataFrame) -> None:
    """Print a table with wrapped cells."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column in table.columns:
        grid.add_column(column, overflow="fold", no_wrap=column in _UNBROKEN)
    for row in table.itertuples(index=False):
        grid.add_row(*(Text(_cell(value)) for value in row))
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(grid)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}" if abs(value) <= 1 else f"{value:.5f}"
    return "" if value is None else printable(str(value))
