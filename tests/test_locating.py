"""Many rows located at once: as one by one, and in several threads of one process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from borderviz import join_zones, locate_events
from borderviz.events import normalise_events
from borderviz.geocoding.atlas import atlas_of
from borderviz.geocoding.outlines import Outline
from borderviz.joins import prepare_zones

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
    land = korea.countries.geometry.iloc[0]
    outline = Outline(land)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: outline.geometry).result()
    assert shapely.is_prepared([outline.geometry, other]).all()
    assert other is not outline.geometry
    assert outline.geometry is outline.geometry  # made once a thread
    assert not shapely.is_prepared(land)
