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


@contextmanager
def atomic_folder(
    path: str | os.PathLike[str], may_replace: Callable[[Path], object]
) -> Iterator[Path]:
    """Give a temporary folder to fill; it takes the place of `path` when the block ends well.

    Parameters
    ----------
    path
        The folder to write; one that is there and empty is replaced.
    may_replace
        Called with a folder that is there and holds something, before anything is written;
        raises to keep it.

    Raises
    ------
    InputError
        `path` is a file, the folder above it is missing, or a file cannot be written.
    """
    target = Path(os.path.realpath(path))
    _check_folder_target(target, may_replace)
    temporary = _new_folder(target)
    try:
        yield temporary
        _replace_folder(temporary, target)
    except OSError as error:
        raise InputError(
            f"cannot write {shown_path(path)}: {error.strerror or error}; check the folder's "
            "permissions and the free space, or name another folder"
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _check_folder_target(path: Path, may_replace: Callable[[Path], object]) -> None:
    if path.exists() and not path.is_dir():
        raise InputError(f"{shown_path(path)} is a file; name a folder to write")
    if not path.parent.is_dir():
        raise InputError(
            f"cannot write {shown_path(path)}: the folder {shown_path(path.parent)} does not "
            "exist; make it first or name another"
        )
    if path.is_dir() and any(path.iterdir()):
        may_replace(path)


def _new_folder(path: Path) -> Path:
    for number in count():
        temporary = path.with_name(f".borderviz-{os.getpid()}-{number}")
        try:
            temporary.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise InputError(
                f"cannot write {shown_path(path)}: {error.strerror}; name another folder"
            ) from error
        return temporary
    raise AssertionError("unreachable: the numbers do not end")


def _replace_folder(new: Path, target: Path) -> None:
    """Put a folder in the place of another, which is put back where that fails."""
    if not target.exists():
        new.rename(target)
        return
    old = _new_folder(target)
    target.replace(old)
    try:
        new.rename(target)
    except OSError:
        old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
