"""The index: names to places, whole names and names in running text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rapidfuzz import fuzz, process

from borderviz.errors import InputError
from borderviz.gazetteer.folding import fold_name
from borderviz.gazetteer.hits import Mention, NameHit, NameSuggestion
from borderviz.gazetteer.places import Place
from borderviz.gazetteer.words import (
    HYPHENS,
    compose,
    find_leads,
    find_words,
    is_hangul,
    is_run,
    is_word,
    next_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_MIN_RUN: Final = 2
_WORDS: Final = 8192
"""Words of texts of which is remembered how they fold, and what they begin: few are new."""
_folded: Final = lru_cache(maxsize=_WORDS)(fold_name)


class _First(NamedTuple):
    """A word with which a name may begin: folded, as `key`.

    Such names have so many words at `most`; where it is followed by a space they go on with one
    of some `letters`. It may be a name by itself, that of the hits `alone`.
    """

    key: str
    most: int
    letters: frozenset[str]
    alone: tuple[NameHit, ...]


@dataclass(frozen=True, eq=False, repr=False)
class NameIndex:
    """Names to places; made by `build_name_index`.

    Every answer comes in a fixed order, whatever the order of the tables' rows.
    """

    _places: Mapping[str, Place]
    _exact: Mapping[str, tuple[NameHit, ...]]
    _folded: Mapping[str, tuple[NameHit, ...]]
    _phrases: Mapping[str, tuple[NameHit, ...]]
    _runs: Mapping[str, tuple[NameHit, ...]]
    _openings: Mapping[str, int]
    _longer: Mapping[str, frozenset[str]]
    _small: tuple[str, ...]
    _choices: tuple[str, ...]
    _sorted: tuple[str, ...]

    def __repr__(self) -> str:
        """Return what the index holds, in short."""
        return f"<NameIndex of {len(self._places)} places, {len(self._exact)} names>"

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._places)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: not what is remembered of words, which is found anew."""
        return {name: held for name, held in vars(self).items() if name != "_first"}

    def place(self, place_id: str) -> Place:
        """Return a place by its id.

        Raises
        ------
        InputError
            If there is no such place.
        """
        try:
            return self._places[place_id]
        except KeyError:
            raise InputError(
                f"no place has the id {place_id!r}; take one from the place_id column of places.csv"
            ) from None

    def look_up(self, text: str) -> tuple[NameHit, ...]:
        """Return the places whose whole name is `text`.

        Parameters
        ----------
        text : str
            A name in any script and spelling; white space around it does not count.

        Returns
        -------
        tuple of NameHit
            One hit per place: exact matches first, then folded ones; among these,
            names without dates before former ones, then by place id. Empty when no
            place bears the name.
        """
        exact = self._exact.get(text.strip(), ())
        folded = tuple(hit.as_folded() for hit in self._folded.get(fold_name(text), ()))
        if not exact:
            return folded
        seen = {hit.place_id for hit in exact}
        return exact + tuple(hit for hit in folded if hit.place_id not in seen)

    def suggest(
        self, text: str, *, limit: int = 5, min_score: float = 60.0
    ) -> tuple[NameSuggestion, ...]:
        """Return places whose name is like `text`, for a person to choose from.

        Parameters
        ----------
        text : str
            The name as written.
        limit : int
            How many places at most.
        min_score : float
            The least similarity, 0 to 100.

        Returns
        -------
        tuple of NameSuggestion
            Most alike first, then by place id; one per place.
        """
        folded = fold_name(text)
        if not folded or limit < 1:
            return ()
        found = process.extract(
            folded, self._choices, scorer=fuzz.ratio, score_cutoff=min_score, limit=None
        )
        best: dict[str, NameSuggestion] = {}
        for choice, score, _ in sorted(found, key=lambda match: (-match[1], match[0])):
            for hit in self._folded[choice]:
                best.setdefault(hit.place_id, NameSuggestion(hit.place_id, hit.name, float(score)))
        ranked = sorted(best.values(), key=lambda s: (-s.score, s.place_id))
        return tuple(ranked[:limit])

    def find_mentions(self, text: str, *, any_case: bool = False) -> tuple[Mention, ...]:
        """Return the known names in running text, the longest at each spot.

        Between words of an alphabet a name begins and ends at a word boundary (also at
        a hyphen or an apostrophe). In Hangul, where endings follow without a boundary,
        it begins where a word begins or where another name has just ended, and may end
        anywhere; in Han characters, which show no boundaries, it may begin anywhere.
        Names of one character are not looked for there.

        Parameters
        ----------
        text : str
            A sentence, an article.
        any_case : bool
            Whether ``hyesan`` counts as well as ``Hyesan``. By default a name of an
            alphabet must begin with a capital, as its form in the table does.

        Returns
        -------
        tuple of Mention
            In reading order, never overlapping. What follows a mention ("County", an
            ending) is for the caller to read.
        """
        composed, origin = compose(text)
        leads = find_words(composed) if any_case else self._leads(composed)
        found = self._scan(composed, leads, any_case=any_case)
        if composed is not text:
            found = ((origin[a], origin[b], hits) for a, b, hits in found)
        return tuple([Mention(start, end, text[start:end], hits) for start, end, hits in found])

    @cached_property
    def _first(self) -> Callable[[str], _First | None]:
        """What tells of a word that is in no run which names begin with it, None where none do."""
        return lru_cache(maxsize=_WORDS)(self._begun)

    def _begun(self, word: str) -> _First | None:
        key = _folded(word)
        if key not in self._openings:
            return None
        letters = self._longer.get(key, frozenset())
        return _First(key, self._openings[key], letters, self._phrases.get(key, ()))

    def _leads(self, text: str) -> list[tuple[int, int]]:
        """Return the words of a text that a name may begin with, as its form in the table does."""
        small: list[tuple[int, int]] = []
        for word in self._small:
            start = text.find(word)
            while start >= 0:
                end = start + len(word)
                first = self._first(word)
                named = first is not None and (first.alone or _may_go_on(first, text, end))
                if named and is_word(text, start, end):
                    small.append((start, end))
                start = text.find(word, end)
        return sorted([*find_leads(text), *small]) if small else find_leads(text)

    def _scan(
        self, text: str, leads: list[tuple[int, int]], *, any_case: bool
    ) -> Iterator[tuple[int, int, tuple[NameHit, ...]]]:
        done, first_of = 0, self._first
        for start, end in leads:
            if start < done:
                continue  # within a name
            word = text[start:end]
            if not word.isascii() and is_run(word[0]):
                yield from self._scan_run(text, start, end)
                continue
            first = first_of(word)
            if first is None:
                continue  # no name begins with this word
            lower = not any_case and word[0].islower()
            stop, hits = end, _in_small(first.alone) if lower else first.alone
            if _may_go_on(first, text, end):
                stop, hits = self._longest_phrase(text, end, first, hits, lower=lower)
            if hits:
                yield start, stop, hits
                done = stop

    def _longest_phrase(
        self, text: str, end: int, first: _First, alone: tuple[NameHit, ...], *, lower: bool
    ) -> tuple[int, tuple[NameHit, ...]]:
        """Return where the longest name ends that begins with a word, and who bears it.

        The word ends at `end`; that it is a name by itself is told by the hits `alone`.
        """
        spaced = joined = first.key
        best = end, alone
        for _ in range(1, first.most):
            following = next_word(text, end)
            if following is None:
                break
            gap, word, end = following
            word = _folded(word)
            spaced, joined = f"{spaced} {word}", joined + gap + word
            if not (self._goes_on(joined) or (spaced != joined and self._goes_on(spaced))):
                break
            hits = self._phrases.get(joined) or self._phrases.get(spaced, ())
            if hits := _in_small(hits) if lower else hits:
                best = end, hits
        return best

    def _goes_on(self, key: str) -> bool:
        """Whether the key of a phrase begins so."""
        at = bisect_left(self._sorted, key)
        return at < len(self._sorted) and self._sorted[at].startswith(key)

    def _scan_run(
        self, text: str, start: int, end: int
    ) -> Iterator[tuple[int, int, tuple[NameHit, ...]]]:
        at, free = start, True
        while at < end:
            hangul = is_hangul(text[at])
            if free or not hangul:
                stop = self._longest_run(text, at)
                if stop:
                    yield at, stop, self._runs[text[at:stop]]
                    at, free = stop, True
                    continue
            at += 1
            free = hangul is not (at < end and is_hangul(text[at]))

    def _longest_run(self, text: str, at: int) -> int | None:
        longest = self._openings.get(text[at], 0)
        for length in range(min(longest, len(text) - at), _MIN_RUN - 1, -1):
            if text[at : at + length] in self._runs:
                return at + length
        return None


def _may_go_on(first: _First, text: str, end: int) -> bool:
    """Whether a name may go on after its first word, by the letter after a space.

    With a hyphen the word may be the beginning of one.
    """
    if text[end : end + 1] in HYPHENS:
        return True
    if not first.letters:
        return False
    letter = text[end + 1 : end + 2]
    told = text[end] == " " and letter.isascii() and letter.isalnum()
    return not told or letter.lower() in first.letters


def _in_small(hits: tuple[NameHit, ...]) -> tuple[NameHit, ...]:
    """Return the hits whose form begins with a small letter."""
    return tuple(hit for hit in hits if hit.name[0].islower())
