"""The order of the rows of a release: by what they read, then by what they are linked with.

Rows that read alike may still belong to different incidents, or one of them to none. Names of
incidents are given anew by the order of rows, so that order may not come from the names that
are withheld, nor from the order in which the rows were read. Rows that are linked with each
other are therefore put in order among themselves, by what their links look like from each of
them; then what was linked together is compared as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tie = tuple[int, tuple[str, int]]
"""The role of a row in a group of linked rows, and the group."""
_Form = tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]
_ALONE: Final = np.iinfo(np.int64).max
"""The rank of rows without links: they come last of those that read alike."""


@dataclass(frozen=True)
class Link:
    """A column that links rows.

    Attributes
    ----------
    kind : str
        Columns of one kind name the same groups, each row having another role in them.
    groups : ndarray of int
        The group that each row belongs to, -1 where it belongs to none.
    """

    kind: str
    groups: NDArray[np.int64]


@dataclass(frozen=True)
class _Node:
    """Rows that read alike and have the same links: it does not show which of them comes first."""

    text: int
    ties: tuple[Tie, ...]
    rows: tuple[int, ...]


def order_rows(texts: NDArray[np.int64], links: Sequence[Link]) -> NDArray[np.intp]:
    """Return the order of rows that hangs on what they read and how they are linked.

    Linked rows are told apart by colour refinement (Weisfeiler and Leman 1968); where that leaves
    several alike, one is taken as the first and the others follow from it. That choice shows
    nothing where the rows could change places, as in every tree and ring of links; only in nets
    of at least two kinds of links between rows that all read alike it might.

    Parameters
    ----------
    texts : ndarray of int
        The rank of what each row reads; equal for rows that read alike.
    links : sequence of Link

    Returns
    -------
    ndarray of int
        Positions of the rows.
    """
    ties = _ties(len(texts), links)
    alike = np.bincount(texts, minlength=1)[texts] > 1
    settled = [_settled(rows, texts, ties) for rows in _linked(ties) if alike[rows].any()]
    ranks = np.full(len(texts), _ALONE)
    places = np.zeros(len(texts), dtype=np.int64)
    for rank, nodes in enumerate(sorted(settled, key=_form)):
        for place, node in enumerate(nodes):
            ranks[list(node.rows)] = rank
            places[list(node.rows)] = place
    return np.lexsort([np.arange(len(texts)), places, ranks, texts])


def _ties(count: int, links: Sequence[Link]) -> list[tuple[Tie, ...]]:
    """Return what each row belongs to."""
    ties: list[list[Tie]] = [[] for _ in range(count)]
    for role, link in enumerate(links):
        for row in np.flatnonzero(link.groups >= 0).tolist():
            ties[row].append((role, (link.kind, int(link.groups[row]))))
    return [tuple(own) for own in ties]


def _linked(ties: list[tuple[Tie, ...]]) -> Iterator[list[int]]:
    """Yield the rows that are linked with each other, over others too."""
    members = defaultdict[tuple[str, int], list[int]](list)
    for row, own in enumerate(ties):
        for _, group in own:
            members[group].append(row)
    seen = [not own for own in ties]
    for first in range(len(ties)):
        if seen[first]:
            continue
        seen[first] = True
        found = [first]
        for row in found:  # grows as it is walked
            for other in (o for _, group in ties[row] for o in members.pop(group, ())):
                if not seen[other]:
                    seen[other] = True
                    found.append(other)
        yield found


def _settled(rows: list[int], texts: NDArray[np.int64], ties: list[tuple[Tie, ...]]) -> list[_Node]:
    """Put rows that are linked with each other in order among themselves."""
    twins = defaultdict[tuple[int, tuple[Tie, ...]], list[int]](list)
    for row in rows:
        twins[int(texts[row]), ties[row]].append(row)
    nodes = [_Node(text, own, tuple(same)) for (text, own), same in twins.items()]
    colours = _refined(_ranked([(node.text, len(node.rows)) for node in nodes]), nodes)
    while (tie := _first_tie(colours)) is not None:
        first = colours.index(tie)
        ahead = [(colour, at != first) for at, colour in enumerate(colours)]
        colours = _refined(_ranked(ahead), nodes)
    return [node for _, node in sorted(zip(colours, nodes, strict=True), key=lambda one: one[0])]


def _refined(colours: list[int], nodes: list[_Node]) -> list[int]:
    """Tell nodes apart by the colours of those they are linked with, as far as that goes."""
    while len(set(colours)) < len(nodes):
        groups = defaultdict[tuple[str, int], list[tuple[int, int]]](list)
        for colour, node in zip(colours, nodes, strict=True):
            for role, group in node.ties:
                groups[group].append((role, colour))
        looks = _ranked([(kind, sorted(groups[kind, code])) for kind, code in groups])
        look = dict(zip(groups, looks, strict=True))
        finer = _ranked(
            [
                (colour, [(role, look[group]) for role, group in node.ties])
                for colour, node in zip(colours, nodes, strict=True)
            ]
        )
        if len(set(finer)) == len(set(colours)):
            break
        colours = finer
    return colours


def _first_tie(colours: list[int]) -> int | None:
    """Return the first colour that several nodes have."""
    counts = Counter(colours)
    return min((colour for colour, count in counts.items() if count > 1), default=None)


def _ranked(values: list[Any]) -> list[int]:
    """Return the rank of each value among the different ones."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    for before, at in pairwise(order):
        ranks[at] = ranks[before] + (values[at] != values[before])
    return ranks


def _form(nodes: list[_Node]) -> _Form:
    """Return what linked rows look like: equal only where they read alike and are linked alike."""
    names: dict[tuple[str, int], int] = {}
    return tuple(
        (
            node.text,
            len(node.rows),
            tuple((role, names.setdefault(group, len(names))) for role, group in node.ties),
        )
        for node in nodes
    )
