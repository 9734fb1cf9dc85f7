"""Joins of tables that do not fit into memory: part by part, here or on a cluster.

A Parquet table of points is cut into parts of whole row groups (at most about a million rows).
Each part is joined by itself and written to a folder beside the output; when all are there they
are put together and the folder is removed. A part hangs on its own rows, the zones and the options
alone, so a join that was killed goes on with the parts that are missing, and its result is the
same, byte by byte, as that of a join that ran through, on one machine or on many.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from borderviz.errors import InputError, printable, shown_path
from borderviz.events import check_events
from borderviz.files import (
    atomic_write_text,
    csv_text,
    describe_parquet,
    geo_schema,
    merge_parquet,
    read_csv_text,
    read_json,
    read_parquet_rows,
    write_csv,
    write_parquet_pieces,
)
from borderviz.geocoding import locate_events
from borderviz.joins.assess import join_zones
from borderviz.joins.cluster import on_cluster
from borderviz.joins.grounds import Grounds, prepare_zones
from borderviz.joins.points import REJECTED, Countries, place_points
from borderviz.joins.repeats import repeated_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    import geopandas as gpd
    from numpy.typing import NDArray

    from borderviz.files import ParquetTable
    from borderviz.geodata import Geodata

_BATCH: Final = 65_536
_BATCHES: Final = 16
"""Batches in a part, at most."""
_CODES: Final = pa.dictionary(pa.int32(), pa.string())
_FIELDS: Final = [
    ("event_id", pa.string()), ("zone_id", _CODES), ("rule_id", _CODES), ("verdict", _CODES),
    ("p", pa.float64()), ("p_min", pa.float64()), ("p_max", pa.float64()), ("side", _CODES),
    ("in_force", _CODES), ("t", pa.float64()), ("distance_km_min", pa.float64()),
    ("distance_km_max", pa.float64()), ("method", _CODES), ("reference", pa.bool_()),
]  # fmt: skip
_POINT_COLUMNS: Final = ("event_id", "date", "known_by", "source_published")
_CUTTING: Final = ("coordinate_uncertainty_m", "country", "admin1")
"""Columns that make of coordinates more than a point."""


@dataclass(frozen=True)
class Part:
    """Some rows of one row group.

    Attributes
    ----------
    number : int
        Of the part.
    group : int
        The row group.
    start, count : int
        The first row within the group, and how many.
    first : int
        The number of the first row in the whole table, from 1.
    """

    number: int
    group: int
    start: int
    count: int
    first: int


@dataclass(frozen=True)
class Work:
    """All that is needed to join a part: sent to each worker of a cluster once.

    Attributes
    ----------
    table : ParquetTable
    folder : Path
        Where the parts go.
    grounds : Grounds
    geodata : Geodata
    crisp : bool
    batch : int
        Rows that are joined at once: what is in memory at any time.
    repeated : ndarray of int64
        The rows whose ids stood in earlier ones, in order.
    """

    table: ParquetTable
    folder: Path
    grounds: Grounds
    geodata: Geodata
    crisp: bool
    batch: int
    repeated: NDArray[np.int64]

    @cached_property
    def countries(self) -> Countries:
        """The outlines of the pack's countries."""
        rows = self.geodata.countries.sort_values("country")
        accuracy = float(self.geodata.borders["accuracy_m"].max())
        return Countries(tuple(rows["country"]), tuple(rows.geometry), accuracy)

    def path(self, part: Part) -> Path:
        """Return where a part is written."""
        return self.folder / f"part-{part.number:06d}.parquet"

    def rejected_path(self, part: Part) -> Path:
        """Return where the rows of a part that were set aside are written."""
        return self.folder / f"part-{part.number:06d}.rejected.csv"

    def is_done(self, part: Part) -> bool:
        """Tell whether a part was joined before."""
        return self.path(part).exists()


@dataclass(frozen=True)
class Streamed:
    """What a join of a big table gave.

    Attributes
    ----------
    rows : int
        Rows of the table.
    rejected : int
        Those that were set aside.
    rejected_path : Path or None
        Where they are, when there are any.
    """

    rows: int
    rejected: int
    rejected_path: Path | None


def join_parquet(
    source: str | PathLike[str],
    output: str | PathLike[str],
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    *,
    crisp: bool = False,
    engine: str = "local",
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Streamed:
    """Join a Parquet table of events with zones, part by part.

    Parameters
    ----------
    source : path
        A Parquet table: the columns of the contract ``events``, or points as GeoParquet. Without
        ``event_id`` rows are named after their numbers; without ``event_type`` it is "other". Of
        rows with one id the first counts, however far apart they are.
    output : path
        The GeoParquet file (1.1) to write: the contract ``assessed``, one row per event and
        zone, with the stated coordinates as ``geometry``.
    zones : geopandas.GeoDataFrame, EPSG:4326
        As :func:`borderviz.build_zones` returns it.
    geodata : Geodata
        For the places that rows name instead of coordinates, and the countries.
    crisp : bool
        Take coordinates that are given without an uncertainty as points, not as discs: the fast
        way, since discs are laid out one by one.
    engine : {"local", "dask"}
        Where parts are joined: in this process, or by the workers of a Dask cluster, which must
        see both files under the same names.
    scheduler : str, optional
        Address of the cluster (``tcp://…``); workers on this machine without one.
    progress : callable, optional
        Called with the rows done and all rows.

    Returns
    -------
    Streamed
        Rows that cannot be used are written to ``NAME.rejected.csv`` beside the output.

    Raises
    ------
    InputError
        A file cannot be read or written, the table has no row or neither place nor coordinates,
        the folder of the parts is that of another join, or the engine is not known.
    """
    if engine not in {"local", "dask"}:
        raise InputError(f"the engine {engine!r} is not known; use 'local' or 'dask'")
    table, target = describe_parquet(source), Path(output)
    _require(table)
    folder = target.with_name(f"{target.name}.parts")
    nothing = np.empty(0, dtype=np.int64)
    work = Work(table, folder, prepare_zones(zones), geodata, crisp, _BATCH, nothing)
    parts = _parts(table, _BATCHES * work.batch)
    _open_folder(work)
    work = replace(work, repeated=repeated_rows(table, folder))
    missing = [part for part in parts if not work.is_done(part)]
    done = table.rows - sum(part.count for part in missing)
    for part in _joined(work, missing, engine, scheduler):
        done += part.count
        if progress is not None:
            progress(done, table.rows)
    merge_parquet([work.path(part) for part in parts], target, geo_schema(_FIELDS))
    streamed = _gather_rejected(work, parts, target)
    shutil.rmtree(folder)
    return streamed


def join_part(work: Work, part: Part) -> Part:
    """Join the rows of one part and write them; twice is as good as once."""
    rejected: list[pd.DataFrame] = []

    def pieces() -> Iterator[pa.Table]:
        first = part.first
        for frame in read_parquet_rows(
            work.table, part.group, columns=_wanted(work.table), start=part.start, size=work.batch,
            count=part.count,
        ):  # fmt: skip
            rows = frame.set_axis(pd.RangeIndex(first, first + len(frame)), axis="index")
            first += len(frame)
            located, aside = _placed(_named(rows, work.table), work)
            rejected.append(aside)
            yield _as_arrow(located, work)

    whole = work.path(part)
    write_parquet_pieces(pieces(), whole.with_suffix(".open"), geo_schema(_FIELDS))
    write_csv(pd.concat(rejected, ignore_index=True), work.rejected_path(part))
    whole.with_suffix(".open").replace(whole)  # last: now the part is there
    return part


def _joined(work: Work, parts: list[Part], engine: str, scheduler: str | None) -> Iterable[Part]:
    if engine == "dask" and parts:
        return on_cluster(join_part, work, parts, scheduler)
    return (join_part(work, part) for part in parts)


def _require(table: ParquetTable) -> None:
    name, have = shown_path(table.path), set(table.columns)
    if not table.rows:
        raise InputError(f"{name} has no rows; a table needs at least one event")
    if table.geometry is None and "place" not in have and not {"latitude", "longitude"} <= have:
        found = ", ".join(printable(column) for column in table.columns)
        raise InputError(
            f"{name} has no geometry, no columns 'latitude' and 'longitude' and no 'place'; its "
            f"columns are {found}"
        )


def _parts(table: ParquetTable, most: int) -> list[Part]:
    parts: list[Part] = []
    first = 1
    for group, rows in enumerate(table.groups):
        for start in range(0, rows, most):
            count = min(most, rows - start)
            parts.append(Part(len(parts), group, start, count, first + start))
        first += rows
    return parts


def _open_folder(work: Work) -> None:
    """Make the folder of the parts, or go on with that of the same join."""
    plan, note = _plan(work), work.folder / "join.json"
    if not work.folder.exists():
        try:
            work.folder.mkdir()
        except OSError as error:
            raise InputError(
                f"the folder {shown_path(work.folder)} cannot be made: {error.strerror}"
            ) from error
    if not note.exists():
        if any(work.folder.iterdir()):
            raise InputError(
                f"the folder {shown_path(work.folder)} is not one of a join; remove it or name "
                "another output"
            )
        atomic_write_text(note, json.dumps(plan, indent=1, sort_keys=True) + "\n")
    elif read_json(note) != plan:
        raise InputError(
            f"the folder {shown_path(work.folder)} holds parts of another join (other rows, zones "
            "or options); remove it or name another output"
        )


def _plan(work: Work) -> dict[str, Any]:
    """Return what a part hangs on."""
    zones = hashlib.sha256()
    for zone in work.grounds:
        cells = asdict(zone) | {
            key: None if shape is None else shapely.to_wkb(shape, hex=True)
            for key, shape in (("geometry", zone.geometry), ("line", zone.line))
        }
        zones.update(json.dumps(cells, sort_keys=True).encode())
    return {
        "borderviz": version("borderviz"),
        "table": work.table.fingerprint,
        "zones": zones.hexdigest(),
        "crisp": work.crisp,
        "rows": [work.batch, _BATCHES * work.batch],
    }


def _wanted(table: ParquetTable) -> list[str]:
    """Return the columns to read: a geometry in place of two columns of numbers."""
    names = {*_POINT_COLUMNS, *_CUTTING, "place", "place_id", "event_type", "source_url", "quote"}
    names |= {"summary"} | ({"latitude", "longitude"} if table.geometry is None else set())
    own = [name for name in table.columns if name in names]
    return own if table.geometry is None else [*own, table.geometry]


def _named(frame: pd.DataFrame, table: ParquetTable) -> pd.DataFrame:
    """Give rows their ids and coordinates as columns."""
    frame = frame.copy()
    if table.geometry is not None:
        points = shapely.from_wkb(frame.pop(table.geometry).to_numpy(dtype=object))
        wrong = ~np.isin(shapely.get_type_id(points), (-1, shapely.GeometryType.POINT))
        if wrong.any():
            row, kind = frame.index[wrong][0], points[wrong][0].geom_type
            raise InputError(
                f"{shown_path(table.path)}: row {row} is a {kind}; a table of events holds points"
            )
        frame["longitude"], frame["latitude"] = shapely.get_x(points), shapely.get_y(points)
    if "event_id" not in frame:
        frame["event_id"] = [f"row-{row}" for row in frame.index]
    frame["event_id"] = frame["event_id"].astype("string")
    return frame


def _placed(frame: pd.DataFrame, work: Work) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Place rows, points all at once and others by the gazetteer; return those set aside too."""
    twice = np.isin(frame.index, work.repeated)
    if twice.any():
        placed, aside = _placed(frame[~twice], work)
        rejected = pd.concat([aside, _repeated(frame[twice])], ignore_index=True)
        return placed, rejected.sort_values("row", ignore_index=True)
    plain = _plain(frame, crisp=work.crisp)
    points = place_points(frame[plain], work.countries)
    if plain.all():
        return points.located, points.rejected
    table = check_events(_as_events(frame[~plain]))
    numbers = frame.index[~plain]
    aside = table.rejected.assign(row=numbers[table.rejected["row"] - 2])
    kept = ~np.isin(np.arange(len(numbers)), table.rejected["row"].unique() - 2)
    located = locate_events(table.events, work.geodata, crisp=work.crisp)
    located = located.set_axis(numbers[kept], axis="index")[points.located.columns]
    both = pd.concat([points.located.astype({"location_id": "string"}), located]).sort_index()
    rejected = pd.concat([points.rejected, aside], ignore_index=True).sort_values("row")
    return both, rejected


def _repeated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose ids stood before as rows that are set aside."""
    told = pd.DataFrame({
        "row": frame.index.astype("int64"),
        "event_id": frame["event_id"].array,
        "column": pd.array(["event_id"] * len(frame), dtype="string"),
        "value": frame["event_id"].array,
        "reason": pd.array(["stands in an earlier row too"] * len(frame), dtype="string"),
    })  # fmt: skip
    return told[list(REJECTED)]


def _plain(frame: pd.DataFrame, *, crisp: bool) -> pd.Series:
    """Tell which rows are points: coordinates, and nothing that would widen or cut them."""
    stated = [name for name in ("latitude", "longitude") if name in frame]
    plain = pd.Series(crisp and len(stated) == 2, index=frame.index)
    for name in _CUTTING:
        if name in frame:
            plain &= frame[name].isna()
    if "place" in frame:  # a row without coordinates is placed by its name
        plain &= frame[["latitude", "longitude"]].notna().all(axis=1) if stated else False
    return plain


def _as_events(frame: pd.DataFrame) -> pd.DataFrame:
    return frame if "event_type" in frame else frame.assign(event_type="other")


def _as_arrow(located: gpd.GeoDataFrame, work: Work) -> pa.Table:
    """Join located events and return the rows as they are written."""
    joined = join_zones(located, work.grounds)
    points = located.geometry.to_numpy()
    anchors = shapely.to_wkb(np.where(shapely.is_missing(points), None, _anchors(located)))
    geometry = pa.array(np.repeat(anchors, len(work.grounds)), type=pa.binary())
    arrays = [
        pa.Array.from_pandas(joined[name]).cast(kind) if kind is not _CODES
        else _codes(joined[name])
        for name, kind in _FIELDS
    ]  # fmt: skip
    return pa.Table.from_arrays([*arrays, geometry], schema=geo_schema(_FIELDS))


def _anchors(located: gpd.GeoDataFrame) -> Any:
    """Return the points that are written as geometry: the middle of supports that are areas."""
    points = located.geometry.to_numpy().copy()
    areas = shapely.get_type_id(points) > shapely.GeometryType.POINT
    if areas.any():
        points[areas] = shapely.point_on_surface(points[areas])
    return points


def _codes(column: pd.Series) -> pa.Array:
    codes = column.cat.codes.to_numpy(dtype=np.int32)
    indices = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.cat.categories, pa.string()))


def _gather_rejected(work: Work, parts: list[Part], target: Path) -> Streamed:
    """Put the rows set aside into one file; none is made, or one is emptied, without any."""
    head = csv_text(pd.DataFrame(columns=list(REJECTED)))
    texts = [work.rejected_path(part).read_text("utf-8").removeprefix(head) for part in parts]
    path = target.with_name(f"{target.stem}.rejected.csv")
    if any(texts) or path.exists():
        atomic_write_text(path, head + "".join(texts))
    tables = (read_csv_text(work.rejected_path(part)).frame for part in parts)
    count = sum(int(table["row"].nunique()) for table in tables)
    return Streamed(work.table.rows, count, path if any(texts) else None)
