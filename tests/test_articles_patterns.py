"""Patterns are looked for only where they may match: what is found must be what `re` finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz.articles.gates import Gate, Pieces, pieces_in
from borderviz.articles.kept import Kept
from borderviz.articles.lexicon import find_triggers, read_rows, side_rows
from borderviz.articles.patterns import by_letter, needs_of, pieces_of
from borderviz.articles.places import PlaceMention
from borderviz.articles.reality import clause_start, unreal
from borderviz.articles.roles import RolePlace
from borderviz.articles.searches import Phrase
from borderviz.articles.sides import OneSide

REPORTS = Path(__file__).parent / "data" / "articles" / "reports.jsonl"
WORDS = ("a", "an", "The", "two", "twofold", "shot", "is", "it’s", "12", "7", "1a", "사람", "x_y")
TEXTS = st.lists(st.sampled_from((*WORDS, "İs", "ŞOT", ",", "-", "\n")), max_size=12).flatmap(
    lambda parts: st.sampled_from((" ", "", "  ")).map(lambda gap: gap.join(parts))
)
ATOMS = st.sampled_from(
    (*WORDS, r"\d", r"\d{1,2}", r"\w+", r"\s+", " ", "[ai]", "[^t]", "[1-9]", "an?", "sho+", r"\b")
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part}){{0,2}}"),
        inner.map(lambda part: f"(?:{part}\\s)+"),
        inner.map(lambda part: f"(?!{part})"),
    ),
    max_leaves=8,
)
TURN = r";|[,.]?\s+but\s+|,\s+(?:although|though|while|whereas)\s+"
HELD_AGAINST = {
    "any": lambda _: True,
    "noun": lambda hit: hit.trigger.form == "noun",
    "moving": lambda hit: hit.trigger.event_type in {"border_crossing", "defection_attempt"},
    "unordered": lambda hit: hit.trigger.event_type != "order_or_decree",
    "participle": lambda hit: not hit.text.split()[0].endswith("ing"),
}


def spans(matches):
    return [match.span() for match in matches]


@settings(max_examples=50)
@given(PATTERNS, TEXTS)
def test_a_phrase_is_found_where_its_pattern_is(pattern, text):
    needs = needs_of(rf"\b{pattern}")
    if needs.openings is None or not needs.at_word or " " in needs.openings:
        with pytest.raises(ValueError, match="may begin anywhere"):
            Phrase(rf"\b{pattern}")
        return
    phrase, compiled = Phrase(rf"\b{pattern}"), re.compile(rf"\b{pattern}", re.IGNORECASE)
    assert spans(phrase.finditer(text)) == spans(compiled.finditer(text))
    middle = len(text) // 2
    for start, end in ((middle, len(text)), (0, middle)):
        found, known = phrase.search(text, start, end), compiled.search(text, start, end)
        assert (found and found.span()) == (known and known.span())


def test_numbers_are_found_in_their_order_whatever_they_begin_with():
    text = "2 traders, 1 guard and 20 women"
    assert [match[0] for match in Phrase(r"\b\d{1,2}\s").finditer(text)] == ["2 ", "1 ", "20 "]


@settings(max_examples=50)
@given(st.lists(PATTERNS, min_size=1, max_size=6), TEXTS, st.sampled_from((0, re.IGNORECASE)))
def test_alternatives_by_their_letter_match_as_they_do_in_order(alternatives, text, flags):
    plain = "|".join(alternatives)
    found = re.finditer(by_letter(plain), text, flags)
    assert spans(found) == spans(re.finditer(f"(?:{plain})", text, flags))


def test_alternatives_of_one_letter_are_one():
    assert (
        by_letter(r"man|(?:an?)|miner|m[ae]n|a?x|girl")
        == r"(?:m(?:an)|(?:an?)|m(?:iner|[ae]n)|a?x|g(?:irl))"
    )


@settings(max_examples=50)
@given(PATTERNS, TEXTS)
def test_a_text_that_matches_holds_a_piece(pattern, text):
    needs, pieces = needs_of(pattern), Pieces()
    for some in (needs.pieces, *needs.also):
        pieces.add(some or ())
        if some is not None and re.search(pattern, text, re.IGNORECASE):
            assert pieces.held(text) & pieces.bits(some)


def test_what_is_added_later_is_found_too():
    pieces = Pieces()
    pieces.add(["shot"])
    assert pieces.held("a gunshot") == pieces.bits(["shot"]) != 0
    assert pieces.add(["gun", "shot"])
    assert pieces.held("a gunshot") == pieces.bits(["shot", "gun"]) > pieces.bits(["shot"])
    assert not pieces.add(["gun"])


@pytest.mark.parametrize(
    ("pattern", "openings", "pieces"),
    [
        (r"\b(?:an?|one|the first)\s+man\b", {"a ", "an ", "one ", "the "}, ("man",)),
        (r"\b(?P<n>\d{1,3}|ten) days", {"0", "ten "}, ("days",)),
        (r"(?<!was )(?:January|Jan\b\.?)", {"janu", "jan "}, ("jan",)),
        (r"(?:[\w-]+ ){0,6}?in front of the\b", None, ("front",)),
        (r"(?:\w+ )?", None, None),
    ],
)
def test_needs(pattern, openings, pieces):
    needs = needs_of(pattern)
    assert needs.openings == openings
    assert needs.pieces == pieces


def test_what_stands_in_each_of_several_parts_is_needed_too():
    pattern = r"\b(?:May|June) \d\d?, (?:in )?(?P<y>(?:19|20)\d\d)(?: at noon)?"
    assert needs_of(pattern).also == (("19", "20"),)
    gate = Gate([("date", (needs_of(pattern).pieces, *needs_of(pattern).also))])
    assert gate.among(pieces_in("on June 3, 2019")) == ("date",)
    assert gate.among(pieces_in("on June 3,")) == gate.among(pieces_in("in 2019")) == ()


def test_no_more_is_kept_than_there_is_room_for():
    asked = []
    lengths = Kept(lambda word: asked.append(word) or len(word), most=2)
    for word in ("a", "to", "a", "off", "a"):
        assert lengths[word] == len(word)
        assert len(lengths) <= 2
    assert asked == ["a", "to", "off", "a"]


def test_pieces_are_parts_of_words():
    assert pieces_of(["no ", "in front of", "known"]) == ("front", "no")
    assert pieces_of([""]) is None
    assert pieces_of(["a ", "another"]) is None  # no sentence is without that letter
    assert pieces_of(["명"]) == ("명",)


def test_pieces_tell_where_a_word_begins_or_ends():
    assert pieces_of(["no ", " rule", "to be"], spaced=True) == (" be", " rule", "no ")
    pieces = Pieces()
    pieces.add(["no ", " rule"])
    assert pieces.held("no ruler") == pieces.bits(["no ", " rule"])
    assert pieces.held("north, overruled") == 0


def test_no_row_of_the_lexicon_is_passed_over_where_it_matches():
    texts = [json.loads(line)["text"] for line in REPORTS.read_text("utf-8").splitlines()]
    matched = 0
    for row in read_rows("triggers.csv")[::8]:
        needs, pieces = needs_of(row["then"]).pieces, Pieces()
        pieces.add(needs or ())
        pattern = re.compile(rf"\b(?:{row['words']})[\s,]+(?:{row['then']})", re.IGNORECASE)
        for text in texts if needs is not None and not row["then"].startswith("!") else ():
            if pattern.search(text):
                matched += 1
                assert pieces.held(text) & pieces.bits(needs), row
    assert matched


def test_rows_held_against_a_side_are_those_whose_patterns_are_found():
    texts = [json.loads(line)["text"] for line in REPORTS.read_text("utf-8").splitlines()]
    rows = [row for row in side_rows("roles.csv") if row.side == "before"]
    sources = [row["pattern"] for row in read_rows("roles.csv") if row["side"] == "before"]
    compiled = [re.compile(source, re.IGNORECASE) for source in sources]
    side, matched = OneSide(rows), set()
    for text in texts:
        for place in re.finditer(r"\b(?:in|at|of|from|to|near|for|across) (?:the )?", text):
            lead = text[max(0, place.end() - 90) : place.end()]
            small = lead.lower()
            expected = [
                row.says
                for row, pattern in zip(rows, compiled, strict=True)
                if pattern.search(lead) and any(need in small for need in row.needs)
            ]
            assert [row.says for row in side.holding(lead, small)] == expected, lead
            matched.update(expected)
    assert {"happened", "origin", "destination", "source"} <= matched


def test_a_trigger_is_unreal_for_the_first_rule_whose_pattern_is_found():
    rules = [(row, re.compile(row["pattern"], re.IGNORECASE)) for row in read_rows("reality.csv")]
    reports = [json.loads(line)["text"] for line in REPORTS.read_text("utf-8").splitlines()]
    reasons = set()
    for text in (part for report in reports for part in re.split(r"(?<=[.!?])\s+", report)):
        for hit in find_triggers(text):
            opens = clause_start(text, hit.start)
            turns = re.finditer(TURN, text[: hit.start], re.IGNORECASE)
            wide = max([0, hit.start - 240, *(turn.end() for turn in turns)])
            sides = {
                "before": text[opens : hit.start],
                "wide": text[wide : hit.start],
                "after": text[hit.end : hit.end + 60],
                "told": text[opens : hit.end],
            }
            of = {sort for sort, held in HELD_AGAINST.items() if held(hit)}
            of.add(hit.trigger.event_type)
            found = (
                row["reason"] for row, pattern in rules
                if row["of"] in of and pattern.search(sides[row["side"]])
            )  # fmt: skip
            reason = next(found, None)
            reasons.add(reason)
            by_itself = {"", "points back", "planned, feared, ordered or asked about"}
            assert unreal(text, hit) in (by_itself if reason is None else {reason}), text
    assert {None, "", "denied", "a purpose", "no people"} <= reasons


@pytest.mark.parametrize(
    "text", ["Two cows died as well.", "The wages they sent back were small.", "A film was shot."]
)
def test_what_happens_to_things_and_animals_happens_to_no_people(text):
    assert {unreal(text, hit) for hit in find_triggers(text)} == {"no people"}


@pytest.mark.parametrize(
    ("name", "deed", "after"),
    [("Musan", "shot", False), ("Hyesan", "shot", True), ("Hyesan", "crossed", False)],
)
def test_a_place_is_after_what_was_told_before_its_clause(name, deed, after):
    said = "Guards shot a man in Musan, and another crossed at Hyesan."
    at = said.index(name)
    mention = PlaceMention(at, at + len(name), name, "name", ("p",), "resolved", "", "town")
    place = RolePlace(at, at + len(name), mention, "happened", "before: happened", said)
    assert place.is_after(said.index(deed)) is after
