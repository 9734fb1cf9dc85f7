"""The command that counts incidents and people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, read_released, zones_of_rules
from borderviz.cli.outputs import chosen_policy, write_text
from borderviz.cli.terminal import finish, tell_notes, working
from borderviz.errors import InputError, shown_path

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from borderviz.disclosure import Release
    from borderviz.geodata import Geodata

_FORMS = {".csv": "csv", ".md": "md", ".html": "html", ".htm": "html", ".txt": "text"}


@main.command()
@options.events
@options.output("-")
@click.option(
    "--by", multiple=True,
    help="What to count by; may be repeated: zone, year, month, province, county, type, outlet or "
    "any column.",
)  # fmt: skip
@click.option("--people", is_flag=True, help="Add up people killed, arrested and involved instead.")
@click.option(
    "--form", type=click.Choice(["csv", "md", "html", "text"]),
    help="What to write: a table, or sentences. By default what the output's ending says.",
)  # fmt: skip
@click.option("--title", default="Summary", show_default=True, help="Title of Markdown and HTML.")
@options.language("Language of the sentences.")
@options.policy
@options.as_of
@options.rules
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz summarize geodata/events/reports.csv --by year --by type -o output/years.md")
def summarize(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, by: tuple[str, ...], people: bool, form: str | None,
    title: str, language: str, policy: str, as_of: str | None, rules: tuple[str, ...], crisp: bool,
    reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Count incidents with their range: low, expected, high.

    Writes CSV, Markdown (.md), HTML (.html), or sentences (.txt) that state each result with its
    uncertainty.
    """
    from borderviz.disclosure import check_labels, join_release
    from borderviz.joins import roll_up

    rule_set = chosen_policy(policy, as_of)
    form = form or _form_of(output)
    if form == "text" and (by or people):
        raise click.UsageError(
            "--form text states the whole, people included; leave out --by and --people"
        )
    inputs = Inputs(events, output, crisp, reading, places, pack)
    geodata, release, aside = read_released(inputs, rule_set, as_of)
    check_labels(release, {"the title": title})
    zones = zones_of_rules(geodata, rules)
    with working("joining events and zones"):
        verdicts = roll_up(join_release(release, zones))
    if form == "text":
        text = _sentences(release, verdicts, zones, language, bool(rules))
    else:
        table = _table(release, verdicts, zones, geodata, by, people)
        text = _written(table, form, title, marked=rule_set.marked)
    write_text(text, output, release)
    tell_notes(release.notes)
    finish(aside)


def _form_of(output: Path) -> str:
    if str(output) == "-":
        return "csv"
    form = _FORMS.get(output.suffix.lower())
    if form is None:
        raise InputError(
            f"{shown_path(output)} has no ending of a summary; name it {', '.join(_FORMS)}, or say "
            "--form"
        )
    return form


def _sentences(
    release: Release, verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, language: str, chosen: bool
) -> str:
    from borderviz.summaries import state_findings
    from borderviz.symbology import drawn_rules

    rules = None if chosen else drawn_rules(verdicts, zones)
    stated = state_findings(release.located, verdicts, zones, rules=rules, language=language)
    return "\n\n".join(map(str, stated)) + "\n"


def _table(
    release: Release, verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, geodata: Geodata,
    by: tuple[str, ...], people: bool,
) -> pd.DataFrame:  # fmt: skip
    from borderviz.disclosure import disclose, suppress_cells
    from borderviz.documents import label_rules
    from borderviz.schema import LOCATED
    from borderviz.summaries import summarize as counted
    from borderviz.summaries import summarize_people

    sums = summarize_people if people else counted
    may_count = disclose(release.located, release.policy, derived=LOCATED.columns)
    table = sums(may_count, verdicts, by=by, geodata=geodata)
    return label_rules(suppress_cells(table, release, verdicts, by, geodata=geodata), zones)


def _written(table: pd.DataFrame, form: str, title: str, *, marked: bool) -> str:
    from borderviz.documents import write_up

    return write_up(table, form, title=title, marked=marked)
