"""Which date a draft has: that of its sentence, of another that tells of it, or one beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.dates import DatePhrase, counts_on, is_entry
from borderviz.articles.incidents import is_dated
from borderviz.articles.searches import Phrase
from borderviz.articles.sentences import BODY
from borderviz.articles.speech import spoken_after
from borderviz.edtf import parse_edtf

if TYPE_CHECKING:
    from borderviz.articles.clauses import Statement
    from borderviz.articles.drafting import Reading
    from borderviz.articles.incidents import Incident


_DAY: Final = len("2021-05-28")
_SOON: Final = 6
"""Sentences after an event within which one may tell when it was."""
_NEXT: Final = 3
"""Sentences from the first, itself one, within which a report goes on with what it opened with."""
_CAME_OUT: Final = re.compile(
    r"\b(?:noticed|discovered|found out|known|came to light|came out|missed)\b[^,;]*$",
    re.IGNORECASE,
)
"""What was only noticed on a day had happened before it."""
_IN_FORCE: Final = frozenset({"order_or_decree", "border_closure_or_infrastructure"})
"""Types that last: "closed since 28 January"."""
_DONE: Final = re.compile(r"\b(?:had|were|was)\b", re.IGNORECASE)
_FIRST_SINCE: Final = re.compile(
    r"\b(?:first|only|worst|largest|biggest|deadliest)\b[^.;]*\bsince\b", re.IGNORECASE
)
"""What happened once since a date, and not all the time."""
_SO_FAR: Final = Phrase(r"\b(?:so far|to date|until now|thus far)\b")
"""What sums up a time: no single day is that of the sum."""
_WAS_ON: Final = re.compile(
    r"(?:\b(?:it|this|that|the (?:incident|whole thing))\s+"
    r"(?:(?:all|had|have|reportedly|first)\s+)*"
    r"(?:was|happened|occurred|took place|came about)\b"
    r"(?:[\s,]+(?:about|around|on|at|in|early|late|the|night|morning|evening|afternoon|hours|of"
    r"|before|dawn|some|time|shortly|just|after|or|one|\d+|[ap]\.?m\b\.?))*"
    r"|\bthe\s+(?:judge?ment|verdict|sentence|ruling|incident)s?,?\s+(?:which\s+)?(?:was\s+|were\s+)?"
    r"(?:delivered|handed down|passed|pronounced|dated|issued)(?:\s+(?:on|the))*)\s*$",
    re.IGNORECASE,
)
"""What stands before the date of an event told of in a sentence before."""


def date_of(
    incident: Incident, reading: Reading, *, primary: bool
) -> tuple[DatePhrase | None, str, DatePhrase | None]:
    """Return the date of an event, where it was found, and the day on which a source told of it.

    Its own sentence tells it, or another that tells of it too; what has none may take that of the
    entry of a diary, of a sentence that says when "it was", or of the event beside it: the last
    only where it is `primary`, what the article is about.
    """
    lead = incident.lead
    found: list[tuple[DatePhrase | None, str]]
    found = [(lead.when, "in the sentence")] if is_dated(lead) else []
    found += [
        (s.when, f"in sentence {s.sentence + 1}, which tells of it too")
        for s in incident.statements
        if s is not lead and is_dated(s) and (found or s.sentence != lead.sentence)
    ]
    beside = None if found else _date_elsewhere(lead, reading, primary=primary)
    if beside is not None:
        found = [beside]
    if not found:
        return lead.when, "" if lead.when is None else "in the sentence", lead.told
    return (*_finest(found), lead.told)


def _finest(found: list[tuple[DatePhrase | None, str]]) -> tuple[DatePhrase | None, str]:
    """Return the first date, or what says it more exactly: the same plainly, a day of its week."""
    if len(found) == 1:
        return found[0]
    first = found[0][0]
    stated = "" if first is None else (first.edtf or "").rstrip("~")
    plain = next((o for o in found if o[0] is not None and o[0].edtf == stated), found[0])
    within = (o for o in found if o[0] is not None and (o[0].edtf or "").startswith(f"{stated}-"))
    plain = next(within, plain)  # "in 2018", and then "on September 6"
    if "/" in stated:  # "last week", and elsewhere "on Tuesday": the day says more
        plain = next((o for o in found if o[0] is not None and o[0].point is not None), plain)
    return plain


def _date_elsewhere(
    lead: Statement, reading: Reading, *, primary: bool
) -> tuple[DatePhrase, str] | None:
    """Return a date that is not told of the event itself: of its entry, of the one beside it."""
    own = _since(lead, reading) or _by_then(lead, reading)
    if own is not None:
        return own, "in the sentence"
    if _SO_FAR.search(reading.sentences[lead.sentence].text):
        return None
    told = _date_of_entry(lead, reading)
    told = told or (_date_told_of_it(lead, reading) if primary else None)
    if told is not None or lead.when is not None:
        return told  # "some days later": it was not on the day of the event beside it
    beside = _date_beside(lead, reading) or _date_told_next(lead, reading) if primary else None
    return beside or _date_told_before(lead, reading)


def _since(lead: Statement, reading: Reading) -> DatePhrase | None:
    """Return the time from a date up to the report: "since January 10 people were arrested".

    It is told as finely as the date is. What is in force since a date began on it.
    """
    day = reading.anchor.day
    for phrase in reading.dates[lead.sentence]:
        if phrase.bound != "since" or not phrase.edtf or day is None:
            continue
        if _FIRST_SINCE.search(reading.sentences[lead.sentence].text):
            return None
        first = parse_edtf(phrase.edtf)
        if first.start is None or first.start > day:
            continue
        if lead.event_type in _IN_FORCE:
            return phrase._replace(rule=f"since {phrase.rule}")
        stated = phrase.edtf.rstrip("~?")
        size = len(stated) if re.fullmatch(r"[\d-]+", stated) and first.kind != "season" else _DAY
        start, end = first.start.isoformat()[:size], day.isoformat()[:size]
        span = start if start == end else f"{start}/{end}"
        return phrase._replace(edtf=span, rule=f"since {phrase.rule}", point=None)
    return None


def _by_then(lead: Statement, reading: Reading) -> DatePhrase | None:
    """Return the day by which something had happened: "by Monday evening he had been caught"."""
    text = reading.sentences[lead.sentence].text
    for phrase in reading.dates[lead.sentence]:
        by = phrase.bound == "by" and phrase.point is not None and phrase.end <= lead.hit.start
        if by and _DONE.search(text, phrase.end, lead.hit.end):
            return phrase
    return None


def _date_told_of_it(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the date that a later sentence gives: "it was about the 15th, at two at night"."""
    others = {i.lead.sentence for i in reading.incidents}
    for number in range(lead.sentence + 1, min(lead.sentence + _SOON, len(reading.sentences))):
        text = reading.sentences[number].text
        for phrase in reading.dates[number]:
            if phrase.edtf and not phrase.bound and _WAS_ON.search(text, 0, phrase.start):
                return phrase, f"from sentence {number + 1}, which tells when it was"
        if number in others:
            return None
    return None


def _date_of_entry(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the date with which the entry of a diary or a log opens that tells of it."""
    block = reading.sentences[lead.sentence].block
    number = next(n for n, s in enumerate(reading.sentences) if s.block == block)
    first = next(iter(reading.dates[number]), None)
    if first is None or not first.edtf or not is_entry(first, reading.sentences[number].text):
        return None
    return first, "of the entry"


def _date_told_before(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the day told last before in its paragraph: "It was on 9 February. I went over"."""
    block = reading.sentences[lead.sentence].block
    for number in range(lead.sentence - 1, -1, -1):
        sentence = reading.sentences[number]
        if sentence.block != block:
            return None
        for phrase in reversed(reading.dates[number]):
            if phrase.edtf and counts_on(phrase, sentence.text):
                return phrase, f"from sentence {number + 1} of the paragraph"
    return None


def _date_told_next(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the first day told after the sentence that opens a report: what goes on is of it.

    The day on which a source spoke is none, and no day is taken over from another event.
    """
    if any(s.role == BODY for s in reading.sentences[: lead.sentence]):
        return None
    others = {i.lead.sentence for i in reading.incidents}
    for number in range(lead.sentence + 1, min(lead.sentence + _NEXT, len(reading.sentences))):
        text = reading.sentences[number].text
        if number in others:
            return None
        for phrase in reading.dates[number]:
            spoken = spoken_after(text, phrase.start, phrase.end, len(text))
            late = _CAME_OUT.search(text, 0, phrase.start)
            if phrase.edtf and counts_on(phrase, text) and not (spoken or late):
                return phrase, f"from sentence {number + 1}, which goes on with it"
    return None


def _date_beside(lead: Statement, reading: Reading) -> tuple[DatePhrase, str] | None:
    """Return the date of the event told in the sentence before, or after, in one paragraph.

    What opens a report is dated in the paragraph after it.
    """
    block = reading.sentences[lead.sentence].block
    opens = all(s.role != BODY for s in reading.sentences[: lead.sentence])
    for number in (lead.sentence - 1, lead.sentence + 1):
        if not 0 <= number < len(reading.sentences):
            continue
        other = reading.sentences[number].block
        near = other == block or (other == block - 1 if number < lead.sentence else opens)
        told = (s.when for s in reading.statements if s.sentence == number and near)
        when = next((w for w in told if w is not None and w.point is not None and w.edtf), None)
        if when is not None:
            return when, f"from sentence {number + 1}"
    return None
