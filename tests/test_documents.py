"""Tables and texts as Markdown and HTML: whatever they hold, they are read as texts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from page_hostile import HOSTILE_TEXTS

from borderviz.documents import label_rules, write_up
from borderviz.documents.markup import (
    cell_text,
    element,
    html_text,
    link_element,
    markdown_table,
    markdown_text,
    table_element,
)
from borderviz.errors import InputError
from borderviz.files import read_csv_text

TAGS = {"table", "thead", "tbody", "tr", "th", "td", "span"}
SUMMARY = pd.DataFrame(
    {
        "rule_id": ["r", "s"],
        "event_type": ["border_crossing or shooting", "arrest"],
        "incidents": [3, 1],
        "low": [1, 0],
        "expected": pd.array([1.25, None], "Float64"),
        "high": [2, 0],
        "other_bank": [0, 0],
        "aggregates": [0, 1],
    }
)
ZONES = pd.DataFrame({"rule_id": ["r", "s"], "label": ["2 km zone", "5 km zone"]})


class Reader(HTMLParser):
    """Reads HTML as a browser would: its tags, their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
def test_a_hostile_cell_is_text_in_html_and_one_line_in_markdown(hostile):
    table = pd.DataFrame({"t": pd.Series([hostile, "next"], dtype=object), "n": [1, 2]})
    read = Reader(html_text(table_element(table, {"t": hostile})))
    assert set(read.tags) <= TAGS
    assert {name for name, _ in read.attributes} == {"class", "scope"}
    lines = markdown_table(table, {"t": hostile}).splitlines()
    assert len(lines) == 4
    for line in lines:
        assert len(re.findall(r"(?<!\\)\|", line)) == 3  # two cells, whatever they hold
        assert not re.search(r"(?<!\\)[<`\[]", line)


def test_a_hostile_text_under_which_rows_stand_is_text():
    table = pd.DataFrame({"rule": HOSTILE_TEXTS[:8], "n": range(8)})
    read = Reader(html_text(table_element(table, under="rule")))
    assert set(read.tags) <= TAGS


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "'=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(cell):
    assert cell_text(cell) == f"'{cell}"
    assert cell_text(-5) == "-5"
    assert cell_text("-5") == "-5"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (pd.NA, "–"), (float("nan"), "–"), (True, "yes"), (0.0, "0.00"), (1.0, "1.00"),
        (0.0004, "<0.01"), (2.504, "2.50"), (7, "7"), (("a", "b"), "a; b"),
    ],
)  # fmt: skip
def test_values_as_readers_read_them(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("2020-08-25, 3.5 km (1–5)!", "2020-08-25, 3.5 km (1–5)!"),
        ("# no heading", r"\# no heading"),
        ("- no point", r"\- no point"),
        ("1. no list", r"1\. no list"),
        ("https://example.org/a_b", r"https\://example.org/a\_b"),
        ("www.example.org", r"www\.example.org"),
        ("a@example.org", r"a\@example.org"),
        ("two\nlines\r\nand\u2028more", "two lines and more"),
        ("\x1b[31mred", "\ufffd\\[31mred"),
        ("a\u202eb", "a\ufffdb"),
    ],
)
def test_markdown_escapes_what_marks_up_and_nothing_else(text, markdown):
    assert markdown_text(text) == markdown


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://example.org", "data:text/html,x", "https://a b", "//x", None,
     "https://example.org/\x00", 'https://example.org/"onload=', " https://example.org"],
)  # fmt: skip
def test_only_https_addresses_are_links(url):
    assert link_element(url, "a text") == "a text"
    link = link_element("https://example.org/a?b=1&c#d", "a text")
    assert html_text(link) == (
        '<a href="https://example.org/a?b=1&amp;c#d" rel="noopener noreferrer">a text</a>'
    )


def test_texts_stand_where_they_are_given():
    made = element("p", "a ", element("b", "<c>"), " d", " e", class_='"x"')
    assert html_text(made) == '<p class="&quot;x&quot;">a <b>&lt;c&gt;</b> d e</p>'


# --- summaries ---------------------------------------------------------------------------------


def test_a_summary_as_csv_is_its_figures(tmp_path):
    text = write_up(label_rules(SUMMARY, ZONES), "csv", title="T", marked=False)
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    read = read_csv_text(tmp_path / "s.csv").frame
    assert read.columns.tolist() == ["rule_id", "rule", *SUMMARY.columns[1:]]
    assert read["rule"].tolist() == ["2 km zone", "5 km zone"]
    assert read["expected"].tolist() == ["1.25", ""]


def test_a_summary_for_reading_tells_how_its_figures_count():
    labelled = label_rules(SUMMARY, ZONES)
    page = write_up(labelled, "html", title="<T>", marked=False)
    read = Reader(page)
    assert "script" not in read.tags
    assert "<title>&lt;T&gt;</title>" in page
    assert re.search(r"default-src 'none'; script-src ; style-src 'sha256-[^']+';", page)
    for text in ("Border crossing or Shooting", "2 km zone", "Low: Incidents that lay inside for"):
        assert text in read.text
        assert markdown_text(text) in write_up(labelled, "md", title="T", marked=False)
    assert "Other bank" not in read.text  # nowhere the case
    assert "Totals apart" in read.text
    assert "not for publication" not in page


@pytest.mark.parametrize("form", ["md", "html"])
def test_an_internal_summary_says_so(form):
    assert "Internal – not for publication" in write_up(SUMMARY, form, title="T", marked=True)


def test_a_form_that_is_not_known_is_named():
    with pytest.raises(InputError, match="a summary is written as csv, md, html, not 'doc'"):
        write_up(SUMMARY, "doc", title="T", marked=False)
