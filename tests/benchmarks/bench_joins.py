"""Time and memory of joins, beside other ways to the same answer.

Each figure is taken in a process of its own, after a first run that compiles the loops or loads
them, and printed beside its target (2 cores). Half of the points lie within some kilometres of
the border, the others all over the region. What is asserted is that the ways agree.
"""

from __future__ import annotations

import pytest
from bench_zones import measure

COMMON = """
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from borderviz import build_zones, join_zones, load_geodata
from borderviz.crs import discs as discs_around
from borderviz.joins import prepare_zones
korea = load_geodata()
zones = build_zones(korea, ["kp-north-2020"]).iloc[:2]
random = np.random.default_rng(1)
course = shapely.get_coordinates(zones["line"].iloc[0])
def places(count):
    half = count // 2
    near = course[random.integers(0, len(course), half)] + random.normal(0, 0.02, (half, 2))
    far = random.uniform((123.5, 37.2), (131.2, 43.3), (count - half, 2))
    return random.permutation(np.concatenate([near, far]))
def timed(work, times=3):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), found
def located(shapes, events):
    location = np.arange(events) % len(shapes)
    cells = np.empty((2, len(shapes)), dtype=object)
    cells[0] = [(shape,) for shape in shapes]
    cells[1] = [("CN", "KP")] * len(shapes)
    days = pd.date_range("2018-01-01", "2024-12-31").strftime("%Y-%m-%d").to_numpy()
    day = pd.array(days[np.arange(events) % len(days)], dtype="string")
    return gpd.GeoDataFrame({
        "event_id": pd.array(np.arange(events).astype(str), dtype="string"),
        "location_id": location, "date_start": day, "date_end": day, "method": "coordinates",
        "support_range": cells[0][location], "line_bound": False,
        "clipped_to": pd.array([None] * events, dtype="string"), "touches": cells[1][location],
    }, geometry=shapes[location], crs="EPSG:4326")
def discs(count):
    radii = random.uniform(500, 5000, count)
    return discs_around(places(count), radii)
"""
POINTS = (
    COMMON
    + """
import pyarrow as pa
import sedonadb
from borderviz.joins.cells import index_zones
QUERY = '''
SELECT row, zone FROM (SELECT row, ST_Point(x, y) AS place FROM places) AS p
JOIN (SELECT zone, ST_GeomFromWKB(wkb) AS area FROM zones) AS z ON ST_Intersects(z.area, p.place)
'''
shapes = list(zones.geometry)
index_zones(shapes).within(*places(1000).T)
built, index = timed(lambda: index_zones(shapes))
x, y = np.ascontiguousarray(places(int(sys.argv[1])).T)
seconds, found = timed(lambda: index.within(x, y), 7)
figures = {"built": built, "seconds": seconds}
if len(sys.argv) > 2:
    for shape in shapes:
        shapely.prepare(shape)
    figures["prepared"], one = timed(
        lambda: np.column_stack([shapely.contains_xy(shape, x, y) for shape in shapes])
    )
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs="EPSG:4326")
    figures["within"], pairs = timed(lambda: frame.sjoin(zones, predicate="within"), 1)
    other = np.zeros_like(found)
    other[pairs.index, pairs["index_right"]] = True
    database = sedonadb.connect()
    row, number = np.arange(len(x)), np.arange(len(shapes))
    tables = {
        "places": pa.table({"row": row, "x": x, "y": y}),
        "zones": pa.table({"zone": number, "wkb": shapely.to_wkb(np.array(shapes, object))}),
    }
    for name, table in tables.items():
        database.create_data_frame(table).to_view(name)
    figures["SedonaDB"], pairs = timed(lambda: database.sql(QUERY).to_arrow_table())
    third = np.zeros_like(found)
    third[pairs["row"].to_numpy(), pairs["zone"].to_numpy()] = True
    # points on an outline are within none: there are none at random places
    figures["differ"] = int(sum((found != way).sum() for way in (one, other, third)))
tell(**figures)
"""
)
DISTANCES = (
    COMMON
    + """
from borderviz.joins.distances import point_distances_km
from borderviz.joins.lines import index_line
line = index_line(zones["line"].iloc[0])
point_distances_km(places(1000), line)
at = places(int(sys.argv[1]))
seconds, found = timed(lambda: point_distances_km(at, line))
tell(seconds=seconds, farthest=float(found.max()))
"""
)
JOIN = (
    COMMON
    + """
join_zones(located(discs(40), 40), zones)
join_zones(located(shapely.points(places(40)), 40), zones)
kind, count, events = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
table = located(shapely.points(places(count)) if kind == "points" else discs(count), events)
before = held_mb()
seconds, joined = timed(lambda: join_zones(table, zones), 1)
tell(seconds=seconds, rows=len(joined), added_mb=peak_mb() - before,
     table_mb=float(joined.memory_usage(deep=True).sum() / 1e6))
"""
)
KEPT = """
import gc
import shapely
from borderviz import build_zones, load_geodata
from borderviz.geodata import DETAILS, load_basemap
from borderviz.joins import prepare_zones
from borderviz.joins.cells import index_zones
from borderviz.joins.lines import outline_of
index_zones([shapely.box(0, 0, 1, 1)]), outline_of(shapely.box(0, 0, 1, 1))
before = held_mb()
korea = load_geodata()
pack = held_mb() - before
zones = build_zones(korea)
grounds = prepare_zones(zones)
kept = [grounds.cells, grounds.lines, [(zone.outline, zone.layer) for zone in grounds]]
kept += [load_basemap(korea, detail) for detail in (*DETAILS, max(DETAILS) + 1)]
gc.collect()
tell(zones=len(zones), held=held_mb() - before, pack=pack, most=peak_mb() - before)
"""
LOCATE = (
    COMMON
    + """
from borderviz import locate_events
from borderviz.events import normalise_events
count = int(sys.argv[1])
x, y = places(count).T
events = normalise_events(pd.DataFrame({
    "event_id": np.arange(count).astype(str), "event_type": "arrest", "date": "2021-01-28",
    "longitude": x, "latitude": y, "coordinate_uncertainty_m": random.uniform(500, 5000, count),
}))
join_zones(locate_events(events.iloc[:40], korea), zones)
seconds, table = timed(lambda: locate_events(events, korea), 1)
joining, joined = timed(lambda: join_zones(table, zones), 1)
tell(seconds=seconds, joining=joining, rows=len(joined),
     resolved=int((table["resolution"] == "resolved").sum()))
"""
)
STREAM = (
    COMMON
    + """
import pathlib
import tempfile
import pyarrow as pa
import pyarrow.parquet as pq
from borderviz.joins import join_parquet
rows = int(sys.argv[1])
with tempfile.TemporaryDirectory() as name:
    source, target = (pathlib.Path(name) / f"{which}.parquet" for which in ("big", "joined"))
    schema = pa.schema([("event_id", pa.string()), ("date", pa.string()),
                        ("longitude", pa.float64()), ("latitude", pa.float64())])
    with pq.ParquetWriter(source, schema) as writer:
        for first in range(0, rows, 500_000):
            count = min(500_000, rows - first)
            x, y = places(count).T
            ids = np.arange(first, first + count).astype(str)
            writer.write_table(pa.table([ids, ["2021-01-28"] * count, x, y], schema=schema))
    start = time.perf_counter()
    done = join_parquet(source, target, zones, korea, crisp=True)
    seconds = time.perf_counter() - start
    tell(seconds=seconds, rows=pq.ParquetFile(target).metadata.num_rows)
"""
)


def test_looking_up_points_against_other_ways():
    run = measure(POINTS, 1_000_000, "peers")
    print(
        f"\n1 M points in two zones: {1000 * run['seconds']:.0f} ms, index {run['built']:.2f} s"
        f" (targets 70 ms, 0.5 s), peak {run['peak_mb']:.0f} MB with its libraries"
    )
    for name in ("prepared", "within", "SedonaDB"):
        ratio = run[name] / run["seconds"]
        print(f"  {name:>8}: {run[name]:.2f} s, {ratio:.0f} times as long")
    assert run["differ"] == 0


def test_the_time_of_look_ups_over_the_number_of_points():
    runs = [(10**n, measure(POINTS, 10**n)["seconds"]) for n in range(4, 8)]
    print("\nlook-ups: " + ", ".join(f"{n:,}: {1000 * s:.2f} ms" for n, s in runs))
    assert all(seconds > 0 for _, seconds in runs)


def test_distances_of_points():
    run = measure(DISTANCES, 1_000_000)
    print(f"\ndistances of 1 M points: {run['seconds']:.2f} s (target 2 s)")
    assert run["farthest"] > 50


@pytest.mark.parametrize(
    ("kind", "locations", "events", "target"),
    [
        ("discs", 2_000, 1_000_000, "1.5 s"),
        ("discs", 1_000, 1_000, "linear"),
        ("discs", 10_000, 10_000, "linear"),
        ("discs", 100_000, 100_000, "5 s"),
        ("points", 10_000, 10_000, "linear"),
        ("points", 100_000, 100_000, "linear"),
        ("points", 1_000_000, 1_000_000, "linear; 150 MB"),
    ],
)
def test_joining_events(kind, locations, events, target):
    run = measure(JOIN, kind, locations, events)
    print(
        f"\n{events:,} events at {locations:,} {kind}, two zones: {run['seconds']:.2f} s"
        f" (target {target}), peak {run['added_mb']:.0f} MB above the table of events,"
        f" of which the result {run['table_mb']:.0f} MB"
    )
    assert run["rows"] == 2 * events


def test_locating_events_with_discs_of_their_own():
    runs = {rows: measure(LOCATE, rows) for rows in (10_000, 100_000)}
    for rows, run in runs.items():
        print(
            f"\n{rows:,} discs located in {run['seconds']:.2f} s, joined with two zones in"
            f" {run['joining']:.2f} s; {run['resolved']:,} lie in the area of the data"
        )
        assert run["rows"] == 2 * rows


def test_memory_of_zones_index_and_basemap():
    run = measure(KEPT)
    print(
        f"\n{run['zones']} zones, their index and the basemap hold {run['held']:.0f} MB"
        f" (target 200), of which the pack {run['pack']:.0f} MB;"
        f" {run['most']:.0f} MB at most while they were made"
    )
    assert run["held"] > 0


def test_streaming_keeps_its_memory():
    runs = {rows: measure(STREAM, rows) for rows in (500_000, 2_000_000)}
    for rows, run in runs.items():
        print(
            f"\n{rows:,} rows from Parquet to Parquet: {run['seconds']:.1f} s,"
            f" peak {run['peak_mb']:.0f} MB with its libraries (target 1,000 MB)"
        )
        assert run["rows"] == 2 * rows
    few, many = runs.values()
    growth = many["peak_mb"] / few["peak_mb"]
    print(f"  peak at four times the rows: {growth:.2f} times")
