"""The finished figure: saved as SVG, PNG or PDF, or shown in a notebook."""

from __future__ import annotations

import io
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from borderviz.disclosure import NO_SECRETS, Secrets, find_leaks, stop_on_leaks
from borderviz.errors import InputError, shown_path
from borderviz.figures.sheet import DPI
from borderviz.files import atomic_write_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

_SCREEN_DPI: Final = 144
_SETTINGS: Final[dict[Any, Any]] = {
    "pdf.fonttype": 3,  # outlines: every kind of font can be embedded, Korean ones too
    "pdf.compression": 9,
    "svg.fonttype": "path",  # letters travel as outlines, so that they look the same everywhere
    "svg.hashsalt": "borderviz",
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": False,
}
FORMATS: Final = ("svg", "png", "pdf")


class Figure:
    """A figure of a size in millimetres.

    Parameters
    ----------
    canvas : matplotlib.figure.Figure
    title : str
        Goes into the file's metadata, beside the version of borderviz; no time does.
    description : str
        What the figure shows, in a paragraph, for those who cannot see it.
    secrets : Secrets, optional
        What the figure must not hold; each file of it is searched before it is given.
    notes : tuple of str
        What is left out or generalised on it, for whoever publishes.
    """

    def __init__(
        self,
        canvas: Any,
        *,
        title: str,
        description: str,
        secrets: Secrets = NO_SECRETS,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.canvas = canvas
        self.title = title
        self.description = description
        self._secrets = secrets
        self.notes = notes

    def to_bytes(self, form: str = "svg", *, dpi: int = DPI) -> bytes:
        """Return the figure as a file's content: the same bytes for the same figure.

        Parameters
        ----------
        form : {"svg", "png", "pdf"}
        dpi : int
            Dots per inch of a PNG.

        Raises
        ------
        InputError
            If the format is another.
        TableError
            If the finished file holds anything that its policy withholds.
        """
        if form not in FORMATS:
            raise InputError(f"a figure is {', '.join(FORMATS)}, not {form!r}")
        target = io.BytesIO()
        with plain_settings():
            self.canvas.savefig(target, format=form, dpi=dpi, metadata=self._metadata(form))
        made = target.getvalue()
        if self._secrets:
            stop_on_leaks(find_leaks(made, self._secrets, name="figure"))
        return made

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the figure; its ending says as what: .svg, .png or .pdf.

        Raises
        ------
        InputError
            If the ending is another, or the file cannot be written.
        """
        form = Path(path).suffix.lower().removeprefix(".")
        if form not in FORMATS:
            raise InputError(
                f"{shown_path(path)} does not say what to write; end it in .svg, .png or .pdf"
            )
        atomic_write_bytes(path, self.to_bytes(form))

    def _metadata(self, form: str) -> dict[str, str | None]:
        maker = f"borderviz {version('borderviz')}"
        if form == "png":
            return {"Software": maker, "Title": self.title, "Description": self.description}
        if form == "pdf":
            return {"Creator": maker, "Producer": maker, "Title": self.title, "CreationDate": None}
        return {"Date": None, "Creator": maker, "Title": self.title,
                "Description": self.description}  # fmt: skip

    def _repr_svg_(self) -> str:
        """Show the figure in a notebook."""
        return self.to_bytes("svg").decode("utf-8")

    def _repr_png_(self) -> bytes:
        """Show the figure where a notebook shows no SVG."""
        return self.to_bytes("png", dpi=_SCREEN_DPI)


@contextmanager
def plain_settings() -> Iterator[None]:
    """Draw by our settings, whatever matplotlib was told before."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield
