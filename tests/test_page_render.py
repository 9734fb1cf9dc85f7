"""The page as text: complete, deterministic, and safe to parse."""

from __future__ import annotations

import base64
import copy
import hashlib
import html
import json
import math
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_hostile import HOSTILE_TEXTS, hostile_payload
from page_reader import TABLES, read_block, read_page, read_table
from page_sample import sample_payload

from borderviz.errors import PageError
from borderviz.page import embed_page, render_page
from borderviz.page.columns import pack_table
from borderviz.page.document import fill_template, leaflet_script, leaflet_style
from borderviz.page.payload import encode_payload
from borderviz.page.texts import clean_text, escape_for_script

SAMPLE_PAGE = render_page(sample_payload())


class _Outline(HTMLParser):
    """The elements of a document, in order, with the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open][-1] += data


def test_page_carries_the_whole_payload() -> None:
    assert read_page(SAMPLE_PAGE) == json.loads(json.dumps(sample_payload()))


def test_same_payload_gives_same_bytes_whatever_the_order_of_its_keys() -> None:
    payload = sample_payload()
    turned = {key: payload[key] for key in reversed(list(payload))}
    assert render_page(turned) == SAMPLE_PAGE


def test_policy_comes_first_and_names_the_hash_of_every_inlined_text() -> None:
    outline = _Outline(SAMPLE_PAGE)
    tags = [tag for tag, _ in outline.elements]
    assert tags[:4] == ["html", "head", "meta", "meta"]
    assert outline.elements[2][1] == {"charset": "utf-8"}
    policy = outline.elements[3][1]["content"]
    assert policy is not None
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    scripts = [
        text
        for (_, attributes), text in zip(
            [element for element in outline.elements if element[0] == "script"],
            outline.texts["script"],
            strict=True,
        )
        if attributes.get("type") != "application/json"
    ]
    assert directives == {
        "default-src": "'none'",
        "script-src": " ".join(_hash(text) for text in scripts),
        "style-src": _hash(outline.texts["style"][0]),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def test_no_element_refers_to_another_file_or_carries_style_or_handlers() -> None:
    for tag, attributes in _Outline(SAMPLE_PAGE).elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        references = {attributes.get("src"), attributes.get("href")} - {None}
        assert references <= {"data:,"}, tag


def test_leaflet_arrives_without_anything_that_would_be_requested() -> None:
    assert "url(" not in leaflet_style()
    assert ".leaflet-container" in leaflet_style()
    assert "sourceMappingURL" not in leaflet_script()
    assert 'version="1.9.3"' in leaflet_script().replace(" ", "").replace("'", '"')


def test_page_without_events_stays_small() -> None:
    payload = sample_payload()
    for table in TABLES:
        payload[table] = {"n": 0, "columns": {}}
    assert len(render_page(payload).encode("utf-8")) < 900_000


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_changes_neither_elements_nor_policy(text: str) -> None:
    page = render_page(hostile_payload(text))
    hostile, plain = _Outline(page), _Outline(SAMPLE_PAGE)
    assert hostile.elements == plain.elements
    assert html.unescape(hostile.texts["title"][0]) == html.unescape(clean_text(text))
    assert read_page(page)["page"]["title"] == clean_text(text)


@pytest.mark.parametrize("number", [math.inf, -math.inf])
def test_number_that_json_cannot_hold_is_refused_by_its_place(number: float) -> None:
    payload = sample_payload()
    payload["assessments"]["columns"]["p"][2] = number
    with pytest.raises(PageError, match=r"at p\[2\]"):
        render_page(payload)


def test_value_that_is_not_json_is_refused_by_its_place() -> None:
    payload = sample_payload()
    payload["page"]["notes"] = [b"bytes"]
    with pytest.raises(PageError, match=r"b'bytes' \(bytes\) at payload\.page\.notes\[0\]"):
        render_page(payload)


def test_unknown_and_missing_keys_are_named() -> None:
    payload = sample_payload()
    payload["__proto__"] = payload.pop("zones")
    with pytest.raises(PageError, match=r"missing \['zones'\], unknown \['__proto__'\]"):
        render_page(payload)


def test_other_format_is_refused() -> None:
    with pytest.raises(PageError, match="format 1"):
        render_page(sample_payload() | {"format": 1})


def test_short_column_is_named() -> None:
    payload = sample_payload()
    payload["events"]["columns"]["summary"].pop()
    with pytest.raises(PageError, match=r"'summary' .* 10 values for 11 rows"):
        render_page(payload)


@pytest.mark.parametrize("lang", ["", 'en" onload="x', None, "e n"])
def test_language_that_is_no_tag_is_refused(lang: object) -> None:
    payload = sample_payload()
    payload["page"]["lang"] = lang
    with pytest.raises(PageError, match="language"):
        render_page(payload)


def test_rendering_leaves_the_payload_as_it_was() -> None:
    payload = sample_payload()
    before = copy.deepcopy(payload)
    render_page(payload)
    assert payload == before


def test_template_is_filled_in_one_pass() -> None:
    filled = fill_template("<{{a}}|{{b}}>", {"a": "{{b}}", "b": r"\1 {{a}} $& {}"})
    assert filled == r"<{{b}}|\1 {{a}} $& {}>"


@pytest.mark.parametrize(
    "values", [{"a": "1"}, {"a": "1", "b": "2", "c": "3"}], ids=["missing", "unknown"]
)
def test_template_wants_one_value_for_each_slot(values: dict[str, str]) -> None:
    with pytest.raises(PageError, match="slots"):
        fill_template("{{a}} {{b}}", values)


@given(st.text(st.characters(codec=None)))
@settings(max_examples=200)
def test_any_text_survives_the_data_block(text: str) -> None:
    block = encode_payload({"text": text})
    assert not set(block) & set("<>&\u2028\u2029")
    assert read_block(block) == {"text": clean_text(text)}


@given(st.text())
def test_escaping_keeps_the_meaning_of_json(text: str) -> None:
    escaped = escape_for_script(json.dumps(text, ensure_ascii=False))
    assert json.loads(escaped) == text
    assert not set(escaped) & set("<>&\u2028\u2029")


def test_embedded_page_is_one_sandboxed_frame_that_holds_the_page() -> None:
    payload = sample_payload()
    payload["page"]["title"] = 'A "quoted" <title>'
    page = render_page(payload)
    outline = _Outline(embed_page(page, height=480))
    assert [tag for tag, _ in outline.elements] == ["iframe"]
    attributes = outline.elements[0][1]
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["height"] == "480"
    assert attributes["title"] == 'A "quoted" <title>'
    assert attributes["srcdoc"] == page


# --- columns ------------------------------------------------------------------------------------

_CELLS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=8), st.lists(st.integers(0, 3), max_size=2)
)
_NUMBERS = st.one_of(
    st.none(), st.integers(-(2**52), 2**52), st.floats(allow_nan=False, allow_infinity=False)
)
_ROUNDED = st.one_of(st.none(), st.decimals(-180, 180, places=5).map(float))


@given(
    st.one_of(
        *(st.lists(cells, min_size=1, max_size=60) for cells in (_CELLS, _NUMBERS, _ROUNDED)),
        st.lists(st.integers(0, 10**6).map(lambda n: f"row-{n}"), min_size=1, max_size=60),
        st.lists(st.text(min_size=1), min_size=1, max_size=60),
    )
)
@settings(max_examples=300)
def test_any_column_comes_back_as_it_was(values: list[Any]) -> None:
    packed = pack_table({"x": values}, len(values))
    cleaned = [clean_text(value) if isinstance(value, str) else value for value in values]
    assert read_table(packed.columns, packed.n, packed.data)["columns"]["x"] == cleaned


def _kinds(values: Any) -> str:
    return str(pack_table({"x": values}, len(values)).columns[0]["kind"])


def test_columns_take_the_form_that_suits_them() -> None:
    n = 5000
    assert _kinds([None] * n) == "same"
    assert _kinds([f"ev-{row:06d}" for row in range(n)]) == "numbered"
    assert _kinds([f"{row} ways" for row in range(n)]) == "text"
    assert _kinds(["a", "b"] * n) == "coded"
    assert _kinds([0.5 * row for row in range(n)]) == "whole"
    assert _kinds([math.pi * row for row in range(n)]) == "double"


@pytest.mark.parametrize(
    "values",
    [
        [f"e{row}" for row in range(5000)],
        [f"e{row:05d}" for row in range(5000)],
        ["e01", "e1", *(f"e{row}" for row in range(100, 5000))],
        [*(f"text {row}, as it was" for row in range(5000)), None],
        [7 if row % 3 else 1000 * (row % 700) for row in range(5000)],
        list(range(5000, 0, -1)),
        [row * row for row in range(5000)],
    ],
    ids=["numbered", "zeros", "zeros-differ", "texts", "few-numbers", "down", "growing"],
)
def test_long_columns_come_back_as_they_were(values: list[Any]) -> None:
    packed = pack_table({"x": values}, len(values))
    assert read_table(packed.columns, packed.n, packed.data)["columns"]["x"] == values


def test_rows_in_a_steady_order_take_no_room() -> None:
    assert pack_table({"id": [f"row-{n}" for n in range(2, 5002)]}, 5000).data == b""
