"""The documentation is that of the program: generated pages are up to date, and its code runs."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import borderviz
import borderviz.schema

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))
from build import REFERENCE, pages  # noqa: E402 - a script of the documentation's folder

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "notebooks/README.md"]
METHODS = (ROOT / "docs/methods.md").read_text(encoding="utf-8")


def test_the_reference_is_up_to_date():
    texts = pages()
    assert {path.name for path in REFERENCE.iterdir()} == set(texts)
    for name, text in texts.items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == text, "run: make docs"


def test_the_reference_has_every_column_command_and_function():
    texts = pages()
    for name in borderviz.__all__:
        assert f"## bv.{name}\n" in texts["python.md"]
    for contract in (borderviz.schema.EVENTS, borderviz.schema.VERDICTS):
        assert all(f"| `{column}` |" in texts["tables.md"] for column in contract.columns)
    for command in ("map", "merge", "geodata add-units"):
        assert f"## borderviz {command}\n" in texts["command-line.md"]
        assert "borderviz.toml" in texts["command-line.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def test_the_code_of_the_methods_runs():
    scope = {}
    for number, cell in enumerate(re.findall(r"```python\n(.*?)```", METHODS, re.DOTALL)):
        exec(compile(cell, f"methods.md, cell {number}", "exec"), scope)
    assert scope["hyesan"]["reason"].endswith("disc of 3 km (1.5–6): radius of a city")
    assert scope["agreement"].f1 == 1
    assert set(scope["suggested"].columns) >= {"suggested_incident", "suggested_reason"}


def test_only_code_that_is_run_stands_in_the_documentation():
    for page in PAGES[3:]:
        languages = set(re.findall(r"^```(\w+)$", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert languages <= {"text", "python"}, page
        assert "python" not in languages or page.name == "methods.md"


def test_the_citation_is_of_this_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]
    assert cited["title"].startswith(project["name"])


def test_contributors_are_told_of_commands_that_there_are():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in re.findall(r"^    make ([a-z ]+?)(?: {2,}.*)?$", told, re.MULTILINE):
        assert set(line.split()) <= targets, line
