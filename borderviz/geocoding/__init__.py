"""Place expression → support, candidates, reasons; events → located events.

The grammar of expressions is that of :mod:`borderviz.geocoding.grammar`, the sizes are those
of ``sizes.csv``, the methods those of :mod:`borderviz.geocoding.supports`.
"""

from __future__ import annotations

from borderviz.geocoding.candidates import geocode
from borderviz.geocoding.locate import locate_events
from borderviz.geocoding.sizes import Size, load_sizes

__all__ = ["Size", "geocode", "load_sizes", "locate_events"]
