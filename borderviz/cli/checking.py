"""The command that says what is wrong with event tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from borderviz.cli import options
from borderviz.cli.group import SET_ASIDE, example, exit_with, main
from borderviz.cli.piping import unpiped
from borderviz.errors import InputError, printable, shown


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
    found: list[dict[str, Any]] = []
    errors: list[InputError] = []
    for path in files:
        try:
            found.append(_report(path, reading))
        except InputError as wrong:
            errors.append(wrong)
            found.append(_said(path, error=str(wrong)))
        if not as_json:
            _tell(found[-1])
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        if errors:
            exit_with(1)  # what is wrong stands in the JSON
    for error in errors[:-1]:  # the last one is told where all errors are
        click.echo(printable(f"borderviz: {error}"), err=True)
    if errors:
        raise errors[-1]
    exit_with(SET_ASIDE if any(report["set_aside"] for report in found) else 0)


def _report(path: Path, reading: options.Reading) -> dict[str, Any]:
    """Return what there is to say of a file that can be read."""
    from borderviz.events import read_event_table

    table = read_event_table(path, **vars(reading))
    faults = table.rejected
    return _said(
        path,
        good=len(table.events),
        set_aside=int(table.rejected["row"].nunique()),
        faults=faults.astype(object).where(faults.notna(), None).to_dict("records"),
        notes=[*table.notes, *table.hints],
    )


def _said(path: Path, **found: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {"error": None, "good": 0, "set_aside": 0, "faults": [], "notes": []}
    return {"file": unpiped(str(path)), **nothing, **found}


def _tell(report: dict[str, Any]) -> None:
    """Print what there is to say of a file."""
    if report["error"]:
        return  # it goes to standard error
    name = report["file"]
    for fault in report["faults"]:
        where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
        click.echo(printable(f"{name}: {where}: {shown(fault['value'])}: {fault['reason']}"))
    for note in report["notes"]:
        click.echo(printable(f"{name}: {note}"))
    click.echo(printable(f"{name}: {report['good']} rows are good, {report['set_aside']} are not"))
