"""Nouns that name people, and where in a sentence they stand."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from borderviz.articles.inflection import is_thing, nouns
from borderviz.articles.kept import Kept
from borderviz.articles.patterns import by_letter
from borderviz.articles.searches import Caseless, Deferred, Span, joined, opened

_NATION: Final = (
    r"(?-i:(?:[A-Z][a-z]+ )?(?:[A-Z][a-z]+(?:ean|ican|sian|nian|lian|rian|dian){s}(?<!Dalian)"
    r"|German{s}|[A-Z][a-z]+ese)(?=\s*(?:[.,;:()–—·]|$)|\s+(?:who|whom|that|was|were|had|has|have"
    r"|is|are|from|in|at|on|and|or|of|by|with|to|into|near|through|over|across|last|back|while|when"
    r"|after|for|dead|fled|swam|ran|[a-z]+ed|[a-z]+ly|·)\b))"
)
"""Nouns that name people of a nation, and not adjectives: "a Chinese", no "Chinese telephone"."""
SEVERAL: Final = by_letter(
    rf"people|persons?|residents?|{_NATION.replace('{s}', 's')}|"
    r"defectors?|escapees?|refugees?|soldiers?|troops|guards?"
    r"|border guards?|men|man|"
    r"women|woman|boys?|girls?|children|child|kids?|smugglers?|traders?"
    r"|brokers?|civilians?|officers?|"
    r"agents?|students?|colleagues?|comrades?|journalists?|reporters?"
    r"|officials?|workers?|citizens?|"
    r"individuals?|members?|villagers?|farmers?|fishermen|teenagers?|youths?|adults?|infants?|"
    r"bab(?:y|ies)|inmates?|prisoners?|detainees?|missionar(?:y|ies)|pastors?|activists?|suspects?|"
    r"fugitives?|deserters?|servicemen|servicem[ae]n|crossers?"
    r"|would-be defectors?|victims?|others?|"
    r"laborers?|labourers?|merchants?|cadres?|wom[ae]n|bodies|corpses|deaths|fatalities|daughters?|"
    r"sons?|brothers?|sisters?|relatives|parents|couples?|widows?|miners?|drivers?|sailors?|"
    r"policem[ae]n|assailants?|attackers?|gunmen|intruders?|migrants?|evaders?|hunters?|herders?"
    r"|conscripts?|loggers?|buyers?|couriers?|householders?|tourists?|porters?|sellers?|dealers?"
    r"|peddlers?|neighbou?rs?|nieces?|nephews?|cousins?|friends?|bystanders?|passengers?"
    r"|crew(?:m[ae]n)?|households|lives|foreigners?|locals"
    r"|nationals?|pupils?|engineers?|volunteers?|veterans?|pilots?|diplomats?|waitresses|waitress"
    r"|sergeants?|privates?|captains?|lieutenants?|marines?|monks?|priests?|orphans?|compatriots?"
    r"|accomplices?|companions?|operatives?|aides?|pensioners?|reservists?|grandchildren|grandparents|(?:grand|step)(?:sons?|daughters?)"
    r"|(?:seamstr|waitr|actr|laundr|host|steward)ess(?:es)?"
    r"|corporals?|colonels?|majors?|clients?|newlyweds|occupants?|deputies|deputy|judges?|lawyers?"
    r"|nurses?|arrests|executions|more(?=\s*(?:[.,;·]|$)|\s+(?:on|in|at|to|from|by|was|were)\b)"
    r"|(?!regimen|specimen|abdomen|omen)[a-z]{3,}(?:men|women)|(?:civil|technic|music|physic)ians?"
    r"|(?!(?:door|floor|motor|tractor|mirror|corridor|color|detector|sector|reactor|monitor|projector"
    r"|generator|elevator|excavator)s?\b)[a-z]{3,}[tsil]ors?"
    r"|(?:merch|peas|serv|inform|inf|lieuten|serge|assist|particip|inhabit|defend)ants?"
    r"|boatm[ae]n|ferrym[ae]n|watchm[ae]n|countrym[ae]n|runaways?|vagrants?|divers?|apprentices?"
    r"|(?!committees|degrees|levees|fees)[a-z]{3,}(?:ees|ists|smen|swomen)"
    r"|(?!(?:lett|numb|schoon|trawl|freight|tank|cruis|pap|off|ord|bord|riv|quart|trail|contain|cent|corn|pow|draw|show|tow"
    r"|bunk|count|ent|lock|chapt|ladd|cov|lay|sh|(?:kilo|centi)?met|comput|lit|not|off)ers\b)"
    r"[a-z]{3,}[^aeiou\W]ers"
)
ONE_PERSON: Final = by_letter(
    rf"person|resident|{_NATION.replace('{s}', '')}|defector|escapee"
    r"|refugee|soldier|guard|man|woman|boy|girl|child|"
    r"smuggler|trader|broker|civilian|officer|agent|student|colleague|journalist|reporter|official|"
    r"worker|citizen|individual|villager|farmer|teenager|inmate|prisoner"
    r"|missionary|pastor|activist|"
    r"suspect|fugitive|deserter|serviceman|merchant|cadre|mother|father"
    r"|daughter|son|brother|sister|"
    r"sibling|relative|husband|wife|driver|miner|laborer|labourer|private"
    r"|sergeant|lieutenant(?! (?:colonel|general|commander))|captain|"
    r"guardsman|guide|cameraman|nurse|doctor|teacher|commander|sniper|leader"
    r"|manager|director|fisherman|policeman|widow|youth"
    r"|hunter|conscript|logger|buyer|courier|chief|foreman|clerk|gatherer|neighbou?r|niece"
    r"|nephew|cousin|friend|ringleader|seller|dealer|peddler|thief"
    r"|intruder|farmhand|crewman|sentry|cook|herder"
    r"|shopkeeper|hairdresser|crosser|bather|swimmer|grandmother|grandfather|aunt|uncle|tailor"
    r"|sailor|infant|baby|peasant|recruit|corporal|reservist|pensioner|traveller"
    r"|passenger|porter|local|foreigner"
    r"|angler|hiker|camper|diver|pilot|pupil|national|engineer|mechanic|electrician|carpenter"
    r"|welder|shepherd|vendor|translator|interpreter|preacher|monk|priest|ferryman|boatman|watchman"
    r"|gunman|toddler|newborn|schoolgirl|schoolboy|orphan|bride|major|colonel|trooper|marine"
    r"|attacker|assailant|robber|burglar|killer|murderer|kidnapper|trafficker|infiltrator|athlete"
    r"|lodger|tenant|roommate|classmate|cellmate|deputy|adjutant|mastermind|go-between|deacon|client|occupant|hostage|head|soldier"
    r"|(?:\d{1,2}|[a-z]+(?:-[a-z]+)?)-year-old(?=\s+(?:was|had|has|who|from|in|at|on|and|of|drowned"
    r"|died|fled|[a-z]+ed)\b|[.,;]|\s*$)"
    r"|singer|professor|lecturer|waiter|waitress|housewife|landlord|landlady|migrant|secretary"
    r"|accountant|companion|inspector|detective|prosecutor|judge|lawyer|diplomat|spy|operative|veteran"
    r"|volunteer|accomplice|apprentice|runaway|bystander|customer|medic|surgeon|midwife|mayor"
    r"|owner|changer|instructor|operator|keeper|plasterer|bricklayer|painter|baker|butcher|barber"
    r"|gardener|gambler|trapper|picker|(?:wood|reed|grass)cutter|helper|innkeeper|captive"
    r"|(?:school|head|post|station)master|bridegroom"
    r"|(?:seamstr|actr|laundr|host|steward)ess"
    r"|(?!committee|coffee|degree|guarantee|levee|employee of|three\b)"
    r"[a-z]{3,}(?:ee|ist|sman|swoman)|American"
)
"""Nouns that name one person."""
KIN: Final = by_letter(
    r"son|daughter|wife|husband|mother|father|brother|sister|sibling|child|baby|niece|nephew"
    r"|cousin|aunt|uncle|grandmother|grandfather|grandson|granddaughter|infant|toddler|newborn"
    r"|friend|companion|colleague|neighbou?r|commander|superior|officer|leader"
)
"""Nouns that name one person by whose he is."""
NO_NOUN: Final = (
    r"(?:and|or|but|of|in|on|at|to|into|onto|were|was|had|has|have|who|whom|whose|that|which|when"
    r"|while|because|as|by|for|from|with|without|the|an?|they|we|i|he|she|it|is|are|after|before|over"
    r"|about|under|near|nearby|upon|since|until|through|during|along|across|against"
    r"|outside|inside|between|behind|beside|out|back|away|down|off|up|around|late|early|last|this"
    r"|dead|alive|home|there|here|then|again|too|also|both|not|never|so|his|her|their|its|than"
    r"|plus|said|says|told|fled|ran|swam|shot|went|came|got|left|took|carrying|trying|wearing"
    r"|accused|named|called|surnamed|identified|known|aged|charged|wanted|born|caught|held)\b"
)
"""Words that are no noun, as pronouns are not, and that part a noun from what leads to it."""
_ONE: Final = re.compile(rf"(?:{ONE_PERSON}|former|latter)\b", re.IGNORECASE)
_SEVERAL: Final = re.compile(rf"{SEVERAL}\b", re.IGNORECASE)
_KIN: Final = re.compile(rf"{KIN}\b", re.IGNORECASE)
_OF_NATION: Final = re.compile(_NATION.replace("{s}", "s?"))
_NOTHING: Final = "(?!)"
_TOKEN: Final = re.compile(r"[\w’'-]+")
_LOWER: Final = re.compile(r"\b[a-z][a-z’-]+")
_NO_NOUN: Final = re.compile(NO_NOUN)
_LISTED: Final = "person"
"""The class of ``nouns.csv`` whose nouns name people."""
_TEXTS: Final = 16


@dataclass(slots=True, eq=False)  # a field of a named tuple takes three times as long to read
class Marked:
    """Where the words of a text begin, and which of them, by number, may name people.

    Attributes
    ----------
    starts : list of int
        The last one is where the text ends.
    one, several, kin : list of int
        The words that `ONE_PERSON` may match, and "the former"; `SEVERAL`; `KIN`.
    listed : list of Span
        Where nouns stand that ``nouns.csv`` lists as persons, and as no thing.
    nations : bool
        Whether one of the words names people of a nation, which only its capital tells.
    """

    starts: list[int]
    one: list[int]
    several: list[int]
    kin: list[int]
    listed: list[Span]
    nations: bool

    def before(self, words: list[int], within: int) -> list[Span]:
        """Return where what goes on with one of some words stands, or with the word after."""
        starts = self.starts
        spans = [(starts[max(0, word - within)], starts[word + 1]) for word in words]
        return spans if len(spans) == 1 else joined(spans)

    def nearest(self, at: int, words: list[int]) -> int:
        """Return how many words after that at a spot the first of some stands; many if nowhere."""
        word = bisect_right(self.starts, at) - 1
        nearest = bisect_left(words, word)
        return words[nearest] - word if nearest < len(words) else sys.maxsize


@dataclass(frozen=True, slots=True)
class _Naming:
    """Whom a word may name, and where in it nouns stand of nations, and those that are listed."""

    one: bool
    several: bool
    kin: bool
    nation: tuple[int, ...]
    listed: tuple[Span, ...]


def _read(word: str) -> _Naming | None:
    """Return how a word names people, with what stands around it; None for one that does not."""
    parts = _TOKEN.findall(word)
    one, several, kin = (any(map(noun.match, parts)) for noun in (_ONE, _SEVERAL, _KIN))
    nation = tuple(at.start() for at in _TOKEN.finditer(word) if _OF_NATION.match(at[0]))
    listed = tuple(part.span() for part in _LOWER.finditer(word) if _is_listed(part[0]))
    return _Naming(one, several, kin, nation, listed) if one or several or kin or listed else None


def _is_listed(noun: str) -> bool:
    return _LISTED in nouns().get(noun, ()) and not is_thing(noun) and _NO_NOUN.match(noun) is None


@cache
def _naming() -> Kept[str, _Naming | None]:
    return Kept(_read)


@lru_cache(maxsize=_TEXTS)
def people_in(text: str) -> Marked:
    """Return which words of a text may name people; a pattern for them is tried nowhere else."""
    known, words, named = _naming(), text.split(), []
    starts: list[int] = []
    at = 0
    for number, word in enumerate(words):
        starts.append(at)
        at += len(word) + 1
        if (naming := known[word]) is not None:
            named.append((number, naming))
    if at != len(text) + 1:
        starts = _spread(text, words)
    starts.append(len(text))
    one: list[int] = []
    several: list[int] = []
    kin: list[int] = []
    listed: list[Span] = []
    nations = False
    for number, naming in named:
        at = starts[number]
        if naming.one:
            one.append(number)
        if naming.several:
            several.append(number)
        if naming.kin:
            kin.append(number)
        for start, end in naming.listed:
            listed.append((at + start, at + end))
        for part in naming.nation:
            nations = nations or _OF_NATION.match(text, at + part) is not None
    return Marked(starts, one, several, kin, listed, nations)


def without_nations(pattern: str) -> str:
    """Return a pattern with nouns for people without those that only their capitals tell."""
    for noun in (_NATION.replace("{s}", "s"), _NATION.replace("{s}", "")):
        pattern = pattern.replace(noun, _NOTHING)
    return pattern


class OfPeople:
    """A pattern with nouns that name people, which ignores case but in those of a nation.

    Few sentences hold one of these: in the others it is held against small letters.

    Parameters
    ----------
    pattern : str
        A regular expression with `SEVERAL` or `ONE_PERSON`.
    """

    def __init__(self, pattern: str) -> None:
        self._whole = Deferred(pattern, re.IGNORECASE)
        self._small = Caseless(without_nations(pattern))

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """Return what stands at a spot; it may be in small letters."""
        if people_in(text).nations:
            return self._whole.match(text, at)
        return self._small.match(opened(text).small, at)


def _spread(text: str, words: list[str]) -> list[int]:
    """Return where the words of a text begin some of which stand further apart."""
    at = 0
    starts: list[int] = []
    for word in words:
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
    return starts
