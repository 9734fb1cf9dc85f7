"""The texts of a figure: title, the sentence with the range, notes, sources."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from borderviz.figures.layout import Matter
from borderviz.summaries import summarize

if TYPE_CHECKING:
    import geopandas as gpd

    from borderviz.figures.incidents import Story
    from borderviz.figures.words import Words
    from borderviz.geodata import Geodata

_MOST_OUTLETS: Final = 6
_LONGEST_OUTLET: Final = 60


def matter_of(
    story: Story, geodata: Geodata, words: Words, *, title: str, notes: tuple[str, ...],
    zones: gpd.GeoDataFrame, mapped: bool = True,
) -> Matter:  # fmt: skip
    """Return the texts of a figure.

    Parameters
    ----------
    title : str
        The pack's title where it is empty.
    notes : tuple of str
        What the reader of this kind of figure must know.
    zones : geopandas.GeoDataFrame
        All zones, for the labels of those that are not drawn.
    mapped : bool
        Whether the figure is a map, on which that is missing which has no place.
    """
    missing = len(story.counted) - len(story.placed)
    totals = int(story.incidents["aggregate"].sum())
    told = list(notes)
    if mapped and missing:
        told.append(words.say("unplaced", n=missing))
    if totals:
        told.append(words.say("totals", n=totals))
    labels = dict(zip(zones["rule_id"], zones["label"], strict=True))
    hidden = [label for rule, label in labels.items() if rule not in set(story.zones["rule_id"])]
    if hidden and mapped:
        told.append(words.say("undrawn", zones="; ".join(hidden)))
    return Matter(
        title.strip() or geodata.info.title,
        (*_period(story, words), *_range(story, words)),
        (" ".join(told), _sources(story, geodata, words)),
        words.say("internal") if story.policy.marked else None,
    )


def _period(story: Story, words: Words) -> tuple[str, ...]:
    starts, ends = (story.counted[name].dropna() for name in ("start", "end"))
    text = words.incidents(len(story.counted))
    return (f"{starts.min()} – {ends.max()} · {text}" if len(starts) and len(ends) else text,)


def _range(story: Story, words: Words) -> tuple[str, ...]:
    """Say how many lay in the zone while it was in force, as the page does."""
    if story.rule_id is None or story.verdicts.empty:
        return ()
    row = summarize(story.located, story.verdicts).iloc[0]
    key = "range.exact" if row["low"] == row["high"] else "range"
    return (words.say(key, low=row["low"], high=row["high"], n=row["incidents"],
                      rule=story.rule_label),)  # fmt: skip


def _sources(story: Story, geodata: Geodata, words: Words) -> str:
    outlets = story.located["source_outlet"].dropna().value_counts(sort=False)
    names = [
        name if len(name) <= _LONGEST_OUTLET else f"{name[:_LONGEST_OUTLET]}…"
        for name in sorted(outlets.index, key=lambda name: (-outlets[name], name))
    ]
    listed = ", ".join(names[:_MOST_OUTLETS])
    if len(names) > _MOST_OUTLETS:
        listed = words.say("more", list=listed, n=len(names) - _MOST_OUTLETS)
    parts = [words.say("sources", outlets=listed)] if names else []
    parts += [f"{entry['text']}." for entry in geodata.info.attribution]
    maker = f"borderviz {version('borderviz')}"
    parts.append(words.say("made", maker=maker, hash=geodata.sha256[:12]))
    return " ".join(parts)
