"""Who a sentence tells of: its numbers of people, single persons, pronouns and names, in lists.

A list counts as one: "her and two customers", "the commander and his deputy", "a woman, her child
and an accomplice". What stands under a preposition or after a verb is not who does the next
thing: in "a broker accused of sending 30 women away was arrested" it is the broker.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from borderviz.articles.anybody import listed_people, somebody_at
from borderviz.articles.inflection import is_thing
from borderviz.articles.lexicon import holds_any
from borderviz.articles.numbers import (
    NUMBER,
    SETS,
    Count,
    find_counts,
    is_apart,
    numbers_in,
    value_of,
)
from borderviz.articles.persons import ONE_PERSON, OfPeople, people_in, without_nations
from borderviz.articles.searches import Caseless, Phrase, joined, opened, openings_of, starts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWNER: Final = r"(?:the|this|that|his|her|its|my|your|our|their)"
_HEADS: Final = (
    r"(?:brigade|unit|posts?|duty|guards?|officials?|source|population|camps?|houses?|homes?|towers?"
    r"|stations?|networks?|groups?|famil(?:y|ies)|community|organi[sz]ations?|schools?|patrols?"
    r"|teams?|forces?|corps|boats?|cars?|status|exchange|release|trafficking|rights|uniforms?)"
)
"""Nouns before which another one says of what sort they are: "the prisoner population"."""
_DEFINITE: Final = (
    rf"\b{_OWNER}\s+(?:other\s+)?(?:[\w’'-]++\s++){{0,2}}?(?P<one>{ONE_PERSON}|head|owner"
    rf"|(?:former|latter)(?=\s+(?:was|had|has|is|who)\b))\b"
    rf"(?![’']s|-\w|{{named}}\s+{_HEADS}\b)"
)
_CAPITAL: Final = r"\s+(?-i:[A-Z])"
_CAPITAL_NEXT: Final = re.compile(_CAPITAL)
_UNNAMED: Final = Phrase(without_nations(_DEFINITE.replace("{named}", "")))
_NAMED: Final = Phrase(_DEFINITE.replace("{named}", f"{_CAPITAL}|"))
"""For sentences in which capitals count: "the driver Kim" is told of by his name."""
_POINTED: Final = Phrase(
    r"\b(?:(?:the|this|that)\s+(?:other\s+)?two\b"
    rf"|(?:the|all)\s+(?P<many>{NUMBER})\b(?!\s+of\b)|both\b(?!\s+(?:sides|banks)))"
)
"""Several who are pointed at by their number."""
_NUMBER_NEAR: Final = 20
"""Characters from the beginning of what points at them within which their number stands."""
_SETS: Final = ("pair", "couple", "duo", "trio", "threesome", "parents", "twins")
_SET_WORDS: Final = openings_of([*_SETS, *SETS, "twin"])
"""What opens a word for several."""
_SET: Final = Phrase(
    r"\b(?:the|this|that)\s+(?:[\w-]++\s++){0,2}?(?:pair|couple|duo)\b"
    r"|\bthe\s+(?:(?P<three>trio|threesome)|(?:[\w-]++\s++)?(?:parents|twins))\b(?![’'])",
)
"""Several who are pointed at by a word for as many."""
_EVERYONE: Final = r"(?:everyone|everybody|all) (?:inside|aboard|on board)"
GROUP: Final = (
    r"(?:group|family|gang|party|batch|ring|crew|men|women|youths|children|fugitives|captives"
    r"|detainees|runaways|escapees)"
)
"""Whom "the group" means stands in the sentences before, as does whom "they" means."""
_NO_OWNER: Final = (
    r"(?:and|as well as|away|back|home|out|off|down|across|in|into|to|on|at|with|by|for|from|over"
    r"|up|when|while|after|before|because|dead)"
)
_PRONOUN: Final = Phrase(
    r"\b(?:(?P<one>he|she|him|i|me"
    rf"|her(?=\s+{_NO_OWNER}\b|\s*[.,;)]|\s*$))"
    rf"|(?P<many>they|(?:(?:all|both|each) of )?(?:them|us)|we|the (?:whole )?{GROUP}"
    rf"|{_EVERYONE}))\b"
    r"(?![’'])(?!\s+of\b)",
)
_THE_MANY: Final = re.compile(rf"the {NUMBER}\b,? (?:an?|all|both|mostly) ", re.IGNORECASE)
_MANY: Final = re.compile(
    rf"they|(?:(?:all|both|each) of )?(?:them|us)|we|the (?:whole )?{GROUP}|{_EVERYONE}",
    re.IGNORECASE,
)
_HEAD_MARKS: Final = ("–", "—", ":", ";", "•")
_CLAUSE_HEAD: Final = re.compile(rf"[{''.join(_HEAD_MARKS)}]\s+")
_BARE: Final = OfPeople(
    rf"(?:[a-z-]++\s++){{0,2}}?(?P<one>{ONE_PERSON})\b(?!\s+(?:guards?|posts?|says)\b)"
)
"""Who is told of without an article, as logs and headlines do: "Soldier drowns"."""
_FEW: Final = 3
"""Words after the first of a phrase within which its noun ends."""
_SOME_OF: Final = Phrase(
    r"\b(?:some|many|most|several|few|half|dozens|scores|hundreds) of (?:the|these|those|his|her"
    rf"|their|some)\s+(?:{NUMBER}\s+)?(?:[a-z]++\s++){{0,2}}?[a-z]+(?:s|men|women|people)\b",
)
"""Part of a number of people, of whom nobody says how many: "some of the 40 traders"."""
_NAME: Final = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+|-[a-z]+){0,2}$")
_NAME_END: Final = re.compile(r"[A-Z][a-z]++(?:-[a-z]++){0,2}(?=,\s|\s(?:and|as|along|together)\s)")
_GOES_ON: Final = re.compile(
    r"(?:,\s\d{1,2})?(?:,\s|,?\s(?:and|as well as|along with|together with)\s)"
    rf"(?P<owned>(?:his|her|their)\s+)?(?:{NUMBER}\s+|an?\s+|another\s+)?(?:[a-z-]++\s++)?"
    rf"(?:{ONE_PERSON}|children|sons|daughters|friends|others|accomplices|brothers|sisters)\b"
)
"""How a list goes on that a name opens: "Kim, her husband and their son"."""
_LONGEST_NAME: Final = 80
"""Characters before it in which the name stands."""
_OPENS: Final = re.compile(r"(?:^|[.:–—]\s|\b(?:when|while|after|said|[a-z]+ed)\s)$")
_WITH: Final = Caseless(r"(?:and|along with|together with|as well as)\s")
_BARE_SECOND: Final = OfPeople(
    rf"(?:(?:political|deputy|senior|chief)\s+)?(?:{ONE_PERSON})\b(?![’'-])"
)
_ANDS: Final = ("and", "as well as", "plus", "along with", "together with")
_AND: Final = openings_of(words.split()[0] for words in _ANDS)
_SEPARATOR: Final = Caseless(
    r"(?P<gap>(?:\s+(?:of|from|in|at|aged|named|surnamed|identified|called|known)\b[^,.;:]{0,40}?"
    r"|,?\s+(?:aged?\s+)?\d{1,2}|\s+\([^)]{0,40}\)|,\s[^,.;:]{3,40}|·+)??)"
    rf"(?P<and>,?\s+(?:{'|'.join(_ANDS)})\s+(?:(?:also|of|for)\s+)?|,\s+)"
    rf"(?P<owner>{_OWNER}\s+)?"
)
_UNCOUNTED: Final = re.compile(
    r",?\s+and\s+(?:the|his|her|their|its|some|several|many|various|dozens of|hundreds of)\s+"
    r"(?:[a-z]++\s++){0,2}?[a-z]{3,}(?:men|women|people|[^s\W]s)\b(?!\s+(?:were|had|have|[a-z]+ed)\b)"
)
"""Others at the end of a list of whom nobody says how many: "the driver and the carriers"."""
_FINITE: Final = re.compile(
    r"\b(?:was|were|had|has|have|is|are|who|which|that|said|[a-z]+(?<!ag)(?<!nam)(?<!call)ed"
    r"|[a-z]{3,}ing|fled|shot|ran|swam|took|went|came|got|left)\b"
)
_VERB_NEXT: Final = re.compile(
    r"\s+(?!(?:sur)?named|called|aged|identified|accused|wanted|suspected|known)"
    r"(?:(?:was|were|had|has|have|is|are|did|fled|shot|ran|swam|took|went|came|got|left|died"
    r"|[a-z]+ed)\b)"
)
_PREPOSITION: Final = re.compile(
    r"(?:in|into|at|on|onto|to|from|of|by|near|for|with|over|across|via|than|or|against|among|amid"
    r"|under|between|before|behind|including|like|without|beside|despite|towards?|upon"
    r"|below|above|outside|inside|along|around|beyond|past)$"
)
_VERB: Final = re.compile(
    r"(?:(?!morning|evening|spring|during|following)[a-z]+ing"
    r"|(?!said|says|reported|confirmed|announced|believed|claimed|indeed|instead|learned|hundred"
    r"|added|noted|revealed|disclosed|stated)[a-z]{2,}ed"
    r"|shot|took|taken|sent|saw|seen|caught|brought|led|left|had|has|have|sold|stole|stolen|found"
    r"|dead|down|up|away|off|out|back|bought|hid|hidden|met|is|was|were|are|be|been|beat"
    r"|beaten|bound|drove|driven|cut|held|gave|given|paid|put|hit|made|struck|kept|lost"
    r"|knew|known|wrote|taught|fought|threw|thrown|chose|swore|drew|rode|fed|built|lent|spent|won"
    r"|felt|bore|sought|dealt|became|wore|hurt|bit|bitten|read|let|cost)$"
)
_WORD_BEFORE: Final = Caseless(
    r"(?<![\w’'-])([\w’'-]+)\s+(?:(?:the|these|those|all|other|his|her|their|its|my|our|your)\s+)*$"
)
_TAIL: Final = 32
"""Characters before somebody in which the word that governs him stands."""


def find_groups(text: str, they: Count | None) -> tuple[Count, ...]:
    """Return who is told of in a sentence, in order, lists taken together.

    Parameters
    ----------
    text : str
    they : Count or None
        The number of people told of last, whom "they" means.

    Returns
    -------
    tuple of Count
        Whose `noun` is empty where they are only pointed at: "the man", "she", "Kim and Pak".
    """
    return tuple(_joined(text, _items(text, they)))


def may_tell_of_several(text: str) -> bool:
    """Whether a text that is not Korean may tell of several: by a number, a word, or a list."""
    spots = starts_in(text)
    return bool(spots[_AND] or spots[_SET_WORDS] or numbers_in(text).starts)


def _items(text: str, they: Count | None) -> list[Count]:
    some = list(_some(text)) if " of " in text else []
    counts = find_counts(text)
    found = [*some, *(c for c in counts if is_apart(c, some))] if some else [*counts]
    definites = list(_definites(text))
    told = (*found, *definites)
    others = (*_names(text), *_bare(text), *_pronouns(text, told, they), *listed_people(text, told))
    for count in (*definites, *others):
        if is_apart(count, found):
            found.append(count)
    return sorted(found)


def _some(text: str) -> Iterator[Count]:
    for match in _SOME_OF.finditer(text):
        yield Count(match.start(), match.end(), 0, 0, None, "")


def _definites(text: str) -> Iterator[Count]:
    told = [(*one.span(), "one") for one in _persons(text)]
    if led := numbers_in(text).led:
        near = [(at - _NUMBER_NEAR, at + 1) for at in led]
        pointed = _POINTED.finditer(text, among=joined(near))
        told += [(*several.span(), several["many"] or "two") for several in pointed]
    if starts_in(text)[_SET_WORDS]:
        told += [(*s.span(), "three" if s["three"] else "two") for s in _SET.finditer(text)]
    last = 0
    for start, end, said in sorted(told, key=itemgetter(0)):
        if start >= last:
            value, last = value_of(said) or 2, end
            yield Count(start, end, value, value, value, "")


def _persons(text: str) -> list[re.Match[str]]:
    """Return the single persons who are pointed at."""
    named = people_in(text)
    if not named.one:
        return []
    near = named.before(named.one, _FEW + 2)
    found = [] if named.nations else [*_UNNAMED.finditer(text, among=near)]
    if named.nations or any(_CAPITAL_NEXT.match(text, one.end()) for one in found):
        return [*_NAMED.finditer(text, among=near)]
    return found


def _names(text: str) -> Iterator[Count]:
    named = people_in(text)
    last_noun = max(named.one[-1:] + named.several[-1:], default=None)
    known = opened(text)
    if last_noun is None or not any(_WITH.match(known.small, at) for at in starts_in(text)[_AND]):
        return  # nobody goes on with a list
    for last in _NAME_END.finditer(text, 0, named.starts[last_noun]):
        end = last.end()
        if (more := _GOES_ON.match(text, end)) is None:
            continue
        if (name := _NAME.search(text, max(0, end - _LONGEST_NAME), end)) is None:
            continue
        governed = _PREPOSITION.match(governing_word(text, name.start()))
        if not governed if more["owned"] else _OPENS.search(text, 0, name.start()):
            yield Count(name.start(), end, 1, 1, 1, "")


def _bare(text: str) -> Iterator[Count]:
    named = people_in(text)
    if not named.one:
        return
    spots = [0]
    if holds_any(text, _HEAD_MARKS):
        spots += [mark.end() for mark in _CLAUSE_HEAD.finditer(text)]
    for at in spots:
        if named.nearest(at, named.one) <= _FEW and (match := _BARE.match(text, at)) is not None:
            yield Count(match.start("one"), match.end(), 1, 1, 1, "")


def _pronouns(text: str, told: tuple[Count, ...], they: Count | None) -> Iterator[Count]:
    for match in _PRONOUN.finditer(text):
        start, end = match.span()
        if match["one"]:
            if text[start] != "i":  # no person, as "I" is
                yield Count(start, end, 1, 1, 1, "")
        elif (meant := _meant(text, told, they, start)) is not None:
            yield meant._replace(start=start, end=end, noun="", is_borrowed=meant is they)
        else:
            yield Count(start, end, 0, 0, None, "")  # some, nobody says how many


def _meant(text: str, told: tuple[Count, ...], they: Count | None, at: int) -> Count | None:
    """Return whom "they" means: those of whom the sentence has told, else those before it."""
    for count in told:
        several = count.best > 1 and count.end <= at
        if several and not (they and governing_word(text, count.start)):
            return count
    return they


def _joined(text: str, items: list[Count]) -> Iterator[Count]:
    """Yield items, those of a list as one."""
    known, at = opened(text), 0
    last = max(starts_in(text)[_AND], default=-1)
    while at < len(items):
        whole, used = items[at], 1
        following = items[at + 1].start if at + 1 < len(items) else whole.end
        parted = whole.end <= last or "," in text[whole.end : following]
        if parted and _SEPARATOR.match(known.small, whole.end) is not None:
            whole, used = _list_from(text, items, at)
        yield whole
        at += used
        while at < len(items) and items[at].start < whole.end:
            at += 1


def _list_from(text: str, items: list[Count], at: int) -> tuple[Count, int]:
    """Return the list that an item opens, and how many of the items it holds."""
    listed, closed = [items[at]], 1
    for following in (*items[at + 1 :], None):
        end = listed[-1].end
        until = end if following is None else following.start
        separator = _SEPARATOR.fullmatch(opened(text).small, end, until)
        if following is None or separator is None:
            more = _unlisted(text, end)
            listed, closed = ([*listed, more], len(listed) + 1) if more else (listed, closed)
            break
        last = separator["and"].strip() != ","
        opens = last and _opens_clause(text, listed[0], following, separator["and"])
        aside = _is_aside(text, listed[0], separator["and"])
        if opens or aside or _has_verb(text, separator):
            break
        listed.append(following)
        closed = len(listed) if last else closed
    whole = listed[:closed]
    apposed = len(listed) > 1 and "," in text[listed[0].end : listed[1].start]
    if apposed and _MANY.fullmatch(text[listed[0].start : listed[0].end]):
        # "all of us, eleven people", "the family, a couple and three sons"
        told = reduce(add, listed[1 : max(closed, 2)])
        return told._replace(start=listed[0].start), max(closed, 2)
    if apposed and _THE_MANY.match(text, listed[0].start, listed[1].start + 3):
        return listed[0]._replace(end=whole[-1].end), closed  # "the four, a couple with two sons"
    some = _UNCOUNTED.match(text, whole[-1].end)
    if some is not None and not is_thing(some[0].split()[-1]):
        return Count(whole[0].start, whole[-1].end, 0, 0, None, ""), closed
    first, others = whole[0], whole[1:]
    if len(others) > 1 and first.best == sum(c.best for c in others):
        return first._replace(end=whole[-1].end), closed  # "two, a clerk and a guard, were"
    return reduce(add, whole), closed


def _unlisted(text: str, end: int) -> Count | None:
    """Return one more at the end of a list, of whom only a list tells: "his deputy", "son"."""
    separator = _SEPARATOR.match(opened(text).small, end)
    if separator is None or separator["and"].strip() == "," or _has_verb(text, separator):
        return None
    at = separator.start("owner") if separator["owner"] else separator.end()
    if (bare := _BARE_SECOND.match(text, at)) is not None:
        return Count(at, bare.end(), 1, 1, 1, bare[0].lower())
    return somebody_at(text, at)


def _has_verb(text: str, separator: re.Match[str]) -> bool:
    """Whether a clause stands in what parts two of a list."""
    return _FINITE.search(text, *separator.span("gap")) is not None


def _opens_clause(text: str, first: Count, following: Count, separator: str) -> bool:
    """Whether somebody after an "and" does something else: "he shot a man, and a guard fled"."""
    if not _VERB_NEXT.match(text, following.end):
        return False
    word = governing_word(text, first.start)
    return bool(word) and ("," in separator or word != "of")


def _is_aside(text: str, first: Count, separator: str) -> bool:
    """Whether a list goes on with whom it is not told of: "two in wait for a guide, along with"."""
    word = governing_word(text, first.start) if separator.strip().endswith("with") else ""
    return bool(_PREPOSITION.match(word))


def add(one: Count, other: Count) -> Count:
    """Return the sum of two numbers."""
    high = None if one.high is None or other.high is None else one.high + other.high
    low, best = one.low + other.low, one.best + other.best
    return Count(one.start, other.end, low, best, high, other.noun or one.noun)


def governing_word(text: str, at: int) -> str:
    """Return the preposition or the verb right before somebody; empty where he stands free."""
    before = _WORD_BEFORE.search(opened(text).small, max(0, at - _TAIL), at)
    if before is None:
        return ""
    word = before[1]
    if word in {"was", "were", "are"} and text[: before.start()].rstrip().lower().endswith("there"):
        return ""
    return word if _PREPOSITION.match(word) or _VERB.match(text, *before.span(1)) else ""
