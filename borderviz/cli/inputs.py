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

    from borderviz.cli.options import Reading
    from borderviz.disclosure import Policy, Release
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
    reading : Reading
    places : tuple of Path
        Files of places of one's own.
    pack : Path or None
        Folder of the data pack.
    """

    events: tuple[Path, ...]
    output: Path
    crisp: bool
    reading: Reading
    places: tuple[Path, ...]
    pack: Path | None


@dataclass(frozen=True)
class Assessed:
    """Events as far as what is drawn needs them.

    Attributes
    ----------
    geodata : Geodata
    table : pandas.DataFrame
        The rows as they were read.
    located, verdicts : tables
    zones : geopandas.GeoDataFrame
    aside : list of Path
        Files of rows that were set aside.
    """

    geodata: Geodata
    table: pd.DataFrame
    located: gpd.GeoDataFrame
    verdicts: pd.DataFrame
    zones: gpd.GeoDataFrame
    aside: list[Path]


def load_pack(pack: Path | None, places: tuple[Path, ...]) -> Geodata:
    """Load the data pack with places of one's own, and say what was laid over it."""
    from borderviz.geodata import load_geodata

    geodata = load_geodata(pack, places=places)
    tell_notes(geodata.notes)
    return geodata


def read_table(inputs: Inputs) -> tuple[Geodata, pd.DataFrame, list[Path]]:
    """Read event tables, and draft events from articles; what cannot be used is set aside."""
    texts = tuple(path for path in inputs.events if _tells_articles(path, inputs.reading))
    tables, aside = read_tables(inputs, tuple(p for p in inputs.events if p not in texts))
    parts = list(tables.values())
    geodata = load_pack(inputs.pack, inputs.places)
    if texts:
        drafts, targets = _read_articles(inputs, texts, geodata)
        parts, aside = [*parts, drafts], [*aside, *targets]
    return geodata, _joined(parts, inputs, aside), aside


def _tells_articles(path: Path, reading: Reading) -> bool:
    """Whether a file holds articles; lines of JSON may hold either, which the first one tells."""
    from borderviz.articles import is_article_file
    from borderviz.events import holds_event_lines

    return is_article_file(path) and not holds_event_lines(path, reading.columns.values())


def locate_table(inputs: Inputs, table: pd.DataFrame, geodata: Geodata) -> gpd.GeoDataFrame:
    """Locate the events of a table that was read."""
    from borderviz.geocoding import locate_events

    with working("locating events"):
        return locate_events(table, geodata, crisp=inputs.crisp)


def read_assessed(inputs: Inputs, rules: tuple[str, ...]) -> Assessed:
    """Read and locate the events, and hold them against the zones of rules."""
    from borderviz.joins import join_zones, roll_up

    geodata, table, aside = read_table(inputs)
    located = locate_table(inputs, table, geodata)
    zones = zones_of_rules(geodata, rules)
    with working("joining events and zones"):
        verdicts = roll_up(join_zones(located, zones))
    return Assessed(geodata, table, located, verdicts, zones, aside)


def read_released(
    inputs: Inputs, policy: Policy, as_of: str | None
) -> tuple[Geodata, Release, list[Path]]:
    """Read and locate the events, and take what a policy shows of them."""
    from borderviz.disclosure import release_events

    geodata, table, aside = read_table(inputs)
    located = locate_table(inputs, table, geodata)
    release = release_events(located, geodata, policy, events=table, as_of=as_of)
    return geodata, release, aside


def zones_of_rules(geodata: Geodata, rules: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Build the zones of rules, of all that can be drawn when none is named."""
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


def with_draft_notice(
    subtitle: str | None, found: Assessed, policy: Policy, as_of: str | None
) -> str | None:
    """Put before a subtitle how many of the events that are shown nobody has reviewed."""
    from borderviz.disclosure import release_events

    if not _unreviewed(found.located):
        return subtitle
    release = release_events(found.located, found.geodata, policy, events=found.table, as_of=as_of)
    shown_rows = found.located.iloc[release.origin]  # what is hidden is not counted either
    drafts = _unreviewed(shown_rows)
    if not drafts:
        return subtitle
    notice = f"{drafts} of {len(shown_rows)} events are unreviewed drafts from articles"
    return f"{notice} – {subtitle}" if subtitle else notice


def _unreviewed(located: gpd.GeoDataFrame) -> int:
    """Return how many events are drafts that nobody has reviewed."""
    if "type_rule" not in located.columns:
        return 0
    drafted = located["type_rule"].notna()
    if "decision" in located.columns:
        drafted &= located["decision"].isna()
    return int(drafted.sum())


def _joined(parts: list[pd.DataFrame], inputs: Inputs, aside: list[Path]) -> pd.DataFrame:
    """Return the events of all inputs as one table."""
    import pandas as pd

    whole = pd.concat(parts, ignore_index=True)
    if whole.empty:
        first = printable(str(inputs.events[0]))
        raise InputError(f"no row of {first} can be used; see {aside[0]}")
    if (twice := whole["event_id"].duplicated()).any():
        name = whole.loc[twice, "event_id"].iloc[0]
        raise InputError(f"event_id {shown(name)} stands in more than one of the files; rename one")
    return whole


def _read_articles(
    inputs: Inputs, texts: tuple[Path, ...], geodata: Geodata
) -> tuple[pd.DataFrame, list[Path]]:
    """Draft events from articles; what holds none that can be read is listed in a file."""
    import pandas as pd

    from borderviz.articles import extract_events, find_article_files
    from borderviz.events import normalise_events
    from borderviz.files import write_csv

    refuse_overwriting(inputs.output, find_article_files(texts))
    with working("reading articles"):
        found = extract_events(texts, geodata, encoding=inputs.reading.encoding)
    target = _folder(inputs) / "articles.rejected.csv"
    aside = [target] if found.set_aside else []
    if aside:
        make_folder(target)
        listed = [(item.source, item.where, item.reason) for item in found.set_aside]
        write_csv(pd.DataFrame(listed, columns=["source", "where", "reason"]), target)
    if found.drafts.empty:
        raise InputError(
            f"the {found.articles} articles that could be read tell of no event; see what "
            "'borderviz extract --explain ARTICLE_ID' says of one"
        )
    return normalise_events(found.drafts), aside


def _folder(inputs: Inputs) -> Path:
    """Return where what is set aside is listed: beside the output."""
    return Path() if str(inputs.output) == "-" else inputs.output.parent


def read_tables(
    inputs: Inputs, files: tuple[Path, ...]
) -> tuple[dict[str, pd.DataFrame], list[Path]]:
    """Read event tables by their files' names; unusable rows go to files beside the output."""
    from borderviz.events import read_event_table, write_rejected

    names = _names(files)
    targets = [_folder(inputs) / f"{name}.rejected.csv" for name in names]
    _check_names(inputs, targets)
    tables: dict[str, pd.DataFrame] = {}
    aside = []
    for path, name, target in zip(files, names, targets, strict=True):
        table = read_event_table(path, **vars(inputs.reading))
        tell_notes(table.notes)
        if len(table.rejected):
            make_folder(target)
            aside.append(target)
        write_rejected(table, target)
        own = table.events
        if len(files) > 1:  # ids that were given by row number are those of their file
            own["event_id"] = own["event_id"].str.replace(r"^(?=row-\d+$)", f"{name}-", regex=True)
        tables[name] = own
    return tables, aside


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
