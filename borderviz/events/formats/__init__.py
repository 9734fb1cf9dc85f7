"""Files of events in the formats analysts have: one module a family of formats.

A reader gives a table of texts (`RawTable`), in which nothing is dropped: what cannot be read is
named with its row. Conflict data that others publish are recognised by their header and brought
into the contract of events, each precision code with what its codebook says of it.
"""

from __future__ import annotations

from borderviz.events.formats.profiles import PROFILES, bring_into_contract
from borderviz.events.formats.raw import RawTable
from borderviz.events.formats.reading import READ_ENDINGS, read_raw

__all__ = ["PROFILES", "READ_ENDINGS", "RawTable", "bring_into_contract", "read_raw"]
