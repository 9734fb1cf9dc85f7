"""The command that says what is wrong with files of events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from borderviz.cli import options
from borderviz.cli.group import SET_ASIDE, example, exit_with, main
from borderviz.cli.piping import unpiped
from borderviz.errors import InputError, printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


@main.command()
@click.argument("files", nargs=-1, type=options.FILE, metavar="FILES...")
@click.option("--json", "as_json", is_flag=True, help="Write what was found as JSON.")
@options.reading
@example("borderviz check geodata/events/reports.csv")
def check(files: tuple[Path, ...], reading: options.Reading, *, as_json: bool) -> None:
    """Say what is wrong with files of events, row by row.

    The exit status is 0 when all rows are good, 3 when some would be set aside, and 1 when a file
    cannot be read at all; the other files are checked all the same.
    """
    found = [_checked(path, reading) for path in files]
    errors = [report["error"] for report in found if report["error"]]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=_told))
        if errors:
            exit_with(1)
    for report in found:
        for line in () if as_json else _report_lines(report):
            click.echo(printable(f"{report['file']}: {line}"))
    for error in errors[:-1]:
        click.echo(printable(f"borderviz: {_told(error)}"), err=True)
    if errors:
        raise errors[-1]
    exit_with(SET_ASIDE if any(report["set_aside"] for report in found) else 0)


def _checked(path: Path, reading: options.Reading) -> dict[str, Any]:
    """Check one file; of one that cannot be read the error is kept: the others follow."""
    from borderviz.events import read_event_table

    report: dict[str, Any] = {
        "file": unpiped(str(path)), "error": None, "good": 0, "set_aside": 0,
    }  # fmt: skip
    try:
        table = read_event_table(path, **vars(reading))
    except InputError as error:
        return {**report, "error": error, "faults": [], "notes": []}
    faults = table.rejected[["row", "column", "value", "reason"]]
    return {
        **report,
        "good": len(table.events),
        "set_aside": int(table.rejected["row"].nunique()),
        "faults": faults.astype(object).where(faults.notna(), None).to_dict("records"),
        "notes": [*table.notes, *table.hints],
    }


def _told(error: InputError) -> str:
    return unpiped(str(error))


def _report_lines(report: dict[str, Any]) -> Iterator[str]:
    if report["error"]:
        return
    for fault in report["faults"]:
        where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
        yield f"{where}: {shown(fault['value'])}: {fault['reason']}"
    yield from report["notes"]
    yield f"{report['good']} rows are good, {report['set_aside']} are not"
