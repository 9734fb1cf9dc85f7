"""What was counted, in sentences: a range first, then what it means and what it leaves out.

The sentences are those of the map page's head, so that page and report say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from borderviz.errors import InputError, shown
from borderviz.summaries.counts import summarize
from borderviz.summaries.people import summarize_people
from borderviz.summaries.words import integer_words, load_words, range_words, tenths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TOLD_WHERE_SOME: Final = ("unknown_year", "not_in_force", "other_bank", "aggregates")


@dataclass(frozen=True)
class Statement:
    """What was counted under one rule, in words; its text is a paragraph.

    Attributes
    ----------
    rule_id, rule : str
        The rule and its label.
    headline : str
        The range: “Between 1 and 5 of 7 incidents”.
    rest : str
        What the range is of; ends the sentence.
    meaning : tuple of str
        How each figure counts, and what stands apart, a sentence each.
    people : tuple of str
        The people killed, arrested and involved; one kind each, where any number is known.
    basis : str
        How many reports and independent origins stand behind it.
    joint : str
        What stands between two sentences in the language.
    """

    rule_id: str
    rule: str
    headline: str
    rest: str
    meaning: tuple[str, ...]
    people: tuple[str, ...]
    basis: str
    joint: str

    def __str__(self) -> str:
        """Return the paragraph."""
        parts = (self.headline, self.rest, *self.meaning, *self.people, self.basis)
        return self.joint.join(part for part in parts if part)


def state_findings(
    located: pd.DataFrame,
    verdicts: pd.DataFrame,
    zones: pd.DataFrame,
    *,
    rules: Sequence[str] | None = None,
    language: str = "en",
    labels: Mapping[str, str] | None = None,
) -> tuple[Statement, ...]:
    """State for each rule how many incidents lay inside its zone while it was in force.

    Parameters
    ----------
    located, verdicts, zones : pandas.DataFrame
        The contracts of these names.
    rules : sequence of str, optional
        Ids of the rules to state, in this order; all of the zones by default.
    language : {"en", "ko", "zh"}
    labels : mapping of str, optional
        Labels of rules in that language, by their ids; a rule without one keeps that of the zones.

    Returns
    -------
    tuple of Statement
        One for each rule.

    Raises
    ------
    InputError
        A rule or the language is not known, or the verdicts are of other events.
    """
    words = load_words(language)
    counts = _by_rule(summarize(located, verdicts))
    people = summarize_people(located, verdicts)
    known = dict(zip(zones["rule_id"], zones["label"], strict=True))
    named = known | {rule: label for rule, label in (labels or {}).items() if rule in known}
    wanted = list(known) if rules is None else rules
    for rule in wanted:
        if rule not in counts or rule not in known:
            raise InputError(f"nothing was joined with the rule {shown(rule)}; use {list(counts)}")
    return tuple(
        _statement(counts[rule], people[people["rule_id"] == rule], named[rule], words)
        for rule in wanted
    )


def _by_rule(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["rule_id"]: row for row in table.to_dict("records")}  # type: ignore[misc]


def _statement(
    row: dict[str, Any], people: pd.DataFrame, rule: str, words: Mapping[str, str]
) -> Statement:
    rest = words["headline.rest"].format(rule=rule) if row["incidents"] else ""
    kinds = [_people(sums, words) for sums in people.to_dict("records")]
    return Statement(
        rule_id=row["rule_id"],
        rule=rule,
        headline=_headline(row, words),
        rest=rest,
        meaning=tuple(filter(None, _meaning(row, words))),
        people=tuple(filter(None, kinds)),
        basis=_basis(row, words),
        joint=words["joint"],
    )


def _headline(row: dict[str, Any], words: Mapping[str, str]) -> str:
    low, high, n = row["low"], row["high"], row["incidents"]
    if not n:
        return words["headline.nothing"]
    kind = "range" if low != high else "all" if low == n else "exact" if low else "none"
    gaps = {"low": integer_words(low), "high": integer_words(high), "n": integer_words(n)}
    return words[f"headline.{kind}"].format_map(gaps)


def _meaning(row: dict[str, Any], words: Mapping[str, str]) -> list[str]:
    def told(name: str) -> str:
        if not row[name]:
            return ""
        return words[f"headline.{name}"].format(n=integer_words(row[name]))

    expected = "" if pd.isna(row["expected"]) else tenths(row["expected"])
    return [
        words["headline.low"].format(low=integer_words(row["low"])),
        words["headline.high"].format(high=integer_words(row["high"])),
        words["headline.expected"].format(expected=expected) if expected else "",
        told("not_in_expected"),
        *map(told, _TOLD_WHERE_SOME),
    ]


def _people(row: Mapping[Any, Any], words: Mapping[str, str]) -> str:
    """Tell one kind of people; nothing where no report gives a number."""
    if not row["known"]:
        return ""
    number = range_words(words, row["low"], _known(row["high"]))
    people = words[f"people.{row['people']}"].format(n=number)
    known = "all" if row["known"] == row["incidents"] else "some"
    gaps = {"known": integer_words(row["known"]), "n": integer_words(row["incidents"])}
    told = words[f"people.of_{known}"].format(people=people, **gaps)
    if not row["zone_known"]:
        return told
    inside = range_words(words, row["zone_low"], _known(row["zone_high"]))
    return f"{told} {words['people.zone'].format(n=inside)}"


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else value


def _basis(row: dict[str, Any], words: Mapping[str, str]) -> str:
    def some(kind: str) -> str:
        n = row[kind]
        key = f"meta.{kind}.one" if n == 1 and words[f"meta.{kind}.one"] else f"meta.{kind}"
        return words[key].format(n=integer_words(n))

    parts = {kind: some(kind) for kind in ("incidents", "reports", "origins")}
    return words["meta.basis"].format_map(parts)
