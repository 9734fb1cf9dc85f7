"""The columns of each table: the one source of what they are called, hold and mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from borderviz.schema.model import Contract, Field, Rule, expectation

EVENT_TYPES: Final = (
    "arrest",
    "shooting",
    "death",
    "execution",
    "defection_attempt",
    "border_crossing",
    "smuggling",
    "repatriation",
    "attack",
    "surveillance_or_raid",
    "order_or_decree",
    "border_closure_or_infrastructure",
    "other",
)
CONFIDENCES: Final = ("low", "medium", "high")
VERDICT_VALUES: Final = ("inside", "possible", "outside", "unknown")
IN_FORCE_VALUES: Final = ("yes", "possibly", "no")
SIDES: Final = ("own", "other", "both")
RESOLUTIONS: Final = ("resolved", "ambiguous", "unresolved", "out_of_area")

COUNTRY_PATTERN: Final = r"[A-Z]{2}"
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_NO_CONTROLS: Final = r"[^\x00-\x1f\x7f-\x9f]*"
# Nobody counts more people than there are.
_MOST_PEOPLE: Final = 10_000_000_000


def _latitude() -> Field:
    return Field("latitude", "number", "Latitude, WGS 84.", unit="degree", low=-90, high=90)


def _longitude() -> Field:
    return Field("longitude", "number", "Longitude, WGS 84.", unit="degree", low=-180, high=180)


def _country(description: str) -> Field:
    return Field(
        "country",
        "text",
        description,
        pattern=COUNTRY_PATTERN,
        pattern_reason="is not a country code of two letters (ISO 3166-1 alpha-2), such as 'CN'",
        code=True,
    )


def _confidence() -> Field:
    return Field("confidence", "text", "How sure the coder is.", allowed=CONFIDENCES, code=True)


def _share(name: str, description: str) -> Field:
    return Field(name, "number", description, unit="share", low=0, high=1)


def _distance(name: str, description: str) -> Field:
    return Field(name, "number", description, unit="km", low=0)


def _identifier(name: str, description: str, *, unique: bool = False) -> Field:
    return Field(name, "text", description, nullable=False, unique=unique, code=True)


def _code(name: str, description: str, *, allowed: tuple[str, ...] = ()) -> Field:
    return Field(name, "text", description, allowed=allowed, code=True)


def _edtf(name: str, description: str) -> Field:
    return Field(name, "edtf", description, code=True)


PLACES: Final = Contract(
    "places",
    "One row per place of the gazetteer.",
    (
        _identifier("place_id", "Its lasting name, such as 'gn:2043837'.", unique=True),
        Field("name", "text", "The name to show.", nullable=False),
        Field("kind", "text", "City, county, river, crossing …", nullable=False, code=True),
        _code("size_class", "Class from which a radius is taken where none was measured."),
        _country("Country in which it lies."),
        _code("admin1", "Province, ISO 3166-2."),
        Field("admin2", "text", "County, city or district."),
        _latitude(),
        _longitude(),
        Field("extent_m", "number", "Radius to the far edge of what the name covers.", "m", low=0),
        _code("seat_of", "`place_id` of the unit whose seat it is."),
        Field("population", "count", "Inhabitants.", unit="people", low=0),
        _code("on_border", "Codes of the countries across the border it lies on."),
        Field("source", "text", "Where the row comes from."),
        _confidence(),
    ),
)

NAMES: Final = Contract(
    "names",
    "One row per name of a place.",
    (
        _identifier("place_id", "The place that bears the name."),
        Field("name", "text", "The name as written.", nullable=False),
        _code("lang", "Language, BCP 47."),
        _code("script", "Script, ISO 15924."),
        _code("system", "Romanisation or usage: MR, RR, pinyin, press …"),
        _edtf("valid_from", "Since when the name is used."),
        _edtf("valid_to", "Until when the name was used."),
        Field("source", "text", "Where the row comes from."),
    ),
)


def _counts() -> Iterator[Field]:
    meanings = {
        "killed": "People killed",
        "arrested": "People arrested or detained",
        "involved": "People the event happened to or who took part",
    }
    bounds = {"low": "lowest", "best": "best", "high": "highest"}
    for what, meaning in meanings.items():
        for bound, adjective in bounds.items():
            yield Field(
                f"{what}_{bound}",
                "count",
                f"{meaning}, {adjective} figure; missing = not reported, 0 = reported none.",
                unit="people",
                low=0,
                high=_MOST_PEOPLE,
            )


_COUNT_RULES: Final = tuple(
    Rule((f"{what}_low", f"{what}_best", f"{what}_high"))
    for what in ("killed", "arrested", "involved")
)

EVENTS: Final = Contract(
    "events",
    "One row per reported event. Only a type and a place or coordinates are required.",
    (
        _identifier("event_id", "Its name in the table.", unique=True),
        Field(
            "event_type", "text", "Kind of event.", nullable=False, allowed=EVENT_TYPES, code=True
        ),
        _edtf("date", "When it happened, EDTF; this column is authoritative."),
        Field("date_text", "text", "The date as the report words it."),
        Field("place", "text", "The place as reported.", code=True),
        _code("place_id", "Its place in the gazetteer, when the coder settled it."),
        _country("Country on whose ground it happened, when stated."),
        _code("admin1", "Province, ISO 3166-2, when stated."),
        _latitude(),
        _longitude(),
        Field(
            "coordinate_uncertainty_m",
            "number",
            "Radius within which the coordinates are right; a bound, not a standard deviation.",
            unit="m",
            low=0,
        ),
        *_counts(),
        Field("is_aggregate", "flag", "Whether it sums up several events.", nullable=False),
        _code("part_of", "`event_id` of the aggregate that already counts this event."),
        _code("incident_id", "Shared by rows that report one incident; missing = one of its own."),
        Field(
            "source_url",
            "text",
            "Address of the report.",
            pattern=_NO_CONTROLS,
            pattern_reason="holds a control character; write the address alone",
            code=True,
        ),
        Field("source_title", "text", "Title of the report."),
        Field("source_outlet", "text", "Who published it."),
        _edtf("source_published", "When it was published, EDTF."),
        _code("origin_id", "Shared by reports that go back to one origin."),
        _edtf("known_by", "Date by which the event was known, EDTF."),
        Field("summary", "text", "What happened, in the coder's own words."),
        Field("quote", "text", "The sentence of the report that supports the row."),
        Field("coder", "text", "Who coded the row."),
        _confidence(),
        Field("sensitivity", "count", "From 1 (open) to 4 (secret).", low=1, high=4),
        _code("external_id", "The event's name in the data it was taken from."),
        Field("notes", "text", "Remarks of the coder."),
    ),
    rules=_COUNT_RULES,
)
EVENT_COLUMNS: Final = EVENTS.columns

LOCATED: Final = Contract(
    "located",
    "Events with the days and the area in which they may have happened.",
    (
        *EVENTS.fields,
        Field("date_start", "day", "First day it may have happened on.", pattern=_DAY),
        Field("date_end", "day", "Last day it may have happened on.", pattern=_DAY),
        _identifier("location_id", "Shared by rows with one place expression and support."),
        Field(
            "resolution",
            "text",
            "Whether the place was found.",
            nullable=False,
            allowed=RESOLUTIONS,
            code=True,
        ),
        Field("method", "text", "How the support was made."),
        Field("reason", "text", "Why this support, in a sentence."),
        Field("candidates", "labels", "Places that it may have been, best first."),
        Field("geometry", "geometry", "The support: where it may have happened."),
    ),
    rules=(*_COUNT_RULES, Rule(("date_start", "date_end"))),
)

ZONES: Final = Contract(
    "zones",
    "One row per rule, width and baseline.",
    (
        _identifier("zone_id", "Its lasting name.", unique=True),
        _identifier("rule_id", "The rule it is a variant of."),
        Field("label", "text", "The name to show.", nullable=False),
        Field("width_km", "number", "Width from the baseline.", unit="km", low=0),
        _code("baseline", "Line from which the width counts."),
        _code("side", "Side of the baseline on which it lies."),
        Field("reference", "flag", "Whether it is the rule's reference variant.", nullable=False),
        _edtf("valid_from", "Since when the rule stands, EDTF."),
        _edtf("valid_to", "Until when it stood, EDTF; '..' = no end is known."),
        Field("source_url", "text", "Where the rule is reported.", code=True),
        Field("quote", "text", "How the source words the width."),
        Field("geometry", "geometry", "The zone.", nullable=False),
    ),
)


def _assessment() -> tuple[Field, ...]:
    verdict = Field(
        "verdict",
        "text",
        "Where the event lies.",
        nullable=False,
        allowed=VERDICT_VALUES,
        code=True,
    )
    in_force = Field(
        "in_force",
        "text",
        "Whether the rule stood.",
        nullable=False,
        allowed=IN_FORCE_VALUES,
        code=True,
    )
    return (
        verdict,
        _share("p", "Share of the support inside."),
        _share("p_min", "The least that share may be."),
        _share("p_max", "The most that share may be."),
        _code("side", "Bank on which the support lies.", allowed=SIDES),
        in_force,
        _share("t", "Share of the event's days on which the rule was in force."),
        _distance("distance_km_min", "Least distance from the border."),
        _distance("distance_km_max", "Greatest distance from the border."),
    )


_ASSESSMENT_RULES: Final = (
    Rule(("p_min", "p", "p_max")),
    Rule(("distance_km_min", "distance_km_max")),
)

ASSESSED: Final = Contract(
    "assessed",
    "One row per event and zone.",
    (
        _identifier("event_id", "The event."),
        _identifier("zone_id", "The zone."),
        _identifier("rule_id", "The zone's rule."),
        *_assessment(),
        Field("method", "text", "How it was computed."),
    ),
    rules=_ASSESSMENT_RULES,
    key=("event_id", "zone_id"),
)

VERDICTS: Final = Contract(
    "verdicts",
    "One row per event and rule: the roll-up over the rule's variants.",
    (
        _identifier("event_id", "The event."),
        _identifier("rule_id", "The rule."),
        *_assessment(),
    ),
    rules=_ASSESSMENT_RULES,
    key=("event_id", "rule_id"),
)


def describe(contract: Contract) -> pd.DataFrame:
    """Return a contract as a table: column, kind, unit, required, allowed, description."""
    return pd.DataFrame(
        {
            "column": [field.name for field in contract.fields],
            "kind": [field.kind for field in contract.fields],
            "unit": [field.unit for field in contract.fields],
            "required": [not field.nullable for field in contract.fields],
            "allowed": [expectation(field) for field in contract.fields],
            "description": [field.description for field in contract.fields],
        }
    )
