"""Write the pages of ``docs/reference`` from the program itself: ``make docs``.

What a page says of tables comes from their contracts, what it says of commands from their help, and
what it says of the Python interface from its docstrings. The tests check that the pages are up to
date.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

import borderviz
from borderviz import schema
from borderviz.cli import main
from borderviz.cli.project import KEYS, PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"
_MADE = "<!-- Written by docs/build.py; edit what it describes, then run: make docs -->"
_WIDTH = 100
_UNQUOTED = re.compile(r"(?<=[:>] )'([^']*)'")
"""Annotations, which Python keeps as texts."""


def pages() -> dict[str, str]:
    """Return the text of every generated page by its file's name."""
    return {
        "tables.md": _page("Tables", _tables()),
        "command-line.md": _page("Command line", _commands()),
        "python.md": _page("Python", _verbs()),
    }


def _page(title: str, parts: Iterator[str]) -> str:
    return "\n\n".join([f"# {title}", _MADE, *parts]) + "\n"


def _tables() -> Iterator[str]:
    """Describe each contract as a table of its columns."""
    yield (
        "Tables are ordinary DataFrames and GeoDataFrames in EPSG:4326. A column that a contract "
        "does not name is kept."
    )
    for name in ("EVENTS", "LOCATED", "ZONES", "ASSESSED", "VERDICTS", "PLACES", "NAMES"):
        contract = getattr(schema, name)
        yield f"## {contract.name}"
        yield contract.description
        rows = schema.describe(contract).itertuples(index=False)
        lines = ["| column | kind | never missing | values | meaning |", "|---|---|---|---|---|"]
        for row in rows:
            kind = f"{row.kind}, {row.unit}" if row.unit else row.kind
            need = "yes" if row.required else ""
            cells = (f"`{row.column}`", kind, need, row.allowed, row.description)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        yield "\n".join(lines)


def _commands() -> Iterator[str]:
    """Give the help of each command, and the keys of the project file."""
    yield (
        "Exit status: 0 done; 1 failed, with one clear sentence; 2 wrong usage; 3 done, but some "
        "rows were set aside, and their file is named. `-` stands for standard input and output."
    )
    for path, command in commands(main, ("borderviz",)):
        context = click.Context(
            command,
            info_name=" ".join(path),
            terminal_width=_WIDTH,
            help_option_names=main.context_settings["help_option_names"],
        )
        yield f"## {' '.join(path)}"
        yield f"```text\n{command.get_help(context).strip()}\n```"
    yield f"## {PROJECT}"
    yield (
        "Beside the first input, or in the current folder for a command that has none; commands "
        "below `borderviz geodata` take none. The command line wins; an unknown key is an error. "
        "Paths are taken from the file's own folder."
    )
    lines = ["| key | value | meaning |", "|---|---|---|"]
    kinds = {"texts": "text or list of texts", "paths": "path or list of paths",
             "flag": "true or false", "columns": "table of texts, or a path"}  # fmt: skip
    lines += [f"| `{key.name}` | {kinds.get(key.kind, key.kind)} | {key.told} |" for key in KEYS]
    yield "\n".join(lines)


def commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command and all below it, with the words that call each."""
    yield path, command
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from commands(below, (*path, name))


def _verbs() -> Iterator[str]:
    """Give the docstring of each public name."""
    yield "`import borderviz as bv`"
    for name in borderviz.__all__:
        found = getattr(borderviz, name)
        yield f"## bv.{name}"
        if inspect.isfunction(found):
            signature = _UNQUOTED.sub(r"\1", str(inspect.signature(found)))
            yield f"```text\n{name}{signature}\n```"
        yield f"```text\n{inspect.getdoc(found)}\n```"


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, text in pages().items():
        (REFERENCE / file).write_text(text, encoding="utf-8")
