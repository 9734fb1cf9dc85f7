"""Korean and Chinese word order: the widest unit first, relations after their place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from borderviz.geocoding.kinds import TOWNS
from borderviz.geocoding.reader import Reader
from borderviz.geocoding.trees import (
    Between,
    BorderStretch,
    Country,
    Expression,
    Named,
    Near,
    Offset,
    Opposite,
    Posting,
    River,
    Several,
    Stretch,
    Strip,
    Toward,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.geocoding.tokens import Token


class HeadLast(Reader):
    """Korean and Chinese word order: the widest unit first, relations after their place."""

    def __init__(self, tokens: tuple[Token, ...], is_river: Callable[[str], bool]) -> None:
        # a particle that is also something else stays where the grammar has a use for it
        kept = tuple(t for t in tokens if set(t.roles) != {"particle"})
        super().__init__(kept, is_river)

    def parse(self) -> Expression | None:
        """Return the tree of all the tokens."""
        countries, places = self._chain()
        unit = self._nested(places, countries)
        start = self.at
        for rule in (self._related, self._strip_or_posting, self._line, self._of_place):
            self.at = start
            found = rule(countries, unit)
            if found is not None and self.done:
                return found
        return None

    def _chain(self) -> tuple[list[str], list[Named]]:
        """Read the countries and places, the widest first, up to the head."""
        countries: list[str] = []
        places: list[Named] = []
        while True:
            start = self.at
            if (country := self.country()) is not None:
                countries.append(country.code)
                start = self.at
                # "China and", "China-": another country follows, or the border with it
                if not (self.has("and", "dash", "comma") and self._border_next()):
                    self.at = start
                continue
            if self.river_name() is not None:
                self.at = start
                break
            place = self.name()
            if place is None:
                break
            places.append(self.gloss(place))
            self.has("comma")
        return countries, places

    def _border_next(self) -> bool:
        return not self.done and (
            "country" in self.tokens[self.at].ids or "border" in self.tokens[self.at].roles
        )

    def _strip_or_posting(self, _: list[str], __: Named | None) -> Strip | Posting | None:
        return self.strip() or self.posting()

    def _line(self, countries: list[str], unit: Named | None) -> Expression | None:
        river = self._river(unit)
        if river is not None:
            if unit is None and len(countries) == 1:
                river = replace(river, bank=river.bank or countries[0])
            return self._so_far(replace(river, area=self.has("area", "near")))
        border = self._border(countries, unit)
        return None if border is None else self._so_far(border)

    def _so_far(self, line: River | BorderStretch) -> Expression:
        """Read a distance after a river or a border."""
        length = self.length()
        return line if length is None else Offset(line, length, within=self.has("within"))

    def _of_place(self, countries: list[str], unit: Named | None) -> Expression | None:
        """Read what follows a place and is told of it."""
        if unit is None:
            return Country(countries[0]) if len(countries) == 1 else None
        if self.has("area"):
            return replace(unit, kind="municipality") if unit.kind in {None, *TOWNS} else unit
        if self.has("and"):
            return self._pair(unit)
        return self._offset(unit) or unit

    def _nested(self, places: list[Named], countries: list[str]) -> Named | None:
        """Return the last place, what comes before it as what it lies in."""
        if not places:
            return None
        outer: tuple[Named | Country, ...] = (*places[-2::-1], *map(Country, countries))
        return replace(places[-1], within=(*places[-1].within, *outer))

    def _related(self, _: list[str], unit: Named | None) -> Expression | None:
        """Read NEAR or OPPOSITE after a place, and the river or border that follows."""
        relation = "near" if self.has("near") else "opposite"
        if unit is None or (relation == "opposite" and not self.has("opposite")):
            return None
        stretch = Stretch("near" if relation == "near" else "opposite", (unit,))
        if (river := self._river(None)) is not None:
            return replace(river, within=stretch)
        if (border := self._border([], None)) is not None:
            return replace(border, within=stretch)
        beside: Near | Opposite = Near(unit) if relation == "near" else Opposite(unit)
        countries, places = self._chain()  # "Sinuiju opposite Dandong" is Dandong
        head = self._nested(places, countries)
        return beside if head is None else replace(head, also=(*head.also, beside))

    def _river(self, unit: Named | None) -> River | None:
        name = self.river_name()
        if name is None:
            return None
        if unit is None and (inner := self.name()) is not None:
            unit = inner
        bank = None
        start = self.at
        country = self.country()
        if country is not None and self.has("side"):
            bank = country.code
        else:
            self.at = start
        self.has("stretch")
        return River(name, unit, bank=bank)

    def _border(self, countries: list[str], unit: Named | None) -> BorderStretch | None:
        borders = self.take_ids("border")
        start = self.at
        wide = self.take("border")
        if not borders and wide is None:
            self.at = start
            return None
        area = bool(wide) or self.has("area")
        owner = countries[0] if len(countries) == 1 else None
        if unit is not None:
            # the countries before a unit are what it lies in, not the two ends of the border
            return BorderStretch(borders, (), unit, area)
        # "the border with China" has no owner; "the Chinese border" has
        before = self.tokens[start - 1].roles if start else {}
        if not borders and "and" in before:
            owner = None
        return BorderStretch(borders, tuple(countries), None, area, owner)

    def _pair(self, first: Named) -> Between | Several | None:
        second = self.name()
        if second is None:
            return None
        second = self.gloss(second)
        return Between(first, second) if self.has("between") else Several((first, second))

    def _offset(self, unit: Named) -> Offset | Toward | None:
        start = self.at
        heading = self.heading()
        length = self.length()
        if length is None:
            if heading is None:
                self.at = start
                return None
            return Toward(unit, heading)
        heading = heading or self.heading()
        return Offset(unit, length, heading, within=self.has("within"))
