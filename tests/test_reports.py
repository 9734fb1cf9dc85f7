"""The report folder: whole, safe, reproducible, and saying what page and tables say."""

from __future__ import annotations

import base64
import hashlib
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from page_hostile import HOSTILE_TEXTS

import borderviz as bv
from borderviz.cli import main
from borderviz.errors import InputError
from borderviz.events import normalise_events
from borderviz.files import read_csv_text
from borderviz.reports import figures, printing
from borderviz.reports.figures import Plan, draw_pictures
from borderviz.reports.printing import PrintingError, lasting, print_pdf
from borderviz.summaries import load_words
from tests.browser import asked_for, find_browser, open_browser, visit
from tests.test_documents import Reader

RULE = "kp-north-2020-ru"  # the shortest border: soon drawn
HOSTILE = "".join(text for text in HOSTILE_TEXTS if len(text) < 1000 and text.isprintable())
# sensitivity 1: open, so that the policy keeps what is known of place and date
INSIDE = {
    "sensitivity": 1,
    "latitude": 42.3559,
    "longitude": 130.6378,
    "coordinate_uncertainty_m": 100,
}
ROWS = [
    INSIDE | {"event_type": "arrest", "date": "2021-05-01", "incident_id": "i", "arrested_low": 2,
              "arrested_high": 2, "source_url": "https://example.org/a", "source_outlet": "Wire",
              "source_title": HOSTILE, "source_published": "2021-05-03"},
    INSIDE | {"event_type": "arrest", "date": "2021-05-02", "incident_id": "i", "arrested_low": 3,
              "source_url": "javascript:alert(1)", "source_outlet": HOSTILE},
    INSIDE | {"event_type": "shooting", "date": "XXXX-05-28", "known_by": "2022-01-01",
              "coder": "the secret coder", "notes": "a secret note"},
    {"sensitivity": 1, "event_type": "death", "date": "2021-06/2021-07", "place": HOSTILE},
    INSIDE | {"event_type": "arrest", "date": "2021", "is_aggregate": "true", "arrested_best": 20},
]  # fmt: skip


@pytest.fixture(scope="module")
def tables(korea):
    """Events, and what was made of them."""
    rows = [row | {"event_id": f"e{number}"} for number, row in enumerate(ROWS)]
    events = normalise_events(pd.DataFrame(rows, dtype=object).fillna("").astype(str))
    located = bv.locate_events(events, korea)
    zones = bv.build_zones(korea, [RULE])
    return events, located, bv.roll_up(bv.join_zones(located, zones)), zones


def write(tables, korea, folder, **options):
    events, located, verdicts, zones = tables
    given = {"policy": "public", "title": HOSTILE, "subtitle": HOSTILE, "pdf": False} | options
    return bv.write_report(located, verdicts, zones, korea, folder, events=events, **given)


@pytest.fixture(scope="module")
def pictures(tables, korea):
    """The first figures of a report and what is told of them; how each is drawn is tested apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "_PLANS", [p for p in figures._PLANS if p.name in {"map", "types"}])
        return draw_pictures(*tables[1:], korea, policy="public", title=HOSTILE, years=1)


@pytest.fixture(scope="module")
def drawn_once(pictures):
    """Put the same figures into all reports of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("borderviz.reports.folder.draw_pictures", lambda *_, **__: pictures)
        yield


@pytest.fixture(scope="module")
def report(drawn_once, tables, korea, tmp_path_factory):
    """A report for the public, with a PDF."""
    folder = tmp_path_factory.mktemp("reports")
    return write(tables, korea, folder / "report", pdf=True, set_aside=[aside_in(folder)])


def aside_in(folder):
    """Write a table of two rows that could not be used."""
    path = folder / "my.rejected.csv"
    path.write_text("row,column,value\n2,date,a secret cell\n2,place,x\n5,date,y\n", "utf-8")
    return path


@pytest.fixture
def ours(report, tmp_path):
    """A copy of the report, to be spoilt, beside another."""
    shutil.copytree(report.folder, tmp_path / "first")
    return Path(shutil.copytree(report.folder, tmp_path / "ours"))


@pytest.fixture(scope="module")
def browser():
    with open_browser() as found:
        yield found


def read(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- what is in it -----------------------------------------------------------------------------


def test_a_report_holds_what_it_lists_and_its_sums_are_right(report):
    files = read(report.folder)
    assert sorted(files) == sorted(report.files)
    assert report.notes == ()
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert lines == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in files.items()]
    told = files["report.html"].decode()
    for name in files:
        if name.endswith((".csv", ".svg", ".html")) and name != "report.html":
            assert f">{name}</span>" in told, name
    for name in ("year", "month", "type", "province", "county", "outlet", "zone"):
        assert {f"tables/by-{name}.csv", f"tables/by-{name}.md"} <= files.keys()
    assert {"map.html", "findings.txt", "methods.md"} <= files.keys()


def test_a_report_has_its_figures_in_three_forms(report, pictures):
    drawn, notes = pictures
    assert [picture.name for picture in drawn] == ["map", "types"]
    assert notes == ()
    page = (report.folder / "report.html").read_text("utf-8")
    for picture in drawn:
        for form, start in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")):
            data = (report.folder / f"figures/{picture.name}.{form}").read_bytes()
            assert data == picture.files[form]
            assert data.startswith(start)
        kind, data = picture.embedded
        assert len(data) == min(len(picture.files["svg"]), len(picture.files["png"]))
        assert f"data:{kind};base64,{base64.b64encode(data).decode()}" in page
        assert picture.caption in page


def test_a_figure_that_cannot_be_drawn_is_told_and_the_others_are_there(tables, korea, monkeypatch):
    def refuse(*_, **__):
        raise InputError("no event lies along a border")

    plan = Plan("strip", "A strip.", refuse, "strip", (170, 95))
    monkeypatch.setattr(figures, "_PLANS", (plan,))
    drawn, notes = draw_pictures(*tables[1:], korea, policy="public", title="", years=1)
    assert drawn == ()
    assert notes == ("the figure 'strip' was not drawn: no event lies along a border",)


def test_a_report_takes_the_place_of_the_last_one_with_the_same_bytes(ours, tables, korea):
    aside = aside_in(ours.parent)
    made = write(tables, korea, ours, set_aside=[aside])
    first, second = read(ours.parent / "first"), read(ours)
    assert sorted(second) == sorted(made.files)
    for name in ("report.pdf", "report.html", "SHA256SUMS"):  # the one lists a PDF, the other not
        first.pop(name)
        second.pop(name, None)
    assert first == second
    assert {path.name for path in ours.parent.iterdir()} == {"first", "ours", aside.name}


def test_the_tables_are_the_summaries(report, tables, korea):
    _, located, verdicts, _ = tables
    written = read_csv_text(report.folder / "tables/by-month.csv").frame
    counted = bv.summarize(located, verdicts, by=["month"])
    assert written["month"].tolist() == counted["month"].tolist()
    for name in ("incidents", "low", "high", "aggregates", "origins"):
        assert written[name].astype(int).tolist() == counted[name].tolist()
    people = read_csv_text(report.folder / "tables/people.csv").frame
    arrested = people[people["people"] == "arrested"].iloc[0]
    assert (arrested["low"], arrested["high"], arrested["known"]) == ("2", "", "1")


def test_incidents_are_listed_with_what_is_not_known(report):
    table = read_csv_text(report.folder / "tables/incidents.csv").frame
    assert table["when"].tolist() == [
        "2021-05-01; 2021-05-02", "2021-06-01 – 2021-07-31",
        "05-28, year not stated; not after 2022-01-01",
    ]  # fmt: skip
    assert table["people"].tolist() == ["at least 2 arrested", "not reported", "not reported"]
    assert table["sources"].tolist() == ["[1] [2]", "", ""]
    assert table["finding"].iloc[1] == "Cannot be told; rule in force"
    totals = read_csv_text(report.folder / "tables/totals.csv").frame
    assert totals["people"].tolist() == ["20 arrested"]


def test_the_findings_are_the_statement(report, tables):
    _, located, verdicts, zones = tables
    (statement,) = bv.state_findings(located, verdicts, zones)
    assert (report.folder / "findings.txt").read_text("utf-8") == f"{statement}\n"
    assert statement.headline == "Between 0 and 3 of 3 incidents"


# --- what is not in it -------------------------------------------------------------------------


def test_a_public_report_holds_nothing_that_only_the_coder_knows(report):
    for name, data in read(report.folder).items():
        assert b"secret" not in data, name


def test_the_number_of_rows_that_could_not_be_used_is_told(report):
    page = (report.folder / "report.html").read_text("utf-8")
    assert "Set aside, because it could not be used: 2 rows of the input." in page


def test_a_hostile_text_stays_a_text(report):
    page = (report.folder / "report.html").read_text("utf-8")
    parsed = Reader(page)
    assert {"script", "iframe", "svg", "object"}.isdisjoint(parsed.tags)
    assert {name for name, _ in parsed.attributes} <= {
        "alt", "aria-label", "charset", "class", "colspan", "content", "href", "http-equiv",
        "lang", "name", "rel", "role", "scope", "src", "tabindex",
    }  # fmt: skip
    for name, value in parsed.attributes:
        assert name not in {"href", "src"} or value.startswith(
            ("https://", "data:image/svg+xml;base64,", "data:image/png;base64,", "data:,")
        )
    assert "default-src 'none'; script-src ; style-src 'sha256-" in page


# --- in a browser ------------------------------------------------------------------------------


def test_the_report_is_shown_whole_and_asks_for_nothing(report, browser):
    with visit(browser, report.folder / "report.html", ready="main") as record:
        page = record.page
        assert page.locator("h1").inner_text() == page.title()
        assert page.locator(".lead strong").first.inner_text() == "Between 0 and 3 of 3 incidents"
        widths = page.evaluate("[...document.images].map((image) => image.naturalWidth)")
        assert min(widths) > 300
        assert page.evaluate("window.pwned") is None
        assert asked_for(record) == []
        assert record.complaints == []


def test_the_map_page_says_what_the_findings_say(report, tables, browser):
    _, located, verdicts, zones = tables
    with visit(browser, report.folder / "map.html") as record:
        page = record.page
        for language in ("en", "ko", "zh"):
            page.locator(f".bv-languages [data-lang={language}]").click()
            (statement,) = bv.state_findings(located, verdicts, zones, language=language)
            assert page.locator(".bv-range strong").inner_text() == statement.headline
            said = " ".join(page.locator(".bv-range").inner_text().split())
            before, after = load_words(language)["headline.rest"].split("{rule}")
            assert said.startswith(f"{statement.headline} {before}".rstrip())
            assert said.endswith(after.strip())
            page.locator(".bv-headline details summary").first.click()
            told = page.locator(".bv-headline details").first.locator("li").all_inner_texts()
            assert tuple(told) == statement.meaning


def test_the_pdf_has_no_moment_and_is_the_same_when_printed_again(report, tmp_path):
    pdf = (report.folder / "report.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"CreationDate" not in pdf
    print_pdf(report.folder / "report.html", tmp_path / "again.pdf", find_browser())
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_the_moment_of_printing_is_taken_out_in_place():
    pdf = b"<</Creator (x)\n/CreationDate (D:20210501120000+00'00')\n/ModDate (D:2021)>>"
    assert len(lasting(pdf)) == len(pdf)
    assert lasting(pdf).split() == [b"<</Creator", b"(x)", b">>"]
    first, later = (b"/ID (node%08d) /ID (node%08d) [(node%08d)]" % (n, n + 3, n) for n in (7, 8))
    assert (
        lasting(first)
        == lasting(later)
        == (b"/ID (node00000000) /ID (node00000001) [(node00000000)]")
    )


def test_a_browser_that_fails_is_named(tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text(f"#!{sys.executable}\nraise SystemExit('no display')\n", "utf-8")
    broken.chmod(0o755)
    with pytest.raises(PrintingError, match=r"ended with status 1 \('no display'\)"):
        print_pdf(tmp_path / "report.html", tmp_path / "report.pdf", str(broken))
    with pytest.raises(PrintingError, match="failed"):
        print_pdf(tmp_path / "report.html", tmp_path / "report.pdf", str(tmp_path / "none"))
    assert not (tmp_path / "report.pdf").exists()


# --- the folder --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda folder: (folder / "SHA256SUMS").unlink(), "was not made by a report"),
        (lambda folder: (folder / "mine.txt").write_text("x"), "holds 'mine.txt', which no report"),
        (lambda folder: (folder / "methods.md").write_text("x"), "'methods.md' was changed since"),
    ],
)
def test_what_is_somebody_elses_is_kept(ours, tables, korea, spoil, why):
    spoil(ours)
    before = read(ours)
    with pytest.raises(InputError, match=why):
        write(tables, korea, ours)
    assert read(ours) == before


def test_a_file_and_a_missing_folder_are_no_place_for_a_report(tables, korea, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="is a file; name a folder"):
        write(tables, korea, tmp_path / "file")
    with pytest.raises(InputError, match="does not exist; make it first"):
        write(tables, korea, tmp_path / "no/report")


def test_a_report_that_fails_leaves_nothing_and_the_old_one_whole(ours, tables, korea, monkeypatch):
    before = read(ours)
    monkeypatch.setattr("borderviz.reports.folder.build_map", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(tables, korea, ours)
    assert read(ours) == before
    assert {path.name for path in ours.parent.iterdir()} == {"first", "ours"}


def test_nothing_to_report_is_said_before_anything_is_written(tables, korea, tmp_path):
    _, located, verdicts, zones = tables
    with pytest.raises(InputError, match="there is nothing to report"):
        bv.write_report(
            located.iloc[:0], verdicts.iloc[:0], zones, korea, tmp_path / "r", policy="public"
        )
    with pytest.raises(InputError, match="there is no policy 'open'"):
        write(tables, korea, tmp_path / "r", policy="open")
    assert list(tmp_path.iterdir()) == []


# --- the commands ------------------------------------------------------------------------------


def test_the_command_writes_an_internal_report_with_the_rows_set_aside(
    drawn_once, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(printing.shutil, "which", lambda _: None)
    rows = (
        "event_id,event_type,place,date,notes\n"
        "a,arrest,Hyesan,2021-05-01,a secret note\nb,arrest,Hyesan,never,\n"
    )
    Path("my.csv").write_text(rows, encoding="utf-8")
    command = ["report", "my.csv", "--rule", RULE, "-o"]
    done = CliRunner().invoke(main, [*command, "out/r", "--policy", "internal"])
    assert done.exit_code == 3, done.output
    assert done.stdout.startswith(f"{Path('out/r')}: 1 events, 1 of them placed; ")
    assert "report.pdf was not made: no Chromium was found; install" in done.stderr
    assert "see out/my.rejected.csv" in done.stderr
    assert sorted(path.name for path in Path("out").iterdir()) == ["my.rejected.csv", "r"]
    aside = Path("out/my.rejected.csv").read_bytes()
    assert Path("out/r/set-aside/my.rejected.csv").read_bytes() == aside
    for name in ("report.html", "findings.txt", "tables/by-year.md", "methods.md"):
        text = Path("out/r", name).read_text(encoding="utf-8")
        assert "Internal – not for publication" in text, name
    assert "a secret note" in Path("out/r/data/events.csv").read_text(encoding="utf-8")
    Path("my.csv").write_text(rows.replace("2021-05-01", "x"), encoding="utf-8")
    done = CliRunner().invoke(main, [*command, "out/s"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no row of my.csv can be used; see out/my.rejected.csv" in done.stderr
    assert not Path("out/s").exists()


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("s.md", "# Summary\n\n| Zone rule | Year | Incidents |"),
        ("s.txt", "None of the 1 incidents lay inside “"),
    ],
)
def test_summarize_writes_what_the_ending_says(tmp_path, monkeypatch, name, start):
    monkeypatch.chdir(tmp_path)
    Path("my.csv").write_text("event_type,place,date\narrest,Hyesan,2021-05-01\n", "utf-8")
    by = [] if name == "s.txt" else ["--by", "year"]
    done = CliRunner().invoke(main, ["summarize", "my.csv", "-o", name, "--rule", RULE, *by])
    assert done.exit_code == 0, done.output
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_summarize_says_what_it_cannot_write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my.csv").write_text("event_type,place,date\narrest,Hyesan,2021-05-01\n", "utf-8")
    done = CliRunner().invoke(main, ["summarize", "my.csv", "-o", "s.doc", "--rule", RULE])
    assert done.exit_code == 1
    assert "'s.doc' has no ending of a summary; name it .csv, .md" in done.stderr
    done = CliRunner().invoke(main, ["summarize", "my.csv", "--form", "text", "--by", "year"])
    assert done.exit_code == 2
    assert "--form text states the whole" in done.stderr


def test_restricted_events_are_told_as_far_as_the_policy_allows(drawn_once, korea, tmp_path):
    place = {"event_type": "arrest", "place": "Wiyon-dong, Hyesan", "date": "2021-01-28"}
    hidden = {"coder": "an unknown coder", "summary": "taken by night from the third house"}
    rows = [
        *(place | hidden | {"event_id": f"person-{n}", "sensitivity": 3} for n in range(2)),
        place | {"event_id": "open-one", "place": "Onsong County", "sensitivity": 1},
        place | {"event_id": "never", "place": "Musan County", "sensitivity": 4},
    ]
    events = normalise_events(pd.DataFrame(rows, dtype=object).fillna("").astype(str))
    located = bv.locate_events(events, korea)
    zones = bv.build_zones(korea, [RULE])
    tables = events, located, bv.roll_up(bv.join_zones(located, zones)), zones
    made = write(tables, korea, tmp_path / "report", title=None, subtitle=None)
    assert any("1 of 4 events are not shown" in note for note in made.notes)
    told = {
        name: (made.folder / name).read_text(encoding="utf-8")
        for name in made.files
        if name.endswith((".csv", ".md", ".txt", "report.html"))
    }
    for secret in ("Wiyon", "Musan", "third house", "unknown coder", "person-"):
        assert [name for name, text in told.items() if secret in text] == []
    assert told["data/events.csv"].count("2021-01-28") == 1  # the open event's own day
    assert "fewer than 3" in told["tables/by-province.csv"]
    assert "Ryanggang" in told["tables/incidents.csv"]


def test_hidden_drafts_are_not_counted_in_the_notice(drawn_once, tmp_path):
    rows = [
        f"e{n},arrest,2021-01-28,Onsong County,{level},by hand" for n, level in enumerate("114")
    ]
    header = "event_id,event_type,date,place,sensitivity,type_rule"
    (tmp_path / "drafts.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    output = tmp_path / "out"
    given = [str(tmp_path / "drafts.csv"), "--rule", RULE, "--no-pdf", "-o", str(output)]
    done = CliRunner().invoke(main, ["report", *given])
    assert done.exit_code == 0, done.output
    told = (output / "report.html").read_text(encoding="utf-8")
    assert "2 of 2 events are unreviewed drafts" in told
