"""How many people a trigger tells of: who was killed, who was arrested, who was in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from borderviz.articles.anybody import somebody_at
from borderviz.articles.groups import add
from borderviz.articles.korean import is_korean, korean_subject
from borderviz.articles.numbers import Count, numbers_in
from borderviz.articles.searches import Phrase
from borderviz.articles.subjects import CLAUSE, count_names, find_subject, passive_start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borderviz.articles.lexicon import Hit
    from borderviz.articles.people import People

_PASSIVE: Final = Phrase(r"\b(?:was|were|been|being|be|got|get|is|are)\s+(?:[\w’'-]++\s++){0,2}$")
_INTRANSITIVE: Final = frozenset({
    "died", "drowned", "drowning", "froze", "starved", "burned", "bled", "perished",
    "succumbed", "lost", "committed", "took", "fled", "escaped", "defected", "crossed",
    "slipped", "vanished", "disappeared", "went", "gone", "never", "did", "had",
    "surrendered", "entered", "swam", "came", "got", "left", "deserted", "ran", "tried",
    "trying", "attempted", "attempting", "sought", "seeking", "made", "washed", "taken",
    "found", "poisoned", "swallowed", "drank", "stood", "walked", "absconded", "floated",
    "paddled", "rafted", "reached", "hanged", "strayed", "sneaked", "snuck", "waded", "rowed",
    "drifted", "arrived", "wandered", "infiltrated", "jumped", "climbed", "asked", "spent",
    "served", "ended", "landed",
})  # fmt: skip
_TAKEN: Final = frozenset({
    ("arrest", "took"), ("arrest", "taken"), ("arrest", "made"), ("repatriation", "took"),
    ("repatriation", "taken"), ("repatriation", "made"), ("execution", "hanged"),
})  # fmt: skip
"""Words that take no object where somebody dies or flees, but one where others act."""
_NAME: Final = r"[A-Z][a-z]+(?:[ -][A-Za-z][a-z]+){0,2}"
_NAMED_OBJECT: Final = re.compile(
    rf"\s+{_NAME}(?P<more>(?:,\s{_NAME})*,?\sand\s[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*)(?![’']s)"
)
_NAMED_INSIDE: Final = re.compile(
    r"\s[A-Z][a-z]+(?P<more>(?:,\s[A-Z][a-z]+)*,?\sand\s[A-Z][a-z]+)\s"
)
_BY: Final = re.compile(r"\s+by\s+")
_ALSO_PASSIVE: Final = Phrase(
    r"\b(?:was|were|been)\s+(?:[a-z]+ly\s+)?[a-z]+(?:ed|en|ght|eld|ept|ent|aught|ot|aken)\b[^;“”]*"
    r"\band\s+(?:(?:then|later|subsequently|eventually|finally|also|soon|immediately)\s+)?$"
)
"""What stands before the second participle after one "were": "were held and then sent back"."""
_RELATIVE: Final = Phrase(r"\b(?:whom|that|which)\s+(?:[\w’'-]++\s++){0,4}$")
_NO_OBJECT: Final = re.compile(
    r"\s*(?:[.,;·]|$|(?:by|in|on|at|while|when|after|near|for|through|to|via|across|over|before|outside"
    r"|inside|under|behind|within|without|from|trying"
    r"|(?:off|away|out|down|up|home|together)\s*(?:[.,;·]|$|(?:by|to|from|in|on|at|into|for)\b)"
    r"|attempting|last|this|and|back|during|as|along)\b)",
    re.I,
)
_KILLING: Final = Phrase(
    r"\b(?:killing|claiming the lives of|leaving)\s+(?P<det>(?:its|all|the)\s+)?(?=\w)",
)
_TAKING: Final = Phrase(
    r"\b(?:arresting|detaining|seizing|rounding up|capturing|taking(?: away)?|hauling|leading"
    r"|marched|loaded|hauled|dragged|bundled|led away|took away)\s+"
    r"(?P<det>(?:its|all|the)\s+)?",
)
_BY_THE_WAY: Final = 120
"""Characters after a verb within which a participle tells what else came of it."""
_STOP: Final = re.compile(r"[.;]")
_CAME_FOR: Final = re.compile(r"c[ao]m(?:e|ing) (?:back )?for\b", re.IGNORECASE)
"""Before whom somebody comes for stands no aside: "came for the manager"."""
_WOUNDED: Final = re.compile(
    r"(?!.*\b(?:fatally|mortally|killed|died|dead)\b).*\b(?:wounded|injured|hurt|grazed)\b", re.I
)
_REACH: Final = 45
"""Characters after a verb within which its object stands."""
_LEAD: Final = 60
"""Characters before a word in which the small words stand that lead to it."""
_NEIGHBOUR: Final = 400
"""Characters between a trigger and another that tells more of the same event."""
_BODIES: Final = re.compile(r"\b(?:(?P<one>body|corpse)|bodies|corpses|remains)\b")
_ASIDE_OF: Final = re.compile(
    r"\b(?:by|before|in front of|with|while|when|after|because|watched|who|for|near)\b", re.I
)
"""What stands between a verb and people on whom it does not act: "shot in front of 800"."""
_IN_FRONT: Final = (" before", " in front of", " by")
"""The end of a trigger after which no object stands: "tried before 300 people"."""
_ONLY_PEOPLE: Final = frozenset({"killed", "arrested"})
"""What triggers count that act on nothing but people."""
_DEALS: Final = (
    r"(?:speak|spoke|talk|chat|phon|call|deal|trad|do(?:ing|ne)? business|correspond|in touch"
    r"|in contact|connect|communicat|argu|quarrel|fight|fought|work|meet|met)[a-z]*"
)
"""What is done with somebody who shares nothing of what then befalls: "while speaking with"."""
_WITH: Final = re.compile(
    rf"^(?![^.;]*\b{_DEALS}\b)[^.;]{{0,70}}\b"
    r"(?:(?:with|alongside)\s+(?:(?:his|her|their|my)\s+)?|in the same [a-z]+ as\s+)$"
    r"|^[^.;]{0,150}\band with (?:her|him|them)\s+(?:the\s+)?$",
    re.I,
)
_BESIDE: Final = r"(?:along with|together with|alongside|as well as|as were|as was)"
_ALONG: Final = re.compile(
    rf"^(?:[^.;]|\b[A-Z]\.){{0,120}}\b{_BESIDE}"
    r"\s+(?:(?:his|her|their|my)\s+)?$",
    re.I,
)
_IN_COMPANY: Final = Phrase(rf"\b(?:with|in (?:a|the same)|{_BESIDE})\b")
"""What a sentence holds that tells who was with somebody."""
_BESIDES: Final = Phrase(rf"\b{_BESIDE}\b")
_ESCORT: Final = re.compile(
    r"\b(?:officials?|officers?|agents?|guards?|polic\w+|escorts?|soldiers?|diplomats?)$"
)
"""Those who bring others back."""
_DIED: Final = re.compile(r"(?:drowned|perished|froze|starved|burned|vanished)\b", re.IGNORECASE)
"""Deaths that who is with somebody shares."""
_LED_BY: Final = re.compile(r"(?:together |along )?with\s+(?:(?:my|his|her|their|our)\s+)?", re.I)
_JUST_WITH: Final = re.compile(
    r"(?:,?\s+(?:in|from|of|aged)\s[^,;.]{1,30}?)?,?\s+(?:together |along )?with\s+"
)
_GROUP_OF: Final = re.compile(r"^[^.;]{0,90}\bin (?:a|the same)\s+$", re.I)
"""What stands between a verb and the whole of which somebody was part: "in a group of 40"."""
_FINISHED: Final = re.compile(
    r"\bshot\s+(?:there\s+|(?:in|at|near)\s[^.;,]{1,40}?\s)?"
    r"(?:on the spot|without trial|for\s+(?:stealing|selling|smuggling"
    r"|killing|murder(?:ing)?|theft|spying|espionage|treason|trafficking|helping|hiding|watching"
    r"|distributing|slaughtering|butchering|embezzling|listening|spreading|having [a-z]+)"
    r"|in public|publicly|by (?:a |the )?firing squads?"
    r"|[^.;]{0,60}?\b(?:in front of|before) (?:[\w’'-]+ ){0,3}?(?:thousands|hundreds|crowds?"
    r"|residents|villagers|onlookers|spectators|townspeople|workers|pupils|students))\b",
    re.IGNORECASE,
)
"""What tells that somebody was put to death by a shot: "shot for stealing copper"."""
_DIED_OF_IT: Final = re.compile(
    r"[^.;]{0,60}?(?:\bso (?:badly|severely|hard|savagely|seriously)\b[^.;]{0,40}?\bthat (?:he|she)"
    r"|, who) (?:later |soon |then |has since )?(?:died|bled to death)\b"
)
"""What follows when somebody died of what was done to him: "beat a man so badly that he died"."""
_ACCUSED: Final = re.compile(r"\baccused of\b", re.IGNORECASE)
_SHOT: Final = re.compile(r"(?:was|were|been) shot$", re.IGNORECASE)
_CALLED_IN: Final = re.compile(r"question|interrogat|summon|barred\b")
"""What an office does to people, and to nothing else."""
_CAUGHT: Final = re.compile(r"(?:caught|arrested|seized)\b", re.IGNORECASE)
"""What opens a trigger of a smuggler's arrest."""
_PAIR: Final = 2
_OFFICIAL: Final = frozenset({
    "order_or_decree", "border_closure_or_infrastructure", "surveillance_or_raid"
})  # fmt: skip
"""Types of what an office does."""
_TOGETHER: Final = frozenset({"arrest", "repatriation", "border_crossing", "defection_attempt"})
"""Types in which whoever is with somebody shares what happens to him."""
_SHARED: Final = _TOGETHER | {"death", "execution", "shooting"}
_MOVES: Final = frozenset({"border_crossing", "defection_attempt", "smuggling"})
"""Types in which the subject moves, whatever he takes along."""


@dataclass(slots=True)  # not frozen: to make a frozen one takes three times as long
class Tally:
    """The numbers of a statement; each None where it is not told."""

    killed: Count | None = None
    arrested: Count | None = None
    involved: Count | None = None

    @property
    def best(self) -> tuple[int | None, int | None, int | None]:
        """The best figures, for comparing statements."""
        return tuple(c.best if c else None for c in (self.killed, self.arrested, self.involved))  # type: ignore[return-value]

    @property
    def is_told(self) -> bool:
        """Whether any of them is told."""
        return (self.killed or self.arrested or self.involved) is not None


def tally(people: People, hit: Hit, hits: list[Hit]) -> Tally:
    """Return the numbers that a trigger and its neighbours in the sentence tell."""
    told = _tally(people, hit, hits)
    if people.group is None:
        return told
    killed, arrested, involved = (
        people.group if count is not None and count.is_borrowed else count
        for count in (told.killed, told.arrested, told.involved)
    )
    return Tally(killed, arrested, involved)


def _tally(people: People, hit: Hit, hits: list[Hit]) -> Tally:
    """Return the numbers of a trigger: what its type does not read is not sought."""
    kind = hit.trigger.event_type
    if kind in _OFFICIAL:
        return _called_upon(people, hit, hits)
    if kind in {"shooting", "death", "execution"}:
        return _dead(people, hit, hits)
    if kind == "attack":
        killed, arrested = _told(people, hit, hits, "killed", "arrested")
        killed = killed or _killed_besides(people, hit)
        return Tally(killed, arrested, _agent(people, hit) or _attacker(people, hit))
    if kind == "arrest":
        killed, arrested = _told(people, hit, hits, "killed", "arrested")
        if killed is None and _grave(hits):
            killed = _killed_besides(people, hit)
        return Tally(killed, arrested, arrested or _told(people, hit, hits, "involved")[0])
    if kind in _MOVES:
        arrested, involved = _told(people, hit, hits, "arrested", "involved")
        arrested = arrested or (involved if _is_caught(people, hit) else None)
        return Tally(None, arrested, involved)
    return Tally(None, None, _told(people, hit, hits, "involved")[0])


def _told(people: People, hit: Hit, hits: list[Hit], *sorts: str) -> list[Count | None]:
    """Return the numbers of some sorts that a trigger tells, else those beside it."""
    found: dict[str, Count] = {}
    near = (h for h in hits if h is not hit and abs(h.start - hit.start) <= _NEIGHBOUR)
    for other in (hit, *near):
        sort = _sort(other)
        if sort not in sorts or sort in found or (count := _counted(people, other)) is None:
            continue
        if other.trigger.event_type in _SHARED:
            count = _with_companions(people.text, other, count, people.groups)
        found[sort] = count
    return [*map(found.get, sorts)]


def _sort(hit: Hit) -> str:
    """Return of which sort those are whom a trigger counts: killed, arrested or involved."""
    if hit.trigger.count == "killed":
        return "involved" if _WOUNDED.match(hit.text) else "killed"
    return "arrested" if hit.trigger.count == "arrested" else "involved"


def _called_upon(people: People, hit: Hit, hits: list[Hit]) -> Tally:
    """Return the numbers of what an office does; who is arrested is told beside a raid."""
    visited = _visited(people, hit)
    if hit.trigger.event_type != "surveillance_or_raid":
        return Tally(None, None, visited)
    arrested = _told(people, hit, hits, "arrested")[0] or _participle(people, hit, _TAKING)
    return Tally(None, arrested, visited or arrested)


def _dead(people: People, hit: Hit, hits: list[Hit]) -> Tally:
    """Return the numbers of a trigger that tells of dead or wounded."""
    killed, arrested, involved = _told(people, hit, hits, "killed", "arrested", "involved")
    killed = killed or _killed_besides(people, hit)
    most = involved if involved and (not killed or involved.best >= killed.best) else killed
    if killed is None and _was_put_to_death(people, hit):
        killed = _counted(people, hit)
    if hit.trigger.event_type != "shooting":
        return Tally(killed, None, most)
    return Tally(killed, arrested, _killers(people, hit) or most)


def _killed_besides(people: People, hit: Hit) -> Count | None:
    """Return who was killed as another verb tells: "opened fire, killing three"."""
    return _participle(people, hit, _KILLING) or _died(people, hit)


def _died(people: People, hit: Hit) -> Count | None:
    """Return who died of a shot or of blows: "shot one of them dead", "beat him so … that"."""
    kind = hit.trigger.event_type
    if kind == "shooting" and people.text.startswith(" dead", hit.end):
        return _counted(people, hit)
    if kind == "attack" and _DIED_OF_IT.match(people.text, hit.end):
        return Count(hit.start, hit.end, 1, 1, 1, "")
    return None


def _was_put_to_death(people: People, hit: Hit) -> bool:
    """Whether somebody was shot for what he did: "shot for spying", "accused of …, was shot"."""
    accused = _SHOT.search(hit.text) and _ACCUSED.search(people.text, 0, hit.start)
    return bool(accused or _FINISHED.search(people.text, hit.start, hit.end + _BY_THE_WAY))


def _visited(people: People, hit: Hit) -> Count | None:
    """Return whom an office called upon, where a number is told: "searched six homes of …"."""
    if _CALLED_IN.search(hit.text) and _is_passive(people, hit):
        visited = _subject(people, hit)
    else:
        visited = _object(people, hit) if hit.trigger.count == "involved" else None
    return visited if visited is not None and visited.noun and visited.best else None


def _participle(people: People, hit: Hit, verbs: Phrase) -> Count | None:
    """Return whom an event killed or arrested by the way: "opened fire, killing three"."""
    match = verbs.search(people.text, hit.end, hit.end + _BY_THE_WAY)
    if match is None or _STOP.search(people.text, hit.end, match.start()):
        return None
    spots = (match.start("det"), match.end()) if match["det"] else (match.end(),)
    found = next(filter(None, (_people_at(people, spot) for spot in spots)), None)
    return found if found is not None and found.best else None


def _grave(hits: Iterable[Hit]) -> bool:
    return any(hit.trigger.count == "killed" for hit in hits)


def _is_passive(people: People, hit: Hit) -> bool:
    return bool(passive_start(hit.text) or _auxiliary(people, hit))


def _auxiliary(people: People, hit: Hit) -> re.Match[str] | None:
    """Return the auxiliary of the passive that stands before a participle."""
    return _PASSIVE.search(people.text, max(0, hit.start - _LEAD), hit.start)


def _is_caught(people: People, hit: Hit) -> bool:
    """Whether somebody was arrested with what he smuggled: "was caught with 40 kilograms of"."""
    return _CAUGHT.match(hit.text) is not None and _is_passive(people, hit)


def _subject(people: People, hit: Hit) -> Count | None:
    alone = hit.trigger.count in _ONLY_PEOPLE or hit.trigger.event_type in _TOGETHER
    anybody = alone or _is_caught(people, hit)
    found = find_subject(people.text, people.groups, hit.start, hit.text, anybody=anybody)
    return found if found is not None and found.best else None


def _agent(people: People, hit: Hit) -> Count | None:
    """Return who did what was suffered: "was set upon by three men"."""
    by = _BY.match(people.text, hit.end)
    found = None if by is None else _people_at(people, by.end())
    return found if found is not None and found.best else None


def _attacker(people: People, hit: Hit) -> Count | None:
    """Return who attacked; whom something befell did not."""
    return None if _is_passive(people, hit) else _subject(people, hit)


def _killers(people: People, hit: Hit) -> Count | None:
    """Return who shot whom, where both are told: "a deserter shot dead two farmers"."""
    if not passive_start(hit.text) and _participle(people, hit, _KILLING):
        return _subject(people, hit)
    if hit.trigger.count != "killed" or _auxiliary(people, hit):
        return None
    if (shot := _whom(people, hit)) is None or shot.start < hit.start:
        return None
    return _subject(people, hit)


def _people_at(people: People, at: int) -> Count | None:
    return next((g for g in people.groups if g.start == at), None) or somebody_at(people.text, at)


@lru_cache(maxsize=16)  # each trigger of a group is counted for each of them
def _counted(people: People, hit: Hit) -> Count | None:
    """Return whom a trigger counts, where a number is told."""
    found = korean_subject(hit.start, people.groups) if is_korean(hit.text) else _whom(people, hit)
    return found if found is not None and found.best else None


def _whom(people: People, hit: Hit) -> Count | None:
    """Return whom a trigger counts: before it in the passive, after it in the active voice."""
    text = people.text
    if (inside := _inside(people, hit)) is not None:
        return inside
    first = hit.text.split()[0].lower()
    alone = first in _INTRANSITIVE and (hit.trigger.event_type, first) not in _TAKEN
    if alone or _is_passive(people, hit):
        return _subject(people, hit)
    if (names := _NAMED_INSIDE.search(hit.text)) is not None:
        return count_names(hit.start, hit.end, names["more"])
    if hit.trigger.event_type in _MOVES and hit.trigger.form == "verb":
        mover, taken = _subject(people, hit), _object(people, hit)
        return mover or taken if hit.trigger.event_type == "smuggling" else taken or mover
    found = _object(people, hit)
    if found is not None or hit.trigger.form != "verb":
        return found
    goes_on = _ALSO_PASSIVE.search(text, max(0, hit.start - _BY_THE_WAY), hit.start)
    return _subject(people, hit) if goes_on else _without_object(people, hit)


def _without_object(people: People, hit: Hit) -> Count | None:
    """Return whom a participle without its auxiliary counts: "two men arrested", "nine held"."""
    text = people.text
    if _NO_OBJECT.match(text, hit.end):
        beside = (g for g in people.groups if hit.start - g.end in {0, 1})
        return next(beside, None) or _subject(people, hit)
    if (relative := _RELATIVE.search(text, 0, hit.start)) is None:
        return None
    return next((g for g in reversed(people.groups) if g.end <= relative.start()), None)


def _inside(people: People, hit: Hit) -> Count | None:
    """Return the number that the words of a trigger hold: "took two men away", "all three"."""
    start, end = hit.start, hit.end
    inside = [group for group in people.groups if start < group.end and group.start < end]
    if inside and (found := _acted_on(people.text, hit, inside)) is not None:
        return found
    if (body := _BODIES.search(hit.text.lower())) is not None:
        return _bodies(people, hit, body)
    if not _moves_people(hit) or (verb := _end_of_verb(hit)) == end:
        return None
    spots = (verb + 1, *(at for at in numbers_in(people.text).starts if at >= verb))
    near = (spot for spot in spots if spot < end)
    acted = (spot for spot in near if not _ASIDE_OF.search(people.text, verb, spot))
    named = (somebody_at(people.text, spot) for spot in acted)
    return next(filter(None, named), None)


def _end_of_verb(hit: Hit) -> int:
    came = _CAME_FOR.match(hit.text)
    return hit.start + (came.end() if came else len(hit.text.split()[0]))


def _acted_on(text: str, hit: Hit, inside: list[Count]) -> Count | None:
    """Return the first of those in the words of a trigger on whom it acts."""
    verb = _end_of_verb(hit)
    found = next((g for g in inside if not _ASIDE_OF.search(text, verb, g.start)), None)
    return found if found is not None and (hit.trigger.count or not found.noun) else None


def _bodies(people: People, hit: Hit, body: re.Match[str]) -> Count | None:
    """Return how many bodies were found: "seven bodies", "the bodies of a couple and a baby"."""
    start, end = hit.start + body.start(), hit.start + body.end()
    for group in people.groups:
        if group.start <= start < group.end or re.fullmatch(
            r"\s+of\s+(?:the\s+)?", people.text[end : group.start]
        ):
            return group
    return Count(start, end, 1, 1, 1, "body") if body["one"] else None


def _object(people: People, hit: Hit) -> Count | None:
    """Return the number right after a trigger: "arrested two men", "shot him", "took the two"."""
    text = people.text
    if hit.text.lower().endswith(_IN_FRONT):
        return None
    near = (
        g for g in people.groups
        if hit.end <= g.start <= hit.end + (_REACH if g.noun else 1) or g.start <= hit.end < g.end
    )  # fmt: skip
    after = next(near, None)
    if after is not None and not CLAUSE.search(text, hit.end, after.start):
        if hit.trigger.count in _ONLY_PEOPLE and _ASIDE_OF.search(text, hit.end, after.start):
            return None
        return after
    if names := _NAMED_OBJECT.match(text, hit.end):
        return count_names(names.start(), names.end(), names["more"])
    return somebody_at(text, hit.end + 1) if _moves_people(hit) else None


def _moves_people(hit: Hit) -> bool:
    """Whether a trigger acts on nothing but people, so that any noun after it is a person."""
    return hit.trigger.count in _ONLY_PEOPLE or hit.trigger.event_type == "repatriation"


def _with_companions(text: str, hit: Hit, count: Count, groups: tuple[Count, ...]) -> Count:
    """Add those whom somebody had with him: "she was arrested with her son"."""
    if _IN_COMPANY.search(text) is None:
        return count
    besides = _BESIDES.search(text) is not None
    killed = hit.trigger.count == "killed" and not _DIED.match(hit.text)
    end = hit.end - len(" with") if hit.text.endswith(" with") else hit.end
    for other in groups:
        if other.noun.endswith("ese") or abs(other.start - hit.end) > _NEIGHBOUR:
            continue  # "with three Chinese telephones"
        if hit.trigger.event_type == "repatriation" and _ESCORT.search(other.noun):
            continue  # "put on a train with three officials"
        later = other.start > hit.start
        after = text[max(end, count.end) : other.start] if later else "."
        beside = after if later else text[count.end : other.start]
        if besides and _ALONG.match(beside):
            return add(count, other)._replace(is_sum=True)
        if count.best > _PAIR or count.start > hit.end:
            continue
        if other.best > count.best and _GROUP_OF.match(after):
            return other
        if not killed and (_is_beside(text, count, other) or _WITH.match(after)):
            return add(count, other)
    return count


def _is_beside(text: str, count: Count, other: Count) -> bool:
    """Whether others stand beside somebody: "a woman with two girls", "with two girls I …"."""
    if other.start >= count.end:
        return bool(_JUST_WITH.fullmatch(text, count.end, other.start))
    between = text[other.end : count.start].strip(" ,")
    return not between and bool(_LED_BY.fullmatch(text, 0, other.start))
