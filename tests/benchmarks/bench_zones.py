"""Time and memory of the zones, the pack and the first answer of the command line.

Each figure is taken in a process of its own and printed beside its target (2 cores); nothing
here fails because a machine is slow. What is asserted is that the quick way gives the same
answer as the plain one.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time

PREAMBLE = """
import json, resource, sys, time
def peak_mb(line="VmHWM"):
    # the high-water mark of this process alone; ru_maxrss would start at that of its parent
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            lines = dict(line.split(":", 1) for line in status)
        return int(lines[line].split()[0]) / 1024
    except OSError:
        unit = 2**20 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
def held_mb():
    # what is in memory now
    return peak_mb("VmRSS")
def tell(**figures):
    print(json.dumps(figures | {"peak_mb": peak_mb()}))
"""
LOAD = """
from borderviz.geodata import load_geodata
start = time.perf_counter()
pack = load_geodata()
tell(seconds=time.perf_counter() - start)
"""
ZONES = """
import shapely
from borderviz.geodata import load_geodata
from borderviz.zones import build_zones
pack = load_geodata()
start = time.perf_counter()
zones = build_zones(pack)
seconds = time.perf_counter() - start
vertices = int(shapely.get_num_coordinates(zones.geometry.to_numpy()).sum())
tell(seconds=seconds, zones=len(zones), vertices=vertices)
"""
# The first vertices of the longest line, as single edges in one metric projection of their own,
# buffered at once: what one would write first.
PART = """
import numpy as np
import shapely
from borderviz.crs import frame_around, geodesic_area_m2, widen_line
from borderviz.geodata import load_geodata
lines = shapely.get_parts(load_geodata().borders.geometry.to_numpy())
longest = lines[np.argmax(shapely.get_num_coordinates(lines))]
part = shapely.LineString(longest.coords[: int(sys.argv[1])])
frame = frame_around(part)
def plain():
    xy = shapely.get_coordinates(frame.to_metres(part))
    edges = shapely.multilinestrings(shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)))
    return frame.to_degrees(shapely.buffer(edges, 2000, quad_segs=64))
def quick():
    return widen_line(part, 2000)
start = time.perf_counter()
zone = {"plain": plain, "quick": quick}[sys.argv[2]]()
seconds = time.perf_counter() - start
tell(seconds=seconds, km2=geodesic_area_m2(zone) / 1e6)
"""
VERTICES = 2_000
PATIENCE_S = 240


def measure(code, *arguments):
    """Run code in a process of its own and return the figures that it tells."""
    done = subprocess.run(
        [sys.executable, "-c", PREAMBLE + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
    )
    return json.loads(done.stdout)


def middle(code, times=3):
    """Return the run whose time is in the middle."""
    return sorted((measure(code) for _ in range(times)), key=lambda run: run["seconds"])[times // 2]


def test_loading_the_pack():
    run = middle(LOAD)
    print(
        f"\nload_geodata: {run['seconds']:.2f} s, peak {run['peak_mb']:.0f} MB with its libraries"
    )
    assert run["seconds"] > 0


def test_building_all_shipped_zones():
    run = middle(ZONES)
    print(
        f"\nbuild_zones, {run['zones']} zones of {run['vertices']:,} vertices:"
        f" {run['seconds']:.2f} s (target 2 s),"
        f" peak {run['peak_mb']:.0f} MB with its libraries (target 500 MB)"
    )
    assert run["zones"] > 0


def test_widening_a_part_of_the_line_against_the_plain_way():
    quick = measure(PART, VERTICES, "quick")
    plain = measure(PART, VERTICES, "plain")
    ratio = plain["seconds"] / quick["seconds"]
    print(
        f"\n2 km around the first {VERTICES:,} vertices of the longest line:"
        f" {quick['seconds']:.2f} s and {quick['peak_mb']:.0f} MB;"
        f" edges buffered at once: {plain['seconds']:.2f} s and {plain['peak_mb']:.0f} MB"
        f" ({ratio:.0f} times as long); areas {quick['km2']:.3f} and {plain['km2']:.3f} km²"
    )
    # one projection for the whole part is off by up to some 100 ppm
    assert abs(quick["km2"] / plain["km2"] - 1) < 5e-4


def test_the_first_answer_of_the_command_line():
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", "from borderviz.cli import main; main()", "--help"],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds.append(time.perf_counter() - start)
    print(f"\nborderviz --help: {statistics.median(seconds):.2f} s, median of 7 (target 0.3 s)")
    assert done.stdout.startswith("Usage:")
