"""The program itself: what all commands share before they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from borderviz.errors import BordervizError, TableError, printable

if TYPE_CHECKING:
    from collections.abc import Callable

SET_ASIDE = 3
"""Exit status of a command that is done but set rows aside."""


class _Group(click.Group):
    """Turns our errors into a sentence, or one per fault, and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BordervizError as error:
            if ctx.params.get("debug"):
                raise
            lines = _lines(error)
            click.echo(f"borderviz: {printable(lines[0])}", err=True)
            for fault in lines[1:]:
                click.echo(f"  {printable(fault)}", err=True)
            ctx.exit(1)


def _lines(error: BordervizError) -> tuple[str, ...]:
    return (error.what, *error.faults) if isinstance(error, TableError) else (str(error),)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borderviz", prog_name="borderviz")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(*, debug: bool) -> None:
    """From reports about a border to maps that hold up.

    Events are read from CSV tables, located with their uncertainty, held against dated buffer
    zones, and drawn on one offline HTML page.

    Each command has an example: borderviz COMMAND --help.
    """


def example(line: str) -> Callable[[Any], Any]:
    """Put an example under a command's help."""

    def add(command: Any) -> Any:
        command.__doc__ = f"{command.__doc__}\n\n\b\nExample:\n  {line}\n"
        return command

    return add


def exit_with(status: int) -> None:
    """End the command with an exit status; 0 goes on."""
    if status:
        click.get_current_context().exit(status)
