"""The command that resolves one place expression."""

from __future__ import annotations

from pathlib import Path

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import load_pack
from borderviz.cli.terminal import print_headline, print_table

_STYLES = {"resolved": "green", "ambiguous": "yellow", "suggested": "yellow"}
_COLUMNS = [
    "rank", "place_id", "name", "kind", "admin1", "latitude", "longitude", "score", "reason",
]  # fmt: skip
_MOST_SHOWN = 200


@main.command()
@click.argument("place")
@click.option("--context", help="Province, county or country that tells homonyms apart.")
@click.option("--json", "as_json", is_flag=True, help="Write GeoJSON, with the supports.")
@options.places
@options.geodata
@example('borderviz geocode "Namyang" --context "Onsong County, North Hamgyong"')
def geocode(
    place: str, context: str | None, as_json: bool, places: tuple[Path, ...], pack: Path | None
) -> None:
    """Resolve a place as a report states it: ranked candidates with reasons."""
    from borderviz.geocoding import geocode as resolve

    found = resolve(place, load_pack(pack, places), context=context)
    if as_json:
        click.echo(found.to_json())
        return
    resolution = found["resolution"].iloc[0]
    asked = place if len(place) <= _MOST_SHOWN else f"{place[:_MOST_SHOWN]}…"
    print_headline(f"{asked}: {resolution}", _STYLES.get(resolution, "red"))
    print_table(found[_COLUMNS])
