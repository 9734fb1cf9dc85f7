"""What a policy lets through, column by column."""

from __future__ import annotations

import pandas as pd
import pytest

from borderviz.disclosure import disclose, load_policy
from borderviz.errors import InputError
from borderviz.schema import EVENT_COLUMNS


@pytest.fixture
def table():
    row = {name: f"value of {name}" for name in EVENT_COLUMNS}
    row |= {"sensitivity": 2, "interviewer": "not yours to know", "reason": "made by the program"}
    return pd.DataFrame([row])


def test_internal_keeps_everything(table):
    kept = disclose(table, load_policy("internal"))
    pd.testing.assert_frame_equal(kept, table)


def test_public_drops_the_coder_s_work_and_what_the_contract_does_not_name(table):
    kept = disclose(table, load_policy("public"))
    assert set(table.columns) - set(kept.columns) == {"coder", "notes", "interviewer", "reason"}
    assert kept.columns.tolist() == [c for c in EVENT_COLUMNS if c not in {"coder", "notes"}]


def test_public_keeps_what_the_program_itself_made(table):
    kept = disclose(table, load_policy("public"), derived=("reason",))
    assert kept["reason"].tolist() == ["made by the program"]
    assert "interviewer" not in kept


def test_a_derived_name_does_not_free_the_coder_s_work(table):
    kept = disclose(table, load_policy("public"), derived=("notes", "coder"))
    assert {"notes", "coder"}.isdisjoint(kept.columns)


def test_the_table_itself_stays_as_it_is(table):
    before = table.copy()
    disclose(table, load_policy("public"))
    pd.testing.assert_frame_equal(table, before)


def test_only_internal_is_marked():
    assert load_policy("internal").marked
    assert not load_policy("public").marked


@pytest.mark.parametrize("name", ["", "Public", "secret", None])
def test_an_unknown_policy_is_refused_with_the_choices(name):
    with pytest.raises(InputError, match=r"no policy .*; use internal or public") as caught:
        load_policy(name)
    assert repr(name) in str(caught.value)
