"""What a format cannot hold: whatever is not listed here reads back as it was written.

The tests hold every format against this table, aspect by aspect.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import pandas as pd

__all__ = ["LOSSES", "Loss", "describe_losses"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a format cannot hold.

    Attributes
    ----------
    ending : str
        The format, by the ending of its files.
    aspect : str
        What is lost: ``shape`` (the area of an event), ``about`` (title, sources, licence),
        ``digits`` (of the coordinates of shapes), ``characters``, ``names`` (of columns),
        ``length`` (of a text).
    becomes : str
        What becomes of it.
    """

    ending: str
    aspect: str
    becomes: str


LOSSES: Final = (
    Loss(".csv", "shape", "left off; places and coordinates as reported stay"),
    Loss(".csv", "about", "left off: the format has no place for it"),
    Loss(".jsonl", "shape", "left off; places and coordinates as reported stay"),
    Loss(".jsonl", "about", "left off: the format has no place for it"),
    Loss(".xlsx", "shape", "left off; places and coordinates as reported stay"),
    Loss(".xlsx", "length", "refused: a cell holds 32,767 characters"),
    Loss(".geojson", "digits", "rounded to seven decimals, about 1 cm (RFC 7946)"),
    Loss(".gpkg", "names", "refused: names of columns that differ in case alone"),
    Loss(".kml", "digits", "rounded to seven decimals, about 1 cm"),
    Loss(
        ".kml",
        "characters",
        "control characters (but tab and line ends), U+FFFE and U+FFFF become U+FFFD",
    ),
)


def describe_losses() -> pd.DataFrame:
    """Return the losses as a table: ending, aspect, becomes."""
    return pd.DataFrame([asdict(loss) for loss in LOSSES])
