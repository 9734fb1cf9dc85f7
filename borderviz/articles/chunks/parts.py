"""What is told of a clause: its verb, the object of that, and the classes of nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from borderviz.articles.words import Words

UNKNOWN: Final = frozenset[str]()
NAMED: Final = frozenset({"name"})
PEOPLE: Final = frozenset({"person"})
UNNAMED: Final = PEOPLE | NAMED
"""The classes of what is told of without a noun of the lists: by a number, a pronoun, a name."""
UNSAID: Final = frozenset({"person", "force", "office"})
"""Who does something where nobody says who."""


class Verb(NamedTuple):
    """A verb: the number of its word, of the first of its auxiliaries, its voice, its tense."""

    words: Words
    at: int
    opens: int
    passive: bool
    now: bool = False


class Object(NamedTuple):
    """What a verb acts on: the classes of its head, the word at which it ends, the particle."""

    classes: frozenset[str]
    end: int
    particle: str = ""
