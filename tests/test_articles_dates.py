"""Date phrases: what reports say, held against EDTF worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderviz.articles.article import Anchor, anchor_of
from borderviz.articles.dates import find_dates, infer_anchor
from borderviz.edtf import parse_edtf

PUBLISHED = "2012-04-30"  # a Monday
ONE = [
    ("on Jan. 28", "2012-01-28", "month-day"),
    ("on June 1st", "2011-06-01", "month-day"),
    ("on the 15th of March", "2012-03-15", "month-day"),
    ("April 23, 2011", "2011-04-23", "month-day-year"),
    ("23 April 2011", "2011-04-23", "month-day-year"),
    ("2012-04-23", "2012-04-23", "iso"),
    ("on or around April 23rd", "2012-04-23~", "month-day"),
    ("from April 23-25", "2012-04-23/2012-04-25", "month-day-range"),
    ("between March 30 and April 2", "2012-03-30/2012-04-02", "month-day-range"),
    ("on Dec. 30 to Jan. 2, 2012", "2011-12-30/2012-01-02", "month-day-range"),
    ("on May 3 and 5", "{2011-05-03,2011-05-05}", "month-day-range"),
    ("on May 28 last year", "2011-05-28", "month-day-of-year"),
    ("August 2011", "2011-08", "month-year"),
    ("In August of last year", "2011-08", "month-of-year"),
    ("over January last year", "2011-01", "month-of-year"),
    ("last October", "2011-10", "last-month-name"),
    ("last February", "[2011-02,2012-02]", "last-month-name"),
    ("in April", "2012-04", "month"),
    ("in early March", "2012-03-01/2012-03-10", "part-of-month"),
    ("in mid-March", "2012-03-11/2012-03-20", "part-of-month"),
    ("in late February", "2012-02-21/2012-02-29", "part-of-month"),
    ("at the end of March", "2012-03-26/2012-03-31", "part-of-month"),
    ("late last month", "2012-03-21/2012-03-31", "part-of-month"),
    ("the 9th of this month", "2012-04-09", "day-of-month"),
    ("around the 20th of last month", "2012-03-20~", "day-of-month"),
    ("on the 23rd, they left", "2012-04-23", "day"),
    ("on Wednesday", "2012-04-25", "weekday"),
    ("on Monday", "2012-04-30", "weekday"),
    ("last Monday", "2012-04-23", "last-weekday"),
    ("yesterday", "2012-04-29", "this-day"),
    ("last night", "2012-04-29", "this-day"),
    ("three days ago", "2012-04-27", "ago"),
    ("a couple of days ago", "2012-04-28~", "ago"),
    ("a month ago", "2012-03~", "ago"),
    ("last week", "2012-04-23/2012-04-29", "this-period"),
    ("last month", "2012-03", "this-period"),
    ("in 2011", "2011", "year"),
    ("in late 2011", "2011-09/2011-12", "year"),
    ("last summer", "2011-22", "season"),
    ("in the autumn of last year", "2011-23", "season"),
    ("in the second week of March", "2012-03-08/2012-03-14", "week-of-month"),
    ("in the last week of February", "2012-02-23/2012-02-29", "week-of-month"),
    ("the first week of May 2011", "2011-05-01/2011-05-07", "week-of-month"),
    ("on the first Sunday of March", "2012-03-04", "weekday-of-month"),
    ("the last Friday of May 2011", "2011-05-27", "weekday-of-month"),
    ("on the last Sunday of May", "2011-05-29", "weekday-of-month"),
    ("from early February to the third week of March", "2012-02-01/2012-03-21", "span-range"),
    ("between May and August 2010", "2010-05/2010-08", "month-range"),
    ("from November to January", "2011-11/2012-01", "month-range"),
    ("on the last day of February", "2012-02-29", "day-of-month"),
    ("on Thursday last week", "2012-04-26", "weekday"),
    ("over the weekend", "2012-04-28/2012-04-29", "weekend"),
    ("on April 2 and 3.5 kilograms", "2012-04-02", "month-day"),
    ("the spring of 2011", "2011-21", "season"),
    ("on New Year’s Eve", "2011-12-31", "holiday"),
    ("on Wednesday (April 18)", "2012-04-18", "month-day"),
    ("on Saturday, 9 February 2008, ", "2008-02-09", "month-day-year"),
    ("on 9 February 2008, a Saturday.", "2008-02-09", "month-day-year"),
    ("in 2010, on May 9, ", "2010-05-09", "month-day-year"),
    ("on the seventh of March", "2012-03-07", "month-day"),
    ("on the seventh day of 1999", "1999-01-07", "month-day-year"),
    ("on May 3, 5 and 9", "{2011-05-03,2011-05-05,2011-05-09}", "month-day-range"),
    ("from the 5th to the 9th", "2012-04-05/2012-04-09", "month-day-range"),
    ("at the start of March", "2012-03-01/2012-03-10", "part-of-month"),
    ("in the second half of March", "2012-03-16/2012-03-31", "part-of-month"),
    ("in August and September", "2011-08/2011-09", "month-range"),
    ("in May or June", "[2011-05,2011-06]", "month-range"),
    ("between 2007 and 2010", "2007/2010", "year"),
    ("late last year", "2011-09/2011-12", "year"),
    ("in the third quarter of 2011", "2011-07/2011-09", "year"),
    ("in the late 1990s", "1997/1999", "decade"),
    ("on the 16th bulldozers came", "2012-04-16", "day"),
    ("on Christmas Day", "2011-12-25", "holiday"),
    ("two days before the October 10 holiday", "2011-10-08", "days-from"),
    ("a week after the raid on March 3", "2012-03-10", "days-from"),
    ("in late 2010 and early 2011", "2010-09/2011-04", "span-range"),
    ("from 28 March to 2 April", "2012-03-28/2012-04-02", "span-range"),
    ("between 30 December and 2 January 2010", "2009-12-30/2010-01-02", "span-range"),
    ("from December 30, 2009, to January 2, 2010", "2009-12-30/2010-01-02", "span-range"),
    ("late on Saturday into Sunday", "2012-04-28/2012-04-29", "span-range"),
    ("in late March or early April", "2012-03-21/2012-04-10", "span-range"),
    ("in mid-to-late March", "2012-03-11/2012-03-31", "part-of-month"),
    ("late in 2010", "2010-09/2010-12", "year"),
    ("in spring 2011", "2011-21", "season"),
    ("half a year ago", "2011-10~", "ago"),
    ("between Thursday and Saturday", "2012-04-26/2012-04-28", "weekday-range"),
    ("on Thursday and Friday", "{2012-04-26,2012-04-27}", "weekday-range"),
    ("over the past two weeks", "2012-04-16/2012-04-30", "this-period"),
    ("in the last ten days of March", "2012-03-21/2012-03-31", "part-of-month"),
    ("over the first three days of April", "2012-04-01/2012-04-03", "part-of-month"),
    ("the week of April 9", "2012-04-09/2012-04-15", "days-from"),
    ("about ten days ago", "2012-04-20~", "ago"),
    ("지난달 25일", "2012-03-25", "day-of-month"),
    ("8월 하순", "2011-08-21/2011-08-31", "part-of-month"),
    ("2020년 8월 25일", "2020-08-25", "month-day-year"),
    ("작년 12월 초", "2011-12-01/2011-12-10", "part-of-month"),
    ("지난 5일", "2012-04-05", "day"),
    ("어제", "2012-04-29", "this-day"),
    ("지난해 8월", "2011-08", "month-of-year"),
    ("4월 2일부터 5일까지", "2012-04-02/2012-04-05", "month-day-range"),
    ("지난해 12월 30일~1월 2일", "2011-12-30/2012-01-02", "month-day-range"),
    ("4월 15일 전날", "2012-04-14", "days-from"),
    ("지난주 수요일", "2012-04-25", "this-period"),
    ("지난 금요일", "2012-04-27", "weekday"),
    ("사흘 전에", "2012-04-27", "ago"),
    ("한 달 전", "2012-03~", "ago"),
    ("작년 가을", "2011-23", "season"),
    ("1990년대", "199X", "decade"),
    ("4월 3일경", "2012-04-03~", "month-day"),
]


def read(*texts, published=PUBLISHED):
    return [phrase for found in find_dates(texts, anchor_of(published)) for phrase in found]


@pytest.mark.parametrize(("text", "edtf", "rule"), ONE, ids=[text for text, _, _ in ONE])
def test_a_phrase_is_read_by_its_rule(text, edtf, rule):
    (phrase,) = read(text)
    assert (phrase.edtf, phrase.rule) == (edtf, rule)


@pytest.mark.parametrize(
    ("texts", "dates"),
    [
        (
            ("on April 3.", "Four days later they came.", "The next day"),
            ["2012-04-03", "2012-04-07", "2012-04-08"],
        ),
        (
            ("on April 3", "two days earlier", "the same day"),
            ["2012-04-03", "2012-04-01", "2012-04-01"],
        ),
        (("on April 23rd", "the evening of the 27th."), ["2012-04-23", "2012-04-27"]),
        (("on December 27", "around midnight"), ["2011-12-27", "2011-12-27/2011-12-28"]),
        (("On Feb. 27", "three days later"), ["2012-02-27", "2012-03-01"]),
        (("In February", "on the 19th of that month"), ["2012-02", "2012-02-19"]),
        (("In May 2010", "three weeks earlier"), ["2010-05", "2010-04/2010-05"]),
        (("In February 1998", "that April", "the same month"), ["1998-02", "1998-04", "1998-04"]),
        (("In May 2010", "the following spring"), ["2010-05", "2011-21"]),
        (
            ("on March 3, 2010", "the year before", "late that year"),
            ["2010-03-03", "2009", "2009-09/2009-12"],
        ),
        (("on April 3", "early the following month"), ["2012-04-03", "2012-05-01/2012-05-10"]),
        (("on April 3", "the Friday before"), ["2012-04-03", "2012-03-30"]),
        (
            ("on March 30. In January, and two weeks later",),
            ["2012-03-30", "2012-01", "2012-01/2012-02"],
        ),
        (
            ("2012년 3월 5일", "같은 달 20일", "다음 달 초"),
            ["2012-03-05", "2012-03-20", "2012-04-01/2012-04-10"],
        ),
        (("on April 3", "within a week"), ["2012-04-03", "2012-04-03/2012-04-10"]),
        (("in mid-March", "at the same gathering"), ["2012-03-11/2012-03-20"] * 2),
    ],
)
def test_a_chain_counts_from_the_date_before(texts, dates):
    assert [phrase.edtf for phrase in read(*texts)] == dates


def test_a_chain_does_not_count_from_the_day_on_which_a_source_spoke():
    phrases = read("They fled on April 3, a source told reporters on the 20th.", "Two days later")
    assert [phrase.edtf for phrase in phrases] == ["2012-04-03", "2012-04-20", "2012-04-05"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on the night of May 28", "XXXX-05-28"),
        ("on the 23rd.", "XXXX-XX-23"),
        ("on Wednesday", None),
        ("last week", None),
        ("in early June", "XXXX-06-01/XXXX-06-10"),
        ("last October", "XXXX-10"),
    ],
)
def test_without_a_publication_date_the_year_stays_open(text, edtf):
    (phrase,) = read(text, published=None)
    assert phrase.edtf == edtf


@pytest.mark.parametrize(
    ("texts", "dates"),
    [
        (("In the autumn of 2011", "on November 8", "in August"),
         ["2011-23", "2011-11-08", "2011-08"]),
        (("In the autumn of 2011", "Between 2007 and 2010", "on December 8"),
         ["2011-23", "2007/2010", "2011-12-08"]),
        (("In late December 2011", "on January 5"), ["2011-12-21/2011-12-31", "2012-01-05"]),
        (("conversations held in late September 2012", "on the 17th", "on October 4"),
         ["2012-09-21/2012-09-30", "2012-09-17", "2011-10-04"]),
        (("On June 3", "in August 2010", "on October 4"),
         ["XXXX-06-03", "2010-08", "XXXX-10-04"]),
        (("On January 9", "in March", "on the 18th"), ["XXXX-01-09", "XXXX-03", "XXXX-03-18"]),
        (("on the 4th", "the following day"), ["XXXX-XX-04", "XXXX-XX-05"]),
    ],
)  # fmt: skip
def test_an_undated_report_goes_on_in_the_year_that_it_told_first(texts, dates):
    assert [phrase.edtf for phrase in read(*texts, published=None)] == dates


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (("on February 21, 2007", "On January 23, 2008", "eight days later", "on February 9"),
         "2008-02-09"),
        (("on August 25, 2007", "on April 20"), "2012-04-20"),  # lately: that is news
        (("in February 2000, in June of that year and in July",), "2000-07"),
        (("Three weeks ago", "in May 1998", "on April 12"), "2012-04-12"),
        (("reached the South in 2010, landing on Gyodong Island on April 6",), "2010-04-06"),
        (("of those who came in 2010, but on April 6",), "2012-04-06"),
    ],
)  # fmt: skip
def test_a_testimony_goes_on_in_its_past_and_news_in_the_present(texts, last):
    assert [phrase.edtf for phrase in read(*texts)][-1] == last


def test_a_month_of_publication_is_an_anchor_but_no_day_for_weekdays():
    dates = [phrase.edtf for phrase in read("on Feb. 20", "on Friday", published="2021-02")]
    assert dates == ["2021-02-20", None]


@pytest.mark.parametrize(
    "text", ["the 25th Brigade", "the 3rd Corps", "at 3 p.m.", "a 150 percent rise", "he may go",
             "5 km from the river", "the 80-day battle", "Article 19", "on the march",
             "on the 16th floor", "rumors that may be true", "in the 38th parallel's shadow",
             "every Tuesday", "Lunar New Year’s Eve"],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text):
    assert [p for p in read(text) if p.edtf] == []


def test_a_limit_is_told_from_a_date():
    bounds = [phrase.bound for phrase in read("since January 15", "until May 3", "on May 3")]
    assert bounds == ["since", "until", ""]


def test_a_named_month_beside_its_year_tells_when_an_undated_article_appeared():
    text = "Sent back last October. They died on August 31.\nProtests in October 2023. [AGENCY]"
    anchor = infer_anchor(text)
    assert anchor == Anchor(date(2023, 11, 1), date(2024, 10, 28))
    assert infer_anchor("They died on August 31.") == Anchor()


@pytest.mark.parametrize(
    "text",
    [
        "DANDONG, China, May 9, 2013 (Wire) — Two men were held on Tuesday.",
        "Two men held\nPublished: Thursday, 9 May 2013, 10:15 a.m.\nThey were held on Tuesday.",
        "Yanji, 9 May 2013\n\nDear brother,\nTwo were held on Tuesday.",
        "두 사람이 체포됐다.\n2013년 5월 9일",
    ],
)
def test_an_undated_article_may_tell_its_day_in_its_dateline_or_a_line(text):
    assert infer_anchor(text) == Anchor(date(2013, 5, 9), date(2013, 5, 9))


def test_lines_with_several_days_are_the_heads_of_entries():
    assert infer_anchor("9 May 2013\nIt rained.\n12 May 2013\nShe rang.") == Anchor()


def test_a_year_that_heads_a_list_holds_for_what_stands_below_it():
    texts = ("2013", "3 March – Guards shot a man.", "March 2014", "On the 5th two were caught.")
    for published in (None, "2016-05-01"):
        found = find_dates(texts, anchor_of(published), blocks=range(4))
        assert [p.edtf for phrases in found for p in phrases if p.point] == [
            "2013-03-03", "2014-03-05",
        ]  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(0, 300))
def test_a_day_in_the_past_year_comes_back_from_its_words(published, back):
    day = published - timedelta(days=back)
    (phrase,) = read(f"on {day:%B} {day.day}", published=published.isoformat())
    assert phrase.edtf == day.isoformat()


PAST = (
    "on Monday", "last Friday", "yesterday", "two weeks ago", "last month", "late last month",
    "the 31st of last month", "last winter", "in mid-June", "on Feb. 29", "last week", "6월 하순",
    "over the past two weeks", "from Thursday to Saturday", "on the 16th bulldozers came",
    "late last year", "from 28 May to 2 June", "in August and September", "지난 금요일", "한 달 전",
)  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.sampled_from(PAST))
def test_what_is_read_is_edtf_and_not_after_the_report(published, text):
    for phrase in read(text, published=published.isoformat()):
        if phrase.edtf is not None:
            start = parse_edtf(phrase.edtf).start
            assert start is not None
            assert start <= published + timedelta(days=1)


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_calendar_ends_without_an_error(published):
    texts = ("on Saturday", "last weekend", "two weeks ago", "지난주", "in May", "the next day")
    for phrase in read(*texts, published=published):
        assert phrase.edtf is None or parse_edtf(phrase.edtf).text == phrase.edtf


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    for phrase in read(text):
        assert text[phrase.start : phrase.end] == phrase.text
        if phrase.edtf is not None:
            parse_edtf(phrase.edtf)
