"""Events × zones in space and time.

For a support S and a zone Z, ``p = area(S ∩ Z) / area(S)`` in an equal-area frame: the
probability that the event lies in the zone under a uniform prior over S. ``p_min`` and
``p_max`` are the extremes over the range of the support's size and over every displacement
of the border line within its accuracy. Verdict: inside when ``p_min`` is 1, outside when
``p_max`` is 0, else possible; unknown without a support. In time, a rule's own uncertain
interval is held against the event's (:func:`borderviz.edtf.overlap_share`).

How it is done, and how exactly:

* Points (:mod:`~borderviz.joins.cells`) are looked up in a grid of classified cells; the answer is
  that of ``shapely.intersects`` for every point, also on outlines and in holes.
* Areas (:mod:`~borderviz.joins.overlaps`) are held against zones by sums over pairs of edges, exact
  but for rounding (1e-12 of the support). The margins by which the accuracy of the border line
  loosens a zone (:mod:`~borderviz.joins.margins`) follow its outline to 1 m: `p_min` and `p_max` of
  discs of 500 m and more are off by less than 0.0005.
* Discs of up to 50 km (:mod:`~borderviz.joins.circles`) are held against zones as circles, asking
  for the edges inside them alone: p is off by less than 0.0005.
* Distances (:mod:`~borderviz.joins.lines`) are geodesic, to 0.02 m for points and 1 m for areas.

The loops are compiled by numba on first use, which takes some ten seconds after an installation,
once; plain numpy cannot follow a tree or a ring, and was slower by an order of magnitude.

Tables beyond memory are joined in parts (:mod:`~borderviz.joins.streaming`), here or by the workers
of a cluster (:mod:`~borderviz.joins.cluster`). Fifty million crisp events were joined with three
zones, from Parquet to Parquet, in 15 minutes of one core and 0.7 GB (26 November 2026); killed
half-way and started again, the join gave the same bytes. What ten billion would take, on paper: a
million rows take 18 s of one core, of which 1.3 s for putting the parts together. So the parts take
50 core-hours: an hour on 50 cores of 1 GB each. Before them, ids that stand twice are looked for,
half a second and 16 MB on the disk a million rows: some 80 minutes and 160 GB. A million rows give
52 MB, ten billion 520 GB, and putting them into one file is the work of one process, some four
hours: beyond a billion rows it is better to join one table a month, say, than one for all.
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
