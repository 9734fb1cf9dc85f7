"""Releases: what is shown hangs on what is shown alone, and a stricter level never shows more."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from borderviz import build_zones, join_zones, locate_events, roll_up, summarize
from borderviz.disclosure import (
    disclose,
    find_leaks,
    join_release,
    load_policy,
    release_events,
    suppress_cells,
)
from borderviz.disclosure.cells import untold_cells
from borderviz.edtf import closed_interval
from borderviz.errors import InputError, TableError
from borderviz.events import normalise_events, read_event_table
from borderviz.exports import write_release
from borderviz.files import csv_text
from borderviz.schema import EVENT_COLUMNS, LOCATED, VERDICTS, check_table

URL = "https://news.example/1"
PLACES = ("Hyesan", "Kimjongsuk-up", "Musan County", "the Yalu River in Ryanggang", "no such place")
PUBLIC = load_policy("public")


def table(rows):
    return normalise_events(pd.DataFrame(rows, dtype=object).fillna(""))


@pytest.fixture(scope="module")
def released(korea):
    """Release a table of rows, located first."""

    def made(rows, policy="public", **options):
        events = table(rows)
        located = locate_events(events, korea)
        return release_events(located, korea, policy, events=events, **options)

    return made


@pytest.fixture(scope="module")
def zones(korea):
    return build_zones(korea, ["kp-north-2020"])


def row(**cells):
    return {"event_type": "arrest", "place": "Hyesan", "date": "2021-01-28"} | cells


def restricted(**changes):
    """Return the public policy with other rules for restricted events."""
    return replace(PUBLIC, levels={**PUBLIC.levels, 3: replace(PUBLIC.levels[3], **changes)})


def flat(release):
    """Everything that a release shows, as text."""
    shown = release.located.drop(columns=["support_range"])
    shapes = shapely.to_wkt(shown.geometry.to_numpy(), rounding_precision=9)
    return csv_text(pd.DataFrame(shown.drop(columns="geometry"))) + "\n".join(map(str, shapes))


# --- levels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "place", "dated"),
    [
        ({"sensitivity": "1"}, "Hyesan", "2021-01-28"),
        ({"sensitivity": "2"}, "Hyesan", "2021-01-28"),
        ({"source_url": URL}, "Hyesan", "2021-01-28"),
        ({"external_id": "X1"}, "Hyesan", "2021-01-28"),
        ({}, "Ryanggang", "2021-01"),
        ({"sensitivity": "3", "source_url": URL}, "Ryanggang", "2021-01"),
    ],
)
def test_the_level_of_an_event_is_stated_or_follows_from_its_source(released, cells, place, dated):
    shown = released([row(**cells)]).located.iloc[0]
    assert (shown["place"], shown["date"]) == (place, dated)


def test_what_is_withheld_is_not_there_at_all(released):
    release = released([row(sensitivity="4"), row(source_url=URL)])
    assert release.located["event_id"].tolist() == ["event-1"]
    assert release.notes[0].startswith("1 of 2 events are not shown")
    with pytest.raises(InputError, match="nothing may be shown under the policy 'public': all 1"):
        released([row(sensitivity="4")])


@pytest.mark.parametrize("level", [0, 5, 2.5])
def test_an_unknown_level_is_refused(korea, level):
    located = locate_events(table([row()]), korea).assign(sensitivity=level)
    with pytest.raises(InputError, match=rf"'row-2' has the sensitivity {level}; levels are 1"):
        release_events(located, korea, "public")


def test_published_places_are_as_the_source_states_them(released):
    refined = row(source_url=URL, latitude="41.3913", longitude="128.1713", place_id="gn:2043833")
    plain = released([row(source_url=URL)])
    assert flat(released([refined])) == flat(plain)
    # coordinates of another data set are its own statement
    own = released([refined | {"external_id": "KOR123"}]).events.iloc[0]
    assert (own["latitude"], own["longitude"]) == (41.3913, 128.1713)
    # with nothing but the analyst's coordinates the source's wording is not known
    alone = released([row(source_url=URL, place="", latitude="41.3913", longitude="128.1713")])
    assert alone.located["place"].tolist() == ["Ryanggang"]
    assert alone.events[["latitude", "longitude"]].isna().all(axis=None)


def test_an_open_event_is_shown_as_it_was_located(released):
    exact = row(sensitivity="1", latitude="41.3913", longitude="128.1713")
    shown = released([exact]).located.iloc[0]
    assert (shown["latitude"], shown["longitude"]) == (41.3913, 128.1713)


def test_generalised_events_say_so_and_satisfy_the_contracts(released, korea, zones):
    release = released([row(quote="Two were held.", summary="Held."), row(source_url=URL)])
    found = check_table(release.located, LOCATED)
    assert {fault.column for fault in found} <= {"coder", "notes"}
    coarse = release.located.set_index("place").loc["Ryanggang"]
    assert coarse["data_generalizations"] == "place: Ryanggang; date: to the month"
    assert "exact place" in coarse["information_withheld"]
    assert coarse["reason"].startswith("generalised for publication")
    assert coarse[["quote", "summary", "source_url"]].isna().all()
    joined = join_release(release, zones)
    verdicts = roll_up(joined)
    assert not list(check_table(verdicts, VERDICTS))
    ours = verdicts["event_id"] == coarse["event_id"]
    assert verdicts.loc[ours, ["distance_km_min", "distance_km_max"]].isna().all(axis=None)
    assert verdicts.loc[~ours, "distance_km_min"].notna().all()


def test_verdicts_of_generalised_events_are_those_of_their_area(korea, zones):
    events = table([row(country="KP"), row(source_url=URL, country="KP")])
    located = locate_events(events, korea)
    before = roll_up(join_zones(located, zones))
    release = release_events(
        located, korea, "public", verdicts=before, zones=zones, events=events
    )  # fmt: skip
    after = release.verdicts.set_index("event_id")
    coarse = release.located["place"] == "Ryanggang"
    (area,) = release.located.loc[coarse, "event_id"]
    (exact,) = release.located.loc[~coarse, "event_id"]
    again = roll_up(join_zones(release.located, zones)).set_index("event_id")
    assert after.loc[area, "p"] == pytest.approx(again.loc[area, "p"], abs=0.006)
    assert after.loc[area, "verdict"] == again.loc[area, "verdict"] == "possible"
    assert after.loc[exact, "p"] == before["p"].iloc[1] != after.loc[area, "p"]


def test_internal_changes_nothing(korea):
    located = locate_events(table([row(coder="me", sensitivity="4")]), korea)
    release = release_events(located, korea, "internal")
    assert release.located is located
    assert not release.secrets


# --- links and delays --------------------------------------------------------------------------


def test_ids_and_links_are_given_anew_and_lead_to_nothing_that_is_hidden(released):
    rows = [
        row(event_id="hidden", sensitivity="4", is_aggregate="true", incident_id="Kim"),
        row(event_id="x", source_url=URL, part_of="hidden", incident_id="Kim", origin_id="Lee"),
        row(event_id="total", source_url=URL, is_aggregate="true", place="Musan County"),
        row(event_id="y", source_url=URL, part_of="total", date="2022"),
    ]
    located = released(rows).located
    assert located["event_id"].tolist() == ["event-1", "event-2", "event-3"]
    by_place = located.set_index(["place", "date"])
    assert pd.isna(by_place.loc[("Hyesan", "2021-01-28"), "part_of"])
    total = by_place.loc[("Musan County", "2021-01-28"), "event_id"]
    assert by_place.loc[("Hyesan", "2022"), "part_of"] == total
    assert located["incident_id"].dropna().tolist() == ["incident-1"]
    assert located["origin_id"].dropna().tolist() == ["origin-1"]


def test_a_restricted_report_is_left_out_where_an_open_one_tells_its_incident(released):
    shared = {"incident_id": "one"}
    release = released([row(source_url=URL, **shared), row(**shared), row(date="2022-05-01")])
    assert release.located["place"].tolist() == ["Hyesan", "Ryanggang"]
    assert release.located["date"].tolist() == ["2021-01-28", "2022-05"]


def delayed(days):
    return restricted(delay_days=days)


@pytest.mark.parametrize(("as_of", "count"), [("2021-03-01", 1), ("2021-03-02", 2)])
def test_an_event_waits_from_the_last_day_that_is_shown_of_its_date(released, as_of, count):
    rows = [row(date="2021-01-03"), row(source_url=URL)]
    assert len(released(rows, delayed(30), as_of=as_of).located) == count


def test_a_delay_needs_a_day_and_an_undated_event_never_appears(released):
    with pytest.raises(InputError, match=r"say of which day the release is: --as-of YYYY-MM-DD"):
        released([row()], delayed(30))
    with pytest.raises(InputError, match="'soon' is no day"):
        released([row()], delayed(30), as_of="soon")
    rows = [row(date=""), row(source_url=URL)]
    assert len(released(rows, delayed(30), as_of="2099-01-01").located) == 1


# --- what is shown hangs on what is shown alone --------------------------------------------------

levels = st.sampled_from(["1", "2", "3", "4", ""])
days = st.integers(1, 28).map(lambda day: f"2021-01-{day:02d}")


def words(draw, numbers=count(10**9)):  # noqa: B008 - no word may ever come twice
    return f"zq{draw(st.integers(0, 9))}x{next(numbers)}"


@st.composite
def some_events(draw):
    """Rows of every level with words in all texts that nothing else holds."""
    rows = []
    for number in range(draw(st.integers(1, 5))):
        texts = {name: f"{words(draw)} {words(draw)}" for name in ("quote", "summary", "notes")}
        spot = {"latitude": f"41.{draw(st.integers(31000, 39999))}",
                "longitude": f"128.{draw(st.integers(11000, 17999))}"}  # fmt: skip
        rows.append(
            row(
                event_id=words(draw), place=draw(st.sampled_from(PLACES)), date=draw(days),
                sensitivity=draw(levels), coder=words(draw), interviewer=words(draw),
                event_type=draw(st.sampled_from(["arrest", "shooting"])),
                incident_id=words(draw) if number else "", **texts,
                **(spot if draw(st.booleans()) else {}),
            )
        )  # fmt: skip
    return [*rows, row(event_id=words(draw), source_url=URL)]


def changed(one, draw):
    """Change of a row what no release shows."""
    new = one | {"coder": words(draw), "notes": words(draw), "interviewer": words(draw),
                 "event_id": words(draw)}  # fmt: skip
    if one.get("sensitivity") == "2":
        new |= {"latitude": "41.3701", "longitude": "128.1402", "place_id": "gn:2043833"}
    if one.get("sensitivity") in {"3", ""} and not one.get("source_url"):
        new |= {"quote": words(draw), "summary": words(draw), "date": draw(days)}
        if one["place"] in {"Hyesan", "Kimjongsuk-up"} and not one.get("latitude"):
            new |= {"place": draw(st.sampled_from(["Hyesan", "Kimjongsuk-up"]))}
    return new


@settings(max_examples=15)
@given(st.data(), some_events())
def test_what_is_not_shown_changes_nothing(released, data, rows):
    before = released(rows)
    other = [changed(one, data.draw) for one in rows if one.get("sensitivity") != "4"]
    others = data.draw(st.integers(0, 2))
    other += [row(sensitivity="4", place="Sinuiju", incident_id=f"z{n}") for n in range(others)]
    after = released(data.draw(st.permutations(other)))
    assert flat(after) == flat(before)


def test_texts_that_are_not_shown_do_not_part_rows_of_one_location(released):
    levels = {n: replace(PUBLIC.levels[n], quote=False) for n in (1, 2)}
    policy = replace(PUBLIC, levels=PUBLIC.levels | levels)
    plain = row(sensitivity="1", latitude="41.34205", longitude="128.16722")
    release = released([plain, plain | {"quote": "They were held."}], policy)
    assert release.located["location_id"].tolist() == ["L0001", "L0001"]
    assert flat(release) == flat(released([plain, plain], policy))


SPOT = {"latitude": "41.34205", "longitude": "128.16722"}
SHARED = [row(incident_id="a", date=f"2021-01-{day}") for day in ("04", "05")]


@pytest.mark.parametrize(
    "rows",
    [
        [row(), row(incident_id="a")],
        [*SHARED, row(incident_id="b", date="2021-01-06"), row(incident_id="b", date="2021-02")],
        [row(), row(**SPOT)],
        [row(source_url=URL, event_id=name, part_of=whole) | {"is_aggregate": str(name != "part")}
         for name, whole in (("part", "other"), ("total", ""), ("other", ""))],
    ],
    ids=["a link or none", "what is linked with it", "the area drawn", "what counts it"],
)  # fmt: skip
def test_rows_that_read_alike_come_in_one_order_whichever_was_read_first(released, rows):
    before, after = released(rows), released(rows[::-1])
    assert before.located[["date", "place"]].duplicated().any()
    assert flat(after) == flat(before)


FORMATS = ("a.csv", "a.xlsx", "a.jsonl", "a.geojson", "a.gpkg", "a.fgb", "a.parquet", "a.kml")


@st.composite
def policies(draw):
    """Policies that show restricted events more or less coarsely."""
    place = draw(
        st.sampled_from(["county", "grid-0.1", "province", "grid-1", "country", "nothing"])
    )
    dated = draw(st.sampled_from(["month", "year", "nothing"]))
    columns = tuple(draw(st.sets(st.sampled_from(PUBLIC.levels[3].columns))))
    return restricted(place=place, date=dated, columns=columns)


@settings(max_examples=12)
@given(some_events(), policies(), st.sampled_from(FORMATS))
def test_nothing_withheld_is_in_a_file_and_everything_is_known_as_withheld(
    released, korea, rows, policy, name
):
    release = released(rows, policy)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_release(release, path, geodata=korea)
        text = flat(release) + csv_text(read_event_table(path).events)
        text += path.read_bytes().decode("utf-8", "ignore")
    assert find_leaks(text.encode(), release.secrets) == []
    for one in rows:
        hidden = [one.get("coder", ""), one.get("interviewer", ""), one["event_id"]]
        if one.get("sensitivity") in {"3", "4", ""} and not one.get("source_url"):
            hidden += [one["quote"], one["summary"]]
            if "latitude" in one:
                told = f"{one['latitude']} {one['longitude']}"
                assert find_leaks(told.encode(), release.secrets), told
        for secret in filter(None, hidden):
            assert secret not in text
            assert find_leaks(secret.encode(), release.secrets), secret


# --- areas and order of levels -------------------------------------------------------------------


@settings(max_examples=15)
@given(
    st.sampled_from(["county", "grid-0.1", "province", "grid-1", "country"]),
    st.floats(40.2, 42.4), st.floats(125.0, 129.8), st.sampled_from(["", "KP", "CN"]),
    st.integers(50, 15_000),
)  # fmt: skip
def test_the_generalised_area_holds_the_support(released, korea, place, lat, lon, country, radius):
    coarse = restricted(place=place)
    spot = row(place="", latitude=f"{lat:.4f}", longitude=f"{lon:.4f}", country=country,
               coordinate_uncertainty_m=str(radius))  # fmt: skip
    support = locate_events(table([spot]), korea).geometry.iloc[0]
    area = released([spot], coarse).located.geometry.iloc[0]
    if support is None or area is None:
        assert area is None
        return
    assert shapely.difference(support, area).area <= 1e-6 * support.area


def test_every_event_of_a_unit_has_the_same_area(released):
    spots = [row(place="", country="KP", latitude=str(lat)) | {"longitude": "127.9"}
             for lat in (41.1, 41.2, 41.3)]  # fmt: skip
    located = released(spots).located
    assert located["location_id"].nunique() == 1
    assert len({shape.wkb for shape in located.geometry}) == 1


@settings(max_examples=5)
@given(st.sampled_from(PLACES), days, st.booleans())
def test_a_stricter_level_never_shows_more(released, korea, place, day, with_spot):
    spot = {"latitude": "41.3951", "longitude": "128.1652"} if with_spot else {}
    cells = row(place=place, date=day, quote="They left.", summary="Gone.", source_url=URL,
                killed_low="1", **spot)  # fmt: skip
    true = locate_events(table([cells]), korea).geometry.iloc[0]
    before = None
    for level in ("1", "2", "3"):
        shown = released([cells | {"sensitivity": level}]).located.iloc[0]
        told = {c for c in EVENT_COLUMNS if c in shown and pd.notna(shown[c])} - {"latitude",
            "longitude", "coordinate_uncertainty_m"}  # fmt: skip
        interval = closed_interval(shown["date"])
        if before is not None:
            assert told <= before[0]
            assert interval[0] <= before[1][0] <= before[1][1] <= interval[1]
        shape = shown["geometry"]
        if shape is not None and true is not None and level != "2":
            assert shapely.difference(true, shape).area <= 1e-6 * true.area
        before = told, interval


# --- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They waited at 41.4013, 128.1786.", "coordinates"),
        ("at 41°24'05\"N 128°10'42\"E", "coordinates"),
        ("Call 010-1234-5678 now", "a phone number"),
        ("Call +86 138 1234 5678 now", "a phone number"),
        ("Kim Chol Su, 34, crossed", "a name with an age"),
        ("Kim (34) crossed", "a name with an age"),
        ("a 34-year-old man named Kim", "a name with an age"),
        ("김철수(34)는 체포되었다", "a name with an age"),
        ("guards of guard post 12 saw it", "the post of a unit"),
        ("the 3rd battalion saw it", "the post of a unit"),
        ("제3초소 앞에서", "the post of a unit"),
        ("They went by way of Musan.", "a place finer than what is shown"),
        ("무산에서 떠났다", "a place finer than what is shown"),
    ],
)
def test_a_text_that_tells_more_stops_the_release_with_its_location(released, text, kind):
    rows = [row(event_id="mine", source_url=URL, summary=text)]
    with pytest.raises(TableError) as caught:
        released(rows)
    assert any(
        fault.startswith(f"event 'mine', summary, holds {kind}: ") for fault in caught.value.faults
    ), caught.value.faults
    assert len(released([rows[0] | {"text_reviewed": "yes"}]).located) == 1
    digest = caught.value.faults[0].partition("(text ")[2][:16]
    passing = replace(PUBLIC, reviewed=frozenset({digest}))
    assert "text_reviewed" not in released(rows, passing).located


@pytest.mark.parametrize(
    "text",
    ["In January 2021, 34 people left.", "Two men of Hyesan were held on 2021-01-28 at 03:30.",
     "China and Ryanggang, from 2020-08-25/2020-08-27; 1.5 km away"],
)  # fmt: skip
def test_what_is_no_more_than_is_shown_passes(released, text):
    assert released([row(source_url=URL, summary=text)]).located["summary"].tolist() == [text]


def test_the_mark_of_a_reviewer_is_yes_or_no(released):
    with pytest.raises(InputError, match="'maybe' in text_reviewed; write yes or no"):
        released([row(text_reviewed="maybe")])


def test_texts_of_restricted_events_may_not_name_their_places(released):
    policy = restricted(quote=True)
    with pytest.raises(TableError, match="quote, holds a place finer than what is shown: 'Hyesan'"):
        released([row(quote="They were held in Hyesan.")], policy)


# --- small cells -------------------------------------------------------------------------------


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 9), min_size=1
    ),
    st.data(),
)
def test_no_sum_gives_away_a_cell_that_is_not_told(counts, data):
    restricted = data.draw(st.sets(st.sampled_from(sorted(counts))))
    hidden = untold_cells(counts, restricted, 3)
    assert {c for c in restricted if counts[c] < 3} <= hidden
    if not hidden:
        return
    for kept in ((), (0,), (1,)):
        groups = {}
        for cell in counts:
            groups.setdefault(tuple(cell[i] for i in kept), []).append(cell)
        for members in groups.values():
            gone = [cell for cell in members if cell in hidden]
            left = [cell for cell in members if cell not in hidden]
            if gone and left:  # the sum less what is told is what is not told together
                assert len(gone) > 1
                assert sum(counts[cell] for cell in gone) >= 3


def test_a_table_does_not_tell_small_cells_nor_their_complement(released, zones):
    rows = [row() for _ in range(2)]  # two restricted in 2021
    rows += [row(source_url=URL, date="2022") for _ in range(4)]
    rows += [row(source_url=URL, date="2023") for _ in range(2)]
    release = released(rows)
    verdicts = roll_up(join_release(release, zones))
    by = ["rule_id", "year"]
    counted = suppress_cells(summarize(release.located, verdicts, by=by), release, verdicts, by)
    told = counted.set_index("year")["incidents"]
    assert told.isna().to_dict() == {"2021": True, "2022": False, "2023": True}
    assert told["2022"] == 4
    why = counted.set_index("year")["information_withheld"]
    assert why["2021"].startswith("fewer than 3")
    assert pd.isna(why["2022"])
    open_only = released(rows[2:])
    verdicts = roll_up(join_release(open_only, zones))
    plain = summarize(open_only.located, verdicts, by=by)
    assert suppress_cells(plain, open_only, verdicts, by) is plain


# --- the gate ------------------------------------------------------------------------------------


def test_a_table_that_did_not_pass_the_gate_is_not_given_out(korea, released):
    located = locate_events(table([row(event_id="mine")]), korea)
    with pytest.raises(InputError, match=r"'mine' is restricted; .* release_events"):
        disclose(located, PUBLIC)
    assert len(disclose(released([row()]).located, PUBLIC, derived=LOCATED.columns)) == 1


def test_dates_of_restricted_events_are_never_narrower(released):
    for text, shown in {
        "2020-12-30/2021-01-02": "2020-12/2021-01", "2021-01-28?": "2021-01?",
        "2020": "2020-01/2020-12", "[2021-01-05,2021-01-09]": "2021-01",
        "../2021-01-09": "../2021-01", "XXXX-01-28": None,
    }.items():  # fmt: skip
        got = released([row(date=text)]).located["date"].iloc[0]
        assert (None if pd.isna(got) else got) == shown
        assert pd.isna(got) or closed_interval(got)[1] >= closed_interval(text)[1]
