"""How much a command says: ``--quiet``, ``--verbose`` and ``--debug``, before or after its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from borderviz.errors import printable

if TYPE_CHECKING:
    from collections.abc import Callable

QUIET: Final = -1
"""Only what went wrong."""
NORMAL: Final = 0
VERBOSE: Final = 1
"""What is done, and how long it took."""
DEBUG: Final = 2
"""As verbose, with the traceback of an error."""
_KEY: Final = "borderviz.verbosity"
_CHOICES: Final = (
    ("quiet", QUIET, "Say only what went wrong."),
    ("verbose", VERBOSE, "Say what is done, and how long it took."),
    ("debug", DEBUG, "Show the traceback of an error."),
)


def verbosity() -> int:
    """Return how much the command that runs was asked to say; normal outside of a command."""
    context = click.get_current_context(silent=True)
    return NORMAL if context is None else int(context.meta.get(_KEY, NORMAL))


def say(text: str) -> None:
    """Say something on standard error, unless the command is to be quiet."""
    if verbosity() > QUIET:
        click.echo(f"borderviz: {printable(text)}", err=True)


def verbosity_options() -> list[click.Option]:
    """Return the options; the last command that states one decides."""
    return [
        click.Option(
            [f"--{name}"], is_flag=True, help=told, expose_value=False, is_eager=True,
            callback=_remember(level),
        )
        for name, level, told in _CHOICES
    ]  # fmt: skip


def _remember(level: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def remember(context: click.Context, _parameter: click.Parameter, stated: bool) -> None:
        if stated:
            context.meta[_KEY] = level

    return remember
