"""What the shipped data pack holds: borders, outlines, places and the background."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from oracles import GEOD, LineOracle, area_m2

from borderviz.geodata import (
    load_basemap,
)

# --- the shipped borders and outlines --------------------------------------------------


@pytest.fixture(scope="module")
def borders(korea):
    return korea.borders.set_index("border_id")["geometry"]


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
    assert set(outlines) == {"KP", "CN", "RU", "KR"}
    names = sorted(outlines)
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
