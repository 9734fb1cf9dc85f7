"""The proof of finished files: what is withheld is found in every format and encoding."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import sqlite3
import zipfile
import zlib
from urllib.parse import quote

import folium
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner
from page_reader import read_page

from borderviz import build_map, build_zones, join_zones, locate_events, roll_up
from borderviz.cli import main
from borderviz.disclosure import find_leaks, load_policy, proved, release_events
from borderviz.disclosure.pdf_texts import pdf_texts
from borderviz.errors import InputError, TableError
from borderviz.events import normalise_events
from borderviz.files import write_vector
from borderviz.maps import fixed_parts

LON, LAT = 128.1713, 41.3913
WORDS = "the courier waited behind the old mill"
ROWS = [
    {"event_id": "seen-4711", "event_type": "arrest", "place": "Kimjongsuk-up",
     "latitude": str(LAT), "longitude": str(LON), "date": "2021-01-28", "quote": WORDS,
     "coder": "marta quill"},
    {"event_id": "open", "event_type": "shooting", "place": "Musan County", "date": "2018",
     "source_url": "https://news.example/1", "summary": "Two were shot."},
]  # fmt: skip


def table(rows):
    return normalise_events(pd.DataFrame(rows, dtype=object).fillna(""))


@pytest.fixture(scope="module")
def located(korea):
    return locate_events(table(ROWS), korea)


@pytest.fixture(scope="module")
def release(korea, located):
    return release_events(located, korea, "public", events=table(ROWS))


@pytest.fixture(scope="module")
def zones(korea):
    return build_zones(korea, ["kp-north-2020-ru"])


@pytest.fixture(scope="module")
def compose(korea, zones):
    def made(rows, **options):
        events = table(rows)
        where = locate_events(events, korea)
        verdicts = roll_up(join_zones(where, zones))
        return build_map(where, verdicts, zones, korea, events=events, **options)

    return made


@pytest.fixture(scope="module")
def pages(compose):
    return compose(ROWS, policy="public").to_html(), compose(ROWS, policy="internal").to_html()


# --- what is looked for ------------------------------------------------------------------------

TELLING = {
    "name": "was seen in Kimjongsuk yesterday",
    "name in another script": "어제 김정숙읍에서 보았다",
    "coordinates": f"at {LAT}, {LON}",
    "rounded coordinates": "at 41.39 N 128.17 E",
    "words": f"they say {WORDS.upper()}!",
    "identifier": "see seen-4711",
    "coder": "by Marta Quill",
    "a path": "made in /home/somebody/map.qgz",
}


def csv(text):
    return f"a,b\n1,{text}\n".encode()


def inside_zip(text):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{html.escape(text)}</t></si></sst>")
    return held.getvalue()


def inside_sqlite(text):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE layer (note TEXT)")
    base.execute("INSERT INTO layer VALUES (?)", (text,))
    base.commit()
    return base.serialize()


def inside_parquet(text):
    held = io.BytesIO()
    gpd.GeoDataFrame({"note": [text]}, geometry=[shapely.Point(0, 0)], crs=4326).to_parquet(held)
    return held.getvalue()


def inside_pdf(text):
    glyphs = "".join(f"{ord(c):04X}" for c in text)
    pairs = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in sorted(set(text)))
    cmap = f"1 beginbfchar\n{pairs}\nendbfchar".encode()
    drawn = zlib.compress(f"BT <{glyphs}> Tj ET".encode())
    parts = [b"%PDF-1.7\n1 0 obj << /Filter /FlateDecode >>\nstream\n", drawn, b"\nendstream\n",
             b"2 0 obj <<>>\nstream\n", cmap, b"\nendstream\n"]  # fmt: skip
    return b"".join(parts)


def notebook(text):
    frame = f'<iframe srcdoc="{html.escape(f"<html><p>{text}</p></html>", quote=True)}"></iframe>'
    cell = {"outputs": [{"data": {"text/html": [frame]}}], "source": []}
    return json.dumps({"cells": [cell]}).encode()


WRAPPINGS = {
    "csv": csv,
    "jsonl": lambda text: b'{"a": 1}\n' + json.dumps({"b": text}).encode() + b"\n",
    "json escapes": lambda text: b'x,"' + json.dumps(text).encode("ascii") + b'"',
    "utf-16": lambda text: csv(text).decode().encode("utf-16"),
    "utf-16 without mark": lambda text: csv(text).decode().encode("utf-16-le"),
    "geojson": lambda text: json.dumps(
        {"type": "FeatureCollection", "features": [{"properties": {"n": text}}]}
    ).encode(),
    "html": lambda text: f"<html><p>{html.escape(text)}</p></html>".encode(),
    "html attribute": lambda text: f'<html><p title="{html.escape(text)}">x</p></html>'.encode(),
    "html comment": lambda text: f"<html><!-- {text} --></html>".encode(),
    "svg": lambda text: f"<svg><metadata>{html.escape(text)}</metadata></svg>".encode(),
    "kml": lambda text: f"<kml><name>{html.escape(text)}</name></kml>".encode(),
    "url": lambda text: f"https://x.example/?q={quote(text)}".encode(),
    "base64": lambda text: b"data:text/plain;base64," + base64.b64encode((text * 3).encode()),
    "deflated in base64": lambda text: b"x" + b" " + base64.b64encode(zlib.compress(csv(text * 9))),
    "gzip": lambda text: gzip.compress(csv(text)),
    "xlsx": inside_zip,
    "gpkg": inside_sqlite,
    "parquet": inside_parquet,
    "pdf": inside_pdf,
    "ipynb": notebook,
}


@pytest.mark.parametrize("told", TELLING)
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_what_is_withheld_is_found_in_every_wrapping(release, wrapping, told):
    data = WRAPPINGS[wrapping](TELLING[told])
    assert find_leaks(data, release.secrets)
    assert not find_leaks(WRAPPINGS[wrapping]("Two were shot in Musan."), release.secrets)


def point(lon, lat):
    return gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(lon, lat)], crs=4326)


@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg", "x.parquet"])
def test_withheld_points_are_found_as_geometry_and_as_bounds(release, tmp_path, name):
    def written(lon, lat):
        path = tmp_path / name
        frame = point(lon, lat)
        frame.to_parquet(path) if name.endswith("parquet") else write_vector(frame, path)
        return path.read_bytes()

    assert any("coordinates 41.3913, 128.171" in leak.what
               for leak in find_leaks(written(LON, LAT), release.secrets))  # fmt: skip
    assert find_leaks(written(129.5, 42.1), release.secrets) == []


def test_the_columns_of_a_page_are_decoded(release, korea, zones, pages):
    public, internal = pages
    known = fixed_parts(korea, zones)
    assert find_leaks(public.encode(), release.secrets, known=known) == []
    told = {leak.where for leak in find_leaks(internal.encode(), release.secrets, known=known)}
    for part in ("table events, column place", "table events, column coder",
                 "table events, column quote", "table locations, columns lon and lat",
                 "table locations, column names"):  # fmt: skip
        assert f"file, script, {part}" in told


# --- what a public page hangs on ---------------------------------------------------------------


def test_a_hidden_event_changes_no_byte_of_a_page(compose, pages):
    far = {"event_id": "far", "event_type": "arrest", "place": "Sinuiju", "sensitivity": "4",
           "date": "2012-02-03", "incident_id": "far", "summary": "Unheard of."}  # fmt: skip
    moved = ROWS[0] | {"date": "2021-01-03", "quote": "", "coder": "", "event_id": "another",
                       "latitude": "41.2701", "longitude": "128.0102"}  # fmt: skip
    other = compose([far, ROWS[1], moved], policy="public").to_html()
    assert other == pages[0]
    shown = read_page(other)
    assert shown["page"]["period"] == {"start": "2018-01-01", "end": "2021-01-31"}
    assert len(shown["locations"]["columns"]["lon"]) == 2


def test_a_layer_that_gives_a_withheld_point_away_stops_the_page(compose, tmp_path):
    made = compose(ROWS, policy="public")
    folium.GeoJson(point(LON, LAT).to_json()).add_to(made)
    out = tmp_path / "map.html"
    out.write_text("before", encoding="utf-8")
    with pytest.raises(TableError, match="analyst_layers 1"):
        made.save(out)
    assert out.read_text(encoding="utf-8") == "before"
    with pytest.raises(TableError, match="withholds"):
        made._repr_html_()


@pytest.mark.parametrize("label", ["title", "subtitle"])
@pytest.mark.parametrize("text", ["Arrests at Kimjongsuk", "Call 010-1234-5678"])
def test_a_title_may_not_tell_what_is_withheld(compose, label, text):
    with pytest.raises(TableError, match=f"the {label}"):
        compose(ROWS, policy="public", **{label: text})


# --- files -------------------------------------------------------------------------------------


def test_a_file_with_a_leak_is_not_left_behind(release, tmp_path):
    out = tmp_path / "events.csv"
    out.write_text("before", encoding="utf-8")
    with (
        pytest.raises(TableError, match="1 things that the policy withholds"),
        proved(out, release) as path,
    ):
        path.write_bytes(csv("Kimjongsuk"))
    assert out.read_text(encoding="utf-8") == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]
    with proved(out, release) as path:
        path.write_bytes(csv("nothing"))
    assert out.read_bytes() == csv("nothing")


def test_the_name_of_a_file_may_not_tell_what_is_withheld(release, tmp_path):
    with (
        pytest.raises(TableError, match="the file's name: the place name"),
        proved(tmp_path / "kimjongsuk_safe_house.csv", release),
    ):
        pass


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pd.DataFrame(ROWS).to_csv("events.csv", index=False)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_the_command_proves_a_file_or_says_what_is_in_it(folder):
    name = "located.gpkg"
    assert run("locate", "events.csv", "-o", name).exit_code == 0
    done = run("verify-release", name, "--against", "events.csv")
    assert (done.exit_code, done.stdout.startswith(f"{name}: nothing that")) == (0, True)
    assert run("locate", "events.csv", "-o", name, "--policy", "internal").exit_code == 0
    done = run("verify-release", name, "--against", "events.csv")
    assert done.exit_code == 1
    for words in ("'Kimjongsuk'", "courier", "seen 4711", "41.3913, 128.171"):
        assert words in done.stderr


def test_what_is_left_out_is_told_to_whoever_publishes(folder):
    done = run("locate", "events.csv", "-o", "-")
    assert "1 events are shown with a generalised place" in done.stderr
    assert "Kimjongsuk" not in done.stdout


# --- policy files ------------------------------------------------------------------------------


def policy_file(folder, text):
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_policy_file_changes_a_preset(tmp_path, korea, located):
    path = policy_file(tmp_path, 'marked = true\n[levels.3]\nplace = "county"\ndate = "year"\n')
    policy = load_policy(path)
    assert (policy.name, policy.marked) == ("ours", True)
    assert policy.levels[2] == load_policy("public").levels[2]
    shown = release_events(located, korea, path, events=table(ROWS)).located
    assert shown["date"].tolist() == ["2018", "2021"]
    assert shown["place"].iloc[1].endswith(", Ryanggang")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[levels.3]\nplase = 'county'", r"levels.3 has no key 'plase'; did you mean 'place'\?"),
        ("polcy = 1", "the policy has no key 'polcy'"),
        ("[levels.5]\nplace = 'county'", r"levels has no key '5'"),
        ("[levels.3]\nplace = 'village'", "levels.3.place is 'village'; use one of as located"),
        ("[levels.3]\ndate = 'hour'", "levels.3.date is 'hour'; use one of day"),
        ("[levels.3]\nquote = 1", "levels.3.quote is 1; give true or false"),
        ("[levels.3]\nmin_cell = 2", "min_cell of level 3 is 2; levels 3 and 4 need 3 or more"),
        ("[levels.3]\ndelay_days = -1", "give a whole number, 0 or more"),
        ("[levels.1]\ncolumns = ['coder']", "level 1 shows 'coder', which is never published"),
        ("[levels.2]\nplace = 'province'\n[levels.3]\nplace = 'county'", "level 3 shows more"),
        ("[levels.3]\nquote = true\n[levels.2]\nquote = false", "the column 'quote'"),
        ("\n".join(f"[levels.{n}]\nplace = 'withheld'" for n in (1, 2, 3)), "it allows nothing"),
        ("based_on = 'internal'\n[levels.3]\nplace = 'county'", "shows everything"),
        ("x = ", "no TOML document"),
    ],
)  # fmt: skip
def test_a_faulty_policy_is_refused_before_anything_is_written(folder, text, message):
    path = policy_file(folder, text)
    with pytest.raises(InputError, match=message):
        load_policy(path)
    done = run("locate", "events.csv", "-o", "out.csv", "--policy", "ours.toml")
    assert done.exit_code == 1
    assert not (folder / "out.csv").exists()


def test_a_delay_of_the_file_asks_for_the_day_before_the_work(folder):
    policy_file(folder, "[levels.3]\ndelay_days = 60\n[levels.4]\ndelay_days = 60\n")
    done = run("locate", "events.csv", "-o", "out.csv", "--policy", "ours.toml")
    assert "--as-of YYYY-MM-DD" in done.stderr
    done = run("locate", "events.csv", "-o", "out.csv", "--policy", "ours.toml",
               "--as-of", "2021-02-15")  # fmt: skip
    assert done.exit_code == 0
    assert "Ryanggang" not in (folder / "out.csv").read_text(encoding="utf-8")


def test_the_shipped_reports_are_public_but_for_their_coder(korea, reports):
    from borderviz import read_events  # noqa: PLC0415 - this test alone reads them

    events = read_events(reports)
    located = locate_events(events, korea)
    shown = release_events(located, korea, "public", events=events)
    assert shown.notes == ()
    hidden = {"event_id", "incident_id", "origin_id", "part_of", "coder", "notes", "location_id"}
    kept = [c for c in located.columns if c not in {*hidden, "support_range", "geometry"}]
    before = located.sort_values("summary")[kept].reset_index(drop=True)
    after = shown.located.sort_values("summary")[kept].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(after), pd.DataFrame(before))


def test_words_of_a_font_that_lists_its_letters_are_read():
    font = b"beginbfrange\n<fe> <ff> [<0048> <00790065>]\n<01> <03> <0073>\nendbfrange"
    streams = (
        b"%d 0 obj\nstream\n%s\nendstream\n" % pair
        for pair in enumerate([font, b"BT <feff01> Tj ET"], start=1)
    )
    texts = dict(pdf_texts(b"%PDF-1.7\n" + b"".join(streams)))
    assert texts["drawn text 2"] == "Hyes"
