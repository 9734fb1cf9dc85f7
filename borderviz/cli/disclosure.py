"""The command that proves a finished file against the events it was made from."""

from __future__ import annotations

from pathlib import Path

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import load_pack
from borderviz.cli.outputs import chosen_policy
from borderviz.cli.terminal import tell, working


@main.command("verify-release")
@click.argument("file", type=options.FILE)
@click.option(
    "--against", "events", required=True, type=options.FILE,
    help="Table of the events, with all that must not be shown.",
)  # fmt: skip
@options.policy
@options.as_of
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz verify-release output/border-events.html --against geodata/events/reports.csv")
def verify_release(
    file: Path, events: Path, policy: str, as_of: str | None, crisp: bool,
    reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Search a finished file for what a policy withholds of its events.

    FILE is opened whatever its format is: a map page, GeoJSON, GeoPackage, GeoParquet, KML, XLSX,
    CSV, SVG, PDF or a notebook. The exit status is 1 when anything is found.
    """
    from borderviz.disclosure import release_events, verify_file
    from borderviz.events import read_events
    from borderviz.geocoding import locate_events
    from borderviz.maps import fixed_parts
    from borderviz.reports import own_wording
    from borderviz.zones import build_zones

    rule_set = chosen_policy(policy, as_of)
    table = read_events(
        events, encoding=reading.encoding, columns=reading.columns, profile=reading.profile,
        layer=reading.layer,
    )  # fmt: skip
    geodata = load_pack(pack, places)
    with working("locating events"):
        located = locate_events(table, geodata, crisp=crisp)
    release = release_events(located, geodata, rule_set, events=table, as_of=as_of, scan=False)
    with working("searching the file"):
        # what every map page holds, its zones and its script among it, is no sign of a leak
        page = file.suffix.lower() in {".html", ".htm", ".ipynb"}
        known = fixed_parts(geodata, build_zones(geodata)) if page else frozenset()
        verify_file(file, release.secrets.beyond(own_wording(geodata)), known=known)
    tell(file, f"nothing that the policy {rule_set.name!r} withholds was found")
