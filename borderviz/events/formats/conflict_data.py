"""What the readers of conflict data share: precisions, days, codes, and names kept beside.

The precision codes of a data set are read from ``precisions.csv``, each with what its codebook
says and what is made of it. A row whose code says that its coordinates are those of a stand-in
(the middle of a district, a provincial capital) loses them: the place it names is located
instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Final

import pandas as pd

from borderviz.events.formats.raw import RawTable
from borderviz.files import read_csv_text
from borderviz.files.headers import check_header
from borderviz.schema import EVENT_COLUMNS, Fault

__all__ = [
    "brought",
    "country_codes",
    "day_of",
    "event_types",
    "in_lower_case",
    "is_export",
    "located",
    "precisions",
    "taken",
]


@dataclass(frozen=True, slots=True)
class Precision:
    """What a precision code of the place means.

    Attributes
    ----------
    radius_m : str
        Radius around the coordinates in which the event happened; empty where the coordinates
        are those of a stand-in.
    place : tuple of tuple of str
        Columns that name the place, from near to far; the first group whose first column is
        filled is taken.
    """

    radius_m: str
    place: tuple[tuple[str, ...], ...]


def _rows(name: str, source: str | None = None) -> list[dict[str, str]]:
    with resources.as_file(resources.files(__package__) / name) as path:
        table = read_csv_text(path).frame
    names = table.columns.tolist()
    rows = [dict(zip(names, cells, strict=True)) for cells in table.to_numpy().tolist()]
    return [row for row in rows if source in {None, row.get("source")}]


@cache
def precisions(source: str) -> dict[str, Precision]:
    """Return the precision codes of the place of a data set."""
    return {
        row["code"]: Precision(
            row["radius_m"], tuple(tuple(group.split()) for group in row["place"].split("|"))
        )
        for row in _rows("precisions.csv", source)
    }


@cache
def event_types(source: str) -> dict[tuple[str, str], str]:
    """Return our type of event for a type and sub-type (or an empty one) of a data set."""
    return {
        (row["type"].casefold(), row["subtype"].casefold()): row["event_type"]
        for row in _rows("event_types.csv", source)
    }


@cache
def country_codes() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 codes by numeric code (``408``) and by English name."""
    rows = _rows("countries.csv")
    by_number = {row["numeric"]: row["alpha2"] for row in rows}
    by_name = {name.casefold(): row["alpha2"] for row in rows for name in row["names"].split(";")}
    return {**by_number, **by_name}


def is_export(names: Sequence[str], marks: frozenset[str], source: str) -> bool:
    """Whether a header is that of a data set, and not of one that was brought into our contract.

    Parameters
    ----------
    names
        The header.
    marks
        Columns by which the data set is known.
    source
        What the columns begin with that are kept beside ours.
    """
    lowered = {name.strip().lower() for name in names}
    return lowered >= marks and not any(name.startswith(f"{source}_") for name in lowered)


def in_lower_case(table: RawTable) -> RawTable:
    """Return a table with its names in lower case, as codebooks have them."""
    texts = table.texts.rename(columns=lambda name: name.strip().lower())
    check_header(texts.columns.tolist(), table.what)
    return replace(table, texts=texts)


def taken(texts: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of the data set bare of white space, or empty texts where there is none."""
    if name in texts.columns:
        return texts[name].fillna("").str.strip()
    return pd.Series("", index=texts.index, dtype=pd.StringDtype("python"))


def located(
    texts: pd.DataFrame, source: str, code: str
) -> tuple[dict[str, pd.Series], list[Fault]]:
    """Return place, latitude, longitude and coordinate_uncertainty_m as precision codes allow.

    Parameters
    ----------
    texts : pandas.DataFrame
        The data set, with latitude and longitude.
    source : str
        Its name in ``precisions.csv``.
    code : str
        The column of the codes. A row whose code is none of them is a fault.
    """
    known = precisions(source)
    codes = taken(texts, code)
    reason = f"is no precision code; the codebook has {', '.join(known)}"
    rows = list(zip(texts.index.tolist(), codes.tolist(), strict=True))
    faults = [Fault(row, code, value, reason) for row, value in rows if value not in known]
    radius = codes.map({key: meaning.radius_m for key, meaning in known.items()}).fillna("")
    exact = radius != ""
    latitude = taken(texts, "latitude").where(exact, "")
    longitude = taken(texts, "longitude").where(exact, "")
    naming = {name: taken(texts, name).tolist() for name in _named(known)}
    places = [
        _first_filled(
            known.get(value, next(iter(known.values()))).place,  # one fault a row will do
            {name: cells[at] for name, cells in naming.items()},
        )
        for at, (_, value) in enumerate(rows)
    ]
    columns = {
        "place": pd.Series(places, index=texts.index),
        "latitude": latitude,
        "longitude": longitude,
        "coordinate_uncertainty_m": radius.where(latitude != "", ""),
    }
    return columns, faults


def _named(known: dict[str, Precision]) -> set[str]:
    return {name for meaning in known.values() for group in meaning.place for name in group}


def _first_filled(groups: tuple[tuple[str, ...], ...], cells: dict[str, str]) -> str:
    for group in groups:
        if cells[group[0]]:
            return ", ".join(dict.fromkeys(cells[name] for name in group if cells[name]))
    return ""


def brought(
    table: RawTable, name: str, mapped: dict[str, pd.Series], faults: Sequence[Fault]
) -> RawTable:
    """Return a data set under the contract: our columns first, then its own, all of them kept.

    Parameters
    ----------
    table
        As read, with names in lower case.
    name
        How people call it; its first word, in lower case, marks the columns that are kept.
    mapped
        Columns of the contract.
    faults
        What of it the codebook does not allow.
    """
    kept = kept_beside(table.texts, name.lower().partition(" ")[0])
    vague = int((mapped["latitude"] == "").sum())
    others = int((mapped["event_type"] == "other").sum())
    note = (
        f"{table.what} is read as an export of {name}: {vague} of {len(kept)} events are "
        "located by the place they name, because their coordinates stand for an area; "
        f"{others} are of a type that counts as 'other' here"
    )
    return replace(
        table,
        texts=pd.DataFrame({**mapped, **{column: kept[column] for column in kept.columns}}),
        faults=(*table.faults, *faults),
        notes=(*table.notes, note),
    )


def kept_beside(texts: pd.DataFrame, source: str) -> pd.DataFrame:
    """Rename columns of a data set that have a name of the contract but mean other things.

    ``event_type`` of ACLED is kept as ``acled_event_type``.
    """
    return texts.rename(
        columns={name: f"{source}_{name}" for name in texts.columns if name in EVENT_COLUMNS}
    )


_FORMS: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y")


def day_of(text: str) -> date | None:
    """Read a day as exports write it: ``2021-05-28`` (with a time), ``28 May 2021``."""
    bare = text.partition("T")[0] if "T" in text[8:12] else text
    if bare[:4].isdigit():
        bare = bare.split(" ")[0]
    for form in _FORMS:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
