"""Rows of the tables that are written: draft events and place mentions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from borderviz.articles.expressions import expression_of
from borderviz.articles.relations import aggregates, incident_key, origins_of, wholes
from borderviz.articles.roles import fineness
from borderviz.schema import EVENT_COLUMNS, EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from borderviz.articles.drafting import Draft, Reading
    from borderviz.articles.places import PlaceMention
    from borderviz.gazetteer import Place
    from borderviz.geocoding.atlas import Atlas

DRAFT_COLUMNS: Final = (
    "article_id", "place_name", "quote_start", "quote_end", "date_rule", "place_rule", "type_rule",
    "is_primary", "review",
)  # fmt: skip
"""The columns of a draft beyond the contract ``events``."""
MENTION_COLUMNS: Final = (
    "article_id", "mention", "start", "end", "name", "place_id", "kind", "latitude", "longitude",
    "resolution", "role", "reason",
)  # fmt: skip
_FIGURES: Final = tuple(
    f"{name}_{bound}"
    for name in ("killed", "arrested", "involved")
    for bound in ("low", "best", "high")
)
"""The columns of the numbers of people."""
NOT_STATED: Final = "not stated"
"""The place of a draft for which the article tells none; the geocoder leaves it unresolved."""
_BORDER: Final = re.compile(r"border|frontier|국경|접경|[边邊][境界]|границ", re.IGNORECASE)
"""What only says that it is a border."""
_NAMES: Final = frozenset({"name", "country", "strip"})
"""Sorts of mentions that are names."""
_MENTIONED: Final = 4096
"""Names of which is remembered what the gazetteer has for them."""
_DTYPES: Final[dict[str, Any]] = {"count": "Int64", "number": "Float64", "flag": "boolean"}


def draft_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows of drafts as a table: the contract ``events`` and `DRAFT_COLUMNS`."""
    kinds: dict[str, Any] = {
        field.name: _DTYPES.get(field.kind, "string") for field in EVENTS.fields
    }
    kinds |= dict.fromkeys(DRAFT_COLUMNS, "string")
    kinds |= {"quote_start": "Int64", "quote_end": "Int64", "is_primary": "boolean"}
    listed = list(rows)
    return pd.DataFrame(
        {
            name: pd.array([row.get(name) for row in listed], dtype=kinds[name])
            for name in (*EVENT_COLUMNS, *DRAFT_COLUMNS)
        }
    )


def mention_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows of mentions as a table of `MENTION_COLUMNS`."""
    kinds: dict[str, Any] = dict.fromkeys(MENTION_COLUMNS, "string")
    kinds |= {"start": "Int64", "end": "Int64", "latitude": "Float64", "longitude": "Float64"}
    listed = list(rows)
    return pd.DataFrame(
        {name: pd.array([row.get(name) for row in listed], dtype=kinds[name]) for name in kinds}
    )


def mention_rows(reading: Reading, atlas: Atlas) -> list[dict[str, Any]]:
    """Return the mentions of an article; adjectives and "the border" name no place of their own."""
    roles = {(p.mention.start, p.mention.end): p.role for found in reading.places for p in found}
    article_id = reading.article.article_id
    return [
        _mention_row(m, roles.get((m.start, m.end)), article_id, atlas)
        for m in reading.mentions
        if not m.is_adjective and (m.sort in _NAMES or _is_own_border(m))
    ]


def _is_own_border(mention: PlaceMention) -> bool:
    """Whether it is the name of a border alone ("the Military Demarcation Line")."""
    return mention.sort == "border" and not _BORDER.search(mention.text)


def _mention_row(
    mention: PlaceMention, role: str | None, article_id: str, atlas: Atlas
) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "mention": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "resolution": mention.resolution,
        "role": role,
        "reason": mention.reason,
        **_cells_of(mention, atlas),
    }


def _cells_of(mention: PlaceMention, atlas: Atlas) -> Mapping[str, Any]:
    """Return the name, the id and the point of a mention as cells; None where none is known."""
    return _cells_by(mention.sort, mention.ids[0] if mention.ids else None, mention.text, atlas)


@lru_cache(maxsize=_MENTIONED)
def _cells_by(sort: str, first: str | None, text: str, atlas: Atlas) -> Mapping[str, Any]:
    """Return these cells by what they depend on, which reports repeat."""
    place = atlas.place(first) if sort == "name" and first is not None else None
    return {
        "name": _name(sort, first, atlas) if place is None else _known_as(text, place),
        "place_id": place.place_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
    }


def _known_as(text: str, place: Place) -> str:
    """Return the canonical name of a place that is mentioned.

    A sea, which lies in no province, is called as the report calls it: names of seas are disputed.
    """
    is_sea = place.kind == "region" and place.admin1 is None and place.latitude is None
    return text if is_sea else place.name


def _name(sort: str, first: str | None, atlas: Atlas) -> str | None:
    """Return the name of what is no place of the gazetteer."""
    if first is None:
        return None
    if sort == "country":
        return atlas.country_name(first)
    if sort == "border":
        rows = atlas.geodata.borders
        return dict(zip(rows["border_id"], rows["name_en"], strict=True)).get(first)
    if sort == "strip" and first in atlas.strips:
        return atlas.strips[first].names[0]
    return None


def name_of(mention: PlaceMention, atlas: Atlas) -> str | None:
    """Return the canonical name of a mention; None where it is not known, or no place's."""
    name: str | None = _cells_of(mention, atlas)["name"]
    return name


def draft_rows(reading: Reading, drafts: tuple[Draft, ...], atlas: Atlas) -> list[dict[str, Any]]:
    """Return the drafts of an article as rows."""
    sums = aggregates(drafts)
    names = [f"{reading.article.article_id}-{n}" for n in range(1, len(drafts) + 1)]
    taken: dict[str, int] = {}
    rows = []
    told = zip(drafts, wholes(drafts, sums), origins_of(drafts, reading), strict=True)
    for at, (draft, whole, origin) in enumerate(told):
        row = _draft_row(draft, reading, atlas)
        key = None if sums[at] else incident_key(draft)
        if key is not None:
            taken[key] = taken.get(key, 0) + 1
            row["incident_id"] = key if taken[key] == 1 else f"{key}:{taken[key]}"
        row["origin_id"] = f"{origin}:{key or reading.article.article_id}" if origin else None
        row["event_id"] = names[at]
        row["is_aggregate"] = sums[at]
        row["part_of"] = None if whole is None else names[whole]
        rows.append(row)
    return rows


def _draft_row(draft: Draft, reading: Reading, atlas: Atlas) -> dict[str, Any]:
    article, sentence, trigger = reading.article, draft.sentence, draft.incident.lead.hit.trigger
    reasons = reasons_to_look(draft)
    row: dict[str, Any] = {
        "event_type": draft.event_type,
        "date": draft.when.edtf if draft.when else None,
        "date_text": draft.when.text if draft.when else None,
        "source_url": article.url,
        "source_title": article.title,
        "source_outlet": article.outlet,
        "source_published": reading.published,
        "known_by": _known_by(draft),
        "quote": sentence.text,
        "confidence": _confidence(len(reasons)),
        "article_id": article.article_id,
        "quote_start": sentence.start,
        "quote_end": sentence.end,
        "date_rule": f"{draft.when.rule}, {draft.when_how}" if draft.when else None,
        "type_rule": f"{trigger.file}:{trigger.number} {draft.incident.lead.hit.text!r}",
        "is_primary": draft.is_primary,
    }
    figures = (*draft.killed, *draft.arrested, *draft.involved)
    row.update(zip(_FIGURES, figures, strict=True))
    row.update(_place_cells(draft, reading, atlas))
    row["review"] = "; ".join(reasons)
    return row


def _place_cells(draft: Draft, reading: Reading, atlas: Atlas) -> dict[str, Any]:
    """Return the place: as an expression, as an id where the name alone stands for it."""
    if draft.place is None:
        return {"place": NOT_STATED}
    mention = draft.place.mention
    text = _sentence_text(draft, mention.start, reading)
    province = _province_of(draft, reading) if mention.kind == "river" else None
    expression, wider = expression_of(text, draft.place, province, atlas)
    named = mention.sort == "name" and mention.resolution == "resolved"
    alone = named and not wider
    known = _cells_of(mention, atlas)
    return {
        "place": expression,
        "place_id": mention.ids[0] if alone else None,
        "place_name": known["name"] or (mention.text if mention.sort == "name" else None),
        "place_rule": f"{draft.place.rule}, {draft.place_how}",
        # the gazetteer's own point, for whoever draws the table: it says no more than the place
        "latitude": known["latitude"] if named else None,
        "longitude": known["longitude"] if named else None,
    }


def _sentence_text(draft: Draft, at: int, reading: Reading) -> str:
    own = draft.sentence
    if own.start <= at < own.end:
        return own.text
    return next((s.text for s in reading.sentences if s.start <= at < s.end), "")


def _province_of(draft: Draft, reading: Reading) -> str | None:
    """Return the one province that the sentence, or else the article, names at all."""
    for found in (
        reading.places[draft.incident.lead.sentence],
        [p for s in reading.places for p in s],
    ):
        named = {
            p.mention.ids: p.mention.text
            for p in found
            if p.mention.kind == "province" and p.mention.ids
        }
        if len(named) == 1:
            return next(iter(named.values()))
    return None


def _known_by(draft: Draft) -> str | None:
    """Return the day on which a source told of it, where it is a day."""
    told = draft.told
    if told is None or told.edtf is None or told.point is None:
        return None
    return told.edtf.rstrip("~")


def _confidence(doubts: int) -> str:
    return "high" if doubts == 0 else "medium" if doubts <= 2 else "low"


def _listed_beside(draft: Draft) -> int:
    """Return how many places of the same rank are listed after the one that was taken."""
    if draft.place is None:
        return 0
    listed = [p for p in draft.incident.lead.places if p.rule == "listed"]
    rank = fineness(draft.place) if listed else None
    return sum(fineness(p) == rank and p.mention.ids != draft.place.mention.ids for p in listed)


def reasons_to_look(draft: Draft) -> list[str]:
    """Return why a person should look at a draft."""
    lead = draft.incident.lead
    reasons = []
    if draft.when is None or draft.when.edtf is None:
        reasons.append(
            "no date is told" if draft.when is None else f"{draft.when.text!r} is not dated"
        )
    elif draft.when_how != "in the sentence":
        reasons.append(f"the date is {draft.when_how}")
    if draft.when is not None and draft.when.edtf is not None and "XXXX" in draft.when.edtf:
        reasons.append("the year is open")
    if draft.place is None:
        reasons.append("no place is told")
    elif draft.place_how != "in the sentence":
        reasons.append(f"the place is {draft.place_how}")
    if draft.place is not None and draft.place.mention.resolution != "resolved":
        reasons.append(f"the place is {draft.place.mention.resolution}")
    if listed := _listed_beside(draft):
        reasons.append(f"{listed} more places are listed; give each a row of its own, or the one")
    if lead.tentative:
        reasons.append("told with a reserve")
    if lead.hit.trigger.form == "noun":
        reasons.append("the event is only named")
    if not draft.is_primary:
        reasons.append("background")
    return reasons
