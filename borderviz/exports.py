"""Events for others' tools: located, held to a policy, with their sources, in any format.

Every file that leaves the house as data passes here, so that the policy is asked in one place.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from borderviz.crs import WGS84
from borderviz.disclosure import Policy, Release, check_labels, disclose, proved, release_events
from borderviz.errors import InputError
from borderviz.events import About, write_events
from borderviz.schema import EVENT_COLUMNS, LOCATED
from borderviz.symbology import MARKS

if TYPE_CHECKING:
    from pathlib import Path

    from borderviz.geodata import Geodata

__all__ = ["export_events", "write_release"]

_SHOWN: Final = ("date_start", "date_end", "location_id", "resolution", "method", "reason")
"""What locating found, beside the events as reported."""
_BESIDE: Final = ("support_range", "line_bound", "clipped_to", "touches")
"""What locating adds beyond its contract, for joins and pages."""
_NOTICE: Final = "INTERNAL: not for publication"


def export_events(
    located: gpd.GeoDataFrame,
    path: str | os.PathLike[str],
    *,
    events: pd.DataFrame,
    geodata: Geodata,
    policy: str | Path | Policy,
    as_of: str | None = None,
    title: str | None = None,
    bom: bool = False,
) -> None:
    """Write located events to a file that others' tools open.

    Parameters
    ----------
    located : geopandas.GeoDataFrame, EPSG:4326
        As :func:`borderviz.locate_events` returns it.
    path
        The file; its ending tells the format: .csv, .xlsx, .jsonl, .geojson, .gpkg, .fgb,
        .parquet or .kml.
    events : pandas.DataFrame
        The same events as reported, in the same order: their places and coordinates are written,
        not what was made of them; the area made of them is the shape of the row.
    geodata : Geodata
        The pack they were located with: its sources and licences travel in the file.
    policy : str, Path or Policy
        What may leave the house: ``internal``, ``public``, or the path of a policy file.
    as_of : str, optional
        Day of the publication, ISO 8601; needed where the policy delays events.
    title : str, optional
        By default that of the pack.
    bom : bool
        Begin a CSV file with a byte order mark.

    Raises
    ------
    InputError
        There is no such policy, the two tables are not of the same events, or the file cannot
        be written.
    TableError
        A text tells more than the policy shows, or the finished file holds what it withholds.
    """
    if located["event_id"].tolist() != events["event_id"].tolist():
        raise InputError("the located events are not those of the table; locate that table")
    release = release_events(located, geodata, policy, events=events, as_of=as_of)
    write_release(release, path, geodata=geodata, title=title, bom=bom)


def write_release(
    release: Release,
    path: str | os.PathLike[str],
    *,
    geodata: Geodata,
    title: str | None = None,
    bom: bool = False,
) -> None:
    """Write what a policy shows of events; the parameters are those of `export_events`.

    Parameters
    ----------
    release : Release
        Of a table with its events as they were read.
    """
    check_labels(release, {"the title": title})
    rules, events = release.policy, pd.DataFrame(release.events)
    found = pd.DataFrame(release.located)
    own = [name for name in found.columns if name not in {*LOCATED.columns, *_BESIDE}]
    table = gpd.GeoDataFrame(
        {
            **events[[c for c in EVENT_COLUMNS if c in events]].reset_index(drop=True),
            **found[[*_SHOWN, *own]].reset_index(drop=True),
        },
        geometry=release.located.geometry.to_numpy(),
        crs=WGS84,
    )
    kept = disclose(table, rules, derived=LOCATED.columns)
    entries = geodata.info.attribution
    about = About(
        title=title or geodata.info.title,
        sources=tuple(str(entry["text"]) for entry in entries),
        licence="; ".join(dict.fromkeys(str(entry.get("licence") or "") for entry in entries)),
        notice=_NOTICE if rules.marked else "",
        colours={mark.name: mark.colour for mark in MARKS},
    )
    columns = tuple(name for name in EVENT_COLUMNS if name in kept.columns)
    with proved(path, release) as target:
        write_events(kept, target, bom=bom, about=about, columns=columns)
