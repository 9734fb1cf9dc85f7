"""borderviz: from reports about a border to maps that hold up.

Places resolve to areas with their uncertainty, events are held against dated buffer zones,
and the result is one HTML page that works offline. The verbs below are the public API; they
are loaded when first used, so that the command line answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from borderviz.articles import Extraction as Extraction
    from borderviz.articles import extract_events as extract_events
    from borderviz.disclosure import release_events as release_events
    from borderviz.errors import BordervizError as BordervizError
    from borderviz.events import Agreement as Agreement
    from borderviz.events import accept_incidents as accept_incidents
    from borderviz.events import check_events as check_events
    from borderviz.events import compare_codings as compare_codings
    from borderviz.events import merge_events as merge_events
    from borderviz.events import read_events as read_events
    from borderviz.events import suggest_incidents as suggest_incidents
    from borderviz.events import write_events as write_events
    from borderviz.exports import export_events as export_events
    from borderviz.figures import Figure as Figure
    from borderviz.figures import build_chart as build_chart
    from borderviz.figures import build_figure as build_figure
    from borderviz.gazetteer import add_unit_outlines as add_unit_outlines
    from borderviz.geocoding import geocode as geocode
    from borderviz.geocoding import locate_events as locate_events
    from borderviz.geodata import Geodata as Geodata
    from borderviz.geodata import load_geodata as load_geodata
    from borderviz.geodata import read_linked_places as read_linked_places
    from borderviz.geodata import write_linked_places as write_linked_places
    from borderviz.joins import join_zones as join_zones
    from borderviz.joins import roll_up as roll_up
    from borderviz.maps import BorderMap as BorderMap
    from borderviz.maps import build_map as build_map
    from borderviz.reports import Report as Report
    from borderviz.reports import write_report as write_report
    from borderviz.summaries import Statement as Statement
    from borderviz.summaries import state_findings as state_findings
    from borderviz.summaries import summarize as summarize
    from borderviz.summaries import summarize_people as summarize_people
    from borderviz.zones import build_zones as build_zones

_HOME = {
    "Agreement": "events",
    "BorderMap": "maps",
    "BordervizError": "errors",
    "Extraction": "articles",
    "Figure": "figures",
    "Geodata": "geodata",
    "Report": "reports",
    "Statement": "summaries",
    "accept_incidents": "events",
    "add_unit_outlines": "gazetteer",
    "build_chart": "figures",
    "build_figure": "figures",
    "build_map": "maps",
    "build_zones": "zones",
    "check_events": "events",
    "compare_codings": "events",
    "export_events": "exports",
    "extract_events": "articles",
    "geocode": "geocoding",
    "join_zones": "joins",
    "load_geodata": "geodata",
    "locate_events": "geocoding",
    "merge_events": "events",
    "read_events": "events",
    "read_linked_places": "geodata",
    "release_events": "disclosure",
    "roll_up": "joins",
    "state_findings": "summaries",
    "suggest_incidents": "events",
    "summarize": "summaries",
    "summarize_people": "summaries",
    "write_events": "events",
    "write_linked_places": "geodata",
    "write_report": "reports",
}

__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'borderviz' has no attribute {name!r}")
    return getattr(import_module(f"borderviz.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
