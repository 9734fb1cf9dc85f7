"""Dates as stated, any of them: properties, a walk over the days, and two libraries as oracles."""

from __future__ import annotations

import re
import warnings
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from edtf_meanings import MEANINGS, bounds
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from borderviz.edtf import (
    EdtfDate,
    closed_interval,
    end_range,
    is_edtf,
    overlap_share,
    parse_edtf,
    start_range,
)
from borderviz.errors import EdtfError

with warnings.catch_warnings():  # both libraries use names that pyparsing has deprecated
    warnings.simplefilter("ignore")
    import edtf as edtf_library
    from edtf_validate.valid_edtf import is_valid  # type: ignore[import-untyped]

PROFILE = settings(max_examples=150)


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


@pytest.mark.parametrize("text", VALIDATOR_REFUSES)
def test_accepted_though_the_validator_refuses(text: str) -> None:
    assert is_edtf(text)
    assert not is_valid(text)


@pytest.mark.parametrize("text", VALIDATOR_ACCEPTS)
def test_refused_though_the_validator_accepts(text: str) -> None:
    assert not is_edtf(text)
    assert is_valid(text)


@settings(PROFILE, max_examples=80)
@given(st.one_of(plain_dates(seasons=True), masked_dates(), intervals(DAYS.map(date.isoformat)),
                 day_sets()))  # fmt: skip
def test_what_is_accepted_is_valid(text: str) -> None:
    assert is_edtf(text)
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
    assert is_edtf(text) == is_valid(text)
