"""The data pack: what is checked before it is used, and what the shipped one holds."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
import yaml
from oracles import GEOD, LineOracle, area_m2

from borderviz.errors import DataPackError
from borderviz.files import sha256_file
from borderviz.geodata import (
    Strip,
    find_pack,
    load_basemap,
    load_geodata,
    pack_files,
    read_registry,
    seal_geodata,
    verify_geodata,
)
from borderviz.zones import build_zones

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "borderviz"

RULE = {
    "rule_id": "strip",
    "label": "The strip",
    "description": "Two kilometres on one side.",
    "borders": ["A-B"],
    "side": "A",
    "valid_from": "2020-08",
    "valid_to": "..",
    "confidence": "high",
    "variants": [{"width_km": 2, "baseline": "boundary-line", "reference": True}],
    "sources": [{"text": "a gazette", "url": None}],
    "doubts": [],
}
INFO = {
    "title": "Two squares",
    "home": "A",
    "languages": ["en"],
    "countries": {"A": {"en": "Aland"}, "B": {"en": "Beland"}},
    "border_names": {"A-B": ["the line"]},
    "default_border": "A-B",
    "attribution": [{"text": "nobody", "licence": "CC0-1.0"}],
}
TABLES = {
    "places": "place_id,name,kind,size_class,country,admin1,latitude,longitude\n"
    "a:1,One,town,town,A,A-1,5.5,9.5\n",
    "names": "place_id,name,lang,script,system,valid_from,valid_to,source\n"
    "a:1,One,en,Latn,press,,,a map\n",
    "crossings": "crossing_id,name,latitude,longitude\nx:1,Gate,5.5,10\n",
    "units": "unit_id,name\nu:1,First\n",
}


def features(*rows):
    """Return a GeoJSON text of geometries with their properties."""
    found = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(g))}
        for g, properties in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": found})


@pytest.fixture
def small(tmp_path):
    """A pack of one's own: two square countries, one border, one rule."""
    root = tmp_path / "squares"
    for folder in ("boundaries", "gazetteer", "build", "basemap"):
        (root / folder).mkdir(parents=True)
    line = shapely.LineString([(10, 5), (10, 5.5), (10, 6)])
    west = shapely.Polygon([(9, 5), (10, 5), (10, 5.5), (10, 6), (9, 6)])
    east = shapely.Polygon([(11, 5), (11, 6), (10, 6), (10, 5.5), (10, 5)])
    border = {"border_id": "A-B", "country_a": "A", "country_b": "B", "accuracy_m": 50}
    border["name_en"] = "Border of A and B"
    layers = {
        "borders": features((line, border)),
        "rivers": features((line, {"place_id": "a:r", "borders": "A-B", "name_en": "Line"})),
        "countries": features((west, {"country": "A"}), (east, {"country": "B"})),
        "provinces": features((west, {"admin1": "A-1"})),
    }
    for name, text in layers.items():
        (root / f"boundaries/{name}.geojson").write_text(text, encoding="utf-8")
    for name, text in TABLES.items():
        (root / f"gazetteer/{name}.csv").write_text(text, encoding="utf-8")
    (root / "pack.yaml").write_text(yaml.safe_dump(INFO), encoding="utf-8")
    (root / "zones.yaml").write_text(yaml.safe_dump({"rules": [RULE]}), encoding="utf-8")
    (root / "README.md").write_text("Two squares.", encoding="utf-8")
    (root / "build/make.py").write_text("pass", encoding="utf-8")
    seal_geodata(root)
    return root


def with_rule(root, **changes):
    """Change keys of the rule of the small pack; ``DROP`` takes a key away."""
    rule = {key: value for key, value in {**RULE, **changes}.items() if value is not DROP}
    (root / "zones.yaml").write_text(yaml.safe_dump({"rules": [rule]}), encoding="utf-8")
    seal_geodata(root)


DROP = object()


def refused(root):
    """Return the sentence with which a pack is refused: one line, no traceback of a library."""
    with pytest.raises(DataPackError) as caught:
        load_geodata(root)
    text = str(caught.value)
    assert "\n" not in text
    return text


# --- found, verified, sealed -----------------------------------------------------------


def test_the_shipped_pack_is_as_registered_and_says_which_it_is(korea):
    assert verify_geodata() == ()
    assert korea.root == find_pack()
    assert korea.sha256 == sha256_file(find_pack() / "registry.txt")
    assert korea.sha256[:12] in repr(korea)


def test_build_scripts_and_texts_are_not_data(small):
    assert set(pack_files(small)) == set(read_registry(small))
    assert "pack.yaml" in pack_files(small)
    assert not [n for n in pack_files(small) if n.startswith("build/") or n.endswith(".md")]
    (small / "build/make.py").write_text("changed", encoding="utf-8")
    (small / "README.md").write_text("changed", encoding="utf-8")
    assert verify_geodata(small) == ()


@pytest.mark.parametrize(
    "name",
    ["zones.yaml", "boundaries/borders.geojson", "gazetteer/places.csv", "events/reports.csv"],
)
def test_a_changed_file_of_the_shipped_pack_is_named(shipped, name):
    with (shipped / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    text = refused(shipped)
    assert f"{name} has changed" in text
    assert "seal" in text


@pytest.mark.parametrize("name", ["pack.yaml", "basemap/detail-0.geojson", "gazetteer/names.csv"])
def test_a_missing_file_of_the_shipped_pack_is_named(shipped, name):
    (shipped / name).unlink()
    assert f"{name} is missing" in refused(shipped)


def test_a_file_that_is_not_registered_is_named(small):
    (small / "gazetteer/more.csv").write_text("a\n1\n", encoding="utf-8")
    assert "gazetteer/more.csv is not in registry.txt" in refused(small)
    seal_geodata(small)
    assert load_geodata(small).info.title == "Two squares"


def test_verify_returns_every_fault(small):
    (small / "pack.yaml").unlink()
    (small / "zones.yaml").write_text("rules: []\n", encoding="utf-8")
    (small / "extra.csv").write_text("a\n", encoding="utf-8")
    faults = verify_geodata(small)
    assert len(faults) == 3
    assert faults[0] == "pack.yaml is missing"
    assert faults[1].startswith("zones.yaml has changed: sha256 ")
    assert faults[2] == "extra.csv is not in registry.txt"
    assert "(and 2 more)" in refused(small)


def test_sealing_is_repeatable_and_names_the_state(small):
    first = seal_geodata(small)
    assert first == small / "registry.txt"
    text = first.read_text(encoding="utf-8")
    before = load_geodata(small).sha256
    assert seal_geodata(small).read_text(encoding="utf-8") == text
    with_rule(small, label="Another")
    assert load_geodata(small).sha256 != before


def test_a_pack_of_ones_own_needs_nothing_of_the_shipped_one(small):
    pack = load_geodata(small)
    assert (len(pack.places), len(pack.borders), len(pack.rules)) == (1, 1, 1)
    zone = build_zones(pack).iloc[0]
    # two kilometres along a meridian's degree of 110.58 km; the caps lie off the country
    assert area_m2(zone.geometry) == pytest.approx(110_580 * 2_000, rel=0.001)
    assert zone["zone_id"] == "strip/2km/boundary-line"
    assert zone.geometry.bounds[2] == 10


def test_a_folder_that_is_not_there_is_named(tmp_path):
    for missing in (tmp_path / "nowhere", tmp_path / "file"):
        if missing.name == "file":
            missing.write_text("", encoding="utf-8")
        for verb in (find_pack, verify_geodata, load_geodata, seal_geodata):
            with pytest.raises(DataPackError, match=re.escape(str(missing))):
                verb(missing)


def test_a_folder_without_a_registry_says_how_to_get_one(small):
    (small / "registry.txt").unlink()
    with pytest.raises(DataPackError, match=r"registry\.txt' is missing.*seal"):
        verify_geodata(small)


@pytest.mark.parametrize(
    "content", [b"what is this\n", b"abc  pack.yaml\n", b"\n", b"\xff\xfe\x00\n", b"a" * 64 + b"\n"]
)
def test_a_malformed_registry_is_refused_by_line(small, content):
    (small / "registry.txt").write_bytes(content)
    assert "registry.txt" in refused(small)


# --- malformed files -------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(set(RULE) - {"rule_id"}))
def test_a_rule_without_a_key_is_named_with_the_key(small, key):
    with_rule(small, **{key: DROP})
    text = refused(small)
    assert "zones.yaml" in text
    assert "'strip'" in text
    assert f"'{key}'" in text


def variant(**changes):
    return [{**RULE["variants"][0], **changes}]


@pytest.mark.parametrize(
    "changes",
    [
        {"variants": variant(width_km="wide")},
        {"variants": variant(width_km=0)},
        {"variants": variant(width_km=-2)},
        {"variants": variant(width_km=float("nan"))},
        {"variants": variant(offset_km=-3)},
        {"variants": variant(reference=False)},
        {"variants": variant() * 2},
        {"variants": None},
        {"variants": ["2 km"]},
        {"side": "C"},
        {"borders": []},
        {"borders": "A-B"},
        {"borders": ["A-C"]},
        {"description": 5},
        {"description": None},
        {"valid_from": "2020-13"},
        {"valid_from": 2020},
        {"valid_to": None},
        {"sources": ["a gazette"]},
        {"translations": ["ko"]},
        {"translations": {"ko": {"label": 5}}},
        {"translations": {"ko": {"titel": "구역"}}},
        {"translations": {"ko": {"doubts": ["하나", "둘", "셋"]}}},
    ],
    ids=lambda changes: json.dumps(changes).replace(', "baseline": "boundary-line"', ""),
)
def test_a_malformed_rule_is_named(small, changes):
    with_rule(small, **changes)
    text = refused(small)
    assert "zones.yaml" in text
    assert "'strip'" in text


def test_two_rules_of_one_name_are_refused(small):
    """Their zones would share their ids."""
    (small / "zones.yaml").write_text(yaml.safe_dump({"rules": [RULE, RULE]}), encoding="utf-8")
    seal_geodata(small)
    assert "'strip'" in refused(small)


@pytest.mark.parametrize(
    "text", ["rules: [\n  {a: b\n", "- a\n- b\n", "", "rules:\n", "rules: [a]\n", "rules: 3\n"]
)
@pytest.mark.parametrize("name", ["zones.yaml", "pack.yaml"])
def test_a_malformed_yaml_file_is_named_in_one_line(small, name, text):
    (small / name).write_text(text, encoding="utf-8")
    seal_geodata(small)
    assert name in refused(small)


@pytest.mark.parametrize("key", sorted(INFO))
def test_a_pack_without_a_key_is_named_with_the_key(small, key):
    rest = {k: v for k, v in INFO.items() if k != key}
    (small / "pack.yaml").write_text(yaml.safe_dump(rest), encoding="utf-8")
    seal_geodata(small)
    text = refused(small)
    assert "pack.yaml" in text
    assert f"'{key}'" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"languages": None},
        {"border_names": ["the line"]},
        {"countries": ["A", "B"]},
        {"home": "C"},
        {"default_border": "A-C"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_malformed_key_of_a_pack_is_named(small, changes):
    (small / "pack.yaml").write_text(yaml.safe_dump({**INFO, **changes}), encoding="utf-8")
    seal_geodata(small)
    text = refused(small)
    assert "pack.yaml" in text
    assert next(iter(changes)) in text


@pytest.mark.parametrize(
    "name",
    ["pack.yaml", "zones.yaml", "boundaries/rivers.geojson", "gazetteer/units.csv"],
)
def test_a_file_that_the_layout_needs_is_named_even_if_the_registry_does_without(small, name):
    (small / name).unlink()
    seal_geodata(small)
    assert Path(name).name in refused(small)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("gazetteer/places.csv", "5.5,9.5", "5.5x,9.5"),
        ("gazetteer/places.csv", "latitude", "lat"),
        ("boundaries/borders.geojson", "border_id", "border"),
        ("boundaries/countries.geojson", '"country"', '"land"'),
        ("boundaries/countries.geojson", '"FeatureCollection"', '"Nothing"'),
    ],
)
def test_a_file_of_another_content_is_named(small, name, old, new):
    path = small / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    seal_geodata(small)
    assert path.name in refused(small)


# --- optional parts --------------------------------------------------------------------

STRIP = {"id": "z", "border": "A-B", "width_km": 2, "side": "both", "names": ["The Zone", "지대"]}


def with_info(root, **changes):
    (root / "pack.yaml").write_text(yaml.safe_dump({**INFO, **changes}), encoding="utf-8")
    seal_geodata(root)


def test_strips_are_read_where_there_are_any(small):
    assert load_geodata(small).info.strips == ()
    with_info(small, strips=[STRIP, {**STRIP, "id": "y", "side": "B", "width_km": 0.5}])
    one, two = load_geodata(small).info.strips
    assert one == Strip("z", "A-B", 2.0, "both", ("The Zone", "지대"))
    assert (two.strip_id, two.side, two.width_km) == ("y", "B", 0.5)


@pytest.mark.parametrize(
    ("strips", "told"),
    [
        ("DMZ", "strips"),
        ([["a"]], "strips"),
        ([STRIP, STRIP], "stands twice"),
        ([{k: v for k, v in STRIP.items() if k != "names"}], "'names' is missing"),
        ([{**STRIP, "border": "A-C"}], "A-C"),
        ([{**STRIP, "side": "C"}], "both, A, B"),
        ([{**STRIP, "width_km": 0}], "above zero"),
        ([{**STRIP, "width_km": "wide"}], "'z' cannot be used"),
        ([{**STRIP, "names": "The Zone"}], "names"),
        ([{**STRIP, "names": []}], "names"),
        ([{**STRIP, "id": 5}], "must be texts"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_malformed_strip_is_named(small, strips, told):
    with_info(small, strips=strips)
    text = refused(small)
    assert "pack.yaml" in text
    assert told in text


def test_a_pack_may_say_for_which_time_it_speaks(small):
    assert load_geodata(small).info.as_of is None
    with_info(small, as_of=2024)
    assert load_geodata(small).info.as_of == "2024"
    with_info(small, as_of="soon")
    assert "'as_of'" in refused(small)


def test_a_pack_may_have_outlines_of_its_units(small):
    assert load_geodata(small).outlines.empty
    square = shapely.box(9.2, 5.2, 9.8, 5.8)
    row = {"place_id": "a:1", "name": "One", "source": "a survey"}
    path = small / "boundaries/units.geojson"
    path.write_text(features((square, row)), encoding="utf-8")
    seal_geodata(small)
    outlines = load_geodata(small).outlines
    assert outlines[["place_id", "name", "source"]].to_dict("records") == [row]
    assert outlines.geometry.iloc[0].equals(square)
    line = shapely.LineString([(9.2, 5.2), (9.8, 5.8)])
    for shapes in ([(square, row)] * 2, [(square, {**row, "place_id": "a:9"})], [(line, row)]):
        path.write_text(features(*shapes), encoding="utf-8")
        seal_geodata(small)
        assert "units.geojson" in refused(small)


# --- the shipped borders and outlines --------------------------------------------------


@pytest.fixture(scope="module")
def borders(korea):
    return korea.borders.set_index("border_id")["geometry"]


@pytest.fixture(scope="module")
def outlines(korea):
    return korea.countries.set_index("country")["geometry"]


def length_km(line):
    xy = shapely.get_coordinates(line)
    return GEOD.inv(*xy[:-1].T, *xy[1:].T)[2].sum() / 1000


def vertices(shape):
    return set(map(tuple, shapely.get_coordinates(shape).tolist()))


def test_the_border_with_china_is_as_measured(borders):
    main, *islands = shapely.get_parts(borders["CN-KP"])
    # 10,930 vertices and 1416.19 km in the source, less the three vertices out at sea
    assert shapely.get_num_coordinates(main) == 10_927
    assert length_km(main) == pytest.approx(1393.16, abs=0.01)
    assert main.coords[0] == (124.168333, 39.828056)
    xy = shapely.get_coordinates(main)
    edges = GEOD.inv(*xy[:-1].T, *xy[1:].T)[2]
    assert np.median(edges) == pytest.approx(53.3, abs=0.1)
    assert len(islands) == 21
    assert all(ring.is_ring for ring in islands)
    assert sum(map(length_km, islands)) == pytest.approx(27.57, abs=0.01)


def test_the_river_islands_belong_to_the_home_country(borders, outlines):
    for ring in shapely.get_parts(borders["CN-KP"])[1:]:
        inside = shapely.Polygon(ring).representative_point()
        assert outlines["KP"].contains(inside)
        assert not outlines["CN"].contains(inside)


def test_the_other_borders_are_as_measured(borders):
    russia, south = (shapely.get_parts(borders[name]) for name in ("RU-KP", "KR-KP"))
    assert (len(russia), len(south)) == (1, 1)
    assert length_km(russia[0]) == pytest.approx(17.39, abs=0.01)
    assert shapely.get_num_coordinates(russia[0]) == 38
    assert length_km(south[0]) == pytest.approx(249.87, abs=0.01)
    assert shapely.get_num_coordinates(south[0]) == 1_616


def test_the_borders_of_the_two_rivers_meet(borders):
    main = shapely.get_parts(borders["CN-KP"])[0]
    assert main.coords[-1] == shapely.get_parts(borders["RU-KP"])[0].coords[0]


@pytest.mark.parametrize(
    ("border", "country", "off", "reach"),
    [  # vertices that are not the outline's, and the part of the line where they lie
        ("CN-KP", "KP", 75, (124.16, 39.82, 124.36, 39.99)),
        ("CN-KP", "CN", 75, (124.16, 39.82, 124.36, 39.99)),
        ("RU-KP", "KP", 11, (130.65, 42.29, 130.70, 42.34)),
        ("RU-KP", "RU", 11, (130.65, 42.29, 130.70, 42.34)),
        ("KR-KP", "KP", 2, (126.66, 37.82, 126.68, 37.84)),
        ("KR-KP", "KR", 2, (126.66, 37.82, 126.68, 37.84)),
    ],
)
def test_the_line_is_the_edge_of_both_outlines_but_for_the_river_mouths(
    border, country, off, reach, borders, outlines
):
    """In the mouths the line runs in tidal water, which is not part of the outlines."""
    loose = np.array(sorted(vertices(borders[border]) - vertices(outlines[country])))
    assert len(loose) == off
    assert shapely.contains_xy(shapely.box(*reach), *loose.T).all()


def test_the_rivers_are_reaches_of_the_borders(korea, borders):
    rivers = korea.rivers.set_index("place_id")
    assert set(rivers["borders"]) == {"CN-KP", "CN-KP;RU-KP"}
    line = vertices(shapely.union_all(borders[["CN-KP", "RU-KP"]].to_numpy()))
    for reach in rivers["geometry"]:
        assert vertices(reach) <= line
    yalu, tumen = rivers.loc[["bv:yalu", "bv:tumen-river"], "geometry"].map(length_km)
    # what is left of 1393.16 + 17.39 km, 34 km, is the land border over Mt Paektu
    assert yalu == pytest.approx(838.86, abs=0.01)
    assert tumen == pytest.approx(537.65, abs=0.01)


def test_outlines_and_provinces_are_valid_and_apart(korea, outlines):
    for layer in (korea.countries, korea.provinces):
        assert layer.geometry.is_valid.all()
    assert set(outlines.index) == {"KP", "CN", "RU", "KR"}
    names = sorted(outlines.index)
    overlap = {
        (a, b): area_m2(shapely.intersection(outlines[a], outlines[b]))
        for a in names
        for b in names
        if a < b
    }
    # one patch of the Tumen is claimed twice in the source
    assert overlap.pop(("CN", "KP")) == pytest.approx(226_245, abs=100)
    assert max(overlap.values()) < 1
    assert area_m2(outlines["KP"]) / 1e6 == pytest.approx(122_488, abs=10)


def test_provinces_cover_the_country_once(korea, outlines):
    provinces = list(korea.provinces["geometry"])
    assert len(provinces) == 11
    assert korea.provinces["admin1"].is_unique
    together = shapely.union_all(provinces)
    assert area_m2(shapely.difference(outlines["KP"], together)) < 1e6
    assert area_m2(shapely.difference(together, outlines["KP"])) < 1e4
    twice = sum(map(area_m2, provinces)) - area_m2(together)
    # their inner edges are widened by a metre, so that no gap is left between them
    assert 0 <= twice < 5e6


# --- the shipped gazetteer on the map --------------------------------------------------

# How far a point may lie off its country: bridges end on the other bank, a river's point lies in
# the water, a harbour town's in the harbour. What has no bound here lies where no outline is.
OFF_BY_KIND_M = {"crossing": 250, "river": 300, "city": 400}
UNBOUNDED = {"bv:korea-bay", "gn:1814087"}


@pytest.fixture(scope="module")
def points(korea):
    found = korea.places.dropna(subset=["latitude", "longitude"]).set_index("place_id")
    return found.astype({"latitude": float, "longitude": float})


@pytest.fixture(scope="module")
def exceptions(korea):
    listed = pd.read_csv(korea.root / "gazetteer/exceptions.csv")
    return {check: set(rows) for check, rows in listed.groupby("check")["place_id"]}


def astray(points, column, shapes):
    """Return the ids of the points that lie outside the shape that the column names."""
    found = set()
    for key, group in points.groupby(column):
        shape = shapes.get(key, shapely.Polygon())
        inside = shapely.contains_xy(shape, group["longitude"], group["latitude"])
        found |= set(group.index[~inside])
    return found


def test_every_point_lies_in_its_country_but_the_listed_ones(points, outlines, exceptions):
    assert len(points) > 600
    assert points["country"].notna().all()
    assert astray(points, "country", outlines) == exceptions["side"]


def test_every_point_lies_in_its_province_but_the_listed_ones(korea, points, outlines, exceptions):
    """Points that are off their country cannot lie in a province of it."""
    own = points[(points["country"] == "KP") & points["admin1"].notna()]
    own = own[~own.index.isin(exceptions["side"])]
    provinces = korea.provinces.set_index("admin1")["geometry"]
    assert len(own) > 250
    assert astray(own, "admin1", provinces) == exceptions["province"]


def test_listed_points_are_off_their_country_by_no_more_than_their_kind(
    points, outlines, exceptions
):
    listed = points.loc[sorted(exceptions["side"] - UNBOUNDED)]
    for country, group in listed.groupby("country"):
        oracle = LineOracle(shapely.boundary(outlines[country]))
        off = oracle.distances(group[["longitude", "latitude"]].to_numpy())
        assert (off <= group["kind"].map(OFF_BY_KIND_M)).all()


def test_bridges_off_their_country_are_nearest_to_their_province(korea, points, exceptions):
    """What a bridge's point says of the province holds although the point is across the line."""
    provinces = korea.provinces.set_index("admin1")["geometry"]
    oracles = {code: LineOracle(shapely.boundary(g)) for code, g in provinces.items()}
    bridges = points.loc[sorted(n for n in exceptions["side"] if n.startswith("bv:x-"))]
    assert len(bridges) == 5
    for bridge in bridges.itertuples():
        here = np.array([[bridge.longitude, bridge.latitude]])
        metres = {code: oracle.distances(here)[0] for code, oracle in oracles.items()}
        assert min(metres, key=metres.get) == bridge.admin1


def test_crossings_lie_on_the_line_at_the_distance_stated(korea, borders):
    located = korea.crossings.dropna(subset=["latitude", "longitude"])
    assert len(located) == 9
    for border, group in located.groupby("border"):
        oracle = LineOracle(borders[f"{border}-KP"])
        here = group[["longitude", "latitude"]].to_numpy(dtype=float)
        stated = group["distance_to_border_line_m"].to_numpy(dtype=float)
        # the distances were taken from a line in another projection
        assert np.abs(oracle.distances(here) - stated).max() < 10
        assert stated.max() < 250


# --- the background --------------------------------------------------------------------


def test_every_detail_of_the_background_has_every_kind_and_coarser_ones_are_lighter(korea):
    layers = [load_basemap(korea, detail) for detail in (0, 1, 2)]
    for layer in layers:
        assert layer.crs.to_epsg() == 4326
        assert set(layer["kind"]) == {"land", "neighbour", "lake", "province", "border"}
        assert layer.loc[layer["kind"] == "land", "country"].tolist() == ["KP"]
        assert {"CN", "KR", "RU"} <= set(layer.loc[layer["kind"] == "neighbour", "country"])
        assert set(layer["border_id"].dropna()) == {"CN-KP", "KR-KP", "RU-KP"}
        assert (layer["kind"] == "lake").sum() == 11
        assert layer.geometry.is_valid.all()
    counts = [shapely.get_num_coordinates(layer.geometry.to_numpy()).sum() for layer in layers]
    assert counts[0] * 2 < counts[1]
    assert counts[1] * 2 < counts[2]


def test_the_finest_background_is_the_outlines_themselves(korea):
    layer = load_basemap(korea, 2)
    land = layer.loc[layer["kind"] == "land", "geometry"].iloc[0]
    assert land.equals(korea.countries.set_index("country")["geometry"]["KP"])


# --- the package knows no region -------------------------------------------------------


def texts(path):
    """Return the text constants of a module with their lines, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
    ]


def region_words(korea):
    """Return a pattern of what the pack names: countries, places of both halves, its home."""
    own = korea.places.loc[korea.places["country"].isin(["KP", "KR"]), "place_id"]
    names = set(korea.names.loc[korea.names["place_id"].isin(own), "name"].dropna())
    for country in korea.info.countries.values():
        for value in country.values():
            names |= set(value) if isinstance(value, list) else {value}
    latin = sorted(n for n in names if n.isascii() and len(n) > 3)
    others = sorted(n for n in names if not n.isascii() and len(n) > 1)
    words = "|".join(map(re.escape, [*latin, "korea", "korean", "dprk", "rok"]))
    return re.compile(
        rf"(?i:\b(?:{words})\b)|{'|'.join(map(re.escape, others))}|\b{korea.info.home}\b"
    )


def test_the_pattern_of_region_words_finds_them(korea):
    pattern = region_words(korea)
    for text in ("the Yalu", "HYESAN", "혜산에서", "KP", "KP-10", "North Korean", "중국"):
        assert pattern.search(text), text
    for text in ("border", "skip", "place_id", "CNN", "국경"):
        assert not pattern.search(text), text


def test_nothing_in_the_package_names_the_region_of_the_shipped_pack(korea):
    """Examples of command lines, shown by ``--help``, are the exception."""
    pattern = region_words(korea)
    hits = [
        f"{path.relative_to(ROOT)}:{line}: {found.group()!r} in {text[:60]!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in texts(path)
        if (found := pattern.search(text)) and not text.lstrip().startswith("borderviz ")
    ]
    assert hits == []


def test_nothing_in_the_page_names_the_region_of_the_shipped_pack(korea):
    names = {n for c in korea.info.countries.values() for n in (c["en"], c["ko"], c["zh"])}
    pattern = re.compile(rf"(?i:\bkorea|\bdprk\b)|{'|'.join(map(re.escape, sorted(names)))}")
    files = [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".js", ".html", ".css", ".csv", ".json"}
        and "vendor" not in path.parts
        # the list of all countries of the world, by which exports of conflict data are read
        and path.name != "countries.csv"
    ]
    assert files
    hits = {
        f"{path.relative_to(ROOT)}: {found.group()!r}"
        for path in files
        for found in pattern.finditer(path.read_text(encoding="utf-8"))
    }
    assert hits == set()
