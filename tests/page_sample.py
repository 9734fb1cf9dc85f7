"""A small invented region and its payload, for the tests of the page.

Two countries, Northmark and Southmark, meet at the river Ark. Nothing here is real; the
shapes only behave like a real border: a winding river, a lake, provinces, two zones.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

Point = tuple[float, float]

WEST, EAST = 19.0, 26.0
KM_PER_DEGREE = 111.2


def river(step: float = 0.01) -> list[Point]:
    """Return the course of the river Ark from west to east."""
    count = round((EAST - WEST) / step)
    return [_river_point(WEST + (EAST - WEST) * index / count) for index in range(count + 1)]


def _river_point(lon: float) -> Point:
    bend = 0.22 * math.sin(1.3 * lon) + 0.07 * math.sin(5.1 * lon)
    return (lon, 50.0 + bend + 0.008 * math.sin(17 * lon))


def shifted(line: list[Point], km: float) -> list[Point]:
    """Move a line so many kilometres to its right (south, where it runs east)."""
    moved = []
    for index, (lon, lat) in enumerate(line):
        before = line[max(index - 1, 0)]
        after = line[min(index + 1, len(line) - 1)]
        shrink = math.cos(math.radians(lat))
        dx, dy = (after[0] - before[0]) * shrink, after[1] - before[1]
        length = math.hypot(dx, dy)
        moved.append(
            (
                lon + km / KM_PER_DEGREE * dy / length / shrink,
                lat - km / KM_PER_DEGREE * dx / length,
            )
        )
    return moved


def pack(points: list[Point]) -> list[int]:
    """Delta-code a line as the payload wants it."""
    flat: list[int] = []
    lon0 = lat0 = 0
    for lon, lat in points:
        lon1, lat1 = round(lon * 1e5), round(lat * 1e5)
        flat += [lon1 - lon0, lat1 - lat0]
        lon0, lat0 = lon1, lat1
    return flat


def polygon(*rings: list[Point]) -> dict[str, Any]:
    """Return one polygon as packed geometry."""
    return {"type": "polygon", "parts": [[pack(ring) for ring in rings]]}


def line(*lines: list[Point]) -> dict[str, Any]:
    """Return lines as packed geometry."""
    return {"type": "line", "parts": [pack(one) for one in lines]}


def strip(start: float, end: float, north_km: float, south_km: float) -> dict[str, Any]:
    """Return the strip along a reach of the river."""
    reach = [point for point in river() if start <= point[0] <= end]
    return polygon(shifted(reach, -north_km) + shifted(reach, south_km)[::-1])


def names(english: str, korean: str | None = None, chinese: str | None = None) -> dict[str, Any]:
    """Return a name in the languages of the page."""
    return {"en": english, "ko": korean, "zh": chinese}


def _background() -> dict[str, Any]:
    layers: list[dict[str, Any]] = []
    south_coast = [
        (EAST, 48.7),
        (25.0, 48.75),
        (24.2, 48.62),
        (23.4, 48.7),
        (22.4, 48.5),
        (21.3, 48.72),
        (20.0, 48.6),
        (WEST, 48.5),
    ]
    for detail, step in enumerate((0.05, 0.01, 0.0025)):
        course = river(step)
        south = course + south_coast
        north = [(WEST, 52.0), (EAST, 52.0), *course[::-1]]
        layers += [
            _layer("neighbour", detail, polygon(north), names("Northmark", "북강국")),
            _layer("land", detail, polygon(south), names("Southmark", "남강국")),
            _layer("border", detail, line(course), names("Ark", "아크강")),
        ]
    lake = [(22.9 + 0.11 * math.cos(a / 8), 49.35 + 0.05 * math.sin(a / 8)) for a in range(50)]
    layers += [
        _layer("land", 0, polygon([(23.5, 47.6), (23.7, 47.62), (23.6, 47.72)]), names("Islet")),
        _layer("lake", 0, polygon(lake), names("Mirror Lake")),
        _layer("coast", 0, line(south_coast), None),
        _layer(
            "province",
            0,
            line(
                [_river_point(21.6), (21.7, 49.5), (21.55, 49.1), (21.65, 48.64)],
                [_river_point(23.3), (23.4, 49.6), (23.2, 49.2), (23.4, 48.7)],
            ),
            None,
        ),
        _layer(
            "river", 0, line([(22.6, 48.55), (22.75, 49.0), (22.86, 49.31)]), names("Mirror River")
        ),
    ]
    return {"layers": layers, "detail_zooms": [0, 8, 10], "labels": _labels()}


def _layer(
    kind: str, detail: int, geometry: dict[str, Any], name: dict[str, Any] | None
) -> dict[str, Any]:
    return {"kind": kind, "detail": detail, "geometry": geometry, "name": name}


def _labels() -> list[dict[str, Any]]:
    rows: list[tuple[str, int, str, str | None, float, float]] = [
        ("country", 1, "Northmark", "북강국", 22.3, 50.85),
        ("country", 1, "Southmark", "남강국", 22.2, 49.2),
        ("sea", 1, "Quiet Bay", None, 22.9, 48.42),
        ("province", 2, "West Ark", "서아크", 20.8, 49.35),
        ("province", 2, "Middle Ark", "중아크", 22.4, 49.5),
        ("province", 2, "East Ark", "동아크", 24.2, 49.3),
        ("river", 2, "Mirror River", None, 22.72, 48.9),
        ("town", 1, "Hadong", "하동", 21.0, _river_point(21.0)[1] - 0.035),
        ("town", 2, "Milam", "밀람", 22.7, _river_point(22.7)[1] - 0.05),
        ("town", 2, "Osan Ferry", "오산나루", 24.0, _river_point(24.0)[1] - 0.03),
        ("town", 2, "Northbridge", "북교", 21.04, _river_point(21.04)[1] + 0.06),
        ("town", 3, "Tallow", None, 21.7, 49.75),
        ("town", 3, "Greywell", None, 23.0, 49.72),
        ("town", 4, "Pinehamlet", None, 24.05, _river_point(24.0)[1] - 0.09),
    ]
    return [
        {"kind": kind, "rank": rank, "name": names(english, korean), "lon": lon, "lat": lat}
        for kind, rank, english, korean, lon, lat in rows
    ]


def _types() -> list[dict[str, Any]]:
    rows = [
        ("arrest", "Arrest", "체포", "#0072B2", "square"),
        ("shooting", "Shooting", "총격", "#D55E00", "triangle"),
        ("crossing", "Crossing", "월경", "#009E73", "circle"),
        ("order", "Order or sign", "포고", "#CC79A7", "diamond"),
    ]
    return [
        {"id": key, "label": names(label, korean), "colour": colour, "shape": shape}
        for key, label, korean, colour, shape in rows
    ]


def _verdicts() -> list[dict[str, Any]]:
    rows = [
        ("inside", "Inside", "solid"),
        ("possible", "May lie inside", "hatched"),
        ("outside", "Outside", "hollow"),
        ("unknown", "Cannot be told", "dotted"),
    ]
    return [{"id": key, "label": names(label), "fill": fill} for key, label, fill in rows]


def _rules() -> list[dict[str, Any]]:
    source = {"text": "Proclamation of the border guard", "url": "https://example.org/order"}
    return [
        {
            "rule_id": "closed-strip",
            "label": "Closed strip of 2 km",
            "drawn": True,
            "description": "Nobody may enter a strip along the south bank of the river.",
            "valid_from": "[2020-08-25..2020-08-27]",
            "valid_to": None,
            "confidence": "high",
            "sources": [source],
            "doubts": ["One report gives 1 km instead of 2 km."],
            "words": {
                "ko": _words("2 km 폐쇄 구역", "강 남쪽 기슭을 따라 아무도 들어갈 수 없다."),
                "zh": _words("两公里封闭带", "任何人不得进入河流南岸的地带。"),
            },
        },
        {
            "rule_id": "border-area",
            "label": "Border area of 10 km",
            "drawn": True,
            "description": "Entry with a pass only.",
            "valid_from": "2014",
            "valid_to": "2022-06",
            "confidence": "medium",
            "sources": [{"text": "A collection of decrees", "url": None}],
            "doubts": [],
        },
        {
            "rule_id": "night",
            "label": "Curfew after dark",
            "drawn": False,
            "description": "Holds everywhere at night and so covers no area of its own.",
            "valid_from": None,
            "valid_to": None,
            "confidence": "low",
            "sources": [],
            "doubts": [],
        },
    ]


def _words(label: str, description: str) -> dict[str, Any]:
    return {"label": label, "description": description, "doubts": []}


def _zones() -> list[dict[str, Any]]:
    rows = [
        ("closed-strip/2", "closed-strip", "2 km from the middle of the river", 2, True),
        ("closed-strip/1", "closed-strip", "1 km from the middle of the river", 1, False),
        ("border-area/10", "border-area", "10 km from the middle of the river", 10, True),
    ]
    return [
        {
            "zone_id": zone_id,
            "rule_id": rule_id,
            "label": label,
            "width_km": width,
            "baseline": "boundary line",
            "side": "south side",
            "reference": reference,
            "start": 18500,
            "end": None,
            "valid_from": "2020-08-26",
            "valid_to": None,
            "geometry": strip(WEST, EAST, 0, width),
        }
        for zone_id, rule_id, label, width, reference in rows
    ]


def _location(place: str, **changes: Any) -> dict[str, Any]:
    return {
        "place": place,
        "resolution": "resolved",
        "method": "disc",
        "reason": f"the name {place} is unique here",
        "lon": None,
        "lat": None,
        "radius_m": None,
        "assumed": False,
        "shape": "none",
        "geometry": None,
        "candidates": None,
        "provinces": "SM-1",
        "names": None,
    } | changes


def _locations() -> list[dict[str, Any]]:
    hadong, milam, osan = (_river_point(lon) for lon in (21.0, 22.7, 24.0))
    province = [point for point in river() if 21.6 <= point[0] <= 23.3]
    middle = polygon(
        [*province, (23.4, 49.6), (23.2, 49.2), (23.4, 48.7), (21.65, 48.64), (21.55, 49.1)]
    )
    return [
        _location(
            "Hadong",
            names="하동|Ha-dong|哈东",
            lon=hadong[0],
            lat=hadong[1] - 0.035,
            radius_m=4000,
            shape="disc",
        ),
        _location("Milam", lon=milam[0], lat=milam[1] - 0.05, radius_m=2000, shape="disc"),
        _location(
            "the Ark in East Ark",
            lon=24.3,
            lat=_river_point(24.3)[1],
            shape="strip",
            geometry=strip(23.5, 24.9, 0.4, 0.4),
            reason="the reach of the river inside the province, 0.2 km on either bank",
        ),
        _location(
            "Middle Ark Province",
            lon=22.4,
            lat=49.4,
            shape="polygon",
            geometry=middle,
            provinces="SM-1|SM-2",
            reason="the outline of the province",
        ),
        _location("Osan Ferry", lon=osan[0], lat=osan[1] - 0.03, radius_m=800, shape="disc"),
        _location(
            "Springfield",
            resolution="ambiguous",
            method=None,
            reason="three villages of this name, and nothing else in the report tells which",
            candidates="Springfield, West Ark\nSpringfield, East Ark\nSpringfield on the Hill",
            provinces=None,
        ),
        _location(
            "the whole border",
            lon=22.5,
            lat=_river_point(22.5)[1],
            shape="strip",
            geometry=strip(WEST, EAST, 0, 1),
        ),
        _location("Tallow", lon=21.7, lat=49.75, radius_m=1500, shape="disc"),
    ]


# One line per report: incident, location, type, EDTF date, first and last day, people.
_REPORTS: list[tuple[Any, ...]] = [
    (0, 0, "arrest", "2018-01-01", "2018-01-01", "2018-01-01", {"arrested": [10, 10, 10]}),
    (1, 0, "shooting", "2021-01-28", "2021-01-28", "2021-01-28", {"killed": [1, 1, 2]}),
    (1, 0, "shooting", "2021-01", "2021-01-01", "2021-01-31", {"killed": [2, 2, 2]}),
    (
        2,
        2,
        "crossing",
        "2021-05-02/2021-06-10",
        "2021-05-02",
        "2021-06-10",
        {"involved": [3, 4, 6]},
    ),
    (3, 3, "arrest", "2022", "2022-01-01", "2022-12-31", {"arrested": [2, None, None]}),
    (4, 1, "order", "2020-08-26~", "2020-08-23", "2020-08-29", {}),
    (5, 4, "shooting", "XXXX-05-28", None, "2023-07-01", {"killed": [1, 1, 1]}),
    (6, 5, "arrest", "2023-02", "2023-02-01", "2023-02-28", {"arrested": [5, 5, 5]}),
    (7, 0, "crossing", "2023-03-04?", "2023-03-04", "2023-03-04", {"involved": [2, 2, 2]}),
    (8, 6, "arrest", "2019/2023", "2019-01-01", "2023-12-31", {"arrested": [120, None, 150]}),
    (9, 7, "arrest", "2023-11-2X", "2023-11-20", "2023-11-29", {"arrested": [4, 4, 4]}),
]
_SUMMARIES = [
    "Ten people were held on the road to the river.",
    "A guard shot at two people on the ice; one or both died.",
    "A second account of the shots on the ice, with two dead.",
    "A family crossed by night and reached the other bank.",
    "At least two traders were taken, somewhere in the province.",
    "Posters about the closed strip were put up in the town.",
    "One man was shot near the ferry.",
    "Five people were held; the report names only the village.",
    "Two people waded through the river above the town.",
    "The total that an official gave for five years.",
    "Four people were held at a market far from the river.",
]


def _event_columns() -> dict[str, list[Any]]:
    count = len(_REPORTS)
    places = [location["place"] for location in _locations()]
    columns: dict[str, list[Any]] = {
        "event_id": [f"e{index:02d}" for index in range(count)],
        "event_type": [row[2] for row in _REPORTS],
        "date": [row[3] for row in _REPORTS],
        "date_text": [f"as the report says ({row[3]})" for row in _REPORTS],
        "place": [places[row[1]] for row in _REPORTS],
        "summary": list(_SUMMARIES),
        "is_aggregate": [row[0] == 8 for row in _REPORTS],
    }
    for kind in ("killed", "arrested", "involved"):
        for at, end in enumerate(("low", "best", "high")):
            columns[f"{kind}_{end}"] = [(row[6].get(kind) or [None] * 3)[at] for row in _REPORTS]
    for name in ("latitude", "longitude", "coordinate_uncertainty_m", "admin1"):
        columns[name] = [None] * count
    for name in ("part_of", "country", "quote", "known_by", "origin_id"):
        columns[name] = [None] * count
    columns["part_of"][0] = "e09"
    columns["country"][3] = "Southmark"
    columns["quote"][1] = "They were on the ice when we heard it."
    columns["confidence"] = ["medium"] * count
    columns["source_title"] = [f"Report number {index + 1}" for index in range(count)]
    columns["source_outlet"] = ["Ark Courier", "River Post"] * (count // 2) + ["Ark Courier"]
    columns["source_url"] = [f"https://example.org/report/{index}" for index in range(count)]
    columns["source_published"] = ["2023-12-01"] * count
    return columns


def _located() -> dict[str, Any]:
    def day(text: str | None) -> int | None:
        return None if text is None else (date.fromisoformat(text) - date(1970, 1, 1)).days

    columns = {
        "start": [day(row[4]) for row in _REPORTS],
        "end": [day(row[5]) for row in _REPORTS],
        "incident": [row[0] for row in _REPORTS],
        "location": [row[1] for row in _REPORTS],
        "exact": [False] * len(_REPORTS),
    }
    return {"n": len(_REPORTS), "columns": columns}


def _location_tables() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    rows = _locations()
    shapes = [row["geometry"] for row in rows if row["geometry"]]
    columns: dict[str, list[Any]] = {
        name: [row[name] for row in rows] for name in rows[0] if name not in {"geometry", "place"}
    }
    columns["outline"] = [shapes.index(r["geometry"]) if r["geometry"] else None for r in rows]
    return {"n": len(rows), "columns": columns}, shapes


# One line per report: verdict and share (reference, low, high) for the closed strip.
_STRIP_FINDINGS: list[tuple[Any, ...]] = [
    ("possible", 0.31, 0.12, 0.66, "no", 0.0, "own", 0.0, 7.8),
    ("possible", 0.31, 0.12, 0.66, "yes", 1.0, "own", 0.0, 7.8),
    ("possible", 0.31, 0.12, 0.66, "yes", 1.0, "own", 0.0, 7.8),
    ("possible", 0.5, 0.5, 0.5, "yes", 1.0, "both", 0.0, 0.4),
    ("possible", 0.02, 0.01, 0.04, "yes", 1.0, "own", 0.0, 132.0),
    ("outside", 0.0, 0.0, 0.0, "possibly", 0.57, "own", 3.4, 7.6),
    ("inside", 1.0, 1.0, 1.0, "possibly", None, "own", 0.4, 1.9),
    ("unknown", None, None, None, "yes", 1.0, None, None, None),
    ("possible", 0.31, 0.12, 0.66, "yes", 1.0, "own", 0.0, 7.8),
    ("possible", 0.9, 0.6, 1.0, "possibly", 0.67, "own", 0.0, 1.0),
    ("outside", 0.0, 0.0, 0.0, "yes", 1.0, "own", 24.0, 29.0),
]
_FINDING_COLUMNS = (
    "verdict",
    "p",
    "p_min",
    "p_max",
    "in_force",
    "t",
    "side",
    "distance_km_min",
    "distance_km_max",
)


def _assessments() -> dict[str, Any]:
    columns: dict[str, list[Any]] = {"event": [], "rule": []} | {
        name: [] for name in _FINDING_COLUMNS
    }
    for event, finding in enumerate(_STRIP_FINDINGS):
        wide = (
            "outside" if finding[7] and finding[7] > 10 else "inside",
            1.0,
            1.0,
            1.0,
            "yes",
            1.0,
            *finding[6:],
        )
        for rule, values in enumerate((finding, wide)):
            columns["event"].append(event)
            columns["rule"].append(rule)
            for name, value in zip(_FINDING_COLUMNS, values, strict=True):
                columns[name].append(value)
    return {"n": len(columns["event"]), "columns": columns}


def sample_payload() -> dict[str, Any]:
    """Return the payload of the invented region: ten incidents, one of them a total."""
    locations, shapes = _location_tables()
    return {
        "format": 2,
        "page": {
            "title": "Arrests and shootings on the Ark, 2018–2023",
            "subtitle": "Incidents reported from the border of an invented country",
            "lang": "en",
            "policy": "internal",
            "generator": "borderviz 0.1.0",
            "input_sha256": "0" * 64,
            "pack_sha256": "1" * 64,
            "period": {"start": "2018-01-01", "end": "2023-11-29"},
            "latest": "2023-12-01",
            "notes": ["The region and all reports are invented."],
            "not_drawn": [],
            "tiles": [],
            "attribution": [
                {
                    "text": "Invented borders",
                    "licence": "CC0-1.0",
                    "url": "https://example.org/borders",
                },
                {"text": "Invented places", "licence": None, "url": None},
            ],
        },
        "types": _types(),
        "verdicts": _verdicts(),
        "provinces": [
            {"id": "SM-1", "name": names("West Ark", "서아크", "西阿克")},
            {"id": "SM-2", "name": names("Middle Ark", "중아크", "中阿克")},
        ],
        "background": _background(),
        "rules": _rules(),
        "zones": _zones(),
        "locations": locations,
        "shapes": shapes,
        "events": {"n": len(_REPORTS), "columns": _event_columns()},
        "located": _located(),
        "assessments": _assessments(),
        "analyst_layers": [],
    }


def analyst_layers() -> list[dict[str, Any]]:
    """Return layers that an analyst might add."""
    feature = {
        "geometry": None,
        "lon": None,
        "lat": None,
        "radius_m": None,
        "text": None,
        "colour": None,
    }
    road = [(20.6, 49.6), (21.7, 49.75), (22.7, 49.7)]
    return [
        {
            "name": "Patrol road",
            "kind": "polyline",
            "features": [
                feature | {"geometry": line(road), "text": "Old road", "colour": "#7A3E9D"}
            ],
        },
        {
            "name": "Watch towers",
            "kind": "circle",
            "features": [feature | {"lon": 23.6, "lat": 49.9, "radius_m": 5000, "text": "Tower 5"}],
        },
    ]
