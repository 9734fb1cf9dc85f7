"""Texts that tell more than the level of their event: found, and told with their location.

What is looked for: coordinates, phone numbers, names with an age, posts of units, and names of
places that are finer than what is shown. Nothing is taken out silently: a finding stops the
release, until the text is changed or a reviewer lets it pass.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from borderviz.disclosure.levels import is_reviewed
from borderviz.disclosure.naming import is_fine, places_named, units_of
from borderviz.disclosure.policy import REVIEWED, Policy
from borderviz.errors import TableError, shown
from borderviz.schema import EVENTS

if TYPE_CHECKING:
    from borderviz.disclosure.rows import Draft
    from borderviz.geocoding.atlas import Atlas

_OWN_WORDS: Final = ("summary", "date_text", "notes")
"""Texts that are not the source's: at level 2 only these may be finer than the place."""
_DIGEST: Final = 16
_NO_TEXTS: Final = frozenset(
    field.name for field in EVENTS.fields if field.kind != "text" or field.allowed
) | frozenset(
    ("event_id", "place_id", "country", "admin1", "part_of", "incident_id", "origin_id", "place",
     REVIEWED, "data_generalizations", "information_withheld")
)  # fmt: skip
"""Columns that hold no texts of people, or the very place that is shown."""

_NUMBER: Final = r"-?\d{1,3}\.\d{3,}\s*°?\s*[NSEW]?"
_MONTHS: Final = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)"
)
_NAME: Final = rf"\b{_MONTHS}[A-Z][a-z'’-]+(?:[ -][A-Z]?[a-z'’-]+){{0,2}}"
_AGE_ENDS: Final = r"(?=\s*(?:[,.);]|years?\b|$))"
_PATTERNS: Final = {
    "coordinates": (
        rf"(?<![\d.]){_NUMBER}\s*[,;/ ]\s*{_NUMBER}",
        r"\d{1,3}\s*°\s*\d{1,2}(?:\.\d+)?\s*['′’]",
        r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b",
    ),
    "a phone number": (
        r"(?<![\w.])\+\d{1,3}(?:[ ().-]{0,2}\d){7,12}(?!\d)",
        r"(?<![\d.])01[016-9][-. ]?\d{3,4}[-. ]?\d{4}(?!\d)",
        r"(?<![\d.])1[3-9]\d(?:[-. ]?\d{4}){2}(?!\d)",
        r"(?<![\w.])\(?0\d{1,3}\)?[-. ]\d{3,4}[-. ]\d{4}(?!\d)",
    ),
    "a name with an age": (
        rf"{_NAME}\s*,\s*(?:aged?\s+)?\d{{1,2}}{_AGE_ENDS}",
        rf"{_NAME}\s*\(\s*(?:aged?\s+)?\d{{1,2}}\s*\)",
        r"\b\d{1,2}-year-old\s+(?:[a-z]+\s+){0,2}[A-Z][a-z]+",
        rf"{_NAME}\s*,?\s+an?\s+\d{{1,2}}-year-old",
        r"[가-힣]{1,4}\s*[(（]\s*\d{1,2}\s*(?:세|살)?\s*[)）]",
        r"\d{1,2}\s*(?:세|살)\s*(?:의\s*)?[가-힣]{1,3}(?:모|씨)",
        r"[一-龥]{1,4}\s*[(（]\s*\d{1,2}\s*岁?\s*[)）]",
    ),
    "the post of a unit": (
        r"(?i:\b(?:(?:guard|border|sentry|check|observation)[- ]?post|gp|op)\s*"
        r"(?:no\.?|number|#)?\s*\d+\b)",
        r"(?i:\b\d+(?:st|nd|rd|th)\s+(?:guard\s+|border\s+)?"
        r"(?:post|company|platoon|squad|battalion)\b)",
        r"\d+\s*(?:초소|중대|소대|대대)",
        r"\d+\s*号?\s*(?:哨所|中队|连队)",
    ),
}
_FOUND: Final = {
    kind: re.compile("|".join(f"(?:{one})" for one in patterns))
    for kind, patterns in _PATTERNS.items()
}


@dataclass(frozen=True)
class Finding:
    """Something in a text that may tell more than it should.

    Attributes
    ----------
    where : str
        The event and the column, or what else the text is.
    kind : str
        What was found.
    words : str
        The words themselves.
    digest : str
        Digest of the whole text, by which a policy lets it pass.
    """

    where: str
    kind: str
    words: str
    digest: str

    def __str__(self) -> str:
        """Say where what was found, and how it can pass."""
        return (
            f"{self.where} holds {self.kind}: {shown(self.words)} (text {self.digest}); change "
            "the text, or let a reviewer pass it"
        )


def text_digest(text: str) -> str:
    """Return the digest by which a policy names a text that may pass."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def stop_on_findings(findings: Iterable[Finding]) -> None:
    """Raise when anything was found.

    Raises
    ------
    TableError
        With a line for each finding.
    """
    found = tuple(dict.fromkeys(map(str, findings)))
    if found:
        raise TableError(
            f"{len(found)} texts may tell more than the policy shows, so nothing was written; a "
            f"row passes with {REVIEWED}=yes, a single text when its digest stands under "
            "texts.reviewed in the policy file",
            found,
        )


def marks_of(text: str, *, open_place: bool) -> Iterator[tuple[str, str]]:
    """Yield what is found in a text: its kind and the words.

    Parameters
    ----------
    text : str
    open_place : bool
        Whether the exact place is shown anyway.
    """
    for kind, pattern in _FOUND.items():
        if not (open_place and kind in {"coordinates", "the post of a unit"}):
            yield from ((kind, found.group()) for found in pattern.finditer(text))


def scan_texts(draft: Draft, policy: Policy, atlas: Atlas) -> Iterator[Finding]:
    """Yield what the shown texts of events tell that they should not.

    Parameters
    ----------
    draft : Draft
        What is to be shown; findings name events as the table does that was read.
    policy : Policy
    atlas : Atlas
    """
    rows = draft.shown
    names = draft.raw["event_id"].iloc[draft.origin].tolist()
    scanned = ~is_reviewed(rows)
    texts = [c for c in rows.columns if c not in _NO_TEXTS and _is_text(rows[c])]
    marked = lru_cache(maxsize=4096)(
        lambda text, open_place: tuple(marks_of(text, open_place=open_place))
    )
    named = lru_cache(maxsize=4096)(lambda text: _named(text, atlas))
    for column in texts:
        cells = rows[column].to_numpy(dtype=object)
        for row in np.flatnonzero(scanned & rows[column].notna().to_numpy(dtype=bool)).tolist():
            text = str(cells[row])
            coarse, level = bool(draft.places.coarse[row]), int(draft.levels[row])
            found = [*marked(text, level == 1)]
            if coarse or (level == 2 and column in _OWN_WORDS):
                allowed = named(_open_words(rows, row, texts, coarse=coarse))
                finer = _finer(text, allowed, atlas, any_case=coarse)
                found += (("a place finer than what is shown", words) for words in finer)
            if found and (digest := text_digest(text)) not in policy.reviewed:
                where = f"event {shown(names[row])}, {column},"
                yield from (Finding(where, kind, words, digest) for kind, words in found)


def _open_words(rows: pd.DataFrame, row: int, texts: list[str], *, coarse: bool) -> str:
    """Return the words whose places a text may name: the place shown, and the source's own."""
    source = () if coarse else tuple(c for c in ("quote", "source_title") if c in texts)
    said = (rows[column].iloc[row] for column in ("place", *source))
    return "\n".join(one for one in said if isinstance(one, str))


def _is_text(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.StringDtype) and bool(column.notna().any())


def _named(text: str, atlas: Atlas) -> frozenset[str]:
    """Return the places that a text names, and the units that these lie in."""
    ids = places_named(text, atlas)
    return frozenset(ids.union(*(units_of(place_id, atlas) for place_id in ids)))


def _finer(text: str, allowed: frozenset[str], atlas: Atlas, *, any_case: bool) -> Iterator[str]:
    for mention in atlas.index.find_mentions(text, any_case=any_case):
        ids = {hit.place_id for hit in mention.hits}
        if not ids & allowed and all(is_fine(place_id, atlas) for place_id in ids):
            yield mention.text


def scan_labels(labels: Mapping[str, str | None], policy: Policy) -> Iterator[Finding]:
    """Yield what titles, names of layers and names of files tell that they should not."""
    for where, text in labels.items():
        if text and text_digest(text) not in policy.reviewed:
            for kind, words in marks_of(text, open_place=False):
                yield Finding(where, kind, words, text_digest(text))
