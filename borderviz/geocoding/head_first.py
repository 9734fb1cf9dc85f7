"""English word order: the head first, relations before their place."""

from __future__ import annotations

from dataclasses import replace

from borderviz.geocoding.reader import Reader
from borderviz.geocoding.trees import (
    Between,
    BorderStretch,
    Country,
    Expression,
    Junction,
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


class HeadFirst(Reader):
    """Recursive descent for English word order; each rule gives None where it does not fit."""

    def parse(self) -> Expression | None:
        """Return the tree of all the tokens."""
        start, bank = 0, None
        while True:
            for rule in (
                self._offset, self._toward, self._between, self._linking, self._opposite,
                self._junction, self._near, self._surroundings, self._strip_or_posting,
                self._border, self._river, self._named, self._several, self.country,
            ):  # fmt: skip
                self.at = start
                found = rule()
                if found is not None and self.done:
                    return found if bank is None else _on_bank(found, bank)
            # "in the vicinity of" begins with a preposition of its own, so they go one by one
            self.at = start
            if not self.has("in"):
                country = self.country()
                if not self._thing():
                    return None
                bank = bank if country is None else country.code
            start = self.at

    def _thing(self) -> bool:
        """Read what lies where the rest tells: "a village (near …)", "a bridge over (…)"."""
        while self.has("qualifier"):
            pass
        there = self.has("kind", "feature")
        self.has("over")
        return there

    def _strip_or_posting(self) -> Strip | Posting | None:
        return self.strip() or self.posting()

    def _target(self) -> Named | River | BorderStretch | Strip | None:
        """Read the longest of what a distance or nearness may be to."""
        start, best, end = self.at, None, self.at
        for rule in (self.strip, self._border, self._river, self._named):
            self.at = start
            found = rule()
            if found is not None and self.at > end:
                best, end = found, self.at
        self.at = end
        return best

    def _offset(self) -> Offset | None:
        if self.has("within"):
            length = self.length()
            if length is None or not self.has("of", "from"):
                return None
            target = self._target()
            return None if target is None else Offset(target, length, within=True)
        length = self.length()
        if length is None:
            return None
        self.has("to")
        heading = self.heading()
        if heading is None:
            self.has("away")
        if not self.has("from", "of"):
            return None
        target = self._target()
        return None if target is None else Offset(target, length, heading)

    def _linking(self) -> Between | None:
        """Read "the Hyesan-Changbai bridge": it lies between what it links."""
        first = self.name()
        if first is None or not self.has("dash", "and"):
            return None
        second = self.name()
        if second is None or second.feature is None or second.feature.sort != "span":
            return None
        return Between(first, replace(second, feature=None))

    def _toward(self) -> Toward | None:
        self.has("about")
        self.has("to")
        heading = self.heading()
        if heading is None or not self.has("of", "from"):
            return None
        of = self._named()
        return None if of is None else Toward(of, heading)

    def _pair(self) -> tuple[Named, Named] | None:
        """Read BETWEEN, named, AND, named."""
        start = self.at
        if self.has("between"):
            first = self._named()
            if first is not None and self.has("and"):
                second = self._named()
                if second is not None:
                    return first, second
        self.at = start
        return None

    def _between(self) -> Between | River | BorderStretch | None:
        pair = self._pair()
        if pair is None:
            return None
        first, second = pair
        line = second.also[-1] if second.also else None
        if isinstance(line, (River, BorderStretch)) and line.within is None:
            ends = (first, replace(second, also=second.also[:-1]))
            return replace(line, within=Stretch("between", ends))
        return Between(first, second)

    def _opposite(self) -> Opposite | None:
        if self.has("across"):
            self._take_line()
            if not self.has("from"):
                return None
        elif not self.has("opposite"):
            return None
        of = self._named()
        return None if of is None else Opposite(of)

    def _take_line(self) -> None:
        """Consume the river or border that lies between."""
        self.has("border") or self.has("kind") or self.river_name() or self.take_ids("border")

    def _junction(self) -> Junction | None:
        self.has("near", "in")
        if not self.has("where"):
            return None
        country = self.country()
        if country is None or not self.has("meets"):
            return None
        if self.has("border"):
            self.has("of")
        units = [self._place()]
        while self.has("and", "comma"):
            units.append(self._place())
        known = [unit for unit in units if unit is not None]
        if len(units) < 2 or len(known) < len(units):
            return None
        # "Ryanggang and Jagang Provinces": the last kind holds for all
        kind = known[-1].kind
        return Junction(country.code, tuple(replace(u, kind=u.kind or kind) for u in known))

    def _near(self) -> Near | None:
        if not self.has("near"):
            return None
        target = self._target()
        return None if target is None else Near(target)

    def _surroundings(self) -> Near | None:
        """Read "Hyesan and the surrounding area": the place is within its surroundings."""
        place = self._named()
        return Near(place) if place is not None and self.has("surroundings") else None

    # --- places -------------------------------------------------------------------------------

    def _place(self) -> Named | None:
        """Read a place with what is said before its name."""
        start = self.at
        outer: list[Named | Country] = []
        while True:
            while self.has("qualifier"):
                pass
            if found := self._head():
                return replace(found, within=(*found.within, *outer))
            owner = self.country() or self.name()
            if owner is None:
                break
            possessed = self.has("possessive")
            if isinstance(owner, Named) and not possessed:
                break
            outer.append(owner)
        self.at = start
        return None

    def _head(self) -> Named | None:
        """Read NAME, [KIND] that nothing possesses, or KIND, OF, NAME."""
        start = self.at
        kind = self.take("kind")
        if kind is not None and self.has("of") and (named := self.name()):
            return replace(named, kind=named.kind or kind)
        self.at = start
        named = self.name()
        if named is None or self.peek("possessive") is not None:
            self.at = start
            return None
        return self.gloss(named)

    def _named(self) -> Named | None:
        """Read a place and what else is said of where it lies."""
        place = self._unnamed() or self._place()
        while place is not None:
            start = self.at
            if (beside := self._beside()) is not None:
                place = replace(place, also=(*place.also, beside))
                continue
            self.at = start
            if (outer := self._outer()) is not None:
                place = self.gloss(replace(place, within=(*place.within, outer)))
                continue
            self.at = start
            break
        return place

    def _unnamed(self) -> Named | None:
        """Read "a village in X", "the customs house in X": somewhere in X."""
        start = self.at
        while self.has("qualifier"):
            pass
        feature = self.feature()
        if (feature is not None or self.has("kind")) and self.has("in"):
            place = self._place()
            if place is not None:
                return replace(place, feature=feature)
        self.at = start
        return None

    def _outer(self) -> Named | Country | None:
        """Read (COMMA | IN | OF), what a place lies in; ", a city in X" as well."""
        if self.has("comma"):
            while self.has("qualifier"):
                pass
            if self.has("kind") and not self.has("in", "of"):
                return None
        elif not self.has("in", "of"):
            return None
        self.has("in")
        return self._place() or self.country()

    def _beside(self) -> Expression | None:
        """Read what a place lies on, near or opposite: ", a city on the border"."""
        self.has("comma")
        while self.has("qualifier"):
            pass
        self.has("kind")
        start = self.at
        for rule in (self._near, self._opposite):
            self.at = start
            if (found := rule()) is not None:
                return found
        self.at = start
        return (self._border() or self._river()) if self.has("in") else None

    def _several(self) -> Several | None:
        parts: list[Named | Country] = []
        while True:
            part = self.country() or self._place()
            if part is None:
                return None
            parts.append(part)
            if self.done:
                break
            if not self.has("comma", "and", "or"):
                return None
            self.has("and", "or")
        if len(parts) < 2:
            return None
        last = parts[-1]
        if "plural" in self.tokens[self.at - 1].roles and isinstance(last, Named):
            # "Uiju and Sakju counties"
            parts = [
                replace(p, kind=p.kind or last.kind) if isinstance(p, Named) else p for p in parts
            ]
        return Several(tuple(parts))

    # --- rivers and borders -------------------------------------------------------------------

    def _bank(self) -> tuple[bool, str | None]:
        """Read [COUNTRY, [POSSESSIVE]], (SIDE | BANKS), OF: whether it is there, whose bank."""
        start = self.at
        country = self.country()
        if country is not None:
            self.has("possessive")
        if self.has("side") and country is not None and self.has("of"):
            return True, country.code
        self.at = start
        if self.has("banks", "side") and self.has("of"):
            return True, None
        self.at = start
        return False, None

    def _stretch(self) -> Stretch | None:
        start = self.at
        self.has("comma")
        if (pair := self._pair()) is not None:
            return Stretch("between", pair)
        for role in ("near", "opposite"):
            if self.has(role) and (place := self._named()) is not None:
                return Stretch("near" if role == "near" else "opposite", (place,))
        self.at = start
        return None

    def _within(self) -> Named | None:
        start = self.at
        if self.has("in", "of", "comma"):
            self.has("in")
            found = self._named()
            if found is not None:
                return found
        self.at = start
        return None

    def _owner_unit(self) -> Named | None:
        """Read the unit that a river's reach or a border's stretch is said to belong to."""
        start = self.at
        unit = self.name()
        if unit is not None and self.has("possessive"):
            return unit
        self.at = start
        return None

    def _river(self) -> River | None:
        while self.has("qualifier"):
            pass
        _, bank = self._bank()
        unit = self._owner_unit()
        river = self.river_name()
        if river is None:
            return None
        area = self.has("area")
        start = self.at
        if self.has("in", "comma") and (country := self.country()):
            return River(river, unit, area, country.code)
        self.at = start
        stretch: Named | Stretch | None = unit or self._stretch() or self._within()
        return River(river, stretch, area, bank)

    def _border(self) -> BorderStretch | None:
        _, bank = self._bank()
        found = self._border_head()
        if found is None:
            return None
        if self.has("area"):
            found = replace(found, area=True)
        countries = list(found.countries)
        while True:
            start = self.at
            if self.has("with") and (country := self.country()):
                countries.append(country.code)
                continue
            self.at = start
            if self.has("between") and (pair := self._country_pair()):
                countries += pair
                continue
            self.at = start
            if self.has("in") and (country := self.country()):
                bank = country.code
                continue
            self.at = start
            if self.has("of", "and", "dash") and (country := self.country()):
                countries.append(country.code)
                continue
            self.at = start
            part = None if found.within else self._stretch() or self._within()
            if part is None:
                break
            found = replace(found, within=part)
        return replace(found, countries=tuple(dict.fromkeys(countries)), bank=bank)

    def _border_head(self) -> BorderStretch | None:
        borders = self.take_ids("border")
        if borders:
            return BorderStretch(borders)
        start = self.at
        countries: list[str] = []
        while (country := self.country()) is not None:
            countries.append(country.code)
            if not self.has("dash"):
                break
        within = None if countries else self._place_of_border()
        self.has("possessive")
        wide = self.take("border")
        if wide is None:
            self.at = start
            return None
        owner = countries[0] if len(countries) == 1 else None
        return BorderStretch((), tuple(countries), within, bool(wide), owner)

    def _place_of_border(self) -> Named | None:
        start = self.at
        while self.has("qualifier"):
            pass
        named = self.name()
        if named is None:
            self.at = start
        return named

    def _country_pair(self) -> tuple[str, ...]:
        first = self.country()
        second = self.country() if first is not None and self.has("and") else None
        return (first.code, second.code) if first is not None and second is not None else ()


def _on_bank(found: Expression, bank: str) -> Expression | None:
    """Put what lies on or near a river or border on the side of "a Chinese village"."""
    if isinstance(found, (River, BorderStretch)):
        return replace(found, bank=bank)
    if isinstance(found, Near) and isinstance(found.of, (River, BorderStretch)):
        return replace(found, of=replace(found.of, bank=bank))
    return None
