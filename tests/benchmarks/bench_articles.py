"""Drafting from articles: articles a second, the start, and memory over a long stream.

The promise: at least 300 articles a second on one core after a start of at most 1.5 s, and flat
memory over 100,000 articles. The articles are the short reports of the tests, each with an id of
its own, and long ones of several reports; `BORDERVIZ_ARTICLES` sets how many are streamed.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from borderviz.articles import Article, extract_parts, read_articles

REPORTS = Path(__file__).parent.parent / "data" / "articles" / "reports.jsonl"
MANY = int(os.environ.get("BORDERVIZ_ARTICLES", "100000"))
START = """
import time
begun = time.perf_counter()
import borderviz as bv
korea = bv.load_geodata()
from borderviz.articles import Article, extract_events
extract_events([Article("a", "Two people were arrested in Musan on May 3.")], korea)
print(time.perf_counter() - begun, time.process_time())
"""


def entries():
    return [json.loads(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()]


def stream(count, reports=1):
    """Yield articles, of so many reports each, without holding them."""
    known = entries()
    texts = [entry["text"] for entry in known] * 2
    for number in range(count):
        at = number % len(known)
        entry = known[at]
        yield Article(
            f"{entry['id']}-{number}", "\n\n".join(texts[at : at + reports]), entry["title"],
            entry["url"], entry["outlet"], entry["published"],
        )  # fmt: skip


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("reports", [1, 4])
def test_articles_a_second(korea, reports):
    list(extract_parts(stream(50, reports), korea))  # patterns and caches are made once
    best = 0.0
    for _ in range(5):
        begun = time.process_time()
        drafts = sum(len(part.drafts) for part in extract_parts(stream(400, reports), korea))
        best = max(best, 400 / (time.process_time() - begun))
    words = sum(len(article.text.split()) for article in stream(len(entries()), reports))
    print(
        f"\n{best:.0f} articles/s on one core ({words / len(entries()):.0f} words each, "
        f"{drafts} drafts of 400)"
    )


def test_the_start():
    command = [sys.executable, "-c", START]
    times = [
        tuple(map(float, done.split()))
        for done in (
            subprocess.run(command, capture_output=True, text=True, check=True).stdout
            for _ in range(5)
        )
    ]
    wall, cpu = (min(pair[at] for pair in times) for at in (0, 1))
    print(f"\nfirst article after {wall:.2f} s, {cpu:.2f} s of them computing (best of 5)")


def test_memory_over_a_long_stream(korea, tmp_path):
    list(extract_parts(stream(1000), korea))
    before = peak_mb()
    begun = time.perf_counter()
    total = sum(part.articles for part in extract_parts(stream(MANY), korea))
    taken = time.perf_counter() - begun
    print(f"\n{total} articles in {taken:.0f} s; memory {before:.0f} → {peak_mb():.0f} MB")
    assert total == MANY


def test_reading_jsonl(tmp_path):
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(20_000):
            out.write(f"{json.dumps({'id': f'n{number}', 'text': 'A short text.'})}\n")
    begun = time.perf_counter()
    count = sum(1 for _ in read_articles([path]))
    print(f"\n{count / (time.perf_counter() - begun):.0f} lines/s of JSONL")
    assert count == 20_000
