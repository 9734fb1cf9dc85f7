"""Which dates of a sentence are those of its triggers: on which day what is told happened.

The day on which a source spoke is none of them; one date may be that of several triggers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.searches import Phrase
from borderviz.articles.speech import spoken_after, spoken_before

if TYPE_CHECKING:
    from borderviz.articles.dates import DatePhrase
    from borderviz.articles.lexicon import Hit
    from borderviz.articles.sentences import Sentence

_AUXILIARY: Final = re.compile(
    r"\b(?:was|were|is|are|been|being|has|have|had)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE
)
_LATER: Final = re.compile(r"\b(?:later|subsequently|eventually|afterwards?|then)\b", re.I)
_NO_PARTICIPLES: Final = frozenset({"died", "fled", "escaped", "defected"})
"""Verbs that state by themselves: no "men held in May" is told by them."""
_RELATIVE: Final = re.compile(r"\b(?:who|whom|that|which)\s+(?:[\w’'-]+\s+){0,3}$", re.I)
_OPENS_CLAUSE: Final = re.compile(
    r"(?:[,;]|\band|\bwhile|\bbut)\s+(?:(?:and|while|but|then|again)\s+)?(?:on"
    r"|in|at)?\s*(?:the\s+)?(?:(?:night|morning|evening) of\s+)?$",
    re.I,
)
_AND_NEXT: Final = re.compile(r"^\s*,?\s+(?:and|but|before|then)\b", re.I)
_OF_SOMEBODY: Final = re.compile(r"\bwhom?\s+(?:[\w’'-]+\s+){2,8}$", re.I)
"""What makes a date that of somebody's past: "who had been jailed in"."""
_NEXT_CLAUSE: Final = re.compile(r";|,\s+(?:and|but|then|while)\b", re.I)
_TURNS: Final = Phrase(
    r"\b(?:and|but|after|before|until|then|when|while|following)\s+(?!on\b|in\b|at\b)"
)
"""What goes on to another verb than the one that was dated before."""
_SINCE: Final = re.compile(r"\bsince\s+(?:the\s+)?$", re.I)
_PERFECT: Final = re.compile(r"\b(?:has|have|had)(?:n[’']t)?\b[^,;.]{0,40}$", re.I)
_FIRST: Final = re.compile(r"\b(?:first|largest|biggest|worst|only|once|ever)\b", re.I)
"""What makes "since May" the day before which there was none such."""
_LASTING: Final = 60
"""Characters between what lasts and "since" when it does."""
_LASTS: Final = frozenset({"order_or_decree", "border_closure_or_infrastructure"})
_STOPS: Final = re.compile(r"[;.]|, (?:and|but|when|while|which|who)\b", re.I)
_BREAKS: Final = re.compile(r"[;,.]|\b(?:and|but|who|which|that|when|while|after|before)\b", re.I)
_WHO: Final = re.compile(r"\b(?:who|whom|which|that)\b", re.I)


def split_dates(
    sentence: Sentence, dates: tuple[DatePhrase, ...], hits: list[Hit]
) -> tuple[DatePhrase | None, list[DatePhrase]]:
    """Tell the day on which a source spoke from the days on which something happened."""
    text, spoken, kept = sentence.text, None, []
    for phrase in dates:
        if phrase.end <= sentence.dateline:
            continue
        if _is_spoken(text, phrase, hits):
            spoken = spoken or phrase
        elif not phrase.bound or (
            phrase.bound == "since" and any(_began(text, phrase, h) for h in hits)
        ):
            kept.append(phrase)  # "shut since January": it was shut then
    return spoken, kept


def _began(text: str, phrase: DatePhrase, hit: Hit) -> bool:
    """Whether what is told has been so "since" a date: that is when it happened."""
    since = _SINCE.search(text, 0, phrase.start)
    if since is None or len(phrase.edtf or "") <= len("2021"):
        return False
    if hit.start >= phrase.end:
        gap = text[phrase.end : hit.start]
        opens = since.start() == 0 and hit.trigger.event_type in _LASTS
        opens = opens and _PERFECT.search(f"{gap}{hit.text}") is not None
        return len(gap) <= len(", ") or (opens and len(gap) <= _LASTING and not _STOPS.search(gap))
    if hit.end > since.start():
        return hit.start < since.start() and _PERFECT.search(hit.text) is not None
    if _FIRST.search(text, 0, since.start()):
        return False
    gap = text[hit.end : since.start()]
    if len(gap) <= 1:
        return True
    perfect = _PERFECT.search(text[: hit.start]) or _PERFECT.search(hit.text)
    return len(gap) <= _LASTING and not _BREAKS.search(gap) and perfect is not None


def _is_spoken(text: str, phrase: DatePhrase, hits: list[Hit]) -> bool:
    """Whether a source spoke on a date; what is announced or heard in a trigger happened on it."""
    said = spoken_before(text, phrase.start)
    if said is not None:
        return not any(_between(said, h, phrase) for h in hits)
    first = next((h.start for h in hits if h.start >= phrase.end), len(text))
    return spoken_after(text, phrase.start, phrase.end, first)


def _between(said: re.Match[str], hit: Hit, phrase: DatePhrase) -> bool:
    """Whether a trigger is what a verb of saying tells, or tells itself, before a date."""
    if hit.start <= said.start() < hit.end:
        return True
    told = said.start() < hit.start and hit.end <= phrase.start
    return told and (hit.trigger.form == "verb" or phrase.start - hit.end <= len(" from "))


def group_by_date(
    text: str, hits: list[Hit], dates: list[DatePhrase]
) -> list[tuple[list[Hit], DatePhrase | None]]:
    """Split the triggers at the dates between them; a date before all of them is all theirs.

    A date stands after its trigger, or opens the clause of the next ("and on September 25 one
    man was shot"). What follows without a date of its own shares the last, but not that of a
    relative clause ("two who had fled on May 3 were caught").
    """
    if not dates:
        return [(hits, None)]
    shared = _shared(text, hits[0], dates)
    groups: list[tuple[list[Hit], DatePhrase | None]] = []
    open_group: list[Hit] = []
    opened: DatePhrase | None = shared
    for at, hit in enumerate(hits):
        open_group.append(hit)
        until = hits[at + 1].start if at + 1 < len(hits) else 1 << 30
        near = [d for d in dates if d.start < until and hit.start < d.end]
        if not near:
            continue
        turned = opened is not None and len(open_group) == 1
        own, next_opened = _own(text, hit, near, until, shared=shared is not None, turned=turned)
        if own is not None or next_opened is not None:
            if own is not None and opened is not None and not _is_finer(own, opened):
                groups.append((open_group[:-1], opened))
                open_group = [hit]
            groups.append((open_group, own or opened))
            open_group, opened = [], next_opened
    if open_group and groups and opened is None and _go_on(text, groups[-1][0], open_group[0]):
        before, when = groups[-1]
        groups[-1] = ([*before, *open_group], when)
    elif open_group:
        groups.append((open_group, opened))
    return [group for group in groups if group[0]]  # two dates may claim one trigger


def _own(
    text: str, hit: Hit, near: list[DatePhrase], until: int, *, shared: bool, turned: bool
) -> tuple[DatePhrase | None, DatePhrase | None]:
    """Return the date of a trigger among those up to the next, and one that opens the next clause.

    `shared` says whether a date stands before all triggers, `turned` whether that is the date
    of this one, unless one after it is.
    """
    between = [d for d in near if hit.start <= d.start]
    between.sort(key=lambda d: d.start < hit.end)  # one inside the trigger says less
    if shared:
        between = [d for d in between if not _WHO.search(text[hit.end : d.start])]
    if turned:
        between = [d for d in between if not _turns(text, hit, d, until)]
    own = next((d for d in near if d.start < hit.end <= d.end), None)
    own = own or next((d for d in between if not _opens_clause(text, hit, d, until)), None)
    own = next((d for d in between if own is not None and _is_finer(d, own)), own)
    return own, next((d for d in between if d is not own), None)


def _go_on(text: str, before: list[Hit], hit: Hit) -> bool:
    """Whether a trigger without a date of its own shares that of those before it."""
    later = _LATER.search(text[before[-1].end : hit.start])
    return not later and not _is_relative(text, before[0], hit)


def _shared(text: str, hit: Hit, dates: list[DatePhrase]) -> DatePhrase | None:
    """Return the date before the first trigger, the finest of those that say the same.

    In "a man who had been jailed in 2015 was arrested" it is not the date of the arrest.
    """
    before = [d for d in dates if d.end <= hit.start and not _OF_SOMEBODY.search(text[: d.start])]
    shared = next(iter(before), None)
    for phrase in before[1:]:
        if shared is None:
            break
        next_clause = _NEXT_CLAUSE.search(text, shared.end, phrase.start)
        shared = phrase if next_clause or _is_finer(phrase, shared) else shared
    return shared


def _turns(text: str, hit: Hit, phrase: DatePhrase, until: int) -> bool:
    """Whether a date is that of another verb: "on May 3 he was held, and let go a week later"."""
    if _opens_clause(text, hit, phrase, until):
        return False
    return bool(_TURNS.search(text, hit.end, phrase.start))


def _is_finer(phrase: DatePhrase, other: DatePhrase) -> bool:
    """Whether a date is one within another: May 9, 2010 in 2010."""
    return (phrase.edtf or "").lstrip("[{").startswith(f"{(other.edtf or '?').rstrip('~')}-")


def _is_relative(text: str, hit: Hit, main: Hit) -> bool:
    """Whether a trigger is in a relative clause: "two who fled", "men held in May were …"."""
    lead = text[: hit.start]
    if _RELATIVE.search(lead):
        return True
    first = hit.text.split()[0]
    reduced = not _AUXILIARY.search(lead) and not _AUXILIARY.search(f"{first} ")
    reduced = reduced and first.lower() not in _NO_PARTICIPLES and hit.trigger.form == "verb"
    return reduced and bool(
        _AUXILIARY.search(text[: main.start]) or _AUXILIARY.search(f"{main.text.split()[0]} ")
    )


def _opens_clause(text: str, hit: Hit, phrase: DatePhrase, until: int) -> bool:
    if until >= len(text) or not (found := _OPENS_CLAUSE.search(text, hit.end, phrase.start)):
        return False
    # "…, on June 3 and took two away": the date before an "and" belongs to what stands before
    return not (found[0].startswith(",") and _AND_NEXT.match(text[phrase.end : until]))
