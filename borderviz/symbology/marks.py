"""Classes, colours, marks and legend entries of maps and figures; knows no folium.

Colours are the eight of Okabe & Ito (2008), told apart with any colour vision; a type is
never told by its colour alone but by its shape too, a verdict by its fill. Types that share a
shape differ in lightness, so that they are told apart in grey as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Mark:
    """How a type of event is drawn: its name in each language, colour and shape."""

    name: str
    en: str
    ko: str
    zh: str
    colour: str
    shape: str


@dataclass(frozen=True)
class Fill:
    """How a verdict is drawn: its name in each language and its fill."""

    name: str
    en: str
    ko: str
    zh: str
    fill: str


MARKS: Final = (
    Mark("shooting", "Shooting", "총격", "枪击", "#D55E00", "triangle"),
    Mark("death", "Death", "사망", "死亡", "#000000", "cross"),
    Mark("execution", "Execution", "처형", "处决", "#000000", "square"),
    Mark("attack", "Attack", "습격", "袭击", "#D55E00", "star"),
    Mark("arrest", "Arrest", "체포", "逮捕", "#0072B2", "circle"),
    Mark("repatriation", "Repatriation", "송환", "遣返", "#0072B2", "square"),
    Mark("defection_attempt", "Defection attempt", "탈북 시도", "脱北企图", "#009E73", "hexagon"),
    Mark("border_crossing", "Border crossing", "월경", "越境", "#009E73", "circle"),
    Mark("smuggling", "Smuggling", "밀수", "走私", "#009E73", "diamond"),
    Mark(
        "surveillance_or_raid",
        "Surveillance or raid",
        "감시·수색",
        "监视或搜查",
        "#CC79A7",
        "square",
    ),
    Mark("order_or_decree", "Order or decree", "명령·포고", "命令或法令", "#CC79A7", "pentagon"),
    Mark(
        "border_closure_or_infrastructure",
        "Closure or barrier",
        "봉쇄·시설",
        "封锁或设施",
        "#56B4E9",
        "hexagon",
    ),
    Mark("other", "Other", "기타", "其他", "#E69F00", "plus"),
)

FILLS: Final = (
    Fill("inside", "inside the zone", "구역 안", "区内", "solid"),
    Fill("possible", "may lie inside the zone", "구역 안일 수 있음", "可能在区内", "hatched"),
    Fill("outside", "outside the zone", "구역 밖", "区外", "hollow"),
    Fill("unknown", "place not known", "장소 미상", "地点不明", "dotted"),
)


def marks_for(types: Iterable[str]) -> tuple[Mark, ...]:
    """Return the marks of the types that occur, in the order of the legend."""
    used = set(types)
    return tuple(mark for mark in MARKS if mark.name in used)
