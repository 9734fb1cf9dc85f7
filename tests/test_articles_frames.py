"""Who does what to whom: each frame tells its event; what is done to things tells none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from test_articles_wordings import types_drafted

from borderviz.articles.frames import find_frames
from borderviz.articles.inflection import nouns, nouns_of
from borderviz.articles.lexicon import read_rows

FRAMES = Path(__file__).parent / "data" / "articles" / "frames.csv"
NOTHING = [
    "A thermal camera captured a dot near Ganghwa on May 3.",
    "Talks on the customs house were held in Dandong on May 3.",
    "The river was captured on video near Hyesan on May 3.",
    "The road crossed the river near Namyang on May 3.",
    "Activists pray for the women jailed in Shenyang since May 3.",
    "Rumours that the police marched nine women back over the bridge at Tumen spread on May 3.",
    "The ministry plans to march nine women back over the bridge at Tumen on May 3.",
    "Nine traders will be led away from the market in Hyesan on May 3.",
    "It is not clear whether agents fetched two nurses from the ward in Hyesan on May 3.",
    "After the attack, nothing was said in Musan on May 3.",
    "The fence by the only paved street of Onsong was quiet on May 3.",
    "She said in Hoeryong that he fled after he had been beaten by his squad leader.",
    "They were sent to a labor camp in Musan.",
    "A stray dog was shot near a hotel in Pyongyang on May 3.",
    "The team from Rason never made it to the final on May 3.",
    "A worker fell from the roof in Sinuiju on May 3 but was not hurt.",
    "The family was tied to the land and took pride in it in Musan on May 3.",
    "Prices in Hyesan fell on May 3, the county having sealed itself off.",
    "Prices shot up in Hyesan after May 1.",
    "The bridge at Dandong was built by the Japanese before the war.",
    "An order for 200 tons of rice was placed with a company in Dandong on May 2.",
    "The two sides talked about opening a new bridge at Dandong on May 3.",
    "A film that tells of a murder in Dandong was shown in Seoul on May 3.",
    "Police did not say who shot the man in Dandong on May 3.",
    "The guards asked her to hurt her ankle no more in Musan on May 3.",
    "The only paved street in Musan was crowded on May 3.",
    "The cook, who was to have sailed from Rason on May 3, turned back.",
    "Two villagers in Uiju asked to be sent back over the bridge on May 3.",
    "The ministry dismissed as groundless a rumour about Hyesan on May 3.",
    "The crossing in Musan has made the price of rice a matter of luck since May 3.",
    "Reports from the region indicate increased patrols in Musan on May 3.",
    "Their raft hit a log near Linjiang on May 3 and turned over.",
    "Two cousins lost heart near Changbai on May 3 and turned back.",
    "A delegation crossed the bridge at Dandong on May 3.",
    "A sentry was returned to his post in Musan on May 3.",
    "A driver was sent back to his unit in Musan on May 3.",
    "The patrol took the two for smugglers in Junggang on May 3.",
    "Some 1,300 defectors had entered South Korea by May 3.",
    "A guard was taken off duty in Musan on May 3.",
    "A widow was carried across the street in Yanji on May 3.",
    "A driver was caught in traffic in Dandong on May 3.",
    "The builders handed over a new school in Rason on May 3.",
    "The Red Cross called on May 3 for the return of the fishermen.",
    "An agreement on the return of fishermen was signed in Dandong on May 3.",
    "A fire brigade was sent to Musan on May 3 to help with the harvest.",
]


def told():
    with FRAMES.open(encoding="utf-8", newline="") as rows:
        return [(row["event_type"], row["sentence"]) for row in csv.DictReader(rows)]


def test_each_clause_is_drafted_with_its_type(korea):
    given = told()
    found = types_drafted([text for _, text in given], korea)
    missed = [(w, f) for w, f in zip(given, found, strict=True) if w[0] not in f]
    assert missed == []


def test_each_frame_is_told_by_a_sentence_of_its_type():
    stated = {(hit.trigger.number, kind) for kind, text in told() for hit in find_frames(text)}
    rows = enumerate(read_rows("frames.csv"), start=2)
    assert [(n, row["does"]) for n, row in rows if (n, row["type"]) not in stated] == []


def test_the_nouns_of_some_classes_are_those_of_each():
    assert {"decree", "decrees", "canoe"} <= nouns_of(frozenset({"order", "vehicle"}))
    assert nouns_of(frozenset({"order"})) == {n for n, its in nouns().items() if "order" in its}


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_done_to_things_or_not_done_is_not_drafted(korea, text):
    assert types_drafted([text], korea) == [set()]
