"""From statements to incidents: which sentences of an article tell one event.

Statements of one family (all that kills is one; otherwise the type) are one incident unless
their dates, numbers or places contradict each other. The sentence that tells most, by its
`worth`, is the one that is quoted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.dates import LATELY
from borderviz.articles.lexicon import PRECEDENCE
from borderviz.articles.roles import DEED, FINENESS, HERE, fineness
from borderviz.edtf import parse_edtf
from borderviz.schema.families import CROSSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from borderviz.articles.clauses import Statement
    from borderviz.articles.dates import DatePhrase
    from borderviz.articles.numbers import Count
    from borderviz.articles.roles import RolePlace
    from borderviz.geocoding.atlas import Atlas

_PAIR: Final = 2
_DAY: Final = len("2021-05-28")
_OUTCOMES: Final = {
    "surveillance_or_raid": frozenset({"arrest", "killing"}),
    "other": frozenset({"arrest", "killing"}),
    "crossing": frozenset({"killing"}),
}
"""Families of what is no event beside that which came of it, and those families."""
MOVES: Final = CROSSING | {"repatriation", "smuggling", "other"}
"""Types that happen on the way from one place to another."""
_WIDER: Final = frozenset({"listed", "within"})
"""Rules of a place that follows another: "Nanping, Helong", the wider unit stands after it."""
_RECENT: Final = 30
"""Incidents, and statements of one, with which a statement is compared; no report has more."""
_GENERAL: Final = frozenset({
    "order_or_decree", "border_closure_or_infrastructure", "surveillance_or_raid"
})  # fmt: skip
"""Types that a whole country may be the place of, and that need no people."""
_DIRECTED: Final = frozenset({"order_or_decree", "surveillance_or_raid"})
"""Types that plain words state wherever they stand."""
_PLAIN: Final = 3
"""Weight of a trigger that states such an event without more."""
_NEAR: Final = 3
"""Sentences after which a statement without particulars is no longer taken for the same event."""
_ON_A_DAY: Final = 0.5
"""What a sentence is worth more for quoting that tells the day."""
_ROUGHLY: Final = 0.5
"""What it is worth less where it tells a week or a year only, or a province only."""
_THAT: Final = re.compile(r"(?:(?:on|in|at) )?(?:that|the same)\b", re.I)
_POINTS: Final = 1.5
"""What it is worth less where its day is "that night", which another sentence tells."""
_RESERVED: Final = 1.0
"""What it is worth less where it tells with a reserve ("is said to have")."""
_ASIDE: Final = 3.0
"""What it is worth less where it tells of a graver event besides."""
_LEAST: Final = 2.9
"""Least worth of an incident's best sentence at which it is drafted."""
_MUCH: Final = 4.5
"""Least worth of what is drafted though it stands beside a graver event."""
_LEAST_OF_PLAIN: Final = 2.6
"""The same where it tells how many died, or who ordered whom, however late it stands."""
_ENOUGH: Final = {
    "crossing": ({"date"}, {"several"}, {"place", "people"}),
    "smuggling": ({"date"}, {"people"}),
    "repatriation": ({"date"}, {"people"}),
    "border_closure_or_infrastructure": ({"date"}, {"place"}, {"plain"}),
    "other": ({"date"}, {"several"}),
}
"""What must be told of an event, by family: "a villager who ran over", "he was fined" are none."""
_SELF: Final = re.compile(r"\b(?:himself|herself|themselves)\b", re.IGNORECASE)
_WORKS: Final = re.compile(
    r"\b(?:fenc\w+|walls?|wires?|cameras?|mines?|landmines|barriers?|towers?|watchtowers?|trench\w*"
    r"|built|build\w*|erect\w*|install\w*|dug|laid|lay\w*)\b",
    re.I,
)
"""What is built along a border."""
_SHUTS: Final = re.compile(r"\b(?:clos|shut|seal|re-?open|open|resum|halt|suspend|lock)\w*", re.I)
"""What is done to a crossing."""
_VIOLENT: Final = frozenset({"attack", "execution", "shooting"})
"""What is done to others."""


class Incident:
    """Statements that tell one event.

    Attributes
    ----------
    statements : list of Statement
    family : str
        What they have in common; an attempt and its outcome go by the outcome.
    lead : Statement
        The one that tells most: its sentence is quoted.
    event_type : str
        The gravest type of the sentence that is quoted, else of all.
    """

    __slots__ = ("event_type", "family", "lead", "statements")

    def __init__(self, first: Statement) -> None:
        self.statements = [first]
        self.family, self.lead, self.event_type = first.family, first, first.event_type

    def add(self, statements: Sequence[Statement]) -> None:
        """Take in more that tells the event."""
        may_lead = [self.lead, *statements]
        self.statements.extend(statements)
        own = [s for s in self.statements if not s.secondary]
        families = [s.family for s in own or self.statements[:1]]
        family = next((f for f in families if f != "crossing"), families[0])
        if family != self.family:
            self.family, may_lead = family, self.statements
        leads = [s for s in may_lead if s.family == family]
        if len(leads) > 1:
            self.lead = max(leads, key=lambda s: (_quotable(s), -s.sentence))
        else:
            self.lead = leads[0]
        self.event_type = _gravest(own, self.lead)


def _gravest(own: list[Statement], lead: Statement) -> str:
    """Return the type of an event by those of its statements that stand beside no graver one."""
    named = [s for s in own if s is lead or s.hit.trigger.form == "verb"]
    if any(s.event_type == "execution" for s in named):
        return "execution"
    types = [s.event_type for s in own if s.sentence == lead.sentence]
    return min(types, key=PRECEDENCE.index, default=lead.event_type)


def _quotable(statement: Statement) -> float:
    """Return how well a sentence speaks for an event: the day tells more than the headline."""
    value = statement.worth - _RESERVED * statement.tentative - _ASIDE * statement.secondary
    when = statement.when
    if when is not None and when.edtf is not None:
        value += _ON_A_DAY if _is_day(when) else -_ROUGHLY
        value -= _POINTS * bool(_THAT.match(when.text))
    return value - _ROUGHLY * (FINENESS["river"] < statement.fine <= FINENESS["province"])


def _is_day(when: DatePhrase) -> bool:
    return len((when.edtf or "").rstrip("~?%")) == _DAY


def group_incidents(
    statements: Iterable[Statement], atlas: Atlas, topic: date | None
) -> list[Incident]:
    """Return the incidents of an article, those worth drafting, in the order of their sentences.

    `topic` is the day that the article is about; what has no date is taken to be near it.
    """
    incidents: list[Incident] = []
    for statement in statements:
        home = _continued(incidents, statement, atlas) if statement.goes_on else None
        if home is None:
            home = _told_before(incidents, statement, atlas, topic)
            if (
                home is not None
                and is_vague(statement)
                and statement.sentence - home.statements[-1].sentence > _NEAR
            ):
                continue
        if home is None:
            incidents.append(Incident(statement))
        else:
            home.add([statement])
    kept = [i for i in _absorbed(_freed(incidents)) if _stands(i)]
    return sorted(_without_parts(kept), key=lambda i: (i.lead.sentence, i.lead.hit.start))


def _told_before(
    incidents: list[Incident], statement: Statement, atlas: Atlas, topic: date | None
) -> Incident | None:
    """Return the incident told last that a statement may tell of."""
    for incident in reversed(incidents[-_RECENT:]):
        if (
            incident.family == statement.family
            and not _long_before(incident, statement, topic)
            and _one_event(incident, statement, atlas)
        ):
            return incident
    return None


def _freed(incidents: list[Incident]) -> list[Incident]:
    """Let what stands beside a graver event speak for itself where another sentence tells that.

    "Teams go from house to house, and a man was taken away" tells of the search, if the arrest
    is quoted from the sentence that tells its day.
    """
    if not any(len(i.statements) == 1 and _tells_much(i.lead) for i in incidents):
        return incidents
    quoted = {i.lead.sentence for i in incidents if not i.lead.secondary}
    return [
        Incident(replace(i.lead, secondary=False))
        if len(i.statements) == 1 and i.lead.sentence not in quoted and _tells_much(i.lead)
        else i
        for i in incidents
    ]


def _tells_much(statement: Statement) -> bool:
    """Whether what stands beside a graver event is told plainly, with a place or a date."""
    if not statement.secondary:
        return False
    trigger = statement.hit.trigger
    plain = trigger.form == "verb" and trigger.weight >= _PLAIN and trigger.event_type != "other"
    return plain and statement.worth >= _MUCH


def _long_before(incident: Incident, statement: Statement, topic: date | None) -> bool:
    """Whether a statement is dated long before what an undated incident must be near."""
    if topic is None or statement.when is None or any(map(is_dated, incident.statements)):
        return False
    day = last_day(statement.when)
    return (
        day is not None
        and (topic - day).days > LATELY
        and statement.sentence > incident.statements[0].sentence
    )


def last_day(when: DatePhrase | None) -> date | None:
    """Return the last day that a phrase may mean."""
    return None if when is None or when.edtf is None else parse_edtf(when.edtf).end


def is_dated(statement: Statement) -> bool:
    """Whether a statement has a date of its own."""
    return statement.when is not None and statement.when.edtf is not None


def _is_told_when(statement: Statement) -> bool:
    """Whether a statement has a date that is enough: of what befell somebody, not just a year."""
    year = statement.when is not None and len(statement.when.edtf or "") <= len("2021~")
    return is_dated(statement) and not (year and statement.event_type == "other")


def is_vague(statement: Statement) -> bool:
    """Whether a statement has neither date nor number nor place."""
    return (
        statement.when is None
        and not statement.people.is_told
        and statement.fine >= FINENESS["country"]
    )


def _continued(incidents: list[Incident], statement: Statement, atlas: Atlas) -> Incident | None:
    """Return the incident that "they were arrested" goes on with: an attempt and its outcome.

    Who got across and was arrested on a day or at a place that is told was so in an event of its
    own; and "they stabbed a man" is no outcome.
    """
    if not incidents or statement.event_type == "attack":
        return None
    last = max(
        incidents[-_RECENT:], key=lambda i: (i.statements[-1].sentence, i.statements[-1].hit.start)
    )
    if last.family != "crossing" or statement.family not in {"arrest", "killing"}:
        return None
    across = any(s.event_type == "border_crossing" for s in last.statements)
    if statement.sentence - last.statements[-1].sentence > 1:
        return None
    if across and (_is_told_when(statement) or _is_told_where(statement)):
        return None
    return last if _one_event(last, statement, atlas) else None


def _absorbed(incidents: list[Incident]) -> list[Incident]:
    """Give an attempt to the incident that tells how it ended: as many people, no other date."""
    kept = list(incidents)
    for attempt in incidents:
        if any(s.event_type != "defection_attempt" for s in attempt.statements):
            continue
        count = attempt.lead.people.involved
        for other in kept:
            figures = (other.lead.people.killed, other.lead.people.arrested)
            same = any(
                c is not None and count is not None and c.best == count.best for c in figures
            ) and (count is None or count.best > 1 or _beside(attempt, other))
            if (
                other is not attempt
                and other.family in {"arrest", "killing"}
                and same
                and all(dates_agree(s, other.lead) for s in attempt.statements)
            ):
                other.add(attempt.statements)
                kept.remove(attempt)
                break
    return kept


def _without_parts(incidents: list[Incident]) -> list[Incident]:
    """Give a raid or a crossing that the sentence of its outcome tells besides to the outcome."""
    quoting: dict[int, list[Incident]] = {}
    for incident in incidents:
        quoting.setdefault(incident.lead.sentence, []).append(incident)
    for part in incidents:
        outcomes = _OUTCOMES.get(part.family, frozenset())
        if not outcomes or len({s.sentence for s in part.statements}) > 1:
            continue
        beside = quoting[part.lead.sentence]
        for whole in (i for i in beside if i is not part):
            if whole.family in outcomes and dates_agree(part.lead, whole.lead):
                whole.add(part.statements)
                beside.remove(part)
                break
    return [i for some in quoting.values() for i in some]


def _beside(one: Incident, other: Incident) -> bool:
    return abs(one.lead.sentence - other.lead.sentence) <= 1


def _stands(incident: Incident) -> bool:
    own = [s for s in incident.statements if not s.secondary]
    worth = max([s.worth for s in own], default=0.0)
    if worth < _LEAST_OF_PLAIN or (worth < _LEAST and not any(map(_is_plainly_told, own))):
        return False
    if all(s.hit.trigger.form == "noun" and s.tentative for s in own):
        return False
    if incident.family == "other" and all(s.goes_on and not is_dated(s) for s in own):
        return False
    enough = _ENOUGH.get(incident.family)
    if enough is not None and not any(_tells_all(incident, tells) for tells in enough):
        return False
    told = not all(map(is_vague, incident.statements))
    return told or any(s.event_type in _GENERAL and s.hit.trigger.weight >= _PLAIN for s in own)


def _is_plainly_told(statement: Statement) -> bool:
    """Whether it tells how many died, or plainly of an order or a search."""
    return statement.people.killed is not None or _is_given(statement)


def _is_given(statement: Statement) -> bool:
    """Whether it tells plainly, or with a date, of an order or a search."""
    trigger = statement.hit.trigger
    if trigger.event_type not in _DIRECTED or trigger.form != "verb":
        return False
    return trigger.weight >= _PLAIN or is_dated(statement)


def _is_told_where(statement: Statement) -> bool:
    """Whether a place is told, and not just a province or a country."""
    place = here(statement)
    return place is not None and fineness(place) <= FINENESS["river"]


def _tells_whom(statement: Statement) -> bool:
    """Whether a number of people is told."""
    return statement.people.is_told


def _tells_of_several(statement: Statement) -> bool:
    return any(best is not None and best > 1 for best in statement.people.best)


def _is_plain(statement: Statement) -> bool:
    """Whether the words are plain, and a country is named: it may be where crossings closed."""
    return statement.hit.trigger.weight >= _PLAIN and any(
        p.mention.sort == "country" for p in (*statement.places, *statement.others)
    )


_TELLS: Final[Mapping[str, Callable[[Statement], bool]]] = {
    "date": _is_told_when,
    "place": _is_told_where,
    "people": _tells_whom,
    "several": _tells_of_several,
    "plain": _is_plain,
}
"""What a statement may tell, by the words of `_ENOUGH`."""


def _tells_all(incident: Incident, tells: set[str]) -> bool:
    """Whether some statement of an incident tells each of some things."""
    return all(any(map(_TELLS[name], incident.statements)) for name in tells)


def _one_event(incident: Incident, statement: Statement, atlas: Atlas) -> bool:
    if statement.another and not statement.goes_on:
        return statement.sentence == incident.statements[-1].sentence
    for other in incident.statements[-_RECENT:]:
        if other.sentence != statement.sentence and (
            _took_own_life(other, statement) or not _works_agree(other, statement)
        ):
            return False
        if not (
            dates_agree(other, statement)
            and _numbers_agree(other, statement)
            and _places_agree(other, statement, atlas)
        ):
            return False
    return True


def _took_own_life(one: Statement, other: Statement) -> bool:
    """Whether one statement tells of others who were shot, and one of somebody by himself."""
    if one.event_type not in _VIOLENT and other.event_type not in _VIOLENT:
        return False
    return bool(_SELF.search(one.hit.text)) != bool(_SELF.search(other.hit.text))


def _works_agree(one: Statement, other: Statement) -> bool:
    """Whether not one of two sentences tells what was built, and one what was shut or opened."""
    if other.event_type != "border_closure_or_infrastructure":
        return True
    texts = (one.hit.text, other.hit.text)
    built, shut = ({bool(what.search(text)) for text in texts} for what in (_WORKS, _SHUTS))
    return len(built) == 1 or len(shut) == 1


def dates_agree(one: Statement, other: Statement) -> bool:
    """Whether both may have happened at one time: on one day, in its week, or when is untold."""
    a, b = one.when, other.when
    if a is None or b is None or a.edtf == b.edtf:
        return True
    if a.edtf is None or b.edtf is None:
        # a weekday of an undated report is one of its own week, not of a year that it names
        return "weekday" not in {a.rule, b.rule}
    short = sorted((a.edtf.rstrip("~?%"), b.edtf.rstrip("~?%")), key=len)
    return short[1].startswith(short[0]) or _holds(a.edtf, b.edtf) or _holds(b.edtf, a.edtf)


def _holds(wide: str, narrow: str) -> bool:
    """Whether a week, a weekend or the like has a day in it that another date names."""
    if len(narrow.rstrip("~?%")) != _DAY or "/" not in wide:
        return False
    period, day = parse_edtf(wide), parse_edtf(narrow)
    if period.start is None or period.end is None or day.start is None or day.end is None:
        return False
    return period.start <= day.start and day.end <= period.end


def _numbers_agree(one: Statement, other: Statement) -> bool:
    """Whether no figure contradicts another; "the other two" is part of a whole."""
    a, b = _main_count(one), _main_count(other)
    if a is None or b is None or a.is_part or b.is_part or a.best == b.best:
        return True
    if max(a, b, key=lambda count: count.best).is_sum:
        return True
    arrests = one.event_type == other.event_type == "arrest" and not (one.goes_on or other.goes_on)
    if arrests and one.people.arrested and other.people.arrested:
        return False  # "the owner was arrested too": another than the two who were caught
    return min(a.best, b.best) == 1 and (
        max(a.best, b.best) == _PAIR or not _both_dated(one, other)
    )


def _both_dated(one: Statement, other: Statement) -> bool:
    """Whether two statements tell different dates, be it a week and a day in it."""
    dates = {s.when.edtf if s.when is not None else None for s in (one, other)}
    return None not in dates and len(dates) > 1


def _in_country(a: RolePlace, b: RolePlace, atlas: Atlas) -> bool:
    """Whether a place may lie in a country that another is."""
    country, place = (a, b) if a.mention.sort == "country" else (b, a)
    if place.mention.sort != "name" or country.role != "happened" or not place.mention.ids:
        return place.mention.sort != "country"
    return atlas.place(place.mention.ids[0]).country == country.mention.ids[0]


def _main_count(statement: Statement) -> Count | None:
    """Return the number that tells incidents apart: of the dead, the arrested, the others."""
    people = statement.people
    if statement.family == "killing":
        return people.killed or (people.involved if statement.event_type != "attack" else None)
    return people.arrested or people.involved


def _places_agree(one: Statement, other: Statement, atlas: Atlas) -> bool:
    """Whether both may have happened at one place: the same, one in the other, or unknown."""
    a, b = here(one), here(other)
    if a is None or b is None or a.mention.ids == b.mention.ids:
        return True
    if "country" in {a.mention.sort, b.mention.sort}:
        return _in_country(a, b, atlas)
    if (
        a.mention.sort != "name"
        or b.mention.sort != "name"
        or not a.mention.ids
        or not b.mention.ids
    ):
        return True
    p, q = atlas.place(a.mention.ids[0]), atlas.place(b.mention.ids[0])
    if "river" in {p.kind, q.kind}:
        return True
    if p.kind == "province" or q.kind == "province":
        return p.admin1 == q.admin1 or None in {p.admin1, q.admin1}
    units = {p.place_id, p.admin2, p.seat_of} & {q.place_id, q.admin2, q.seat_of} - {None}
    sure = {a.role, b.role} <= {"happened", "near"}
    return bool(units) or not sure


def _passed(place: RolePlace, statement: Statement) -> bool:
    """Whether somebody had left a place before what is told, or went on to it afterwards."""
    role = "departure" if place.start < statement.hit.start else "destination"
    return place.role in {role, "handover"}


def _arrived(found: list[RolePlace], statement: Statement) -> list[RolePlace]:
    """Leave out where somebody was before: "left a post in X, crossed into Y and killed four"."""
    named = [p for p in found if p.role == "destination" and p.mention.sort == "name"]
    towns = [p for p in named if p.rule not in _WIDER and p.start < statement.hit.start]
    reached = max((p.start for p in towns), default=0)
    return [p for p in found if p.start >= reached]


def _of_clause(found: list[RolePlace], statement: Statement) -> list[RolePlace]:
    """Leave out the places of a clause that follows, where others are told."""
    return [p for p in found if not p.is_after(statement.hit.start)] or found


@lru_cache(maxsize=64)  # every statement of a report is held against those before it
def here(statement: Statement) -> RolePlace | None:
    """Return the place of a statement at which it happened: the narrowest, the nearest.

    Where somebody is killed or arrested is neither the place that he came from nor one to which
    others went on.
    """
    found = statement.near
    if statement.event_type not in MOVES:
        found = [p for p in found if not _passed(p, statement)]
        found = _arrived(found, statement) if len(found) >= _PAIR else found
    return _nearest(found, statement)


def on_way(statement: Statement) -> RolePlace | None:
    """Return the place from which those came, or to which they went on, of whom it is told."""
    if statement.event_type in MOVES:
        return here(statement)
    return _nearest([p for p in statement.near if _passed(p, statement)], statement)


def _nearest(found: list[RolePlace], statement: Statement) -> RolePlace | None:
    """Return the narrowest of some places, and of those the nearest."""
    found = _of_clause(found, statement) if len(found) >= _PAIR else found
    if len(found) < _PAIR:
        return found[0] if found else None
    crossing = statement.event_type == "border_crossing"
    roles: tuple[str, ...] = ("destination", *HERE) if crossing else (*HERE, "destination")
    away = {"departure", "facing"}
    if statement.event_type == "repatriation":
        roles, away = ("handover", *roles), {"facing"}
    return min(
        found,
        key=lambda p: (
            p.rule == DEED,
            p.mention.is_far and (crossing or p.role == "destination"),
            p.mention.resolution == "ambiguous",
            fineness(p),
            p.role in away,  # "arrested two who had come back from X"
            all(p is not own for own in statement.places),
            roles.index(p.role),
            p.rule in _WIDER,
            abs(p.start - statement.hit.start),
        ),
    )
