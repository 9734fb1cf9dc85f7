"""Proof on the finished file: nothing that was withheld is in it, in any encoding it uses."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from borderviz.disclosure.naming import fold, words_of
from borderviz.disclosure.pieces import Piece, open_pieces, part_text
from borderviz.disclosure.secrets import Secrets
from borderviz.disclosure.texts import scan_labels, stop_on_findings
from borderviz.errors import TableError, shown
from borderviz.files import read_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from borderviz.disclosure.release import Release

_PATHS: Final = re.compile(
    r"(?:/home/|/Users/|/root/|[A-Za-z]:\\+Users\\+)[\w.-]+|file://[^\s\"'<>]+"
)
_DECIMAL: Final = re.compile(r"(?<![\w.])-?\d{1,3}\.\d{2,}")
_CLOSE_DEG: Final = 1.5e-5
"""Half a step of the coarsest encoding of exact coordinates, and rounding."""
_ROUNDINGS: Final = (2, 3, 4, 5)


@dataclass(frozen=True)
class Leak:
    """Something withheld that was found in a file.

    Attributes
    ----------
    where : str
        Where in the file.
    what : str
    """

    where: str
    what: str

    def __str__(self) -> str:
        """Say what was found where."""
        return f"{self.where}: {self.what}"


def digest_text(text: str) -> str:
    """Return the digest by which a part that is the same in every file is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def known_digests(parts: Iterable[Any]) -> frozenset[str]:
    """Return the digests of what stands in a file whatever its events are.

    Parameters
    ----------
    parts : iterable
        Texts, and parts of a page's payload.
    """
    return frozenset(digest_text(p if isinstance(p, str) else part_text(p)) for p in parts)


def find_leaks(
    data: bytes, secrets: Secrets, *, name: str = "file", known: frozenset[str] = frozenset()
) -> list[Leak]:
    """Return what a finished file holds of what must not be shown.

    Parameters
    ----------
    data : bytes
        The file.
    secrets : Secrets
    name : str
        How the file is called where a leak is told.
    known : frozenset of str
        Digests of parts that are not looked into; see `known_digests`.
    """
    found: dict[Leak, None] = {}
    fixed: set[str] = set()
    for piece in open_pieces(data, name):
        if piece.text and digest_text(piece.text) in known:
            fixed.add(piece.where)
        if piece.where in fixed:  # or what was wrapped in such a part
            continue
        found |= dict.fromkeys(_leaks_of(piece, secrets))
    for what in _raw_numbers(data, secrets):
        found[Leak(f"{name}, bytes", what)] = None
    return list(found)


def verify_file(
    path: str | os.PathLike[str],
    secrets: Secrets,
    *,
    known: frozenset[str] = frozenset(),
) -> None:
    """Raise when a finished file holds anything that must not be shown.

    Raises
    ------
    TableError
        With a line for each leak.
    InputError
        If the file cannot be read.
    """
    stop_on_leaks(find_leaks(read_bytes(path), secrets, name=Path(path).name, known=known))


def stop_on_leaks(leaks: list[Leak]) -> None:
    """Raise when anything was found; see `verify_file`."""
    if leaks:
        raise TableError(
            f"the finished file holds {len(leaks)} things that the policy withholds, so it was "
            "not kept",
            tuple(map(str, leaks)),
        )


@contextmanager
def proved(
    path: str | os.PathLike[str], release: Release, *, known: frozenset[str] = frozenset()
) -> Iterator[Path]:
    """Give a path to write a file of a release to; it takes its place once it is proved.

    Whatever the writer, the finished file is opened and searched. With a leak nothing is left
    behind, and an older file at `path` stays as it is. Under ``internal`` the path itself is
    given.

    Raises
    ------
    TableError
        If the file, or its name, holds anything that must not be shown.
    """
    target = Path(path)
    if release.policy.levels is None or (target.exists() and not target.is_file()):
        yield target
        return
    check_labels(release, {"the file's name": target.name})
    room = Path(tempfile.mkdtemp(prefix=".borderviz-", dir=target.parent))
    try:
        made = room / target.name
        yield made
        verify_file(made, release.secrets, known=known)
        if target.exists():
            shutil.copymode(target, made)
        made.replace(target)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def check_labels(release: Release, labels: dict[str, str | None]) -> None:
    """Raise when a title, a subtitle or the name of a layer or file tells what is withheld.

    Raises
    ------
    TableError
        With a line for each finding.
    """
    if release.policy.levels is None:
        return
    stop_on_findings(scan_labels(labels, release.policy))
    pieces = (Piece(where, text.replace("_", " ")) for where, text in labels.items() if text)
    found = [leak for piece in pieces for leak in _leaks_of(piece, release.secrets)]
    if found:
        raise TableError(
            "a title or name tells what the policy withholds, so nothing was written",
            tuple(map(str, found)),
        )


def _leaks_of(piece: Piece, secrets: Secrets) -> Iterator[Leak]:
    if piece.text:
        for path in dict.fromkeys(_PATHS.findall(piece.text)):
            yield Leak(piece.where, f"a path with a user's name, {shown(path)}")
        yield from (Leak(piece.where, what) for what in _words_in(piece.text, secrets))
    pairs = [] if piece.points is None else [piece.points]
    if piece.text and len(secrets.points):
        pairs += _pairs_in(piece.text)
    for points in pairs:
        for lon, lat in _points_in(points, secrets):
            yield Leak(piece.where, f"the coordinates {lat:.6g}, {lon:.6g}")


def _words_in(text: str, secrets: Secrets) -> Iterator[str]:
    if not secrets.grams:
        return
    words = words_of(text)
    for at, word in enumerate(words):
        for length in secrets.lengths.get(word, ()):
            gram = tuple(words[at : at + length])
            if gram in secrets.grams:
                yield f"{secrets.grams[gram]}: {shown(' '.join(gram))}"
    folded = fold(text) if secrets.runs else ""
    for run, kind in secrets.runs.items():
        if run in folded:
            yield f"{kind}: {shown(run)}"


def _pairs_in(text: str) -> list[NDArray[np.float64]]:
    """Return decimal numbers of a text that stand next to each other, or next but one."""
    numbers = np.array([float(found) for found in _DECIMAL.findall(text)])
    numbers = np.where(np.abs(numbers) <= 180, numbers, np.nan)
    return [
        np.column_stack([numbers[:-step], numbers[step:]]) for step in (1, 2) if len(numbers) > step
    ]


def _points_in(pairs: NDArray[np.float64], secrets: Secrets) -> Iterator[tuple[float, float]]:
    """Yield the withheld points that pairs of numbers give, in either order and rounded."""
    if not len(secrets.points) or not len(pairs):
        return
    pairs = pairs[np.isfinite(pairs).all(axis=1)]
    both = np.vstack([pairs, pairs[:, ::-1]])
    found: dict[tuple[float, float], None] = {}
    for decimals in _ROUNDINGS:
        scale = 10.0**decimals
        coarse = both[(np.abs(both * scale - np.rint(both * scale)) < 1e-6).all(axis=1)]
        if decimals < 4:
            coarse = coarse[~_near(coarse, secrets.open_points, 0.51 / scale)]
        found |= dict.fromkeys(_met(secrets.points, coarse, 0.5001 / scale))
    found |= dict.fromkeys(_met(secrets.points, both, _CLOSE_DEG))
    yield from found


def _met(
    secret: NDArray[np.float64], given: NDArray[np.float64], tolerance: float
) -> Iterator[tuple[float, float]]:
    """Yield the secret points that a given one lies by, in both coordinates."""
    hits = _near(secret, given, tolerance)
    yield from map(tuple, secret[hits].tolist())


def _near(
    points: NDArray[np.float64], others: NDArray[np.float64], tolerance: float
) -> NDArray[np.bool_]:
    """Tell the points that lie by another one: both coordinates within the tolerance."""
    found = np.zeros(len(points), dtype=bool)
    if not len(points) or not len(others):
        return found
    others = others[np.argsort(others[:, 0], kind="stable")]
    low = np.searchsorted(others[:, 0], points[:, 0] - tolerance, side="left")
    high = np.searchsorted(others[:, 0], points[:, 0] + tolerance, side="right")
    for row in np.flatnonzero(high > low):
        near = np.abs(others[low[row] : high[row], 1] - points[row, 1]) <= tolerance
        found[row] = near.any()
    return found


def _raw_numbers(data: bytes, secrets: Secrets) -> Iterator[str]:
    """Yield the withheld points whose two numbers stand in the bytes as they are."""
    if not len(secrets.points):
        return
    present = [set[float](), set[float]()]
    wanted = [np.unique(secrets.points[:, axis]) for axis in (0, 1)]
    for kind in ("<f8", ">f8"):
        for offset in range(8):
            count = (len(data) - offset) // 8
            if count <= 0:
                continue
            numbers = np.frombuffer(data, kind, count=count, offset=offset)
            for axis in (0, 1):
                present[axis].update(numbers[np.isin(numbers, wanted[axis])].tolist())
    for lon, lat in secrets.points.tolist():
        if lon in present[0] and lat in present[1]:
            yield f"the coordinates {lat:.6g}, {lon:.6g} as numbers of eight bytes"
