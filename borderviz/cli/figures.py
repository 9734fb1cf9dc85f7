"""The command that draws event tables for print."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, counted, read_assessed
from borderviz.cli.outputs import chosen_policy, make_folder
from borderviz.cli.terminal import finish, tell, tell_notes, working
from borderviz.errors import InputError, shown

_FIGURES = ("map", "strip", "multiples")
_CHARTS = ("months", "verdicts", "distance")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)")


@main.command()
@options.events
@options.output("output/map.svg")
@click.option("--title", default="", help="Title of the figure.")
@click.option(
    "--size", default="page", show_default=True,
    help="page (170 × 225 mm, charts 170 × 100), column (85 × 130, 85 × 90) or WIDTHxHEIGHT.",
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice([*_FIGURES, *_CHARTS]), default="map", show_default=True,
    help="A map, the border as a straight axis, or a small map for each group (--by); or a chart: "
    "incidents per month, by verdict, within a distance of the border.",
)  # fmt: skip
@click.option(
    "--by", help="What small maps (multiples) or bars (verdicts) are drawn by: year or any column."
)
@click.option(
    "--language", type=click.Choice(["en", "ko", "zh"]), default="en", show_default=True,
    help="Language of the figure.",
)  # fmt: skip
@options.policy
@options.as_of
@options.rules
@options.crisp
@options.reading
@options.places
@options.geodata
@example("borderviz figure geodata/events/reports.csv -o output/map.pdf --size column")
def figure(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, title: str, size: str, kind: str, by: str | None,
    language: str, policy: str, as_of: str | None, rules: tuple[str, ...], crisp: bool,
    reading: options.Reading, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Draw event tables for print, as SVG, PNG (300 dpi) or PDF."""
    from borderviz.figures import build_chart, build_figure, check_choices

    rule_set = chosen_policy(policy, as_of)
    millimetres = _size(size)
    form = _form(output)
    check_choices(size=millimetres, kind=kind, by=by, language=language)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    found = read_assessed(inputs, rules)
    with working("drawing the figure"):
        build = build_chart if kind in _CHARTS else build_figure
        drawn = build(
            found.located, found.verdicts, found.zones, found.geodata, policy=rule_set,
            as_of=as_of, title=title, size=millimetres, kind=kind, by=by, language=language,
        )  # fmt: skip
        if str(output) == "-":
            sys.stdout.buffer.write(drawn.to_bytes(form))
        else:
            make_folder(output)
            drawn.save(output)
    tell_notes(drawn.notes)
    tell(output, counted(found.located))
    finish(found.aside)


def _size(text: str) -> str | tuple[float, float]:
    found = _SIZE.fullmatch(text)
    return (float(found[1]), float(found[2])) if found else text


def _form(output: Path) -> str:
    """Return the format that the ending asks for; standard output gets SVG."""
    form = "svg" if str(output) == "-" else output.suffix.lower().removeprefix(".")
    if form not in {"svg", "png", "pdf"}:
        raise InputError(f"{shown(str(output))} does not say what to write; end it in .svg, .png "
                         "or .pdf")  # fmt: skip
    return form
