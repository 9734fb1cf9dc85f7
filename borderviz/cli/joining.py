"""The command that holds events against zones, in memory, part by part or on a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from borderviz.cli import options
from borderviz.cli.group import example, main
from borderviz.cli.inputs import Inputs, load_pack, read_released, zones_of_rules
from borderviz.cli.outputs import chosen_policy, make_folder, refuse_overwriting, write_table
from borderviz.cli.terminal import counting, finish, tell, tell_notes, working
from borderviz.errors import InputError, shown_path

if TYPE_CHECKING:
    from borderviz.disclosure import Policy

_SUFFIX = ".parquet"


@main.command()
@options.events
@options.output("-")
@options.policy
@options.as_of
@options.rules
@options.crisp
@options.reading
@options.places
@options.geodata
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
    help="Where the parts of a Parquet table are joined: here, or by a Dask cluster.",
)  # fmt: skip
@click.option("--scheduler", help="Address of the Dask cluster (tcp://…).")
@example("borderviz join geodata/events/reports.csv --rule kp-north-2020 -o output/joined.csv")
def join(  # noqa: PLR0913, PLR0917 - one argument per option
    events: tuple[Path, ...], output: Path, policy: str, as_of: str | None,
    rules: tuple[str, ...], crisp: bool, reading: options.Reading, places: tuple[Path, ...],
    pack: Path | None, engine: str, scheduler: str | None,
) -> None:  # fmt: skip
    """Hold events against zones: one row per event and zone, as CSV.

    A Parquet table (.parquet) is joined part by part into a GeoParquet file, however large it
    is; a join that was interrupted goes on when it is started again. It keeps every point as it
    is, so it needs --policy internal.
    """
    rule_set = chosen_policy(policy, as_of)
    inputs = Inputs(events, output, crisp, reading, places, pack)
    if any(path.suffix.lower() == _SUFFIX for path in (*events, output)):
        _join_parquet(inputs, rules, engine, scheduler, rule_set)
        return
    if engine != "local" or scheduler is not None:
        raise click.UsageError("--engine and --scheduler are for Parquet tables")
    _join_in_memory(inputs, rules, rule_set, as_of)


def _join_in_memory(
    inputs: Inputs, rules: tuple[str, ...], policy: Policy, as_of: str | None
) -> None:
    from borderviz.disclosure import join_release
    from borderviz.joins import round_share

    geodata, release, aside = read_released(inputs, policy, as_of)
    zones = zones_of_rules(geodata, rules)
    with working("joining events and zones"):
        joined = join_release(release, zones)
    for name in ("p", "p_min", "p_max", "t"):
        joined[name] = joined[name].map(lambda share: round_share(share, 4), na_action="ignore")
    rounded = joined.round({"distance_km_min": 3, "distance_km_max": 3})
    write_table(rounded, inputs.output, release)
    tell_notes(release.notes)
    finish(aside)


def _join_parquet(
    inputs: Inputs,
    rules: tuple[str, ...],
    engine: str,
    scheduler: str | None,
    policy: Policy,
) -> None:
    from borderviz.joins import join_parquet

    source = _only_parquet(inputs)
    if policy.levels is not None:
        raise InputError(
            "a joined Parquet table holds every point as it is, which no policy but internal "
            "shows; say --policy internal, and publish from it what may be published"
        )
    make_folder(inputs.output)
    geodata = load_pack(inputs.pack, inputs.places)
    zones = zones_of_rules(geodata, rules)
    with counting("joining") as progress:
        done = join_parquet(
            source, inputs.output, zones, geodata, crisp=inputs.crisp,
            engine="dask" if scheduler else engine, scheduler=scheduler, progress=progress,
        )  # fmt: skip
    tell(inputs.output, f"{done.rows - done.rejected} events, {len(zones)} zones")
    finish([done.rejected_path] if done.rejected_path else [])


def _only_parquet(inputs: Inputs) -> Path:
    """Return the one table; Parquet is joined into Parquet, and one table at a time."""
    for path in (*inputs.events, inputs.output):
        if path.suffix.lower() != _SUFFIX:
            raise InputError(
                f"{shown_path(path)} is no Parquet file; a Parquet table is joined into a Parquet "
                "file (-o NAME.parquet), other tables into CSV"
            )
    if len(inputs.events) > 1:
        raise InputError("one Parquet table is joined at a time; put them into one file first")
    refuse_overwriting(inputs.output, inputs.events)
    return inputs.events[0]
