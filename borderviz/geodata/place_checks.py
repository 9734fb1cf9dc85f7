"""Places of a file, brought to the types of the contracts, with everything that is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from borderviz.geodata.kinds import default_size_class, load_kinds
from borderviz.geodata.place_files import EXTRA_FIELDS, RawPlaces
from borderviz.schema import NAMES, PLACES, Contract, Fault, check_table, parse_table

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ID: Final = r"[^\s;\x00-\x1f\x7f-\x9f]+"
_PROVINCE: Final = r"[A-Z]{2}-[A-Z0-9]{1,3}"
_RESERVED: Final = ("country", "border", "strip", "unit")
"""Prefixes of ids under which a pack names what is no place."""
_NUMBERS: Final = ("latitude", "longitude", "extent_m", "population")


@dataclass(frozen=True, eq=False)
class OwnPlaces:
    """A file of places, typed.

    Attributes
    ----------
    path : Path
    places, names : pandas.DataFrame
        With the columns of the contracts; the index of the places numbers the rows.
    replacing : frozenset of str
        Ids of the rows that replace one of the pack.
    faults : tuple of Fault
    """

    path: Path
    places: pd.DataFrame
    names: pd.DataFrame
    replacing: frozenset[str]
    faults: tuple[Fault, ...]
    row_word: str

    def told(self, more: Iterable[Fault] = ()) -> Iterator[str]:
        """Write the faults of the file and those found besides, one of each cell, in order."""
        order = {name: at for at, name in enumerate(PLACES.columns)}
        first = {(fault.row, fault.column): fault for fault in reversed((*self.faults, *more))}
        for fault in sorted(first.values(), key=lambda f: (f.row or 0, order.get(f.column, -1))):
            yield f"{self.path}: {self.row_word}{str(fault).removeprefix('row')}"


@dataclass(frozen=True)
class Vocabulary:
    """What the cells of a file of places may say; empty means: anything.

    Attributes
    ----------
    countries, size_classes : tuple of str
        Codes of countries; classes of sizes.
    kinds : tuple of str
        Kinds of places beside those that are known anyway.
    """

    countries: tuple[str, ...] = ()
    size_classes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def contract(self) -> Contract:
        """Return the contract of a file of places."""
        kinds = load_kinds()
        allowed = {
            "country": self.countries,
            "kind": tuple(dict.fromkeys((*kinds, *self.kinds))),
            "size_class": self.size_classes
            and tuple(dict.fromkeys((*(k.size_class for k in kinds.values()), *self.size_classes))),
        }
        fields = (
            replace(
                field,
                allowed=allowed.get(field.name, field.allowed),
                nullable=field.nullable and field.name != "country",
            )
            for field in PLACES.fields
        )
        return Contract("places of one's own", PLACES.description, (*fields, *EXTRA_FIELDS))


def type_places(raw: RawPlaces, vocabulary: Vocabulary) -> OwnPlaces:
    """Bring a file of places to the columns and types of the contracts, with all its faults."""
    contract = vocabulary.contract()
    texts = raw.places.reindex(columns=[*contract.columns], fill_value="")
    typed, unread = parse_table(texts, contract)
    typed["name"] = typed["name"].str.strip().fillna(typed["place_id"])
    typed["size_class"] = typed["size_class"].fillna(typed["kind"].map(default_size_class))
    typed["place_id"] = typed["place_id"].fillna(typed["name"].map(_id_of, na_action="ignore"))
    faults = [*raw.faults, *unread]
    read_wrong = {(fault.row, fault.column) for fault in unread}
    faults += [f for f in check_table(typed, contract) if (f.row, f.column) not in read_wrong]
    faults += _cell_faults(typed, {fault.row for fault in faults if fault.column == "place_id"})
    names, more = _all_names(raw, typed)
    places = typed[list(PLACES.columns)].astype(dict.fromkeys(_NUMBERS, "Float64"))
    replacing = frozenset(typed.loc[typed["replaces"].fillna(False), "place_id"].dropna())
    told = tuple(_explained([*faults, *more], raw))
    return OwnPlaces(raw.path, places, names, replacing, told, raw.row_word)


def _explained(faults: list[Fault], raw: RawPlaces) -> Iterator[Fault]:
    """Tell where an id comes from that nobody wrote."""
    for fault in dict.fromkeys(faults):
        if fault.column == "place_id" and not fault.value:
            continue  # an id is only missing with the name, which is told
        made = fault.column == "place_id" and fault.row is not None
        if made and not raw.places.get("place_id", pd.Series()).get(fault.row, ""):
            reason = f"made from the name, {fault.reason}; write an id of its own in place_id"
            yield replace(fault, reason=reason)
        else:
            yield fault


def _id_of(name: str) -> str:
    """Return the id of a place that has none: its name, in lower case, with hyphens."""
    plain = unicodedata.normalize("NFC", name).lower()
    return "own:" + re.sub(r"[\W_]+", "-", plain).strip("-")


def _cell_faults(typed: pd.DataFrame, done: set[int | None]) -> Iterator[Fault]:
    for row, place in zip(typed.index, typed.to_dict("records"), strict=True):
        number = int(row)
        name = place["place_id"]
        if pd.notna(name) and number not in done:
            if not re.fullmatch(_ID, name) or name == "own:":
                reason = "is no id; write one without white space and semicolons"
                yield Fault(number, "place_id", name, reason)
            elif name.partition(":")[0] in _RESERVED:
                reason = f"begins like the ids of what is no place ({', '.join(_RESERVED)})"
                yield Fault(number, "place_id", name, f"{reason}; choose another")
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if pd.notna(place[one]) and pd.isna(place[other]):
                reason = f"is missing though {one} is given; give both or neither"
                yield Fault(number, other, "", reason)
        admin1, country = place["admin1"], place["country"]
        if pd.notna(admin1) and not re.fullmatch(_PROVINCE, admin1):
            yield Fault(number, "admin1", admin1, "is not of the form of ISO 3166-2, such as CN-22")
        elif pd.notna(admin1) and pd.notna(country) and admin1[:2] != country:
            yield Fault(number, "admin1", admin1, f"is no province of {country}; mend one of both")


def _all_names(raw: RawPlaces, typed: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the names of the places: what the file lists, the name itself, and the aliases."""
    given, unread = parse_table(raw.names, replace(NAMES, fields=NAMES.fields[1:]))
    listed: dict[int, list[Mapping[str, object]]] = {}
    for at, name in zip(given.index, given.to_dict("records"), strict=True):
        listed.setdefault(int(at), []).append({str(k): v for k, v in name.items()})
    rows = []
    faults = list(unread)
    for at, place in zip(typed.index, typed.to_dict("records"), strict=True):
        number = int(at)
        own = listed.get(number, [])
        known = {name["name"] for name in own}
        for column in ("name", "aliases"):
            faults += _control_faults(number, column, place[column])
        for spoken in _spoken(place["name"], place["aliases"]):
            if spoken not in known:
                own.append({"name": spoken, "system": "own", "source": place["source"]})
                known.add(spoken)
        rows += [{**name, "place_id": place["place_id"]} for name in own]
    for at, text in given["name"].items():
        faults += _control_faults(int(str(at)), "names", text)
    return pd.DataFrame(rows, columns=list(NAMES.columns)).astype("string"), faults


def _spoken(name: object, aliases: object) -> Iterator[str]:
    if isinstance(name, str):
        yield name
    for alias in aliases.split(";") if isinstance(aliases, str) else ():
        if alias.strip():
            yield alias.strip()


def _control_faults(row: int, column: str, text: object) -> Iterator[Fault]:
    if isinstance(text, str) and _CONTROLS.search(text):
        yield Fault(row, column, text, "holds a control character or a line break; remove it")
