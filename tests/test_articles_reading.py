"""Articles from files: every form is read, everything else is set aside with a reason."""

from __future__ import annotations

import json

import pytest

from borderviz.articles import Article, SetAside, find_article_files, read_articles
from borderviz.articles.article import published_by
from borderviz.errors import InputError

BODY = "Two people were arrested in Hyesan on May 3, a source in the province said."
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Two held in Hyesan</title>
<meta property="og:site_name" content="Border Wire">
<meta property="article:published_time" content="2021-05-04T08:00:00Z">
<script>document.write("stolen words")</script></head>
<body><nav><a href="/">Home</a> <a href="/x">More</a></nav>
<article><h1>Two held in Hyesan</h1>{body}<script>alert("stolen words")</script></article>
<footer>Copyright</footer></body></html>"""
PARAGRAPHS = "".join(
    f"<p>{BODY} The two had come down to the river before dawn, number {n}.</p>" for n in range(6)
)


def one(path, **options):
    (read,) = read_articles([path], **options)
    return read


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_is_an_article(tmp_path):
    read = one(put(tmp_path, "hyesan.txt", BODY))
    assert read == Article("hyesan", BODY)


def test_a_front_matter_tells_of_the_article(tmp_path):
    text = f"---\ntitle: Two held\ndate: 2021-05-04\nsource: Border Wire\n---\n\n{BODY}\n"
    read = one(put(tmp_path, "a.md", text))
    assert read == Article("a", f"{BODY}\n", "Two held", None, "Border Wire", "2021-05-04")


def test_a_web_page_gives_its_article_without_scripts(tmp_path):
    read = one(put(tmp_path, "a.html", PAGE.format(body=PARAGRAPHS)))
    assert isinstance(read, Article)
    assert read.title == "Two held in Hyesan"
    assert (read.outlet, read.published) == ("Border Wire", "2021-05-04")
    assert BODY in read.text
    assert "stolen" not in read.text
    assert "alert" not in read.text


def test_lines_of_json_are_articles(tmp_path):
    about = {"title": "T", "url": "u", "outlet": "O", "published": "2021-05-04"}
    lines = [
        {"id": "one", "text": BODY, **about},
        {"text": BODY, "published": None, "published_partial": "2021-05"},
    ]
    path = put(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)) + "\n\n")
    first, second = read_articles([path])
    assert first == Article("one", BODY, "T", "u", "O", "2021-05-04")
    assert second == Article("a-2", BODY, published="2021-05")


def test_folders_and_patterns_are_searched_in_order(tmp_path):
    (tmp_path / "in").mkdir()
    names = ["b.txt", "a.md", "in/c.jsonl", "notes.docx"]
    for name in names:
        put(tmp_path, name, BODY)
    found = find_article_files([tmp_path])
    assert [path.name for path in found] == ["a.md", "b.txt", "c.jsonl"]
    found = find_article_files([tmp_path / "*.txt", tmp_path / "b.txt"])
    assert [path.name for path in found] == ["b.txt"]


@pytest.mark.parametrize("given", ["nothing-*.txt", "."])
def test_a_pattern_or_folder_without_articles_is_an_error(tmp_path, monkeypatch, given):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"no file is named|holds no article"):
        find_article_files([given])


BAD = [
    ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
    ("a.txt", b"text\x00more", "control character"),
    ("a.txt", "caf\xe9 and 서울".encode() + "caf\xe9".encode("latin-1"), "not UTF-8"),
    ("a.txt", b"  \n\n ", "no text"),
    ("a.md", "---\ntitle: [\n---\ntext", "no YAML"),
    ("a.md", "---\npublished: someday\n---\ntext", "published"),
    ("a.html", "<html><body><script>var a = 1</script></body></html>", "no article"),
    ("a.html", b"", "no article"),
    ("a.html", b"<html><meta charset='klingon'><p>x", "not known"),
    ("a.html", b"<html><meta charset='utf-8'><p>\xe9\xe9", "not in utf-8"),
    ("a.docx", "text", "no .txt"),
    ("a.jsonl", "{not json}", "no JSON"),
    ("a.jsonl", '["a", "list"]', "no object with a text"),
    ("a.jsonl", '{"id": "x", "text": ""}', "no text"),
    ("a.jsonl", '{"id": "x", "text": "a\\ud800b"}', "surrogate"),
    ("a.jsonl", "[" * 100_000, "no JSON"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD)
def test_what_is_no_article_is_set_aside_with_the_reason(tmp_path, name, content, reason):
    read = one(put(tmp_path, name, content))
    assert isinstance(read, SetAside)
    assert reason in read.reason


def test_a_bad_entry_does_not_stop_the_others(tmp_path):
    lines = ["{", json.dumps({"id": "x", "text": BODY}), json.dumps({"id": "x", "text": BODY})]
    first, second, third = read_articles([put(tmp_path, "a.jsonl", "\n".join(lines))])
    assert (first.where, second.article_id, third.where) == ("line 1", "x", "x")
    assert "stands twice" in third.reason


def test_files_and_lines_that_are_too_long_are_not_read(tmp_path):
    huge = put(tmp_path, "a.txt", b"x" * 6_000_000)
    assert "6,000,000 bytes" in one(huge).reason
    lines = put(
        tmp_path,
        "b.jsonl",
        b"y" * 6_000_000 + b"\n" + json.dumps({"id": "z", "text": BODY}).encode(),
    )
    first, second = read_articles([lines])
    assert (first.where, second.article_id) == ("line 1", "z")


def test_a_file_in_another_encoding_is_read_when_it_is_named(tmp_path):
    path = put(tmp_path, "a.txt", "혜산에서 두 명이 체포됐다.".encode("cp949"))
    assert isinstance(one(path), SetAside)
    assert one(path, encoding="cp949").text.startswith("혜산")


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://example.org/2016/07/15/report", "2016-07-15"),
        ("https://example.org/20230314-4/", "2023-03-14"),
        ("https://example.org/2021/12/military/shooting/", "2021-12"),
        ("https://example.org/read.php?num=9177", None),
        ("https://example.org/2021/13/45/", None),
    ],
)
def test_the_address_may_tell_the_date(url, published):
    assert published_by(Article("a", BODY, url=url)) == published
