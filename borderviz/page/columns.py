"""Columns of the page's tables as bytes: small, exact, and quick to read in a browser.

A table becomes a list of descriptions, one per column, and one run of bytes. Whole numbers
are offsets from their least (missing = 0, the others moved up by one), as they are or as
zigzag differences, whichever is smaller, cut into planes of bytes: first the low byte of
every value, then the next. So deflate finds what is alike.

``kind`` of a column, with what it has beside ``name``:

``same``
    ``value``: every row has it.
``whole``
    ``run``: whole numbers; divided by ``scale`` where there is one.
``double``
    ``at``: eight bytes per row, little-endian; NaN is missing.
``coded``
    ``values`` (texts, numbers or other JSON) and the ``run`` of their places in that list.
``numbered``
    ``prefix``, ``digits`` and ``run``: texts that end in a number.
``text``
    ``at``, ``bytes``: UTF-8 of all rows; ``run``: their lengths in bytes, missing = no text.

A ``run`` has ``least``, ``missing`` (whether 0 means missing), ``width`` (bytes a value),
``at`` (where its planes begin), ``steps`` (whether it holds differences); of width 0 it is
``first``, ``first + step``, …
"""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from borderviz.errors import PageError
from borderviz.page.texts import clean_text, clean_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_MOST: Final = 2**31 - 1
_NARROW: Final = 2**30
"""Whole numbers within such a reach, and the zigzag of their differences, fit into 32 bits."""
_SAMPLE: Final = 1 << 16
_SCALES: Final = (10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_FEW: Final = 1024
"""So many different values are always a list of values."""


@dataclass(frozen=True)
class PackedTable:
    """A table as descriptions of its columns and their bytes.

    Attributes
    ----------
    n : int
        Number of rows.
    columns : tuple of dict
        One description per column, as the module tells; offsets count from the table's start.
    data : bytes
    """

    n: int
    columns: tuple[dict[str, Any], ...]
    data: bytes


def pack_table(columns: Mapping[str, Any], n: int) -> PackedTable:
    """Pack the columns of a table.

    Parameters
    ----------
    columns : mapping of str to list, array or Series
        Texts, numbers, flags and null; other JSON values as well, where few differ.
    n : int
        Number of rows; each column has as many values.

    Raises
    ------
    PageError
        If a column has another length or a value that JSON cannot hold; the text names it.
    """
    writer = _Writer()
    described = []
    for name, values in columns.items():
        if len(values) != n:
            raise PageError(
                f"Column {name!r} in the page's payload has {len(values)!r} "
                f"values for {n!r} rows; give one value per row."
            )
        described.append({"name": clean_value(name, "column"), **writer.column(values, name)})
    return PackedTable(n, tuple(described), bytes(writer.data))


class _Writer:
    """The bytes of a table as they grow."""

    def __init__(self) -> None:
        self.data = bytearray()

    def column(self, values: Any, name: str) -> dict[str, Any]:
        series = values if isinstance(values, pd.Series) else _as_series(values)
        missing = series.isna().to_numpy(dtype=bool)
        if missing.all():
            return {"kind": "same", "value": None}
        kind = pd.api.types.infer_dtype(series, skipna=True)
        if kind in {"integer", "floating", "mixed-integer-float"}:
            return self._numbers(series, missing, name)
        if kind == "boolean":
            flags = series.fillna(False).astype(bool).to_numpy()
            return self._coded(flags.astype(np.int64), [False, True], missing)
        return self._values(series, missing, name)

    def _numbers(self, series: pd.Series, missing: NDArray[Any], name: str) -> dict[str, Any]:
        numbers = series.to_numpy(dtype=np.float64, na_value=np.nan)
        bad = ~missing & ~np.isfinite(numbers)
        if bad.any():
            at = int(np.flatnonzero(bad)[0])
            raise PageError(
                f"The page's payload holds {numbers[at]!r} at {name}[{at}]; give null instead."
            )
        known = numbers[~missing]
        if not missing.any() and (known == known[0]).all():
            first = float(known[0])
            return {"kind": "same", "value": int(first) if first.is_integer() else first}
        least, most = float(known.min()), float(known.max())
        for scale in (1, *_SCALES):
            if max(-least, most, most - least) * scale >= _MOST:
                break
            # most scales are ruled out by the first rows
            if _scaled(known[:_SAMPLE], scale) is None:
                continue
            if (whole := _scaled(known, scale)) is not None:
                return self._whole(whole.astype(np.int64), scale, missing)
        at = self._add(numbers.astype("<f8").tobytes())
        return {"kind": "double", "at": at}

    def _whole(self, known: NDArray[Any], scale: int, missing: NDArray[Any]) -> dict[str, Any]:
        """Write whole numbers, or, where few differ and it is smaller, their places in a list."""
        several = np.ptp(known) > 255 and _count_different(known[:_SAMPLE]) <= _FEW
        values, places = _different(known) if several else (known, known)
        if several and len(values) <= _FEW:
            codes = np.full(len(missing), len(values))
            codes[~missing] = places
            if _cost(_planes(codes)) < _cost(_planes(_offsets(known, missing))):
                numbers = [value / scale if scale > 1 else value for value in values.tolist()]
                return self._coded(codes, numbers, missing)
        run = self._run(known, missing)
        return {"kind": "whole", "run": run} | ({"scale": scale} if scale > 1 else {})

    def _values(self, series: pd.Series, missing: NDArray[Any], name: str) -> dict[str, Any]:
        whole = not missing.any()
        few = min(_FEW, len(series) // 4)
        if whole and isinstance(series.dtype, pd.StringDtype) and series.dtype.storage == "pyarrow":
            numbered = _numbered(pa.array(series.array))
            if numbered is not None and _count_different(numbered[2]) > few:
                return self._numbered(*numbered)
        codes, found = _factorized(series, name)
        values = _cleaned(found, name)
        texts = all(isinstance(value, str) for value in values)
        if not texts or len(values) <= few:
            return self._coded(codes, values, missing)
        if whole and (numbered := _numbered(pa.array(values, pa.large_string()))) is not None:
            prefix, digits, numbers = numbered
            return self._numbered(prefix, digits, numbers[codes])
        if len(values) <= max(_FEW, len(codes) // 4):
            return self._coded(codes, values, missing)
        encoded = [values[code].encode("utf-8") for code in codes[~missing]]
        lengths = np.array([len(text) for text in encoded], dtype=np.int64)
        run = self._run(lengths, missing)
        blob = b"".join(encoded)
        return {"kind": "text", "run": run, "bytes": len(blob), "at": self._add(blob)}

    def _numbered(self, prefix: str, digits: int, numbers: NDArray[Any]) -> dict[str, Any]:
        run = self._run(numbers, np.zeros(len(numbers), dtype=bool))
        return {"kind": "numbered", "prefix": clean_text(prefix), "digits": digits, "run": run}

    def _coded(
        self, codes: NDArray[Any], values: list[Any], missing: NDArray[Any]
    ) -> dict[str, Any]:
        if missing.any():
            codes = np.where(missing, len(values), codes)
            values = [*values, None]
        if codes.min() == codes.max():
            return {"kind": "same", "value": values[codes[0]]}
        run = self._run(codes.astype(np.int64), np.zeros(len(codes), dtype=bool))
        return {"kind": "coded", "values": values, "run": run}

    def _run(self, known: NDArray[Any], missing: NDArray[Any]) -> dict[str, Any]:
        """Write whole numbers; `known` are those of the rows that are not missing."""
        codes = _offsets(known, missing)
        about = {"least": int(known.min()), "missing": bool(missing.any())}
        moves = np.diff(codes)
        if len(moves) and (moves == moves[0]).all():
            return about | {"width": 0, "first": int(codes[0]), "step": int(moves[0])}
        if not len(moves):
            return about | {"width": 0, "first": int(codes[0]), "step": 0}
        steps = np.concatenate([codes[:1], moves])
        zigzag = (steps << 1) ^ (steps >> (8 * steps.itemsize - 1))
        plain, turned = _planes(codes), _planes(zigzag)
        by_steps = turned.nbytes <= plain.nbytes and _cost(turned) < _cost(plain)
        chosen = turned if by_steps else plain
        at = self._add(chosen.tobytes())
        return about | {"width": len(chosen), "at": at, "steps": by_steps}

    def _add(self, data: bytes) -> int:
        at = len(self.data)
        self.data += data
        return at


def _as_series(values: Any) -> pd.Series:
    if isinstance(values, np.ndarray):
        return pd.Series(values)
    cells = np.empty(len(values), dtype=object)
    for at, value in enumerate(values):
        cells[at] = value
    return pd.Series(cells, dtype=object)


@dataclass(frozen=True)
class _Json:
    """A value that is no text, as its JSON text: so it can be told from others."""

    text: str


def _factorized(series: pd.Series, name: str) -> tuple[NDArray[Any], list[Any]]:
    """Return the different values, in the order in which they appear, and where they stand."""
    if isinstance(series.dtype, pd.StringDtype):
        codes, found = pd.factorize(series)
        return codes, found.tolist()
    plain = np.empty(len(series), dtype=object)
    for at, value in enumerate(series.array):
        gone = value is None or value is pd.NA
        text = isinstance(value, str)
        plain[at] = None if gone else value if text else _as_json(value, name, at)
    codes, different = pd.factorize(plain)
    return codes, different.tolist()


def _as_json(value: Any, name: str, at: int) -> _Json:
    plain = value.item() if isinstance(value, np.generic) else value
    cleaned = clean_value(plain, f"{name}[{at}]")
    return _Json(json.dumps(cleaned, ensure_ascii=False, sort_keys=True))


def _cleaned(found: list[Any], name: str) -> list[Any]:
    texts = [value for value in found if isinstance(value, str)]
    whole = "".join(texts)
    if len(texts) == len(found) and clean_text(whole) == whole:
        return found
    return [
        json.loads(value.text) if isinstance(value, _Json) else clean_value(value, name)
        for value in found
    ]


def _numbered(texts: pa.ChunkedArray) -> tuple[str, int, NDArray[Any]] | None:
    """Return texts that end in a number as their common prefix, its digits and the numbers.

    ``digits`` is the least number of digits; shorter numbers have zeros before them.
    """
    first, last = pc.min_max(texts).as_py().values()
    differ = (at for at, pair in enumerate(zip(first, last, strict=False)) if len(set(pair)) > 1)
    prefix = first[: next(differ, min(len(first), len(last)))].rstrip("0123456789")
    ends = first[len(prefix) :] + last[len(prefix) :]
    if not (ends.isascii() and ends.isdigit()):
        return None
    tails = pc.utf8_slice_codeunits(texts, len(prefix))
    lengths = pc.binary_length(tails).to_numpy()
    digits = int(lengths.min())
    if not (digits >= 1 and lengths.max() <= 9 and pc.all(pc.ascii_is_decimal(tails)).as_py()):
        return None
    numbers = pc.cast(tails, pa.int64()).to_numpy()
    own = 1 + np.sum([numbers >= 10**power for power in range(1, 9)], axis=0)
    return (prefix, digits, numbers) if (lengths == np.maximum(own, digits)).all() else None


def _scaled(known: NDArray[Any], scale: int) -> NDArray[Any] | None:
    """Return numbers times a scale where that makes all of them whole."""
    whole = np.rint(known * scale)
    return whole if (whole / scale == known).all() else None


def _count_different(known: NDArray[np.int64]) -> int:
    """Return how many different whole numbers there are; sorted, for numpy hashes slowly."""
    return 1 + int(np.count_nonzero(np.diff(np.sort(known))))


def _different(known: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the different whole numbers in their order, and which of them each one is."""
    least, reach = int(known.min()), int(np.ptp(known))
    if reach > _SAMPLE * 64:
        return np.unique(known, return_inverse=True)
    # within a short reach a table of what occurs is quicker than sorting
    occurs = np.zeros(reach + 1, dtype=bool)
    occurs[known - least] = True
    return np.flatnonzero(occurs) + least, (np.cumsum(occurs) - 1)[known - least]


def _offsets(known: NDArray[Any], missing: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers counted from their least; 0 is missing where any is."""
    narrow = np.ptp(known) < _NARROW
    codes = np.zeros(len(missing), dtype=np.int32 if narrow else np.int64)
    codes[~missing] = known - known.min() + int(missing.any())
    return codes


def _planes(codes: NDArray[Any]) -> NDArray[np.uint8]:
    """Return whole numbers as planes of bytes, the lowest first."""
    width = max(1, math.ceil(int(codes.max()).bit_length() / 8))
    planes = np.empty((width, len(codes)), dtype=np.uint8)
    for plane in range(width):
        planes[plane] = (codes >> (8 * plane)) & 0xFF
    return planes


def _cost(planes: NDArray[np.uint8]) -> int:
    """Return how many bytes deflate makes of a part of the planes."""
    return len(zlib.compress(np.ascontiguousarray(planes[:, :_SAMPLE]).tobytes(), 1))
