"""Incidents of uncertain date, spread over the days on which each may have happened.

The aoristic sum (J. H. Ratcliffe 2000, “Aoristic analysis: the spatial interpretation of unspecific
temporal events”, International Journal of Geographical Information Science 14 (7)): an incident
counts in each bin with the share of its interval that lies there, every day held equally likely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_MOST_MONTHS: Final = 120
"""Longer times are shown by the year."""


@dataclass(frozen=True, eq=False)
class Bins:
    """Months or years in a row.

    Attributes
    ----------
    edges : ndarray of datetime64[D]
        The first day of each, and the day after the last.
    unit : {"month", "year"}
    """

    edges: NDArray[np.datetime64]
    unit: str

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.edges) - 1


def bins_of(start: pd.Series, end: pd.Series) -> Bins:
    """Return the months from the first day to the last, years where these are too many.

    Parameters
    ----------
    start, end : Series of text
        Days, ``YYYY-MM-DD``, none missing.
    """
    first, last = np.datetime64(start.min()), np.datetime64(end.max())
    months = int((last.astype("M8[M]") - first.astype("M8[M]")).astype(np.int64)) + 1
    unit = "month" if months <= _MOST_MONTHS else "year"
    kind = "M8[M]" if unit == "month" else "M8[Y]"
    begin, stop = (int(day.astype(kind).astype(np.int64)) for day in (first, last))
    return Bins(np.arange(begin, stop + 2).astype(kind).astype("M8[D]"), unit)


def spread(start: pd.Series, end: pd.Series, bins: Bins) -> NDArray[np.float64]:
    """Return the share of each incident in each bin; every row sums to 1.

    Parameters
    ----------
    start, end : Series of text
        The first and last day of each, none missing, within the bins.

    Returns
    -------
    ndarray, incidents × bins
    """
    first = start.to_numpy(dtype="M8[D]").astype(np.int64)[:, None]
    after = end.to_numpy(dtype="M8[D]").astype(np.int64)[:, None] + 1
    passed = (bins.edges.astype(np.int64)[None, :] - first) / (after - first)
    return np.asarray(np.diff(np.clip(passed, 0.0, 1.0), axis=1))
