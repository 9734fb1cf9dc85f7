"""How far what is told reaches: a whole country, or people of whom nothing else was told.

An order to all and a border that is closed have no place that could be taken over from beside
them, and neither has what befell others in another month.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.searches import Phrase
from borderviz.articles.sentences import BODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from borderviz.articles.clauses import Statement
    from borderviz.articles.drafting import Reading

_NATIONAL: Final = Phrase(
    r"\b(?:authorities|government|regime|leadership|leader|ministry|party"
    r"|state(?! security)|central|country|nation)\b",
)
_BY_COUNTRIES: Final = frozenset({"order_or_decree", "border_closure_or_infrastructure"})
"""Types that a country may be said to do itself: "X has closed …", "Y told …"."""
_ACTS: Final = len(" is said to have ")
"""Characters between a country and what it does."""
_LOCAL_OFFICE: Final = Phrase(
    r"\b(?:city|county|provincial|local|municipal|district|town|village|mine|factory|farm|plant)"
    r"(?:[’']s)?(?:\s+[\w’'-]+){0,2}\s+"
    r"(?:authorities|government|committee|leadership|party)\b",
)
_TO_ALL: Final = Phrase(
    r"\b(?:all|every|each)\s+(?:(?!people)[\w-]+\s+){0,2}?(?:compan(?:y|ies)|battalions?"
    r"|brigades?|regiments?|garrisons?|(?<!people’s )(?<!people's )units?|provinces?"
    r"|counties|border areas?)\b"
    r"|\bnation-?wide\b|\b(?:across|throughout|all over) the (?:country|nation)\b"
    r"|\bthe (?:whole|entire) (?:country|nation|border)\b"
    r"|\b(?:guards|guard units|border units|troops)"
    r"(?:\s+(?:all\s+)?along\s+the\s+(?:river|border))?"
    r"\s+(?:have|had|were|are)(?:\s+(?:also|now|since))?\s+(?:been\s+)?"
    r"(?:told|ordered|instructed|warned|forbidden|authori[sz]ed|given)\b",
)
"""To whom an order goes that reaches a whole country."""
_BORDERS: Final = r"(?:land\s+|whole\s+|entire\s+|own\s+)*(?:borders?|frontiers?)\b"
_ITS_BORDER: Final = Phrase(
    rf"\b(?:its|their|the country[’']s)\s+{_BORDERS}"
    rf"|\b(?:the|all)\s+{_BORDERS}(?:\s+with\s+(?:the\s+)?[A-Z]\w+)?"
    r"\s+(?:has|have|had|was|were|is|are|remain\w*|stay\w*)\b",
)
"""What a country closes as a whole."""
SAME: Final = Phrase(
    r"\bsame (?:gathering|trial|rally|meeting|operation|raid|sweep|event|occasion|place|spot|scene"
    r"|incident|ceremony|market|post|bridge|station|checkpoint|crossing|prison|camp|school|building"
    r"|house|neighbou?rhood|street|farm|mine|factory)\b"
    r"|\b(?:this|that) (?:reach|stretch|spot|place|area|post|section|crossing|part|side|bank)\b",
)
_OTHER_CASE: Final = re.compile(
    r"\b[Ii]n (?:another|an? (?:separate|second|similar|different|earlier)) (?:case|incident)\b"
)
_OTHER_TIME: Final = re.compile(r"[\dX]{4}(?:-[\dX]{2})?[~?]?")
"""A date that is a year, a season or a month."""
_OPENS: Final = len("according to it, ")
"""Characters into a sentence within which a date opens it."""
_WHO: Final = re.compile(
    r"\b(?:(?P<new>an?|another|other|others|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|dozens|hundreds|scores|\d[\d,]*|some|several|many|more|about|around|over"
    r"|nearly|almost|at least|up to)"
    r"|(?:the(?!\s+(?:[\w’'-]+\s+){0,2}?(?:police|authorities|agents|agency|department|soldiers"
    r"|guards|source|court|state|ministry|army|group|government)\b)"
    r"|his|her|their|its|this|that|these|those|all|both|he|she|they|him|them|we|i))\b",
    re.I,
)
"""What opens the naming of somebody: as new, or as told of before."""
_PLACED: Final = re.compile(
    r"\b(?:there|here|nearby|(?:brought|taken|led|driven|came) back|(?:the|that|this)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:bridge|checkpoint|station|market|crossing|post|village|town|city"
    r"|county|area|district|river|prison|camp|mine|port|valley|island|section|house|school))\b"
)
"""Words that lead back to a place told of before."""


def is_national(lead: Statement, reading: Reading) -> bool:
    """Whether the authorities of a whole country do what is told, or it does: "China told …"."""
    text, until = reading.sentences[lead.sentence].text, lead.hit.start
    ordered = lead.event_type in _BY_COUNTRIES
    acts = any(
        p.role == "government" or (ordered and p.mention.sort == "country")
        for p in (*lead.places, *lead.others)
        if not p.mention.is_adjective and 0 < lead.hit.start - p.end <= _ACTS
    )
    told = acts or _NATIONAL.search(text, 0, until) is not None
    return told and not _LOCAL_OFFICE.search(text, 0, until)


def is_for_all(lead: Statement, reading: Reading) -> bool:
    """Whether an order went to all, or the border was closed as a whole."""
    text = reading.sentences[lead.sentence].text
    if lead.event_type == "border_closure_or_infrastructure":
        return bool(_ITS_BORDER.search(text))
    return lead.event_type == "order_or_decree" and bool(_TO_ALL.search(text))


def is_apart(lead: Statement, reading: Reading, before: Sequence[Statement]) -> bool:
    """Whether it befell others in another month or year: "in May two traders were arrested"."""
    text = reading.sentences[lead.sentence].text
    if _OTHER_CASE.match(text) and not _PLACED.search(text):
        return True
    opens = (d for d in reading.dates[lead.sentence] if d.start < _OPENS)
    when = next((d for d in (lead.when, *opens) if d and _OTHER_TIME.fullmatch(d.edtf or "")), None)
    if when is None or SAME.search(text):
        return False
    if all(s.role != BODY for s in reading.sentences[: lead.sentence]):
        return False
    told = (o.when for o in before if o.sentence != lead.sentence and o.when is not None)
    if any(other.edtf == when.edtf for other in told):
        return False
    who = _WHO.search(text, when.end if when.start < _OPENS else 0)
    return who is not None and who["new"] is not None and not _PLACED.search(text)
