"""Dates as stated: what each text means, what is refused, and how."""

from __future__ import annotations

import re
import time
from datetime import date, datetime
from typing import Any

import pytest
from edtf_meanings import MEANINGS, day

from borderviz.edtf import (
    closed_interval,
    end_range,
    overlap_share,
    parse_edtf,
    start_range,
)
from borderviz.errors import BordervizError, EdtfError

# --- what each text means ---------------------------------------------------------------


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
