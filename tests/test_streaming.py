"""Joins of Parquet tables: part by part, after a kill, on a cluster; always the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner
from distributed import Client, LocalCluster

from borderviz import build_zones, join_zones, locate_events
from borderviz.cli import main
from borderviz.errors import InputError
from borderviz.events import normalise_events
from borderviz.files import describe_parquet
from borderviz.joins import join_parquet, repeats, streaming

ROWS = 240
DATES = ["2018-01-01", "2020-08-26", "2021-01", "XXXX-05-28", None]


def points(rows=ROWS, seed=1):
    """Return a table of points, most of them near the border."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "event_id": [f"e{n}" for n in range(rows)],
        "event_type": "arrest",
        "date": [DATES[n % len(DATES)] for n in range(rows)],
        "latitude": rng.uniform(41.3, 41.5, rows),
        "longitude": rng.uniform(128.0, 128.3, rows),
    })  # fmt: skip


def write(frame, path, group=60):
    frame.to_parquet(path, index=False, row_group_size=group)
    return path


@pytest.fixture(scope="module")
def north(korea):
    return build_zones(korea, ["kp-north-2020"])


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Join so few rows at once that a small table has several parts of several batches."""
    monkeypatch.setattr(streaming, "_BATCH", 15)
    monkeypatch.setattr(streaming, "_BATCHES", 2)


def in_memory(frame, zones, korea):
    located = locate_events(normalise_events(frame), korea, crisp=True)
    return join_zones(located, zones)


def assert_same(joined, expected):
    columns = [name for name in expected.columns if name != "geometry"]
    got = pd.DataFrame(joined)[columns]
    for name in columns:
        if pd.api.types.is_float_dtype(expected[name]):
            kinds = {"dtype": float, "na_value": np.nan}
            left, right = (frame[name].to_numpy(**kinds) for frame in (got, expected))
            np.testing.assert_allclose(left, right, rtol=0, atol=1e-9, err_msg=name)
        else:
            left, right = (frame[name].astype(object) for frame in (got, expected))
            assert (
                left.where(left.notna(), None).tolist() == right.where(right.notna(), None).tolist()
            ), name


def test_a_table_in_parts_is_joined_as_in_memory(tmp_path, korea, north):
    frame = points()
    source, target = write(frame, tmp_path / "big.parquet"), tmp_path / "joined.parquet"
    told = []
    done = join_parquet(
        source, target, north, korea, crisp=True, progress=lambda *counts: told.append(counts)
    )
    assert (done.rows, done.rejected, done.rejected_path) == (ROWS, 0, None)
    assert told == [(n, ROWS) for n in range(30, ROWS + 1, 30)]
    joined = gpd.read_parquet(target)
    assert_same(joined, in_memory(frame, north, korea))
    assert joined.geometry.x.iloc[:: len(north)].tolist() == frame["longitude"].tolist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.parquet", "joined.parquet"]


def test_what_is_written_is_geoparquet_1_1(tmp_path, korea, north):
    target = tmp_path / "joined.parquet"
    join_parquet(write(points(20), tmp_path / "big.parquet"), target, north, korea, crisp=True)
    geo = json.loads(pq.read_schema(target).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"][geo["primary_column"]] == {
        "encoding": "WKB", "geometry_types": ["Point"],
    }  # fmt: skip
    assert gpd.read_parquet(target).crs.to_epsg(min_confidence=20) in {4326, None}
    assert shapely.get_type_id(gpd.read_parquet(target).geometry.to_numpy()).tolist() == [0] * 60


def test_points_as_geoparquet_are_read(tmp_path, korea, north):
    frame = points(40)
    geometry = gpd.points_from_xy(frame["longitude"], frame["latitude"])
    table = gpd.GeoDataFrame(frame[["event_id", "date"]], geometry=geometry, crs="EPSG:4326")
    source, target = tmp_path / "big.parquet", tmp_path / "joined.parquet"
    table.to_parquet(source, schema_version="1.1.0")
    join_parquet(source, target, north, korea, crisp=True)
    assert_same(gpd.read_parquet(target), in_memory(frame, north, korea))


def test_rows_that_need_the_gazetteer_are_placed_by_it(tmp_path, korea, north):
    frame = points(8).astype(object)
    frame["place"] = [None, "Hyesan", "Musan", None] * 2
    frame.loc[[1, 2, 5, 6], ["latitude", "longitude"]] = np.nan
    frame["country"] = [None, None, None, "KP"] * 2
    frame["coordinate_uncertainty_m"] = [None, None, None, None, 800.0, None, None, None]
    numbers = ["latitude", "longitude", "coordinate_uncertainty_m"]
    source = write(frame.astype(dict.fromkeys(numbers, float)), tmp_path / "big.parquet")
    join_parquet(source, tmp_path / "joined.parquet", north, korea, crisp=True)
    joined = gpd.read_parquet(tmp_path / "joined.parquet")
    assert_same(joined, in_memory(frame, north, korea))
    assert {"point", "uniform over the support"} <= set(joined["method"])


def test_without_crisp_points_are_discs(tmp_path, korea, north):
    frame = points(6)
    source, target = write(frame, tmp_path / "big.parquet"), tmp_path / "joined.parquet"
    join_parquet(source, target, north, korea)
    expected = join_zones(locate_events(normalise_events(frame), korea), north)
    assert_same(gpd.read_parquet(target), expected)


def test_rows_that_cannot_be_used_are_set_aside_with_their_reason(tmp_path, korea, north):
    frame = points(70)
    frame.loc[3, "latitude"] = np.nan
    frame.loc[40, "longitude"] = 228.0
    frame.loc[50, ["latitude", "longitude"]] = [128.1, 41.4]
    frame.loc[60, "date"] = "last week"
    frame.loc[65, "event_id"] = None
    frame.loc[69, ["latitude", "longitude"]] = [48.9, 2.4]  # far away is no fault
    source, target = write(frame, tmp_path / "big.parquet"), tmp_path / "joined.parquet"
    done = join_parquet(source, target, north, korea, crisp=True)
    assert done.rejected == 5
    aside = pd.read_csv(done.rejected_path)
    assert aside["row"].tolist() == [4, 41, 51, 61, 66]
    assert aside["column"].tolist() == ["latitude", "longitude", "latitude", "date", "event_id"]
    words = ["missing", "beyond ±180", "swapped", "last week", "missing"]
    for word, reason in zip(words, aside["reason"], strict=True):
        assert word in reason
    kept = frame.drop(index=[3, 40, 50, 60, 65])
    assert_same(gpd.read_parquet(target), in_memory(kept, north, korea))


def test_ids_that_stood_before_are_set_aside_however_far_apart(tmp_path, korea, north, monkeypatch):
    monkeypatch.setattr(repeats, "_PER_FILE", 20)  # several files of digests
    monkeypatch.setattr(repeats, "_BATCH", 25)
    frame = points(120)
    frame.loc[[4, 30, 119], "event_id"] = "e2"
    frame.loc[[7, 90], "event_id"] = None  # missing is no name that two rows share
    source, target = write(frame, tmp_path / "big.parquet"), tmp_path / "joined.parquet"
    done = join_parquet(source, target, north, korea, crisp=True)
    aside = pd.read_csv(done.rejected_path)
    assert aside["row"].tolist() == [5, 8, 31, 91, 120]
    repeated = aside["reason"] == "stands in an earlier row too"
    assert aside.loc[repeated, "row"].tolist() == [5, 31, 120]
    assert set(aside.loc[repeated, "value"]) == {"e2"}
    kept = frame.drop(index=[4, 7, 30, 90, 119])
    assert_same(gpd.read_parquet(target), in_memory(kept, north, korea))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "big.parquet", "joined.parquet", "joined.rejected.csv"
    ]  # fmt: skip


def test_equal_digests_of_different_ids_are_no_repeat(tmp_path, monkeypatch):
    monkeypatch.setattr(pd.util, "hash_array", lambda ids, **_: np.zeros(len(ids), dtype=np.uint64))
    table = describe_parquet(write(points(40), tmp_path / "big.parquet"))
    assert repeats.repeated_rows(table, tmp_path).tolist() == []
    monkeypatch.setattr(repeats, "_MOST", 10)
    with pytest.raises(InputError, match="more than 10 rows share their event_id"):
        repeats.repeated_rows(table, tmp_path)


def killed_join(source, target, after):
    """Join in a process of its own that kills itself when a part was written."""
    code = f"""
import os, signal, sys
from borderviz import build_zones, load_geodata
from borderviz.joins import join_parquet, streaming
streaming._BATCH, streaming._BATCHES = 15, 2
korea = load_geodata()
zones = build_zones(korea, ["kp-north-2020"])
def progress(done, rows):
    if done >= {after}:
        os.kill(os.getpid(), signal.SIGKILL)
join_parquet({str(source)!r}, {str(target)!r}, zones, korea, crisp=True, progress=progress)
"""
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_a_join_that_was_killed_goes_on_and_gives_the_same_bytes(tmp_path, korea, north):
    source = write(points(), tmp_path / "big.parquet")
    whole, target = tmp_path / "whole.parquet", tmp_path / "joined.parquet"
    join_parquet(source, whole, north, korea, crisp=True)
    assert killed_join(source, target, after=90) == -signal.SIGKILL
    assert not target.exists()
    parts = sorted((tmp_path / "joined.parquet.parts").glob("*.parquet"))
    assert len(parts) == 3
    kept = parts[0].stat().st_mtime_ns
    told = []

    def progress(done, rows):
        told.append(done)
        assert parts[0].stat().st_mtime_ns == kept

    join_parquet(source, target, north, korea, crisp=True, progress=progress)
    assert told == [120, 150, 180, 210, 240]
    assert target.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "joined.parquet.parts").exists()


def test_parts_of_another_join_are_refused(tmp_path, korea, north):
    source, target = write(points(60), tmp_path / "big.parquet"), tmp_path / "joined.parquet"
    assert killed_join(source, target, after=30) == -signal.SIGKILL
    with pytest.raises(InputError, match="holds parts of another join"):
        join_parquet(source, target, north, korea, crisp=False)
    with pytest.raises(InputError, match="holds parts of another join"):
        join_parquet(source, target, north.iloc[:1], korea, crisp=True)
    write(points(60, seed=2), source)
    with pytest.raises(InputError, match="holds parts of another join"):
        join_parquet(source, target, north, korea, crisp=True)


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as running:
        yield running


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(
    tmp_path, korea, north, cluster
):
    source = write(points(), tmp_path / "big.parquet")
    whole, target = tmp_path / "whole.parquet", tmp_path / "joined.parquet"
    join_parquet(source, whole, north, korea, crisp=True)
    with Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        assert len(set(pids)) == 3
        killed = []

        def progress(done, rows):
            if not killed:
                os.kill(pids[0], signal.SIGKILL)
                killed.append(done)

        join_parquet(
            source, target, north, korea, crisp=True, engine="dask",
            scheduler=cluster.scheduler_address, progress=progress,
        )  # fmt: skip
        assert killed
        assert killed[0] < ROWS
    assert target.read_bytes() == whole.read_bytes()


def test_a_cluster_that_does_not_answer_is_told(tmp_path, korea, north):
    source = write(points(20), tmp_path / "big.parquet")
    with pytest.raises(InputError, match=r"no cluster answers at 'tcp://127\.0\.0\.1:1'"):
        join_parquet(
            source, tmp_path / "joined.parquet", north, korea, crisp=True, engine="dask",
            scheduler="tcp://127.0.0.1:1",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"event_id": ["a"], "latitude": [41.0]}, "no geometry, no columns 'latitude'"),
        ({"latitude": [], "longitude": []}, "has no rows"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_joined_is_refused(tmp_path, korea, north, table, message):
    pq.write_table(pa.table(table), tmp_path / "big.parquet")
    with pytest.raises(InputError, match=message):
        join_parquet(tmp_path / "big.parquet", tmp_path / "out.parquet", north, korea)


def test_geometry_that_is_no_point_or_in_another_crs_is_refused(tmp_path, korea, north):
    source, target = tmp_path / "big.parquet", tmp_path / "out.parquet"
    areas = gpd.GeoDataFrame(geometry=[shapely.box(128, 41, 129, 42)], crs="EPSG:4326")
    areas.to_parquet(source)
    with pytest.raises(InputError, match="row 1 is a Polygon"):
        join_parquet(source, target, north, korea)
    areas.to_crs(5179).to_parquet(tmp_path / "metres.parquet")
    with pytest.raises(InputError, match=r"is in 'KGD2002 / Unified CS'.*bring it to EPSG:4326"):
        join_parquet(tmp_path / "metres.parquet", target, north, korea)
    (tmp_path / "text.parquet").write_text("event_id\n")
    with pytest.raises(InputError, match="as Parquet"):
        join_parquet(tmp_path / "text.parquet", target, north, korea)


def test_the_command_joins_parquet_tables(tmp_path):
    frame = points(40)
    frame.loc[5, "latitude"] = np.nan
    source = write(frame, tmp_path / "big.parquet")
    target = tmp_path / "new" / "joined.parquet"
    arguments = ["join", str(source), "--crisp", "--rule", "kp-north-2020", "-o", str(target)]
    refused = CliRunner().invoke(main, arguments)
    assert (refused.exit_code, target.exists()) == (1, False)
    assert "say --policy internal" in refused.output
    done = CliRunner().invoke(main, [*arguments, "--policy", "internal"])
    assert done.exit_code == 3, done.output
    assert "39 events, 3 zones" in done.output
    assert "joined.rejected.csv" in done.output
    assert len(gpd.read_parquet(target)) == 39 * 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["big.parquet"], "'-' is no Parquet file"),
        (["big.parquet", "-o", "out.csv"], "'out.csv' is no Parquet file"),
        (["big.csv", "-o", "out.parquet"], "'big.csv' is no Parquet file"),
        (["big.parquet", "more.parquet", "-o", "out.parquet"], "one Parquet table is joined"),
        (["big.parquet", "-o", "big.parquet"], "write to another file"),
        (["missing.parquet", "-o", "out.parquet"], "there is no file"),
    ],
)
def test_the_command_says_what_it_cannot_join(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    write(points(4), "big.parquet")
    done = CliRunner().invoke(main, ["join", "--policy", "internal", *arguments])
    assert done.exit_code == 1
    assert message in done.output
