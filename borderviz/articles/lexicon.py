"""The words that tell events: ``triggers.csv``, read into patterns found by their first word.

==========  ===========================================================================
column      what it says
==========  ===========================================================================
type        the type of the event; ``last`` is the type of the event told before
form        ``verb`` states it by itself; ``noun`` names it and needs more beside it (``deed``,
            in `frames`: a noun with a verb that says that it took place)
count       whom a number beside it counts: killed, arrested, involved; blank for nobody
weight      how plainly the words state an event, 1 to 3
words       the first word: alternatives between bars; Korean stems stand alone
then        a regular expression for what must follow; after ``!``, for what must not
==========  ===========================================================================

Logs and captions tell in the present tense: ``present.csv`` lists those forms beside the words of
the past that ``triggers.csv`` has. Both files may be read, and corrected, by somebody who does
not program.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from borderviz.articles.gates import Gate, pieces_in
from borderviz.articles.kept import Kept
from borderviz.articles.patterns import DIGIT, OPENING, needs_of, pieces_of, plain
from borderviz.articles.searches import Caseless, opened
from borderviz.articles.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    _Gate = Gate[tuple["Trigger", Caseless]]

PRECEDENCE: Final = (
    "execution", "shooting", "death", "attack", "arrest", "repatriation", "smuggling",
    "border_crossing", "defection_attempt", "surveillance_or_raid", "order_or_decree",
    "border_closure_or_infrastructure", "other",
)  # fmt: skip
"""Which type an event gets of which several could be told."""
_HANGUL: Final = re.compile("[가-힣]")
_UNSAID: Final = r"(?!다면|더라면|을\s?경우|을\s?것|을\s?수)"
"""What makes a Korean verb of the past a supposition."""
_NEXT: Final = re.compile(r"[\s,]+(?P<word>\w*)\W?")
_LETTERS: Final = 1 + OPENING
"""Letters after the word of a trigger by which is told how what follows opens."""
_FOLLOWERS: Final = 1 << 10
"""Such letters that are kept of each of its two thousand words: a dozen of them meet as many."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One row of the lexicon; `number` is its line in `file`, `then` what must follow."""

    number: int
    event_type: str
    form: str
    count: str
    weight: int
    then: str
    file: str = "triggers.csv"


@dataclass(slots=True, eq=False)  # not frozen: to make a frozen one takes ten times as long
class Hit:
    """A trigger in a sentence: ``text[start:end]``."""

    start: int
    end: int
    trigger: Trigger
    text: str

    def as_type(self, event_type: str, *, count: str | None = None) -> Hit:
        """Return it as a statement of another type, with what that counts where it differs."""
        count = self.trigger.count if count is None else count
        return replace(self, trigger=replace(self.trigger, event_type=event_type, count=count))


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the room's tables."""
    text = resources.files("borderviz.articles").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def holds_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of some words; a loop, since it is asked for every pattern."""
    for word in words:  # noqa: SIM110 - a generator costs twice as much
        if word in text:
            return True
    return False


@cache
def _by_word() -> Mapping[str, tuple[Trigger, ...]]:
    found: dict[str, list[Trigger]] = defaultdict(list)
    for number, row in enumerate(read_rows("triggers.csv"), start=2):
        about = (row["type"], row["form"], row["count"], int(row["weight"]))
        trigger = Trigger(number, *about, row["then"])
        for word in row["words"].split("|"):
            for form in _forms(word):
                found[form].append(trigger)
    return {word: tuple(triggers) for word, triggers in found.items()}


@cache
def _presents() -> Mapping[str, str]:
    """Return the word of the past of each form of the present."""
    rows = read_rows("present.csv")
    return {form: row["past"] for row in rows for form in row["present"].split("|")}


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row of ``reality.csv`` or ``roles.csv``: what it says where its side holds a pattern.

    One of the `needs` must stand on its side, one of the `pieces` in the sentence; they only
    save time. `of` is which triggers it is held against, empty where the file does not say;
    by their `number` rows are tried. `source` is the `pattern` as it is written.
    """

    number: int
    says: str
    of: str
    side: str
    needs: tuple[str, ...]
    pieces: tuple[str, ...] | None
    source: str
    pattern: Caseless

    def is_in(self, said: str, small: str) -> bool:
        """Whether its pattern is found in what is said on its side, also in `small` letters."""
        if not holds_any(small, self.needs):
            return False
        return self.pattern.search(small if self.pattern.is_small else said) is not None


def _needs(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of which one must stand on the side of a row; read from its pattern."""
    if row["needs"]:
        return tuple(dict.fromkeys(plain(row["needs"]).split("|")))
    return needs_of(row["pattern"]).pieces or ("",)


@cache
def side_rows(name: str) -> tuple[SideRow, ...]:
    """Return the rows of such a table, in the order in which they are tried."""
    return tuple(
        SideRow(
            number,
            row.get("reason") or row.get("role") or "",
            row.get("of", ""),
            row["side"],
            needs := _needs(row),
            pieces_of(needs, spaced=True),
            row["pattern"],
            Caseless(row["pattern"]),
        )
        for number, row in enumerate(read_rows(name))
    )


def gate_of(rows: Iterable[SideRow]) -> Gate[SideRow]:
    """Return rows so that those that a sentence may hold are found at once."""
    return Gate(map(_gated, rows))


@cache  # most rows are held against triggers of several sorts
def _gated(row: SideRow) -> tuple[SideRow, tuple[tuple[str, ...] | None, ...]]:
    """Return a row with the pieces of which a sentence must hold some."""
    needs = needs_of(row.source)
    return row, (row.pieces, needs.pieces, *needs.also)


def rows_in(rows: Gate[SideRow], text: str) -> tuple[SideRow, ...]:
    """Return the rows of which a sentence holds what they need: the others hold nowhere in it."""
    return rows.among(pieces_in(text))


@cache
def _triggers_of(word: str) -> tuple[_Opener, ...]:
    """Return the triggers of a word of the file, with what each needs.

    It is told when a word is first met: of most words none ever is in one run.
    """
    return tuple(map(_opener, _by_word()[word]))


class _Opener(NamedTuple):
    """A trigger, what must follow its word, how that may open, and of which pieces it needs one."""

    trigger: Trigger
    rest: Caseless
    openings: tuple[str, ...] | None = None
    pieces: tuple[tuple[str, ...] | None, ...] = ()

    def may_go_on(self, begun: str | None) -> bool:
        """Whether what begins so after its word may be its rest; None where no word follows."""
        if self.openings is None or begun is None:
            return self.openings is None
        if begun.startswith(self.openings) or (begun[:1].isdecimal() and DIGIT in self.openings):
            return True
        return len(begun) < OPENING and any(o.startswith(begun) for o in self.openings)


@cache  # most rows have several words
def _opener(trigger: Trigger) -> _Opener:
    """Return a trigger with how what follows its word may open, and what that needs."""
    then = trigger.then
    if not then:
        return _Opener(trigger, Caseless(""))
    if then.startswith("!"):
        return _Opener(trigger, Caseless(rf"(?!\s+(?:{then[1:]}))"))
    needs = needs_of(then)
    known = needs.openings is not None and " " not in needs.openings
    rest = Caseless(rf"[\s,]+(?!but\b)(?:{then})")
    openings = tuple(needs.openings or ()) if known else None
    return _Opener(trigger, rest, openings, (needs.pieces, *needs.also))


@cache
def _following() -> Mapping[str, Kept[str, _Gate | None]]:
    """Return of each word the triggers that some letters after it go on with; None for none.

    Most words that open a trigger are frequent ones, and most of what follows them opens none.
    """
    return {word: Kept(partial(_that_go_on, word), most=_FOLLOWERS) for word in _by_word()}


def _that_go_on(word: str, said: str) -> _Gate | None:
    after = _NEXT.match(said)
    begun = after and f"{after['word']} "[: after.end() - after.start("word")]
    rows = tuple(row for row in _triggers_of(word) if row.may_go_on(begun))
    return _gate(rows) if rows else None


@cache  # much that follows lets the same go on
def _gate(rows: tuple[_Opener, ...]) -> _Gate:
    return Gate(((row.trigger, row.rest), row.pieces) for row in rows)


def _forms(word: str) -> Iterator[str]:
    """Yield a word of the file, with and without a letter marked as optional."""
    yield word.replace("?", "")
    if "?" in word:
        yield re.sub(r".\?", "", word)


def find_triggers(
    text: str,
    before: str | None = None,
    *,
    present: bool = False,
    others: Iterable[Hit] = (),
) -> tuple[Hit, ...]:
    """Return the triggers of a sentence in order; of those that overlap the plainest, then longest.

    `before` is the type that "it happened" means; without it that says nothing. `present` says
    that what happened is told in the present tense; `others` were found in another way.
    """
    hits = [*_korean_hits(text), *others]
    small = opened(text).small
    # all words first: a trigger that is met for the first time adds what a sentence is held for
    named = _words_with_triggers(text, small, present=present)
    held = pieces_in(text)
    for (start, ends), rows, only in named:
        for trigger, rest in rows.among(held):
            if only and trigger.form != only:
                continue
            if match := rest.match(small if rest.is_small else text, ends):
                plain = _meant(trigger, before)
                if plain is not None:
                    hits.append(Hit(start, match.end(), plain, text[start : match.end()]))
    return _plainest(hits) if len(hits) > 1 else tuple(hits)


def _plainest(hits: list[Hit]) -> tuple[Hit, ...]:
    """Return in order the hits that no plainer or longer one overlaps."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_rank):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: hit.start))


def _words_with_triggers(
    text: str, small: str, *, present: bool
) -> list[tuple[tuple[int, int], _Gate, str]]:
    """Return where the words of a text stand that may open triggers, with these, of which form."""
    words, following = words_of(text), _following()
    spans, told = words.spans, [(words.said, "")]
    if present:
        told.append((tuple(_presents().get(said, "") for said in words.said), "verb"))
    return [
        (spans[at], gate, only)
        for said, only in told
        for at, word in enumerate(said)
        if word in following
        and (gate := following[word][small[(end := spans[at][1]) : end + _LETTERS]]) is not None
    ]


@cache
def _korean() -> re.Pattern[str]:
    """Return the Korean words of the file as one pattern: stems, which endings follow."""
    words = sorted((w for w in _by_word() if _HANGUL.match(w)), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)}){_UNSAID}")


def _korean_hits(text: str) -> Iterator[Hit]:
    if not text.isascii() and _HANGUL.search(text):
        for match in _korean().finditer(text):
            for trigger in _by_word()[match[0]]:
                yield Hit(match.start(), match.end(), trigger, match[0])


def _meant(trigger: Trigger, before: str | None) -> Trigger | None:
    """Return a trigger with the type it means: "it happened" means what was told before."""
    if trigger.event_type == "last":
        return None if before is None else replace(trigger, event_type=before)
    return trigger


def _rank(hit: Hit) -> tuple[int, int, int, int]:
    trigger = hit.trigger
    return (-trigger.weight, PRECEDENCE.index(trigger.event_type), hit.start - hit.end, hit.start)
