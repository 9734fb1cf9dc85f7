"""The files of a pack and their digests: find, compare, seal."""

from __future__ import annotations

from pathlib import Path

from borderviz.errors import DataPackError, shown, shown_path
from borderviz.files import atomic_write_text, sha256_file

_PACKAGE = Path(__file__).resolve().parent.parent
_HOMES = (_PACKAGE / "pack", _PACKAGE.parent / "geodata")
_REGISTRY = "registry.txt"
_NOT_DATA = "build"


def find_pack(path: str | Path | None = None) -> Path:
    """Return the folder of a pack: the one given, or the one that is shipped."""
    if path is None:
        for home in _HOMES:
            if (home / _REGISTRY).is_file():
                return home
        raise DataPackError(
            f"the shipped data pack was not found at {str(_HOMES[0])!r}; reinstall borderviz"
        )
    root = Path(path)
    if not root.is_dir():
        raise DataPackError(
            f"there is no folder {shown_path(path)}; give the folder that holds pack.yaml "
            "(or overlay.yaml)"
        )
    return root


def is_shipped(root: Path) -> bool:
    """Whether a folder is that of the shipped pack, as `find_pack` returns it."""
    return root in _HOMES


def pack_files(root: Path) -> tuple[str, ...]:
    """Return the data files of a pack, relative and sorted (build scripts and texts left out)."""
    found = (p.relative_to(root) for p in root.rglob("*") if p.is_file())
    return tuple(
        sorted(
            p.as_posix()
            for p in found
            if p.as_posix() != _REGISTRY
            and p.parts[0] != _NOT_DATA
            and p.suffix != ".md"
            and not p.name.startswith(".")
        )
    )


def registry_faults(root: Path) -> tuple[str, ...]:
    """Return one sentence per file of a folder that is missing, changed or unregistered."""
    stated = read_registry(root)
    faults = []
    for name, digest in stated.items():
        if fault := file_fault(root, name, digest):
            faults.append(fault)
    faults += [f"{name} is not in {_REGISTRY}" for name in pack_files(root) if name not in stated]
    return tuple(faults)


def file_fault(root: Path, name: str, digest: str) -> str | None:
    """Return a sentence if a file is missing or has another digest than the one stated."""
    if not (root / name).is_file():
        return f"{name} is missing"
    if (found := sha256_file(root / name)) != digest:
        return f"{name} has changed: sha256 {found[:12]}…, expected {digest[:12]}…"
    return None


def seal_geodata(path: str | Path) -> Path:
    """Write ``registry.txt`` for a pack of one's own, from the files as they are now."""
    root = find_pack(path)
    lines = [f"{sha256_file(root / name)}  {name}\n" for name in pack_files(root)]
    target = root / _REGISTRY
    atomic_write_text(target, "".join(lines))
    return target


def registry_digest(root: Path) -> str:
    """Return the digest of a pack's registry: it names this very state of the data."""
    return sha256_file(root / _REGISTRY)


def read_registry(root: Path) -> dict[str, str]:
    """Return the digests that a pack's registry states, by file."""
    path = root / _REGISTRY
    if not path.is_file():
        raise DataPackError(
            f"{str(path)!r} is missing, so the pack cannot be checked; "
            f"write it with `borderviz geodata --geodata {root} seal`"
        )
    stated = {}
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name or ".." in Path(name).parts or Path(name).is_absolute():
            raise DataPackError(
                f"{_REGISTRY} line {number} is {shown(line)}; expected a digest, two spaces, a file"
            )
        stated[name] = digest
    return stated
