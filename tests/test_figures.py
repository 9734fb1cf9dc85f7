"""Figures for print: what is drawn, where, how it is labelled, and always the same bytes."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from matplotlib import font_manager
from PIL import Image

import borderviz as bv
from borderviz.cli import main
from borderviz.crs import GEOD
from borderviz.disclosure import Policy
from borderviz.errors import InputError, TableError
from borderviz.events import normalise_events
from borderviz.figures import lettering

ROWS = [
    {"event_id": "a", "event_type": "arrest", "place": "Hyesan", "date": "2021-01-28",
     "source_outlet": "Outlet $A$"},
    {"event_id": "b", "event_type": "shooting", "place": "the Yalu River in Ryanggang",
     "date": "XXXX-05-28", "incident_id": "i"},
    {"event_id": "c", "event_type": "death", "place": "Hyesan", "date": "2018", "incident_id": "i"},
    {"event_id": "d", "event_type": "other", "place": "no such place", "date": "2019"},
    {"event_id": "e", "event_type": "smuggling", "place": "Sinuiju", "date": "2020-09"},
    {"event_id": "f", "event_type": "other", "place": "Dandong", "is_aggregate": "true"},
    {"event_id": "g", "event_type": "border_crossing", "latitude": 41.0, "longitude": 127.0,
     "coordinate_uncertainty_m": 500, "date": "2019-11-02"},
]  # fmt: skip
HOSTILE = [
    ("$\\frac{a}{b}$ $unclosed", "$\\frac{a}{b}$ $unclosed"),
    ("</svg><script>alert(1)</script>", "</svg><script>"),
    ("<!-- -- --> ]]>", "<!-- -- --> ]]>"),
    ("right\u202eto left\u2066", "right\\u202eto left\\u2066"),
    ("nul\0 line\nbreak\ttab \x1b[31m", "nul\\x00 line break tab \\x1b[31m"),
    ("lone \ud800 surrogate", "lone \\ud800 surrogate"),
    ("x" * 20_000, "xxx"),
    ("many words " * 4_000, "many words many words"),
    ("혜산 惠山 $\\alpha$ \U0001f525 {rule} %s", "혜산 惠山 $\\alpha$ \ufffd {rule} %s"),
]
PLAIN = Policy("plain", marked=False)
"""Tables as they are: what a policy leaves of them is the subject of other tests."""
SMALL = {"policy": PLAIN, "size": "column"}


@pytest.fixture(scope="module")
def zones(korea):
    return bv.build_zones(korea, ["kp-north-2020"])


@pytest.fixture(scope="module")
def tables(korea, zones):
    def made(rows):
        events = normalise_events(pd.DataFrame(rows, dtype=object).fillna(""))
        located = bv.locate_events(events, korea)
        return located, bv.roll_up(bv.join_zones(located, zones)), zones, korea

    return made


@pytest.fixture(scope="module")
def sample(tables):
    return tables(ROWS)


@pytest.fixture(scope="module")
def figure(sample):
    return bv.build_figure(*sample, policy=PLAIN, title="A title")


def artists(figure, start):
    every = [artist for axes in figure.canvas.axes for artist in axes.get_children()]
    return [artist for artist in every if str(artist.get_label()).startswith(start)]


def texts(figure, start=""):
    return [a.get_text() for a in artists(figure, start) if hasattr(a, "get_text")]


def middle(artist):
    """Return the middle of a patch on the sheet, in millimetres."""
    xy = artist.get_path().vertices
    return (xy.min(axis=0) + xy.max(axis=0)) / 2


def marks(figure):
    return {artist.get_label(): middle(artist) for artist in artists(figure, "mark ")}


def test_a_figure_has_its_size_in_millimetres(sample, tmp_path):
    drawn = bv.build_figure(*sample, policy=PLAIN, size=(101.6, 127))
    drawn.save(tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as picture:
        assert picture.size == (1200, 1500)  # 300 dots an inch
        assert round(picture.info["dpi"][0]) == 300
    root = ElementTree.fromstring(drawn.to_bytes("svg"))
    assert root.get("width") == f"{101.6 / 25.4 * 72:g}pt"


def test_the_same_tables_give_the_same_bytes(sample, figure):
    again = bv.build_figure(*sample, policy=PLAIN, title="A title")
    for form in ("svg", "png", "pdf"):
        content = figure.to_bytes(form)
        assert content == again.to_bytes(form)
        assert not re.search(rb"CreationDate|<dc:date>|tIME", content)
    assert b"/Type3" in figure.to_bytes("pdf")  # its fonts travel with it


def test_every_incident_that_has_a_place_has_one_mark(figure):
    assert set(marks(figure)) == {
        "mark arrest possible",
        "mark shooting possible",
        "mark smuggling possible",
        "mark border_crossing outside",
    }
    told = " ".join(texts(figure, "foot"))
    assert "not on the map: 1." in told
    assert "totals, not drawn: 1." in told


def test_marks_lie_where_the_scale_bar_says(sample, figure):
    blocks = artists(figure, "scale bar")
    edges = np.concatenate(
        [b.get_path().vertices for b in blocks if b.get_path().codes is not None]
    )
    length_mm = edges[:, 0].max() - edges[:, 0].min()
    stated_km = float(texts(figure, "scale")[-1].split()[0])
    own = dict(zip(sample[0]["event_id"], sample[0].index, strict=True))
    at = marks(figure)
    one, other = at["mark smuggling possible"], at["mark border_crossing outside"]
    rows = sample[0].loc[[own["e"], own["g"]]]
    (lon0, lat0), (lon1, lat1) = rows[["longitude", "latitude"]].to_numpy(float)
    metres = GEOD.inv(lon0, lat0, lon1, lat1)[2]
    shown_km = np.hypot(*(one - other)) / length_mm * stated_km
    assert shown_km == pytest.approx(metres / 1000, rel=0.004)


def test_uncertain_positions_are_areas_hatched_where_they_may_lie_inside(figure):
    assert artists(figure, "support possible hatch")
    assert any("drawn as areas" in line for line in texts(figure, "foot"))


def test_no_name_stands_on_another_or_on_a_mark(figure):
    figure.canvas.draw_without_rendering()
    names = artists(figure, "name ")
    assert {"Hyesan", "Kaechon"} <= {name.get_text() for name in names}
    taken = [a.get_window_extent() for a in (*names, *artists(figure, "mark "))]
    shrunk = [box.padded(-1.5) for box in taken]
    for at, box in enumerate(shrunk[: len(names)]):
        assert not any(box.overlaps(other) for other in shrunk[at + 1 :]), names[at].get_text()


def test_the_legend_says_what_is_on_the_map(figure):
    said = texts(figure, "legend")
    assert {"Arrest", "Shooting", "Smuggling", "Border crossing", "border"} < set(said)
    assert "Northern border zone, 2020" in said
    assert "Execution" not in said
    assert "inside the zone" not in said
    assert "several incidents, by kind of place" not in said


def test_sources_licences_and_the_range_are_told(korea, figure):
    told = " ".join((*texts(figure, "foot"), *texts(figure, "head")))
    assert "Outlet $A$" in told
    for credit in korea.info.attribution:
        assert credit["text"].split(" (")[0] in told.replace("\n", " ")
    assert "of 5 incidents lay inside “Northern border zone, 2020”" in told
    assert figure.description.startswith("A title")


def test_an_internal_figure_says_that_it_is_internal(sample, figure):
    internal = bv.build_figure(*sample, policy="internal", kind="strip", size="column")
    assert texts(internal, "mark") == ["Internal – not for publication"]
    assert texts(figure, "mark") == []


@pytest.mark.parametrize(("title", "start"), HOSTILE, ids=lambda text: ascii(text[:12]))
def test_text_is_only_text(sample, title, start, cjk):
    if not cjk and "혜산" in title:
        with pytest.raises(InputError, match="fonts-noto-cjk"):
            bv.build_chart(*sample, **SMALL, title=title)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that no font has
        drawn = bv.build_chart(*sample, **SMALL, title=title)
        root = ElementTree.fromstring(drawn.to_bytes("svg"))
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    head = artists(drawn, "head")
    assert head[0].get_text().startswith(start[:30])
    assert all(line.get_text().isprintable() for line in head)
    assert all(line.get_window_extent().x1 <= drawn.canvas.bbox.x1 for line in head)


@pytest.fixture(scope="module")
def cjk():
    return any(
        font.name in {name for names in lettering.CJK_FAMILIES.values() for name in names}
        for font in font_manager.fontManager.ttflist
    )


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_korean_and_chinese_need_a_font_of_the_system(sample, language, cjk):
    if not cjk:
        with pytest.raises(InputError, match="fonts-noto-cjk"):
            bv.build_figure(*sample, **SMALL, language=language)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = bv.build_figure(*sample, **SMALL, language=language)
        assert drawn.to_bytes("pdf")
    assert {"ko": "체포", "zh": "逮捕"}[language] in texts(drawn, "legend")
    assert {"ko": "신의주", "zh": "新义州"}[language] in texts(drawn, "name ")


def test_a_missing_font_is_named_before_any_work(sample, monkeypatch):
    lettering.cjk_family.cache_clear()
    latin = [f for f in font_manager.fontManager.ttflist if f.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    monkeypatch.setattr(lettering, "findSystemFonts", list)
    with pytest.raises(InputError, match="package fonts-noto-cjk"):
        bv.build_figure(*sample, policy=PLAIN, language="ko")
    with pytest.raises(InputError, match="package fonts-noto-cjk"):
        bv.build_figure(*sample, policy=PLAIN, title="혜산")
    lettering.cjk_family.cache_clear()


def test_small_multiples_show_each_group_once(sample):
    drawn = bv.build_figure(*sample, policy=PLAIN, kind="multiples", by="event_type")
    assert texts(drawn, "panel") == [
        "Shooting", "1 incident", "Arrest", "1 incident", "Border crossing", "1 incident",
        "Smuggling", "1 incident", "Other", "1 incident",
    ]  # fmt: skip
    assert len(artists(drawn, "frame")) == 5
    assert len(marks(drawn)) == 4


def test_a_strip_runs_from_the_mouth_to_the_source(sample):
    drawn = bv.build_figure(*sample, policy=PLAIN, kind="strip")
    at = marks(drawn)
    assert set(texts(drawn, "reach")) == {"Yalu"}  # nothing lies on the other river
    assert at["mark smuggling possible"][1] > at["mark arrest possible"][1]  # an earlier row
    assert texts(drawn, "end")[0] == "← mouth"
    assert texts(drawn, "end")[-1] == "source →"
    assert {"China", "North Korea"} == set(texts(drawn, "bank"))
    border, zone = artists(drawn, "border")[0], artists(drawn, "zone kp-north-2020/2km")[0]
    assert zone.get_path().vertices[:, 1].max() == pytest.approx(middle(border)[1])


PICTURES = Path(__file__).parent / "data" / "figures"
OFF = 40
KINDS = {"map": bv.build_figure, "strip": bv.build_figure, "months": bv.build_chart}


def small(figure):
    """Return a figure as a small picture in grey."""
    with Image.open(io.BytesIO(figure.to_bytes("png", dpi=100))) as picture:
        return picture.convert("L").reduce(2)


def difference(picture, kind):
    """Return by how many greys a picture is off the one that is kept, both seen from afar."""
    with Image.open(PICTURES / f"{kind}.png") as kept:
        assert picture.size == kept.size
        blurred = [np.asarray(one.reduce(2), dtype=float) for one in (picture, kept)]
    return np.abs(blurred[0] - blurred[1])


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_looks_as_it_did(sample, kind, tmp_path):
    drawn = KINDS[kind](*sample, **SMALL, kind=kind, title="Five incidents")
    picture = small(drawn)
    picture.save(tmp_path / f"{kind}.png", optimize=True)
    off = difference(picture, kind)
    compare = f"compare {tmp_path / kind}.png with the one in {PICTURES}"
    assert off.mean() < 0.7, compare
    assert (off > OFF).sum() < 4, compare


def test_a_missing_mark_is_seen_in_the_picture(sample):
    located, verdicts, zones, geodata = sample
    fewer = located[located["event_id"] != "e"], verdicts[verdicts["event_id"] != "e"]
    drawn = bv.build_figure(*fewer, zones, geodata, **SMALL, title="Five incidents")
    assert (difference(small(drawn), "map") > OFF).sum() >= 4


def test_what_lies_too_far_for_a_strip_is_told(tables):
    far = {"event_id": "p", "event_type": "arrest", "place": "Pyongyang", "date": "2019"}
    drawn = bv.build_figure(*tables([far, ROWS[6]]), **SMALL, kind="strip")
    assert len(marks(drawn)) == 1
    assert texts(drawn, "axes")[0].startswith("Farther off, not drawn: 1.")


def test_nothing_to_draw_is_an_error(sample, tables):
    located, *rest = sample
    with pytest.raises(InputError, match="no events to draw; the table has no rows"):
        bv.build_figure(located.iloc[:0], *rest, policy=PLAIN)
    with pytest.raises(InputError, match="all 1 events are withheld"):
        bv.build_figure(*tables([ROWS[0] | {"sensitivity": "4"}]), policy="public")


WITHHELD = ("Wiyon", "41.4137", "2021-01-28", "somebody")


def test_no_figure_shows_more_than_its_policy(tables):
    told = {"summary": "somebody was taken at night", "coder": "somebody", "sensitivity": "3"}
    rows = [
        ROWS[0] | {"sensitivity": "1", "place": "Musan County"},
        *(ROWS[0] | told | {"event_id": name, "place": "Wiyon-dong, Hyesan"} for name in "xyz"),
        ROWS[4] | {"sensitivity": "4"},
    ]
    for build, kind in ((bv.build_figure, "map"), (bv.build_chart, "months")):
        drawn = build(*tables(rows), policy="public", kind=kind)
        every = " ".join([*texts(drawn), drawn.title, drawn.description])
        assert not [word for word in WITHHELD if word in every]
        assert "4 incidents" in every
        assert drawn.notes
        for form in ("svg", "png", "pdf"):
            content = drawn.to_bytes(form)
            assert not [word for word in WITHHELD if word.encode() in content]
    with pytest.raises(TableError, match="title or name"):
        bv.build_figure(*tables(rows), policy="public", title="Taken at Wiyon-dong")


def test_a_hostile_title_is_only_text_under_a_public_policy_too(tables):
    sample = tables([ROWS[0] | {"sensitivity": "1"}])
    drawn = bv.build_figure(*sample, policy="public", title="lone \ud800 </svg>", size="column")
    assert "\\ud800" in drawn.title
    assert drawn.to_bytes("svg")


def test_events_without_a_place_leave_a_map_of_the_zones(tables):
    drawn = bv.build_figure(*tables([ROWS[3]]), **SMALL)
    assert artists(drawn, "zone ")
    assert not marks(drawn)
    assert "not on the map: 1." in " ".join(texts(drawn, "foot"))


def test_one_spot_is_shown_with_its_surroundings(tables):
    drawn = bv.build_figure(*tables([ROWS[6]]), **SMALL)
    assert len(marks(drawn)) == 1
    km = float(texts(drawn, "scale")[-1].split()[0])
    assert km == 10


def test_points_are_marks_without_an_area(korea, zones):
    rows = [{"event_id": f"p{i}", "event_type": "arrest", "latitude": 41.39 - i / 50,
             "longitude": 128.17} for i in range(3)]  # fmt: skip
    events = normalise_events(pd.DataFrame(rows, dtype=object))
    located = bv.locate_events(events, korea, crisp=True)
    crisp = located, bv.roll_up(bv.join_zones(located, zones)), zones, korea
    drawn = bv.build_figure(*crisp, **SMALL)
    assert not artists(drawn, "support")
    assert len(artists(drawn, "mark ")) == 3
    assert len(artists(bv.build_figure(*crisp, **SMALL, kind="strip"), "mark ")) == 3
    chart = bv.build_chart(*crisp, **SMALL, kind="distance")
    assert artists(chart, "certainly within")


def test_a_chart_of_months_needs_a_date(tables):
    with pytest.raises(InputError, match="no incident has a first and a last day"):
        bv.build_chart(*tables([ROWS[1] | {"incident_id": ""}]), **SMALL)


def test_the_bars_of_a_chart_say_how_many(sample):
    drawn = bv.build_chart(*sample, **SMALL, kind="verdicts")
    assert texts(drawn, "total") == ["5", "1", "1", "1", "1", "1"]
    assert texts(drawn, "group") == [
        "All", "Shooting", "Arrest", "Border crossing", "Smuggling", "Other",
    ]  # fmt: skip
    months = bv.build_chart(*sample, **SMALL, kind="months")
    heights = sum(np.ptp(bar.get_path().vertices[:, 1]) for bar in artists(months, "bar "))
    rule = sorted(line.get_path().vertices[0, 1] for line in artists(months, "rule"))
    step = float(texts(months, "count")[1]) - float(texts(months, "count")[0])
    # bars and their edges are drawn apart: what is drawn twice is counted twice
    assert heights / 2 / (rule[1] - rule[0]) * step == pytest.approx(4)


@pytest.mark.parametrize("size", [(420, 70), (75, 320)])
def test_extreme_shapes_still_show_every_mark(sample, size):
    drawn = bv.build_figure(*sample, policy=PLAIN, size=size)
    assert len(marks(drawn)) == 4
    for x, y in marks(drawn).values():
        assert 0 < x < size[0]
        assert 0 < y < size[1]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"size": (60, 60)}, r"no room for its title.*at least \d+ mm high"),
        ({"size": (10, 5000)}, "cannot be printed; give width and height from 60 to 1200 mm"),
        ({"size": (float("nan"), 100)}, "cannot be printed"),
        ({"size": "poster"}, "there is no size 'poster'; use page or column"),
        ({"kind": "globe"}, "one of map, strip, multiples, not 'globe'"),
        ({"by": "year"}, "is for the kinds multiples and verdicts"),
        ({"kind": "multiples", "by": "geometry"}, "no column 'geometry' to draw by"),
        ({"policy": "public", "kind": "multiples", "by": "coder"}, "no column 'coder' to draw by"),
        ({"language": "tlh"}, "speaks en, ko, zh, not 'tlh'"),
        ({"policy": "secret"}, "there is no policy 'secret'"),
    ],
)
def test_what_cannot_be_done_is_said(sample, options, complaint):
    with pytest.raises(InputError, match=complaint):
        bv.build_figure(*sample, **{"policy": PLAIN} | options)


def test_too_many_groups_are_refused(tables):
    rows = [ROWS[6] | {"event_id": f"n{i}", "date": f"{1950 + i}"} for i in range(30)]
    with pytest.raises(InputError, match=r"30 groups .* 24 fit on a sheet"):
        bv.build_figure(*tables(rows), policy=PLAIN, kind="multiples")


def test_a_figure_shows_itself_in_a_notebook(sample):
    drawn = bv.build_chart(*sample, policy=PLAIN, size=(60, 80), kind="verdicts")
    assert drawn._repr_svg_().startswith("<?xml")
    assert drawn._repr_png_().startswith(b"\x89PNG")


def test_an_ending_that_says_nothing_is_refused(figure, tmp_path):
    with pytest.raises(InputError, match=r"end it in \.svg, \.png or \.pdf"):
        figure.save(tmp_path / "map.doc")


def test_the_command_writes_what_its_ending_says(tmp_path):
    table, out = tmp_path / "one.csv", tmp_path / "deep" / "one.pdf"
    table.write_text("event_type,latitude,longitude\narrest,41.39,128.17\n", encoding="utf-8")
    options = ["--rule", "kp-north-2020", "--size", "85x120", "--kind", "verdicts", "--crisp"]
    done = CliRunner().invoke(main, ["figure", str(table), "-o", str(out), *options])
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["-o", "map.doc"], "end it in .svg, .png or .pdf"),
        (["--size", "0x0"], "cannot be printed"),
        (["--by", "year"], "is for the kinds multiples and verdicts"),
        (["--policy", "none"], "there is no policy"),
    ],
)
def test_the_command_refuses_before_it_reads(options, complaint):
    done = CliRunner().invoke(main, ["figure", "no such file.csv", *options])
    assert done.exit_code == 1
    assert complaint in done.output
