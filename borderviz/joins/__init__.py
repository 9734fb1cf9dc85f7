"""Events × zones in space and time.

For a support S and a zone Z, ``p = area(S ∩ Z) / area(S)`` in an equal-area frame: the
probability that the event lies in the zone under a uniform prior over S. ``p_min`` and
``p_max`` are the extremes over the range of the support's size and over every displacement
of the border line within its accuracy. Verdict: inside when ``p_min`` is 1, outside when
``p_max`` is 0, else possible; unknown without a support. In time, a rule's own uncertain
interval is held against the event's (:func:`borderviz.edtf.overlap_share`).
"""

from __future__ import annotations

from borderviz.joins.assess import join_zones
from borderviz.joins.grounds import Grounds, prepare_zones
from borderviz.joins.rollup import roll_up
from borderviz.joins.shares import round_share
from borderviz.joins.streaming import Streamed, join_parquet

__all__ = [
    "Grounds",
    "Streamed",
    "join_parquet",
    "join_zones",
    "prepare_zones",
    "roll_up",
    "round_share",
]
