"""Articles → drafts in the many manners of reports: logs, diaries, corrections, denials, lists."""

from __future__ import annotations

import pytest

import borderviz as bv
from borderviz.articles import Article, explain_draft


def draft(korea, text, **about):
    """Return the drafts of one text as a list of rows."""
    found = bv.extract_events([Article("a", text, **about)], korea)
    return found.drafts.astype(object).where(found.drafts.notna(), None).to_dict("records")


LOG = """BORDER LOG, SECOND QUARTER OF 2021. Dates are local.
• 3 April, Hyesan – Guards shoot a woman on the ice; two others held.
• Night of 9–10 May, Musan County – Soldier drowns while wading the Tumen.
• Late June, Onsong – Four men said to have robbed a warehouse."""


def test_a_log_tells_in_the_present_tense_under_a_date_and_a_place(korea):
    rows = draft(korea, LOG)
    told = [(row["event_type"], row["date"], row["place_name"]) for row in rows]
    assert ("shooting", "2021-04-03", "Hyesan") in told
    assert ("death", "2021-05-09/2021-05-10", "Musan") in told
    assert ("attack", "2021-06-21/2021-06-30", "Onsong") in told
    assert rows[-1]["involved_best"] == 4


def test_the_present_tense_of_running_text_tells_no_event(korea):
    assert draft(korea, "Guards shoot whoever wades the river at Musan.", published="2021-05") == []


DIARY = """A trader's notebook from Dandong

4 March. Rain all day.

9 March. She rang from Sinuiju. The guards shot two men by the pier the day before yesterday.

16 March. My cousin was arrested in Sinuiju on Thursday."""


def test_days_in_a_diary_count_from_their_entry(korea):
    rows = draft(korea, DIARY, published="2021-04-02")
    assert [row["date"] for row in rows] == ["2021-03-07", "2021-03-11"]


def test_an_entry_without_another_date_tells_of_its_day(korea):
    text = "Notes\n\n4 March. Three smugglers were arrested by the bridge in Sinuiju."
    (row,) = draft(korea, text, published="2021-04-02")
    assert row["date"] == "2021-03-04"


@pytest.mark.parametrize(
    "text",
    [
        "There is no evidence for the claim that nine people were executed in Musan in 2015.",
        "Nothing suggests that soldiers were shot at Hoeryong on May 3.",
        "Officials denied a report that two guards had been arrested in Hyesan on May 3.",
        "The ministry dismissed rumors that five people were killed in Onsong on May 3.",
        "The clip, filmed elsewhere, claims that 20 conscripts were executed at Kaesong.",
        "An item that ran here on May 2 stated that four people had been shot dead in Onsong.",
        "An earlier version of this article said that two men were arrested in Hyesan on May 3.",
        "It was wrongly reported that a family was arrested in Hyesan on May 3.",
        "Not a soul had been shot in Samjiyon.",
    ],
)
def test_what_is_denied_withdrawn_or_only_claimed_is_no_event(korea, text):
    assert draft(korea, text, published="2021-05-10") == []


def test_a_denial_ends_where_the_sentence_turns(korea):
    text = "Officials denied that anyone had crossed, but two guards were shot in Musan on May 3."
    (row,) = draft(korea, text, published="2021-05-10")
    assert (row["event_type"], row["killed_best"] or row["involved_best"]) == ("shooting", 2)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Officers took Jin and Piao into custody in Hunchun on May 3.", "arrested_best", 2),
        ("Sun was picked up in Hunchun on May 3.", "arrested_best", 1),
        ("Her sons, 19 and 24, were captured in Onsong on May 3.", "arrested_best", 2),
        ("Agents took her brother-in-law and five others away in Musan on May 3.",
         "arrested_best", 6),
        ("Police caught all three at Mijiang on May 3.", "arrested_best", 3),
        ("A lieutenant and his driver deserted near Rason on May 3.", "involved_best", 2),
        ("Three returnees, one of whom was pregnant, died in Sinuiju on May 3.", "killed_best", 3),
        ("The body of a boy was found in the reeds at Musan on May 3.", "killed_best", 1),
        ("Three people from Wiwon fled on May 1. They were caught in Ji’an on May 3.",
         "arrested_best", 3),
        ("5월 3일 무산에서 세 사람이 체포됐다.", "arrested_best", 3),
        ("5월 3일 무산에서 어머니와 두 아이를 체포했다.", "arrested_best", 3),
    ],
)  # fmt: skip
def test_people_are_counted_however_they_are_told_of(korea, text, name, expected):
    rows = draft(korea, text, published="2021-05-10")
    assert expected in [row[name] for row in rows]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Killings took place in Musan between December 2014 and April 2015.", "2014-12/2015-04"),
        ("A thief was hanged in Onsong in 1998 or 1999.", "[1998,1999]"),
        ("Two men were shot in Musan on the night of 11–12 July 2020.", "2020-07-11/2020-07-12"),
        ("The crossing at Quanhe has been shut since 28 January 2020.", "2020-01-28"),
        ("Since 4 January, ten people have been arrested in Musan.", "2021-01-04/2021-05-10"),
        ("Since 2019, ten people have been arrested in Musan.", "2019/2021"),
        ("From 4 May residents of Musan have been told to stay indoors.", "2021-05-04"),
        ("The bridge at Quanhe has been closed to traffic since early April.",
         "2021-04-01/2021-04-10"),
        ("By Thursday evening two smugglers had been arrested in Musan.", "2021-05-06"),
        ("A source in Hyesan said two men were arrested in Musan on May 3.", "2021-05-03"),
        ("On May 3 agents who had learned of the call arrested a couple in Musan.", "2021-05-03"),
        ("The two were carried across the Tumen near Musan on May 3 and shot.", "2021-05-03"),
        ("Gunfire was heard on May 3 at Musan, and two men were found shot.", "2021-05-03"),
        ("A guard shot a man in Musan. It was about the 3rd, at two in the morning.",
         "2021-05-03~"),
        ("Two men were shot in Musan, the source said, on the 3rd.", "2021-05-03"),
        ("Four years ago, in the summer of 2017, two men were shot in Musan.", "2017-22"),
        ("Three years ago this month a man was shot in Musan.", "2018-05"),
        ("He had reached the South in 2018, crossing the Tumen near Musan on May 6.",
         "2018-05-06"),
        ("Ten people have been arrested in Musan so far. A house was searched on May 3.", None),
    ],
)  # fmt: skip
def test_spans_of_time_are_read_as_told(korea, text, date):
    row, *_ = draft(korea, text, published="2021-05-10")
    assert row["date"] == date


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Last December a gang was arrested in Musan, and in April a man was shot in Hyesan.",
         ["2020-12", "2021-04"]),
        ("A family fled from Musan on April 28. Some days later a guard was arrested in Hyesan.",
         ["2021-04-28", None]),
        ("A sweep in the spring of last year ended with an execution in Musan on March 12.",
         ["2020-21", "2020-03-12"]),
        ("Earlier this year, on January 2 and March 14, five people were killed in Musan.",
         ["{2021-01-02,2021-03-14}"]),
        ("In February 2010 he left; in June of that year he was arrested in Yanji.", ["2010-06"]),
        ("A former inspector who had left the army in 2011, fled from Musan on January 12.",
         ["2021-01-12"]),
        ("Hyesan, May 4: a guard was shot.", ["2021-05-04"]),
        ("Officials announced on Sunday that a man was shot in Musan the previous day.",
         ["2021-05-08"]),
        ("A man was shot in Musan, a source told us on Friday. He had gone there on May 2.",
         ["2021-05-02"]),
        ("A man was shot in Musan, a source said. His absence was noticed on May 2.", [None]),
        ("On May 3 a pastor was detained in Dandong, and let go two days later.", ["2021-05-03"]),
        ("Nine were arrested in Musan in May 2019. Three months later two women were shot there.",
         ["2019-05", "2019-08~"]),
    ],
)  # fmt: skip
def test_each_event_has_its_own_date(korea, text, dates):
    assert [row["date"] for row in draft(korea, text, published="2021-05-10")] == dates


def test_an_undated_report_carries_a_year_on_but_never_past_a_weekday(korea):
    text = "On 4 May 2019 a man was shot in Musan. On 6 June two women were arrested in Hyesan."
    assert [row["date"] for row in draft(korea, text)] == ["2019-05-04", "2019-06-06"]
    text = "On Wednesday a man was shot in Musan. Two women were arrested in Hyesan the next day."
    assert [row["date"] for row in draft(korea, text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two men were shot at the airfield on the edge of Hyesan on May 3.", "Hyesan"),
        ("A man forced open the door of a farmhouse outside Musan on May 3.", "Musan"),
        ("Residents of Musan were instructed on May 3 to board up their windows.", "Musan"),
    ],
)
def test_the_place_is_read_through_what_is_said_of_it(korea, text, name):
    (row,) = draft(korea, text, published="2021-05-10")
    assert row["place_name"] == name


def test_a_korean_source_speaks_on_a_day_of_its_own(korea):
    text = "소식통은 5일 본지에 양강도 혜산시에서 지난달 28일 밀수꾼 2명이 체포됐다고 전했다."
    (row,) = draft(korea, text, published="2021-06-06")
    assert (row["date"], row["known_by"]) == ("2021-05-28", "2021-06-05")


def test_a_graver_word_beside_it_is_told_as_the_reason(korea):
    article = Article("a", "Guards stormed a house and shot two men in Musan on May 3.")
    told = "\n".join(explain_draft([article], "a", korea))
    assert "a graver word beside it tells the event" in told


HEADLINE = "Two traders were arrested in Musan County {when}, this paper has learned."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        # the day tells more than the headline with its week, its month or its province
        (f"{HEADLINE.format(when='late last month')}\nThe two were picked up on April 27.", 1),
        ("Three men drowned near Musan, a priest said.\nTheir bodies were found on May 9.", 1),
        ("Two traders were arrested in North Hamgyong Province, an aunt said.\n"
         "The traders were arrested at an inn in Hoeryong.", 1),
        (f"{HEADLINE.format(when='on April 27')}\nThe two were picked up in the evening.", 0),
        # a day that only another sentence tells
        ("Two traders were shot at Musan early last month, friends said.\n"
         "Fog lay on the river on April 4. The two were fired on that night.", 0),
        # a reserve, and what is told of a graver event besides, speak less well for it
        ("A clerk was shot in Musan, friends said.\nThe clerk was reportedly shot on May 3.", 0),
    ],
)  # fmt: skip
def test_the_sentence_with_the_day_is_quoted(korea, text, quoted):
    rows = draft(korea, text, published="2021-05-10")
    assert [row["quote"] for row in rows] == [text.split("\n")[quoted]]


@pytest.mark.parametrize(
    ("text", "arrested"),
    [
        ("Two smugglers were caught in Hyesan on May 3.\nThe owner of the boat was arrested.",
         [2, 1]),
        ("A cook was arrested in Dandong on May 3.\nTwo guests of his were led off as well.",
         [1, 2]),
        ("Two smugglers were caught in Hyesan on May 3.\nThe smugglers were held overnight.", [2]),
    ],
)  # fmt: skip
def test_another_number_of_people_is_another_arrest(korea, text, arrested):
    rows = draft(korea, text, published="2021-05-10")
    assert [row["arrested_best"] for row in rows] == arrested


@pytest.mark.parametrize(
    ("text", "types"),
    [
        # an attempt and its outcome are one; who got across was arrested in an event of its own
        ("A cook tried to cross the Tumen River at Musan on May 3.\nHe was arrested in the water.",
         ["arrest"]),
        ("A cook waded over the Tumen River at Musan.\nHe was arrested on May 5.",
         ["border_crossing", "arrest"]),
        ("A guard shot two officers dead in Musan on May 3.\nHe shot himself in a barn, it said.",
         ["shooting", "shooting"]),
        ("Police combed villages near Musan in early May and rounded up two women.", ["arrest"]),
        # a wall that goes up is not the crossing that shut
        ("The customs house at Musan was closed on May 3.\nSoldiers are building a wall there.",
         ["border_closure_or_infrastructure"] * 2),
        ("On May 3 a guard crossed into Nanping and stabbed a farmer to death.", ["attack"]),
    ],
)  # fmt: skip
def test_what_has_its_own_outcome_is_an_event(korea, text, types):
    rows = draft(korea, text, published="2021-05-10")
    assert [row["event_type"] for row in rows] == types


@pytest.mark.parametrize(
    "text",
    [
        "A villager who ran over the bridge said that the soldier was alive.",
        "A neighbor swam back to the shore.",
        "Scrap copper was smuggled over the Yalu River at Musan.",
    ],
)
def test_what_is_told_without_day_place_or_people_is_no_event(korea, text):
    assert draft(korea, f"{text} The harvest was poor.") == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Two women weren't arrested at Hyesan on May 3, 2021; a man was shot.", ["shooting"]),
        ("The guard's brother couldn't swim and drowned at Musan on May 3, 2021.", ["death"]),
        ("On May 3, 2021 the trader's two sons, who'd fled, were caught in Hyesan.", ["arrest"]),
    ],
)
def test_a_curly_apostrophe_reads_as_a_straight_one(korea, text, types):
    straight, curly = draft(korea, text), draft(korea, text.replace("'", "’"))
    assert [row["event_type"] for row in straight] == types
    for row in curly:
        row["quote"] = row["quote"].replace("’", "'")
        row["type_rule"] = row["type_rule"].replace("’", "'")
    assert curly == straight
