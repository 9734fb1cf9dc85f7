"""What a file holds before it is held against the contract of events."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from borderviz.schema import Fault

__all__ = ["RawTable"]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of texts as a file holds it.

    Attributes
    ----------
    what : str
        How errors name it.
    texts : pandas.DataFrame
        One text column per column of the file; an empty text is a missing value. The index
        ``row`` holds the row numbers as a spreadsheet shows them (the header is row 1); lines of
        a file of lines have their line number.
    faults : tuple of Fault
        What of it could not be read. The rows are in `texts` too.
    notes : tuple of str
        How it was read, where its maker may expect something else.
    """

    what: str
    texts: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
