"""The chain from sentence to draft, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from borderviz.articles.drafting import draft_events, read_article
from borderviz.articles.lexicon import find_triggers
from borderviz.articles.reality import unreal
from borderviz.articles.tables import draft_rows
from borderviz.errors import InputError, shown
from borderviz.geocoding.atlas import atlas_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from borderviz.articles.article import Article, SetAside
    from borderviz.articles.clauses import Statement
    from borderviz.articles.drafting import Draft, Reading
    from borderviz.geodata import Geodata

_PEOPLE = ("killed", "arrested", "involved")


def explain_draft(
    articles: Iterable[Article | SetAside], wanted: str, geodata: Geodata
) -> tuple[str, ...]:
    """Tell how a draft came about, or all drafts of an article.

    Parameters
    ----------
    articles : iterable of Article
        Articles, among them the one that is asked about.
    wanted : str
        An ``event_id`` of a draft, or an ``article_id``.
    geodata : Geodata

    Returns
    -------
    tuple of str
        One line per step.

    Raises
    ------
    InputError
        If no article and no draft has that id.
    """
    atlas = atlas_of(geodata)
    for article in articles:
        name = getattr(article, "article_id", None)
        if name is None or not (wanted == name or wanted.startswith(f"{name}-")):
            continue
        reading = read_article(article, atlas)  # type: ignore[arg-type]
        drafts = draft_events(reading, atlas)
        rows = draft_rows(reading, drafts, atlas)
        lines = [
            line
            for draft, row in zip(drafts, rows, strict=True)
            if wanted in {name, row["event_id"]}
            for line in _told(draft, row, reading)
        ]
        if wanted == name:
            lines += _left_out(reading)
        if lines:
            return tuple(lines)
    raise InputError(
        f"no article and no draft has the id {shown(wanted)}; take one from the columns event_id "
        "or article_id of the drafts"
    )


def _told(draft: Draft, row: dict[str, object], reading: Reading) -> Iterator[str]:
    lead = draft.incident.lead
    yield f"{row['event_id']}: {draft.event_type}"
    yield f"  sentence {lead.sentence + 1}: {draft.sentence.text}"
    yield f"  type: {row['type_rule']}"
    yield f"  date: {row['date'] or 'none'} ({row['date_rule'] or 'no date phrase is told of it'})"
    yield f"  place: {row['place']} ({row.get('place_rule') or 'no place is told of it'})"
    for name in _PEOPLE:
        low, best, high = getattr(draft, name)
        if best is not None:
            yield f"  {name}: {best} (low {low}, high {'open' if high is None else high})"
    for statement in draft.incident.statements:
        if statement is not lead:
            yield f"  also told in sentence {statement.sentence + 1}: {_short(statement)}"
    if row["review"]:
        yield f"  look at it because: {row['review']}"


def _short(statement: Statement) -> str:
    when = f", {statement.when.text}" if statement.when else ""
    return (
        f"{statement.hit.text!r} ({statement.event_type},"
        f" {statement.hit.trigger.file}:{statement.hit.trigger.number}{when})"
    )


def _left_out(reading: Reading) -> Iterator[str]:
    """Yield the triggers that gave no draft, with the reason."""
    drafted = {
        (s.sentence, s.hit.start) for incident in reading.incidents for s in incident.statements
    }
    told = {(s.sentence, s.hit.start): s for s in reading.statements}
    for number, sentence in enumerate(reading.sentences):
        for hit in find_triggers(sentence.text, present=sentence.is_entry):
            key = (number, hit.start)
            if key in drafted:
                continue
            statement = told.get(key)
            if statement is not None and statement.secondary:
                why = "a graver word beside it tells the event"
            elif statement is not None:
                why = f"says too little by itself ({statement.worth:.1f})"
            else:
                why = unreal(sentence.text, hit) or f"stands in a {sentence.role}"
            yield f"left out, sentence {number + 1}: {hit.text!r} ({hit.trigger.event_type}): {why}"
