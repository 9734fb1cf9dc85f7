"""HTML → PDF through the print view of a Chromium that is on the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from borderviz.errors import BordervizError, shown
from borderviz.files import atomic_write_bytes

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)  # fmt: skip
NO_BROWSER: Final = (
    "report.pdf was not made: no Chromium was found; install Chromium or Google Chrome and write "
    "the report again, or print report.html from any browser"
)
_PATIENCE_S: Final = 120
_DATES: Final = re.compile(rb"/(?:CreationDate|ModDate) ?\(D:[^)]*\)")
_NODES: Final = re.compile(rb"\(node\d{8}\)")


class PrintingError(BordervizError):
    """A browser that was found did not print."""


def find_browser() -> str | None:
    """Return the program that prints, None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def print_pdf(page: Path, target: Path, browser: str) -> None:
    """Print an HTML file as PDF; the moment of printing is left out of it.

    Parameters
    ----------
    page : Path
        A file that asks for nothing over the network.
    target : Path
    browser : str
        As `find_browser` returns it.

    Raises
    ------
    PrintingError
        If the browser fails, or takes more than two minutes.
    """
    with tempfile.TemporaryDirectory(prefix="borderviz-") as folder:
        printed = Path(folder) / "printed.pdf"
        command = [
            browser, "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", page.resolve().as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium has no sandbox for root
        try:
            # the program is found by name, the file is our own
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, timeout=_PATIENCE_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PrintingError(f"report.pdf was not made: {browser} failed: {error}") from error
        if done.returncode or not printed.is_file():
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise PrintingError(
                f"report.pdf was not made: {browser} ended with status {done.returncode} "
                f"({shown(last[0] if last else 'it said nothing')}); print report.html by hand"
            )
        atomic_write_bytes(target, lasting(printed.read_bytes()))


def lasting(pdf: bytes) -> bytes:
    """Take out of a PDF what hangs on the moment of printing; every byte stays where it is.

    Dates are blanked out. The names of the elements of its structure count on from whatever the
    browser had made before; they are numbered from 0, in the same order.
    """
    names = {name: b"(node%08d)" % at for at, name in enumerate(sorted(set(_NODES.findall(pdf))))}
    pdf = _NODES.sub(lambda found: names[found[0]], pdf)
    return _DATES.sub(lambda found: b" " * len(found[0]), pdf)
