"""What the geocoder answers: candidates with their scores and reasons, and what they amount to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from borderviz.gazetteer import Place
    from borderviz.geocoding.supports import Support


@dataclass(frozen=True)
class Candidate:
    """One reading of an expression.

    Attributes
    ----------
    place : Place or None
        The place it is about; None for a reach, a strip or a junction without one.
    label : str
        What the support is, for a reader.
    score : float
        Between 0 and 1; 1 where nothing speaks against it.
    support : Support or None
        None where a place has neither position nor unit.
    reason : str
    """

    place: Place | None
    label: str
    score: float
    support: Support | None
    reason: str


@dataclass(frozen=True)
class Answer:
    """The candidates of an expression, best first, and what they amount to.

    Attributes
    ----------
    resolution : {"resolved", "ambiguous", "suggested", "unresolved", "out_of_area"}
    candidates : tuple of Candidate
    reason : str
        Why, in a sentence.
    """

    resolution: str
    candidates: tuple[Candidate, ...]
    reason: str


def unresolved(reason: str, *candidates: Candidate) -> Answer:
    """Return an answer that says why there is none."""
    return Answer("unresolved", candidates, reason)


def resolved(place: Place | None, label: str, support: Support) -> Answer:
    """Return the answer of one reading with its support."""
    reason = f"{label}; {support.reason}"
    return Answer("resolved", (Candidate(place, label, 1.0, support, reason),), reason)


def ambiguous(candidates: list[Candidate], reason: str) -> Answer:
    """Return candidates of which none is better than the others."""
    shared = (replace(c, score=round(c.score / len(candidates), 3)) for c in candidates)
    return Answer("ambiguous", tuple(shared), reason)
