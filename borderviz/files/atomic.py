"""Writing whole files or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from borderviz.errors import InputError, shown, shown_path


def _check_target(path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{shown_path(path)} is a folder; name a file to write in it")
    if not path.parent.is_dir():
        raise InputError(
            f"cannot write {shown_path(path)}: the folder {shown_path(path.parent)} does not "
            "exist; make it first or name another"
        )


def _new_temporary(path: Path) -> Path:
    """Make an empty file beside `path`, with the permissions of a new file."""
    for number in count():
        # The suffix stays: writers of vector data choose their format by it.
        temporary = path.with_name(f".borderviz-{os.getpid()}-{number}{path.suffix}")
        try:
            temporary.touch(exist_ok=False)
        except FileExistsError:
            continue
        return temporary
    raise AssertionError("unreachable: the numbers do not end")


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


@contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary file to write; it takes the place of `path` when the block ends well.

    On any error, an interrupt by the user included, the temporary file is removed and an
    older file at `path` stays whole.

    Raises
    ------
    InputError
        The folder is missing or closed to writing, the disk is full, or `path` is a folder.
    """
    target = Path(os.path.realpath(path))  # a link keeps pointing at the new file
    _check_target(target)
    temporary: Path | None = None
    try:
        temporary = _new_temporary(target)
        yield temporary
        _flush_to_disk(temporary)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
        temporary = None
    except OSError as error:
        raise InputError(
            f"cannot write {shown_path(path)}: {error.strerror or error}; check the folder's "
            "permissions and the free space, or name another file"
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _is_stream(path: Path) -> bool:
    """Tell pipes and devices such as ``/dev/stdout``, which cannot be renamed into place."""
    return path.exists() and not path.is_file() and not path.is_dir()


def atomic_write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`, whole or not at all; see `atomic_path` for what is raised."""
    if _is_stream(Path(path)):
        Path(path).write_bytes(data)
        return
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def atomic_write_text(path: str | os.PathLike[str], data: str) -> None:
    r"""Write `data` as UTF-8, line ends as given; see `atomic_path` for what is raised.

    Raises
    ------
    InputError
        Also when the text holds half a surrogate pair, which UTF-8 cannot carry.
    """
    atomic_write_bytes(path, _encoded(data, path))


@contextmanager
def open_text_parts(path: str | os.PathLike[str] | None) -> Iterator[Callable[[str], object]]:
    """Give a function that writes a text piece by piece; see `atomic_path` for what is raised.

    The file takes its place when the block ends well. Without a path nothing is written.
    """
    if path is None:
        yield len
        return
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        yield out.write


def _encoded(text: str, path: str | os.PathLike[str]) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        near = text[max(0, error.start - 20) : error.start + 20]
        raise InputError(
            f"cannot write {shown_path(path)}: the text near {shown(near)} holds half a "
            "surrogate pair, which is no character; remove it"
        ) from error
