"""The command that hands events on to other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

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
    read as a table of events again. Standard output gets CSV.
    """
    from borderviz.disclosure import load_policy
    from borderviz.events import check_ending
    from borderviz.exports import export_events

    load_policy(policy)  # before the work, not after it
    piped = str(output) == "-"
    if not piped:
        check_ending(output)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    geodata, table, aside = read_table(inputs)
    located = locate_table(inputs, table, geodata)
    with working("writing the file"), TemporaryDirectory() as folder:
        target = Path(folder) / "events.csv" if piped else output
        make_folder(target)
        export_events(
            located, target, events=table, geodata=geodata, policy=policy, title=title, bom=bom
        )
        if piped:
            sys.stdout.write(target.read_text(encoding="utf-8"))
    tell(output, counted(located))
    finish(aside)
