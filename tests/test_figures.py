"""Figures for print: what is drawn, where, how it is labelled, and always the same bytes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import borderviz as bv
from borderviz.errors import InputError
from borderviz.events import normalise_events

ROWS = [
    {"event_id": "a", "event_type": "arrest", "place": "Hyesan", "date": "2021-01-28"},
    {"event_id": "b", "event_type": "shooting", "place": "the Yalu River in Ryanggang",
     "date": "XXXX-05-28", "incident_id": "i"},
    {"event_id": "c", "event_type": "death", "place": "Hyesan", "date": "2018", "incident_id": "i"},
    {"event_id": "d", "event_type": "other", "place": "Sambong"},
    {"event_id": "e", "event_type": "smuggling", "place": "Sinuiju", "date": "2020-09"},
    {"event_id": "f", "event_type": "other", "place": "Dandong", "is_aggregate": "true"},
    {"event_id": "g", "event_type": "other", "latitude": 41.0, "longitude": 127.0,
     "date": "2019-11-02"},
]  # fmt: skip


def normalised(rows):
    return normalise_events(pd.DataFrame(rows, dtype=object).fillna(""))


@pytest.fixture(scope="module")
def zones(korea):
    return bv.build_zones(korea, ["kp-north-2020"])


@pytest.fixture(scope="module")
def tables(korea, zones):
    def made(rows):
        located = bv.locate_events(normalised(rows), korea)
        return located, bv.roll_up(bv.join_zones(located, zones)), zones, korea

    return made


@pytest.fixture(scope="module")
def sample(tables):
    return tables(ROWS)


def artists(figure):
    return [artist for axes in figure.canvas.axes for artist in axes.get_children()]


def labelled(figure, start):
    return [a for a in artists(figure) if str(a.get_label()).startswith(start)]


@pytest.fixture(scope="module")
def figure(sample):
    return bv.build_figure(*sample, policy="public", title="A title")


def test_a_figure_has_its_size_in_millimetres(sample):
    small = bv.build_figure(*sample, policy="public", size=(120.5, 140))
    assert np.allclose(small.canvas.get_size_inches() * 25.4, (120.5, 140))


def test_the_same_tables_give_the_same_bytes(sample, figure):
    again = bv.build_figure(*sample, policy="public", title="A title")
    for form in ("svg", "png", "pdf"):
        assert figure.to_bytes(form) == again.to_bytes(form)


def test_an_ending_that_says_nothing_is_refused(figure, tmp_path):
    with pytest.raises(InputError, match=r"end it in \.svg, \.png or \.pdf"):
        figure.save(tmp_path / "map.doc")
