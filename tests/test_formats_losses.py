"""Every format gives the same events back; what it cannot hold stands in the table of losses."""

from __future__ import annotations

import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from borderviz.errors import InputError
from borderviz.events import About, normalise_events, read_event_table, write_events
from borderviz.events.formats.losses import LOSSES, describe_losses
from borderviz.events.formats.writing import WRITE_ENDINGS
from borderviz.files.features import read_features
from borderviz.files.geoparquet import read_parquet
from borderviz.files.kml import read_kml

ENDINGS = [pytest.param(ending, id=ending[1:]) for ending in WRITE_ENDINGS]
ABOUT = About(title="Two reports", sources=("© Somebody",), licence="CC BY 4.0", notice="INTERNAL")
UNFIT = "\x01\x1f\ufffe\uffff"
"""Characters that XML has no place for."""
TEXTS = (
    "=1+1", "'=1+1", "+82", "-5", "@SUM(A1)", "007", "1e5", "true", "null", "NaN", '{"a": 1}',
    "[1]", "2021/05/28", "2021-05-28", "12:30", "#N/A", "1/2", " lead", "trail ", "a\nb", "a\r\nb",
    "a\rb",
    "a\tb", "\ufeffx", "x\u2028y", "_x000D_", "😀 혜산 惠山", "e\u0301", "<b>&amp;</b>", "]]>",
    "${x}",
    '"quoted", ;', "\x7f\x85.", f"a{UNFIT}b",
)  # fmt: skip
"""Texts that one format or another takes for something else."""


def lost(ending, aspect):
    return any(loss.ending == ending and loss.aspect == aspect for loss in LOSSES)


def fitted(text):
    return "".join("\ufffd" if c in UNFIT else c for c in text)


@pytest.fixture(scope="module")
def events():
    """Two reports of one incident whose numbers differ, an aggregate, and rows with odd texts."""
    full = {
        "event_id": "a", "event_type": "shooting", "date": "[2021-05-27..2021-05-28]",
        "date_text": "last week", "place": "혜산 Market", "place_id": "gn:2043837", "country": "KP",
        "admin1": "KP-10", "latitude": "41.40170000000001", "longitude": "128.1777777777777",
        "coordinate_uncertainty_m": "1500.5", "killed_low": "0", "killed_best": "2",
        "killed_high": "10000000000", "arrested_low": "1", "arrested_best": "1",
        "arrested_high": "1", "involved_low": "3", "involved_best": "4", "involved_high": "5",
        "part_of": "total", "incident_id": "i-1", "source_url": "https://example.org/?a=1&b=<2>",
        "source_title": 'A "title"', "source_outlet": "Paper", "source_published": "2021-06",
        "origin_id": "o", "known_by": "2021-06-01", "summary": "Two died.", "quote": "‘Two died’",
        "coder": "me", "confidence": "high", "sensitivity": "2", "external_id": "9007199254740993",
        "notes": "none",
    }  # fmt: skip
    other = {**full, "event_id": "b", "killed_low": "3", "killed_best": "3", "part_of": ""}
    total = {"event_id": "total", "event_type": "death", "place": "Hyesan", "is_aggregate": "true"}
    odd = [
        {"event_type": "other", "place": "Hyesan", "Own column": text, "geometry": text, "id": "7"}
        for text in TEXTS
    ]
    return normalise_events(pd.DataFrame([full, other, total, *odd]))


@pytest.fixture(scope="module")
def shapes(events):
    area = shapely.Polygon(
        [(128.1, 41.1), (128.9, 41.1), (128.5, 41.123456789012)],
        [[(128.4, 41.105), (128.5, 41.105), (128.5, 41.11)]],
    )
    island = shapely.box(129.1, 41.1, 129.2, 41.2)
    several = [area, shapely.MultiPolygon([area, island]), None]
    point = shapely.Point(128.17777777777, 41.4017)
    return gpd.GeoSeries([*several, *[point] * (len(events) - 3)], crs=4326)


@pytest.fixture(scope="module")
def written(events, shapes, tmp_path_factory):
    """Each format's file of the same events, written once."""
    folder = tmp_path_factory.mktemp("formats")
    table = gpd.GeoDataFrame({**events, "shape": shapes}, geometry="shape", crs=4326)
    for ending in WRITE_ENDINGS:
        write_events(table, folder / f"events{ending}", about=ABOUT)
    return folder, table


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_events_come_back(events, written, ending):
    found = read_event_table(written[0] / f"events{ending}")
    expected = events
    if lost(ending, "characters"):
        expected = events.map(lambda cell: fitted(cell) if isinstance(cell, str) else cell)
        assert not expected.equals(events)
        expected = expected.astype(events.dtypes)
    pd.testing.assert_frame_equal(found.events, expected)
    assert found.rejected.empty


@pytest.mark.parametrize("ending", ENDINGS)
def test_reports_of_one_incident_keep_their_differing_numbers(written, ending):
    found = read_event_table(written[0] / f"events{ending}").events
    one = found[found["incident_id"] == "i-1"]
    assert one["killed_low"].tolist() == [0, 3]
    assert one["killed_best"].tolist() == [2, 3]


def shapes_in(path):
    if path.suffix == ".geojson":
        return gpd.read_file(path).geometry
    if path.suffix == ".kml":
        order = {mark.name: mark.geometry for mark in read_kml(path).placemarks}
        return gpd.GeoSeries([order[f"row-{at}"] for at in range(len(order))])
    read = read_parquet if path.suffix == ".parquet" else read_features
    return read(path).shapes


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_areas_come_back_where_the_format_holds_them(shapes, written, ending):
    path = written[0] / f"events{ending}"
    if lost(ending, "shape"):
        assert "128.9" not in path.read_bytes().decode("utf-8", "replace")
        return
    found = shapes_in(path)
    tolerance = 1e-7 if lost(ending, "digits") else 0
    same = [
        (one is None and other is None)
        or shapely.equals_exact(one.normalize(), other.normalize(), tolerance)
        for one, other in zip(found, shapes, strict=True)
    ]
    assert all(same)


@pytest.mark.parametrize("ending", ENDINGS)
def test_title_sources_and_licence_travel_where_the_format_has_a_place(written, ending):
    told = about_in(written[0] / f"events{ending}")
    if lost(ending, "about"):
        assert told is None
        return
    for text in ("Two reports", "© Somebody", "CC BY 4.0", "INTERNAL"):
        assert text in told


def about_in(path):
    if path.suffix == ".xlsx":
        return str(list(openpyxl.load_workbook(path)["about"].values))
    if path.suffix == ".parquet":
        return str(json.loads(pq.read_schema(path).metadata[b"borderviz"]))
    if path.suffix in {".gpkg", ".fgb"}:
        info = pyogrio.read_info(path)
        return str(info["layer_metadata"] or info["dataset_metadata"])
    text = path.read_text(encoding="utf-8", errors="replace")
    return text if "Somebody" in text else None


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_events_give_the_same_file(written, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    write_events(written[1], path, about=ABOUT)
    if ending != ".gpkg":  # it carries the time of writing; its content is compared above
        assert path.read_bytes() == (written[0] / f"events{ending}").read_bytes()
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_a_format_refuses_is_in_the_table(tmp_path, ending):
    path = tmp_path / f"events{ending}"
    base = {"event_type": "arrest", "place": "Hyesan"}
    for aspect, cells in (("length", {"own": "x" * 40_000}), ("names", {"Own": "x", "own": "y"})):
        table = pd.DataFrame([{**base, **cells}])
        path.unlink(missing_ok=True)
        if lost(ending, aspect):
            with pytest.raises(InputError, match="cannot write"):
                write_events(table, path)
            assert not path.exists()
        else:
            write_events(table, path)
            found = read_event_table(path).events
            assert found[list(cells)].iloc[0].to_dict() == cells


def test_the_table_of_losses_speaks_of_formats_that_are_written():
    table = describe_losses()
    assert set(table["ending"]) <= set(WRITE_ENDINGS)
    assert set(table["aspect"]) == {"shape", "about", "digits", "characters", "names", "length"}
    assert not table.duplicated(["ending", "aspect"]).any()


def test_other_formats_and_marks_are_refused(tmp_path):
    table = pd.DataFrame([{"event_type": "arrest", "place": "Hyesan"}])
    with pytest.raises(InputError, match=r"no format ends in '\.doc'; use one of \.csv"):
        write_events(table, tmp_path / "a.doc")
    with pytest.raises(InputError, match=r"a byte order mark is for \.csv files"):
        write_events(table, tmp_path / "a.xlsx", bom=True)
    write_events(table, tmp_path / "a.csv", bom=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_stated_coordinates_are_points_and_discs(tmp_path):
    at = {"event_type": "arrest", "latitude": 41.4, "longitude": 128.2}
    rows = [at, {**at, "coordinate_uncertainty_m": 900}, {"event_type": "arrest", "place": "X"}]
    write_events(pd.DataFrame(rows), tmp_path / "a.fgb")
    point, area, none = read_features(tmp_path / "a.fgb").shapes
    assert point == shapely.Point(128.2, 41.4)
    assert area.geom_type == "Polygon"
    assert none is None
