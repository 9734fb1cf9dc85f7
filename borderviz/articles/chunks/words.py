"""The words by which the parts of a clause are told apart: each is asked once what it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from borderviz.articles.inflection import nouns, verbs
from borderviz.articles.kept import Kept

BEFORE: Final = 26
"""Words before a verb among which its subject is looked for."""
PHRASE: Final = 9
"""Words of a noun phrase up to its head."""
PARTICLES: Final = frozenset({"up", "off", "out", "away", "down", "back", "over", "in"})
BE: Final = frozenset({"was", "were", "been", "being", "got", "be"})
DETERMINERS: Final = frozenset({
    "a", "an", "the", "his", "their", "its", "this", "these", "those", "only", "every", "any",
})  # fmt: skip
"""After them a participle is an adjective: "a restored section", "the only paved street"."""
ASPECT: Final = frozenset({"began", "begun", "started", "continued", "kept", "resumed"})
IS: Final = frozenset({"is", "are"})
HAVE: Final = frozenset({"has", "have", "had"})
OPENS: Final = BE | HAVE
GOES_ON: Final = IS | ASPECT
AUXILIARY: Final = OPENS | GOES_ON
_ADVERBS: Final = frozenset({
    "also", "then", "later", "soon", "once", "again", "now", "both", "all", "even", "just", "since",
    "first", "twice", "reportedly", "already", "together", "eventually", "promptly",
})  # fmt: skip
PREPOSITIONS: Final = frozenset({
    "in", "at", "on", "of", "from", "to", "into", "near", "by", "with", "along", "across", "over",
    "under", "between", "around", "inside", "outside", "within", "for", "through", "towards",
    "toward", "behind", "beyond", "opposite", "below", "above", "beside", "among", "during",
    "against", "without", "aboard", "off", "past", "via", "about", "upon", "onto",
})  # fmt: skip
CLOSERS: Final = PREPOSITIONS | {
    "and", "or", "but", "who", "whom", "which", "that", "when", "while", "because", "where", "was",
    "were", "is", "are", "had", "has", "have", "said", "says", "if", "so", "to", "not", "after",
    "before", "as", "than", "like", "until", "since",
}  # fmt: skip
_PARTICIPLES: Final = frozenset({
    "hidden", "known", "said", "seen", "sold", "held", "left", "made", "sent", "found", "born",
    "bound", "built", "alone", "alive", "dead", "aged",
})  # fmt: skip
"""What stands after the noun that it tells more of: "posts hidden in dugouts"."""
ABOUT: Final = frozenset({
    ("more", "than"), ("fewer", "than"), ("less", "than"), ("at", "least"), ("at", "most"),
    ("up", "to"), ("as", "many"), ("many", "as"), ("close", "to"),
})  # fmt: skip
ROUGHLY: Final = frozenset({"about", "around", "over", "nearly", "almost", "some"})
VAGUE: Final = ROUGHLY.union(*ABOUT)
RELATIVE: Final = frozenset({"who", "whom", "which", "that"})
FINITE: Final = OPENS | IS | {"will", "would", "could", "may", "might", "said"}
ARTICLES: Final = frozenset({"a", "an", "the", "his", "her", "their", "its", "some", "other"})
TODAY: Final = frozenset({"yesterday", "today", "tonight"})
PERIODS: Final = frozenset({"week", "month", "year", "night", "weekend", "summer", "winter"})
AND: Final = frozenset({"and", "but", "then", "before"})
_TURNING: Final = {"it"} | RELATIVE | TODAY | PERIODS | AND | FINITE
"""Words that may tell more of the subject of what follows than that they are no part of it."""
COUNTRYMEN: Final = ("ean", "eans", "ican", "icans", "ians", "ese")
TIMES: Final = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept",
    "sep", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "st", "nd", "rd", "th", "week", "month", "year", "night", "day", "morning", "evening",
    "afternoon", "dawn", "midnight", "noon", "weekend", "spring", "summer", "autumn", "winter",
    "days", "weeks", "months", "years", "hours", "later", "earlier", "ago", "time", "today",
    "yesterday",
})  # fmt: skip
"""What ends a phrase of time, after which a subject may stand: "in March police took"."""
NO_HEADS: Final = CLOSERS | _ADVERBS | TIMES | PARTICLES | {
    "it", "more", "him", "himself", "herself", "there", "themselves", "all", "each",
    "a", "an", "the", "his", "her", "their", "its", "this", "these", "those", "some", "any",
    "no", "every",
}  # fmt: skip
MEASURES: Final = frozenset({
    "km", "kilometers", "kilometres", "kilometer", "kilometre", "meters", "metres", "miles",
    "tons", "tonnes", "kilos", "kg", "kilograms", "grams", "bag", "sack", "box", "crate",
    "barrel", "bundle", "total", "barrels", "boxes", "bags", "sacks", "crates", "rows", "row",
    "lines", "line", "strip", "stretch", "rolls", "coils", "number", "group", "groups", "dozen",
    "section", "sections", "pair", "load",
})  # fmt: skip
NUMBERS: Final = frozenset({
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "dozens", "scores", "hundreds", "several", "others", "other", "both", "those",
})  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What a word is by itself: the sets above are asked once for each that is met."""

    classes: frozenset[str] | None
    national: bool  # somebody may be called so by his country
    leads: bool  # it may stand among the auxiliaries before a verb
    measures: bool  # it may be part of a number, or of what is measured or owned
    closes: bool  # no phrase goes on after it
    ends: bool  # it is no part of a phrase after its noun
    turns: bool  # it may tell more of a subject after it
    binds: bool  # it may govern a noun after it, or part it from what does


@cache
def met_words() -> Kept[str, Word]:
    """Return what the words are that were met."""
    return Kept(_word)


def _word(word: str) -> Word:
    classes = nouns().get(word)
    adverb = word in _ADVERBS or (word.endswith("ly") and classes is None)
    verb = word in verbs()
    formed = word.endswith(("ly", "ed", "ing")) and classes is None
    return Word(
        classes,
        national=classes is None and word.endswith(COUNTRYMEN),
        leads=adverb or word in AUXILIARY or word == "to",
        measures=word in VAGUE or word in {"of", "her"},
        closes=word in CLOSERS,
        ends=word in NO_HEADS or word in _PARTICIPLES or verb or formed,
        turns=word in _TURNING,
        binds=word in TIMES or word in CLOSERS or may_take(word),
    )


def may_take(word: str) -> bool:
    """Whether a word is a verb that may have what follows as its object."""
    return word in verbs() or word.endswith(("ed", "ing"))
