"""Commands on the tables of several coders: put them together, hold them against each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, load_pack, locate_table, read_tables
from borderviz.cli.outputs import write_table
from borderviz.cli.terminal import finish, print_table, tell, working
from borderviz.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from borderviz.events import Agreement

_PAIR = 2


@main.command()
@options.events
@options.output("output/merged.csv")
@click.option(
    "--accept", type=options.FILE,
    help="A table that merge wrote, in whose column 'accept' you said yes: its rows become one "
    "incident.",
)  # fmt: skip
@options.reading
@options.places
@options.geodata
@example("borderviz merge ours.csv theirs.csv -o output/merged.csv")
def merge(
    events: tuple[Path, ...], output: Path, accept: Path | None, reading: options.Reading,
    places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Put event tables together, and suggest which rows tell one incident.

    Suggestions stand in the columns suggested_incident and suggested_reason. Nothing becomes one
    incident until you say so: write yes into the column accept and give the table back with
    --accept, or fill the column incident_id yourself.
    """
    from borderviz.events import accept_incidents, merge_events, suggest_incidents
    from borderviz.files import read_csv_text

    inputs = Inputs(events, output, crisp=False, reading=reading, places=places, pack=pack)
    tables, aside = read_tables(inputs, events)
    merged = merge_events(tables)
    if accept is not None:
        merged = accept_incidents(merged, read_csv_text(accept).frame)
    located = locate_table(inputs, merged, load_pack(pack, places))
    with working("looking for rows of one incident"):
        suggested = suggest_incidents(located)
    write_table(merged.join(suggested), output)
    groups = suggested["suggested_incident"].nunique()
    tell(output, f"{len(merged)} events of {len(tables)} tables, {groups} incidents to look at")
    finish(aside)


@main.command()
@options.events
@options.output("output/compared.csv")
@click.option("--on", help="Column that names the same event in both tables, such as event_id.")
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
@options.reading
@options.places
@options.geodata
@example("borderviz compare first.csv second.csv -o output/compared.csv")
def compare(
    events: tuple[Path, ...], output: Path, on: str | None, reading: options.Reading,
    places: tuple[Path, ...], pack: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Hold two coders' tables of the same reports against each other.

    The figures (F1 of the events, agreement and Cohen's kappa of each field) are printed; the
    table has both codings of each event side by side.
    """
    from borderviz.events import compare_codings, merge_events

    if len(events) != _PAIR:
        raise click.UsageError(f"two tables are compared, not {len(events)}")
    inputs = Inputs(events, output, crisp=False, reading=reading, places=places, pack=pack)
    tables, aside = read_tables(inputs, events)
    if any(table.empty for table in tables.values()):
        raise InputError(f"a table of which no row can be used cannot be compared; see {aside[0]}")
    located = locate_table(inputs, merge_events(tables), load_pack(pack, places))
    first, second = (
        located[located["merged_from"] == name].assign(event_id=table["event_id"].array)
        for name, table in tables.items()
    )
    found = compare_codings(first, second, on=on)
    write_table(found.pairs, output)
    _tell_agreement(found, list(tables), as_json=as_json)
    tell(output, f"{found.matched} of {found.events[0]} and {found.events[1]} events side by side")
    finish(aside)


def _tell_agreement(found: Agreement, names: list[str], *, as_json: bool) -> None:
    """Print the figures, as text or JSON."""
    figures: pd.DataFrame = found.fields.round({"agreement": 3, "kappa": 3})
    if as_json:
        told = {
            "tables": names,
            "events": found.events,
            "matched": found.matched,
            "f1": round(found.f1, 3),
            "fields": json.loads(figures.to_json(orient="records")),
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(f"F1 of the events: {found.f1:.2f}")
    print_table(figures.astype(object).where(figures.notna(), None))
