"""The command that hands events on to other tools."""

from __future__ import annotations

from pathlib import Path

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, counted, locate_table, read_table
from borderviz.cli.outputs import make_folder
from borderviz.cli.terminal import finish, tell, working


@main.command()
@options.events
@options.output("output/events.geojson")
@click.option("--title", help="Title that the file bears, where its format has a place for one.")
@click.option("--bom", is_flag=True, help="Begin a CSV file so that spreadsheets see its UTF-8.")
@options.policy
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz export geodata/events/reports.csv -o output/events.kml")
def export(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, title: str | None, bom: bool, policy: str,
    crisp: bool, reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Write events as .csv, .xlsx, .jsonl, .geojson, .gpkg, .fgb, .parquet or .kml.

    Formats that hold shapes get the area in which each event may have happened. The file can be
    read as a table of events again.
    """
    from borderviz.disclosure import load_policy
    from borderviz.exports import export_events

    load_policy(policy)  # before the work, not after it
    inputs = Inputs(events, output, crisp, reading, places, pack)
    geodata, table, aside = read_table(inputs)
    located = locate_table(inputs, table, geodata)
    with working("writing the file"):
        make_folder(output)
        export_events(
            located, output, events=table, geodata=geodata, policy=policy, title=title, bom=bom
        )
    tell(output, counted(located))
    finish(aside)
