"""What a place expression may say: the trees that the grammar makes of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from borderviz.geocoding.lengths import Heading, Length


@dataclass(frozen=True)
class Feature:
    """Something of a place whose own position is not known.

    Attributes
    ----------
    text : str
    sort : {"", "outlying", "span"}
        Outlying: it lies around a town sooner than in it (a mine). Span: over a river (a bridge).
    """

    text: str
    sort: str


@dataclass(frozen=True)
class Named:
    """A place by its name, the kind said with it, and what it is said to lie in.

    Attributes
    ----------
    text : str
    ids : tuple of str
        The places that bear the name.
    kind : str or None
        The kind said with it: province, county, town, municipality, district, village …
    within : tuple of Named or Country
        What it is said to lie in.
    gloss : tuple of str
        The places that bear the name given in brackets beside it, where there is one.
    feature : Feature or None
        Something of the place whose own position is not known: a market, a mine.
    also : tuple of Expression
        What else is said of where it lies: "on the Yalu", "across from …".
    """

    text: str
    ids: tuple[str, ...]
    kind: str | None = None
    within: tuple[Named | Country, ...] = ()
    gloss: tuple[str, ...] = ()
    feature: Feature | None = None
    also: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Country:
    """A country by its name."""

    code: str


@dataclass(frozen=True)
class Stretch:
    """The part of a river or border that lies near, opposite or between places."""

    relation: Literal["near", "opposite", "between"]
    places: tuple[Named, ...]


@dataclass(frozen=True)
class River:
    """A river, whole, its reach in a unit, or a stretch of it; on one bank where one is said.

    Attributes
    ----------
    name : Named
    within : Named or Stretch or None
    area : bool
        Whether the country around it is meant: its basin, its surroundings.
    bank : str or None
        The country whose bank is stated.
    """

    name: Named
    within: Named | Stretch | None = None
    area: bool = False
    bank: str | None = None


@dataclass(frozen=True)
class BorderStretch:
    """A border, whole or a part of it; the line itself or its wider area.

    Attributes
    ----------
    borders, countries : tuple of str
        Border ids, where it has a name of its own; else the countries said.
    within : Named or Stretch or None
    area : bool
    owner : str or None
        The country whose border it is said to be: "the Chinese border".
    bank : str or None
        The side that is stated: "the Chinese side of the border".
    """

    borders: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    within: Named | Stretch | None = None
    area: bool = False
    owner: str | None = None
    bank: str | None = None


@dataclass(frozen=True)
class Strip:
    """A strip of ground along a border that has a name of its own."""

    strip_id: str


@dataclass(frozen=True)
class Posting:
    """A military unit: the area that reports give it."""

    text: str
    unit_ids: tuple[str, ...]


@dataclass(frozen=True)
class Junction:
    """Where the border and several units meet."""

    country: str
    units: tuple[Named, ...]


@dataclass(frozen=True)
class Near:
    """The surroundings of a place, a river or a border."""

    of: Named | River | BorderStretch | Strip


@dataclass(frozen=True)
class Offset:
    """A distance from something: in a direction, in any, or at most so far."""

    of: Named | River | BorderStretch | Strip
    length: Length
    heading: Heading | None = None
    within: bool = False


@dataclass(frozen=True)
class Toward:
    """A direction from a place, no distance said."""

    of: Named
    heading: Heading


@dataclass(frozen=True)
class Between:
    """The ground between two places."""

    first: Named
    second: Named


@dataclass(frozen=True)
class Opposite:
    """The bank that faces a place across the border."""

    of: Named


@dataclass(frozen=True)
class Several:
    """Several places named beside each other: none of them is the one."""

    parts: tuple[Named | Country, ...]


Expression = (
    Named | Country | River | BorderStretch | Strip | Posting | Junction | Near | Offset | Toward
    | Between | Opposite | Several
)  # fmt: skip
