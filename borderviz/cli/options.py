"""Arguments and options that several commands have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE = click.Path(path_type=Path)
events = click.argument("events", nargs=-1, type=FILE, metavar="EVENTS...")
"""Tables of events; the project file may name them, so the command checks that there are some."""
geodata = click.option("--geodata", "pack", type=FILE, help="Folder of a data pack of your own.")
places = click.option(
    "--places", "places", multiple=True, type=FILE,
    help="Table of places of your own, or a Linked Places file; may be repeated.",
)  # fmt: skip
_encoding = click.option("--encoding", help="Encoding of the events file, when not UTF-8.")
_column = click.option(
    "--column", "column", multiple=True,
    help="Column of the file that holds a column of events: place='Location (as reported)'; or a "
    "TOML file of such lines. May be repeated.",
)  # fmt: skip
_profile = click.option(
    "--format", "profile", type=click.Choice(["own", "acled", "ucdp"]),
    help="Data set that the file is an export of; by default its header tells.",
)  # fmt: skip
_layer = click.option("--layer", help="Layer or sheet, when the file holds several.")
article_encoding = click.option("--encoding", help="Encoding of texts, when not UTF-8.")
crisp = click.option(
    "--crisp", is_flag=True, help="Take coordinates without an uncertainty as points, not as discs."
)
rules = click.option(
    "--rule", "rules", multiple=True, help="Id of a zone rule; may be repeated. All by default."
)
policy = click.option(
    "--policy", default="public", show_default=True,
    help="What may be shown: public, internal (everything, with a visible mark), or a policy file "
    "(NAME.toml).",
)  # fmt: skip
as_of = click.option(
    "--as-of", help="Day of the publication (YYYY-MM-DD), where the policy delays events."
)


def language(meaning: str) -> Callable[[Any], Any]:
    """Add the option that names a language of the page and of summaries."""
    return click.option(
        "--language",
        type=click.Choice(["en", "ko", "zh"]),
        default="en",
        show_default=True,
        help=meaning,
    )


def output(default: str) -> Callable[[Any], Any]:
    """Add the option that names the file to write."""
    return click.option(
        "-o",
        "--output",
        type=FILE,
        default=default,
        show_default=True,
        help="File to write ('-': standard output).",
    )


@dataclass(frozen=True)
class Reading:
    """How files of events are read.

    Attributes
    ----------
    encoding : str or None
    columns : mapping
        Columns of events by their names in the files.
    profile : str or None
        Data set that they are exports of.
    layer : str or None
    """

    encoding: str | None
    columns: Mapping[str, str]
    profile: str | None
    layer: str | None


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how files of events are read; the command gets a `Reading`."""

    @wraps(command)
    def wrapped(
        *, encoding: str | None, column: tuple[str, ...], profile: str | None, layer: str | None,
        **others: Any,
    ) -> Any:  # fmt: skip
        how = Reading(encoding, _columns(column), profile, layer)
        return command(reading=how, **others)

    for option in (_layer, _profile, _column, _encoding):
        wrapped = option(wrapped)
    return wrapped


def _columns(items: tuple[str, ...]) -> dict[str, str]:
    if not items:
        return {}
    from borderviz.events import parse_columns, read_columns

    columns: dict[str, str] = {}
    for path in (item for item in items if "=" not in item):
        columns.update(read_columns(path))
    columns.update(parse_columns(item for item in items if "=" in item))
    return columns
