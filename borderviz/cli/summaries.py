"""The command that counts incidents and people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, read_prepared
from borderviz.cli.outputs import make_folder
from borderviz.cli.terminal import finish, working
from borderviz.errors import InputError, shown_path

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

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
@options.rules
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz summarize geodata/events/reports.csv --by year --by type -o output/years.md")
def summarize(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, by: tuple[str, ...], people: bool, form: str | None,
    title: str, language: str, policy: str, rules: tuple[str, ...], crisp: bool,
    reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Count incidents with their range: low, expected, high.

    Writes CSV, Markdown (.md), HTML (.html), or sentences (.txt) that state each result with its
    uncertainty.
    """
    from borderviz.disclosure import disclose, load_policy
    from borderviz.joins import join_zones, roll_up
    from borderviz.schema import LOCATED

    rule_set = load_policy(policy)
    form = form or _form_of(output)
    if form == "text" and (by or people):
        raise click.UsageError(
            "--form text states the whole, people included; leave out --by and --people"
        )
    inputs = Inputs(events, output, crisp, reading, places, pack)
    geodata, located, zones, aside = read_prepared(inputs, rules)
    with working("joining events and zones"):
        verdicts = roll_up(join_zones(located, zones))
    may_count = disclose(located, rule_set, derived=LOCATED.columns)
    if form == "text":
        text = _sentences(may_count, verdicts, zones, language, bool(rules))
    else:
        table = _table(may_count, verdicts, zones, geodata, by, people)
        text = _written(table, form, title, marked=rule_set.marked)
    _write(text, output)
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
    located: gpd.GeoDataFrame, verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, language: str,
    chosen: bool,
) -> str:  # fmt: skip
    from borderviz.summaries import state_findings
    from borderviz.symbology import drawn_rules

    rules = None if chosen else drawn_rules(verdicts, zones)
    stated = state_findings(located, verdicts, zones, rules=rules, language=language)
    return "\n\n".join(map(str, stated)) + "\n"


def _table(
    located: gpd.GeoDataFrame, verdicts: pd.DataFrame, zones: gpd.GeoDataFrame, geodata: Geodata,
    by: tuple[str, ...], people: bool,
) -> pd.DataFrame:  # fmt: skip
    from borderviz.documents import label_rules
    from borderviz.summaries import summarize as counted
    from borderviz.summaries import summarize_people

    sums = summarize_people if people else counted
    return label_rules(sums(located, verdicts, by=by, geodata=geodata), zones)


def _written(table: pd.DataFrame, form: str, title: str, *, marked: bool) -> str:
    from borderviz.documents import write_up

    return write_up(table, form, title=title, marked=marked)


def _write(text: str, output: Path) -> None:
    from borderviz.files import atomic_write_text

    if str(output) == "-":
        sys.stdout.write(text)
        return
    make_folder(output)
    atomic_write_text(output, text)
