"""Whose word a report rests on: each source once, numbered as they first appear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from borderviz.documents.markup import element, link_element

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from borderviz.geodata import Geodata

_COLUMNS: Final = ("source_url", "source_title", "source_outlet", "source_published")


def list_sources(located: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the sources of events, and the number of each row's source.

    Parameters
    ----------
    located : pandas.DataFrame
        The contract ``located``.

    Returns
    -------
    table : pandas.DataFrame
        ``number``, ``source_outlet``, ``source_title``, ``source_published`` (EDTF),
        ``source_url``, ``events`` (how many rows rest on it). Rows that state nothing of a source
        have none.
    numbers : pandas.Series
        On the index of `located`, from 1; null without a source.
    """
    cells = pd.DataFrame(located[list(_COLUMNS)]).astype("string")
    keys = pd.Series(list(cells.fillna("").itertuples(index=False, name=None)), index=cells.index)
    stated = cells.notna().any(axis=1)
    codes, unique = pd.factorize(keys[stated])
    numbers = pd.Series(codes + 1, index=keys[stated].index).reindex(cells.index).astype("Int64")
    table = pd.DataFrame(list(unique), columns=list(_COLUMNS)).astype("string")
    table = table.mask(table == "")
    table.insert(0, "number", range(1, len(table) + 1))
    table["events"] = pd.Series(codes).value_counts().sort_index().to_numpy(dtype="int64")
    order = ["number", "source_outlet", "source_title", "source_published", "source_url", "events"]
    return table[order], numbers


def list_licences(geodata: Geodata) -> pd.DataFrame:
    """Return what the data pack asks to be named: ``text``, ``licence``, ``url``."""
    rows = [(a.get("text"), a.get("licence"), a.get("url")) for a in geodata.info.attribution]
    return pd.DataFrame(rows, columns=["text", "licence", "url"]).astype("string")


def source_elements(sources: pd.DataFrame) -> list[ET.Element]:
    """Return each source as a line: number, title, outlet, date, address."""
    return [_line(row) for row in sources.to_dict("records")]  # type: ignore[arg-type]


def _line(row: dict[str, object]) -> ET.Element:
    url = row["source_url"]
    title, outlet, published = (
        None if pd.isna(row[name]) else str(row[name])  # type: ignore[call-overload]
        for name in ("source_title", "source_outlet", "source_published")
    )
    words = ", ".join(part for part in (title and f"“{title}”", outlet, published) if part)
    line = element("p", f"[{row['number']}] ", words, class_="source")
    if isinstance(url, str):
        line.append(element("br"))
        line.append(element("span", link_element(url, url), class_="code"))
    return line
