"""The conventions on sizes: one table, ``sizes.csv``, with the range of each size.

A size is a maximum bound on where something may have happened, not a standard deviation
(Wieczorek, Guo & Hijmans 2004; Chapman & Wieczorek 2020). Its range goes into ``p_min`` and
``p_max`` of every join, so a convention that is wrong by its range cannot make a verdict.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise


@dataclass(frozen=True)
class Size:
    """A size by convention, in kilometres unless its unit says otherwise.

    Attributes
    ----------
    name : str
        The class it holds for.
    km, low_km, high_km : float
    meaning : str
    unit : str
        "km"; for a size that is a share, of what.
    """

    name: str
    km: float
    low_km: float
    high_km: float
    meaning: str
    unit: str = "km"

    def steps_km(self) -> tuple[float, ...]:
        """Return the ends of the range and the size itself, in order."""
        return tuple(sorted({self.low_km, self.km, self.high_km}))

    def finer_steps_km(self) -> tuple[float, ...]:
        """Return the steps and, between two of them, their geometric mean."""
        steps = self.steps_km()
        between = (math.sqrt(a * b) for a, b in pairwise(steps))
        return tuple(sorted({*steps, *between}))

    def stated(self) -> str:
        """Say the size and its range in words."""
        if self.low_km == self.high_km:
            return f"{self.km:g} {self.unit}"
        return f"{self.km:g} {self.unit} ({self.low_km:g}–{self.high_km:g})"


@lru_cache(maxsize=1)
def load_sizes() -> dict[str, Size]:
    """Return the table of sizes by class."""
    text = resources.files(__package__).joinpath("sizes.csv").read_text(encoding="utf-8")
    return {
        row["class"]: Size(
            row["class"],
            float(row["size_km"]),
            float(row["low_km"]),
            float(row["high_km"]),
            row["meaning"],
            row["unit"],
        )
        for row in csv.DictReader(text.splitlines())
    }
