"""Counts of incidents and of people, each with its range, and what they say in words.

Rules that hold for every figure:

* Rows that report one incident count once; where they differ, the range grows.
* *Low* is what was inside and in force for certain, *high* what was neither outside nor out of
  force for certain, *expected* Σ p·t under the uniform priors of the join.
* An aggregate is counted apart and never added to its parts.
* What is not known is told, never taken as zero and never guessed: unknown times and places, years
  that are not stated, numbers that are not reported.
* Groups part the incidents: each stands in one group, so figures of groups add up to the whole.
  What may lie in either of two months or counties stands under both names, in a group of its own.
"""

from __future__ import annotations

from borderviz.summaries.counts import summarize
from borderviz.summaries.incidents import incident_ids, resolved_keys
from borderviz.summaries.keys import UNKNOWN_YEAR, years
from borderviz.summaries.people import KINDS, people_of_incidents, summarize_people
from borderviz.summaries.statements import Statement, state_findings
from borderviz.summaries.words import load_words, range_words

__all__ = [
    "KINDS",
    "UNKNOWN_YEAR",
    "Statement",
    "incident_ids",
    "load_words",
    "people_of_incidents",
    "range_words",
    "resolved_keys",
    "state_findings",
    "summarize",
    "summarize_people",
    "years",
]
