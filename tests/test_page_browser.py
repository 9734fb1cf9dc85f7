"""The page in a real browser: offline, safe, and usable by mouse and by keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from browser import asked_for, open_browser, visit
from page_hostile import HOSTILE_TEXTS, hostile_payload
from page_sample import analyst_layers, sample_payload

from borderviz.page import embed_page, render_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

INCIDENTS = 9
WEST_OF_PX = 600


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("page") / "sample.html", sample_payload())


def _write(path: Path, payload: dict[str, Any]) -> Path:
    path.write_text(render_page(payload), encoding="utf-8")
    return path


# Moves over the map in one go, and keeps where the pointer says that it is over a mark.
_SCAN = """() => {
  const map = document.getElementById("bv-map");
  const box = map.getBoundingClientRect();
  const found = [];
  for (let y = box.top + 20; y < box.bottom - 10; y += 8) {
    for (let x = box.left + 60; x < box.right - 10; x += 8) {
      const at = { clientX: x, clientY: y, bubbles: true };
      map.dispatchEvent(new MouseEvent("mousemove", at));
      if (map.classList.contains("bv-over")) found.push([x, y]);
    }
  }
  return found;
}"""


_CLICK_EACH = """(points) => points.map(([clientX, clientY]) => {
  const map = document.getElementById("bv-map");
  map.dispatchEvent(new MouseEvent("click", { clientX, clientY, bubbles: true }));
  return document.querySelector(".bv-card-head p").textContent;
})"""


def _points_over_marks(page: Page) -> list[tuple[float, float]]:
    return [(x, y) for x, y in page.evaluate(_SCAN)]


def test_page_is_whole_without_network_and_without_complaint(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        record.page.locator(".bv-entry").first.click()
        record.page.wait_for_selector(".bv-card:not([hidden])")
        assert asked_for(record) == []
        assert record.complaints == []
        assert record.page.title() == sample_payload()["page"]["title"]


def test_canvas_shows_land_water_and_the_colours_of_the_types(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        colours = record.page.evaluate(
            """() => {
              const seen = new Set();
              for (const name of ["bv-base", "bv-canvas"]) {
                const canvas = document.querySelector(`canvas.${name}`);
                const { width, height } = canvas;
                const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
                for (let i = 0; i < data.length; i += 4) {
                  if (data[i + 3] < 255) continue;
                  seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
                }
              }
              return [...seen].map((colour) => "#" + colour.toString(16).padStart(6, "0"));
            }"""
        )
    assert {"#faf9f5", "#dbe4ea", "#d55e00"} <= set(colours)


def test_injected_script_does_not_run(browser: Browser, sample_file: Path) -> None:
    with visit(browser, sample_file) as record:
        record.page.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.pwned = 1";
              document.body.append(script);
              const image = document.createElement("img");
              image.setAttribute("onerror", "window.pwned = 1");
              image.src = "https://example.org/x.png";
              document.body.append(image);
            }"""
        )
        record.page.wait_for_function("() => document.images.length === 1")
        assert record.page.evaluate("() => window.pwned") is None
        blocked = " ".join(record.complaints)
        for directive in ("script-src", "img-src"):
            assert re.search(f"Content Security Policy directive:? ['\"]{directive}", blocked)


def test_head_gives_the_range_first_and_marks_an_internal_page(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        assert page.locator(".bv-range strong").inner_text() == "Between 0 and 6 of 9 incidents"
        assert "while it was in force" in page.locator(".bv-range").inner_text()
        assert page.locator(".bv-policy").inner_text() == "Internal – not for publication"
        expected = page.get_by_text("The expected number is 1.1")
        assert not expected.is_visible()
        page.get_by_text("What the range means").click()
        assert expected.is_visible()


def test_other_rule_changes_range_and_findings(browser: Browser, sample_file: Path) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.get_by_text("Count for another rule").click()
        page.get_by_role("button", name="Border area of 10 km: show this rule").click()
        assert page.locator(".bv-range strong").inner_text() == "8 of 9 incidents"
        assert "Inside; rule in force" in page.locator(".bv-entry").first.inner_text()


def test_public_page_is_not_marked(browser: Browser, tmp_path: Path) -> None:
    payload = sample_payload()
    payload["page"]["policy"] = "public"
    with visit(browser, _write(tmp_path / "public.html", payload)) as record:
        assert record.page.locator(".bv-policy").count() == 0


def test_list_is_by_date_and_tells_unplaced_and_totals_apart(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        lists = record.page.locator(".bv-list ol")
        whens = lists.nth(0).locator(".bv-when").all_inner_texts()
        assert whens == [
            "1 January 2018",
            "about 26 August 2020",
            "January 2021",
            "2 May – 10 June 2021",
            "2022",
            "4 March 2023 (doubtful)",
            "20–29 November 2023",
            "28 May, year not stated, not after 1 July 2023",
        ]
        unplaced, totals = lists.nth(1).inner_text(), lists.nth(2).inner_text()
        assert "three villages of this name" in unplaced
        assert "Springfield, West Ark; Springfield, East Ark" in unplaced
        assert "120–150 arrested" in totals
        assert record.page.locator(".bv-list").get_by_text("never added to them").is_visible()


def test_card_opens_from_a_mark_by_mouse_and_closes(browser: Browser, sample_file: Path) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.mouse.click(*_points_over_marks(page)[0])
        card = page.locator(".bv-card")
        assert card.is_visible()
        assert page.locator(".bv-entry[aria-current]").count() == 1
        assert page.locator("#bv-live").inner_text().startswith("Selected: incident")
        page.get_by_role("button", name="Close").click()
        assert not card.is_visible()
        assert page.locator(".bv-entry[aria-current]").count() == 0


def test_card_is_reached_left_and_stepped_through_by_keyboard(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.locator(".bv-entry").first.focus()
        page.keyboard.press("Enter")
        kicker = page.locator(".bv-card-head p").first
        assert kicker.inner_text() == f"Incident 1 of {INCIDENTS}"
        assert page.evaluate("() => document.activeElement.className") == "bv-card"
        seen = [kicker.inner_text()]
        page.get_by_role("button", name="Next incident").focus()
        for _ in range(INCIDENTS - 1):
            page.keyboard.press("Enter")
            seen.append(kicker.inner_text())
        assert seen == [f"Incident {n} of {INCIDENTS}" for n in range(1, INCIDENTS + 1)]
        page.keyboard.press("Escape")
        assert not page.locator(".bv-card").is_visible()
        assert page.evaluate("() => document.activeElement.className") == "bv-entry"


def test_card_sets_reports_of_one_incident_side_by_side(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.locator(".bv-entry").nth(2).click()
        card = page.locator(".bv-card")
        assert card.locator("article").count() == 2
        assert "1–2 killed" in card.locator(".bv-facts").first.inner_text()
        assert "2 reports, 2 independent origins" in card.inner_text()
        assert card.locator("blockquote").inner_text() == "They were on the ice when we heard it."
        link = card.locator("article").first.get_by_role("link")
        assert link.get_attribute("href") == "https://example.org/report/1"
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("target") == "_blank"


def test_card_says_the_finding_in_words_before_its_numbers(
    browser: Browser, sample_file: Path
) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.locator(".bv-entry").first.click()
        rules = page.locator(".bv-card .bv-rules li").first
        assert rules.locator("b").inner_text() == "May lie inside; rule not in force then"
        numbers = rules.get_by_text("31 % of the area")
        assert not numbers.is_visible()
        rules.get_by_text("How likely, how far").click()
        assert numbers.is_visible()
        assert rules.get_by_text("12 % to 66 %").is_visible()
        assert rules.get_by_text("0 m – 7.8 km").is_visible()


def test_analyst_feature_shows_its_text(browser: Browser, tmp_path: Path) -> None:
    payload = sample_payload()
    payload["analyst_layers"] = analyst_layers()
    feature = payload["analyst_layers"][1]["features"][0]
    feature |= {"text": "<b>Tower</b>", "radius_m": 400_000}
    with visit(browser, _write(tmp_path / "layers.html", payload)) as record:
        page = record.page
        assert "Watch towers" in page.locator(".bv-key").inner_text()
        box = page.locator("#bv-map").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] - 20)
        assert page.locator(".bv-card-body").inner_text() == "<b>Tower</b>"
        assert record.complaints == []


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_stays_text(browser: Browser, tmp_path: Path, text: str) -> None:
    path = _write(tmp_path / "hostile.html", hostile_payload(text))
    with visit(browser, path) as record:
        page = record.page
        tags = set(
            page.evaluate("() => [...document.querySelectorAll('*')].map((e) => e.localName)")
        )
        for entry in page.locator(".bv-entry").all()[:3]:
            entry.click()
            tags |= set(
                page.evaluate(
                    "() => [...document.querySelectorAll('.bv-card *')].map((e) => e.localName)"
                )
            )
        assert page.locator(".bv-card").is_visible()
        page.locator(".bv-filters > summary").click()
        page.locator(".bv-tools button").first.click()
        page.get_by_role("searchbox").fill(text[:40].replace("\0", " "))
        page.locator("[data-lang=zh]").click()
        page.evaluate(
            "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
        )
        tags |= set(
            page.evaluate("() => [...document.querySelectorAll('*')].map((e) => e.localName)")
        )
        assert not tags & {"iframe", "img", "svg", "object", "embed", "form", "base"}
        assert page.locator("script").count() == 3
        assert page.evaluate("() => window.pwned") is None
        hrefs = page.evaluate("() => [...document.links].map((link) => link.getAttribute('href'))")
        assert [href for href in hrefs if not href.startswith(("#", "https:"))] == []
        shown = page.locator("h1").inner_text()
        head = re.sub(r"\s+", " ", text.replace("\0", "\ufffd")[:40].split("\u2028")[0]).strip()
        assert re.sub("[\ud800-\udfff]", "\ufffd", head) in re.sub(r"\s+", " ", shown)
        assert asked_for(record) == []
        assert record.complaints == []


def test_very_long_texts_are_cut_and_say_so(browser: Browser, tmp_path: Path) -> None:
    payload = sample_payload()
    long = "long " * 200_000
    columns = payload["events"]["columns"]
    payload["page"]["title"] = payload["rules"][0]["label"] = columns["place"][0] = long
    columns["summary"][0] = long
    with visit(browser, _write(tmp_path / "long.html", payload)) as record:
        page = record.page
        page.locator(".bv-entry").first.click()
        assert "(+980000)" in page.locator(".bv-say").inner_text()
        assert page.locator("#bv-map").is_visible()
        assert record.complaints == []


# What is seen: each canvas to its last pixel, and of the rest each text and box with its colours.
# A picture of the screen is no such proof: the browser itself paints the edges of round corners a
# shade lighter or darker from one visit to the next.
_SEEN = """() => [
  ...[...document.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()),
  ...[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility()).map((e) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    const { color, backgroundColor, borderColor, font, opacity } = getComputedStyle(e);
    const own = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("");
    const look = [color, backgroundColor, borderColor, font, opacity];
    return [e.localName, own, x, y, width, height, ...look].join();
  }),
]"""


# After a frame, and all that waited for an idle moment.
_LATER = """() => new Promise((done) => {
  requestAnimationFrame(() => requestIdleCallback(() => done()));
})"""


def test_two_renders_of_one_payload_are_equal_and_look_equal(
    browser: Browser, tmp_path: Path
) -> None:
    pictures = []
    texts = []
    for name in ("one", "two"):
        path = _write(tmp_path / f"{name}.html", sample_payload())
        texts.append(path.read_bytes())
        with visit(browser, path) as record:
            pictures.append(record.page.evaluate(_SEEN))
            record.page.evaluate(_LATER)
            pictures.append(record.page.evaluate(_SEEN))
    assert texts[0] == texts[1]
    # A page that says it is ready is drawn to its end.
    assert pictures == [pictures[0]] * 4


def test_page_works_inside_a_sandboxed_frame(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "frame.html"
    embedded = embed_page(render_page(sample_payload()))
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{embedded}", encoding="utf-8")
    with visit(browser, path, ready="iframe") as record:
        frame = record.page.frame_locator("iframe")
        frame.locator(".bv-entry").first.click()
        assert frame.locator(".bv-card").is_visible()
        source = frame.locator(".bv-card .bv-source")
        assert source.locator("a").count() == 0
        assert "https://example.org/report/0" in source.inner_text()
        assert asked_for(record) == []
        assert record.complaints == []


def test_map_in_a_frame_without_size_waits_for_it(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "late.html"
    embedded = embed_page(render_page(sample_payload()))
    head = "<!DOCTYPE html><meta charset='utf-8'><style>iframe { width: 0; height: 0 }</style>"
    path.write_text(head + embedded, encoding="utf-8")
    with visit(browser, path, ready="iframe") as record:
        page = record.page
        frame = page.frame_locator("iframe")
        frame.locator("#bv-map").wait_for(state="attached")
        page.add_style_tag(content="iframe { width: 1000px !important; height: 600px !important }")
        scale = re.compile(r"^(30|50|100) km$")
        frame.locator(".leaflet-control-scale-line", has_text=scale).wait_for()
        frame.locator(".bv-entry").first.click()
        assert frame.locator(".bv-card").is_visible()
        assert record.complaints == []


def test_narrow_page_shows_the_map_first_and_fits(browser: Browser, sample_file: Path) -> None:
    with visit(browser, sample_file, width=390, height=844) as record:
        page = record.page
        tops = {
            name: (page.locator(name).bounding_box() or {"y": -1})["y"]
            for name in ("#bv-map", "h1", ".bv-list")
        }
        assert tops["#bv-map"] == 0 < tops["h1"] < tops[".bv-list"]
        assert page.evaluate("() => document.documentElement.scrollWidth") == 390
        page.locator(".bv-entry").nth(3).click()
        card = page.locator(".bv-card").bounding_box()
        assert card
        assert card["x"] == 0
        assert card["width"] == 390
        assert card["y"] + card["height"] == pytest.approx(844, abs=1)
        assert page.evaluate("() => window.scrollY") == 0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (320, 640)])
def test_targets_are_large_enough(
    browser: Browser, sample_file: Path, width: int, height: int
) -> None:
    with visit(browser, sample_file, width=width, height=height) as record:
        page = record.page
        page.locator(".bv-entry").first.click()
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, .leaflet-bar a")]
              .filter((e) => e.offsetParent)
              .map((e) => [e.textContent, e.getBoundingClientRect()])
              .filter(([, box]) => box.width < 24 || box.height < 24)
              .map(([text]) => text)"""
        )
        assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, sample_file: Path, scheme: str) -> None:
    with visit(browser, sample_file, color_scheme=scheme) as record:
        record.page.locator(".bv-entry").first.click()
        faint = record.page.evaluate(
            """() => {
              const parse = (text) => text.match(/[\\d.]+/g).map(Number);
              const part = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
              const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
              const ground = (e) => {
                for (; e; e = e.parentElement) {
                  const colour = parse(getComputedStyle(e).backgroundColor);
                  if (colour.length < 4 || colour[3] > 0) return colour;
                }
                return [255, 255, 255];
              };
              const faint = [];
              for (const e of document.querySelectorAll("#bv-app *")) {
                const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
                if (!own || !e.offsetParent || e.disabled) continue;
                const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) faint.push([e.className, e.textContent.slice(0, 40), contrast]);
              }
              return faint;
            }"""
        )
        assert faint == []


def test_dark_setting_is_followed_by_page_and_canvas(browser: Browser, sample_file: Path) -> None:
    with visit(browser, sample_file) as record:
        page = record.page
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
            "rgb(22, 25, 29)"
        )
        pixel = """() => [...document.querySelector("canvas.bv-base").getContext("2d")
          .getImageData(5, 5, 1, 1).data].slice(0, 3)"""
        page.wait_for_function(f"() => Math.max(...({pixel})()) < 80")
        page.emulate_media(color_scheme="light")
        page.wait_for_function(f"() => Math.min(...({pixel})()) > 200")


def test_print_shows_map_legend_table_and_sources(browser: Browser, tmp_path: Path) -> None:
    payload = _with_incidents(sample_payload(), 23)
    with visit(browser, _write(tmp_path / "print.html", payload)) as record:
        page = record.page
        page.emulate_media(media="print")
        page.wait_for_selector("html.bv-printing")
        assert page.locator("#bv-map").is_visible()
        assert page.locator(".bv-key").is_visible()
        assert page.locator(".bv-table tbody tr").count() == 20
        assert page.get_by_text("and 3 more incidents, not printed here").is_visible()
        assert page.get_by_text("Each mark is one incident").is_visible()
        assert page.get_by_text("Invented borders").is_visible()
        assert not page.locator(".bv-list").is_visible()
        page.emulate_media(media="screen")
        page.wait_for_selector("html:not(.bv-printing)")
        assert page.locator(".bv-list").is_visible()
        assert not page.get_by_text("Each mark is one incident").is_visible()
        assert record.complaints == []


def _with_incidents(payload: dict[str, Any], count: int) -> dict[str, Any]:
    """Repeat the first report as incidents of its own until there are so many in all."""
    extra = count - INCIDENTS
    for table in ("events", "located"):
        for values in payload[table]["columns"].values():
            values.extend([values[0]] * extra)
        payload[table]["n"] += extra
    incidents = payload["located"]["columns"]["incident"]
    incidents[-extra:] = range(max(incidents) + 1, max(incidents) + 1 + extra)
    payload["events"]["columns"]["event_id"][-extra:] = [f"x{n}" for n in range(extra)]
    return payload


_CLUSTERS = """() => {
  const map = document.getElementById("bv-map");
  const tips = new Map();
  const box = map.getBoundingClientRect();
  for (let y = box.top + 20; y < box.bottom - 10; y += 6) {
    for (let x = box.left + 60; x < box.right - 10; x += 6) {
      map.dispatchEvent(new MouseEvent("mousemove", { clientX: x, clientY: y, bubbles: true }));
      const tip = document.querySelector(".bv-tip");
      if (map.classList.contains("bv-over") && tip) tips.set(tip.textContent, [x, y]);
    }
  }
  return [...tips];
}"""


def test_a_cluster_at_one_place_lists_its_incidents_and_each_is_reached(
    browser: Browser, tmp_path: Path
) -> None:
    payload = _with_incidents(sample_payload(), 23)
    with visit(browser, _write(tmp_path / "many.html", payload)) as record:
        page = record.page
        tips = dict(page.evaluate(_CLUSTERS))
        (words,) = [tip for tip in tips if tip.startswith("17 incidents")]
        assert words == "17 incidents: 3 May lie inside · 14 Cannot be told"
        page.mouse.click(*tips[words])
        card = page.locator(".bv-card")
        assert card.locator("h2").inner_text() == "17 incidents here"
        assert card.locator(".bv-entry").count() == 17
        card.locator(".bv-entry").last.click()
        assert card.locator("p").first.inner_text().startswith("Incident ")
        assert record.complaints == []


def test_clusters_come_apart_when_they_are_clicked(browser: Browser, tmp_path: Path) -> None:
    payload = _scattered(400)
    with visit(browser, _write(tmp_path / "scattered.html", payload)) as record:
        page = record.page
        first = dict(page.evaluate(_CLUSTERS))
        counts = [int(tip.split()[0]) for tip in first if re.match(r"\d+ incidents:", tip)]
        assert max(counts) > 3
        biggest = next(tip for tip in first if tip.startswith(f"{max(counts)} incidents"))
        page.mouse.click(*first[biggest])
        page.wait_for_function("() => window.location.hash.startsWith('#view=')")
        assert not page.locator(".bv-card").is_visible()
        then = dict(page.evaluate(_CLUSTERS))
        assert max([1, *(int(t.split()[0]) for t in then if re.match(r"\d+ incidents:", t))]) < max(
            counts
        )


def _scattered(count: int) -> dict[str, Any]:
    """Return the sample with so many incidents more, each at a place of its own."""
    payload = _with_incidents(sample_payload(), count + INCIDENTS)
    places, start = payload["locations"], payload["locations"]["n"]
    for name, values in places["columns"].items():
        values.extend([values[0]] * count)
        if name in {"lon", "lat"}:
            base, step = (20.0, 0.61803) if name == "lon" else (48.9, 0.41421)
            values[start:] = [base + (n * step) % (5 if name == "lon" else 2) for n in range(count)]
    places["columns"]["radius_m"][start:] = [300] * count
    places["n"] += count
    payload["located"]["columns"]["location"][-count:] = range(start, start + count)
    return payload


def test_empty_page_says_so(browser: Browser, tmp_path: Path) -> None:
    payload = sample_payload()
    for table in ("events", "located", "locations", "assessments"):
        payload[table] = {"n": 0, "columns": {}}
    payload["zones"] = []
    with visit(browser, _write(tmp_path / "empty.html", payload)) as record:
        assert record.page.get_by_text("No incident could be placed on the map.").is_visible()
        assert record.complaints == []


def test_damaged_data_is_told_in_words(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "damaged.html"
    page = render_page(sample_payload())
    path.write_text(re.sub(r'"bytes":\d+', '"bytes":7', page), encoding="utf-8")
    with visit(browser, path, ready=".bv-failed") as record:
        assert "the data block is not whole" in record.page.locator(".bv-failed").inner_text()
