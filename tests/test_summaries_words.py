"""What was counted, in sentences: those of the map page, in its languages, with their numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from test_summaries import ACROSS, AWAY, CERTAIN, DISPUTED, HALF, UNDATED, tables

from borderviz import state_findings
from borderviz.errors import InputError
from borderviz.summaries import load_words, range_words
from borderviz.summaries.words import tenths

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "ko", "zh")
ZONES = pd.DataFrame({"rule_id": ["rule"], "label": ["2 km zone"]})


def stated(*rows, language="en"):
    (statement,) = state_findings(*tables(*rows), ZONES, language=language)
    return statement


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_those_of_the_page(language):
    script = ROOT / f"borderviz/page/viewer/src/languages/{language}.js"
    page = dict(re.findall(r'^ {2}"([\w.]+)": "(.*)",$', script.read_text("utf-8"), re.MULTILINE))
    words = load_words(language)
    shared = [key for key in words if key in page]
    assert len(shared) > 25
    assert {key: words[key] for key in shared} == {key: page[key] for key in shared}
    headline = {key for key in page if re.match(r"headline\.(?!how|other\b|choose|short)", key)}
    assert headline <= set(shared)


def test_every_word_is_there_in_every_language_with_the_same_gaps():
    english = load_words("en")
    for language in LANGUAGES[1:]:
        words = load_words(language)
        assert words.keys() == english.keys()
        for key, text in words.items():
            singular = key.endswith(".one")  # which not every language has
            assert singular or key == "joint" or text, key
            gaps = set(re.findall(r"{\w+}", english[key]))
            assert singular or set(re.findall(r"{\w+}", text)) == gaps, key


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([CERTAIN, HALF, AWAY], "Between 1 and 2 of 3 incidents"),
        ([CERTAIN, AWAY], "1 of 2 incidents"),
        ([CERTAIN, CERTAIN], "All 2 incidents"),
        ([AWAY, ACROSS], "None of the 2 incidents"),
        ([HALF | {"is_aggregate": True}], "No incident to count"),
    ],
)
def test_the_first_number_is_the_range(rows, headline):
    assert stated(*rows).headline == headline


def test_a_paragraph_says_what_the_range_holds_and_what_it_leaves_out():
    killed = {"killed_low": 3, "killed_best": 3, "killed_high": 4}
    rows = [
        CERTAIN | killed, DISPUTED, ACROSS, UNDATED | {"date": "XXXX-05-28"},
        HALF | {"is_aggregate": True},
    ]  # fmt: skip
    text = str(stated(*rows))
    assert text.startswith(
        "Between 1 and 3 of 4 incidents lay inside “2 km zone” while it was in force. 1: those "
    )
    for part in (
        "The expected number is 1.5, if",
        "1 are not in that number: their time or place is not known.",
        "1 of them have no stated year",
        "1 happened on the other bank",
        "1 reported totals are not counted here.",
        "3–4 killed, as reported of 1 of 4 incidents; of the others no number is known.",
        "Of these, inside the zone while it was in force: 3–4.",
        "Basis: 4 incidents, 4 reports, 4 independent origins.",
    ):
        assert part in text
    assert "arrested" not in text  # of which nothing was reported


def test_sentences_in_korean_and_chinese():
    korean = str(stated(CERTAIN, HALF, language="ko"))
    assert korean.startswith("사건 2건 중 1~2건이 ‘2 km zone’ 안에서, 그 규칙이 시행되던 때에")
    chinese = str(stated(CERTAIN, HALF, language="zh"))
    assert chinese.startswith("2 起事件中有 1 至 2 起发生在“2 km zone”之内")
    assert "  " not in korean + chinese


def test_one_of_each_is_told_in_the_singular():
    assert stated(CERTAIN).basis == "Basis: 1 incident, 1 report, 1 independent origin."


def test_a_label_with_braces_is_a_label():
    zones = ZONES.assign(label="{low} {0} {}")
    (statement,) = state_findings(*tables(CERTAIN), zones)
    assert "“{low} {0} {}”" in str(statement)


def test_a_rule_may_have_a_label_in_the_language():
    labels = {"rule": "2 km 구역", "another": "x"}
    (statement,) = state_findings(*tables(CERTAIN), ZONES, language="ko", labels=labels)
    assert statement.rule == "2 km 구역"
    assert "‘2 km 구역’ 안에서" in str(statement)


def test_what_cannot_be_stated_is_named():
    with pytest.raises(InputError, match="nothing was joined with the rule 'other'"):
        state_findings(*tables(CERTAIN), ZONES, rules=["other"])
    with pytest.raises(InputError, match="summaries speak en, ko, zh, not 'fr'"):
        state_findings(*tables(CERTAIN), ZONES, language="fr")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(3, 3, "3"), (0, 10, "0–10"), (3, None, "at least 3"), (1200, 1200, "1\u202f200")],
)
def test_ranges_in_words(low, high, text):
    assert range_words(load_words("en"), low, high) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0.25, "0.3"), (2.5, "2.5"), (0.05, "0.1"), (1.449, "1.4"), (12, "12.0")]
)
def test_tenths_are_rounded_as_a_browser_does(number, text):
    assert tenths(number) == text
