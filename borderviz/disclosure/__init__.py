"""Publication: what may be shown of events, and proof that a file shows nothing else.

`release_events` is the one gate: every writer takes its tables from it. `proved` gives a writer
the path to write to and opens the finished file before it takes its place. `find_leaks` does
the same for any file, whoever wrote it.

What a release shows hangs on what is shown alone: two tables that differ only in what is
withheld give the same release, byte for byte.
"""

from __future__ import annotations

from borderviz.disclosure.cells import suppress_cells
from borderviz.disclosure.levels import parse_as_of
from borderviz.disclosure.pieces import payload_parts
from borderviz.disclosure.policy import LevelRules, Policy, check_policy
from borderviz.disclosure.policy_file import load_policy
from borderviz.disclosure.release import (
    Release,
    disclose,
    join_release,
    policy_of,
    release_events,
)
from borderviz.disclosure.rows import PUBLISHED
from borderviz.disclosure.secrets import NO_SECRETS, Secrets
from borderviz.disclosure.verify import (
    Leak,
    check_labels,
    find_leaks,
    known_digests,
    proved,
    stop_on_leaks,
    verify_file,
)

__all__ = [
    "NO_SECRETS",
    "PUBLISHED",
    "Leak",
    "LevelRules",
    "Policy",
    "Release",
    "Secrets",
    "check_labels",
    "check_policy",
    "disclose",
    "find_leaks",
    "join_release",
    "known_digests",
    "load_policy",
    "parse_as_of",
    "payload_parts",
    "policy_of",
    "proved",
    "release_events",
    "stop_on_leaks",
    "suppress_cells",
    "verify_file",
]
