"""The contracts of the tables that flow from reader to page.

Each contract is a list of `Field` objects: name, kind, whether a value must stand, the values
allowed, the unit, and a description. They are the one source of what a table holds; the
pandera schema, the parsing of text cells and the documentation are derived from them.

Kinds of cells
--------------
=============  ==================================================================================
``text``       text; missing is ``<NA>``, never the empty text
``edtf``       a date as stated, in the EDTF subset of `borderviz.edtf`
``day``        one calendar day as text, ``YYYY-MM-DD``
``count``      a whole number
``number``     a decimal number, neither NaN nor infinite
``flag``       true or false
``labels``     a tuple of texts
``geometry``   a shapely geometry in EPSG:4326
=============  ==================================================================================

Every check reports all faults of a table at once, each with row, column, value and reason.
Columns that a contract does not name are allowed everywhere and left alone.
"""

from __future__ import annotations

from borderviz.schema.cells import parse_table
from borderviz.schema.checks import check_table
from borderviz.schema.contracts import (
    ASSESSED,
    CONFIDENCES,
    EVENT_COLUMNS,
    EVENT_TYPES,
    EVENTS,
    IN_FORCE_VALUES,
    LOCATED,
    NAMES,
    PLACES,
    RESOLUTIONS,
    SIDES,
    VERDICT_VALUES,
    VERDICTS,
    ZONES,
    describe,
)
from borderviz.schema.model import Contract, Fault, Faults, Field, Rule

__all__ = [
    "ASSESSED",
    "CONFIDENCES",
    "EVENTS",
    "EVENT_COLUMNS",
    "EVENT_TYPES",
    "IN_FORCE_VALUES",
    "LOCATED",
    "NAMES",
    "PLACES",
    "RESOLUTIONS",
    "SIDES",
    "VERDICTS",
    "VERDICT_VALUES",
    "ZONES",
    "Contract",
    "Fault",
    "Faults",
    "Field",
    "Rule",
    "check_table",
    "describe",
    "parse_table",
]
