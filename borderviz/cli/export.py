"""The command that hands events on to other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, counted, read_released
from borderviz.cli.outputs import chosen_policy, make_folder
from borderviz.cli.terminal import finish, tell, tell_notes, working


@main.command()
@options.events
@options.output("output/events.geojson")
@click.option("--title", help="Title that the file bears, where its format has a place for one.")
@click.option("--bom", is_flag=True, help="Begin a CSV file so that spreadsheets see its UTF-8.")
@options.policy
@options.as_of
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz export geodata/events/reports.csv -o output/events.kml")
def export(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, title: str | None, bom: bool, policy: str,
    as_of: str | None, crisp: bool, reading: options.Reading, places: tuple[Path, ...],
    pack: Path | None,
) -> None:  # fmt: skip
    """Write events as .csv, .xlsx, .jsonl, .geojson, .gpkg, .fgb, .parquet or .kml.

    Formats that hold shapes get the area in which each event may have happened. The file can be
    read as a table of events again. Standard output gets CSV.
    """
    from borderviz.events import check_ending
    from borderviz.exports import write_release

    rule_set = chosen_policy(policy, as_of)
    piped = str(output) == "-"
    if not piped:
        check_ending(output)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    geodata, release, aside = read_released(inputs, rule_set, as_of)
    with working("writing the file"), TemporaryDirectory() as folder:
        target = Path(folder) / "events.csv" if piped else output
        make_folder(target)
        write_release(release, target, geodata=geodata, title=title, bom=bom)
        if piped:
            sys.stdout.write(target.read_text(encoding="utf-8"))
    tell_notes(release.notes)
    tell(output, counted(release.located))
    finish(aside)
