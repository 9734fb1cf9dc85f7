"""The figures of a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A figure: its file name without ending, its caption, what it shows, its SVG."""

    name: str
    caption: str
    alt: str
    svg: bytes
