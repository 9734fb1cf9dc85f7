"""A headless browser for the tests of the page: offline, and with everything it says kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
READY = "html.bv-ready"


@dataclass
class Visit:
    """One open page and all that it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def find_browser() -> str | None:
    """Return the path of a browser on this machine, if there is one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _give_up(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; in CI the page must be tested in a real browser")
    pytest.skip(reason)


def axe_script() -> str:
    """Return axe-core as npm installed it; without it the test is skipped, in CI it fails."""
    path = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        _give_up("axe-core is not installed; run npm ci")
    return path.read_text(encoding="utf-8")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a headless browser; without one the test is skipped, in CI it fails."""
    path = find_browser()
    if path is None:
        _give_up("no Chromium on this machine")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an optional tool
    except ImportError:
        _give_up("playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(
    browser: Browser,
    path: Path,
    *,
    width: int = 1440,
    height: int = 900,
    ready: str = READY,
    **options: Any,
) -> Iterator[Visit]:
    """Open a file with the network cut, and wait until the viewer has drawn it."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_offline(True)
    page = context.new_page()
    record = Visit(page)
    page.on("request", lambda request: record.requests.append(request.url))
    page.on("pageerror", lambda error: record.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            record.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    try:
        page.goto(path.as_uri())
        page.wait_for_selector(ready, state="attached")
        yield record
    finally:
        context.close()


def asked_for(record: Visit) -> list[str]:
    """Return the requests beyond the file itself and addresses that hold their own data."""
    return [url for url in record.requests[1:] if not url.startswith(("data:", "about:"))]
