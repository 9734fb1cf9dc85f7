"""The command line: one thin command per public verb.

Exit status: 0 done; 1 failed (one sentence on standard error, a traceback with ``--debug``);
2 usage; 3 done, but some rows were set aside (their file is named).
"""

from __future__ import annotations

import math
import sys
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from borderviz.errors import BordervizError, InputError, printable, shown, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd
    import pandas as pd

    from borderviz.geodata import Geodata

_SET_ASIDE = 3
_FILE = click.Path(path_type=Path)


class _Group(click.Group):
    """Turns our errors into one sentence and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BordervizError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"borderviz: {printable(str(error))}", err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borderviz", prog_name="borderviz")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(*, debug: bool) -> None:
    """From reports about a border to maps that hold up.

    Events are read from CSV tables, located with their uncertainty, held against dated buffer
    zones, and drawn on one offline HTML page.

    Each command has an example: borderviz COMMAND --help.
    """


def _example(line: str) -> Callable[[Any], Any]:
    """Put an example under a command's help."""

    def add(command: Any) -> Any:
        command.__doc__ = f"{command.__doc__}\n\n\b\nExample:\n  {line}\n"
        return command

    return add


_events = click.argument("events", nargs=-1, required=True, type=_FILE)
_geodata = click.option("--geodata", "pack", type=_FILE, help="Folder of a data pack of your own.")
_encoding = click.option("--encoding", help="Encoding of the events file, when not UTF-8.")
_crisp = click.option(
    "--crisp", is_flag=True, help="Take coordinates without an uncertainty as points, not as discs."
)
_rules = click.option(
    "--rule", "rules", multiple=True, help="Id of a zone rule; may be repeated. All by default."
)
_policy = click.option(
    "--policy", default="public", show_default=True,
    help="What may be shown: public, or internal (everything, with a visible mark).",
)  # fmt: skip


def _output(default: str) -> Callable[[Any], Any]:
    return click.option(
        "-o",
        "--output",
        type=_FILE,
        default=default,
        show_default=True,
        help="File to write ('-': standard output).",
    )


@main.command("map")
@_events
@_output("output/map.html")
@click.option("--title", help="Title of the page.")
@click.option("--subtitle", help="A line under the title.")
@_policy
@_rules
@_crisp
@_encoding
@_geodata
@_example("borderviz map geodata/events/reports.csv -o output/border-events.html")
def map_(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, title: str | None, subtitle: str | None, policy: str,
    rules: tuple[str, ...], crisp: bool, encoding: str | None, pack: Path | None,
) -> None:  # fmt: skip
    """Draw event tables as one self-contained map page."""
    from borderviz.disclosure import load_policy
    from borderviz.joins import join_zones, roll_up
    from borderviz.maps import build_map

    load_policy(policy)  # before the work, not after it
    geodata, located, zones, aside = _prepared(events, output, rules, crisp, encoding, pack)
    with _working("joining events and zones"):
        verdicts = roll_up(join_zones(located, zones))
    with _working("writing the page"):
        page = build_map(
            located, verdicts, zones, geodata, policy=policy, title=title, subtitle=subtitle
        )
        if str(output) == "-":
            sys.stdout.write(page.to_html())
        else:
            _make_folder(output)
            page.save(output)
    _tell(output, _counted(located))
    _finish(aside)


@main.command()
@click.argument("place")
@click.option("--context", help="Province, county or country that tells homonyms apart.")
@click.option("--json", "as_json", is_flag=True, help="Write GeoJSON, with the supports.")
@_geodata
@_example('borderviz geocode "Namyang" --context "Onsong County, North Hamgyong"')
def geocode(place: str, context: str | None, as_json: bool, pack: Path | None) -> None:
    """Resolve a place as a report states it: ranked candidates with reasons."""
    from borderviz.geocoding import geocode as resolve
    from borderviz.geodata import load_geodata

    found = resolve(place, load_geodata(pack), context=context)
    if as_json:
        click.echo(found.to_json())
        return
    click.echo(f"{printable(place)}: {found['resolution'].iloc[0]}")
    columns = [
        "rank",
        "place_id",
        "name",
        "kind",
        "admin1",
        "latitude",
        "longitude",
        "score",
        "reason",
    ]
    _print_table(found[columns])


@main.command()
@_events
@_output("output/located.gpkg")
@_policy
@_crisp
@_encoding
@_geodata
@_example("borderviz locate geodata/events/reports.csv -o output/located.gpkg")
def locate(events: tuple[Path, ...], output: Path, policy: str, crisp: bool, encoding: str | None,
           pack: Path | None) -> None:  # fmt: skip
    """Give each event the area in which it may have happened (.gpkg, .geojson or .csv)."""
    from borderviz.disclosure import disclose, load_policy
    from borderviz.schema import LOCATED

    rule_set = load_policy(policy)
    _, located, aside = _located(events, output, crisp, encoding, pack)
    flat = located.drop(columns=["support_range", "line_bound"])
    for column in ("candidates", "touches"):
        flat[column] = ["; ".join(cells) for cells in flat[column]]
    kept = disclose(flat, rule_set, derived=(*LOCATED.columns, "clipped_to", "touches"))
    _write(kept, output)
    _tell(output, _counted(located))
    _finish(aside)


@main.command()
@_output("output/zones.geojson")
@_rules
@_geodata
@_example("borderviz zones --rule kp-north-2020 -o output/zones.geojson")
def zones(output: Path, rules: tuple[str, ...], pack: Path | None) -> None:
    """Build the zones of the pack's rules (.geojson or .gpkg)."""
    from borderviz.geodata import load_geodata
    from borderviz.zones import build_zones

    with _working("building zones"):
        built = build_zones(load_geodata(pack), rules or None)
    _write(built.drop(columns="line"), output)
    _tell(output, f"{len(built)} zones")


@main.command()
@_events
@_output("-")
@_rules
@_crisp
@_encoding
@_geodata
@_example("borderviz join geodata/events/reports.csv --rule kp-north-2020 -o output/joined.csv")
def join(events: tuple[Path, ...], output: Path, rules: tuple[str, ...], crisp: bool,
         encoding: str | None, pack: Path | None) -> None:  # fmt: skip
    """Hold events against zones: one row per event and zone, as CSV."""
    from borderviz.joins import join_zones, round_share

    _, located, zones_, aside = _prepared(events, output, rules, crisp, encoding, pack)
    with _working("joining events and zones"):
        joined = join_zones(located, zones_)
    for name in ("p", "p_min", "p_max", "t"):
        joined[name] = joined[name].map(lambda share: round_share(share, 4), na_action="ignore")
    _write(joined.round({"distance_km_min": 3, "distance_km_max": 3}), output)
    _finish(aside)


@main.command()
@_events
@_output("-")
@click.option("--by", multiple=True, help="Column to count by, or year; may be repeated.")
@_policy
@_rules
@_crisp
@_encoding
@_geodata
@_example("borderviz summarize geodata/events/reports.csv --by year --by event_type")
def summarize(
    events: tuple[Path, ...], output: Path, by: tuple[str, ...], policy: str,
    rules: tuple[str, ...], crisp: bool, encoding: str | None, pack: Path | None,
) -> None:  # fmt: skip
    """Count incidents with their range: low, expected, high, as CSV."""
    from borderviz.disclosure import disclose, load_policy
    from borderviz.joins import join_zones, roll_up
    from borderviz.schema import LOCATED
    from borderviz.summaries import summarize as summed

    rule_set = load_policy(policy)
    _, located, zones_, aside = _prepared(events, output, rules, crisp, encoding, pack)
    with _working("joining events and zones"):
        verdicts = roll_up(join_zones(located, zones_))
    may_count = disclose(located, rule_set, derived=LOCATED.columns)
    _write(summed(may_count, verdicts, by=by).round({"expected": 3}), output)
    _finish(aside)


@main.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@_encoding
@_example("borderviz check geodata/events/reports.csv")
def check(files: tuple[Path, ...], encoding: str | None) -> None:
    """Say what is wrong with event tables, row by row."""
    from borderviz.events import read_event_table

    wrong = 0
    for path in files:
        table = read_event_table(path, encoding=encoding)
        for fault in table.rejected.to_dict("records"):
            where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
            click.echo(printable(f"{path}: {where}: {shown(fault['value'])}: {fault['reason']}"))
        for hint in table.hints:
            click.echo(printable(f"{path}: {hint}"))
        bad = table.rejected["row"].nunique()
        wrong += bad
        click.echo(printable(f"{path}: {len(table.events)} rows are good, {bad} are not"))
    _exit_with(_SET_ASIDE if wrong else 0)


@main.group("geodata", invoke_without_command=True)
@_geodata
@click.pass_context
@_example("borderviz geodata verify")
def geodata_(ctx: click.Context, pack: Path | None) -> None:
    """Show what the data pack holds; verify it; name its sources."""
    ctx.obj = pack
    if ctx.invoked_subcommand is None:
        from borderviz.geodata import load_geodata

        found = load_geodata(pack)
        click.echo(f"{found.info.title}\n{found.root}\nsha256 {found.sha256}")
        for name in ("places", "names", "crossings", "units", "borders", "provinces", "rules"):
            click.echo(f"{len(getattr(found, name)):>7}  {name}")


@geodata_.command()
@click.pass_obj
@_example("borderviz geodata verify")
def verify(pack: Path | None) -> None:
    """Check every file of the pack against its registry."""
    from borderviz.geodata import find_pack, pack_files, verify_geodata

    faults = verify_geodata(pack)
    for fault in faults:
        click.echo(f"borderviz: {printable(fault)}", err=True)
    if faults:
        _exit_with(1)
    root = find_pack(pack)
    click.echo(f"{root}: all {len(pack_files(root))} files are as registered")


@geodata_.command()
@click.pass_obj
@_example("borderviz geodata sources")
def sources(pack: Path | None) -> None:
    """Name the sources and licences of the pack, and the digest of each file."""
    from borderviz.geodata import load_geodata, read_registry

    found = load_geodata(pack)
    for entry in found.info.attribution:
        click.echo(f"{entry['text']}\n  licence: {entry['licence']}\n  {entry['url']}")
    for rule in found.rules:
        click.echo(f"{rule.rule_id}: {rule.label}")
        for source in rule.sources:
            click.echo(f"  {source.text}" + (f" <{source.url}>" if source.url else ""))
    for name, digest in read_registry(found.root).items():
        click.echo(f"{digest}  {name}")


@geodata_.command()
@click.pass_obj
@_example("borderviz geodata --geodata my-region seal")
def seal(pack: Path | None) -> None:
    """Register the files of a pack of your own as they are now."""
    from borderviz.geodata import seal_geodata

    if pack is None:
        raise InputError("name the pack to seal: borderviz geodata --geodata FOLDER seal")
    click.echo(f"{seal_geodata(pack)} written")


def _located(
    events: tuple[Path, ...], output: Path, crisp: bool, encoding: str | None, pack: Path | None
) -> tuple[Geodata, gpd.GeoDataFrame, list[Path]]:
    from borderviz.geocoding import locate_events
    from borderviz.geodata import load_geodata

    table, aside = _read(events, output, encoding)
    geodata = load_geodata(pack)
    with _working("locating events"):
        return geodata, locate_events(table, geodata, crisp=crisp), aside


def _prepared(
    events: tuple[Path, ...], output: Path, rules: tuple[str, ...], crisp: bool,
    encoding: str | None, pack: Path | None,
) -> tuple[Geodata, gpd.GeoDataFrame, gpd.GeoDataFrame, list[Path]]:  # fmt: skip
    """Read and locate the events and build the zones."""
    from borderviz.zones import build_zones

    geodata, located, aside = _located(events, output, crisp, encoding, pack)
    with _working("building zones"):
        zones_ = build_zones(geodata, rules or None)
    for rule in rules:
        if rule not in set(zones_["rule_id"]):
            raise InputError(
                f"the rule {shown(rule)} is described only, it has no zone to join with"
            )
    return geodata, located, zones_, aside


def _read(
    files: tuple[Path, ...], output: Path, encoding: str | None
) -> tuple[pd.DataFrame, list[Path]]:
    """Read event tables; rows that cannot be used go to files beside the output."""
    import pandas as pd

    from borderviz.events import read_event_table, write_rejected

    folder = Path() if str(output) == "-" else output.parent
    names = _names(files)
    targets = [folder / f"{name}.rejected.csv" for name in names]
    _check_names(files, output, targets)
    tables, aside = [], []
    for path, name, target in zip(files, names, targets, strict=True):
        table = read_event_table(path, encoding=encoding)
        if len(table.rejected):
            _make_folder(target)
            aside.append(target)
        write_rejected(table, target)
        own = table.events
        if len(files) > 1:  # ids that were given by row number are those of their file
            own["event_id"] = own["event_id"].str.replace(r"^(?=row-\d+$)", f"{name}-", regex=True)
        tables.append(own)
    whole = pd.concat(tables, ignore_index=True)
    if whole.empty:
        raise InputError(f"no row of {printable(str(files[0]))} can be used; see {aside[0]}")
    if (twice := whole["event_id"].duplicated()).any():
        name = whole.loc[twice, "event_id"].iloc[0]
        raise InputError(f"event_id {shown(name)} stands in more than one of the files; rename one")
    return whole, aside


def _check_names(files: tuple[Path, ...], output: Path, targets: list[Path]) -> None:
    """Refuse what would write over a table that is read, or count one twice."""
    read = [path.resolve() for path in files]
    if len(set(read)) < len(read):
        raise InputError("one table is named twice; name each once")
    if output.resolve() in read:
        raise InputError(f"{shown(str(output))} is a table to be read; write to another file")
    for target in targets:
        if target.resolve() in {*read, output.resolve()}:
            raise InputError(
                f"{shown(str(target))} is where rows set aside are written; rename it, or write "
                "the output to another folder"
            )


def _names(files: tuple[Path, ...]) -> list[str]:
    """Return the files' stems, told apart by number where they repeat."""
    names: list[str] = []
    for path in files:
        numbered = (f"{path.stem}-{n}" if n > 1 else path.stem for n in count(1))
        names.append(next(name for name in numbered if name not in names))
    return names


def _write(table: pd.DataFrame, output: Path) -> None:
    """Write a table by the ending of its file: vector data, or CSV."""
    from borderviz.files import csv_text, write_csv, write_vector

    if str(output) == "-":
        sys.stdout.write(csv_text(table.drop(columns="geometry", errors="ignore")))
        return
    _make_folder(output)
    if output.suffix.lower() == ".csv":
        write_csv(table.drop(columns="geometry", errors="ignore"), output)
    else:
        write_vector(table, output)


def _make_folder(output: Path) -> None:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {shown_path(output.parent)} cannot be made: {error.strerror}"
        ) from error


def _counted(located: gpd.GeoDataFrame) -> str:
    placed = int((located["resolution"] == "resolved").sum())
    return f"{len(located)} events, {placed} of them placed"


def _finish(aside: list[Path]) -> None:
    """Name the files of rows set aside; the exit status says that there are some."""
    for path in aside:
        click.echo(printable(f"borderviz: some rows were set aside; see {path}"), err=True)
    _exit_with(_SET_ASIDE if aside else 0)


def _exit_with(status: int) -> None:
    if status:
        click.get_current_context().exit(status)


def _tell(output: Path, what: str) -> None:
    """Say what was written; not into what is written to standard output itself."""
    click.echo(printable(f"{output}: {what}"), err=str(output) == "-")


@contextmanager
def _working(what: str) -> Iterator[None]:
    """Show what goes on while it goes on, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield


def _print_table(table: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column in table.columns:
        grid.add_column(column, overflow="fold", no_wrap=column in {"rank", "score", "place_id"})
    for row in table.itertuples(index=False):
        grid.add_row(*(Text(_cell(value)) for value in row))
    Console(width=None if sys.stdout.isatty() else 160).print(grid)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}" if abs(value) <= 1 else f"{value:.5f}"
    return "" if value is None else printable(str(value))
