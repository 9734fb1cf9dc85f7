"""The review page: what it holds, and what a person can do on it in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner
from page_hostile import HOSTILE_TEXTS

import borderviz as bv
from borderviz.articles import Article
from borderviz.cli import main
from borderviz.errors import InputError
from borderviz.events import read_events
from borderviz.events.columns import as_texts
from borderviz.files import read_csv_text
from borderviz.review import render_review, review_payload
from tests.browser import asked_for, open_browser, visit

READY = "html.review-ready"
FIRST = "😀 Two people were arrested in Musan on May 3, a source in Hyesan said."
ARTICLES = [
    Article(
        "a",
        f"{FIRST}\nThree others were shot dead near Onsong on May 5.",
        "Two held",
        "https://example.org/a",
        "Border Wire",
        "2021-05-10",
    ),
    Article(
        "b", "A man drowned in the Tumen River on May 7.", "One drowned", published="2021-05-10"
    ),
]


def payload_of(articles, korea):
    return review_payload(as_texts(bv.extract_events(articles, korea).drafts), articles, korea)


@pytest.fixture(scope="module")
def browser():
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def page_file(korea, tmp_path_factory):
    path = tmp_path_factory.mktemp("review") / "review.html"
    path.write_text(render_review(payload_of(ARTICLES, korea)), encoding="utf-8")
    return path


def downloaded(page, button):
    with page.expect_download() as waiting:
        page.click(button)
    return waiting.value.path().read_text(encoding="utf-8")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_offsets_count_as_browsers_do(korea):
    payload = payload_of(ARTICLES, korea)
    article = payload["articles"][0]
    units = article["text"].encode("utf-16-le")
    start, end = article["quotes"][0]
    assert units[2 * start : 2 * end].decode("utf-16-le") == FIRST
    marked = [units[2 * m[0] : 2 * m[1]].decode("utf-16-le") for m in article["mentions"]]
    assert marked == ["Musan", "Hyesan", "Onsong"]


def test_the_same_drafts_give_the_same_bytes(korea):
    assert render_review(payload_of(ARTICLES, korea)) == render_review(payload_of(ARTICLES, korea))


def test_a_table_that_is_none_of_drafts_is_refused(korea, reports):
    with pytest.raises(InputError, match="article_id"):
        review_payload(read_csv_text(reports).frame, [], korea)


def test_the_page_shows_the_article_and_asks_for_nothing(browser, page_file):
    with visit(browser, page_file, ready=READY) as record:
        page = record.page
        assert page.inner_text("h2") == "Two held"
        assert page.inner_text("#text") == ARTICLES[0].text
        assert page.inner_text("#text .current") != ""
        assert page.locator("#text .place").all_inner_texts() == ["Musan", "Hyesan", "Onsong"]
        assert page.locator(".card").count() == 2
        assert "0 of 3 drafts decided" in page.inner_text("#progress")
        assert asked_for(record) == []
        assert record.complaints == []


def test_drafts_are_decided_by_key_and_downloaded(browser, page_file):
    with visit(browser, page_file, ready=READY, accept_downloads=True) as record:
        page = record.page
        page.keyboard.press("a")
        page.keyboard.press("r")
        assert page.inner_text("h2") == "One drowned"
        page.keyboard.press("c")
        page.fill(".chosen input[name=place]", "Tumen River in Onsong County")
        page.fill(".chosen input[name=notes]", "=1+1")
        assert "3 of 3 drafts decided, 2 kept" in page.inner_text("#progress")
        kept = rows(downloaded(page, "#download"))
        everything = rows(downloaded(page, "#download-all"))
        assert record.complaints == []
    assert [row["decision"] for row in kept] == ["accepted", "corrected"]
    assert kept[1]["place"] == "Tumen River in Onsong County"
    assert kept[1]["notes"] == "'=1+1"
    assert kept[1]["place_id"] == kept[1]["place_name"] == ""
    assert [row["decision"] for row in everything] == ["accepted", "rejected", "corrected"]


def test_a_decision_is_undone_and_a_change_is_a_correction(browser, page_file):
    with visit(browser, page_file, ready=READY) as record:
        page = record.page
        first = page.locator(".card").first
        first.locator("input[name=killed_best]").fill("4")
        first.get_by_role("button", name="Accept").click()
        assert first.get_attribute("data-decision") == "corrected"
        first.get_by_role("button", name="Undo").click()
        assert first.get_attribute("data-decision") == ""
        assert first.locator("input[name=killed_best]").input_value() == ""


def test_typing_in_a_field_decides_nothing(browser, page_file):
    with visit(browser, page_file, ready=READY) as record:
        page = record.page
        page.locator(".card").first.locator("input[name=notes]").press_sequentially("a rjk u")
        assert "0 of 3 drafts decided" in page.inner_text("#progress")


def test_what_was_reviewed_is_mapped_without_the_notice(browser, korea, page_file, tmp_path):
    with visit(browser, page_file, ready=READY, accept_downloads=True) as record:
        for _ in range(3):
            record.page.keyboard.press("a")
        (tmp_path / "reviewed.csv").write_text(downloaded(record.page, "#download"), "utf-8")
    reviewed = read_events(tmp_path / "reviewed.csv")
    assert reviewed["decision"].tolist() == ["accepted"] * 3
    done = CliRunner().invoke(
        main, ["map", str(tmp_path / "reviewed.csv"), "-o", str(tmp_path / "map.html")]
    )
    assert done.exit_code == 0, done.output
    assert "unreviewed drafts" not in (tmp_path / "map.html").read_text(encoding="utf-8")


# no file in UTF-8 can hold half a surrogate pair: such texts are refused when they are read
HOSTILE = [text for text in HOSTILE_TEXTS if not re.search("[\ud800-\udfff]", text)]


@pytest.fixture(scope="module")
def hostile_page(korea, tmp_path_factory):
    """A page with an article and a draft of each hostile text, in every field."""
    told = "Two people were arrested in Musan on May 3."
    articles = [Article(f"{n}{t}", f"{t}\n{told}", t, t, t) for n, t in enumerate(HOSTILE)]
    (row,) = as_texts(bv.extract_events([Article("a", told)], korea).drafts).to_dict("records")
    columns = ("quote", "review", "notes", "place", "event_id", "type_rule", "incident_id")
    drafts = pd.DataFrame(
        [row | dict.fromkeys(columns, t) | {"article_id": f"{n}{t}"} for n, t in enumerate(HOSTILE)]
    )
    path = tmp_path_factory.mktemp("hostile") / "review.html"
    path.write_text(render_review(review_payload(drafts, articles, korea)), encoding="utf-8")
    return path


def test_hostile_text_is_shown_as_text(browser, hostile_page):
    with visit(browser, hostile_page, ready=READY) as record:
        page = record.page
        for text in HOSTILE:
            shown = text.replace("\0", "\ufffd")
            assert page.locator("blockquote").evaluate("e => e.textContent") == shown
            assert page.locator("#text").evaluate("e => e.textContent").startswith(shown)
            assert page.locator("h2").evaluate("e => e.textContent") == shown
            page.keyboard.press("j")
        assert page.evaluate("window.pwned") is None
        assert page.locator("script").count() == 2
        assert page.locator("iframe, img, svg, b, a").count() == 0
        assert asked_for(record) == []
        assert record.complaints == []


def test_hostile_cells_come_back_from_the_download(browser, hostile_page):
    with visit(browser, hostile_page, ready=READY, accept_downloads=True) as record:
        text = downloaded(record.page, "#download-all")
    path = hostile_page.with_suffix(".csv")
    path.write_text(text, encoding="utf-8", newline="")
    read = read_csv_text(path).frame["notes"].tolist()
    assert read == [text.replace("\0", "\ufffd") for text in HOSTILE]


def test_every_control_is_named_and_large_enough(browser, page_file):
    with visit(browser, page_file, ready=READY) as record:
        page = record.page
        for control in page.locator("button, input, select").all():
            assert control.evaluate("e => (e.labels?.[0] ?? e).textContent.trim()") != ""
            assert control.bounding_box()["height"] >= 24
        assert page.locator("html").get_attribute("lang") == "en"


def test_a_narrow_screen_stacks_the_panes(browser, page_file):
    with visit(browser, page_file, ready=READY, width=400, height=800) as record:
        page = record.page
        text, cards = (
            page.locator("#article").bounding_box(),
            page.locator("#drafts").bounding_box(),
        )
        assert cards["y"] >= text["y"] + text["height"] - 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_review_takes_the_texts_that_extract_wrote(tmp_path):
    (tmp_path / "a.txt").write_text("Two people were arrested in Musan on May 3.", encoding="utf-8")
    draft, page = tmp_path / "draft.csv", tmp_path / "review.html"
    run = CliRunner().invoke
    assert run(main, ["extract", str(tmp_path / "a.txt"), "-o", str(draft)]).exit_code == 0
    done = run(main, ["review", str(draft), "-o", str(page)])
    assert done.exit_code == 0, done.output
    data = re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert json.loads(data)["articles"][0]["text"].startswith("Two people")
    (tmp_path / "draft.articles.jsonl").unlink()
    assert (
        "1 of them without their text" in run(main, ["review", str(draft), "-o", str(page)]).stdout
    )


def test_articles_go_straight_to_a_map_that_says_they_are_drafts(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("Two people were arrested in Musan on May 3.", "utf-8")
    (tmp_path / "in/b.txt").write_bytes(b"\0")
    page = tmp_path / "map.html"
    done = CliRunner().invoke(main, ["map", str(tmp_path / "in"), "-o", str(page)])
    assert done.exit_code == 3, done.output
    assert "1 events, 1 of them placed" in done.stdout
    assert "b.txt" in (tmp_path / "articles.rejected.csv").read_text(encoding="utf-8")
