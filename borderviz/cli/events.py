"""Commands that read event tables and draw, locate or check them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import (
    Inputs,
    counted,
    read_assessed,
    read_released,
    with_draft_notice,
)
from borderviz.cli.outputs import chosen_policy, make_folder, write_table
from borderviz.cli.terminal import finish, tell, tell_notes, working


@main.command("map")
@options.events
@options.output("output/map.html")
@click.option("--title", help="Title of the page.")
@click.option("--subtitle", help="A line under the title.")
@options.language("Language in which the page opens; it can be switched there.")
@click.option(
    "--basemap",
    help="Tiles below the map by their name in xyzservices, such as OpenStreetMap.Mapnik. The page "
    "then asks their server.",
)
@options.policy
@options.as_of
@options.rules
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz map geodata/events/reports.csv -o output/border-events.html")
def map_(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, title: str | None, subtitle: str | None,
    language: str, basemap: str | None, policy: str, as_of: str | None, rules: tuple[str, ...],
    crisp: bool, reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Draw event tables as one self-contained map page.

    EVENTS may also be articles, or folders of them: their events are drafted, and the page says
    that nobody has reviewed them.
    """
    from borderviz.maps import build_map

    rule_set = chosen_policy(policy, as_of)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    found = read_assessed(inputs, rules)
    subtitle = with_draft_notice(subtitle, found, rule_set, as_of)
    with working("writing the page"):
        page = build_map(
            found.located, found.verdicts, found.zones, found.geodata, policy=rule_set,
            as_of=as_of, title=title, subtitle=subtitle, language=language, basemap=basemap,
            events=found.table,
        )  # fmt: skip
        if str(output) == "-":
            sys.stdout.write(page.to_html())
        else:
            make_folder(output)
            page.save(output)
    tell_notes(page.notes)
    tell(output, counted(found.located))
    finish(found.aside)


@main.command()
@options.events
@options.output("output/located.gpkg")
@options.policy
@options.as_of
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz locate geodata/events/reports.csv -o output/located.gpkg")
def locate(
    events: tuple[Path, ...], output: Path, policy: str, as_of: str | None, crisp: bool,
    reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Give each event the area in which it may have happened (.gpkg, .geojson or .csv)."""
    from borderviz.disclosure import disclose
    from borderviz.schema import LOCATED

    rule_set = chosen_policy(policy, as_of)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    _, release, aside = read_released(inputs, rule_set, as_of)
    flat = release.located.drop(columns=["support_range", "line_bound"])
    for column in ("candidates", "touches"):
        flat[column] = ["; ".join(cells) for cells in flat[column]]
    kept = disclose(flat, rule_set, derived=(*LOCATED.columns, "clipped_to", "touches"))
    write_table(kept, output, release)
    tell_notes(release.notes)
    tell(output, counted(release.located))
    finish(aside)


@main.command()
@options.output("output/zones.geojson")
@options.rules
@options.geodata
@example("borderviz zones --rule kp-north-2020 -o output/zones.geojson")
def zones(output: Path, rules: tuple[str, ...], pack: Path | None) -> None:
    """Build the zones of the pack's rules (.geojson or .gpkg)."""
    from borderviz.geodata import load_geodata
    from borderviz.zones import build_zones

    with working("building zones"):
        built = build_zones(load_geodata(pack), rules or None)
    write_table(built.drop(columns="line"), output)
    tell(output, f"{len(built)} zones")
