"""What a reader does on the page: filter, play, sort, switch language, save, link, print."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from browser import asked_for, axe_script, open_browser, visit
from page_sample import sample_payload
from pandas.testing import assert_frame_equal

from borderviz import build_map, build_zones, join_zones, locate_events, read_events, roll_up
from borderviz.events import normalise_events
from borderviz.page import render_page
from borderviz.summaries import summarize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Visit
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

RULES = ["kp-north-2020", "dmz"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reading") / "sample.html"
    path.write_text(render_page(sample_payload()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def opened(browser: Browser, sample_file: Path) -> Iterator[Visit]:
    """One open page for all tests that leave it as they found it."""
    with visit(browser, sample_file) as record:
        yield record


@pytest.fixture
def page(opened: Visit) -> Iterator[Page]:
    yield opened.page
    opened.page.keyboard.press("Escape")
    reset = opened.page.locator(".bv-reset")
    if reset.is_visible():
        reset.click()
    assert opened.complaints == []
    assert asked_for(opened) == []


def shown(page: Page) -> str:
    return page.locator(".bv-status").inner_text()


def wait_for_entries(page: Page, count: int) -> None:
    page.wait_for_function(
        "(n) => document.querySelectorAll('.bv-list > ol:first-of-type > li').length === n",
        arg=count,
    )


def option(page: Page, name: str) -> Any:
    if not page.locator(".bv-filters").evaluate("(e) => e.open"):
        page.locator(".bv-filters > summary").click()
    return page.locator(".bv-option", has_text=name)


# --- filters, search and time -------------------------------------------------------------------


def test_a_filter_changes_map_list_table_and_counts_alike(page: Page) -> None:
    table = page.get_by_role("button", name="Table", exact=True)
    table.click()
    before = page.evaluate(_CANVAS)
    option(page, "Shooting").locator("input").check()
    assert shown(page) == "Showing 2 of 9 incidents · 0 of 1 totals"
    assert page.locator(".bv-range strong").inner_text() == "Between 0 and 2 of 2 incidents"
    wait_for_entries(page, 2)
    page.wait_for_function("() => document.querySelectorAll('#bv-sheet tbody tr').length === 2")
    page.wait_for_function(f"(before) => ({_CANVAS})() !== before", arg=before)
    assert option(page, "Arrest").locator(".bv-count").inner_text() == "4"
    page.get_by_role("button", name="Show all again").click()
    assert shown(page) == "Showing all 9 incidents · 1 of 1 totals"
    wait_for_entries(page, 8)
    page.wait_for_function(f"(before) => ({_CANVAS})() === before", arg=before)
    table.click()


_CANVAS = """() => document.querySelector("canvas.bv-canvas").toDataURL()"""


@pytest.mark.parametrize(
    "name", ["rule in force", "May lie inside", "either bank", "Middle Ark", "River Post"]
)
def test_each_facet_shows_as_many_as_it_counts(page: Page, name: str) -> None:
    row = option(page, name).first
    count = int(row.locator(".bv-count").inner_text())
    row.locator("input").check()
    assert shown(page).startswith(f"Showing {count} of 9 incidents")


@pytest.mark.parametrize(
    ("query", "count"),
    [("하동", 3), ("ha-dong", 3), ("HADONG ice", 1), ("Ferry", 1), ("중아크", 1), ("zzz", 0)],
)
def test_search_finds_places_and_quotes_in_any_script(page: Page, query: str, count: int) -> None:
    page.get_by_role("searchbox").fill(query)
    assert shown(page).startswith(f"Showing {count} of 9 incidents")
    if not count:
        page.wait_for_function(
            "() => document.querySelector('.bv-list').textContent.includes('No incident matches')"
        )


def test_the_slider_shows_what_may_lie_in_its_time(page: Page) -> None:
    last = page.get_by_role("slider", name="To")
    last.focus()
    last.press("Home")
    assert shown(page).startswith("Showing 2 of 9 incidents")  # 1 January 2018, and one undated
    assert "January 2018" in page.locator(".bv-period").inner_text()
    assert last.get_attribute("aria-valuetext") == "January 2018"
    page.get_by_role("button", name="All dates").click()
    assert shown(page).startswith("Showing all 9 incidents")


def test_a_drag_over_the_histogram_chooses_a_period(page: Page) -> None:
    box = page.locator(".bv-histogram").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.99, box["y"] + 20)
    page.mouse.up()
    assert "2023" in page.locator(".bv-period").inner_text()
    assert re.match("Showing [1-8] of 9", shown(page))


def test_play_moves_the_period_and_pauses(page: Page) -> None:
    page.get_by_role("button", name="Play").click()
    first = page.locator(".bv-period").inner_text()
    page.wait_for_function(
        "(first) => document.querySelector('.bv-period').textContent !== first", arg=first
    )
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_role("button", name="Play").is_visible()


# --- the table ----------------------------------------------------------------------------------


def test_the_table_is_sorted_by_its_heads_and_opens_cards(page: Page) -> None:
    page.get_by_role("button", name="Table", exact=True).click()
    sheet = page.locator("#bv-sheet")
    numbers = sheet.locator("tbody td:first-child")
    assert numbers.all_inner_texts() == [*map(str, range(1, 10)), "Σ"]
    date = sheet.get_by_role("columnheader", name="Date")
    assert date.get_attribute("aria-sort") == "ascending"
    date.get_by_role("button").click()
    assert date.get_attribute("aria-sort") == "descending"
    assert numbers.all_inner_texts() == ["Σ", *map(str, range(9, 0, -1))]
    sheet.get_by_role("columnheader", name="People").get_by_role("button").click()
    assert sheet.locator("tbody tr").first.inner_text().split("\t")[4].startswith("1")
    sheet.locator("tbody button").nth(1).press("Enter")
    assert page.locator(".bv-card").is_visible()
    assert sheet.locator("tr[aria-current]").count() == 1
    page.get_by_role("button", name="Table", exact=True).click()
    assert not sheet.is_visible()


# --- languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words", "rule"),
    [
        ("ko", "사건 9건 중 2번", "2 km 폐쇄 구역"),
        ("zh", "共 9 起，第 2 起", "两公里封闭带"),
    ],
)
def test_the_language_is_switched_in_place(page: Page, code: str, words: str, rule: str) -> None:
    page.locator(".bv-entry").nth(1).click()
    page.locator(f"[data-lang={code}]").click()
    assert page.evaluate("() => document.documentElement.lang") == code
    assert page.evaluate("() => document.activeElement.dataset.lang") == code
    assert page.locator(".bv-card").is_visible()
    text = page.locator("#bv-app").inner_text()
    assert re.search(words, text)
    assert "Incident 2 of 9" not in text
    assert rule in page.locator(".bv-range").inner_text()
    assert page.locator(".bv-card .bv-rules").get_by_text(rule).first.is_visible()
    assert "Closed strip" not in page.locator(".bv-key").inner_text()
    # What a source says stays as it said it, marked by its script; our own reasons are English.
    assert page.locator(".bv-card .bv-say bdi").first.get_attribute("lang") == "und-Latn"
    assert page.locator(".bv-facts bdi[lang=en]").first.inner_text().endswith("unique here")
    page.locator("[data-lang=en]").click()
    assert "Incident 2 of 9" in page.locator("#bv-app").inner_text()


@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, lang: str) -> None:
    payload = sample_payload()
    payload["page"]["lang"] = lang
    path = tmp_path / "axe.html"
    path.write_text(render_page(payload), encoding="utf-8")
    with visit(browser, path, color_scheme="light") as record:
        page = record.page
        page.evaluate(
            "() => { for (const d of document.querySelectorAll('details')) d.open = true; }"
        )
        page.locator(".bv-tools button").first.click()
        page.locator(".bv-entry").nth(2).click()
        page.evaluate(axe_script())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("async () => (await axe.run()).violations")
            told = [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:4]) for v in found]
            assert told == [], scheme


# --- by keyboard --------------------------------------------------------------------------------


def test_every_control_is_reached_by_tab_and_shows_its_focus(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.evaluate(
            "() => { for (const d of document.querySelectorAll('details')) d.open = true; }"
        )
        page.locator(".bv-tools button").first.click()
        page.locator(".bv-entry").first.click()
        wanted = page.evaluate(
            """() => {
              const all = document.querySelectorAll("a[href], button, input, textarea, summary");
              const able = [...all].filter((e) => !e.disabled && e.checkVisibility());
              able.forEach((e, at) => { e.dataset.stop = at; });
              document.activeElement.blur();
              return able.length;
            }"""
        )
        reached, unmarked = set(), []
        for _ in range(wanted + 30):
            page.keyboard.press("Tab")
            stop, mark = page.evaluate(
                """() => {
                  const e = document.activeElement;
                  const { outlineStyle, outlineWidth } = getComputedStyle(e);
                  const marked = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
                  return [e.dataset.stop ?? null, marked];
                }"""
            )
            if stop is not None:
                reached.add(int(stop))
                if not mark:
                    unmarked.append(stop)
        assert reached == set(range(wanted))
        assert unmarked == []


# --- links --------------------------------------------------------------------------------------


def test_a_link_opens_its_event_and_its_view(browser: Browser, sample_file: Path) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.goto(sample_file.as_uri() + "#event=e10")
        page.wait_for_selector(".bv-card:not([hidden])")
        assert "Four people were held at a market" in page.locator(".bv-card").inner_text()
        page.wait_for_function("() => /^#event=e10&view=/.test(location.hash)")
        address = page.evaluate("() => location.href")
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_selector(".bv-card:not([hidden])")
        page.wait_for_function("() => /^#event=e10&view=/.test(location.hash)")
        again = page.evaluate("() => location.href")
        ends = [[float(n) for n in link.split("view=")[1].split(",")] for link in (address, again)]
        assert ends[1] == pytest.approx(ends[0], abs=0.0005)  # less than a pixel at its zoom
        page.goto(sample_file.as_uri() + "#event=no-such-event&view=49.5,22.5,8")
        page.wait_for_selector("html.bv-ready")
        assert record.complaints == []


def test_citations_name_report_map_and_link(page: Page) -> None:
    page.locator(".bv-entry").nth(1).click()
    page.locator(".bv-card .bv-cite summary").click()
    text = page.locator(".bv-card textarea").input_value()
    assert "“Report number 6”. 1 December 2023. https://example.org/report/5" in text
    assert text.endswith("sample.html#event=e05")
    page.locator(".bv-foot .bv-cite summary").click()
    assert "sha256:0000000000000000" in page.locator(".bv-foot textarea").input_value()


# --- the numbers and the file: against the tables that they were made of ------------------------

ROWS = [
    {"event_id": "=1+1", "event_type": "arrest", "place": "Hyesan", "date": "2021-01-28",
     "arrested_low": 2, "arrested_best": 2, "arrested_high": 3, "summary": 'He said "no", \n then',
     "country": "KP", "notes": "+A1", "own column": "@x", "__proto__": "yes"},
    {"event_id": "b", "event_type": "shooting", "place": "the Yalu River in Ryanggang",
     "date": "XXXX-05-28", "incident_id": "i", "killed_low": 0},
    {"event_id": "c", "event_type": "death", "place": "Hyesan", "date": "2018", "incident_id": "i"},
    {"event_id": "d", "event_type": "other", "place": "Sambong", "part_of": "f"},
    {"event_id": "e", "event_type": "other", "place": "no such place", "date": "2020-08~"},
    {"event_id": "f", "event_type": "other", "place": "Dandong", "is_aggregate": "true"},
    {"event_id": "g", "event_type": "other", "latitude": 48.85, "longitude": 2.35},
    {"event_id": "h", "event_type": "other", "latitude": 41.40123, "longitude": 128.1,
     "country": "KP", "coordinate_uncertainty_m": 1234.5, "date": "2022-03-04/2022-05"},
    {"event_id": "i", "event_type": "arrest", "latitude": 41.39, "longitude": 128.17,
     "country": "CN"},
    {"event_id": "j", "event_type": "arrest", "latitude": 41.4, "longitude": 128.18,
     "coordinate_uncertainty_m": 5000000},
    {"event_id": "k", "event_type": "arrest", "latitude": 41.45, "longitude": 128.2},
]  # fmt: skip


@pytest.fixture(scope="module")
def tables(korea: Any) -> dict[str, Any]:
    events = normalise_events(pd.DataFrame(ROWS, dtype=object).fillna(""))
    located = locate_events(events, korea)
    zones = build_zones(korea, RULES)
    verdicts = roll_up(join_zones(located, zones))
    made = build_map(located, verdicts, zones, korea, policy="internal", events=events)
    return {"events": events, "located": located, "verdicts": verdicts, "html": made.to_html()}


@pytest.fixture(scope="module")
def real_file(tmp_path_factory: pytest.TempPathFactory, tables: dict[str, Any]) -> Path:
    path = tmp_path_factory.mktemp("real") / "real.html"
    path.write_text(tables["html"], encoding="utf-8")
    return path


def test_the_downloaded_file_gives_back_the_rows_that_were_read(
    browser: Browser, real_file: Path, tables: dict[str, Any], tmp_path: Path
) -> None:
    with visit(browser, real_file, accept_downloads=True) as record:
        page = record.page
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the shown events").click()
        download.value.save_as(tmp_path / "all.csv")
        page.get_by_role("searchbox").fill("Sambong")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the shown events").click()
        download.value.save_as(tmp_path / "some.csv")
        assert record.complaints == []
    assert_frame_equal(read_events(tmp_path / "all.csv"), tables["events"])
    # with the total that the row says it is part of
    assert read_events(tmp_path / "some.csv")["event_id"].tolist() == ["d", "f"]


def test_the_counts_on_the_page_are_those_of_the_summary(
    browser: Browser, real_file: Path, tables: dict[str, Any]
) -> None:
    counts = summarize(tables["located"], tables["verdicts"]).set_index("rule_id")
    row = {name: counts[name][RULES[0]] for name in counts.columns}
    with visit(browser, real_file) as record:
        page = record.page
        words = page.locator(".bv-range strong").inner_text()
        page.get_by_text("What the range means").click()
        told = page.locator(".bv-headline details li").all_inner_texts()
    assert words == f"Between {row['low']} and {row['high']} of {row['incidents']} incidents"
    assert told[0].startswith(f"{row['low']}:")
    assert told[1].startswith(f"{row['high']}:")
    assert f"The expected number is {row['expected']:.1f}" in told[2]
    wanted = {
        f"{row['not_in_expected']} are not in that number": row["not_in_expected"],
        f"{row['unknown_year']} of them have no stated year": row["unknown_year"],
        f"{row['not_in_force']} happened while the rule": row["not_in_force"],
        f"{row['other_bank']} happened on the other bank": row["other_bank"],
        f"{row['aggregates']} reported totals": row["aggregates"],
    }
    for start, count in wanted.items():
        assert any(text.startswith(start) for text in told) == bool(count), start


# --- frames and paper ---------------------------------------------------------------------------


def test_a_frame_shows_the_file_and_the_links_as_text(
    browser: Browser, tables: dict[str, Any], tmp_path: Path
) -> None:
    from borderviz.page import embed_page  # noqa: PLC0415 - beside its only use

    path = tmp_path / "frame.html"
    path.write_text(
        "<!DOCTYPE html><meta charset='utf-8'>" + embed_page(tables["html"], height=800)
    )
    with visit(browser, path, ready="iframe") as record:
        frame = record.page.frame_locator("iframe")
        frame.locator("[data-lang=ko]").click()
        frame.locator("[data-lang=en]").click()
        frame.get_by_role("searchbox").fill("Hyesan")
        assert frame.locator(".bv-status").inner_text().startswith("Showing 2 of")
        frame.get_by_role("button", name="Download the shown events").click()
        text = frame.locator(".bv-tools textarea").input_value()
        assert text.splitlines()[1].startswith("'=1+1,arrest,2021-01-28")
        frame.locator(".bv-entry").first.click()
        frame.locator(".bv-card .bv-cite summary").click()
        assert "#event=" in frame.locator(".bv-card textarea").input_value()
        assert asked_for(record) == []
        assert record.complaints == []


def test_a_page_prints_its_map_table_and_sources_on_one_sheet(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.emulate_media(media="print")
        page.wait_for_selector("html.bv-printing")
        page.set_viewport_size({"width": 696, "height": 1040})  # A4 less its margins
        assert page.locator(".bv-table tbody tr").count() == 9
        boxes = [page.locator(name).bounding_box() for name in (".bv-frame", ".bv-key", ".bv-foot")]
        assert all(box and box["y"] + box["height"] < 1040 for box in boxes)
        assert page.evaluate(_LAND) > 10_000
        pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
        assert pages == 2  # the rules and the guide have a sheet of their own


# Pixels of land on the canvas that is printed.
_LAND = """() => {
  const canvas = document.querySelector("canvas.bv-canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let land = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] === 250 && data[i + 1] === 249 && data[i + 2] === 245) land += 1;
  }
  return land;
}"""


# --- tiles and trusted script -------------------------------------------------------------------


def test_tiles_are_asked_of_their_one_host_and_credited(browser: Browser, tmp_path: Path) -> None:
    payload = sample_payload()
    payload["page"]["tiles"] = [
        {"name": "T", "url": "https://{s}.tiles.example/{z}/{x}/{y}.png", "max_zoom": 12,
         "attribution": "© Somebody", "subdomains": ["a", "b"]}
    ]  # fmt: skip
    path = tmp_path / "tiles.html"
    path.write_text(render_page(payload), encoding="utf-8")
    with visit(browser, path) as record:
        record.page.wait_for_function(
            "() => document.querySelectorAll('img.leaflet-tile').length > 0"
        )
        assert record.page.locator(".bv-credit").inner_text() == "© Somebody"
        hosts = {url.split("/")[2] for url in asked_for(record)}
        assert hosts
        assert hosts <= {"a.tiles.example", "b.tiles.example"}
        assert not [text for text in record.complaints if "Security Policy" in text]


def test_trusted_script_runs_and_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    import folium  # noqa: PLC0415 - only this test brings foreign elements

    from borderviz import BorderMap  # noqa: PLC0415

    made = BorderMap(sample_payload())
    folium.Marker((49.9, 22.5), icon=folium.DivIcon(html="<b id='mine'>here</b>")).add_to(made)
    html = made.to_html(trusted=True)
    assert made.to_html(trusted=True) == html
    path = tmp_path / "trusted.html"
    path.write_text(html, encoding="utf-8")
    with visit(browser, path) as record:
        assert record.page.locator("#mine").inner_text() == "here"
        assert "Marker" in record.page.locator(".bv-policy").last.inner_text()
        record.page.locator("[data-lang=ko]").click()
        assert record.page.locator("#mine").count() == 1
    assert json.dumps("unsafe-eval") not in html
