"""Articles → drafts: reports written for these tests, held against what a person would code."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import borderviz as bv
from borderviz.articles import DRAFT_COLUMNS, MENTION_COLUMNS, Article, explain_draft, extract_parts
from borderviz.articles.numbers import find_counts, value_of
from borderviz.articles.sentences import split_sentences
from borderviz.cli import main
from borderviz.errors import InputError
from borderviz.events import check_events, read_events
from borderviz.schema import EVENT_COLUMNS

DATA = Path(__file__).parent / "data" / "articles"
REPORTS = DATA / "reports.jsonl"


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


CODED = [(entry["id"], event) for entry in lines(DATA / "gold.jsonl") for event in entry["events"]]
MAIN = [pair for pair in CODED if pair[1]["main"]]


@pytest.fixture(scope="module")
def reports_read(korea):
    return bv.extract_events([REPORTS], korea)


def draft_one(korea, text, **about):
    """Return the drafts of one text as a list of rows."""
    found = bv.extract_events([Article("a", text, **about)], korea)
    return found.drafts.to_dict("records")


def matching(drafts, article_id, event):
    types = {event["event_type"], *event["alt_event_types"]}
    rows = drafts[(drafts["article_id"] == article_id) & drafts["event_type"].isin(types)]
    return rows[
        [event["sentence"].startswith(q[:60]) or q in event["sentence"] for q in rows["quote"]]
    ]


@pytest.mark.parametrize(
    ("article_id", "event"), MAIN, ids=[f"{a}-{e['event_type']}" for a, e in MAIN]
)
def test_every_main_event_is_drafted_with_its_sentence(reports_read, article_id, event):
    assert len(matching(reports_read.drafts, article_id, event)) >= 1


def test_few_drafts_are_of_no_event(reports_read):
    drafts = reports_read.drafts
    coded = sum(bool(len(matching(drafts, article_id, event))) for article_id, event in CODED)
    assert coded / len(drafts) >= 0.75


def test_dates_and_numbers_are_those_of_the_event(reports_read):
    dates, numbers = [], []
    for article_id, event in CODED:
        rows = matching(reports_read.drafts, article_id, event)
        if rows.empty:
            continue
        dates.append(event["date_edtf"] in [d or None for d in rows["date"].fillna("")])
        numbers += [
            event[name] in rows[f"{name}_best"].dropna().tolist()
            for name in ("killed", "arrested")
            if event[name] is not None
        ]
    assert sum(dates) / len(dates) >= 0.85
    assert sum(numbers) / len(numbers) >= 0.85


def test_drafts_are_an_events_table_that_reads_back(reports_read, tmp_path):
    drafts = reports_read.drafts
    assert tuple(drafts.columns) == (*EVENT_COLUMNS, *DRAFT_COLUMNS)
    assert check_events(drafts).rejected.empty
    bv.write_events(drafts, tmp_path / "draft.csv")
    assert len(read_events(tmp_path / "draft.csv")) == len(drafts)


def test_offsets_count_the_characters_of_the_text(reports_read):
    texts = {entry["id"]: entry["text"] for entry in lines(REPORTS)}
    assert tuple(reports_read.mentions.columns) == MENTION_COLUMNS
    for row in reports_read.mentions.to_dict("records"):
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["mention"]
    for row in reports_read.drafts.to_dict("records"):
        assert texts[row["article_id"]][row["quote_start"] : row["quote_end"]] == row["quote"]


def test_the_same_articles_give_the_same_rows_however_they_are_divided(reports_read, korea):
    articles = [
        Article(e["id"], e["text"], e["title"], e["url"], e["outlet"], e["published"])
        for e in lines(REPORTS)
    ]
    parts = list(extract_parts(articles, korea, size=3))
    assert [part.articles for part in parts] == [3, 3, 3, 3, 3, 1]
    rows = [row for part in parts for row in part.drafts["event_id"]]
    assert rows == reports_read.drafts["event_id"].tolist()


NOTHING = [
    "Anyone caught crossing the river at Hyesan will be shot, residents were warned.",
    "No one was arrested in Musan on May 3, the source said.",
    "The authorities plan to arrest smugglers in Hoeryong.",
    "He will likely be executed, a source in Hyesan said.",
    "Residents of Onsong fear that they could be arrested.",
    "Smugglers are often arrested in Sinuiju.",
    "The arrested men are from Hyesan.",
    "If a family defects from Manpo, its neighbours are punished.",
    "Two people from Hyesan work in Dandong.",
    "People accused of smuggling fear arrest in Musan.",
    "Word that a trader had been executed in Musan proved to be false.",
    "Nor is there any truth in reports that a student was arrested in Musan on May 3.",
    "They would be handed back at Namyang and executed.",
    "Smuggling across the Yalu River is a serious offence.",
]
HAPPENED = [
    ("Two men accused of smuggling gold were executed in Hyesan on May 3.", "execution"),
    ("A man who did not stop and turned back was shot dead in Musan on May 3.", "shooting"),
    ("The suspect was captured in Musan on May 3.", "arrest"),
    (
        "North Korea is building a wall along the river in Musan.",
        "border_closure_or_infrastructure",
    ),
    ("The authorities sealed off the city of Hyesan on May 3.", "border_closure_or_infrastructure"),
    ("Up to 70 people may have been executed in Hyesan last year.", "execution"),
    ("The shooting took place in Musan on May 3.", "shooting"),
    ("A family took poison in Hoeryong on May 3.", "death"),
    ("Police raided two houses in Sinuiju on May 3.", "surveillance_or_raid"),
    ("Two women were handed back at Namyang on May 3.", "repatriation"),
    ("A soldier slipped across the river at Onsong on May 3.", "border_crossing"),
    ("Two residents smuggled copper into China at Musan on May 3.", "smuggling"),
    ("The ministry issued an order on May 3 to shoot intruders.", "order_or_decree"),
    ("A discharged soldier vanished in Hyesan on May 3.", "other"),
    ("A teacher hanged herself in Hyesan on May 3.", "death"),
    ("A thief was shot in front of the railway station in Hyesan on May 3.", "execution"),
    ("A sweep of the Hyesan market on May 3 netted 12 money changers.", "arrest"),
    ("The smugglers were brought to justice in Dandong on May 3.", "arrest"),
    ("A neighbor was taken in for interrogation in Musan on May 3.", "arrest"),
    ("Two cooks walked off their ship near Khasan on May 3.", "defection_attempt"),
    ("A truck carried 20 women, some of them ill, across the bridge at Namyang.", "repatriation"),
    (
        "The seizure of 30 kilograms of copper in Musan on May 3 alarmed traders.",
        "surveillance_or_raid",
    ),
    ("Tips led to a raid on a warehouse in Musan on May 3.", "surveillance_or_raid"),
    ("A letter led to the arrest of two porters in Musan on May 3.", "arrest"),
    ("Detectives in Dandong smashed an oil smuggling ring on May 3.", "surveillance_or_raid"),
    (
        "A barbed-wire fence, three meters high, was erected in Onsong in May 2021.",
        "border_closure_or_infrastructure",
    ),
    (
        "A curfew has been strictly enforced in Onsong since the thaw.",
        "border_closure_or_infrastructure",
    ),
]


@pytest.mark.parametrize(("text", "event_type"), HAPPENED)
def test_what_happened_is_drafted_with_its_type(korea, text, event_type):
    (row,) = draft_one(korea, text, published="2021-05-10")
    assert row["event_type"] == event_type
    assert row["quote"] == text


FRAGMENTS = st.sampled_from([
    "Two people were arrested ", "in Hyesan ", "on May 3", ", ", ". ", "\n", "“", "”",
    "the 25th Brigade ", "shot and killed ", "three of them ", "who fled ", "North Korea’s ",
    "혜산시에서 ", "around midnight ", "was lifted ", "a source said ", "between Musan and Onsong ",
    "the river ", "— ", "(AP) ", "not ", "four days later ", "In all, 20 people ", "“They ",
    "crossing ", "12", " km from ", "Mr. ", "Photo: ",
])  # fmt: skip


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=40).map("".join))
@settings(max_examples=150)
def test_any_text_is_read_and_drafts_hold_to_their_contract(korea, text):
    found = bv.extract_events([Article("a", text, published="2021-05-10")], korea)
    for row in found.drafts.to_dict("records"):
        assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
    for row in found.mentions.to_dict("records"):
        assert text[row["start"] : row["end"]] == row["mention"]
    if len(found.drafts):
        assert check_events(found.drafts).rejected.empty


KOREAN = [
    ("지난 3일 함경북도 온성군에서 여성 2명이 체포됐다고 소식통이 5일 전했다.",
     ("arrest", "2021-05-03", "Onsong", "arrested", 2)),
    ("5월 3일 두만강을 건너던 30대 남성이 군인들의 총에 맞아 사망했다.",
     ("shooting", "2021-05-03", "Tumen River", "killed", 1)),
    ("무산군에서 밀수꾼 네 명이 5월 3일 보위부에 붙잡혔다.",
     ("arrest", "2021-05-03", "Musan", "arrested", 4)),
    ("5월 3일 혜산시에서 부부가 탈북했다.",
     ("defection_attempt", "2021-05-03", "Hyesan", "involved", 2)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), KOREAN)
def test_korean_sentences_state_events_too(korea, text, expected):
    (row,) = draft_one(korea, text, published="2021-05-10")
    event_type, day, name, figure, count = expected
    assert (row["event_type"], row["date"], row["place_name"]) == (event_type, day, name)
    assert row[f"{figure}_best"] == count


def test_a_korean_supposition_is_no_event(korea):
    assert draft_one(korea, "그가 혜산시에서 체포됐다면 처벌을 피하기 어렵다.") == []


def test_korean_days_are_counted_on(korea):
    text = "5월 3일 혜산시에서 상인 5명이 체포됐다. 사흘 뒤에는 무산군에서 1명이 체포됐다."
    dates = [row["date"] for row in draft_one(korea, text, published="2021-05-10")]
    assert dates == ["2021-05-03", "2021-05-06"]


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_a_text_that_no_table_can_hold_is_set_aside(korea, bad):
    found = bv.extract_events([Article("a", f"Two people were arrested in Musan. {bad}")], korea)
    assert found.drafts.empty
    assert [aside.source for aside in found.set_aside] == ["a"]
    assert "NUL" in found.set_aside[0].reason


def test_it_happened_means_the_event_told_before(korea):
    text = (
        "Unknown men set upon a guard in Hyesan, a source said.\n"
        "It happened in the Wiyon district on May 3."
    )
    (row,) = draft_one(korea, text, published="2021-05-10")
    assert (row["event_type"], row["date"]) == ("attack", "2021-05-03")


def test_a_list_of_places_asks_for_a_look(korea):
    text = "The handovers took place in the cities of Tumen, Hunchun and Dandong on October 9."
    (row,) = draft_one(korea, text, published="2023-10-12")
    assert row["place"] == "Tumen"
    assert "2 more places are listed" in row["review"]


def test_an_attempt_and_how_it_ended_are_one_event(korea):
    text = (
        "A family of four tried to cross the Tumen River at Musan on May 3.\n"
        "They were arrested by border guards, a source in Hoeryong said."
    )
    (row,) = draft_one(korea, text, published="2021-05-10")
    assert (row["event_type"], row["date"], row["arrested_best"]) == ("arrest", "2021-05-03", 4)


def test_dates_go_with_their_own_verbs(korea):
    text = (
        "Two soldiers who slipped into Changbai on April 23 were caught on the evening of the 27th "
        "and handed back the next day."
    )
    rows = draft_one(korea, text, published="2012-04-30")
    assert [(row["event_type"], row["date"]) for row in rows] == [
        ("border_crossing", "2012-04-23"),
        ("arrest", "2012-04-27"),
        ("repatriation", "2012-04-28"),
    ]


def test_far_cities_where_sources_sit_are_not_inherited(korea):
    text = (
        "The group met in Seoul to talk about the case.\n"
        "Three people were executed on May 3, its head said."
    )
    (row,) = draft_one(korea, text, published="2021-05-10")
    assert row["place"] == "not stated"


@pytest.mark.parametrize("text", NOTHING)
def test_what_did_not_happen_is_no_event(korea, text):
    assert draft_one(korea, text) == []


PLACES = [
    ("Two people were arrested in Musan on May 3, a source in Hyesan said.", "Musan"),
    ("On May 3, two people from Hyesan were arrested in Musan.", "Musan"),
    ("A man who works in Dandong was arrested in Sinuiju on May 3.", "Sinuiju"),
    ("On May 3 two people from Hyesan were caught crossing the Tumen River.", "Tumen River"),
    ("HOERYONG, May 4 – Two people were arrested in Onsong on May 3.", "Onsong"),
    ("Two soldiers crossed into Changbai on May 3, a resident of Hyesan said.", "Changbai"),
    (
        "On May 3, a police officer of the Hyesan People's Committee was arrested in Kapsan.",
        "Kapsan",
    ),
    ("Two people were shot dead in the Wiyon district of Hyesan on May 3.", "Wiyon"),
    ("Men with knives robbed a shop on the Chinese bank of the Yalu River on May 3.", "Yalu River"),
    ("On May 3 police caught her calling a relative in China from a hill above Hyesan.", "Hyesan"),
    ("Police put up roadblocks on roads leading out of Hunchun on May 3.", "Hunchun"),
    ("A deserter shot dead two people in a hamlet belonging to Helong on May 3.", "Helong"),
    ("On May 3 he was caught at his post in Musan; he is awaiting trial in Chongjin.", "Musan"),
    ("On May 3 she was caught in Musan, and her sister ran on toward Onsong.", "Musan"),
    ("An inspector at the Namyang customs office arrested a woman on May 3.", "Namyang"),
    ("Two soldiers strayed across the MDL on May 3.", "Military Demarcation Line"),
    ("In June 2021 the city government banned fishing in Sinuiju.", "Sinuiju"),
]


@pytest.mark.parametrize(("text", "name"), PLACES)
def test_the_place_is_where_it_happened(korea, text, name):
    (row,) = draft_one(korea, text)
    assert name in row["place_name"].replace("ŏ", "o")


def test_a_place_expression_is_kept_where_it_says_more_than_a_name(korea):
    text = (
        "Two families were arrested close to where China meets the borders of Ryanggang and Jagang "
        "Provinces on Jan. 1."
    )
    (row,) = draft_one(korea, text)
    assert row["place"] == text[text.index("close") : text.index(" on Jan")]
    (near,) = draft_one(korea, "Three people were shot dead near Hyesan on May 3.")
    assert near["place"] == "near Hyesan"


def test_a_place_that_is_not_told_is_that_of_the_event_before(korea):
    text = (
        "Ten masons absconded in Vladivostok on May 3, a pastor said.\n"
        "Two of them were caught by police at an inn on May 5."
    )
    _, arrest = draft_one(korea, text, published="2021-05-10")
    assert (arrest["event_type"], arrest["place_name"]) == ("arrest", "Vladivostok")
    assert "the place is of the event told before" in arrest["review"]


def test_a_provincial_office_decides_for_its_province(korea):
    text = (
        "Two brokers were arrested in Hyesan on May 3, a source in Ryanggang Province said.\n"
        "On May 5 the provincial security bureau banned boats on the river banks."
    )
    _, ban = draft_one(korea, text, published="2021-05-10")
    assert (ban["event_type"], ban["place_name"]) == ("order_or_decree", "Ryanggang")


def test_a_report_without_a_place_says_so(korea):
    (row,) = draft_one(korea, "Three people were executed on May 3, the newspaper said.")
    assert row["place"] == "not stated"
    assert "no place is told" in row["review"]
    located = bv.locate_events(
        check_events(
            bv.extract_events([Article("a", "Three people were executed on May 3.")], korea).drafts
        ).events,
        korea,
    )
    assert located["resolution"].tolist() == ["unresolved"]


NUMBERS = [
    ("Six to seven soldiers were killed in Musan on May 3.", "killed", (6, 6, 7)),
    ("At least three people were arrested in Musan on May 3.", "arrested", (3, 3, None)),
    ("A family of seven was arrested in Musan on May 3.", "arrested", (7, 7, 7)),
    ("Two families—10 people in all—were arrested in Musan on May 3.", "arrested", (10, 10, 10)),
    ("Around 30-40 people were arrested in Musan on May 3.", "arrested", (30, 30, 40)),
    ("A woman of 39 and a man of 43 were executed in Musan on May 3.", "killed", (2, 2, 2)),
    ("Guards shot dead five defectors in Musan on May 3.", "killed", (5, 5, 5)),
    ("More than 1,200 people were arrested in Musan on May 3.", "arrested", (1200, 1200, None)),
    ("Dozens of people were arrested in Musan on May 3.", "arrested", (None, None, None)),
    ("Between forty and fifty miners perished in Musan on May 3.", "killed", (40, 40, 50)),
    ("A band, of between 8 and 10, was arrested in Musan on May 3.", "arrested", (8, 8, 10)),
    (
        "The arrest of three men and a Chinese guide in Musan on May 3 ended it.",
        "arrested",
        (4, 4, 4),
    ),
    ("Guards shot dead an elderly couple in Musan on May 3.", "killed", (2, 2, 2)),
    ("A father and his two sons drowned in Musan on May 3.", "killed", (3, 3, 3)),
    ("A corporal shot dead his squad leader and a nurse in Musan on May 3.", "killed", (2, 2, 2)),
    ("She was arrested in Musan with her husband on May 3.", "arrested", (2, 2, 2)),
    (
        "Sixteen gold dealers, an army doctor among them, were arrested in Musan.",
        "arrested",
        (16, 16, 16),
    ),
    ("A man aged 61 drowned in Musan on May 3.", "killed", (1, 1, 1)),
    (
        "The chief of the farm and the widow's foreman were arrested in Musan.",
        "arrested",
        (2, 2, 2),
    ),
    ("In Musan police searched the homes of six other dealers on May 3.", "involved", (6, 6, 6)),
]


@pytest.mark.parametrize(("text", "name", "expected"), NUMBERS)
def test_numbers_are_read_as_stated(korea, text, name, expected):
    (row,) = draft_one(korea, text)
    found = tuple(row[f"{name}_{bound}"] for bound in ("low", "best", "high"))
    assert tuple(None if pd.isna(n) else n for n in found) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven", 7),
        ("twenty-one", 21),
        ("1,418", 1418),
        ("a dozen", 12),
        ("two hundred", 200),
        ("x", None),
    ],
)
def test_the_value_of_a_number(text, value):
    assert value_of(text) == value


def test_dates_and_prices_count_nobody():
    assert find_counts("On May 3, 5,000 won, 20 percent, 3 p.m. and 12 km away.") == ()


def test_the_day_on_which_it_was_known_is_not_its_date(korea):
    text = (
        "On February 5, a relative informed the family that agents had raided a house in Sinuiju."
    )
    (row,) = draft_one(korea, text, published="2024-02-18")
    assert row["known_by"] == "2024-02-05"
    assert not isinstance(row["date"], str)


def test_two_reports_of_one_incident_suggest_it_and_their_common_origin(korea):
    text = "Two people were arrested in Musan on May 3, a source told Daily NK."
    first = Article("a", text, outlet="Daily NK", published="2021-05-04")
    second = Article(
        "b", text.replace("Two people", "Two residents"), outlet="NTD", published="2021-05-06"
    )
    drafts = bv.extract_events([first, second], korea).drafts
    assert drafts["incident_id"].nunique() == 1
    assert drafts["origin_id"].nunique() == 1
    other = Article("c", text.replace("Musan", "Onsong"), published="2021-05-06")
    assert bv.extract_events([first, other], korea).drafts["incident_id"].nunique() == 2


def test_a_sum_is_marked_and_its_part_points_to_it(korea):
    text = (
        "Ten people were arrested in Hyesan on Jan. 1, a source said.\n"
        "In all, 20 people were arrested on Jan. 1 alone in Ryanggang Province, the source said."
    )
    drafts = bv.extract_events([Article("a", text, published="2018-01-10")], korea).drafts
    assert drafts["is_aggregate"].tolist() == [False, True]
    assert drafts["part_of"].fillna("").tolist() == ["a-2", ""]


def test_captions_furniture_and_headlines_state_nothing(korea):
    text = (
        "Guards shoot two in Musan\n\nA guard who shot"
        " two people in Musan on May 1. / Image: Border Wire\n\n"
        "Please direct any comments about this article to the desk, which was raided on May 2.\n"
    )
    assert draft_one(korea, text) == []


def test_sentences_end_where_they_end():
    text = (
        "At 3 p.m. on Jan. 1, Mr. X left. “Was it so?”"
        " he asked. The U.S. said no. Dr. J.M. Y stayed."
    )
    found = [s.text for s in split_sentences(text)]
    assert found == [
        "At 3 p.m. on Jan. 1, Mr. X left.", "“Was it so?” he asked.", "The U.S. said no.",
        "Dr. J.M. Y stayed.",
    ]  # fmt: skip


def test_korean_reports_give_places_and_dates(korea):
    text = "지난달 25일 함경북도 회령시에서 두만강을 건너던 주민 3명이 총격을 받았다."
    mentions = bv.extract_events([Article("a", text, published="2020-09-10")], korea).mentions
    assert {"Hoeryong", "Tumen River"} <= set(mentions["name"])


def test_an_unknown_name_is_kept_and_only_suggested(korea):
    mentions = bv.extract_events(
        [Article("a", "A man crossed the Amok River near Sunam District.")], korea
    ).mentions
    by_name = mentions.set_index("mention")["resolution"]
    assert by_name["Amok River"] == "suggested"
    assert by_name["Sunam District"] == "unresolved"


def test_a_draft_is_explained_from_sentence_to_row(korea):
    article = Article(
        "a", "Two people were arrested in Musan on May 3. No one was shot.", published="2021-05-04"
    )
    told = "\n".join(explain_draft([article], "a", korea))
    for part in (
        "a-1: arrest",
        "triggers.csv:",
        "month-day",
        "Musan",
        "arrested: 2",
        "'was shot' (shooting): denied",
    ):
        assert part in told
    with pytest.raises(InputError, match="no article and no draft"):
        explain_draft([article], "b-1", korea)


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_extract_writes_drafts_and_mentions_and_names_what_it_set_aside(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(
        "Two people were arrested in Musan on May 3.", encoding="utf-8"
    )
    (tmp_path / "in/b.txt").write_bytes(b"\x00\x01")
    done = run(
        "extract", tmp_path / "in", "-o", tmp_path / "d.csv", "--mentions", tmp_path / "m.csv"
    )
    assert done.exit_code == 3, done.output
    assert "1 drafts from 1 articles" in done.stdout
    assert "b.txt" in done.stderr
    assert read_events(tmp_path / "d.csv")["place"].tolist() == ["Musan"]
    assert (tmp_path / "m.csv").read_text(encoding="utf-8").count("\n") == 2


def test_extract_writes_over_nothing_that_it_reads(tmp_path):
    (tmp_path / "a.txt").write_text("Nothing.", encoding="utf-8")
    assert run("extract", tmp_path / "a.txt", "-o", tmp_path / "a.txt").exit_code == 1
    same = run(
        "extract", tmp_path / "a.txt", "-o", tmp_path / "d.csv", "--mentions", tmp_path / "d.csv"
    )
    assert "name two" in same.stderr


def test_extract_explains_a_draft():
    done = run("extract", REPORTS, "--explain", "r08-1")
    assert done.exit_code == 0, done.output
    assert "drowned" in done.stdout
