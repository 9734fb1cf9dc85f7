"""The command that writes a report folder."""

from __future__ import annotations

from pathlib import Path

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, counted, read_assessed, with_draft_notice
from borderviz.cli.outputs import chosen_policy, make_folder
from borderviz.cli.terminal import finish, tell, tell_notes, working


@main.command()
@options.events
@click.option(
    "-o", "--output", type=options.FILE, default="output/report", show_default=True,
    help="Folder to write; one that a report made before is replaced.",
)  # fmt: skip
@click.option("--title", help="Title of the report.")
@click.option("--subtitle", help="A line under the title.")
@options.language("Language of the sentences in findings.txt, and in which the map page opens.")
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="Print report.pdf.")
@options.policy
@options.as_of
@options.rules
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz report geodata/events/reports.csv -o output/report")
def report(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, title: str | None, subtitle: str | None,
    language: str, pdf: bool, policy: str, as_of: str | None, rules: tuple[str, ...], crisp: bool,
    reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Write a folder ready to attach: map page, report, tables, methods, sources, checksums.

    The report is there as HTML, and as PDF where a Chromium is installed.
    """
    from borderviz.reports import write_report

    rule_set = chosen_policy(policy, as_of)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    found = read_assessed(inputs, rules)
    subtitle = with_draft_notice(subtitle, found, rule_set, as_of)
    make_folder(output)
    with working("writing the report"):
        made = write_report(
            found.located, found.verdicts, found.zones, found.geodata, output, policy=rule_set,
            as_of=as_of, title=title, subtitle=subtitle, language=language, events=found.table,
            set_aside=found.aside, pdf=pdf,
        )  # fmt: skip
    tell(output, f"{counted(found.located)}; {len(made.files)} files")
    tell_notes(made.notes)
    finish(found.aside)
