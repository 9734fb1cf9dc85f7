"""Every place that an article mentions: where, which, and how that was told.

A name is looked up in the gazetteer and read together with the kind that follows it ("Musan
County"). A bare name that several places bear is settled by what else the article names; where
that does not settle it, it stays ambiguous. A name that is unknown but called a county, a river
or the like is kept as a mention, with the one name of that kind that it is like as a suggestion.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import filterfalse, groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.words import start_of_last
from borderviz.geocoding.context import Context, context_of, fitting
from borderviz.geocoding.kinds import of_kind, town_before_unit
from borderviz.geocoding.tokens import is_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from borderviz.gazetteer import Mention, NameIndex, Place
    from borderviz.geocoding.atlas import Atlas

_KIND_WORDS: Final[Mapping[str, str]] = {
    "province": "province", "provinces": "province", "county": "county", "counties": "county",
    "city": "town", "district": "district", "village": "village", "town": "town",
    "river": "river", "rivers": "river", "prefecture": "region",
    "-do": "province", "-gun": "county", "-si": "town", "-ri": "village",
    "-dong": "district", "-up": "town", "-eup": "town", "-gu": "district",
    "도": "province", "군": "county", "시": "town", "리": "village", "동": "district",
    "강": "river",
    "읍": "town", "省": "province", "市": "town", "县": "county", "郡": "county", "江": "river",
}  # fmt: skip
_KIND_AFTER: Final = re.compile(
    r"(?:\s+(?:(?:Autonomous|Special)\s+)?(?P<word>Provinces?|Count(?:y|ies)"
    r"|City|District|Village|Town|Rivers?|rivers|Prefecture|province|county|city"
    r"|district|village|river)\b"
    r"|(?P<suffix>-(?:do|gun|si|ri|dong|up|eup|gu))\b)"
)
_KIND_BEFORE: Final = re.compile(
    r"\b(?:the\s+)?(river|province|county|village|district)\s+(?:of\s+)?$", re.I
)
_THE: Final = re.compile(r"\bthe\s+$", re.I)
_NO_NOUN: Final = re.compile(
    r"\s*(?:[.,;:)—–]|$)|\s+(?:at|in|on|near|into|to|from|and|or|by|below|above|while|before|after"
    r"|was|were|is|had|has|with|during|when|as|between|opposite|for|under|toward|towards|last"
    r"|this|early|late|where|which|they|he|she|since|until)\b"
)
"""After "the" and a name: no noun that the name would qualify, so it is a river's."""
_UNKNOWN: Final = re.compile(
    r"(?P<name>[A-Z](?<!\w.)[a-z’'ŏŭ]++(?:[ -][A-Z][a-z’'ŏŭ]++)?)"
    r"(?P<kind>\s+(?:River|County|City|Province|District|Village|river|county"
    r"|district|village|Islands?|Islets?|Bridge|Dam|Reservoir|Observatory|Checkpoint|Mine"
    r"|Pass|Peninsula|Airfield|Airport|[Ee]stuary|Port)\b|-(?:ri|dong|gun|up|eup|gu|myeon|myon)\b)"
)
_NAME_ON: Final = r"[a-z’']{2,}(?: [A-Z][a-z]{2,})?"
_NAME: Final = rf"[A-Z]{_NAME_ON}"
_LEADING: Final = (
    "in ", "In ", "near ", "Near ", "at ", "At ", "outside ", "around ", "through ", "via ", "off ",
    "opposite ", "beyond ", "between ", "as ", "of ", "for ", "to ", "from ", "ern ", "north ",
    "south ", "east ", "west ", "central ", "- ", "• ", "* ", "– ",
)  # fmt: skip
"""How what stands before a name of a place may end, with one space for all."""


def _behind(words: Iterable[str]) -> str:
    """Return a pattern for a spot one character behind some words; those of one length are one."""
    ordered = groupby(sorted(words, key=len), key=len)
    alike = ("|".join(map(re.escape, one_length)) for _, one_length in ordered)
    return "|".join(f"(?<=(?:{some}).)" for some in alike)


_LED: Final = re.compile(
    rf"[A-Z](?<=\s.)(?=[a-z’']{{2}})(?:{_behind(_LEADING)}|(?P<wide>(?<=[^\S ].)|(?<=\s\s.)))"
    rf"(?={_NAME_ON}(?P<more>(?:(?:, | and |, and ){_NAME})*)"
    r"(?:[,.;)]|\s+(?:on|in|at|and"
    r"|as|after|last|where|while|when|yesterday|by|said|this|before|during|was|were|had|has|for"
    r"|with|who|but|to|that|grows?|together|along|because|since|until|early|late|near"
    r"|have|[a-z]{3,}ed|took|caught|found|held|soldiers|troops|police|guards|border)\b))"
)
"""Names that a word of place may lead to; after a `wide` space that is told by itself."""
_BEFORE_NAME: Final = 80
"""Characters before a name in which what leads to it stands."""
_INTO_WORDS: Final = 11
"""Words that it has at most: "back by X Y from northern the old upper market town of"."""
_INTO: Final = re.compile(
    r"(?:\b(?:[Ii]n|[Nn]ear|[Aa]t|outside|around|through|via|off|opposite|beyond|between|as far as"
    r"|(?:edge|outskirts|north|south|east|west|desert|jungles?|coast|waters) of"
    r"|(?:back|returned|deported|repatriated|expelled|home)(?: \w+ [A-Z]\w+)? from"
    r"|bound for|way to|trip to|from [A-Z]\w+ to)\s+(?:(?:north|south|east|west|central)\w*\s+)?"
    r"(?:the\s+(?:[a-z-]+\s+){0,3}(?:city|town"
    r"|village|port|county|district|province)\s+of\s+)?"
    r"|\b(?:islets?|islands?|villages?|hamlets?|towns?|ports?|township)\s+of\s+|(?P<head>^[-•*–]\s+))$",
    re.MULTILINE,
)
_EACH: Final = re.compile(_NAME)
_EDGE: Final = re.compile(r"\b")
_END: Final = re.compile(r"\b(?![’'-]\w)")
_NO_MORE: Final = re.compile(r"\W|\Z")
_TIME: Final = re.compile(
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]*(?:uary|ember|ober)|ch|il|e|y"
    r"|ust|t)?\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?s?\b|Spring|Summer|Autumn|Winter"
    r"|English|God|Parliament|Congress|Article|New Year|Lunar|Christmas)"
)
_NO_NAME: Final = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|The|This|That|Each|Every|Another|Border|Capital|Other|Home|Same"
    r"|North|South|East|West|New|In|At|"
    r"From|Inside|Special|Central|Inner|Party|A|An|Our|His|Her|Their|Its|Whole|Entire|Autonomous)\b"
)
_ALIKE: Final = 82.0
"""Least likeness, in per cent, at which an unknown name of a kind suggests a known one."""
_NEARLY: Final = 88.0
"""Least likeness at which a name that is called nothing suggests one."""
_SOUNDS: Final = (
    ("’", ""), ("'", ""), ("-", ""), ("ŏ", "o"), ("ŭ", "u"), ("eo", "o"), ("eu", "u"), ("oi", "oe"),
    ("wae", "we"), ("oe", "we"), ("ae", "e"), ("u", "o"), ("g", "k"), ("d", "t"), ("b", "p"),
    ("ch", "j"), ("r", "l"), ("sh", "s"),
)  # fmt: skip
"""What the romanisations of a Korean name write in different ways, and one way for all."""
_SAID: Final = 20
"""Characters before a name in which what it is called stands."""
_NAMED: Final = 4096
"""Names of which is remembered what they mean wherever they stand."""
_TAKEN: Final = "\0"
"""What no text holds: it stands where a place is already found."""
_MOST: Final = 100
"""Unknown names of an article that are looked for again; no report has more."""
_PERSON_BEFORE: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Capt|Sgt)\.?|\b(?:General|Colonel"
    r"|Captain|Leader|Chairman|Marshal|Comrade|named|surnamed))\s+$"
)
_GIVEN_AFTER: Final = re.compile(r"\s+[A-Z][a-z]+-[a-z]+\b|-[a-z]{2,}\s+[A-Z]")


class PlaceMention(NamedTuple):
    """A place named in an article.

    Attributes
    ----------
    start, end : int
        Where it stands: ``text[start:end]``, with the kind that is said of it.
    text : str
    sort : str
        ``name``, ``country``, ``border``, ``strip`` or ``unit`` (a military unit).
    ids : tuple of str
        The places that may be meant; one when it is resolved.
    resolution : str
        resolved, ambiguous, suggested or unresolved.
    reason : str
    kind : str
        What it is: the kind in the gazetteer, else what the text says.
    is_adjective : bool
        Whether it is a country's adjective ("Chinese"), which names no place.
    is_capital : bool
        Whether it is a country's capital, which may stand for its government.
    is_far : bool
        Whether it lies abroad and away from the border.
    is_inland : bool
        Whether it is a town at home, away from the border.
    is_city : bool
        Whether it is a city of the rank of a province.
    is_reference : bool
        Whether it only points back to a place named before ("the county", "there").
    """

    start: int
    end: int
    text: str
    sort: str
    ids: tuple[str, ...]
    resolution: str
    reason: str
    kind: str
    is_adjective: bool = False
    is_capital: bool = False
    is_far: bool = False
    is_inland: bool = False
    is_city: bool = False
    is_reference: bool = False


class _Named(NamedTuple):
    """A name in a text with the kind that is said of it, and the places of which it means one."""

    start: int
    end: int
    text: str
    kind: str
    places: list[Place]


_Meant = tuple[
    str, str, tuple[str, ...], str, str, str, bool, bool, bool, bool, bool, bool
]  # fmt: skip
"""A mention without where it stands."""


class _Before(NamedTuple):
    """What the words before a name may say of it: no more than that spares a search."""

    title: bool
    kind: bool
    the: bool


def find_places(text: str, atlas: Atlas) -> tuple[PlaceMention, ...]:
    """Return every place that an article mentions, in reading order."""
    known = _known(text, atlas)
    left = _without(text, [(m.start, m.end) for m in known])
    more = list(_unknown(text, atlas, left))
    if more:
        left = _without(left, [(m.start, m.end) for m in more])
    more += _unknown_after_in(text, atlas, left)
    return tuple(sorted([*known, *more], key=lambda m: m.start) if more else known)


def _known(text: str, atlas: Atlas) -> list[PlaceMention]:
    """Return the mentions of known names with what they mean.

    What a name does not tell by itself, the others of the article decide.
    """
    found: list[PlaceMention | _Named] = []
    names: set[tuple[tuple[str, ...], str]] = set()
    for name in atlas.index.find_mentions(text):
        may_say = _may_say(text, name.start)
        if _is_person(text, name, may_say):
            continue
        term, ids = _parted(tuple([h.place_id for h in name.hits]))
        if term and (not ids or term.startswith("country:")):
            found.append(_of_pack(text, name, term, atlas))
            continue
        kind, end = _called_so(text, name, may_say, ids, atlas)
        names.add((ids, kind))
        said = text[name.start : end]
        kept, meant = _alone(said, ids, kind, atlas)
        found.append(
            PlaceMention(name.start, end, *meant) if meant
            else _Named(name.start, end, said, kind, kept)
        )  # fmt: skip
    settled = [m for m in found if isinstance(m, PlaceMention)]
    if len(settled) == len(found):
        return settled
    context = context_of(_called(ids, kind, atlas) for ids, kind in names)
    return [_fitting(m, context, atlas) if isinstance(m, _Named) else m for m in found]


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text in which nothing is left to be found in some spans, given in order."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if start > done:
            parts.append(text[done:start])
            done = start
        if end > done:
            parts.append(_TAKEN * (end - done))
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _may_say(text: str, start: int) -> _Before:
    """Return what the words before a name may say of it."""
    return _told_by((text[max(0, start - _SAID) : start].rsplit(maxsplit=1) or [""])[-1])


@lru_cache(maxsize=_NAMED)
def _told_by(word: str) -> _Before:
    """Return what the words before a name may say of it that end with some word."""
    return _Before(
        _PERSON_BEFORE.search(f"{word} ") is not None,
        _KIND_BEFORE.search(f"river {word} ") is not None,  # "river of", too
        _THE.search(f"{word} ") is not None,
    )


def _is_person(text: str, mention: Mention, may_say: _Before) -> bool:
    """Whether a name is part of a person's: after a title, or before a hyphenated given name."""
    if not mention.text.isascii():
        return False
    if may_say.title and _PERSON_BEFORE.search(text, max(0, mention.start - 12), mention.start):
        return True
    return (
        len(mention.text) <= 5
        and " " not in mention.text
        and bool(_GIVEN_AFTER.match(text, mention.end))
    )


@lru_cache(maxsize=_NAMED)
def _parted(hit: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the term among what bears a name, and the places, each once."""
    return next(filter(is_term, hit), ""), tuple(dict.fromkeys(filterfalse(is_term, hit)))


def _called_so(
    text: str, name: Mention, may_say: _Before, ids: tuple[str, ...], atlas: Atlas
) -> tuple[str, int]:
    """Return the kind that is said of a name, if any, and where that ends, or the name."""
    start, end = name.start, name.end
    if after := _KIND_AFTER.match(text, end):
        return _KIND_WORDS[(after["word"] or after["suffix"]).lower()], after.end()
    if may_say.kind and (before := _KIND_BEFORE.search(text, max(0, start - _SAID), start)):
        return _KIND_WORDS[before[1].lower()], end
    if may_say.the and _THE.search(text, max(0, start - 5), start) and _NO_NOUN.match(text, end):
        return ("river" if any(atlas.place(i).kind == "river" for i in ids) else ""), end
    return "", end


def _of_pack(text: str, name: Mention, term: str, atlas: Atlas) -> PlaceMention:
    """Return the mention of a country, a border or the like."""
    mention = PlaceMention(name.start, name.end, *_term(name.text, term, atlas))
    if text[name.end : name.end + 1] in {"-", "–"} and mention.sort == "country":
        joined = text[name.end + 1 : name.end + 2].isupper()
        return mention._replace(is_adjective=True) if joined else mention
    return mention


@lru_cache(maxsize=_NAMED)
def _term(text: str, term: str, atlas: Atlas) -> _Meant:
    """Return what a country or the like means that is named so."""
    sort, _, code = term.partition(":")
    adjective = sort == "country" and _is_adjective(text, code, atlas)
    reason = f"a {sort} of the pack"
    return PlaceMention(0, 0, text, sort, (code,), "resolved", reason, sort, adjective)[2:]


@lru_cache(maxsize=16)
def _names_of(atlas: Atlas, code: str) -> frozenset[str]:
    about = atlas.geodata.info.countries[code]
    said = (str(about[language]) for language in atlas.geodata.info.languages)
    return frozenset((*said, *about.get("names", ())))


def _is_adjective(text: str, code: str, atlas: Atlas) -> bool:
    return text not in _names_of(atlas, code) and not text.isupper()


@lru_cache(maxsize=_NAMED)
def _called(ids: tuple[str, ...], kind: str, atlas: Atlas) -> list[Place]:
    """Return the places that bear a name and are what it is called; all where none is."""
    places = [atlas.place(i) for i in ids]
    return (of_kind(places, kind) or places) if kind else places


def _fitting(named: _Named, context: Context, atlas: Atlas) -> PlaceMention:
    """Return which of several places a name means in an article."""
    fit = fitting(named.places, context)
    if not named.kind and len(fit) > 1:
        fit = town_before_unit(fit)
    if len(fit) > 1 and len({(p.name, p.admin1) for p in fit}) == 1:
        fit = [min(fit, key=lambda p: (p.latitude is None, p.place_id))]
    start, end = named.start, named.end
    if len(fit) == 1:
        why = "the article's other places decide"
        return PlaceMention(start, end, *_resolved(named.text, fit[0], why, atlas))
    names = "; ".join(f"{p.name} ({p.kind})" for p in fit[:6])
    reason = f"may be any of {len(fit)}: {names}"
    ids = tuple(p.place_id for p in fit)
    return PlaceMention(start, end, named.text, "name", ids, "ambiguous", reason, fit[0].kind)


@lru_cache(maxsize=_NAMED)
def _alone(
    text: str, ids: tuple[str, ...], kind: str, atlas: Atlas
) -> tuple[list[Place], _Meant | None]:
    """Return the places that a name may mean wherever it stands, and what it means if it is one."""
    places = [atlas.place(i) for i in ids]
    kept, why = _called(ids, kind, atlas), "as it is called"
    if kind and not of_kind(places, kind):
        why = f"no {kind} of that name is known; another of the name is"
    if len(kept) > 1 and len(alike := _spelt(kept, text)) < len(kept):
        kept, why = alike, "as it is spelt"
    if not kind:
        kept, why = _bare(kept), "a bare name means the town"
    if len(kept) > 1:
        return kept, None
    why = "the only place of that name" if len(places) == 1 else why
    return kept, _resolved(text, kept[0], why, atlas)


def _resolved(text: str, place: Place, why: str, atlas: Atlas) -> _Meant:
    """Return what a name means that is the name of one place."""
    return PlaceMention(
        0, 0, text, "name", (place.place_id,), "resolved",
        f"{place.name} ({place.kind}): {why}", place.kind,
        is_capital=place.name == _capital_of(atlas, place.country),
        is_far=place.country != atlas.home and place.on_border is None,
        is_inland=place.country == atlas.home and place.on_border is None,
        is_city=place.place_id in atlas.city_provinces,
    )[2:]  # fmt: skip


def _capital_of(atlas: Atlas, country: str) -> str | None:
    """Return the name of a country's capital, None where the pack does not say it."""
    about = atlas.geodata.info.countries.get(country, {})
    return about.get("capital")


def _spelt(places: list[Place], text: str) -> list[Place]:
    """Return, of namesakes in several countries, those of the one that spells the name so.

    "Goseong" is how South Korea writes its county, "Kosong" how North Korea writes its own.
    """
    said = text.casefold()
    own = {
        p.country for p in places
        if said.startswith(name := p.name.casefold()) and _NO_MORE.match(said, len(name))
    }  # fmt: skip
    return [p for p in places if p.country in own] if own else places


def _bare(places: list[Place]) -> list[Place]:
    """Return what a bare name may mean: a town before its unit, a town before a river."""
    if len(places) == 1:
        return places
    towns = town_before_unit(places)
    solid = [p for p in towns if p.kind != "river"]
    return solid or towns


def _unknown(text: str, atlas: Atlas, left: str) -> Iterator[PlaceMention]:
    """Yield names that are called a river, a county or the like where none is known: `left`."""
    for match in _UNKNOWN.finditer(text):
        name, kind_word = match["name"], match["kind"].strip()
        start = match.start()
        while (lead := _NO_NAME.match(name)) and lead.end() < len(name):
            start += lead.end() + 1
            name = name[lead.end() + 1 :]
        if _TAKEN in left[start : match.end()] or _NO_NAME.fullmatch(name) or not name:
            continue
        kind = _KIND_WORDS.get(kind_word.lower(), "")
        ids, reason = _suggested(name, kind, atlas)
        yield PlaceMention(
            start, match.end(), text[start : match.end()], "name", ids,
            "suggested" if ids else "unresolved", reason, kind or kind_word.lower(),
        )  # fmt: skip


def _led_to(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield where names stand that a word of place may lead to, with these."""
    for led in _LED.finditer(text):
        start = led.start()
        if led["wide"] is None or _narrow(text, start).endswith(_LEADING):
            end = led.end("more")
            yield start, _EACH.findall(text, start, end) if led["more"] else [text[start:end]]


def _narrow(text: str, start: int) -> str:
    """Return what stands before a name, with one space at its end."""
    return f"{text[max(0, start - _BEFORE_NAME) : start].rstrip()} "


def _lead_of(text: str, start: int) -> re.Match[str] | None:
    """Return the words of place that lead to a name; its group "head" only heads an entry."""
    opens = max(0, start - _BEFORE_NAME)
    return _INTO.search(text, opens + start_of_last(_INTO_WORDS, text[opens:start]), start)


def _unknown_after_in(text: str, atlas: Atlas, left: str) -> Iterator[PlaceMention]:
    """Yield names after "in" and "near" that nothing is known of, wherever they stand again.

    A spelling that is nearly that of a place at the border suggests it.
    """
    names: dict[str, bool] = {}
    for at, listed in _led_to(text):
        new = [n for n in listed if n in left and _may_be_place(n) and _stands(text, n, left)]
        if not new or (lead := _lead_of(text, at)) is None:
            continue
        for name in new:
            if name in names or len(names) < _MOST:
                names[name] = names.get(name, True) and lead["head"] is not None
    for name, is_head in names.items():
        if not (spans := _stands(text, name, left)):
            continue
        ids, reason = _suggested(name, "", atlas, least=_NEARLY)
        if is_head and not ids:
            continue  # an entry may begin with any word
        reason = (
            reason if ids else "no place of that name is known; it stands after a word of place"
        )
        left = _without(left, spans)
        for span in spans:
            yield PlaceMention(
                *span, name, "name", ids,
                "suggested" if ids else "unresolved", reason,
                atlas.place(ids[0]).kind if ids else "place",
            )  # fmt: skip


def _may_be_place(name: str) -> bool:
    return not (_NO_NAME.match(name) or _TIME.match(name))


def _stands(text: str, name: str, left: str) -> list[tuple[int, int]]:
    """Return where a name stands as a word of a text, in what is left of it."""
    found: list[tuple[int, int]] = []
    start = left.find(name)
    while start >= 0:
        end = start + len(name)
        if _EDGE.match(text, start) and _END.match(text, end):
            found.append((start, end))
            start = left.find(name, end)
        else:
            start = left.find(name, start + 1)
    return found


@lru_cache(maxsize=_NAMED)
def _suggest(index: NameIndex, name: str) -> tuple[tuple[str, str, float], ...]:
    near = index.suggest(name, limit=12, min_score=_ALIKE)
    return tuple((s.place_id, s.name, s.score) for s in near if not is_term(s.place_id))


def _sound(name: str) -> str:
    """Return a romanised name without what its romanisations write differently."""
    folded = name.casefold()
    for written, sound in _SOUNDS:
        folded = folded.replace(written, sound)
    return folded


@lru_cache(maxsize=_NAMED)
def _suggested(
    name: str, kind: str, atlas: Atlas, *, least: float = _ALIKE
) -> tuple[tuple[str, ...], str]:
    """Return the one place that an unknown name of a kind may mean, if any, and why."""
    near = [(atlas.place(i), known, score) for i, known, score in _suggest(atlas.index, name)]
    fitting_kind = {p.place_id for p in of_kind([p for p, _, _ in near], kind or None)}
    sound = _sound(name)
    alike = [
        n for n in near
        if n[0].place_id in fitting_kind and (n[2] >= least or _sound(n[1]) == sound)
    ]  # fmt: skip
    if not kind:
        alike = [n for n in alike if n[0].country == atlas.home or n[0].on_border is not None]
    if not alike:
        return (), "no place of that name is known"
    heard = [a for a in alike if _sound(a[1]) == sound]
    best = heard or [a for a in alike if a[2] == alike[0][2]]
    towns = town_before_unit([p for p, _, _ in best])
    if len(towns) != 1:
        return (), f"no place of that name is known; it is like several, such as {alike[0][1]!r}"
    likeness = "sounds the same" if heard else f"is {best[0][2]:.0f} % alike"
    reason = f"no place of that name is known; {best[0][1]!r} {likeness}: a suggestion only"
    return (towns[0].place_id,), reason
