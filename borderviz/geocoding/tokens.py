"""From a text to tokens: names that are known, words with a role, and what is neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.gazetteer import NameIndex, build_name_index
from borderviz.geocoding.kinds import TOWNS, of_kind
from borderviz.geocoding.words import load_words, longest_phrase, longest_run, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from borderviz.gazetteer import Mention
    from borderviz.geodata import Geodata

_RUN: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORD: Final = re.compile(rf"['’]s\b|\d+(?:[.,]\d+)*|[{_RUN}]+|(?:(?![{_RUN}\d_])\w)+|\S")
_SUFFIXED: Final = re.compile(r"^(.+?)[\s-]+(\w+)$")
_TERMS: Final = ("country", "border", "strip", "unit")
"""What a pack names beside its places; the prefix of an id tells which."""


@dataclass(frozen=True)
class Token:
    """A piece of an expression.

    Attributes
    ----------
    text : str
        As it stands.
    roles : mapping of str to str
        The roles that a word of the vocabulary may play, with their values; empty for a name
        and for an unknown word.
    ids : mapping of str to tuple of str
        What a name may stand for: ``name`` (place ids), ``country``, ``border``, ``strip``,
        ``unit``.
    """

    text: str
    roles: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether it is a name or a word of the vocabulary."""
        return bool(self.roles or self.ids)


def build_lexicon(geodata: Geodata) -> NameIndex:
    """Return the index of everything that a pack names: places, countries, borders, units."""
    terms = pd.DataFrame(_terms(geodata), columns=["place_id", "name"]).drop_duplicates()
    places = pd.DataFrame({"place_id": terms["place_id"].unique()})
    places = places.assign(name=places["place_id"], kind="term", size_class="term", country="")
    names = terms.assign(system="pack", valid_from=None, valid_to=None)
    columns = list(geodata.places.columns)
    return build_name_index(
        pd.concat([geodata.places.astype(object), places.reindex(columns=columns).astype(object)]),
        pd.concat([geodata.names, names]),
    )


def _terms(geodata: Geodata) -> Iterator[tuple[str, str]]:
    info = geodata.info
    for code, about in info.countries.items():
        called = (str(about[language]) for language in info.languages)
        for name in (*called, *about["adjectives"], *about.get("names", ())):
            yield f"country:{code}", name
    for border_id, border_names in info.border_names.items():
        for name in border_names:
            yield f"border:{border_id}", name
    for strip in info.strips:
        for name in strip.names:
            yield f"strip:{strip.strip_id}", name
    units = geodata.units
    for column in ("name", "hangul", "aliases"):
        if column in units.columns:
            for unit_id, cell in zip(units["unit_id"], units[column], strict=True):
                for name in "" if pd.isna(cell) else cell.split(";"):
                    if name.strip():
                        yield f"unit:{unit_id}", name.strip()


def is_term(place_id: str) -> bool:
    """Whether an id of the lexicon is no place's."""
    return place_id.partition(":")[0] in _TERMS


def read_tokens(text: str, lexicon: NameIndex) -> tuple[Token, ...]:
    """Split a text into names that are known and the words between them, articles left out."""
    pieces: list[Token | str] = []
    at = 0
    for mention in lexicon.find_mentions(text, any_case=True):
        end, token = _name(mention, lexicon)
        pieces += [*_split(text[at : mention.start]), token]
        at = end
    pieces += _split(text[at:])
    return tuple(_phrases(pieces))


def _name(mention: Mention, lexicon: NameIndex) -> tuple[int, Token]:
    """Return a mention as a token, and where it ends; a kind said at its end is left out.

    "Hyesan City" may stand in the gazetteer as an alias of the municipality; in a report it is
    the town. So a name that ends in a kind is read as the name without it, wherever that says
    no less than the whole.
    """
    whole = _places(hit.place_id for hit in mention.hits)
    named = [lexicon.place(i) for i in whole]
    for stem, kind in _stems(mention.text):
        bare = _places(hit.place_id for hit in lexicon.look_up(stem))
        fitting = of_kind((lexicon.place(i) for i in bare), kind)
        towns = kind in TOWNS and any(p.size_class != "unit" for p in fitting)
        # "Tuman-gang" is the river, though a town is called Tumangang
        river = kind == "river" and "-" in mention.text
        if fitting and all(
            p in fitting or river or (towns and p.size_class == "unit") for p in named
        ):
            return mention.start + len(stem), Token(stem, ids={"name": bare})
    ids: dict[str, tuple[str, ...]] = {"name": whole} if whole else {}
    for hit in mention.hits:
        sort, _, term = hit.place_id.partition(":")
        if sort in _TERMS and term not in ids.get(sort, ()):
            ids[sort] = (*ids.get(sort, ()), term)
    return mention.end, Token(mention.text, ids=ids)


def _stems(name: str) -> Iterator[tuple[str, str]]:
    """Yield the name without the word for a kind that ends it, with that kind."""
    words = load_words()
    if match := _SUFFIXED.match(name):
        roles = words.get((plain(match[2]),), {})
        if kind := roles.get("kind", roles.get("suffix")):
            yield match[1], kind
    elif re.match(f"[{_RUN}]..", name) and (kind := words.get((name[-1],), {}).get("kind")):
        yield name[:-1], kind


def _places(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for i in ids if not is_term(i)))


def _split(text: str) -> list[str]:
    """Return the words of a text that holds no names."""
    found: list[str] = []
    for word in _WORD.findall(text):
        found += _words_of_run(word) if re.match(f"[{_RUN}]", word) else [word]
    return found


def _words_of_run(run: str) -> Iterator[str]:
    """Split a run without spaces into words of the vocabulary, the longest first."""
    words, at, rest = load_words(), 0, ""
    while at < len(run):
        for length in range(min(longest_run(), len(run) - at), 0, -1):
            if (run[at : at + length],) in words:
                if rest:
                    yield rest
                yield run[at : at + length]
                at, rest = at + length, ""
                break
        else:
            rest += run[at]
            at += 1
    if rest:
        yield rest


def _phrases(pieces: list[Token | str]) -> Iterator[Token]:
    """Yield the tokens, words joined to the longest phrases that play a role."""
    words = load_words()
    kept = [p for p in pieces if isinstance(p, Token) or "article" not in _roles((p,))]
    at = 0
    while at < len(kept):
        piece = kept[at]
        if isinstance(piece, Token):
            yield piece
            at += 1
            continue
        run: list[str] = []
        for word in kept[at : at + longest_phrase()]:
            if isinstance(word, Token):
                break
            run.append(plain(word))
        length = next((n for n in range(len(run), 0, -1) if tuple(run[:n]) in words), 1)
        text = " ".join(str(word) for word in kept[at : at + length])
        yield Token(text, roles=_roles(run[:length]))
        at += length


def _roles(run: Iterable[str]) -> Mapping[str, str]:
    key = tuple(map(plain, run))
    if len(key) == 1 and key[0][0].isdigit():
        return {"number": key[0]}
    return load_words().get(key, {})
