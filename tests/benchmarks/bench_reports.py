"""A report folder of the shipped reports, from the command to the last file.

The promise: 30 s, with figures and the PDF. A first run, which is not counted, compiles the joins.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROMISED_S = 30
RUNS = 2


def cpu_s() -> float:
    """Return the CPU seconds of all programs run so far, the browser's among them."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_a_report_of_the_shipped_reports(tmp_path):
    reports = ROOT / "geodata/events/reports.csv"
    command = [Path(sys.executable).with_name("borderviz"), "report", reports, "-o"]
    times, used = [], []
    for run in range(RUNS + 1):
        begun, before = time.perf_counter(), cpu_s()
        subprocess.run([*command, str(tmp_path / f"report-{run}")], check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
        used.append(cpu_s() - before)
    folder = tmp_path / "report-0"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    told, cpu = (", ".join(f"{seconds:.1f}" for seconds in row[1:]) for row in (times, used))
    print(f"report folder: {told} s (promised: {PROMISED_S}), CPU {cpu} s, {size / 1e6:.1f} MB")
    sums = [(tmp_path / f"report-{run}/SHA256SUMS").read_bytes() for run in range(RUNS + 1)]
    assert len(set(sums)) == 1
    assert (folder / "report.pdf").is_file()
