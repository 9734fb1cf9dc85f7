"""Small tables of events; those that are located have squares for supports."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from borderviz.events import normalise_events

# Name: west edge in degrees, width in degrees, radius in metres.
PLACES = {
    "town": (1.0, 0.05, 3_000), "stadt": (1.0, 0.05, 3_000), "quarter": (1.02, 0.01, 500),
    "county": (0.9, 0.3, 20_000), "province": (0.0, 3.0, 120_000), "elsewhere": (9.0, 0.05, 3_000),
}  # fmt: skip


def arrests(*rows):
    """Return an events table of rows that differ from a bare arrest."""
    filled = [{"event_id": f"e{n}", "event_type": "arrest", **row} for n, row in enumerate(rows)]
    return normalise_events(pd.DataFrame(filled, dtype=object))


def located(*rows, table=None):
    """Return rows of (event_id, type, date, place, further columns) as they would be located."""
    names = ("event_id", "event_type", "date", "place")
    dicts = [
        dict(zip(names, row[:4], strict=True)) | (row[4] if len(row) > 4 else {}) for row in rows
    ]
    events = normalise_events(pd.DataFrame(dicts))
    shapes = []
    for at, place in enumerate(events["place"]):
        west, width, reach_m = PLACES.get(place, (None, None, None))
        shapes.append(None if west is None else shapely.box(west, 40, west + width, 40 + width))
        events.loc[at, "coordinate_uncertainty_m"] = reach_m
    spans = [_span(text) for text in events["date"]]
    events["date_start"] = pd.array([start for start, _ in spans], dtype="string")
    events["date_end"] = pd.array([end for _, end in spans], dtype="string")
    if table is not None:
        events["merged_from"] = table
    return gpd.GeoDataFrame(events, geometry=shapes, crs="EPSG:4326")


def _span(text):
    """Return the first and last day of the few forms of date that the tests use."""
    if pd.isna(text) or text.startswith("XXXX"):
        return None, None
    if "/" in text:
        return tuple(text.split("/"))
    if len(text) == 4:
        return f"{text}-01-01", f"{text}-12-31"
    return text, text
