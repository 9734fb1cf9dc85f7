"""Which types of event may be told of one incident."""

from __future__ import annotations

from typing import Final

__all__ = ["CROSSING", "family_of", "may_be_one"]

_KILLING: Final = frozenset({"execution", "shooting", "death", "attack"})
CROSSING: Final = frozenset({"border_crossing", "defection_attempt"})
_OUTCOMES: Final = frozenset({"arrest", "killing"})


def family_of(event_type: str) -> str:
    """Return what types are one event when nothing tells them apart."""
    if event_type in _KILLING:
        return "killing"
    return "crossing" if event_type in CROSSING else event_type


def may_be_one(one: str, other: str) -> bool:
    """Whether two reports may tell one incident: of one family, or an attempt and its outcome."""
    families = {family_of(one), family_of(other)}
    return (
        len(families) == 1
        or "other" in families
        or ("crossing" in families and bool(families & _OUTCOMES))
    )
