"""Finding the units of a gazetteer that somebody else's rows mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from borderviz.errors import shown
from borderviz.gazetteer.building import build_name_index
from borderviz.gazetteer.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from borderviz.gazetteer.index import NameIndex

_KINDS: Final = ("province", "city", "county", "district")
_PROVINCE: Final = "province"
_UNIT: Final = "unit"


@dataclass(frozen=True)
class UnitMatch:
    """The unit that a row means, or why it means none.

    Attributes
    ----------
    place : Place or None
    outcome : str
        ``matched``, ``unmatched`` or ``ambiguous``.
    by : str
        ``id`` or ``name``: what it was matched by.
    reason : str
        Why it was not matched; empty when it was.
    """

    place: Place | None
    outcome: str
    by: str
    reason: str = ""


class UnitFinder:
    """Units of a gazetteer by id, or by name within a province; never by likeness."""

    def __init__(self, places: pd.DataFrame, names: pd.DataFrame) -> None:
        units = places[places["kind"].isin(_KINDS)]
        rows = ({str(k): v for k, v in row.items()} for row in units.to_dict("records"))
        self._units = {place.place_id: place for place in map(place_of, rows)}
        self._index = _index_of(units[units["size_class"] == _UNIT], names)
        self._provinces = _index_of(units[units["kind"] == _PROVINCE], names)

    def by_id(self, place_id: str) -> UnitMatch:
        """Return the unit of an id."""
        unit = self._units.get(place_id)
        if unit is None:
            reason = f"no province, city, county or district has the id {shown(place_id)}"
            return UnitMatch(None, "unmatched", "id", reason)
        return UnitMatch(unit, "matched", "id")

    def by_name(self, names: Sequence[str], province: str = "") -> UnitMatch:
        """Return the one unit that bears any of the names, within the province where given."""
        spoken = " / ".join(shown(name) for name in names)
        found = self._bearers(self._index, names)
        if province:
            codes = {p.admin1 for p in self._bearers(self._provinces, [province])} | {province}
            if not any(p.admin1 in codes for p in self._units.values()):
                reason = f"no province is called {shown(province)}"
                return UnitMatch(None, "unmatched", "name", reason)
            elsewhere, found = found, [place for place in found if place.admin1 in codes]
            if elsewhere and not found:
                listed = ", ".join(f"{p.place_id} ({p.admin1})" for p in elsewhere)
                reason = f"{spoken} is no unit of {shown(province)}; there is {listed}"
                return UnitMatch(None, "unmatched", "name", reason)
        if not found:
            reason = f"no unit is called {spoken}{self._likeliest(names)}"
            return UnitMatch(None, "unmatched", "name", reason)
        if len(found) > 1:
            listed = ", ".join(f"{place.place_id} ({place.name})" for place in found)
            reason = f"{spoken} may be {listed}; write the id of the one meant"
            return UnitMatch(None, "ambiguous", "name", reason)
        return UnitMatch(found[0], "matched", "name")

    def _bearers(self, index: NameIndex, names: Iterable[str]) -> list[Place]:
        ids = {hit.place_id for name in names for hit in index.look_up(name)}
        return [self._units[place_id] for place_id in sorted(ids)]

    def _likeliest(self, names: Sequence[str]) -> str:
        near = [s for name in names for s in self._index.suggest(name, limit=1, min_score=75)]
        return f"; did you mean {near[0].name!r} ({near[0].place_id})?" if near else ""


def _index_of(places: pd.DataFrame, names: pd.DataFrame) -> NameIndex:
    return build_name_index(places, names[names["place_id"].isin(places["place_id"])])
