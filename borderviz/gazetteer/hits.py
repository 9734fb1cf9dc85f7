"""What an index answers: hits, suggestions, mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class NameHit:
    """One place that bears the name looked up.

    Attributes
    ----------
    place_id : str
    name : str
        The form that matched, as the table has it.
    via : {"exact", "folded"}
    system : str
        How the form is written: press, MR, RR, former ...
    valid_from, valid_to : str or None
        EDTF; the period of a form that was official for a time.
    """

    place_id: str
    name: str
    via: Literal["exact", "folded"]
    system: str
    valid_from: str | None
    valid_to: str | None

    def as_folded(self) -> NameHit:
        """Return the hit as one of another spelling."""
        return NameHit(
            self.place_id, self.name, "folded", self.system, self.valid_from, self.valid_to
        )


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """A place whose name is like the text; never an answer.

    Attributes
    ----------
    place_id, name : str
        The place, and the form that is alike.
    score : float
        0 to 100, normalised InDel similarity of the folded texts.
    """

    place_id: str
    name: str
    score: float


class Mention(NamedTuple):
    """A known name in running text.

    Attributes
    ----------
    start, end : int
        Where it stands: ``text[start:end]``.
    text : str
        The words as they stand.
    hits : tuple of NameHit
        The places that bear the name.
    """

    start: int
    end: int
    text: str
    hits: tuple[NameHit, ...]
