"""True polygons of units as an overlay: matched or reported, never guessed."""

from __future__ import annotations

import re
import shutil

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import yaml

import borderviz as bv
from borderviz.crs import disc
from borderviz.errors import DataPackError, InputError
from borderviz.geodata import pack_roots, seal_geodata, verify_geodata

TERMS = {"source": "a survey, https://example.org/survey", "licence": "CC BY 4.0"}


@pytest.fixture(scope="module")
def units(korea):
    """The counties and cities of the home country that have a point, by name."""
    rows = korea.places[
        (korea.places["country"] == "KP")
        & (korea.places["size_class"] == "unit")
        & korea.places["kind"].isin(["county", "city"])
        & korea.places["latitude"].notna()
    ]
    return rows.set_index("place_id")


@pytest.fixture
def layer(tmp_path):
    """Write polygons with their texts to a file; returns its path."""

    def write(*rows, name="units.geojson", crs=4326):
        texts = pd.DataFrame([{k: v for k, v in row.items() if k != "geometry"} for row in rows])
        frame = gpd.GeoDataFrame(texts, geometry=[row.get("geometry") for row in rows], crs=4326)
        path = tmp_path / name
        frame.to_crs(crs).to_file(path, engine="pyogrio")
        return path

    return write


def around(units, place_id, radius_m=9000):
    at = units.loc[place_id]
    return disc(float(at["longitude"]), float(at["latitude"]), radius_m)


def one(units, place_id, **changes):
    """A row that is right: name, province and a polygon around the unit's point."""
    at = units.loc[place_id]
    geometry = around(units, place_id)
    return {"name": at["name"], "province": at["admin1"], "geometry": geometry, **changes}


MUSAN, ONSONG = "gn:2042740", "gn:2042268"


def own(geodata):
    """Return the outlines that are not shipped."""
    shipped = ("bv:jilin", "bv:liaoning", "bv:primorsky")
    return geodata.outlines[~geodata.outlines["place_id"].isin(shipped)]


def add(path, folder, **options):
    return bv.add_unit_outlines(path, folder, **{**TERMS, **options})


def outcomes(report):
    return dict(zip(report["row"], report["outcome"], strict=True))


# --- what is taken ---------------------------------------------------------------------


def test_polygons_are_laid_over_the_pack(units, layer, tmp_path, korea):
    path = layer(one(units, MUSAN), one(units, ONSONG))
    report = add(path, tmp_path / "over")
    assert report["outcome"].tolist() == ["matched", "matched"]
    assert report["place_id"].tolist() == [MUSAN, ONSONG]
    geodata = bv.load_geodata(tmp_path / "over")
    assert own(geodata)["place_id"].tolist() == sorted([MUSAN, ONSONG])
    assert set(own(geodata)["source"]) == {TERMS["source"]}
    assert own(geodata).crs.to_epsg() == 4326
    drawn = own(geodata).set_index("place_id").geometry[MUSAN]
    assert drawn.symmetric_difference(around(units, MUSAN)).area < 1e-7
    pd.testing.assert_frame_equal(geodata.places, korea.places)
    assert (geodata.root, len(geodata.rules)) == (korea.root, len(korea.rules))


def test_the_geocoder_takes_the_polygon_for_the_county(units, layer, tmp_path):
    add(layer(one(units, MUSAN)), tmp_path / "over")
    geodata = bv.load_geodata(tmp_path / "over")
    (found,) = bv.geocode("Musan County", geodata).to_dict("records")
    drawn = own(geodata).geometry.iloc[0]
    assert found["place_id"] == MUSAN
    assert found["geometry"].intersection(drawn).area / drawn.area > 0.99
    assert found["geometry"].area / drawn.area < 1.01
    assert "Thiessen" not in found["reason"]


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("units.gpkg", 32652),
        ("units.shp", 5179),
        ("units.fgb", 3857),
        ("units.gml", 4326),
        ("units.geojson", 4326),
    ],
)
def test_any_format_and_coordinate_system_will_do(units, layer, tmp_path, name, crs):
    path = layer(one(units, MUSAN), name=name, crs=crs)
    assert outcomes(add(path, tmp_path / "over")) == {1: "matched"}
    drawn = own(bv.load_geodata(tmp_path / "over")).geometry.iloc[0]
    assert drawn.symmetric_difference(around(units, MUSAN)).area / drawn.area < 1e-4


def test_names_are_matched_exactly_or_folded_in_any_script(units, layer, tmp_path):
    path = layer(
        one(units, MUSAN, name="MUSAN-GUN"),
        one(units, ONSONG, name="온성군"),
    )
    report = add(path, tmp_path / "over")
    assert report["place_id"].tolist() == [MUSAN, ONSONG]
    assert report["by"].tolist() == ["name", "name"]


@pytest.mark.parametrize("province", ["KP-09", "North Hamgyong", "함경북도", "Hamgyŏng-bukto"])
def test_the_province_may_be_a_code_or_a_name(units, layer, tmp_path, province):
    path = layer(one(units, MUSAN, province=province))
    assert outcomes(add(path, tmp_path / "over")) == {1: "matched"}


def test_an_id_goes_before_a_name(units, layer, tmp_path):
    path = layer({"code": MUSAN, "label": "whatever", "geometry": around(units, MUSAN)})
    report = add(path, tmp_path / "over", id_column="code", name_columns=["label"])
    assert (report["place_id"].iloc[0], report["by"].iloc[0]) == (MUSAN, "id")


def test_the_columns_of_common_sources_are_known(units, layer, tmp_path):
    path = layer({"shapeName": "Musan", "shapeGroup": "x", "geometry": around(units, MUSAN)})
    assert outcomes(add(path, tmp_path / "over")) == {1: "matched"}


def test_a_polygon_that_crosses_itself_is_mended(units, layer, tmp_path):
    bow_tie = shapely.Polygon([(129.1, 42.1), (129.3, 42.3), (129.3, 42.1), (129.1, 42.3)])
    at = units.loc[MUSAN]
    moved = shapely.transform(
        bow_tie, lambda xy: xy - (129.2, 42.2) + (float(at["longitude"]), float(at["latitude"]))
    )
    add(layer(one(units, MUSAN, geometry=moved)), tmp_path / "over")
    drawn = own(bv.load_geodata(tmp_path / "over")).geometry.iloc[0]
    assert drawn.is_valid
    assert drawn.area == pytest.approx(0.02, rel=1e-3)


def test_the_same_file_gives_the_same_bytes(units, layer, tmp_path):
    path = layer(one(units, ONSONG), one(units, MUSAN))
    for name in ("a", "b"):
        add(path, tmp_path / name)
    for file in ("overlay.yaml", "boundaries/units.geojson", "registry.txt"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_an_overlay_is_written_over_and_nothing_else(units, layer, tmp_path):
    path = layer(one(units, MUSAN))
    add(path, tmp_path / "over")
    add(layer(one(units, ONSONG), name="other.geojson"), tmp_path / "over")
    outlines = own(bv.load_geodata(tmp_path / "over"))
    assert outlines["place_id"].tolist() == [ONSONG]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="other content"):
        add(path, tmp_path / "mine")
    with pytest.raises(InputError, match="is a file"):
        add(path, tmp_path / "mine" / "work.txt")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["work.txt"]


# --- what is left out ------------------------------------------------------------------


def left_out(units, layer, tmp_path, row):
    """Return outcome and remark of a row that is left out beside one that is taken."""
    report = add(layer(one(units, ONSONG), row), tmp_path / "over")
    assert report["outcome"].iloc[0] == "matched"
    outlines = own(bv.load_geodata(tmp_path / "over"))
    assert outlines["place_id"].tolist() == [ONSONG]
    return report["outcome"].iloc[1], report["remark"].iloc[1]


def test_an_unknown_name_is_reported_with_a_question_and_not_taken(units, layer, tmp_path):
    row = one(units, MUSAN, name="Mussan")
    outcome, remark = left_out(units, layer, tmp_path, row)
    assert outcome == "unmatched"
    assert "no unit is called 'Mussan'" in remark
    assert "did you mean" in remark


def test_a_name_of_two_units_is_ambiguous_without_its_province(korea, layer, tmp_path, units):
    all_units = korea.places.loc[korea.places["size_class"] == "unit", "place_id"]
    found = korea.names[korea.names["place_id"].isin(all_units)]
    bearers = found.groupby("name")["place_id"].nunique()
    name = sorted(bearers[bearers > 1].index)[0]
    ids = sorted(set(found.loc[found["name"] == name, "place_id"]))
    row = one(units, MUSAN, name=name, province=None)
    outcome, remark = left_out(units, layer, tmp_path, row)
    assert outcome == "ambiguous"
    assert all(place_id in remark for place_id in ids)
    assert "write the id" in remark


def test_a_unit_of_another_province_is_not_taken(units, layer, tmp_path):
    outcome, remark = left_out(units, layer, tmp_path, one(units, MUSAN, province="KP-02"))
    assert (outcome, remark) == (
        "unmatched",
        "'Musan' is no unit of 'KP-02'; there is gn:2042740 (KP-09)",
    )


def test_an_unknown_province_is_told(units, layer, tmp_path):
    outcome, remark = left_out(units, layer, tmp_path, one(units, MUSAN, province="Utopia"))
    assert (outcome, remark) == ("unmatched", "no province is called 'Utopia'")


def test_a_polygon_off_its_country_is_not_taken(units, layer, tmp_path):
    row = one(units, MUSAN, geometry=shapely.box(127.0, 43.0, 127.2, 43.2))
    outcome, remark = left_out(units, layer, tmp_path, row)
    assert outcome == "outside"
    assert "only 0% of it lies in KP" in remark


def test_a_polygon_matched_by_name_far_from_the_point_is_not_taken(units, layer, tmp_path):
    row = one(units, MUSAN, geometry=around(units, ONSONG, 3000))
    outcome, remark = left_out(units, layer, tmp_path, row)
    assert outcome == "far"
    assert re.search(r"lies \d+ km off the point", remark)
    assert "write its id" in remark


def test_by_id_the_user_decides_and_the_distance_is_told(units, layer, tmp_path):
    row = {"place_id": MUSAN, "geometry": around(units, ONSONG, 3000)}
    (found,) = add(layer(row), tmp_path / "over").to_dict("records")
    assert found["outcome"] == "matched"
    assert "km off the point" in found["remark"]


def test_two_polygons_of_one_unit_are_both_left_out(units, layer, tmp_path):
    path = layer(one(units, ONSONG), one(units, MUSAN), one(units, MUSAN, name="Musan-gun"))
    report = add(path, tmp_path / "over")
    assert outcomes(report) == {1: "matched", 2: "repeated", 3: "repeated"}
    assert "2 polygons are matched to gn:2042740" in report["remark"].iloc[1]


@pytest.mark.parametrize("geometry", [None, shapely.Point(129, 42), shapely.Polygon()])
def test_what_has_no_polygon_is_not_taken(units, layer, tmp_path, geometry):
    row = one(units, MUSAN, geometry=geometry)
    assert left_out(units, layer, tmp_path, row)[0] == "no polygon"


def test_a_town_is_no_unit(units, layer, tmp_path, korea):
    seat = korea.places.loc[korea.places["seat_of"] == MUSAN, "place_id"].iloc[0]
    row = {"place_id": seat, "geometry": around(units, MUSAN)}
    with pytest.raises(InputError, match=f"has the id '{seat}'"):
        add(layer(row), tmp_path / "over")
    assert not (tmp_path / "over").exists()


def test_a_row_without_a_name_is_told(units, layer, tmp_path):
    assert left_out(units, layer, tmp_path, one(units, MUSAN, name=None))[1] == "it has no name"


@pytest.mark.parametrize(
    ("radius_m", "remark"), [(500, "km² is small for a county"), (90_000, "is large for a county")]
)
def test_an_odd_area_is_remarked_on(units, layer, tmp_path, radius_m, remark):
    inland = units[(units["admin1"] == "KP-10") & (units["kind"] == "county")]
    place_id = inland["latitude"].astype(float).idxmin()
    row = one(units, place_id, geometry=around(units, place_id, radius_m))
    (found,) = add(layer(row), tmp_path / "over").to_dict("records")
    assert found["outcome"] == "matched"
    assert remark in found["remark"]


def test_polygons_that_cover_each_other_are_remarked_on(units, layer, tmp_path):
    apart = add(layer(one(units, MUSAN), one(units, ONSONG)), tmp_path / "a")
    assert not apart["remark"].fillna("").str.contains("too").any()
    near = around(units, MUSAN, 6000)
    rows = ({"place_id": MUSAN, "geometry": near}, {"place_id": ONSONG, "geometry": near})
    report = add(layer(*rows, name="b.geojson"), tmp_path / "b")
    assert report["remark"].str.contains("100% of it lies in").all()


# --- what cannot be used at all --------------------------------------------------------


def refused(path, folder, **options):
    with pytest.raises(InputError) as caught:
        add(path, folder, **options)
    assert not folder.exists()
    return str(caught.value)


def test_without_any_match_nothing_is_written(units, layer, tmp_path):
    path = layer(one(units, MUSAN, name="Utopia"))
    assert "no polygon of" in refused(path, tmp_path / "over")


@pytest.mark.parametrize("key", ["source", "licence"])
def test_source_and_licence_are_asked_for(units, layer, tmp_path, key):
    path = layer(one(units, MUSAN))
    assert f"the {key} of the polygons is blank" in refused(path, tmp_path / "over", **{key: "  "})


def test_a_file_that_does_not_say_what_its_polygons_are_is_refused(units, layer, tmp_path):
    path = layer({"label": "Musan", "geometry": around(units, MUSAN)})
    assert "--name-column" in refused(path, tmp_path / "over")
    assert "has no column 'nope'" in refused(path, tmp_path / "over", id_column="nope")


def test_a_file_without_a_coordinate_system_is_refused(units, layer, tmp_path):
    path = layer(one(units, MUSAN), name="units.shp")
    path.with_suffix(".prj").unlink()
    assert "does not say in which coordinate reference system" in refused(path, tmp_path / "over")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("units.csv", "name,WKT\n", "the format '.csv' is not read"),
        ("units.geojson", "{", "cannot read"),
        ("units.kml", '<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', "points to"),
        ("units.json", '{"type": "gdal_streamed_alg"}', "points to other data"),
        ("units.zip", "PK evil.vrt", "points to other data"),
    ],
)
def test_a_file_that_holds_no_polygons_is_refused(tmp_path, name, text, told):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert told in refused(tmp_path / name, tmp_path / "over")


def test_a_missing_file_is_named(tmp_path):
    assert "none.gpkg" in refused(tmp_path / "none.gpkg", tmp_path / "over")


# --- the overlay -----------------------------------------------------------------------


@pytest.fixture
def over(units, layer, tmp_path):
    add(layer(one(units, MUSAN)), tmp_path / "over", title="My survey")
    return tmp_path / "over"


def test_an_overlay_says_what_it_is_and_under_which_terms(over, korea):
    about = yaml.safe_load((over / "overlay.yaml").read_text(encoding="utf-8"))
    assert about == {"title": "My survey", "extends": korea.sha256, "base": None, **TERMS}
    credit = bv.load_geodata(over).info.attribution[-1]
    assert credit == {
        "text": f"My survey: {TERMS['source']}",
        "licence": "CC BY 4.0",
        "url": "https://example.org/survey",
    }


def test_an_overlay_is_verified_with_the_pack_below(over):
    assert verify_geodata(over) == ()
    assert [root.name for root in pack_roots(over)] == ["over", "geodata"]
    path = over / "boundaries/units.geojson"
    path.write_bytes(path.read_bytes() + b"\n")
    (fault,) = verify_geodata(over)
    assert fault.startswith("boundaries/units.geojson has changed")
    with pytest.raises(DataPackError, match=r"units\.geojson has changed"):
        bv.load_geodata(over)


def test_an_overlay_of_another_state_of_its_pack_is_refused(over):
    about = yaml.safe_load((over / "overlay.yaml").read_text(encoding="utf-8"))
    (over / "overlay.yaml").write_text(
        yaml.safe_dump({**about, "extends": "0" * 64}), encoding="utf-8"
    )
    seal_geodata(over)
    (fault,) = verify_geodata(over)
    assert "was made for another state of the pack" in fault
    with pytest.raises(DataPackError, match="make it again"):
        bv.load_geodata(over)


def test_the_digest_tells_an_overlaid_pack_from_the_plain_one(over, korea):
    geodata = bv.load_geodata(over)
    assert geodata.sha256 != korea.sha256
    assert "1 outlines of units" in geodata.notes[0]
    assert own(korea).empty
    assert list(korea.outlines.columns) == ["place_id", "name", "source", "geometry"]
    assert korea.outlines.crs.to_epsg() == 4326


def test_overlays_lie_on_packs_and_on_overlays(units, layer, tmp_path, korea, over):
    mine = tmp_path / "mine"
    shutil.copytree(korea.root, mine, ignore=shutil.ignore_patterns("build", "__pycache__"))
    add(layer(one(units, MUSAN)), tmp_path / "one", base=mine)
    smaller = one(units, MUSAN, geometry=around(units, MUSAN, 4000))
    path = layer(smaller, one(units, ONSONG), name="two.geojson")
    add(path, tmp_path / "two", base=tmp_path / "one", source="another survey")
    geodata = bv.load_geodata(tmp_path / "two")
    assert geodata.root.resolve() == mine.resolve()
    assert sorted(own(geodata)["place_id"]) == sorted([MUSAN, ONSONG])
    assert set(own(geodata)["source"]) == {"another survey"}
    assert [credit["text"][:8] for credit in geodata.info.attribution[-2:]] == ["Outlines"] * 2
    (mine / "zones.yaml").write_text("rules: []\n", encoding="utf-8")
    assert any("zones.yaml has changed" in fault for fault in verify_geodata(tmp_path / "two"))
    seal_geodata(mine)
    assert "another state" in verify_geodata(tmp_path / "two")[0]
    shutil.rmtree(mine)
    with pytest.raises(DataPackError, match="which is not there"):
        bv.load_geodata(tmp_path / "two")


def test_places_of_ones_own_go_with_an_overlay(over, tmp_path):
    (tmp_path / "more.csv").write_text("name,kind,country\nA,village,KP\n", encoding="utf-8")
    geodata = bv.load_geodata(over, places=tmp_path / "more.csv")
    assert len(geodata.notes) == 2
    assert len(own(geodata)) == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (MUSAN, "gn:1", "is no place of the pack"),
        ('"place_id"', '"id"', "has no column 'place_id'"),
    ],
)
def test_a_spoiled_overlay_is_refused(over, old, new, told):
    path = over / "boundaries/units.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    seal_geodata(over)
    with pytest.raises(DataPackError, match=told):
        bv.load_geodata(over)


@pytest.mark.parametrize(
    "changes", [{"source": None}, {"licence": ""}, {"extends": 5}, {"base": 5}, {"base": "."}]
)
def test_a_malformed_description_is_refused(over, changes):
    about = yaml.safe_load((over / "overlay.yaml").read_text(encoding="utf-8"))
    (over / "overlay.yaml").write_text(yaml.safe_dump({**about, **changes}), encoding="utf-8")
    seal_geodata(over)
    with pytest.raises(DataPackError, match=f"{next(iter(changes))}|itself"):
        bv.load_geodata(over)
