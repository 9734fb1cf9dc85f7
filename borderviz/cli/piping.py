"""Standard input as one of the files that a command reads.

What comes through the pipe is put into a file of a temporary folder, so that every reader takes
it; the ending that tells readers its form is found from its first bytes.
"""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from borderviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

PIPE: Final = Path("-")
_KEY: Final = "borderviz.piped"
_HEAD: Final = 1 << 16
_MAGIC: Final = (
    (b"PAR1", ".parquet"),
    (b"SQLite format 3\0", ".gpkg"),
    (b"fgb", ".fgb"),
    (b"PK\x03\x04", ".xlsx"),
)
"""First bytes of forms that are no text: Parquet, GeoPackage, FlatGeobuf, XLSX."""
_TABLES: Final = {"events", "files", "drafts"}
"""Arguments that name tables: text without a form of its own is CSV, else an article."""


@contextmanager
def piped_inputs(ctx: click.Context) -> Iterator[None]:
    """Read standard input where an argument of the command is '-'."""
    given = [name for name in named_inputs(ctx.command) if PIPE in _paths(ctx.params.get(name))]
    if not given:
        yield
        return
    if len(given) > 1 or _paths(ctx.params[given[0]]).count(PIPE) > 1:
        raise InputError("standard input can be read once, and '-' stands twice; name files")
    with TemporaryDirectory(prefix="borderviz-") as folder:
        path = _spooled(Path(folder), table=given[0] in _TABLES)
        ctx.meta[_KEY] = str(path)
        ctx.params[given[0]] = _replaced(ctx.params[given[0]], path)
        yield


def unpiped(text: str) -> str:
    """Name standard input in a text where it names the file that stands for it."""
    context = click.get_current_context(silent=True)
    path = None if context is None else context.meta.get(_KEY)
    if path is None:
        return text
    return text.replace(repr(path), "standard input").replace(path, "standard input")


def named_inputs(command: click.Command) -> list[str]:
    """Return the arguments of a command that name files to read, in their order."""
    return [
        parameter.name or ""
        for parameter in command.params
        if isinstance(parameter, click.Argument) and isinstance(parameter.type, click.Path)
    ]


def _paths(value: Any) -> list[Path]:
    return list(value) if isinstance(value, tuple) else [value]


def _replaced(value: Any, path: Path) -> Any:
    if not isinstance(value, tuple):
        return path
    return tuple(path if item == PIPE else item for item in value)


def _spooled(folder: Path, *, table: bool) -> Path:
    """Put standard input into a file whose name tells its form."""
    source = sys.stdin.buffer
    head = source.read(_HEAD)
    if not head:
        raise InputError("standard input is empty; pipe a file into the command, or name one")
    path = folder / f"stdin{_ending(head, table=table)}"
    with path.open("wb") as handle:
        handle.write(head)
        shutil.copyfileobj(source, handle)
    return path


def _ending(head: bytes, *, table: bool) -> str:
    """Return the ending of files that begin like this."""
    for magic, ending in _MAGIC:
        if head.startswith(magic):
            return ending
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return _json_ending(text)
    if text.startswith(b"<"):
        return ".kml" if b"<kml" in text[:2000] else ".html"
    return ".csv" if table else ".txt"


def _json_ending(text: bytes) -> str:
    """Tell lines of JSON, each of them whole, from one document."""
    try:
        line = json.loads(text.split(b"\n", 1)[0])
    except ValueError:
        return ".geojson" if b"FeatureCollection" in text else ".json"
    if isinstance(line, list):
        return ".json"
    return ".geojson" if line.get("type") == "FeatureCollection" else ".jsonl"
