"""Where an event happened: in its sentence, told of it elsewhere, or taken over from beside it.

A sentence may leave its place to the one before it, to the event told last, or to the article.
Background that names no place takes that of what is told right before it, not the article's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.incidents import MOVES, dates_agree, here, is_dated
from borderviz.articles.reaches import SAME, is_apart, is_for_all, is_national
from borderviz.articles.roles import FINENESS, HERE, RolePlace, fineness
from borderviz.articles.scenes import (
    IN_SENTENCE,
    LOCAL,
    OF_OFFICE,
    TOWN,
    Found,
    home_of,
    is_river_again,
    only_points,
    own_place,
    place_of,
    place_of_office,
    where_kept,
    where_they_live,
)
from borderviz.articles.sentences import BODY
from borderviz.schema.families import CROSSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from borderviz.articles.clauses import Statement
    from borderviz.articles.drafting import Reading
    from borderviz.articles.incidents import Incident
    from borderviz.geocoding.atlas import Atlas

_ONLY_PROVINCE: Final = "the only province that is named; where in it is not told"
_THEM: Final = re.compile(r"\b(?:them|him|her|they|he|she)\b", re.I)
_NEAR: Final = 30
"""Characters before a trigger in which its subject stands."""
_GUARD: Final = re.compile(
    r"\b(?:guards?|soldiers?|sergeant|privates?|conscripts?|platoon|squad|garrison|regiment"
    r"|company commander|posts?|sentr(?:y|ies)|serve[ds]?|serving)\b"
)
"""Who serves at the border: what he does happens where he serves."""
_MOVED: Final = frozenset({"departure", "destination", "facing", "handover"})
"""Roles of places at which those of whom is told may be no more when the next is told."""
_CLOSE: Final = 1
"""Paragraphs back from which background takes the place of the event told before."""
_FIRST: Final = 2.0
"""How often a place of the first sentence counts among those that an article is about."""
_WIDE: Final = 0.5
"""What a river, a province or a border counts among them."""
_AHEAD: Final = 2
"""Sentences after the first in which a report says where in a province something happened."""
_FAR_AHEAD: Final = 6
"""Sentences after it in which it says where in a province or in a country."""
_AREAS: Final = frozenset({"province", "region", "country"})
"""Kinds of places that are no answer to where, as long as a town in them is told."""
_RECENT: Final = 30
"""Sentences before in which the post of a guard is looked for; no report has more."""
_BACK: Final = 4
"""Events before among which one with a place is looked for."""


class _Case(NamedTuple):
    """An incident whose place is looked for, with what its article tells."""

    incident: Incident
    reading: Reading
    atlas: Atlas
    before: Sequence[tuple[Incident, RolePlace | None]]

    @property
    def lead(self) -> Statement:
        """The statement whose sentence is quoted."""
        return self.incident.lead

    def may_be(self, place: RolePlace) -> bool:
        """Whether those who act may do so in a place that the article tells of elsewhere."""
        if place.mention.sort != "name" or not place.mention.ids:
            return True
        known = self.atlas.place(place.mention.ids[0])
        return known.kind == "river" or _acting(self.lead, self.atlas) in {None, known.country}


def _acting(lead: Statement, atlas: Atlas) -> str | None:
    """Return the country abroad whose police or soldiers do what is told, on their own side."""
    named = (
        p.mention.ids[0] for p in (*lead.places, *lead.others)
        if p.mention.is_adjective and p.role == "organisation" and p.end <= lead.hit.start
    )  # fmt: skip
    country = next(named, None)
    return None if country == atlas.home else country


def find_where(
    incident: Incident,
    reading: Reading,
    atlas: Atlas,
    before: Sequence[tuple[Incident, RolePlace | None]],
    *,
    primary: bool,
) -> tuple[RolePlace | None, str]:
    """Return the place of an incident, None where none is told; and how it was found.

    `before` holds the incidents told before, in order, with their places.
    """
    lead = incident.lead
    case = _Case(incident, reading, atlas, before)
    best = _in_sentence(case)
    if incident.event_type in LOCAL and is_national(lead, reading):
        local = best is not None and fineness(best[0]) < FINENESS["river"]
        return best if local and best is not None else (None, "")
    if (best is None and _is_wave(lead, before)) or (
        (best is None or best[0].mention.is_reference) and is_for_all(lead, reading)
    ):
        return None, ""
    told = best or place_of(lead, incident.event_type, passing=True)
    if told is None and is_apart(lead, reading, [i.lead for i, _ in before]):
        return home_of(lead, reading) or (None, "")
    found = _of_topic if primary or lead.sentence == _opening(reading) else _of_background
    return found(case, best) or (None, "")


def _passing(case: _Case) -> Found | None:
    """Return the place that the sentence tells of as one on the way."""
    passed = place_of(case.lead, case.incident.event_type, passing=True)
    if passed is None or only_points(passed, case.reading):
        return None
    return passed, "in the sentence, on the way"


def _of_topic(case: _Case, best: Found | None) -> Found | None:
    """Return the place of what an article is about: no wider than the article lets it be."""
    reading = case.reading
    if best is not None and (within := _within(best[0], case)):
        return within
    if best is not None and _says_enough(best, reading):
        return best
    beside = _from_elsewhere(case)
    if best is not None and (beside is None or fineness(best[0]) < FINENESS["country"]):
        narrower = beside is not None and beside[0].mention.sort == "name"
        return beside if narrower and beside is not None else best
    return beside or best or _province(reading) or _dateline(reading)


def _in_sentence(case: _Case) -> Found | None:
    """Return what the sentence says of the place: where it happened, who lives or serves there."""
    lead, reading = case.lead, case.reading
    own = own_place(case.incident)
    told = None if own is None or only_points(own[0], reading) else own
    best = told or (_province(reading) if _is_provincial(lead, reading) else None)
    best = (
        best
        or where_they_live(case.incident, reading)
        or place_of_office(lead)
        or where_kept(lead)
        or own
    )
    if best is not None and best[0].mention.is_far and best[0].role == "destination":
        return _set_out(lead, reading) or best
    return best


def _from_elsewhere(case: _Case) -> Found | None:
    """Return the place of what an article is about, where its own sentence leaves it open."""
    lead, reading, passing = case.lead, case.reading, _passing(case)
    if passing is not None and passing[0].role != "destination":
        return passing
    if lead.event_type in CROSSING and (arrived := _arrival(reading)) is not None:
        return arrived
    beside = _beside(case) or _told_before(case, reach=_CLOSE) or _beside(case, after=True)
    if beside is None or beside[0].mention.kind == "river":
        beside = _told_before(case) or beside
    beside = beside or home_of(lead, reading) or _post_before(lead, reading)
    return beside or _focus(case) or _arrival(reading) or passing


def _arrival(reading: Reading) -> Found | None:
    """Return the town that somebody reached by what a report opens with."""
    found = reading.places[_opening(reading)] if reading.places else ()
    reached = (p for p in found if p.role == "destination" and _is_local(p) and p.mention.ids)
    return next(((p, "where the report opens with an arrival") for p in reached), None)


def _of_background(case: _Case, best: Found | None) -> Found | None:
    """Return the place of background: that of its sentence, else of what is told before it."""
    lead, reading = case.lead, case.reading
    told = None if best is not None and only_points(best[0], reading) else best
    told = told or _set_out(lead, reading) or _passing(case) or home_of(lead, reading)
    told = told or _taken_over(case) or best
    return told or (None if case.incident.event_type in LOCAL else _dateline(reading))


def _taken_over(case: _Case) -> Found | None:
    """Return the place of background that names none: of its paragraph, of the same occasion."""
    lead, kind = case.lead, case.incident.event_type
    if SAME.search(case.reading.sentences[lead.sentence].text):
        return _beside(case) or _beside(case, after=True) or _told_before(case)
    if lead.another or kind == "repatriation":
        return None  # other people, who were sent back elsewhere
    if kind in LOCAL:
        return _told_before(case, reach=0 if kind == "order_or_decree" else _CLOSE)
    alone = is_dated(lead) and (kind in CROSSING or not _of_them(lead, case.reading))
    return _told_before(case, reach=_CLOSE) or (
        None if alone else _beside(case) or _beside(case, after=True)
    )


def _of_them(lead: Statement, reading: Reading) -> bool:
    """Whether it happened to those of whom the sentences before tell: "took them away"."""
    text, hit = reading.sentences[lead.sentence].text, lead.hit
    return bool(_THEM.search(text, max(0, hit.start - _NEAR), hit.end))


def _set_out(lead: Statement, reading: Reading) -> Found | None:
    """Return the town of those who went over: "a couple from X crossed"."""
    if lead.event_type not in CROSSING:
        return None
    return home_of(lead, reading) or _post_before(lead, reading)


def _post_before(lead: Statement, reading: Reading) -> Found | None:
    """Return where a guard serves of whom the sentences before tell, and no other place since."""
    for number in range(lead.sentence - 1, max(-1, lead.sentence - 1 - _RECENT), -1):
        if posts := _posts(number, reading):
            return posts[0], f"of the post told of in sentence {number + 1}"
        if any(p.role in HERE and fineness(p) <= TOWN for p in reading.places[number]):
            return None
    return None


def _dateline(reading: Reading) -> Found | None:
    """Return the town from which a report was filed, where it lies at the border."""
    found = (p for places in reading.places for p in places if p.role == "dateline")
    place = next((p for p in found if p.mention.ids and p.mention.sort == "name"), None)
    if place is None or place.mention.is_far or place.mention.is_capital:
        return None
    return place, "of the dateline"


def _told_before(case: _Case, *, reach: int | None = None) -> Found | None:
    """Return the town or county of the event told last before.

    `reach` is the number of paragraphs back; without it the event may be told anywhere before.
    """
    sentences, lead = case.reading.sentences, case.lead
    block = sentences[lead.sentence].block
    earlier = [(other.lead.sentence, p) for other, p in case.before]
    earlier = [(n, p) for n, p in earlier if n < lead.sentence][-_BACK:]
    for number, place in reversed(earlier):
        far = reach is not None and block - sentences[number].block > reach
        if place is None or far or not case.may_be(place):
            continue
        unknown = not place.mention.ids  # a town abroad, from which nobody went on
        if unknown and (place.role != "happened" or reach is None or lead.event_type in MOVES):
            continue
        if place.role not in _MOVED and fineness(place) <= TOWN:
            return place, f"of the event told before, in sentence {number + 1}"
    return None


def _is_wave(lead: Statement, before: Sequence[tuple[Incident, RolePlace | None]]) -> bool:
    """Whether people were sent back on another day than those told before, maybe elsewhere."""
    when = lead.when if lead.event_type == "repatriation" and is_dated(lead) else None
    if when is None or "chain" in when.rule:
        return False
    waves = (other.lead for other, _ in before if other.lead.event_type == "repatriation")
    return any(wave.when != when for wave in waves)


def _says_enough(found: Found, reading: Reading) -> bool:
    """Whether no narrower place is looked for beside it: what the sentence itself says stands."""
    place, how = found
    if how in {OF_OFFICE, _ONLY_PROVINCE}:
        return True
    if how != IN_SENTENCE:
        return fineness(place) < FINENESS["river"]
    if only_points(place, reading):
        return False
    abroad = place.mention.sort == "country" and place.role == "happened"
    return abroad or fineness(place) < FINENESS["border"]


def _within(wide: RolePlace, case: _Case) -> Found | None:
    """Return the town in a province or at a line, where a report opens so and then tells more."""
    lead, reading, atlas = case.lead, case.reading, case.atlas
    if len(wide.mention.ids) != 1 or wide.mention.is_reference:
        return None
    line = wide.mention.sort in {"border", "strip"} or wide.mention.kind == "river"
    if not line and (wide.mention.kind not in _AREAS or fineness(wide) <= TOWN):
        return None
    opening = _opening(reading)
    if lead.sentence > (opening if line else opening + _AHEAD):
        return None
    ahead = lead.sentence + 1 + (_AHEAD if line else _FAR_AHEAD)
    told = range((lead.sentence if line else opening) + 1, min(ahead, len(reading.places)))
    home: Found | None = None
    for number, place in _told_in(told, case, line=line):
        if home is not None and number > lead.sentence + _AHEAD:
            break
        if not line and not _lies_in(place, wide, atlas):
            continue
        found = place, f"from sentence {number + 1}, where at {wide.mention.text} it was"
        if _may_narrow(place, atlas, line=line):
            return found
        if not line and place.role == "origin" and _is_local(place):
            home = home or found  # "the six, who live in X"
    return home


def _told_in(numbers: range, case: _Case, *, line: bool) -> Iterator[tuple[int, RolePlace]]:
    """Yield the places of other sentences than that of an event that may be where it happened."""
    taken = _taken(case, line=line)
    for number in numbers:
        if number == case.lead.sentence:
            continue
        for place in case.reading.places[number]:
            if place in taken:
                continue  # where others were on another day
            if place.mention.kind == "crossing" and case.lead.event_type not in CROSSING:
                continue  # by which somebody had come in
            yield number, place


def _taken(case: _Case, *, line: bool) -> list[RolePlace | None]:
    """Return where something else happened, on another day."""
    lead, reading = case.lead, case.reading
    others = [s for i in reading.incidents if i is not case.incident for s in i.statements]
    also = {*CROSSING, lead.event_type, case.incident.event_type} if line else set()
    later = (s for s in others if is_dated(s) and s.event_type not in also)
    return [here(s) for s in later if not dates_agree(s, lead)]


def _may_narrow(place: RolePlace, atlas: Atlas, *, line: bool) -> bool:
    """Whether a place told of after a province or a line may be where in it something happened."""
    if not line and place.role == "destination":  # "they went on to the village of X"
        return len(place.mention.ids) == 1 and _is_local(place)
    return _is_one_town(place, atlas) and (not line or place.role in {"happened", "near"})


def _lies_in(place: RolePlace, wide: RolePlace, atlas: Atlas) -> bool:
    """Whether a town lies in a province or in a country."""
    if len(place.mention.ids) != 1 or place.mention.sort != "name":
        return False
    town = atlas.place(place.mention.ids[0])
    if wide.mention.sort == "country":
        return town.country == wide.mention.ids[0]
    return town.admin1 == atlas.place(wide.mention.ids[0]).admin1


def _is_one_town(place: RolePlace, atlas: Atlas) -> bool:
    """Whether something may have happened in a place, which is a certain town or narrower."""
    named = place.mention.sort == "name" and len(place.mention.ids) == 1
    return named and fineness(place) <= TOWN and _inheritable(place, atlas)


def _is_provincial(lead: Statement, reading: Reading) -> bool:
    """Whether the authorities of a province do what is told."""
    text = reading.sentences[lead.sentence].text[: lead.hit.start]
    return lead.event_type in LOCAL and "provincial " in text.lower()


def _beside(case: _Case, *, after: bool = False) -> Found | None:
    """Return the place of a sentence of the same paragraph, before that of the lead or after it."""
    lead, reading, atlas = case.lead, case.reading, case.atlas
    block = reading.sentences[lead.sentence].block
    numbers = (lead.sentence + 1,) if after else (lead.sentence - 1, lead.sentence - 2)
    for number in numbers:
        if not 0 <= number < len(reading.sentences) or reading.sentences[number].block != block:
            continue
        found = [p for p in reading.places[number] if _inheritable(p, atlas) and case.may_be(p)]
        if all(p.role == "departure" for p in found):  # who went on somewhere is there now
            went = (p for p in reading.places[number] if p.role == "destination")
            found = [p for p in went if _is_local(p) and case.may_be(p)] or found
        found = found or _posts(number, reading)
        if found:
            place = min(found, key=lambda p: (fineness(p), (*HERE, p.role).index(p.role)))
            return place, f"from sentence {number + 1} of the paragraph"
    return None


def _posts(number: int, reading: Reading) -> list[RolePlace]:
    """Return the towns of a sentence in which those who guard a border serve."""
    text = reading.sentences[number].text
    return [
        p for p in reading.places[number]
        if p.role == "work" and p.mention.ids and fineness(p) <= TOWN and _GUARD.search(text)
    ]  # fmt: skip


def _inheritable(place: RolePlace, atlas: Atlas) -> bool:
    """Whether a place may be that of an event told beside it: not a far one, where sources sit."""
    mention = place.mention
    if place.role not in HERE or place.role == "facing" or mention.is_adjective:
        return False
    if is_river_again(place):
        return False
    if mention.sort != "name" or not mention.ids:
        return mention.sort in {"border", "strip"}
    known = atlas.place(mention.ids[0])
    near = known.country == atlas.home or known.on_border is not None or known.kind != "city"
    return near or (place.role == "happened" and not mention.is_capital and place.rule != "subject")


def _focus(case: _Case) -> Found | None:
    """Return the place that an article names most where something may happen.

    A county and its seat count together, rivers and provinces less than towns.
    """
    reading, atlas = case.reading, case.atlas
    scores: dict[str, float] = {}
    places: dict[str, RolePlace] = {}
    opening = _opening(reading)
    title = reading.article.title or ""
    for number, found in enumerate(reading.places):
        if reading.sentences[number].role != BODY:
            continue
        for place in found:
            titled = _is_titled(place, title)
            named = titled or (number == opening and place.role == "other" and _is_local(place))
            if not place.mention.ids or not (named or _inheritable(place, atlas)):
                continue
            if not case.may_be(place):
                continue
            unit = _unit(place, atlas)
            weight = 1.0 if fineness(place) <= TOWN else _WIDE
            weight *= _FIRST if titled else 1.0
            scores[unit] = scores.get(unit, 0.0) + weight * (_FIRST if number == opening else 1.0)
            places.setdefault(unit, place)
    if not scores:
        return None
    best = max(scores, key=lambda unit: (scores[unit], -places[unit].mention.start))
    return places[best], "the place that the article is about"


def _opening(reading: Reading) -> int:
    """Return the number of the sentence that an article opens with."""
    return next((n for n, s in enumerate(reading.sentences) if s.role == BODY), 0)


def _is_titled(place: RolePlace, title: str) -> bool:
    """Whether the title of an article names a town of its text, which it then is about."""
    return place.mention.text in title and _is_local(place)


def _is_local(place: RolePlace) -> bool:
    """Whether a place is a town or narrower, neither abroad and far nor a capital."""
    mention = place.mention
    named = mention.sort == "name" and fineness(place) <= TOWN
    return named and not mention.is_far and not mention.is_capital


def _unit(place: RolePlace, atlas: Atlas) -> str:
    """Return the id of a place, of the seat of a county that of the county."""
    first = place.mention.ids[0]
    known = atlas.place(first) if place.mention.sort == "name" else None
    return first if known is None or known.seat_of is None else known.seat_of


def _province(reading: Reading) -> Found | None:
    """Return the only province named, be it that of the source: the least that can be said."""
    named = [
        p for found in reading.places for p in found
        if p.mention.kind == "province" and p.role in {"source", "origin", "happened", "near"}
    ]  # fmt: skip
    if not named or len({p.mention.ids for p in named}) != 1:
        return None
    return named[0], _ONLY_PROVINCE
