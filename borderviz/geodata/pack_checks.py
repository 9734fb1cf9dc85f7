"""What must hold between places of one's own and the pack that they are laid over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import shapely

from borderviz.crs import local_frame
from borderviz.errors import shown
from borderviz.geodata.place_checks import OwnPlaces
from borderviz.schema import Fault

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_FAR_KM: Final = 10.0
"""How far off its country or province a point may lie: bridges and harbours end beyond it."""
_DEGREES_AROUND: Final = 0.5
"""Half the side of the box, in degrees, in which the outline is looked for."""
_SPREAD: Final = ("region", "river")
"""Classes of places that reach so far that a point of theirs tells little."""


@dataclass(frozen=True, eq=False)
class PackGround:
    """What a pack says of places and of the ground they lie on.

    Attributes
    ----------
    places : pandas.DataFrame
        By place id.
    countries, provinces : mapping
        Outlines by their codes of ISO 3166.
    """

    places: pd.DataFrame
    countries: Mapping[str, BaseGeometry]
    provinces: Mapping[str, BaseGeometry]

    @cached_property
    def admin1(self) -> frozenset[str]:
        """Return the codes of provinces in the countries whose provinces have outlines."""
        drawn = {code[:2] for code in self.provinces}
        said = self.places.get("admin1", pd.Series(dtype="string")).dropna()
        return frozenset(code for code in (*self.provinces, *said) if code[:2] in drawn)


def pack_faults(files: Sequence[OwnPlaces], ground: PackGround) -> list[list[Fault]]:
    """Find what is wrong with files of places beside what their own cells show.

    Returns
    -------
    list of list of Fault
        One list per file, in the order of its rows.
    """
    outlines = [*ground.countries.values(), *ground.provinces.values()]
    shapely.prepare(outlines)
    known = {*ground.places.index, *(i for own in files for i in own.places["place_id"].dropna())}
    before: dict[str, Path] = {}
    found = []
    for own in files:
        faults = []
        for row, place in zip(own.places.index, own.places.to_dict("records"), strict=True):
            cells = {str(key): value for key, value in place.items() if pd.notna(value)}
            for column, reason in _reasons(cells, own.replacing, ground, known, before):
                faults.append(Fault(int(row), column, str(cells[column]), reason))
        before.update(dict.fromkeys(own.places["place_id"].dropna(), own.path))
        found.append(faults)
    # the pack keeps these outlines, and threads that share it may not share prepared ones
    shapely.destroy_prepared(outlines)
    return found


def _reasons(
    place: Mapping[str, object],
    replacing: frozenset[str],
    ground: PackGround,
    known: set[str],
    before: Mapping[str, Path],
) -> Iterator[tuple[str, str]]:
    place_id = str(place.get("place_id", ""))
    in_pack = place_id in ground.places.index
    if place_id in before:
        yield "place_id", f"is in {before[place_id]} too; keep one of both rows"
    elif place_id in replacing and not in_pack:
        yield "place_id", "replaces nothing: the pack has no such place; empty 'replaces'"
    elif in_pack and place_id not in replacing:
        if _says_the_same(place, ground.places.loc[[place_id]]):
            return
        name = shown(ground.places.at[place_id, "name"])
        yield (
            "place_id",
            (
                f"is {name} in the pack, of which this row says something else; write another id, "
                "or yes in the column 'replaces' so that it takes that row's place"
            ),
        )
    yield from _reference_reasons(place, ground, known)
    yield from _position_reasons(place, ground)


def _says_the_same(place: Mapping[str, object], rows: pd.DataFrame) -> bool:
    (row,) = rows.to_dict("records")
    stated = {str(key): value for key, value in row.items() if pd.notna(value)}
    return {key: value for key, value in place.items() if key != "place_id"} == stated


def _reference_reasons(
    place: Mapping[str, object], ground: PackGround, known: set[str]
) -> Iterator[tuple[str, str]]:
    unknown = "is no place of the pack or of these files; take an id from a place_id column"
    if "seat_of" in place and place["seat_of"] not in known:
        yield "seat_of", unknown
    admin2 = str(place.get("admin2", ""))
    if ":" in admin2 and admin2 not in known:
        yield "admin2", unknown
    admin1 = str(place.get("admin1", ""))
    if admin1 not in ground.admin1 and admin1[:2] in {code[:2] for code in ground.provinces}:
        yield "admin1", f"is none of the provinces: {', '.join(sorted(ground.admin1))}"
    for code in filter(None, str(place.get("on_border", "")).split(";")):
        if code not in ground.countries:
            countries = ", ".join(sorted(ground.countries))
            yield (
                "on_border",
                (
                    f"names {shown(code)}, which is none of {countries}; write the codes of the "
                    "countries across the border, separated by semicolons"
                ),
            )


def _position_reasons(place: Mapping[str, object], ground: PackGround) -> Iterator[tuple[str, str]]:
    longitude, latitude = place.get("longitude"), place.get("latitude")
    if not (isinstance(longitude, float) and isinstance(latitude, float)):
        return
    if place.get("size_class") in _SPREAD:
        return
    for column, outlines in (("country", ground.countries), ("admin1", ground.provinces)):
        outline = outlines.get(str(place.get(column, "")))
        if outline is None or _is_near(outline, longitude, latitude):
            continue
        if _is_near(outline, latitude, longitude):
            yield (
                "longitude",
                f"fits {place[column]} only when swapped with the latitude; swap them",
            )
        elif _is_on_earth(longitude, latitude):
            yield (
                column,
                (
                    f"does not fit the point {latitude:g}, {longitude:g}, which lies more than "
                    f"{_FAR_KM:g} km off its outline; mend one of both"
                ),
            )
        return


def _is_on_earth(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _is_near(outline: BaseGeometry, longitude: float, latitude: float) -> bool:
    if not _is_on_earth(longitude, latitude):
        return False
    point = shapely.Point(longitude, latitude)
    if shapely.intersects(outline, point):
        return True
    around = shapely.box(
        longitude - _DEGREES_AROUND,
        latitude - _DEGREES_AROUND,
        longitude + _DEGREES_AROUND,
        latitude + _DEGREES_AROUND,
    )
    frame = local_frame(longitude, latitude)
    ground = frame.to_metres(shapely.intersection(outline, around))
    return bool(shapely.dwithin(ground, frame.to_metres(point), _FAR_KM * 1000))
