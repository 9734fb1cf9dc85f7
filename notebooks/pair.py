"""Write the notebook (.ipynb) that pairs with each script (.py) here, without outputs.

The scripts are what is edited; ``python notebooks/pair.py`` writes the notebooks again.
"""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat

HERE = Path(__file__).resolve().parent


def scripts() -> list[Path]:
    """Return the scripts, in their order."""
    return sorted(HERE.glob("[0-9]-*.py"))


def paired(script: Path) -> str:
    """Return the text of a script's notebook: no outputs, and the same bytes every time."""
    notebook = jupytext.read(script, fmt="py:percent")
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    notebook.metadata = nbformat.from_dict(
        {
            "jupytext": {"formats": "ipynb,py:percent"},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    return nbformat.writes(notebook, version=4) + "\n"


if __name__ == "__main__":
    for path in scripts():
        path.with_suffix(".ipynb").write_text(paired(path), encoding="utf-8")
