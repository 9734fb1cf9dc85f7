"""What the commands work on: event tables, located, with the zones built."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from borderviz.cli.outputs import make_folder, refuse_overwriting
from borderviz.cli.terminal import tell_notes, working
from borderviz.errors import InputError, printable, shown

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from borderviz.geodata import Geodata


@dataclass(frozen=True)
class Inputs:
    """What a command reads, and where it writes.

    Attributes
    ----------
    events : tuple of Path
    output : Path
        Rows that are set aside go beside it.
    crisp : bool
    encoding : str or None
    places : tuple of Path
        Files of places of one's own.
    pack : Path or None
        Folder of the data pack.
    """

    events: tuple[Path, ...]
    output: Path
    crisp: bool
    encoding: str | None
    places: tuple[Path, ...]
    pack: Path | None


def load_pack(pack: Path | None, places: tuple[Path, ...]) -> Geodata:
    """Load the data pack with places of one's own, and say what was laid over it."""
    from borderviz.geodata import load_geodata

    geodata = load_geodata(pack, places=places)
    tell_notes(geodata.notes)
    return geodata


def read_located(inputs: Inputs) -> tuple[Geodata, gpd.GeoDataFrame, list[Path]]:
    """Read and locate the events."""
    table, aside = read_table(inputs)
    return *locate_table(inputs, table), aside


def locate_table(inputs: Inputs, table: pd.DataFrame) -> tuple[Geodata, gpd.GeoDataFrame]:
    """Locate the events of a table that was read."""
    from borderviz.geocoding import locate_events

    geodata = load_pack(inputs.pack, inputs.places)
    with working("locating events"):
        return geodata, locate_events(table, geodata, crisp=inputs.crisp)


def read_prepared(
    inputs: Inputs, rules: tuple[str, ...]
) -> tuple[Geodata, gpd.GeoDataFrame, gpd.GeoDataFrame, list[Path]]:
    """Read and locate the events and build the zones."""
    geodata, located, aside = read_located(inputs)
    return geodata, located, build_drawn_zones(geodata, rules), aside


def build_drawn_zones(geodata: Geodata, rules: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Build the zones of the rules asked for, all of them by default."""
    from borderviz.zones import build_zones

    with working("building zones"):
        zones = build_zones(geodata, rules or None)
    for rule in rules:
        if rule not in set(zones["rule_id"]):
            raise InputError(
                f"the rule {shown(rule)} is described only, it has no zone to join with"
            )
    return zones


def counted(located: gpd.GeoDataFrame) -> str:
    """Say how many events there are and how many have a place."""
    placed = int((located["resolution"] == "resolved").sum())
    return f"{len(located)} events, {placed} of them placed"


def read_table(inputs: Inputs) -> tuple[pd.DataFrame, list[Path]]:
    """Read event tables; rows that cannot be used go to files beside the output."""
    import pandas as pd

    from borderviz.events import read_event_table, write_rejected

    files, output = inputs.events, inputs.output
    folder = Path() if str(output) == "-" else output.parent
    names = _names(files)
    targets = [folder / f"{name}.rejected.csv" for name in names]
    _check_names(inputs, targets)
    tables, aside = [], []
    for path, name, target in zip(files, names, targets, strict=True):
        table = read_event_table(path, encoding=inputs.encoding)
        if len(table.rejected):
            make_folder(target)
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


def _check_names(inputs: Inputs, targets: list[Path]) -> None:
    """Refuse what would write over a table that is read, or count one twice."""
    if len({path.resolve() for path in inputs.events}) < len(inputs.events):
        raise InputError("one table is named twice; name each once")
    read = (*inputs.events, *inputs.places)
    refuse_overwriting(inputs.output, read)
    taken = {path.resolve() for path in (*read, inputs.output)}
    for target in targets:
        if target.resolve() in taken:
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
