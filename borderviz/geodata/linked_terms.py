"""How Linked Places says what our tables say: ids, languages, citations, kinds, certainty.

Every function has its inverse, so that what is written reads back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from borderviz.geodata.kinds import load_kinds

CONTEXT: Final = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
"""The JSON-LD context that Linked Places v1.3 names."""
PART_OF: Final = "gvp:broaderPartitive"
RELATED_TO: Final = "gvp:tgn3000_related_to"
CERTAINTY: Final = {"high": "certain", "medium": "less-certain", "low": "uncertain"}
CONFIDENCE: Final = {value: key for key, value in CERTAINTY.items()}

_GEONAMES: Final = "https://sws.geonames.org/{}/"
_GEONAMES_ID: Final = re.compile(r"gn:(\d+)")
_GEONAMES_URI: Final = re.compile(
    r"(?:gn:|https?://(?:sws\.|www\.)?geonames\.org/)(\d+)(?:/[^/\s]*)?", re.I
)
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
_SAFE: Final = ":/?#[]@!$&'()*+,;=~"
_CITED: Final = re.compile(r"(.+) <(https?://[^<>\s]+)>", re.DOTALL)
_WEB: Final = re.compile(r"https?://\S+")
_NOT_STATED: Final = "source not stated"
_AAT: Final = re.compile(r"(?:aat:|https?://vocab\.getty\.edu/(?:page/)?aat/)(\d+)", re.I)
_BY_CLASS: Final = {"P": "town", "S": "site"}
"""What a class alone tells of the kind; of all others only that it is an area."""


def uri_of(place_id: str) -> str:
    """Return the URI of a place: that of GeoNames, else its id itself."""
    if found := _GEONAMES_ID.fullmatch(place_id):
        return _GEONAMES.format(found[1])
    if _URI.fullmatch(place_id):
        return quote(place_id, safe=_SAFE)
    return "#" + quote(place_id, safe="")


def id_of(uri: str) -> str:
    """Return the id of a place from its URI; see `uri_of`."""
    if found := _GEONAMES_URI.fullmatch(uri):
        return f"gn:{found[1]}"
    return unquote(uri.removeprefix("#"))


def language_tag(lang: str | None, script: str | None) -> str | None:
    """Return language and script as one tag of BCP 47, such as ``ko-Latn``."""
    if not lang or not script:
        return lang or (f"und-{script}" if script else None)
    primary, _, rest = lang.partition("-")
    return "-".join(part for part in (primary, script, rest) if part)


def language_and_script(tag: str | None) -> tuple[str | None, str | None]:
    """Return a tag of BCP 47 as language and script."""
    parts = (tag or "").split("-")
    scripts = [p for p in parts[1:3] if len(p) == 4 and p.isalpha()]
    lang = "-".join(p for p in parts if p not in scripts[:1])
    return None if lang in {"", "und"} else lang, scripts[0].title() if scripts else None


def citations_of(source: str | None) -> list[dict[str, str]]:
    """Return the sources of a row, which stand between semicolons, as citations."""
    return [_citation(part) for part in (source or _NOT_STATED).split("; ")]


def _citation(source: str) -> dict[str, str]:
    if found := _CITED.fullmatch(source):
        return {"label": found[1], "@id": found[2]}
    return {"label": source, "@id": source} if _WEB.fullmatch(source) else {"label": source}


def source_of(citations: object) -> str | None:
    """Return citations as the text of a ``source`` column."""
    listed = citations if isinstance(citations, list) else [citations]
    parts = [_cited(c) for c in listed if isinstance(c, Mapping)]
    text = "; ".join(part for part in parts if part is not None)
    return None if text in {"", _NOT_STATED} else text


def _cited(citation: Mapping[str, Any]) -> str | None:
    label, uri = (citation.get(key) for key in ("label", "@id"))
    if not isinstance(label, str):
        return uri if isinstance(uri, str) else None
    year = citation.get("year")
    if year is not None and str(year) not in label:
        label = f"{label} ({year})"
    return label if not isinstance(uri, str) or uri == label else f"{label} <{uri}>"


def types_of(kind: str, size_class: str | None) -> list[dict[str, Any]]:
    """Return the type of a place: a concept where one is certain, and our own word for it."""
    known = load_kinds().get(kind)
    settled = known and (size_class != "unit" or known.size_class == "unit")
    concept = {"identifier": f"aat:{known.aat}"} if known and known.aat and settled else {}
    return [{**concept, "label": kind, "sourceLabels": [{"label": kind, "lang": "en"}]}]


def classes_of(kind: str, size_class: str | None) -> list[str]:
    """Return the GeoNames classes of a place; a county known by its seat is of two."""
    kinds = load_kinds()
    by_size = {k.size_class: k.fclass for k in kinds.values()}
    own = kinds[kind].fclass if kind in kinds else by_size.get(size_class or "", "S")
    if size_class == "unit":
        return ["A"]
    return ["A", "P"] if own == "A" and by_size.get(size_class or "") == "P" else [own]


def kind_of(types: object, classes: object) -> str | None:
    """Return the kind of a place from its types, or at least from its classes."""
    kinds = load_kinds()
    by_concept = {kind.aat: kind.kind for kind in kinds.values() if kind.aat}
    for entry in types if isinstance(types, list) else []:
        if not isinstance(entry, Mapping):
            continue
        if (found := _AAT.fullmatch(str(entry.get("identifier")))) and found[1] in by_concept:
            return by_concept[found[1]]
        labels = entry.get("sourceLabels")
        said = [label.get("label") for label in labels or () if isinstance(label, Mapping)]
        for label in (*said, entry.get("label")):
            if isinstance(label, str) and label.strip().lower() in kinds:
                return label.strip().lower()
    letters = [c for c in classes if isinstance(c, str)] if isinstance(classes, list) else []
    if not letters:
        return None
    return next((_BY_CLASS[c] for c in letters if c in _BY_CLASS), "region")
