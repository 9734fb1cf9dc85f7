"""Tables of reported events: read, check, bring to one form, write.

Columns, types and ranges are those of `borderviz.schema.EVENTS`. No row is dropped silently:
what cannot be read is set aside with its row number, column, value and reason. Text is kept
as it stands; a cell of white space alone is a missing value, and names, codes, dates and
places lose the white space around them.
"""

from __future__ import annotations

from borderviz.events.formats.json_rows import holds_event_lines
from borderviz.events.formats.writing import About, check_ending
from borderviz.events.mapping import parse_columns, read_columns
from borderviz.events.reading import (
    default_rejected_path,
    read_event_table,
    read_events,
    write_rejected,
)
from borderviz.events.table import EventTable, check_events, normalise_events
from borderviz.events.writing import write_events

__all__ = [
    "About",
    "EventTable",
    "check_ending",
    "check_events",
    "default_rejected_path",
    "holds_event_lines",
    "normalise_events",
    "parse_columns",
    "read_columns",
    "read_event_table",
    "read_events",
    "write_events",
    "write_rejected",
]
