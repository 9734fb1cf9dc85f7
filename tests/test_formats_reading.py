"""Files that others made: their columns, shapes and dates become those of events."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz.crs import GEOD, containing_disc
from borderviz.errors import InputError
from borderviz.events import parse_columns, read_columns, read_event_table, read_events
from borderviz.files.sheets import read_sheet, write_sheet

EVENT = {"event_type": "arrest", "place": "Hyesan"}


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": {**EVENT, **properties}}


def point(*xy):
    return {"type": "Point", "coordinates": list(xy)}


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")
        return path

    return write


# --- a user's own columns -----------------------------------------------------------------------


def test_columns_of_the_user_are_mapped_and_the_others_kept(file):
    path = file("a.csv", "When,What,Location (as reported),place\n2021,arrest,Hyesan,P1\n")
    columns = {"place": "Location (as reported)", "event_type": "What", "date": "When"}
    event = read_events(path, columns=columns).iloc[0]
    assert (event["place"], event["event_type"], event["date"]) == ("Hyesan", "arrest", "2021")
    assert event["original place"] == "P1"


def test_one_column_may_serve_two_names_and_one_may_be_meant_as_it_is(file):
    path = file("a.csv", "When,event_type,place\n2021-05,arrest,Hyesan\n")
    columns = {"date": "When", "date_text": "When", "place": "place"}
    event = read_events(path, columns=columns).iloc[0]
    assert (event["date"], event["date_text"], event["place"]) == ("2021-05", "2021-05", "Hyesan")


def test_mappings_are_written_as_items_or_as_toml(file):
    assert parse_columns(["place=Location = reported", " date =When"]) == {
        "place": "Location = reported",
        "date": "When",
    }
    path = file("columns.toml", 'place = "Location (as reported)"\ndate = "When"\n')
    assert read_columns(path) == {"place": "Location (as reported)", "date": "When"}


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["place"], "'place' is no mapping of a column; write it as place="),
        (["place="], "is no mapping of a column"),
        (["plcae=X"], "events have no column 'plcae'; did you mean 'place'"),
        (["place=X", "place=Y"], "the column 'place' is mapped twice"),
    ],
)
def test_mappings_that_are_none(items, message):
    with pytest.raises(InputError, match=message):
        parse_columns(items)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("place", "is no TOML"),
        ("place = 3", "'place' is 3; write the name of the column"),
        ('plcae = "X"', r"columns\.toml.*events have no column 'plcae'"),
    ],
)
def test_mapping_files_that_are_none(file, text, message):
    with pytest.raises(InputError, match=message):
        read_columns(file("columns.toml", text))


def test_a_mapped_column_that_is_not_there(file):
    path = file("a.csv", "event_type,Locatoin\narrest,Hyesan\n")
    with pytest.raises(InputError, match=r"has no column 'Location'; its columns are .*did you me"):
        read_events(path, columns={"place": "Location"})


# --- JSON ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        [EVENT],
        {"count": 1, "data": [EVENT], "tags": ["a"]},
        {"type": "FeatureCollection", "features": [feature(None)]},
        feature(None),
    ],
)
def test_json_documents_that_hold_events(file, document):
    assert read_events(file("a.json", document))["place"].tolist() == ["Hyesan"]


def test_values_of_json_become_the_cells_they_are(file):
    row = {**EVENT, "killed_best": 3, "is_aggregate": True, "x": [1, "é"], "y": 1.5, "z": None}
    event = read_events(file("a.json", [row])).iloc[0]
    assert event["killed_best"] == 3
    assert event["is_aggregate"]
    assert (event["x"], event["y"]) == ('[1, "é"]', "1.5")
    assert event["z"] is pd.NA


def test_lines_of_json_are_numbered_by_line(file):
    twice = '{"a": 1, "a": 2}'
    inside = f'{{"type": "Feature", "geometry": null, "properties": {twice}}}'
    text = f"{json.dumps(EVENT)}\n\n{{broken\n[1]\n{twice}\n{json.dumps(EVENT)}\n{inside}\n"
    table = read_event_table(file("a.jsonl", text))
    assert table.events["event_id"].tolist() == ["row-1", "row-6"]
    assert table.rejected["row"].tolist() == [3, 4, 5, 7]
    reasons = table.rejected["reason"].tolist()
    assert reasons[0].startswith("is no JSON")
    assert reasons[1] == "is [1], not an object with names"
    assert reasons[2:] == ["names 'a' twice; keep one of the two"] * 2
    assert table.rejected["value"].iloc[0] == "{broken"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("[1, ", "is no JSON: line 1, column 5"),
        ("3", "holds 3; an array of events is read"),
        ("[]", "holds no event"),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "one must be an array of events, and .* 'a', 'c'"),
        ('{"type": "FeatureCollection"}', "a FeatureCollection without 'features'"),
        ("[1, 2]", r"holds no event: row 2 is 1, not an object"),
        ('[{"x": 1e999}]', "'1e999' is too large for a number"),
        ('[{"x": NaN}]', "'NaN' is no JSON number"),
        ("[" * 100_000, "cannot be read as JSON: it is nested too deeply"),
    ],
)  # fmt: skip
def test_json_that_holds_no_events(file, document, message):
    with pytest.raises(InputError, match=message):
        read_events(file("a.json", document))


# --- shapes -------------------------------------------------------------------------------------


def test_points_are_positions_and_areas_are_discs_that_hold_them(file):
    area = {"type": "Polygon", "coordinates": [[[128, 41], [129, 41], [129, 42], [128, 41]]]}
    path = file("a.geojson", {
        "type": "FeatureCollection",
        "features": [feature(point(128.5, 41.5)), feature(area), feature(None)],
    })  # fmt: skip
    table = read_event_table(path)
    spot, wide, nowhere = table.events.to_dict("records")
    assert (spot["longitude"], spot["latitude"]) == (128.5, 41.5)
    assert spot["coordinate_uncertainty_m"] is None
    for lon, lat in area["coordinates"][0]:
        away = GEOD.inv(wide["longitude"], wide["latitude"], lon, lat)[2]
        assert away <= wide["coordinate_uncertainty_m"]
    assert wide["stated_area"].startswith("POLYGON ((128 41, 129 41")
    assert nowhere["latitude"] is None
    (note,) = table.notes
    assert note.startswith("1 features are areas or lines: each counts as the disc that holds it")


def test_columns_for_coordinates_count_more_than_shapes(file):
    path = file("a.geojson", feature(point(1, 2), latitude=41.5, longitude=128.5))
    assert read_events(path)[["latitude", "longitude"]].iloc[0].tolist() == [41.5, 128.5]


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(120, 130), st.floats(35, 45)), min_size=1, max_size=8, unique=True)
)
def test_a_disc_holds_its_shape_and_is_not_much_larger(positions):
    shape = shapely.MultiPoint(positions)
    lon, lat, radius_m = containing_disc(shape)
    away = [GEOD.inv(lon, lat, *xy)[2] for xy in positions]
    assert max(away) <= radius_m + 0.001
    apart = max(GEOD.inv(*one, *other)[2] for one in positions for other in positions)
    assert (
        radius_m <= apart / 3**0.5 * 1.01 + 1
    )  # Jung: the circle of the farthest pair, times 2/√3


def test_an_old_geojson_in_another_system_is_brought_to_degrees(file):
    x, y = 14269000.0, 5070000.0
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
        "features": [feature(point(x, y))],
    }
    event = read_events(file("a.geojson", document)).iloc[0]
    assert event["longitude"] == pytest.approx(x / 6378137 * 57.29577951308232, abs=1e-9)
    document["crs"]["properties"]["name"] = "urn:nobody:knows"
    with pytest.raises(InputError, match="is in 'urn:nobody:knows', which is not known"):
        read_events(file("a.geojson", document))


@pytest.mark.parametrize("ending", ["shp", "gpkg", "fgb", "zip", "parquet"])
def test_vector_data_in_metres_are_brought_to_degrees(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    spots = gpd.GeoSeries([shapely.Point(128.5, 41.5)], crs=4326).to_crs(5179)
    table = gpd.GeoDataFrame({"event_type": ["arrest"], "place": ["혜산"]}, geometry=spots)
    if ending == "parquet":
        table.to_parquet(path)
    elif ending == "zip":
        pyogrio.write_dataframe(table, tmp_path / "b.shp", encoding="UTF-8")
        with zipfile.ZipFile(path, "w") as archive:
            for part in tmp_path.glob("b.*"):
                archive.write(part, part.name)
    else:
        pyogrio.write_dataframe(table, path)
    found = read_event_table(path)
    assert found.events["place"].tolist() == ["혜산"]
    assert found.events["longitude"].iloc[0] == pytest.approx(128.5, abs=1e-7)
    assert found.notes[0].startswith("its coordinates were brought from ")


def test_one_layer_of_several_is_named(tmp_path):
    table = gpd.GeoDataFrame([EVENT], geometry=[shapely.Point(128, 41)], crs=4326)
    for layer in ("one", "two"):
        pyogrio.write_dataframe(table.assign(place=layer), tmp_path / "a.gpkg", layer=layer)
    with pytest.raises(InputError, match="holds the layers 'one', 'two'; name one"):
        read_events(tmp_path / "a.gpkg")
    assert read_events(tmp_path / "a.gpkg", layer="two")["place"].tolist() == ["two"]


def test_large_whole_numbers_stay_whole_beside_missing_ones(tmp_path):
    names = pd.array([2**60 + 1, None], dtype="Int64")
    table = pd.DataFrame({"event_type": "arrest", "place": "Hyesan", "external_id": names})
    table.to_parquet(tmp_path / "a.parquet")
    shapes = gpd.GeoDataFrame(table, geometry=[shapely.Point(128, 41)] * 2, crs=4326)
    pyogrio.write_dataframe(shapes, tmp_path / "a.gpkg", use_arrow=True)
    for name in ("a.parquet", "a.gpkg"):
        found = read_events(tmp_path / name)["external_id"].tolist()
        assert found == [str(2**60 + 1), pd.NA]


# --- KML ----------------------------------------------------------------------------------------

KML = """\
<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Arrest</name>
<Placemark><name>Hyesan</name><TimeSpan><begin>2021-05-01</begin><end>2021-05-31</end></TimeSpan>
<ExtendedData><Data name="coder"><value>me</value></Data></ExtendedData>
<Point><coordinates> 128.5,41.5,0 </coordinates></Point></Placemark>
<Placemark><name>Line</name><TimeStamp><when>2021-06-02T10:00:00Z</when></TimeStamp>
<MultiGeometry><LineString><coordinates>128,41 128.1,41.1</coordinates></LineString></MultiGeometry>
</Placemark>
<Placemark><name>Broken</name><Point><coordinates>128;41</coordinates></Point></Placemark>
<NetworkLink><Link><href>https://example.org/more.kml</href></Link></NetworkLink>
</Folder></Document></kml>
"""


@pytest.mark.parametrize("ending", ["kml", "kmz"])
def test_placemarks_of_others(file, tmp_path, ending):
    path = file("a.kml", KML)
    if ending == "kmz":
        with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
            archive.write(path, "doc.kml")
        path = tmp_path / "a.kmz"
    table = read_event_table(path, columns={"event_type": "folder", "place": "name"})
    spot, line = table.events.to_dict("records")
    assert (spot["place"], spot["event_type"], spot["coder"]) == ("Hyesan", "arrest", "me")
    assert (spot["date"], spot["latitude"]) == ("2021-05-01/2021-05-31", 41.5)
    assert line["date"] == "2021-06-02"
    assert line["stated_area"] == "MULTILINESTRING ((128 41, 128.1 41.1))"
    (fault,) = table.rejected.to_dict("records")
    assert fault["row"] == 4
    assert fault["reason"].endswith("the position '128;41' is not longitude,latitude")
    assert table.notes[0] == "its 1 network links ('https://example.org/more.kml') are not followed"


def test_a_document_that_breaks_off_keeps_what_came_before(file):
    path = file("a.kml", KML[: KML.index("<Placemark><name>Broken")])
    table = read_event_table(path, columns={"event_type": "folder", "place": "name"})
    assert table.events["place"].tolist() == ["Hyesan", "Line"]
    assert table.rejected["reason"].iloc[0].startswith("the file is broken from here on: ")


# --- spreadsheets -------------------------------------------------------------------------------


def workbook(path, rows, *more):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in more:
        book.create_sheet(name).append(["x"])
    book.save(path)
    return path


def test_a_spreadsheet_with_dates_numbers_and_errors(tmp_path):
    rows = [
        [None, None],
        ["event_type", "place", "date", "killed_best", "Own"],
        ["arrest", "Hyesan", date(2021, 5, 28), 3, True],
        [],
        ["arrest", "Onsong", datetime(2021, 5, 1), 2.0, 1.25],
        ["arrest", "Musan", "2021-13", "#REF!"],
        ["arrest", "Musan", "2021", 1, None, "too much"],
        ["arrest", "Musan", "2021", "=1+1"],
    ]
    table = read_event_table(workbook(tmp_path / "a.xlsx", rows, "notes"))
    assert table.events["date"].tolist() == ["2021-05-28", "2021-05-01"]
    assert table.events["killed_best"].tolist() == [3, 2]
    assert table.events["Own"].tolist() == ["true", "1.25"]
    assert table.events["event_id"].tolist() == ["row-3", "row-5"]
    told = table.rejected[["row", "column", "value"]].to_numpy().tolist()
    assert told == [
        [6, "date", "2021-13"],
        [6, "killed_best", "#REF!"],
        [7, "", ""],
        [8, "killed_best", "=1+1"],
    ]
    assert "was never computed" in table.rejected["reason"].iloc[-1]
    assert table.notes == ("of its sheets 'Sheet' is read, not 'notes'",)


def test_a_sheet_is_named_or_missing(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["event_type", "place"], ["arrest", "Hyesan"]], "notes")
    assert len(read_events(path, layer="Sheet")) == 1
    with pytest.raises(InputError, match="has no sheet 'Other', only 'Sheet', 'notes'"):
        read_events(path, layer="Other")


@settings(max_examples=30)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
            str.strip
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_comes_back_from_a_spreadsheet(tmp_path_factory, texts):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    write_sheet(pd.DataFrame({"a": texts}), path)
    assert [cells[0] for _, cells in read_sheet(path).rows] == texts
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type == "s" for (cell,) in book["events"].iter_rows())


# --- endings ------------------------------------------------------------------------------------


def test_what_is_not_read_and_what_has_no_layers(file):
    with pytest.raises(
        InputError, match=r"files that end in '\.xls' are not read; use one of \.csv"
    ):
        read_events(file("a.xls", b""))
    with pytest.raises(InputError, match="holds one table, no layer 'x'"):
        read_events(file("a.csv", "event_type,place\na,b\n"), layer="x")
    with pytest.raises(InputError, match="there is no format 'gdelt'; use one of own, acled, ucdp"):
        read_events(file("a.csv", "event_type,place\na,b\n"), profile="gdelt")
