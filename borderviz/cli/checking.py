"""The command that says what is wrong with event tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from borderviz.cli import options
from borderviz.cli.group import SET_ASIDE, example, exit_with, main
from borderviz.cli.piping import unpiped
from borderviz.errors import printable, shown

if TYPE_CHECKING:
    from borderviz.events import EventTable


@main.command()
@click.argument("files", nargs=-1, type=options.FILE, metavar="FILES...")
@click.option("--json", "as_json", is_flag=True, help="Write what was found as JSON.")
@options.reading
@example("borderviz check geodata/events/reports.csv")
def check(files: tuple[Path, ...], reading: options.Reading, *, as_json: bool) -> None:
    """Say what is wrong with event tables, row by row.

    The exit status is 3 when a row cannot be used.
    """
    from borderviz.events import read_event_table

    found = []
    for path in files:
        report = _report(unpiped(str(path)), read_event_table(path, **vars(reading)))
        found.append(report)
        if not as_json:
            _tell(report)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    exit_with(SET_ASIDE if any(report["bad"] for report in found) else 0)


def _report(name: str, table: EventTable) -> dict[str, Any]:
    """Return what there is to say of a table."""
    faults = table.rejected.astype(object).where(table.rejected.notna(), None)
    return {
        "file": name,
        "good": len(table.events),
        "bad": int(table.rejected["row"].nunique()),
        "faults": faults.to_dict("records"),
        "hints": [*table.notes, *table.hints],
    }


def _tell(report: dict[str, Any]) -> None:
    """Print what there is to say of a table."""
    name = report["file"]
    for fault in report["faults"]:
        where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
        click.echo(printable(f"{name}: {where}: {shown(fault['value'])}: {fault['reason']}"))
    for hint in report["hints"]:
        click.echo(printable(f"{name}: {hint}"))
    click.echo(printable(f"{name}: {report['good']} rows are good, {report['bad']} are not"))
