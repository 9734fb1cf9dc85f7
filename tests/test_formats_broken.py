"""Broken and hostile files: a clear sentence, or rows set aside; never a crash or a silent loss."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import contextmanager

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from borderviz.errors import InputError
from borderviz.events import read_event_table, read_events
from borderviz.schema import EVENT_COLUMNS

HEADER = "event_type,place,note\n"


@pytest.fixture(scope="module")
def layer():
    shapes = [shapely.Point(128 + at / 10, 41) for at in range(5)]
    shapes[1] = None
    kinds = {"event_type": "arrest", "place": [f"P{at}" for at in range(5)], "n": range(5)}
    return gpd.GeoDataFrame(kinds, geometry=shapes, crs=4326)


def refused(path, message, **options):
    with pytest.raises(InputError, match=message) as caught:
        read_events(path, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@contextmanager
def without_triggers(path):
    """Open a GeoPackage to write into it what its own rules would not let through."""
    base = sqlite3.connect(path)
    for (name,) in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        base.execute(f"drop trigger {name}")
    yield base
    base.commit()
    base.close()


# --- one broken feature costs only itself -------------------------------------------------------


def test_a_broken_geometry_of_a_geopackage_is_set_aside(layer, tmp_path):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(layer, path)
    with without_triggers(path) as base:
        base.execute("update a set geom = x'47500001e6100000010100' where place = 'P3'")
    table = read_event_table(path)
    assert table.events["place"].tolist() == ["P0", "P1", "P2", "P4"]
    assert table.events["longitude"].isna().tolist() == [False, True, False, False]
    (fault,) = table.rejected.to_dict("records")
    assert fault["row"] == 5
    assert fault["reason"].startswith("its geometry cannot be read: ")


@pytest.mark.parametrize(
    ("ending", "good"), [("shp", ["P0", "P1", "P2"]), ("fgb", ["P0", "P1", "P2", "P3"])]
)
def test_a_truncated_layer_keeps_what_is_whole(layer, tmp_path, ending, good):
    path = tmp_path / f"a.{ending}"
    options = {"SPATIAL_INDEX": "NO"} if ending == "fgb" else {}
    pyogrio.write_dataframe(layer, path, **options)
    path.write_bytes(path.read_bytes()[:-30])
    table = read_event_table(path)
    assert table.events["place"].tolist() == good
    assert len(table.events) + table.rejected["row"].nunique() == 5


def test_a_broken_shape_of_a_geoparquet_or_geojson_is_set_aside(layer, tmp_path):
    whole = layer.to_wkb()
    whole.loc[2, "geometry"] = b"\x01\x01\x00\x00\x00\x00"
    layer.to_parquet(tmp_path / "a.parquet")
    metadata = pq.read_schema(tmp_path / "a.parquet").metadata
    table = pa.Table.from_pandas(pd.DataFrame(whole), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(metadata), tmp_path / "a.parquet")
    collection = json.loads(layer.to_json())
    for feature in collection["features"]:
        del feature["id"]
    collection["features"][2]["geometry"]["coordinates"] = ["east", 41]
    (tmp_path / "a.geojson").write_text(json.dumps(collection))
    for name in ("a.parquet", "a.geojson"):
        found = read_event_table(tmp_path / name)
        assert found.events["place"].tolist() == ["P0", "P1", "P3", "P4"]
        assert found.rejected["row"].tolist() == [4]
        assert "its geometry cannot be read" in found.rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    "ending", ["gpkg", "fgb", "shp", "parquet", "xlsx", "kmz", "zip", "kml", "json"]
)
@pytest.mark.parametrize("content", [b"", b"event_type,place\narrest,Hyesan\n", b"\x00" * 500])
def test_a_file_of_another_kind_is_refused(tmp_path, ending, content):
    path = tmp_path / f"a.{ending}"
    path.write_bytes(content)
    assert "a." in refused(path, r"a\.")


@pytest.mark.parametrize("ending", ["gpkg", "parquet", "xlsx", "zip"])
def test_half_a_file_is_refused(layer, tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    if ending == "xlsx":
        pd.DataFrame(layer.drop(columns="geometry")).to_excel(path, index=False)
    elif ending == "parquet":
        layer.to_parquet(path)
    elif ending == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.shp", bytes(5000))
    else:
        pyogrio.write_dataframe(layer, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused(path, "a.")


# --- coordinate systems, columns, encodings -----------------------------------------------------


def test_a_shapefile_without_prj_is_refused_with_advice(layer, tmp_path):
    pyogrio.write_dataframe(layer, tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    refused(tmp_path / "a.shp", r"does not say in which coordinate .*for a Shapefile its \.prj")


def test_coordinates_that_their_system_does_not_know_are_refused(layer, tmp_path):
    metres = layer.set_crs(5179, allow_override=True)
    metres["geometry"] = [
        None if p is None else shapely.Point(p.x * 1e9, p.y * 1e9) for p in metres.geometry
    ]
    pyogrio.write_dataframe(metres, tmp_path / "a.gpkg")
    refused(tmp_path / "a.gpkg", "has coordinates that its reference system|cannot be brought to")


def test_degrees_that_are_none_are_set_aside(tmp_path):
    shapes = [shapely.Point(128.0, 410.0), shapely.Point(128, 41)]
    table = gpd.GeoDataFrame(
        {"event_type": "arrest", "place": "X"}, index=[0, 1], geometry=shapes, crs=4326
    )
    table.to_file(tmp_path / "a.geojson")
    found = read_event_table(tmp_path / "a.geojson")
    assert len(found.events) == 1
    assert found.rejected["column"].tolist() == ["latitude"]


def test_points_lines_and_areas_mixed_in_one_layer_are_all_kept(tmp_path):
    shapes = [
        shapely.Point(128, 41),
        shapely.LineString([(128, 41), (128.2, 41.1)]),
        shapely.box(128, 41, 128.1, 41.1),
        shapely.GeometryCollection([shapely.Point(128, 41), shapely.Point(128.1, 41)]),
    ]
    table = gpd.GeoDataFrame(
        {"event_type": "arrest", "place": "X"}, index=range(4), geometry=shapes, crs=4326
    )
    pyogrio.write_dataframe(table, tmp_path / "a.gpkg")
    events = read_events(tmp_path / "a.gpkg")
    assert events["latitude"].notna().all()
    assert events["coordinate_uncertainty_m"].isna().tolist() == [True, False, False, False]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json"])
def test_columns_that_stand_twice_are_refused_or_set_aside(tmp_path, name):
    path = tmp_path / name
    if name == "a.xlsx":
        book = openpyxl.Workbook()
        book.active.append(["event_type", "place", "place"])
        book.active.append(["arrest", "A", "B"])
        book.save(path)
    elif name == "a.csv":
        path.write_text("event_type,place,place\narrest,A,B\n")
    else:
        path.write_text('[{"event_type": "arrest", "place": "A", "place": "B"}]')
    refused(path, "'place' (more than once|twice)")


@pytest.mark.parametrize(
    ("name", "count"), [("a.csv", 1_000_000), ("a.json", 5000), ("a.jsonl", 5000), ("a.kml", 5000)]
)
def test_a_table_of_a_million_columns_is_refused_at_once(tmp_path, name, count):
    names = [f"c{at}" for at in range(count)]
    data = "".join(f'<Data name="{name}"/>' for name in names)
    text = {
        "a.csv": ",".join(names) + "\n1\n",
        "a.json": json.dumps([dict.fromkeys(names, 1)]),
        "a.jsonl": json.dumps(dict.fromkeys(names, 1)),
        "a.kml": f"<kml><Placemark><ExtendedData>{data}</ExtendedData></Placemark></kml>",
    }[name]
    (tmp_path / name).write_text(text)
    refused(tmp_path / name, f"has {count:,} columns, and at most 4,096 are read")


@pytest.mark.parametrize(
    "encoding", ["cp949", "euc-kr", "gb18030", "shift_jis", "utf-16", "utf-16-le"]
)
def test_encodings_are_told_or_asked_for(tmp_path, encoding):
    word = "平壤" if encoding in {"gb18030", "shift_jis"} else "혜산"
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADER}arrest,{word},x\n".encode(encoding))
    if encoding != "utf-16":
        told = refused(path, "is not UTF-8 text")
        name = "cp949" if encoding == "euc-kr" else encoding
        assert f"with encoding='{name}' 'arrest,{word},x'" in told
    assert read_events(path, encoding=encoding)["place"].tolist() == [word]


def test_the_encoding_of_a_shapefile_is_told_or_asked_for(layer, tmp_path):
    path = tmp_path / "a.shp"
    pyogrio.write_dataframe(layer.assign(place="혜산"), path, encoding="cp949")
    (tmp_path / "a.cpg").unlink(missing_ok=True)
    table = (tmp_path / "a.dbf").read_bytes()
    (tmp_path / "a.dbf").write_bytes(table[:29] + b"\0" + table[30:])  # no code page is told either
    refused(path, r"no \.cpg file beside it tells their encoding; name it")
    assert set(read_events(path, encoding="cp949")["place"]) == {"혜산"}


# --- bombs and tricks ---------------------------------------------------------------------------


def bomb(path, name, size):
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w") as out,
    ):
        for _ in range(size // 2**20):
            out.write(bytes(2**20))
    return path


@pytest.mark.parametrize(
    ("name", "inner"),
    [("a.xlsx", "xl/worksheets/sheet1.xml"), ("a.kmz", "doc.kml"), ("a.zip", "a.shp")],
)
def test_an_archive_that_would_fill_the_memory_is_not_opened(tmp_path, name, inner):
    refused(bomb(tmp_path / name, inner, 80 * 2**20), "would unpack to 80 MB from 0.1 MB")


@pytest.mark.parametrize("name", ["../a.kml", "/etc/a.kml", "C:\\a.kml", "x\\..\\..\\a.kml"])
def test_an_archive_that_leads_outside_is_not_opened(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", "<kml/>")
        archive.writestr(name, "<kml/>")
    refused(tmp_path / "a.kmz", "leads outside the archive; it is not opened")


ENTITIES = (
    '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)).replace("&a0;", "&a;")
    + "]>"
)


@pytest.mark.parametrize(
    "head",
    [
        ENTITIES,
        '<!DOCTYPE kml SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_in_kml_and_spreadsheets_are_refused(tmp_path, head):
    text = f"{head}<kml><Placemark><name>&a8;</name></Placemark></kml>"
    (tmp_path / "a.kml").write_text(text)
    refused(tmp_path / "a.kml", "has a document type or entities of its own, which no KML needs")
    (tmp_path / "b.kml").write_bytes(text.encode("utf-16"))
    refused(tmp_path / "b.kml", "has a document type or entities of its own")
    book = openpyxl.Workbook()
    book.active.append(["event_type", "place"])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, data in parts.items():
            bad = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, head.encode() + data.partition(b"?>")[2] if bad else data)
    refused(tmp_path / "a.xlsx", "cannot read .* as an XLSX spreadsheet")


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["event_type", "place"])
    book.active.append(["arrest", "Hyesan"])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    wide = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    long = sheet.replace(b'<row r="2"', b'<row r="2000000000"')
    for path, changed in ((tmp_path / "b.xlsx", wide), (tmp_path / "c.xlsx", long)):
        assert sheet != changed
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in {**parts, "xl/worksheets/sheet1.xml": changed}.items():
                archive.writestr(name, data)
    assert read_events(tmp_path / "b.xlsx")["place"].tolist() == ["Hyesan"]
    refused(tmp_path / "c.xlsx", "has rows beyond 1,048,576")


def test_shapes_that_are_nested_without_end_are_set_aside(tmp_path):
    point = "<Point><coordinates>128,41</coordinates></Point>"
    deep = f"{'<MultiGeometry>' * 20_000}{point}{'</MultiGeometry>' * 20_000}"
    data = '<ExtendedData><Data name="event_type"><value>arrest</value></Data></ExtendedData>'
    marks = "".join(f"<Placemark>{data}{shape}</Placemark>" for shape in (deep, point))
    (tmp_path / "a.kml").write_text(f"<kml><Document>{marks}</Document></kml>")
    table = read_event_table(tmp_path / "a.kml")
    assert len(table.events) == 1
    assert "its geometry cannot be read" in table.rejected["reason"].iloc[0]


def test_names_of_layers_and_columns_lead_nowhere(layer, tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    trick = "../../evil"
    pyogrio.write_dataframe(layer.rename(columns={"n": "../n"}), inside / "a.gpkg", layer="a")
    with without_triggers(inside / "a.gpkg") as base:
        base.execute(f'alter table a rename to "{trick}"')
        for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"):
            base.execute(f"update {table} set table_name = '{trick}'")
    events = read_events(inside / "a.gpkg")
    assert events["../n"].tolist() == ["0", "1", "2", "3", "4"]
    assert read_events(inside / "a.gpkg", layer=trick).equals(events)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.gpkg", "inside"]


@pytest.mark.parametrize("name", ["a.gml", "a.shp", "a.gpkg"])
def test_a_file_that_only_points_to_another_is_not_followed(tmp_path, name):
    secret = tmp_path / "secret.csv"
    secret.write_text("event_type,place\narrest,Secret\n")
    text = (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    (tmp_path / name).write_text(text)
    refused(tmp_path / name, "points to other data instead of holding it")


# --- fuzz ---------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(["arrest", "Hyesan", "2021-05", "41.4", "128", "-1", "", " ", "\0", '"', "=x"]),
    st.text(max_size=8),
)
VALUES = st.recursive(
    st.one_of(CELLS, st.none(), st.booleans(), st.integers(), st.floats(-1e300, 1e300)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(CELLS, inner, max_size=2),
    max_leaves=4,
)
NAMES = st.one_of(st.sampled_from(EVENT_COLUMNS), st.text(max_size=4))
ROWS = st.one_of(
    st.dictionaries(NAMES, VALUES, max_size=4).map(
        lambda row: {"event_type": "arrest", "place": "Hyesan", **row}
    ),
    st.sampled_from([1, None, "x", []]),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def checked(path):
    """Read a file; return how many rows are good and set aside, or None when it is refused."""
    try:
        table = read_event_table(path)
    except InputError:
        return None
    assert (table.rejected["reason"] != "").all()
    assert table.events.columns.tolist()[: len(EVENT_COLUMNS)] == list(EVENT_COLUMNS)
    return len(table.events), len(table.originals)


@settings(max_examples=40)
@given(data=st.binary(max_size=200), at=st.integers(0, 60), keep=st.booleans())
@example(data=b"\xff\xfe", at=0, keep=True)
@example(data=b'"', at=25, keep=True)
def test_any_bytes_in_a_csv_file_are_read_or_refused(folder, data, at, keep):
    whole = f"{HEADER}arrest,혜산,a\narrest,Onsong,b\n".encode()
    path = folder / "any.csv"
    path.write_bytes(whole[:at] + data + (whole[at:] if keep else b""))
    checked(path)


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=5))
def test_no_row_of_a_json_file_is_lost(folder, rows):
    path = folder / "any.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    lines = folder / "any.jsonl"
    lines.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    found = checked(path)
    assert checked(lines) == found
    if found is not None:
        assert sum(found) == len(rows)


@settings(max_examples=30)
@given(data=st.binary(max_size=20), at=st.integers(0, 120), cut=st.integers(0, 30))
def test_any_bytes_in_json_and_kml_are_read_or_refused(folder, data, at, cut):
    feature = '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [128, 41]}, '
    feature += '"properties": {"event_type": "arrest", "place": "Hyesan"}}'
    kml = '<kml><Placemark><ExtendedData><Data name="event_type"><value>arrest</value></Data>'
    kml += "</ExtendedData><Point><coordinates>128,41</coordinates></Point></Placemark></kml>"
    for name, text in (("any.geojson", feature), ("any.geojsonl", feature), ("any.kml", kml)):
        whole = text.encode()
        (folder / name).write_bytes(whole[:at] + data + whole[at + cut :])
        checked(folder / name)
