"""Look-ups a second, memory and load of the name index; what locating many events costs.

Each figure is taken in a process of its own, in seconds of processor time (all of it runs on one
core), and printed beside its target; nothing here fails because a machine is slow. What is
asserted is that the answers are those of the plain way.

With ``BORDERVIZ_ARTICLES`` naming a folder that holds ``articles.jsonl`` (id, text) and
``gold.jsonl`` (id, places: mention, canonical, kind, lat, lon, in_border_region), the places
coded there by hand are resolved as well, and the shares are printed.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from bench_zones import measure, middle
from pyproj import Geod

import borderviz

INDEX = """
from borderviz.geodata import load_geodata
from borderviz.gazetteer import build_name_index
pack = load_geodata()
before = peak_mb()
start = time.process_time()
index = build_name_index(pack.places, pack.names)
seconds = time.process_time() - start
tell(seconds=seconds, index_mb=peak_mb() - before, names=len(pack.names), places=len(index))
"""
LOOK_UPS = """
import random
from rapidfuzz import fuzz, process
from borderviz.gazetteer import build_name_index, fold_name
from borderviz.geodata import load_geodata
pack = load_geodata()
index = build_name_index(pack.places, pack.names)
names = [n for n in pack.names["name"] if n]
random.Random(1).shuffle(names)
ascii_names = [n for n in names if n.isascii()]
other = [n for n in names if not n.isascii()]
route = sys.argv[1]
texts = {
    "exact": names * 10,
    "exact, ASCII": ascii_names * 20,
    "exact, other scripts": other * 20,
    "folded": [n.upper().replace(" ", "-") for n in ascii_names] * 10,
    "suggested": [n[:2] + n[3:] for n in ascii_names if len(n) > 5][:400],
}
chosen = texts[route]
ask = index.suggest if route == "suggested" else index.look_up
start = time.process_time()
answers = [ask(text) for text in chosen]
seconds = time.process_time() - start
# the plain way: a dictionary of folded names; likeness to each of them in turn
table = {}
for place_id, name in zip(pack.names["place_id"], pack.names["name"]):
    table.setdefault(fold_name(name), set()).add(place_id)
start = time.process_time()
if route == "suggested":
    peer = [max(table, key=lambda key: fuzz.ratio(fold_name(text), key)) for text in chosen[:20]]
    same = sum(
        bool(a) and fuzz.ratio(fold_name(t), fold_name(a[0].name)) == fuzz.ratio(fold_name(t), p)
        for t, a, p in zip(chosen[:20], answers, peer)
    )
    count = 20
else:
    peer = [table.get(fold_name(text), set()) for text in chosen]
    same = sum({hit.place_id for hit in a} == p for a, p in zip(answers, peer))
    count = len(chosen)
plain = time.process_time() - start
tell(seconds=seconds, count=len(chosen), plain=plain, plain_count=count, same=same)
"""
LOCATE = """
import pandas as pd
from borderviz import locate_events, load_geodata
from borderviz.events import normalise_events
pack = load_geodata()
first = pd.DataFrame({"event_type": ["other"], "place": ["the border"]})
locate_events(normalise_events(first), pack)  # the pack's outlines are worked out once
named = pack.places[(pack.places["longitude"].notna()) & (pack.places["country"] == pack.info.home)]
places = list(dict.fromkeys(
    text.format(name)
    for text in ("{}", "near {}", "10 km north of {}", "within 3 km of {}", "in {}", "5 km from {}",
                 "south of {}", "{} City", "close to {}", "2 km east of {}")
    for name in named["name"]
))[:2000]
count = int(sys.argv[1])
rows = (places * (count // len(places) + 1))[:count]
events = normalise_events(pd.DataFrame({"event_type": "other", "place": rows}))
start = time.process_time()
located = locate_events(events, pack)
seconds = time.process_time() - start
heads = located["resolution"].to_numpy()[: len(places)].tolist()
tails = located["resolution"].to_numpy()[-len(places) :].tolist()
shift = count % len(places)
tell(
    seconds=seconds, rows=len(located), locations=located["location_id"].nunique(),
    resolved=float((located["resolution"] == "resolved").mean()),
    same=heads == (tails[-shift:] + tails[:-shift] if shift else tails),
)
"""


def test_building_the_index():
    run = middle(INDEX)
    print(
        f"\nname index of {run['names']:,} names, {run['places']:,} places:"
        f" {run['seconds']:.2f} s (target 0.3 s), {run['index_mb']:.0f} MB"
    )
    assert run["places"] > 0


@pytest.mark.parametrize(
    "route", ["exact", "exact, ASCII", "exact, other scripts", "folded", "suggested"]
)
def test_look_ups_by_route(route):
    run = measure(LOOK_UPS, route)
    rate, plain = run["count"] / run["seconds"], run["plain_count"] / run["plain"]
    target = "" if route == "suggested" else " (target 50,000)"
    print(
        f"\n{route}: {rate:,.0f} look-ups a second{target}; the plain way {plain:,.0f}"
        f" ({rate / plain:.1f} times); {run['same']} of {run['plain_count']} answers the same"
    )
    assert run["same"] == run["plain_count"]


def test_locating_many_events_that_share_few_expressions():
    few, many = measure(LOCATE, 2_000), measure(LOCATE, 100_000)
    print(
        f"\nlocating 2,000 expressions: {few['seconds']:.1f} s; 100,000 events that share them:"
        f" {many['seconds']:.1f} s ({many['seconds'] - few['seconds']:.1f} s more);"
        f" {many['locations']} locations, {many['resolved']:.0%} resolved"
    )
    assert many["locations"] == few["locations"]
    assert many["same"]


def plain_name(name):
    name = unicodedata.normalize("NFKD", name)
    name = "".join(c for c in name if not unicodedata.combining(c)).lower()
    name = name.replace("yanggang", "ryanggang").replace("rryang", "ryang")
    for words in (
        r"\(.*?\)",
        r"[^\w\s]",
        r"\b(province|county|city|town|river|district|village)\b",
    ):
        name = re.sub(words, " ", name)
    return " ".join(name.split())


def is_right(place, found):
    """Tell whether an answer lies within 15 km of the coded point, or bears the coded name."""
    if place["lat"] is not None and found["latitude"] is not None:
        metres = Geod(ellps="WGS84").inv(
            place["lon"], place["lat"], found["longitude"], found["latitude"]
        )[2]
        if metres <= 15_000:
            return True
    return plain_name(found["name"] or "") == plain_name(place["canonical"] or "")


def test_places_coded_by_hand_in_articles():
    folder = os.environ.get("BORDERVIZ_ARTICLES")
    if not folder:
        print("\nplaces coded by hand: not measured (set BORDERVIZ_ARTICLES)")
        return
    lines = (Path(folder) / "articles.jsonl").read_text("utf-8").splitlines()
    texts = {a["id"]: a["text"] for a in map(json.loads, lines)}
    coded = map(json.loads, (Path(folder) / "gold.jsonl").read_text("utf-8").splitlines())
    pack = borderviz.load_geodata()
    tally, failed = Counter(), []
    for article in coded:
        for place in article["places"]:
            if not place["in_border_region"] or place["kind"] == "country":
                continue
            found = borderviz.geocode(place["mention"], pack, context=texts[article["id"]])
            outcome = found["resolution"].iloc[0]
            if outcome == "resolved":
                outcome = "right" if is_right(place, found.iloc[0]) else "wrong"
            tally[outcome] += 1
            if outcome != "right":
                failed.append(f"{outcome}: {place['mention']!r} ({place['canonical']})")
    total = sum(tally.values())
    shares = ", ".join(f"{what} {n} ({n / total:.0%})" for what, n in tally.most_common())
    print(f"\n{total} places coded by hand: {shares}")
    print("\n".join(sorted(failed)))
    assert total
