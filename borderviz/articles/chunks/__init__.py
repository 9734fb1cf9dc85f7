"""The parts of a clause, read shallowly: a verb with its auxiliaries, its subject, its object.

Chunks in the sense of Abney (1991, Parsing by chunks): no tree is built. A noun phrase is known
by the noun that heads it (`inflection.nouns`), its end by what can be no part of it; a subject is
the nearest noun before the verb that is not the object of a preposition, of another verb, or of a
clause put in between.
"""

from __future__ import annotations

from borderviz.articles.chunks.objects import agent_of, object_of
from borderviz.articles.chunks.parts import UNNAMED, UNSAID, Object, Verb
from borderviz.articles.chunks.subjects import subject_of
from borderviz.articles.chunks.verbs import find_verbs, verb_at

__all__ = [
    "UNNAMED",
    "UNSAID",
    "Object",
    "Verb",
    "agent_of",
    "find_verbs",
    "object_of",
    "subject_of",
    "verb_at",
]
