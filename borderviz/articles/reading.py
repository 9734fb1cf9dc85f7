"""Articles from files: plain text, Markdown with a front matter, saved web pages, JSONL.

What holds no article that can be read is set aside with the reason; nothing stops the others.
"""

from __future__ import annotations

import glob
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from borderviz.articles.article import Article, SetAside
from borderviz.articles.web_pages import read_web_page
from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError, InputError, shown, shown_path
from borderviz.files import decode, read_bytes, read_lines

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

KINDS: Final = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "web", ".htm": "web", ".xhtml": "web", ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
"""How a file is read, by its ending."""
MAX_BYTES: Final = 1_000_000
"""No article is longer; longer files are no articles."""
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_FIELDS: Final = ("title", "url", "outlet", "published")
_OTHER_NAMES: Final = {"date": "published", "source": "outlet", "sitename": "outlet", "link": "url"}
_PARTIAL: Final = "published_partial"
NO_TEXT: Final = "its text holds NUL or half a surrogate pair, so it is no text"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def find_article_files(paths: Iterable[str | os.PathLike[str]]) -> tuple[Path, ...]:
    """Return the files that paths, folders and glob patterns name, in order, each once.

    Raises
    ------
    InputError
        If a path names nothing, or a folder holds no article file.
    """
    found: dict[Path, None] = {}
    for given in paths:
        for path in _expand(Path(given)):
            found[path] = None
    return tuple(found)


def is_article_file(path: Path) -> bool:
    """Whether a path is a folder, or a file of a kind that articles come in."""
    return path.is_dir() or path.suffix.lower() in KINDS


def _expand(given: Path) -> list[Path]:
    if given.is_dir():
        inside = sorted(p for p in given.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
        if not inside:
            raise InputError(
                f"the folder {shown_path(given)} holds no article; articles are .txt, .md, .html "
                "or .jsonl files"
            )
        return inside
    if given.exists() or not glob.has_magic(str(given)):
        return [given]
    matched = sorted(Path(name) for name in glob.glob(str(given), recursive=True))  # noqa: PTH207 - the pattern may be absolute
    if not matched:
        raise InputError(f"no file is named like {shown_path(given)}")
    return [path for name in matched for path in _expand(name)]


def read_articles(
    paths: Iterable[str | os.PathLike[str]], *, encoding: str | None = None
) -> Iterator[Article | SetAside]:
    """Yield the articles of files one by one, and what is set aside.

    Parameters
    ----------
    paths : iterable of paths
        Files, folders (searched through) and glob patterns.
    encoding : str, optional
        The encoding of texts that are not UTF-8.

    Yields
    ------
    Article or SetAside
        In the order of the files; ids that repeat are told apart by a number.
    """
    taken: set[str] = set()
    for path in find_article_files(paths):
        for read in _read_file(path, encoding):
            if isinstance(read, SetAside):
                yield read
            elif read.article_id in taken:
                yield SetAside(
                    str(path), read.article_id, "its id stands twice; give each article its own"
                )
            else:
                taken.add(read.article_id)
                yield read


def _read_file(path: Path, encoding: str | None) -> Iterator[Article | SetAside]:
    kind = KINDS.get(path.suffix.lower())
    try:
        if kind is None:
            raise InputError("it is no .txt, .md, .html or .jsonl file")
        if kind == "lines":
            yield from _read_jsonl(path)
            return
        data = _bytes_of(path)
        if kind == "web":
            yield read_web_page(data, path.stem)
        else:
            text = _plain(decode(data, path, encoding))
            yield _markdown(text, path) if kind == "markdown" else _article(path.stem, text, {})
    except InputError as error:
        yield SetAside(str(path), "", str(error))


def _bytes_of(path: Path) -> bytes:
    size = path.stat().st_size if path.is_file() else 0
    if size > MAX_BYTES:
        raise InputError(
            f"it has {size:,} bytes; an article has at most {MAX_BYTES:,}: split it, or name the "
            "part that is the article"
        )
    return read_bytes(path)


def _plain(text: str) -> str:
    r"""Return a text with line ends as \n; a text with control characters is no text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROLS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InputError(
            f"line {line} holds the control character {found[0]!r}, so this is no text; save the "
            "article as text in UTF-8"
        )
    return text


def _article(article_id: str, text: str, about: dict[str, Any]) -> Article:
    if not text.strip():
        raise InputError("it has no text")
    values: dict[str, str | None] = {}
    for name in _FIELDS:
        value = about.get(name)
        values[name] = None if value in (None, "") else _one_line(value)
    published = values["published"]
    if published is None and about.get(_PARTIAL):
        values["published"] = published = _one_line(about[_PARTIAL])
    if published is not None:
        values["published"] = _day(published)
    return Article(article_id, text, **values)


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _day(published: str) -> str:
    """Return a date of publication without its time of day."""
    day = re.sub(r"^(\d{4}-\d\d-\d\d)[T ].*$", r"\1", published)
    try:
        parse_edtf(day)
    except EdtfError as error:
        raise InputError(f"published: {error}") from error
    return day


def _markdown(text: str, path: Path) -> Article:
    about: dict[str, Any] = {}
    body = text
    if front := _FRONT.match(text):
        try:
            read = yaml.safe_load(front[1])
        except yaml.YAMLError as error:
            raise InputError(f"its front matter is no YAML: {_one_line(error)}") from error
        if isinstance(read, dict):
            about = {_OTHER_NAMES.get(str(k).lower(), str(k).lower()): v for k, v in read.items()}
        body = text[front.end() :]
    return _article(str(about.get("id") or path.stem), body.lstrip("\n"), about)


def _read_jsonl(path: Path) -> Iterator[Article | SetAside]:
    for number, line in read_lines(path, limit=MAX_BYTES):
        where = f"line {number}"
        try:
            if line is None:
                raise InputError(f"the line is longer than {MAX_BYTES:,} bytes")
            text = decode(line, path, None).strip()
            if text:
                yield _entry(text, f"{path.stem}-{number}")
        except InputError as error:
            yield SetAside(str(path), where, str(error))


def is_text(text: str) -> bool:
    """Whether a text has neither NUL nor half a surrogate pair, which no table can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _entry(line: str, name: str) -> Article:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is no JSON: {_one_line(error)}") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise InputError(f"it is no object with a text: {shown(entry)}")
    text = entry["text"]
    if not is_text(text):
        raise InputError(NO_TEXT)
    return _article(_one_line(entry.get("id") or name), text, entry)
