"""What drafts suggest of each other: one incident, one origin, a sum and its parts.

The ids are made of what is told (type, day, place), so that reports of one incident share one
however the articles are split into runs; they are suggestions for the person who reviews.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from borderviz.articles.searches import Phrase
from borderviz.edtf import parse_edtf
from borderviz.schema.families import family_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from borderviz.articles.drafting import Draft, Reading

_SUM: Final = Phrase(
    r"\b(?:in all|in total|altogether|alone|so far|to date"
    r"|since (?:the )?(?:beginning|start|last|early|late|[A-Z]|19|20)"
    r"|over the (?:last|past)|in the (?:last|past)|in recent|this year"
    r"|last year|in several|in \w+ cities|annually|a total of)\b",
)
_INITIALS: Final = 3
_PARTS: Final = 2
"""Parts of which a sum is made, at least."""
_MANY: Final = 10
"""People from which on a sum is looked for; fewer are an incident unless figures add up."""


def incident_key(draft: Draft) -> str | None:
    """Return what reports of one incident share; None without a day or a place."""
    when, place = draft.when, draft.place
    if when is None or when.edtf is None or place is None or not place.mention.ids:
        return None
    day = when.edtf.rstrip("~?%")
    if parse_edtf(day).kind != "day" and not re.fullmatch(r"[\dX]{4}-\d\d-\d\d", day):
        return None
    return f"{family_of(draft.event_type)}:{day}:{place.mention.ids[0]}"


def aggregates(drafts: tuple[Draft, ...]) -> tuple[bool, ...]:
    """Tell which drafts sum up others: by their words, or because the figures add up."""
    if len(drafts) <= _PARTS:
        return tuple(map(_says_sum, drafts))
    return tuple(
        _says_sum(draft) or _adds_up(draft, drafts, "killed") or _adds_up(draft, drafts, "arrested")
        for draft in drafts
    )


def _says_sum(draft: Draft) -> bool:
    best = max(draft.killed[1] or 0, draft.arrested[1] or 0, draft.involved[1] or 0)
    return best >= _MANY and bool(_SUM.search(draft.sentence.text))


def _adds_up(draft: Draft, drafts: tuple[Draft, ...], name: str) -> bool:
    if not (whole := getattr(draft, name)[1]):
        return False
    parts = [getattr(d, name)[1] or 0 for d in drafts if d is not draft]
    return sum(map(bool, parts)) >= _PARTS and sum(parts) == whole


def wholes(drafts: tuple[Draft, ...], sums: tuple[bool, ...]) -> tuple[int | None, ...]:
    """Return the position of the sum that already counts each draft."""
    if not any(sums):
        return (None,) * len(drafts)
    return tuple(
        None
        if sums[at]
        else next((n for n, d in enumerate(drafts) if sums[n] and _counts(d, draft)), None)
        for at, draft in enumerate(drafts)
    )


def _counts(whole: Draft, part: Draft) -> bool:
    """Whether a sum counts a draft: as many at least, of the same sort, in its time."""
    if family_of(whole.event_type) != family_of(part.event_type):
        return False
    name = "killed" if family_of(part.event_type) == "killing" else "arrested"
    many, few = getattr(whole, name)[1], getattr(part, name)[1]
    if many is None or (few is not None and few > many):
        return False
    return _within(part.when.edtf if part.when else None, whole.when.edtf if whole.when else None)


def _within(day: str | None, span: str | None) -> bool:
    if day is None or span is None:
        return False
    inner, outer = parse_edtf(day), parse_edtf(span)
    if None in {inner.start, inner.end, outer.start, outer.end}:
        return day.rstrip("~") == span.rstrip("~")
    return outer.start <= inner.start and inner.end <= outer.end  # type: ignore[operator]


_TOLD: Final = Phrase(
    r"\b(?-i:(?:told|quoted by|according to|reported by|citing|reached by"
    r"|reports? (?:by|in)|spoke with)\s+"
    r"(?:the\s+)?(?P<name>(?:[A-Z][\w’'&.-]*\s+){0,3}[A-Z][\w’'&-]*)(?:\s+\((?P<short>[A-Z]{2,6})\))?)"
)
_OUTLET: Final = re.compile(
    r"\b[A-Z]{2,}\b|\b[Nn]ews|Press|Times|Daily|Post|Ilbo|Shimbun|Agency|Radio"
    r"|Herald|Journal|Tribune"
    r"|Review|Wire|Broadcasting"
)
"""What marks a name as that of an outlet, and not of a person."""
_WORD: Final = re.compile(r"[^\W_]+")


def origins_of(drafts: Sequence[Draft], reading: Reading) -> Iterator[str]:
    """Yield the outlet that each draft has its story from: the one cited nearest, else its own."""
    cited = dict(_cited(reading)) if drafts else {}
    own = _short_name(reading.article.outlet or "", None)
    for draft in drafts:
        lead = draft.incident.lead.sentence
        nearest = min(cited, key=lambda n: (abs(n - lead), n), default=None)
        yield own if nearest is None else cited[nearest]


def _cited(reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield the sentences that cite an outlet, with the first that each cites."""
    for number, sentence in enumerate(reading.sentences):
        cited = _TOLD.search(sentence.text)
        while cited and not (cited["short"] or _OUTLET.search(cited["name"])):
            cited = _TOLD.search(sentence.text, cited.end())
        if cited:
            yield number, _short_name(cited["name"], cited["short"])


def _short_name(name: str, short: str | None) -> str:
    """Return a name by which an outlet is known: its letters, where it has three words or more."""
    words = _WORD.findall(name.removeprefix("The "))
    if short is None and len(words) >= _INITIALS:
        short = "".join(word[0] for word in words)
    return short.lower() if short else "-".join(words).lower()
