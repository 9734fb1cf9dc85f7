"""The command line: one thin command per public verb.

Exit status: 0 done; 1 failed (one sentence on standard error, or one line per fault of a table;
a traceback with ``--debug``); 2 usage; 3 done, but some rows were set aside (their file is named).
"""

from __future__ import annotations

from borderviz.cli import (
    articles,
    checking,
    disclosure,
    doctor,
    events,
    export,
    figures,
    geodata,
    joining,
    merging,
    places,
    reports,
    summaries,
)
from borderviz.cli.group import main

__all__ = [
    "articles",
    "checking",
    "disclosure",
    "doctor",
    "events",
    "export",
    "figures",
    "geodata",
    "joining",
    "main",
    "merging",
    "places",
    "reports",
    "summaries",
]
