"""Commands that draft events from articles, and make the page on which drafts are reviewed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from borderviz.cli import options
from borderviz.cli.group import SET_ASIDE, example, exit_with, main
from borderviz.cli.inputs import load_pack
from borderviz.cli.outputs import make_folder, refuse_overwriting
from borderviz.cli.terminal import tell, working
from borderviz.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borderviz.articles import Article, SetAside
    from borderviz.articles.extraction import Part
    from borderviz.geodata import Geodata

articles = click.argument("articles", nargs=-1, required=True, type=options.FILE)


@main.command()
@articles
@options.output("output/draft.csv")
@click.option("--mentions", type=options.FILE, help="File for every place mention, as CSV.")
@click.option("--explain", help="Tell how a draft (event_id) or an article's drafts came about.")
@options.article_encoding
@options.places
@options.geodata
@example("borderviz extract articles/ -o output/draft.csv --mentions output/mentions.csv")
def extract(
    articles: tuple[Path, ...], output: Path, mentions: Path | None, explain: str | None,
    encoding: str | None, places: tuple[Path, ...], pack: Path | None,
) -> None:  # fmt: skip
    """Draft events from articles, each with its sentence, for a person to review.

    ARTICLES are texts (.txt, .md with a front matter), saved web pages (.html), tables of articles
    (.jsonl with id, title, text, url, outlet, published), folders of these, and patterns.
    """
    from borderviz.articles import explain_draft, find_article_files, read_articles

    files = find_article_files(articles)
    for target in filter(None, (output, mentions)):
        refuse_overwriting(target, (*files, *places))
    refuse_overwriting(_texts_beside(output), files)
    if mentions is not None and mentions.resolve() == output.resolve():
        raise InputError("drafts and mentions would be written to one file; name two")
    geodata = load_pack(pack, places)
    read = read_articles(files, encoding=encoding)
    if explain is not None:
        for line in explain_draft(read, explain, geodata):
            click.echo(printable(line))
        return
    with working("reading articles"):
        aside = _write(_Run(read, geodata, output, mentions))
    _finish(aside)


class _Run:
    """Parts of an extraction that are written as they come, and what is counted of them."""

    def __init__(
        self, read: Iterator[object], geodata: Geodata, output: Path, mentions: Path | None
    ) -> None:
        self.read, self.geodata = read, geodata
        self.output, self.mentions = output, mentions
        self.articles = self.drafts = self.named = 0
        self.aside: list[SetAside] = []

    def parts(self) -> Iterator[Part]:
        from borderviz.articles import extract_parts

        for part in extract_parts(self.read, self.geodata):  # type: ignore[arg-type]
            self.articles += part.articles
            self.drafts += len(part.rows)
            self.named += len(part.mention_rows)
            self.aside += part.set_aside
            yield part


def _write(run: _Run) -> list[SetAside]:
    """Write the tables part by part: mentions go to their file while drafts go to theirs."""
    from borderviz.files import csv_text, open_csv_parts, open_text_parts

    if str(run.output) == "-":
        for number, part in enumerate(run.parts()):
            text = csv_text(part.drafts)
            sys.stdout.write(text if number == 0 else text.partition("\n")[2])
    else:
        make_folder(run.output)
        if run.mentions is not None:
            make_folder(run.mentions)
        with (
            open_csv_parts(run.output) as drafts,
            open_csv_parts(run.mentions) as named,
            open_text_parts(_texts_beside(run.output)) as texts,
        ):
            for part in run.parts():
                drafts(part.drafts)
                named(part.mentions)
                texts("".join(map(_line, part.read)))
    tell(run.output, f"{run.drafts} drafts from {run.articles} articles, for review")
    if run.mentions is not None:
        tell(run.mentions, f"{run.named} place mentions")
    return run.aside


def _texts_beside(drafts: Path) -> Path:
    """Return the file for the texts of a table of drafts: the review shows them."""
    return drafts.with_suffix(".articles.jsonl")


def _line(article: Article) -> str:
    about = {
        "id": article.article_id,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "published": article.published,
        "text": article.text,
    }
    return f"{json.dumps(about, ensure_ascii=False)}\n"


@main.command()
@click.argument("drafts", type=options.FILE)
@options.output("output/review.html")
@click.option(
    "--articles", "articles", multiple=True, type=options.FILE,
    help="Articles of the drafts; by default those that extract wrote beside them.",
)  # fmt: skip
@options.places
@options.geodata
@example("borderviz review output/draft.csv -o output/review.html")
def review(
    drafts: Path, output: Path, articles: tuple[Path, ...], places: tuple[Path, ...],
    pack: Path | None,
) -> None:  # fmt: skip
    """Make the page on which drafts are accepted, corrected or rejected.

    DRAFTS is a table that extract wrote. The page needs no network; it gives back the reviewed
    events as CSV.
    """
    from borderviz.articles import find_article_files, read_articles
    from borderviz.files import atomic_write_text, read_csv_text
    from borderviz.review import render_review, review_payload

    beside = _texts_beside(drafts)
    files = find_article_files(articles or ([beside] if beside.exists() else []))
    refuse_overwriting(output, (drafts, *files, *places))
    table = read_csv_text(drafts).frame
    geodata = load_pack(pack, places)
    with working("writing the page"):
        payload = review_payload(table, read_articles(files), geodata)
        page = render_review(payload)
        if str(output) == "-":
            sys.stdout.write(page)
        else:
            make_folder(output)
            atomic_write_text(output, page)
    without = sum(article["text"] is None for article in payload["articles"])
    told = f", {without} of them without their text" if without else ""
    tell(output, f"{len(table)} drafts from {len(payload['articles'])} articles{told}")


def _finish(aside: list[SetAside]) -> None:
    """Name what holds no article that can be read; the exit status says that there is some."""
    for item in aside:
        where = f"{item.source}, {item.where}" if item.where else item.source
        click.echo(printable(f"borderviz: set aside: {where}: {item.reason}"), err=True)
    exit_with(SET_ASIDE if aside else 0)
