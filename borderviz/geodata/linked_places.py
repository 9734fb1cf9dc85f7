"""Linked Places (LPF v1.3, GeoJSON-T): a gazetteer in the form that gazetteers exchange.

What Linked Places has an element for goes there: title, country, class, names with language,
script, citation and time, type, position with certainty, and what a place is part of or the seat
of. The columns that it has none for stand in ``properties`` under their own names, and so do
``system`` and such dates of a name as ``when`` cannot hold exactly on the name itself. What is
written reads back to the same places and names.

Linked Places demands a time of every feature. Nothing is known of when most places began, so
each one says for which time the gazetteer speaks: it had begun by its end, and had not ended
before its beginning.

References
----------
Linked Places format v1.3 (24 June 2024), https://github.com/LinkedPasts/linked-places-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from borderviz.edtf import parse_edtf
from borderviz.errors import EdtfError, InputError, TableError, shown
from borderviz.files import atomic_write_text
from borderviz.geodata.linked_reader import read_linked_features
from borderviz.geodata.linked_terms import (
    CERTAINTY,
    CONTEXT,
    PART_OF,
    RELATED_TO,
    citations_of,
    classes_of,
    language_tag,
    types_of,
    uri_of,
)
from borderviz.geodata.pack import Geodata
from borderviz.geodata.place_checks import Vocabulary, type_places
from borderviz.geodata.timespans import period_of, when_of

_ELSEWHERE: Final = ("name", "country", "latitude", "longitude")
"""Columns of places for which Linked Places has an element of its own."""

Tables = tuple[pd.DataFrame, pd.DataFrame]


def read_linked_places(path: str | Path) -> Tables:
    """Read a Linked Places file as tables of places and names.

    Parameters
    ----------
    path : path-like
        A file of `write_linked_places` or anybody's FeatureCollection of Linked Places. Of
        several geometries the surest count; a place that is drawn as an area or line gets its
        middle and, as ``extent_m``, its reach. A place without ``@id`` gets an id made from
        its title; a kind follows from the types, or at least from the ``fclasses``.

    Returns
    -------
    places, names : pandas.DataFrame
        Under the contracts of :mod:`borderviz.schema`, as `Geodata` holds them.

    Raises
    ------
    InputError
        The file is no such collection, or anything in it cannot be used; every fault is told
        with the number of its feature.
    """
    own = type_places(read_linked_features(Path(path)), Vocabulary())
    if told := tuple(own.told()):
        count = f"{len(told)} fault{'s' if len(told) > 1 else ''}"
        raise TableError(f"Linked Places: {count}, so nothing of the file is used", told)
    return own.places.reset_index(drop=True), own.names


def write_linked_places(
    gazetteer: Geodata | Tables, path: str | Path, *, as_of: str | None = None
) -> None:
    """Write a gazetteer as Linked Places v1.3; the same tables give the same bytes.

    Parameters
    ----------
    gazetteer : Geodata, or a pair of tables
        A loaded pack, or its places and names.
    path : path-like
        The file, written whole or not at all.
    as_of : str, optional
        The day, month or year for which the gazetteer speaks (EDTF); by default what the
        pack says of itself.

    Raises
    ------
    InputError
        No `as_of` is known, a name belongs to no place, or the file cannot be written.
    """
    atomic_write_text(path, linked_places_text(gazetteer, as_of=as_of))


def linked_places_text(gazetteer: Geodata | Tables, *, as_of: str | None = None) -> str:
    """Return a gazetteer as the text of a Linked Places file; see `write_linked_places`."""
    head: dict[str, Any] = {"type": "FeatureCollection", "@context": CONTEXT}
    if isinstance(gazetteer, Geodata):
        places, names = gazetteer.places, gazetteer.names
        as_of = as_of or gazetteer.info.as_of
        head["title"] = gazetteer.info.title
        head["attribution"] = [
            {"label": entry["text"], "license": entry["licence"], **_link(entry.get("url"))}
            for entry in gazetteer.info.attribution
        ]
        head["source_sha256"] = gazetteer.sha256
    else:
        places, names = gazetteer
    when = _speaking(as_of)
    lines = [json.dumps(feature, ensure_ascii=False) for feature in _features(places, names, when)]
    opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
    return f'{opening}, "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _link(url: str | None) -> dict[str, str]:
    return {"@id": url} if url else {}


def _speaking(as_of: str | None) -> dict[str, Any]:
    """Return the time of every feature: that for which the gazetteer speaks."""
    if as_of is None:
        raise InputError(
            "Linked Places needs the time for which the gazetteer speaks, and the pack does not "
            "say it; give it, for example as_of='2024-06' (--as-of 2024-06)"
        )
    try:
        date = parse_edtf(as_of)
    except EdtfError as error:
        raise InputError(f"as_of: {error}") from error
    if date.start is None or date.end is None:
        raise InputError(f"as_of is {shown(as_of)}, which has no beginning or no end; write a date")
    bounds = {
        "start": {"latest": date.end.isoformat()},
        "end": {"earliest": date.start.isoformat()},
    }
    return {"timespans": [bounds], "label": f"the gazetteer speaks for {as_of}"}


def _features(
    places: pd.DataFrame, names: pd.DataFrame, when: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    rows = [_cells(row) for row in places.to_dict("records")]
    listed: dict[str, list[dict[str, Any]]] = {row["place_id"]: [] for row in rows}
    for name in map(_cells, names.to_dict("records")):
        if name["place_id"] not in listed:
            raise InputError(
                f"the name {shown(name.get('name'))} belongs to {shown(name['place_id'])}, which "
                "is not in the places; add the place or drop the name"
            )
        listed[name["place_id"]].append(_name(name))
    titles = {row["place_id"]: row["name"] for row in rows}
    provinces = {
        row["admin1"]: row for row in rows if row["kind"] == "province" and "admin1" in row
    }
    for row in rows:
        size_class = row.get("size_class")
        links = _links(row["place_id"])
        relations = list(_relations(row, titles, provinces))
        yield {
            "@id": uri_of(row["place_id"]),
            "type": "Feature",
            "properties": {
                "title": row["name"],
                "ccodes": [row["country"]] if "country" in row else [],
                "fclasses": classes_of(row["kind"], size_class),
                "source": None,  # else its URI would be taken for it
                **{key: value for key, value in row.items() if key not in _ELSEWHERE},
            },
            "when": when,
            "names": listed[row["place_id"]] or [_title(row["name"])],
            "types": types_of(row["kind"], size_class),
            "geometry": _geometry(row),
            **({"links": links} if links else {}),
            **({"relations": relations} if relations else {}),
        }


def _cells(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the filled cells of a row; whole numbers stay whole."""
    filled = {str(key): value for key, value in row.items() if not pd.isna(value)}
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in filled.items()
    }


def _title(name: str) -> dict[str, Any]:
    return {"toponym": name, "citations": citations_of(None)}


def _name(row: Mapping[str, Any]) -> dict[str, Any]:
    stated = (row.get("valid_from"), row.get("valid_to"))
    when = when_of(*stated)
    name = {
        "toponym": row["name"],
        "lang": language_tag(row.get("lang"), row.get("script")),
        "citations": citations_of(row.get("source")),
        "when": when,
        "system": row.get("system"),
    }
    if stated != (period_of(when) if when else (None, None)):
        name |= dict(zip(("valid_from", "valid_to"), stated, strict=True))
    return {key: value for key, value in name.items() if value is not None}


def _geometry(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if "longitude" not in row or "latitude" not in row:
        return None
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    certainty = CERTAINTY.get(row.get("confidence", ""))
    return point | ({"certainty": certainty} if certainty else {})


def _links(place_id: str) -> list[dict[str, str]]:
    is_geonames = place_id.startswith("gn:")
    return [{"type": "closeMatch", "identifier": place_id}] if is_geonames else []


def _relations(
    row: Mapping[str, Any], titles: Mapping[str, str], provinces: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    province = provinces.get(row.get("admin1", ""), {})
    parents = (province.get("place_id", ""), row.get("admin2", ""))
    related = (
        *((PART_OF, "part of", parent) for parent in parents),
        (RELATED_TO, "seat of", row.get("seat_of", "")),
    )
    for relation, words, target in related:
        if target in titles and target != row["place_id"]:
            label = f"{words} {titles[target]}"
            yield {"relationType": relation, "relationTo": uri_of(target), "label": label}
