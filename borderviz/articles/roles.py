"""What a place is doing in its sentence: where it happened, or where the source sits.

``roles.csv`` lists the patterns in the order in which they are tried, those that look at what
follows a name first; ``side`` says whether a pattern is held against the words before the name
or after it, ``needs`` lists words of which one must stand there (it only saves time).

=============  =========================================================================
role           the place is
=============  =========================================================================
happened       where something happened: "in", "at", "along", "across"
near           beside where it happened
facing         on the other bank of where it happened: "opposite", "across from"
departure      where somebody set out: "fled from", "across the river from"
destination    where somebody went: "into", "to"
origin         where people come from or live
work           where somebody works or serves
source         where the source sits
organisation   part of the name of an office or a unit
outlet         where a newspaper or a group has its seat
held           where somebody is kept, treated or tried afterwards
beside         what a distance is measured from
adjectival     whose something is ("China's efforts")
dateline       where the report was filed
government     a capital that stands for its government ("Seoul said")
handover       where somebody is handed over or comes back ("returned at Panmunjom")
compared       only what something is like ("with the accent of Hamhung")
elsewhere      where those are with whom somebody deals ("a letter to relatives in Wonsan")
caption        what a photograph shows
=============  =========================================================================
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.lexicon import holds_any, side_rows
from borderviz.articles.patterns import needs_of
from borderviz.articles.searches import Caseless, opened
from borderviz.articles.sentences import BODY
from borderviz.articles.sides import OneSide
from borderviz.articles.words import start_of_last

if TYPE_CHECKING:
    from collections.abc import Mapping

    from borderviz.articles.lexicon import SideRow
    from borderviz.articles.places import PlaceMention
    from borderviz.articles.sentences import Sentence

_BEFORE: Final = 90
_AFTER: Final = 60
_CALLED_SO: Final = (
    r"\b(?:(?:the|a|an|its?|their)\s+)?(?:(?!(?:in|into|at|on|to|from|of|by"
    r"|near|between|and|across|outside|inside|behind|beside|beyond|below|above|around|along|opposite"
    r"|towards?|through|past|off|within)\b)\b[\w’'-]+\s+){0,3}?\b(?:cit(?:y|ies)|towns?"
    r"|villages?|count(?:y|ies)|districts?|provinces?|region|neighbou?rhood"
    r"|port|mouth|banks?|shores?|stretch|part|parts|area|areas|outskirts|hills"
    r"|mountains|cent(?:er|re)|streets|side|section|upper reaches"
    r"|lower reaches|suburbs|townships?|hamlets?|crossings?|edges?|foot|bend|slopes?|top|base"
    r"|head|end|tip|rim|fringes?|borders?|frontier|square|market|station|airfield|fields?|roads?"
    r"|valley|hill|islands?|bridge|harbou?r|sector|zone|vicinity|entrance|heart|middle|rear|front"
    r"|grounds|capital|seat|quarters?|wards?|settlements?|farm|mine|pier|post|gates?|approaches"
    r"|limits|territory|waters|reaches?|woods|forests?|marsh|confluence|ice|shallows|surface"
    r"|halls?|schools?|theat(?:er|re)|stadium|park|plaza|monument|yard|jail|prison|cells"
    r"|riverbank|riverside|waterfront|streets?)\s+of\s+(?:the\s+)?$"
)
_CALLED: Final = Caseless(_CALLED_SO)
"""What a place is called before its name: no preposition of its own."""
_CALLED_WORDS: Final = 8
"""Words that such a call has at most: "the old part town lower reaches of the", say."""
_IN_CAPITAL: Final = re.compile(
    r"\b(?:in|at|into|inside|outside|near|around|throughout|through|via|to|from|of|left|leaving"
    r"|reach(?:ed|ing)|for|towards?|between)\s+(?:the\s+)?(?:[a-z-]+\s+)?(?:capital,?\s+)?$"
)
"""Words before a capital that make it a place and no government."""
_WHERE: Final = re.compile(r",?\s+where\b")
_GROUND: Final = re.compile(
    r"\s+(?:railway |railroad |border |customs |guard |copper |iron |coal |ore |bus |train )?"
    r"(?:checkpoint|post|station|yard|mine|market|bridge|ferry|landing|waterfront|riverbank|bank"
    r"|embankment|harbou?r|port|pier|quay|airfield|stadium|square|prison|camp|jail|lockup"
    r"|crossing|forest|woods|hills|reservoir|dam)\b"
)
"""What makes a name that of a spot on which somebody may stand: "manning the X checkpoint"."""
_CALLING: Final = needs_of(_CALLED_SO).pieces or ("",)
_LISTED: Final = re.compile(
    r"^(?:,|,? and|,? or|,? as well as|\s*/|\s+of)?\s*(?:the\s+)?(?:(?:nearby"
    r"|neighbou?ring)\s+)?(?:(?:town|city|county|district"
    r"|village)s?\s+of\s+)?$",
    re.I,
)


_WITHIN: Final = re.compile(
    r",?\s+in\s+(?:the\s+)?(?:nearby\s+)?"
    r"(?:(?:[\w-]+\s+)?(?:city|county|district|prefecture|province)\s+of\s+)?$"
    r"|,\s+(?:on|by|beside)\s+the\s+(?:(?:upper|lower|middle|frozen)\s+)?$"
    r"|,\s+an?\s+(?:[\w-]+\s+){0,2}(?:village|town|township|settlement|hamlet|district|suburb|port"
    r"|ward|city|county|part|place)\s+(?:of|in|(?:(?:that|which)\s+)?belong(?:s|ed|ing)\s+to)"
    r"\s+(?:the\s+)?$"
    r"|,\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:village|town|township|settlement|hamlet|suburb|port"
    r"|city|county|place|crossing|post|station)\s+(?:(?:(?:that|which)\s+)?(?:lies|lay|lying|sits"
    r"|stands|standing|located|situated|is)\s+)?(?:right\s+|directly\s+|just\s+)?"
    r"(?:on|by|along|beside|at|near)\s+(?:the\s+)?"
    r"(?:(?:upper|lower|middle|frozen)\s+|(?:mouth|bend|banks?|head|edge)\s+of\s+the\s+)?$"
    r"|,\s+which\s+(?:lies|sits|stands|is)\s+(?:right\s+)?(?:on|by|along|beside)\s+(?:the\s+)?$"
)
"""Between a place and what it lies in or on: "Changdian, in Kuandian", "Musan, on the Tumen"."""
_TOWARDS: Final = re.compile(r"\s+(?:all\s+the\s+way\s+)?(?:in)?to\s+(?:the\s+)?$")
"""Between where somebody set out and where he went: "from Musan to Nanping"."""
_HEADING: Final = re.compile(
    r"[\W\d]*+(?:[A-Z][\w’'-]*+)(?:[,\s]+(?:[A-Z][\w’'-]*+|and|of|near|the))*+[.:]?\s*"
)
"""A sentence that only names: "- Musan, North Hamgyong Province."."""
_NEXT: Final = re.compile(
    r"[;,–—](?:(?<=;)\s|(?<!;)\s+(?:and|but|while|whereas|yet)\s+(?=(?:an?|the|another|one|two|three|four|five|six"
    r"|\d+|his|her|their|its|he|she|they|it|some|several|many|others?|both|[A-Z][a-z]+)\s))",
)
"""Where another clause with a subject of its own begins."""
_ENTRY_AFTER: Final = re.compile(r"(?:,\s+[\w’' ]{2,30})?\s*(?:[–—:]|\s-)\s")
_ENTRY_BEFORE: Final = re.compile(
    r"[\W\d]{0,8}(?:(?:(?:[Tt]he )?(?:[Nn]ight|[Ee]vening|[Mm]orning) of|[Ee]arly|[Mm]id|[Ll]ate"
    r"|[A-Z][a-z]{2,8}\.?|\d{1,4}(?:st|nd|rd|th)?)[\s,.–—-]{1,3}){0,5}"
)
_ENTRY_HEAD: Final = 60
"""What stands before the place in the head of an entry: a bullet, a number, a date."""
_DEED_BEFORE: Final = re.compile(r"\bfor (?:having )?[a-z]+ing\b[^,;.]*$")
DEED: Final = "deed"
"""Rule of where somebody did what he was punished for: "shot for selling copper in X"."""
_INSIDE: Final = re.compile(r"\b(?:in|at|inside|outside|near)\s+(?:the\s+)?$", re.I)
"""Words before a place that is somewhere, be it whose: "in the city's market"."""
_AT: Final = re.compile(r"\b(?:at|inside|outside)\s+(?:the\s+)?$", re.I)
_FACILITY: Final = Caseless(r"\s+(?:customs (?:house|office|post)|hospital|university)\b")
"""Offices that are buildings, too, in which something may happen."""
HERE: Final = ("happened", "near", "facing", "departure", "handover")
"""Roles of places at which something may have happened, the likeliest first."""
FINENESS: Final = {
    "crossing": 0, "site": 0, "dam": 0, "camp": 0, "district": 1, "village": 1, "island": 1,
    "town": 2, "city": 2, "county": 2, "place": 2, "river": 3, "lake": 3, "region": 4,
    "province": 5, "border": 6, "strip": 6, "unit": 6, "country": 8,
}  # fmt: skip
"""How narrow a place is, by its kind; the narrowest says most."""


class RolePlace(NamedTuple):
    """A mention with its role; `start` and `end` count from the sentence, whose text is `said`."""

    start: int
    end: int
    mention: PlaceMention
    role: str
    rule: str
    said: str = ""

    def is_after(self, spot: int) -> bool:
        """Whether its clause, with a subject of its own, begins after some spot."""
        return self.start > spot and any(
            spot < clause.end() <= self.start for clause in _NEXT.finditer(self.said)
        )


def fineness(place: RolePlace) -> int:
    """Return how narrow a place is; 0 is the narrowest."""
    return FINENESS.get("city" if place.mention.is_city else place.mention.kind, 4)


def may_be(place: RolePlace) -> bool:
    """Whether something may have happened at a place, by its role."""
    if place.mention.is_adjective:
        return False
    return place.role in HERE or (place.role == "destination" and place.mention.sort != "country")


@cache
def _before() -> OneSide:
    """Return the rows that are held against what stands before a name."""
    return OneSide(row for row in side_rows("roles.csv") if row.side == "before")


@cache
def _after(*, ascii_only: bool) -> tuple[Mapping[str | None, tuple[SideRow, ...]], Caseless]:
    """Return what tells of what follows a name, in small letters, which rows may be found there.

    Each row is a group; it matches wherever the row does. By its name are found the row and
    those that are tried after it. In what is `ascii_only` no Korean ones are looked for.
    """
    rows = tuple(row for row in side_rows("roles.csv") if row.side == "after")
    if ascii_only:
        rows = tuple(row for row in rows if any(map(str.isascii, row.needs)))
    small = (row.source.removeprefix("^").replace("(?-i:", "(?:") for row in rows)
    return (
        {f"row{number}": rows[number:] for number in range(len(rows))},
        Caseless("|".join(f"{said}(?P<row{number}>)" for number, said in enumerate(small))),
    )


def assign_roles(sentence: Sentence, mentions: list[PlaceMention]) -> tuple[RolePlace, ...]:
    """Return the places of a sentence with their roles.

    A place that follows another after a comma or "and" shares its role: a list, or the wider
    unit in which the first lies.
    """
    if not mentions:
        return ()
    text = sentence.text
    found: list[RolePlace] = []
    named: RolePlace | None = None
    for mention in mentions:
        start, end = mention.start - sentence.start, mention.end - sentence.start
        role, rule = _role(sentence, mention, start, end, named)
        found.append(place := RolePlace(start, end, mention, role, rule, text))
        if not mention.is_adjective:
            named = place
    return tuple(found)


def _by_layout(sentence: Sentence, start: int, end: int) -> tuple[str, str] | None:
    """Return the role of a place by where it stands: in a caption, in the head of an entry."""
    if sentence.role != BODY:
        return "caption", "block"
    if end <= sentence.dateline:
        return "dateline", "dateline"
    text = sentence.text
    head = sentence.is_entry and start < _ENTRY_HEAD and _ENTRY_AFTER.match(text, end)
    if head and _ENTRY_BEFORE.fullmatch(text, 0, start):
        return "happened", "head of an entry"
    if len(text) < _ENTRY_HEAD and _HEADING.fullmatch(text):
        return "happened", "heading"
    return None


def _is_called(lead: str) -> bool:
    """Whether what stands before "of" or "of the" may be what a place is called."""
    word = lead.removesuffix("the ").rsplit(maxsplit=2)[-2:-1]
    return bool(word) and holds_any(word[0], _CALLING)


def _role(
    sentence: Sentence, mention: PlaceMention, start: int, end: int, before: RolePlace | None
) -> tuple[str, str]:
    text = sentence.text
    placed = _by_layout(sentence, start, end) or _by_what_follows(text, start, end)
    if placed is not None and placed[0] == "adjectival" and _is_town(mention):
        placed = None if _INSIDE.search(text, max(0, start - 12), start) else placed
    if placed is not None:
        return placed
    if before is not None and before.role != "organisation":
        between = text[before.end : start]
        if before.role in {"origin", "departure"} and _TOWARDS.match(between):
            return "destination", "to"
        if _LISTED.match(between):
            return before.role, "listed"
        if _WITHIN.match(between):
            return before.role, "within"
    return _by_what_leads(text, mention, start, end)


def _is_town(mention: PlaceMention) -> bool:
    """Whether a place is named, and stands for no government."""
    return mention.sort == "name" and not mention.is_capital


def _is_at_border(mention: PlaceMention) -> bool:
    """Whether a place is a known one at the border, where who is dealt with may well be told of."""
    known = mention.sort == "name" and bool(mention.ids)
    return known and not mention.is_far and not mention.is_inland


def _by_what_follows(text: str, start: int, end: int) -> tuple[str, str] | None:
    after = opened(text).small[end : end + _AFTER]
    rows, told_by = _after(ascii_only=after.isascii())
    first = told_by.match(after)
    if first is None:
        return None
    for row in rows[first.lastgroup]:
        if not row.is_in(text[end : end + _AFTER], after):
            continue
        inside = row.says == "organisation" and _FACILITY.match(after)
        if not (inside and _AT.search(text, max(0, start - 12), start)):
            return row.says, f"after: {row.says}"
    return None


def _by_what_leads(text: str, mention: PlaceMention, start: int, end: int) -> tuple[str, str]:
    if mention.is_adjective:
        return "adjectival", "adjective"
    small = _lead_of(text, start)
    opens = max(0, start - _BEFORE)
    lead = text[opens : opens + len(small)]
    if mention.is_capital and not _IN_CAPITAL.search(lead):
        return "government", "capital"
    role = _told_by(lead, small, mention)
    if "for " in lead and role in {*HERE, "destination"} and _DEED_BEFORE.search(lead):
        return role, DEED
    if role in {"other", "origin"} and mention.sort != "country" and _WHERE.match(text, end):
        return "happened", "where"
    if role == "other" and mention.sort != "country":
        return _by_itself(text, mention, end, leads=start <= _BEFORE and not lead.strip())
    return role, "none" if role == "other" else f"before: {role}"


def _lead_of(text: str, start: int) -> str:
    """Return what stands before a name, but for what the place is called there: "the hall of".

    It is in small letters.
    """
    lead = opened(text).small[max(0, start - _BEFORE) : start]
    while lead.endswith(("of ", "of the ")) and _is_called(lead):
        called = _CALLED.search(lead, start_of_last(_CALLED_WORDS, lead))
        if called is None:
            break
        lead = lead[: called.start()]  # "in front of the hall of" is called twice
    return lead


def _told_by(lead: str, small: str, mention: PlaceMention) -> str:
    """Return the role that the words before a name give it, "other" where they give none."""
    row = next(_before().holding(lead, small), None)
    role = "other" if row is None else row.says
    if mention.is_capital and role == "departure":
        return "origin"  # "agents sent from the capital"
    if role == "elsewhere" and _is_at_border(mention):
        return "happened"  # "brought money to families in" the town of which is told
    if role == "facing" and mention.sort == "country":
        return "other"  # "the town lies opposite a part of" it
    if mention.text == "here" and role == "destination":
        return "other"  # "broke into two houses here"
    towards = role == "other" and _is_town(mention) and small.endswith((" to ", " to the "))
    return "destination" if towards else role


def _by_itself(text: str, mention: PlaceMention, end: int, *, leads: bool) -> tuple[str, str]:
    """Return the role of a name that no words before it give one: it opens its sentence, say."""
    if leads or mention.text == "here":
        return "happened", "subject" if leads else "here"
    return ("near", "ground") if _GROUND.match(text, end) else ("other", "none")
