"""The notebooks run, are those of their scripts, and show the map to whoever reads them."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from browser import open_browser
from jupyter_client import KernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "notebooks"))
from pair import paired, scripts  # noqa: E402 - a script of the notebooks' folder

pytestmark = pytest.mark.slow
SCRIPTS = scripts()
FEWER = {"EVENTS = 1_000_000": "EVENTS = 5_000"}
"""Parameters that are made small here."""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One kernel for all notebooks, each of which begins with nothing defined."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(tmp_path_factory.mktemp("notebooks")))
    yield manager
    manager.shutdown_kernel(now=True)


def executed(script, kernel):
    """Return a notebook after its execution, and the text that it showed."""
    notebook = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    for cell in notebook.cells:
        cell.source = FEWER.get(cell.source, cell.source)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    NotebookClient(notebook, km=kernel, timeout=240).execute(cleanup_kc=False)
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return notebook, outputs


def text_of(outputs):
    return "\n".join(out.get("data", {}).get("text/plain", out.get("text", "")) for out in outputs)


def test_there_are_the_five():
    assert [path.stem for path in SCRIPTS] == [
        "1-quick-start", "2-articles-to-table", "3-uncertainty", "4-another-border",
        "5-a-million-events",
    ]  # fmt: skip
    readme = (ROOT / "notebooks/README.md").read_text(encoding="utf-8")
    assert all(f"({path.stem}.ipynb)" in readme for path in SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_notebook_is_its_script_without_outputs(script):
    text = script.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert text == paired(script), "run: python notebooks/pair.py"
    cells = nbformat.reads(text, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert len(code) >= 6
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_the_quick_start_shows_its_map_inline_also_as_a_page_of_its_own(kernel, tmp_path):
    notebook, outputs = executed(SCRIPTS[0], kernel)
    assert "ambiguous" in text_of(outputs)
    html = outputs[-1]["data"]["text/html"]
    assert html.startswith("<iframe sandbox=")
    assert "srcdoc=" in html
    body, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    path = tmp_path / "quick-start.html"
    path.write_text(body, encoding="utf-8")
    with open_browser() as browser:
        page = browser.new_page()
        page.route("**/*", lambda route: (
            route.continue_() if route.request.url.startswith(("file:", "about:", "data:"))
            else route.abort()
        ))  # fmt: skip
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        frame = page.frame_locator("iframe[srcdoc]")
        frame.locator("html.bv-ready").wait_for(state="attached")
        assert frame.locator("title").text_content() == "Reports on the northern border"


def test_from_articles_two_reports_become_one_incident_when_accepted(kernel):
    _, outputs = executed(SCRIPTS[1], kernel)
    text = text_of(outputs)
    assert "incident-one-1" in text
    assert "execution" not in text


def test_uncertainty_is_plotted(kernel):
    _, outputs = executed(SCRIPTS[2], kernel)
    assert sum("image/png" in out.get("data", {}) for out in outputs) == 3


def test_a_border_of_one_s_own_has_its_map(kernel):
    _, outputs = executed(SCRIPTS[3], kernel)
    assert "inside" in text_of(outputs)
    assert "The 38th parallel" in outputs[-1]["data"]["text/html"]


def test_a_million_events_in_a_small_form(kernel):
    notebook, outputs = executed(SCRIPTS[4], kernel)
    assert any(cell.source == "EVENTS = 5_000" for cell in notebook.cells)
    assert "5,000 events joined, 0 rows set aside" in text_of(outputs)
