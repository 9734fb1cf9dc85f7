"""Nouns and verbs by class: ``nouns.csv`` and ``verbs.csv`` with every form of their words.

Nouns are listed in the singular, verbs in the infinitive. What is not regular stands after a
slash (the plural; the past, and the participle where it differs), and ``+`` doubles the last
letter. Both files may be read, and corrected, by somebody who does not program. The class
``nobody`` holds what names no single person beside the classes of things: groups, measures.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.lexicon import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAST: Final = "past"
PARTICIPLE: Final = "participle"
ING: Final = "ing"
BASE: Final = "base"
_NOBODY: Final = "nobody"
_PEOPLE: Final = frozenset({"person", "force", "office", "law"})
_ABSTRACT: Final = ("tion", "sion", "ment", "ness", "ity", "ism", "ship", "ance", "ence", "ing")
"""Endings of nouns that name no person."""
_VOWELS: Final = "aeiou"
_SHORTEST: Final = 3


@cache
def nouns() -> Mapping[str, frozenset[str]]:
    """Return the classes of each noun, in the singular and the plural."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_rows("nouns.csv"):
        if row["class"] == _NOBODY:
            continue
        for entry in row["words"].split("|"):
            one, _, many = entry.partition("/")
            for form in (one, many or _plural(one)):
                found[form].add(row["class"])
    return {word: frozenset(classes) for word, classes in found.items()}


@cache
def nouns_of(classes: frozenset[str]) -> frozenset[str]:
    """Return the nouns of some classes, in the singular and the plural."""
    return frozenset(noun for noun, its in nouns().items() if not its.isdisjoint(classes))


@cache
def _nobody() -> frozenset[str]:
    """Return the nouns that name no single person, though some of them stand for people."""
    rows = (row for row in read_rows("nouns.csv") if row["class"] == _NOBODY)
    return frozenset(
        form for row in rows for one in row["words"].split("|") for form in (one, _plural(one))
    )


def is_thing(noun: str) -> bool:
    """Whether a noun, in the singular or the plural, names no single person."""
    word = noun.lower()
    classes = nouns().get(word, frozenset())
    if word in _nobody() or (classes and not classes & _PEOPLE):
        return True
    return word.removesuffix("s").endswith(_ABSTRACT) and not classes & _PEOPLE


@cache
def presents(of: str = "") -> Mapping[str, str]:
    """Return the infinitive of each form of the present, of one class of verbs or of all."""
    rows = (row for row in read_rows("verbs.csv") if of in {"", row["class"]})
    bases = {dict(_conjugated(entry))[BASE] for row in rows for entry in row["verbs"].split("|")}
    return {form: base for base in bases for form in (base, _plural(base))}


@cache
def verbs() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return what each form of a verb may be (`PAST`, `ING` and so on), and its classes."""
    forms: dict[str, set[str]] = defaultdict(set)
    classes: dict[str, set[str]] = defaultdict(set)
    for row in read_rows("verbs.csv"):
        for entry in row["verbs"].split("|"):
            for kind, form in _conjugated(entry):
                forms[form].add(kind)
                classes[form].add(row["class"])
    return {form: (frozenset(kinds), tuple(sorted(classes[form]))) for form, kinds in forms.items()}


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _conjugated(entry: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb as it is listed: "stop+", "take/took/taken"."""
    stem, *irregular = entry.split("/")
    base = stem.rstrip("+")
    stem = base + base[-1] if stem.endswith("+") or (irregular and _doubles(base)) else base
    past = irregular[0] if irregular else _past(stem)
    yield BASE, base
    yield PAST, past
    yield PARTICIPLE, irregular[-1] if irregular else past
    silent = base.endswith("e") and not base.endswith(("ee", "ye"))
    yield ING, f"{base[:-1]}ing" if silent else f"{stem}ing"


def _doubles(base: str) -> bool:
    """Whether an irregular verb doubles its last letter: "shut", "swim", "get"."""
    return (
        len(base) >= _SHORTEST
        and base[-1] not in _VOWELS + "wxyh"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    )


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return f"{stem}d"
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return f"{stem[:-1]}ied"
    return f"{stem}ed"
