"""Ids that stand twice in a big table, however far apart: found without keeping them in memory.

Digests of the ids are sorted into files by their first bits, and each file is looked through by
itself. Equal digests are only a suspicion: the ids themselves decide.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.errors import InputError, shown_path
from borderviz.files import read_parquet_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from borderviz.files import ParquetTable

_PER_FILE: Final = 2_000_000
"""Digests that are in memory at once, about."""
_BATCH: Final = 65_536
_MOST: Final = 1_000_000
"""Rows under suspicion; beyond this the column holds no ids."""


def repeated_rows(table: ParquetTable, folder: Path) -> NDArray[np.int64]:
    """Return the numbers, from 1, of rows whose ``event_id`` stood in an earlier row.

    Parameters
    ----------
    table : ParquetTable
    folder : Path
        Where a temporary folder may be made: 16 bytes a row.

    Raises
    ------
    InputError
        So many ids stand twice that the column cannot be one of ids.
    """
    if "event_id" not in table.columns:
        return np.empty(0, dtype=np.int64)
    with TemporaryDirectory(dir=folder, prefix="ids-") as name:
        suspects = _suspects(table, Path(name))
    if not len(suspects):
        return suspects
    seen: set[str] = set()
    repeated = []
    for first, ids in _ids(table):
        start, end = np.searchsorted(suspects, [first, first + len(ids)])
        for row in suspects[start:end]:
            event_id = str(ids.iloc[row - first])
            if event_id in seen:
                repeated.append(row)
            seen.add(event_id)
    return np.array(repeated, dtype=np.int64)


def _ids(table: ParquetTable) -> Iterator[tuple[int, pd.Series]]:
    """Yield the ids of the table in pieces, each with the number of its first row."""
    first = 1
    for group, count in enumerate(table.groups):
        for frame in read_parquet_rows(
            table, group, columns=["event_id"], start=0, size=_BATCH, count=count
        ):
            yield first, frame["event_id"].astype("string")
            first += len(frame)


def _suspects(table: ParquetTable, folder: Path) -> NDArray[np.int64]:
    """Return the rows whose ids have a digest in common, in order."""
    count = 1 + table.rows // _PER_FILE
    names = [folder / str(number) for number in range(count)]
    with ExitStack() as stack:
        files = [stack.enter_context(name.open("wb")) for name in names]
        for first, ids in _ids(table):
            there = np.flatnonzero(ids.notna())
            digests = pd.util.hash_array(ids.to_numpy(dtype=object)[there], categorize=False)
            pairs = np.column_stack([digests, (first + there).astype(np.uint64)])
            number = digests % np.uint64(count)
            for at, file in enumerate(files):
                file.write(pairs[number == at].tobytes())
    found = [np.empty(0, dtype=np.int64)]
    for name in names:
        pairs = np.fromfile(name, dtype=np.uint64).reshape(-1, 2)
        pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
        same = pairs[1:, 0] == pairs[:-1, 0]
        twice = np.append(same, False) | np.append(False, same)
        found.append(pairs[twice, 1].astype(np.int64))
        if sum(map(len, found)) > _MOST:
            raise InputError(
                f"{shown_path(table.path)}: more than {_MOST:,} rows share their event_id with "
                f"others, such as row {found[-1][0]}; give each row an id of its own"
            )
    return np.sort(np.concatenate(found))
