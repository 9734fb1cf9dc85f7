"""The data pack: what is checked before it is used, and that the package knows no region."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import shapely
import yaml
from oracles import area_m2

from borderviz.errors import DataPackError
from borderviz.files import sha256_file
from borderviz.geodata import (
    Strip,
    find_pack,
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
