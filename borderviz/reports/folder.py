"""The report folder: page, documents, tables, checksums; written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from borderviz.disclosure import (
    Release,
    check_labels,
    disclose,
    load_policy,
    release_events,
    verify_file,
)
from borderviz.documents.document import MARK
from borderviz.documents.markup import markdown_table, markdown_text
from borderviz.documents.summaries import column_notes, column_titles, readable
from borderviz.errors import InputError
from borderviz.events import write_events
from borderviz.files import (
    atomic_folder,
    atomic_write_bytes,
    atomic_write_text,
    read_bytes,
    read_csv_text,
    write_csv,
)
from borderviz.joins import round_share
from borderviz.maps import build_map
from borderviz.maps.tables import DERIVED
from borderviz.page.texts import clean_text
from borderviz.reports.body import HEADINGS, report_html
from borderviz.reports.checksums import SUMS, refuse_unless_ours, write_sums
from borderviz.reports.contents import Contents, gather_contents
from borderviz.reports.figures import draw_pictures
from borderviz.reports.incidents import TITLES
from borderviz.reports.methods import sections_markdown
from borderviz.reports.printing import NO_BROWSER, find_browser, print_pdf
from borderviz.reports.wording import own_wording
from borderviz.schema import VERDICTS

if TYPE_CHECKING:
    import os

    import geopandas as gpd
    import pandas as pd

    from borderviz.disclosure import Policy
    from borderviz.geodata import Geodata
    from borderviz.reports.figures import Picture

_DESCRIBED: Final = {
    "map.html": "the map, interactive and offline",
    "report.pdf": "this report for printing",
    "findings.txt": "the findings as sentences",
    "methods.md": "the methods, as in this report",
    "data/events.csv": "the events, one row per report",
    "data/verdicts.csv": "what was found of each event under each rule",
    "tables/incidents.csv": "the incidents of this report",
    "tables/totals.csv": "the totals listed apart",
    "tables/sources.csv": "the sources of the events",
    SUMS: "digests of all files; check them with sha256sum -c SHA256SUMS",
}


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Attributes
    ----------
    folder : Path
    files : tuple of str
        What it holds, relative and sorted.
    notes : tuple of str
        What could not be made and why, a sentence each.
    """

    folder: Path
    files: tuple[str, ...]
    notes: tuple[str, ...]


def write_report(  # noqa: PLR0913 - the tables and what a reader may choose
    located: gpd.GeoDataFrame,
    verdicts: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    geodata: Geodata,
    folder: str | os.PathLike[str],
    *,
    policy: str | Path | Policy,
    as_of: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    language: str = "en",
    events: pd.DataFrame | None = None,
    set_aside: Iterable[str | os.PathLike[str]] = (),
    pdf: bool = True,
) -> Report:
    """Write a report as one folder, ready to attach.

    The folder holds the map page, the report as HTML and PDF, its tables as CSV and Markdown, the
    methods, the sources and the digests of all files. The same input gives the same bytes.

    Parameters
    ----------
    located, verdicts, zones : tables
        As :func:`borderviz.locate_events`, :func:`borderviz.roll_up` and
        :func:`borderviz.build_zones` return them.
    geodata : Geodata
    folder : path-like
        Taken into place when it is whole. One that is there is replaced only if a report made it
        and nobody changed it.
    policy : str, Path or Policy
        What may be shown: ``internal`` (which marks every document), ``public``, or the path of
        a policy file.
    as_of : str, optional
        Day of the publication, ISO 8601; required where the policy delays events.
    title, subtitle : str, optional
        The pack's title by default.
    language : {"en", "ko", "zh"}
        Language of the sentences in ``findings.txt``, and in which the map page opens.
    events : pandas.DataFrame, optional
        The table as it was read, for what stands in ``data/events.csv``.
    set_aside : iterable of path-like
        Tables of rows that could not be used. They are copied under ``internal``; otherwise
        only their number is told, since nobody has looked at what they hold.
    pdf : bool
        Whether to print ``report.pdf``; needs a Chromium.

    Raises
    ------
    InputError
        There is nothing to report, the folder is somebody else's, or an argument is not known.
    PrintingError
        A Chromium is there but does not print.
    """
    if located.empty:
        load_policy(policy)
        raise InputError("there is nothing to report; the table has no rows")
    release = release_events(
        located, geodata, policy, verdicts=verdicts, zones=zones, events=events, as_of=as_of
    )
    check_labels(release, {"the title": title, "the subtitle": subtitle})
    rule_set = release.policy
    aside = [Path(path) for path in set_aside]
    browser = find_browser() if pdf else None
    with atomic_folder(folder, refuse_unless_ours) as new:
        contents = gather_contents(
            release, zones, geodata, title=title, subtitle=subtitle, language=language,
            set_aside=_rows_of(aside),
        )  # fmt: skip
        page = build_map(
            located, verdicts, zones, geodata, policy=release, title=title, subtitle=subtitle,
            language=language,
        )  # fmt: skip
        page.save(new / "map.html")
        years = contents.summaries["year"]["year"].nunique()
        pictures, notes = draw_pictures(
            located, verdicts, zones, geodata, policy=release, title=contents.title, years=years
        )
        _write_data(release, new)
        _copy(aside if rule_set.marked else [], new)
        _write_documents(contents, pictures, new, browser)
        _prove(release, geodata, new)
        files = write_sums(new)
    if pdf and browser is None:
        notes = (*notes, NO_BROWSER)
    return Report(Path(folder), files, (*release.notes, *notes))


def _write_documents(
    contents: Contents, pictures: tuple[Picture, ...], folder: Path, browser: str | None
) -> None:
    """Write what is for reading: figures, tables, texts, and the report that lists them all."""
    _write_pictures(pictures, folder)
    _write_texts(contents, folder)
    _write_tables(contents, folder)
    html = report_html(contents, pictures, _described(folder, pdf=browser is not None))
    atomic_write_text(folder / "report.html", html)
    if browser is not None:
        print_pdf(folder / "report.html", folder / "report.pdf", browser)


def _rows_of(aside: Iterable[Path]) -> int:
    """Return how many rows were set aside; a row may have several faults."""
    tables = [read_csv_text(path).frame for path in aside]
    return sum(t["row"].nunique() if "row" in t.columns else len(t) for t in tables)


def _prove(release: Release, geodata: Geodata, folder: Path) -> None:
    """Search each file for what must not be shown; the map and the figures proved themselves."""
    secrets = release.secrets.beyond(own_wording(geodata))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "map.html" and path.parent.name != "figures":
            verify_file(path, secrets)


def _write_data(release: Release, folder: Path) -> None:
    (folder / "data").mkdir()
    rows = release.events
    if rows is None:
        rows = release.located.drop(columns=list(DERIVED), errors="ignore")
    write_events(disclose(rows, release.policy), folder / "data/events.csv")
    shown = release.joined[list(VERDICTS.columns)].copy()
    for name in ("p", "p_min", "p_max", "t"):
        shown[name] = shown[name].map(lambda share: round_share(share, 4), na_action="ignore")
    write_csv(
        shown.round({"distance_km_min": 3, "distance_km_max": 3}), folder / "data/verdicts.csv"
    )


def _write_texts(contents: Contents, folder: Path) -> None:
    findings = "\n\n".join(map(str, contents.findings)) + "\n"
    mark = f"{MARK}\n\n" if contents.policy.marked else ""
    atomic_write_text(folder / "findings.txt", clean_text(mark + findings))
    methods = sections_markdown("Methods", contents.methods, marked=contents.policy.marked)
    atomic_write_text(folder / "methods.md", methods)


def _write_tables(contents: Contents, folder: Path) -> None:
    """Write each table as CSV, and as Markdown with what its figures count."""
    (folder / "tables").mkdir()
    lists = {
        "incidents": contents.incidents,
        "totals": contents.totals,
        "sources": contents.sources,
    }
    for name, table in {**contents.summaries, **lists}.items():
        stem = name if name in lists or name == "people" else f"by-{name}"
        write_csv(table, folder / f"tables/{stem}.csv")
        heading = markdown_text(HEADINGS.get(name, name.capitalize()))
        mark = f"**{MARK}**\n\n" if contents.policy.marked else ""
        shown = table if name in lists else readable(table)
        titles = TITLES if name in lists else column_titles(shown)
        notes = [] if name in lists else column_notes(shown)
        told = "".join(f"- {markdown_text(note)}\n" for note in notes)
        body = markdown_table(shown, titles)
        text = f"# {heading}\n\n{mark}{body}" + (f"\n{told}" if told else "")
        atomic_write_text(folder / f"tables/{stem}.md", text)


def _write_pictures(pictures: Iterable[Picture], folder: Path) -> None:
    (folder / "figures").mkdir()
    for picture in pictures:
        for form, data in picture.files.items():
            atomic_write_bytes(folder / f"figures/{picture.name}.{form}", data)


def _copy(aside: Iterable[Path], folder: Path) -> None:
    for path in aside:
        (folder / "set-aside").mkdir(exist_ok=True)
        atomic_write_bytes(folder / "set-aside" / path.name, read_bytes(path))


def _described(folder: Path, *, pdf: bool) -> list[tuple[str, str]]:
    """Return the files of a report and what each is, one line for a table in two forms."""
    there = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    beside = {".md", ".png", ".pdf"}  # the same in another form
    shown = {name for name in there if name in _DESCRIBED or Path(name).suffix not in beside}
    names = [*sorted(shown), *(["report.pdf", SUMS] if pdf else [SUMS])]
    return [(name, _description(name)) for name in names]


def _description(name: str) -> str:
    if name in _DESCRIBED:
        return _DESCRIBED[name]
    stem = Path(name).stem.removeprefix("by-")
    if name.startswith("set-aside/"):
        return "rows that could not be used, with the reason"
    if name.startswith("figures/"):
        return "a figure of this report; as PNG and PDF beside it"
    return f"{HEADINGS.get(stem, stem).lower()}: the counts of this report; as Markdown beside it"
