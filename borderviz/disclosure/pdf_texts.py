"""The strings of a PDF: of its streams, its metadata, and the words drawn with its fonts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

_STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_LITERAL: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]{2,})>")
_CHARS: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?=<|\n|\r|endbfchar)")
_ARRAY: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*\[(.*?)\]", re.DOTALL)
_CODE: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWN: Final = re.compile(
    # strings and kerns alone stand in an array of text: what holds anything else is soon passed by
    rb"(\[(?:[-\d.\s]++|\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>)*+\]\s*TJ"
    rb"|<[0-9A-Fa-f\s]++>\s*Tj|\((?:[^()\\]|\\.)*+\)\s*Tj)",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def pdf_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of a PDF with where they stand.

    Parameters
    ----------
    data : bytes

    Notes
    -----
    Words that are drawn as outlines are no text and cannot be read.
    """
    yield "objects", _STREAM.sub(b"", data).decode("latin-1")
    streams = [_inflated(found.group(1)) for found in _STREAM.finditer(data)]
    maps = [mapping for stream in streams if b"beginbf" in stream for mapping in [_cmap(stream)]]
    for found in _LITERAL.finditer(_STREAM.sub(b"", data)):
        text = _plain(found.group(1))
        if text.startswith(b"\xfe\xff"):
            yield "metadata", text[2:].decode("utf-16-be", "ignore")
    for number, stream in enumerate(streams):
        yield f"stream {number + 1}", stream.decode("utf-8", "ignore")
        texts = _SHOWN.finditer(stream) if b"BT" in stream else ()
        drawn = [_strings(shown.group()) for shown in texts]
        if drawn:
            joined = (b"".join(one) for one in drawn)
            yield f"drawn text {number + 1}", "\n".join(t.decode("latin-1") for t in joined)
            for mapping in maps:
                yield f"drawn text {number + 1}", "\n".join(_mapped(one, mapping) for one in drawn)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _strings(shown: bytes) -> list[bytes]:
    """Return the strings of an operator that shows text, in their order."""
    found = [(m.start(), _plain(m.group(1))) for m in _LITERAL.finditer(shown)]
    bare = _LITERAL.sub(lambda m: b" " * len(m.group()), shown)
    for m in _HEX.finditer(bare):
        digits = re.sub(rb"\s", b"", m.group(1))
        found.append((m.start(), bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())))
    return [text for _, text in sorted(found)]


def _plain(text: bytes) -> bytes:
    return _ESCAPED.sub(_unescape, text)


def _unescape(found: re.Match[bytes]) -> bytes:
    said = found.group(1)
    if said[:1].isdigit():
        return bytes([int(said, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}.get(
        said, said
    )


def _cmap(stream: bytes) -> dict[bytes, str]:
    """Return which code stands for which text, of a font's map to Unicode."""
    mapping: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?endbfchar)", stream, re.DOTALL):
        for code, text in _CHARS.findall(block):
            mapping[bytes.fromhex(code.decode())] = _unicode(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
        for first, texts in _ARRAY.findall(block):
            mapping |= dict(zip(_codes(first), map(_unicode, _CODE.findall(texts)), strict=False))
        for first, last, text in _RANGE.findall(_ARRAY.sub(b"", block)):
            many = min(int(last, 16) - int(first, 16) + 1, 65_536)
            start = int(text, 16)
            for step, code in enumerate(islice(_codes(first), many)):
                mapping[code] = chr(min(start + step, 0x10FFFF))
    return mapping


def _codes(first: bytes) -> Iterator[bytes]:
    """Yield the codes of a font from one on, up to the last of as many bytes."""
    width = len(first) // 2
    for code in range(int(first, 16), 256**width):
        yield code.to_bytes(width, "big")


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "ignore")


def _mapped(strings: list[bytes], mapping: dict[bytes, str]) -> str:
    """Return shown strings as text; codes that are not in the map are left out."""
    width = max(map(len, mapping), default=1)
    joined = b"".join(strings)
    codes = (joined[at : at + width] for at in range(0, len(joined), width))
    return "".join(mapping.get(code, "") for code in codes)
