"""The order of released rows: neither the order nor the names of what was read change it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz.disclosure.order import Link, order_rows


def shown(rows):
    """Order rows of (text, incident, origin, row that counts it) and name links anew."""
    texts, incidents, origins, wholes = (np.array(column) for column in zip(*rows, strict=True))
    itself = np.arange(len(rows))
    counting = np.where(np.isin(itself, wholes), itself, -1)
    links = [Link("incident", incidents), Link("origin", origins)]
    order = order_rows(texts, [*links, Link("part", wholes), Link("part", counting)]).tolist()
    names = [{-1: -1}, {-1: -1}]
    told = []
    for row in order:
        text, *groups, whole = rows[row]
        fresh = [own.setdefault(g, len(own)) for own, g in zip(names, groups, strict=True)]
        told.append((text, *fresh, order.index(whole) if whole >= 0 else -1))
    return told


def reordered(rows, order, names):
    """Put rows into another order, with other names of incidents and origins."""
    place = {row: at for at, row in enumerate(order)} | {-1: -1}
    new = dict(enumerate(names)) | {-1: -1}
    moved = [rows[row] for row in order]
    return [(text, new[a], new[b], place[whole]) for text, a, b, whole in moved]


@st.composite
def linked_rows(draw):
    group = st.integers(-1, 3)
    count = draw(st.integers(1, 8))
    cells = [(draw(st.integers(0, 1)), draw(group), draw(group)) for _ in range(count)]
    return [(*cell, draw(st.integers(-1, at - 1))) for at, cell in enumerate(cells)]


@settings(max_examples=50)
@given(linked_rows(), st.data())
def test_neither_order_nor_names_of_what_was_read_show(rows, data):
    order = data.draw(st.permutations(range(len(rows))))
    names = data.draw(st.permutations(range(4)))
    assert shown(reordered(rows, order, names)) == shown(rows)


RING = [(0, at // 2, (at + 1) // 2 % 4, -1) for at in range(8)]
"""Each incident has two reports and each origin two, which close to a ring."""
PAIRS = [(0, at // 4 * 2 + at % 4 // 2, at // 4 * 2 + at % 2, -1) for at in range(8)]
"""The same incidents and origins, in two rings."""


@pytest.mark.parametrize("rows", [RING, PAIRS])
@pytest.mark.parametrize("order", [[7, 2, 5, 0, 3, 6, 1, 4], [4, 0, 6, 2, 5, 1, 7, 3]])
def test_rings_of_reports_that_all_read_alike_have_one_order(rows, order):
    assert shown(reordered(rows, order, [2, 0, 3, 1])) == shown(rows)


def test_what_is_linked_otherwise_is_told_apart():
    assert shown(RING) != shown(PAIRS)


def test_rows_that_read_alike_go_by_their_links_and_those_without_come_last():
    rows = [(1, -1, -1, -1), (1, 0, -1, -1), (0, -1, -1, -1), (0, 0, -1, -1), (2, -1, -1, 0)]
    texts = np.array([row[0] for row in rows])
    assert order_rows(texts, [Link("incident", np.array([-1, 0, -1, 0, -1]))]).tolist() == [
        3, 2, 1, 0, 4,
    ]  # fmt: skip
    assert shown(rows)[-1] == (2, -1, -1, 3)
