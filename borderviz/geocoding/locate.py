"""Events → located events: each row with its support, its days and its reasons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from borderviz.crs import WGS84, buffer_m
from borderviz.edtf import closed_interval
from borderviz.errors import InputError, shown
from borderviz.geocoding import supports
from borderviz.geocoding.answers import Answer, Candidate, resolved
from borderviz.geocoding.atlas import Atlas, atlas_of
from borderviz.geocoding.context import read_context
from borderviz.geocoding.resolve import resolve
from borderviz.geocoding.stated import place_stated
from borderviz.schema import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from borderviz.gazetteer import Place
    from borderviz.geocoding.context import Context
    from borderviz.geocoding.stated import Coordinates, Stated
    from borderviz.geocoding.supports import Support
    from borderviz.geodata import Geodata

_KEY: Final = (
    "place", "place_id", "country", "admin1", "latitude", "longitude", "coordinate_uncertainty_m",
)  # fmt: skip
_SAID: Final = ("quote", "summary")
"""Where other places of the same event are named."""
_USELESS_M: Final = 1_000_000.0
"""Beyond this a disc is no statement of place, and would wrap around the pole."""


@dataclass(frozen=True)
class _Location:
    """What rows with one place expression share."""

    location_id: str
    resolution: str
    reason: str
    candidates: tuple[str, ...]
    support: Support | None
    touches: tuple[str, ...]
    radius_m: float | None


def locate_events(
    events: pd.DataFrame, geodata: Geodata, *, crisp: bool = False
) -> gpd.GeoDataFrame:
    """Give each event the area in which it may have happened.

    Parameters
    ----------
    events : pandas.DataFrame
        The contract ``events``, as :func:`borderviz.read_events` returns it.
    geodata : Geodata
    crisp : bool
        Take coordinates that are given without an uncertainty as points, not as discs.

    Returns
    -------
    geopandas.GeoDataFrame, EPSG:4326
        The contract ``located``, one row per event in the same order and on the same index.
        Rows that share a place expression share one ``location_id`` and one geometry.
        ``latitude``, ``longitude`` and ``coordinate_uncertainty_m`` (metres) become those of the
        support. Beyond the contract: ``support_range`` (the support at each size of its
        range), ``line_bound`` (whether it moves with the border line), ``clipped_to`` (the
        country that it was cut to) and ``touches`` (the countries in which it lies).
    """
    missing = [name for name in EVENT_COLUMNS if name not in events.columns]
    if missing:
        raise InputError(
            f"the events table has no column {shown(missing[0])}; read it with read_events, or "
            "bring it into form with normalise_events"
        )
    if not events["event_id"].is_unique:
        raise InputError("event_id is not unique; read the table with read_events")
    atlas = atlas_of(geodata)
    derived = _columns(_locations(events, atlas, crisp=crisp))
    derived["date_start"], derived["date_end"] = _days(events)
    # a user's own column of such a name is kept under another
    own = {name: f"original {name}" for name in derived if name not in EVENT_COLUMNS}
    frame = pd.DataFrame(events).rename(columns=own).assign(**derived)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=WGS84)


def _locations(events: pd.DataFrame, atlas: Atlas, *, crisp: bool) -> list[_Location]:
    """Return the location of each row; each expression is worked out once.

    What the row quotes, and the places of the other rows from its source, are asked only where
    the expression alone leaves several places, so that rows with one expression and many
    sentences still share their location.
    """
    known: dict[Hashable, _Location] = {}
    stated = _stated(events, atlas, crisp=crisp)

    def located(key: tuple[Any, ...], said: str | None) -> _Location:
        if (key, said) not in known:
            name = f"L{len(known) + 1:04d}"
            given = stated.get(_coordinates(key))
            known[key, said] = (
                _locate(key, said, name, atlas) if given is None
                else _settle_stated(given, key, name, atlas)
            )  # fmt: skip
        return known[key, said]

    beside: dict[str, dict[str, None]] = defaultdict(dict)
    for url, place in _rows(events, ("source_url", "place")):
        if url and place:
            beside[url][place] = None
    found = []
    for *key, url, quote, summary in _rows(events, (*_KEY, "source_url", *_SAID)):
        location = located(tuple(key), None)
        if location.resolution == "ambiguous":
            said = "\n".join(filter(None, (quote, summary, *beside.get(url, ()))))
            nearer = located(tuple(key), said)
            location = nearer if nearer.resolution == "resolved" else location
        found.append(location)
    return found


def _coordinates(key: tuple[Any, ...]) -> Coordinates:
    _, _, _, _, latitude, longitude, uncertainty_m = key
    return longitude, latitude, uncertainty_m


def _stated(events: pd.DataFrame, atlas: Atlas, *, crisp: bool) -> dict[Coordinates, Stated]:
    """Return what coordinates stand for that are the row's own, all worked out at once.

    A point that is the gazetteer's is its place's, and a useless uncertainty says nothing.
    """
    own = (
        (longitude, latitude, uncertainty_m)
        for longitude, latitude, uncertainty_m in map(_coordinates, _rows(events, _KEY))
        if latitude is not None
        and (uncertainty_m or 0) <= _USELESS_M
        and (crisp or uncertainty_m is not None or atlas.place_at(longitude, latitude) is None)
    )
    return place_stated(own, atlas, crisp=crisp)


def _rows(events: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    cells = events[list(columns)].astype(object)
    return cells.where(cells.notna(), None).itertuples(index=False, name=None)


def _days(events: pd.DataFrame) -> tuple[Any, Any]:
    rows = _rows(events, ("date", "known_by", "source_published"))
    known: dict[tuple[Any, ...], Any] = {}  # many rows tell of the same days
    pairs = []
    for row in rows:
        if row not in known:
            day, known_by, published = row
            known[row] = closed_interval(day, known_by=known_by, published=published)
        pairs.append(known[row])
    start, end = ([pair[at] for pair in pairs] for at in (0, 1))
    return _day_texts(start), _day_texts(end)


def _day_texts(days: list[date | None]) -> Any:
    return pd.array([day.isoformat() if day else None for day in days], dtype="string")


def _columns(found: list[_Location]) -> dict[str, Any]:
    supported = [at.support for at in found]
    anchors = [support.anchor if support else None for support in supported]
    return {
        "location_id": pd.array([at.location_id for at in found], dtype="string"),
        "resolution": pd.array([at.resolution for at in found], dtype="string"),
        "method": pd.array([s.method if s else None for s in supported], dtype="string"),
        "reason": pd.array([at.reason for at in found], dtype="string"),
        "candidates": _objects([at.candidates for at in found]),
        "latitude": pd.array([a[1] if a else None for a in anchors], dtype="Float64"),
        "longitude": pd.array([a[0] if a else None for a in anchors], dtype="Float64"),
        "coordinate_uncertainty_m": pd.array([at.radius_m for at in found], dtype="Float64"),
        "support_range": _objects([s.shapes if s else () for s in supported]),
        "line_bound": np.array([bool(s and s.line_bound) for s in supported]),
        "clipped_to": pd.array([s.country if s else None for s in supported], dtype="string"),
        "touches": _objects([at.touches for at in found]),
        "geometry": _objects([s.geometry if s else None for s in supported]),
    }  # fmt: skip


def _objects(values: list[Any]) -> np.ndarray[Any, Any]:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells


def _locate(key: tuple[Any, ...], said: str | None, location_id: str, atlas: Atlas) -> _Location:
    place, place_id, country, admin1, latitude, longitude, uncertainty_m = key
    context = replace(read_context(said, atlas), bank=country, province=admin1)
    if latitude is not None and uncertainty_m is not None:
        why = f"an uncertainty of {uncertainty_m / 1000:g} km says nothing of the place"
        answer = Answer("unresolved", (), why)
    elif latitude is not None and (known := atlas.place_at(longitude, latitude)) is not None:
        answer = _of_gazetteer(key, known, atlas, context)
    elif place_id is not None:
        answer = _by_id(place_id, atlas)
    else:
        answer = resolve(place or "", atlas, context)
    return _settle(answer, country, admin1, location_id, atlas)


def _of_gazetteer(key: tuple[Any, ...], known: Place, atlas: Atlas, context: Context) -> Answer:
    """Return what coordinates mean that are a gazetteer's own: its place, and nothing finer.

    A point taken from a gazetteer is where its place is drawn, not where something happened.
    """
    place, place_id, _, _, latitude, longitude, _ = key
    if place_id is None and place is not None:
        told = resolve(place, atlas, context)
        if told.resolution == "resolved" and _is_about(told, known, longitude, latitude):
            why = f"{told.reason}; the coordinates given are the gazetteer's of {known.name}"
            return replace(told, reason=why)
    if place_id is not None:
        return _by_id(place_id, atlas)
    return _by_id(known.place_id, atlas, how="whose point in the gazetteer is given")


def _is_about(answer: Answer, known: Place, longitude: float, latitude: float) -> bool:
    """Whether an answer is of a place, or covers its point: else the two contradict each other."""
    only = answer.candidates[0]
    return only.place == known or (
        only.support is not None
        and bool(shapely.intersects_xy(only.support.shapes[-1], longitude, latitude))
    )


def _by_id(place_id: str, atlas: Atlas, *, how: str = "chosen by the coder") -> Answer:
    if not atlas.has_place(place_id):
        return Answer("unresolved", (), f"no place has the id {place_id!r}")
    place = atlas.place(place_id)
    support = supports.of_place(place, atlas)
    label = f"{place.name} ({place.kind}), {how}"
    if support is None:
        return Answer("unresolved", (), f"{label}: no position is known")
    return resolved(place, label, support)


def _settle_stated(
    given: Stated, key: tuple[Any, ...], location_id: str, atlas: Atlas
) -> _Location:
    """Hold stated coordinates against the stated country and province of the event."""
    _, _, country, admin1, *_ = key
    support = given.support
    candidate = Candidate(None, "coordinates", 1.0, support, support.reason)
    answer = Answer("resolved", (candidate,), support.reason)
    return _settle(answer, country, admin1, location_id, atlas, given)


def _settle(
    answer: Answer, country: str | None, admin1: str | None, location_id: str, atlas: Atlas,
    given: Stated | None = None,
) -> _Location:  # fmt: skip
    """Hold the answer against the stated country and province of the event."""
    labels = tuple(c.label for c in answer.candidates)
    support = answer.candidates[0].support if answer.candidates else None
    if answer.resolution != "resolved" or support is None:
        resolution = "ambiguous" if answer.resolution == "ambiguous" else "unresolved"
        return _Location(location_id, resolution, answer.reason, labels, None, (), None)
    touches = given.touches if given else supports.touched_countries(support, atlas)
    if not touches:
        reason = f"{answer.reason}; it lies outside the area of the data{_turned(support, atlas)}"
        reach_m = _reach_m(support, given)
        return _Location(location_id, "out_of_area", reason, labels, support, (), reach_m)
    reason = answer.reason
    if country is not None and support.country != country:
        name = atlas.country_name(country)
        cut = _cut(support, country, atlas, given)
        if cut is None:
            reason += f"; nothing of it lies in {name}, the stated country of the event"
            return _Location(location_id, "unresolved", reason, labels, None, (), None)
        support, touches = cut, supports.touched_countries(cut, atlas)
        reason += f"; cut to {name}, the stated country of the event"
    if not _may_lie_in(support.shapes[-1], admin1, atlas):
        reason += f"; nothing of it lies in {admin1}, the stated province of the event"
        return _Location(location_id, "unresolved", reason, labels, None, (), None)
    reach_m = _reach_m(support, given)
    return _Location(location_id, "resolved", reason, labels, support, touches, reach_m)


def _cut(support: Support, country: str, atlas: Atlas, given: Stated | None) -> Support | None:
    """Cut a support to a country of the pack; None where nothing of it lies there."""
    if country not in atlas.countries:
        return None
    if given and country in given.inside:
        return replace(support, country=country)
    return supports.clip(support, country, atlas)


def _reach_m(support: Support, given: Stated | None) -> float | None:
    if given and support.shapes is given.support.shapes:
        return given.reach_m  # nothing was cut off
    return supports.reach_m(support)


def _turned(support: Support, atlas: Atlas) -> str:
    """Say so where stated coordinates would lie in the area if they were swapped."""
    if support.method not in {"coordinates", "point"} or support.anchor is None:
        return ""
    lon, lat = support.anchor
    outlines = (atlas.outline(code).geometry for code in atlas.countries)
    if not any(shapely.intersects_xy(outline, lat, lon) for outline in outlines):
        return ""
    return "; latitude and longitude may be swapped: only so does it lie in the area"


def _may_lie_in(shape: BaseGeometry, admin1: str | None, atlas: Atlas) -> bool:
    """Whether a shape reaches a province; so it does any that the pack does not draw."""
    if admin1 is None or admin1 not in atlas.provinces:
        return True
    outline = atlas.province_outline(admin1).geometry
    return bool(
        shapely.intersects(outline, shape)
        or shapely.intersects(outline, buffer_m(shape, atlas.accuracy_m))
    )
