"""The parts of a clause, read shallowly: a verb with its auxiliaries, its subject, its object.

Chunks in the sense of Abney (1991, Parsing by chunks): no tree is built. A noun phrase is known
by the noun that heads it (`inflection.nouns`), its end by what can be no part of it; a subject is
the nearest noun before the verb that is not the object of a preposition, of another verb, or of a
clause put in between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.inflection import BASE, ING, PARTICIPLE, PAST, nouns, verbs
from borderviz.articles.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from borderviz.articles.words import Words

_BEFORE: Final = 26
"""Words before a verb among which its subject is looked for."""
_PHRASE: Final = 9
"""Words of a noun phrase up to its head."""
_AN_ASIDE: Final = re.compile(r",\s+(?!and\b|but\b|then\b)")
_LEAD: Final = 14
"""Characters before a participle in which it is told what it is part of."""
_GOING_ON: Final = re.compile(
    r"(?:[,;]|\b(?:and|began|begun|started|is|are|by))\s+(?:then\s+)?$", re.IGNORECASE
)
"""What stands before a participle that tells an event: ", taking three away"."""
_PARTICLES: Final = frozenset({"up", "off", "out", "away", "down", "back", "over", "in"})
_NO_PREPOSITIONS: Final = frozenset({"up", "out", "away", "back"})
"""Particles that a noun phrase may follow: "carried out a raid", "picked up the pair"."""
_AWAY: Final = _PARTICLES | {"home"}
"""What ends an object: "drove the oxen home"."""
_HANDS: Final = frozenset({"hand", "handed", "handing", "turned", "gave", "given"})
"""Verbs whose object stands after the particle: "handed over the bodies"."""
_BE: Final = frozenset({"was", "were", "been", "being", "got", "be"})
_DETERMINERS: Final = frozenset({
    "a", "an", "the", "his", "their", "its", "this", "these", "those", "only", "every", "any",
})  # fmt: skip
"""After them a participle is an adjective: "a restored section", "the only paved street"."""
_NO_PRESENT: Final = _DETERMINERS | {
    "to", "will", "would", "shall", "should", "must", "may", "might", "can", "could", "not", "did",
    "does", "do", "let", "of", "and",
}  # fmt: skip
"""What stands before an infinitive, or before a noun."""
_ASPECT: Final = frozenset({"began", "begun", "started", "continued", "kept", "resumed"})
_INFINITIVE: Final = frozenset({BASE})
"""What a verb may be that states only after another: "went on to beat"."""
_DID: Final = _ASPECT | {"helped", "managed", "went"}
_REPORTED: Final = frozenset({
    "found", "said", "reported", "believed", "known", "thought", "alleged",
})  # fmt: skip
_IS: Final = frozenset({"is", "are"})
_WAS: Final = frozenset({"was", "were", "been"})
_HAVE: Final = frozenset({"has", "have", "had"})
_OPENS: Final = _BE | _HAVE
_GOES_ON: Final = _IS | _ASPECT
_AUXILIARY: Final = _OPENS | _GOES_ON
_ADVERBS: Final = frozenset({
    "also", "then", "later", "soon", "once", "again", "now", "both", "all", "even", "just", "since",
    "first", "twice", "reportedly", "already", "together", "eventually", "promptly",
})  # fmt: skip
_PREPOSITIONS: Final = frozenset({
    "in", "at", "on", "of", "from", "to", "into", "near", "by", "with", "along", "across", "over",
    "under", "between", "around", "inside", "outside", "within", "for", "through", "towards",
    "toward", "behind", "beyond", "opposite", "below", "above", "beside", "among", "during",
    "against", "without", "aboard", "off", "past", "via", "about", "upon", "onto",
})  # fmt: skip
_CLOSERS: Final = _PREPOSITIONS | {
    "and", "or", "but", "who", "whom", "which", "that", "when", "while", "because", "where", "was",
    "were", "is", "are", "had", "has", "have", "said", "says", "if", "so", "to", "not", "after",
    "before", "as", "than", "like", "until", "since",
}  # fmt: skip
_PARTICIPLES: Final = frozenset({
    "hidden", "known", "said", "seen", "sold", "held", "left", "made", "sent", "found", "born",
    "bound", "built", "alone", "alive", "dead", "aged",
})  # fmt: skip
"""What stands after the noun that it tells more of: "posts hidden in dugouts"."""
_ABOUT: Final = frozenset({
    ("more", "than"), ("fewer", "than"), ("less", "than"), ("at", "least"), ("at", "most"),
    ("up", "to"), ("as", "many"), ("many", "as"), ("close", "to"),
})  # fmt: skip
_ROUGHLY: Final = frozenset({"about", "around", "over", "nearly", "almost", "some"})
_VAGUE: Final = _ROUGHLY.union(*_ABOUT)
_AFTER_NUMBER: Final = _PARTICLES | {"home", "more", "others", "across", "to", "through", "via"}
_BEFORE_NUMBER: Final = _ROUGHLY | {
    "another", "further", "least", "than", "all", "other", "remaining", "these", "and",
}  # fmt: skip
"""What tells a number of people from a date before a verb: "another 20 were sent"."""
_RELATIVE: Final = frozenset({"who", "whom", "which", "that"})
_FINITE: Final = _OPENS | _IS | {"will", "would", "could", "may", "might", "said"}
_SAYING: Final = frozenset({"said", "says", "say", "added", "noted", "stated", "states"})
_BY_DOING: Final = frozenset({"while", "after", "before", "when", "by", "for", "without"})
_ARTICLES: Final = frozenset({"a", "an", "the", "his", "her", "their", "its", "some", "other"})
_TELLS_APART: Final = _OPENS | _RELATIVE
_NOMINATIVE: Final = frozenset({"he", "she", "they", "we"})
_TODAY: Final = frozenset({"yesterday", "today", "tonight"})
_PERIODS: Final = frozenset({"week", "month", "year", "night", "weekend", "summer", "winter"})
_LAST: Final = frozenset({"last", "this"})
_AND: Final = frozenset({"and", "but", "then", "before"})
_TURNING: Final = {"it"} | _RELATIVE | _TODAY | _PERIODS | _AND | _FINITE
"""Words that may tell more of the subject of what follows than that they are no part of it."""
_COUNTRYMEN: Final = ("ean", "eans", "ican", "icans", "ians", "ese")
_NATIONAL: Final = re.compile(rf"[A-Z][a-z]+(?:{'|'.join(_COUNTRYMEN)})")
_UNKNOWN: Final = frozenset[str]()
_NAMED: Final = frozenset({"name"})
_PEOPLE: Final = frozenset({"person"})
UNNAMED: Final = _PEOPLE | _NAMED
"""The classes of what is told of without a noun of the lists: by a number, a pronoun, a name."""
UNSAID: Final = frozenset({"person", "force", "office"})
"""Who does something where nobody says who."""
_TIMES: Final = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept",
    "sep", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "st", "nd", "rd", "th", "week", "month", "year", "night", "day", "morning", "evening",
    "afternoon", "dawn", "midnight", "noon", "weekend", "spring", "summer", "autumn", "winter",
    "days", "weeks", "months", "years", "hours", "later", "earlier", "ago", "time", "today",
    "yesterday",
})  # fmt: skip
"""What ends a phrase of time, after which a subject may stand: "in March police took"."""
_NO_HEADS: Final = _CLOSERS | _ADVERBS | _TIMES | _PARTICLES | {
    "it", "more", "him", "himself", "herself", "there", "themselves", "all", "each",
    "a", "an", "the", "his", "her", "their", "its", "this", "these", "those", "some", "any",
    "no", "every",
}  # fmt: skip
_MEANS: Final = frozenset({
    "air", "boat", "bus", "car", "daylight", "foot", "force", "hand", "land", "moonlight", "raft",
    "rail", "road", "sea", "ship", "stealth", "taxi", "train", "truck", "van", "way",
})  # fmt: skip
"""How somebody is brought, where no article stands before it."""
_MEASURES: Final = frozenset({
    "km", "kilometers", "kilometres", "kilometer", "kilometre", "meters", "metres", "miles",
    "tons", "tonnes", "kilos", "kg", "kilograms", "grams", "bag", "sack", "box", "crate",
    "barrel", "bundle", "total", "barrels", "boxes", "bags", "sacks", "crates", "rows", "row",
    "lines", "line", "strip", "stretch", "rolls", "coils", "number", "group", "groups", "dozen",
    "section", "sections", "pair", "load",
})  # fmt: skip
_SHARES: Final = frozenset({"all", "some", "most", "many", "both", "half", "each"})
_NUMBERS: Final = frozenset({
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "dozens", "scores", "hundreds", "several", "others", "other", "both", "those",
})  # fmt: skip


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


def find_verbs(
    words: Words,
    forms: Container[str],
    needs: Mapping[str, frozenset[str] | None],
    known: Container[str],
    now: Container[str],
) -> Iterator[Verb]:
    """Yield those of some verbs that state something: no infinitives, no adjectives.

    `needs` tells of each form the words of which one must stand in the sentence, or None. `known`
    holds the forms that are looked for, all of them of `inflection.verbs`; `now` those of the
    present that state as well; `forms` both.
    """
    said = words.said
    for at in [at for at, word in enumerate(said) if word in forms]:
        word = said[at]
        if (needed := needs[word]) is not None and needed.isdisjoint(said):
            continue
        verb = _verb(words, at) if word in known else None
        if verb is None and word in now:
            verb = _present(words, at)
        if verb is not None:
            yield verb


def _present(words: Words, at: int) -> Verb | None:
    """Return a verb in the present: "the decree forbids the sale"."""
    opens, auxiliaries = _auxiliaries(words, at)
    if auxiliaries or opens == 0 or words.said[opens - 1] in _NO_PRESENT:
        return None
    return Verb(words, at, opens, passive=False, now=True)


def _verb(words: Words, at: int) -> Verb | None:
    said = words.said
    kinds, _ = verbs()[said[at]]
    if kinds == _INFINITIVE and not (at and _known()[said[at - 1]].leads):
        return None  # no "to" before it
    opens, auxiliaries = _auxiliaries(words, at)
    if not auxiliaries.isdisjoint(_BE):
        passive = PARTICIPLE in kinds
        return Verb(words, at, opens, passive) if passive or ING in kinds else None
    if ING not in kinds and not auxiliaries.isdisjoint(_IS):
        return None  # "are taken away": as a rule
    before = said[opens - 1] if opens > 0 else ""
    active = Verb(words, at, opens, False)
    if BASE in kinds and opens > 1 and before == "to":
        did = opens - 2 - (said[opens - 2] == "again")  # "have begun again to bring"
        return active._replace(opens=_auxiliaries(words, did)[0]) if said[did] in _DID else None
    if PARTICIPLE in kinds and before in _AND and (shared := _shared(active)) is not None:
        return shared
    tells = bool(auxiliaries) or before not in _DETERMINERS
    told = PAST in kinds or (PARTICIPLE in kinds and not auxiliaries.isdisjoint(_HAVE))
    told = tells and (told or (ING in kinds and _goes_on(active, auxiliaries)))
    return active if told else None


def _goes_on(verb: Verb, auxiliaries: frozenset[str]) -> bool:
    """Whether a participle tells what somebody was doing: ", taking three away"."""
    if not auxiliaries.isdisjoint(_GOES_ON):
        return True
    start = verb.words.spans[verb.opens][0]
    return _GOING_ON.search(verb.words.text, max(0, start - _LEAD), start) is not None


def verb_at(words: Words, start: int, end: int) -> Verb | None:
    """Return the verb of some words, whichever it is: they may open with its auxiliaries."""
    at = words.at(start)
    if at is None:
        return None
    opens, auxiliaries = _auxiliaries(words, at)
    while (
        words.said[at] in _OPENS
        and words.spans[at][1] < end
        and words.said[at + 1] not in _ARTICLES  # "got a phone into"
    ):
        auxiliaries |= {words.said[at]}
        at += 1
    verb = Verb(words, at, opens, passive=bool(auxiliaries & _BE))
    return verb if verb.passive else _shared(verb) or verb


def _auxiliaries(words: Words, at: int) -> tuple[int, frozenset[str]]:
    """Return the first of the auxiliaries and adverbs before a verb, and which they are."""
    said, ends, known, found = words.said, words.ends, _known(), _UNKNOWN
    opens = at
    while opens > 0 and known[word := said[opens - 1]].leads and opens - 1 not in ends:
        if word in _AUXILIARY:
            found |= {word}
        elif word == "to":
            if opens > 1 and said[opens - 2] in _REPORTED:
                opens = _auxiliaries(words, opens - 2)[0]  # "is said to have"
            break
        opens -= 1
    return opens, found


def _shared(verb: Verb) -> Verb | None:
    """Return the passive that a verb shares with one before it: "were caught … and driven off"."""
    words, before = verb.words, verb.opens - 1
    if before < 1 or words.said[before] not in _AND or object_of(verb).classes:
        return None
    for at in range(before - 1, max(0, before - _BEFORE), -1):
        if at in words.stops:
            return None
        if words.said[at] in _WAS and words.said[at + 1] != "to":
            return verb._replace(opens=_auxiliaries(words, at)[0], passive=True)
    return None


def object_of(verb: Verb, *, particles: bool = True) -> Object:
    """Return the object after a verb; without `particles` "in" and "over" are prepositions."""
    words, opens = verb.words, verb.at + 1
    if opens < len(words.said) and words.said[opens] in _AWAY:
        governs = words.said[verb.at] not in _HANDS and _governs(words, opens)
        if not particles or words.said[opens] == "home" or governs:
            return Object(_UNKNOWN, verb.at)
        opens += 1
    particle = words.said[verb.at + 1] if opens > verb.at + 1 else ""
    found, end, counted = _phrase(words, opens)
    if not found and counted is not None:
        return Object(_PEOPLE, counted, particle)  # "led two away"
    if not found and (named := _named_after(words, verb.at)) is not None:
        return Object(_NAMED, named, particle)
    return Object(found, end, particle)


def _phrase(words: Words, opens: int) -> tuple[frozenset[str], int, int | None]:
    """Return the classes of the noun that heads a phrase, where it stands, and a number in it."""
    said, ends, known = words.said, words.ends, _known()
    found, end, unknown, counted = _UNKNOWN, opens - 1, 0, _number_alone(words, opens)
    for at in range(opens, min(opens + _PHRASE, len(said))):
        word = said[at]
        this = known[word]
        if at - 1 in ends or (found and (this.ends or word in _AWAY)):
            break
        if this.measures:
            if word == "of" and (_counts(words, at, counted) or said[at - 1] in _MEASURES):
                found = _UNKNOWN
                continue  # "three of them", "11 km of wire"
            if (word == "her" and _owns(words, at)) or (not found and _is_about(words, at)):
                continue
        if this.closes:
            break
        classes = _classes(words, at)
        if classes and (not found or unknown <= 1):
            found, end, unknown = classes, at, 0
        elif found:
            unknown += 1
        elif word in _NUMBERS:
            counted = at
    return found, end, counted


def _number_alone(words: Words, opens: int) -> int | None:
    """Return the word before a number in digits that is an object by itself: "sent 20 back"."""
    if opens >= len(words.said) or words.said[opens] not in _AFTER_NUMBER:
        return None
    return opens - 1 if _has_digits(words, opens - 1) else None


def _has_digits(words: Words, at: int) -> bool:
    """Whether a number in digits stands between a word and the next."""
    start, end = words.spans[at][1], words.spans[at + 1][0]
    return end - start > 1 and any(map(str.isdigit, words.text[start:end]))


def _governs(words: Words, at: int) -> bool:
    """Whether "in" or "over" is a preposition: a noun phrase or a name follows it."""
    if at + 1 >= len(words.said) or words.said[at] in _NO_PREPOSITIONS:
        return False
    following = words.text[words.spans[at + 1][0]]
    return words.said[at + 1] in {"the", "an", "a"} or following.isupper()


def _classes(words: Words, at: int) -> frozenset[str] | None:
    """Return the classes of a noun; who is called by his country is a person."""
    this = _known()[words.said[at]]
    if this.national and _NATIONAL.fullmatch(words.text, *words.spans[at]):
        return _PEOPLE
    return this.classes


def _named_after(words: Words, at: int) -> int | None:
    """Return the name after a verb and its article: "crossed the Volga"."""
    if at + 2 >= len(words.said) or words.said[at + 1] != "the" or at + 1 in words.ends:
        return None
    return at + 2 if words.text[words.spans[at + 2][0]].isupper() else None


def _is_about(words: Words, at: int) -> bool:
    """Whether a word is part of a vague number: "more than 500", "about two", "up to"."""
    said = words.said
    if said[at] not in _VAGUE:
        return False
    if said[at] in _ROUGHLY and at + 1 < len(said):
        return said[at + 1] in _NUMBERS or _has_digits(words, at)
    return said[at - 1 : at + 1] in _ABOUT or said[at : at + 2] in _ABOUT


def _counts(words: Words, at: int, counted: int | None) -> bool:
    """Whether "of" stands after a number: "three of them", "14 of its nationals"."""
    return counted == at - 1 or _has_digits(words, at - 1)


def _owns(words: Words, at: int) -> bool:
    """Whether "her" belongs to what follows: "hurt her ankle", but "fetched her from there"."""
    if at + 1 >= len(words.said) or at in words.ends:
        return False
    return not _known()[words.said[at + 1]].ends and words.said[at + 1] not in _PARTICLES


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
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
def _known() -> Kept[str, _Word]:
    """Return what the words are that were met."""
    return Kept(_word)


def _word(word: str) -> _Word:
    classes = nouns().get(word)
    adverb = word in _ADVERBS or (word.endswith("ly") and classes is None)
    verb = word in verbs()
    formed = word.endswith(("ly", "ed", "ing")) and classes is None
    return _Word(
        classes,
        national=classes is None and word.endswith(_COUNTRYMEN),
        leads=adverb or word in _AUXILIARY or word == "to",
        measures=word in _VAGUE or word in {"of", "her"},
        closes=word in _CLOSERS,
        ends=word in _NO_HEADS or word in _PARTICIPLES or verb or formed,
        turns=word in _TURNING,
        binds=word in _TIMES or word in _CLOSERS or _may_take(word),
    )


def agent_of(verb: Verb) -> frozenset[str]:
    """Return the classes of who does it in the passive: after "by"; people where it is unsaid.

    "By night" and "by hiding it" say how it was done, "by China" by whom.
    """
    words = verb.words
    last = min(verb.at + _PHRASE, len(words.said)) - 1
    if "by" not in words.said[verb.at + 1 : last]:
        return UNSAID
    for at in range(verb.at + 1, last):
        if at - 1 in words.stops:
            break
        following = words.said[at + 1]
        if words.said[at] != "by" or _is_means(following):
            continue
        name = min(at + 1 + (following == "the"), len(words.said) - 1)
        named = words.text[words.spans[name][0]].isupper()
        return object_of(verb._replace(at=at)).classes | (_NAMED if named else _UNKNOWN)
    return UNSAID


def _is_means(word: str) -> bool:
    """Whether what stands right after "by" says when or how: "by night", "by boat", "by July"."""
    return word in _TIMES or word.endswith("ing") or word in _MEANS


def subject_of(verb: Verb, *, near: bool = False) -> frozenset[str]:
    """Return the classes of the subject, looked for some words back; `near`, in its clause alone.

    What stands right before the verb is all that is looked at where it is to be `near`.
    """
    words = verb.words
    said, ends, known = words.said, words.ends if near else words.stops, _known()
    at = verb.opens - 1 if near else _before_aside(verb)
    if _is_number(verb, at):
        return _PEOPLE
    shared = verb.opens - 1 in words.ends
    last, opens = max(-1, at - (1 if near else _BEFORE)), verb.opens
    while at > last and at not in ends:
        word = said[at]
        if known[word].turns:
            if word == "it" and not _is_object(words, at):
                return _UNKNOWN
            if word in _RELATIVE and not _points(words, at):
                before = said[at - 1] if at else ""
                return _PEOPLE if before == "those" else nouns().get(before, _UNKNOWN)
            if (spent := _time_before(words, at)) > 0:
                at, opens = at - spent, at - spent + 1
                continue
            shared = shared or word in _AND
            if word in _FINITE and not shared:
                break  # what stands before belongs to another verb
        classes = _head_before(words, at, opens)
        governed = None if classes is None or word in _NOMINATIVE else _governor(words, at)
        if governed is not None and _is_part(words, governed):
            governed = _governor(words, governed - 1)  # what a measure counts is its head
        if classes is not None and governed is None:
            return classes
        at = (at if governed is None else governed) - 1
    return _UNKNOWN


def _head_before(words: Words, at: int, opens: int) -> frozenset[str] | None:
    """Return the classes of a word if it heads what may be a subject."""
    word = words.said[at]
    if word in _NUMBERS or (word == "more" and _is_more(words, at)):
        return _PEOPLE
    classes = _classes(words, at)
    return _unlisted_head(words, at, opens) if classes is None else classes


def _unlisted_head(words: Words, at: int, opens: int) -> frozenset[str] | None:
    """Return the classes of a word in no list if it stands before the verb, or a preposition."""
    said = words.said
    if at + 1 != opens and said[at + 1] not in _PREPOSITIONS:
        return None
    if at > 0 and said[at - 1] in _RELATIVE:
        return None
    capital = words.text[words.spans[at][0]].isupper()
    named = capital and (at > 0 or at + 1 == opens)
    if said[at] in _NO_HEADS if named else _known()[said[at]].ends:
        return None
    return _NAMED if capital else _UNKNOWN


def _points(words: Words, at: int) -> bool:
    """Whether "that" stands for an article: "on that stretch of the river"."""
    return words.said[at] == "that" and at > 0 and words.said[at - 1] in _PREPOSITIONS


def _is_number(verb: Verb, at: int) -> bool:
    """Whether a number in digits stands right before a verb as its subject: "some 60 were"."""
    words = verb.words
    if at < 0:
        return verb.opens == 0 and words.text[: words.spans[0][0]].strip().isdigit()
    return at + 1 == verb.opens and words.said[at] in _BEFORE_NUMBER and _has_digits(words, at)


def _is_more(words: Words, at: int) -> bool:
    """Whether "more" stands for more people: "six more were returned"."""
    return at > 0 and (words.said[at - 1] in _NUMBERS or _has_digits(words, at - 1))


def _is_object(words: Words, at: int) -> bool:
    """Whether a pronoun stands after a verb or a preposition: "boarded it and took the crew"."""
    before = words.said[at - 1] if at else ""
    return before in _PREPOSITIONS or before in verbs() or before.endswith("ed")


def _is_part(words: Words, governor: int) -> bool:
    """Whether a noun after "of" is what a measure counts: "20 km of fencing", "two of them"."""
    measure = words.said[governor - 1] if words.said[governor] == "of" and governor > 0 else ""
    return measure in _MEASURES or measure in _SHARES or measure in _NUMBERS


def _time_before(words: Words, at: int) -> int:
    """Return how many words up to a spot tell only when: "China yesterday freed five"."""
    if words.said[at] in _TODAY:
        return 1
    return 2 * (at > 0 and words.said[at] in _PERIODS and words.said[at - 1] in _LAST)


def _before_aside(verb: Verb) -> int:
    """Return the word before a verb; before what stands between two commas, if a comma is there."""
    words, at = verb.words, verb.opens - 1
    if at < 1 or not _opens_aside(words, at):
        return at
    before = range(at - 1, max(0, at - _BEFORE), -1)
    return next((here for here in before if _opens_aside(words, here)), at)


def _opens_aside(words: Words, at: int) -> bool:
    """Whether a comma after a word opens an aside, or closes it."""
    return at in words.ends and _AN_ASIDE.match(words.text, words.spans[at][1]) is not None


def _governor(words: Words, at: int) -> int | None:
    """Return the preposition, or the other verb, whose object the noun at a place heads."""
    said, ends, known = words.said, words.ends, _known()
    for here in range(at - 1, max(-1, at - 1 - _PHRASE), -1):
        if here in ends:
            return None
        word = said[here]
        if not known[word].binds:
            continue
        if word in _TIMES:
            return None
        if word in _PREPOSITIONS and not _is_about(words, here):
            return here
        if _takes(words, here, beside=here == at - 1):
            return here
        if word in _CLOSERS and not (word == "and" and _joins_names(words, here)):
            return None
    return None


def _may_take(word: str) -> bool:
    return word in verbs() or word.endswith(("ed", "ing"))


def _joins_names(words: Words, at: int) -> bool:
    """Whether "and" stands between two names: "between Beijing and Pyongyang"."""
    return all(words.text[words.spans[at + step][0]].isupper() for step in (-1, 1))


def _takes(words: Words, here: int, *, beside: bool) -> bool:
    """Whether a word is a verb that has what follows as its object: "raided the house and took".

    Right `beside` the noun it may as well be an adjective ("armed men"), unless an auxiliary
    tells it apart ("who had stolen wire").
    """
    said, before = words.said[here], words.said[here - 1] if here else ""
    # "a trading company", "an armed patrol boat"
    adjective = before in _DETERMINERS or (before in _ARTICLES and said.endswith("ed"))
    if said in _SAYING or adjective or not _may_take(said):
        return False
    if said.endswith("ing") and (said in verbs() or before in _BY_DOING):
        return True
    if here == 0 or here - 1 in words.ends:
        return not beside
    return not beside or before in _TELLS_APART
