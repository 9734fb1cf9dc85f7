"""Two coders' tables side by side: who coded what, and how far beyond chance they agree."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from coded_tables import PLACES, located
from command_line import rows_of, run, the_error
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz import compare_codings
from borderviz.errors import InputError
from borderviz.events.agreement import cohen_kappa

REPORT = {"source_url": "https://example.org/1"}
OTHER = {"source_url": "https://example.org/2"}


def figure(found, field, column="kappa"):
    return found.fields.set_index("field").loc[field, column]


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], 0.5),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "a"), ("a", "a")], None),
        ([], None),
        ([pair for *pair, n in [(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)] for _ in range(n)],
         0.4),
    ],
)  # fmt: skip
def test_kappa_is_that_of_hand_computed_tables(pairs, kappa):
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    found = cohen_kappa(ours, theirs)
    assert found == (kappa if kappa is None else pytest.approx(kappa, abs=1e-12))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_its_definition_and_symmetric(pairs):
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    n = len(pairs)
    observed = Fraction(sum(a == b for a, b in pairs), n)
    chance = sum(
        Fraction(Counter(ours)[value], n) * Fraction(Counter(theirs)[value], n) for value in "abc"
    )
    found = cohen_kappa(ours, theirs)
    assert found == cohen_kappa(theirs, ours)
    if chance == 1:
        assert found is None
    else:
        assert found == pytest.approx(float((observed - chance) / (1 - chance)), abs=1e-12)


def test_events_are_matched_within_their_report_and_the_rest_is_told():
    first = located(
        ("a", "arrest", "2021-05-03", "town", REPORT),
        ("b", "shooting", "2021-05-03", "town", REPORT),
        ("c", "smuggling", "2021-05-03", "town", OTHER),
    )
    second = located(
        ("p", "death", "2021-05-03", "county", REPORT),
        ("q", "arrest", "2021-05-04", "stadt", REPORT),
        ("r", "arrest", "2021-05-03", "town", {"source_url": "https://example.org/3"}),
    )
    found = compare_codings(first, second)
    table = found.pairs.astype(object).fillna("-")
    assert list(zip(table["event_id_1"], table["event_id_2"], strict=True)) == [
        ("a", "q"), ("b", "p"), ("c", "-"), ("-", "r"),
    ]  # fmt: skip
    assert table["differs"].tolist() == [
        "date", "event_type place", "only in table 1", "only in table 2",
    ]  # fmt: skip
    assert (found.events, found.matched, found.f1) == ((3, 3), 2, pytest.approx(4 / 6))
    assert figure(found, "event_type", "agreement") == 0.5
    assert figure(found, "date (may be one)", "agreement") == 1
    assert figure(found, "place", "agreement") == 0.5
    assert figure(found, "place (may be one)", "agreement") == 1


def test_without_sources_events_are_matched_by_what_they_say():
    first = located(("a", "arrest", "2021-05-03", "town"), ("b", "arrest", "2019", "province"))
    second = located(
        ("p", "arrest", "2021-05-03", "elsewhere"), ("q", "arrest", "2021-05-03", "town")
    )
    found = compare_codings(first, second)
    assert found.pairs["event_id_2"].tolist()[0] == "q"
    assert found.matched == 1


def test_rows_may_be_matched_by_a_column():
    first = located(("a", "arrest", "2021-05-03", "town"), ("b", "arrest", "2019", "town"))
    second = located(("b", "smuggling", "2018", "elsewhere"), ("z", "arrest", "2019", "town"))
    found = compare_codings(first, second, on="event_id")
    assert found.matched == 1
    assert found.pairs["differs"].tolist()[0] == "event_type date place"
    with pytest.raises(InputError, match="no column 'nope'"):
        compare_codings(first, second, on="nope")
    twice = first.assign(external_id=["x", "x"])
    with pytest.raises(InputError, match="external_id 'x' stands in two rows"):
        compare_codings(twice, second, on="external_id")


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["arrest", "death", "smuggling"]),
            st.sampled_from(["2021-05-01", "2021-05-02", "2021"]),
            st.sampled_from(sorted(PLACES)),
            st.sampled_from([REPORT, OTHER]),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_a_table_agrees_with_itself_and_the_order_of_tables_does_not_matter(rows):
    first = located(*((f"a{at}", *row) for at, row in enumerate(rows)))
    found = compare_codings(first, first)
    assert (found.matched, found.f1) == (len(rows), 1.0)
    assert set(found.fields["agreement"]) == {1.0}
    assert set(found.fields["kappa"].dropna()) <= {1.0}
    second = located(*((f"b{at}", *row) for at, row in enumerate(rows[::-1][:3])))
    assert compare_codings(first, second).matched == compare_codings(second, first).matched


def test_compare_prints_its_figures_and_writes_both_codings(folder):
    header = "event_id,event_type,date,place,source_url"
    rows = (
        "1,arrest,2021-01-28,Hyesan,https://example.org/1\n2,death,2020,Musan,https://example.org/2"
    )
    Path("a.csv").write_text(f"{header}\n{rows}\n", "utf-8")
    Path("b.csv").write_text(
        f"{header}\n{rows.replace('Hyesan', '혜산').replace('2,d', '9,d')}\n", "utf-8"
    )
    done = run("compare", "a.csv", "b.csv", "-o", "c.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("F1 of the events: 1.00\n")
    assert done.stdout.endswith("c.csv: 2 of 2 and 2 events side by side\n")
    table = rows_of(Path("c.csv").read_text(encoding="utf-8"))
    assert [(row["event_id_1"], row["event_id_2"], row["differs"]) for row in table] == [
        ("1", "1", ""), ("2", "9", ""),
    ]  # fmt: skip
    assert [row["place_2"] for row in table] == ["혜산", "Musan"]
    told = json.loads(run("compare", "a.csv", "b.csv", "--json", "--quiet").stdout)
    assert (told["tables"], told["events"], told["f1"]) == (["a", "b"], [2, 2], 1.0)
    by_name = {entry["field"]: entry for entry in told["fields"]}
    assert by_name["event_type"] == {
        "field": "event_type", "pairs": 2, "agreement": 1.0, "kappa": 1.0,
    }  # fmt: skip
    assert run("compare", "a.csv").exit_code == 2
    assert "no column 'nope'" in the_error(run("compare", "a.csv", "b.csv", "--on", "nope"))
