"""Dates as stated: what each text means, what is refused and how, and two libraries as oracles."""

from __future__ import annotations

import re
import time
import warnings
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from borderviz.edtf import (
    EdtfDate,
    closed_interval,
    end_range,
    overlap_share,
    parse_edtf,
    start_range,
)
from borderviz.errors import BordervizError, EdtfError

with warnings.catch_warnings():  # both libraries use names that pyparsing has deprecated
    warnings.simplefilter("ignore")
    import edtf as edtf_library
    from edtf_validate.valid_edtf import is_valid  # type: ignore[import-untyped]

PROFILE = settings(deadline=None, derandomize=True, max_examples=150)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def bounds(text: str) -> tuple[date | None, date | None]:
    stated = parse_edtf(text)
    return stated.start, stated.end


# --- what each text means ---------------------------------------------------------------

MEANINGS = [
    ("2021-01-28", "day", "2021-01-28", "2021-01-28"),
    ("2020-08", "month", "2020-08-01", "2020-08-31"),
    ("2020-02", "month", "2020-02-01", "2020-02-29"),
    ("2100-02", "month", "2100-02-01", "2100-02-28"),
    ("2020", "year", "2020-01-01", "2020-12-31"),
    ("0001", "year", "0001-01-01", "0001-12-31"),
    ("9999", "year", "9999-01-01", "9999-12-31"),
    ("2020-21", "season", "2020-03-01", "2020-05-31"),
    ("2020-22", "season", "2020-06-01", "2020-08-31"),
    ("2020-23", "season", "2020-09-01", "2020-11-30"),
    ("2020-24", "season", "2020-12-01", "2021-02-28"),
    ("2019-24", "season", "2019-12-01", "2020-02-29"),
    ("2020-08-25/2020-08-27", "interval", "2020-08-25", "2020-08-27"),
    ("2020-08/2020-09-03", "interval", "2020-08-01", "2020-09-03"),
    ("2020-08-25/2020", "interval", "2020-08-25", "2020-12-31"),
    ("2020-12/2020", "interval", "2020-12-01", "2020-12-31"),
    ("2020-22/2020-23", "interval", "2020-06-01", "2020-11-30"),
    ("2020-08-2X/2020-09", "interval", "2020-08-20", "2020-09-30"),
    ("../2018-01-10", "interval", None, "2018-01-10"),
    ("2024-02-05/..", "interval", "2024-02-05", None),
    ("2020-08/", "interval", "2020-08-01", None),
    ("/2020", "interval", None, "2020-12-31"),
    ("..", "interval", None, None),
    ("../..", "interval", None, None),
    ("/..", "interval", None, None),
    ("../", "interval", None, None),
    ("XXXX-05-28/XXXX-05-30", "interval", None, None),
    ("XXXX-05/2020-06-01", "interval", None, "2020-06-01"),
    ("2020-06-01/XXXX-07", "interval", "2020-06-01", None),
    ("[2020-08-25,2020-08-26]", "one_of", "2020-08-25", "2020-08-26"),
    ("[2020-08-26,2020-08-25]", "one_of", "2020-08-25", "2020-08-26"),
    ("[2020-08-25..2020-08-27]", "one_of", "2020-08-25", "2020-08-27"),
    ("[..2020-08-27]", "one_of", None, "2020-08-27"),
    ("[2020-08-25..]", "one_of", "2020-08-25", None),
    ("[..2020-08-27,2020-09-01..]", "one_of", None, None),
    ("[2020-08-25]", "one_of", "2020-08-25", "2020-08-25"),
    ("[2019,2020-10..2021-02,2020-08-2X]", "one_of", "2019-01-01", "2021-02-28"),
    ("[2020,XXXX-05]", "one_of", None, None),
    ("{2020-08-25,2020-08-26}", "all_of", "2020-08-25", "2020-08-26"),
    ("{2020-08,2020-10}", "all_of", "2020-08-01", "2020-10-31"),
    ("{2018..2020}", "all_of", "2018-01-01", "2020-12-31"),
    ("2020-08-2X", "masked", "2020-08-20", "2020-08-29"),
    ("2020-08-3X", "masked", "2020-08-30", "2020-08-31"),
    ("2020-09-3X", "masked", "2020-09-30", "2020-09-30"),
    ("2021-02-2X", "masked", "2021-02-20", "2021-02-28"),
    ("2020-08-0X", "masked", "2020-08-01", "2020-08-09"),
    ("2020-08-X5", "masked", "2020-08-05", "2020-08-25"),
    ("2020-08-XX", "masked", "2020-08-01", "2020-08-31"),
    ("2020-0X", "masked", "2020-01-01", "2020-09-30"),
    ("2020-1X", "masked", "2020-10-01", "2020-12-31"),
    ("2013-1X", "masked", "2013-10-01", "2013-12-31"),
    ("2020-X8", "masked", "2020-08-01", "2020-08-31"),
    ("2020-XX", "masked", "2020-01-01", "2020-12-31"),
    ("2020-XX-28", "masked", "2020-01-28", "2020-12-28"),
    ("2020-XX-31", "masked", "2020-01-31", "2020-12-31"),
    ("2020-X1-31", "masked", "2020-01-31", "2020-01-31"),
    ("2020-XX-XX", "masked", "2020-01-01", "2020-12-31"),
    ("202X", "masked", "2020-01-01", "2029-12-31"),
    ("20XX", "masked", "2000-01-01", "2099-12-31"),
    ("000X", "masked", "0001-01-01", "0009-12-31"),
    ("XXX0", "masked", "0010-01-01", "9990-12-31"),
    ("19X0-02-29", "masked", "1920-02-29", "1980-02-29"),
    ("202X-02-29", "masked", "2020-02-29", "2028-02-29"),
    ("202X-24", "masked", "2020-12-01", "2030-02-28"),
    ("XXXX", "masked", None, None),
    ("XXXX-05-28", "masked", None, None),
    ("XXXX-02-29", "masked", None, None),
    ("XXXX-12-XX", "masked", None, None),
    ("XXXX-21", "masked", None, None),
]


@pytest.mark.parametrize(("text", "kind", "start", "end"), MEANINGS)
def test_meaning_of_a_text(text: str, kind: str, start: str | None, end: str | None) -> None:
    stated = parse_edtf(text)
    assert (stated.text, stated.kind) == (text, kind)
    assert (stated.start, stated.end) == (day(start), day(end))
    assert not stated.uncertain
    assert not stated.approximate


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2021-12-02?", True, False),
        ("2020-08~", False, True),
        ("2020%", True, True),
        ("2020-24?", True, False),
        ("XXXX-05-28~", False, True),
        ("2020-08-2X?", True, False),
        ("2020-08~/2020-09", False, True),
        ("2020-08/2020-09?", True, False),
        ("2020-08~/2020-09?", True, True),
        ("../2020-09%", True, True),
        ("[2020-08-25?,2020-08-26]", True, False),
        ("{2020-08-25..2020-08-26~}", False, True),
    ],
)
def test_marks_set_flags(text: str, uncertain: bool, approximate: bool) -> None:
    stated = parse_edtf(text)
    assert (stated.uncertain, stated.approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    ("text", "open_start", "open_end"),
    [
        ("../2018-01-10", True, False),
        ("2024-02-05/..", False, True),
        ("2020-08/", False, False),
        ("/2020", False, False),
        ("/..", False, True),
        ("../", True, False),
        ("..", True, True),
        ("../..", True, True),
        ("[..2020-08-27]", True, False),
        ("{2020-08-25..}", False, True),
        ("[2020-08-25..2020-08-27]", False, False),
        ("2020", False, False),
    ],
)
def test_open_is_told_from_unknown(text: str, open_start: bool, open_end: bool) -> None:
    stated = parse_edtf(text)
    assert (stated.open_start, stated.open_end) == (open_start, open_end)


@pytest.mark.parametrize(
    ("text", "year_known"),
    [
        ("2020-08-25", True),
        ("202X", True),
        ("XXX0", True),
        ("../2018-01-10", True),
        ("[..2020-08-27,2020-09-01..]", True),
        ("XXXX", False),
        ("XXXX-05-28?", False),
        ("XXXX-05-28/2020-06-01", False),
        ("[2020,XXXX-05]", False),
        ("..", False),
        ("../..", False),
    ],
)
def test_year_known(text: str, year_known: bool) -> None:
    assert parse_edtf(text).year_known is year_known


@pytest.mark.parametrize(
    ("text", "days"),
    [("2020", 366), ("2021", 365), ("1900", 365), ("2020-02", 29), ("2021-01-28", 1),
     ("2020-24", 90), ("2020-08-25/2020-08-27", 3), ("2020-08/..", None), ("/2020", None),
     ("XXXX-05-28", None)],
)  # fmt: skip
def test_days_are_counted_with_both_ends(text: str, days: int | None) -> None:
    assert parse_edtf(text).days == days


def test_surrounding_whitespace_is_ignored() -> None:
    assert parse_edtf(" \t2020-08~\n") == parse_edtf("2020-08~")


def test_result_is_frozen() -> None:
    with pytest.raises(AttributeError):
        parse_edtf("2020").text = "2021"  # type: ignore[misc]


# --- what is refused, and what the message tells to write ---------------------------------


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("28/05/2021", "write 2021-05-28"),
        ("05/28/2021", "write 2021-05-28"),
        ("28.5.2021", "write 2021-05-28"),
        ("05/06/2021", "write 2021-06-05 or 2021-05-06"),
        ("2021/05/28", "write 2021-05-28"),
        ("2021. 5. 28.", "write 2021-05-28"),
        ("20210528", "write 2021-05-28"),
        ("2021-5-8", "write 2021-05-08"),
        ("2021\ub144 5\uc6d4 28\uc77c", "write 2021-05-28"),
        ("2021\u5e745\u670828\u65e5", "write 2021-05-28"),
        ("\uff12\uff10\uff12\uff11-05-28", "write 2021-05-28"),
        ("2020/08", "write 2020-08"),
        ("08/2020", "write 2020-08"),
        ("2020-08-2x", "write 2020-08-2X"),
        ("xxxx-05-28", "write XXXX-05-28"),
        ("199u", "write 199X"),
        ("2020-08-25T12:00:00Z", "write 2020-08-25"),
        ("2020-08-25 03:00", "write 2020-08-25"),
        ("2020-08-25\u20132020-08-27", "write 2020-08-25/2020-08-27"),
        ("2020-08-25 to 2020-08-27", "write 2020-08-25/2020-08-27"),
        ("2020-08-25..2020-08-27", "write 2020-08-25/2020-08-27"),
        ("2020-08-25/27", "write 2020-08-25/2020-08-27"),
        ("2020-08-25 / 2020-08-27", "write 2020-08-25/2020-08-27"),
        ("..2018-01-10", "write ../2018-01-10"),
        ("2018-01-10..", "write 2018-01-10/.."),
        ("2020-08-25,2020-08-26", "write [2020-08-25,2020-08-26]"),
        ("[2020-08-25, 2020-08-26]", "write [2020-08-25,2020-08-26]"),
        ("2020?-08", "write 2020-08?"),
        ("?2020-08", "write 2020-08?"),
        ("2020-08?~", "write 2020-08%"),
        ("2020-08-25/2020-08-20", "write 2020-08-20/2020-08-25"),
        ("[2021..2020]", "write 2020..2021"),
        ("9999-24", "write 9999-12"),
        ("/", "write .. for a date without bounds"),
    ],
)  # fmt: skip
def test_message_says_what_to_write(text: str, instead: str) -> None:
    with pytest.raises(EdtfError) as caught:
        parse_edtf(text)
    message = str(caught.value)
    assert message.startswith(f"date {text!r} cannot be read: ")
    assert message.endswith(f"; {instead}")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-02-30", "the month 2021-02 has 28 days"),
        ("2020-02-30", "the month 2020-02 has 29 days"),
        ("1900-02-29", "the month 1900-02 has 28 days"),
        ("2020-09-31", "the month 2020-09 has 30 days"),
        ("2020-08-00", "the month 2020-08 has 31 days"),
        ("2020-08/2021-02-30", "the month 2021-02 has 28 days"),
        ("2020-08-25/2020-08-20", r"it ends \(2020-08-20\) before it starts \(2020-08-25\)"),
        ("2020-09/2020-08", "before it starts"),
        ("2020-13", "13 is not a month"),
        ("2020-00", "00 is not a month"),
        ("2020-25", r"25 is not a month; .* seasons 21 \(spring\) to 24"),
        ("2020-41", "41 is not a month"),
        ("2020-2X", "2X is not a month"),
        ("2020-21-05", "21 is a season"),
        ("2020-02-3X", "no day that exists fits"),
        ("2020-X2-3X-", "is not EDTF"),
        ("XXXX-02-30", "no day that exists fits"),
        ("2021-02-29?", "the month 2021-02 has 28 days"),
        ("XXX9-02-29", "no day that exists fits"),
        ("0000", "outside 0001 to 9999"),
        ("0000-05-28", "outside 0001 to 9999"),
        ("-0044", "outside 0001 to 9999"),
        ("Y17000", "outside 0001 to 9999"),
        ("12020-05-01", "outside 0001 to 9999"),
        ("2020-08-25T12:00/2020-08-26T12:00", "has a time of day"),
        ("[2020-08-25", r"the \[ is not closed"),
        ("{2020-08-25]", r"the { is not closed"),
        ("[", r"the \[ is not closed"),
        ("[]", "'' is not EDTF"),
        ("[..]", "'' is not EDTF"),
        ("[2020,,2021]", "'' is not EDTF"),
        ("[2020,..2021]", "open in its middle"),
        ("[2020..,2021]", "open in its middle"),
        ("[..2020..]", "is not EDTF"),
        ("[2020/2021]", "'2020/2021' is not EDTF"),
        ("[2020]?", "is not closed"),
        ("2020/2021/2022", "'2021/2022' is not EDTF"),
        ("[2020]/2021", "is not closed"),
        ("unknown", "is not EDTF; write it like 2021-05-28"),
        ("\u0662\u0660\u0662\u0661", "is not EDTF; write it like"),
        ("", "it is empty"),
        (" \n", "it is empty"),
    ],
)
def test_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(EdtfError, match=reason):
        parse_edtf(text)


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None is not text but NoneType"),
        (2021, "2021 is not text but int"),
        (10**5000, "is not text but int"),
        (float("nan"), "nan is not text but float"),
        (b"2021", "b'2021' is not text but bytes"),
        (["2021"] * 1000, "is not text but list"),
        (Unprintable(), "is not text but Unprintable"),
        (date(2021, 5, 28), "is not text but date; write '2021-05-28'"),
        (datetime(2021, 5, 28, 3), "is not text but datetime; write '2021-05-28'"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_text_is_refused(value: Any, shown: str) -> None:
    with pytest.raises(EdtfError, match=re.escape(shown)) as caught:
        parse_edtf(value)
    assert len(str(caught.value)) < 300


def test_hostile_text_stays_on_one_short_line() -> None:
    with pytest.raises(EdtfError) as caught:
        parse_edtf("2021\n\x1b[31m\u202e" + "9" * 1_000_000)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 400
    assert "(1000011 characters)" in message


def test_long_hostile_texts_are_refused_quickly() -> None:
    texts = ["X" * 200_000, "2020-" * 50_000, "[" * 200_000, "2020/" * 50_000, "1 " * 100_000,
             "[" + "2020-02-3X," * 20_000 + "]", "?" * 200_000]  # fmt: skip
    begun = time.process_time()
    for text in texts:
        with pytest.raises(EdtfError):
            parse_edtf(text)
    assert time.process_time() - begun < 5


def test_error_is_one_of_the_project_and_a_value_error() -> None:
    assert issubclass(EdtfError, BordervizError)
    assert issubclass(EdtfError, ValueError)


# --- the days of an event -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "known_by", "published", "start", "end"),
    [
        ("2021-01-28", None, None, "2021-01-28", "2021-01-28"),
        ("2020-08~", None, "2021-02-01", "2020-08-01", "2020-08-31"),
        ("2024-01-15/2024-02-05", "2024-02-05", "2024-02-07", "2024-01-15", "2024-02-05"),
        # A stated end is never moved, not even by an earlier publication.
        ("2024", None, "2024-02-05", "2024-01-01", "2024-12-31"),
        ("XXXX-05-28", None, None, None, None),
        ("XXXX-05-28", None, "2021-06-10", None, "2021-06-10"),
        ("XXXX-05-28", "2021-06-08", "2021-06-10", None, "2021-06-08"),
        ("XXXX-05-28", "2021-06-12", "2021-06-10", None, "2021-06-10"),
        (None, None, None, None, None),
        (None, "2021-06-08", None, None, "2021-06-08"),
        (None, None, "2021-06-10", None, "2021-06-10"),
        ("..", None, "2021-06-10", None, "2021-06-10"),
        ("2024-02-05/..", None, "2024-03-01", "2024-02-05", "2024-03-01"),
        ("2024-02-05/", "2024-02", None, "2024-02-05", "2024-02-29"),
        ("2024-02-05/..", None, "2024-02-05", "2024-02-05", "2024-02-05"),
        ("[2024-02-05..]", None, "2024-03-01~", "2024-02-05", "2024-03-01"),
        ("2024-02-05/XXXX-03", None, "2024-03-01", "2024-02-05", "2024-03-01"),
        # A bound before the stated start contradicts it: the stated interval stays.
        ("2024-02-05/..", None, "2024-02-04", "2024-02-05", None),
        ("2024-02-05/..", "2023", "2024-03-01", "2024-02-05", None),
        ("../2018-01-10", None, "2017-12-01", None, "2018-01-10"),
        # Bounds that bound nothing.
        ("2024-02-05/..", "..", "XXXX-03-01", "2024-02-05", None),
    ],
)
def test_closed_interval(
    text: str | None,
    known_by: str | None,
    published: str | None,
    start: str | None,
    end: str | None,
) -> None:
    found = closed_interval(text, known_by=known_by, published=published)
    assert found == (day(start), day(end))


def test_closed_interval_names_the_column_of_a_wrong_date() -> None:
    with pytest.raises(EdtfError, match=r"^published: date '1 May' cannot be read"):
        closed_interval("2020", published="1 May")
    with pytest.raises(EdtfError, match=r"^known_by: date 5 is not text"):
        closed_interval(None, known_by=5)  # type: ignore[arg-type]


# --- when a rule began and ended ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020-08-26", "2020-08-26", "2020-08-26"),
        ("[2020-08-25..2020-08-27]", "2020-08-25", "2020-08-27"),
        ("2020-08-25/2020-08-27", "2020-08-25", "2020-08-27"),
        ("2020-08", "2020-08-01", "2020-08-31"),
        ("[..2020-08-27]", None, "2020-08-27"),
        ("2020-08-25/..", "2020-08-25", None),
        ("XXXX-08", None, None),
        ("..", None, None),
        (None, None, None),
    ],
)
def test_start_and_end_range(text: str | None, earliest: str | None, latest: str | None) -> None:
    assert start_range(text) == (day(earliest), day(latest))
    assert end_range(text) == (day(earliest), day(latest))


# --- event and rule in time ---------------------------------------------------------------

RULE_2020 = ("[2020-08-25..2020-08-27]", "..")


@pytest.mark.parametrize(
    ("start", "end", "rule", "in_force", "share"),
    [
        ("2021-01-28", "2021-01-28", RULE_2020, "yes", 1.0),
        ("2018-01-01", "2018-01-01", RULE_2020, "no", 0.0),
        ("2020-08-24", "2020-08-24", RULE_2020, "no", 0.0),
        ("2020-08-25", "2020-08-25", RULE_2020, "possibly", 0.5),
        ("2020-08-26", "2020-08-26", RULE_2020, "possibly", 0.5),
        ("2020-08-27", "2020-08-27", RULE_2020, "yes", 1.0),
        # August 2020: 24 days before, 2 on which the sources disagree, 5 in force.
        ("2020-08-01", "2020-08-31", RULE_2020, "possibly", 6 / 31),
        (None, "2020-08-24", RULE_2020, "no", 0.0),
        (None, "2020-08-25", RULE_2020, "possibly", None),
        (None, "2021-06-10", RULE_2020, "possibly", None),
        (None, None, RULE_2020, "possibly", None),
        ("2022-01-01", None, RULE_2020, "possibly", None),
        ("2022-01-01", None, ("2020", "2021"), "no", 0.0),
        ("2021-12-31", None, ("2020", "2021"), "possibly", None),
        (None, None, ("..", ".."), "possibly", None),
        # Without bounds the rule was in force on every day.
        ("2020-01-01", "2020-12-31", ("..", ".."), "yes", 1.0),
        ("2020-01-01", "2020-12-31", (None, None), "yes", 1.0),
        ("0001-01-01", "9999-12-31", ("../..", None), "yes", 1.0),
        # valid_to is the last day in force.
        ("2020-06-01", "2020-06-01", ("2020-01-01", "2020-06-01"), "yes", 1.0),
        ("2020-06-02", "2020-06-02", ("2020-01-01", "2020-06-01"), "no", 0.0),
        ("2020-05-31", "2020-06-03", ("2020-01-01", "2020-06-01"), "possibly", 0.5),
        # An uncertain end: certain to 1 June, possible to 3 June.
        ("2020-06-01", "2020-06-04", ("..", "[2020-06-01..2020-06-03]"), "possibly", 0.5),
        # Start and end disagree about the same days: still one half.
        ("2020-08-10", "2020-08-10", ("2020-08", "2020-08"), "possibly", 0.5),
        # Leap day.
        ("2020-02-01", "2020-03-01", ("2020-02-29", ".."), "possibly", 2 / 30),
        ("2021-02-01", "2021-03-01", ("2020-03/2021-02-28", ".."), "possibly", 15.5 / 29),
        # A start known on one side only.
        ("2020-08-26", "2020-08-28", ("[..2020-08-27]", ".."), "possibly", 5 / 6),
        ("1950-01-01", "1950-01-01", ("[..2020-08-27]", ".."), "possibly", 0.5),
        ("2020-08-24", "2020-08-25", ("2020-08-25/..", ".."), "possibly", 0.25),
        ("2020-08-25", "2020-08-25", ("XXXX-05-28", ".."), "possibly", 0.5),
        ("2020-08-25", "2020-08-25", ("[..2020-08-24,2020-09..]", ".."), "possibly", 0.5),
        ("2023-07-01", "2023-07-01", ("2020", "[2023-06-01..]"), "possibly", 0.5),
        ("2023-05-31", "2023-05-31", ("2020", "[2023-06-01..]"), "yes", 1.0),
    ],
)
def test_overlap_share(
    start: str | None,
    end: str | None,
    rule: tuple[str | None, str | None],
    in_force: str,
    share: float | None,
) -> None:
    found = overlap_share((day(start), day(end)), *rule)
    assert found == (in_force, None if share is None else pytest.approx(share, abs=1e-12))


def test_overlap_share_refuses_what_ends_before_it_begins() -> None:
    on_a_day = (date(2020, 1, 1), date(2020, 1, 1))
    with pytest.raises(EdtfError, match="rule valid from '2021' to '2020' ends before it begins"):
        overlap_share(on_a_day, "2021", "2020")
    with pytest.raises(EdtfError, match="event from 2020-01-02 to 2020-01-01 ends before"):
        overlap_share((date(2020, 1, 2), date(2020, 1, 1)), "..", "..")
    with pytest.raises(EdtfError, match="'soon'"):
        overlap_share(on_a_day, "2019", "soon")


def test_overlap_share_does_not_walk_the_days() -> None:
    longest = (date.min, date.max)
    begun = time.process_time()
    for _ in range(2000):
        overlap_share(longest, "[2020-08-25..2020-08-27]", "..")
    assert time.process_time() - begun < 2


# --- properties ---------------------------------------------------------------------------

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31))
MARKS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def plain_dates(draw: st.DrawFn, *, seasons: bool = False) -> str:
    iso = draw(DAYS).isoformat()
    season = [iso[:5] + draw(st.sampled_from(["21", "22", "23", "24"]))] if seasons else []
    return draw(st.sampled_from([iso, iso[:7], iso[:4], *season]))


@st.composite
def masked_dates(draw: st.DrawFn, most: int = 3) -> str:
    text = draw(plain_dates())
    places = [i for i, char in enumerate(text) if char != "-"]
    masked = draw(st.sets(st.sampled_from(places), min_size=1, max_size=most))
    return "".join("X" if i in masked else char for i, char in enumerate(text))


def single_dates() -> st.SearchStrategy[str]:
    unmarked = st.one_of(plain_dates(seasons=True), masked_dates(), masked_dates(most=8))
    return st.builds(str.__add__, unmarked, MARKS)


def ordered(first: str, last: str) -> tuple[str, str]:
    """The two texts, so that the range from the one to the other is not empty."""
    start, end = parse_edtf(first).start, parse_edtf(last).end
    return (last, first) if start and end and end < start else (first, last)


@st.composite
def intervals(draw: st.DrawFn, dates: st.SearchStrategy[str]) -> str:
    first, last = ordered(draw(dates), draw(dates))
    side = draw(st.sampled_from(["both", "both", "../{1}", "/{1}", "{0}/..", "{0}/", "../.."]))
    return ("{0}/{1}" if side == "both" else side).format(first, last)


@st.composite
def sets(draw: st.DrawFn, dates: st.SearchStrategy[str]) -> str:
    elements = draw(st.lists(dates, min_size=1, max_size=4))
    if draw(st.booleans()):
        elements.append("..".join(ordered(draw(dates), draw(dates))))
    if draw(st.booleans()) and ".." not in elements[0]:
        elements[0] = ".." + elements[0]
    if draw(st.booleans()) and ".." not in elements[-1]:
        elements[-1] += ".."
    return draw(st.sampled_from(["[{}]", "{{{}}}"])).format(",".join(elements))


def texts() -> st.SearchStrategy[str]:
    dates = single_dates()
    return st.one_of(dates, intervals(dates), sets(dates), st.just(".."))


@PROFILE
@given(texts())
def test_every_valid_text_parses_into_an_interval(text: str) -> None:
    stated = parse_edtf(text)
    assert stated.text == text
    if stated.start is not None and stated.end is not None:
        assert stated.start <= stated.end
        assert stated.days == (stated.end - stated.start).days + 1
    assert parse_edtf(stated.text) == stated
    assert parse_edtf(f"  {text}\n") == stated


@PROFILE
@given(texts())
def test_marks_never_change_bounds(text: str) -> None:
    stated = parse_edtf(text)
    bare = parse_edtf(re.sub("[?~%]", "", text))
    assert (stated.start, stated.end, stated.kind) == (bare.start, bare.end, bare.kind)
    assert stated.uncertain == bool(re.search("[?%]", text))
    assert stated.approximate == bool(re.search("[~%]", text))
    assert not bare.uncertain
    assert not bare.approximate


def completed(text: str) -> list[EdtfDate]:
    """Every date that exists and fits the digits, by trying them all."""
    found = []
    for digits in product("0123456789", repeat=text.count("X")):
        filled = text
        for digit in digits:
            filled = filled.replace("X", digit, 1)
        numbers = [int(part) for part in filled.split("-")]
        try:
            date(*[*numbers, 1, 1][:3])
        except ValueError:
            continue
        found.append(parse_edtf(filled))
    return found


@PROFILE
@given(masked_dates())
def test_masked_digits_reach_from_the_first_to_the_last_completion(text: str) -> None:
    assume(not text.startswith("XXXX"))
    stated = parse_edtf(text)
    fitting = completed(text)
    assert stated.kind == "masked"
    assert stated.start == min(one.start for one in fitting if one.start)
    assert stated.end == max(one.end for one in fitting if one.end)


@PROFILE
@given(single_dates(), single_dates())
def test_range_reaches_from_the_one_to_the_other(first: str, last: str) -> None:
    first, last = ordered(first, last)
    hull = (parse_edtf(first).start, parse_edtf(last).end)
    assert bounds(f"[{first}..{last}]") == hull
    assert bounds(f"{{{first}..{last}}}") == hull
    assert bounds(f"{first}/{last}") == hull


@PROFILE
@given(st.lists(single_dates().filter(lambda text: "XXXX" not in text), min_size=1, max_size=5))
def test_set_reaches_from_its_first_to_its_last_day(dates: list[str]) -> None:
    parts = [parse_edtf(text) for text in dates]
    hull = (min(part.start for part in parts if part.start),
            max(part.end for part in parts if part.end))  # fmt: skip
    assert bounds(f"[{','.join(dates)}]") == hull
    assert bounds(f"{{{','.join(dates)}}}") == hull


NEAR_DATES = st.text(alphabet="0123456789X-/.,[]{}?~% T:uxY", max_size=30)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(texts())
    i = draw(st.integers(0, len(text)))
    return text[:i] + draw(NEAR_DATES | st.text(max_size=2)) + text[i + draw(st.integers(0, 3)) :]


@settings(PROFILE, max_examples=400)
@given(st.one_of(st.text(), NEAR_DATES, damaged()))
def test_garbage_raises_nothing_but_edtf_error(text: str) -> None:
    try:
        stated = parse_edtf(text)
    except EdtfError as error:
        message = str(error)
        assert message.startswith("date ")
        assert message.isprintable()
        for promised in re.findall(r"; write (\S+?)(?: or (\S+))?$", message):
            for suggestion in filter(None, promised):
                parse_edtf(suggestion)
    else:
        assert stated.text == text.strip()
        assert stated.start is None or stated.end is None or stated.start <= stated.end


@PROFILE
@given(
    st.one_of(st.none(), st.integers(), st.floats(), st.binary(), st.dates(), st.lists(st.text()))
)
def test_any_other_object_raises_nothing_but_edtf_error(value: Any) -> None:
    with pytest.raises(EdtfError):
        parse_edtf(value)


OPTIONAL_TEXTS = st.none() | texts()


@PROFILE
@given(OPTIONAL_TEXTS, OPTIONAL_TEXTS, OPTIONAL_TEXTS)
def test_closed_interval_only_ever_adds_an_end(
    text: str | None, known_by: str | None, published: str | None
) -> None:
    start, end = closed_interval(text, known_by=known_by, published=published)
    stated = start_range(text)
    assert start == stated[0]
    assert stated[1] in (None, end)
    assert start is None or end is None or start <= end
    if stated[1] is None and end is not None:
        assert end in (end_range(known_by)[1], end_range(published)[1])


FIRST_DAY = date(2020, 2, 1)


def nth(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def ranges(least: int, most: int) -> st.SearchStrategy[tuple[int, int]]:
    one = st.integers(least, most)
    return st.tuples(one, one).map(lambda pair: (min(pair), max(pair)))


@settings(PROFILE, max_examples=400)
@given(ranges(0, 60), ranges(0, 60), ranges(0, 60), st.booleans(), st.booleans())
def test_overlap_share_against_a_walk_over_the_days(
    event: tuple[int, int],
    begun: tuple[int, int],
    ended: tuple[int, int],
    without_start: bool,
    without_end: bool,
) -> None:
    assume(without_start or without_end or begun[0] <= ended[1])
    starts = [-1] if without_start else range(begun[0], begun[1] + 1)
    ends = [1000] if without_end else range(ended[0], ended[1] + 1)
    total = Fraction(0)
    for number in range(event[0], event[1] + 1):
        answers = {first <= number for first in starts}, {number <= last for last in ends}
        if all(answer == {True} for answer in answers):
            total += 1
        elif all(True in answer for answer in answers):
            total += Fraction(1, 2)
    share = total / (event[1] - event[0] + 1)
    in_force, found = overlap_share(
        (nth(event[0]), nth(event[1])),
        ".." if without_start else f"[{nth(begun[0])}..{nth(begun[1])}]",
        ".." if without_end else f"{nth(ended[0])}/{nth(ended[1])}",
    )
    assert found == float(share)
    assert in_force == {0: "no", 1: "yes"}.get(share, "possibly")  # type: ignore[call-overload]


@PROFILE
@given(ranges(0, 60), ranges(0, 60), ranges(0, 60))
def test_an_unknown_day_of_the_event_leaves_only_the_certain_no(
    event: tuple[int, int], begun: tuple[int, int], ended: tuple[int, int]
) -> None:
    assume(begun[0] <= ended[1])
    rule = (f"[{nth(begun[0])}..{nth(begun[1])}]", f"[{nth(ended[0])}..{nth(ended[1])}]")
    before = event[1] < begun[0]
    after = event[0] > ended[1]
    maybe = ("possibly", None)
    assert overlap_share((None, nth(event[1])), *rule) == (("no", 0.0) if before else maybe)
    assert overlap_share((nth(event[0]), None), *rule) == (("no", 0.0) if after else maybe)
    assert overlap_share((None, None), *rule) == maybe


# --- two libraries as oracles ---------------------------------------------------------------


def library_bounds(text: str) -> tuple[Any, Any]:
    """Bounds by `edtf`; infinite ones are None, as here."""
    stated = edtf_library.parse_edtf(text)
    found = []
    for bound in (stated.lower_strict(), stated.upper_strict()):
        finite = hasattr(bound, "tm_year")
        found.append((bound.tm_year, bound.tm_mon, bound.tm_mday) if finite else None)
    return found[0], found[1]


def our_bounds(text: str) -> tuple[Any, Any]:
    first, last = bounds(text)
    return (
        first and (first.year, first.month, first.day),
        last and (last.year, last.month, last.day),
    )


# What edtf 5.0.2 reads otherwise (or fails on), and why our reading stands.
LIBRARY_READS_OTHERWISE = [
    (r"....-24", "ends the winter with the year, in December; fails on a masked year"),
    (r"2020-08/|/2020", "bounds an unknown side ten years off"),
    (r"/\.\.|\.\./", "fails; one side may be unknown and the other open"),
    (r"\.\.", "fails; accepted here for a rule without a known end"),
    (r".*XXXX.*", "reads an unknown year as all years from 0 to 9999"),
    (r"000X|XXX0", "begins in the year 0, which the calendar here does not have"),
    (r"(?!XXXX).*X.*-02-29", "gives 29 February to years that have none"),
    (r".*-(0X|1X|X[0-9]).*", "fails on single masked digits of a month"),
    (r".*-..-([0-3]X|X[0-9]).*", "fails on single masked digits of a day"),
    (r"\[[0-9-]+\]", "fails; a set may hold one date"),
    (r".*X.*[?~%]", "fails; a mark may follow masked digits"),
    (r"....-2[1-4][?~%]", "fails; a season may be marked as a month may"),
    (r"\[2020-08\.\.2020-08-15\]", "fails; the ends of a range may differ in precision"),
    (r"\{\.\.2019,2020\}", "fails to compare a date with an open side"),
    (r"\[2020-21,2021\]", "fails; a season may stand in a set as a month may"),
]
ALSO_READ_OTHERWISE = ["20X0?", "2020-24?", "[2020-08..2020-08-15]", "[2020-21,2021]",
                        "{..2019,2020}"]  # fmt: skip


def library_differs(text: str) -> bool:
    try:
        return library_bounds(text) != our_bounds(text)
    except Exception:  # the library fails with errors of many types
        return True


@pytest.mark.parametrize("text", [row[0] for row in MEANINGS] + ALSO_READ_OTHERWISE)
def test_meanings_as_in_the_library_but_for_the_known_ones(text: str) -> None:
    known = [reason for pattern, reason in LIBRARY_READS_OTHERWISE if re.fullmatch(pattern, text)]
    assert library_differs(text) == bool(known)


@st.composite
def library_dates(draw: st.DrawFn) -> str:
    """Dates that edtf reads as it should: plain, or masked from the right."""
    iso = draw(DAYS.filter(lambda one: one.year > 9)).isoformat()
    forms = [iso, iso[:7], iso[:4], iso[:3] + "X", iso[:4] + "-XX", iso[:7] + "-XX"]
    return draw(st.sampled_from(forms)) + draw(MARKS)


@st.composite
def day_sets(draw: st.DrawFn) -> str:
    """Sets of a form that both libraries know: several days, or one range."""
    first, last, other = sorted(day.isoformat() for day in draw(st.tuples(DAYS, DAYS, DAYS)))
    form = draw(st.sampled_from(["{0},{1}", "{2},{0},{1}", "{0}..{1}", "..{1}", "{0}..",
                                 "{0},{1}..{2}"]))  # fmt: skip
    return draw(st.sampled_from(["[{}]", "{{{}}}"])).format(form.format(first, last, other))


@st.composite
def library_texts(draw: st.DrawFn) -> str:
    days = DAYS.map(date.isoformat)
    marked = st.builds(str.__add__, plain_dates(), MARKS)
    season = st.builds("{:.4}-{}".format, days, st.sampled_from(["21", "22", "23"]))
    closed = st.tuples(marked, marked).map(lambda pair: "/".join(ordered(*pair)))
    half_open = st.builds(str.format, st.sampled_from(["{}/..", "../{}"]), marked)
    return draw(st.one_of(library_dates(), season, closed, half_open, day_sets()))


@settings(PROFILE, max_examples=80)
@given(library_texts())
def test_bounds_and_marks_as_in_the_library(text: str) -> None:
    assert our_bounds(text) == library_bounds(text)
    if not set("/[{") & set(text):
        stated = edtf_library.parse_edtf(text)
        both = bool(getattr(stated, "is_uncertain_and_approximate", False))
        ours = parse_edtf(text)
        # The library keeps % apart from ? and ~; here it is both.
        assert ours.uncertain == (both or stated.is_uncertain)
        assert ours.approximate == (both or stated.is_approximate)


def test_the_library_widens_an_approximate_date_where_we_do_not() -> None:
    stated = edtf_library.parse_edtf("2020~")
    assert stated.lower_fuzzy().tm_year == 2019
    assert stated.upper_fuzzy().tm_year == 2021
    assert bounds("2020~") == (date(2020, 1, 1), date(2020, 12, 31))


# What edtf-validate 2.0.0 judges otherwise, and why ours stands.
VALIDATOR_REFUSES = {
    "2020-08-25/2020": "compares precisions; the day lies in the year",
    "202X?": "the Library of Congress calls a mark after masked digits fine",
    "2020-24/202X?": "as above",
    "202X-24": "a season may have a masked year",
    "[2020-08-25]": "a set may hold one date",
    "[..2019,2020,2021..2022]": "refuses this order; a set may mix dates and ranges",
    "[2020-21,2021]": "a season may stand in a set as a month may",
    "..": "accepted here for a rule without a known end",
}
VALIDATOR_ACCEPTS = {
    "2021-02-29": "the day does not exist",
    "2020-09-31?": "the day does not exist",
    "[2021-02-29,2021-03-01]": "the day does not exist",
    "0000": "outside the supported years",
    "-0044": "outside the supported years",
    "Y17000": "outside the supported years",
    "2020-25": "outside the supported subset",
    "2020?-08": "outside the supported subset",
    "2020-08-25T12:00:00": "outside the supported subset",
}


def accepted(text: str) -> bool:
    try:
        parse_edtf(text)
    except EdtfError:
        return False
    return True


@pytest.mark.parametrize("text", VALIDATOR_REFUSES)
def test_accepted_though_the_validator_refuses(text: str) -> None:
    assert accepted(text)
    assert not is_valid(text)


@pytest.mark.parametrize("text", VALIDATOR_ACCEPTS)
def test_refused_though_the_validator_accepts(text: str) -> None:
    assert not accepted(text)
    assert is_valid(text)


@settings(PROFILE, max_examples=80)
@given(st.one_of(plain_dates(seasons=True), masked_dates(), intervals(DAYS.map(date.isoformat)),
                 day_sets()))  # fmt: skip
def test_what_is_accepted_is_valid(text: str) -> None:
    assert accepted(text)
    assert is_valid(text)


@settings(PROFILE, max_examples=80)
@given(st.one_of(plain_dates(), intervals(DAYS.map(date.isoformat))), st.data())
def test_damaged_texts_are_judged_as_the_validator_does(text: str, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(text)))
    inserted = data.draw(st.sampled_from(["", "0", "3", "X", "-", "/", "x", " "]))
    text = text[:i] + inserted + text[i + data.draw(st.integers(0, 1)) :]
    unlike = (
        r"-....(-.*)?|0000.*|.*-(02-29|02-3.|..-31)|.*/-.*|.*/0000.*|\s.*|.*\s|.*X.*/.*|.*/.*X.*"
    )
    assume(not re.fullmatch(unlike, text, re.DOTALL))
    assert accepted(text) == is_valid(text)
