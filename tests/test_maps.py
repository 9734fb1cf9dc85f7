"""From tables to one page: complete, offline, the same bytes, nothing that was withheld."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import folium
import folium.plugins
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from page_hostile import HOSTILE
from page_reader import read_page

from borderviz import BorderMap, build_map, build_zones, join_zones, locate_events, roll_up
from borderviz.cli import main
from borderviz.errors import InputError, PageError
from borderviz.events import normalise_events
from borderviz.symbology import FILLS, MARKS, marks_for

SECRETS = {"coder": "coder-4711", "notes": "note-4712", "interviewer": "interviewer-4713"}
ROWS = [
    {"event_id": "a", "event_type": "arrest", "place": "Hyesan", "date": "2021-01-28",
     "arrested_low": 2, "arrested_best": 2, "arrested_high": 3, "summary": "Two were held.",
     "source_url": "https://news.example/1"},
    {"event_id": "b", "event_type": "shooting", "place": "the Yalu River in Ryanggang",
     "date": "XXXX-05-28", "incident_id": "i"},
    {"event_id": "c", "event_type": "death", "place": "Hyesan", "date": "2018", "incident_id": "i"},
    {"event_id": "d", "event_type": "other", "place": "Sambong"},
    {"event_id": "e", "event_type": "other", "place": "no such place"},
    {"event_id": "f", "event_type": "other", "place": "Dandong", "is_aggregate": "true"},
    {"event_id": "g", "event_type": "other", "latitude": 48.85, "longitude": 2.35},
]  # fmt: skip
EVENTS = [row | SECRETS for row in ROWS]


def table(rows):
    return normalise_events(pd.DataFrame(rows, dtype=object).fillna(""))


@pytest.fixture(scope="session")
def zones(korea):
    return build_zones(korea, ["kp-north-2020", "kp-north-2020-ru"])


@pytest.fixture(scope="session")
def compose(korea, zones):
    def made(rows, **options):
        located = locate_events(table(rows), korea)
        verdicts = roll_up(join_zones(located, zones))
        return build_map(located, verdicts, zones, korea, **{"policy": "internal"} | options)

    return made


@pytest.fixture(scope="session")
def page(compose):
    return compose(EVENTS, title="Seven events").to_html()


@pytest.fixture(scope="session")
def payload(page):
    return read_page(page)


@pytest.fixture(scope="session")
def bare(payload):
    """The payload without its background: a small page is as good for what is added to it."""
    return payload | {"background": payload["background"] | {"layers": []}}


class Elements(HTMLParser):
    """The elements of a document with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


# --- the page ----------------------------------------------------------------------------------


def test_the_page_is_a_folium_map_of_our_own(compose):
    made = compose(ROWS[:1])
    assert isinstance(made, folium.Map)
    assert isinstance(made, BorderMap)


def test_the_page_asks_for_nothing_over_the_network(page):
    elements = Elements(page).found
    assert {"html", "head", "body", "script", "style"} <= {tag for tag, _ in elements}
    for tag, attributes in elements:
        assert "src" not in attributes, f"<{tag}> loads {attributes['src']}"
        address = attributes.get("href") or ""
        assert address.startswith(("data:", "#")) or not address
        assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"url\(\s*[\"']?(?!data:)\w", page)
    assert "@import" not in page


def test_the_page_runs_no_script_but_its_own(page):
    (policy,) = (
        attributes["content"]
        for tag, attributes in Elements(page).found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    assert "unsafe" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert rules["script-src"].split() == [f"'sha256-{digest}'" for digest in digests]


def test_the_page_says_what_it_is_made_of(korea, payload):
    about = payload["page"]
    assert about["title"] == "Seven events"
    assert about["lang"] == "en"
    assert about["policy"] == "internal"
    assert about["generator"].startswith("borderviz ")
    assert about["pack_sha256"] == korea.sha256
    assert re.fullmatch(r"[0-9a-f]{64}", about["input_sha256"])
    assert about["period"] == {"start": "2018-01-01", "end": "2021-01-28"}
    assert any("OpenStreetMap" in entry["text"] for entry in about["attribution"])


def test_the_title_is_the_pack_s_where_none_is_given(korea, compose):
    about = read_page(compose(ROWS[:1], subtitle="a line below").to_html())["page"]
    assert about["title"] == korea.info.title
    assert about["subtitle"] == "a line below"


def test_every_event_has_its_place_and_its_incident(payload):
    columns = payload["events"]["columns"]
    assert payload["events"]["n"] == 7
    assert columns["event_id"] == list("abcdefg")
    assert [columns[f"arrested_{end}"][0] for end in ("low", "best", "high")] == [2, 2, 3]
    assert columns["arrested_low"][1] is None
    assert columns["date"][1] == "XXXX-05-28"
    located = payload["located"]["columns"]
    assert located["start"][1] is None
    assert located["start"][0] == located["end"][0] == 18655
    assert columns["is_aggregate"] == [False] * 5 + [True, False]
    assert columns["source_url"][0] == "https://news.example/1"
    assert located["incident"] == [0, 1, 1, 2, 3, 4, 5]
    assert columns["place"] == ["Hyesan", "the Yalu River in Ryanggang", "Hyesan", "Sambong",
                                "no such place", "Dandong", None]  # fmt: skip
    assert located["location"][0] == located["location"][2]


def places_of(payload):
    """Return the locations by the place text of their rows."""
    columns = payload["locations"]["columns"]
    rows = dict(zip(payload["events"]["columns"]["place"],
                    payload["located"]["columns"]["location"], strict=True))  # fmt: skip
    return {text: {name: cells[at] for name, cells in columns.items()}
            for text, at in rows.items()}  # fmt: skip


def test_what_could_not_be_placed_is_told_and_not_drawn(payload):
    by_place = places_of(payload)
    lost = {"Sambong": "ambiguous", "no such place": "unresolved", None: "out_of_area"}
    for place, resolution in lost.items():
        assert by_place[place]["resolution"] == resolution
        assert by_place[place]["reason"]
        for name in ("outline", "lon", "lat", "radius_m"):
            assert by_place[place][name] is None
    assert len(by_place["Sambong"]["candidates"].split("\n")) == 3
    assert by_place["Hyesan"]["shape"] == "disc"
    assert by_place["Hyesan"]["radius_m"] == pytest.approx(3000, abs=5)
    assert by_place["the Yalu River in Ryanggang"]["shape"] == "strip"


def test_every_assessment_names_an_event_and_a_rule(payload):
    columns = payload["assessments"]["columns"]
    assert payload["assessments"]["n"] == len(columns["event"])
    rules = [rule["rule_id"] for rule in payload["rules"]]
    north = [i for i, rule in enumerate(columns["rule"]) if rules[rule] == "kp-north-2020"]
    told = {columns["event"][i]: columns["verdict"][i] for i in north}
    assert told == {0: "possible", 1: "possible", 2: "possible", 3: "unknown", 4: "unknown",
                    5: "outside", 6: "outside"}  # fmt: skip
    in_force = {columns["event"][i]: columns["in_force"][i] for i in north}
    assert [in_force[e] for e in (0, 1, 2)] == ["yes", "possibly", "no"]
    sides = {columns["event"][i]: columns["side"][i] for i in north}
    assert [sides[e] for e in (0, 1, 5)] == ["own", "both", "other"]
    for i in north:
        p = [columns[name][i] for name in ("p_min", "p", "p_max")]
        assert p == [None] * 3 or p == sorted(p)


def test_geometries_are_where_their_places_are(payload):
    by_place = places_of(payload)
    hyesan = by_place["Hyesan"]
    outline = payload["shapes"][int(hyesan["outline"])]
    ring = np.cumsum(np.reshape(outline["parts"][0][0], (-1, 2)), axis=0) / 1e5
    assert np.allclose(ring.mean(axis=0), [hyesan["lon"], hyesan["lat"]], atol=0.02)
    assert np.ptp(ring[:, 1]) < 0.06
    zone = next(z for z in payload["zones"] if z["reference"] and z["side"] == "KP")
    first = zone["geometry"]["parts"][0][0][:2]
    assert 120e5 < first[0] < 132e5
    assert 37e5 < first[1] < 44e5


def test_only_rules_that_an_event_may_lie_in_are_drawn(payload):
    drawn = [rule["rule_id"] for rule in payload["rules"] if rule["drawn"]]
    assert drawn == ["kp-north-2020"]
    assert {zone["rule_id"] for zone in payload["zones"]} == {"kp-north-2020"}
    described = [rule for rule in payload["rules"] if not rule["drawn"]]
    assert [rule["rule_id"] for rule in described] == ["kp-levee-2023"]
    (reach,) = [names for names in payload["page"]["not_drawn"] if "Russian" in names["en"]]
    assert "러시아" in reach["ko"]
    levee = described[0]["words"]["zh"]
    assert levee["label"] == "堤坝区，2023年"
    assert "不予绘制" in levee["description"]  # why it is not drawn is part of what it says
    assert len(levee["doubts"]) == len(described[0]["doubts"])


def test_the_legend_has_what_occurs(payload):
    assert [t["id"] for t in payload["types"]] == ["shooting", "death", "arrest", "other"]
    assert [v["id"] for v in payload["verdicts"]] == ["inside", "possible", "outside", "unknown"]
    assert len({(mark.colour, mark.shape) for mark in MARKS}) == len(MARKS)
    assert len({fill.fill for fill in FILLS}) == len(FILLS)
    assert marks_for([]) == ()


# --- the same bytes ----------------------------------------------------------------------------


def test_the_same_tables_give_the_same_page(compose, page):
    again = compose(EVENTS, title="Seven events")
    assert again.to_html() == page
    assert again.to_html() == page


BUILD = """
import hashlib, sys
import pandas as pd
import borderviz as bv
korea = bv.load_geodata()
rows = [{"event_id": "a", "event_type": "arrest", "place": "Hyesan", "x": "1"},
        {"event_id": "b", "event_type": "other", "place": "Sambong", "y": "2"}]
events = bv.check_events(pd.DataFrame(rows).fillna("")).events
located = bv.locate_events(events, korea)
zones = bv.build_zones(korea, ["kp-north-2020", "dmz"])
verdicts = bv.roll_up(bv.join_zones(located, zones))
page = bv.build_map(located, verdicts, zones, korea, policy="internal").to_html()
print(hashlib.sha256(page.encode()).hexdigest())
"""


def test_two_processes_give_the_same_page():
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "4294967295")
    ]
    outputs = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [0, 0], outputs
    one, other = (out for out, _ in outputs)
    assert re.fullmatch(r"[0-9a-f]{64}\n", one)
    assert one == other


def test_a_change_of_the_input_is_seen(payload, compose):
    changed = [EVENTS[0] | {"summary": "Three were held."}, *EVENTS[1:]]
    digest = read_page(compose(changed).to_html())["page"]["input_sha256"]
    assert digest != payload["page"]["input_sha256"]


# --- what may be shown -------------------------------------------------------------------------


def test_a_policy_must_be_named(korea, zones):
    located = locate_events(table(ROWS[:1]), korea)
    verdicts = roll_up(join_zones(located, zones))
    with pytest.raises(TypeError, match="policy"):
        build_map(located, verdicts, zones, korea)
    with pytest.raises(InputError, match="no policy 'open'; use internal or public"):
        build_map(located, verdicts, zones, korea, policy="open")


@pytest.fixture(scope="module")
def public_page(compose):
    return compose(EVENTS, title="Seven events", policy="public").to_html()


def test_a_public_page_holds_nothing_of_the_coder_s_own(public_page):
    whole = public_page + json.dumps(read_page(public_page), ensure_ascii=False)
    for secret in SECRETS.values():
        assert secret not in whole
    assert read_page(public_page)["page"]["policy"] == "public"


def test_what_is_withheld_does_not_even_change_a_public_page(compose, public_page):
    other = [row | {"coder": "another", "notes": "", "interviewer": "no one"} for row in ROWS]
    assert compose(other, title="Seven events", policy="public").to_html() == public_page


def test_an_internal_page_says_that_it_is_internal(compose):
    assert read_page(compose(EVENTS, policy="internal").to_html())["page"]["policy"] == "internal"


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_the_page_opens_in_the_language_asked_for(compose, language):
    page = compose(ROWS[:1], language=language).to_html()
    assert f'<html lang="{language}">' in page
    assert read_page(page)["page"]["lang"] == language


def test_a_language_that_the_page_does_not_speak_is_refused(compose):
    with pytest.raises(InputError, match="the page speaks en, ko, zh, not 'fr'"):
        compose(ROWS[:1], language="fr")


def test_the_command_gives_the_page_its_language_and_the_stated_coordinates(tmp_path):
    rows = [
        "event_type,latitude,longitude,country,coordinate_uncertainty_m",
        "arrest,41.4,128.18,CN,",
        "arrest,41.39,128.17,,1500",
        "arrest,41.4,128.2,,9000000",
    ]
    (tmp_path / "my.csv").write_text("\n".join(rows), encoding="utf-8")
    out = tmp_path / "map.html"
    done = CliRunner().invoke(
        main,
        ["map", str(tmp_path / "my.csv"), "-o", str(out), "--language", "zh", "--rule", "dmz",
         "--policy", "internal"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    made = read_page(out.read_text(encoding="utf-8"))
    assert made["page"]["lang"] == "zh"
    exact, at = (made["located"]["columns"][name] for name in ("exact", "location"))
    stated = [made["events"]["columns"][name] for name in ("latitude", "longitude")]
    places = [made["locations"]["columns"][name] for name in ("lat", "lon")]
    assert exact[1:] == [True, False]
    told = [
        tuple(place[at[row]] if exact[row] else own[row]
              for own, place in zip(stated, places, strict=True))
        for row in range(3)
    ]  # fmt: skip
    assert told == [(41.4, 128.18), (41.39, 128.17), (41.4, 128.2)]


def test_without_events_there_is_no_page(korea, zones):
    located = locate_events(table(ROWS[:1]), korea)
    verdicts = roll_up(join_zones(located, zones))
    with pytest.raises(InputError, match="no events to map"):
        build_map(located.iloc[:0], verdicts.iloc[:0], zones, korea, policy="public")


def test_a_page_without_any_zone_shows_its_events(korea):
    located = locate_events(table(ROWS[:1]), korea)
    zones = build_zones(korea, ["kp-levee-2023"])
    verdicts = roll_up(join_zones(located, zones))
    made = read_page(build_map(located, verdicts, zones, korea, policy="public").to_html())
    assert made["events"]["n"] == 1
    assert made["zones"] == []
    assert made["assessments"]["n"] == 0


# --- hostile text ------------------------------------------------------------------------------


def test_hostile_text_stays_text(compose):
    row = dict.fromkeys(("place", "summary", "quote", "date_text", "source_title"), HOSTILE)
    rows = [row | {"event_id": HOSTILE, "event_type": "arrest"}]
    made = compose(rows, title=HOSTILE, subtitle=HOSTILE)
    page = made.to_html()
    assert "alert(1)" not in re.sub(r"<title>.*?</title>", "", page, flags=re.S)
    assert [tag for tag, _ in Elements(page).found].count("img") == 0
    assert len(re.findall("<script", page)) == 3
    found = read_page(page)
    assert found["page"]["title"] == HOSTILE
    assert found["events"]["columns"]["summary"] == [HOSTILE]
    frame = made._repr_html_()
    assert frame.count("<") == 2


def test_in_a_notebook_the_page_is_a_frame_in_a_sandbox(bare):
    frame = BorderMap(bare)._repr_html_()
    ((tag, attributes),) = Elements(frame).found
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["srcdoc"] == BorderMap(bare).to_html()
    assert "src" not in attributes


# --- saving ------------------------------------------------------------------------------------


def test_saving_writes_the_page(bare, tmp_path):
    made = BorderMap(bare)
    made.save(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == made.to_html()
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_page_that_cannot_be_made_leaves_the_old_one(bare, tmp_path):
    path = tmp_path / "map.html"
    path.write_text("the old page", encoding="utf-8")
    made = BorderMap(bare)
    folium.Marker((41, 128)).add_to(made)
    with pytest.raises(PageError):
        made.save(path)
    assert path.read_text(encoding="utf-8") == "the old page"
    assert len(list(tmp_path.iterdir())) == 1


# --- tiles, and what is vouched for -------------------------------------------------------------


def test_tiles_are_data_with_one_host_in_the_policy(bare):
    made = BorderMap(bare)
    folium.TileLayer("OpenStreetMap").add_to(made)
    page = made.to_html()
    (tiles,) = read_page(page)["page"]["tiles"]
    assert tiles["url"] == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    assert "OpenStreetMap" in tiles["attribution"]
    assert "<" not in tiles["attribution"]
    assert "img-src data: https://tile.openstreetmap.org;" in page


def test_a_basemap_is_named_as_xyzservices_names_it(compose):
    page = compose(ROWS[:1], basemap="OpenStreetMap.Mapnik").to_html()
    assert "img-src data: https://tile.openstreetmap.org;" in page
    with pytest.raises(InputError, match=r"knows no tiles 'Nobody\.Knows'"):
        compose(ROWS[:1], basemap="Nobody.Knows")
    with pytest.raises(InputError, match="need a key"):
        compose(ROWS[:1], basemap="Thunderforest.OpenCycleMap")


@pytest.mark.parametrize("url", ["http://x.example/{z}.png", "https://x.example; script-src *"])
def test_tiles_of_no_plain_https_host_are_refused(bare, url):
    made = BorderMap(bare)
    folium.TileLayer(url, attr="Somebody").add_to(made)
    with pytest.raises(InputError, match="https address"):
        made.to_html()


def test_what_is_vouched_for_is_named_and_opens_the_policy_no_further(bare, tmp_path):
    made = BorderMap(bare)
    folium.plugins.HeatMap([(41, 128, 1)]).add_to(made)
    made.save(tmp_path / "map.html", trusted=True)
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert read_page(page)["page"]["trusted"] == "HeatMap"
    (policy,) = (
        attributes["content"]
        for _, attributes in Elements(page).found
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    (scripts,) = re.findall("script-src ([^;]*)", policy)
    assert "unsafe" not in scripts
    assert scripts.count("'sha256-") == 3
    assert "leaflet_heat" in scripts
    again = BorderMap(bare)
    folium.plugins.HeatMap([(41, 128, 1)]).add_to(again)
    assert again.to_html(trusted=True) == page
