"""What a file says, taken out of every wrapping that its format puts around it.

`open_pieces` opens containers (zip, gzip, deflate, base64, notebooks in HTML in JSON), decodes
the columns of the map page, geometry in WKB and GeoPackage, and strings of PDFs, and yields
texts and points. What is not known as a format is searched as bytes.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import numpy as np
import pyarrow.parquet as pq
import shapely
from shapely.errors import ShapelyError

from borderviz.disclosure.page_tables import read_payload
from borderviz.disclosure.pdf_texts import pdf_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DEEPEST: Final = 6
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_JSON_START: Final = re.compile(r"\s*[\[{]")
_UNITS: Final = 1e-5


@dataclass(frozen=True)
class Piece:
    """A part of a file.

    Attributes
    ----------
    where : str
        Where in the file it stands.
    text : str
        Its words; empty for points alone.
    points : ndarray, n × 2, or None
        Pairs of numbers that may be longitude and latitude, in either order.
    """

    where: str
    text: str = ""
    points: NDArray[np.float64] | None = None


def open_pieces(data: bytes, where: str, depth: int = 0) -> Iterator[Piece]:
    """Yield everything that bytes say.

    Parameters
    ----------
    data : bytes
    where : str
        How they are called.
    depth : int
        So many wrappings were taken off already.
    """
    if depth > _DEEPEST or not data:
        return
    for begins, opener in _OPENERS.items():
        if data.startswith(begins):
            yield from opener(data, where, depth)
            return
    yield from _open_text(data, where, depth)


def _open_text(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    """Read bytes as text: UTF-8, and UTF-16 where a mark or zeros say so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from text_pieces(data.decode("utf-16", "ignore"), where, depth)
        return
    if 0 in data:
        for offset in (0, 1):
            yield Piece(f"{where} as UTF-16", data[offset:].decode("utf-16-le", "ignore"))
    yield from text_pieces(data.decode("utf-8-sig", "ignore"), where, depth)


def text_pieces(text: str, where: str, depth: int = 0) -> Iterator[Piece]:
    """Yield what a text says, and what is wrapped in it."""
    if depth > _DEEPEST:
        return
    head = text[:2048].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<iframe", "<div")):
        yield from _open_html(text, where, depth)
        return
    if _JSON_START.match(text) and (value := _json(text)) is not None:
        yield from _open_json(value, where, depth)
        return
    yield Piece(where, text)
    yield from _unescaped(text, where)
    for found in _BASE64.finditer(text):
        decoded = _from_base64(found.group())
        if decoded is not None:
            yield from open_pieces(decoded, f"{where}, base64 at {found.start()}", depth + 1)


def _unescaped(text: str, where: str) -> Iterator[Piece]:
    """Yield a text once more without HTML, URL and JSON escapes, where it has any."""
    for name, undo, mark in _ESCAPES:
        if mark in text and (plain := undo(text)) != text:
            yield Piece(f"{where}, {name} escapes undone", plain)


_ESCAPES: Final[tuple[tuple[str, Callable[[str], str], str], ...]] = (
    ("HTML", html.unescape, "&"),
    ("URL", unquote, "%"),
    ("JSON", lambda text: _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text), "\\u"),
)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _from_base64(text: str) -> bytes | None:
    """Return what a run of base64 holds, where that is a wrapping or a text."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    readable = sum(32 <= byte < 127 for byte in data[:256]) >= 0.9 * min(len(data), 256)
    known = any(data.startswith(begins) for begins in _OPENERS)
    return data if known or readable or _utf8(data) else None


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- HTML and JSON -----------------------------------------------------------------------------


class _Html(HTMLParser):
    """The texts, attributes and blocks of a document."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.blocks: list[tuple[str, str]] = []
        self.block: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.block = tag if tag in {"script", "style"} else None
        for name, value in attrs:
            if value:
                long = name in {"srcdoc", "src", "href", "data"} or len(value) > 2000
                (self.blocks.append((name, value)) if long else self.texts.append(value))

    def handle_endtag(self, tag: str) -> None:
        self.block = None

    def handle_data(self, data: str) -> None:
        if self.block:
            self.blocks.append((self.block, data))
        elif data.strip():
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.texts.append(data)


def _open_html(text: str, where: str, depth: int) -> Iterator[Piece]:
    document = _Html(text)
    yield Piece(f"{where}, text", "\n".join(document.texts))
    for name, block in document.blocks:
        if name in {"script", "style"} and not _JSON_START.match(block):
            yield Piece(f"{where}, <{name}>", block)
        else:
            yield from text_pieces(block, f"{where}, {name}", depth + 1)


def _open_json(value: Any, where: str, depth: int) -> Iterator[Piece]:
    if isinstance(value, dict) and value.get("encoding") == "zlib+base64":
        payload, tables = read_payload(value)
        for path, part in payload_parts(payload):
            yield from _json_piece(part, f"{where}, {path}", depth)
        for name, columns in tables.items():
            yield from table_pieces(columns, f"{where}, table {name}", depth)
        return
    if isinstance(value, dict) and isinstance(value.get("features"), list):
        rest = {key: part for key, part in value.items() if key != "features"}
        yield from _json_piece(rest, where, depth)
        for number, feature in enumerate(value["features"]):
            yield from _json_piece(feature, f"{where}, feature {number + 1}", depth)
        return
    yield from _json_piece(value, where, depth)


def payload_parts(payload: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a page's payload; each entry of a list is a part of its own."""
    for key, value in payload.items():
        if isinstance(value, list):
            yield from ((f"{key} {number + 1}", entry) for number, entry in enumerate(value))
        elif key == "background":
            yield from ((f"{key}.{name}", part) for name, part in value.items())
        else:
            yield key, value


def part_text(part: Any) -> str:
    """Return a part of a payload as the text by which it is known again."""
    return json.dumps(part, ensure_ascii=False, sort_keys=True)


def _json_piece(value: Any, where: str, depth: int) -> Iterator[Piece]:
    texts: list[str] = []
    pairs: list[NDArray[np.float64]] = []
    _walk(value, texts, pairs)
    points = np.vstack(pairs) if pairs else None
    yield Piece(where, part_text(value), points)
    for text in texts:
        if len(text) > 40 or "%" in text or "&" in text or "\\u" in text:
            yield from _wrapped(text, where, depth)


def _walk(value: Any, texts: list[str], pairs: list[NDArray[np.float64]]) -> None:
    """Gather the texts and the pairs of numbers of a JSON value."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        if value.get("type") in {"polygon", "line"} and isinstance(value.get("parts"), list):
            pairs.extend(_flat_lines(value["parts"]))
            return
        numbers = {k: v for k, v in value.items() if isinstance(v, float)}
        if len(numbers) > 1:
            pairs.append(_neighbours(list(numbers.values())))
        for part in value.values():
            _walk(part, texts, pairs)
    elif isinstance(value, list):
        if len(value) > 1 and all(isinstance(one, int | float) for one in value):
            pairs.append(_neighbours([float(one) for one in value]))
            return
        for part in value:
            _walk(part, texts, pairs)


def _neighbours(numbers: list[float]) -> NDArray[np.float64]:
    values = np.array(numbers, dtype=np.float64)
    return np.column_stack([values[:-1], values[1:]])


def _flat_lines(parts: Any) -> Iterator[NDArray[np.float64]]:
    """Decode the lines of the page's geometry: differences in 1e-5 degree."""
    for part in parts:
        if part and isinstance(part[0], list):
            yield from _flat_lines(part)
        elif part:
            steps = np.array(part, dtype=np.float64).reshape(-1, 2)
            yield np.cumsum(steps, axis=0) * _UNITS


# --- tables ------------------------------------------------------------------------------------


def table_pieces(columns: dict[str, Any], where: str, depth: int) -> Iterator[Piece]:
    """Yield the different texts of each column, and the pairs of numbers of its rows."""
    numbers: dict[str, NDArray[np.float64]] = {}
    for name, values in columns.items():
        if isinstance(values, np.ndarray):
            if values.dtype.kind == "f" and ((values % 1 != 0) & ~np.isnan(values)).any():
                numbers[name] = values
            continue
        texts = dict.fromkeys(str(v) for v in values if isinstance(v, str))
        yield Piece(f"{where}, column {name}", "\n".join([name, *texts]))
        for text in texts:
            if len(text) > 40 or "%" in text or "&" in text or "\\u" in text:
                yield from _wrapped(text, f"{where}, column {name}", depth)
        for value in values:
            if isinstance(value, bytes):
                yield from _blob(value, f"{where}, column {name}", depth)
    names = list(numbers)
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            yield Piece(
                f"{where}, columns {first} and {second}",
                points=np.column_stack([numbers[first], numbers[second]]),
            )


def _wrapped(text: str, where: str, depth: int) -> Iterator[Piece]:
    yield from (piece for piece in text_pieces(text, where, depth + 1) if piece.text != text)


def _blob(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    start = 0
    if data.startswith(b"GP") and len(data) > 8:
        start = 8 + (0, 32, 48, 48, 64)[(data[3] >> 1) & 7]
    try:
        geometry = shapely.from_wkb(data[start:])
    except (ShapelyError, ValueError):
        yield from open_pieces(data, where, depth + 1)
        return
    yield Piece(where, points=shapely.get_coordinates(geometry))
    if start > 8:
        bounds = np.frombuffer(data[8:start], "<f8" if data[3] & 1 else ">f8")
        yield Piece(f"{where}, envelope", points=np.vstack([bounds[0:4:2], bounds[1:4:2]]).T)


def _open_parquet(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    file = pq.ParquetFile(io.BytesIO(data))
    for key, value in (file.schema_arrow.metadata or {}).items():
        if key != b"ARROW:schema":
            name = key.decode("utf-8", "ignore")
            yield from open_pieces(value, f"{where}, metadata {name}", depth + 1)
    table = file.read()
    columns = {name: _arrow_column(table.column(name)) for name in table.column_names}
    yield from table_pieces(columns, where, depth)


def _arrow_column(column: Any) -> Any:
    import_kind = str(column.type)
    if import_kind in {"double", "float"}:
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    return [str(v) if isinstance(v, list | dict) else v for v in column.to_pylist()]


def _open_sqlite(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    """Read every cell of every table; pages that no table uses are searched as bytes."""
    connection = sqlite3.connect(":memory:")
    connection.text_factory = lambda raw: raw.decode("utf-8", "ignore")
    try:
        connection.deserialize(data)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master "
                                                       "WHERE type = 'table'")]  # fmt: skip
        for table in tables:
            try:
                cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            except sqlite3.DatabaseError:
                continue  # an index of a module that is not loaded; its own tables are read
            rows = cursor.fetchall()
            names = [column[0] for column in cursor.description]
            columns = {name: _cells([row[at] for row in rows]) for at, name in enumerate(names)}
            yield from table_pieces(columns, f"{where}, table {table}", depth)
    finally:
        connection.close()
    yield Piece(f"{where}, bytes", data.decode("utf-8", "ignore"))


def _cells(values: list[Any]) -> Any:
    if all(value is None or isinstance(value, int | float) for value in values):
        return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    return values


# --- containers --------------------------------------------------------------------------------


def _open_zip(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield Piece(f"{where}, names", "\n".join([*archive.namelist(), repr(archive.comment)]))
        for name in archive.namelist():
            yield from open_pieces(archive.read(name), f"{where}, {name}", depth + 1)


def _open_gzip(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    yield Piece(f"{where}, gzip header", data[:256].decode("latin-1"))
    yield from open_pieces(gzip.decompress(data), f"{where}, gunzipped", depth + 1)


def _open_zlib(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    try:
        inflated = zlib.decompressobj().decompress(data)
    except zlib.error:
        yield from _open_text(data, where, depth)
        return
    yield from open_pieces(inflated, f"{where}, inflated", depth + 1)


def _open_png(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind in {b"tEXt", b"iTXt", b"zTXt", b"eXIf"}:
            body = data[at + 8 : at + 8 + length]
            yield Piece(f"{where}, {kind.decode()}", body.decode("latin-1"))
            if kind == b"zTXt":
                packed = body.partition(b"\0")[2][1:]
                yield from open_pieces(packed, f"{where}, zTXt", depth + 1)
        at += 12 + length


def _open_pdf(data: bytes, where: str, depth: int) -> Iterator[Piece]:
    for name, text in pdf_texts(data):
        yield from text_pieces(text, f"{where}, {name}", depth + 1)


_OPENERS: Final[dict[bytes, Callable[[bytes, str, int], Iterator[Piece]]]] = {
    b"PK\x03\x04": _open_zip,
    b"\x1f\x8b": _open_gzip,
    b"\x78\x9c": _open_zlib,
    b"\x78\xda": _open_zlib,
    b"\x78\x01": _open_zlib,
    b"\x78\x5e": _open_zlib,
    b"SQLite format 3\x00": _open_sqlite,
    b"PAR1": _open_parquet,
    b"\x89PNG\r\n\x1a\n": _open_png,
    b"%PDF-": _open_pdf,
}
