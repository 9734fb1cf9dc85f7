"""The table of reports that is shipped: what it holds, and that it is as the writer writes it."""

from __future__ import annotations

import pandas as pd
import pytest

from borderviz.events import (
    read_events,
    write_events,
)


@pytest.fixture(scope="module")
def shipped(reports):
    return read_events(reports).set_index("event_id")


def test_the_shipped_reports_are_as_the_writer_writes_them(reports, tmp_path):
    write_events(read_events(reports), tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == reports.read_bytes()


def test_the_shipped_reports_hold_what_the_articles_report(shipped):
    columns = ["event_type", "date", "place", "country"]
    border = "Ryanggang Province's border with China"
    meeting = "close to where China meets the borders of Ryanggang and Jagang Provinces"
    assert dict(zip(shipped.index, shipped[columns].to_numpy().tolist(), strict=True)) == {
        "000-1": ["arrest", "2021-01-28", "Yalu River in Ryanggang Province", "KP"],
        "001-1": ["order_or_decree", "2020-10-30", "the Sino-North Korean border", "KP"],
        "002-1": ["shooting", "XXXX-05-28", border, "KP"],
        "002-2": ["death", "XXXX-05-28", border, "KP"],
        "003-1": ["surveillance_or_raid", "2024-01-15/2024-02-05", "Sinuiju", "KP"],
        "004-1": ["arrest", "2018-01-01", meeting, "KP"],
        "004-2": ["arrest", "2017-12-31", "the Yalu River", pd.NA],
        "004-3": ["arrest", "2018-01-01", "Ryanggang Province", "KP"],
        "004-4": ["arrest", "2017-01", "Ryanggang Province", "KP"],
    }


def test_the_shipped_numbers(shipped):
    killed = shipped["killed_best"].dropna().to_dict()
    arrested = shipped["arrested_best"].dropna().to_dict()
    assert killed == {"002-1": 3, "002-2": 7}
    assert arrested == {"000-1": 2, "003-1": 1, "004-1": 10, "004-3": 20}
    span = shipped.loc["004-4", ["arrested_low", "arrested_best", "arrested_high"]].tolist()
    assert span == [30, pd.NA, 40]
    assert shipped.loc["004-2", "arrested_low":"arrested_high"].isna().all()


def test_the_shipped_aggregates_incidents_and_origins(shipped):
    assert shipped.index[shipped["is_aggregate"]].tolist() == ["004-3", "004-4"]
    assert shipped["part_of"].dropna().to_dict() == {"004-1": "004-3"}
    assert shipped["incident_id"].dropna().to_dict() == {
        "002-1": "002-shooting",
        "002-2": "002-family",
        "004-1": "ny2018-two-families",
    }
    assert shipped.loc["004-1":"004-4", "origin_id"].nunique() == 1
    assert shipped.loc["003-1", "known_by"] == "2024-02-05"


def test_the_shipped_rows_are_sourced_and_quote_nothing(shipped):
    assert shipped["source_url"].str.startswith("https://").all()
    assert shipped["summary"].str.endswith(".").all()
    assert shipped["date_text"].str.split().str.len().max() <= 5
    assert shipped[["quote", "coder"]].isna().all(axis=None)
    published = shipped.groupby("source_outlet")["source_published"].unique()
    assert published["NTD"].tolist() == ["2018-01-10"]
    assert published["Daily NK"].tolist() == ["2021-02", "2020-11", pd.NA]
