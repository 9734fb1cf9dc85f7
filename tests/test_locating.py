"""Many rows at once: located and joined as one by one, in blocks, and in several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from borderviz import join_zones, locate_events
from borderviz.crs import disc
from borderviz.events import normalise_events
from borderviz.geocoding.atlas import atlas_of
from borderviz.geocoding.outlines import Outline
from borderviz.geocoding.stated import place_stated
from borderviz.geocoding.supports import clip, reach_m, touched_countries
from borderviz.joins import assess, prepare_zones

THREADS = 4


def zones_of(shape):
    """Return one zone on both banks, in force for ever."""
    columns = {"zone_id": ["z"], "rule_id": "rule", "width_km": 1.0, "side": "both"}
    return gpd.GeoDataFrame(columns, geometry=[shape], crs="EPSG:4326")


def table(rows=THREADS * 10, seed=3):
    """Return rows that need the gazetteer: discs and points near the border, and named places."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "event_id": [f"e{n}" for n in range(rows)],
        "event_type": "arrest",
        "latitude": rng.uniform(41.3, 41.5, rows),
        "longitude": rng.uniform(128.0, 128.3, rows),
        "coordinate_uncertainty_m": rng.choice([np.nan, 40.0, 900.0, 5000.0], rows),
        "country": rng.choice(["", "KP", "CN"], rows),
    })  # fmt: skip
    frame.loc[::10, ["latitude", "longitude", "coordinate_uncertainty_m"]] = np.nan
    frame["place"] = ""
    frame.loc[::10, "place"] = rng.choice(["Hyesan", "Yalu River", "Onsong County"], rows // 10)
    return normalise_events(frame)


RADII = (None, 0.0, 40.0, 300.0, 900.0, 5000.0, 30_000.0)


def coordinates(korea, count=150):
    """Return coordinates along all borders, some all over the world, each with an uncertainty."""
    rng = np.random.default_rng(8)
    course = shapely.get_coordinates(korea.borders.geometry.to_numpy())
    lonlat = course[rng.integers(0, len(course), count)] + rng.normal(0, 0.02, (count, 2))
    lonlat[::15] = rng.uniform((-180, -90), (180, 90), lonlat[::15].shape)
    return [(x, y, RADII[n % len(RADII)]) for n, (x, y) in enumerate(lonlat.tolist())]


@pytest.mark.parametrize("crisp", [False, True])
def test_coordinates_worked_out_together_are_as_each_alone(korea, crisp):
    atlas = atlas_of(korea)
    given = coordinates(korea)
    found = place_stated(given, atlas, crisp=crisp)
    assert list(found) == given
    counts = [len(stated.touches) for stated in found.values()]
    assert {0, 1, 2} <= set(counts)
    for (lon, lat, uncertainty_m), stated in found.items():
        support = stated.support
        is_point = crisp and uncertainty_m is None
        assert support.method == ("point" if is_point else "coordinates")
        expected = shapely.Point(lon, lat) if is_point else disc(lon, lat, support.radius_m)
        assert support.geometry.equals_exact(expected)
        assert stated.touches == touched_countries(support, atlas)
        assert stated.reach_m == pytest.approx(reach_m(support), abs=1e-6)
        for code in stated.inside:
            cut = clip(support, code, atlas)
            assert (cut.country, cut.anchor) == (code, (lon, lat))
            assert cut.geometry.equals(support.geometry)


def test_a_table_is_located_as_its_rows_are(korea):
    place = korea.places[korea.places["name"] == "Hyesan"].iloc[0]
    own = {"latitude": place["latitude"], "longitude": place["longitude"]}  # the gazetteer's
    swapped = {"latitude": 89.0, "longitude": 41.4, "coordinate_uncertainty_m": 900.0}
    useless = {"latitude": 41.4, "longitude": 128.1, "coordinate_uncertainty_m": 2e6}
    inland = {"latitude": 41.0, "longitude": 128.1, "coordinate_uncertainty_m": 0.0}
    rows = [own, own | {"place": "Hyesan"}, swapped, useless, inland | {"admin1": "KP-10"},
            inland | {"admin1": "KP-05"}, inland | {"country": "CN"}]  # fmt: skip
    named = [{"event_id": f"o{n}", "event_type": "arrest", **row} for n, row in enumerate(rows)]
    events = pd.concat([table(30), normalise_events(pd.DataFrame(named))], ignore_index=True)
    together = locate_events(events, korea)
    alone = pd.concat([locate_events(events.iloc[[n]], korea) for n in range(len(events))])
    assert_geodataframe_equal(
        together.drop(columns=["location_id", "support_range"]),
        alone.drop(columns=["location_id", "support_range"]),
    )
    assert set(together["clipped_to"].dropna()) == {"CN", "KP"}
    assert together["resolution"].tolist()[-7:] == [
        "resolved", "resolved", "out_of_area", "unresolved", "resolved", "unresolved", "unresolved"
    ]  # fmt: skip


def test_a_table_is_joined_in_blocks_as_it_is_at_once(korea, monkeypatch):
    located = locate_events(table(), korea)
    zones = prepare_zones(zones_of(shapely.box(127.9, 41.35, 128.4, 41.42)))
    at_once = join_zones(located, zones)
    monkeypatch.setattr(assess, "_BLOCK", 7)
    pd.testing.assert_frame_equal(join_zones(located, zones), at_once)
    assert {"inside", "possible", "outside"} <= set(at_once["verdict"])


def test_threads_share_a_pack_and_zones(korea):
    atlas_of(korea)  # one atlas, and none for each thread
    events = table()
    parts = [events.iloc[n::THREADS] for n in range(THREADS)]
    band = shapely.box(127.9, 41.35, 128.4, 41.42)
    zones = prepare_zones(zones_of(band))
    start = Barrier(THREADS)

    def joined(part):
        start.wait()
        return join_zones(locate_events(part, korea), zones)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(joined, parts))
    for part, got in zip(parts, found, strict=True):
        alone = join_zones(locate_events(part, korea), zones_of(band))
        pd.testing.assert_frame_equal(got, alone)


def test_no_two_threads_ask_one_prepared_geometry(korea):
    # a copy: whoever draws may have prepared the pack's own
    land = shapely.from_wkb(shapely.to_wkb(korea.countries.geometry.iloc[0]))
    outline = Outline(land)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: outline.geometry).result()
    assert shapely.is_prepared([outline.geometry, other]).all()
    assert other is not outline.geometry
    assert outline.geometry is outline.geometry  # made once a thread
    assert not shapely.is_prepared(land)
