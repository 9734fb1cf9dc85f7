"""Commands on the data pack: what it holds, whether it is whole, what is added to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from borderviz.cli import options
from borderviz.cli.group import example, exit_with, main
from borderviz.cli.outputs import make_folder, refuse_overwriting
from borderviz.cli.terminal import finish, print_table, tell, tell_notes
from borderviz.errors import InputError, printable

if TYPE_CHECKING:
    import pandas as pd

_HELD = (
    "places", "names", "crossings", "units", "borders", "provinces", "outlines", "rules",
)  # fmt: skip


@main.group("geodata", invoke_without_command=True)
@options.geodata
@click.pass_context
@example("borderviz geodata verify")
def geodata_(ctx: click.Context, pack: Path | None) -> None:
    """Show what the data pack holds; verify it; name its sources; add to it."""
    ctx.obj = pack
    if ctx.invoked_subcommand is None:
        from borderviz.geodata import load_geodata

        found = load_geodata(pack)
        tell_notes(found.notes)
        for line in (found.info.title, found.root, f"sha256 {found.sha256}"):
            click.echo(printable(str(line)))
        for name in _HELD:
            click.echo(f"{len(getattr(found, name)):>7}  {name}")


@geodata_.command()
@click.pass_obj
@example("borderviz geodata verify")
def verify(pack: Path | None) -> None:
    """Check every file of the pack against its registry."""
    from borderviz.geodata import pack_files, pack_roots, verify_geodata

    faults = verify_geodata(pack)
    for fault in faults:
        click.echo(f"borderviz: {printable(fault)}", err=True)
    if faults:
        exit_with(1)
    for root in pack_roots(pack):
        click.echo(printable(f"{root}: all {len(pack_files(root))} files are as registered"))


@geodata_.command()
@click.pass_obj
@example("borderviz geodata sources")
def sources(pack: Path | None) -> None:
    """Name the sources and licences of the pack, and the digest of each file."""
    from borderviz.geodata import load_geodata, pack_roots, read_registry

    found = load_geodata(pack)
    for entry in found.info.attribution:
        click.echo(printable(f"{entry['text']}"))
        click.echo(printable(f"  licence: {entry['licence']}"))
        if entry.get("url"):
            click.echo(printable(f"  {entry['url']}"))
    for rule in found.rules:
        click.echo(printable(f"{rule.rule_id}: {rule.label}"))
        for source in rule.sources:
            told = f"  {source.text}" + (f" <{source.url}>" if source.url else "")
            click.echo(printable(told))
    for root in reversed(pack_roots(pack)):
        for name, digest in read_registry(root).items():
            click.echo(printable(f"{digest}  {name}"))


@geodata_.command()
@click.pass_obj
@example("borderviz geodata --geodata my-region seal")
def seal(pack: Path | None) -> None:
    """Register the files of a pack of your own as they are now."""
    from borderviz.geodata import seal_geodata

    if pack is None:
        raise InputError("name the pack to seal: borderviz geodata --geodata FOLDER seal")
    click.echo(printable(f"{seal_geodata(pack)} written"))


@geodata_.command()
@options.output("output/gazetteer.lpf.json")
@click.option("--as-of", help="Time for which the gazetteer speaks, when the pack does not say.")
@options.places
@click.pass_obj
@example("borderviz geodata export --as-of 2024 -o output/gazetteer.lpf.json")
def export(pack: Path | None, output: Path, as_of: str | None, places: tuple[Path, ...]) -> None:
    """Write the gazetteer as Linked Places (LPF v1.3), a form of GeoJSON."""
    from borderviz.cli.inputs import load_pack
    from borderviz.geodata import linked_places_text, write_linked_places

    refuse_overwriting(output, places)
    geodata = load_pack(pack, places)
    if str(output) == "-":
        sys.stdout.write(linked_places_text(geodata, as_of=as_of))
    else:
        make_folder(output)
        write_linked_places(geodata, output, as_of=as_of)
    tell(output, f"{len(geodata.places)} places with {len(geodata.names)} names")


@geodata_.command("add-units")
@click.argument("file", type=options.FILE)
@click.option(
    "-o", "--output", "folder", type=options.FILE, required=True, help="Folder of the overlay."
)
@click.option("--source", required=True, help="Where the polygons come from, with the address.")
@click.option("--licence", required=True, help="Terms under which the polygons may be used.")
@click.option("--title", help="What to call the overlay.")
@click.option("--id-column", help="Column with ids of the gazetteer; place_id by default.")
@click.option(
    "--name-column", "name_columns", multiple=True, help="Column with names; may be repeated."
)
@click.option("--province-column", help="Column with the province's name or ISO 3166-2 code.")
@click.option("--layer", help="Layer of the file, when it holds several.")
@click.option("--encoding", help="Encoding of the file's texts, when it says it wrong.")
@click.pass_obj
@example(
    "borderviz geodata add-units adm2.geojson -o my-units "
    '--source "geoBoundaries, https://www.geoboundaries.org" --licence "CC BY 3.0 IGO"'
)
def add_units(  # noqa: PLR0913, PLR0917 - one argument per option
    pack: Path | None, file: Path, folder: Path, source: str, licence: str, title: str | None,
    id_column: str | None, name_columns: tuple[str, ...], province_column: str | None,
    layer: str | None, encoding: str | None,
) -> None:  # fmt: skip
    """Lay true polygons of counties, cities or provinces over the pack.

    Each polygon is matched to a unit of the gazetteer by id, or by name within its province. What
    does not match, or lies elsewhere, is left out and told. Use the overlay with --geodata FOLDER.
    """
    from borderviz.gazetteer import add_unit_outlines

    report = add_unit_outlines(
        file,
        folder,
        source=source,
        licence=licence,
        base=pack,
        title=title,
        id_column=id_column,
        name_columns=name_columns,
        province_column=province_column,
        layer=layer,
        encoding=encoding,
    )
    taken = report["outcome"] == "matched"
    remarked = report[~taken | report["remark"].notna()]
    if len(remarked):
        shown_columns = ["row", "label", "province", "place_id", "outcome", "remark"]
        print_table(remarked[shown_columns].astype(object).where(remarked.notna(), None))
    tell(folder, f"{int(taken.sum())} of {len(report)} polygons laid over the pack")
    finish(_left_out(report[~taken], folder.parent / f"{file.stem}.rejected.csv"))


def _left_out(report: pd.DataFrame, path: Path) -> list[Path]:
    """Write the polygons that were left out beside the overlay; without any, nothing new."""
    from borderviz.files import write_csv

    if report.empty and not path.exists():
        return []
    table = report.assign(
        column=report["by"],
        value=report["label"],
        reason=report["outcome"] + ": " + report["remark"].fillna(""),
    )
    write_csv(table[["row", "column", "value", "reason", "province", "place_id"]], path)
    return [path] if len(report) else []
