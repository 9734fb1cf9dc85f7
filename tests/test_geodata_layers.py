"""The layers of a pack, which are read when they are first asked for."""

from __future__ import annotations

import pickle
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from geopandas.testing import assert_geodataframe_equal

from borderviz.errors import DataPackError
from borderviz.geodata import load_geodata, read_registry
from borderviz.geodata.layers import Layers

NAMES = ("borders", "rivers", "countries", "provinces", "outlines")


@pytest.fixture
def layers(shipped, korea):
    """The layers of the copy, of which none is read."""
    return Layers(shipped, read_registry(shipped), korea.places["place_id"])


def test_the_shipped_pack_whose_layers_are_read_later_is_whole(shipped, korea):
    read = load_geodata(shipped)  # of a pack of one's own every layer is held against the rest
    for name in NAMES:
        assert_geodataframe_equal(getattr(read, name), getattr(korea, name))
        assert getattr(korea, name) is getattr(korea, name)
    assert read.rules == korea.rules


def test_a_layer_that_changes_between_loading_and_reading_is_refused(layers):
    before = layers["provinces"]
    (layers.root / "boundaries/rivers.geojson").unlink()
    for name in ("provinces", "units"):
        with (layers.root / f"boundaries/{name}.geojson").open("a", encoding="utf-8") as out:
            out.write(" ")
    with pytest.raises(DataPackError, match=r"rivers\.geojson is missing; load it again"):
        layers["rivers"]
    with pytest.raises(DataPackError, match=r"units\.geojson has changed.*load it again"):
        layers["outlines"]
    assert layers["provinces"] is before
    with pytest.raises(DataPackError, match=r"rivers\.geojson is missing"):
        pickle.dumps(layers)


def test_what_is_pickled_needs_the_folder_no_more(layers):
    layers["rivers"]
    pickled = pickle.dumps(layers)
    shutil.rmtree(layers.root)
    unpickled = pickle.loads(pickled)
    for name in NAMES:
        assert_geodataframe_equal(unpickled[name], layers[name])


def test_threads_that_ask_at_once_are_given_one_table(layers):
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: layers["rivers"], range(8)))
    assert {id(frame) for frame in found} == {id(layers["rivers"])}
