"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(path_type=Path)
events = click.argument("events", nargs=-1, required=True, type=FILE)
geodata = click.option("--geodata", "pack", type=FILE, help="Folder of a data pack of your own.")
places = click.option(
    "--places", "places", multiple=True, type=FILE,
    help="Table of places of your own, or a Linked Places file; may be repeated.",
)  # fmt: skip
encoding = click.option("--encoding", help="Encoding of the events file, when not UTF-8.")
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
