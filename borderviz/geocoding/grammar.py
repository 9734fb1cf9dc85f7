"""Read a place expression: from words to a tree, nothing skipped.

::

    expression = { preposition } , ( near | junction | border | river | named ) ;
    near       = ( "near" | "close to" | "next to" | "around" | "in the vicinity of" ) , named ;
    junction   = [ "near" | "close to" | "at" ] , "where" , COUNTRY , ( "meets" | "borders" ) ,
                 [ "the" , "border" , "of" ] , unit , { ( "," | "and" ) , unit } ;
    border     = BORDER , [ area ] , [ ( "in" | "of" ) , unit ]
               | [ ( unit | COUNTRY ) , [ "'s" ] ] , "border" , [ area ] ,
                 { "with" , COUNTRY | ( "in" | "of" ) , unit } ;
    area       = "area" | "region" | "areas" | "regions" ;
    river      = RIVER , [ "river" ] , [ ( "in" | "of" | "," ) , unit ] | unit , "'s" , RIVER ;
    named      = place , { ( "," | "in" | "of" ) , ( place | COUNTRY ) } ;
    place      = NAME , [ kind ] | kind , "of" , NAME ;
    kind       = "province" | "county" | "city" | "town" | "municipality" | "area"
                 | "district" | "village" | "prefecture" ;

``NAME`` and ``RIVER`` are names of the gazetteer, ``COUNTRY`` and ``BORDER`` names of the
pack; a text in which any other word is left over does not parse, so that no word of a
source is ignored in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.gazetteer import Mention, NameIndex
    from borderviz.geodata import PackInfo

KINDS: Final = {
    "province": "province",
    "provinces": "province",
    "county": "county",
    "counties": "county",
    "city": "town",
    "town": "town",
    "municipality": "municipality",
    "area": "municipality",
    "district": "district",
    "village": "village",
    "prefecture": "region",
}
_ARTICLES: Final = {"the", "a", "an"}
_PREPOSITIONS: Final = {"in", "at", "inside", "within", "on", "along", "from"}
_NEAR: Final = (
    ("in", "the", "vicinity", "of"),
    ("close", "to"),
    ("next", "to"),
    ("near", "to"),
    ("near",),
    ("around",),
)
_AREA: Final = {"area", "areas", "region", "regions"}
_WORD: Final = re.compile(r"[’']s\b|\w+|\S")
MAX_CHARACTERS: Final = 400
"""A place expression is a phrase; longer texts are refused, not searched for names."""


@dataclass(frozen=True)
class Token:
    """A piece of an expression: a word, or a name that is known.

    Attributes
    ----------
    text : str
    kind : {"word", "name", "country", "border"}
    ids : tuple of str
        Place ids, country codes or border ids that the text may stand for.
    """

    text: str
    kind: Literal["word", "name", "country", "border"]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A place by its name, the kind said with it, and what it is said to lie in."""

    text: str
    ids: tuple[str, ...]
    kind: str | None = None
    within: tuple[Named | Country, ...] = ()


@dataclass(frozen=True)
class Country:
    """A country by its name."""

    code: str


@dataclass(frozen=True)
class River:
    """A river, whole or its reach in a unit."""

    name: Named
    within: Named | None = None


@dataclass(frozen=True)
class BorderStretch:
    """A border, whole or its stretch in a unit; the line itself or its wider area."""

    borders: tuple[str, ...]
    countries: tuple[str, ...]
    within: Named | None
    area: bool
    owner: str | None = None
    """The country whose border it is said to be, where one is: "the Chinese border"."""


@dataclass(frozen=True)
class Junction:
    """Where the border and several units meet."""

    country: str
    units: tuple[Named, ...]


@dataclass(frozen=True)
class Near:
    """The surroundings of a named place."""

    of: Named


Expression = Named | River | BorderStretch | Junction | Near


def read_tokens(text: str, index: NameIndex, info: PackInfo) -> tuple[Token, ...]:
    """Split a text into names that are known and the words between them."""
    spans = _spans(text, index, info)
    tokens: list[Token] = []
    at = 0
    for start, end, token in spans:
        tokens += [Token(w.casefold(), "word") for w in _WORD.findall(text[at:start])]
        tokens.append(token)
        at = end
    tokens += [Token(w.casefold(), "word") for w in _WORD.findall(text[at:])]
    return tuple(t for t in tokens if t.text not in _ARTICLES)


def _spans(text: str, index: NameIndex, info: PackInfo) -> list[tuple[int, int, Token]]:
    """Return names in the text; where two overlap, the longer one."""
    found = [_name(mention, index) for mention in index.find_mentions(text, any_case=True)]
    for border_id, names in info.border_names.items():
        found += _matches(text, names, Token("", "border", (border_id,)))
    for code, about in info.countries.items():
        called = (*(str(about[language]) for language in info.languages), *about["adjectives"])
        found += _matches(text, called, Token("", "country", (code,)))
    kept: list[tuple[int, int, Token]] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= start or span[0] >= end for start, end, _ in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s[0])


def _name(mention: Mention, index: NameIndex) -> tuple[int, int, Token]:
    """Return a mention as a token; a kind said at its end is left to the grammar.

    "Hyesan City" may stand in the gazetteer as an alias of the municipality; in a report it is
    the town, as the rule for ``kind`` has it.
    """
    name, hits = mention.text, mention.hits
    shorter, _, last = name.rpartition(" ")
    if last.casefold() in KINDS and (plain := index.look_up(shorter)):
        name, hits = shorter, plain
    ids = tuple(dict.fromkeys(hit.place_id for hit in hits))
    return mention.start, mention.start + len(name), Token(name, "name", ids)


def _matches(text: str, names: tuple[str, ...], token: Token) -> list[tuple[int, int, Token]]:
    pattern = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    return [
        (m.start(), m.end(), Token(m.group().casefold(), token.kind, token.ids))
        for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    ]


def parse_expression(
    tokens: tuple[Token, ...], is_river: Callable[[str], bool]
) -> Expression | None:
    """Return the tree of an expression, or None where the words do not fit the grammar.

    Parameters
    ----------
    tokens : tuple of Token
    is_river : callable
        Tells whether a place id is a river.
    """
    start = 0
    while start < len(tokens) and _is_word(tokens[start], _PREPOSITIONS):
        # "in the vicinity of" begins with a preposition of its own
        if found := _Parser(tokens, start, is_river).parse():
            return found
        start += 1
    return _Parser(tokens, start, is_river).parse()


def _is_word(token: Token, words: set[str]) -> bool:
    return token.kind == "word" and token.text in words


class _Parser:
    """Recursive descent over the tokens; each rule consumes all of them or gives None."""

    def __init__(
        self, tokens: tuple[Token, ...], start: int, is_river: Callable[[str], bool]
    ) -> None:
        self.tokens = tokens
        self.at = start
        self.is_river = is_river

    def parse(self) -> Expression | None:
        start = self.at
        for rule in (self._junction, self._border, self._river, self._near, self._named):
            self.at = start
            found = rule()
            if found is not None and self.at == len(self.tokens):
                return found
        return None

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, *words: str) -> bool:
        """Consume one of the words."""
        token = self._peek()
        if token is None or token.kind != "word" or token.text not in words:
            return False
        self.at += 1
        return True

    def _phrase(self, words: tuple[str, ...]) -> bool:
        """Consume a phrase; articles are not among the tokens."""
        start = self.at
        for word in words:
            if word not in _ARTICLES and not self._take(word):
                self.at = start
                return False
        return True

    def _token(self, kind: str) -> Token | None:
        token = self._peek()
        if token is None or token.kind != kind:
            return None
        self.at += 1
        return token

    def _is_a_river(self, token: Token) -> bool:
        return any(self.is_river(place_id) for place_id in token.ids)

    def _place(self) -> Named | None:
        start = self.at
        token = self._token("name")
        if token is not None:
            kind = self._peek()
            if kind is not None and kind.kind == "word" and kind.text in KINDS:
                self.at += 1
                return Named(token.text, token.ids, KINDS[kind.text])
            return Named(token.text, token.ids)
        word = self._token("word")
        if word is not None and word.text in KINDS and self._take("of"):
            token = self._token("name")
            if token is not None:
                return Named(token.text, token.ids, KINDS[word.text])
        self.at = start
        return None

    def _within(self) -> Named | None:
        start = self.at
        if self._take("in", "of", ","):
            found = self._place()
            if found is not None:
                return self._extended(found)
        self.at = start
        return None

    def _extended(self, place: Named) -> Named:
        """Read what a place is said to lie in: ", X Province, COUNTRY"."""
        within: list[Named | Country] = []
        while True:
            start = self.at
            if not self._take(",", "in", "of"):
                break
            country = self._token("country")
            outer = Country(country.ids[0]) if country else self._place()
            if outer is None:
                self.at = start
                break
            within.append(outer)
        return Named(place.text, place.ids, place.kind, tuple(within))

    def _named(self) -> Named | None:
        place = self._place()
        return None if place is None else self._extended(place)

    def _near(self) -> Near | None:
        if any(self._phrase(words) for words in _NEAR):
            of = self._named()
            return None if of is None else Near(of)
        return None

    def _river(self) -> River | None:
        token = self._peek()
        if token is not None and token.kind == "name" and self._is_a_river(token):
            self.at += 1
            said = self._take("river")
            within = self._within()
            ids = tuple(i for i in token.ids if self.is_river(i))
            # a river's name alone may be a town's as well: then it is for the names to tell
            if len(ids) < len(token.ids) and not said and within is None:
                return None
            return River(Named(token.text, ids, "river"), within)
        unit = self._place()
        if unit is not None and self._take("'s", "’s"):
            token = self._token("name")
            if token is not None and self._is_a_river(token):
                self._take("river")
                ids = tuple(i for i in token.ids if self.is_river(i))
                return River(Named(token.text, ids, "river"), unit)
        return None

    def _junction(self) -> Junction | None:
        self._phrase(("close", "to")) or self._take("near", "at", "around")
        if not self._take("where"):
            return None
        country = self._token("country")
        if country is None or not self._take("meets", "meet", "borders"):
            return None
        if self._take("border", "borders"):
            self._take("of")
        units = [self._place()]
        while self._take("and", ","):
            units.append(self._place())
        if len(units) < 2:
            return None
        known = [unit for unit in units if unit is not None]
        if len(known) < len(units):
            return None
        # "Ryanggang and Jagang Provinces": the last kind holds for all
        kind = known[-1].kind
        shared = tuple(Named(u.text, u.ids, u.kind or kind) for u in known)
        return Junction(country.ids[0], shared)

    def _border(self) -> BorderStretch | None:
        named = self._token("border")
        within, owner = None, None
        countries: list[str] = []
        if named is None:
            country = self._token("country")
            if country is not None:
                owner = country.ids[0]
                countries.append(owner)
            else:
                within = self._place()
            if country is not None or within is not None:
                self._take("'s", "’s")
            if not self._take("border", "borders", "frontier"):
                return None
        area = self._take(*sorted(_AREA))
        while self._take("with"):
            country = self._token("country")
            if country is None:
                return None
            countries.append(country.ids[0])
        within = within or self._within()
        return BorderStretch(named.ids if named else (), tuple(countries), within, area, owner)
