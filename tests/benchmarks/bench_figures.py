"""A full-page map of 10,000 events in print: seconds, memory, bytes; and the peer.

Each figure is drawn in a process of its own, from tables that were located and joined before. The
peer is ``GeoDataFrame.plot`` of the same areas and the same ground, which gathers nothing, labels
nothing and hatches nothing. Figures are printed beside their targets; what is asserted is
that every event that could be placed stands on the map, alone or in a counted cluster.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

EVENTS = 10_000
PATIENCE_S = 400

# Towns, reaches of a river, provinces, and coordinates with their radius, all along the border.
TABLES = """
import json, pickle, sys, time
import numpy as np
import pandas as pd
import borderviz as bv
from borderviz.events import normalise_events

def peak_mb():
    with open("/proc/self/status", encoding="ascii") as lines:
        return int(dict(l.split(":", 1) for l in lines)["VmHWM"].split()[0]) / 1024

n, folder = int(sys.argv[1]), sys.argv[2]
korea = bv.load_geodata()
"""
PREPARE = (
    TABLES
    + """
from borderviz.schema import EVENT_TYPES
rng = np.random.default_rng(11)
line = korea.borders.set_index("border_id").geometry["CN-KP"]
main = max(line.geoms, key=lambda part: part.length)
at = [main.interpolate(share, normalized=True) for share in rng.uniform(0, 1, n)]
named = ["Hyesan", "Sinuiju", "Hoeryong", "Musan County", "Ryanggang Province", "Manpo",
         "Yalu River in Ryanggang Province", "Ryanggang Province's border with China", "Namyang"]
days = np.datetime64("2015-01-01") + np.sort(rng.integers(0, 3600, n))
by_name = rng.random(n) < 0.5
rows = pd.DataFrame({
    "event_id": [f"e{i}" for i in range(n)],
    "event_type": rng.choice(EVENT_TYPES, n),
    "date": days.astype(str),
    "place": np.where(by_name, rng.choice(named, n), ""),
    "latitude": np.where(by_name, "", [f"{p.y + rng.normal(0, 0.08):.4f}" for p in at]),
    "longitude": np.where(by_name, "", [f"{p.x + rng.normal(0, 0.08):.4f}" for p in at]),
    "coordinate_uncertainty_m": np.where(by_name, "", rng.choice(["500", "2000", "8000"], n)),
    "source_outlet": rng.choice(["Outlet A", "Outlet B", "Outlet C"], n),
}, dtype=object)
located = bv.locate_events(normalise_events(rows), korea)
zones = bv.build_zones(korea, ["kp-north-2020"])
verdicts = bv.roll_up(bv.join_zones(located, zones))
repeated = located["location_id"].duplicated().to_numpy()
located.loc[repeated, "geometry"] = None  # rows of one location share their area
located = located.drop(columns="support_range")
with open(folder + "/tables.pkl", "wb") as out:
    pickle.dump((located, verdicts, zones), out)
print(json.dumps({"locations": int(located["location_id"].nunique())}))
"""
)
READ = (
    TABLES
    + """
with open(folder + "/tables.pkl", "rb") as source:
    located, verdicts, zones = pickle.load(source)
first = located.drop_duplicates("location_id").set_index("location_id").geometry
located["geometry"] = first.loc[located["location_id"]].to_numpy()
located = located.set_crs(4326, allow_override=True)
"""
)
DRAW = (
    READ
    + """
given_mb = peak_mb()
start, cpu = time.perf_counter(), time.process_time()
figure = bv.build_figure(located, verdicts, zones, korea, policy="internal", kind=sys.argv[4])
path = f"{folder}/map.{sys.argv[3]}"
figure.save(path)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
labels = [str(a.get_label()) for axes in figure.canvas.axes for a in axes.get_children()]
shown = sum(label.startswith("mark ") for label in labels)
shown += sum(int(label.split()[1]) for label in labels if label.startswith("cluster "))
print(json.dumps({"seconds": seconds, "peak_mb": peak_mb(), "given_mb": given_mb, "cpu": cpu,
                  "shown": shown}))
"""
)
PEER = (
    READ
    + """
import matplotlib
from matplotlib.figure import Figure
from borderviz.geodata import load_basemap
start = time.perf_counter()
axes = Figure(figsize=(170 / 25.4, 225 / 25.4), dpi=300).add_subplot()
load_basemap(korea, 1).plot(ax=axes, color="#faf9f5", edgecolor="#a9b9c4")
zones.set_geometry("geometry").plot(ax=axes, alpha=0.3)
located.plot(ax=axes, column="event_type", alpha=0.2)
xy = located[["longitude", "latitude"]].to_numpy(dtype=float, na_value=np.nan)
axes.scatter(xy[:, 0], xy[:, 1], s=4)
axes.figure.savefig(f"{folder}/peer.{sys.argv[3]}")
seconds = time.perf_counter() - start
shown = int((located["resolution"] == "resolved").sum())
print(json.dumps({"seconds": seconds, "peak_mb": peak_mb(), "shown": shown}))
"""
)


def run(code: str, *arguments: object) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("figures")
    found = run(PREPARE, EVENTS, made)
    print(f"\n{EVENTS:,} events at {found['locations']:,.0f} locations")
    return made


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_full_page_of_ten_thousand_events(folder, form):
    made, peer = run(DRAW, EVENTS, folder, form, "map"), run(PEER, EVENTS, folder, form)
    size, peer_size = ((folder / f"{name}.{form}").stat().st_size / 1e6 for name in ("map", "peer"))
    took = f"{made['seconds']:.1f} s (target 6), of which CPU {made['cpu']:.1f} s"
    held = f"peak {made['peak_mb']:.0f} MB (target 600), of which before {made['given_mb']:.0f} MB"
    print(f"\n{form}: {took}; {held}; {size:.1f} MB")
    print(
        f"GeoDataFrame.plot: {peer['seconds']:.1f} s, {peer['peak_mb']:.0f} MB, {peer_size:.1f} MB"
    )
    assert made["shown"] == peer["shown"] > 0.9 * EVENTS


def test_a_strip_of_ten_thousand_events(folder):
    made = run(DRAW, EVENTS, folder, "png", "strip")
    print(f"\nstrip map: {made['seconds']:.1f} s, peak {made['peak_mb']:.0f} MB")
    assert 0 < made["shown"] <= EVENTS
