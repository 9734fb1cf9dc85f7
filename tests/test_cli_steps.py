"""The steps on the command line: locate, zones, join, summarize, map."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from command_line import GOOD, HEADER, INTERNAL, SHORT, rows_of, run, write

from borderviz.files import read_vector

pytestmark = pytest.mark.usefixtures("folder")

TWO = (GOOD + ",keep me", "b,other,no such place,,,,,,keep me too")


@pytest.mark.parametrize("name", ["located.gpkg", "located.geojson"])
def test_locate_writes_supports_that_read_back(name):
    write("events.csv", *(f"{row},1" for row in TWO), header=f"{HEADER},mine,sensitivity")
    done = run("locate", "events.csv", "-o", name)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{name}: 2 events, 1 of them placed\n"
    table = read_vector(name)
    assert table["event_id"].tolist() == ["event-1", "event-2"]
    assert table["resolution"].tolist() == ["resolved", "unresolved"]
    assert table["place"].tolist() == ["Hyesan", "no such place"]
    assert table.geometry.notna().tolist() == [True, False]
    west, south, east, north = table.geometry.iloc[0].bounds
    assert 128.1 < west < east < 128.3
    assert 41.3 < south < north < 41.5
    assert "mine" not in table
    assert "notes" not in table


def test_locate_keeps_what_is_not_public_for_internal_use():
    write("events.csv", *(f"{row},1" for row in TWO), header=f"{HEADER},mine,sensitivity")
    done = run("locate", "events.csv", *INTERNAL, "-o", "located.csv")
    assert done.exit_code == 0
    told = rows_of(Path("located.csv").read_text(encoding="utf-8"))
    assert [row["mine"] for row in told] == ["keep me", "keep me too"]
    assert told[0]["date_start"] == told[0]["date_end"] == "2021-01-28"
    assert "did you mean" in told[1]["reason"] or "no place" in told[1]["reason"]


def test_locate_takes_coordinates_as_points_on_request():
    write("events.csv", "a,arrest,,,40.6,126.5,,")
    points = run("locate", "events.csv", *INTERNAL, "-o", "-", "--crisp")
    discs = run("locate", "events.csv", *INTERNAL, "-o", "-")
    assert rows_of(points.stdout)[0]["method"] == "point"
    assert rows_of(discs.stdout)[0]["method"] == "coordinates"


@pytest.mark.parametrize("name", ["zones.geojson", "zones.gpkg"])
def test_zones_are_written_as_polygons(name):
    done = run("zones", *SHORT, "-o", name)
    assert done.exit_code == 0, done.output
    table = read_vector(name)
    assert table["zone_id"].tolist() == [
        "kp-north-2020-ru/2km/boundary-line", "kp-north-2020-ru/1km/boundary-line",
    ]  # fmt: skip
    assert set(table.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    assert table["width_km"].tolist() == [2, 1]


def share_of(row):
    write("one.csv", row, header="event_type,place,country,latitude,longitude,"
          "coordinate_uncertainty_m,date")  # fmt: skip
    done = run("join", "one.csv", "--rule", "kp-north-2020", *INTERNAL)
    assert done.exit_code == 0, done.output
    table = pd.DataFrame(rows_of(done.stdout))
    assert len(table) == sum(table["rule_id"] == "kp-north-2020") > 1
    return table[table["reference"] == "true"].iloc[0]


def test_a_row_hyesan_is_possible_with_a_share_between_those_of_its_radii(korea):
    at = korea.places.set_index("place_id").loc["gn:2043837"]
    place = f"KP,{at['latitude']},{at['longitude']}"
    small, large = (share_of(f"arrest,,{place},{radius},2021-01-28") for radius in (1500, 6000))
    hyesan = share_of("arrest,Hyesan,,,,,2021-01-28")
    assert hyesan["verdict"] == "possible"
    assert hyesan["in_force"] == "yes"
    assert float(large["p"]) < float(hyesan["p"]) < float(small["p"])
    assert float(hyesan["p_min"]) <= float(large["p_min"]) + 1e-3
    assert float(hyesan["p_max"]) >= float(small["p_max"]) - 1e-3
    assert float(hyesan["p"]) == pytest.approx(0.79, abs=0.01)


def test_join_writes_one_row_per_event_and_zone():
    write("events.csv", GOOD, "b,other,no such place,,,,,")
    done = run("join", "events.csv", *SHORT, *INTERNAL, "-o", "joined.csv")
    assert done.exit_code == 0
    table = rows_of(Path("joined.csv").read_text(encoding="utf-8"))
    assert [row["event_id"] for row in table] == ["a", "a", "b", "b"]
    assert [row["verdict"] for row in table] == ["outside"] * 2 + ["unknown"] * 2
    assert table[2]["p"] == ""


def test_summarize_counts_by_year():
    write("events.csv", GOOD, "b,arrest,Hyesan,2015,,,,", "c,arrest,no such place,2021,,,,")
    done = run("summarize", "events.csv", "--rule", "kp-north-2020", "--by", "year", *INTERNAL)
    assert done.exit_code == 0, done.output
    table = rows_of(done.stdout)
    assert [row["year"] for row in table] == ["2015", "2021"]
    assert [row["incidents"] for row in table] == ["1", "2"]
    assert [row["high"] for row in table] == ["0", "2"]
    assert float(table[1]["expected"]) == pytest.approx(0.79, abs=0.01)
    assert table[1]["not_in_expected"] == "1"


def test_map_writes_one_page_and_says_what_is_on_it():
    write("events.csv", GOOD)
    done = run(
        "map", "events.csv", *SHORT, *INTERNAL, "-o", "out/map.html", "--title", "A <b> of mine"
    )
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{Path('out/map.html')}: 1 events, 1 of them placed\n"
    assert done.stderr == ""
    text = Path("out/map.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>A &lt;b&gt; of mine</title>" in text
    assert [path.name for path in Path("out").iterdir()] == ["map.html"]
