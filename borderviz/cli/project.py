"""The project file ``borderviz.toml``: options that stand beside the data.

It is looked for beside the first input, and in the current folder when a command has none; the
commands on a pack of one's own (``borderviz geodata …``) take none. What is stated on the command
line wins. Paths in it are taken from its own folder.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import click

from borderviz.cli.piping import PIPE, named_inputs
from borderviz.cli.verbosity import say
from borderviz.errors import InputError, shown, shown_path

PROJECT: Final = "borderviz.toml"


@dataclass(frozen=True)
class Key:
    """A key of the project file.

    Attributes
    ----------
    name : str
    kind : {"text", "texts", "path", "paths", "flag", "columns"}
        A list may be given as one text; columns are a table of texts, or the path of a file.
    options : tuple of str
        Parameters of commands that it stands for.
    everywhere : bool
        Whether commands that read no events take it too.
    told : str
        What it says, for the reference.
    """

    name: str
    kind: Literal["text", "texts", "path", "paths", "flag", "columns"]
    options: tuple[str, ...]
    told: str
    everywhere: bool = False


KEYS: Final = (
    Key("events", "paths", ("events", "files"), "Tables of events, or articles."),
    Key("title", "text", ("title",), "Title of the page."),
    Key("subtitle", "text", ("subtitle",), "A line under the title."),
    Key("language", "text", ("language",), "Language in which the page opens: en, ko or zh."),
    Key("zones", "texts", ("rules",), "Ids of the zone rules to use.", everywhere=True),
    Key("policy", "text", ("policy",), "What may be shown: public, internal, or a policy file."),
    Key("basemap", "text", ("basemap",), "Tiles below the map by their name in xyzservices."),
    Key("places", "paths", ("places",), "Tables of places of your own.", everywhere=True),
    Key("geodata", "path", ("pack",), "Folder of a data pack of your own.", everywhere=True),
    Key("columns", "columns", ("column",), "The file's own names of columns, such as place."),
    Key("format", "text", ("profile",), "Data set of which the events are an export."),
    Key("encoding", "text", ("encoding",), "Encoding of the events, when not UTF-8."),
    Key("crisp", "flag", ("crisp",), "Take coordinates without an uncertainty as points."),
)
"""What a project file may hold."""
_INPUTS: Final = ("events", "files")
"""Arguments by which a command reads events."""


def apply_project(ctx: click.Context) -> None:
    """Give a command what its project file states and the command line does not.

    Raises
    ------
    InputError
        The file is no TOML, or a key or value in it is none that it may hold.
    """
    inputs = next((p for p in ctx.command.params if p.name in _INPUTS), None)
    path = _beside(next((ctx.params.get(name) for name in named_inputs(ctx.command)), None))
    if _wants_project(ctx) and path.is_file():
        stated = read_project(path)
        taken = [key.name for key in KEYS if key.name in stated and _give(ctx, key, stated, path)]
        if taken:
            say(f"from {path}: {', '.join(taken)}")
    if inputs is not None and not ctx.params[inputs.name or ""]:
        raise click.MissingParameter(ctx=ctx, param=inputs)


def read_project(path: Path) -> dict[str, Any]:
    """Return what a project file states, by key; lists as tuples, paths from its folder.

    Raises
    ------
    InputError
        As `apply_project`; all that is wrong with keys is told at once.
    """
    from borderviz.files import decode, read_bytes

    text = decode(read_bytes(path), path, "utf-8")
    try:
        stated = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{shown_path(path)} is not TOML: {error}; mend it") from error
    known = {key.name: key for key in KEYS}
    if strange := [name for name in stated if name not in known]:
        told = "; ".join(_unknown(name, list(known)) for name in strange)
        raise InputError(f"{shown_path(path)}: {told}; the keys are {', '.join(known)}")
    return {name: _value(known[name], value, path) for name, value in stated.items()}


def _beside(given: Any) -> Path:
    """Return where the project file of an input stands."""
    paths = given if isinstance(given, tuple) else (given,)
    first = next((path for path in paths if path is not None), PIPE)
    return first.parent / PROJECT


def _wants_project(ctx: click.Context) -> bool:
    below_a_group = ctx.parent is not None and ctx.parent.parent is not None
    names = {parameter.name for parameter in ctx.command.params}
    return not below_a_group and any(
        names & set(key.options) for key in KEYS if key.everywhere or names & set(_INPUTS)
    )


def _give(ctx: click.Context, key: Key, stated: dict[str, Any], path: Path) -> bool:
    """Set the option of a command that a key stands for, unless it was stated."""
    names = {parameter.name for parameter in ctx.command.params}
    if not key.everywhere and not names & set(_INPUTS):
        return False
    for parameter in ctx.command.params:
        name = parameter.name or ""
        source = ctx.get_parameter_source(name)
        if name in key.options and (source is None or source.name.startswith("DEFAULT")):
            ctx.params[name] = _converted(parameter, stated[key.name], key, path)
            return True
    return False


def _converted(parameter: click.Parameter, value: Any, key: Key, path: Path) -> Any:
    if isinstance(parameter.type, click.Path):
        return value
    try:
        return parameter.type_cast_value(None, value)  # type: ignore[arg-type]
    except click.BadParameter as error:
        raise InputError(f"{shown_path(path)}: {key.name} = {shown(value)}: {error}") from error


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.strip().lower(), known, n=1, cutoff=0.5)
    question = f", did you mean {shown(near[0])}?" if near else ""
    return f"there is no key {shown(name)}{question}"


def _value(key: Key, value: Any, path: Path) -> Any:
    """Return a value of the kind that its key has, or raise."""
    if key.kind == "columns" and isinstance(value, dict):
        if value and all(isinstance(source, str) for source in value.values()):
            return tuple(f"{name}={source}" for name, source in value.items())
        raise _wrong(key, value, path)
    many = key.kind in {"texts", "paths", "columns"}
    items = value if many and isinstance(value, list) else [value]
    kind: type = bool if key.kind == "flag" else str
    if not items or any(not isinstance(item, kind) for item in items):
        raise _wrong(key, value, path)
    if key.kind in {"path", "paths", "columns"} or (key.name == "policy" and _is_file(value)):
        items = [path.parent / item for item in items]
    if key.kind not in {"path", "paths"}:
        items = [str(item) if isinstance(item, Path) else item for item in items]
    return tuple(items) if many else items[0]


def _is_file(policy: str) -> bool:
    return policy.lower().endswith(".toml")


def _wrong(key: Key, value: Any, path: Path) -> InputError:
    wanted = {
        "flag": "true or false",
        "text": "a text",
        "path": "the path of a file or folder",
        "columns": "a table of texts, such as {place = 'Location'}, or the path of a file",
    }
    told = wanted.get(key.kind, "a text or a list of texts")
    return InputError(f"{shown_path(path)}: {key.name} = {shown(value)} must be {told}")
