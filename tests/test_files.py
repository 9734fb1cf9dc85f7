"""Files: read strictly, written whole or not at all, safe in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import os
import string
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from borderviz.errors import InputError
from borderviz.files import (
    atomic_path,
    atomic_write_bytes,
    atomic_write_text,
    read_csv_text,
    read_vector,
    sha256_file,
    write_csv,
    write_vector,
)

# Everything that UTF-8 can carry but NUL, the dangerous characters often.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("'=+-@\t\r\n \",;|＝\ufeff\u202e'5"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


def written(folder, data: bytes):
    path = folder / "table.csv"
    path.write_bytes(data)
    return path


# --- atomic writing ------------------------------------------------------------------------


def test_a_text_is_written_as_given(tmp_path):
    atomic_write_text(tmp_path / "a.txt", "각\r\n\n")
    assert (tmp_path / "a.txt").read_bytes() == "각\r\n\n".encode()


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path, interrupt):
    target = tmp_path / "map.html"
    target.write_text("old")

    def half_written():
        with atomic_path(target) as temporary:
            temporary.write_text("new, but only ha")
            raise interrupt

    with pytest.raises(interrupt):
        half_written()
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["map.html"]  # noqa: PTH208 - hidden files too


def test_a_write_that_fails_at_the_last_moment_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    target.write_text("old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        atomic_write_bytes(target, b"new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_new_file_keeps_the_permissions_of_the_old_one(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(0o640)
    atomic_write_text(target, "new")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    atomic_write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced():
    atomic_write_text("/dev/null", "text")
    assert not os.path.isfile("/dev/null")  # noqa: PTH113


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match=r"the folder '.*/none' does not exist; make it first"):
        atomic_write_text(tmp_path / "none" / "a.txt", "")


def test_a_folder_is_no_file_to_write(tmp_path):
    with pytest.raises(InputError, match="is a folder; name a file to write in it"):
        atomic_write_text(tmp_path, "")


def test_a_folder_closed_to_writing(tmp_path, monkeypatch):
    def closed(self, **_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "touch", closed)
    with pytest.raises(InputError, match="Permission denied"):
        atomic_write_text(tmp_path / "a.txt", "")


def test_half_a_surrogate_pair_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match=r"near 'ab\\ud800cd' holds half a surrogate pair"):
        atomic_write_text(tmp_path / "a.txt", "ab\ud800cd")
    assert list(tmp_path.iterdir()) == []


def test_sha256(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_file(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
    with pytest.raises(InputError, match=r"there is no file '.*/b'"):
        sha256_file(tmp_path / "b")


# --- reading CSV -----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_line_ends_and_delimiters(tmp_path, encoding, end, delimiter):
    lines = ["place", "note"], ["혜산", "a"], ["Tumen", "b"]
    text = end.join(delimiter.join(cells) for cells in lines) + end
    frame = read_csv_text(written(tmp_path, text.encode(encoding))).frame
    assert frame.to_dict("list") == {"place": ["혜산", "Tumen"], "note": ["a", "b"]}
    assert frame.index.tolist() == [2, 3]


def test_an_encoding_may_be_named(tmp_path):
    path = written(tmp_path, "place,note\n혜산,a\n".encode("cp949"))
    assert read_csv_text(path, encoding="cp949").frame["place"].tolist() == ["혜산"]
    with pytest.raises(InputError, match="the encoding 'nope' is not known"):
        read_csv_text(path, encoding="nope")


def test_a_byte_that_is_not_utf8_is_named_with_its_offset_and_line(tmp_path):
    path = written(tmp_path, b"place,note\na,b\ncaf\xe9,b\n")
    with pytest.raises(InputError) as caught:
        read_csv_text(path)
    assert "byte 0xE9 at offset 18 (line 3) is not UTF-8 text" in str(caught.value)
    assert "save the file as UTF-8" in str(caught.value)
    assert "encoding='cp1252'" in str(caught.value)


def test_half_a_character_of_utf16(tmp_path):
    with pytest.raises(InputError, match="is not UTF-16 text"):
        read_csv_text(written(tmp_path, "a,b\n".encode("utf-16") + b"x"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \n\r\n", "is empty"),
        (b"a,b\n1,\0\n", "line 2 holds a NUL"),
        ("a,b\n1,2\n".encode("utf-16-le"), "line 1 holds a NUL .* encoding='utf-16-le'"),
        (b"a,b,a\n1,2,3\n", "the header names 'a' more than once"),
        (b"a,,b\n1,2,3\n", "column 2 of the header has no name"),
        (b",,\n1,2,3\n", "column 1 of the header has no name"),
        (b'a,b\n1,"open\n2,3\n', "line 3: unexpected end of data"),
        (b'a,b\n1,"x"y\n', "line 2: .*each one inside it doubled"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, data, message):
    with pytest.raises(InputError, match=message) as caught:
        read_csv_text(written(tmp_path, data))
    assert "table.csv" in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(InputError, match=r"there is no file '.*none.csv'; check the name"):
        read_csv_text(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder; name a file in it"):
        read_csv_text(tmp_path)


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path):
    data = b'a,b\n1,"two\nlines"\n\n  \n3,4\n'
    table = read_csv_text(written(tmp_path, data))
    assert table.frame["a"].to_dict() == {2: "1", 5: "3"}
    assert table.ragged == ()


def test_ragged_rows_are_told_and_kept(tmp_path):
    table = read_csv_text(written(tmp_path, b'a,b,,\n1,2\n"x\ny"\n1,2,3,four\n1,2,,\n'))
    few, many = table.ragged
    assert (few.row, few.line, few.surplus) == (3, 4, ())
    assert few.reason == "the row has only 1 cells, the header 2 names"
    assert (many.row, many.line, many.surplus) == (4, 5, ("3", "four"))
    assert many.reason.startswith("the row has 4 cells, the header 2 names; put cells")
    assert table.frame["a"].tolist() == ["1", "x\ny", "1", "1"]
    assert table.frame["b"].tolist() == ["2", "", "2", "2"]


def test_a_cell_of_a_megabyte_is_read_and_the_limit_of_csv_put_back(tmp_path):
    before = csv.field_size_limit()
    cell = "x" * 1_000_000
    frame = read_csv_text(written(tmp_path, f"a,b\n{cell},1\n".encode())).frame
    assert frame.loc[2, "a"] == cell
    assert csv.field_size_limit() == before


def test_more_rows_than_one_chunk(tmp_path):
    rows = [f"{number},{number % 7}" for number in range(20_001)]
    frame = read_csv_text(written(tmp_path, "\n".join(["a,b", *rows]).encode())).frame
    assert len(frame) == 20_001
    assert frame.loc[20_002].tolist() == ["20000", "1"]


# --- writing CSV -------------------------------------------------------------------------------


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=6),
    names=st.lists(TEXTS.map(str.strip).filter(bool), min_size=2, max_size=2, unique=True),
    bom=st.booleans(),
)
@example(
    rows=[("'=1", "=1"), ("''=1", "' =1"), ("'", "''"), ("-5", "'-5")],
    names=["=a", "'=a"],
    bom=True,
)
@example(rows=[("", "")], names=["\ufeff", "b"], bom=False)
@example(rows=[("a\rb", "\r\n")], names=["a;;;", "b"], bom=False)
@example(rows=[], names=[";\r0", "0"], bom=False)
def test_any_text_comes_back_as_it_was(folder, rows, names, bom):
    frame = pd.DataFrame(rows, columns=names, dtype="string")
    path = folder / "any.csv"
    write_csv(frame, path, bom=bom)
    table = read_csv_text(path)
    assert table.ragged == ()
    assert table.frame.columns.tolist() == names
    assert table.frame.to_numpy().tolist() == [list(row) for row in rows]


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_one_column_alone_comes_back_too(folder, cells):
    path = folder / "one.csv"
    write_csv(pd.DataFrame({"a": pd.array(cells, dtype="string")}), path)
    assert read_csv_text(path, delimiter=",").frame["a"].tolist() == cells


@given(TEXTS)
def test_no_spreadsheet_runs_a_cell(folder, text):
    path = folder / "cell.csv"
    write_csv(pd.DataFrame({"a": [text], "b": ["x"]}), path)
    with path.open(encoding="utf-8", newline="") as handle:
        cell = list(csv.reader(handle))[1][0]
    try:
        float(text)
    except ValueError:
        assert not cell.lstrip(string.whitespace + "\ufeff").startswith(("=", "+", "-", "@"))
        assert not cell.startswith(("\t", "\r"))
    else:
        assert cell in {text, f"'{text}"}


def test_numbers_stay_numbers_and_formulas_do_not(tmp_path):
    frame = pd.DataFrame(
        {
            "n": pd.array([-5, None], dtype="Int64"),
            "x": [-1.5, float("nan")],
            "flag": pd.array([True, None], dtype="boolean"),
            "text": ["-5", "=1+1"],
            "day": pd.to_datetime(["2021-01-28", None]),
            "names": [("é", "b"), ()],
            "np": np.array([0.5, 0.25], dtype="float32"),
        }
    )
    write_csv(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").split("\n") == [
        "n,x,flag,text,day,names,np",
        '-5,-1.5,true,-5,2021-01-28T00:00:00,"[""é"", ""b""]",0.5',
        ",,,'=1+1,,[],0.25",
        "",
    ]


def test_what_has_no_place_in_a_csv_file_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    with pytest.raises(InputError, match=r"column 'a' holds .* of type Point"):
        write_csv(pd.DataFrame({"a": [Point(1, 2)]}), path)
    with pytest.raises(InputError, match="the column 'a' stands twice"):
        write_csv(pd.DataFrame([[1, 2]], columns=["a", "a"]), path)
    with pytest.raises(InputError, match="the column name 0 is not a text"):
        write_csv(pd.DataFrame([[1]]), path)
    with pytest.raises(InputError, match="NUL"):
        write_csv(pd.DataFrame({"a": ["\0"]}), path)
    assert not path.exists()


# --- vector data -------------------------------------------------------------------------------


def places():
    return gpd.GeoDataFrame(
        {
            "name": pd.array(['{"a": 1}', None], dtype="string"),
            "names": [("é", "b"), ()],
            "n": pd.array([3, None], dtype="Int64"),
        },
        geometry=[Point(128.1778, 41.4017), Polygon([(0, 0), (1, 0), (1, 1)])],
        crs=4326,
    )


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.JSON"])
def test_vector_data_comes_back(tmp_path, name):
    write_vector(places(), tmp_path / name)
    frame = read_vector(tmp_path / name)
    assert frame["name"].iloc[0] == '{"a": 1}'
    assert frame["names"].tolist() == ['["é", "b"]', "[]"]
    assert frame["n"].iloc[0] == 3
    assert frame["n"].isna().tolist() == [False, True]
    assert frame.geometry.geom_equals_exact(places().geometry, 1e-7).all()
    assert frame.crs.to_epsg() == 4326
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_same_table_gives_the_same_geojson_bytes(tmp_path):
    (tmp_path / "b").mkdir()
    write_vector(places(), tmp_path / "a.geojson")
    write_vector(places(), tmp_path / "b" / "a.geojson")
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b" / "a.geojson").read_bytes()


def test_several_layers_must_be_told_apart(tmp_path):
    path = tmp_path / "a.gpkg"
    places().drop(columns="names").to_file(path, layer="one", engine="pyogrio")
    places().drop(columns="names").to_file(path, layer="two", engine="pyogrio")
    with pytest.raises(InputError, match="holds the layers 'one', 'two'; name one"):
        read_vector(path)
    assert len(read_vector(path, layer="two")) == 2
    with pytest.raises(InputError, match=r"cannot read .*three"):
        read_vector(path, layer="three")


def test_vector_data_that_cannot_be_used(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        read_vector(tmp_path / "none.geojson")
    (tmp_path / "bad.geojson").write_text("{nope")
    with pytest.raises(InputError, match=r"cannot read '.*bad.geojson' as vector data"):
        read_vector(tmp_path / "bad.geojson")
    with pytest.raises(InputError, match=r"the format '\.shp' is not known"):
        read_vector(tmp_path / "a.shp")
    with pytest.raises(InputError, match="the table is in EPSG:3857; bring it to EPSG:4326"):
        write_vector(places().to_crs(3857), tmp_path / "a.geojson")
    with pytest.raises(InputError, match="no coordinate reference system"):
        write_vector(places().set_crs(None, allow_override=True), tmp_path / "a.geojson")
