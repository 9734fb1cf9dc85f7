"""What may be shown of an event, level by level: the policy, and the presets.

A policy has rules for the four levels of ``sensitivity``: 1 open, 2 published at its source,
3 restricted, 4 withheld. No level may show more than the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from borderviz.errors import InputError
from borderviz.schema import EVENT_COLUMNS

LEVELS: Final = (1, 2, 3, 4)
PLACES: Final = (
    "as located", "as stated", "county", "grid-0.1", "province", "grid-1", "country", "nothing",
    "withheld",
)  # fmt: skip
"""What is shown of the place; under ``withheld`` the event is not shown at all."""
_COARSENESS: Final = dict(zip(PLACES, (0, 1, 2, 2, 3, 3, 4, 5, 6), strict=True))
DATES: Final = ("day", "month", "year", "nothing")
NEVER: Final = ("coder", "notes")
"""What speaks of the coder's own work is shown under no policy but ``internal``."""
QUOTE_COLUMNS: Final = ("quote",)
SOURCE_COLUMNS: Final = ("source_url", "source_title", "source_outlet", "source_published")
STRUCTURE: Final = ("event_id", "event_type", "date", "place", "is_aggregate")
"""Columns that every table of events has; ids are given anew."""
PLACE_COLUMNS: Final = ("place_id", "latitude", "longitude", "coordinate_uncertainty_m")
REVIEWED: Final = "text_reviewed"
"""Column in which a reviewer says (yes) that the texts of the row may be published."""
LEAST_CELL: Final = 3

_OPEN: Final = tuple(
    name
    for name in EVENT_COLUMNS
    if name not in {*NEVER, *QUOTE_COLUMNS, *SOURCE_COLUMNS, *STRUCTURE}
)
_RESTRICTED: Final = ("country", "admin1", "incident_id", "confidence")


@dataclass(frozen=True)
class LevelRules:
    """What is shown of the events of one level.

    Attributes
    ----------
    place : str
        One of `PLACES`.
    date : str
        One of `DATES`: to what the date is widened.
    columns : tuple of str
        The columns that are shown beside type, date and place.
    quote, source : bool
        Whether the quoted sentence and what names the source are shown.
    delay_days : int
        So many days must have passed since the last day on which it may have happened.
    min_cell : int
        Counts of fewer incidents than this are not told where such events are among them.
    """

    place: str
    date: str
    columns: tuple[str, ...]
    quote: bool
    source: bool
    delay_days: int = 0
    min_cell: int = 0

    @property
    def shown(self) -> frozenset[str]:
        """Return every column of an events table that is shown."""
        if self.place == "withheld":
            return frozenset()
        more = (QUOTE_COLUMNS if self.quote else ()) + (SOURCE_COLUMNS if self.source else ())
        return frozenset((*STRUCTURE, *self.columns, *more))


@dataclass(frozen=True)
class Policy:
    """What may be shown.

    Attributes
    ----------
    name : str
    marked : bool
        Whether outputs carry the mark that they are not for publication.
    levels : mapping of int to LevelRules, optional
        None where everything is shown, as it is.
    reviewed : frozenset of str
        Digests of texts that a reviewer has let pass.
    """

    name: str
    marked: bool
    levels: Mapping[int, LevelRules] | None = None
    reviewed: frozenset[str] = frozenset()

    @property
    def delays(self) -> bool:
        """Whether any event has to wait."""
        return self.levels is not None and any(r.delay_days for r in self.levels.values())


PRESETS: Final = {
    "internal": Policy("internal", marked=True),
    "public": Policy(
        "public",
        marked=False,
        levels={
            1: LevelRules("as located", "day", _OPEN, quote=True, source=True),
            2: LevelRules("as stated", "day", _OPEN, quote=True, source=True),
            3: LevelRules(
                "province", "month", _RESTRICTED, quote=False, source=False, min_cell=LEAST_CELL
            ),
            4: LevelRules(
                "withheld", "nothing", (), quote=False, source=False, min_cell=LEAST_CELL
            ),
        },
    ),
}


def check_policy(policy: Policy) -> Policy:
    """Return a policy that is sound.

    Raises
    ------
    InputError
        If it shows nothing, what no policy may show, or more at a stricter level.
    """
    for fault in _faults(policy):
        raise InputError(f"the policy {policy.name!r}: {fault}")
    return policy


def _faults(policy: Policy) -> Iterator[str]:
    levels = policy.levels
    if levels is None:
        return
    if all(rules.place == "withheld" for rules in levels.values()):
        yield "it allows nothing: every level is withheld; give at least level 1 a place"
    for number, rules in levels.items():
        if never := sorted({*rules.columns} & {*NEVER}):
            yield f"level {number} shows {never[0]!r}, which is never published; take it out"
        if number >= 3 and rules.min_cell < LEAST_CELL:
            yield (
                f"min_cell of level {number} is {rules.min_cell}; levels 3 and 4 need "
                f"{LEAST_CELL} or more"
            )
    for number in LEVELS[1:]:
        for what in _looser(levels[number - 1], levels[number]):
            yield f"level {number} shows more than level {number - 1} ({what}); make it as strict"


def _looser(before: LevelRules, after: LevelRules) -> Iterator[str]:
    """Yield in what the rules of a level are looser than those of the level before."""
    if after.place == "withheld":
        return
    if _COARSENESS[after.place] < _COARSENESS[before.place]:
        yield f"place {after.place!r} after {before.place!r}"
    if DATES.index(after.date) < DATES.index(before.date):
        yield f"date {after.date!r} after {before.date!r}"
    if more := sorted(after.shown - before.shown):
        yield f"the column {more[0]!r}"
    if after.delay_days < before.delay_days:
        yield f"a delay of {after.delay_days} days after one of {before.delay_days}"
