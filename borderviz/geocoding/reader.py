"""The tokens of an expression with a place in them; what both word orders share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from borderviz.geocoding.lengths import Heading, Length, read_length
from borderviz.geocoding.trees import Country, Feature, Named, Posting, Strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.geocoding.tokens import Token


class Reader:
    """The tokens with a place in them; what both word orders share."""

    def __init__(self, tokens: tuple[Token, ...], is_river: Callable[[str], bool]) -> None:
        self.tokens = tokens
        self.at = 0
        self.is_river = is_river

    @property
    def done(self) -> bool:
        """Whether every token is read."""
        return self.at == len(self.tokens)

    def peek(self, *roles: str) -> str | None:
        """Return the value of the first of the roles that the next token may play."""
        if self.done:
            return None
        own = self.tokens[self.at].roles
        return next((own[role] for role in roles if role in own), None)

    def take(self, *roles: str) -> str | None:
        """Consume a token that may play one of the roles; return its value."""
        value = self.peek(*roles)
        if value is not None:
            self.at += 1
        return value

    def has(self, *roles: str) -> bool:
        """Consume a token that may play one of the roles, if it is there."""
        return self.take(*roles) is not None

    def take_ids(self, sort: str) -> tuple[str, ...]:
        """Consume a name of a sort; return what it may stand for."""
        if self.done or not (ids := self.tokens[self.at].ids.get(sort, ())):
            return ()
        self.at += 1
        return ids

    def country(self) -> Country | None:
        """Read the name of a country."""
        codes = self.take_ids("country")
        return Country(codes[0]) if codes else None

    def name(self) -> Named | None:
        """Read NAME, [[DASH], KIND], [FEATURE]."""
        start = self.at
        ids = self.take_ids("name")
        if not ids:
            return None
        text = self.tokens[start].text
        dashed = self.has("dash")
        kind = self.take("kind", "suffix")
        if dashed and kind is None:
            self.at -= 1
        return Named(text, ids, kind, feature=self.feature())

    def feature(self) -> Feature | None:
        """Read something that a place has but that has no place of its own here."""
        start = self.at
        value = self.take("feature")
        return None if value is None else Feature(self.tokens[start].text, value)

    def gloss(self, place: Named) -> Named:
        """Read "(name)": the same name in another script, or what the place lies in."""
        start = self.at
        if self.has("open"):
            inner = self.country() or self.name()
            if inner is not None and self.has("close"):
                if isinstance(inner, Country):
                    return replace(place, within=(*place.within, inner))
                if set(inner.ids) & set(place.ids):
                    return replace(place, gloss=(*place.gloss, *inner.ids))
                return replace(place, within=(*place.within, inner))
        self.at = start
        return place

    def river_name(self) -> Named | None:
        """Read a name that a river bears, with "river" where the name is a town's too."""
        start = self.at
        named = self.name()
        # a bridge lies on its river; a station that bears the river's name does not
        spans = named is not None and (named.feature is None or named.feature.sort == "span")
        if named is not None and spans and named.kind in {None, "river"}:
            rivers = tuple(i for i in named.ids if self.is_river(i))
            if rivers and (named.kind == "river" or len(rivers) == len(named.ids)):
                return Named(named.text, rivers, "river")
            if rivers and self.peek("area", "stretch") is not None:
                return Named(named.text, rivers, "river")
        self.at = start
        return None

    def strip(self) -> Strip | None:
        """Read the name of a strip along a border."""
        ids = self.take_ids("strip")
        return Strip(ids[0]) if ids else None

    def posting(self) -> Posting | None:
        """Read the name of a military unit."""
        start = self.at
        ids = self.take_ids("unit")
        return Posting(self.tokens[start].text, ids) if ids else None

    def length(self) -> Length | None:
        """Read [ABOUT], [NUMBER, [(TO | OR), NUMBER]], UNIT."""
        start = self.at
        about = self.has("about")
        numbers: list[str] = []
        while (number := self.take("number")) is not None:
            low, _, high = number.partition(":")
            numbers += [low, high] if high and high != low else [low]
            if not self.has("to", "or"):
                break
        unit = self.take("unit")
        if unit is None or not all(n.replace(".", "", 1).isdigit() for n in map(_plain, numbers)):
            self.at = start
            return None
        text = " ".join(token.text for token in self.tokens[start : self.at]).replace(" - ", "–")
        stated = tuple(map(_plain, numbers)) or ("1",)
        return read_length(stated, float(unit), text, about=about)

    def heading(self) -> Heading | None:
        """Read a direction."""
        start = self.at
        value = self.take("heading")
        if value is None:
            return None
        degrees, _, error = value.partition(":")
        return Heading(self.tokens[start].text, float(degrees), float(error))


def _plain(number: str) -> str:
    """Return a number without the commas of its thousands; a comma for a point is a point."""
    whole, _, rest = number.partition(",")
    return f"{whole}.{rest}" if rest and len(rest) != 3 else number.replace(",", "")
