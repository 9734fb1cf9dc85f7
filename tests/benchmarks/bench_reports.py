"""A report folder of the shipped reports, from the command to the last file.

The promise: 30 s, with figures and the PDF. A first run, which is not counted, compiles the joins.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROMISED_S = 30
RUNS = 2


def test_a_report_of_the_shipped_reports(tmp_path):
    reports = ROOT / "geodata/events/reports.csv"
    command = [Path(sys.executable).with_name("borderviz"), "report", reports, "-o"]
    times = []
    for run in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run([*command, str(tmp_path / f"report-{run}")], check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    folder = tmp_path / "report-0"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    told = ", ".join(f"{seconds:.1f}" for seconds in times[1:])
    print(f"report folder: {told} s (promised: {PROMISED_S}), {size / 1e6:.1f} MB")
    sums = [(tmp_path / f"report-{run}/SHA256SUMS").read_bytes() for run in range(RUNS + 1)]
    assert len(set(sums)) == 1
    assert (folder / "report.pdf").is_file()
