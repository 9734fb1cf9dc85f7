"""The program itself: what all commands share before they begin."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from borderviz.cli.piping import piped_inputs, unpiped
from borderviz.cli.project import apply_project
from borderviz.cli.verbosity import DEBUG, verbosity, verbosity_options
from borderviz.errors import BordervizError, TableError, printable, shown

if TYPE_CHECKING:
    from collections.abc import Callable

SET_ASIDE = 3
"""Exit status of a command that is done but set rows aside."""


class Command(click.Command):
    """A command: it takes its options from the project file too, and its input from a pipe."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.extend(verbosity_options())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command with what the project file and standard input give."""
        apply_project(ctx)
        with piped_inputs(ctx):
            return super().invoke(ctx)


class _Group(click.Group):
    """Turns errors into a sentence, or one per fault, and an exit status."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.extend(verbosity_options())

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if verbosity() >= DEBUG:
                raise
            lines = _lines(error)
            click.echo(f"borderviz: {printable(unpiped(lines[0]))}", err=True)
            for fault in lines[1:]:
                click.echo(f"  {printable(unpiped(fault))}", err=True)
            ctx.exit(1)


def _lines(error: Exception) -> tuple[str, ...]:
    if isinstance(error, TableError):
        return (error.what, *error.faults)
    if isinstance(error, BordervizError):
        return (str(error),)
    if isinstance(error, OSError):
        return (f"the system says: {error}",)
    if isinstance(error, MemoryError):
        return ("there is not enough memory; use a table in parts (see borderviz join --help)",)
    return (
        f"a fault of borderviz itself: {type(error).__name__}: {shown(str(error))}; run the "
        "command with --debug and report what it shows",
    )


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borderviz", prog_name="borderviz")
def main() -> None:
    """From reports about a border to maps that hold up.

    Events are read from tables, located with their uncertainty, held against dated buffer
    zones, and drawn on one offline HTML page.

    Each command has an example: borderviz COMMAND --help. A file called '-' is standard input or
    output. Options may stand in a file borderviz.toml beside the first input.
    """


def example(line: str) -> Callable[[Any], Any]:
    """Put an example under a command's help."""

    def add(command: Any) -> Any:
        command.__doc__ = f"{cleandoc(command.__doc__)}\n\n\b\nExample:\n  {line}\n"
        return command

    return add


def exit_with(status: int) -> None:
    """End the command with an exit status; 0 goes on."""
    if status:
        click.get_current_context().exit(status)
